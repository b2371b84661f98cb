//! "Urungkan": the newest step is taken back within a day, by the office that recorded it, as if it had never been told. With
//! the first step the entry goes. What others have built on it since is not pulled away from under them.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::ask::TOGETHER;
use super::change::{Writer, recount, remember};
use super::entity::{adoption, adoption_step};
use super::{ASKED_EVERY, Stage, TAKEN_BACK_WITHIN, figures, hide, lineage, photo, store};
use crate::app::App;
use crate::audit;
use crate::case_study::draft;
use crate::case_study::entity::draft as drafts;
use crate::case_study::measured_change::{self, Source};
use crate::catalogue::Catalogue;
use crate::content_change::Subject;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Result};
use crate::ids::{AdoptionId, CaseStudyId};
use crate::job::{self, Job};
use crate::meeting::ledger as meetings;
use crate::notification::tell;
use crate::report;
use crate::viewer::Viewer;

const NOT_NEWEST: &str =
    "Sesudah langkah ini sudah dicatat langkah lain. Hanya langkah terakhir yang dapat diurungkan.";

/// What is left after a step was taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// The entry, at the stage of the step before.
    Entry(AdoptionId, Stage),
    /// Nothing: it was the first step. The study that is not taken up any more.
    Nothing(CaseStudyId),
}

/// Why a step that is the newest is not taken back, if it is not.
pub fn refusal(step: &adoption_step::Model, now: DateTime<Utc>) -> Option<&'static str> {
    if lineage::is_note(step) {
        Some("Catatan tentang tautan praktik sendiri ditulis oleh situs dan tidak dapat diurungkan.")
    } else if step.hidden_at.is_some() {
        Some("Keterangan langkah ini disembunyikan pembina. Tanggapi keputusannya; langkahnya tidak dapat diurungkan.")
    } else if step.recorded_at + TAKEN_BACK_WITHIN <= now {
        Some(
            "Langkah dapat diurungkan paling lama 24 jam sesudah dicatat. Perbaiki catatannya, atau catat langkah baru.",
        )
    } else {
        None
    }
}

/// Takes the newest step of an entry of the acting office back. `NotFound` for a step that is gone already, `Conflict` for an
/// older one, for one that stands for more than a day, and where something else was built on it.
pub async fn take_back(app: &App, viewer: &Viewer, step: i64) -> Result<Left> {
    let tx = app.db.begin_write().await?;
    let writer = Writer::of(&tx, viewer).await?;
    let known = hide::find(&*tx, step).await?;
    let row = writer.hold(&tx, AdoptionId(known.adoption_id)).await?;
    // Read now that the ledger is held: a colleague may have been faster.
    let mut steps = store::steps(&*tx, row.id).await?;
    if steps.iter().all(|known| known.id != step) {
        return Err(Error::NotFound);
    }
    let Some(gone) = steps.pop().filter(|newest| newest.id == step) else {
        return Err(Error::Conflict(NOT_NEWEST.to_owned()));
    };
    if let Some(sentence) = refusal(&gone, tx.now()) {
        return Err(Error::Conflict(sentence.to_owned()));
    }
    if report::has_case(&*tx, report::STEP, gone.id).await? {
        let sentence = "Pembina pernah memutuskan tentang langkah ini, jadi langkahnya tidak dapat diurungkan.";
        return Err(Error::Conflict(sentence.to_owned()));
    }
    let study = CaseStudyId(row.case_study_id);
    let left = match Standing::of(&steps, tx.now())? {
        Some(standing) => {
            forget(&tx, &gone).await?;
            put_back(&tx, &row, &standing).await?;
            if standing.asked_at.is_some() {
                let (kecamatan, at) = (row.kecamatan_code.clone(), tx.now());
                job::enqueue(&tx, &Job::TellPracticesAsked { kecamatan, at, to: None }).await?;
            }
            if !figures::read(&gone.figures)?.is_empty() {
                tell_again(&tx, &app.catalogue.get(), &row, &steps).await?;
            }
            let told = Stage::parse(&gone.stage).map_or("", Stage::label);
            remember(&tx, &writer, "take_back_adoption_step", row.id, told).await?;
            Left::Entry(AdoptionId(row.id), standing.stage)
        }
        None => {
            remove(&tx, &writer, &row, &gone).await?;
            Left::Nothing(study)
        }
    };
    recount(&tx, study.get()).await?;
    // At once, and by no job: a job would keep the words that should be nowhere.
    tell::adoption_step_changed(&tx, gone.id, &gone.note).await?;
    // Followers may be told in batches just now.
    job::enqueue(&tx, &Job::WithdrawAdoptionStep { step: gone.id }).await?;
    let seen = [Some(study.get()), row.own_study_id].into_iter().flatten();
    tx.commit(Effect::Visible(seen.map(|id| Subject::CaseStudy(CaseStudyId(id))).collect())).await?;
    Ok(left)
}

