//! Hiding the note, the photo and the sources of a step, and names and units of its own, with a reason, and showing them
//! again: for coordinators above the kecamatan that wrote them. Stage, day and numbers stay: they are what the ledger counts.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::change::hold_study;
use super::entity::{adoption, adoption_step};
use super::figures::Known;
use super::{figures, store};
use crate::attachment;
use crate::audit;
use crate::case_study::store as studies;
use crate::catalogue::Catalogue;
use crate::db::WriteTransaction;
use crate::error::{Error, Problems, Result};
use crate::ids::{AdoptionId, CaseStudyId};
use crate::policy::{self, Act, Acting};
use crate::viewer::Viewer;
use crate::web::forms;

/// The reason as it is kept, or what is wrong with it.
pub fn reason(typed: &str, limit: usize) -> Result<String> {
    let reason = forms::line(typed);
    let mut problems = Problems::default();
    if reason.is_empty() {
        problems.add("reason", "Tulis alasan menyembunyikannya; kantor yang mencatat membaca alasan itu.");
    }
    problems.within("reason", "Alasan", &reason, limit);
    problems.into_result()?;
    Ok(reason)
}

/// A step and its entry, held, for who may hide it.
pub async fn held(
    tx: &WriteTransaction,
    viewer: &Viewer,
    acting: &Acting,
    step: i64,
) -> Result<(adoption_step::Model, adoption::Model)> {
    let known = find(&**tx, step).await?;
    let row = store::find(&**tx, AdoptionId(known.adoption_id)).await?;
    if !policy::may(Act::HideComment, acting, &row.kecamatan_code) {
        // Who may not hide it learns no more than that: the study may be one that he does not see.
        if !store::is_cared_for(viewer, &row) {
            studies::find(&**tx, viewer, CaseStudyId(row.case_study_id)).await?;
        }
        return Err(Error::Forbidden);
    }
    hold_study(tx, row.case_study_id).await?;
    // Read now that the ledger is held: somebody may have been faster.
    Ok((find(&**tx, step).await?, row))
}

/// One step.
pub async fn find(db: &impl ConnectionTrait, step: i64) -> Result<adoption_step::Model> {
    adoption_step::Entity::find_by_id(step).one(db).await?.ok_or(Error::NotFound)
}

/// Hides a step's words and photo with a reason, or shows them again, in the transaction of an act; the caller says at
/// commit that the study changed. False when it was so already.
pub async fn change_in(
    catalogue: &Catalogue,
    tx: &WriteTransaction,
    viewer: &Viewer,
    acting: &Acting,
    step: i64,
    reason: Option<&str>,
) -> Result<bool> {
    use adoption_step::Column;
    let (step, row) = held(tx, viewer, acting, step).await?;
    let results = figures::results_of(&**tx, row.case_study_id).await?;
    let known = Known { catalogue, results: &results };
    let has_words = !step.note.is_empty() || known.have_words(&figures::read(&step.figures)?);
    if reason.is_some() && !has_words && step.photo_id.is_none() {
        let sentence = "Langkah ini tidak mempunyai catatan, foto, atau sumber angka.";
        return Err(Error::Invalid(Problems::one("reason", sentence)));
    }
    if step.hidden_at.is_some() == reason.is_some() {
        return Ok(false);
    }
    let account = viewer.account();
    let at: Option<DateTime<Utc>> = reason.map(|_| tx.now());
    let by = reason.and(account).map(|account| account.get());
    adoption_step::Entity::update_many()
        .col_expr(Column::HiddenAt, Expr::value(at))
        .col_expr(Column::HiddenBy, Expr::value(by))
        .col_expr(Column::HiddenReason, Expr::value(reason.unwrap_or_default()))
        .filter(Column::Id.eq(step.id))
        .exec(&**tx)
        .await?;
    attachment::set_hidden(&**tx, step.photo_id, at).await?;
    let entry = audit::Entry {
        account,
        term: Some(acting.term),
        act: if reason.is_some() { "hide_adoption_step" } else { "restore_adoption_step" },
        subject_kind: "adoption",
        subject_id: row.id.to_string(),
        reason: reason.unwrap_or_default(),
    };
    audit::record(tx, entry).await?;
    Ok(true)
}

/// Where a step stands: "/replikasi/4#langkah-9".
pub async fn place(db: &impl ConnectionTrait, step: i64) -> Result<String> {
    let step = find(db, step).await?;
    Ok(format!("{}#langkah-{}", store::url(step.adoption_id), step.id))
}

/// The entry one of whose steps has this photo, if there is one.
pub async fn entry_of_photo(db: &impl ConnectionTrait, photo: i64) -> Result<Option<adoption::Model>> {
    let step = adoption_step::Entity::find().filter(adoption_step::Column::PhotoId.eq(photo)).one(db).await?;
    match step {
        Some(step) => Ok(Some(store::find(db, AdoptionId(step.adoption_id)).await?)),
        None => Ok(None),
    }
}
