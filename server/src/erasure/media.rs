//! Photos and files that go whole: their row stays, without a hash and so without an address, and says so.

use sea_orm::sea_query::{Condition, Expr, SimpleExpr};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::Value;

use super::scope::Scope;
use crate::attachment::entity as photo;
use crate::attachment::file_entity::attached_file as file;
use crate::case_study::entity::{case_study, case_study_revision, draft, draft_version};
use crate::collection::entity::collection;
use crate::error::Result;

/// The photos of a study and of its drafts that are still there.
pub async fn photos_of(db: &impl ConnectionTrait, scope: &Scope) -> Result<Vec<photo::Model>> {
    let own = Condition::any()
        .add(photo::Column::CaseStudyId.is_in(scope.study))
        .add(photo::Column::DraftId.is_in(scope.drafts.iter().copied()));
    Ok(photo::Entity::find().filter(own).filter(photo::Column::Sha256.ne("")).all(db).await?)
}

/// The files of a study and of its drafts that are still there.
pub async fn files_of(db: &impl ConnectionTrait, scope: &Scope) -> Result<Vec<file::Model>> {
    let own = Condition::any()
        .add(file::Column::CaseStudyId.is_in(scope.study))
        .add(file::Column::DraftId.is_in(scope.drafts.iter().copied()));
    Ok(file::Entity::find().filter(own).filter(file::Column::Sha256.ne("")).all(db).await?)
}

/// Those of these photos and files that belong to the study, with every other row of it that has the same bytes.
pub async fn own(
    db: &impl ConnectionTrait,
    scope: &Scope,
    photos: &[i64],
    files: &[i64],
) -> Result<(Vec<i64>, Vec<i64>)> {
    let all: Vec<(i64, String)> = photos_of(db, scope).await?.into_iter().map(|row| (row.id, row.sha256)).collect();
    let photos = with_same_bytes(&all, photos);
    let all: Vec<(i64, String)> = files_of(db, scope).await?.into_iter().map(|row| (row.id, row.sha256)).collect();
    Ok((photos, with_same_bytes(&all, files)))
}

fn with_same_bytes(all: &[(i64, String)], wanted: &[i64]) -> Vec<i64> {
    let hashes: Vec<&str> = all.iter().filter(|(id, _)| wanted.contains(id)).map(|(_, hash)| hash.as_str()).collect();
    all.iter().filter(|(_, hash)| hashes.contains(&hash.as_str())).map(|(id, _)| *id).collect()
}

/// Empties these photos and files, which [`own`] has seen, and puts the mark where they are named. Gives the hashes of
/// their bytes, for who deletes those.
pub async fn erase(
    db: &impl ConnectionTrait,
    scope: &Scope,
    photos: &[i64],
    files: &[i64],
    mark: &str,
) -> Result<Vec<String>> {
    let mut hashes = Vec::new();
    hashes.extend(photos_of(db, scope).await?.into_iter().filter(|row| photos.contains(&row.id)).map(|row| row.sha256));
    hashes.extend(files_of(db, scope).await?.into_iter().filter(|row| files.contains(&row.id)).map(|row| row.sha256));
    photo::Entity::update_many()
        .col_expr(photo::Column::Sha256, Expr::value(""))
        .col_expr(photo::Column::OriginalName, Expr::value(""))
        .col_expr(photo::Column::Alt, Expr::value(mark))
        .col_expr(photo::Column::Caption, Expr::value(mark))
        .filter(photo::Column::Id.is_in(photos.iter().copied()))
        .exec(db)
        .await?;
    file::Entity::update_many()
        .col_expr(file::Column::Sha256, Expr::value(""))
        .col_expr(file::Column::OriginalName, Expr::value(mark))
        .col_expr(file::Column::Pages, Expr::value("[]"))
        .filter(file::Column::Id.is_in(files.iter().copied()))
        .exec(db)
        .await?;
    case_study::Entity::update_many()
        .col_expr(case_study::Column::LeadPhotoId, Expr::value(Option::<i64>::None))
        .filter(case_study::Column::LeadPhotoId.is_in(photos.iter().copied()))
        .exec(db)
        .await?;
    collection::Entity::update_many()
        .col_expr(collection::Column::CoverPhotoId, Expr::value(Option::<i64>::None))
        .col_expr(collection::Column::CoverAlt, Expr::value(""))
        .filter(collection::Column::CoverPhotoId.is_in(photos.iter().copied()))
        .exec(db)
        .await?;
    if !photos.is_empty() || !files.is_empty() {
        in_documents(db, scope, photos, files, mark).await?;
    }
    Ok(hashes)
}

/// Puts the mark at a photo's and a file's place in every text.
async fn in_documents(
    db: &impl ConnectionTrait,
    scope: &Scope,
    photos: &[i64],
    files: &[i64],
    mark: &str,
) -> Result<()> {
    use {case_study_revision as revision, draft_version as saved};
    let drafts = || scope.drafts.iter().copied();
    let change = |document: &str| marked(document, photos, files, mark);
    let of_study = revision::Column::CaseStudyId.is_in(scope.study);
    each::<revision::Entity>(db, (revision::Column::Id, revision::Column::Document), of_study, change).await?;
    let of_drafts = saved::Column::DraftId.is_in(drafts());
    each::<saved::Entity>(db, (saved::Column::Id, saved::Column::Document), of_drafts, change).await?;
    let own = draft::Column::Id.is_in(drafts());
    each::<draft::Entity>(db, (draft::Column::Id, draft::Column::Document), own, change).await
}

/// Writes what `change` makes of the documents of a table, where it makes anything.
async fn each<E: EntityTrait>(
    db: &impl ConnectionTrait,
    (id, document): (E::Column, E::Column),
    which: SimpleExpr,
    change: impl Fn(&str) -> Result<Option<String>>,
) -> Result<()> {
    let rows: Vec<(i64, String)> =
        E::find().select_only().column(id).column(document).filter(which).into_tuple().all(db).await?;
    for (row, text) in rows {
        if let Some(text) = change(&text)? {
            let update = E::update_many().col_expr(document, Expr::value(text));
            update.filter(id.eq(row)).exec(db).await?;
        }
    }
    Ok(())
}

/// A document with the mark at these photos and files; none when it names none of them.
fn marked(document: &str, photos: &[i64], files: &[i64], mark: &str) -> Result<Option<String>> {
    let mut value: Value = serde_json::from_str(document)?;
    let mut changed = false;
    for (list, id, ids, texts) in
        [("photos", "attachment", photos, ["alt", "caption"].as_slice()), ("files", "file", files, &["title"])]
    {
        for entry in value.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten() {
            if entry.get(id).and_then(Value::as_i64).is_some_and(|id| ids.contains(&id)) {
                for text in texts {
                    entry[*text] = Value::from(mark);
                }
                changed = true;
            }
        }
    }
    Ok(changed.then(|| value.to_string()))
}
