//! Coordinators put the best practices forward, each with a reason, a first and a last day; the front page, the calendar
//! and the desk.

mod calendar;
mod calendar_pages;
pub mod desk;
mod desk_acts;
pub mod desk_pages;
pub mod entity;
mod expire;
mod extend;
pub mod feature;
mod order;
pub mod pages;
mod seen;
mod silent;
mod store;
mod suggest;
mod week_theme;

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

/// A feature runs at most this many days: what never leaves the front page is not read any more.
pub const MAX_DAYS: i64 = 90;

/// A feature is planned at most this many days ahead.
pub const MAX_AHEAD_DAYS: i64 = 180;

/// Longest theme in characters.
pub const THEME_CHARS: usize = 80;

/// What a coordinator fills in, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Why this study.
    pub reason: String,
    /// "Bulan Stunting", or nothing.
    pub theme: String,
    /// The first day, as a date field or a person writes it; empty for today, or for the day when it began.
    pub starts_on: String,
    /// The last day, in the same way; empty for so many days after the first.
    pub ends_on: String,
}

/// What was filled in, read and within its limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Why this study.
    pub reason: String,
    /// A theme, or empty.
    pub theme: String,
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day, included.
    pub ends_on: NaiveDate,
}

impl Typed {
    /// Reads the form; problems stand at the fields `reason`, `theme`, `starts_on` and `ends_on`. What has `begun` keeps its
    /// first day.
    pub fn checked(&self, today: NaiveDate, begun: Option<NaiveDate>, reason_chars: usize) -> Result<Wish> {
        let mut problems = Problems::default();
        let (reason, theme) = (forms::line(&self.reason), forms::line(&self.theme));
        if reason.is_empty() {
            problems.add("reason", "Tulis alasan memilih praktik ini. Alasan tampil bersama praktiknya.");
        }
        problems.within("reason", "Alasan", &reason, reason_chars);
        problems.within("theme", "Tema", &theme, THEME_CHARS);
        let starts_on = begun.unwrap_or_else(|| self.first_day(today, &mut problems));
        let ends_on = self.last_day(today, starts_on, &mut problems);
        problems.into_result()?;
        Ok(Wish { reason, theme, starts_on, ends_on })
    }

    fn first_day(&self, today: NaiveDate, problems: &mut Problems) -> NaiveDate {
        let last = today + Duration::days(MAX_AHEAD_DAYS);
        let typed = if self.starts_on.trim().is_empty() { Some(today) } else { parse_date(&self.starts_on) };
        match typed {
            None => problems.add("starts_on", UNREADABLE),
            Some(day) if day < today => {
                problems.add("starts_on", "Tanggal mulai sudah lewat. Pilih hari ini atau sesudahnya.");
            }
            Some(day) if day > last => {
                problems.add("starts_on", format!("Paling jauh direncanakan sampai {}.", format::date(last)));
            }
            Some(_) => {}
        }
        typed.unwrap_or(today)
    }

    fn last_day(&self, today: NaiveDate, starts_on: NaiveDate, problems: &mut Problems) -> NaiveDate {
        let last = today.max(starts_on) + Duration::days(MAX_DAYS);
        if self.ends_on.trim().is_empty() {
            return starts_on.max(today) + Duration::days(DEFAULT_DAYS);
        }
        let typed = parse_date(&self.ends_on);
        match typed {
            None => problems.add("ends_on", UNREADABLE),
            Some(day) if day < today => {
                problems.add("ends_on", "Tanggal berakhir sudah lewat. Pilih hari ini atau sesudahnya.");
            }
            Some(day) if day < starts_on => {
                problems
                    .add("ends_on", format!("Paling awal berakhir {}, hari mulai tampil.", format::date(starts_on)));
            }
            Some(day) if day > last => {
                problems.add("ends_on", format!("Paling lama {MAX_DAYS} hari: sampai {}.", format::date(last)));
            }
            Some(_) => {}
        }
        typed.unwrap_or(last)
    }
}

const UNREADABLE: &str = "Tanggal tidak terbaca. Tulis seperti 8/12/2026.";

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
    /// The earliest day, for the date fields: "2026-11-24".
    pub min: String,
    /// The latest first day.
    pub max_start: String,
    /// The latest last day.
    pub max: String,
    /// Longest reason in characters.
    pub reason_chars: usize,
    /// True when the study is featured already in this scope, or will be, so that sending changes it.
    pub is_change: bool,
    /// The first day in words, of a feature that has begun: it stays.
    pub begun: String,
    /// Path to return to.
    pub back: String,
}

impl Form {
    /// An empty form for a study, from today on.
    pub fn new(study: i64, today: NaiveDate, reason_chars: usize, back: &str) -> Self {
        Self {
            study,
            typed: Typed {
                starts_on: today.to_string(),
                ends_on: (today + Duration::days(DEFAULT_DAYS)).to_string(),
                ..Typed::default()
            },
            problems: Problems::default(),
            min: today.to_string(),
            max_start: (today + Duration::days(MAX_AHEAD_DAYS)).to_string(),
            max: (today + Duration::days(MAX_AHEAD_DAYS + MAX_DAYS)).to_string(),
            reason_chars,
            is_change: false,
            begun: String::new(),
            back: back.to_owned(),
        }
    }

    /// The form with what a feature says that runs or is planned.
    #[must_use]
    pub fn changing(mut self, feature: &entity::feature::Model, today: NaiveDate) -> Self {
        self.typed = Typed {
            reason: feature.reason.clone(),
            theme: feature.theme.clone(),
            starts_on: feature.starts_on.to_string(),
            ends_on: feature.ends_on.to_string(),
        };
        self.is_change = true;
        if feature.starts_on <= today {
            self.begun = format::date(feature.starts_on);
        }
        self
    }

    /// The form for a week that begins later, with its theme.
    #[must_use]
    pub fn planned(mut self, week: NaiveDate, theme: &str) -> Self {
        self.typed.starts_on = week.to_string();
        self.typed.ends_on = (week + Duration::days(6)).to_string();
        theme.clone_into(&mut self.typed.theme);
        self
    }
}
