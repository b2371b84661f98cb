//! Puts the blocks of a text into the sections of a study: by headings where there are some, by words where not.

use super::headings::{is_steps, section, section_of_words};
use super::{Block, Placed};
use crate::case_study::content::Unplaced;

/// The longest title that a study may have.
const TITLE_CHARS: usize = 120;

/// Headings that say what kind of paper this is.
const COVERS: [&str; 8] =
    ["laporan", "proposal", "pemerintah", "kecamatan", "profil inovasi", "daftar isi", "kata pengantar", "bab"];

pub(super) fn place(blocks: &[Block]) -> Placed {
    let mut placed = Placed::default();
    let blocks = take_title(blocks, &mut placed);
    // Headings that open no section ("Pendahuluan") stay with what follows them.
    let has_headings = blocks.iter().any(|block| matches!(block, Block::Heading(text) if section(text).is_some()));
    let mut here = Here::default();
    for block in blocks {
        match block {
            Block::Heading(text) => here.open(text, &mut placed),
            Block::Item(text, true) if here.steps => placed.steps.push(text.clone()),
            Block::Item(text, numbered) => here.item(text, *numbered, &mut placed),
            Block::Text(text) => here.text(text, has_headings, &mut placed),
        }
    }
    here.close(&mut placed);
    placed
}

/// Where the reading stands.
#[derive(Default)]
struct Here {
    heading: String,
    field: Option<&'static str>,
    steps: bool,
    list: Vec<(String, bool)>,
    /// The section of the paragraph before, which a list behind it belongs to.
    last: Option<&'static str>,
}

impl Here {
    fn open(&mut self, heading: &str, placed: &mut Placed) {
        self.close(placed);
        if !self.heading.is_empty() && self.field.is_none() {
            // Two headings in a row: the upper one is a title of chapters and says nothing by itself.
            put(placed, None, "", &self.heading);
        }
        self.field = section(heading);
        self.steps = is_steps(heading);
        self.last = None;
        self.heading = if self.field.is_none() { heading.to_owned() } else { String::new() };
        if let Some(field) = self.field {
            keep_heading(placed, field, heading);
        }
    }

    fn text(&mut self, text: &str, has_headings: bool, placed: &mut Placed) {
        self.flush_list(placed);
        let field = if has_headings { self.field } else { section_of_words(text) };
        put(placed, field, &self.heading, text);
        self.heading.clear();
        self.last = field;
    }

    fn item(&mut self, text: &str, numbered: bool, placed: &mut Placed) {
        if self.list.first().is_some_and(|(_, kind)| *kind != numbered) {
            self.flush_list(placed);
        }
        self.list.push((text.to_owned(), numbered));
    }

    fn flush_list(&mut self, placed: &mut Placed) {
        if self.list.is_empty() {
            return;
        }
        let lines = self.list.drain(..).enumerate().map(|(index, (text, numbered))| {
            if numbered { format!("{}. {text}", index + 1) } else { format!("- {text}") }
        });
        let text = lines.collect::<Vec<_>>().join("\n");
        put(placed, self.field.or(self.last), &self.heading, &text);
        self.heading.clear();
    }

    fn close(&mut self, placed: &mut Placed) {
        self.flush_list(placed);
        if !self.heading.is_empty() {
            let heading = std::mem::take(&mut self.heading);
            put(placed, None, "", &heading);
        }
    }
}

/// A heading that says more than the section's name ("Hasil panen tahun 2025") stays above its text.
fn keep_heading(placed: &mut Placed, field: &'static str, heading: &str) {
    put(placed, Some(field), "", &format!("### {heading}"));
}

fn put(placed: &mut Placed, field: Option<&'static str>, heading: &str, text: &str) {
    match field {
        Some(field) => {
            let text = if heading.is_empty() { text.to_owned() } else { format!("### {heading}\n\n{text}") };
            match placed.sections.iter_mut().find(|(known, _)| *known == field) {
                Some((_, there)) => {
                    there.push_str("\n\n");
                    there.push_str(&text);
                }
                None => placed.sections.push((field, text)),
            }
        }
        None => match placed.unplaced.last_mut() {
            Some(last) if heading.is_empty() && last.text.len() + text.len() < 4000 => {
                last.text.push_str("\n\n");
                last.text.push_str(text);
            }
            _ => placed.unplaced.push(Unplaced { heading: heading.to_owned(), text: text.to_owned() }),
        },
    }
}

/// The first line is the title when it reads like one.
fn take_title<'a>(blocks: &'a [Block], placed: &mut Placed) -> &'a [Block] {
    let Some((first, rest)) = blocks.split_first() else {
        return blocks;
    };
    let (Block::Heading(text) | Block::Text(text)) = first else {
        return blocks;
    };
    let plain = text.trim_matches(['*', '#', '_', ' ', '“', '”', '"']);
    let lower = plain.to_lowercase();
    let words = plain.split_whitespace().count();
    let is_cover = COVERS.iter().any(|cover| lower.starts_with(cover));
    let is_sentence = plain.ends_with(['.', ':', '!', '?', ',']);
    let fits = (3..=18).contains(&words) && plain.chars().count() <= TITLE_CHARS && !plain.contains('\n');
    if !fits || is_cover || is_sentence || section(plain).is_some_and(|_| words < 5) {
        return blocks;
    }
    placed.title = plain.to_owned();
    rest
}
