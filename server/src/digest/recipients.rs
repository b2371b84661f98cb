//! Who gets a digest by mail: one mail a week for each person. Who serves in a kabupaten/kota that has a digest this week
//! gets that one; everybody else gets the province's.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::entity::{digest, digest_choice, digest_delivery};
use super::{Frequency, State, choice};
use crate::account::entity::{account, credential};
use crate::app::App;
use crate::error::Result;
use crate::office;
use crate::office::entity::office_term;
use crate::policy::reaches;

/// Who gets this digest now, each with the way it was chosen.
pub async fn of(db: &impl ConnectionTrait, app: &App, digest: &digest::Model) -> Result<Vec<(i64, Frequency)>> {
    let (now, today) = (app.clock.now(), app.clock.today());
    let catalogue = app.catalogue.get();
    let province = &catalogue.places.province;
    let regions = regions(db, today).await?;
    let chosen = chosen(db).await?;
    let others = if digest.scope_code == *province { nearer_scopes(db, digest, province).await? } else { Vec::new() };
    let had_one = had_one_this_month(db, app).await?;
    let mut found = Vec::new();
    for person in reachable(db, now).await? {
        let own: &[String] = regions.get(&person).map_or(&[], Vec::as_slice);
        let inside = |scope: &str| own.iter().any(|region| reaches(scope, region));
        let is_for = if digest.scope_code == *province {
            !others.iter().any(|scope| inside(scope))
        } else {
            inside(&digest.scope_code)
        };
        let way = choice::or_default(chosen.get(&person).copied(), true, !own.is_empty());
        match way {
            Frequency::Weekly if is_for => found.push((person, way)),
            Frequency::Monthly if is_for && !had_one.contains(&person) => found.push((person, way)),
            _ => {}
        }
    }
    Ok(found)
}

/// People with a mail address who have joined: an invitation that nobody took is no wish for mails.
async fn reachable(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<i64>> {
    let joined = credential::Entity::find().select_only().column(credential::Column::AccountId).into_query();
    let open =
        Condition::any().add(account::Column::SuspendedUntil.is_null()).add(account::Column::SuspendedUntil.lte(now));
    let people = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::Email.is_not_null())
        .filter(account::Column::Id.in_subquery(joined))
        .filter(open)
        .order_by_asc(account::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    Ok(people)
}

/// The regions in which each person serves today.
async fn regions(db: &impl ConnectionTrait, today: NaiveDate) -> Result<HashMap<i64, Vec<String>>> {
    let terms: Vec<(i64, String)> = office_term::Entity::find()
        .select_only()
        .column(office_term::Column::AccountId)
        .column(office_term::Column::RegionCode)
        .filter(office::current_on(today))
        .into_tuple()
        .all(db)
        .await?;
    let mut regions: HashMap<i64, Vec<String>> = HashMap::new();
    for (person, region) in terms {
        regions.entry(person).or_default().push(region);
    }
    Ok(regions)
}

async fn chosen(db: &impl ConnectionTrait) -> Result<HashMap<i64, Frequency>> {
    let rows = digest_choice::Entity::find().all(db).await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.account_id, Frequency::parse(&row.frequency)?))).collect())
}

/// Kabupaten/kota whose own digest of this week went or will go.
async fn nearer_scopes(db: &impl ConnectionTrait, digest: &digest::Model, province: &str) -> Result<Vec<String>> {
    let scopes = digest::Entity::find()
        .select_only()
        .column(digest::Column::ScopeCode)
        .filter(digest::Column::Week.eq(digest.week.as_str()))
        .filter(digest::Column::ScopeCode.ne(province))
        .filter(digest::Column::State.ne(State::Held.as_str()))
        .into_tuple()
        .all(db)
        .await?;
    Ok(scopes)
}

/// Who was sent a digest since the local month began.
async fn had_one_this_month(db: &impl ConnectionTrait, app: &App) -> Result<HashSet<i64>> {
    use chrono::Datelike;
    let today = app.clock.today();
    let first = today.with_day(1).unwrap_or(today).and_time(NaiveTime::MIN);
    let offset = *app.clock.local(app.clock.now()).offset();
    let begins = first.and_local_timezone(offset).single().map_or(app.clock.now(), |at| at.to_utc());
    let people: Vec<i64> = digest_delivery::Entity::find()
        .select_only()
        .column(digest_delivery::Column::AccountId)
        .distinct()
        .filter(digest_delivery::Column::QueuedAt.gte(begins))
        .into_tuple()
        .all(db)
        .await?;
    Ok(people.into_iter().collect())
}
