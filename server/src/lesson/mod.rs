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
pub mod shown;
pub mod store;
#[cfg(test)]
mod tests;
pub mod window;
pub mod withdraw;
pub mod words;
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

    /// As it is kept: tidy, within the limits, without numbers of identity and, where it is unnamed, without the names of
    /// the own kecamatan. Problems stand at the fields of the form.
    pub fn checked(&self, limit: usize, kecamatan: &[String]) -> Result<Self> {
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
        let own = if tidy.is_unnamed { kecamatan } else { &[] };
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

/// What is said to a lesson as it is kept, or what is wrong with it, at the field `body`; `own` are the names of
/// the kecamatan that must not stand in it, if any.
pub fn checked(typed: &str, limit: usize, own: &[String]) -> Result<String> {
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
fn fit(problems: &mut Problems, field: &str, what: &str, limit: usize, text: &str, own: &[String]) {
    problems.within(field, what, text, limit);
    if let Some(found @ Found::Number(_)) = personal_data::find(text) {
        problems.add(field, found.sentence());
    }
    if let Some(Found::Phone(shown)) = personal_data::find(text).filter(|_| !own.is_empty()) {
        let sentence = format!("Di sini ada nomor telepon ({shown}), padahal catatan ini tanpa nama. Hapus nomornya.");
        problems.add(field, sentence);
    }
    if let Some(name) = own.iter().find(|name| names(text, name)) {
        let sentence =
            format!("Di sini tertulis nama {name}, padahal catatan ini tanpa nama. Tulis “kecamatan ini” saja.");
        problems.add(field, sentence);
    }
}

/// What leads to the name of a place, so that it is one in any spelling: as phones type it, "kami di cikajang".
const LEADS: [&str; 12] =
    ["kecamatan", "kec", "camat", "sekcam", "di", "ke", "dari", "dr", "warga", "desa", "wilayah", "kantor"];

/// True when a text names a kecamatan, in one word or in several: with a capital, or in any spelling after a word that leads
/// to a place. Other lower-case words are no name: a few kecamatan are called what everybody says, such as "Sumber".
pub fn names(text: &str, kecamatan: &str) -> bool {
    let name = plain(kecamatan);
    if name.is_empty() {
        return false;
    }
    let words: Vec<&str> =
        text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.iter().enumerate().any(|(at, first)| {
        let mut joined = String::new();
        for word in words.iter().skip(at) {
            joined.push_str(&plain(word));
            if joined.len() >= name.len() {
                break;
            }
        }
        let is_capital = first.chars().next().is_some_and(char::is_uppercase);
        let before = at.checked_sub(1).and_then(|before| words.get(before)).map(|word| plain(word));
        joined == name && (is_capital || before.is_some_and(|before| LEADS.contains(&before.as_str())))
    })
}

/// Letters and digits alone, in lower case.
fn plain(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
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

/// What a kecamatan is called, in each spelling that is known; nothing for what is none.
fn place_names(catalogue: &Catalogue, code: &str) -> Vec<String> {
    let name = catalogue.places.kecamatan(code).map(|place| place.name.clone());
    name.into_iter().chain(catalogue.places.variants(code).iter().cloned()).collect()
}

/// The parts of a person's name that tell who it is: neither titles nor initials.
fn name_parts(name: &str) -> impl Iterator<Item = String> {
    let name = name.split(',').next().unwrap_or_default();
    name.split_whitespace().filter(|part| part.chars().count() > 2 && !part.contains('.')).map(str::to_owned)
}

/// The names of the kecamatan that must not stand in words of this viewer, who knows it. What others guess is a guess.
fn own_names(viewer: &Viewer, catalogue: &Catalogue, row: &entity::lesson::Model) -> Vec<String> {
    if row.is_unnamed && store::knows(viewer, row) { place_names(catalogue, &row.kecamatan_code) } else { Vec::new() }
}
