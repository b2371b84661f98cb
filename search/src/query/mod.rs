//! Reads what a person typed. Any text is a query; nothing that is typed is an error.

mod parse;

#[cfg(test)]
mod tests;

pub use parse::parse;

use std::ops::Range;

/// More of a query than this (in bytes) is not read.
pub const MAX_QUERY_BYTES: usize = 4096;

/// At most so many words of a query are used.
pub const MAX_WORDS: usize = 32;

/// What a query asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// Each sought word once, in the order typed; stop words only where nothing else was typed.
    pub words: Vec<Term>,
    /// What stood in quotation marks: must occur literally.
    pub phrases: Vec<Vec<Term>>,
    /// What stood behind a minus: must not occur in any inflection.
    pub excluded: Vec<Vec<Term>>,
    /// How many words were typed, stop words with them.
    pub typed: usize,
}

/// A word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Its folded spelling.
    pub surface: String,
    /// Its root.
    pub root: String,
    /// Its place among all typed words, so that stop words leave a gap.
    pub position: usize,
    /// Where it stands in the query (in bytes).
    pub range: Range<usize>,
}

impl Query {
    /// Whether nothing is sought and nothing excluded, as after `???`.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.phrases.is_empty() && self.excluded.is_empty()
    }
}
