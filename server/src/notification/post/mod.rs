//! Mails that carry notifications: by itself for who wants that, once a day for everybody else. A notification names its
//! mail in the transaction that queues it, so that none is lost and none goes twice, whatever breaks in between.

pub mod deliver;
pub mod entity;
mod letter;
pub mod pages;
pub mod thin;

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Duration, Timelike, Utc};
use sea_orm::sea_query::{Expr, Query, SelectStatement};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::choice::{Mail, Matter, Quiet, Reach, Topic, Wish, store};
use super::{Kind, entity as told, push};
use crate::account::entity::{account, credential};
use crate::account::session;
use crate::app::App;
use crate::db::{Effect, WriteTransaction};
use crate::error::Result;
use crate::job::{self, Job};
use entity::{notification_mail, notification_round};

/// Where the address begins that stops these mails; the token follows.
pub const STOP: &str = "/kabar/berhenti/";

/// People whose daily mails are queued in one transaction.
const BATCH: usize = 200;

/// A daily mail reaches back so far: what is older was there to read for long.
const REACH: Duration = Duration::days(7);

/// After so long a mail that did not go was given up: it is tried for two days, behind quiet hours.
const GIVEN_UP: Duration = Duration::days(4);

/// After rows were written for these people: queues mails and pushes for who wants them now. Security is always mailed, and
/// at once.
pub async fn queue(tx: &WriteTransaction, kind: Kind, event_key: &str, people: &HashMap<i64, Reach>) -> Result<()> {
    let is_security = Topic::of(kind) == Topic::Security;
    // These two have a mail of their own, which says more.
    let has_own_mail = matches!(kind, Kind::NewDevice | Kind::Sanctioned);
    let those = |wants: fn(&Reach) -> bool| -> Vec<i64> {
        people.iter().filter(|(_, reach)| wants(reach)).map(|(person, _)| *person).collect()
    };
    let all = those(|_| true);
    let now = match (has_own_mail, is_security) {
        (true, _) => Vec::new(),
        (false, true) => all.clone(),
        (false, false) => those(|reach| reach.mail == Mail::Now),
    };
    let pushed = those(|reach| reach.push);
    let settings = store::settings(&**tx, &all).await?;
    push::plan(tx, &pushed, &settings).await?;
    let quiet = |person: i64| settings.get(&person).map_or_else(Quiet::default, |(quiet, _)| *quiet);
    for row in uncarried(tx, kind, event_key, &now).await? {
        let at = if is_security { tx.now() } else { quiet(row.account_id).after(tx.now(), tx.clock()) };
        carry(tx, row.account_id, &format!("now:{event_key}"), &[row.id], at).await?;
    }
    Ok(())
}

/// The rows of an event that no mail carries yet, of people who have an address.
async fn uncarried(tx: &WriteTransaction, kind: Kind, event_key: &str, people: &[i64]) -> Result<Vec<told::Model>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let rows = told::Entity::find()
        .filter(told::Column::EventKey.eq(event_key))
        .filter(told::Column::Kind.eq(kind.as_str()))
        .filter(told::Column::AccountId.is_in(people.iter().copied()))
        .filter(told::Column::AccountId.in_subquery(with_address()))
        .filter(told::Column::MailId.is_null())
        .order_by_asc(told::Column::Id);
    Ok(rows.all(&**tx).await?)
}

/// People with an address who have joined: an invitation that nobody took is no wish for mails.
fn with_address() -> SelectStatement {
    let joined = Query::select().column(credential::Column::AccountId).from(credential::Entity).to_owned();
    Query::select()
        .column(account::Column::Id)
        .from(account::Entity)
        .and_where(account::Column::Email.is_not_null())
        .and_where(account::Column::ClosedAt.is_null())
        .and_where(account::Column::Id.in_subquery(joined))
        .to_owned()
}

/// Puts notifications into a mail of a person and queues it.
async fn carry(tx: &WriteTransaction, person: i64, slot: &str, rows: &[i64], at: DateTime<Utc>) -> Result<()> {
    let token = session::new_token();
    let mail = notification_mail::ActiveModel {
        account_id: Set(person),
        slot: Set(slot.to_owned()),
        token_hash: Set(session::hash(&token)),
        queued_at: Set(tx.now()),
        outcome: Set(None),
        settled_at: Set(None),
        ..Default::default()
    };
    let mail = notification_mail::Entity::insert(mail).exec(&**tx).await?.last_insert_id;
    told::Entity::update_many()
        .col_expr(told::Column::MailId, Expr::value(Some(mail)))
        .filter(told::Column::Id.is_in(rows.iter().copied()))
        .exec(&**tx)
        .await?;
    job::enqueue_at(tx, &[(Job::SendNews { token }, at)]).await
}

