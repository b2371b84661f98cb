//! What waited too long for a person is told one level up, once.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Select};

use super::{Job, enqueue};
use crate::db::{Db, Effect};
use crate::error::Result;

/// So many are told at once; the rest follows at the next look.
const MOST: u64 = 200;

/// Queues a notice for each row of `late` that was not told yet, and marks it in `told_at`; returns how many.
pub async fn tell<E: EntityTrait>(
    db: &Db,
    late: Select<E>,
    id: E::Column,
    told_at: E::Column,
    notice: impl Fn(i64) -> Job,
) -> Result<usize> {
    let untold = late.filter(told_at.is_null()).limit(MOST);
    // Nearly always there is none, and whoever writes need not wait for that answer.
    if ids(db.read(), &untold, id).await?.is_empty() {
        return Ok(0);
    }
    let tx = db.begin_write().await?;
    let ids = ids(&*tx, &untold, id).await?;
    E::update_many().col_expr(told_at, Expr::value(tx.now())).filter(id.is_in(ids.iter().copied())).exec(&*tx).await?;
    for row in &ids {
        enqueue(&tx, &notice(*row)).await?;
    }
    tx.commit(Effect::Private).await?;
    Ok(ids.len())
}

async fn ids<E: EntityTrait>(db: &impl ConnectionTrait, rows: &Select<E>, id: E::Column) -> Result<Vec<i64>> {
    Ok(rows.clone().select_only().column(id).into_tuple().all(db).await?)
}
