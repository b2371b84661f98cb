//! All that the ledger tells of a study, for a pack that leaves the site: every entry with its figures, and the entry that
//! the study itself grew from. The caller has asked whether the viewer may see the study.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::adapt::figures_with_steps;
use super::entity::{adoption, adoption_step};
use super::figures::Known;
use super::{Stage, family, figures, ledger, lineage, stage_of, store, unconfirmed_since};
use crate::case_study::content::{Measured, Value};
use crate::case_study::entity::case_study;
use crate::case_study::store as studies;
use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::error::Result;
use crate::format;
use crate::ids::CaseStudyId;
use crate::viewer::Viewer;

/// An entry as it is taken home.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Path of its page.
    pub url: String,
    /// "Kec. Bayongbong, Kab. Garut".
    pub place: String,
    /// How far it got.
    pub stage: Stage,
    /// Date of this stage in words.
    pub since: String,
    /// "Dikonfirmasi 24 Nov 2026", "Belum ada konfirmasi sejak 24 Nov 2026"; empty for what does not run.
    pub confirmed: String,
    /// The last note, unless it was hidden.
    pub note: String,
    /// Of each measure what was told last.
    pub figures: Vec<Counted>,
}

/// A figure before and after.
#[derive(Clone, Debug)]
pub struct Counted {
    /// "Panen per musim".
    pub name: String,
    /// "ton per hektare".
    pub unit: String,
    /// Exact text before.
    pub first: String,
    /// Exact text after.
    pub last: String,
    /// Where it comes from; empty where nobody said or where it may not be read.
    pub source: String,
    /// The day of the step that tells it, in words.
    pub on: String,
}

/// What a study grew from.
#[derive(Clone, Debug)]
pub struct Origin {
    /// Title of the original, or what stands in its place where not everybody may read it.
    pub title: String,
    /// Path of the original's page; empty where not everybody may read it.
    pub url: String,
    /// The entry of the study's own kecamatan.
    pub entry: Entry,
}

/// Every entry of a study, what runs first; at most three statements, and none for a study without entries.
pub async fn of_study(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    clock: &Clock,
    study: &case_study::Model,
) -> Result<Vec<Entry>> {
    if study.adoption_count == 0 {
        return Ok(Vec::new());
    }
    let rows = ledger::all_of_study(db, study.id).await?;
    let steps = steps_of(db, study.id).await?;
    let results = figures::results_for(db, study.id, &steps).await?;
    let known = Known { catalogue, results: &results };
    let mut by_entry: HashMap<i64, Vec<adoption_step::Model>> = HashMap::new();
    for step in steps {
        by_entry.entry(step.adoption_id).or_default().push(step);
    }
    let told = |row: &adoption::Model| entry(row, by_entry.get(&row.id).map_or(&[][..], Vec::as_slice), &known, clock);
    rows.iter().map(told).collect()
}

/// What a study was adapted from, by the entry that it grew from. The pack may leave the site, so the original is named only
/// where everybody may read it.
pub async fn origin(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    clock: &Clock,
    study: i64,
) -> Result<Option<Origin>> {
    let Some(row) = lineage::entry_of(db, study).await? else { return Ok(None) };
    let everybody = Viewer::visitor();
    let seen = studies::by_ids(db, &everybody, &[CaseStudyId(row.case_study_id)]).await?;
    let original = seen.first();
    let named = |study: &case_study::Model| match family::place(catalogue, study) {
        place if place.is_empty() => study.title.clone(),
        place => format!("{} ({place})", study.title),
    };
    let steps = store::steps(db, row.id).await?;
    let results = figures::results_for(db, row.case_study_id, &steps).await?;
    Ok(Some(Origin {
        title: original.map_or_else(|| family::unseen(&everybody).to_owned(), named),
        url: original.map_or_else(String::new, |study| format!("/praktik/{}", study.id)),
        entry: entry(&row, &steps, &Known { catalogue, results: &results }, clock)?,
    }))
}

/// The steps of all entries of a study, the first at the top.
async fn steps_of(db: &impl ConnectionTrait, study: i64) -> Result<Vec<adoption_step::Model>> {
    let entries = adoption::Entity::find()
        .select_only()
        .column(adoption::Column::Id)
        .filter(adoption::Column::CaseStudyId.eq(study))
        .into_query();
    let rows = adoption_step::Entity::find()
        .filter(adoption_step::Column::AdoptionId.in_subquery(entries))
        .order_by_asc(adoption_step::Column::Id);
    Ok(rows.all(db).await?)
}

fn entry(row: &adoption::Model, steps: &[adoption_step::Model], known: &Known<'_>, clock: &Clock) -> Result<Entry> {
    let last = steps.last().filter(|step| step.hidden_at.is_none());
    let figures = figures_with_steps(steps, known)?;
    Ok(Entry {
        url: store::url(row.id),
        place: known.catalogue.places.full_name(&row.kecamatan_code),
        stage: stage_of(row),
        since: format::date(row.since),
        confirmed: confirmed(row, clock),
        note: last.map_or_else(String::new, |step| step.note.clone()),
        figures: figures.iter().map(|(figure, step)| counted(figure, step)).collect(),
    })
}

fn confirmed(row: &adoption::Model, clock: &Clock) -> String {
    if let Some(since) = unconfirmed_since(row, clock.now()) {
        return store::unconfirmed(since, clock);
    }
    let confirmed = row.confirmed_at.filter(|_| stage_of(row) == Stage::Running);
    confirmed.map_or_else(String::new, |at| format!("Dikonfirmasi {}", format::date(clock.local(at).date_naive())))
}

fn counted(figure: &Measured, step: &adoption_step::Model) -> Counted {
    let value = |at: Option<&Value>| at.map_or_else(String::new, |value| value.value.clone());
    Counted {
        name: figure.name.clone(),
        unit: figure.unit.clone(),
        first: value(figure.values.first()),
        last: value(figure.values.last()),
        source: figure.source.clone(),
        on: format::date(step.happened_on),
    }
}
