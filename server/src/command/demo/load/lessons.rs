//! The sample lessons of the Ruang Pembelajaran.

use anyhow::Context;
use chrono::Duration;
use sea_orm::{ActiveValue::Set, EntityTrait};

use super::Load;
use crate::command::demo::samples::Lesson;
use crate::lesson::entity::{lesson, lesson_indicator, lesson_word};
use crate::lesson::new_key;

/// Puts one lesson into the tables, with what was said to it.
pub async fn load(load: &Load<'_>, sample: &Lesson) -> anyhow::Result<()> {
    let tx = load.tx;
    let person = |key: &str| load.people.get(key).with_context(|| format!("nobody is {key}"));
    let writer = person(&sample.by)?;
    let at = tx.now() - Duration::days(sample.days_ago);
    let row = lesson::ActiveModel {
        key: Set(new_key()),
        account_id: Set(Some(writer.account.get())),
        term_id: Set(Some(writer.term.get())),
        kecamatan_code: Set(writer.region.clone()),
        byline: Set(writer.byline.clone()),
        is_unnamed: Set(sample.unnamed),
        title: Set(sample.title.clone()),
        sector_id: Set(load.catalogue.sector(&sample.sector).map(|sector| sector.id)),
        tried: Set(sample.tried.clone()),
        happened: Set(sample.happened.clone()),
        hindrance: Set(sample.hindrance.clone()),
        differently: Set(sample.differently.clone()),
        version: Set(1),
        is_sample: Set(true),
        created_at: Set(at),
        updated_at: Set(at),
        hidden_reason: Set(String::new()),
        ..Default::default()
    };
    let id = lesson::Entity::insert(row).exec(&**tx).await?.last_insert_id;
    for slug in &sample.indicators {
        let indicator = load.catalogue.indicator(slug).with_context(|| format!("no indicator is {slug}"))?;
        let row = lesson_indicator::ActiveModel { lesson_id: Set(id), indicator_id: Set(indicator.id) };
        lesson_indicator::Entity::insert(row).exec_without_returning(&**tx).await?;
    }
    for said in &sample.words {
        let by = person(&said.by)?;
        let row = lesson_word::ActiveModel {
            lesson_id: Set(id),
            account_id: Set(Some(by.account.get())),
            term_id: Set(Some(by.term.get())),
            byline: Set(by.byline.clone()),
            is_author: Set(by.region == writer.region),
            is_report: Set(false),
            body: Set(said.body.clone()),
            created_at: Set(at + Duration::days(said.days_after)),
            hidden_reason: Set(String::new()),
            ..Default::default()
        };
        lesson_word::Entity::insert(row).exec_without_returning(&**tx).await?;
    }
    Ok(())
}
