//! Slowing down who guesses passwords: failed attempts are counted per account and per address in the database, so that
//! a restart or another node forgives nothing.

use chrono::{DateTime, Duration, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::address::Address;
use super::entity::login_attempt::{self, Column};
use super::session;
use crate::app::App;
use crate::audit;
use crate::config::SessionRules;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Result};
use crate::ids::AccountId;

/// Attempts are forgotten after this.
const KEPT: Duration = Duration::days(7);

/// Who tries what from where, as it is counted: hashes, since nobody needs to read here who mistyped.
#[derive(Clone, Debug)]
pub struct Keys {
    account: String,
    address: String,
}

impl Keys {
    /// The keys of a sign-in; `login` in its normal form.
    pub fn of(login: &str, address: Address) -> Self {
        Self { account: session::hash(&format!("login {login}")), address: address.key() }
    }
}

/// An attempt that was let through; it counts as failed until it is [`forgiven`].
#[derive(Clone, Debug)]
pub struct Admitted {
    id: i64,
    keys: Keys,
}

/// Lets an attempt through, or says when the next is welcome. It is written down before the password is looked at, so
/// that a hundred at once are counted too.
pub async fn admit(app: &App, keys: &Keys) -> Result<Admitted> {
    let rules = &app.config.session;
    // A flood is turned away by reading alone; it never waits for the one writer.
    check(app.db.read(), rules, keys, app.clock.now()).await?;
    let tx = app.db.begin_write().await?;
    // Always the account first: two that wait for each other's second key would never end.
    tx.serialize_on(&keys.account).await?;
    tx.serialize_on(&keys.address).await?;
    let now = tx.now();
    check(&*tx, rules, keys, now).await?;
    let row = login_attempt::ActiveModel {
        account_key: Set(keys.account.clone()),
        address_key: Set(keys.address.clone()),
        at: Set(now),
        succeeded: Set(false),
        ..Default::default()
    };
    let id = login_attempt::Entity::insert(row).exec(&*tx).await?.last_insert_id;
    // Now and then, since no index serves this.
    if id % 256 == 0 {
        login_attempt::Entity::delete_many().filter(Column::At.lt(now - KEPT)).exec(&*tx).await?;
    }
    tx.commit(Effect::Private).await?;
    Ok(Admitted { id, keys: keys.clone() })
}

/// The attempt had the right password: it and the failures before it count no more.
pub async fn forgiven(tx: &WriteTransaction, admitted: &Admitted) -> Result<()> {
    login_attempt::Entity::update_many()
        .col_expr(Column::Succeeded, Expr::value(true))
        .filter(Column::Id.eq(admitted.id))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// The attempt failed. The one that fills the measure leaves an audit row.
pub async fn failed(app: &App, admitted: &Admitted, account: Option<AccountId>) -> Result<()> {
    let rules = &app.config.session;
    let since = app.clock.now() - Duration::minutes(rules.throttle_minutes);
    let of_account =
        failures(app.db.read(), Column::AccountKey, &admitted.keys.account, since, rules.attempts_per_account);
    let of_address =
        failures(app.db.read(), Column::AddressKey, &admitted.keys.address, since, rules.attempts_per_address);
    let account_full = of_account.await?.1;
    let address_full = of_address.await?.1;
    if !account_full && !address_full {
        return Ok(());
    }
    let tx = app.db.begin_write().await?;
    let reason = format!("sign-in attempts failed too often within {} minutes", rules.throttle_minutes);
    let record = |subject_kind, subject_id| audit::Entry {
        account: None,
        term: None,
        act: "failed_sign_ins",
        subject_kind,
        subject_id,
        reason: &reason,
    };
    if account_full {
        let subject = account.map_or_else(|| "unknown".to_owned(), |account| account.to_string());
        audit::record(&tx, record("account", subject)).await?;
    }
    if address_full {
        audit::record(&tx, record("address", admitted.keys.address.chars().take(16).collect())).await?;
    }
    tx.commit(Effect::Private).await?;
    Ok(())
}

async fn check(db: &impl ConnectionTrait, rules: &SessionRules, keys: &Keys, now: DateTime<Utc>) -> Result<()> {
    let window = Duration::minutes(rules.throttle_minutes);
    for (column, key, limit) in [
        (Column::AccountKey, &keys.account, rules.attempts_per_account),
        (Column::AddressKey, &keys.address, rules.attempts_per_address),
    ] {
        if let (Some(oldest), true) = failures(db, column, key, now - window, limit).await? {
            return Err(Error::Throttled(oldest + window));
        }
    }
    Ok(())
}

/// The oldest of the newest failures of a key, and whether there are as many as the limit allows. A success wipes an
/// account's slate, not an address's: else one known password would let the address guess all others.
async fn failures(
    db: &impl ConnectionTrait,
    column: Column,
    key: &str,
    since: DateTime<Utc>,
    limit: u64,
) -> Result<(Option<DateTime<Utc>>, bool)> {
    let newest: Vec<(DateTime<Utc>, bool)> = login_attempt::Entity::find()
        .select_only()
        .columns([Column::At, Column::Succeeded])
        .filter(column.eq(key))
        .filter(Column::At.gt(since))
        .order_by_desc(Column::At)
        .order_by_desc(Column::Id)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?;
    let whole = newest.len() as u64 == limit;
    let is_account = matches!(column, Column::AccountKey);
    let failures: Vec<_> = if is_account {
        newest.iter().take_while(|(_, succeeded)| !succeeded).collect()
    } else {
        newest.iter().filter(|(_, succeeded)| !succeeded).collect()
    };
    Ok((failures.last().map(|(at, _)| *at), whole && failures.len() as u64 == limit))
}
