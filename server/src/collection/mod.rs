//! Kumpulan: coordinators gather studies in an order, with an introduction and a note at each, to be read, shared and
//! printed as a booklet.

pub mod add;
pub mod begin;
mod change;
pub mod cover;
pub mod curators;
pub mod edit;
pub mod entity;
pub mod history;
pub mod pages;
pub mod standing;
pub mod store;
#[cfg(test)]
mod tests;

use crate::error::{Problems, Result};
use crate::ids::AccountId;
use crate::policy::{self, Act, Acting};
use crate::web::forms;
use entity::{collection, collection_curator, collection_item};

/// More studies at once are no choice any more, and no booklet.
pub const MAX_STUDIES: usize = 40;

/// So many others may edit a collection.
pub const MAX_CURATORS: usize = 12;

/// Longest note of a curator in characters: it stands on the study's page of the booklet.
pub const NOTE_CHARS: usize = 600;

/// Longest description of the cover's photo in characters.
pub const ALT_CHARS: usize = 200;

/// True for who may edit a collection: its curators while they are coordinators, and who is above it.
pub fn may_edit(
    row: &collection::Model,
    curators: &[collection_curator::Model],
    acting: &Acting,
    account: AccountId,
) -> bool {
    let curates = row.account_id == account.get() || curators.iter().any(|one| one.account_id == account.get());
    let is_coordinator = policy::may(Act::CurateCollection, acting, &acting.region);
    policy::may(Act::EditCollection, acting, &row.scope_code) || (curates && is_coordinator)
}

/// What is typed into the form of a collection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Title.
    pub title: String,
    /// Introduction, Markdown.
    pub introduction: String,
    /// Number of the cover's photo, or nothing.
    pub cover: String,
    /// What it shows.
    pub cover_alt: String,
    /// The curator's note at each study, by the study's number.
    pub notes: Vec<(i64, String)>,
    /// Address or number of a study to add, or nothing.
    pub study: String,
    /// Account of a coordinator to add, or nothing.
    pub curator: String,
}

impl Typed {
    /// The form as it stands in the tables.
    pub fn of(row: &collection::Model, items: &[collection_item::Model]) -> Self {
        Self {
            title: row.title.clone(),
            introduction: row.introduction.clone(),
            cover: row.cover_photo_id.map(|id| id.to_string()).unwrap_or_default(),
            cover_alt: row.cover_alt.clone(),
            notes: items.iter().map(|item| (item.case_study_id, item.note.clone())).collect(),
            study: String::new(),
            curator: String::new(),
        }
    }

    /// The note typed at a study; none where the form had no field for it.
    pub fn note(&self, study: i64) -> Option<&str> {
        self.notes.iter().find(|(known, _)| *known == study).map(|(_, note)| note.as_str())
    }

    /// As it is kept: without what nobody sees, within the limits. Problems stand at the names of the form's fields.
    pub fn checked(&self, title_chars: usize, section_chars: usize) -> Result<Self> {
        let tidy = Self {
            title: forms::line(&self.title),
            introduction: forms::text(&self.introduction),
            cover: self.cover.trim().to_owned(),
            cover_alt: forms::line(&self.cover_alt),
            notes: self.notes.iter().map(|(study, note)| (*study, forms::text(note))).collect(),
            study: self.study.trim().to_owned(),
            curator: self.curator.trim().to_owned(),
        };
        let mut problems = Problems::default();
        if tidy.title.is_empty() {
            problems.add("title", "Tulis judul kumpulan.");
        }
        problems.within("title", "Judul", &tidy.title, title_chars);
        problems.within("introduction", "Pengantar", &tidy.introduction, section_chars);
        problems.within("cover_alt", "Keterangan foto", &tidy.cover_alt, ALT_CHARS);
        for (study, note) in &tidy.notes {
            problems.within(&format!("note-{study}"), "Catatan kurator", note, NOTE_CHARS);
        }
        problems.into_result()?;
        Ok(tidy)
    }
}

/// What a button of the form does, beside keeping what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing more.
    Save,
    /// Readers see it from now on.
    Publish,
    /// Readers don't see it any more.
    Withdraw,
    /// One place further to the front.
    Raise(i64),
    /// One place further to the end.
    Lower(i64),
    /// The study leaves the collection.
    Remove(i64),
    /// The coordinator, by the account, edits it no longer.
    Release(i64),
}

impl Step {
    /// Reads a button's value: "naik:12". What is unknown only saves.
    pub fn read(value: &str) -> Self {
        let (verb, number) = value.split_once(':').unwrap_or((value, ""));
        match (verb, number.parse::<i64>()) {
            ("terbitkan", _) => Self::Publish,
            ("tarik", _) => Self::Withdraw,
            ("naik", Ok(study)) => Self::Raise(study),
            ("turun", Ok(study)) => Self::Lower(study),
            ("keluarkan", Ok(study)) => Self::Remove(study),
            ("lepas", Ok(account)) => Self::Release(account),
            _ => Self::Save,
        }
    }
}

/// The number of a study as people give it: "12", "/praktik/12-irigasi", or the whole address from the browser.
pub fn study_number(typed: &str) -> Option<i64> {
    let typed = typed.trim();
    let rest = match typed.split_once("/praktik/") {
        Some((_, rest)) => rest,
        None => typed.trim_start_matches(['#', ' ']),
    };
    let digits: &str = rest.split(|letter: char| !letter.is_ascii_digit()).next().unwrap_or_default();
    let is_whole = typed.contains("/praktik/") || digits.len() == rest.len();
    digits.parse().ok().filter(|number| is_whole && *number > 0)
}

/// The same ids with one of them moved a place to the front or to the end.
pub fn moved(ids: &[i64], id: i64, forward: bool) -> Vec<i64> {
    let mut order = ids.to_vec();
    let Some(at) = order.iter().position(|other| *other == id) else {
        return order;
    };
    let to = if forward { at.checked_sub(1) } else { Some(at + 1).filter(|to| *to < order.len()) };
    if let Some(to) = to {
        order.swap(at, to);
    }
    order
}
