//! How a person wants to be told: for each topic by mail at once, in one mail a day or not, and by push or not; of each
//! matter of a topic what is switched off, in the app too; and the hours in which neither mail nor push may disturb.

pub mod entity;
mod matter;
pub mod pages;
pub mod save;
pub mod store;

#[cfg(test)]
mod tests;

use chrono::{DateTime, Duration, NaiveTime, Utc};

use super::Kind;
use crate::clock::Clock;

pub use matter::{Matter, Way};

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
        Matter::of(kind).topic()
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
            Self::Talk => "Komentar, balasan, sebutan, pertanyaan dan jawabannya, tanggapan di Ruang Pembelajaran.",
            Self::Followed => "Praktik, replikasi, dan pertanyaan baru dari yang diikuti; pencarian yang dititipkan.",
            Self::Studies => "Praktik terbit, menjadi pilihan, diverifikasi, atau direplikasi; laporan studi tiru.",
            Self::Work => {
                "Naskah yang menunggu, konfirmasi praktik, studi tiru, bahan minggon, persetujuan kontak pembuat produk."
            }
            Self::Care => "Laporan, permintaan data, keputusan pembina tentang tulisan dan produk, dan tenggatnya.",
            Self::Security => "Perangkat baru, kata sandi, verifikasi dua langkah, data akun yang diperbaiki, teguran.",
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

/// How one kind reaches one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// In the list on the site.
    pub app: bool,
    /// By mail.
    pub mail: Mail,
    /// By push; never of what the list does not hold, since a push only leads there.
    pub push: bool,
}

impl Reach {
    /// What a topic's wish leaves when some ways of a matter are off.
    pub fn of(matter: Matter, wish: Wish, is_off: impl Fn(Way) -> bool) -> Self {
        let is_on = |way: Way| !(way.may_be_off(matter) && is_off(way));
        let app = is_on(Way::App);
        let mail = if is_on(Way::Mail) { wish.mail } else { Mail::Never };
        Self { app, mail, push: app && wish.push && is_on(Way::Push) }
    }

    /// False for who does not want to hear of it at all.
    pub fn is_wanted(self) -> bool {
        self.app || self.mail != Mail::Never
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
