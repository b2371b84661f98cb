//! The words that the analyzer knows: roots, names of places, and the words that a question carries along.

use std::collections::HashSet;
use std::sync::LazyLock;

const ROOTS: &str = include_str!("roots.txt");
const NAMES: &str = include_str!("names.txt");
const STOP_WORDS: &str = include_str!("stop_words.txt");

static KNOWN_ROOTS: LazyLock<HashSet<&str>> = LazyLock::new(|| words(ROOTS).collect());
static KNOWN_NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| words(NAMES).collect());
static STOPS: LazyLock<HashSet<&str>> = LazyLock::new(|| words(STOP_WORDS).collect());

/// Whether a folded word is a root, a lexical doubling or a name, and so must stay whole.
pub fn knows(word: &str) -> bool {
    is_root(word) || KNOWN_NAMES.contains(word)
}

/// Whether other words may be derived from a word, as none are from a name.
pub fn is_root(word: &str) -> bool {
    KNOWN_ROOTS.contains(word)
}

/// Whether a folded word says nothing about what is sought.
pub fn is_stop_word(word: &str) -> bool {
    STOPS.contains(word)
}

/// A number that changes when a list of words changes, so that older indexes are known as such.
pub fn fingerprint() -> u64 {
    let lists = [ROOTS, NAMES];
    let bytes = lists.iter().flat_map(|list| list.bytes());
    // FNV-1a: the same on every machine and in every version of the compiler, which `Hash` does not promise.
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The words of a list; a line that begins with # is a remark.
pub(super) fn words(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace)
}

#[cfg(test)]
pub(super) fn lists() -> [&'static str; 3] {
    [ROOTS, NAMES, STOP_WORDS]
}
