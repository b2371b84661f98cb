//! Whether readers see a product. As with a study, the head of the office shows it and stops that (or the sekcam while the
//! camat lets him), and a coordinator hides it with a reason. Staff prepares it.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::change::{Writer, remember, visible};
use super::entity::{Column, Entity, Model};
use super::photo;
use super::store;
use super::typed::problem;
use crate::app::App;
use crate::db::WriteTransaction;
use crate::error::{Error, Result, too_long};
use crate::ids::ProductId;
use crate::job::{self, Job};
use crate::office;
use crate::policy::{self, Act, Acting, Role};
use crate::viewer::Viewer;
use crate::web::forms;

/// True for who may show a product and stop that, to offer it: the head of the office, and the sekcam while the camat lets
/// him. The act asks again.
pub async fn may_show(app: &App, viewer: &Viewer, kecamatan: &str) -> Result<bool> {
    if viewer.may(Act::Publish, kecamatan) {
        return Ok(true);
    }
    let is_sekcam = viewer.acting_term().is_some_and(|term| term.role == Role::Sekcam);
    Ok(is_sekcam
        && viewer.may(Act::PublishForCamat, kecamatan)
        && office::is_delegated(app.db.read(), kecamatan, app.clock.today()).await?)
}

/// Shows a product to readers; done twice it is one.
pub async fn show(app: &App, viewer: &Viewer, id: ProductId) -> Result<Model> {
    let tx = app.db.begin_write().await?;
    let writer = Writer::of(&tx, viewer).await?;
    let row = store::held(&tx, id).await?;
    require_head(&tx, &writer.acting, &row.kecamatan_code).await?;
    if row.state == "tayang" {
        return Ok(row);
    }
    set_state(&tx, &row, "tayang").await?;
    remember(&tx, &writer, "show_product", row.id, "").await?;
    tx.commit(visible(row.case_study_id)).await?;
    Ok(row)
}

/// The head of the office, or the sekcam as long as the camat lets him publish.
async fn require_head(tx: &WriteTransaction, acting: &Acting, kecamatan: &str) -> Result<()> {
    if acting.role != Role::Sekcam {
        return policy::require(Act::Publish, acting, kecamatan);
    }
    policy::require(Act::PublishForCamat, acting, kecamatan)?;
    if office::is_delegated(&**tx, kecamatan, tx.today()).await? { Ok(()) } else { Err(Error::Forbidden) }
}

/// Stops showing a product; done twice it is one.
pub async fn withdraw(app: &App, viewer: &Viewer, id: ProductId) -> Result<Model> {
    let tx = app.db.begin_write().await?;
    let writer = Writer::of(&tx, viewer).await?;
    let row = store::held(&tx, id).await?;
    require_head(&tx, &writer.acting, &row.kecamatan_code).await?;
    if row.state != "tayang" {
        return Ok(row);
    }
    set_state(&tx, &row, "tidak_ditayangkan").await?;
    remember(&tx, &writer, "withdraw_product", row.id, "").await?;
    tx.commit(visible(row.case_study_id)).await?;
    Ok(row)
}

/// How a product stands, for its office, and the class of its badge.
pub fn label(row: &Model, taken_down: bool) -> (&'static str, &'static str) {
    match row.state.as_str() {
        _ if row.hidden_at.is_some() => ("Disembunyikan pembina", "state-perbaiki"),
        "tayang" => ("Tayang", "state-tayang"),
        _ if taken_down => ("Diturunkan", "state-henti"),
        _ => ("Belum ditayangkan", "state-henti"),
    }
}

// A form that was open meanwhile still holds: what it says is not what changed.
async fn set_state(tx: &WriteTransaction, row: &Model, state: &str) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::State, Expr::value(state))
        .col_expr(Column::UpdatedAt, Expr::value(tx.now()))
        .filter(Column::Id.eq(row.id))
        .exec(&**tx)
        .await?;
    photo::follow(tx, &Model { state: state.to_owned(), ..row.clone() }).await
}

/// A coordinator hides a product with a reason, or shows it again; done twice it is one. Problems stand at `reason`.
pub async fn hide(app: &App, viewer: &Viewer, id: ProductId, reason: Option<&str>) -> Result<Model> {
    let tx = app.db.begin_write().await?;
    let writer = Writer::of(&tx, viewer).await?;
    let row = store::held(&tx, id).await?;
    policy::require(Act::HideStudy, &writer.acting, &row.kecamatan_code)?;
    let reason = reason.map(forms::line);
    if let Some(reason) = &reason {
        if reason.is_empty() {
            return Err(problem("reason", "Tulis alasannya; alasan ini tampil bagi kantor kecamatan."));
        }
        if let Some(sentence) = too_long("Alasan", reason, app.config.limits.reason_chars) {
            return Err(problem("reason", &sentence));
        }
    }
    if row.hidden_at.is_some() == reason.is_some() {
        return Ok(row);
    }
    let at: Option<DateTime<Utc>> = reason.as_ref().map(|_| tx.now());
    Entity::update_many()
        .col_expr(Column::HiddenAt, Expr::value(at))
        .col_expr(Column::HiddenBy, Expr::value(reason.as_ref().map(|_| writer.account.get())))
        .col_expr(Column::HiddenReason, Expr::value(reason.clone().unwrap_or_default()))
        .filter(Column::Id.eq(row.id))
        .exec(&*tx)
        .await?;
    photo::follow(&tx, &Model { hidden_at: at, ..row.clone() }).await?;
    let act = if reason.is_some() { "hide_product" } else { "restore_product" };
    remember(&tx, &writer, act, row.id, reason.as_deref().unwrap_or_default()).await?;
    if let Some(at) = at {
        job::enqueue(&tx, &Job::TellProductHidden { product: row.id, at }).await?;
    }
    tx.commit(visible(row.case_study_id)).await?;
    Ok(row)
}