/// What an entry says of itself, as its steps tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    pub stage: Stage,
    pub since: NaiveDate,
    pub has_results: bool,
    pub updated_at: DateTime<Utc>,
    pub confirmed_at: Option<DateTime<Utc>>,
    pub asked_at: Option<DateTime<Utc>>,
}

impl Standing {
    /// As these steps tell it, the first at the top; none without a step.
    pub fn of(steps: &[adoption_step::Model], now: DateTime<Utc>) -> Result<Option<Self>> {
        let Some(last) = steps.last() else { return Ok(None) };
        let of_stage = steps.iter().rev().take_while(|step| step.stage == last.stage);
        let since = of_stage.last().map_or(last.happened_on, |first| first.happened_on);
        let ran = |step: &&adoption_step::Model| step.stage == Stage::Running.as_str() && !lineage::is_note(step);
        let confirmed_at = steps.iter().rev().find(ran).map(|step| step.recorded_at);
        let stage = Stage::parse(&last.stage).unwrap_or(Stage::Interested);
        // Whether the step answered a question is not kept: where it may have, the office is asked anew.
        let due = confirmed_at.filter(|_| stage == Stage::Running).map(|at| at + ASKED_EVERY - TOGETHER);
        let mut has_results = false;
        for step in steps {
            has_results |= !figures::read(&step.figures)?.is_empty();
        }
        Ok(Some(Self {
            stage,
            since,
            has_results,
            updated_at: last.recorded_at,
            confirmed_at,
            asked_at: due.filter(|due| *due <= now).map(|_| now),
        }))
    }
}

async fn put_back(tx: &WriteTransaction, row: &adoption::Model, standing: &Standing) -> Result<()> {
    use adoption::Column;
    adoption::Entity::update_many()
        .col_expr(Column::Stage, Expr::value(standing.stage.as_str()))
        .col_expr(Column::Since, Expr::value(standing.since))
        .col_expr(Column::HasResults, Expr::value(standing.has_results))
        .col_expr(Column::ConfirmedAt, Expr::value(standing.confirmed_at))
        .col_expr(Column::AskedAt, Expr::value(standing.asked_at))
        .col_expr(Column::UpdatedAt, Expr::value(standing.updated_at))
        .col_expr(Column::Version, Expr::value(row.version + 1))
        .filter(Column::Id.eq(row.id))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// What may be summed is told anew by the steps that are left.
async fn tell_again(
    tx: &WriteTransaction,
    catalogue: &Catalogue,
    row: &adoption::Model,
    steps: &[adoption_step::Model],
) -> Result<()> {
    measured_change::forget_adoption(&**tx, row.id).await?;
    let source = Source { study: row.case_study_id, adoption: Some(row.id), kecamatan: Some(&row.kecamatan_code) };
    for step in steps {
        measured_change::tell(&**tx, catalogue, source, &figures::read(&step.figures)?).await?;
    }
    Ok(())
}

/// The step and its photo, which nothing else shows.
async fn forget(tx: &WriteTransaction, step: &adoption_step::Model) -> Result<()> {
    adoption_step::Entity::delete_by_id(step.id).exec(&**tx).await?;
    photo::forget(tx, step.photo_id).await
}

/// The whole entry, unless something was built on it.
async fn remove(
    tx: &WriteTransaction,
    writer: &Writer,
    row: &adoption::Model,
    first: &adoption_step::Model,
) -> Result<()> {
    if row.own_study_id.is_some() {
        let sentence = "Kantor sudah menulis praktik sendiri dari replikasi ini. Lepas tautannya dulu.";
        return Err(Error::Conflict(sentence.to_owned()));
    }
    if draft::adapting(tx, row.id).await?.is_some() {
        let sentence = "Kantor sedang menulis naskah praktik sendiri dari replikasi ini. Hapus naskah itu dulu.";
        return Err(Error::Conflict(sentence.to_owned()));
    }
    meetings::let_go(tx, row.id).await?;
    // What became of a draft does not depend on where it began.
    drafts::Entity::update_many()
        .col_expr(drafts::Column::AdoptionId, Expr::value(Option::<i64>::None))
        .filter(drafts::Column::AdoptionId.eq(row.id))
        .exec(&**tx)
        .await?;
    measured_change::forget_adoption(&**tx, row.id).await?;
    forget(tx, first).await?;
    adoption::Entity::delete_by_id(row.id).exec(&**tx).await?;
    // The study is named: the entry's own page is no more.
    let entry = audit::Entry {
        account: Some(writer.account),
        term: Some(writer.acting.term),
        act: "take_back_adoption",
        subject_kind: "case_study",
        subject_id: row.case_study_id.to_string(),
        reason: "",
    };
    audit::record(tx, entry).await
}
