//! The text of a comment that its writer deleted: its earlier versions go at once, the text itself when it can no longer be
//! brought back. The trace that it was there stays.

use chrono::Duration;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::entity::{self, comment_revision};
use crate::db::WriteTransaction;
use crate::error::Result;
use crate::ids::CommentId;

/// So long a deleted comment can be brought back by its writer.
pub const KEPT: Duration = Duration::days(30);

/// Lets the text of a comment go that was deleted long ago, and is deleted still.
pub async fn forget(tx: &WriteTransaction, id: CommentId) -> Result<()> {
    entity::Entity::update_many()
        .col_expr(entity::Column::Body, Expr::value(""))
        .filter(entity::Column::Id.eq(id.get()))
        .filter(entity::Column::DeletedAt.lte(tx.now() - KEPT))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Lets the earlier versions of a comment go.
pub(super) async fn versions(tx: &WriteTransaction, comment: i64) -> Result<()> {
    comment_revision::Entity::delete_many().filter(comment_revision::Column::CommentId.eq(comment)).exec(&**tx).await?;
    Ok(())
}
