//! The text of a file by page. It runs in a process of its own (`reader.rs`), which may die of what it reads.

mod office;
mod pdf;
mod sheet;

pub(crate) use office::known_entity;

use super::kind::FileKind;

/// So many characters of a file are searchable.
const MAX_CHARS: usize = 1_000_000;

/// So many pages are.
const MAX_PAGES: usize = 1_000;

/// Number and text of each page that has some; a sheet and a slide are pages.
pub fn pages(kind: FileKind, bytes: &[u8]) -> Result<Vec<(u32, String)>, String> {
    let pages = match kind {
        FileKind::Pdf => pdf::pages(bytes),
        FileKind::Docx => office::document(bytes),
        FileKind::Xlsx => sheet::pages(bytes),
        FileKind::Pptx => office::slides(bytes),
    }?;
    let mut left = MAX_CHARS;
    let mut kept = Vec::new();
    for (number, text) in (1..).zip(pages).take(MAX_PAGES) {
        let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(left).collect();
        left -= text.chars().count();
        if !text.is_empty() {
            kept.push((number, text));
        }
    }
    Ok(kept)
}
