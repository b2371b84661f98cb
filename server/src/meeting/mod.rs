//! What a meeting looks at together: studies marked on a list that lives in the address, so that it needs no account,
//! prints, and opens on every phone in the room. An office saves such a list as a meeting, decides about each study while
//! everybody reads along, takes the minutes home, and begins the next meeting with what is still open. `minggon` holds
//! what coordinators propose for a month.

pub mod agenda;
pub mod begin;
mod change;
pub mod conclude;
pub mod decide;
pub mod done;
pub mod edit;
pub mod entity;
pub mod ledger;
pub mod minggon;
pub mod next;
pub mod pages;
pub mod store;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use crate::case_study::personal_data;
use crate::catalogue::Catalogue;
use crate::error::{Problems, Result};
use crate::ids::CaseStudyId;
use crate::web::forms;

/// At most so many studies are on a list.
pub const MAX_MARKED: usize = 20;

/// So many studies fit on one printed page.
pub const ON_ONE_PAGE: usize = 8;

/// So many studies stand side by side.
pub const COMPARED: usize = 4;

/// Longest title in characters.
pub const TITLE_CHARS: usize = 120;

/// Longest place and longest name of who is in charge, in characters.
pub const LINE_CHARS: usize = 160;

/// Longest note at a study in characters.
pub const NOTE_CHARS: usize = 1_000;

/// Longest list of participants, opening and closing in characters.
pub const TEXT_CHARS: usize = 4_000;

/// What a meeting decides about a study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The office takes the practice up.
    Replicate,
    /// Somebody finds out more.
    Explore,
    /// It does not fit here.
    Unfit,
}

impl Decision {
    /// Every decision, in the order of the buttons.
    pub const ALL: [Self; 3] = [Self::Replicate, Self::Explore, Self::Unfit];

    /// Those that leave something to be done.
    pub const WORK: [&str; 2] = ["replikasi", "pelajari"];

    /// The decision as the database and the forms hold it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Replicate => "replikasi",
            Self::Explore => "pelajari",
            Self::Unfit => "tidak_cocok",
        }
    }

    /// Reads what `as_str` wrote; none for what is undecided or unknown.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|decision| decision.as_str() == text)
    }

    /// The decision as the interface names it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Replicate => "Replikasi",
            Self::Explore => "Pelajari",
            Self::Unfit => "Tidak cocok",
        }
    }
}

/// The words of a meeting as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// "Rapat koordinasi Kec. Cikajang".
    pub title: String,
    /// The day, as the browser's field writes it: "2026-11-24".
    pub held_on: String,
    /// Where.
    pub place: String,
    /// Who takes part.
    pub participants: String,
    /// What is said at the beginning.
    pub opening: String,
    /// What else is said and has to be done.
    pub closing: String,
}

/// The words of a meeting as they are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The same words without what nobody sees.
    pub words: Typed,
    /// The day.
    pub held_on: NaiveDate,
}

impl Typed {
    /// What an office's form says before anything is typed.
    pub fn prefilled(catalogue: &Catalogue, office: &str, today: NaiveDate) -> Self {
        let kecamatan = catalogue.places.kecamatan(office).map(|place| format!("Kec. {}", place.name));
        let name = kecamatan.clone().unwrap_or_else(|| catalogue.places.full_name(office));
        Self {
            title: format!("Rapat koordinasi {name}"),
            held_on: today.to_string(),
            place: kecamatan.map_or_else(String::new, |name| format!("Kantor {name}")),
            ..Self::default()
        }
    }

    /// The words as they stand in the table.
    pub fn of(row: &entity::meeting::Model) -> Self {
        Self {
            title: row.title.clone(),
            held_on: row.held_on.to_string(),
            place: row.place.clone(),
            participants: row.participants.clone(),
            opening: row.opening.clone(),
            closing: row.closing.clone(),
        }
    }

