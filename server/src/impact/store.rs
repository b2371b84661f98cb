//! The numbers, grouped by the database in a fixed number of statements, however many studies and adoptions there are.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Alias, Expr, JoinType, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select};

use super::months::within;
use super::period::Period;
use crate::adoption::entity::adoption;
use crate::adoption::{Counts, Stage};
use crate::case_study::entity::{case_study, case_study_indicator, measured_change};
use crate::coverage::Filter;
use crate::error::Result;
use crate::viewer::Viewer;

/// The month of an adoption's stage, in both databases.
const MONTH: &str = "substr(CAST(since AS TEXT), 1, 7)";

/// Studies that count: what a visitor may see, as the filter asks.
pub(super) fn studies(filter: &Filter) -> Select<case_study::Entity> {
    filter.listing(None).narrowed(&Viewer::visitor())
}

/// Their numbers, for other queries.
pub(super) fn ids(filter: &Filter) -> SelectStatement {
    studies(filter).select_only().column(case_study::Column::Id).into_query()
}

/// Entries of the ledger of these studies.
pub(super) fn entries(filter: &Filter) -> Select<adoption::Entity> {
    adoption::Entity::find().filter(adoption::Column::CaseStudyId.in_subquery(ids(filter)))
}

/// Those that run: the only ones that count as replicated.
pub(super) fn running(filter: &Filter) -> Select<adoption::Entity> {
    entries(filter).filter(adoption::Column::Stage.eq(Stage::Running.as_str()))
}

/// Results that are summed: of the studies themselves, and of what runs elsewhere. What an entry told is counted once: in
/// its own study, where everybody may read that and it tells the same measure.
pub(super) fn changes(filter: &Filter) -> Select<measured_change::Entity> {
    use sea_orm::sea_query::ExprTrait;
    // Whether its practice is shown is asked of the row itself, which names the same one.
    let told: SelectStatement = adoption::Entity::find()
        .select_only()
        .column(adoption::Column::Id)
        .filter(adoption::Column::Stage.eq(Stage::Running.as_str()))
        .into_query();
    measured_change::Entity::find()
        .filter(measured_change::Column::CaseStudyId.in_subquery(ids(filter)))
        .filter(
            Condition::any()
                .add(measured_change::Column::AdoptionId.is_null())
                .add(measured_change::Column::AdoptionId.in_subquery(told)),
        )
        .filter(Expr::exists(told_by_its_own_study()).not())
}

/// Says of a row that the study which grew from its entry tells the same measure to everybody.
fn told_by_its_own_study() -> SelectStatement {
    use measured_change::Column;
    use sea_orm::sea_query::ExprTrait;
    let own = Alias::new("own");
    let of_own = |column: Column| Expr::col((own.clone(), column));
    let of_row = |column: Column| (measured_change::Entity, column);
    let grew = of_own(Column::CaseStudyId).equals((adoption::Entity, adoption::Column::OwnStudyId));
    Query::select()
        .expr(Expr::val(1))
        .from(adoption::Entity)
        .join_as(JoinType::InnerJoin, measured_change::Entity, own.clone(), grew)
        .and_where(Expr::col((adoption::Entity, adoption::Column::Id)).equals(of_row(Column::AdoptionId)))
        .and_where(of_own(Column::AdoptionId).is_null())
        .and_where(of_own(Column::MeasureId).equals(of_row(Column::MeasureId)))
        .and_where(of_own(Column::Unit).equals(of_row(Column::Unit)))
        .and_where(Expr::col((adoption::Entity, adoption::Column::OwnStudyId)).in_subquery(ids(&Filter::default())))
        .to_owned()
}

/// The line of the home page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Headline {
    /// Practices that run in another kecamatan.
    pub practices: i64,
    /// Kecamatan in which they run.
    pub kecamatan: i64,
}

/// How much runs elsewhere; one statement.
pub(super) async fn headline(db: &impl ConnectionTrait) -> Result<Headline> {
    let found: Option<(i64, i64)> = running(&Filter::default())
        .select_only()
        .column_as(Expr::cust("COUNT(DISTINCT case_study_id)"), "practices")
        .column_as(Expr::cust("COUNT(DISTINCT kecamatan_code)"), "places")
        .into_tuple()
        .one(db)
        .await?;
    let (practices, kecamatan) = found.unwrap_or_default();
    Ok(Headline { practices, kecamatan })
}

