//! What members say under a study: comments and one level of replies, with mentions, reactions and earlier versions.

pub mod entity;
mod forget;
pub mod hide;
mod history;
mod mention;
mod offer;
pub mod pages;
mod reaction;
pub mod speak;
mod thread;
mod window;

#[cfg(test)]
mod tests;

pub use forget::forget;
pub use thread::{Comment, Thread, thread};
pub use window::{Asked, address_of};

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};

use crate::case_study::entity::case_study;
use crate::case_study::personal_data;
use crate::case_study::store;
use crate::catalogue::Catalogue;
use crate::db::WriteTransaction;
use crate::error::{Error, Problems, Result};
use crate::ids::{CaseStudyId, CommentId};
use crate::viewer::Viewer;
use crate::web::forms;

/// The comment that a reply stands under: a reply to a reply folds to one level.
pub fn root_of(parent: &entity::Model) -> i64 {
    parent.parent_id.unwrap_or(parent.id)
}

/// The text as it is kept, or what is wrong with it. Whether a phone number may stand is asked unless it is in the words
/// that stand there, or the writer said so already.
pub fn checked(typed: &str, stands: &str, limit: usize, keeps_phone: bool) -> Result<String> {
    let body = forms::text(typed);
    let mut problems = Problems::default();
    if body.trim().is_empty() {
        problems.add("body", "Tulis komentarnya dahulu.");
    }
    problems.within("body", "Komentar", &body, limit);
    personal_data::refuse_or_ask(&mut problems, "body", &body, stands, keeps_phone);
    problems.into_result()?;
    Ok(body)
}

/// The region whose coordinators care for a study: its kecamatan, or the province for imports without a place.
pub fn place_of<'a>(study: &'a case_study::Model, catalogue: &'a Catalogue) -> &'a str {
    study.kecamatan_code.as_deref().unwrap_or(&catalogue.places.province)
}

/// A comment of a study that readers see.
pub async fn shown(db: &impl ConnectionTrait, id: i64, study: i64) -> Result<Option<entity::Model>> {
    let row = entity::Entity::find_by_id(id)
        .filter(entity::Column::CaseStudyId.eq(study))
        .filter(entity::Column::DeletedAt.is_null())
        .filter(entity::Column::HiddenAt.is_null());
    Ok(row.one(db).await?)
}

/// The study, held until the transaction ends, so that two comments at once are both counted.
async fn held_study(tx: &WriteTransaction, viewer: &Viewer, id: CaseStudyId) -> Result<case_study::Model> {
    store::visible_to(viewer)
        .filter(case_study::Column::Id.eq(id.get()))
        .lock_exclusive()
        .one(&**tx)
        .await?
        .ok_or(Error::NotFound)
}

/// A comment and its study, when the viewer may see the study.
async fn held_comment(
    tx: &WriteTransaction,
    viewer: &Viewer,
    id: CommentId,
) -> Result<(entity::Model, case_study::Model)> {
    let comment = entity::Entity::find_by_id(id.get()).one(&**tx).await?.ok_or(Error::NotFound)?;
    let study = held_study(tx, viewer, CaseStudyId(comment.case_study_id)).await?;
    // Read again now that the study is held: somebody may have been faster.
    let comment = entity::Entity::find_by_id(id.get()).one(&**tx).await?.ok_or(Error::NotFound)?;
    Ok((comment, study))
}

/// Counts the comments that are shown, for cards.
async fn recount(tx: &WriteTransaction, study: i64) -> Result<()> {
    let shown = entity::Entity::find()
        .filter(entity::Column::CaseStudyId.eq(study))
        .filter(entity::Column::DeletedAt.is_null())
        .filter(entity::Column::HiddenAt.is_null())
        .count(&**tx)
        .await?;
    case_study::Entity::update_many()
        .col_expr(case_study::Column::CommentCount, Expr::value(i32::try_from(shown).unwrap_or(i32::MAX)))
        .filter(case_study::Column::Id.eq(study))
        .exec(&**tx)
        .await?;
    Ok(())
}