    /// As they are kept, within the limits. Problems stand at the names of the form's fields.
    pub fn checked(&self) -> Result<Checked> {
        let words = Self {
            title: forms::line(&self.title),
            held_on: self.held_on.trim().to_owned(),
            place: forms::line(&self.place),
            participants: forms::text(&self.participants),
            opening: forms::text(&self.opening),
            closing: forms::text(&self.closing),
        };
        let mut problems = Problems::default();
        if words.title.is_empty() {
            problems.add("title", "Tulis nama rapatnya.");
        }
        let held_on = day(&words.held_on);
        if held_on.is_none() {
            problems.add("held_on", "Isi tanggal rapat, misalnya 24-11-2026.");
        }
        problems.within("title", "Nama rapat", &words.title, TITLE_CHARS);
        problems.within("place", "Tempat", &words.place, LINE_CHARS);
        problems.within("participants", "Peserta", &words.participants, TEXT_CHARS);
        problems.within("opening", "Pembukaan", &words.opening, TEXT_CHARS);
        problems.within("closing", "Catatan lain", &words.closing, TEXT_CHARS);
        for (field, text) in [
            ("title", &words.title),
            ("place", &words.place),
            ("participants", &words.participants),
            ("opening", &words.opening),
            ("closing", &words.closing),
        ] {
            personal_data::refuse(&mut problems, field, text);
        }
        problems.into_result()?;
        Ok(Checked { words, held_on: held_on.unwrap_or_default() })
    }
}

/// A day as the browser's field sends it ("2026-11-24") or as people type it where there is no such field ("24-11-2026").
pub fn day(typed: &str) -> Option<NaiveDate> {
    let typed = typed.trim();
    let written = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y"];
    let day = written.iter().find_map(|form| NaiveDate::parse_from_str(typed, form).ok())?;
    // A slip of the finger ("0026") is no meeting of this site.
    let year = chrono::Datelike::year(&day);
    (2000..=2100).contains(&year).then_some(day)
}

/// Studies marked for a meeting, in their order, none twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shortlist(Vec<CaseStudyId>);

impl Shortlist {
    /// Reads `12,34,56`. What is no number is passed over, and so is what goes beyond [`MAX_MARKED`].
    pub fn read(text: &str) -> Self {
        let mut list = Self::default();
        for id in text.split(',').filter_map(|part| part.trim().parse::<i64>().ok()).filter(|id| *id > 0) {
            let id = CaseStudyId(id);
            if !list.has(id) && list.0.len() < MAX_MARKED {
                list.0.push(id);
            }
        }
        list
    }

    /// The studies.
    pub fn ids(&self) -> &[CaseStudyId] {
        &self.0
    }

    /// Whether a study is on it.
    pub fn has(&self, id: CaseStudyId) -> bool {
        self.0.contains(&id)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing is marked.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same with a study at its end, or without it.
    pub fn toggled(&self, id: CaseStudyId) -> Self {
        let mut other = self.clone();
        if self.has(id) {
            other.0.retain(|marked| *marked != id);
        } else if self.len() < MAX_MARKED {
            other.0.push(id);
        }
        other
    }

    /// The same with a study at its end, where it isn't on it yet.
    pub fn with(&self, id: CaseStudyId) -> Self {
        if self.has(id) { self.clone() } else { self.toggled(id) }
    }

    /// The same with a study one place further to the front.
    pub fn raised(&self, id: CaseStudyId) -> Self {
        let mut other = self.clone();
        if let Some(at) = self.0.iter().position(|marked| *marked == id).filter(|at| *at > 0) {
            other.0.swap(at, at - 1);
        }
        other
    }

    /// As it stands in addresses: `12,34,56`.
    pub fn text(&self) -> String {
        let ids: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        ids.join(",")
    }

    /// The address of its page.
    pub fn url(&self) -> String {
        if self.is_empty() { "/rapat".to_owned() } else { format!("/rapat?praktik={}", self.text()) }
    }

    /// What stands behind the address of a study that is opened from it, so that marking there adds to it.
    pub fn carried(&self) -> String {
        if self.is_empty() { String::new() } else { format!("?rapat={}", self.text()) }
    }
}
