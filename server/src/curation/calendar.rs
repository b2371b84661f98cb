//! The editorial calendar: week by week the themes, what begins and what goes on, in the own scope, below it, and by the
//! scopes above. The number of statements does not grow with the weeks.

use chrono::{Duration, NaiveDate};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::{feature, week_theme};
use super::store::chooser;
use super::week_theme::{between, label};
use crate::case_study::{card, store};
use crate::catalogue::Catalogue;
use crate::error::Result;
use crate::format;
use crate::ids::CaseStudyId;
use crate::kecamatan::below;
use crate::viewer::Viewer;

/// Weeks on one page.
pub const WEEKS: u8 = 6;

/// More features than this in six weeks of one scope are no choice any more; the query stays bounded.
const MOST: u64 = 500;

/// One week.
#[derive(Clone, Debug)]
pub struct Week {
    /// The Monday.
    pub monday: NaiveDate,
    /// "30 Nov – 6 Des 2026".
    pub label: String,
    /// True for the week of today.
    pub is_current: bool,
    /// True for weeks that are over: nothing is planned there.
    pub is_past: bool,
    /// The theme of the own scope, or empty.
    pub theme: String,
    /// The note to the theme, or empty.
    pub note: String,
    /// Themes of other scopes, the province first.
    pub others: Vec<(String, String)>,
    /// Features of this week; those that began earlier stand last.
    pub features: Vec<Planned>,
}

/// A feature in a week.
#[derive(Clone, Debug)]
pub struct Planned {
    /// Its id.
    pub id: i64,
    /// The study.
    pub study: i64,
    /// Path of the study.
    pub url: String,
    /// Its title.
    pub title: String,
    /// "Kec. Cikajang, Kab. Garut".
    pub place: String,
    /// "Bagian Tata Pemerintahan Kab. Garut".
    pub who: String,
    /// In the coordinator's words.
    pub why: String,
    /// A theme, or empty.
    pub theme: String,
    /// "24 Nov 2026 – 8 Des 2026".
    pub when: String,
    /// True when it began in an earlier week.
    pub goes_on: bool,
    /// True before its first day.
    pub is_plan: bool,
    /// True for features of the own scope.
    pub is_own: bool,
    /// True when it runs today in the own scope, and so has a place among others.
    pub has_place: bool,
}

impl Week {
    /// Features that stand with their reasons: those that begin in the week, and in this week all.
    pub fn shown(&self) -> impl Iterator<Item = &Planned> {
        self.features.iter().filter(|planned| self.is_current || !planned.goes_on)
    }

    /// The own ones that began earlier: told in the week in which they began.
    pub fn going_on(&self) -> impl Iterator<Item = &Planned> {
        self.features.iter().filter(|planned| planned.is_own && !self.is_current && planned.goes_on)
    }

    /// True when there is a rest.
    pub fn has_going_on(&self) -> bool {
        self.going_on().next().is_some()
    }
}

/// The weeks from `first`, a Monday.
pub async fn weeks(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    catalogue: &Catalogue,
    scope: &str,
    first: NaiveDate,
    today: NaiveDate,
) -> Result<Vec<Week>> {
    let last = first + Duration::days(7 * i64::from(WEEKS) - 1);
    let features = features(db, viewer, catalogue, scope, (first, last), today).await?;
    let scopes = Condition::any()
        .add(below(week_theme::Column::ScopeCode, scope))
        .add(week_theme::Column::ScopeCode.is_in(above(scope)));
    let themes = between(db, scopes, first, last).await?;
    let week = |number: u8| {
        let monday = first + Duration::days(7 * i64::from(number));
        let sunday = monday + Duration::days(6);
        let own = themes.iter().find(|row| row.starts_on == monday && row.scope_code == scope);
        let others = themes.iter().filter(|row| row.starts_on == monday && row.scope_code != scope);
        let mut shown: Vec<Planned> = features
            .iter()
            .filter(|(row, _)| row.starts_on <= sunday && row.ends_on >= monday)
            .map(|(row, planned)| Planned { goes_on: row.starts_on < monday, ..planned.clone() })
            .collect();
        // A stable sort: each part keeps the order of the front page.
        shown.sort_by_key(|planned| (!planned.has_place, planned.goes_on));
        Week {
            monday,
            label: label(monday),
            is_current: monday <= today && today <= sunday,
            is_past: sunday < today,
            theme: own.map_or_else(String::new, |row| row.theme.clone()),
            note: own.map_or_else(String::new, |row| row.note.clone()),
            others: others.map(|row| (catalogue.places.full_name(&row.scope_code), row.theme.clone())).collect(),
            features: shown,
        }
    };
    Ok((0..WEEKS).map(week).collect())
}

/// "32" for "32.05": the scopes that lie around one.
fn above(scope: &str) -> Vec<String> {
    scope.match_indices('.').map(|(at, _)| scope[..at].to_owned()).collect()
}

async fn features(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    catalogue: &Catalogue,
    scope: &str,
    (first, last): (NaiveDate, NaiveDate),
    today: NaiveDate,
) -> Result<Vec<(feature::Model, Planned)>> {
    let rows = feature::Entity::find()
        .filter(feature::Column::WithdrawnAt.is_null())
        .filter(feature::Column::StartsOn.lte(last))
        .filter(feature::Column::EndsOn.gte(first))
        .filter(
            Condition::any()
                .add(below(feature::Column::ScopeCode, scope))
                .add(feature::Column::ScopeCode.is_in(above(scope))),
        )
        .order_by_asc(feature::Column::Position)
        .order_by_desc(feature::Column::Id)
        .limit(MOST)
        .all(db)
        .await?;
    let ids: Vec<CaseStudyId> = rows.iter().map(|row| CaseStudyId(row.case_study_id)).collect();
    let studies = store::by_ids(db, viewer, &ids).await?;
    let planned = rows.into_iter().filter_map(|row| {
        let study = studies.iter().find(|study| study.id == row.case_study_id)?;
        let is_own = row.scope_code == scope;
        let planned = Planned {
            id: row.id,
            study: study.id,
            url: card::url(study.id, &study.title),
            title: study.title.clone(),
            place: study.kecamatan_code.as_deref().map_or_else(String::new, |code| catalogue.places.full_name(code)),
            who: chooser(&row, catalogue),
            why: row.reason.clone(),
            theme: row.theme.clone(),
            when: format!("{} – {}", format::date(row.starts_on), format::date(row.ends_on)),
            goes_on: false,
            is_plan: row.starts_on > today,
            is_own,
            has_place: is_own && row.starts_on <= today && row.ends_on >= today,
        };
        Some((row, planned))
    });
    Ok(planned.collect())
}
