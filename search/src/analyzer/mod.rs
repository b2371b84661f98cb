//! Reads Indonesian: cuts text into words, folds their spelling, finds their roots.

mod dictionary;
mod fold;
mod root;
mod tokenizer;
mod words;

#[cfg(test)]
mod tests;

pub use dictionary::{is_stop_word, knows as is_known};
pub use fold::{MAX_WORD_CHARS, fold};
pub use root::root;
pub use tokenizer::{Form, IndonesianTokenizer};
pub use words::{Word, Words, words};

/// Raised by hand when the code of the analyzer changes what it makes of a text.
const CODE_VERSION: u32 = 1;

/// Names what the analyzer makes of a text; an index written under another name must be rebuilt.
pub fn version() -> String {
    format!("{CODE_VERSION}-{:016x}", dictionary::fingerprint())
}
