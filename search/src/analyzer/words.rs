//! Cuts text into words, with the place of each in the text. Never panics, whatever the text is.

use std::ops::Range;

use super::dictionary;
use super::fold::{fold, is_silent};
use super::root::root;

/// A word of a text as search sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The folded spelling.
    pub surface: String,
    /// The root of the spelling, or the spelling itself where there is none.
    pub root: String,
    /// Where it stands in the text (in bytes).
    pub range: Range<usize>,
}

/// The words of a text in their order.
pub fn words(text: &str) -> Words<'_> {
    Words { text, at: 0, ahead: None }
}

/// See [`words`].
pub struct Words<'a> {
    text: &'a str,
    at: usize,
    ahead: Option<Word>,
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        let word = match self.ahead.take() {
            Some(word) => word,
            None => self.read()?,
        };
        // `undang undang` is written for `undang-undang`.
        if is_alphabetic(&word.surface)
            && let Some(next) = self.read()
        {
            if next.surface == word.surface && self.text.get(word.range.end..next.range.start) == Some(" ") {
                return Some(doubled(&word.surface, &next.surface, word.range.start..next.range.end));
            }
            self.ahead = Some(next);
        }
        Some(word)
    }
}

impl Words<'_> {
    /// Reads the next word; skips what folds to nothing.
    fn read(&mut self) -> Option<Word> {
        loop {
            let rest = &self.text[self.at..];
            let start = self.at + rest.find(char::is_alphanumeric)?;
            let extent = extent(&self.text[start..]);
            if extent.end == 0 {
                // The apostrophe ʼ counts as a letter, but begins no word.
                self.at = start + self.text[start..].chars().next().map_or(1, char::len_utf8);
                continue;
            }
            self.at = start + extent.end;
            let raw = &self.text[start..self.at];
            if let Some(hyphen) = extent.hyphen {
                let (left, right) = (fold(&raw[..hyphen]), fold(&raw[hyphen..]));
                if is_doubling(&left, &right) {
                    return Some(doubled(&left, &right, start..self.at));
                }
                // The parts of `e-KTP` are words of their own.
                self.at = start + hyphen;
                if !left.is_empty() {
                    return Some(single(left, start..self.at));
                }
            } else {
                let surface = fold(raw);
                if !surface.is_empty() {
                    return Some(single(surface, start..self.at));
                }
            }
        }
    }
}

/// How far a word reaches, and where its hyphen is.
struct Extent {
    end: usize,
    hyphen: Option<usize>,
}

/// The word that begins the text: letters and digits with silent marks among them, apostrophes between letters
/// (`jum'at`), separators between digits (`1.234,5`), and one hyphen between letters.
fn extent(text: &str) -> Extent {
    let mut extent = Extent { end: 0, hyphen: None };
    let mut last = ' ';
    let mut chars = text.char_indices().peekable();
    let rupiah = text.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("rp"));
    while let Some((at, c)) = chars.next() {
        // `Rp15.000` is an amount in rupiah.
        if rupiah && at == 2 && c.is_ascii_digit() {
            break;
        }
        let next = chars.peek().map_or(' ', |(_, next)| *next);
        let goes_on = match c {
            '\'' | '’' | 'ʼ' | '`' | '‘' => last.is_alphabetic() && next.is_alphabetic(),
            '-' | '‐' | '‑' => last.is_alphabetic() && next.is_alphabetic() && extent.hyphen.is_none(),
            '.' | ',' => last.is_ascii_digit() && next.is_ascii_digit(),
            _ => c.is_alphanumeric() || is_silent(c),
        };
        if !goes_on {
            break;
        }
        if matches!(c, '-' | '‐' | '‑') {
            extent.hyphen = Some(at);
        }
        extent.end = at + c.len_utf8();
        if !is_silent(c) {
            last = c;
        }
    }
    extent
}

fn single(surface: String, range: Range<usize>) -> Word {
    if surface.as_bytes()[0].is_ascii_digit() {
        let number = number(&surface);
        return Word { root: number.clone(), surface: number, range };
    }
    // `anak2` is written for `anak-anak`.
    if let Some(once) = surface.strip_suffix('2')
        && once.len() >= 3
        && is_alphabetic(once)
        && dictionary::knows(&root(once))
    {
        return doubled(once, once, range);
    }
    let root = root(&surface).into_owned();
    Word { surface, root, range }
}

/// `1.234.567` is `1234567`, and a decimal point is a comma.
fn number(text: &str) -> String {
    let (whole, fraction) = text.split_once(',').unwrap_or((text, ""));
    let mut groups = whole.split('.');
    let first = groups.next().unwrap_or_default();
    let thousands = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
    let whole = if thousands { whole.replace('.', "") } else { whole.replace('.', ",") };
    if fraction.is_empty() { whole } else { format!("{whole},{fraction}") }
}

/// Whether the two halves of a hyphened word say one thing twice: `petani-petani`, `tolong-menolong`,
/// `sayur-mayur`.
fn is_doubling(left: &str, right: &str) -> bool {
    if !is_alphabetic(left) || !is_alphabetic(right) {
        return false;
    }
    left == right || root(left) == root(right) || inner_root(left) == inner_root(right) || is_pair(left, right)
}

/// Whether the dictionary has the two halves as one word.
fn is_pair(left: &str, right: &str) -> bool {
    dictionary::knows(&format!("{left}-{right}"))
}

/// `meraba-raba`, `bertahun-tahun`, `sebaik-baiknya`: the root of either half, once more.
fn inner_root(word: &str) -> String {
    root(&root(word)).into_owned()
}

fn doubled(left: &str, right: &str, range: Range<usize>) -> Word {
    let once = inner_root(left);
    let both = format!("{left}-{right}");
    if left != right && is_pair(left, right) {
        // `sayur-mayur` is found by `sayur`.
        return Word { surface: both, root: once, range };
    }
    if is_pair(&once, &once) {
        // `oleh-oleh` is not found by `oleh`, but `undang-undang` is by `perundang-undangan`.
        return Word { surface: both, root: format!("{once}-{once}"), range };
    }
    Word { surface: left.to_owned(), root: once, range }
}

fn is_alphabetic(word: &str) -> bool {
    !word.is_empty() && word.chars().all(char::is_alphabetic)
}