/// Begins the daily mails once the hour has come, once a day.
pub async fn tick(app: &App) -> Result<()> {
    let local = app.clock.local(app.clock.now());
    if app.config.mail_url.is_empty() || local.hour() < app.config.notification.mailed_at_hour {
        return Ok(());
    }
    let day = local.date_naive().to_string();
    let begun = || notification_round::Entity::find().filter(notification_round::Column::Day.eq(day.as_str()));
    if begun().one(app.db.read()).await?.is_some() {
        return Ok(());
    }
    let tx = app.db.begin_write().await?;
    tx.serialize_on("daily mails").await?;
    if begun().one(&*tx).await?.is_some() {
        return Ok(());
    }
    let row = notification_round::ActiveModel { day: Set(day.clone()), begun_at: Set(tx.now()), ..Default::default() };
    notification_round::Entity::insert(row).exec_without_returning(&*tx).await?;
    job::enqueue(&tx, &Job::MailRound { day, after: 0, queued: 0 }).await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}

/// Queues the daily mails of the next people who have something unread that no mail carries.
pub async fn round(tx: &WriteTransaction, app: &App, day: &str, (after, queued): (i64, i64)) -> Result<()> {
    if after == 0 {
        list_given_up(tx).await?;
    }
    let waiting = || {
        told::Entity::find()
            .filter(told::Column::MailId.is_null())
            .filter(told::Column::ReadAt.is_null())
            .filter(told::Column::CreatedAt.gte(tx.now() - REACH))
    };
    let people: Vec<i64> = waiting()
        .select_only()
        .column(told::Column::AccountId)
        .distinct()
        .filter(told::Column::AccountId.gt(after))
        .filter(told::Column::AccountId.in_subquery(with_address()))
        .order_by_asc(told::Column::AccountId)
        .limit(BATCH as u64)
        .into_tuple()
        .all(&**tx)
        .await?;
    let rows = waiting()
        .filter(told::Column::AccountId.is_in(people.iter().copied()))
        .order_by_asc(told::Column::Id)
        .all(&**tx)
        .await?;
    let wishes = wishes_of(tx, &people).await?;
    let unmailed = store::unmailed(&**tx, &people).await?;
    let settings = store::settings(&**tx, &people).await?;
    let mut queued = queued;
    for person in &people {
        let own = rows.iter().filter(|row| row.account_id == *person && is_daily(&wishes, &unmailed, row));
        let ids: Vec<i64> = own.map(|row| row.id).collect();
        if ids.is_empty() {
            continue;
        }
        let apart = Duration::milliseconds(queued * 60_000 / i64::from(app.config.digest.mails_per_minute));
        let quiet = settings.get(person).map_or_else(Quiet::default, |(quiet, _)| *quiet);
        carry(tx, *person, day, &ids, quiet.after(tx.now() + apart, tx.clock())).await?;
        queued += 1;
    }
    match people.last().filter(|_| people.len() == BATCH) {
        Some(last) => job::enqueue(tx, &Job::MailRound { day: day.to_owned(), after: *last, queued }).await,
        None => Ok(()),
    }
}

/// What was to go by mail alone stands in the list once its mail was given up.
async fn list_given_up(tx: &WriteTransaction) -> Result<()> {
    let given_up = notification_mail::Entity::find()
        .select_only()
        .column(notification_mail::Column::Id)
        .filter(notification_mail::Column::Outcome.is_null())
        .filter(notification_mail::Column::QueuedAt.lt(tx.now() - GIVEN_UP))
        .into_query();
    told::Entity::update_many()
        .col_expr(told::Column::MailOnly, Expr::value(false))
        .filter(told::Column::MailId.in_subquery(given_up))
        .filter(told::Column::MailOnly.eq(true))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// What these people said about each topic.
async fn wishes_of(tx: &WriteTransaction, people: &[i64]) -> Result<HashMap<(i64, Topic), Wish>> {
    let mut all = HashMap::new();
    for topic in Topic::CHOSEN {
        let wishes = store::about(&**tx, people, topic).await?;
        all.extend(wishes.into_iter().map(|(person, wish)| ((person, topic), wish)));
    }
    Ok(all)
}

fn is_daily(wishes: &HashMap<(i64, Topic), Wish>, unmailed: &HashSet<(i64, Matter)>, row: &told::Model) -> bool {
    let matter = Kind::parse(&row.kind).map(Matter::of).filter(|matter| *matter != Matter::Security);
    matter.is_some_and(|matter| {
        let wish = wishes.get(&(row.account_id, matter.topic())).copied().unwrap_or_default();
        wish.mail == Mail::Daily && !unmailed.contains(&(row.account_id, matter))
    })
}
