//! Hiding a comment with a reason, and showing it again: for coordinators whose scope has the study.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{entity, held_comment, place_of, recount};
use crate::app::App;
use crate::audit;
use crate::case_study::entity::case_study;
use crate::content_change::Subject;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Problems, Result};
use crate::ids::{CaseStudyId, CommentId};
use crate::office;
use crate::policy::{self, Act, Acting};
use crate::viewer::Viewer;
use crate::web::forms;

/// Hides a comment from everybody but its author and the coordinators of the place.
pub async fn hide(app: &App, viewer: &Viewer, id: CommentId, typed: &str) -> Result<case_study::Model> {
    let limit = app.config.limits.reason_chars;
    let reason = forms::line(typed);
    let chars = reason.chars().count();
    let mut problems = Problems::default();
    if reason.is_empty() {
        problems.add("reason", "Tulis alasan menyembunyikan komentar ini; penulisnya membaca alasan itu.");
    } else if chars > limit {
        problems.add("reason", format!("Alasan paling panjang {limit} karakter; yang ini {chars}."));
    }
    change(app, viewer, id, problems, Some(&reason)).await
}

/// Shows a hidden comment again.
pub async fn restore(app: &App, viewer: &Viewer, id: CommentId) -> Result<case_study::Model> {
    change(app, viewer, id, Problems::default(), None).await
}

async fn change(
    app: &App,
    viewer: &Viewer,
    id: CommentId,
    problems: Problems,
    reason: Option<&str>,
) -> Result<case_study::Model> {
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let (_, study) = held_comment(&tx, viewer, id).await?;
    policy::require(Act::HideComment, &acting, place_of(&study, &app.catalogue.get()))?;
    problems.into_result()?;
    change_in(app, &tx, viewer, &acting, id, reason).await?;
    tx.commit(Effect::Visible(vec![Subject::CaseStudy(CaseStudyId(study.id))])).await?;
    Ok(study)
}

/// Hides a comment with a reason, or shows it again, in the transaction of an act; the caller says at commit that the
/// study changed.
pub async fn change_in(
    app: &App,
    tx: &WriteTransaction,
    viewer: &Viewer,
    acting: &Acting,
    id: CommentId,
    reason: Option<&str>,
) -> Result<()> {
    let (comment, study) = held_comment(tx, viewer, id).await?;
    policy::require(Act::HideComment, acting, place_of(&study, &app.catalogue.get()))?;
    if comment.deleted_at.is_some() {
        return Err(Error::Conflict("Komentar ini sudah dihapus penulisnya.".to_owned()));
    }
    if comment.hidden_at.is_some() == reason.is_some() {
        return Ok(());
    }
    let account = viewer.account();
    let at: Option<DateTime<Utc>> = reason.map(|_| tx.now());
    let by = reason.and(account).map(|account| account.get());
    entity::Entity::update_many()
        .col_expr(entity::Column::HiddenAt, Expr::value(at))
        .col_expr(entity::Column::HiddenBy, Expr::value(by))
        .col_expr(entity::Column::HiddenReason, Expr::value(reason.unwrap_or_default()))
        .filter(entity::Column::Id.eq(comment.id))
        .exec(&**tx)
        .await?;
    recount(tx, study.id).await?;
    let entry = audit::Entry {
        account,
        term: Some(acting.term),
        act: if reason.is_some() { Act::HideComment.as_str() } else { "restore_comment" },
        subject_kind: "comment",
        subject_id: comment.id.to_string(),
        reason: reason.unwrap_or_default(),
    };
    audit::record(tx, entry).await
}
