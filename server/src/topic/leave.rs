//! "Titipkan pencarian ini" and "Beri tahu saya".

use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::entity::{search_request, search_topic};
use super::key;
use crate::app::App;
use crate::db::Effect;
use crate::error::{Error, Problems, Result};
use crate::ids::AccountId;

/// Puts a search on the coordinators' board, or counts it once more. Whoever gives an account is told of an answer, and
/// counts once however often he asks. A topic that was settled is open again, for the answer was not found.
pub async fn leave(app: &App, typed: &str, tell: Option<AccountId>) -> Result<()> {
    let text = super::checked(typed).map_err(|sentence| Error::Invalid(Problems::one("titipan", sentence)))?;
    let tx = app.db.begin_write().await?;
    let fresh = search_topic::ActiveModel {
        key: Set(key(&text)),
        text: Set(text.clone()),
        asked: Set(0),
        state: Set("open".to_owned()),
        reason: Set(String::new()),
        created_at: Set(tx.now()),
        last_asked_at: Set(tx.now()),
        ..Default::default()
    };
    let known = OnConflict::column(search_topic::Column::Key).do_nothing().to_owned();
    search_topic::Entity::insert(fresh).on_conflict(known).exec_without_returning(&*tx).await?;
    let topic = search_topic::Entity::find().filter(search_topic::Column::Key.eq(key(&text))).one(&*tx).await?;
    let topic = topic.ok_or_else(|| anyhow::anyhow!("a topic that was just written is gone"))?;
    let mut counts = 1;
    if let Some(account) = tell {
        let request = search_request::ActiveModel {
            topic_id: Set(topic.id),
            account_id: Set(account.get()),
            created_at: Set(tx.now()),
            ..Default::default()
        };
        let once = [search_request::Column::TopicId, search_request::Column::AccountId];
        let known = OnConflict::columns(once).do_nothing().to_owned();
        counts = search_request::Entity::insert(request).on_conflict(known).exec_without_returning(&*tx).await?;
    }
    let mut update = search_topic::Entity::update_many()
        .col_expr(search_topic::Column::LastAskedAt, Expr::value(tx.now()))
        .col_expr(
            search_topic::Column::Asked,
            Expr::col(search_topic::Column::Asked).add(i32::try_from(counts).unwrap_or(1)),
        );
    if topic.state != "handed" {
        update = update.col_expr(search_topic::Column::State, Expr::value("open"));
    }
    update.filter(search_topic::Column::Id.eq(topic.id)).exec(&*tx).await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}
