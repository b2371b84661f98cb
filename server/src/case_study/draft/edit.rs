//! A draft that edits what is published.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::write::{Origin, begin};
use crate::app::App;
use crate::case_study::content::Content;
use crate::case_study::entity::{case_study, draft};
use crate::case_study::store;
use crate::db::Effect;
use crate::error::{Error, Result};
use crate::ids::{CaseStudyId, DraftKey};
use crate::office;
use crate::policy::{self, Act};
use crate::viewer::Viewer;

/// Begins a draft that edits a published study, or gives the one that the office already has in hand.
pub async fn edit(app: &App, viewer: &Viewer, id: CaseStudyId) -> Result<draft::Model> {
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let account = viewer.account().ok_or(Error::Forbidden)?;
    let study = case_study::Entity::find_by_id(id.get()).lock_exclusive().one(&*tx).await?.ok_or(Error::NotFound)?;
    let kecamatan = study.kecamatan_code.clone().ok_or(Error::Forbidden)?;
    policy::require(Act::WriteDraft, &acting, &kecamatan)?;
    let open = draft::Entity::find()
        .filter(draft::Column::CaseStudyId.eq(study.id))
        .filter(draft::Column::PublishedCaseStudyId.is_null())
        .order_by_desc(draft::Column::Id)
        .one(&*tx)
        .await?;
    if let Some(open) = open {
        return Ok(open);
    }
    let revision = store::revision(&*tx, &study).await?;
    let content = Content::parse(&revision.document)?;
    let origin = Origin { case_study: Some(study.id), revision: study.revision_id, adoption: None };
    let row = begin(app, &tx, account, DraftKey::new(), &kecamatan, &content, origin, Some(study.visibility)).await?;
    tx.commit(Effect::Private).await?;
    Ok(row)
}
