//! Search for Forum Camat: documents in, ids out. Knows neither the web nor the database.
//!
//! [`Shelf`] keeps the [`Index`] that serves. The index is a copy of what the database says: it follows a history
//! of changes, says how far it has come in a [`Stamp`], and is made anew whenever it cannot go on.

pub mod analyzer;
mod highlight;
mod index;
pub mod query;

pub use highlight::{Snippet, highlight, mark_all};
pub use index::{
    Audience, Change, Document, Error, Facets, Field, Filters, Hit, Index, Kind, NeedsRebuild, Rebuild, Request,
    Response, Result, Shelf, Sort, Stamp,
};
