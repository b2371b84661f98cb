//! "Kami berminat mereplikasi": a kecamatan opens its entry in the ledger of a study, once.

use chrono::NaiveDate;
use sea_orm::{ActiveValue::Set, EntityTrait};

use super::change::{Step, Writer, add_step, hold_study, recount, remember};
use super::entity::adoption;
use super::{NOTE_CHARS, Stage, date_problem, store};
use crate::app::App;
use crate::case_study::{partner, personal_data, store as studies};
use crate::content_change::Subject;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Problems, Result};
use crate::ids::{AdoptionId, CaseStudyId};
use crate::viewer::Viewer;
use crate::web::forms;

/// What came of asking to begin.
pub struct Begun {
    /// The entry.
    pub id: AdoptionId,
    /// Its first step; none when the kecamatan had an entry already, and nothing was changed.
    pub step: Option<i64>,
}

/// What the button on a study's page may say beside "berminat, hari ini": an office that is further already begins there.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// A stage; nothing for berminat.
    pub stage: String,
    /// A day; nothing for today.
    pub on: String,
    /// What is told.
    pub note: String,
}

/// Opens the entry of the acting office from a study's page.
pub async fn express_interest(app: &App, viewer: &Viewer, study: CaseStudyId, typed: &Typed) -> Result<Begun> {
    let tx = app.db.begin_write().await?;
    let stage = match typed.stage.as_str() {
        "" => Stage::Interested,
        stage => Stage::parse(stage).ok_or(Error::NotFound)?,
    };
    let on = match typed.on.trim() {
        "" => tx.today(),
        on => on.parse().map_err(|_| Error::Invalid(Problems::one("on", "Isi tanggalnya.")))?,
    };
    let begun = begin_or_find(&tx, viewer, study, stage, &typed.note, on).await?;
    if begun.step.is_some() {
        tx.commit(Effect::Visible(vec![Subject::CaseStudy(study)])).await?;
    }
    Ok(begun)
}

/// Opens the entry of the acting office in the transaction of another act; the entry that is there already stays as it is.
/// The caller commits with `Effect::Visible([Subject::CaseStudy(study)])`. `NotFound` for a study that the viewer may not
/// see, `Forbidden` for who acts for no kecamatan; problems stand at `study`, `stage`, `note` and `on`.
pub async fn begin(
    tx: &WriteTransaction,
    viewer: &Viewer,
    study: CaseStudyId,
    stage: Stage,
    note: &str,
    on: NaiveDate,
) -> Result<AdoptionId> {
    Ok(begin_or_find(tx, viewer, study, stage, note, on).await?.id)
}

async fn begin_or_find(
    tx: &WriteTransaction,
    viewer: &Viewer,
    study: CaseStudyId,
    stage: Stage,
    note: &str,
    on: NaiveDate,
) -> Result<Begun> {
    let writer = Writer::of(tx, viewer).await?;
    let kecamatan = writer.acting.region.clone();
    hold_study(tx, study.get()).await?;
    let row = studies::find(&**tx, viewer, study).await?;
    if let Some(known) = store::of_kecamatan(&**tx, study, &kecamatan).await? {
        return Ok(Begun { id: AdoptionId(known.id), step: None });
    }
    let wrote = partner::wrote(&**tx, &kecamatan, std::slice::from_ref(&row)).await?;
    if wrote.contains(&row.id) {
        let sentence =
            "Praktik ini milik kantor Bapak/Ibu sendiri. Yang dicatat di sini adalah penerapannya di kecamatan lain.";
        return Err(Error::Invalid(Problems::one("study", sentence)));
    }
    let note = checked(stage, note, on, tx.today())?;
    let row = adoption::ActiveModel {
        case_study_id: Set(study.get()),
        kecamatan_code: Set(kecamatan),
        stage: Set(stage.as_str().to_owned()),
        since: Set(on),
        has_results: Set(false),
        opened_by: Set(writer.account.get()),
        term_id: Set(Some(writer.acting.term.get())),
        byline: Set(writer.byline.clone()),
        own_study_id: Set(None),
        family_root_id: Set(None),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        asked_at: Set(None),
        confirmed_at: Set((stage == Stage::Running).then(|| tx.now())),
        ..Default::default()
    };
    let id = adoption::Entity::insert(row).exec(&**tx).await?.last_insert_id;
    let step = add_step(tx, &writer, id, &Step { stage, on, note: &note, figures: &[] }).await?;
    recount(tx, study.get()).await?;
    remember(tx, &writer, "adopt", id, "").await?;
    Ok(Begun { id: AdoptionId(id), step: Some(step) })
}

fn checked(stage: Stage, note: &str, on: NaiveDate, today: NaiveDate) -> Result<String> {
    let mut problems = Problems::default();
    if stage == Stage::Stopped {
        problems.add("stage", "Yang belum dimulai tidak bisa dihentikan.");
    }
    if let Some(sentence) = date_problem(on, None, today) {
        problems.add("on", sentence);
    }
    let note = forms::text(note).trim().to_owned();
    problems.within("note", "Catatan", &note, NOTE_CHARS);
    personal_data::refuse(&mut problems, "note", &note);
    problems.into_result()?;
    Ok(note)
}
