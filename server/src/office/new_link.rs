//! A new link for somebody in an office: the invitation again for who has not joined, recovery for who forgot the
//! password.

use sea_orm::EntityTrait;

use super::invite::{Inviter, act_for, may_manage_all, record, running_term};
use super::{acting, terms_ever};
use crate::account::entity::{account, credential};
use crate::account::invitation::{self, Purpose};
use crate::app::App;
use crate::db::Effect;
use crate::error::{Error, Result};
use crate::ids::{AccountId, TermId};
use crate::job::{self, Job};
use crate::policy::{self, Role};
use crate::viewer::Viewer;

/// A fresh link; the token is shown once.
pub struct NewLink {
    /// Joining or recovering.
    pub purpose: Purpose,
    /// The token.
    pub token: String,
    /// For whom.
    pub person: account::Model,
    /// Code of the office.
    pub region: String,
    /// The role in it.
    pub role: Role,
}

/// Makes the link, if every office of the person is within the acting term's reach: the link opens all of them.
pub async fn make(app: &App, viewer: &Viewer, term: TermId) -> Result<NewLink> {
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
    let joined = credential::Entity::find_by_id(person.id).one(&*tx).await?.is_some();
    let purpose = if joined { Purpose::Recover } else { Purpose::Join };
    let by = viewer.account().ok_or(Error::Forbidden)?;
    let token = invitation::issue(&tx, &app.config, purpose, account, Some(term), Some(by)).await?;
    let act = if joined { "make_recovery_link" } else { "invite_again" };
    record(&tx, Some(&Inviter { account: by, acting }), act, term, "").await?;
    if joined {
        job::enqueue(&tx, &Job::TellRecoveryMade { account, by, at: tx.now() }).await?;
    }
    tx.commit(Effect::Private).await?;
    Ok(NewLink { purpose, token, person, region: row.region_code, role })
}
