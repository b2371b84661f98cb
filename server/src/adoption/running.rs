//! Whether the practice of a study still runs in the kecamatan that wrote it. What the study records decides whether it is
//! asked about; its office answers by one tap, and readers see the last answer, or since when there is none.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, Query, SelectStatement, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};

use super::change::Writer;
pub use super::confirm::Answer;
use super::confirm::{SENT_TWICE_WITHIN, checked};
use super::entity::adoption;
use super::{ANSWERED_WITHIN, ASKED_EVERY, Stage, lineage, stage_of, store};
use crate::app::App;
use crate::audit;
use crate::case_study::entity::case_study::{self, Column};
use crate::case_study::store::visible_to;
use crate::clock::Clock;
use crate::content_change::Subject;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Result};
use crate::format;
use crate::ids::{AccountId, CaseStudyId};
use crate::viewer::Viewer;

/// The stage of a practice that is a lasting one. A study that names no stage tells of one too.
const LASTING: &str = "penerapan";

/// Questions of an office on one page.
const MOST: u64 = 200;

/// The studies that readers see, of a kecamatan and of a lasting practice. One that grew from an entry of the ledger that
/// runs is asked about there.
pub(super) fn of_offices() -> Select<case_study::Entity> {
    let asked_there = Query::select()
        .column(adoption::Column::OwnStudyId)
        .from(adoption::Entity)
        .and_where(adoption::Column::OwnStudyId.is_not_null())
        .and_where(adoption::Column::Stage.eq(Stage::Running.as_str()))
        .to_owned();
    visible_to(&Viewer::reader(AccountId(0), true))
        .filter(Column::Id.not_in_subquery(asked_there))
        .filter(Column::KecamatanCode.is_not_null())
        .filter(Condition::any().add(Column::Stage.is_null()).add(Column::Stage.eq(LASTING)))
}

/// Numbers of the studies that members see.
pub(super) fn shown_ids() -> SelectStatement {
    visible_to(&Viewer::reader(AccountId(0), true)).select_only().column(Column::Id).into_query()
}

/// True for rows in which one time is after another.
pub(super) fn is_later(one: Column, other: Column) -> SimpleExpr {
    use sea_orm::sea_query::ExprTrait;
    Expr::col((case_study::Entity, one)).gt(Expr::col((case_study::Entity, other)))
}

/// The studies of an office whose question waits for its answer.
pub async fn open(db: &impl ConnectionTrait, kecamatan: &str) -> Result<Vec<case_study::Model>> {
    let rows = of_offices()
        .filter(Column::KecamatanCode.eq(kecamatan))
        .filter(Column::AskedAt.is_not_null())
        .filter(is_later(Column::AskedAt, Column::UpdatedAt))
        .order_by_asc(Column::AskedAt)
        .order_by_asc(Column::Id)
        .limit(MOST);
    Ok(rows.all(db).await?)
}

/// How many practices of an office, written or taken up, wait for its answer.
pub async fn waiting(db: &impl ConnectionTrait, kecamatan: &str) -> Result<usize> {
    Ok(store::open_entries(db, kecamatan).await?.len() + open(db, kecamatan).await?.len())
}

/// True for a study whose office may say whether the practice still runs.
pub fn is_lasting(study: &case_study::Model) -> bool {
    let is_shown = study.state == "tayang" && study.hidden_at.is_none();
    is_shown && study.kecamatan_code.is_some() && study.stage.as_deref().is_none_or(|stage| stage == LASTING)
}

/// True while its office is asked: a text written anew since is an answer.
pub fn is_asked(study: &case_study::Model) -> bool {
    is_lasting(study) && study.asked_at.is_some_and(|at| at > study.updated_at)
}

/// True when its office said that it stopped, and wrote no new text since.
pub fn is_stopped(study: &case_study::Model) -> bool {
    last_answer(study).is_some_and(|(answer, _)| answer == Answer::Stopped)
}

/// When the office last said that it runs: by its text or by an answer.
pub fn confirmed_at(study: &case_study::Model) -> DateTime<Utc> {
    study.answered_at.map_or(study.updated_at, |at| Ord::max(at, study.updated_at))
}

/// Since when nobody confirmed it: the time for an answer is over.
pub fn unconfirmed_since(study: &case_study::Model, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let asked = study.asked_at.filter(|_| is_asked(study))?;
    let confirmed = confirmed_at(study);
    let is_late = asked + ANSWERED_WITHIN < now || confirmed + ASKED_EVERY + ASKED_EVERY < now;
    is_late.then_some(confirmed)
}

