//! Studi tiru: an office asks the office of a study for a visit or a call; both agree on a time, and afterwards the asking
//! office tells what it saw. What a host answers is its credit.

pub mod arrange;
pub mod ask;
pub mod calendar;
mod change;
pub mod end;
pub mod entity;
pub mod hide;
pub mod late;
pub mod lines;
pub mod pages;
pub mod report;
pub mod say;
pub mod store;
#[cfg(test)]
mod tests;

pub use lines::{Line, due_of_office, open_of_office};
pub use store::{Credit, OnStudy, credit, on_study};

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};

use crate::case_study::personal_data::{self, Found};
use crate::clock::Clock;
use crate::error::Problems;
use entity::visit;

/// Longest purpose, reason or word, and longest answer of a report, in characters.
pub const TEXT_CHARS: usize = 1_000;

/// Longest contact, place or address of a meeting, in characters.
pub const LINE_CHARS: usize = 300;

/// More people than this are no visit of an office.
pub const MOST_PEOPLE: i32 = 200;

/// Nobody plans further ahead.
pub const FURTHEST: Duration = Duration::days(366);

/// The same word of the same person within this time is one, sent twice.
const SENT_TWICE_WITHIN: Duration = Duration::minutes(1);

/// How the offices meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One comes to the other.
    OnSite,
    /// By video.
    Online,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::OnSite, Self::Online];

    /// The kind as the database and the form hold it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OnSite => "kunjungan",
            Self::Online => "daring",
        }
    }

    /// Reads what `as_str` wrote.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// The kind as the interface names it.
    pub fn label(self) -> &'static str {
        match self {
            Self::OnSite => "Kunjungan",
            Self::Online => "Daring",
        }
    }

    /// What it means, in a few words.
    pub fn hint(self) -> &'static str {
        match self {
            Self::OnSite => "Datang dan melihat di tempat.",
            Self::Online => "Pertemuan lewat video, tanpa perjalanan.",
        }
    }
}

/// How far a request got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The offices look for a time.
    Asked,
    /// Both agreed on a time.
    Scheduled,
    /// The host declined.
    Declined,
    /// One of them called it off.
    Cancelled,
    /// The asking office told what it saw.
    Done,
    /// Nobody came, as the host says.
    Missed,
}

impl State {
    /// Every state, in the order of the list.
    pub const ALL: [Self; 6] =
        [Self::Asked, Self::Scheduled, Self::Done, Self::Declined, Self::Cancelled, Self::Missed];

    /// The state as the database holds it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Asked => "diminta",
            Self::Scheduled => "dijadwalkan",
            Self::Declined => "ditolak",
            Self::Cancelled => "dibatalkan",
            Self::Done => "selesai",
            Self::Missed => "tidak_datang",
        }
    }

    /// Reads what `as_str` wrote.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// The state as the interface names it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Asked => "Diminta",
            Self::Scheduled => "Dijadwalkan",
            Self::Declined => "Ditolak",
            Self::Cancelled => "Dibatalkan",
            Self::Done => "Selesai",
            Self::Missed => "Tamu tidak datang",
        }
    }

    /// True while the offices still arrange it or wait for its day or report.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Asked | Self::Scheduled)
    }
}

/// The state of a row.
pub fn state_of(row: &visit::Model) -> State {
    State::parse(&row.state).unwrap_or(State::Asked)
}

/// One of the two offices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Who asks.
    Asking,
    /// Whose practice it is.
    Host,
}

impl Side {
    /// The side as the database holds it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Asking => "pemohon",
            Self::Host => "tuan_rumah",
        }
    }

    /// Reads what `as_str` wrote.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Asking, Self::Host].into_iter().find(|side| side.as_str() == text)
    }

    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Self::Asking => Self::Host,
            Self::Host => Self::Asking,
        }
    }

    /// Code of this office in a request.
    pub fn code(self, row: &visit::Model) -> &str {
        match self {
            Self::Asking => &row.asking_code,
            Self::Host => &row.host_code,
        }
    }
}

/// The days that the asking office proposed.
pub fn proposed_days(row: &visit::Model) -> Vec<NaiveDate> {
    [Some(row.first_day), row.second_day, row.third_day].into_iter().flatten().collect()
}

