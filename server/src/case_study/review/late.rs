//! Who hands in for review must not wait for ever: after some days the next level up is told, once.

use chrono::Duration;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::app::App;
use crate::case_study::entity::review::{Column, Entity};
use crate::error::Result;
use crate::job::{Job, late};

/// Queues a notice for each review that waits too long; returns how many.
pub async fn tell_late(app: &App) -> Result<usize> {
    let before = app.clock.now() - Duration::days(app.config.review.late_days);
    let waiting = Entity::find().filter(Column::Answer.eq("open")).filter(Column::HandedInAt.lt(before));
    late::tell(&app.db, waiting, Column::Id, Column::EscalatedAt, |review| Job::TellReviewLate { review }).await
}
