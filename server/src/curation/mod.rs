//! Coordinators put the best practices forward, each with a reason and an end date; the front page and the desk.

pub mod desk;
pub mod desk_pages;
pub mod entity;
mod expire;
pub mod feature;
pub mod pages;
mod store;

#[cfg(test)]
mod tests;

pub use expire::expire;
pub use store::{Past, featured, history};

use chrono::{Duration, NaiveDate};

use crate::error::{Problems, Result};
use crate::format;
use crate::web::forms;

/// A feature ends after this many days unless the coordinator says otherwise.
pub const DEFAULT_DAYS: i64 = 14;

/// A feature runs at most this many days from today: what never leaves the front page is not read any more.
pub const MAX_DAYS: i64 = 90;

/// Longest theme in characters.
pub const THEME_CHARS: usize = 80;

/// What a coordinator fills in, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Why this study.
    pub reason: String,
    /// "Bulan Stunting", or nothing.
    pub theme: String,
    /// The last day, as a date field or a person writes it.
    pub ends_on: String,
}

/// What was filled in, read and within its limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Why this study.
    pub reason: String,
    /// A theme, or empty.
    pub theme: String,
    /// The last day, included.
    pub ends_on: NaiveDate,
}

impl Typed {
    /// Reads the form; problems stand at the fields `reason`, `theme` and `ends_on`.
    pub fn checked(&self, today: NaiveDate, reason_chars: usize) -> Result<Wish> {
        let mut problems = Problems::default();
        let (reason, theme) = (forms::line(&self.reason), forms::line(&self.theme));
        let too_long = |what: &str, limit: usize, text: &str| {
            let chars = text.chars().count();
            (chars > limit).then(|| format!("{what} paling panjang {limit} karakter; yang ini {chars}."))
        };
        if reason.is_empty() {
            problems.add("reason", "Tulis alasan memilih praktik ini. Alasan tampil bersama praktiknya.");
        }
        for (field, sentence) in
            [("reason", too_long("Alasan", reason_chars, &reason)), ("theme", too_long("Tema", THEME_CHARS, &theme))]
        {
            if let Some(sentence) = sentence {
                problems.add(field, sentence);
            }
        }
        let last = today + Duration::days(MAX_DAYS);
        let ends_on = if self.ends_on.trim().is_empty() {
            Some(today + Duration::days(DEFAULT_DAYS))
        } else {
            parse_date(&self.ends_on)
        };
        match ends_on {
            None => problems.add("ends_on", "Tanggal tidak terbaca. Tulis seperti 8/12/2026."),
            Some(day) if day < today => {
                problems.add("ends_on", "Tanggal berakhir sudah lewat. Pilih hari ini atau sesudahnya.");
            }
            Some(day) if day > last => {
                problems.add("ends_on", format!("Paling lama {MAX_DAYS} hari: sampai {}.", format::date(last)));
            }
            Some(_) => {}
        }
        problems.into_result()?;
        Ok(Wish { reason, theme, ends_on: ends_on.unwrap_or(last) })
    }
}

/// "2026-12-08" as date fields send it, "8/12/2026", "08-12-2026" or "8.12.2026" as people write it.
fn parse_date(typed: &str) -> Option<NaiveDate> {
    let typed = typed.trim();
    let parts: Vec<u32> = typed.split(['-', '/', '.']).map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
    let [first, month, last] = parts[..] else { return None };
    let (day, year) = if first > 31 { (last, first) } else { (first, last) };
    NaiveDate::from_ymd_opt(i32::try_from(year).ok().filter(|year| *year > 999)?, month, day)
}

/// The fields of a feature as a page shows them, empty or as typed before.
#[derive(Clone, Debug)]
pub struct Form {
    /// The study.
    pub study: i64,
    /// As typed, or as it stands.
    pub typed: Typed,
    /// Problems beside the fields.
    pub problems: Problems,
    /// The earliest last day, for the date field: "2026-11-24".
    pub min: String,
    /// The latest last day.
    pub max: String,
    /// Longest reason in characters.
    pub reason_chars: usize,
    /// True when the study is featured already in this scope, so that sending changes it.
    pub is_change: bool,
    /// Path to return to.
    pub back: String,
}

impl Form {
    /// An empty form for a study.
    pub fn new(study: i64, today: NaiveDate, reason_chars: usize, back: &str) -> Self {
        let ends_on = today + Duration::days(DEFAULT_DAYS);
        Self {
            study,
            typed: Typed { ends_on: ends_on.to_string(), ..Typed::default() },
            problems: Problems::default(),
            min: today.to_string(),
            max: (today + Duration::days(MAX_DAYS)).to_string(),
            reason_chars,
            is_change: false,
            back: back.to_owned(),
        }
    }

    /// The form with what a running feature says.
    #[must_use]
    pub fn changing(mut self, feature: &entity::feature::Model) -> Self {
        self.typed = Typed {
            reason: feature.reason.clone(),
            theme: feature.theme.clone(),
            ends_on: feature.ends_on.to_string(),
        };
        self.is_change = true;
        self
    }
}
