//! Editing a collection: what was typed is kept together with what the button does. An edit names the version that it
//! started from; where somebody else was faster nothing is written, and the page says who.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::change::{Change, reorder};
use super::curators::coordinators;
use super::entity::{collection, collection_curator, collection_item};
use super::{MAX_CURATORS, Step, Typed, cover, moved, store, study_number};
use crate::account::names;
use crate::app::App;
use crate::case_study::store::contents;
use crate::db::WriteTransaction;
use crate::error::{Error, Problems, Result};
use crate::ids::{CaseStudyId, CollectionId};
use crate::viewer::Viewer;

/// What came of an edit.
#[derive(Debug)]
pub enum Outcome {
    /// It is kept.
    Kept(Kept),
    /// Somebody changed the collection meanwhile; nothing was written.
    Clash {
        /// Who.
        by: String,
        /// True when it was the same person, on another page.
        is_own: bool,
        /// When.
        at: DateTime<Utc>,
    },
}

/// An edit that is kept.
#[derive(Debug)]
pub struct Kept {
    /// True when it differs from what there was.
    pub is_change: bool,
    /// The study that was added along.
    pub added: Option<i64>,
    /// The study that was named and is in the collection already.
    pub is_there_already: bool,
}

/// Keeps what was typed and does what the button says, all or nothing.
pub async fn edit(
    app: &App,
    viewer: &Viewer,
    id: CollectionId,
    started_from: i64,
    typed: &Typed,
    step: Step,
) -> Result<Outcome> {
    let limits = &app.config.limits;
    let tx = app.db.begin_write().await?;
    let change = Change::begin(&tx, viewer, id).await?.alive()?;
    if change.row.version != started_from {
        let by = change.row.updated_by;
        let name = names(&*tx, [by]).await?.remove(&by).unwrap_or_else(|| "Kurator lain".to_owned());
        return Ok(Outcome::Clash { by: name, is_own: by == change.account.get(), at: change.row.updated_at });
    }
    let typed = typed.checked(limits.title_chars, limits.section_chars)?;
    let mut is_change = words(&tx, viewer, &change, &typed).await?;
    let mut kept = Kept { is_change: false, added: None, is_there_already: false };
    if !typed.study.is_empty() {
        let study = named_study(&typed.study)?;
        kept.is_there_already = !change.add(&tx, viewer, study).await?;
        kept.added = (!kept.is_there_already).then_some(study.get());
        is_change |= kept.added.is_some();
    }
    if !typed.curator.is_empty() {
        is_change |= join(app, &tx, &change, &typed.curator).await?;
    }
    is_change |= take(&tx, viewer, &change, step).await?;
    if is_change {
        change.touch(&tx).await?;
        let effect = change.effect(step == Step::Publish);
        tx.commit(effect).await?;
    }
    Ok(Outcome::Kept(Kept { is_change, ..kept }))
}

fn named_study(typed: &str) -> Result<CaseStudyId> {
    let sentence = "Praktik ini tidak ditemukan. Tempel alamat halamannya, atau tulis nomornya.";
    let number = study_number(typed).ok_or_else(|| Error::Invalid(Problems::one("praktik", sentence)))?;
    Ok(CaseStudyId(number))
}

/// Title, introduction, cover and notes; true when any of them differs.
async fn words(tx: &WriteTransaction, viewer: &Viewer, change: &Change, typed: &Typed) -> Result<bool> {
    let row = &change.row;
    let items = store::items(&**tx, row.id).await?;
    let (photo, alt) = chosen_cover(tx, viewer, row, &items, typed).await?;
    let mut differs = row.title != typed.title
        || row.introduction != typed.introduction
        || row.cover_photo_id != photo
        || row.cover_alt != alt;
    if differs {
        collection::Entity::update_many()
            .col_expr(collection::Column::Title, Expr::value(typed.title.as_str()))
            .col_expr(collection::Column::Introduction, Expr::value(typed.introduction.as_str()))
            .col_expr(collection::Column::CoverPhotoId, Expr::value(photo))
            .col_expr(collection::Column::CoverAlt, Expr::value(alt))
            .filter(collection::Column::Id.eq(row.id))
            .exec(&**tx)
            .await?;
    }
    for item in &items {
        let Some(note) = typed.note(item.case_study_id).filter(|note| *note != item.note) else { continue };
        collection_item::Entity::update_many()
            .col_expr(collection_item::Column::Note, Expr::value(note))
            .filter(collection_item::Column::Id.eq(item.id))
            .exec(&**tx)
            .await?;
        differs = true;
    }
    if differs {
        change.remember(tx, "edit_collection", "").await?;
    }
    Ok(differs)
}

/// The photo that was chosen among those that the studies show, with its description; the study's own where none is typed.
async fn chosen_cover(
    tx: &WriteTransaction,
    viewer: &Viewer,
    row: &collection::Model,
    items: &[collection_item::Model],
    typed: &Typed,
) -> Result<(Option<i64>, String)> {
    let Ok(photo) = typed.cover.parse::<i64>() else {
        return Ok((None, String::new()));
    };
    if row.cover_photo_id == Some(photo) && !typed.cover_alt.is_empty() {
        return Ok((Some(photo), typed.cover_alt.clone()));
    }
    let studies = store::studies(&**tx, viewer, items).await?;
    let contents = contents(&**tx, &studies).await?;
    let offered = cover::offered(&**tx, &studies, &contents).await?;
    let problem = |field: &str, sentence: &str| Err(Error::Invalid(Problems::one(field, sentence)));
    let Some((_, picture)) = offered.into_iter().find(|(_, picture)| picture.id == photo) else {
        return problem("cover", "Foto ini tidak lagi ada pada praktik di kumpulan ini. Pilih sampul lain.");
    };
    // The words beside a photo speak of that photo: another one is described anew.
    let is_another = row.cover_photo_id != Some(photo) && typed.cover_alt == row.cover_alt;
    let alt = if typed.cover_alt.is_empty() || is_another { picture.alt } else { typed.cover_alt.clone() };
    if alt.is_empty() {
        return problem("cover_alt", "Tulis apa yang terlihat pada foto, untuk pembaca yang tidak melihatnya.");
    }
    Ok((Some(photo), alt))
}

