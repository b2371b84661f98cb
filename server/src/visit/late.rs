//! What the calendar asks for: the coordinator hears of a request that waits too long for its host, once; and after the day
//! the asking office is asked for its report, once.

use chrono::Duration;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};

use super::entity::visit::{Column, Entity};
use super::{Side, State};
use crate::app::App;
use crate::error::Result;
use crate::job::{Job, late};

/// So long a host has time to answer before the coordinator hears of it.
pub const WAIT: Duration = Duration::days(7);

/// So long after the beginning the asking office is asked for its report.
const AFTERWARDS: Duration = Duration::hours(4);

/// Queues a notice for each request that its host left unanswered, and for each visit that is over; returns how many.
pub async fn tell(app: &App) -> Result<usize> {
    let now = app.clock.now();
    let waiting = Entity::find()
        .filter(Column::State.eq(State::Asked.as_str()))
        .filter(Column::Turn.eq(Side::Host.as_str()))
        .filter(Column::AnsweredAt.is_null())
        .filter(Column::TurnSince.lte(now - WAIT));
    let notice = |visit| Job::TellVisitWaiting { visit };
    let waited = late::tell(&app.db, waiting, Column::Id, Column::EscalatedAt, notice).await?;
    // While another day is offered nobody is asked what was seen.
    let without_offer = Condition::any().add(Column::OfferedAt.is_null()).add(Column::OfferedAt.lte(now));
    let over = Entity::find()
        .filter(Column::State.eq(State::Scheduled.as_str()))
        .filter(Column::ScheduledAt.lte(now - AFTERWARDS))
        .filter(without_offer);
    let notice = |visit| Job::TellVisitOver { visit };
    Ok(waited + late::tell(&app.db, over, Column::Id, Column::ReportAskedAt, notice).await?)
}
