//! Hiding a question or an answer with a reason, and showing it again: for coordinators of the place where it was asked.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::ask::visible;
use super::entity::{answer, question};
use super::store;
use crate::app::App;
use crate::audit;
use crate::db::WriteTransaction;
use crate::error::{Error, Problems, Result};
use crate::ids::{AccountId, AnswerId, QuestionId};
use crate::office;
use crate::policy::{self, Act, Acting};
use crate::viewer::Viewer;
use crate::web::forms;

/// Hides a question with a reason, or shows it again.
pub async fn question(app: &App, viewer: &Viewer, id: QuestionId, reason: Option<&str>) -> Result<question::Model> {
    let reason = checked(reason, app.config.limits.reason_chars)?;
    let tx = app.db.begin_write().await?;
    let (acting, account) = coordinator(&tx, viewer).await?;
    let row = store::held(&tx, viewer, id).await?;
    policy::require(Act::HideComment, &acting, &row.scope_code)?;
    if row.deleted_at.is_some() {
        return Err(Error::Conflict("Pertanyaan ini sudah ditarik penanyanya.".to_owned()));
    }
    if row.hidden_at.is_some() == reason.is_some() {
        return Ok(row);
    }
    let at: Option<DateTime<Utc>> = reason.as_ref().map(|_| tx.now());
    question::Entity::update_many()
        .col_expr(question::Column::HiddenAt, Expr::value(at))
        .col_expr(question::Column::HiddenBy, Expr::value(reason.as_ref().map(|_| account.get())))
        .col_expr(question::Column::HiddenReason, Expr::value(reason.clone().unwrap_or_default()))
        .filter(question::Column::Id.eq(row.id))
        .exec(&*tx)
        .await?;
    let entry = audit::Entry {
        account: Some(account),
        term: Some(acting.term),
        act: if reason.is_some() { "hide_question" } else { "restore_question" },
        subject_kind: "question",
        subject_id: row.id.to_string(),
        reason: reason.as_deref().unwrap_or_default(),
    };
    audit::record(&tx, entry).await?;
    tx.commit(visible(row.id)).await?;
    Ok(row)
}

/// Hides an answer with a reason, or shows it again.
pub async fn answer(app: &App, viewer: &Viewer, id: AnswerId, reason: Option<&str>) -> Result<question::Model> {
    let reason = checked(reason, app.config.limits.reason_chars)?;
    let tx = app.db.begin_write().await?;
    let (acting, account) = coordinator(&tx, viewer).await?;
    let (row, question) = store::held_answer(&tx, viewer, id).await?;
    policy::require(Act::HideComment, &acting, &question.scope_code)?;
    if row.deleted_at.is_some() {
        return Err(Error::Conflict("Jawaban ini sudah dihapus penulisnya.".to_owned()));
    }
    if row.hidden_at.is_some() == reason.is_some() {
        return Ok(question);
    }
    let at: Option<DateTime<Utc>> = reason.as_ref().map(|_| tx.now());
    answer::Entity::update_many()
        .col_expr(answer::Column::HiddenAt, Expr::value(at))
        .col_expr(answer::Column::HiddenBy, Expr::value(reason.as_ref().map(|_| account.get())))
        .col_expr(answer::Column::HiddenReason, Expr::value(reason.clone().unwrap_or_default()))
        .filter(answer::Column::Id.eq(row.id))
        .exec(&*tx)
        .await?;
    store::recount(&tx, &question).await?;
    let entry = audit::Entry {
        account: Some(account),
        term: Some(acting.term),
        act: if reason.is_some() { "hide_answer" } else { "restore_answer" },
        subject_kind: "answer",
        subject_id: row.id.to_string(),
        reason: reason.as_deref().unwrap_or_default(),
    };
    audit::record(&tx, entry).await?;
    tx.commit(visible(question.id)).await?;
    Ok(question)
}

async fn coordinator(tx: &WriteTransaction, viewer: &Viewer) -> Result<(Acting, AccountId)> {
    Ok((office::acting(tx, viewer).await?, viewer.account().ok_or(Error::Forbidden)?))
}

fn checked(reason: Option<&str>, limit: usize) -> Result<Option<String>> {
    let Some(reason) = reason.map(forms::line) else {
        return Ok(None);
    };
    let chars = reason.chars().count();
    let problem = if reason.is_empty() {
        "Tulis alasan menyembunyikannya; penulisnya membaca alasan itu.".to_owned()
    } else if chars > limit {
        format!("Alasan paling panjang {limit} karakter; yang ini {chars}.")
    } else {
        return Ok(Some(reason));
    };
    Err(Error::Invalid(Problems::one("body", problem)))
}
