//! Who hands in for review must not wait for ever: after some days the next level up is told, once.

use chrono::Duration;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::app::App;
use crate::case_study::entity::review::{Column, Entity};
use crate::db::Effect;
use crate::error::Result;
use crate::job::{self, Job};

/// Reviews told at once; the rest follows at the next look.
const MOST: u64 = 200;

/// Queues a notice for each review that waits too long; returns how many.
pub async fn tell_late(app: &App) -> Result<usize> {
    let before = app.clock.now() - Duration::days(app.config.review.late_days);
    if late(app.db.read(), before).await?.is_empty() {
        return Ok(0);
    }
    let tx = app.db.begin_write().await?;
    let ids = late(&*tx, before).await?;
    for review in &ids {
        Entity::update_many()
            .col_expr(Column::EscalatedAt, Expr::value(tx.now()))
            .filter(Column::Id.eq(*review))
            .exec(&*tx)
            .await?;
        job::enqueue(&tx, &Job::TellReviewLate { review: *review }).await?;
    }
    tx.commit(Effect::Private).await?;
    Ok(ids.len())
}

async fn late(db: &impl ConnectionTrait, before: chrono::DateTime<chrono::Utc>) -> Result<Vec<i64>> {
    let ids = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::Answer.eq("open"))
        .filter(Column::EscalatedAt.is_null())
        .filter(Column::HandedInAt.lt(before))
        .limit(MOST)
        .into_tuple();
    Ok(ids.all(db).await?)
}
