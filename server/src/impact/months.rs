//! What was measured in which month. What an entry told belongs to the month since when it runs, a study's own result to
//! that in which the study appeared.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, JoinType};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, QueryFilter, QuerySelect, QueryTrait, Select};

use super::period::Period;
use super::store::{changes, entries, studies};
use crate::adoption::entity::adoption;
use crate::case_study::entity::{case_study, measured_change};
use crate::clock::Clock;
use crate::coverage::Filter;
use crate::error::Result;
use crate::indicator::Measure;

/// All results of a measure in one month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Told {
    /// How many.
    pub rows: i64,
    /// All values before.
    pub first: f64,
    /// All values after.
    pub last: f64,
    /// The least change.
    pub least: f64,
    /// The greatest change.
    pub most: f64,
}

/// A month's first day, a measure and its unit.
pub type Of = (NaiveDate, i64, String);

/// Results that are summed, of a period only where one is given.
pub(super) fn within(filter: &Filter, period: Option<&Period>) -> Select<measured_change::Entity> {
    let select = changes(filter);
    let Some(period) = period else {
        return select;
    };
    let began = entries(filter)
        .select_only()
        .column(adoption::Column::Id)
        .filter(adoption::Column::Since.gte(period.from))
        .filter(adoption::Column::Since.lt(period.until))
        .into_query();
    let appeared = studies(filter)
        .select_only()
        .column(case_study::Column::Id)
        .filter(case_study::Column::PublishedAt.gte(period.begin))
        .filter(case_study::Column::PublishedAt.lt(period.end))
        .into_query();
    let own = Condition::all()
        .add(measured_change::Column::AdoptionId.is_null())
        .add(measured_change::Column::CaseStudyId.in_subquery(appeared));
    select.filter(Condition::any().add(own).add(measured_change::Column::AdoptionId.in_subquery(began)))
}

/// The results of a measure, or of all, by month: one statement. Local months are no grouping that both databases know, so
/// the rows are added up here.
pub async fn told(
    db: &impl ConnectionTrait,
    clock: &Clock,
    filter: &Filter,
    measure: Option<&Measure>,
    period: Option<&Period>,
) -> Result<BTreeMap<Of, Told>> {
    type Row = (i64, String, f64, f64, DateTime<Utc>, Option<NaiveDate>);
    let mut select = within(filter, period);
    if let Some(measure) = measure {
        select = select
            .filter(measured_change::Column::MeasureId.eq(measure.id))
            .filter(measured_change::Column::Unit.eq(measure.unit.as_str()));
    }
    let rows: Vec<Row> = with_days(select)
        .select_only()
        .column(measured_change::Column::MeasureId)
        .column(measured_change::Column::Unit)
        .column(measured_change::Column::FirstValue)
        .column(measured_change::Column::LastValue)
        .column_as(case_study::Column::PublishedAt, "appeared")
        .column_as(adoption::Column::Since, "began")
        .into_tuple()
        .all(db)
        .await?;
    let mut told = BTreeMap::new();
    for (measure, unit, first, last, appeared, began) in rows {
        let day = began.unwrap_or_else(|| clock.local(appeared).date_naive());
        let month = day.with_day(1).unwrap_or(day);
        add(told.entry((month, measure, unit)).or_insert(NOTHING), first, last);
    }
    Ok(told)
}

const NOTHING: Told = Told { rows: 0, first: 0.0, last: 0.0, least: f64::INFINITY, most: f64::NEG_INFINITY };

fn add(told: &mut Told, first: f64, last: f64) {
    told.rows += 1;
    told.first += first;
    told.last += last;
    told.least = told.least.min(last - first);
    told.most = told.most.max(last - first);
}

/// With the study of each row, and the entry that told it, if one did.
fn with_days(mut select: Select<measured_change::Entity>) -> Select<measured_change::Entity> {
    use sea_orm::sea_query::ExprTrait;
    let of_row = |column| (measured_change::Entity, column);
    let study =
        Expr::col((case_study::Entity, case_study::Column::Id)).equals(of_row(measured_change::Column::CaseStudyId));
    let entry = Expr::col((adoption::Entity, adoption::Column::Id)).equals(of_row(measured_change::Column::AdoptionId));
    QueryTrait::query(&mut select).join(JoinType::InnerJoin, case_study::Entity, study).join(
        JoinType::LeftJoin,
        adoption::Entity,
        entry,
    );
    select
}
