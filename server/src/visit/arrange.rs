//! Agreeing on a time: the host takes one of the proposed days, either side offers another time, and the other agrees to
//! it. What both agreed on stands until both agree again; the host alone may say another place.

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, SimpleExpr};

use super::change::{Change, Said};
use super::entity::visit;
use super::{
    Kind, LINE_CHARS, Side, State, TEXT_CHARS, day, day_problem, link_problem, moment, proposed_days, state_of, time,
    waits_for, words_problem,
};
use crate::app::App;
use crate::clock::Clock;
use crate::db::WriteTransaction;
use crate::error::{Error, Problems, Result};
use crate::format;
use crate::ids::VisitId;
use crate::viewer::Viewer;
use crate::web::{Posted, forms};

/// The choice of none of the proposed days, as the form sends it.
pub const ANOTHER_DAY: &str = "lain";

/// The form, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// A proposed day that was picked: "2026-12-08"; [`ANOTHER_DAY`], or empty where nothing was.
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

    /// The form as it begins: with what is agreed, and before that with what is offered; no day is picked for anybody.
    pub fn proposed(row: &visit::Model, clock: &Clock) -> Self {
        if state_of(row) == State::Asked {
            return Self::offered(row, clock);
        }
        Self::filled(row, row.scheduled_at.map(|at| clock.local(at)), &row.place, &row.link)
    }

    /// The form that agrees to what is offered.
    pub fn offered(row: &visit::Model, clock: &Clock) -> Self {
        Self::filled(row, row.offered_at.map(|at| clock.local(at)), &row.offered_place, &row.offered_link)
    }

    fn filled(row: &visit::Model, at: Option<DateTime<FixedOffset>>, place: &str, link: &str) -> Self {
        Self {
            pick: String::new(),
            on: at.map_or_else(String::new, |at| at.date_naive().to_string()),
            time: at.map_or_else(String::new, |at| at.format("%H:%M").to_string()),
            place: place.to_owned(),
            link: link.to_owned(),
            body: String::new(),
            version: row.version.to_string(),
        }
    }

    /// True when the form says that none of the proposed days fits: by its choice, or by another day without any choice.
    pub fn is_another_day(&self) -> bool {
        self.pick == ANOTHER_DAY || (self.pick.is_empty() && !self.on.trim().is_empty())
    }

    /// The one day that the form names. A proposed day that was picked beside another that was typed is no answer: the host
    /// is asked which of the two.
    fn day(&self, problems: &mut Problems, today: NaiveDate) -> Option<NaiveDate> {
        let (picked, typed) = (day(&self.pick), day(&self.on));
        if let Some(picked) = picked.filter(|picked| !self.on.trim().is_empty() && typed != Some(*picked)) {
            let other = typed.map_or_else(|| self.on.trim().to_owned(), format::date);
            let sentence = format!(
                "Ada dua tanggal: {} dipilih dan {other} diisi. Kosongkan tanggal lain, atau pilih “Tanggal lain”.",
                format::date(picked)
            );
            problems.add("on", sentence);
            return None;
        }
        let Some(on) = picked.or(typed) else {
            let sentence = if self.is_another_day() {
                "Isi tanggalnya, misalnya 24-12-2026."
            } else {
                "Pilih tanggalnya, atau isi tanggal lain."
            };
            problems.add("on", sentence);
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
    /// The other office is asked whether it agrees; what is agreed stands meanwhile.
    Offered,
    /// The time stands, the place is another.
    Moved,
    /// The time stands; another that was offered is turned down, or taken back.
    Kept,
}

impl Outcome {
    fn act(self) -> &'static str {
        match self {
            Self::Scheduled => "jadwal",
            Self::Offered => "usul",
            Self::Moved => "tempat",
            Self::Kept => "tetap",
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
    if let Some(done) = done_before(&tx, &change, (outcome, &checked), &said, &typed.version).await? {
        return Ok(done);
    }
    change.check(&[State::Asked, State::Scheduled], &typed.version)?;
    if outcome != Outcome::Scheduled {
        change.still_ahead(tx.now())?;
    }
    let is_change = outcome == Outcome::Offered && state_of(&change.row) == State::Scheduled;
    if is_change && typed.body.trim().is_empty() {
        return Err(Error::Invalid(Problems::one("body", "Tulis mengapa jadwalnya diubah.")));
    }
    if outcome == Outcome::Kept && change.row.offered_at.is_none() {
        let sentence = if change.side == Side::Host {
            "Waktu dan tempat ini sudah disepakati. Ubah salah satunya, atau kirim pesan di bawah."
        } else {
            "Waktu ini sudah disepakati. Pilih waktu lain."
        };
        return Err(Error::Invalid(Problems::one("on", sentence)));
    }
    let columns = checked.columns(&change, outcome, tx.now());
    let act = if change.side == Side::Host { "answer_visit" } else { "arrange_visit" };
    change.keep(&tx, &columns, said, act, told(outcome)).await?;
    tx.commit(change.effect()).await?;
    Ok(outcome)
}

/// A form that is sent twice finds what it agreed to, what it offered, or the place that it wrote.
async fn done_before(
    tx: &WriteTransaction,
    change: &Change,
    (outcome, checked): (Outcome, &Checked),
    said: &Said<'_>,
    version: &str,
) -> Result<Option<Outcome>> {
    let stands = checked.stands(&change.row, outcome);
    if stands && change.is_sent_twice(tx, said).await? {
        return Ok(Some(outcome));
    }
    if version.trim() == change.row.version.to_string() {
        return Ok(None);
    }
    let moved = Said { what: Outcome::Moved.act(), ..*said };
    if outcome == Outcome::Kept && change.is_sent_twice(tx, &moved).await? {
        return Ok(Some(Outcome::Moved));
    }
    let is_agreed = stands && outcome != Outcome::Offered && said.body.trim().is_empty();
    Ok(is_agreed.then_some(Outcome::Scheduled))
}

impl Checked {
    /// True when the request stands as the form says.
    fn stands(&self, row: &visit::Model, outcome: Outcome) -> bool {
        let (at, place, link) = match outcome {
            Outcome::Offered if state_of(row).is_open() => (row.offered_at, &row.offered_place, &row.offered_link),
            _ if state_of(row) != State::Scheduled || row.offered_at.is_some() => return false,
            _ => (row.scheduled_at, &row.place, &row.link),
        };
        at == Some(self.at) && *place == self.place && *link == self.link
    }

    /// What is written: an offer beside what is agreed, or what is agreed without any offer.
    fn columns(&self, change: &Change, outcome: Outcome, now: DateTime<Utc>) -> Vec<(visit::Column, SimpleExpr)> {
        use visit::Column;
        let (row, side) = (&change.row, change.side);
        if outcome == Outcome::Moved {
            return self.another_place(row);
        }
        let is_offer = outcome == Outcome::Offered;
        let turn = if is_offer { side.other() } else { side };
        let mut columns = vec![
            (Column::Turn, Expr::value(turn.as_str())),
            (Column::OfferedAt, Expr::value(is_offer.then_some(self.at))),
            (Column::OfferedPlace, Expr::value(if is_offer { self.place.clone() } else { String::new() })),
            (Column::OfferedLink, Expr::value(if is_offer { self.link.clone() } else { String::new() })),
        ];
        if row.turn != turn.as_str() || is_offer {
            columns.push((Column::TurnSince, Expr::value(now)));
        }
        if is_offer {
            return columns;
        }
        columns.push((Column::State, Expr::value(State::Scheduled.as_str())));
        columns.push((Column::ScheduledAt, Expr::value(Some(self.at))));
        columns.push((Column::Place, Expr::value(self.place.clone())));
        columns.push((Column::Link, Expr::value(self.link.clone())));
        if row.scheduled_at != Some(self.at) {
            // Another day is asked about anew.
            columns.push((Column::ReportAskedAt, Expr::value(Option::<DateTime<Utc>>::None)));
        }
        if row.answered_at.is_none() {
            columns.push((Column::AnsweredAt, Expr::value(Some(now))));
        }
        columns
    }

    /// Another place of the agreed time: an offer goes on waiting. One of the guest says no place of its own, so it is for
    /// the new one.
    fn another_place(&self, row: &visit::Model) -> Vec<(visit::Column, SimpleExpr)> {
        use visit::Column;
        let (place, link) = (Expr::value(self.place.clone()), Expr::value(self.link.clone()));
        let mut columns = vec![(Column::Place, place), (Column::Link, link)];
        if row.offered_at.is_some() && waits_for(row, Side::Host) {
            columns.push((Column::OfferedPlace, Expr::value(self.place.clone())));
            columns.push((Column::OfferedLink, Expr::value(self.link.clone())));
        }
        columns
    }
}

/// What the audit quotes.
fn told(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Scheduled => "dijadwalkan",
        Outcome::Offered => "waktu lain diusulkan",
        Outcome::Moved => "tempat diubah",
        Outcome::Kept => "jadwal semula tetap",
    }
}

fn outcome(change: &Change, checked: &Checked) -> Outcome {
    let (row, side) = (&change.row, change.side);
    if state_of(row) == State::Scheduled && row.scheduled_at == Some(checked.at) {
        let moves = side == Side::Host && (row.place != checked.place || row.link != checked.link);
        return if moves { Outcome::Moved } else { Outcome::Kept };
    }
    let is_offered = row.offered_at == Some(checked.at);
    let picks = side == Side::Host && row.offered_at.is_none() && proposed_days(row).contains(&checked.on);
    let is_first = state_of(row) == State::Asked;
    if waits_for(row, side) && (is_offered || (is_first && picks)) { Outcome::Scheduled } else { Outcome::Offered }
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
    // The guest says no place: it agrees to the one that is offered, or leaves the one that is known.
    let is_agreed = state_of(row) == State::Scheduled && row.offered_at != at;
    let (place, link) = match change.side {
        Side::Host => (&typed.place, &typed.link),
        Side::Asking if is_agreed => (&row.place, &row.link),
        Side::Asking => (&row.offered_place, &row.offered_link),
    };
    words_problem(&mut problems, "place", "Tempat", place, LINE_CHARS);
    problems.within("link", "Alamat pertemuan", link, LINE_CHARS);
    if !link.is_empty()
        && let Some(sentence) = link_problem(link)
    {
        problems.add("link", sentence);
    }
    if change.side == Side::Host && Kind::parse(&row.kind) == Some(Kind::OnSite) && place.is_empty() {
        problems.add("place", "Tulis tempat bertemu, misalnya kantor kecamatan.");
    }
    problems.into_result()?;
    let (Some(on), Some(at)) = (on, at) else { return Err(Error::NotFound) };
    Ok(Checked { at, on, place: place.clone(), link: link.clone() })
}
