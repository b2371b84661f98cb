//! The rows behind each number, a stretch at a time, or all of them for a file.

use std::sync::Arc;

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, JoinType};
use sea_orm::{ColumnTrait, ConnectionTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select};

use super::months::within;
use super::period::Period;
use super::store::{self, Figures};
use crate::adoption::entity::adoption;
use crate::adoption::spread::{change, shown};
use crate::adoption::{Stage, store as ledger};
use crate::case_study::card;
use crate::case_study::entity::{case_study, measured_change};
use crate::catalogue::Catalogue;
use crate::coverage::Filter;
use crate::error::Result;
use crate::format;
use crate::indicator::Measure;

/// What the rows are.
#[derive(Clone, Debug)]
pub enum Of {
    /// Entries of the ledger: of a stage, that began in a period, and of a kecamatan by its code.
    Entries(Option<Stage>, Option<Period>, Option<String>),
    /// Entries that run, of practices without a sector.
    Untagged,
    /// Practices that run in another kecamatan.
    Practices,
    /// Everything that is written.
    Written,
    /// Kecamatan that wrote or take up something, as they are counted.
    Places(Arc<Figures>),
    /// What was told of a measure, in a period or ever.
    Measure(Box<Measure>, Option<Period>),
}

/// A field of a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// As people read it.
    pub text: String,
    /// Where it leads; empty for nowhere.
    pub url: String,
    /// The number, for a file.
    pub number: Option<f64>,
}

impl Item {
    fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    fn link(text: impl Into<String>, url: String) -> Self {
        Self { text: text.into(), url, number: None }
    }

    fn count(count: i64) -> Self {
        Self { text: format::integer(count), url: String::new(), number: Some(count as f64) }
    }

    fn number(number: f64) -> Self {
        Self { text: shown(number), url: String::new(), number: Some(rounded(number)) }
    }

    fn change(number: f64) -> Self {
        Self { text: change(number), ..Self::number(number) }
    }
}

/// Without what floats leave behind: six decimals are more than anybody measures.
pub(super) fn rounded(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}

/// A stretch of rows.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// Names of the columns.
    pub headings: Vec<&'static str>,
    /// The rows, a field for each heading.
    pub rows: Vec<Vec<Item>>,
    /// How many there are in all.
    pub total: u64,
}

/// Reads a stretch. The number of statements does not grow with the rows.
pub async fn read(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    filter: &Filter,
    of: &Of,
    stretch: (u64, u64),
) -> Result<Rows> {
    match of {
        Of::Entries(stage, period, place) => {
            entries(db, catalogue, chosen(filter, *stage, *period, place.as_deref()), stretch).await
        }
        Of::Untagged => entries(db, catalogue, untagged(filter), stretch).await,
        Of::Practices => practices(db, catalogue, filter, stretch).await,
        Of::Written => written(db, catalogue, filter, stretch).await,
        Of::Places(figures) => Ok(places(catalogue, figures, stretch)),
        Of::Measure(measure, period) => {
            measured(db, catalogue, within(filter, period.as_ref()), measure, stretch).await
        }
    }
}

fn chosen(
    filter: &Filter,
    stage: Option<Stage>,
    period: Option<Period>,
    place: Option<&str>,
) -> Select<adoption::Entity> {
    let mut select = store::entries(filter);
    if let Some(place) = place {
        select = select.filter(adoption::Column::KecamatanCode.eq(place));
    }
    if let Some(stage) = stage {
        select = select.filter(adoption::Column::Stage.eq(stage.as_str()));
    }
    if let Some(period) = period {
        let since = adoption::Column::Since;
        select = select.filter(since.gte(period.from)).filter(since.lt(period.until));
    }
    select
}

fn untagged(filter: &Filter) -> Select<adoption::Entity> {
    let without = store::studies(filter).filter(case_study::Column::SectorId.is_null());
    let without = without.select_only().column(case_study::Column::Id).into_query();
    store::running(filter).filter(adoption::Column::CaseStudyId.in_subquery(without))
}

async fn entries(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    select: Select<adoption::Entity>,
    (offset, limit): (u64, u64),
) -> Result<Rows> {
    let total = select.clone().count(db).await?;
    let found: Vec<(i64, String, String, NaiveDate, i64, String)> = with_study_of_entry(select)
        .select_only()
        .column(adoption::Column::Id)
        .column(adoption::Column::KecamatanCode)
        .column(adoption::Column::Stage)
        .column(adoption::Column::Since)
        .column_as(case_study::Column::Id, "study")
        .column_as(case_study::Column::Title, "title")
        .order_by_desc(adoption::Column::Since)
        .order_by_desc(adoption::Column::Id)
        .offset(offset)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?;
    let row = |(id, code, stage, since, study, title): (i64, String, String, NaiveDate, i64, String)| {
        vec![
            Item::link(catalogue.places.full_name(&code), ledger::url(id)),
            Item::link(title.clone(), card::url(study, &title)),
            Item::text(Stage::parse(&stage).map_or("", Stage::label)),
            Item::text(format::date(since)),
        ]
    };
    let headings = vec!["Kecamatan", "Praktik", "Tahap", "Sejak"];
    Ok(Rows { headings, rows: found.into_iter().map(row).collect(), total })
}

