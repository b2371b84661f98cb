//! A second factor: codes of an authenticator app (TOTP, RFC 6238), and ten recovery codes for the day on which the phone
//! is gone. Each code is good once.

pub mod entity;
pub mod step;

use anyhow::anyhow;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};
use totp_rs::{Builder, Secret, Totp};

use super::session::hash;
use crate::app::App;
use crate::audit;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Problems, Result};
use crate::ids::AccountId;
use crate::viewer::SignedIn;
use entity::{recovery_code, second_factor};

/// Recovery codes that are made at once.
const CODES: usize = 10;

/// Letters and digits of recovery codes: none that is taken for another.
const LETTERS: &[u8; 31] = b"ABCDEFGHJKMNPQRSTUVWXYZ23456789";

/// What nobody can tell from: a wrong code, an old one, one that was used.
pub const NO_MATCH: &str =
    "Kode ini tidak cocok atau sudah dipakai. Tunggu kode berikutnya di aplikasi, lalu ketik lagi.";

/// How a person stands to the second factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// It is asked for at sign-in.
    pub is_on: bool,
    /// Recovery codes that are left.
    pub codes_left: u64,
}

/// What an app has to know.
pub struct Setup {
    /// In groups of four, to type.
    pub secret: String,
    /// The address that the QR code holds.
    pub url: String,
}

/// True when the account is asked for a code.
pub async fn is_on(db: &impl ConnectionTrait, account: AccountId) -> Result<bool> {
    let row = second_factor::Entity::find_by_id(account.get()).one(db).await?;
    Ok(row.is_some_and(|row| row.confirmed_at.is_some()))
}

/// How a person stands.
pub async fn standing(db: &impl ConnectionTrait, account: AccountId) -> Result<Standing> {
    let left = recovery_code::Entity::find()
        .filter(recovery_code::Column::AccountId.eq(account.get()))
        .filter(recovery_code::Column::UsedAt.is_null())
        .count(db)
        .await?;
    Ok(Standing { is_on: is_on(db, account).await?, codes_left: left })
}

/// The secret to set up with: the one that waits to be confirmed, or a new one.
pub async fn set_up(app: &App, person: &SignedIn) -> Result<Setup> {
    if let Some(row) = second_factor::Entity::find_by_id(person.account.get()).one(app.db.read()).await? {
        if row.confirmed_at.is_some() {
            return Err(Error::Conflict("Verifikasi dua langkah sudah aktif.".to_owned()));
        }
        return described(app, &row.secret, &person.name);
    }
    let bytes: [u8; 20] = rand::random();
    let secret = Secret::from(bytes).to_base32();
    let tx = app.db.begin_write().await?;
    let row = second_factor::ActiveModel {
        account_id: Set(person.account.get()),
        secret: Set(secret.clone()),
        last_step: Set(0),
        created_at: Set(tx.now()),
        confirmed_at: Set(None),
    };
    let once = OnConflict::column(second_factor::Column::AccountId).do_nothing().to_owned();
    second_factor::Entity::insert(row).on_conflict(once).exec_without_returning(&*tx).await?;
    let row = second_factor::Entity::find_by_id(person.account.get()).one(&*tx).await?.ok_or(Error::NotFound)?;
    tx.commit(Effect::Private).await?;
    described(app, &row.secret, &person.name)
}

fn described(app: &App, secret: &str, name: &str) -> Result<Setup> {
    let chars: Vec<char> = secret.chars().collect();
    let groups: Vec<String> = chars.chunks(4).map(|group| group.iter().collect()).collect();
    let spoken = |text: &str| text.chars().filter(|letter| *letter != ':').collect::<String>();
    let issuer = spoken(&app.catalogue.get().settings.site.name);
    let url = totp(secret, &spoken(name), Some(&issuer))?.to_url().map_err(|error| anyhow!("{error}"))?;
    Ok(Setup { secret: groups.join(" "), url })
}

fn totp(secret: &str, name: &str, issuer: Option<&str>) -> Result<Totp> {
    let secret = Secret::try_from_base32(secret).map_err(|error| anyhow!("{error}"))?;
    let built = Builder::new().with_secret(secret).with_account_name(name).with_issuer(issuer).build();
    Ok(built.map_err(|error| anyhow!("{error}"))?)
}

/// Turns it on by the first code of the app, and makes the recovery codes, which are shown this once.
pub async fn turn_on(app: &App, person: &SignedIn, typed: &str) -> Result<Vec<String>> {
    let tx = app.db.begin_write().await?;
    let row = second_factor::Entity::find_by_id(person.account.get()).one(&*tx).await?;
    let row = row.filter(|row| row.confirmed_at.is_none()).ok_or(Error::NotFound)?;
    if !takes_code(&tx, &row, typed).await? {
        return Err(Error::Invalid(Problems::one("code", NO_MATCH)));
    }
    second_factor::Entity::update_many()
        .col_expr(second_factor::Column::ConfirmedAt, Expr::value(Some(tx.now())))
        .filter(second_factor::Column::AccountId.eq(person.account.get()))
        .exec(&*tx)
        .await?;
    let codes = new_codes(&tx, person.account).await?;
    record(&tx, Some(person.account), person.account, "second_factor_on", "").await?;
    tx.commit(Effect::Private).await?;
    Ok(codes)
}

