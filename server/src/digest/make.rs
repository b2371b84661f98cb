//! Making the digests of a week: one a scope, in one transaction for all, on one node for all. A scope in which nothing
//! happened has none.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::{digest, digest_item};
use super::schedule::{self, Week};
use super::{MOST_MADE, State};
use crate::app::App;
use crate::audit;
use crate::case_study::entity::case_study;
use crate::case_study::store;
use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::content_change::entity::site_state;
use crate::curation::entity::feature;
use crate::db::{Effect, WriteTransaction};
use crate::error::Result;
use crate::ids::{AccountId, CaseStudyId};
use crate::job::{self, Job};
use crate::office;
use crate::office::entity::office_term;
use crate::policy::{Role, reaches};
use crate::viewer::Viewer;

/// Name of the value that says for which week the digests are made.
const MADE_FOR: &str = "digests_made_for";

/// Features of one week that are looked at.
const MOST_FEATURES: u64 = 500;

/// A study that a digest begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The study.
    pub study: i64,
    /// Who featured it, the theme and why; none for what is new.
    pub feature: Option<(String, String, String)>,
}

/// Makes the digests of this week once their hour has come; returns how many.
pub async fn make_due(app: &App) -> Result<usize> {
    let Some(week) = schedule::due(&app.config.digest, &app.clock) else {
        return Ok(0);
    };
    if made_for(app.db.read()).await?.is_some_and(|made| made >= week.label) {
        return Ok(0);
    }
    let catalogue = app.catalogue.get();
    let tx = app.db.begin_write().await?;
    tx.serialize_on(MADE_FOR).await?;
    if made_for(&*tx).await?.is_some_and(|made| made >= week.label) {
        return Ok(0);
    }
    let mut made = 0;
    for scope in scopes(&*tx, &catalogue, tx.today()).await? {
        let found = gather(&*tx, &catalogue, &app.clock, &scope, (week.since, week.until)).await?;
        if !found.is_empty() && begin(&tx, &scope, &week, &found).await?.is_some() {
            made += 1;
        }
    }
    let row = site_state::ActiveModel { key: Set(MADE_FOR.to_owned()), value: Set(week.label) };
    site_state::Entity::insert(row)
        .on_conflict(OnConflict::column(site_state::Column::Key).update_column(site_state::Column::Value).to_owned())
        .exec_without_returning(&*tx)
        .await?;
    tx.commit(Effect::Private).await?;
    Ok(made)
}

async fn made_for(db: &impl ConnectionTrait) -> Result<Option<String>> {
    let row = site_state::Entity::find_by_id(MADE_FOR.to_owned()).one(db).await?;
    Ok(row.map(|row| row.value))
}

/// The province, and each kabupaten/kota that has a coordinator today.
async fn scopes(db: &impl ConnectionTrait, catalogue: &Catalogue, today: NaiveDate) -> Result<Vec<String>> {
    let roles = Role::ALL.into_iter().filter(|role| role.is_coordinator() && !role.is_provincial()).map(Role::as_str);
    let province = &catalogue.places.province;
    let coordinated: Vec<String> = office_term::Entity::find()
        .select_only()
        .column(office_term::Column::RegionCode)
        .distinct()
        .filter(office_term::Column::Role.is_in(roles))
        .filter(office::current_on(today))
        .order_by_asc(office_term::Column::RegionCode)
        .into_tuple()
        .all(db)
        .await?;
    let within = coordinated.into_iter().filter(|code| reaches(province, code));
    Ok(std::iter::once(province.clone()).chain(within).collect())
}

