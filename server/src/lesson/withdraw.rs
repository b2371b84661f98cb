//! Taking a lesson back, and showing it again: for the office that it belongs to, also after a mutasi.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::entity::lesson;
use super::remember::remember;
use super::store;
use crate::app::App;
use crate::db::Effect;
use crate::error::Result;
use crate::office;
use crate::policy::{self, Act};
use crate::viewer::Viewer;

/// Takes a lesson back from the members, or shows it to them again.
pub async fn withdraw(app: &App, viewer: &Viewer, key: &str, back: bool) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let acting = office::acting(&tx, viewer).await?;
    let row = store::held(&tx, viewer, key).await?;
    policy::require(Act::WriteLesson, &acting, &row.kecamatan_code)?;
    if row.withdrawn_at.is_some() == back {
        return Ok(());
    }
    let at: Option<DateTime<Utc>> = back.then(|| tx.now());
    lesson::Entity::update_many()
        .col_expr(lesson::Column::WithdrawnAt, Expr::value(at))
        .filter(lesson::Column::Id.eq(row.id))
        .exec(&*tx)
        .await?;
    let act = if back { "withdraw_lesson" } else { "show_lesson_again" };
    remember(&tx, viewer.account(), Some(acting.term), act, ("lesson", row.key), "").await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}
