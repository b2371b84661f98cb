//! Every half year the office of a running practice is asked whether it still runs. The question is a row beside the
//! adoption, so that whoever serves in the office then finds it, also after a mutasi.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::adoption::{Column, Entity};
use super::{ASKED_EVERY, Stage};
use crate::app::App;
use crate::db::Effect;
use crate::error::Result;
use crate::job::{self, Job};

/// Offices asked at once; the rest follows at the next look.
const MOST: u64 = 200;

/// Asks about each running practice that nobody confirmed or was asked about for half a year; returns how many.
pub async fn ask_running(app: &App) -> Result<usize> {
    let before = app.clock.now() - ASKED_EVERY;
    if due(app.db.read(), before).await?.is_empty() {
        return Ok(0);
    }
    let tx = app.db.begin_write().await?;
    let ids = due(&*tx, before).await?;
    for adoption in &ids {
        Entity::update_many()
            .col_expr(Column::AskedAt, Expr::value(Some(tx.now())))
            .filter(Column::Id.eq(*adoption))
            .exec(&*tx)
            .await?;
        job::enqueue(&tx, &Job::TellAdoptionAsked { adoption: *adoption, at: tx.now() }).await?;
    }
    tx.commit(Effect::Private).await?;
    Ok(ids.len())
}

async fn due(db: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<Vec<i64>> {
    let ids = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::Stage.eq(Stage::Running.as_str()))
        .filter(Column::ConfirmedAt.lt(before))
        .filter(Condition::any().add(Column::AskedAt.is_null()).add(Column::AskedAt.lt(before)))
        .order_by_asc(Column::Id)
        .limit(MOST)
        .into_tuple();
    Ok(ids.all(db).await?)
}
