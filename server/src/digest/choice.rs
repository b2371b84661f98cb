//! How often a person wants the digest by mail, and the one click that stops it.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::Frequency;
use super::entity::{digest_choice, digest_delivery};
use crate::account::entity::account;
use crate::account::session;
use crate::app::App;
use crate::audit;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Result};
use crate::ids::AccountId;
use crate::office;

/// What a person's page says about the digest.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Where it goes; none when the account has no mail address.
    pub email: Option<String>,
    /// How often.
    pub way: Frequency,
    /// False on a site that sends no mail.
    pub is_sent: bool,
}

/// Who has a mail address and serves somewhere gets it each week, until the person chooses.
pub fn or_default(chosen: Option<Frequency>, has_email: bool, serves: bool) -> Frequency {
    chosen.unwrap_or(if has_email && serves { Frequency::Weekly } else { Frequency::Never })
}

/// The setting of one person.
pub async fn of(app: &App, person: AccountId) -> Result<Setting> {
    let db = app.db.read();
    let row = account::Entity::find_by_id(person.get()).one(db).await?.ok_or(Error::NotFound)?;
    let serves = !office::current_terms(db, person, app.clock.today()).await?.is_empty();
    let way = or_default(chosen(db, person).await?, row.email.is_some(), serves);
    Ok(Setting { email: row.email, way, is_sent: !app.config.mail_url.is_empty() })
}

/// What the person chose, if anything.
pub async fn chosen(db: &impl ConnectionTrait, person: AccountId) -> Result<Option<Frequency>> {
    let row = digest_choice::Entity::find_by_id(person.get()).one(db).await?;
    Ok(row.and_then(|row| Frequency::parse(&row.frequency)))
}

/// Remembers what a person chose.
pub async fn choose(app: &App, person: AccountId, way: Frequency) -> Result<()> {
    let tx = app.db.begin_write().await?;
    write(&tx, person, way, "choose_digest").await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}

/// Whose mail carried this token; `NotFound` for any other text.
pub async fn holder(db: &impl ConnectionTrait, token: &str) -> Result<AccountId> {
    let row = digest_delivery::Entity::find()
        .filter(digest_delivery::Column::TokenHash.eq(session::hash(token)))
        .one(db)
        .await?
        .ok_or(Error::NotFound)?;
    Ok(AccountId(row.account_id))
}

/// Stops all further mails of who holds the token. Again, it changes nothing.
pub async fn stop(app: &App, token: &str) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let person = holder(&*tx, token).await?;
    if chosen(&*tx, person).await? != Some(Frequency::Never) {
        write(&tx, person, Frequency::Never, "stop_digest").await?;
        tx.commit(Effect::Private).await?;
    }
    Ok(())
}

async fn write(tx: &WriteTransaction, person: AccountId, way: Frequency, act: &str) -> Result<()> {
    let row = digest_choice::ActiveModel {
        account_id: Set(person.get()),
        frequency: Set(way.as_str().to_owned()),
        chosen_at: Set(tx.now()),
    };
    let again = OnConflict::column(digest_choice::Column::AccountId)
        .update_columns([digest_choice::Column::Frequency, digest_choice::Column::ChosenAt])
        .to_owned();
    digest_choice::Entity::insert(row).on_conflict(again).exec_without_returning(&**tx).await?;
    let entry = audit::Entry {
        account: Some(person),
        term: None,
        act,
        subject_kind: "account",
        subject_id: person.to_string(),
        reason: way.as_str(),
    };
    audit::record(tx, entry).await
}
