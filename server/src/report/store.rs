//! Reports of a scope, and who may see one.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Condition, Expr, NullOrdering};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect};

use super::entity::{report, report_word};
use super::{Outcome, heading};
use crate::adoption::hide as steps;
use crate::case_study::entity::{case_study, case_study_author};
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
    let line = |row: report::Model| Waiting {
        url: format!("/laporan/{}", row.id),
        title: heading(&row),
        place: catalogue.places.full_name(&row.scope_code),
        teaser: row.body.chars().take(140).collect(),
        at: row.created_at,
        due_at: row.due_at,
        is_late: row.state == "open" && row.due_at.is_some_and(|due| due < now),
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

/// The case in which a study was hidden and not shown again since, the last one: its number.
pub async fn case_of_study(db: &impl ConnectionTrait, study: CaseStudyId) -> Result<Option<i64>> {
    let about = Condition::all()
        .add(report::Column::CaseStudyId.eq(study.get()))
        .add(report::Column::AdoptionStepId.is_null())
        .add(report::Column::SubjectKind.is_in(["case_study", "photo"]));
    Ok(hidden_in(db, about, report::Column::SubjectId).await?.into_iter().map(|(case, _)| case).max())
}

/// The case in which each of these comments was hidden and not shown again since, the last one of each: comment and
/// number. Two statements.
pub async fn cases_of_comments(db: &impl ConnectionTrait, comments: &[i64]) -> Result<HashMap<i64, i64>> {
    let about = Condition::all()
        .add(report::Column::SubjectKind.eq("comment"))
        .add(report::Column::SubjectId.is_in(comments.iter().copied()));
    let mut cases = hidden_in(db, about, report::Column::SubjectId).await?;
    cases.sort_unstable();
    Ok(cases.into_iter().map(|(case, comment)| (comment, case)).collect())
}

/// As [`cases_of_comments`], for steps of the ledger.
pub async fn cases_of_steps(db: &impl ConnectionTrait, steps: &[i64]) -> Result<HashMap<i64, i64>> {
    let about = Condition::all().add(report::Column::AdoptionStepId.is_in(steps.iter().copied()));
    let mut cases = hidden_in(db, about, report::Column::AdoptionStepId).await?;
    cases.sort_unstable();
    Ok(cases.into_iter().map(|(case, step)| (step, case)).collect())
}

/// Cases in which the thing was hidden last and not shown again, each with the thing's number. Between the two a case has
/// other answers: the writer replies and is asked for more while the thing stays hidden.
async fn hidden_in(db: &impl ConnectionTrait, about: Condition, thing: report::Column) -> Result<Vec<(i64, i64)>> {
    let cases: Vec<(i64, i64)> = report::Entity::find()
        .select_only()
        .column(report::Column::Id)
        .column(thing)
        .filter(about)
        .into_tuple()
        .all(db)
        .await?;
    if cases.is_empty() {
        return Ok(cases);
    }
    let answers: Vec<(i64, String)> = report_word::Entity::find()
        .select_only()
        .column(report_word::Column::ReportId)
        .column(report_word::Column::Outcome)
        .filter(report_word::Column::ReportId.is_in(cases.iter().map(|(case, _)| *case)))
        .filter(report_word::Column::Kind.eq("answer"))
        .filter(report_word::Column::Outcome.is_in([Outcome::Hidden.as_str(), Outcome::Restored.as_str()]))
        .order_by_asc(report_word::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    let last: HashMap<i64, String> = answers.into_iter().collect();
    let hid = |case: &i64| last.get(case).and_then(|outcome| Outcome::parse(outcome)) == Some(Outcome::Hidden);
    Ok(cases.into_iter().filter(|(case, _)| hid(case)).collect())
}

/// True while what a report is about is hidden from readers; of a photo that is its study.
pub async fn is_hidden(db: &impl ConnectionTrait, row: &report::Model) -> Result<bool> {
    if let Some(step) = row.adoption_step_id {
        return Ok(steps::find(db, step).await?.hidden_at.is_some());
    }
    if row.subject_kind == "comment" {
        let comment = discussion::entity::Entity::find_by_id(row.subject_id).one(db).await?;
        return Ok(comment.is_some_and(|comment| comment.hidden_at.is_some()));
    }
    let study = case_study::Entity::find_by_id(row.case_study_id).one(db).await?;
    Ok(study.is_some_and(|study| study.hidden_at.is_some()))
}

/// Who wrote what was reported: the writer of a comment or of a step, else the writers of the study.
pub async fn writers(db: &impl ConnectionTrait, row: &report::Model) -> Result<Vec<i64>> {
    if let Some(step) = row.adoption_step_id {
        return Ok(vec![steps::find(db, step).await?.account_id]);
    }
    if row.subject_kind == "comment" {
        let comment = discussion::entity::Entity::find_by_id(row.subject_id).one(db).await?;
        return Ok(comment.map(|comment| comment.account_id).into_iter().collect());
    }
    let writers = case_study_author::Entity::find()
        .select_only()
        .column(case_study_author::Column::AccountId)
        .filter(case_study_author::Column::CaseStudyId.eq(row.case_study_id))
        .order_by_asc(case_study_author::Column::AccountId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(writers)
}

/// True for who wrote what a coordinator decided about: the writer of a comment, else the office of the study, or the one that
/// takes it up. Before a decision nobody is concerned.
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
