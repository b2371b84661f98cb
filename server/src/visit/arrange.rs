//! Agreeing on a time: the host takes one of the proposed days, either side offers another time, and the other agrees to
//! it. What both agreed on changes only when both agree again; the host alone may say another place.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::Expr;

use super::change::{Change, Said};
use super::entity::visit;
use super::{
    Kind, LINE_CHARS, Side, State, TEXT_CHARS, day, day_problem, link_problem, moment, proposed_days, state_of, time,
    waits_for, words_problem,
};
use crate::app::App;
use crate::clock::Clock;
use crate::error::{Error, Problems, Result};
use crate::ids::VisitId;
use crate::viewer::Viewer;
use crate::web::{Posted, forms};

/// The form, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// A proposed day that was picked: "2026-12-08"; empty for another.
    pub pick: String,
    /// Another day.
    pub on: String,
    /// "09:30".
    pub time: String,
    /// Where one meets; the host says it.
    pub place: String,
    /// The address of an online meeting; the host says it.
    pub link: String,
    /// Why, or what else is to be known.
    pub body: String,
    /// The version that the form started from.
    pub version: String,
}

impl Typed {
    /// What a form sent.
    pub fn of(posted: &Posted) -> Self {
        Self {
            pick: posted.get("pick").to_owned(),
            on: posted.get("on").to_owned(),
            time: posted.get("time").to_owned(),
            place: forms::line(posted.get("place")),
            link: forms::line(posted.get("link")),
            body: forms::text(posted.get("body")),
            version: posted.get("version").to_owned(),
        }
    }

    /// The form as it begins: with what is agreed or offered.
    pub fn proposed(row: &visit::Model, clock: &Clock) -> Self {
        let at = row.scheduled_at.map(|at| clock.local(at));
        Self {
            pick: if at.is_none() { row.first_day.to_string() } else { String::new() },
            on: at.map_or_else(String::new, |at| at.date_naive().to_string()),
            time: at.map_or_else(String::new, |at| at.format("%H:%M").to_string()),
            place: row.place.clone(),
            link: row.link.clone(),
            body: String::new(),
            version: row.version.to_string(),
        }
    }

    fn day(&self, problems: &mut Problems, today: NaiveDate) -> Option<NaiveDate> {
        let typed = if self.pick.trim().is_empty() { &self.on } else { &self.pick };
        let Some(on) = day(typed) else {
            problems.add("on", "Pilih tanggalnya, atau isi tanggal lain.");
            return None;
        };
        match day_problem(on, today) {
            Some(sentence) => {
                problems.add("on", sentence);
                None
            }
            None => Some(on),
        }
    }
}

/// What may be kept of the form.
struct Checked {
    at: DateTime<Utc>,
    on: NaiveDate,
    place: String,
    link: String,
}

/// What follows of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Both agreed.
    Scheduled,
    /// The other office is asked whether it agrees.
    Offered,
    /// The time stands, the place is another.
    Moved,
}

impl Outcome {
    fn act(self) -> &'static str {
        match self {
            Self::Scheduled => "jadwal",
            Self::Offered => "usul",
            Self::Moved => "tempat",
        }
    }
}

