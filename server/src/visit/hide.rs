//! A coordinator above the host hides a report with a reason, or shows it again: it stands at the host's study, as a comment
//! does. The two offices go on reading it, and are told.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::change::{Writer, visible};
use super::entity::visit;
use super::{State, state_of, store};
use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::ids::VisitId;
use crate::job::{self, Job};
use crate::policy::{self, Act};
use crate::viewer::Viewer;
use crate::web::forms;

/// Hides the report with a reason, or shows it again without one; done twice it is done once. A problem stands at `hide`.
pub async fn report(app: &App, viewer: &Viewer, id: VisitId, reason: Option<&str>) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let writer = Writer::of(&tx, viewer).await?;
    tx.serialize_on(&format!("visit:{id}")).await?;
    let row = store::find(&*tx, viewer, id).await?;
    policy::require(Act::HideComment, &writer.acting, &row.host_code)?;
    if state_of(&row) != State::Done {
        return Err(Error::NotFound);
    }
    let reason = checked(reason, app.config.limits.reason_chars)?;
    if row.report_hidden_at.is_some() == reason.is_some() {
        return Ok(());
    }
    let at: Option<DateTime<Utc>> = reason.as_ref().map(|_| tx.now());
    let by = reason.as_ref().map(|_| writer.account.get());
    visit::Entity::update_many()
        .col_expr(visit::Column::ReportHiddenAt, Expr::value(at))
        .col_expr(visit::Column::ReportHiddenBy, Expr::value(by))
        .col_expr(visit::Column::ReportHiddenReason, Expr::value(reason.clone().unwrap_or_default()))
        .filter(visit::Column::Id.eq(row.id))
        .exec(&*tx)
        .await?;
    let act = if reason.is_some() { "hide_visit_report" } else { "restore_visit_report" };
    writer.remember(&tx, act, row.id, reason.as_deref().unwrap_or_default()).await?;
    if let Some(at) = at {
        job::enqueue(&tx, &Job::TellVisitReportHidden { visit: row.id, at }).await?;
    }
    tx.commit(visible(row.case_study_id, &row.host_code)).await?;
    Ok(())
}

fn checked(reason: Option<&str>, limit: usize) -> Result<Option<String>> {
    let Some(reason) = reason.map(forms::line) else {
        return Ok(None);
    };
    let mut problems = Problems::default();
    if reason.is_empty() {
        problems.add("hide", "Tulis alasannya; kedua kantor membacanya.");
    }
    problems.within("hide", "Alasan", &reason, limit);
    problems.into_result()?;
    Ok(Some(reason))
}