/// Makes the recovery codes anew; the old ones end.
pub async fn renew_codes(app: &App, person: &SignedIn, typed: &str) -> Result<Vec<String>> {
    let tx = app.db.begin_write().await?;
    if !accepts(&tx, person.account, typed).await? {
        return Err(Error::Invalid(Problems::one("code", NO_MATCH)));
    }
    let codes = new_codes(&tx, person.account).await?;
    record(&tx, Some(person.account), person.account, "new_recovery_codes", "").await?;
    tx.commit(Effect::Private).await?;
    Ok(codes)
}

/// Turns it off by a code.
pub async fn turn_off(app: &App, person: &SignedIn, typed: &str) -> Result<()> {
    let tx = app.db.begin_write().await?;
    if !accepts(&tx, person.account, typed).await? {
        return Err(Error::Invalid(Problems::one("code", NO_MATCH)));
    }
    forget(&tx, person.account).await?;
    record(&tx, Some(person.account), person.account, "second_factor_off", "").await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}

/// Takes the second factor off an account, for who has lost phone and codes; every session ends.
pub async fn reset(tx: &WriteTransaction, by: Option<AccountId>, account: AccountId, reason: &str) -> Result<()> {
    forget(tx, account).await?;
    super::session::close_all(tx, account, None).await?;
    record(tx, by, account, "second_factor_reset", reason).await
}

async fn forget(tx: &WriteTransaction, account: AccountId) -> Result<()> {
    recovery_code::Entity::delete_many().filter(recovery_code::Column::AccountId.eq(account.get())).exec(&**tx).await?;
    second_factor::Entity::delete_by_id(account.get()).exec(&**tx).await?;
    Ok(())
}

/// True when the code is one of the app's or a recovery code, and was not used before; it is used by this.
pub async fn accepts(tx: &WriteTransaction, account: AccountId, typed: &str) -> Result<bool> {
    let row = second_factor::Entity::find_by_id(account.get()).one(&**tx).await?;
    let Some(row) = row.filter(|row| row.confirmed_at.is_some()) else {
        return Ok(false);
    };
    if takes_code(tx, &row, typed).await? {
        return Ok(true);
    }
    let used = recovery_code::Entity::update_many()
        .col_expr(recovery_code::Column::UsedAt, Expr::value(Some(tx.now())))
        .filter(recovery_code::Column::AccountId.eq(account.get()))
        .filter(recovery_code::Column::CodeHash.eq(code_hash(account, typed)))
        .filter(recovery_code::Column::UsedAt.is_null())
        .exec(&**tx)
        .await?;
    Ok(used.rows_affected == 1)
}

async fn takes_code(tx: &WriteTransaction, row: &second_factor::Model, typed: &str) -> Result<bool> {
    let digits: String = typed.chars().filter(|letter| !letter.is_whitespace()).collect();
    let now = u64::try_from(tx.now().timestamp()).unwrap_or_default();
    let Some(step) = totp(&row.secret, "", None)?.check(&digits, now).and_then(|step| i64::try_from(step).ok()) else {
        return Ok(false);
    };
    // Two who type it at once: the row moves on for one of them only.
    let moved = second_factor::Entity::update_many()
        .col_expr(second_factor::Column::LastStep, Expr::value(step))
        .filter(second_factor::Column::AccountId.eq(row.account_id))
        .filter(second_factor::Column::LastStep.lt(step))
        .exec(&**tx)
        .await?;
    Ok(moved.rows_affected == 1)
}

async fn new_codes(tx: &WriteTransaction, account: AccountId) -> Result<Vec<String>> {
    recovery_code::Entity::delete_many().filter(recovery_code::Column::AccountId.eq(account.get())).exec(&**tx).await?;
    let codes: Vec<String> = (0..CODES).map(|_| new_code()).collect();
    let rows = codes.iter().map(|code| recovery_code::ActiveModel {
        account_id: Set(account.get()),
        code_hash: Set(code_hash(account, code)),
        used_at: Set(None),
        ..Default::default()
    });
    recovery_code::Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    Ok(codes)
}

/// Ten letters, some 49 bits: too many to guess past the throttle.
fn new_code() -> String {
    let bytes: [u8; 10] = rand::random();
    // 256 is no multiple of 31: the first eight letters come up a little more often, which takes away a tenth of a bit.
    let letters: String = bytes.iter().map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()])).collect();
    format!("{}-{}", &letters[..5], &letters[5..])
}

fn code_hash(account: AccountId, typed: &str) -> String {
    let folded: String =
        typed.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect();
    hash(&format!("recovery {account} {folded}"))
}

async fn record(
    tx: &WriteTransaction,
    by: Option<AccountId>,
    account: AccountId,
    act: &'static str,
    reason: &str,
) -> Result<()> {
    let entry =
        audit::Entry { account: by, term: None, act, subject_kind: "account", subject_id: account.to_string(), reason };
    audit::record(tx, entry).await
}
