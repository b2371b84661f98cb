//! What a coordinator might feature next, always with the reasons: new results, the theme of the week, a sector or a region
//! that was rarely chosen. It never features anything by itself. The number of statements does not grow with the rows.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Duration, NaiveDate, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::feature;
use super::feature::{CANCELLED, UNDONE};
use crate::case_study::card::{self, Card};
use crate::case_study::entity::{case_study, case_study_indicator};
use crate::case_study::store;
use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::error::Result;
use crate::format;
use crate::kecamatan::below;
use crate::kecamatan::kabupaten_kota_of;
use crate::viewer::Viewer;

/// So many suggestions: more are a list, not advice.
const MOST: usize = 6;

/// Of one sector at most so many.
const MOST_OF_A_SECTOR: usize = 2;

/// The studies that changed last are looked through, so many.
const LOOKED_THROUGH: u64 = 200;

/// A result is new for so many days.
const NEW_DAYS: i64 = 45;

/// Sectors are compared over so many days.
const SECTOR_DAYS: i64 = 90;

/// What was featured is not suggested again for so many days, and a region counts as forgotten after as many.
const REST_DAYS: i64 = 180;

/// A study to think about.
#[derive(Clone, Debug)]
pub struct Suggestion {
    /// As lists show it.
    pub card: Card,
    /// Why, each a sentence.
    pub reasons: Vec<String>,
}

/// Where and for when suggestions are wanted.
pub struct Wanted<'a> {
    /// Code of the scope.
    pub scope: &'a str,
    /// Theme of the week, or empty.
    pub theme: &'a str,
    /// For today and for dates in words.
    pub clock: &'a Clock,
}

/// At most six studies of the scope that were not featured for long, those with the weightiest reasons first.
pub async fn suggestions(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    catalogue: &Catalogue,
    wanted: &Wanted<'_>,
) -> Result<Vec<Suggestion>> {
    let today = wanted.clock.today();
    let mut candidates = store::visible_to(viewer);
    if wanted.scope != catalogue.places.province {
        candidates = candidates.filter(below(case_study::Column::KecamatanCode, wanted.scope));
    }
    let rows = candidates
        .order_by_desc(case_study::Column::UpdatedAt)
        .order_by_desc(case_study::Column::Id)
        .limit(LOOKED_THROUGH)
        .all(db)
        .await?;
    let chosen = Chosen::of(db, viewer, wanted.scope, today).await?;
    let rows: Vec<case_study::Model> = rows.into_iter().filter(|row| !chosen.studies.contains(&row.id)).collect();
    let tags = tags(db, &rows).await?;
    let told: Vec<case_study::Model> = rows.clone();
    let cards = card::cards(db, viewer, catalogue, today, rows).await?;
    let mut found: Vec<(u32, DateTime<Utc>, Suggestion)> = Vec::new();
    for (card, row) in cards.into_iter().zip(&told) {
        let tags = tags.get(&row.id).map_or(&[][..], Vec::as_slice);
        let (weight, reasons) = reasons(catalogue, wanted, &chosen, &card, row, tags);
        if weight > 0 {
            found.push((weight, row.updated_at, Suggestion { card, reasons }));
        }
    }
    found.sort_by_key(|(weight, changed_at, _)| std::cmp::Reverse((*weight, *changed_at)));
    let mut of_sector: HashMap<String, usize> = HashMap::new();
    let mixed = found.into_iter().map(|(.., suggestion)| suggestion).filter(|suggestion| {
        let count = of_sector.entry(suggestion.card.sector_slug.clone()).or_default();
        *count += 1;
        *count <= MOST_OF_A_SECTOR
    });
    Ok(mixed.take(MOST).collect())
}

/// What the scope featured lately, or will.
struct Chosen {
    studies: HashSet<i64>,
    of_sector: HashMap<Option<i64>, i64>,
    places: HashSet<String>,
    is_province: bool,
}

impl Chosen {
    async fn of(db: &impl ConnectionTrait, viewer: &Viewer, scope: &str, today: NaiveDate) -> Result<Self> {
        let rows: Vec<(i64, NaiveDate)> = feature::Entity::find()
            .select_only()
            .column(feature::Column::CaseStudyId)
            .column(feature::Column::EndsOn)
            .filter(feature::Column::ScopeCode.eq(scope))
            .filter(feature::Column::EndsOn.gte(today - Duration::days(REST_DAYS)))
            .filter(feature::Column::WithdrawnReason.is_not_in([UNDONE, CANCELLED]))
            .into_tuple()
            .all(db)
            .await?;
        let of: Vec<(i64, Option<i64>, Option<String>)> = store::visible_to(viewer)
            .select_only()
            .column(case_study::Column::Id)
            .column(case_study::Column::SectorId)
            .column(case_study::Column::KecamatanCode)
            .filter(case_study::Column::Id.is_in(rows.iter().map(|(study, _)| *study)))
            .into_tuple()
            .all(db)
            .await?;
        let is_province = !scope.contains('.');
        let mut chosen = Self {
            studies: rows.iter().map(|(study, _)| *study).collect(),
            of_sector: HashMap::new(),
            places: HashSet::new(),
            is_province,
        };
        let lately = today - Duration::days(SECTOR_DAYS);
        for (study, ends_on) in &rows {
            let Some((_, sector, kecamatan)) = of.iter().find(|(id, ..)| id == study) else { continue };
            if *ends_on >= lately {
                *chosen.of_sector.entry(*sector).or_default() += 1;
            }
            if let Some(kecamatan) = kecamatan {
                chosen.places.insert(chosen.place(kecamatan).to_owned());
            }
        }
        Ok(chosen)
    }