/// True when the office whose word is waited for is this one: about the request, or about another time than the agreed one.
pub fn waits_for(row: &visit::Model, side: Side) -> bool {
    let is_asked = match state_of(row) {
        State::Asked => true,
        State::Scheduled => row.offered_at.is_some(),
        _ => false,
    };
    is_asked && row.turn == side.as_str()
}

/// The time that is offered in place of the agreed one, which stands until the other office agrees; an offer whose time has
/// passed is none any more.
pub fn change_offered(row: &visit::Model, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    row.offered_at.filter(|at| state_of(row) == State::Scheduled && *at > now)
}

/// True for an online meeting that both agreed on and that nobody could join yet.
pub fn lacks_address(row: &visit::Model, now: DateTime<Utc>) -> bool {
    state_of(row) == State::Scheduled
        && row.kind == Kind::Online.as_str()
        && row.link.is_empty()
        && row.place.is_empty()
        && row.scheduled_at.is_some_and(|at| at > now)
}

/// True once the local day of the visit is over and nothing was told: then the host may say that nobody came.
pub fn may_be_missed(row: &visit::Model, clock: &Clock) -> bool {
    state_of(row) == State::Scheduled && row.scheduled_at.is_some_and(|at| clock.local(at).date_naive() < clock.today())
}

/// True for what this office is to do next.
pub fn is_due(row: &visit::Model, side: Side, now: DateTime<Utc>) -> bool {
    match state_of(row) {
        State::Asked => waits_for(row, side),
        State::Scheduled if change_offered(row, now).is_some() => waits_for(row, side),
        _ if side == Side::Asking => waits_for_report(row, now),
        _ => lacks_address(row, now),
    }
}

/// True when its time has come and the asking office has not told what it saw.
pub fn waits_for_report(row: &visit::Model, now: DateTime<Utc>) -> bool {
    state_of(row) == State::Scheduled && row.scheduled_at.is_some_and(|at| at <= now)
}

/// A day as the browser's field sends it, or as people type it where there is no such field ("24-11-2026").
pub fn day(typed: &str) -> Option<NaiveDate> {
    let typed = typed.trim();
    let written = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y"];
    written.iter().find_map(|form| NaiveDate::parse_from_str(typed, form).ok())
}

/// A time of the day: "09:30", "09.30".
pub fn time(typed: &str) -> Option<NaiveTime> {
    let typed = typed.trim();
    ["%H:%M", "%H.%M", "%H:%M:%S"].iter().find_map(|form| NaiveTime::parse_from_str(typed, form).ok())
}

/// The moment of a local day and time.
pub fn moment(clock: &Clock, on: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    let midnight = clock.end_of(on.pred_opt().unwrap_or(on));
    midnight + (time - NaiveTime::MIN)
}

/// What is wrong with a proposed day, if anything.
pub fn day_problem(on: NaiveDate, today: NaiveDate) -> Option<&'static str> {
    if on < today {
        return Some("Tanggal ini sudah lewat. Pilih tanggal yang akan datang.");
    }
    (on > today + FURTHEST).then_some("Tanggal ini terlalu jauh. Pilih tanggal dalam satu tahun ke depan.")
}

/// What is wrong with the address of a meeting, if anything: it becomes a link that people press.
pub fn link_problem(link: &str) -> Option<&'static str> {
    let host = link.strip_prefix("https://").map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    let is_address = host.is_some_and(|host| {
        host.contains('.') && !host.contains('@') && host.chars().all(|letter| letter.is_ascii_graphic())
    });
    let is_clean = link.chars().all(|letter| letter.is_ascii_graphic() && !"\"<>\\^`{|}".contains(letter));
    (!(is_address && is_clean)).then_some("Tempel alamat pertemuan yang dimulai dengan https://")
}

/// Tells what is missing or too long, and what is no text for others to read.
pub(crate) fn words_problem(problems: &mut Problems, field: &str, what: &str, text: &str, limit: usize) {
    problems.within(field, what, text, limit);
    if let Some(found @ Found::Number(_)) = personal_data::find(text) {
        problems.add(field, found.sentence());
    }
}