/// A kecamatan that takes part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Studies that it wrote.
    pub written: i64,
    /// Practices of others that it takes up, at any stage.
    pub entries: i64,
    /// Those that run.
    pub running: i64,
}

/// A measure over all places that told it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sum {
    /// The measure.
    pub measure: i64,
    /// The catalogue's unit when it was told.
    pub unit: String,
    /// Rows that are summed.
    pub rows: i64,
    /// Kecamatan that told it.
    pub kecamatan: i64,
    /// All values before.
    pub first: f64,
    /// All values after.
    pub last: f64,
    /// The least change.
    pub least: f64,
    /// The greatest change.
    pub most: f64,
}

/// Practices and entries that run, of a sector or an indicator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Practices that run elsewhere.
    pub practices: i64,
    /// Entries that run.
    pub running: i64,
}

/// Everything that the page shows.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// Studies that everybody may read.
    pub studies: i64,
    /// Practices that run elsewhere.
    pub practices: i64,
    /// Entries by their stage.
    pub stages: Counts,
    /// Who takes part, by code.
    pub places: BTreeMap<String, Part>,
    /// Entries that run, by the month in which they began to ("2026-11"), of all years.
    pub months: BTreeMap<String, i64>,
    /// When the first study appeared.
    pub first: Option<DateTime<Utc>>,
    /// By sector; none for studies without one.
    pub sectors: HashMap<Option<i64>, Group>,
    /// By indicator; a practice may serve several.
    pub indicators: HashMap<i64, Group>,
    /// By measure.
    pub sums: Arc<Vec<Sum>>,
}

/// Reads all of it in six statements.
pub(super) async fn figures(db: &impl ConnectionTrait, filter: &Filter) -> Result<Figures> {
    let written = written(db, filter).await?;
    let studies: i64 = written.iter().map(|(_, studies, _)| studies).sum();
    let first = written.iter().map(|(_, _, appeared)| *appeared).min();
    let (places, stages) = places(db, filter, written).await?;
    let sectors = by_sector(db, filter).await?;
    Ok(Figures {
        studies,
        practices: sectors.values().map(|group| group.practices).sum(),
        stages,
        places,
        months: months(db, filter).await?,
        first,
        sectors,
        indicators: by_indicator(db, filter).await?,
        sums: Arc::new(sums(db, filter, None).await?),
    })
}

/// The studies of a kecamatan, none for those without one: how many, and when the first appeared.
type Written = (Option<String>, i64, DateTime<Utc>);

/// How many studies each kecamatan wrote.
async fn written(db: &impl ConnectionTrait, filter: &Filter) -> Result<Vec<Written>> {
    let rows: Vec<Written> = studies(filter)
        .select_only()
        .column(case_study::Column::KecamatanCode)
        .column_as(case_study::Column::Id.count(), "studies")
        .column_as(case_study::Column::PublishedAt.min(), "first")
        .group_by(case_study::Column::KecamatanCode)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows)
}

/// Who takes part, and the entries of all of them by stage.
async fn places(
    db: &impl ConnectionTrait,
    filter: &Filter,
    written: Vec<Written>,
) -> Result<(BTreeMap<String, Part>, Counts)> {
    let taken: Vec<(String, String, i64)> = entries(filter)
        .select_only()
        .column(adoption::Column::KecamatanCode)
        .column(adoption::Column::Stage)
        .column_as(adoption::Column::Id.count(), "entries")
        .group_by(adoption::Column::KecamatanCode)
        .group_by(adoption::Column::Stage)
        .into_tuple()
        .all(db)
        .await?;
    let mut places: BTreeMap<String, Part> = BTreeMap::new();
    for (code, studies, _) in written {
        if let Some(code) = code {
            places.entry(code).or_default().written += studies;
        }
    }
    let mut counts = Counts::default();
    for (code, stage, entries) in taken {
        let Some(stage) = Stage::parse(&stage) else { continue };
        let part = places.entry(code).or_default();
        part.entries += entries;
        match stage {
            Stage::Interested => counts.interested += entries,
            Stage::Planned => counts.planned += entries,
            Stage::Trial => counts.trial += entries,
            Stage::Running => {
                counts.running += entries;
                part.running += entries;
            }
            Stage::Stopped => counts.stopped += entries,
        }
    }
    Ok((places, counts))
}

