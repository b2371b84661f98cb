//! The ledger of replication: which kecamatan takes up a practice of another, how far it got step by step, and whether it
//! still runs. Only what runs counts as replicated.

pub mod adapt;
mod ask;
pub mod begin;
mod change;
pub mod compare;
pub mod confirm;
pub mod dossier;
pub mod entity;
pub mod family;
pub mod figures;
mod here;
pub mod hide;
mod ledger;
pub mod lineage;
pub mod mend;
pub mod pages;
pub mod photo;
pub mod record;
pub mod running;
pub mod spread;
pub mod store;
pub mod take_back;
#[cfg(test)]
mod tests;

pub use ask::ask_running;
pub use begin::begin;
pub use change::recount;
pub use here::here;
pub use ledger::{entry_of, of_study};
pub use store::{Counts, Line, by_office, counts};

use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc};

use entity::adoption;

/// Longest note of a step in characters.
pub const NOTE_CHARS: usize = 1_000;

/// No step is dated before this year.
pub const FIRST_YEAR: i32 = 2000;

/// Figures that one step may carry.
pub const MAX_FIGURES: usize = 3;

/// After so long the office of a running practice, its own or one that it takes up, is asked whether it still runs: half a
/// year.
pub const ASKED_EVERY: Duration = Duration::days(182);

/// So long the newest step can be taken back after it was written down: who told it by mistake notices within a day, and what
/// others have read by then is corrected by the next step.
pub const TAKEN_BACK_WITHIN: Duration = Duration::hours(24);

/// So long the office has time to answer, before pages say that nobody confirmed it.
pub const ANSWERED_WITHIN: Duration = Duration::days(30);

/// How far an adoption got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The office wants to.
    Interested,
    /// It has a plan.
    Planned,
    /// It tries in one place.
    Trial,
    /// It runs: the one stage that counts as replicated.
    Running,
    /// It was stopped, for a reason.
    Stopped,
}

impl Stage {
    /// Every stage, in the order of the way.
    pub const ALL: [Self; 5] = [Self::Interested, Self::Planned, Self::Trial, Self::Running, Self::Stopped];

    /// What an entry may begin with beside interest: an office that is further says so at once.
    pub const STARTS: [Self; 3] = [Self::Planned, Self::Trial, Self::Running];

    /// The stage as the database, forms and addresses name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Interested => "berminat",
            Self::Planned => "direncanakan",
            Self::Trial => "uji_coba",
            Self::Running => "berjalan",
            Self::Stopped => "dihentikan",
        }
    }

    /// Reads what `as_str` wrote.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.as_str() == text)
    }

    /// The stage as the interface names it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Interested => "Berminat",
            Self::Planned => "Direncanakan",
            Self::Trial => "Uji coba",
            Self::Running => "Berjalan",
            Self::Stopped => "Dihentikan",
        }
    }

    /// What it means, beside the choice.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Interested => "Kantor kecamatan ingin menerapkannya.",
            Self::Planned => "Waktu, tempat, dan penanggung jawab sudah ditentukan.",
            Self::Trial => "Dicoba di satu tempat atau kelompok.",
            Self::Running => "Sudah menjadi kegiatan tetap. Hanya tahap ini yang dihitung sebagai direplikasi.",
            Self::Stopped => "Tidak dilanjutkan. Alasannya ditulis dan membantu kecamatan lain.",
        }
    }

    /// True when a step of `next` may follow this stage. The way leads forward and may skip; a stage may be told of again,
    /// since figures come later than the beginning. It never leads back: what did not hold is stopped, with a reason, and
    /// what was stopped goes on by a new step of a plan, a trial or its running.
    pub fn may_become(self, next: Self) -> bool {
        match self {
            Self::Stopped => matches!(next, Self::Planned | Self::Trial | Self::Running),
            _ => next >= self,
        }
    }

    /// The stages that may come next, in the order of the form.
    pub fn next(self) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |next| self.may_become(*next))
    }
}

/// The stage of a row.
pub fn stage_of(row: &adoption::Model) -> Stage {
    Stage::parse(&row.stage).unwrap_or(Stage::Interested)
}

/// True while the office is asked whether the practice still runs.
pub fn is_asked(row: &adoption::Model) -> bool {
    stage_of(row) == Stage::Running && row.asked_at.is_some()
}

/// Since when nobody confirmed a practice that is said to run: the time for an answer is over.
pub fn unconfirmed_since(row: &adoption::Model, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let asked = row.asked_at.filter(|_| stage_of(row) == Stage::Running)?;
    let confirmed = row.confirmed_at?;
    let is_late = asked + ANSWERED_WITHIN < now || confirmed + ASKED_EVERY + ASKED_EVERY < now;
    is_late.then_some(confirmed)
}

/// The day before which a step of `next` does not lie: that of the step before it. "Berminat" is said by one tap and tells
/// when that was, so a plan, a trial and a running that came first are dated as they were; from then on each step bounds the
/// next. An end is dated after all that was told.
pub fn not_before(next: Stage, last: Option<(Stage, NaiveDate)>) -> Option<NaiveDate> {
    let (stage, on) = last?;
    (stage != Stage::Interested || !Stage::STARTS.contains(&next)).then_some(on)
}

/// What is wrong with the date of a step, if anything: it is not before [`FIRST_YEAR`] and not in the future, and the steps of
/// a ledger follow each other; `before` comes from [`not_before`].
pub fn date_problem(on: NaiveDate, before: Option<NaiveDate>, today: NaiveDate) -> Option<String> {
    match before {
        // A slip of the finger ("0026") could never be mended, since no step may be dated before another.
        _ if on.year() < FIRST_YEAR => Some("Periksa tahunnya.".to_owned()),
        _ if on > today => Some("Tanggalnya belum tiba. Catat langkah yang sudah terjadi.".to_owned()),
        Some(before) if on < before => {
            let earliest = crate::format::date(before);
            Some(format!("Langkah sebelumnya bertanggal {earliest}; pilih tanggal itu atau sesudahnya."))
        }
        _ => None,
    }
}