fn with_study_of_entry(mut select: Select<adoption::Entity>) -> Select<adoption::Entity> {
    use sea_orm::sea_query::ExprTrait;
    let taken_up = (adoption::Entity, adoption::Column::CaseStudyId);
    let same = Expr::col((case_study::Entity, case_study::Column::Id)).equals(taken_up);
    QueryTrait::query(&mut select).join(JoinType::InnerJoin, case_study::Entity, same);
    select
}

async fn practices(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    filter: &Filter,
    (offset, limit): (u64, u64),
) -> Result<Rows> {
    let replicated = || store::studies(filter).filter(case_study::Column::Replications.gt(0));
    let total = replicated().count(db).await?;
    let found = replicated()
        .order_by_desc(case_study::Column::Replications)
        .order_by_desc(case_study::Column::Id)
        .offset(offset)
        .limit(limit)
        .all(db)
        .await?;
    let row = |study: case_study::Model| {
        let place = study.kecamatan_code.as_deref().map_or_else(String::new, |code| catalogue.places.full_name(code));
        vec![
            Item::link(study.title.clone(), card::url(study.id, &study.title)),
            Item::text(place),
            Item::count(i64::from(study.replications)),
        ]
    };
    let headings = vec!["Praktik", "Kecamatan penulis", "Berjalan di kecamatan lain"];
    Ok(Rows { headings, rows: found.into_iter().map(row).collect(), total })
}

async fn written(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    filter: &Filter,
    (offset, limit): (u64, u64),
) -> Result<Rows> {
    let total = store::studies(filter).count(db).await?;
    let found = store::studies(filter)
        .order_by_desc(case_study::Column::PublishedAt)
        .order_by_desc(case_study::Column::Id)
        .offset(offset)
        .limit(limit)
        .all(db)
        .await?;
    let row = |study: case_study::Model| {
        let place = study.kecamatan_code.as_deref().map_or_else(String::new, |code| catalogue.places.full_name(code));
        vec![Item::link(study.title.clone(), card::url(study.id, &study.title)), Item::text(place)]
    };
    Ok(Rows { headings: vec!["Praktik", "Kecamatan"], rows: found.into_iter().map(row).collect(), total })
}

fn places(catalogue: &Catalogue, figures: &Figures, (offset, limit): (u64, u64)) -> Rows {
    let (skip, take) = (usize::try_from(offset).unwrap_or(usize::MAX), usize::try_from(limit).unwrap_or(usize::MAX));
    let row = |(code, part): (&String, &store::Part)| {
        vec![
            Item::link(catalogue.places.full_name(code), format!("/kecamatan/{code}")),
            Item::count(part.written),
            Item::count(part.entries),
            Item::count(part.running),
        ]
    };
    Rows {
        headings: vec!["Kecamatan", "Praktik ditulis", "Replikasi, semua tahap", "Replikasi berjalan"],
        rows: figures.places.iter().skip(skip).take(take).map(row).collect(),
        total: u64::try_from(figures.places.len()).unwrap_or(u64::MAX),
    }
}

async fn measured(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    told: Select<measured_change::Entity>,
    measure: &Measure,
    (offset, limit): (u64, u64),
) -> Result<Rows> {
    type Found = (Option<String>, Option<i64>, f64, f64, i64, String);
    let select = told
        .filter(measured_change::Column::MeasureId.eq(measure.id))
        .filter(measured_change::Column::Unit.eq(measure.unit.as_str()));
    let total = select.clone().count(db).await?;
    let found: Vec<Found> = with_study_of_change(select)
        .select_only()
        .column(measured_change::Column::KecamatanCode)
        .column(measured_change::Column::AdoptionId)
        .column(measured_change::Column::FirstValue)
        .column(measured_change::Column::LastValue)
        .column_as(case_study::Column::Id, "study")
        .column_as(case_study::Column::Title, "title")
        .order_by_asc(measured_change::Column::KecamatanCode)
        .order_by_asc(measured_change::Column::Id)
        .offset(offset)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?;
    let row = |(code, entry, first, last, study, title): Found| {
        let place = code.map_or_else(|| "Tanpa kecamatan".to_owned(), |code| catalogue.places.full_name(&code));
        let study_url = card::url(study, &title);
        vec![
            Item::link(place, entry.map_or_else(|| study_url.clone(), ledger::url)),
            Item::link(title, study_url),
            Item::number(first),
            Item::number(last),
            Item::change(last - first),
        ]
    };
    let headings = vec!["Kecamatan", "Praktik", "Sebelum", "Sesudah", "Perubahan"];
    Ok(Rows { headings, rows: found.into_iter().map(row).collect(), total })
}

fn with_study_of_change(mut select: Select<measured_change::Entity>) -> Select<measured_change::Entity> {
    use sea_orm::sea_query::ExprTrait;
    let told_of = (measured_change::Entity, measured_change::Column::CaseStudyId);
    let same = Expr::col((case_study::Entity, case_study::Column::Id)).equals(told_of);
    QueryTrait::query(&mut select).join(JoinType::InnerJoin, case_study::Entity, same);
    select
}
