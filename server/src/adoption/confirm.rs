//! "Apakah praktik ini masih berjalan?": the office answers by one tap, asked or not.

use chrono::Duration;

use super::change::{Step, Writer, add_step, advance, recount, remember};
use super::{NOTE_CHARS, Stage, stage_of, store};
use crate::app::App;
use crate::case_study::personal_data;
use crate::content_change::Subject;
use crate::db::Effect;
use crate::error::{Error, Problems, Result};
use crate::ids::{AdoptionId, CaseStudyId};
use crate::viewer::Viewer;
use crate::web::forms;

/// The same tap within this time is one.
pub(super) const SENT_TWICE_WITHIN: Duration = Duration::minutes(1);

/// An answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It runs as before.
    Still,
    /// It runs, and something changed.
    Changed,
    /// It stopped.
    Stopped,
}

impl Answer {
    /// Every answer, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Still, Self::Changed, Self::Stopped];

    /// The answer as the form holds it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Still => "masih",
            Self::Changed => "ada_perubahan",
            Self::Stopped => "berhenti",
        }
    }

    /// Reads what `as_str` wrote.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.as_str() == text)
    }

    /// The answer as the interface names it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Still => "Masih",
            Self::Changed => "Ada perubahan",
            Self::Stopped => "Sudah berhenti",
        }
    }
}

/// Keeps the answer of the acting office and gives the number of its step. Problems stand at `answer` and `why`: a change and
/// an end say what or why. `keeps_phone` is true when a phone number in it may stand. `Conflict` for what does not run.
pub async fn confirm(
    app: &App,
    viewer: &Viewer,
    id: AdoptionId,
    (answer, why): (&str, &str),
    keeps_phone: bool,
) -> Result<Option<i64>> {
    let tx = app.db.begin_write().await?;
    let writer = Writer::of(&tx, viewer).await?;
    let row = writer.hold(&tx, id).await?;
    let (answer, note) = checked(answer, why, keeps_phone)?;
    if stage_of(&row) != Stage::Running {
        return Err(Error::Conflict(
            "Praktik ini sekarang tidak tercatat berjalan, jadi tidak perlu dikonfirmasi.".to_owned(),
        ));
    }
    // Tapped twice is answered once.
    let is_fresh = row.confirmed_at.is_some_and(|at| at > tx.now() - SENT_TWICE_WITHIN);
    let last = store::last_step(&*tx, row.id).await?.filter(|last| last.account_id == writer.account.get());
    let is_same = last.as_ref().is_some_and(|last| last.note == note);
    if row.asked_at.is_none() && is_fresh && (answer == Answer::Still || is_same) {
        return Ok(last.map(|last| last.id));
    }
    let stage = if answer == Answer::Stopped { Stage::Stopped } else { Stage::Running };
    let step = Step { stage, on: tx.today(), note: &note, figures: &[] };
    let recorded = add_step(&tx, &writer, row.id, &step).await?;
    advance(&tx, &row, &step).await?;
    recount(&tx, row.case_study_id).await?;
    remember(&tx, &writer, "confirm_adoption", row.id, answer.label()).await?;
    tx.commit(Effect::Visible(vec![Subject::CaseStudy(CaseStudyId(row.case_study_id))])).await?;
    Ok(Some(recorded))
}

pub(super) fn checked(answer: &str, why: &str, keeps_phone: bool) -> Result<(Answer, String)> {
    let mut problems = Problems::default();
    let answer = Answer::parse(answer);
    let why = forms::text(why).trim().to_owned();
    problems.within("why", "Keterangan", &why, NOTE_CHARS);
    personal_data::refuse_or_ask(&mut problems, "why", &why, "", keeps_phone);
    match answer {
        None => problems.add("answer", "Pilih salah satu jawaban."),
        Some(Answer::Changed) if why.is_empty() => problems.add("why", "Tulis apa yang berubah."),
        Some(Answer::Stopped) if why.is_empty() => {
            problems.add("why", "Tulis mengapa berhenti; kecamatan lain belajar dari sini.");
        }
        Some(_) => {}
    }
    problems.into_result()?;
    let answer = answer.ok_or(Error::NotFound)?;
    let note = if answer == Answer::Still && why.is_empty() { "Masih berjalan.".to_owned() } else { why };
    Ok((answer, note))
}
