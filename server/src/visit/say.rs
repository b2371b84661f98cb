//! A word between the two offices that changes nothing else.

use super::TEXT_CHARS;
use super::change::{Change, Said};
use super::words_problem;
use crate::app::App;
use crate::db::Effect;
use crate::error::{Problems, Result};
use crate::ids::VisitId;
use crate::viewer::Viewer;
use crate::web::forms;

/// Keeps a word. A problem stands at `message`.
pub async fn say(app: &App, viewer: &Viewer, id: VisitId, typed: &str) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let change = Change::begin(&tx, viewer, id).await?;
    let body = forms::text(typed).trim().to_owned();
    let mut problems = Problems::default();
    if body.is_empty() {
        problems.add("message", "Tulis pesannya dahulu.");
    }
    words_problem(&mut problems, "message", "Pesan", &body, TEXT_CHARS);
    problems.into_result()?;
    let said = Said { side: change.side, what: "pesan", offered_at: None, body: &body };
    if change.is_sent_twice(&tx, &said).await? {
        return Ok(());
    }
    change.writer.word(&tx, change.row.id, said).await?;
    tx.commit(Effect::Private).await?;
    Ok(())
}
