//! A question that nobody answered within five days is told to the coordinators of the place, once.

use chrono::{DateTime, Duration, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::question;
use super::store;
use crate::app::App;
use crate::db::Effect;
use crate::error::Result;
use crate::ids::QuestionId;
use crate::job::{self, Job};

/// So long other members have the word.
pub const WAIT: Duration = Duration::days(5);

/// Questions told at once; the rest follows at the next look.
const MOST: u64 = 200;

/// Queues a notice for each question that waits too long; returns how many.
pub async fn tell_waiting(app: &App) -> Result<usize> {
    let now = app.clock.now();
    if waiting(app.db.read(), now).await?.is_empty() {
        return Ok(0);
    }
    let tx = app.db.begin_write().await?;
    let ids = waiting(&*tx, now).await?;
    for id in &ids {
        question::Entity::update_many()
            .col_expr(question::Column::EscalatedAt, Expr::value(Some(tx.now())))
            .filter(question::Column::Id.eq(*id))
            .exec(&*tx)
            .await?;
        job::enqueue(&tx, &Job::TellQuestionWaiting { question: QuestionId(*id) }).await?;
    }
    tx.commit(Effect::Private).await?;
    Ok(ids.len())
}

async fn waiting(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<i64>> {
    let ids = store::shown()
        .select_only()
        .column(question::Column::Id)
        .filter(question::Column::AnswerCount.eq(0))
        .filter(question::Column::EscalatedAt.is_null())
        .filter(question::Column::CreatedAt.lte(now - WAIT))
        .order_by_asc(question::Column::Id)
        .limit(MOST)
        .into_tuple();
    Ok(ids.all(db).await?)
}
