//! Ids from the index turned into what the database says of them, for this viewer.

use std::collections::HashMap;

use chrono::NaiveDate;
use forum_search::{Field, FilePage, Hit, Response, Sought, highlight, mark_all};
use sea_orm::ConnectionTrait;

use crate::case_study::card::{self, Card};
use crate::case_study::{searchable, store};
use crate::catalogue::Catalogue;
use crate::error::Result;
use crate::ids::CaseStudyId;
use crate::viewer::Viewer;

/// Length of a snippet in characters.
const SNIPPET_CHARS: usize = 200;

/// More words than these are counted and not named: the list would be longer than the passage.
const WORDS_TOLD: usize = 3;

/// A stretch of text, sought words apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// True for a sought word.
    pub marked: bool,
}

/// A study that was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// The study as lists show it.
    pub card: Card,
    /// The importer's own key.
    pub key: Option<String>,
    /// Its title with the sought words marked.
    pub title: Vec<Piece>,
    /// The passage that shows best why it was found.
    pub snippet: Vec<Piece>,
    /// The parts that have sought words: "judul", "masalah", "lampiran “SK Camat.pdf” hlm. 3".
    pub why: Vec<String>,
    /// What is said of the sought words that it does not have; empty where it has all.
    pub lacks: String,
    /// How well it matches, within one answer.
    pub score: f32,
}

impl Found {
    /// The snippet without marks.
    pub fn snippet_text(&self) -> String {
        self.snippet.iter().map(|piece| piece.text.as_str()).collect()
    }
}

/// Hits as this viewer may see them, in their order, in five statements however many there are.
pub async fn found(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    catalogue: &Catalogue,
    today: NaiveDate,
    answer: &Response,
) -> Result<Vec<Found>> {
    let (hits, sought) = (&answer.hits, &answer.sought);
    let ids: Vec<CaseStudyId> = hits.iter().map(|hit| CaseStudyId(hit.id)).collect();
    let rows = store::by_ids(db, viewer, &ids).await?;
    let mut keys: HashMap<i64, Option<String>> = rows.iter().map(|row| (row.id, row.r#ref.clone())).collect();
    let seen: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let mut contents = searchable::contents(db, &seen).await?;
    let cards = card::cards(db, viewer, catalogue, today, rows).await?;
    let found = cards.into_iter().map(|card| {
        let hit = hits.iter().find(|hit| hit.id == card.id);
        let content = contents.remove(&card.id).unwrap_or_default();
        Found {
            key: keys.remove(&card.id).flatten(),
            title: pieces(&card.title, &mark_all(&card.title, sought)),
            snippet: snippet(&content, &card, sought),
            why: hit.map_or_else(Vec::new, why),
            lacks: hit.map_or_else(String::new, lacks),
            score: hit.map_or(0.0, |hit| hit.score),
            card,
        }
    });
    Ok(found.collect())
}

fn snippet(content: &crate::case_study::Content, card: &Card, sought: &Sought) -> Vec<Piece> {
    if !sought.is_empty() {
        let mut passages = searchable::passages(content);
        passages.extend(searchable::captions(content).map(|caption| (Field::Files, caption)));
        let passage = highlight(&in_one_line(&passages), sought, SNIPPET_CHARS);
        if !passage.marks.is_empty() {
            return pieces(&passage.text, &passage.marks);
        }
    }
    let teaser = if card.teaser.is_empty() { content.teaser(SNIPPET_CHARS) } else { card.teaser.clone() };
    if teaser.is_empty() { Vec::new() } else { vec![Piece { text: teaser, marked: false }] }
}

/// All passages in one line; a dot keeps apart what no full stop does.
fn in_one_line(passages: &[(Field, String)]) -> String {
    let mut line = String::new();
    for (_, passage) in passages {
        if !line.is_empty() {
            line.push_str(if line.ends_with(['.', '!', '?', ':']) { " " } else { " · " });
        }
        line.push_str(passage.trim());
    }
    line
}

/// Cuts a text at its marks.
pub fn pieces(text: &str, marks: &[std::ops::Range<usize>]) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut at = 0;
    let mut push = |text: &str, marked| {
        if !text.is_empty() {
            out.push(Piece { text: text.to_owned(), marked });
        }
    };
    for mark in marks {
        let start = mark.start.max(at);
        if let (Some(before), Some(word)) = (text.get(at..start), text.get(start..mark.end)) {
            push(before, false);
            push(word, true);
            at = mark.end;
        }
    }
    push(text.get(at..).unwrap_or_default(), false);
    out
}

/// The parts in words, the most telling first: at most three, and at most three pages of files.
fn why(hit: &Hit) -> Vec<String> {
    let word = |field: &Field| match field {
        Field::Title => "judul",
        Field::Summary => "ringkasan",
        Field::Problem => "masalah",
        Field::Steps => "langkah",
        Field::Results => "hasil",
        Field::Body => "uraian",
        Field::Files => "keterangan foto",
        Field::Place => "nama tempat",
    };
    let has_pages = !hit.pages.is_empty();
    let parts = hit.fields.iter().filter(|field| !(has_pages && **field == Field::Files)).take(3);
    parts.map(|field| word(field).to_owned()).chain(hit.pages.iter().map(page)).collect()
}

/// Which words a hit lacks, or which it has where those are fewer; nothing where it has all.
pub fn lacks(hit: &Hit) -> String {
    let (held, missing) = (hit.held.len(), hit.missing.len());
    if missing == 0 {
        String::new()
    } else if missing <= held.min(WORDS_TOLD) {
        format!("tidak memuat {}", listed(&hit.missing.iter().map(|word| quoted(word)).collect::<Vec<_>>()))
    } else if (1..=WORDS_TOLD).contains(&held) {
        format!("hanya memuat {}", listed(&held_words(hit)))
    } else {
        format!("memuat {held} dari {} kata", held + missing)
    }
}

/// The words that a hit has; of a synonym what stands in the study, with what was typed for it.
fn held_words(hit: &Hit) -> Vec<String> {
    let mut told: Vec<(&str, Vec<&str>)> = Vec::new();
    for held in &hit.held {
        let shown = held.synonym.as_deref().unwrap_or(&held.word);
        let place = told.iter().position(|(word, _)| *word == shown).unwrap_or(told.len());
        if place == told.len() {
            told.push((shown, Vec::new()));
        }
        if held.synonym.is_some() {
            told[place].1.push(held.word.as_str());
        }
    }
    let told = told.into_iter().map(|(word, typed)| match typed.as_slice() {
        [] => quoted(word),
        typed => format!("{} (padanan {})", quoted(word), quoted(&typed.join(" "))),
    });
    told.collect()
}

fn quoted(word: &str) -> String {
    format!("“{word}”")
}

/// "a, b dan c".
fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [word] => word.clone(),
        [first @ .., last] => format!("{} dan {last}", first.join(", ")),
    }
}

fn page(page: &FilePage) -> String {
    let number = page.page.map_or_else(String::new, |number| format!(" hlm. {number}"));
    format!("lampiran “{}”{number}", page.file)
}
