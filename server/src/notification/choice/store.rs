//! Queries for how people want to be told.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::entity::{notification_choice, notification_off, notification_setting};
use super::{Mail, Matter, Quiet, Reach, Topic, Way, Wish};
use crate::error::Result;
use crate::ids::AccountId;
use crate::notification::Kind;

/// What a person said, topic by topic; what is missing is the default.
pub async fn of_person(db: &impl ConnectionTrait, person: AccountId) -> Result<HashMap<String, Wish>> {
    let rows = notification_choice::Entity::find()
        .filter(notification_choice::Column::AccountId.eq(person.get()))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.topic.clone(), wish(&row))).collect())
}

/// What these people said about a topic; who is missing wants the default.
pub async fn about(db: &impl ConnectionTrait, people: &[i64], topic: Topic) -> Result<HashMap<i64, Wish>> {
    let rows = notification_choice::Entity::find()
        .filter(notification_choice::Column::AccountId.is_in(people.iter().copied()))
        .filter(notification_choice::Column::Topic.eq(topic.as_str()))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.account_id, wish(&row))).collect())
}

/// How a kind reaches each of these people: two statements for all of them.
pub async fn reach(db: &impl ConnectionTrait, people: &[i64], kind: Kind) -> Result<HashMap<i64, Reach>> {
    let matter = Matter::of(kind);
    let wishes = about(db, people, matter.topic()).await?;
    let rows = notification_off::Entity::find()
        .filter(notification_off::Column::AccountId.is_in(people.iter().copied()))
        .filter(notification_off::Column::Matter.eq(matter.as_str()))
        .all(db)
        .await?;
    let off: HashSet<(i64, Way)> =
        rows.iter().filter_map(|row| Some((row.account_id, Way::parse(&row.way)?))).collect();
    let reach = |person: i64| {
        let wish = wishes.get(&person).copied().unwrap_or_default();
        Reach::of(matter, wish, |way| off.contains(&(person, way)))
    };
    Ok(people.iter().map(|person| (*person, reach(*person))).collect())
}

/// What a person switched off.
pub async fn off(db: &impl ConnectionTrait, person: AccountId) -> Result<HashSet<(Matter, Way)>> {
    let own = notification_off::Column::AccountId.eq(person.get());
    let rows = notification_off::Entity::find().filter(own).all(db).await?;
    Ok(rows.iter().filter_map(|row| Some((Matter::parse(&row.matter)?, Way::parse(&row.way)?))).collect())
}

/// Of what each of these people wants no mail.
pub async fn unmailed(db: &impl ConnectionTrait, people: &[i64]) -> Result<HashSet<(i64, Matter)>> {
    let rows = notification_off::Entity::find()
        .filter(notification_off::Column::AccountId.is_in(people.iter().copied()))
        .filter(notification_off::Column::Way.eq(Way::Mail.as_str()))
        .all(db)
        .await?;
    Ok(rows.iter().filter_map(|row| Some((row.account_id, Matter::parse(&row.matter)?))).collect())
}

fn wish(row: &notification_choice::Model) -> Wish {
    Wish { mail: Mail::parse(&row.mail).unwrap_or(Mail::Daily), push: row.push }
}

/// What is set for these people: quiet hours and the last planned push; who is missing has the default and none.
pub async fn settings(
    db: &impl ConnectionTrait,
    people: &[i64],
) -> Result<HashMap<i64, (Quiet, Option<DateTime<Utc>>)>> {
    let rows = notification_setting::Entity::find()
        .filter(notification_setting::Column::AccountId.is_in(people.iter().copied()))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.account_id, (quiet(&row), row.push_planned_at))).collect())
}

/// The quiet hours of one person.
pub async fn quiet_of(db: &impl ConnectionTrait, person: AccountId) -> Result<Quiet> {
    let settings = settings(db, &[person.get()]).await?;
    Ok(settings.get(&person.get()).map_or_else(Quiet::default, |(quiet, _)| *quiet))
}

fn quiet(row: &notification_setting::Model) -> Quiet {
    let hour = |hour: i32| u32::try_from(hour).unwrap_or_default().min(23);
    Quiet { is_on: row.quiet, from: hour(row.quiet_from), until: hour(row.quiet_until) }
}
