//! A device is known by a random cookie of its own, never by its address: carriers put thousands of phones behind one.
//! A sign-in from one that the account has not met is told to its owner.

use axum::http::{HeaderMap, HeaderValue, header};
use axum_extra::extract::CookieJar;
use chrono::Duration;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::entity::known_device::{ActiveModel, Column, Entity};
use super::{device, session};
use crate::app::App;
use crate::db::WriteTransaction;
use crate::error::{Error, Result};
use crate::ids::AccountId;
use crate::job::{self, Job};

const COOKIE: &str = "perangkat";

/// A device that is not used for so long is new again.
const KEPT_DAYS: i64 = 400;

/// A browser as it introduces itself.
#[derive(Clone, Debug, Default)]
pub struct Device {
    /// What it calls itself.
    pub user_agent: String,
    /// The cookie that it was given before.
    pub token: Option<String>,
    /// A shared computer: nothing stays on it.
    pub office_computer: bool,
}

impl Device {
    /// The browser that a request comes from.
    pub fn of(headers: &HeaderMap, office_computer: bool) -> Self {
        let jar = CookieJar::from_headers(headers);
        let token = jar.get(COOKIE).map(|cookie| cookie.value().to_owned());
        let user_agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Self { user_agent: user_agent.to_owned(), token: token.filter(|token| token.len() == 64), office_computer }
    }
}

/// Meets a device at sign-in: tells the owner of a new one, unless it is the account's first, and gives it its cookie.
pub async fn meet(
    app: &App,
    tx: &WriteTransaction,
    account: AccountId,
    device: &Device,
) -> Result<Option<HeaderValue>> {
    let now = tx.now();
    if let Some(token) = &device.token {
        let met = Entity::update_many()
            .col_expr(Column::LastSeenAt, Expr::value(now))
            .filter(Column::AccountId.eq(account.get()))
            .filter(Column::TokenHash.eq(session::hash(token)))
            .filter(Column::LastSeenAt.gt(now - Duration::days(KEPT_DAYS)))
            .exec(&**tx)
            .await?;
        if met.rows_affected > 0 {
            return Ok(None);
        }
    }
    if Entity::find().filter(Column::AccountId.eq(account.get())).count(&**tx).await? > 0 {
        let described = device::in_words(&device.user_agent);
        job::enqueue(tx, &Job::TellNewDevice { account, device: described, at: now }).await?;
    }
    if device.office_computer {
        return Ok(None);
    }
    let token = device.token.clone().unwrap_or_else(session::new_token);
    Entity::delete_many()
        .filter(Column::AccountId.eq(account.get()))
        .filter(Column::TokenHash.eq(session::hash(&token)))
        .exec(&**tx)
        .await?;
    let row = ActiveModel {
        account_id: Set(account.get()),
        token_hash: Set(session::hash(&token)),
        first_seen_at: Set(now),
        last_seen_at: Set(now),
        ..Default::default()
    };
    Entity::insert(row).exec_without_returning(&**tx).await?;
    let secure = if app.config.is_https() { "; Secure" } else { "" };
    let life = KEPT_DAYS * 86_400;
    let text = format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax{secure}; Max-Age={life}");
    HeaderValue::from_str(&text).map(Some).map_err(|error| Error::Internal(error.into()))
}
