//! Changing one's own password; whoever sits at another device with the old one is signed out.

use sea_orm::EntityTrait;

use super::address::Address;
use super::entity::{account, credential};
use super::{invitation, password, session, throttle};
use crate::app::App;
use crate::audit;
use crate::db::Effect;
use crate::error::{Error, Problems, Result};
use crate::viewer::SignedIn;

/// What was typed.
pub struct Typed<'a> {
    /// The password until now.
    pub current: &'a str,
    /// The new one.
    pub password: &'a str,
    /// The new one again.
    pub again: &'a str,
}

/// Changes the password and ends all other sessions.
pub async fn change(app: &App, person: &SignedIn, typed: Typed<'_>, address: Address) -> Result<()> {
    let row = account::Entity::find_by_id(person.account.get()).one(app.db.read()).await?.ok_or(Error::NotFound)?;
    invitation::check_choice(app, &row, typed.password, typed.again)?;
    let keys = throttle::Keys::of(&format!("change {}", person.account), address);
    let admitted = throttle::admit(app, &keys).await?;
    let hash = credential::Entity::find_by_id(person.account.get()).one(app.db.read()).await?;
    if !password::verify(app, typed.current.to_owned(), hash.map(|row| row.password_hash)).await? {
        throttle::failed(app, &admitted, Some(person.account)).await?;
        return Err(Error::Invalid(Problems::one("current", "Kata sandi sekarang tidak cocok.")));
    }
    let hash = password::hash(app, typed.password.to_owned()).await?;
    let tx = app.db.begin_write().await?;
    throttle::forgiven(&tx, &admitted).await?;
    invitation::set_password(&tx, person.account, hash).await?;
    session::close_all(&tx, person.account, Some(person.session)).await?;
    audit::record(
        &tx,
        audit::Entry {
            account: Some(person.account),
            term: None,
            act: "change_password",
            subject_kind: "account",
            subject_id: person.account.to_string(),
            reason: "",
        },
    )
    .await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}
