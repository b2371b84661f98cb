//! Rights of people over the data about themselves (UU 27/2022): they ask to have it put right or erased, and are answered
//! within 3 × 24 hours. To take a copy home needs nobody (`account/pages/data.rs`), nor does ending the account
//! (`account/close.rs`).

mod answer;
mod ask;
mod correct;
pub mod entity;
mod late;
pub mod pages;
mod store;

pub use late::tell_late;
pub use store::open_count;

use chrono::Duration;

/// Within so long a request is answered.
pub const ANSWERED_WITHIN: Duration = Duration::hours(72);

/// Longest request and answer in characters.
pub const MAX_CHARS: usize = 2_000;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// To put something right that is wrong or has changed.
    Correction,
    /// To erase something.
    Erasure,
}

impl Kind {
    /// Every kind, in the order of the form.
    pub const ALL: [Self; 2] = [Self::Correction, Self::Erasure];

    /// The kind as the database, the form and addresses hold it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Correction => "perbaikan",
            Self::Erasure => "penghapusan",
        }
    }

    /// Reads what `as_str` wrote.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// The request as pages name it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Correction => "Minta perbaikan data",
            Self::Erasure => "Minta penghapusan data",
        }
    }

    /// What belongs into it.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Correction => "Tulis data yang keliru dan yang benar: nama, jabatan, TMT, nomor SK, nomor ponsel.",
            Self::Erasure => {
                "Tulis data apa yang dihapus dan di halaman mana. Tulisan yang terbit tetap ada tanpa data itu."
            }
        }
    }
}

/// What came of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All of it was done.
    Met,
    /// Part of it was done.
    Partly,
    /// It was not done.
    Refused,
}

impl Outcome {
    /// Every outcome, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Met, Self::Partly, Self::Refused];

    /// The outcome as the database and the form hold it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Met => "dipenuhi",
            Self::Partly => "sebagian",
            Self::Refused => "ditolak",
        }
    }

    /// Reads what `as_str` wrote.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.as_str() == text)
    }

    /// What happened, as pages say it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Met => "Dipenuhi",
            Self::Partly => "Dipenuhi sebagian",
            Self::Refused => "Tidak dapat dipenuhi",
        }
    }
}
