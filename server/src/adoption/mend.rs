//! The office mends what it wrote at a step, whenever it likes: the note is replaced, and what stood before is kept nowhere,
//! since a name that should not be there is the usual reason. Stage, day and figures stay.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::change::{Writer, remember};
use super::entity::{adoption, adoption_step};
use super::{NOTE_CHARS, Stage, hide, lineage};
use crate::app::App;
use crate::case_study::personal_data;
use crate::content_change::Subject;
use crate::db::Effect;
use crate::error::{Error, Problems, Result};
use crate::ids::{AdoptionId, CaseStudyId};
use crate::notification::tell;
use crate::viewer::Viewer;
use crate::web::forms;

/// The form, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// What is told.
    pub note: String,
    /// The version of the adoption that the form started from.
    pub version: String,
    /// True when the phone number in the note may stand, as its writer said when asked.
    pub keeps_phone: bool,
}

/// Replaces the note of a step of the acting office and gives its entry. Problems stand at `note`; `Conflict` when a colleague
/// changed the entry since the form was drawn, and for a note of the site.
pub async fn mend(app: &App, viewer: &Viewer, step: i64, typed: &Typed) -> Result<AdoptionId> {
    let tx = app.db.begin_write().await?;
    let writer = Writer::of(&tx, viewer).await?;
    let known = hide::find(&*tx, step).await?;
    let row = writer.hold(&tx, AdoptionId(known.adoption_id)).await?;
    // Read now that the ledger is held: a colleague may have been faster.
    let step = hide::find(&*tx, step).await?;
    let note = forms::text(&typed.note).trim().to_owned();
    if note == step.note {
        return Ok(AdoptionId(row.id));
    }
    if lineage::is_note(&step) {
        let sentence = "Catatan tentang tautan praktik sendiri ditulis oleh situs dan tidak dapat diubah.";
        return Err(Error::Conflict(sentence.to_owned()));
    }
    if typed.version.trim() != row.version.to_string() {
        let sentence = "Sementara itu catatan replikasi ini berubah. Periksa dulu; bila perbaikan ini tetap perlu, simpan sekali lagi.";
        return Err(Error::Conflict(sentence.to_owned()));
    }
    check(&note, &step, typed.keeps_phone)?;
    adoption_step::Entity::update_many()
        .col_expr(adoption_step::Column::Note, Expr::value(note))
        .filter(adoption_step::Column::Id.eq(step.id))
        .exec(&*tx)
        .await?;
    adoption::Entity::update_many()
        .col_expr(adoption::Column::Version, Expr::value(row.version + 1))
        .filter(adoption::Column::Id.eq(row.id))
        .exec(&*tx)
        .await?;
    let told = Stage::parse(&step.stage).map_or("", Stage::label);
    remember(&tx, &writer, "mend_adoption_note", row.id, told).await?;
    // At once, and by no job: a job would keep the words that should be nowhere.
    tell::adoption_step_changed(&tx, step.id, &step.note).await?;
    tx.commit(Effect::Visible(vec![Subject::CaseStudy(CaseStudyId(row.case_study_id))])).await?;
    Ok(AdoptionId(row.id))
}

/// A phone number is asked about where it is new; an end keeps its reason.
fn check(note: &str, step: &adoption_step::Model, keeps_phone: bool) -> Result<()> {
    let mut problems = Problems::default();
    problems.within("note", "Catatan", note, NOTE_CHARS);
    personal_data::refuse_or_ask(&mut problems, "note", note, &step.note, keeps_phone);
    if note.is_empty() && Stage::parse(&step.stage) == Some(Stage::Stopped) {
        problems.add("note", "Tulis alasan berhenti; kecamatan lain belajar dari sini.");
    }
    problems.into_result()
}
