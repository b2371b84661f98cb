//! Throwing a draft of a collection away, and taking that back.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::change::Change;
use super::entity::collection;
use crate::app::App;
use crate::db::{Effect, WriteTransaction};
use crate::error::{Error, Result};
use crate::ids::CollectionId;
use crate::viewer::Viewer;

/// Throws a collection away that readers don't see; gives its title.
pub async fn discard(app: &App, viewer: &Viewer, id: CollectionId) -> Result<String> {
    let tx = app.db.begin_write().await?;
    let change = Change::begin(&tx, viewer, id).await?;
    match change.row.state.as_str() {
        "dibuang" => return Ok(change.row.title),
        "tayang" => {
            return Err(Error::Conflict("Kumpulan ini sedang tayang. Jadikan draf dahulu, lalu buang.".to_owned()));
        }
        _ => {}
    }
    set_state(&tx, &change, "dibuang").await?;
    change.remember(&tx, "discard_collection", "").await?;
    tx.commit(Effect::Private).await?;
    Ok(change.row.title)
}

/// Brings a collection back that was thrown away.
pub async fn restore(app: &App, viewer: &Viewer, id: CollectionId) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let change = Change::begin(&tx, viewer, id).await?;
    if change.row.state != "dibuang" {
        return Ok(());
    }
    set_state(&tx, &change, "draf").await?;
    change.remember(&tx, "restore_collection", "").await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}

async fn set_state(tx: &WriteTransaction, change: &Change, state: &str) -> Result<()> {
    collection::Entity::update_many()
        .col_expr(collection::Column::State, Expr::value(state))
        .filter(collection::Column::Id.eq(change.row.id))
        .exec(&**tx)
        .await?;
    change.touch(tx).await
}