/// The answer that holds for the text as it stands.
fn last_answer(study: &case_study::Model) -> Option<(Answer, DateTime<Utc>)> {
    let at = study.answered_at.filter(|at| *at > study.updated_at && is_lasting(study))?;
    Some((Answer::parse(&study.running_answer)?, at))
}

/// What the study's page says of it, and the office's words; nothing before the first question.
pub fn said(study: &case_study::Model, clock: &Clock) -> (String, String) {
    if let Some(since) = unconfirmed_since(study, clock.now()) {
        return (store::unconfirmed(since, clock), String::new());
    }
    let Some((answer, at)) = last_answer(study) else { return (String::new(), String::new()) };
    let day = format::date(clock.local(at).date_naive());
    let who = &study.running_byline;
    match answer {
        Answer::Still => (format!("Masih berjalan, dikonfirmasi {who} {day}"), String::new()),
        Answer::Changed => {
            (format!("Masih berjalan dengan perubahan, menurut {who} {day}"), study.running_note.clone())
        }
        Answer::Stopped => (format!("Sudah berhenti, menurut {who} {day}"), study.running_note.clone()),
    }
}

/// Names the answer that a form was drawn with, so that no colleague's is passed over.
pub fn version(study: &case_study::Model) -> String {
    study.answered_at.map_or(0, |at| at.timestamp_millis()).to_string()
}

/// Keeps what the acting office says of its own practice. Problems stand at `answer` and `why`; `Conflict` when a colleague
/// answered since the form was drawn, and for a study of no lasting practice.
pub async fn answer(
    app: &App,
    viewer: &Viewer,
    id: CaseStudyId,
    (answer, why): (&str, &str),
    known: &str,
    keeps_phone: bool,
) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let writer = Writer::of(&tx, viewer).await?;
    let study = visible_to(viewer).filter(Column::Id.eq(id.get())).lock_exclusive().one(&*tx).await?;
    let study = study.ok_or(Error::NotFound)?;
    if study.kecamatan_code.as_ref() != Some(&writer.acting.region) {
        return Err(Error::Forbidden);
    }
    let (answer, note) = checked(answer, why, keeps_phone)?;
    let entry = lineage::entry_of(&*tx, study.id).await?;
    if let Some(entry) = entry.filter(|entry| stage_of(entry) == Stage::Running) {
        let there = format!("Praktik ini dijawab di catatan replikasinya: {}", store::url(entry.id));
        return Err(Error::Conflict(there));
    }
    if !is_lasting(&study) {
        return Err(Error::Conflict("Menurut tulisannya praktik ini belum atau tidak lagi diterapkan.".to_owned()));
    }
    if is_sent_twice(&study, &writer, answer, &note, tx.now() - SENT_TWICE_WITHIN) {
        return Ok(());
    }
    if version(&study) != known.trim() {
        let by = &study.running_byline;
        return Err(Error::Conflict(format!("Sementara itu {by} sudah menjawab. Muat ulang halaman ini.")));
    }
    write(&tx, &writer, study.id, answer, &note).await?;
    tx.commit(Effect::Visible(vec![Subject::CaseStudy(id)])).await?;
    Ok(())
}

fn is_sent_twice(study: &case_study::Model, writer: &Writer, answer: Answer, note: &str, since: DateTime<Utc>) -> bool {
    study.answered_at.is_some_and(|at| at > since)
        && study.running_answer == answer.as_str()
        && study.running_note == note
        && study.running_byline == writer.byline
}

async fn write(tx: &WriteTransaction, writer: &Writer, study: i64, answer: Answer, note: &str) -> Result<()> {
    case_study::Entity::update_many()
        .col_expr(Column::AskedAt, Expr::value(Option::<DateTime<Utc>>::None))
        .col_expr(Column::AnsweredAt, Expr::value(Some(tx.now())))
        .col_expr(Column::RunningAnswer, Expr::value(answer.as_str()))
        .col_expr(Column::RunningNote, Expr::value(note))
        .col_expr(Column::RunningByline, Expr::value(writer.byline.as_str()))
        .filter(Column::Id.eq(study))
        .exec(&**tx)
        .await?;
    let entry = audit::Entry {
        account: Some(writer.account),
        term: Some(writer.acting.term),
        act: "confirm_practice",
        subject_kind: "case_study",
        subject_id: study.to_string(),
        reason: answer.label(),
    };
    audit::record(tx, entry).await
}
