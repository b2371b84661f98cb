//! Following: members say of a study, a kecamatan, a sector, an indicator, a collection or a question that they want to
//! hear of it.
//! `notification/tell/follow.rs` tells them; a follow is a reader's own wish, and nobody else sees it.

pub mod choose;
pub mod entity;
pub mod pages;
pub mod store;

#[cfg(test)]
mod tests;

/// More than this is no choice any more.
pub const MOST: u64 = 300;

/// What can be followed. A further kind needs a line in each `match` below, in `store::exists` and in `pages`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A published study, by its number.
    Study(i64),
    /// A kecamatan, by its code.
    Kecamatan(String),
    /// A sector, by its slug.
    Sector(String),
    /// An indicator, by its slug.
    Indicator(String),
    /// A published collection, by its number.
    Collection(i64),
    /// A question to all members, by its number.
    Question(i64),
}

impl Subject {
    /// Kind and name as the row holds them.
    pub fn to_row(&self) -> (&'static str, String) {
        match self {
            Self::Study(id) => ("study", id.to_string()),
            Self::Kecamatan(code) => ("kecamatan", code.clone()),
            Self::Sector(slug) => ("sector", slug.clone()),
            Self::Indicator(slug) => ("indicator", slug.clone()),
            Self::Collection(id) => ("collection", id.to_string()),
            Self::Question(id) => ("question", id.to_string()),
        }
    }

    /// Reads what `to_row` wrote.
    pub fn from_row(kind: &str, subject: &str) -> Option<Self> {
        match kind {
            "study" => subject.parse().ok().map(Self::Study),
            "kecamatan" => Some(Self::Kecamatan(subject.to_owned())),
            "sector" => Some(Self::Sector(subject.to_owned())),
            "indicator" => Some(Self::Indicator(subject.to_owned())),
            "collection" => subject.parse().ok().map(Self::Collection),
            "question" => subject.parse().ok().map(Self::Question),
            _ => None,
        }
    }

    /// What it is, as the interface names it: "sektor" before "Pertanian".
    pub fn noun(&self) -> &'static str {
        match self {
            Self::Study(_) => "praktik",
            Self::Kecamatan(_) => "kecamatan",
            Self::Sector(_) => "sektor",
            Self::Indicator(_) => "indikator",
            Self::Collection(_) => "kumpulan",
            Self::Question(_) => "pertanyaan",
        }
    }
}

/// The button of a page: what it is about, and whether this reader follows it.
#[derive(Clone, Debug)]
pub struct Button {
    /// "sector".
    pub kind: &'static str,
    /// "pertanian".
    pub subject: String,
    /// "sektor".
    pub noun: &'static str,
    /// True while this reader follows it.
    pub is_on: bool,
}
