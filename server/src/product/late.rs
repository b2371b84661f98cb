//! A consent that is a year old is asked about, once: the office says whether it still holds, or the contact is hidden.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::CONSENT_HOLDS;
use super::entity::{Column, Entity};
use crate::app::App;
use crate::error::Result;
use crate::job::{Job, late};

/// Queues a notice for each contact whose consent is a year old; returns how many.
pub async fn ask_offices(app: &App) -> Result<usize> {
    let old = Entity::find()
        .filter(Column::ContactPhone.ne(""))
        .filter(Column::ConsentOn.lte(app.clock.today() - CONSENT_HOLDS));
    let notice = |product| Job::TellProductConsentOld { product };
    late::tell(&app.db, old, Column::Id, Column::ConsentAskedAt, notice).await
}
