//! Somebody lost phone and recovery codes: whoever may make a new link for the person takes the second factor off.

use sea_orm::EntityTrait;

use super::invite::{act_for, may_manage_all, running_term};
use super::{acting, terms_ever};
use crate::account::entity::account;
use crate::account::second_factor;
use crate::app::App;
use crate::db::Effect;
use crate::error::{Error, Problems, Result};
use crate::ids::{AccountId, TermId};
use crate::job::{self, Job};
use crate::policy::{self, Role};
use crate::viewer::Viewer;

/// Takes it off with a reason that the person reads. Returns the person's name and the code of the office.
pub async fn reset(app: &App, viewer: &Viewer, term: TermId, reason: &str) -> Result<(String, String)> {
    let tx = app.db.begin_write().await?;
    let acting = acting(&tx, viewer).await?;
    let row = running_term(&tx, term).await?;
    let role = Role::parse(&row.role).ok_or(Error::NotFound)?;
    policy::require(act_for(role).ok_or(Error::Forbidden)?, &acting, &row.region_code)?;
    let person = account::Entity::find_by_id(row.account_id).one(&*tx).await?.ok_or(Error::NotFound)?;
    let account = AccountId(person.id);
    if !may_manage_all(&acting, &terms_ever(&*tx, account).await?, tx.today()) {
        return Err(Error::Forbidden);
    }
    let reason = crate::web::forms::text(reason);
    let chars = reason.chars().count();
    if reason.is_empty() || chars > app.config.limits.reason_chars {
        return Err(Error::Invalid(Problems::one("reason", "Tulis alasannya, paling panjang 500 karakter.")));
    }
    if !second_factor::is_on(&*tx, account).await? {
        return Err(Error::Conflict(format!("{} tidak memakai verifikasi dua langkah.", person.name)));
    }
    let by = viewer.account().ok_or(Error::Forbidden)?;
    second_factor::reset(&tx, Some(by), account, &reason).await?;
    job::enqueue(&tx, &Job::TellFactorReset { account, by, reason }).await?;
    tx.commit(Effect::Private).await?;
    Ok((person.name, row.region_code))
}
