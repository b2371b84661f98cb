//! The sample adoptions.

use anyhow::Context;
use chrono::Duration;
use sea_orm::{ActiveValue::Set, EntityTrait};

use super::Load;
use crate::adoption::entity::{adoption, adoption_step};
use crate::adoption::{self as room, Stage};
use crate::case_study::measured_change::{self, Source};
use crate::command::demo::samples::Adoption;

/// Puts one adoption with its steps into the tables.
pub async fn load(load: &Load<'_>, sample: &Adoption) -> anyhow::Result<()> {
    let tx = load.tx;
    let person = load.people.get(&sample.by).with_context(|| format!("nobody is {}", sample.by))?;
    let study = load.studies.get(&sample.study).with_context(|| format!("no study is {}", sample.study))?.id;
    let (first, last) = sample.steps.first().zip(sample.steps.last()).context("no steps")?;
    let own = sample.own.as_ref().map(|own| load.studies.get(own).with_context(|| format!("no study is {own}")));
    let own = own.transpose()?.map(|own| own.id.get());
    let at = |days_ago: i64| tx.now() - Duration::days(days_ago);
    let runs = last.stage == Stage::Running.as_str();
    let row = adoption::ActiveModel {
        case_study_id: Set(study.get()),
        kecamatan_code: Set(person.region.clone()),
        stage: Set(last.stage.clone()),
        since: Set(tx.today() - Duration::days(last.days_ago)),
        has_results: Set(sample.steps.iter().any(|step| !step.figures.is_empty())),
        opened_by: Set(person.account.get()),
        term_id: Set(Some(person.term.get())),
        byline: Set(person.byline.clone()),
        own_study_id: Set(own),
        family_root_id: Set(own.map(|_| study.get())),
        version: Set(i64::try_from(sample.steps.len())?),
        created_at: Set(at(first.days_ago)),
        updated_at: Set(at(last.days_ago)),
        asked_at: Set(None),
        confirmed_at: Set(runs.then(|| at(last.days_ago))),
        ..Default::default()
    };
    let id = adoption::Entity::insert(row).exec(&**tx).await?.last_insert_id;
    for step in &sample.steps {
        let row = adoption_step::ActiveModel {
            adoption_id: Set(id),
            stage: Set(step.stage.clone()),
            happened_on: Set(tx.today() - Duration::days(step.days_ago)),
            note: Set(step.note.clone()),
            figures: Set(serde_json::to_string(&step.figures)?),
            photo_id: Set(None),
            account_id: Set(person.account.get()),
            term_id: Set(Some(person.term.get())),
            byline: Set(person.byline.clone()),
            recorded_at: Set(at(step.days_ago)),
            ..Default::default()
        };
        adoption_step::Entity::insert(row).exec_without_returning(&**tx).await?;
    }
    let source = Source { study: study.get(), adoption: Some(id), kecamatan: Some(&person.region) };
    for step in &sample.steps {
        measured_change::tell(&**tx, load.catalogue, source, &step.figures).await?;
    }
    room::recount(tx, study.get()).await?;
    Ok(())
}
