//! Closing a meeting, so that its minutes stand, and opening it again.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::change::Change;
use super::entity::meeting;
use crate::app::App;
use crate::db::Effect;
use crate::error::Result;
use crate::ids::MeetingId;
use crate::viewer::Viewer;

/// Closes a meeting; one that is closed stays as it is.
pub async fn conclude(app: &App, viewer: &Viewer, id: MeetingId) -> Result<()> {
    set(app, viewer, id, true).await
}

/// Opens it again.
pub async fn reopen(app: &App, viewer: &Viewer, id: MeetingId) -> Result<()> {
    set(app, viewer, id, false).await
}

async fn set(app: &App, viewer: &Viewer, id: MeetingId, is_closed: bool) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let change = Change::begin(&tx, viewer, id).await?;
    if change.row.concluded_at.is_some() == is_closed {
        return Ok(());
    }
    meeting::Entity::update_many()
        .col_expr(meeting::Column::ConcludedAt, Expr::value(is_closed.then(|| tx.now())))
        .filter(meeting::Column::Id.eq(change.row.id))
        .exec(&*tx)
        .await?;
    let act = if is_closed { "conclude_meeting" } else { "reopen_meeting" };
    change.remember(&tx, act, "").await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}
