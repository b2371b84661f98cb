//! Web push: a device of a signed-in person is told that there is something new, and nothing more. The message is empty,
//! since it passes through servers of browser makers abroad: there is nothing in it to read, to keep or to encrypt, and
//! the service worker shows the one sentence that it always shows.

pub mod endpoint;
pub mod entity;
pub mod key;
pub mod send;
pub mod subscribe;

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use chrono::{DateTime, Duration, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::choice::Quiet;
use super::choice::entity::notification_setting;
use crate::db::WriteTransaction;
use crate::error::Result;
use crate::job::{self, Job};
use entity::push_subscription;

/// A person is pushed to at most once in this time.
const APART: Duration = Duration::hours(1);

/// Plans a push to each of these people who turned it on: outside of the quiet hours, an hour after the last, and only
/// where none is planned already.
pub async fn plan(
    tx: &WriteTransaction,
    people: &[i64],
    settings: &HashMap<i64, (Quiet, Option<DateTime<Utc>>)>,
) -> Result<()> {
    if people.is_empty() {
        return Ok(());
    }
    let devices = push_subscription::Entity::find()
        .filter(push_subscription::Column::AccountId.is_in(people.iter().copied()))
        .order_by_asc(push_subscription::Column::AccountId)
        .order_by_asc(push_subscription::Column::Id)
        .all(&**tx)
        .await?;
    let mut jobs = Vec::new();
    for own in devices.chunk_by(|one, other| one.account_id == other.account_id) {
        let person = own[0].account_id;
        let (quiet, last) = settings.get(&person).copied().unwrap_or_default();
        if last.is_some_and(|planned| planned > tx.now()) {
            continue;
        }
        let earliest = last.map_or(tx.now(), |last| Ord::max(tx.now(), last + APART));
        let at = quiet.after(earliest, tx.clock());
        remember(tx, person, at).await?;
        jobs.extend(own.iter().map(|device| (Job::SendPush { subscription: device.id }, at)));
    }
    job::enqueue_at(tx, &jobs).await
}

async fn remember(tx: &WriteTransaction, person: i64, at: DateTime<Utc>) -> Result<()> {
    let Quiet { is_on, from, until } = Quiet::default();
    let hour = |hour: u32| i32::try_from(hour).unwrap_or_default();
    let row = notification_setting::ActiveModel {
        account_id: Set(person),
        quiet: Set(is_on),
        quiet_from: Set(hour(from)),
        quiet_until: Set(hour(until)),
        push_planned_at: Set(Some(at)),
    };
    let again = OnConflict::column(notification_setting::Column::AccountId)
        .update_columns([notification_setting::Column::PushPlannedAt])
        .to_owned();
    notification_setting::Entity::insert(row).on_conflict(again).exec_without_returning(&**tx).await?;
    Ok(())
}
