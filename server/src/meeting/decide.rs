//! Deciding about a study while everybody reads along. A decision names the version that it started from: of two who
//! type at once the second sees what the first wrote, and nothing is overwritten unseen.

use chrono::NaiveDate;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::change::Change;
use super::edit::Faster;
use super::entity::meeting_item;
use super::{Decision, LINE_CHARS, NOTE_CHARS, day, ledger, store};
use crate::app::App;
use crate::case_study::personal_data;
use crate::case_study::store::find;
use crate::content_change::Subject;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Problems, Result};
use crate::format;
use crate::ids::{AdoptionId, CaseStudyId, MeetingId};
use crate::viewer::Viewer;
use crate::web::forms;

/// What is typed at a study.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// A word of [`Decision`], or nothing.
    pub decision: String,
    /// Who is in charge.
    pub who: String,
    /// By when, as the browser's field writes it.
    pub due: String,
    /// What the meeting said about it.
    pub note: String,
}

impl Typed {
    /// As it stands in the table.
    pub fn of(item: &meeting_item::Model) -> Self {
        Self {
            decision: item.decision.clone(),
            who: item.who.clone(),
            due: item.due_on.map(|day| day.to_string()).unwrap_or_default(),
            note: item.note.clone(),
        }
    }
}

/// The same as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Decided {
    decision: Option<Decision>,
    who: String,
    due_on: Option<NaiveDate>,
    note: String,
}

impl Decided {
    fn of(item: &meeting_item::Model) -> Self {
        Self {
            decision: Decision::parse(&item.decision),
            who: item.who.clone(),
            due_on: item.due_on,
            note: item.note.clone(),
        }
    }
}

/// What came of it.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It stands.
    Kept {
        /// True when there is a decision among it.
        is_decided: bool,
        /// True when it is tied to the ledger's entry of the office from now on.
        opens_ledger: bool,
    },
    /// The form said what it had started from.
    Same {
        /// True when a decision stands there.
        is_decided: bool,
    },
    /// Somebody wrote meanwhile; nothing was changed.
    Clash(Faster),
}

/// Keeps what was decided about a study. Problems stand at `decision`, `who`, `due` and `note`.
pub async fn decide(
    app: &App,
    viewer: &Viewer,
    id: MeetingId,
    item: i64,
    started_from: i64,
    typed: &Typed,
) -> Result<Outcome> {
    let tx = app.db.begin_write().await?;
    let change = Change::begin(&tx, viewer, id).await?.while_open()?;
    let items = store::items(&*tx, change.row.id).await?;
    let row = items.into_iter().find(|row| row.id == item).ok_or(Error::NotFound)?;
    let decided = checked(typed, &row, change.row.held_on, tx.today())?;
    let is_decided = decided.decision.is_some();
    if decided == Decided::of(&row) {
        // A form that is sent twice finds its own words: they are kept, by the first of the two.
        let is_kept = row.version != started_from;
        let kept = Outcome::Kept { is_decided, opens_ledger: false };
        return Ok(if is_kept { kept } else { Outcome::Same { is_decided } });
    }
    if row.version != started_from {
        let by = store::name(&*tx, row.updated_by).await?;
        return Ok(Outcome::Clash(Faster { by, is_own: row.updated_by == change.account.get(), at: row.updated_at }));
    }
    let adoption = replicated(&tx, viewer, &change, &row, &decided).await?;
    // The entry that the item named may have been taken back since it was read.
    let opens_ledger = adoption.is_some() && adoption != row.adoption_id;
    write(&tx, &change, &row, &decided, adoption).await?;
    change.remember(&tx, "decide_in_meeting", &row.case_study_id.to_string()).await?;
    // The study's page counts who takes it up.
    let seen = || Effect::Visible(vec![Subject::CaseStudy(CaseStudyId(row.case_study_id))]);
    tx.commit(if opens_ledger { seen() } else { Effect::Private }).await?;
    Ok(Outcome::Kept { is_decided, opens_ledger })
}