/// What began to be featured in a scope on the days between two moments, then what is new there, as members see it. A
/// plan counts in the week in which it begins.
pub async fn gather(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    clock: &Clock,
    scope: &str,
    (since, until): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Vec<Found>> {
    let day = |at| clock.local(at).date_naive();
    let members = Viewer::reader(AccountId(0), true);
    let province = &catalogue.places.province;
    let features = feature::Entity::find()
        .filter(feature::Column::WithdrawnAt.is_null())
        .filter(feature::Column::StartsOn.gte(day(since)))
        .filter(feature::Column::StartsOn.lt(day(until)))
        .order_by_asc(feature::Column::Position)
        .order_by_asc(feature::Column::Id)
        .limit(MOST_FEATURES)
        .all(db)
        .await?;
    let ids: Vec<CaseStudyId> = features.iter().map(|row| CaseStudyId(row.case_study_id)).collect();
    let studies = store::by_ids(db, &members, &ids).await?;
    let place = |id: i64| studies.iter().find(|study| study.id == id).map(|study| study.kecamatan_code.clone());
    let mut found: Vec<Found> = Vec::new();
    for row in features {
        let Some(place) = place(row.case_study_id) else { continue };
        let inside = reaches(scope, place.as_deref().unwrap_or(province));
        if inside && !found.iter().any(|known| known.study == row.case_study_id) {
            let who = format!("{} {}", row.unit_name, catalogue.places.full_name(&row.scope_code)).trim().to_owned();
            found.push(Found { study: row.case_study_id, feature: Some((who, row.theme, row.reason)) });
        }
    }
    found.truncate(MOST_MADE);
    let mut new = store::visible_to(&members)
        .filter(case_study::Column::PublishedAt.gte(since))
        .filter(case_study::Column::PublishedAt.lt(until))
        .filter(case_study::Column::Id.is_not_in(found.iter().map(|known| known.study).collect::<Vec<_>>()));
    if scope != province.as_str() {
        new = new.filter(case_study::Column::KecamatanCode.starts_with(format!("{scope}.")));
    }
    let new: Vec<i64> = new
        .select_only()
        .column(case_study::Column::Id)
        .order_by_desc(case_study::Column::PublishedAt)
        .order_by_desc(case_study::Column::Id)
        .limit((MOST_MADE - found.len()) as u64)
        .into_tuple()
        .all(db)
        .await?;
    found.extend(new.into_iter().map(|study| Found { study, feature: None }));
    Ok(found)
}

/// Writes a draft with what was found; nothing when the scope has a digest of this week already.
pub async fn begin(tx: &WriteTransaction, scope: &str, week: &Week, found: &[Found]) -> Result<Option<i64>> {
    let taken = digest::Entity::find()
        .filter(digest::Column::ScopeCode.eq(scope))
        .filter(digest::Column::Week.eq(week.label.as_str()))
        .one(&**tx)
        .await?;
    if taken.is_some() {
        return Ok(None);
    }
    let row = digest::ActiveModel {
        scope_code: Set(scope.to_owned()),
        week: Set(week.label.clone()),
        since: Set(week.since),
        until: Set(week.until),
        state: Set(State::Draft.as_str().to_owned()),
        opening: Set(String::new()),
        hold_reason: Set(String::new()),
        version: Set(1),
        made_at: Set(tx.now()),
        goes_at: Set(week.goes_at),
        unit_name: Set(String::new()),
        ..Default::default()
    };
    let id = digest::Entity::insert(row).exec(&**tx).await?.last_insert_id;
    let items = (1..).zip(found).map(|(position, found)| {
        let (unit_name, theme, reason) = found.feature.clone().unwrap_or_default();
        digest_item::ActiveModel {
            digest_id: Set(id),
            case_study_id: Set(found.study),
            position: Set(position),
            origin: Set(if found.feature.is_some() { "featured" } else { "new" }.to_owned()),
            left_out: Set(false),
            unit_name: Set(unit_name),
            theme: Set(theme),
            reason: Set(reason),
            ..Default::default()
        }
    });
    digest_item::Entity::insert_many(items).exec_without_returning(&**tx).await?;
    let entry = audit::Entry {
        account: None,
        term: None,
        act: "make_digest",
        subject_kind: "digest",
        subject_id: id.to_string(),
        reason: "",
    };
    audit::record(tx, entry).await?;
    job::enqueue(tx, &Job::TellDigestMade { digest: id }).await?;
    Ok(Some(id))
}
