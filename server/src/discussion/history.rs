//! What a comment said before it was changed: members read it while the comment is shown.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::{self, comment_revision};
use crate::db::WriteTransaction;
use crate::error::Result;

/// The newest so many earlier versions are shown.
const SHOWN: u64 = 50;

/// Keeps the text that an edit is about to replace.
pub(super) async fn keep(tx: &WriteTransaction, comment: &entity::Model) -> Result<()> {
    let row = comment_revision::ActiveModel {
        comment_id: Set(comment.id),
        case_study_id: Set(comment.case_study_id),
        body: Set(comment.body.clone()),
        written_at: Set(comment.edited_at.unwrap_or(comment.created_at)),
        replaced_at: Set(tx.now()),
        ..Default::default()
    };
    comment_revision::Entity::insert(row).exec_without_returning(&**tx).await?;
    Ok(())
}

/// The text as it stands and the earlier ones, the newest first, each with when it was written.
pub(super) async fn versions(
    db: &impl ConnectionTrait,
    comment: &entity::Model,
) -> Result<Vec<(DateTime<Utc>, String)>> {
    let earlier = comment_revision::Entity::find()
        .filter(comment_revision::Column::CommentId.eq(comment.id))
        .order_by_desc(comment_revision::Column::Id)
        .limit(SHOWN)
        .all(db)
        .await?;
    let now = (comment.edited_at.unwrap_or(comment.created_at), comment.body.clone());
    Ok(std::iter::once(now).chain(earlier.into_iter().map(|row| (row.written_at, row.body))).collect())
}
