//! The photo of a product: it hangs on the study, and is shown to who may see both.

use sea_orm::sea_query::{Expr, SelectStatement};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use super::change::{Writer, remember, visible};
use super::entity::{Column, Entity, Model};
use crate::app::App;
use crate::attachment::{self, Described, Stored};
use crate::db::WriteTransaction;
use crate::error::Result;
use crate::ids::ProductId;
use crate::viewer::Viewer;

/// Shows a stored photo at a product of the acting office; the one before it goes.
pub async fn add(app: &App, viewer: &Viewer, id: ProductId, described: Described, stored: &Stored) -> Result<Model> {
    let tx = app.db.begin_write().await?;
    let writer = Writer::of(&tx, viewer).await?;
    let row = writer.hold(&tx, id).await?;
    let facts = described.of_study(writer.account, row.case_study_id);
    let photo = attachment::record(&*tx, tx.now(), stored, facts).await?;
    Entity::update_many()
        .col_expr(Column::PhotoId, Expr::value(Some(photo)))
        .col_expr(Column::Version, Expr::value(row.version + 1))
        .col_expr(Column::UpdatedAt, Expr::value(tx.now()))
        .filter(Column::Id.eq(row.id))
        .exec(&*tx)
        .await?;
    follow(&tx, &Model { photo_id: Some(photo), ..row.clone() }).await?;
    if let Some(before) = row.photo_id {
        // Nothing else shows it; its bytes go with a later sweep.
        attachment::entity::Entity::delete_by_id(before).exec(&*tx).await?;
    }
    remember(&tx, &writer, "add_product_photo", row.id, "").await?;
    tx.commit(visible(row.case_study_id)).await?;
    Ok(row)
}

/// The photo is seen by who sees the product, as this row says it stands from now on.
pub(super) async fn follow(tx: &WriteTransaction, row: &Model) -> Result<()> {
    let put_away = (row.state != "tayang").then(|| tx.now());
    attachment::set_hidden(&**tx, row.photo_id, row.hidden_at.or(put_away)).await
}

/// Asks for the ids of the photos that products show, as a part of another question.
pub fn ids() -> SelectStatement {
    Entity::find().select_only().column(Column::PhotoId).filter(Column::PhotoId.is_not_null()).into_query()
}
