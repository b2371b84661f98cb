//! The words of a question or an answer that its writer took back: they go when they can no longer be brought back. The
//! trace that an answer was there stays.

use chrono::Duration;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::entity::{answer, question};
use crate::db::WriteTransaction;
use crate::error::Result;
use crate::ids::{AnswerId, QuestionId};

/// So long what was taken back can be shown again by its writer.
pub const KEPT: Duration = Duration::days(30);

/// What a question is called whose words are gone.
const GONE: &str = "Pertanyaan yang ditarik";

/// Lets the text of an answer go that was deleted long ago, and is deleted still.
pub async fn answer(tx: &WriteTransaction, id: AnswerId) -> Result<()> {
    answer::Entity::update_many()
        .col_expr(answer::Column::Body, Expr::value(""))
        .filter(answer::Column::Id.eq(id.get()))
        .filter(answer::Column::DeletedAt.lte(tx.now() - KEPT))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Lets the words of a question go that was taken back long ago, and is so still, with what its asker added to it.
pub async fn question(tx: &WriteTransaction, id: QuestionId) -> Result<()> {
    let taken_back = question::Entity::find_by_id(id.get()).filter(question::Column::DeletedAt.lte(tx.now() - KEPT));
    let Some(row) = taken_back.one(&**tx).await? else {
        return Ok(());
    };
    question::Entity::update_many()
        .col_expr(question::Column::Title, Expr::value(GONE))
        .col_expr(question::Column::Body, Expr::value(""))
        .col_expr(question::Column::Summary, Expr::value(""))
        .filter(question::Column::Id.eq(row.id))
        .exec(&**tx)
        .await?;
    answer::Entity::update_many()
        .col_expr(answer::Column::Body, Expr::value(""))
        .filter(answer::Column::QuestionId.eq(row.id))
        .filter(answer::Column::AccountId.eq(row.account_id))
        .exec(&**tx)
        .await?;
    Ok(())
}
