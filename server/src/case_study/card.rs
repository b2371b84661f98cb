//! A study as lists show it: where, what, the figure before and after, and why it was chosen.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::entity::{case_study, result};
use super::evidence::Evidence;
use super::personal_data::MARK;
use crate::attachment::{self, Picture};
use crate::catalogue::Catalogue;
use crate::curation::entity::feature;
use crate::error::Result;
use crate::format;
use crate::viewer::Viewer;

/// A study in a list.
#[derive(Clone, Debug)]
pub struct Card {
    /// Its id.
    pub id: i64,
    /// Path of its page.
    pub url: String,
    /// Title.
    pub title: String,
    /// First words.
    pub teaser: String,
    /// Slug of the sector: colour and filter; empty for "belum ditandai".
    pub sector_slug: String,
    /// Name of the sector.
    pub sector_name: String,
    /// "Kec. Cikajang, Kab. Garut"; empty for imports without a place.
    pub place: String,
    /// The first figure.
    pub figure: Option<Figure>,
    /// How far the result is shown to be true.
    pub evidence: Evidence,
    /// The lead photo.
    pub picture: Option<Picture>,
    /// Who chose it and why, while it is featured.
    pub reason: Option<Reason>,
    /// Comments that are shown.
    pub comments: i64,
    /// Kecamatan in which it runs as an adoption.
    pub replications: i64,
    /// When it was first published.
    pub published_at: DateTime<Utc>,
    /// True for invented sample content.
    pub is_sample: bool,
    /// True when members only may read it.
    pub members_only: bool,
}

impl Card {
    /// The rung that is worth a badge: figures stand on the card themselves.
    pub fn badge(&self) -> Option<Evidence> {
        (self.evidence > Evidence::Figures).then_some(self.evidence)
    }
}

/// A figure before and after, as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// "Panen per musim".
    pub name: String,
    /// "3,1" or "23%".
    pub first: String,
    /// "4,9" or "6%".
    pub last: String,
    /// "ton per hektare", or nothing when the values carry it.
    pub unit: String,
}

impl Figure {
    /// From its row.
    pub fn of(row: &result::Model) -> Self {
        Self::shown(&row.name, &row.first_value, &row.last_value, &row.unit)
    }

    /// From exact values; "%" stands right behind each value, every other unit apart. No first value: only one is known.
    pub fn shown(name: &str, first: &str, last: &str, unit: &str) -> Self {
        let unit = unit.trim();
        let (mark, unit) = unit.strip_prefix('%').map_or(("", unit), |rest| ("%", rest.trim_start()));
        let value = |value: &str| if value.is_empty() { String::new() } else { format::decimal(value) + mark };
        Self { name: name.to_owned(), first: value(first), last: value(last), unit: unit.to_owned() }
    }
}

/// Who put a study forward, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// "Bagian Tata Pemerintahan Kab. Garut".
    pub who: String,
    /// In the coordinator's words.
    pub why: String,
    /// "Bulan Stunting", or empty.
    pub theme: String,
}

/// Path of a study's page.
pub fn url(id: i64, title: &str) -> String {
    let slug = format::slug(&without_marks(title));
    let slug: String = slug.chars().take(80).collect();
    if slug.is_empty() { format!("/praktik/{id}") } else { format!("/praktik/{id}-{}", slug.trim_end_matches('-')) }
}

/// A title without the marks of what was erased: an address is no place to tell of it.
pub fn without_marks(title: &str) -> String {
    let mut parts = title.split(MARK);
    let mut left = parts.next().unwrap_or_default().to_owned();
    left.extend(parts.map(|part| part.split_once(']').map_or("", |(_, rest)| rest)));
    left
}

/// Turns rows into cards with three statements more, however many there are.
pub async fn cards(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    catalogue: &Catalogue,
    today: chrono::NaiveDate,
    rows: Vec<case_study::Model>,
) -> Result<Vec<Card>> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut figures: HashMap<i64, Figure> = HashMap::new();
    let found = result::Entity::find()
        .filter(result::Column::CaseStudyId.is_in(ids.clone()))
        .order_by_asc(result::Column::Position)
        .all(db)
        .await?;
    for row in found {
        figures.entry(row.case_study_id).or_insert_with(|| Figure::of(&row));
    }
    let mut reasons: HashMap<i64, Reason> = HashMap::new();
    let running = feature::Entity::find().filter(feature::Column::CaseStudyId.is_in(ids)).filter(running(today));
    // Where two scopes chose the same study, the later reason stands, as on its page.
    for row in running.order_by_asc(feature::Column::Id).all(db).await? {
        let who = format!("{} {}", row.unit_name, catalogue.places.full_name(&row.scope_code)).trim().to_owned();
        reasons.insert(row.case_study_id, Reason { who, why: row.reason, theme: row.theme });
    }
    let leads: Vec<i64> = rows.iter().filter_map(|row| row.lead_photo_id).collect();
    let mut pictures = attachment::pictures(db, &leads).await?;
    let _ = viewer;
    Ok(rows
        .into_iter()
        .map(|row| {
            let sector = row.sector_id.and_then(|id| catalogue.sector_by_id(id));
            Card {
                id: row.id,
                url: url(row.id, &row.title),
                teaser: super::content::shortened(&crate::markdown::plain(&row.summary).replace('\n', " "), 180),
                sector_slug: sector.map_or_else(String::new, |sector| sector.slug.clone()),
                sector_name: sector.map_or_else(|| "Belum ditandai".to_owned(), |sector| sector.name.clone()),
                place: row.kecamatan_code.as_deref().map_or_else(String::new, |code| catalogue.places.full_name(code)),
                figure: figures.remove(&row.id),
                evidence: Evidence::of_study(&row),
                replications: i64::from(row.replications),
                picture: row.lead_photo_id.and_then(|id| pictures.remove(&id)),
                reason: reasons.remove(&row.id),
                comments: i64::from(row.comment_count),
                published_at: row.published_at,
                is_sample: row.is_sample,
                members_only: row.visibility == "members",
                title: row.title,
            }
        })
        .collect())
}

/// The condition that a feature runs on a local date, the last day included.
pub fn running(today: chrono::NaiveDate) -> Condition {
    Condition::all()
        .add(feature::Column::WithdrawnAt.is_null())
        .add(feature::Column::StartsOn.lte(today))
        .add(feature::Column::EndsOn.gte(today))
}
