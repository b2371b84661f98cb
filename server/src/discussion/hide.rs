//! Hiding a comment with a reason, and showing it again: for coordinators whose scope has the study.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::{entity, place_of, recount};
use crate::app::App;
use crate::audit;
use crate::case_study::entity::case_study;
use crate::case_study::store;
use crate::db::WriteTransaction;
use crate::error::{Error, Problems, Result};
use crate::ids::{CaseStudyId, CommentId};
use crate::policy::{self, Act, Acting};
use crate::viewer::Viewer;
use crate::web::forms;

/// The reason as it is kept, or what is wrong with it; `missing` says that there is none.
pub fn reason(typed: &str, missing: &str, limit: usize) -> Result<String> {
    let reason = forms::line(typed);
    let mut problems = Problems::default();
    if reason.is_empty() {
        problems.add("reason", missing);
    }
    problems.within("reason", "Alasan", &reason, limit);
    problems.into_result()?;
    Ok(reason)
}

/// The study of a comment, held, for who may hide the comment: also when the study itself is hidden or withdrawn.
pub async fn study_of(
    app: &App,
    tx: &WriteTransaction,
    viewer: &Viewer,
    acting: &Acting,
    id: CommentId,
) -> Result<case_study::Model> {
    let comment = entity::Entity::find_by_id(id.get()).one(&**tx).await?.ok_or(Error::NotFound)?;
    let study = case_study::Entity::find_by_id(comment.case_study_id).lock_exclusive().one(&**tx).await?;
    let study = study.ok_or(Error::NotFound)?;
    if !policy::may(Act::HideComment, acting, place_of(&study, &app.catalogue.get())) {
        // Who may not hide it learns no more than that: the study may be one that he does not see.
        store::find(&**tx, viewer, CaseStudyId(study.id)).await?;
        return Err(Error::Forbidden);
    }
    Ok(study)
}

/// Hides a comment with a reason, or shows it again, in the transaction of an act; the caller says at commit that the
/// study changed. False when it was so already.
pub async fn change_in(
    app: &App,
    tx: &WriteTransaction,
    viewer: &Viewer,
    acting: &Acting,
    id: CommentId,
    reason: Option<&str>,
) -> Result<bool> {
    let study = study_of(app, tx, viewer, acting, id).await?;
    // Read now that the study is held: somebody may have been faster.
    let comment = entity::Entity::find_by_id(id.get()).one(&**tx).await?.ok_or(Error::NotFound)?;
    if comment.deleted_at.is_some() {
        return Err(Error::Conflict("Komentar ini sudah dihapus penulisnya.".to_owned()));
    }
    if comment.hidden_at.is_some() == reason.is_some() {
        return Ok(false);
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
    audit::record(tx, entry).await?;
    Ok(true)
}
