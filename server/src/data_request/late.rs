//! A request that nobody answered in time is told to the province and the administrators, once.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::entity::{Column, Entity};
use crate::app::App;
use crate::error::Result;
use crate::job::{Job, late};

/// Queues a notice for each request that is late; returns how many.
pub async fn tell_late(app: &App) -> Result<usize> {
    let open = Entity::find().filter(Column::Outcome.is_null()).filter(Column::DueAt.lt(app.clock.now()));
    late::tell(&app.db, open, Column::Id, Column::EscalatedAt, |request| Job::TellDataLate { request }).await
}
