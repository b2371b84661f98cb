//! The evidence pack of a study for a contest: what the published text says by criterion, its figures, photos and files,
//! with a list of contents that begins with what is missing. It goes to the pengelola inovasi of the kabupaten/kota, who
//! submits.

pub mod archive;
pub mod checklist;
pub mod ledger;
pub mod pages;
pub mod parts;
pub mod shortfall;
#[cfg(test)]
mod tests;
pub mod text;

use chrono::NaiveDate;

use crate::adoption::dossier::{Entry, Origin};
use crate::case_study::content::Content;
use crate::case_study::criteria::{CRITERIA, Contest};
use crate::case_study::entity::case_study;
use checklist::Point;

/// Contests that a pack can be made for, by the names that addresses carry.
pub const CONTESTS: [&str; 3] = ["iga", "kipp", "kipp-replikasi"];

/// The years that may be asked for.
pub const YEARS: std::ops::RangeInclusive<u16> = 2020..=2100;

/// What is asked for: a contest, and the year in which the study is handed in.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// The contest in the form of the latest known year.
    pub contest: &'static Contest,
    /// The year asked for.
    pub year: u16,
}

impl Asked {
    /// The contest of that name, the first where none is named; nothing for a name that no contest has.
    pub fn of(contest: &str, year: u16) -> Option<Self> {
        let contest = if contest.is_empty() { CONTESTS[0] } else { contest };
        let slug = CONTESTS.into_iter().find(|known| *known == contest)?;
        Some(Self { contest: CRITERIA.contest(slug, year)?, year })
    }

    /// "IGA 2026".
    pub fn name(&self) -> String {
        format!("{} {}", self.contest.name, self.year)
    }

    /// "iga-2026", for names of files.
    pub fn slug(&self) -> String {
        format!("{}-{}", self.contest.slug, self.year)
    }

    /// The day on which the age of a practice counts: today, and for a contest that is over the end of its year.
    pub fn looked_at(&self, today: NaiveDate) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year.into(), 12, 31).map_or(today, |end| today.min(end))
    }

    /// True where the form of the year asked for is not known.
    pub fn is_of_another_year(&self) -> bool {
        self.contest.year != self.year
    }
}

/// The year that somebody typed, this one where nothing is; nothing for what is no year of a contest.
pub fn year_of(typed: &str, this_year: u16) -> Option<u16> {
    match typed.trim() {
        "" => Some(this_year),
        typed => typed.parse::<u16>().ok().filter(|year| YEARS.contains(year)),
    }
}

/// All that a pack tells.
pub struct Pack {
    /// The study.
    pub study: case_study::Model,
    /// Its published text.
    pub content: Content,
    /// For what.
    pub asked: Asked,
    /// What the contest looks at, in its order.
    pub points: Vec<Point>,
    /// Every kecamatan that takes the practice up.
    pub entries: Vec<Entry>,
    /// What the study grew from.
    pub origin: Option<Origin>,
    /// Address of the site.
    pub site: String,
    /// "Kecamatan Cikajang, Kabupaten Garut"; the byline where no office is known.
    pub office: String,
    /// Address of the study.
    pub address: String,
    /// "28 November 2026".
    pub made_on: String,
}

impl Pack {
    /// With what the contest asks of the age of a practice held against a day.
    #[must_use]
    pub fn aged(mut self, on: NaiveDate) -> Self {
        shortfall::hold_age(&mut self.points, self.content.applied_since.as_deref(), on);
        self
    }
}
