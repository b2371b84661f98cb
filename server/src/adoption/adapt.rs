//! "Tulis sebagai praktik sendiri": a draft that begins with what the original and the ledger already know.

use chrono::Datelike;
use sea_orm::ConnectionTrait;

use super::change::Writer;
use super::entity::{adoption, adoption_step};
use super::figures::Known;
use super::{Stage, figures, stage_of, store};
use crate::app::App;
use crate::case_study::content::{Content, Measured, shortened};
use crate::case_study::draft;
use crate::case_study::entity::case_study;
use crate::case_study::store as studies;
use crate::catalogue::Catalogue;
use crate::db::Effect;
use crate::error::{Error, Result};
use crate::ids::{AdoptionId, CaseStudyId};
use crate::policy::{self, Act};
use crate::viewer::Viewer;

/// Where the office goes on.
pub enum Own {
    /// To its draft, by its key.
    Draft(String),
    /// To the study that it wrote already.
    Study(i64),
}

/// Opens the draft about an adoption of the acting office, the one in hand or a new one. `Conflict` before it is tried.
pub async fn write_own(app: &App, viewer: &Viewer, id: AdoptionId) -> Result<Own> {
    let tx = app.db.begin_write().await?;
    let writer = Writer::of(&tx, viewer).await?;
    let row = writer.hold(&tx, id).await?;
    policy::require(Act::WriteDraft, &writer.acting, &row.kecamatan_code)?;
    if let Some(study) = row.own_study_id {
        return Ok(Own::Study(study));
    }
    if !was_tried(&row, &store::steps(&*tx, row.id).await?) {
        return Err(Error::Conflict("Catat dulu uji cobanya; setelah itu praktik ini dapat ditulis.".to_owned()));
    }
    if let Some(open) = draft::adapting(&tx, row.id).await? {
        return Ok(Own::Draft(open.key));
    }
    let original = match studies::find(&*tx, viewer, CaseStudyId(row.case_study_id)).await {
        Ok(study) => Some(study),
        Err(Error::NotFound) => None,
        Err(error) => return Err(error),
    };
    let catalogue = app.catalogue.get();
    let content = prefilled(&*tx, &catalogue, &row, original.as_ref(), app.config.limits.title_chars).await?;
    let visibility = original.map_or_else(|| "public".to_owned(), |study| study.visibility);
    let whose = (row.id, row.kecamatan_code.as_str());
    let begun = draft::adapt(app, &tx, writer.account, whose, &content, &visibility).await?;
    tx.commit(Effect::Private).await?;
    Ok(Own::Draft(begun.key))
}

/// True for what was at least tried: before that there is nothing to tell. What was stopped may never have begun.
pub fn was_tried(row: &adoption::Model, steps: &[adoption_step::Model]) -> bool {
    let is_try = |stage: Stage| matches!(stage, Stage::Trial | Stage::Running);
    is_try(stage_of(row)) || steps.iter().any(|step| Stage::parse(&step.stage).is_some_and(is_try))
}

async fn prefilled(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    row: &adoption::Model,
    original: Option<&case_study::Model>,
    title_chars: usize,
) -> Result<Content> {
    let steps = store::steps(db, row.id).await?;
    let results = figures::results_for(db, row.case_study_id, &steps).await?;
    let told = latest_figures(&steps, &Known { catalogue, results: &results })?;
    let runs = stage_of(row) == Stage::Running;
    let begun = Content {
        stage: Some(if runs { "penerapan" } else { "uji-coba" }.to_owned()),
        applied_since: runs.then(|| format!("{}-{:02}", row.since.year(), row.since.month())),
        results: told,
        ..Content::default()
    };
    let Some(study) = original else { return Ok(begun) };
    let known = Content::parse(&studies::revision(db, study).await?.document)?;
    let place = catalogue.places.kecamatan(&row.kecamatan_code).map_or("", |place| place.name.as_str());
    let ending = format!(" di Kecamatan {place}");
    let room = title_chars.saturating_sub(ending.chars().count() + 2);
    let results: Vec<Measured> = if begun.results.is_empty() {
        known.results.iter().take(super::MAX_FIGURES).map(proposed).collect()
    } else {
        begun.results.clone()
    };
    Ok(Content {
        title: format!("{}{ending}", shortened(&known.title, room)),
        sector: known.sector,
        indicators: known.indicators,
        duties: known.duties,
        // Where it came from is told by the lineage, which forgets the name of what is shown no more; a copy would not.
        results,
        ..begun
    })
}

/// What is to be measured, as the original measured it.
fn proposed(row: &Measured) -> Measured {
    Measured { measure: row.measure.clone(), name: row.name.clone(), unit: row.unit.clone(), ..Measured::default() }
}

/// The figures that the ledger tells, of each measure the latest. With the words of a step its sources are hidden, and
/// figures that have a name or a unit of the office's own.
pub(super) fn latest_figures(steps: &[adoption_step::Model], known: &Known<'_>) -> Result<Vec<Measured>> {
    Ok(figures_with_steps(steps, known)?.into_iter().map(|(figure, _)| figure).collect())
}

/// The same, each with the step that tells it.
pub(super) fn figures_with_steps<'a>(
    steps: &'a [adoption_step::Model],
    known: &Known<'_>,
) -> Result<Vec<(Measured, &'a adoption_step::Model)>> {
    let mut found: Vec<(Measured, &adoption_step::Model)> = Vec::new();
    for step in steps.iter().rev() {
        for mut figure in figures::read(&step.figures)? {
            let is_told = found.iter().any(|(later, _)| later.name == figure.name && later.unit == figure.unit);
            if is_told || (step.hidden_at.is_some() && known.has_own_words(&figure)) {
                continue;
            }
            if step.hidden_at.is_some() {
                figure.source.clear();
            }
            if let Some(last) = figure.values.last_mut().filter(|last| last.period.is_empty()) {
                last.period = step.happened_on.year().to_string();
            }
            found.push((figure, step));
        }
    }
    Ok(found)
}
