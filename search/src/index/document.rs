//! From a [`Document`] to what the engine keeps of it.

use std::collections::HashMap;

use tantivy::TantivyDocument;
use tantivy::schema::Field as TantivyField;
use tantivy::tokenizer::{PreTokenizedString, Token};

use super::schema::{Fields, Text};
use super::{Document, Field, FileText, Kind};
use crate::analyzer::{Form, is_stop_word, words};

/// A page of a file takes so many positions; what a page has beyond is found but belongs to no page.
pub const POSITIONS_PER_PAGE: usize = 1 << 12;

/// At most so many pages of all files of a document are told apart.
pub const MAX_PAGES: usize = 1 << 15;

/// So many roots of a document are kept to find similar ones.
const GIST_ROOTS: usize = 60;

/// What a root counts for the gist by where it stands.
const GIST_TITLE: u32 = 4;
const GIST_SUMMARY: u32 = 2;

/// The key of a document among all kinds.
pub fn key(kind: Kind, id: i64) -> String {
    format!("{kind}:{id}")
}

/// What the engine keeps of a document.
pub fn to_tantivy(fields: &Fields, document: Document) -> TantivyDocument {
    let mut to = TantivyDocument::default();
    to.add_text(fields.key, key(document.kind, document.id));
    to.add_u64(fields.kind, document.kind.code());
    to.add_i64(fields.id, document.id);
    to.add_u64(fields.audience, document.audience as u64);
    to.add_i64(fields.published_at, document.published_at_ms);
    to.add_u64(fields.featured, u64::from(document.featured));
    to.add_text(fields.shown_title, &document.title);
    to.add_text(fields.gist, gist(&document));
    add_tags(&mut to, fields, &document);
    add_text(&mut to, fields.title, &document.title);
    add_text(&mut to, fields.whole, &document.title);
    add_text(&mut to, fields.place, &document.place);
    for (field, text) in &document.passages {
        if *field != Field::Files {
            // Names of places would drown what the study itself says.
            add_text(&mut to, if *field == Field::Place { fields.place } else { fields.whole }, text);
        }
        if matches!(field, Field::Summary | Field::Results | Field::Problem | Field::Steps | Field::Body) {
            to.add_text(fields.roots_of(*field), text);
        }
    }
    add_files(&mut to, fields, document);
    to
}

fn add_text(to: &mut TantivyDocument, field: Text, text: &str) {
    to.add_text(field.surface, text);
    to.add_text(field.root, text);
}

fn add_tags(to: &mut TantivyDocument, fields: &Fields, document: &Document) {
    let year = document.year.map(|year| year.to_string());
    let single = [
        (fields.sector, &document.sector),
        (fields.kabupaten_kota, &document.kabupaten_kota),
        (fields.kecamatan, &document.kecamatan),
        (fields.stage, &document.stage),
        (fields.year, &year),
    ];
    for (field, value) in single {
        value.iter().for_each(|value| to.add_text(field, value));
    }
    document.indicators.iter().for_each(|slug| to.add_text(fields.indicators, slug));
    document.evidence.iter().for_each(|rung| to.add_text(fields.evidence, rung));
}

/// Files stand page by page, each page at positions of its own.
fn add_files(to: &mut TantivyDocument, fields: &Fields, document: Document) {
    let unnamed = document.passages.into_iter().filter(|(field, _)| *field == Field::Files);
    let unnamed = unnamed.map(|(_, text)| FileText { name: String::new(), page: None, text });
    let texts: Vec<FileText> = document.files.into_iter().chain(unnamed).take(MAX_PAGES).collect();
    if texts.is_empty() {
        return;
    }
    let pages: Vec<(&str, Option<u32>)> = texts.iter().map(|text| (text.name.as_str(), text.page)).collect();
    to.add_text(fields.file_pages, serde_json::to_string(&pages).unwrap_or_default());
    add_pages(to, fields.files.surface, Form::Surface, &texts);
    add_pages(to, fields.files.root, Form::Root, &texts);
}

fn add_pages(to: &mut TantivyDocument, field: TantivyField, form: Form, texts: &[FileText]) {
    let mut tokens = Vec::new();
    for (page, file) in texts.iter().enumerate() {
        for (n, word) in words(&file.text).enumerate() {
            // The rest of an endless page gathers at its last place.
            let position = page * POSITIONS_PER_PAGE + n.min(POSITIONS_PER_PAGE - 1);
            let text = if form == Form::Surface { word.surface } else { word.root };
            tokens.push(Token { offset_from: 0, offset_to: 0, position, text, position_length: 1 });
        }
    }
    to.add_pre_tokenized_text(field, PreTokenizedString { text: String::new(), tokens });
}

/// The roots that a document has most, the ones of its title first.
fn gist(document: &Document) -> String {
    let mut counts: HashMap<String, u32> = HashMap::new();
    let mut add = |text: &str, weight| {
        for word in words(text).filter(|word| word.root.chars().count() > 2 && !is_stop_word(&word.surface)) {
            *counts.entry(word.root).or_default() += weight;
        }
    };
    add(&document.title, GIST_TITLE);
    for (field, text) in &document.passages {
        match field {
            Field::Summary => add(text, GIST_SUMMARY),
            Field::Place | Field::Files => {}
            _ => add(text, 1),
        }
    }
    let mut counts: Vec<(String, u32)> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let roots = counts.into_iter().take(GIST_ROOTS).map(|(root, count)| format!("{root} {count}"));
    roots.collect::<Vec<_>>().join(" ")
}
