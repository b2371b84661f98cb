//! The host declines with a reason, one of the two offices calls it off with one, or the guest did not come.

use sea_orm::sea_query::Expr;

use super::change::{Change, Said};
use super::entity::visit;
use super::{Side, State, TEXT_CHARS, may_be_missed, state_of, words_problem};
use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::ids::VisitId;
use crate::viewer::Viewer;
use crate::web::forms;

/// The host can't receive the visit. A problem stands at `reason`.
pub async fn decline(app: &App, viewer: &Viewer, id: VisitId, version: &str, reason: &str) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let change = Change::begin(&tx, viewer, id).await?.only_for(Side::Host)?;
    let reason = checked(reason, change.side)?;
    let said = Said { side: change.side, what: "tolak", offered_at: None, body: &reason };
    if state_of(&change.row) == State::Declined && change.is_sent_twice(&tx, &said).await? {
        return Ok(());
    }
    change.check(&[State::Asked], version)?;
    let mut columns = vec![(visit::Column::State, Expr::value(State::Declined.as_str()))];
    if change.row.answered_at.is_none() {
        columns.push((visit::Column::AnsweredAt, Expr::value(Some(tx.now()))));
    }
    change.keep(&tx, &columns, said, "answer_visit", "ditolak").await?;
    tx.commit(change.effect()).await?;
    Ok(())
}

/// Either office calls it off. A problem stands at `reason`.
pub async fn cancel(app: &App, viewer: &Viewer, id: VisitId, version: &str, reason: &str) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let change = Change::begin(&tx, viewer, id).await?;
    let reason = checked(reason, change.side)?;
    let said = Said { side: change.side, what: "batal", offered_at: None, body: &reason };
    if state_of(&change.row) == State::Cancelled && change.is_sent_twice(&tx, &said).await? {
        return Ok(());
    }
    change.check(&[State::Asked, State::Scheduled], version)?;
    change.still_ahead(tx.now())?;
    if change.side == Side::Host && state_of(&change.row) == State::Asked {
        // Its word for that is declining; who calls off what was never agreed to would take the request out of the count.
        return Err(Error::Conflict(
            "Permohonan ini belum dijadwalkan. Bila tidak dapat diterima, pilih tolak.".to_owned(),
        ));
    }
    let columns = [(visit::Column::State, Expr::value(State::Cancelled.as_str()))];
    change.keep(&tx, &columns, said, "cancel_visit", "").await?;
    tx.commit(change.effect()).await?;
    Ok(())
}

/// The guest did not come: the host says so once the day is over, with a note or without. A guest that came after all tells
/// what it saw all the same. A problem stands at `missed`.
pub async fn miss(app: &App, viewer: &Viewer, id: VisitId, version: &str, note: &str) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let change = Change::begin(&tx, viewer, id).await?.only_for(Side::Host)?;
    let note = forms::text(note).trim().to_owned();
    let mut problems = Problems::default();
    words_problem(&mut problems, "missed", "Keterangan", &note, TEXT_CHARS);
    problems.into_result()?;
    let said = Said { side: change.side, what: "tidak_datang", offered_at: change.row.scheduled_at, body: &note };
    if state_of(&change.row) == State::Missed && change.is_sent_twice(&tx, &said).await? {
        return Ok(());
    }
    change.check(&[State::Scheduled], version)?;
    if !may_be_missed(&change.row, tx.clock()) {
        let sentence = "Harinya belum lewat. Catat sesudah hari itu bila tamunya memang tidak datang.";
        return Err(Error::Conflict(sentence.to_owned()));
    }
    let columns = [(visit::Column::State, Expr::value(State::Missed.as_str()))];
    change.keep(&tx, &columns, said, "miss_visit", "").await?;
    tx.commit(change.effect()).await?;
    Ok(())
}

fn checked(reason: &str, side: Side) -> Result<String> {
    let reason = forms::text(reason).trim().to_owned();
    let mut problems = Problems::default();
    if reason.is_empty() {
        let reader = if side == Side::Host { "pemohon" } else { "tuan rumah" };
        problems.add("reason", format!("Tulis alasannya; kantor {reader} membacanya."));
    }
    words_problem(&mut problems, "reason", "Alasan", &reason, TEXT_CHARS);
    problems.into_result()?;
    Ok(reason)
}
