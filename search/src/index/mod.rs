//! The index: takes documents in, gives ids out.

mod apply;
mod correct;
mod document;
mod facets;
mod gather;
mod matched;
mod matching;
mod open;
mod plan;
mod postings;
mod request;
mod rows;
mod schema;
mod scoring;
mod search;
mod shelf;
mod similar;
mod slots;
mod stamp;
mod suggest;
mod typing;
mod vocabulary;
mod weights;

#[cfg(test)]
mod tests;

use std::fmt;

pub use open::{Index, NeedsRebuild};
pub use request::{
    Correction, Facets, FilePage, Filters, Held, Hit, Relaxation, Request, Response, Sort, Suggestion, Suggestions,
};
pub use shelf::{Rebuild, Shelf};
pub use stamp::Stamp;

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A case study.
    Praktik,
    /// A question with its answers.
    Tanya,
}

impl Kind {
    const ALL: [Kind; 2] = [Kind::Praktik, Kind::Tanya];

    /// The kind as it stands in addresses and answers.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Praktik => "praktik",
            Kind::Tanya => "tanya",
        }
    }

    /// The number that the index keeps.
    fn code(self) -> u64 {
        match self {
            Kind::Praktik => 1,
            Kind::Tanya => 2,
        }
    }

    fn from_code(code: u64) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Whom a document is for, and as whom somebody searches: the public sees what is public, members see both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Audience {
    /// Everybody.
    Public,
    /// Signed-in members.
    Members,
}

/// A part of a document that words are found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The title.
    Title,
    /// The summary.
    Summary,
    /// The problem and whom it touched.
    Problem,
    /// What was done, and its steps.
    Steps,
    /// What changed, in words and figures.
    Results,
    /// Everything else that is told.
    Body,
    /// The text of attached files.
    Files,
    /// The names of the kecamatan and the kabupaten/kota.
    Place,
}

impl Field {
    /// All fields, the most telling first.
    pub const ALL: [Field; 8] = [
        Field::Title,
        Field::Summary,
        Field::Results,
        Field::Problem,
        Field::Steps,
        Field::Body,
        Field::Place,
        Field::Files,
    ];
}

/// The rung of evidence of documents whose results have figures; they win where two are equally good.
pub const FIGURES: &str = "ada-angka";

/// What can be found.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// What it is.
    pub kind: Kind,
    /// Its id among its kind.
    pub id: i64,
    /// Whom it is for.
    pub audience: Audience,
    /// Its title.
    pub title: String,
    /// Its texts, each with the part it belongs to.
    pub passages: Vec<(Field, String)>,
    /// The texts of its files and the captions of its photos.
    pub files: Vec<FileText>,
    /// The names of its kecamatan and kabupaten/kota, with their variants.
    pub place: String,
    /// Slug of its sector.
    pub sector: Option<String>,
    /// Slugs of its indicators.
    pub indicators: Vec<String>,
    /// Code of its kabupaten or kota, such as `32.05`.
    pub kabupaten_kota: Option<String>,
    /// Code of its kecamatan, such as `32.05.09`.
    pub kecamatan: Option<String>,
    /// Slug of its stage.
    pub stage: Option<String>,
    /// The year it is about.
    pub year: Option<i32>,
    /// The rungs of evidence that it has reached, [`FIGURES`] among them where its results have figures.
    pub evidence: Vec<String>,
    /// Whether a coordinator puts it forward now; wins where two documents are equally good.
    pub featured: bool,
    /// When it was published (milliseconds since 1970).
    pub published_at_ms: i64,
}

/// The text of a page of a file, or a caption. A long file is given page by page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileText {
    /// The name that people know the file by.
    pub name: String,
    /// The page, from 1; `None` where there are no pages, as for a caption.
    pub page: Option<u32>,
    /// Its text without markup.
    pub text: String,
}

/// A change to the index.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "nearly all changes put a document, so a box would only cost")]
pub enum Change {
    /// Adds a document, or replaces the one with the same kind and id.
    Put(Document),
    /// Takes a document out; nothing happens where there is none.
    Remove(Kind, i64),
}

/// Why the index could not do its work: the disk, or the engine.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The engine failed.
    #[error("the search engine failed: {0}")]
    Engine(#[from] tantivy::TantivyError),
    /// A file or folder could not be read or written.
    #[error("the search index could not be read or written: {0}")]
    Io(#[from] std::io::Error),
}

/// The result of work with the index.
pub type Result<T> = std::result::Result<T, Error>;

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
