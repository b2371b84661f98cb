//! The sample collections.

use anyhow::Context;
use chrono::Duration;
use sea_orm::{ActiveValue::Set, EntityTrait};

use super::Load;
use crate::collection::entity::{collection, collection_curator, collection_item};
use crate::command::demo::samples::Collection;

/// Puts one collection into the tables, published.
pub async fn load(load: &Load<'_>, sample: &Collection) -> anyhow::Result<()> {
    let tx = load.tx;
    let person = |key: &str| load.people.get(key).with_context(|| format!("nobody is {key}"));
    let study = |key: &str| load.studies.get(key).with_context(|| format!("no study is {key}"));
    let owner = person(&sample.by)?;
    let at = tx.now() - Duration::days(sample.days_ago);
    let cover = sample.cover.as_deref().map(study).transpose()?;
    let row = collection::ActiveModel {
        title: Set(sample.title.clone()),
        introduction: Set(sample.introduction.clone()),
        state: Set("tayang".to_owned()),
        cover_photo_id: Set(cover.and_then(|study| study.photo)),
        cover_alt: Set(sample.cover_alt.clone()),
        scope_code: Set(owner.region.clone()),
        unit_name: Set(owner.byline.clone()),
        account_id: Set(owner.account.get()),
        term_id: Set(Some(owner.term.get())),
        version: Set(1),
        is_sample: Set(true),
        created_at: Set(at),
        updated_at: Set(at),
        updated_by: Set(owner.account.get()),
        published_at: Set(Some(at)),
        ..Default::default()
    };
    let id = collection::Entity::insert(row).exec(&**tx).await?.last_insert_id;
    for (position, gathered) in (1..).zip(&sample.studies) {
        let row = collection_item::ActiveModel {
            collection_id: Set(id),
            case_study_id: Set(study(&gathered.study)?.id.get()),
            position: Set(position),
            note: Set(gathered.note.clone()),
            added_by: Set(owner.account.get()),
            added_at: Set(at),
            removed_at: Set(None),
            ..Default::default()
        };
        collection_item::Entity::insert(row).exec_without_returning(&**tx).await?;
    }
    for key in &sample.curators {
        let curator = person(key)?;
        let row = collection_curator::ActiveModel {
            collection_id: Set(id),
            account_id: Set(curator.account.get()),
            unit_name: Set(curator.byline.clone()),
            added_by: Set(owner.account.get()),
            added_at: Set(at),
        };
        collection_curator::Entity::insert(row).exec_without_returning(&**tx).await?;
    }
    Ok(())
}
