//! What is asked of the index, and what it answers.

use super::{Audience, Field, Kind};
use crate::highlight::Sought;

/// Narrows a search. Values within a group are alternatives; groups add up. An empty group does not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filters {
    /// Slugs of sectors.
    pub sectors: Vec<String>,
    /// Slugs of indicators.
    pub indicators: Vec<String>,
    /// Codes of kabupaten and kota.
    pub kabupaten_kota: Vec<String>,
    /// Codes of kecamatan.
    pub kecamatan: Vec<String>,
    /// Slugs of stages.
    pub stages: Vec<String>,
    /// Years.
    pub years: Vec<i32>,
    /// Only documents of this kind.
    pub kind: Option<Kind>,
    /// Only documents that have reached one of these rungs of evidence.
    pub evidence: Vec<String>,
    /// Only documents published after this moment (milliseconds since 1970).
    pub published_after_ms: Option<i64>,
}

/// The order of hits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// The best match first. Without words this is the newest first.
    #[default]
    Relevance,
    /// The newest first.
    Newest,
}

/// A search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// What was typed; empty text lists everything.
    pub text: String,
    /// Who searches.
    pub audience: Audience,
    /// What the search is narrowed to.
    pub filters: Filters,
    /// The order of hits.
    pub sort: Sort,
    /// So many hits are passed over (at most 10,000; beyond there are none).
    pub offset: usize,
    /// At most so many hits are given (never more than 100).
    pub limit: usize,
    /// Search as typed: a better spelling is told in [`Response::correction`] and not searched for.
    pub verbatim: bool,
}

impl Request {
    /// The first ten hits for a text, for the public.
    pub fn new(text: impl Into<String>) -> Request {
        Request {
            text: text.into(),
            audience: Audience::Public,
            filters: Filters::default(),
            sort: Sort::default(),
            offset: 0,
            limit: 10,
            verbatim: false,
        }
    }
}

/// A found document.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// What it is.
    pub kind: Kind,
    /// Its id among its kind.
    pub id: i64,
    /// How well it matches; comparable within one answer only.
    pub score: f32,
    /// Where the sought words stand in it, the most telling part first.
    pub fields: Vec<Field>,
    /// The pages of its files that have sought words, in their order; at most three.
    pub pages: Vec<FilePage>,
    /// The sought words that it has, in any inflection or as a synonym.
    pub held: Vec<Held>,
    /// The sought words that it does not have, as they were typed (after a correction: as corrected).
    pub missing: Vec<String>,
}

/// A sought word that a document has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The word as it was typed (after a correction: as corrected).
    pub word: String,
    /// What stands in the document instead, where the word itself stands there in no inflection.
    pub synonym: Option<String>,
}

/// A page of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilePage {
    /// The name of the file.
    pub file: String,
    /// The page, from 1; `None` for a caption or a file without pages.
    pub page: Option<u32>,
}

/// How many found documents carry each value, the most frequent first. A value chosen in a group does not
/// lower the counts of the other values of that group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// By slug.
    pub sectors: Vec<(String, u64)>,
    /// By slug.
    pub indicators: Vec<(String, u64)>,
    /// By code.
    pub kabupaten_kota: Vec<(String, u64)>,
    /// By slug.
    pub stages: Vec<(String, u64)>,
    /// By year.
    pub years: Vec<(String, u64)>,
    /// By rung: a document counts for each that it has reached.
    pub evidence: Vec<(String, u64)>,
}

/// A better spelling of what was typed. Each of its words stands in a document that the asker may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// What was typed.
    pub original: String,
    /// The same with the corrected words.
    pub text: String,
    /// Whether the hits are those for `text`; otherwise it is only offered ("Apakah maksud Bapak/Ibu …?").
    pub applied: bool,
}

/// Said where no document has all the words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Relaxation {
    /// The words that the best hit has, as they were typed (after a correction: as corrected).
    pub kept: Vec<String>,
    /// The words that the best hit lacks.
    pub left_out: Vec<String>,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Response {
    /// How many documents match in all.
    pub total: usize,
    /// The asked-for stretch of them.
    pub hits: Vec<Hit>,
    /// Counts for narrowing further.
    pub facets: Facets,
    /// Whether no document has all the words, so that these have some of them; the same as
    /// `relaxation.is_some()`.
    pub relaxed: bool,
    /// Which words were kept and left out, where the search was relaxed.
    pub relaxation: Option<Relaxation>,
    /// A better spelling, where there is one.
    pub correction: Option<Correction>,
    /// The words to mark in titles and snippets: with corrections, synonyms and every inflection.
    pub sought: Sought,
}

/// What may be meant while somebody types.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Suggestions {
    /// Documents whose titles have what was typed, the best first.
    pub titles: Vec<Suggestion>,
    /// What was typed with its last word completed, the most usual first.
    pub words: Vec<String>,
}

/// A suggested document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What it is.
    pub kind: Kind,
    /// Its id among its kind.
    pub id: i64,
    /// Its title when it was indexed.
    pub title: String,
}
