//! Hiding a question or an answer with a reason, and showing it again: for coordinators of the place where it was asked.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::entity::{answer, question};
use super::store;
use crate::audit;
use crate::db::WriteTransaction;
use crate::error::{Error, Result};
use crate::ids::{AnswerId, QuestionId};
use crate::job::{self, Job};
use crate::policy::{self, Act, Acting};
use crate::viewer::Viewer;

/// A question, held, for who may hide it; everybody else learns no more than what he sees.
pub async fn question_of(
    tx: &WriteTransaction,
    viewer: &Viewer,
    acting: &Acting,
    id: QuestionId,
) -> Result<question::Model> {
    let row = question::Entity::find_by_id(id.get()).lock_exclusive().one(&**tx).await?.ok_or(Error::NotFound)?;
    if !policy::may(Act::HideComment, acting, &row.scope_code) {
        store::held(tx, viewer, id).await?;
        return Err(Error::Forbidden);
    }
    Ok(row)
}

/// An answer with its question, held, for who may hide it.
pub async fn answer_of(
    tx: &WriteTransaction,
    viewer: &Viewer,
    acting: &Acting,
    id: AnswerId,
) -> Result<(answer::Model, question::Model)> {
    let row = store::find_answer(&**tx, id).await?;
    let question = question_of(tx, viewer, acting, QuestionId(row.question_id)).await?;
    // Read again now that the question is held: somebody may have been faster.
    Ok((store::find_answer(&**tx, id).await?, question))
}

/// Hides a question with a reason, or shows it again, in the transaction of an act; the caller says at commit that the
/// question changed. False when it was so already.
pub async fn change_question_in(
    tx: &WriteTransaction,
    viewer: &Viewer,
    acting: &Acting,
    id: QuestionId,
    reason: Option<&str>,
) -> Result<bool> {
    let row = question_of(tx, viewer, acting, id).await?;
    if row.deleted_at.is_some() {
        return Err(Error::Conflict("Pertanyaan ini sudah ditarik penanyanya.".to_owned()));
    }
    if row.hidden_at.is_some() == reason.is_some() {
        return Ok(false);
    }
    let (at, by) = mark(tx, viewer, reason);
    question::Entity::update_many()
        .col_expr(question::Column::HiddenAt, Expr::value(at))
        .col_expr(question::Column::HiddenBy, Expr::value(by))
        .col_expr(question::Column::HiddenReason, Expr::value(reason.unwrap_or_default()))
        .filter(question::Column::Id.eq(row.id))
        .exec(&**tx)
        .await?;
    let act = if reason.is_some() { "hide_question" } else { "restore_question" };
    remember(tx, viewer, acting, act, ("question", row.id), reason).await?;
    Ok(true)
}

/// As [`change_question_in`], for an answer. One that was accepted is accepted no longer, and who asked is told.
pub async fn change_answer_in(
    tx: &WriteTransaction,
    viewer: &Viewer,
    acting: &Acting,
    id: AnswerId,
    reason: Option<&str>,
) -> Result<bool> {
    let (row, question) = answer_of(tx, viewer, acting, id).await?;
    if row.deleted_at.is_some() {
        return Err(Error::Conflict("Jawaban ini sudah dihapus penulisnya.".to_owned()));
    }
    if row.hidden_at.is_some() == reason.is_some() {
        return Ok(false);
    }
    let (at, by) = mark(tx, viewer, reason);
    answer::Entity::update_many()
        .col_expr(answer::Column::HiddenAt, Expr::value(at))
        .col_expr(answer::Column::HiddenBy, Expr::value(by))
        .col_expr(answer::Column::HiddenReason, Expr::value(reason.unwrap_or_default()))
        .filter(answer::Column::Id.eq(row.id))
        .exec(&**tx)
        .await?;
    store::recount(tx, &question).await?;
    if let Some(at) = at
        && question.accepted_answer_id == Some(row.id)
    {
        job::enqueue(tx, &Job::TellAcceptedHidden { answer: id, at }).await?;
    }
    let act = if reason.is_some() { "hide_answer" } else { "restore_answer" };
    remember(tx, viewer, acting, act, ("answer", row.id), reason).await?;
    Ok(true)
}

/// When and by whom it is hidden; nothing while it is shown.
fn mark(tx: &WriteTransaction, viewer: &Viewer, reason: Option<&str>) -> (Option<DateTime<Utc>>, Option<i64>) {
    let by = reason.and(viewer.account()).map(|account| account.get());
    (reason.map(|_| tx.now()), by)
}

async fn remember(
    tx: &WriteTransaction,
    viewer: &Viewer,
    acting: &Acting,
    act: &str,
    (kind, id): (&'static str, i64),
    reason: Option<&str>,
) -> Result<()> {
    let entry = audit::Entry {
        account: viewer.account(),
        term: Some(acting.term),
        act,
        subject_kind: kind,
        subject_id: id.to_string(),
        reason: reason.unwrap_or_default(),
    };
    audit::record(tx, entry).await
}
