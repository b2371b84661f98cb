//! A question that nobody answered within five days is told to the coordinators of the place, once.

use chrono::Duration;
use sea_orm::{ColumnTrait, QueryFilter};

use super::entity::question::Column;
use super::store;
use crate::app::App;
use crate::error::Result;
use crate::ids::QuestionId;
use crate::job::{Job, late};

/// So long other members have the word.
pub const WAIT: Duration = Duration::days(5);

/// Queues a notice for each question that waits too long; returns how many.
pub async fn tell_waiting(app: &App) -> Result<usize> {
    let unanswered = store::shown().filter(Column::AnswerCount.eq(0));
    let waiting = unanswered.filter(Column::CreatedAt.lte(app.clock.now() - WAIT));
    let notice = |id| Job::TellQuestionWaiting { question: QuestionId(id) };
    late::tell(&app.db, waiting, Column::Id, Column::EscalatedAt, notice).await
}