/// Keeps a time. Problems stand at `on`, `time`, `place`, `link` and `body`; `Conflict` for what was changed meanwhile, and
/// for what is over.
pub async fn arrange(app: &App, viewer: &Viewer, id: VisitId, typed: &Typed) -> Result<Outcome> {
    let tx = app.db.begin_write().await?;
    let change = Change::begin(&tx, viewer, id).await?;
    let checked = checked(typed, &change, tx.clock(), tx.now())?;
    let outcome = outcome(&change, &checked);
    let said = Said { side: change.side, what: outcome.act(), offered_at: Some(checked.at), body: &typed.body };
    let row = &change.row;
    let is_same = row.scheduled_at == Some(checked.at) && row.place == checked.place && row.link == checked.link;
    // A form that is sent twice finds what it agreed to, or what it offered.
    let is_agreed = state_of(row) == State::Scheduled && typed.body.trim().is_empty();
    if is_same && (is_agreed || change.is_sent_twice(&tx, &said).await?) {
        return Ok(if is_agreed { Outcome::Scheduled } else { outcome });
    }
    change.check(&[State::Asked, State::Scheduled], &typed.version)?;
    change.still_ahead(tx.now())?;
    if outcome == Outcome::Offered && state_of(row) == State::Scheduled && row.scheduled_at == Some(checked.at) {
        return Err(Error::Invalid(Problems::one("on", "Waktu ini sudah disepakati. Pilih waktu lain.")));
    }
    if outcome == Outcome::Offered && state_of(row) == State::Scheduled && typed.body.trim().is_empty() {
        return Err(Error::Invalid(Problems::one("body", "Tulis mengapa jadwalnya diubah.")));
    }
    let (state, turn) = match outcome {
        Outcome::Scheduled | Outcome::Moved => (State::Scheduled, change.side),
        Outcome::Offered => (State::Asked, change.side.other()),
    };
    let mut columns = vec![
        (visit::Column::State, Expr::value(state.as_str())),
        (visit::Column::Turn, Expr::value(turn.as_str())),
        (visit::Column::ScheduledAt, Expr::value(Some(checked.at))),
        (visit::Column::Place, Expr::value(checked.place.clone())),
        (visit::Column::Link, Expr::value(checked.link.clone())),
    ];
    if row.scheduled_at != Some(checked.at) {
        // Another day is asked about anew.
        columns.push((visit::Column::ReportAskedAt, Expr::value(Option::<DateTime<Utc>>::None)));
    }
    if row.turn != turn.as_str() {
        columns.push((visit::Column::TurnSince, Expr::value(tx.now())));
    }
    if outcome == Outcome::Scheduled && row.answered_at.is_none() {
        columns.push((visit::Column::AnsweredAt, Expr::value(Some(tx.now()))));
    }
    let act = if change.side == Side::Host { "answer_visit" } else { "arrange_visit" };
    change.keep(&tx, &columns, said, act, told(outcome)).await?;
    tx.commit(change.effect()).await?;
    Ok(outcome)
}

/// What the audit quotes.
fn told(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Scheduled => "dijadwalkan",
        Outcome::Offered => "waktu lain diusulkan",
        Outcome::Moved => "tempat diubah",
    }
}

fn outcome(change: &Change, checked: &Checked) -> Outcome {
    let row = &change.row;
    let is_same = row.scheduled_at == Some(checked.at);
    if state_of(row) == State::Scheduled && is_same && change.side == Side::Host {
        return Outcome::Moved;
    }
    let picks = change.side == Side::Host && row.scheduled_at.is_none() && proposed_days(row).contains(&checked.on);
    if waits_for(row, change.side) && (is_same || picks) { Outcome::Scheduled } else { Outcome::Offered }
}

fn checked(typed: &Typed, change: &Change, clock: &Clock, now: DateTime<Utc>) -> Result<Checked> {
    let mut problems = Problems::default();
    let on = typed.day(&mut problems, clock.local(now).date_naive());
    let time = time(&typed.time);
    if time.is_none() {
        problems.add("time", "Isi jamnya, misalnya 09.30.");
    }
    let at = on.zip(time).map(|(on, time)| moment(clock, on, time));
    if at.is_some_and(|at| at <= now) {
        problems.add("time", "Jam ini sudah lewat. Pilih waktu yang akan datang.");
    }
    words_problem(&mut problems, "body", "Keterangan", &typed.body, TEXT_CHARS);
    let row = &change.row;
    let (place, link) = match change.side {
        Side::Host => (typed.place.clone(), typed.link.clone()),
        Side::Asking => (row.place.clone(), row.link.clone()),
    };
    words_problem(&mut problems, "place", "Tempat", &place, LINE_CHARS);
    problems.within("link", "Alamat pertemuan", &link, LINE_CHARS);
    if !link.is_empty()
        && let Some(sentence) = link_problem(&link)
    {
        problems.add("link", sentence);
    }
    if change.side == Side::Host && Kind::parse(&row.kind) == Some(Kind::OnSite) && place.is_empty() {
        problems.add("place", "Tulis tempat bertemu, misalnya kantor kecamatan.");
    }
    problems.into_result()?;
    let (Some(on), Some(at)) = (on, at) else { return Err(Error::NotFound) };
    Ok(Checked { at, on, place, link })
}
