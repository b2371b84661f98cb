//! Sessions: random 256-bit tokens in a cookie, stored hashed, listed and revocable.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use axum_extra::extract::CookieJar;
use chrono::{DateTime, Duration, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use sha2::{Digest, Sha256};

use super::consent;
use super::entity::{account, session};
use crate::app::App;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Result};
use crate::ids::{AccountId, SessionId, TermId};
use crate::office;
use crate::viewer::{SignedIn, Viewer};

/// The last visit is written at most this often, so that reading does not write.
const SLIDE_EVERY: Duration = Duration::minutes(10);

/// A fresh token of 256 random bits as hexadecimal text.
pub fn new_token() -> String {
    let bytes: [u8; 32] = rand::random();
    hex::encode(bytes)
}

/// What of a token the database holds.
pub fn hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

/// Opens a session; the returned cookie carries its token.
pub async fn open(
    app: &App,
    tx: &WriteTransaction,
    account: AccountId,
    user_agent: &str,
    office_computer: bool,
) -> Result<HeaderValue> {
    // Who read the account a moment ago may find it closed by its owner.
    let person = account::Entity::find_by_id(account.get()).one(&**tx).await?;
    if person.is_none_or(|person| person.closed_at.is_some()) {
        return Err(Error::Forbidden);
    }
    let token = new_token();
    let now = tx.now();
    let row = session::ActiveModel {
        token_hash: Set(hash(&token)),
        account_id: Set(account.get()),
        acting_term_id: Set(None),
        created_at: Set(now),
        last_seen_at: Set(now),
        expires_at: Set(now + length(app, office_computer)),
        user_agent: Set(user_agent.chars().take(200).collect()),
        office_computer: Set(office_computer),
        ..Default::default()
    };
    session::Entity::insert(row).exec_without_returning(&**tx).await?;
    // A session of an office computer leaves nothing on the device: its cookie ends with the browser.
    let life = if office_computer { String::new() } else { format!("; Max-Age={}", app.config.session.days * 86_400) };
    cookie(app, &token, &life)
}

/// The cookie that forgets the session.
pub fn closing_cookie(app: &App) -> Result<HeaderValue> {
    cookie(app, "", "; Max-Age=0")
}

/// Ends all sessions of a person, but for one.
pub async fn close_all(tx: &WriteTransaction, account: AccountId, except: Option<SessionId>) -> Result<()> {
    session::Entity::delete_many()
        .filter(session::Column::AccountId.eq(account.get()))
        .filter(session::Column::Id.ne(except.map_or(0, SessionId::get)))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// The sessions of a person that are open now, the last used first.
pub async fn open_of(app: &App, account: AccountId) -> Result<Vec<session::Model>> {
    let open = session::Entity::find()
        .filter(session::Column::AccountId.eq(account.get()))
        .filter(session::Column::ExpiresAt.gt(app.clock.now()))
        .order_by_desc(session::Column::LastSeenAt)
        .all(app.db.read())
        .await?;
    Ok(open)
}

fn cookie(app: &App, token: &str, life: &str) -> Result<HeaderValue> {
    let secure = if app.config.is_https() { "; Secure" } else { "" };
    let text = format!("{}={token}; Path=/; HttpOnly; SameSite=Lax{secure}{life}", app.session_cookie());
    HeaderValue::from_str(&text).map_err(|error| Error::Internal(error.into()))
}

fn length(app: &App, office_computer: bool) -> Duration {
    if office_computer {
        Duration::hours(app.config.session.office_computer_hours)
    } else {
        Duration::days(app.config.session.days)
    }
}

impl FromRequestParts<App> for Viewer {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        if let Some(viewer) = parts.extensions.get::<Self>() {
            return Ok(viewer.clone());
        }
        let jar = CookieJar::from_headers(&parts.headers);
        let viewer = match jar.get(app.session_cookie()) {
            Some(cookie) if !cookie.value().is_empty() => {
                find(app, cookie.value()).await?.map_or_else(Self::visitor, Self::of)
            }
            _ => Self::visitor(),
        };
        parts.extensions.insert(viewer.clone());
        Ok(viewer)
    }
}

/// Who sent a request, for the page of an error, which is drawn without the viewer of the room; none for a visitor.
pub async fn sender(app: &App, headers: &HeaderMap) -> Result<Option<SignedIn>> {
    let jar = CookieJar::from_headers(headers);
    match jar.get(app.session_cookie()).filter(|cookie| !cookie.value().is_empty()) {
        Some(cookie) => find(app, cookie.value()).await,
        None => Ok(None),
    }
}

/// The person of a token while the session lives; who is suspended is no member and holds no office.
async fn find(app: &App, token: &str) -> Result<Option<SignedIn>> {
    let now = app.clock.now();
    let found = session::Entity::find()
        .filter(session::Column::TokenHash.eq(hash(token)))
        .filter(session::Column::ExpiresAt.gt(now))
        .one(app.db.read())
        .await?;
    let Some(row) = found else {
        return Ok(None);
    };
    let Some((person, agreed_terms)) = consent::person(app.db.read(), row.account_id).await? else {
        return Ok(None);
    };
    let (person, is_powerful) = as_today(app, person).await?;
    if is_powerful && now - row.last_seen_at > Duration::hours(app.config.session.coordinator_idle_hours) {
        return Ok(None);
    }
    slide(app, &row, now).await?;
    let unread = crate::notification::unread(app.db.read(), person.account).await?;
    Ok(Some(SignedIn {
        session: SessionId(row.id),
        acting: row.acting_term_id.map(TermId),
        office_computer: row.office_computer,
        unread,
        agreed_terms,
        ..person
    }))
}

/// A person as somebody who reads and acts today, in no session: on a page and in a mail alike, who is suspended or owes a
/// second factor is no member and holds no office. True with it for who holds a powerful office all the same.
pub async fn as_today(app: &App, person: account::Model) -> Result<(SignedIn, bool)> {
    let (account, today) = (AccountId(person.id), app.clock.today());
    let suspended_until = person.suspended_until.filter(|until| *until > app.clock.now());
    let all = office::terms_ever(app.db.read(), account).await?;
    let catalogue = app.catalogue.get();
    let ever = office::has_served(&all, today);
    let mut terms: Vec<_> = all
        .into_iter()
        .filter(|term| term.started_on <= today && term.ended_on.is_none_or(|end| end >= today))
        .filter_map(|term| office::described(term, &catalogue))
        .collect();
    terms.sort_by_key(|term| office::rank(term.role));
    let is_powerful = terms.iter().any(|term| term.role.is_powerful());
    let owes = is_powerful
        && app.config.session.second_factor_is_obligatory()
        && !super::second_factor::is_on(app.db.read(), account).await?;
    let counts = suspended_until.is_none() && !owes;
    let person = SignedIn {
        account,
        session: SessionId(0),
        name: person.name,
        terms: if counts { terms } else { Vec::new() },
        acting: None,
        is_member: ever && counts,
        suspended_until,
        owes_second_factor: owes,
        office_computer: false,
        unread: 0,
        agreed_terms: i32::MAX,
    };
    Ok((person, is_powerful))
}

async fn slide(app: &App, row: &session::Model, now: DateTime<Utc>) -> Result<()> {
    if now - row.last_seen_at < SLIDE_EVERY {
        return Ok(());
    }
    let tx = app.db.begin_write().await?;
    session::Entity::update_many()
        .col_expr(session::Column::LastSeenAt, Expr::value(now))
        .col_expr(session::Column::ExpiresAt, Expr::value(now + length(app, row.office_computer)))
        .filter(session::Column::Id.eq(row.id))
        .exec(&*tx)
        .await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}
