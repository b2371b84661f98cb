//! Makes spellings meet: compatibility forms (NFKC), small letters, no accents, no marks inside words.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longer words than this (in characters) are cut: nobody types them, and the index should not carry them.
pub const MAX_WORD_CHARS: usize = 64;

/// The folded form of a word; only its letters and digits, and `.` and `,` of numbers remain.
pub fn fold(word: &str) -> String {
    if word.len() <= MAX_WORD_CHARS && word.is_ascii() {
        let kept = word.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | ','));
        return kept.map(|c| c.to_ascii_lowercase()).collect();
    }
    // Only the beginning is read: a word may be a megabyte of accents.
    let beginning: String = word.chars().take(4 * MAX_WORD_CHARS).collect();
    let decomposed = beginning.nfkd().flat_map(char::to_lowercase).filter(|c| !is_accent(*c));
    let kept = decomposed.filter(|c| c.is_alphanumeric() || is_combining_mark(*c) || matches!(c, '.' | ','));
    kept.nfc().flat_map(spelled_plainly).take(MAX_WORD_CHARS).collect()
}

/// Whether a character belongs to the word around it without being a letter of it: an accent, a soft hyphen, a
/// joiner of zero width.
pub fn is_silent(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}') || is_combining_mark(c)
}

/// Latin accents and the vowel signs of Arabic. Vowel signs of Sundanese or Javanese script are letters.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{640}')
}

fn spelled_plainly(c: char) -> impl Iterator<Item = char> {
    let (first, second) = match c {
        'ø' => ('o', None),
        'đ' | 'ð' => ('d', None),
        'ł' => ('l', None),
        'ß' => ('s', Some('s')),
        'æ' => ('a', Some('e')),
        'œ' => ('o', Some('e')),
        _ => (c, None),
    };
    std::iter::once(first).chain(second)
}
