//! Picks the passage of a text that shows best why it was found, and marks the sought words in any inflection.
//!
//! Text goes in and comes out plain; whoever shows it escapes it and then sets the marks.

use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

use crate::analyzer::{Word, words};
use crate::query::{Term, parse};

/// Stands where a passage leaves something out.
const GAP: &str = "…";

/// A passage begins with its sentence where that is at most so many characters before the first mark.
const MAX_LEAD_CHARS: usize = 60;

/// A passage of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snippet {
    /// The passage on one line, with … where it leaves something out.
    pub text: String,
    /// Where sought words stand in it (in bytes), in order.
    pub marks: Vec<Range<usize>>,
}

/// So many words may stand among those of a row.
const SLACK: usize = 2;

/// What to mark: spellings, roots, and rows of roots that count together only.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sought {
    surfaces: BTreeSet<String>,
    roots: BTreeSet<String>,
    rows: BTreeSet<Vec<String>>,
}

impl Sought {
    /// What a text asks for, as typed. The answer to a search has its own, with corrections and synonyms.
    pub fn of(text: &str) -> Sought {
        let query = parse(text);
        query.words.iter().chain(query.phrases.iter().flatten()).collect()
    }

    /// Whether nothing is to be marked.
    pub fn is_empty(&self) -> bool {
        self.surfaces.is_empty()
    }

    fn has(&self, word: &Word) -> bool {
        self.roots.contains(&word.root) || self.surfaces.contains(&word.surface)
    }

    /// Marks these words where they stand close together, and not each of them alone.
    pub(crate) fn add_row(&mut self, terms: &[Term]) {
        self.rows.insert(terms.iter().map(|term| term.root.clone()).collect());
    }

    fn in_text(&self, text: &str) -> Vec<Word> {
        if self.is_empty() {
            return Vec::new();
        }
        let all: Vec<Word> = words(text).collect();
        let mut is_marked: Vec<bool> = all.iter().map(|word| self.has(word)).collect();
        for start in 0..all.len() {
            for row in self.rows.iter().filter(|row| row.first() == Some(&all[start].root)) {
                for place in row_at(&all, start, row).unwrap_or_default() {
                    is_marked[place] = true;
                }
            }
        }
        all.into_iter().zip(is_marked).filter_map(|(word, is_marked)| is_marked.then_some(word)).collect()
    }
}

/// Where the words of a row stand that begins with this word.
fn row_at(all: &[Word], start: usize, row: &[String]) -> Option<Vec<usize>> {
    let mut places = vec![start];
    for root in &row[1..] {
        let next = places.last()? + 1;
        let reach = all.len().min(next + 1 + SLACK);
        places.push(next + all.get(next..reach)?.iter().position(|word| word.root == *root)?);
    }
    Some(places)
}

impl<'a> FromIterator<&'a Term> for Sought {
    fn from_iter<T: IntoIterator<Item = &'a Term>>(terms: T) -> Sought {
        let mut sought = Sought::default();
        for term in terms {
            sought.surfaces.insert(term.surface.clone());
            sought.roots.insert(term.root.clone());
        }
        sought
    }
}

/// The passage of at most about `max_chars` characters that has the most different sought words; the beginning of
/// the text where it has none.
pub fn highlight(text: &str, sought: &Sought, max_chars: usize) -> Snippet {
    let found = sought.in_text(text);
    let marks: Vec<Range<usize>> = found.iter().map(|word| word.range.clone()).collect();
    let window = window(text, best_start(text, &found, max_chars), max_chars);
    one_line(text, window, &marks)
}

/// Where sought words stand in a text (in bytes), in order.
pub fn mark_all(text: &str, sought: &Sought) -> Vec<Range<usize>> {
    sought.in_text(text).into_iter().map(|word| word.range).collect()
}

/// Where the best passage begins: every sought word is tried as its first.
fn best_start(text: &str, found: &[Word], max_chars: usize) -> usize {
    // Room for the lead and the end of the last word; bytes are near enough to choose between passages.
    let reach = max_chars.saturating_mul(3) / 4;
    let mut best = (0, 0, 0);
    let mut last = 0;
    for (first, word) in found.iter().enumerate() {
        last = last.max(first);
        while found.get(last).is_some_and(|next| next.range.end - word.range.start <= reach) {
            last += 1;
        }
        // A text full of the word need not be read to its end for each of its places.
        let passage = &found[first..last.min(first + 64).max(first + 1)];
        let different: HashSet<&str> = passage.iter().map(|word| word.root.as_str()).collect();
        if (different.len(), passage.len()) > (best.0, best.1) {
            best = (different.len(), passage.len(), word.range.start);
        }
    }
    start_of_sentence(text, best.2, max_chars)
}

fn start_of_sentence(text: &str, mark: usize, max_chars: usize) -> usize {
    let lead = MAX_LEAD_CHARS.min(max_chars / 4);
    let before = &text[..mark];
    let far = before.char_indices().rev().take(lead).last().map_or(mark, |(at, _)| at);
    if far == 0 {
        return 0;
    }
    let lead = &text[far..mark];
    if let Some(end) = lead.rfind(['.', '!', '?', '\n']) {
        return first_letter_after(text, far + end + 1).min(mark);
    }
    // No sentence begins there: begin with a whole word.
    lead.find(char::is_whitespace).map_or(mark, |space| first_letter_after(text, far + space).min(mark))
}

fn first_letter_after(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    from + (rest.len() - rest.trim_start().len())
}

/// The stretch of at most `max_chars` characters from `start`, to the end of a word.
fn window(text: &str, start: usize, max_chars: usize) -> Range<usize> {
    let rest = &text[start..];
    let Some((cut, _)) = rest.char_indices().nth(max_chars) else {
        return start..text.len();
    };
    let kept = &rest[..cut];
    let ends_word = rest[cut..].starts_with(char::is_whitespace);
    let end = match kept.rfind(char::is_whitespace) {
        // A last word that fills half of the passage is cut rather than left out.
        Some(space) if !ends_word && space > cut / 2 => kept[..space].trim_end().len(),
        _ => cut,
    };
    start..start + end
}

/// Copies a stretch of the text with runs of white space as one space, and its marks with it.
fn one_line(text: &str, window: Range<usize>, marks: &[Range<usize>]) -> Snippet {
    let mut line = Line { text: String::with_capacity(window.len() + 2 * GAP.len()), space: false };
    let mut placed = Vec::new();
    if !text[..window.start].trim().is_empty() {
        line.text.push_str(GAP);
    }
    let mut at = window.start;
    let first = marks.partition_point(|mark| mark.end <= window.start);
    for mark in marks[first..].iter().take_while(|mark| mark.start < window.end) {
        let mark = mark.start.max(at)..mark.end.min(window.end);
        line.push(&text[at..mark.start]);
        let start = line.begin_mark();
        line.push(&text[mark.clone()]);
        placed.push(start..line.text.len());
        at = mark.end;
    }
    line.push(&text[at..window.end]);
    if !text[window.end..].trim().is_empty() {
        line.text.push_str(GAP);
    }
    placed.retain(|mark| !mark.is_empty());
    Snippet { text: line.text, marks: placed }
}

struct Line {
    text: String,
    space: bool,
}

impl Line {
    fn push(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_whitespace() {
                self.space = true;
            } else {
                self.put_space();
                self.text.push(c);
            }
        }
    }

    fn begin_mark(&mut self) -> usize {
        self.put_space();
        self.text.len()
    }

    fn put_space(&mut self) {
        if std::mem::take(&mut self.space) && !self.text.is_empty() {
            self.text.push(' ');
        }
    }
}

#[cfg(test)]
mod tests;
