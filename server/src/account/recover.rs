//! A forgotten password: a link by mail where there is mail, and the same answer for everybody.

use sea_orm::EntityTrait;

use super::address::Address;
use super::contact::Login;
use super::entity::credential;
use super::invitation::{self, Purpose};
use super::{login, throttle};
use crate::app::App;
use crate::audit;
use crate::db::Effect;
use crate::error::Result;
use crate::ids::AccountId;
use crate::job::{self, Job};

/// Sends a recovery link to the mail address of who has this login, if there is such a person and such an address.
/// The caller learns nothing of it.
pub async fn ask(app: &App, typed: &str, address: Address) -> Result<()> {
    let known = Login::parse(typed);
    // Counted apart from sign-ins, so that asking never locks the owner out of signing in.
    let counted = format!("recover {}", login::counted(known.as_ref(), typed));
    throttle::admit(app, &throttle::Keys::of(&counted, address)).await?;
    if app.config.mail_url.is_empty() {
        return Ok(());
    }
    let found = match &known {
        Some(known) => login::find(app.db.read(), known).await?,
        None => None,
    };
    let Some((person, to)) = found.and_then(|person| person.email.clone().map(|email| (person, email))) else {
        return Ok(());
    };
    if credential::Entity::find_by_id(person.id).one(app.db.read()).await?.is_none() {
        return Ok(());
    }
    let account = AccountId(person.id);
    let tx = app.db.begin_write().await?;
    let token = invitation::issue(&tx, &app.config, Purpose::Recover, account, None, None).await?;
    audit::record(
        &tx,
        audit::Entry {
            account: None,
            term: None,
            act: "ask_recovery",
            subject_kind: "account",
            subject_id: account.to_string(),
            reason: "",
        },
    )
    .await?;
    let site = &app.catalogue.get().settings.site.name;
    let text = format!(
        "Yth. {},\n\nAda yang meminta kata sandi baru untuk akun Bapak/Ibu di {site}. Bila itu memang \
         Bapak/Ibu, buka tautan ini dalam {} jam:\n\n{}\n\nBila bukan, abaikan surel ini; kata sandi yang lama tetap \
         berlaku.\n\n{site}\n",
        person.name,
        invitation::RECOVERY_HOURS,
        invitation::link(&app.config, &token)
    );
    let mail = Job::SendMail { to, subject: format!("Kata sandi baru {site}"), text };
    job::enqueue(&tx, &mail).await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}
