//! Ticking a follow-up as done, and taking that back; also after the meeting was closed.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::change::Change;
use super::entity::meeting_item;
use super::{Decision, store};
use crate::app::App;
use crate::db::Effect;
use crate::error::{Error, Result};
use crate::ids::MeetingId;
use crate::viewer::Viewer;

/// Says whether what was decided about a study is done.
pub async fn tick(app: &App, viewer: &Viewer, id: MeetingId, item: i64, is_done: bool) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let change = Change::begin(&tx, viewer, id).await?;
    let items = store::items(&*tx, change.row.id).await?;
    let row = items.into_iter().find(|row| row.id == item).ok_or(Error::NotFound)?;
    if row.done_at.is_some() == is_done {
        return Ok(());
    }
    if !Decision::WORK.contains(&row.decision.as_str()) {
        return Err(Error::Conflict("Belum ada tindak lanjut yang diputuskan untuk praktik ini.".to_owned()));
    }
    let study = row.case_study_id.to_string();
    if store::carried_on(&*tx, &[row]).await?.contains_key(&item) {
        let sentence = "Tindak lanjut ini dibawa ke rapat berikutnya. Tandai di rapat itu.";
        return Err(Error::Conflict(sentence.to_owned()));
    }
    meeting_item::Entity::update_many()
        .col_expr(meeting_item::Column::DoneAt, Expr::value(is_done.then(|| tx.now())))
        .col_expr(meeting_item::Column::DoneBy, Expr::value(is_done.then(|| change.account.get())))
        .filter(meeting_item::Column::Id.eq(item))
        .exec(&*tx)
        .await?;
    let act = if is_done { "tick_follow_up" } else { "untick_follow_up" };
    change.remember(&tx, act, &study).await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}
