//! What a meeting looks at together: studies marked on a list that lives in the address, so that it needs no account,
//! prints, and opens on every phone in the room.

pub mod pages;
#[cfg(test)]
mod tests;

use crate::ids::CaseStudyId;

/// At most so many studies are on a list.
pub const MAX_MARKED: usize = 20;

/// So many studies fit on one printed page.
pub const ON_ONE_PAGE: usize = 8;

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
}
