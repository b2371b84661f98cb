//! The numbers that decide the order of hits, in one place. Each was set by measuring (`bin/search-quality`).

use tantivy::Score;

/// How fast further mentions of a word stop counting (BM25).
pub const K1: Score = 1.2;

/// How much long texts are held against a document (BM25).
pub const B: Score = 0.85;

/// A root counts a little less than the very spelling.
pub const ROOT: Score = 0.9;

/// A word in the title, beside the same word in the whole.
pub const TITLE: Score = 0.5;

/// A word in the names of the place.
pub const PLACE: Score = 1.2;

/// A word in an attached file.
pub const FILES: Score = 0.4;

/// What the ways to find a word add, other than the best.
pub const TIE_BREAKER: Score = 0.1;

/// What a word gains that stands in the summary or the results, as a share of its rarity.
pub const SECTION: Score = 0.04;

/// So much of the score depends on the share of words that a document has.
pub const COVERAGE: Score = 0.3;

/// A document must have this share of the words, even where few documents have more.
pub const LEAST_SHARE: Score = 0.2;

/// By so much that share goes by the rarity of the words, and by their number for the rest.
pub const BY_RARITY: Score = 0.25;

/// Where so many documents have enough of the words, those with fewer are not shown.
pub const ENOUGH: usize = 200;

/// What two words gain that stand side by side as in the query, as a share of their rarity.
pub const ADJACENT: Score = 0.3;

/// Two words further apart than this (in words) gain nothing.
pub const MAX_DISTANCE: u32 = 8;

/// What a title gains that says just what was typed, as a share of the score.
pub const EXACT_TITLE: Score = 0.5;

/// A synonym counts a little less than the word.
pub const SYNONYM: Score = 0.9;

/// What a document gains that a coordinator puts forward, as a share of the score.
pub const FEATURED: Score = 0.02;

/// What a document gains whose results have figures, as a share of the score.
pub const FIGURES: Score = 0.01;
