//! A request that nobody answered in time is told to the province and the administrators, once.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::entity::{Column, Entity};
use crate::app::App;
use crate::db::Effect;
use crate::error::Result;
use crate::job::{self, Job};

/// Requests told at once; the rest follows at the next look.
const MOST: u64 = 200;

/// Queues a notice for each request that is late; returns how many.
pub async fn tell_late(app: &App) -> Result<usize> {
    let now = app.clock.now();
    if late(app.db.read(), now).await?.is_empty() {
        return Ok(0);
    }
    let tx = app.db.begin_write().await?;
    let ids = late(&*tx, now).await?;
    for request in &ids {
        Entity::update_many()
            .col_expr(Column::EscalatedAt, Expr::value(tx.now()))
            .filter(Column::Id.eq(*request))
            .exec(&*tx)
            .await?;
        job::enqueue(&tx, &Job::TellDataLate { request: *request }).await?;
    }
    tx.commit(Effect::Private).await?;
    Ok(ids.len())
}

async fn late(db: &impl ConnectionTrait, now: chrono::DateTime<chrono::Utc>) -> Result<Vec<i64>> {
    let ids = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::Outcome.is_null())
        .filter(Column::EscalatedAt.is_null())
        .filter(Column::DueAt.lt(now))
        .limit(MOST)
        .into_tuple();
    Ok(ids.all(db).await?)
}