    /// The region that counts as one: a kabupaten/kota for the province, else a kecamatan.
    fn place<'a>(&self, kecamatan: &'a str) -> &'a str {
        if self.is_province { kabupaten_kota_of(kecamatan) } else { kecamatan }
    }
}

async fn tags(db: &impl ConnectionTrait, rows: &[case_study::Model]) -> Result<HashMap<i64, Vec<i64>>> {
    let pairs: Vec<(i64, i64)> = case_study_indicator::Entity::find()
        .select_only()
        .column(case_study_indicator::Column::CaseStudyId)
        .column(case_study_indicator::Column::IndicatorId)
        .filter(case_study_indicator::Column::CaseStudyId.is_in(rows.iter().map(|row| row.id)))
        .into_tuple()
        .all(db)
        .await?;
    let mut tags: HashMap<i64, Vec<i64>> = HashMap::new();
    for (study, indicator) in pairs {
        tags.entry(study).or_default().push(indicator);
    }
    Ok(tags)
}

/// The reasons for a study, and their weight: the theme of the week before new results, a sector and a region.
fn reasons(
    catalogue: &Catalogue,
    wanted: &Wanted<'_>,
    chosen: &Chosen,
    card: &Card,
    row: &case_study::Model,
    tags: &[i64],
) -> (u32, Vec<String>) {
    let (mut weight, mut reasons) = (0, Vec::new());
    let mut because = |more: u32, reason: Option<String>| {
        if let Some(reason) = reason {
            weight += more;
            reasons.push(reason);
        }
    };
    because(8, of_theme(catalogue, wanted.theme, card, tags));
    because(4, new_results(wanted.clock, card, row));
    because(2, rare_sector(chosen, card, row));
    because(1, forgotten_place(catalogue, chosen, row));
    (weight, reasons)
}

fn of_theme(catalogue: &Catalogue, theme: &str, card: &Card, tags: &[i64]) -> Option<String> {
    let theme = theme.to_lowercase();
    let speaks_of = |name: &str| !theme.is_empty() && !name.is_empty() && theme.contains(&name.to_lowercase());
    let tagged = tags.iter().filter_map(|id| catalogue.indicator_by_id(*id)).find(|tag| speaks_of(&tag.name));
    if let Some(indicator) = tagged {
        return Some(format!("Sesuai tema minggu ini: mendukung indikator {}.", indicator.name));
    }
    speaks_of(&card.sector_name).then(|| format!("Sesuai tema minggu ini: sektor {}.", card.sector_name))
}

fn new_results(clock: &Clock, card: &Card, row: &case_study::Model) -> Option<String> {
    if card.figure.is_none() || clock.now() - row.updated_at > Duration::days(NEW_DAYS) {
        return None;
    }
    let day = |at| format::date(clock.local(at).date_naive());
    Some(if row.revision_number > 1 {
        format!("Hasilnya diperbarui {}.", day(row.updated_at))
    } else {
        format!("Baru terbit {}, sudah dengan angka hasil.", day(row.published_at))
    })
}

/// A sector that was chosen a third as often as the most chosen, or less.
fn rare_sector(chosen: &Chosen, card: &Card, row: &case_study::Model) -> Option<String> {
    let most = chosen.of_sector.values().max().copied().unwrap_or_default();
    let here = chosen.of_sector.get(&row.sector_id).copied().unwrap_or_default();
    if card.sector_name.is_empty() || most == 0 || here * 3 > most {
        return None;
    }
    let often =
        if here == 0 { "belum menjadi pilihan".to_owned() } else { format!("baru {here} kali menjadi pilihan") };
    Some(format!("Sektor {} {often} dalam {SECTOR_DAYS} hari terakhir.", card.sector_name))
}

fn forgotten_place(catalogue: &Catalogue, chosen: &Chosen, row: &case_study::Model) -> Option<String> {
    let place = chosen.place(row.kecamatan_code.as_deref()?);
    let name = catalogue
        .places
        .kecamatan(place)
        .map_or_else(|| catalogue.places.full_name(place), |kecamatan| format!("Kec. {}", kecamatan.name));
    (!chosen.places.contains(place)).then(|| format!("{name} belum menjadi pilihan dalam {REST_DAYS} hari terakhir."))
}
