//! Ruang Pembelajaran: what did not work yet, and what was learned from it, for members only. Who writes may stay unnamed
//! to other members; then nothing that they read says which kecamatan it was. The own office and the coordinators above it
//! know, and so does the audit.

pub mod entity;
pub mod hide;
pub mod pages;
mod remember;
pub mod say;
mod search;
pub mod shown;
pub mod store;
#[cfg(test)]
mod tests;
pub mod withdraw;
pub mod write;

use crate::case_study::personal_data::{self, Found};
use crate::catalogue::Catalogue;
use crate::error::{Problems, Result};
use crate::viewer::Viewer;
use crate::web::forms;

/// Longest title, in characters.
pub const TITLE_CHARS: usize = 160;

/// More indicators say nothing about a lesson any more.
pub const MAX_INDICATORS: usize = 5;

/// A sector or an indicator says how many lessons it has from so many on: fewer could point to somebody.
pub const COUNTED_FROM: i64 = 3;

/// Who speaks where the writer stays unnamed.
pub const AUTHOR: &str = "Penulis";

/// What stands in place of the office.
pub const UNNAMED: &str = "Tanpa nama";

/// What is typed into the form of a lesson.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// What it is about, in one line.
    pub title: String,
    /// What was tried.
    pub tried: String,
    /// What happened.
    pub happened: String,
    /// What stood in the way; may be empty.
    pub hindrance: String,
    /// What the office would do differently; may be empty.
    pub differently: String,
    /// Slug of a sector, or nothing.
    pub sector: String,
    /// Slugs of indicators.
    pub indicators: Vec<String>,
    /// Number or address of a study, or nothing.
    pub study: String,
    /// False where other members read the name and the place.
    pub is_unnamed: bool,
}

impl Typed {
    /// Field, name and text of each longer part, in the order of the form.
    pub fn parts(&self) -> [(&'static str, &'static str, &str); 4] {
        [
            ("dicoba", "Yang dicoba", &self.tried),
            ("terjadi", "Yang terjadi", &self.happened),
            ("kendala", "Kendala", &self.hindrance),
            ("lain", "Yang akan dilakukan lain", &self.differently),
        ]
    }

    /// As it is kept: tidy, within the limits, without numbers of identity and, where it is unnamed, without the name of
    /// the own kecamatan. Problems stand at the fields of the form.
    pub fn checked(&self, limit: usize, kecamatan: &str) -> Result<Self> {
        let tidy = Self {
            title: forms::line(&self.title),
            tried: forms::text(&self.tried),
            happened: forms::text(&self.happened),
            hindrance: forms::text(&self.hindrance),
            differently: forms::text(&self.differently),
            study: forms::line(&self.study),
            ..self.clone()
        };
        let mut problems = Problems::default();
        if tidy.title.chars().filter(|letter| letter.is_alphanumeric()).count() < 3 {
            problems.add("title", "Tulis judulnya dahulu.");
        }
        if tidy.tried.trim().is_empty() {
            problems.add("dicoba", "Tulis dahulu yang dicoba.");
        }
        if tidy.happened.trim().is_empty() {
            problems.add("terjadi", "Tulis dahulu yang terjadi.");
        }
        let own = if tidy.is_unnamed { kecamatan } else { "" };
        fit(&mut problems, "title", "Judul", TITLE_CHARS, &tidy.title, own);
        for (field, name, text) in tidy.parts() {
            fit(&mut problems, field, name, limit, text, own);
        }
        if tidy.indicators.len() > MAX_INDICATORS {
            problems.add("indikator", format!("Pilih paling banyak {MAX_INDICATORS} indikator."));
        }
        problems.into_result()?;
        Ok(tidy)
    }
}

/// What is said to a lesson as it is kept, or what is wrong with it, at the field `body`; `own` is the name of the
/// kecamatan that must not stand in it, or nothing.
pub fn checked(typed: &str, limit: usize, own: &str) -> Result<String> {
    let body = forms::text(typed);
    let mut problems = Problems::default();
    if body.trim().is_empty() {
        problems.add("body", "Tulis tanggapannya dahulu.");
    }
    fit(&mut problems, "body", "Tulisan", limit, &body, own);
    problems.into_result()?;
    Ok(body)
}

/// Tells what is too long, what is no text for others to read, and what says who stays unnamed.
fn fit(problems: &mut Problems, field: &str, what: &str, limit: usize, text: &str, own: &str) {
    problems.within(field, what, text, limit);
    if let Some(found @ Found::Number(_)) = personal_data::find(text) {
        problems.add(field, found.sentence());
    }
    if !own.is_empty() && names(text, own) {
        let sentence = format!(
            "Di sini tertulis nama {own}, padahal catatan ini tanpa nama. Tulis “kecamatan kami”, atau pilih menampilkan nama."
        );
        problems.add(field, sentence);
    }
}

/// True when a text names a kecamatan: spelled as the name is, or in any spelling after "kecamatan", "kec" or "camat".
/// Lower-case words alone are no name: a few kecamatan are called what everybody says, such as "Sumber".
pub fn names(text: &str, kecamatan: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_owned).collect()
    };
    let (name, text) = (words(kecamatan), words(text));
    if name.is_empty() {
        return false;
    }
    let is_title = |word: &str| matches!(word.to_lowercase().as_str(), "kecamatan" | "kec" | "camat" | "sekcam");
    (0..text.len()).any(|at| {
        let Some(found) = text.get(at..at + name.len()) else {
            return false;
        };
        let alike = found.iter().zip(&name).all(|(one, other)| one.to_lowercase() == other.to_lowercase());
        let is_spelled = found.iter().all(|word| word.chars().next().is_some_and(char::is_uppercase));
        alike
            && (is_spelled || at.checked_sub(1).and_then(|before| text.get(before)).is_some_and(|word| is_title(word)))
    })
}

/// A key that says nothing: neither when nor in which order lessons were written.
pub fn new_key() -> String {
    let bytes: [u8; 16] = rand::random();
    hex::encode(bytes)
}

/// Path of a lesson's page.
pub fn url(key: &str) -> String {
    format!("/pembelajaran/{key}")
}

/// The name of the kecamatan that must not stand in words of this viewer, where they count as the writer's.
fn own_name(viewer: &Viewer, catalogue: &Catalogue, row: &entity::lesson::Model) -> String {
    if !row.is_unnamed || !store::is_author(viewer, row) {
        return String::new();
    }
    catalogue.places.kecamatan(&row.kecamatan_code).map_or_else(String::new, |place| place.name.clone())
}
