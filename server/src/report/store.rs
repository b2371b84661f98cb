//! Reports of a scope, and who may see one.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Condition, Expr, NullOrdering};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::entity::{report, report_word};
use super::{About, Outcome, Root, STEP, heading};
use crate::adoption::hide as steps;
use crate::case_study::entity::{case_study, case_study_author};
use crate::catalogue::Catalogue;
use crate::discussion;
use crate::error::{Error, Result};
use crate::ids::CaseStudyId;
use crate::policy::Act;
use crate::question::entity::{answer, question};
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

/// What the viewer said himself.
fn own_words(viewer: &Viewer) -> Condition {
    let me = viewer.account().map_or(0, |account| account.get());
    let comments = discussion::entity::Entity::find()
        .select_only()
        .column(discussion::entity::Column::Id)
        .filter(discussion::entity::Column::AccountId.eq(me))
        .into_query();
    let questions = question::Entity::find()
        .select_only()
        .column(question::Column::Id)
        .filter(question::Column::AccountId.eq(me))
        .into_query();
    let answers = answer::Entity::find()
        .select_only()
        .column(answer::Column::Id)
        .filter(answer::Column::AccountId.eq(me))
        .into_query();
    let of = |kind: &'static str, ids| {
        Condition::all().add(report::Column::SubjectKind.eq(kind)).add(report::Column::SubjectId.in_subquery(ids))
    };
    Condition::any().add(of("comment", comments)).add(of("question", questions)).add(of("answer", answers))
}

