//! Mails that went long ago are forgotten: what they carried stands in the notifications, and the link that stops them works
//! for half a year.

use chrono::Duration;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::{notification_mail, notification_round};
use crate::app::App;
use crate::db::Effect;
use crate::error::Result;

/// So long the link in a mail stops further ones.
const KEPT: Duration = Duration::days(180);

/// Mails forgotten in one transaction.
const BATCH: u64 = 500;

/// Forgets the mails that were queued too long ago, the oldest first; returns how many there were. A notification keeps the
/// number of its mail, so that no other carries it.
pub async fn thin(app: &App) -> Result<usize> {
    let before = app.clock.now() - KEPT;
    let mut gone = 0;
    loop {
        // Numbers rise with time: while the first is young nothing else is read.
        if !oldest(app, 1).await?.iter().any(|row| row.queued_at < before) {
            return Ok(gone);
        }
        let rows = oldest(app, BATCH).await?;
        let ids: Vec<i64> = rows.iter().take_while(|row| row.queued_at < before).map(|row| row.id).collect();
        let tx = app.db.begin_write().await?;
        notification_mail::Entity::delete_many()
            .filter(notification_mail::Column::Id.is_in(ids.iter().copied()))
            .exec(&*tx)
            .await?;
        notification_round::Entity::delete_many()
            .filter(notification_round::Column::BegunAt.lt(before))
            .exec(&*tx)
            .await?;
        tx.commit(Effect::Private).await?;
        gone += ids.len();
    }
}

async fn oldest(app: &App, many: u64) -> Result<Vec<notification_mail::Model>> {
    let rows = notification_mail::Entity::find().order_by_asc(notification_mail::Column::Id).limit(many);
    Ok(rows.all(app.db.read()).await?)
}
