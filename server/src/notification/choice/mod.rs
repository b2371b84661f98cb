//! How a person wants to be told: in the app always; for each topic by mail at once, in one mail a day or not, and by push
//! or not; and the hours in which neither may disturb.

pub mod entity;
pub mod pages;
pub mod save;
pub mod store;

#[cfg(test)]
mod tests;

use chrono::{DateTime, Duration, NaiveTime, Utc};

use super::Kind;
use crate::clock::Clock;

/// Kinds that are chosen together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// Comments and answers.
    Talk,
    /// What the reader follows.
    Followed,
    /// What happens to the studies of the reader's office.
    Studies,
    /// What waits for the reader to do.
    Work,
    /// Reports, decisions and requests about data.
    Care,
    /// The reader's own account: always mailed, and at once.
    Security,
}

impl Topic {
    /// Those that a person chooses about.
    pub const CHOSEN: [Self; 5] = [Self::Work, Self::Talk, Self::Studies, Self::Followed, Self::Care];

    /// The topic of a kind.
    pub fn of(kind: Kind) -> Self {
        match kind {
            Kind::Commented
            | Kind::Answered
            | Kind::Mentioned
            | Kind::Remarked
            | Kind::QuestionAsked
            | Kind::QuestionAnswered
            | Kind::AnswerAccepted
            | Kind::QuestionSummarised
            | Kind::LessonNews => Self::Talk,
            Kind::FollowedNew
            | Kind::FollowedChanged
            | Kind::FollowedFeatured
            | Kind::FollowedVerified
            | Kind::FollowedGathered
            | Kind::FollowedQuestion => Self::Followed,
            Kind::Published
            | Kind::Republished
            | Kind::Featured
            | Kind::Verified
            | Kind::Partnered
            | Kind::Erased
            | Kind::AdoptionStep
            | Kind::VisitReported
            | Kind::TopicAnswered => Self::Studies,
            Kind::HandedIn
            | Kind::Returned
            | Kind::ReviewAsked
            | Kind::ReviewLate
            | Kind::HandedOver
            | Kind::Nudged
            | Kind::TopicHanded
            | Kind::Joined
            | Kind::QuestionWaiting
            | Kind::AdoptionAsked
            | Kind::VisitAsked
            | Kind::VisitAnswered
            | Kind::VisitOver
            | Kind::VisitWaiting
            | Kind::ProductConsentOld
            | Kind::MinggonReady
            | Kind::MinggonThinner
            | Kind::DigestMade => Self::Work,
            Kind::Reported
            | Kind::LessonReported
            | Kind::LessonHidden
            | Kind::ProductDecided
            | Kind::ContactElsewhere
            | Kind::ReportAnswered
            | Kind::Moderated
            | Kind::ReportReplied
            | Kind::ReportLate
            | Kind::DataAsked
            | Kind::DataAnswered
            | Kind::DataLate
            | Kind::Closed
            | Kind::SanctionAnswered => Self::Care,
            Kind::FactorReset | Kind::NewDevice | Kind::Recovery | Kind::DataCorrected | Kind::Sanctioned => {
                Self::Security
            }
        }
    }

    /// The topic as the database and the form hold it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Talk => "talk",
            Self::Followed => "followed",
            Self::Studies => "studies",
            Self::Work => "work",
            Self::Care => "care",
            Self::Security => "security",
        }
    }

    /// The topic as the interface names it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Talk => "Komentar, tanya jawab, dan catatan",
            Self::Followed => "Yang diikuti",
            Self::Studies => "Praktik kantor sendiri dan replikasinya",
            Self::Work => "Yang perlu dikerjakan",
            Self::Care => "Laporan dan permintaan data",
            Self::Security => "Keamanan akun",
        }
    }

    /// An example of each, below the label.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Talk => "Komentar baru, balasan, sebutan, pertanyaan dan jawabannya.",
            Self::Followed => "Praktik baru atau yang diperbarui dari yang diikuti.",
            Self::Studies => "Praktik terbit, menjadi pilihan, diverifikasi, atau direplikasi.",
            Self::Work => "Yang menunggu diperiksa, ditinjau, atau disahkan.",
            Self::Care => "Laporan, keputusan, dan tenggatnya.",
            Self::Security => "Perangkat baru, kata sandi, teguran.",
        }
    }
}

/// When a mail carries what is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mail {
    /// By itself, outside of the quiet hours.
    Now,
    /// With the rest of the day, in the morning.
    Daily,
    /// Never.
    Never,
}

impl Mail {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::Now, Self::Daily, Self::Never];

    /// The way as the database and the form hold it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::Daily => "daily",
            Self::Never => "never",
        }
    }

    /// Reads what `as_str` wrote.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.as_str() == text)
    }

    /// The way as the interface names it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Now => "Langsung",
            Self::Daily => "Ringkasan harian",
            Self::Never => "Tidak",
        }
    }
}

/// What a person wants for one topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// By mail.
    pub mail: Mail,
    /// By push, on the devices that the person turned it on.
    pub push: bool,
}

impl Default for Wish {
    fn default() -> Self {
        Self { mail: Mail::Daily, push: true }
    }
}

/// Local hours in which neither mail nor push disturbs: from the beginning of one to the beginning of the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quiet {
    /// False for who wants none.
    pub is_on: bool,
    /// 0 to 23.
    pub from: u32,
    /// 0 to 23; before `from` it is on the next day.
    pub until: u32,
}

impl Default for Quiet {
    fn default() -> Self {
        Self { is_on: true, from: 21, until: 6 }
    }
}

impl Quiet {
    /// The moment itself, or the end of the quiet hours in which it lies.
    pub fn after(self, at: DateTime<Utc>, clock: &Clock) -> DateTime<Utc> {
        use chrono::Timelike;
        let local = clock.local(at);
        let hour = local.hour();
        let is_quiet = if self.from <= self.until {
            (self.from..self.until).contains(&hour)
        } else {
            hour >= self.from || hour < self.until
        };
        if !self.is_on || !is_quiet {
            return at;
        }
        let day = if hour < self.until { local.date_naive() } else { local.date_naive() + Duration::days(1) };
        let ends = day.and_time(NaiveTime::from_hms_opt(self.until, 0, 0).unwrap_or(NaiveTime::MIN));
        ends.and_local_timezone(*local.offset()).single().map_or(at, |ends| ends.to_utc())
    }
}
