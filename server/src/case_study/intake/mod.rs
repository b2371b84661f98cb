//! Starting from what exists: a report in DOCX or a story from a chat becomes the sections that it fits; what fits nowhere
//! stays beside the form. Nothing is thrown away.

mod chat;
mod docx;
mod headings;
mod place;
#[cfg(test)]
mod tests;

use super::content::{Content, SECTIONS, Step, Unplaced};

/// A piece of a text that came from elsewhere, as Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// A paragraph, a table or a quotation.
    Text(String),
    /// One item of a list; true when the list is numbered.
    Item(String, bool),
}

/// A text from elsewhere, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Its blocks in their order.
    pub blocks: Vec<Block>,
    /// Pictures that did not come along.
    pub pictures: usize,
}

/// Text that found its sections.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placed {
    /// The title, when the text begins with one.
    pub title: String,
    /// Field and text of each section that got something.
    pub sections: Vec<(&'static str, String)>,
    /// Dated or numbered steps.
    pub steps: Vec<String>,
    /// What fits nowhere for sure.
    pub unplaced: Vec<Unplaced>,
}

/// Reads a DOCX; the error is a sentence for the person who sent it.
pub fn from_docx(bytes: &[u8]) -> Result<Source, String> {
    docx::read(bytes)
}

/// Reads a pasted text: a chat, or plain words with headings.
pub fn from_text(text: &str) -> Source {
    chat::read(text)
}

/// Finds the sections of a text.
pub fn place(source: &Source) -> Placed {
    place::place(&source.blocks)
}

impl Placed {
    /// Puts the text into a document: after what stands there already, never instead of it.
    pub fn join(&self, content: &mut Content) {
        if content.title.is_empty() {
            content.title.clone_from(&self.title);
        } else if !self.title.is_empty() && self.title != content.title {
            content.unplaced.push(Unplaced { heading: "Judul naskah".to_owned(), text: self.title.clone() });
        }
        for (field, text) in &self.sections {
            append(content, field, text);
        }
        content.steps.extend(self.steps.iter().map(|text| Step { text: text.clone(), date: None }));
        content.unplaced.extend(self.unplaced.iter().cloned());
    }
}

/// Adds a text to a section, after what is there. False for a field that takes no long text.
pub fn append(content: &mut Content, field: &str, text: &str) -> bool {
    let target = match SECTIONS.iter().find(|section| section.field == field) {
        Some(section) => (section.get_mut)(content),
        None if field == "summary" => &mut content.summary,
        None => return false,
    };
    if !target.trim().is_empty() {
        target.push_str("\n\n");
    }
    target.push_str(text);
    true
}
