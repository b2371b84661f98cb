//! Signing in by phone number, e-mail address or NIP, with the same answer and the same time for who is unknown.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::address::Address;
use super::contact::Login;
use super::entity::{account, credential};
use super::known_device::Device;
use super::second_factor::step::{Entered, enter};
use super::{password, throttle};
use crate::app::App;
use crate::db::Effect;
use crate::error::{Error, Problems, Result};
use crate::ids::AccountId;

/// What nobody can tell from: an unknown login, a wrong password, an invitation not yet followed.
const NO_MATCH: &str = "Nomor ponsel, surel, atau NIP ini dan kata sandinya tidak cocok. Periksa lagi keduanya.";

/// A try to sign in.
pub struct Attempt<'a> {
    /// Phone number, e-mail address or NIP as typed.
    pub login: &'a str,
    /// The password.
    pub password: String,
    /// From where.
    pub address: Address,
    /// From which browser.
    pub device: Device,
}

/// Opens a session, or the step before it for who has a second factor.
pub async fn sign_in(app: &App, attempt: Attempt<'_>) -> Result<Entered> {
    let mut problems = Problems::default();
    if attempt.login.trim().is_empty() {
        problems.add("login", "Isi nomor ponsel, surel, atau NIP.");
    }
    if attempt.password.is_empty() {
        problems.add("password", "Isi kata sandi.");
    }
    problems.into_result()?;
    let login = Login::parse(attempt.login);
    let admitted =
        throttle::admit(app, &throttle::Keys::of(&counted(login.as_ref(), attempt.login), attempt.address)).await?;
    let found = match &login {
        Some(login) => find(app.db.read(), login).await?,
        None => None,
    };
    let hash = match &found {
        Some(person) => credential::Entity::find_by_id(person.id).one(app.db.read()).await?,
        None => None,
    };
    let length = attempt.password.len() <= 4 * password::MAX_CHARS;
    let typed = if length { attempt.password } else { String::new() };
    let right = password::verify(app, typed, hash.map(|row| row.password_hash)).await? && length;
    let (Some(person), true) = (&found, right) else {
        throttle::failed(app, &admitted, found.map(|person| AccountId(person.id))).await?;
        return Err(Error::Invalid(Problems::one("login", NO_MATCH)));
    };
    let tx = app.db.begin_write().await?;
    throttle::forgiven(&tx, &admitted).await?;
    // A suspended person comes in too: to read why, and to answer. `Viewer` closes everything else.
    let entered = enter(app, &tx, AccountId(person.id), &attempt.device).await?;
    tx.commit(Effect::Private).await?;
    Ok(entered)
}

/// What an attempt is counted under: all spellings of a number are one.
pub fn counted(login: Option<&Login>, typed: &str) -> String {
    match login {
        Some(Login::Phone(text) | Login::Email(text) | Login::Nip(text)) => text.clone(),
        None => typed.trim().to_lowercase().chars().take(254).collect(),
    }
}

/// The account of a login.
pub async fn find(db: &impl ConnectionTrait, login: &Login) -> Result<Option<account::Model>> {
    let (column, value) = match login {
        Login::Phone(phone) => (account::Column::Phone, phone),
        Login::Email(email) => (account::Column::Email, email),
        Login::Nip(nip) => (account::Column::Nip, nip),
    };
    Ok(account::Entity::find().filter(column.eq(value.as_str())).one(db).await?)
}
