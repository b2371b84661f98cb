//! The step between the password and the code: server-side, five minutes long, and no session.

use axum::http::{HeaderMap, HeaderValue};
use axum_extra::extract::CookieJar;
use chrono::Duration;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::entity::sign_in_step;
use super::{NO_MATCH, accepts, is_on};
use crate::account::address::Address;
use crate::account::known_device::{self, Device};
use crate::account::{session, throttle};
use crate::app::App;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Problems, Result};
use crate::ids::AccountId;

const COOKIE: &str = "langkah";

/// So long the code may take.
const LIFE: Duration = Duration::minutes(5);

/// Where the right password, or a link, leads.
pub enum Entered {
    /// Into a session, by these cookies.
    Session(Vec<HeaderValue>),
    /// To the page that asks for the code, by this cookie.
    NeedsCode(HeaderValue),
}

/// Opens a session, or the step before it for who has a second factor.
pub async fn enter(app: &App, tx: &WriteTransaction, account: AccountId, device: &Device) -> Result<Entered> {
    if !is_on(&**tx, account).await? {
        return Ok(Entered::Session(open(app, tx, account, device).await?));
    }
    let token = session::new_token();
    sign_in_step::Entity::delete_many().filter(sign_in_step::Column::ExpiresAt.lt(tx.now())).exec(&**tx).await?;
    let row = sign_in_step::ActiveModel {
        token_hash: Set(session::hash(&token)),
        account_id: Set(account.get()),
        expires_at: Set(tx.now() + LIFE),
        office_computer: Set(device.office_computer),
        ..Default::default()
    };
    sign_in_step::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(Entered::NeedsCode(cookie(app, &token, LIFE.num_seconds())?))
}

/// True while the request comes from somebody who is asked for a code.
pub async fn waits(app: &App, headers: &HeaderMap) -> Result<bool> {
    Ok(find(app.db.read(), app, headers).await?.is_some())
}

/// Opens the session by the code; also gives the cookie that ends the step.
pub async fn pass(app: &App, headers: &HeaderMap, typed: &str, address: Address) -> Result<Vec<HeaderValue>> {
    let row = find(app.db.read(), app, headers).await?.ok_or(Error::NotFound)?;
    let account = AccountId(row.account_id);
    let admitted = throttle::admit(app, &throttle::Keys::of(&format!("code {account}"), address)).await?;
    let tx = app.db.begin_write().await?;
    let row = find(&*tx, app, headers).await?.ok_or(Error::NotFound)?;
    if !accepts(&tx, account, typed).await? {
        drop(tx);
        throttle::failed(app, &admitted, Some(account)).await?;
        return Err(Error::Invalid(Problems::one("code", NO_MATCH)));
    }
    throttle::forgiven(&tx, &admitted).await?;
    sign_in_step::Entity::delete_by_id(row.id).exec(&*tx).await?;
    let mut cookies = open(app, &tx, account, &Device::of(headers, row.office_computer)).await?;
    tx.commit(Effect::Private).await?;
    cookies.push(cookie(app, "", 0)?);
    Ok(cookies)
}

async fn open(app: &App, tx: &WriteTransaction, account: AccountId, device: &Device) -> Result<Vec<HeaderValue>> {
    let session = session::open(app, tx, account, &device.user_agent, device.office_computer).await?;
    let met = known_device::meet(app, tx, account, device).await?;
    Ok([session].into_iter().chain(met).collect())
}

async fn find(db: &impl ConnectionTrait, app: &App, headers: &HeaderMap) -> Result<Option<sign_in_step::Model>> {
    let jar = CookieJar::from_headers(headers);
    let Some(token) = jar.get(COOKIE).map(|cookie| cookie.value()).filter(|token| !token.is_empty()) else {
        return Ok(None);
    };
    let row = sign_in_step::Entity::find()
        .filter(sign_in_step::Column::TokenHash.eq(session::hash(token)))
        .filter(sign_in_step::Column::ExpiresAt.gt(app.clock.now()))
        .one(db)
        .await?;
    Ok(row)
}

fn cookie(app: &App, token: &str, seconds: i64) -> Result<HeaderValue> {
    let secure = if app.config.is_https() { "; Secure" } else { "" };
    let text = format!("{COOKIE}={token}; Path=/masuk; HttpOnly; SameSite=Lax{secure}; Max-Age={seconds}");
    HeaderValue::from_str(&text).map_err(|error| Error::Internal(error.into()))
}
