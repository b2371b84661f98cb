//! Forms that are open elsewhere while something is erased: they meet a comparison instead of bringing it back unseen.

use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::case_study::entity::{draft, draft_version, review};
use crate::db::WriteTransaction;
use crate::error::Result;
use crate::question::entity::question;

/// Gives a draft whose text lost something a new version: a form that is open somewhere still holds the old words, and
/// must meet a comparison instead of bringing them back unseen. A draft under review keeps the version that was handed in.
pub(super) async fn drafts(tx: &WriteTransaction, ids: &[i64]) -> Result<()> {
    let under_review = review::Entity::find()
        .select_only()
        .column(review::Column::DraftId)
        .filter(review::Column::DraftId.is_in(ids.iter().copied()))
        .filter(review::Column::Answer.eq("open"))
        .into_tuple::<i64>()
        .all(&**tx)
        .await?;
    let rows = draft::Entity::find().filter(draft::Column::Id.is_in(ids.iter().copied())).all(&**tx).await?;
    for row in rows.into_iter().filter(|row| !under_review.contains(&row.id)) {
        let version = draft_version::ActiveModel {
            draft_id: Set(row.id),
            version: Set(row.version + 1),
            document: Set(row.document),
            saved_by: Set(row.updated_by),
            saved_at: Set(tx.now()),
            ..Default::default()
        };
        draft_version::Entity::insert(version).exec_without_returning(&**tx).await?;
        draft::Entity::update_many()
            .col_expr(draft::Column::Version, Expr::value(row.version + 1))
            .col_expr(draft::Column::Writer, Expr::value(""))
            .col_expr(draft::Column::WriterFrom, Expr::value(row.version + 1))
            .filter(draft::Column::Id.eq(row.id))
            .exec(&**tx)
            .await?;
    }
    Ok(())
}

/// A form of the Rangkuman that is open somewhere still holds the old words, and must meet a comparison too.
pub(super) async fn summary(tx: &WriteTransaction, id: i64) -> Result<()> {
    use sea_orm::sea_query::ExprTrait;
    question::Entity::update_many()
        .col_expr(question::Column::SummaryVersion, Expr::col(question::Column::SummaryVersion).add(1))
        .filter(question::Column::Id.eq(id))
        .exec(&**tx)
        .await?;
    Ok(())
}