async fn months(db: &impl ConnectionTrait, filter: &Filter) -> Result<BTreeMap<String, i64>> {
    let rows: Vec<(String, i64)> = running(filter)
        .select_only()
        .column_as(Expr::cust(MONTH), "month")
        .column_as(adoption::Column::Id.count(), "entries")
        .group_by(Expr::cust(MONTH))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

async fn by_sector(db: &impl ConnectionTrait, filter: &Filter) -> Result<HashMap<Option<i64>, Group>> {
    let rows: Vec<(Option<i64>, i64, Option<i64>)> = replicated(filter)
        .column(case_study::Column::SectorId)
        .column_as(case_study::Column::Id.count(), "practices")
        .column_as(case_study::Column::Replications.sum(), "entries")
        .group_by(case_study::Column::SectorId)
        .into_tuple()
        .all(db)
        .await?;
    let group = |practices, running: Option<i64>| Group { practices, running: running.unwrap_or_default() };
    Ok(rows.into_iter().map(|(sector, practices, running)| (sector, group(practices, running))).collect())
}

async fn by_indicator(db: &impl ConnectionTrait, filter: &Filter) -> Result<HashMap<i64, Group>> {
    let rows: Vec<(i64, i64, Option<i64>)> = tagged(replicated(filter))
        .column(case_study_indicator::Column::IndicatorId)
        .column_as(case_study::Column::Id.count(), "practices")
        .column_as(case_study::Column::Replications.sum(), "entries")
        .group_by(case_study_indicator::Column::IndicatorId)
        .into_tuple()
        .all(db)
        .await?;
    let group = |practices, running: Option<i64>| Group { practices, running: running.unwrap_or_default() };
    Ok(rows.into_iter().map(|(indicator, practices, running)| (indicator, group(practices, running))).collect())
}

/// A row for each indicator of a study.
fn tagged(mut select: Select<case_study::Entity>) -> Select<case_study::Entity> {
    use sea_orm::sea_query::ExprTrait;
    let tag = (case_study_indicator::Entity, case_study_indicator::Column::CaseStudyId);
    let same = Expr::col((case_study::Entity, case_study::Column::Id)).equals(tag);
    QueryTrait::query(&mut select).join(JoinType::InnerJoin, case_study_indicator::Entity, same);
    select
}

/// Practices that run elsewhere, without columns yet.
pub(super) fn replicated(filter: &Filter) -> Select<case_study::Entity> {
    studies(filter).filter(case_study::Column::Replications.gt(0)).select_only()
}

pub(super) async fn sums(db: &impl ConnectionTrait, filter: &Filter, period: Option<&Period>) -> Result<Vec<Sum>> {
    type Row = (i64, String, i64, i64, f64, f64, f64, f64);
    let rows: Vec<Row> = within(filter, period)
        .select_only()
        .column(measured_change::Column::MeasureId)
        .column(measured_change::Column::Unit)
        .column_as(measured_change::Column::Id.count(), "told")
        .column_as(Expr::cust("COUNT(DISTINCT kecamatan_code)"), "places")
        .column_as(Expr::cust("SUM(first_value)"), "before")
        .column_as(Expr::cust("SUM(last_value)"), "after")
        .column_as(Expr::cust("MIN(last_value - first_value)"), "least")
        .column_as(Expr::cust("MAX(last_value - first_value)"), "most")
        .group_by(measured_change::Column::MeasureId)
        .group_by(measured_change::Column::Unit)
        .into_tuple()
        .all(db)
        .await?;
    let sum = |(measure, unit, rows, kecamatan, first, last, least, most): Row| Sum {
        measure,
        unit,
        rows,
        kecamatan,
        first,
        last,
        least,
        most,
    };
    Ok(rows.into_iter().map(sum).collect())
}
