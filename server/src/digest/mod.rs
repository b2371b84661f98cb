//! The weekly digest of a scope, "ringkasan mingguan": what was featured and what is new. It makes itself, coordinators
//! may change it while it is a draft, and once it went it stays as it is: as a page, as a mail to who wants it, and as a
//! text for WhatsApp. Titles and figures are those of the studies, through the gate of whoever reads.

pub mod choice;
pub mod deliver;
pub mod edit;
pub mod entity;
pub mod go;
pub mod letter;
pub mod make;
pub mod pages;
mod recipients;
pub mod schedule;
pub mod store;
pub mod whatsapp;

#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};

use crate::app::App;
use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::error::Result;
use entity::digest;

/// Where the address begins that stops all further mails; the token follows.
pub const STOP: &str = "/ringkasan/berhenti/";

/// Studies that a digest begins with at most: more are no summary. The rest is one link away.
pub const MOST_MADE: usize = 12;

/// Studies that a coordinator may have in it.
pub const MOST_ITEMS: usize = 20;

/// Longest opening words in characters.
pub const OPENING_CHARS: usize = 1200;

/// Where a digest stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Coordinators look at it; it goes by itself.
    Draft,
    /// A coordinator holds it back.
    Held,
    /// Everybody sees it, and it does not change.
    Sent,
}

impl State {
    /// The state as the database holds it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Held => "held",
            Self::Sent => "sent",
        }
    }

    /// Reads what `as_str` wrote.
    pub fn parse(text: &str) -> Self {
        match text {
            "sent" => Self::Sent,
            "held" => Self::Held,
            _ => Self::Draft,
        }
    }

    /// The state as the interface names it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "Draf",
            Self::Held => "Ditahan",
            Self::Sent => "Terbit",
        }
    }
}

/// How often a person wants the digest by mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frequency {
    /// Each week.
    Weekly,
    /// With the first digest of a month, all since the last mail.
    Monthly,
    /// Not at all.
    Never,
}

impl Frequency {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::Weekly, Self::Monthly, Self::Never];

    /// The way as the database and the form hold it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Weekly => "weekly",
            Self::Monthly => "monthly",
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
            Self::Weekly => "Setiap minggu",
            Self::Monthly => "Setiap bulan",
            Self::Never => "Tidak dikirim",
        }
    }
}

/// Makes the digests of the week when their hour has come, and sends those whose time has.
pub async fn tick(app: &App) -> Result<()> {
    make::make_due(app).await?;
    go::send_due(app).await?;
    Ok(())
}

/// "Kab. Garut", "Jawa Barat".
pub fn scope_name(digest: &digest::Model, catalogue: &Catalogue) -> String {
    catalogue.places.full_name(&digest.scope_code)
}

/// "Ringkasan mingguan Kab. Garut".
pub fn title(digest: &digest::Model, catalogue: &Catalogue) -> String {
    format!("Ringkasan mingguan {}", scope_name(digest, catalogue))
}

/// "16–22 November 2026": the days that a digest is about.
pub fn period(digest: &digest::Model, clock: &Clock) -> String {
    days(digest.since, digest.until, clock)
}

/// The days between two moments in words; the day on which the second one lies is not one of them.
pub fn days(since: DateTime<Utc>, until: DateTime<Utc>, clock: &Clock) -> String {
    let day = |at| clock.local(at).date_naive();
    let last = day(until).pred_opt().unwrap_or(day(until));
    schedule::between(day(since), last)
}
