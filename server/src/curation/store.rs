//! What is on the front page, and what was: always through the gate, so that a members-only study appears to members.

use chrono::NaiveDate;
use sea_orm::sea_query::Condition;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};

use super::entity::feature;
use super::feature::{CANCELLED, UNDONE};
use crate::case_study::card::{self, Card, running};
use crate::case_study::entity::case_study;
use crate::case_study::store;
use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::error::Result;
use crate::format;
use crate::ids::CaseStudyId;
use crate::viewer::Viewer;

/// More features than this at once are no choice any more; the query stays bounded.
const MOST_AT_ONCE: u64 = 500;

/// The studies that are featured today, as cards with their reasons: by place on the front page, then the latest chosen.
pub async fn featured(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    catalogue: &Catalogue,
    today: NaiveDate,
    limit: usize,
) -> Result<Vec<Card>> {
    let chosen: Vec<i64> = feature::Entity::find()
        .select_only()
        .column(feature::Column::CaseStudyId)
        .filter(running(today))
        .order_by_asc(feature::Column::Position)
        .order_by_desc(feature::Column::Id)
        .limit(MOST_AT_ONCE)
        .into_tuple()
        .all(db)
        .await?;
    let mut ids: Vec<CaseStudyId> = Vec::with_capacity(chosen.len());
    for id in chosen.into_iter().map(CaseStudyId) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let mut rows = store::by_ids(db, viewer, &ids).await?;
    rows.truncate(limit);
    card::cards(db, viewer, catalogue, today, rows).await
}

/// A feature that ended, for the public history.
#[derive(Clone, Debug)]
pub struct Past {
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
    /// True when a coordinator ended it before its day.
    pub is_early: bool,
}

/// Features that ended, the latest first, and how many there are. What was undone, or given up before its first day, was
/// never seen and is not here.
pub async fn history(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    catalogue: &Catalogue,
    clock: &Clock,
    offset: u64,
    limit: u64,
) -> Result<(Vec<Past>, u64)> {
    let today = clock.today();
    let total = ended(viewer, today).count(db).await?;
    let rows = ended(viewer, today)
        .order_by_desc(feature::Column::StartsOn)
        .order_by_desc(feature::Column::Id)
        .offset(offset)
        .limit(limit)
        .all(db)
        .await?;
    let ids: Vec<CaseStudyId> = rows.iter().map(|row| CaseStudyId(row.case_study_id)).collect();
    let studies = store::by_ids(db, viewer, &ids).await?;
    let past = rows.into_iter().filter_map(|row| {
        let study = studies.iter().find(|study| study.id == row.case_study_id)?;
        let withdrawn = row.withdrawn_at.map(|at| clock.local(at).date_naive());
        let last = withdrawn.map_or(row.ends_on, |day| day.min(row.ends_on));
        Some(Past {
            url: card::url(study.id, &study.title),
            title: study.title.clone(),
            place: study.kecamatan_code.as_deref().map_or_else(String::new, |code| catalogue.places.full_name(code)),
            who: chooser(&row, catalogue),
            when: format!("{} – {}", format::date(row.starts_on), format::date(last)),
            is_early: last < row.ends_on,
            why: row.reason,
            theme: row.theme,
        })
    });
    Ok((past.collect(), total))
}

fn ended(viewer: &Viewer, today: NaiveDate) -> Select<feature::Entity> {
    let seen = store::visible_to(viewer).select_only().column(case_study::Column::Id).into_query();
    let by_itself = Condition::all().add(feature::Column::WithdrawnAt.is_null()).add(feature::Column::EndsOn.lt(today));
    let by_hand = Condition::all()
        .add(feature::Column::WithdrawnAt.is_not_null())
        .add(feature::Column::WithdrawnReason.is_not_in([UNDONE, CANCELLED]));
    feature::Entity::find()
        .filter(Condition::any().add(by_itself).add(by_hand))
        .filter(feature::Column::CaseStudyId.in_subquery(seen))
}

/// "Bagian Tata Pemerintahan Kab. Garut".
pub(super) fn chooser(row: &feature::Model, catalogue: &Catalogue) -> String {
    format!("{} {}", row.unit_name, catalogue.places.full_name(&row.scope_code)).trim().to_owned()
}
