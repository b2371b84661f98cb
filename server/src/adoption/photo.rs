//! A photo of a step: it hangs on the study, and so is shown to who may see that. Its office takes it off whenever it likes.

use sea_orm::sea_query::{Expr, SelectStatement};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use super::change::{Writer, remember};
use super::entity::adoption_step;
use super::{hide, lineage};
use crate::app::App;
use crate::attachment::{self, Described, Stored};
use crate::case_study::store as studies;
use crate::content_change::Subject;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Problems, Result};
use crate::ids::{AdoptionId, CaseStudyId};
use crate::viewer::Viewer;

/// Shows a stored photo at a step of the acting office's adoption; a step has one.
pub async fn add(
    app: &App,
    viewer: &Viewer,
    (id, step): (AdoptionId, i64),
    described: Described,
    stored: &Stored,
) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let writer = Writer::of(&tx, viewer).await?;
    let row = writer.hold(&tx, id).await?;
    // Behind the study's gate: while readers don't see the study, nobody could see the photo.
    studies::find(&*tx, viewer, CaseStudyId(row.case_study_id)).await?;
    let step = adoption_step::Entity::find_by_id(step)
        .filter(adoption_step::Column::AdoptionId.eq(row.id))
        .one(&*tx)
        .await?
        // A note of the site is none of the office's: nothing could take the photo off again.
        .filter(|step| !lineage::is_note(step))
        .ok_or(Error::NotFound)?;
    if step.photo_id.is_some() {
        return Err(Error::Invalid(Problems::one("photo", "Langkah ini sudah mempunyai foto.")));
    }
    let facts = described.of_study(writer.account, row.case_study_id);
    let photo = attachment::record(&*tx, tx.now(), stored, facts).await?;
    adoption_step::Entity::update_many()
        .col_expr(adoption_step::Column::PhotoId, Expr::value(Some(photo)))
        .filter(adoption_step::Column::Id.eq(step.id))
        .exec(&*tx)
        .await?;
    attachment::set_hidden(&*tx, Some(photo), step.hidden_at).await?;
    remember(&tx, &writer, "add_adoption_photo", row.id, "").await?;
    tx.commit(Effect::Visible(vec![Subject::CaseStudy(CaseStudyId(row.case_study_id))])).await?;
    Ok(())
}

/// Takes the photo off a step of the acting office for good and gives the entry; done twice it is done once.
pub async fn remove(app: &App, viewer: &Viewer, step: i64) -> Result<AdoptionId> {
    let tx = app.db.begin_write().await?;
    let writer = Writer::of(&tx, viewer).await?;
    let known = hide::find(&*tx, step).await?;
    let row = writer.hold(&tx, AdoptionId(known.adoption_id)).await?;
    let step = hide::find(&*tx, step).await?;
    if step.photo_id.is_none() {
        return Ok(AdoptionId(row.id));
    }
    adoption_step::Entity::update_many()
        .col_expr(adoption_step::Column::PhotoId, Expr::value(Option::<i64>::None))
        .filter(adoption_step::Column::Id.eq(step.id))
        .exec(&*tx)
        .await?;
    forget(&tx, step.photo_id).await?;
    remember(&tx, &writer, "remove_adoption_photo", row.id, "").await?;
    tx.commit(Effect::Visible(vec![Subject::CaseStudy(CaseStudyId(row.case_study_id))])).await?;
    Ok(AdoptionId(row.id))
}

/// Forgets a photo that no step names any more: its address is gone at once, its bytes with a later sweep.
pub(super) async fn forget(tx: &WriteTransaction, photo: Option<i64>) -> Result<()> {
    if let Some(photo) = photo {
        attachment::entity::Entity::delete_by_id(photo).exec(&**tx).await?;
    }
    Ok(())
}

/// Asks for the ids of the photos that steps show, as a part of another question.
pub fn ids() -> SelectStatement {
    let photo = adoption_step::Column::PhotoId;
    adoption_step::Entity::find().select_only().column(photo).filter(photo.is_not_null()).into_query()
}
