//! Ending a term: rights end with it, in open sessions too. Who ended it by mistake takes that back.

use chrono::{Duration, NaiveDate};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::office_term;
use super::invite::{self, Inviter, act_for, record, running_term};
use super::{acting, delegate};
use crate::app::App;
use crate::audit;
use crate::content_change::Subject;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Problems, Result};
use crate::ids::{AccountId, TermId};
use crate::policy::{self, Role};
use crate::viewer::Viewer;

/// Taking an ending back takes no longer than this; afterwards the person is invited anew.
const UNDO_WITHIN: Duration = Duration::minutes(10);

const END: &str = "end_term";
const RESUME: &str = "resume_term";

/// A term that was ended.
#[derive(Clone, Debug)]
pub struct Ended {
    /// Code of its region.
    pub region: String,
    /// The last day that was planned before, for taking the ending back.
    pub planned: Option<NaiveDate>,
}

/// Ends a term with a reason; without a last day it ends at once, that is, yesterday was the last day.
pub async fn end(app: &App, viewer: &Viewer, term: TermId, last_day: Option<NaiveDate>, reason: &str) -> Result<Ended> {
    let tx = app.db.begin_write().await?;
    let acting = acting(&tx, viewer).await?;
    let row = running_term(&tx, term).await?;
    let role = Role::parse(&row.role).ok_or(Error::NotFound)?;
    policy::require(act_for(role).ok_or(Error::Forbidden)?, &acting, &row.region_code)?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    let mut problems = Problems::default();
    if reason.trim().is_empty() {
        problems.add("reason", "Tulis alasannya, misalnya: mutasi, pensiun, salah catat.");
    }
    problems.within("reason", "Alasan", reason, app.config.limits.reason_chars);
    if last_day.is_some_and(|day| day < row.started_on) {
        problems.add("ended_on", "Hari terakhir tidak bisa sebelum jabatannya mulai.");
    }
    problems.into_result()?;
    let at_once = tx.today().pred_opt().unwrap_or(tx.today());
    let last = last_day.unwrap_or(at_once);
    office_term::Entity::update_many()
        .col_expr(office_term::Column::EndedOn, Expr::value(Some(last)))
        .col_expr(office_term::Column::EndedBy, Expr::value(Some(account.get())))
        .filter(office_term::Column::Id.eq(row.id))
        .exec(&*tx)
        .await?;
    if role.leads_kecamatan() && last < tx.today() {
        delegate::lapse(&tx, &row.region_code, AccountId(row.account_id), account).await?;
    }
    record(&tx, Some(&Inviter { account, acting }), END, term, reason.trim()).await?;
    tx.commit(Effect::Visible(vec![Subject::Region(row.region_code.clone())])).await?;
    Ok(Ended { region: row.region_code, planned: row.ended_on })
}

/// Takes back one's own ending of a moment ago, as if it had not been done; `planned` is the last day from before.
/// Returns the region's code.
pub async fn undo(app: &App, viewer: &Viewer, term: TermId, planned: Option<NaiveDate>) -> Result<String> {
    let tx = app.db.begin_write().await?;
    let acting = acting(&tx, viewer).await?;
    let row = office_term::Entity::find_by_id(term.get()).lock_exclusive().one(&*tx).await?.ok_or(Error::NotFound)?;
    let role = Role::parse(&row.role).ok_or(Error::NotFound)?;
    policy::require(act_for(role).ok_or(Error::Forbidden)?, &acting, &row.region_code)?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    let last = last_act(&tx, term).await?.filter(|last| last.account_id == Some(account.get()));
    let last = last.filter(|last| last.at > tx.now() - UNDO_WITHIN);
    let ended = match last {
        Some(last) if last.act == RESUME => return Ok(row.region_code),
        Some(last) if last.act == END => last,
        _ => return Err(Error::Conflict(too_late())),
    };
    if planned.is_some_and(|day| day < row.started_on) || invite::is_taken(&tx, &row, planned).await? {
        return Err(Error::Conflict(too_late()));
    }
    office_term::Entity::update_many()
        .col_expr(office_term::Column::EndedOn, Expr::value(planned))
        .col_expr(office_term::Column::EndedBy, Expr::value(planned.and(row.created_by)))
        .filter(office_term::Column::Id.eq(row.id))
        .exec(&*tx)
        .await?;
    if role.leads_kecamatan() {
        delegate::revive(&tx, &row.region_code, AccountId(row.account_id), account, ended.at).await?;
    }
    record(&tx, Some(&Inviter { account, acting }), RESUME, term, "Diurungkan").await?;
    let region = row.region_code;
    tx.commit(Effect::Visible(vec![Subject::Region(region.clone())])).await?;
    Ok(region)
}

fn too_late() -> String {
    "Pengakhiran jabatan ini tidak bisa diurungkan lagi. Undang orangnya sekali lagi bila ia masih menjabat.".to_owned()
}

/// What was done last to a term, as the audit remembers it.
async fn last_act(tx: &WriteTransaction, term: TermId) -> Result<Option<audit::entity::Model>> {
    use audit::entity::{Column, Entity};
    let row = Entity::find()
        .filter(Column::SubjectKind.eq("office_term"))
        .filter(Column::SubjectId.eq(term.to_string()))
        .order_by_desc(Column::Id)
        .one(&**tx)
        .await?;
    Ok(row)
}