/// A deadline that has passed is refused where it, or the decision that leaves something to be done, is new; one that stands
/// there already stays, so that who or the note can be mended later. Minutes that are written late hold the deadline that
/// was set then, which may have passed since.
fn checked(typed: &Typed, row: &meeting_item::Model, held_on: NaiveDate, today: NaiveDate) -> Result<Decided> {
    let (who, note) = (forms::line(&typed.who), forms::text(&typed.note));
    let mut problems = Problems::default();
    problems.within("who", "Penanggung jawab", &who, LINE_CHARS);
    problems.within("note", "Catatan", &note, NOTE_CHARS);
    personal_data::refuse(&mut problems, "who", &who);
    personal_data::refuse(&mut problems, "note", &note);
    let due_on = day(&typed.due);
    if due_on.is_none() && !typed.due.trim().is_empty() {
        problems.add("due", "Tenggat tidak terbaca. Isi tanggalnya, misalnya 24-12-2026, atau kosongkan.");
    }
    let decision = Decision::parse(&typed.decision);
    let leaves_work = decision.is_some_and(|decision| Decision::WORK.contains(&decision.as_str()));
    let is_new = due_on != row.due_on || (leaves_work && decision != Decision::parse(&row.decision));
    if is_new && due_on.is_some_and(|day| day < std::cmp::min(held_on, today)) {
        problems.add("due", too_early(held_on, today));
    }
    problems.into_result()?;
    Ok(Decided { decision, who, due_on, note })
}

fn too_early(held_on: NaiveDate, today: NaiveDate) -> String {
    if held_on >= today {
        return "Tenggat ini sudah lewat. Pilih hari ini atau sesudahnya, atau kosongkan.".to_owned();
    }
    format!(
        "Tenggat ini sebelum hari rapat, {}. Pilih hari itu atau sesudahnya, atau kosongkan.",
        format::date(held_on)
    )
}

/// The ledger's entry, where the decision is newly to replicate.
async fn replicated(
    tx: &WriteTransaction,
    viewer: &Viewer,
    change: &Change,
    row: &meeting_item::Model,
    decided: &Decided,
) -> Result<Option<i64>> {
    let is_new = decided.decision == Some(Decision::Replicate) && row.decision != Decision::Replicate.as_str();
    if !is_new {
        return Ok(None);
    }
    match find(&**tx, viewer, CaseStudyId(row.case_study_id)).await {
        Ok(study) => {
            let entry = ledger::open(tx, viewer, &change.acting, CaseStudyId(study.id)).await?;
            Ok(entry.map(AdoptionId::get))
        }
        Err(Error::NotFound) => {
            let sentence = "Praktik ini tidak lagi tayang, jadi tidak dapat direplikasi lewat situs ini.";
            Err(Error::Invalid(Problems::one("decision", sentence)))
        }
        Err(error) => Err(error),
    }
}

async fn write(
    tx: &WriteTransaction,
    change: &Change,
    row: &meeting_item::Model,
    decided: &Decided,
    adoption: Option<i64>,
) -> Result<()> {
    let decision = decided.decision.map_or("", Decision::as_str);
    // What is decided anew is to be done anew.
    let is_same = decision == row.decision;
    let mut update = meeting_item::Entity::update_many()
        .col_expr(meeting_item::Column::Decision, Expr::value(decision))
        .col_expr(meeting_item::Column::Who, Expr::value(decided.who.as_str()))
        .col_expr(meeting_item::Column::DueOn, Expr::value(decided.due_on))
        .col_expr(meeting_item::Column::Note, Expr::value(decided.note.as_str()))
        .col_expr(meeting_item::Column::Version, Expr::value(row.version + 1))
        .col_expr(meeting_item::Column::UpdatedBy, Expr::value(change.account.get()))
        .col_expr(meeting_item::Column::UpdatedAt, Expr::value(tx.now()))
        .col_expr(meeting_item::Column::DoneAt, Expr::value(row.done_at.filter(|_| is_same)))
        .col_expr(meeting_item::Column::DoneBy, Expr::value(row.done_by.filter(|_| is_same)))
        .filter(meeting_item::Column::Id.eq(row.id));
    // Else what stands there stays, also where an office took its entry back meanwhile.
    if adoption.is_some() {
        update = update.col_expr(meeting_item::Column::AdoptionId, Expr::value(adoption));
    }
    update.exec(&**tx).await?;
    Ok(())
}