/// Reports of a scope in a state, but those about the viewer's own words: with a deadline first, then the oldest.
pub async fn waiting(
    db: &impl ConnectionTrait,
    (viewer, catalogue): (&Viewer, &Catalogue),
    scope: &str,
    state: &str,
    now: DateTime<Utc>,
) -> Result<Vec<Waiting>> {
    let column = report::Column::ScopeCode;
    let rows = report::Entity::find()
        .filter(report::Column::State.eq(state))
        .filter(Condition::any().add(column.eq(scope)).add(column.starts_with(format!("{scope}."))))
        .filter(own_words(viewer).not())
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

/// The study or question of a report, for who may see the report: it may be hidden.
pub async fn root_of(db: &impl ConnectionTrait, viewer: &Viewer, row: &report::Model) -> Option<Root> {
    About::from_columns(row.case_study_id, row.question_id)?.find_cared_for(db, viewer).await.ok()
}

/// The case in which a study was hidden and not shown again since, the last one: its number.
pub async fn case_of_study(db: &impl ConnectionTrait, study: CaseStudyId) -> Result<Option<i64>> {
    let about = Condition::all()
        .add(report::Column::CaseStudyId.eq(study.get()))
        .add(report::Column::SubjectKind.is_in(["case_study", "photo"]));
    Ok(hidden_in(db, about).await?.into_iter().map(|(case, _)| case).max())
}

/// The case in which each of these comments, questions or answers was hidden and not shown again since, the last one of
/// each: thing and number. Two statements.
pub async fn cases_of(db: &impl ConnectionTrait, kind: &str, things: &[i64]) -> Result<HashMap<i64, i64>> {
    let about = Condition::all()
        .add(report::Column::SubjectKind.eq(kind))
        .add(report::Column::SubjectId.is_in(things.iter().copied()));
    let mut cases = hidden_in(db, about).await?;
    cases.sort_unstable();
    Ok(cases.into_iter().map(|(case, thing)| (thing, case)).collect())
}

/// True when somebody reported a thing, or a coordinator ever decided about it.
pub async fn has_case(db: &impl ConnectionTrait, kind: &str, thing: i64) -> Result<bool> {
    let case =
        report::Entity::find().filter(report::Column::SubjectKind.eq(kind)).filter(report::Column::SubjectId.eq(thing));
    Ok(case.one(db).await?.is_some())
}

/// Cases in which the thing was hidden last and not shown again, each with the thing's number. Between the two a case has
/// other answers: the writer replies and is asked for more while the thing stays hidden.
async fn hidden_in(db: &impl ConnectionTrait, about: Condition) -> Result<Vec<(i64, i64)>> {
    let cases: Vec<(i64, i64)> = report::Entity::find()
        .select_only()
        .column(report::Column::Id)
        .column(report::Column::SubjectId)
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

/// What somebody said: a comment, a question, an answer or a step of the ledger. A study and its photos are an office's.
struct Said {
    /// Who.
    writer: i64,
    is_hidden: bool,
    is_deleted: bool,
    /// Office and words.
    quoted: (String, String),
}

/// What a report is about, where somebody said it.
async fn said(db: &impl ConnectionTrait, row: &report::Model) -> Result<Option<Said>> {
    Ok(match row.subject_kind.as_str() {
        "comment" => discussion::entity::Entity::find_by_id(row.subject_id).one(db).await?.map(|row| Said {
            writer: row.account_id,
            is_hidden: row.hidden_at.is_some(),
            is_deleted: row.deleted_at.is_some(),
            quoted: (row.byline, row.body),
        }),
        "question" => question::Entity::find_by_id(row.subject_id).one(db).await?.map(|row| Said {
            writer: row.account_id,
            is_hidden: row.hidden_at.is_some(),
            is_deleted: row.deleted_at.is_some(),
            quoted: (row.byline, [row.title, row.body, row.summary].join("\n\n").trim_end().to_owned()),
        }),
        "answer" => answer::Entity::find_by_id(row.subject_id).one(db).await?.map(|row| Said {
            writer: row.account_id,
            is_hidden: row.hidden_at.is_some(),
            is_deleted: row.deleted_at.is_some(),
            quoted: (row.byline, row.body),
        }),
        STEP => {
            let step = steps::find(db, row.subject_id).await?;
            let is_hidden = step.hidden_at.is_some();
            Some(Said { writer: step.account_id, is_hidden, is_deleted: false, quoted: (step.byline, step.note) })
        }
        _ => None,
    })
}

/// Office and words of what was reported, where somebody said it.
pub async fn quoted(db: &impl ConnectionTrait, row: &report::Model) -> Result<Option<(String, String)>> {
    Ok(said(db, row).await?.map(|said| said.quoted))
}

/// True while readers see what somebody said: it is neither hidden nor taken back.
pub async fn is_shown(db: &impl ConnectionTrait, row: &report::Model) -> Result<bool> {
    Ok(said(db, row).await?.is_some_and(|said| !said.is_hidden && !said.is_deleted))
}

/// True while what a report is about is hidden from readers; of a photo that is its study.
pub async fn is_hidden(db: &impl ConnectionTrait, row: &report::Model) -> Result<bool> {
    let Some(study) = row.case_study_id.filter(|_| !row.is_said()) else {
        return Ok(said(db, row).await?.is_some_and(|said| said.is_hidden));
    };
    let study = case_study::Entity::find_by_id(study).one(db).await?;
    Ok(study.is_some_and(|study| study.hidden_at.is_some()))
}

/// Who wrote what was reported: who said it, else the writers of the study.
pub async fn writers(db: &impl ConnectionTrait, row: &report::Model) -> Result<Vec<i64>> {
    let Some(study) = row.case_study_id.filter(|_| !row.is_said()) else {
        return Ok(said(db, row).await?.map(|said| said.writer).into_iter().collect());
    };
    let writers = case_study_author::Entity::find()
        .select_only()
        .column(case_study_author::Column::AccountId)
        .filter(case_study_author::Column::CaseStudyId.eq(study))
        .order_by_asc(case_study_author::Column::AccountId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(writers)
}

/// True for who said what a report is about: he neither judges his own words nor reads who reported them.
pub async fn is_by(db: &impl ConnectionTrait, viewer: &Viewer, row: &report::Model) -> Result<bool> {
    if !row.is_said() {
        return Ok(false);
    }
    let writer = said(db, row).await?.map(|said| said.writer);
    Ok(writer.is_some() && writer == viewer.account().map(|account| account.get()))
}

/// True for who wrote what a coordinator decided about: who said it, else the office of the study, or the one that takes it
/// up. Before a decision nobody is concerned.
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
    if row.is_said() {
        let writer = said(db, row).await?.map(|said| said.writer);
        let is_writer = writer.is_some() && writer == viewer.account().map(|account| account.get());
        // A step speaks for the office that takes the practice up, too: whoever serves there now replies as well.
        if is_writer || row.subject_kind != STEP {
            return Ok(is_writer);
        }
    }
    Ok(viewer.may(Act::WriteDraft, &row.scope_code))
}

impl report::Model {
    /// True for what one person said; a study and its photos are an office's.
    pub fn is_said(&self) -> bool {
        matches!(self.subject_kind.as_str(), "comment" | "question" | "answer" | STEP)
    }
}
