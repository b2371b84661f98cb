//! How well search finds: sets of judged queries, the measures, and the systems that are compared.

mod databases;
mod engines;
mod judged;
mod many;
mod measures;
mod product;
mod snowball;

pub use databases::{postgres, sqlite};
pub use engines::{Analysis, tantivy};
pub use judged::{Judged, Question, Text};
pub use many::Many;
pub use measures::{Figures, Table};
pub use product::{Product, texts};

/// So many hits of a query are looked at.
pub const DEPTH: usize = 10;

/// What a system answers: refs, the best first, for each query of a set.
pub type Answers = Vec<Vec<String>>;
