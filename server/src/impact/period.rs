//! A stretch of local days that numbers are narrowed to: a year or a month.

use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};

use crate::adoption::FIRST_YEAR;
use crate::clock::Clock;
use crate::format;

/// A year or a month, as local days and as the moments at which they begin and end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    /// The first day.
    pub from: NaiveDate,
    /// The first day that is none of it any more.
    pub until: NaiveDate,
    /// When it begins.
    pub begin: DateTime<Utc>,
    /// When it is over.
    pub end: DateTime<Utc>,
}

impl Period {
    fn of(clock: &Clock, from: NaiveDate, until: NaiveDate) -> Self {
        let begin_of = |day: NaiveDate| clock.end_of(day.pred_opt().unwrap_or(day));
        Self { from, until, begin: begin_of(from), end: begin_of(until) }
    }

    /// Reads "2025"; nothing for what is no year, or one that is yet to come.
    pub fn year(clock: &Clock, text: &str) -> Option<Self> {
        let year: i32 = text.parse().ok()?;
        if !(FIRST_YEAR..=clock.today().year()).contains(&year) {
            return None;
        }
        let first = |year| NaiveDate::from_ymd_opt(year, 1, 1);
        Some(Self::of(clock, first(year)?, first(year + 1)?))
    }

    /// Reads "2025-11"; nothing for what is no month, or one of a year that [`Self::year`] does not know.
    pub fn month(clock: &Clock, text: &str) -> Option<Self> {
        let from = format!("{text}-01").parse::<NaiveDate>().ok()?;
        // A database has fewer years than a date here.
        if !(FIRST_YEAR..=clock.today().year()).contains(&from.year()) {
            return None;
        }
        Some(Self::of(clock, from, from.checked_add_months(Months::new(1))?))
    }

    /// True for a month.
    pub fn is_month(&self) -> bool {
        self.from.checked_add_months(Months::new(1)) == Some(self.until)
    }

    /// "2025", or "November 2025".
    pub fn words(&self) -> String {
        if self.is_month() { month_words(self.from) } else { self.from.year().to_string() }
    }
}

/// "November 2026".
pub fn month_words(month: NaiveDate) -> String {
    format!("{} {}", format::month_name(month.month0() as usize), month.year())
}

/// "2026-11", as addresses and the database's grouping name it.
pub fn month_key(month: NaiveDate) -> String {
    format!("{}-{:02}", month.year(), month.month())
}

/// The first days of the months from that of one day to that of another.
pub fn months_between(first: NaiveDate, last: NaiveDate) -> Vec<NaiveDate> {
    let first = first.with_day(1).unwrap_or(first);
    let later = (0..).map_while(|months| first.checked_add_months(Months::new(months)));
    later.take_while(|month| *month <= last).collect()
}
