//! Search for Forum Camat: documents in, ids out. Knows neither the web nor the database.
//!
//! [`Shelf`] keeps the [`Index`] that serves. The index is a copy of what the database says: it follows a history
//! of changes, says how far it has come in a [`Stamp`], and is made anew whenever it cannot go on.

pub mod analyzer;
mod highlight;
mod index;
pub mod query;
mod synonyms;

pub use highlight::{Snippet, Sought, highlight, mark_all};
pub use index::{
    Audience, Change, Correction, Document, Error, FIGURES, Facets, Field, FilePage, FileText, Filters, Held, Hit,
    Index, Kind, NeedsRebuild, Rebuild, Relaxation, Request, Response, Result, Shelf, Sort, Stamp, Suggestion,
    Suggestions,
};
pub use synonyms::{Synonym, Synonyms};
