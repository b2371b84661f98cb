//! The next step of an adoption: its stage, its day, a note, and figures where there are some.

use chrono::{Duration, NaiveDate};

use super::change::{Step, Writer, add_step, advance, recount, remember};
use super::entity::{adoption, adoption_step};
use super::figures::{self, Row};
use super::{NOTE_CHARS, Stage, date_problem, lineage, not_before, stage_of, store};
use crate::app::App;
use crate::case_study::content::Measured;
use crate::case_study::measured_change::{self, Source};
use crate::case_study::personal_data::{self, KEEPS_PHONE};
use crate::content_change::Subject;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Problems, Result};
use crate::ids::{AdoptionId, CaseStudyId};
use crate::viewer::Viewer;
use crate::web::{Posted, forms};

/// The same step of the same person within this time is one, sent twice.
const SENT_TWICE_WITHIN: Duration = Duration::minutes(1);

/// The form of a step, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// A stage.
    pub stage: String,
    /// A day: "2026-11-24".
    pub on: String,
    /// What is told.
    pub note: String,
    /// Figures before and after.
    pub figures: Vec<Row>,
    /// The version of the adoption that the form started from.
    pub version: String,
    /// True when the phone number in the note may stand, as its writer said when asked.
    pub keeps_phone: bool,
}

impl Typed {
    /// What a form sent.
    pub fn of(posted: &Posted) -> Self {
        Self {
            stage: posted.get("stage").to_owned(),
            on: posted.get("on").to_owned(),
            note: posted.get("note").to_owned(),
            figures: figures::typed(posted),
            version: posted.get("version").to_owned(),
            keeps_phone: posted.find(KEEPS_PHONE).is_some(),
        }
    }

    fn checked(&self, from: Stage, last: Option<(Stage, NaiveDate)>, today: NaiveDate) -> Result<Checked> {
        let mut problems = Problems::default();
        let stage = Stage::parse(&self.stage);
        match stage {
            None => problems.add("stage", "Pilih tahapnya."),
            Some(stage) if !from.may_become(stage) => problems.add("stage", backwards(from, stage)),
            Some(_) => {}
        }
        let on = self.on.trim().parse::<NaiveDate>().ok();
        match on {
            None => problems.add("on", "Isi tanggalnya."),
            Some(on) => {
                let before = stage.and_then(|stage| not_before(stage, last));
                if let Some(sentence) = date_problem(on, before, today) {
                    problems.add("on", sentence);
                }
            }
        }
        let note = forms::text(&self.note).trim().to_owned();
        let figures = figures::checked(&self.figures, &mut problems);
        problems.within("note", "Catatan", &note, NOTE_CHARS);
        personal_data::refuse_or_ask(&mut problems, "note", &note, "", self.keeps_phone);
        if stage == Some(Stage::Stopped) && note.is_empty() {
            problems.add("note", "Tulis alasan berhenti; kecamatan lain belajar dari sini.");
        } else if stage == Some(from) && note.is_empty() && figures.is_empty() && problems.is_empty() {
            problems.add("note", "Tahapnya tetap: tulis kabarnya atau isi angkanya.");
        }
        problems.into_result()?;
        let (Some(stage), Some(on)) = (stage, on) else { return Err(Error::NotFound) };
        Ok(Checked { stage, on, note, figures })
    }
}

/// Why a stage does not follow, and what to do instead.
fn backwards(from: Stage, next: Stage) -> String {
    match (from, next) {
        (Stage::Stopped, Stage::Stopped) => "Praktik ini sudah dihentikan.".to_owned(),
        (Stage::Stopped, _) => "Untuk melanjutkan, pilih direncanakan, uji coba, atau berjalan.".to_owned(),
        _ => format!(
            "Tahap tidak bisa mundur dari {} ke {}. Bila tidak dilanjutkan, pilih dihentikan dan tulis alasannya.",
            from.label().to_lowercase(),
            next.label().to_lowercase()
        ),
    }
}

/// A step that may be kept.
struct Checked {
    stage: Stage,
    on: NaiveDate,
    note: String,
    figures: Vec<Measured>,
}

impl Checked {
    fn is_as(&self, row: &adoption_step::Model) -> Result<bool> {
        let is_same = row.stage == self.stage.as_str() && row.happened_on == self.on && row.note == self.note;
        Ok(is_same && figures::read(&row.figures)? == self.figures)
    }
}

/// Records the next step of an adoption of the acting office and gives its number; sent twice it is one. Problems stand at
/// `stage`, `on`, `note` and `figures-{row}`; `Conflict` when a colleague recorded something since the form was drawn.
pub async fn record(app: &App, viewer: &Viewer, id: AdoptionId, typed: &Typed) -> Result<Option<i64>> {
    let tx = app.db.begin_write().await?;
    let writer = Writer::of(&tx, viewer).await?;
    let row = writer.hold(&tx, id).await?;
    let steps = store::steps(&*tx, row.id).await?;
    let last = steps.last();
    if is_sent_twice(&tx, &writer, &row, last, typed)? {
        return Ok(last.map(|step| step.id));
    }
    if typed.version.trim() != row.version.to_string() {
        let by = last.map_or_else(|| "seorang rekan".to_owned(), |step| step.byline.clone());
        let sentence = format!(
            "Sementara itu catatan replikasi ini berubah; langkah terakhirnya dari {by}. Periksa riwayatnya; bila isian ini tetap perlu, simpan sekali lagi."
        );
        return Err(Error::Conflict(sentence));
    }
    let from = stage_of(&row);
    let before = lineage::last_told(&steps).map(|step| (from, step.happened_on));
    let checked = typed.checked(from, before, tx.today())?;
    let step = Step { stage: checked.stage, on: checked.on, note: &checked.note, figures: &checked.figures };
    let recorded = add_step(&tx, &writer, row.id, &step).await?;
    advance(&tx, &row, &step).await?;
    let source = Source { study: row.case_study_id, adoption: Some(row.id), kecamatan: Some(&row.kecamatan_code) };
    measured_change::tell(&*tx, &app.catalogue.get(), source, step.figures).await?;
    recount(&tx, row.case_study_id).await?;
    remember(&tx, &writer, "record_adoption_step", row.id, checked.stage.label()).await?;
    tx.commit(Effect::Visible(vec![Subject::CaseStudy(CaseStudyId(row.case_study_id))])).await?;
    Ok(Some(recorded))
}

/// True when the last step says the same and came from the same person a moment ago.
fn is_sent_twice(
    tx: &WriteTransaction,
    writer: &Writer,
    row: &adoption::Model,
    last: Option<&adoption_step::Model>,
    typed: &Typed,
) -> Result<bool> {
    let Some(last) = last.filter(|last| last.recorded_at > tx.now() - SENT_TWICE_WITHIN) else {
        return Ok(false);
    };
    if last.account_id != writer.account.get() || typed.version.trim() == row.version.to_string() {
        return Ok(false);
    }
    match typed.checked(Stage::Interested, None, tx.today()) {
        Ok(checked) => checked.is_as(last),
        Err(_) => Ok(false),
    }
}
