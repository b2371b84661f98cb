//! From typed text to [`Query`]: words, `"quoted phrases"` and `-exclusions`.

use super::{MAX_QUERY_BYTES, MAX_WORDS, Query, Term};
use crate::analyzer::{is_stop_word, words};

/// Reads a query. What cannot be understood is left out.
pub fn parse(text: &str) -> Query {
    let mut reading = Reading { start: text.as_ptr().addr(), ..Reading::default() };
    for piece in pieces(beginning(text)) {
        reading.take(piece);
    }
    reading.finish()
}

fn beginning(text: &str) -> &str {
    &text[..text.floor_char_boundary(MAX_QUERY_BYTES)]
}

/// A stretch of the query with one meaning.
#[derive(Debug, Clone, Copy)]
struct Piece<'a> {
    text: &'a str,
    quoted: bool,
    excluded: bool,
}

/// Cuts a query at its quotation marks and at spaces before a minus. A mark without a partner is not seen.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find(is_quotation_mark) {
        let inside = after_first_char(&rest[open..]);
        let Some(length) = inside.find(is_quotation_mark) else {
            break;
        };
        let before = rest[..open].trim_end_matches('-');
        let minus = before.len() < open && (before.is_empty() || before.ends_with(char::is_whitespace));
        plain_pieces(&rest[..open], &mut found);
        found.push(Piece { text: &inside[..length], quoted: true, excluded: minus });
        rest = after_first_char(&inside[length..]);
    }
    plain_pieces(rest, &mut found);
    found
}

fn plain_pieces<'a>(text: &'a str, found: &mut Vec<Piece<'a>>) {
    let mut start = 0;
    let mut excluded = false;
    let mut after_space = true;
    for (at, c) in text.char_indices() {
        if excluded && c.is_whitespace() {
            found.push(Piece { text: &text[start..at], quoted: false, excluded });
            (start, excluded) = (at, false);
        }
        let minus = matches!(c, '-' | '−' | '–');
        if minus && after_space && text[at + c.len_utf8()..].starts_with(char::is_alphanumeric) {
            found.push(Piece { text: &text[start..at], quoted: false, excluded });
            (start, excluded) = (at, true);
        }
        after_space = c.is_whitespace();
    }
    found.push(Piece { text: &text[start..], quoted: false, excluded });
}

fn after_first_char(text: &str) -> &str {
    let mut chars = text.chars();
    chars.next();
    chars.as_str()
}

fn is_quotation_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '＂')
}

#[derive(Default)]
struct Reading {
    query: Query,
    stop_words: Vec<Term>,
    read: usize,
    /// Where the query lies in memory, to tell where its pieces stand in it.
    start: usize,
}

impl Reading {
    fn take(&mut self, piece: Piece<'_>) {
        let room = MAX_WORDS.saturating_sub(self.read);
        let first = self.read;
        let at = piece.text.as_ptr().addr() - self.start;
        let place = |(i, word): (usize, crate::analyzer::Word)| Term {
            surface: word.surface,
            root: word.root,
            position: first + i,
            range: at + word.range.start..at + word.range.end,
        };
        let terms: Vec<Term> = words(piece.text).take(room).enumerate().map(place).collect();
        self.read += terms.len();
        if terms.is_empty() {
            return;
        }
        if piece.excluded {
            self.query.excluded.push(terms);
        } else if piece.quoted {
            self.query.phrases.push(terms);
        } else {
            terms.into_iter().for_each(|term| self.take_word(term));
        }
    }

    fn take_word(&mut self, term: Term) {
        let list = if is_stop_word(&term.surface) { &mut self.stop_words } else { &mut self.query.words };
        if !list.iter().any(|known| known.root == term.root) {
            list.push(term);
        }
    }

    fn finish(mut self) -> Query {
        self.query.typed = self.read;
        if self.query.words.is_empty() && self.query.phrases.is_empty() && self.query.excluded.is_empty() {
            self.query.words = self.stop_words;
        }
        self.query
    }
}
