//! Changing the words of a meeting. An edit names the version that it started from; where somebody else was faster
//! nothing is written, and the page says who.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::change::Change;
use super::entity::meeting;
use super::{Typed, store};
use crate::app::App;
use crate::db::Effect;
use crate::error::Result;
use crate::ids::MeetingId;
use crate::viewer::Viewer;

/// Who was faster.
#[derive(Clone, Debug)]
pub struct Faster {
    /// The name.
    pub by: String,
    /// True when it was the same person, on another page.
    pub is_own: bool,
    /// When.
    pub at: DateTime<Utc>,
}

/// Keeps what was typed; or says who changed it meanwhile.
pub async fn edit(
    app: &App,
    viewer: &Viewer,
    id: MeetingId,
    started_from: i64,
    typed: &Typed,
) -> Result<Option<Faster>> {
    let tx = app.db.begin_write().await?;
    let change = Change::begin(&tx, viewer, id).await?.while_open()?;
    let checked = typed.checked()?;
    let row = &change.row;
    // A form that is sent twice finds its own words.
    if checked.words == Typed::of(row) {
        return Ok(None);
    }
    if row.version != started_from {
        let by = store::name(&*tx, row.updated_by).await?;
        return Ok(Some(Faster { by, is_own: row.updated_by == change.account.get(), at: row.updated_at }));
    }
    let words = checked.words;
    meeting::Entity::update_many()
        .col_expr(meeting::Column::Title, Expr::value(words.title))
        .col_expr(meeting::Column::HeldOn, Expr::value(checked.held_on))
        .col_expr(meeting::Column::Place, Expr::value(words.place))
        .col_expr(meeting::Column::Participants, Expr::value(words.participants))
        .col_expr(meeting::Column::Opening, Expr::value(words.opening))
        .col_expr(meeting::Column::Closing, Expr::value(words.closing))
        .col_expr(meeting::Column::Version, Expr::value(row.version + 1))
        .col_expr(meeting::Column::UpdatedAt, Expr::value(tx.now()))
        .col_expr(meeting::Column::UpdatedBy, Expr::value(change.account.get()))
        .filter(meeting::Column::Id.eq(row.id))
        .exec(&*tx)
        .await?;
    change.remember(&tx, "edit_meeting", "").await?;
    tx.commit(Effect::Private).await?;
    Ok(None)
}
