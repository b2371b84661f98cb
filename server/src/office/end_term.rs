//! Ending a term: rights end with it, in open sessions too.

use chrono::NaiveDate;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::entity::office_term;
use super::invite::{Inviter, act_for, record, running_term};
use super::{acting, delegate};
use crate::app::App;
use crate::content_change::Subject;
use crate::db::Effect;
use crate::error::{Error, Problems, Result};
use crate::ids::{AccountId, TermId};
use crate::policy::{self, Role};
use crate::viewer::Viewer;

/// Ends a term with a reason; without a last day it ends at once, that is, yesterday was the last day.
pub async fn end(
    app: &App,
    viewer: &Viewer,
    term: TermId,
    last_day: Option<NaiveDate>,
    reason: &str,
) -> Result<String> {
    let tx = app.db.begin_write().await?;
    let acting = acting(&tx, viewer).await?;
    let row = running_term(&tx, term).await?;
    let role = Role::parse(&row.role).ok_or(Error::NotFound)?;
    policy::require(act_for(role).ok_or(Error::Forbidden)?, &acting, &row.region_code)?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    let mut problems = Problems::default();
    if reason.trim().is_empty() {
        problems.add("reason", "Tulis alasannya, misalnya: mutasi, pensiun, salah catat.");
    } else if reason.chars().count() > app.config.limits.reason_chars {
        let (limit, count) = (app.config.limits.reason_chars, reason.chars().count());
        problems.add("reason", format!("Alasan paling panjang {limit} karakter; yang ini {count}."));
    }
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
    record(&tx, Some(&Inviter { account, acting }), "end_term", term, reason.trim()).await?;
    let region = row.region_code;
    tx.commit(Effect::Visible(vec![Subject::Region(region.clone())])).await?;
    Ok(region)
}
