//! Reports of a scope, and who may see one.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Condition, Expr, NullOrdering};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect};

use super::entity::{report, report_word};
use super::{Ground, Outcome, subject_word};
use crate::case_study::entity::case_study;
use crate::case_study::store::find_cared_for;
use crate::catalogue::Catalogue;
use crate::discussion;
use crate::error::{Error, Result};
use crate::ids::CaseStudyId;
use crate::policy::Act;
use crate::viewer::Viewer;

/// Lines of one list.
const MOST_LINES: u64 = 100;

/// A report in a list.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Path of the report.
    pub url: String,
    /// "Komentar: Memuat data pribadi".
    pub title: String,
    /// "Kec. Cikajang, Kab. Garut".
    pub place: String,
    /// First words of the report.
    pub teaser: String,
    /// When it came.
    pub at: DateTime<Utc>,
    /// Until when it must be answered.
    pub due_at: Option<DateTime<Utc>>,
    /// True when that is over.
    pub is_late: bool,
}

/// Reports of a scope in a state: with a deadline first, then the oldest.
pub async fn waiting(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    scope: &str,
    state: &str,
    now: DateTime<Utc>,
) -> Result<Vec<Waiting>> {
    let column = report::Column::ScopeCode;
    let rows = report::Entity::find()
        .filter(report::Column::State.eq(state))
        .filter(Condition::any().add(column.eq(scope)).add(column.starts_with(format!("{scope}."))))
        .order_by_with_nulls(Expr::col(report::Column::DueAt), Order::Asc, NullOrdering::Last)
        .order_by(report::Column::Id, if state == "open" { Order::Asc } else { Order::Desc })
        .limit(MOST_LINES)
        .all(db)
        .await?;
    let line = |row: report::Model| {
        let ground = Ground::parse(&row.ground).unwrap_or(Ground::Other);
        Waiting {
            url: format!("/laporan/{}", row.id),
            title: format!("{}: {}", subject_word(&row.subject_kind), ground.label()),
            place: catalogue.places.full_name(&row.scope_code),
            teaser: row.body.chars().take(140).collect(),
            at: row.created_at,
            due_at: row.due_at,
            is_late: row.state == "open" && row.due_at.is_some_and(|due| due < now),
        }
    };
    Ok(rows.into_iter().map(line).collect())
}

/// One report with everything said about it.
pub async fn find(db: &impl ConnectionTrait, id: i64) -> Result<(report::Model, Vec<report_word::Model>)> {
    let row = report::Entity::find_by_id(id).one(db).await?.ok_or(Error::NotFound)?;
    let words = report_word::Entity::find()
        .filter(report_word::Column::ReportId.eq(id))
        .order_by_asc(report_word::Column::Id)
        .all(db)
        .await?;
    Ok((row, words))
}

/// The study of a report, for who may see the report: it may be hidden.
pub async fn study_of(db: &impl ConnectionTrait, viewer: &Viewer, row: &report::Model) -> Option<case_study::Model> {
    find_cared_for(db, viewer, CaseStudyId(row.case_study_id)).await.ok()
}

/// True for who wrote what a coordinator decided about: the writer of a comment, else the office of the study. Before a
/// decision nobody is concerned.
pub async fn concerns(db: &impl ConnectionTrait, viewer: &Viewer, row: &report::Model) -> Result<bool> {
    let last = report_word::Entity::find()
        .filter(report_word::Column::ReportId.eq(row.id))
        .filter(report_word::Column::Kind.eq("answer"))
        .order_by_desc(report_word::Column::Id)
        .one(db)
        .await?;
    let decided = last.and_then(|word| Outcome::parse(&word.outcome)).is_some_and(Outcome::concerns_the_writer);
    if !decided {
        return Ok(false);
    }
    if row.subject_kind == "comment" {
        let comment = discussion::entity::Entity::find_by_id(row.subject_id).one(db).await?;
        return Ok(
            comment.is_some_and(|comment| viewer.account().is_some_and(|account| account.get() == comment.account_id))
        );
    }
    Ok(viewer.may(Act::WriteDraft, &row.scope_code))
}