/// Lets another coordinator edit too; false when this one does already.
async fn join(app: &App, tx: &WriteTransaction, change: &Change, typed: &str) -> Result<bool> {
    let problem = |sentence: &str| Error::Invalid(Problems::one("kurator", sentence));
    let all = coordinators(&**tx, &app.catalogue.get(), tx.today()).await?;
    let chosen = typed.parse::<i64>().ok().and_then(|id| all.into_iter().find(|one| one.account == id));
    let chosen = chosen.ok_or_else(|| problem("Orang ini tidak tercatat sebagai pembina atau pengelola inovasi."))?;
    let is_there = change.curators.iter().any(|one| one.account_id == chosen.account);
    if is_there || chosen.account == change.row.account_id {
        return Ok(false);
    }
    if change.curators.len() >= MAX_CURATORS {
        return Err(problem(&format!("Paling banyak {MAX_CURATORS} kurator lain.")));
    }
    let row = collection_curator::ActiveModel {
        collection_id: Set(change.row.id),
        account_id: Set(chosen.account),
        unit_name: Set(chosen.unit),
        added_by: Set(change.account.get()),
        added_at: Set(tx.now()),
    };
    collection_curator::Entity::insert(row).exec_without_returning(&**tx).await?;
    change.remember(tx, "add_curator", &chosen.account.to_string()).await?;
    Ok(true)
}

async fn take(tx: &WriteTransaction, viewer: &Viewer, change: &Change, step: Step) -> Result<bool> {
    match step {
        Step::Save => Ok(false),
        Step::Publish => publish(tx, viewer, change).await,
        Step::Withdraw => withdraw(tx, change).await,
        Step::Raise(study) => shift(tx, change, study, true).await,
        Step::Lower(study) => shift(tx, change, study, false).await,
        Step::Remove(study) => remove(tx, change, study).await,
        Step::Release(account) => release(tx, change, account).await,
    }
}

async fn publish(tx: &WriteTransaction, viewer: &Viewer, change: &Change) -> Result<bool> {
    if change.row.state == "tayang" {
        return Ok(false);
    }
    let items = store::items(&**tx, change.row.id).await?;
    if store::studies(&**tx, viewer, &items).await?.is_empty() {
        let sentence = "Tambahkan paling sedikit satu praktik sebelum menerbitkan.";
        return Err(Error::Invalid(Problems::one("praktik", sentence)));
    }
    let first = change.row.published_at.unwrap_or_else(|| tx.now());
    collection::Entity::update_many()
        .col_expr(collection::Column::State, Expr::value("tayang"))
        .col_expr(collection::Column::PublishedAt, Expr::value(Some(first)))
        .filter(collection::Column::Id.eq(change.row.id))
        .exec(&**tx)
        .await?;
    change.remember(tx, "publish_collection", "").await?;
    Ok(true)
}

async fn withdraw(tx: &WriteTransaction, change: &Change) -> Result<bool> {
    if change.row.state != "tayang" {
        return Ok(false);
    }
    collection::Entity::update_many()
        .col_expr(collection::Column::State, Expr::value("draf"))
        .filter(collection::Column::Id.eq(change.row.id))
        .exec(&**tx)
        .await?;
    change.remember(tx, "unpublish_collection", "").await?;
    Ok(true)
}

async fn shift(tx: &WriteTransaction, change: &Change, study: i64, forward: bool) -> Result<bool> {
    let order: Vec<i64> = store::items(&**tx, change.row.id).await?.iter().map(|item| item.case_study_id).collect();
    let other = moved(&order, study, forward);
    if other == order {
        return Ok(false);
    }
    reorder(tx, change.row.id, &other).await?;
    change.remember(tx, "move_in_collection", &study.to_string()).await?;
    Ok(true)
}

async fn remove(tx: &WriteTransaction, change: &Change, study: i64) -> Result<bool> {
    let items = store::items(&**tx, change.row.id).await?;
    // Numbered before, so that the place it had is known when it is taken back.
    let order: Vec<i64> = items.iter().map(|item| item.case_study_id).collect();
    reorder(tx, change.row.id, &order).await?;
    let removed = collection_item::Entity::update_many()
        .col_expr(collection_item::Column::RemovedAt, Expr::value(Some(tx.now())))
        .filter(collection_item::Column::CollectionId.eq(change.row.id))
        .filter(collection_item::Column::CaseStudyId.eq(study))
        .filter(collection_item::Column::RemovedAt.is_null())
        .exec(&**tx)
        .await?;
    if removed.rows_affected == 0 {
        return Ok(false);
    }
    change.remember(tx, "remove_from_collection", &study.to_string()).await?;
    Ok(true)
}

async fn release(tx: &WriteTransaction, change: &Change, account: i64) -> Result<bool> {
    let gone = collection_curator::Entity::delete_many()
        .filter(collection_curator::Column::CollectionId.eq(change.row.id))
        .filter(collection_curator::Column::AccountId.eq(account))
        .exec(&**tx)
        .await?;
    if gone.rows_affected == 0 {
        return Ok(false);
    }
    change.remember(tx, "remove_curator", &account.to_string()).await?;
    Ok(true)
}
