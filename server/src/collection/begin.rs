//! Beginning a collection, as a draft in the name of one's unit.

use sea_orm::{ActiveValue::Set, EntityTrait};

use super::entity::collection;
use super::{Typed, change};
use crate::app::App;
use crate::db::Effect;
use crate::error::{Error, Result};
use crate::ids::{CaseStudyId, CollectionId};
use crate::office;
use crate::policy::{self, Act};
use crate::viewer::Viewer;

/// Begins a collection, with a study in it when one is named.
pub async fn begin(app: &App, viewer: &Viewer, typed: &Typed, study: Option<CaseStudyId>) -> Result<CollectionId> {
    let limits = &app.config.limits;
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    policy::require(Act::CurateCollection, &acting, &acting.region)?;
    let typed = typed.checked(limits.title_chars, limits.section_chars)?;
    let row = collection::ActiveModel {
        title: Set(typed.title),
        introduction: Set(typed.introduction),
        state: Set("draf".to_owned()),
        cover_photo_id: Set(None),
        cover_alt: Set(String::new()),
        scope_code: Set(acting.region.clone()),
        unit_name: Set(viewer.acting_term().map_or_else(String::new, |term| term.label.clone())),
        account_id: Set(account.get()),
        term_id: Set(Some(acting.term.get())),
        version: Set(1),
        is_sample: Set(false),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        updated_by: Set(account.get()),
        published_at: Set(None),
        ..Default::default()
    };
    let id = CollectionId(collection::Entity::insert(row).exec(&*tx).await?.last_insert_id);
    change::remember(&tx, &acting, account, "create_collection", id, "").await?;
    if let Some(study) = study {
        change::Change::begin(&tx, viewer, id).await?.add(&tx, viewer, study).await?;
    }
    tx.commit(Effect::Private).await?;
    Ok(id)
}
