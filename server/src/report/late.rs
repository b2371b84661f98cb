//! A report about personal data that nobody answered in time is told to the province, once.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::entity::report::{Column, Entity};
use crate::app::App;
use crate::error::Result;
use crate::job::{Job, late};

/// Queues a notice for each report that is late; returns how many.
pub async fn tell_late(app: &App) -> Result<usize> {
    let open = Entity::find().filter(Column::State.eq("open")).filter(Column::DueAt.lt(app.clock.now()));
    late::tell(&app.db, open, Column::Id, Column::EscalatedAt, |report| Job::TellReportLate { report }).await
}
