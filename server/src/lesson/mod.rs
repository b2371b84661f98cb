//! Ruang Pembelajaran: what did not work yet, and what was learned from it, for members only. Who writes may stay unnamed
//! to other members; then nothing that they read says which kecamatan it was. The own office and the coordinators above it
//! know, and so does the audit.

pub mod entity;
pub mod hide;
mod naming;
pub mod pages;
mod remember;
pub mod say;
mod search;
mod secret;
pub mod shown;
pub mod store;
#[cfg(test)]
mod tests;
pub mod window;
pub mod withdraw;
pub mod words;
pub mod write;

use crate::case_study::personal_data::{self, Found};
use crate::error::Problems;
use crate::web::forms;
use secret::Secret;

/// Longest title, in characters.
pub const TITLE_CHARS: usize = 160;

/// More indicators say nothing about a lesson any more.
pub const MAX_INDICATORS: usize = 5;

/// A sector or an indicator says how many lessons it has from so many on: fewer could point to somebody.
pub const COUNTED_FROM: i64 = 3;

/// Who speaks where the writer stays unnamed.
pub const AUTHOR: &str = "Penulis";

/// What is said where an address tells who stays unnamed.
const LEADS_HOME: &str =
    "Alamat di sini menunjuk halaman yang menyebut kecamatan penulisnya, padahal catatan ini tanpa nama.";

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
            ("lain", "Yang akan dilakukan dengan cara lain", &self.differently),
        ]
    }

    /// As it would be kept, tidy, and what keeps it from that, at the fields of the form: what is missing or too long,
    /// numbers of identity and, where it is unnamed, what tells who wrote it.
    fn looked_at(&self, limit: usize, secrets: &[Secret]) -> (Self, Problems) {
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
        let secrets = if tidy.is_unnamed { secrets } else { &[] };
        fit(&mut problems, "title", "Judul", TITLE_CHARS, &tidy.title, secrets);
        for (field, name, text) in tidy.parts() {
            fit(&mut problems, field, name, limit, text, secrets);
        }
        if tidy.indicators.len() > MAX_INDICATORS {
            problems.add("indikator", format!("Pilih paling banyak {MAX_INDICATORS} indikator."));
        }
        (tidy, problems)
    }
}

/// What is said to a lesson as it would be kept, and what is wrong with it, at the field `body`; `secrets` must not stand
/// in it, if there are any.
fn said(typed: &str, limit: usize, secrets: &[Secret]) -> (String, Problems) {
    let body = forms::text(typed);
    let mut problems = Problems::default();
    if body.trim().is_empty() {
        problems.add("body", "Tulis tanggapannya dahulu.");
    }
    fit(&mut problems, "body", "Tulisan", limit, &body, secrets);
    (body, problems)
}

/// Tells what is too long, what is no text for others to read, and what says who stays unnamed.
fn fit(problems: &mut Problems, field: &str, what: &str, limit: usize, text: &str, secrets: &[Secret]) {
    problems.within(field, what, text, limit);
    if let Some(found @ Found::Number(_)) = personal_data::find(text) {
        problems.add(field, found.sentence());
    }
    if let Some(shown) = personal_data::first_phone(text).filter(|_| !secrets.is_empty()) {
        let sentence = format!("Di sini ada nomor telepon ({shown}), padahal catatan ini tanpa nama. Hapus nomornya.");
        problems.add(field, sentence);
    }
    for sentence in secret::told(secrets, text) {
        problems.add(field, sentence);
    }
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
