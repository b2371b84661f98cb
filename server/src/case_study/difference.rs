//! Two texts side by side, by words: what one lacks and the other has. Used where two people wrote the same draft, and in
//! the history of a study.

use std::time::Duration;

use similar::{ChangeTag, TextDiff};

use super::content::{Content, SECTIONS, stage_name};
use crate::catalogue::Catalogue;
use crate::format;

/// Longer comparisons give a coarser answer.
const LONGEST: Duration = Duration::from_millis(60);

/// A run of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// In which of the two texts it stands.
    pub side: Side,
    /// The words.
    pub text: String,
}

/// Where a run of words stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// In both.
    Both,
    /// In the first only.
    First,
    /// In the second only.
    Second,
}

impl Piece {
    /// True for words of the first text only.
    pub fn is_first(&self) -> bool {
        self.side == Side::First
    }

    /// True for words of the second text only.
    pub fn is_second(&self) -> bool {
        self.side == Side::Second
    }
}

/// One field that differs.
#[derive(Clone, Debug)]
pub struct Differing {
    /// Name of the field in the document.
    pub field: String,
    /// Its heading.
    pub label: String,
    /// The first text.
    pub first: String,
    /// The second text.
    pub second: String,
    /// Both, by words.
    pub pieces: Vec<Piece>,
}

/// The fields in which two documents differ, in the order of the page.
pub fn between(first: &Content, second: &Content, catalogue: &Catalogue) -> Vec<Differing> {
    let fields = ["title", "summary", "sector", "indicators", "duties"];
    let middle = SECTIONS.iter().map(|section| section.field);
    let rest = [
        "steps",
        "results",
        "stage",
        "trial_started",
        "applied_since",
        "initiator",
        "kind",
        "form",
        "money",
        "agencies",
        "contact",
        "video",
        "photos",
        "files",
        "unplaced",
        "partners",
        "change_note",
        "products",
    ];
    fields
        .into_iter()
        .chain(middle)
        .chain(rest)
        .filter_map(|field| {
            let (first, second) = (in_words(first, field, catalogue), in_words(second, field, catalogue));
            (first != second).then(|| Differing {
                field: field.to_owned(),
                label: label(field).to_owned(),
                pieces: by_words(&first, &second),
                first,
                second,
            })
        })
        .collect()
}

/// Compares two texts by words.
pub fn by_words(first: &str, second: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let compared = TextDiff::configure().timeout(LONGEST).diff_unicode_words(first, second);
    for change in compared.iter_all_changes() {
        let side = match change.tag() {
            ChangeTag::Equal => Side::Both,
            ChangeTag::Delete => Side::First,
            ChangeTag::Insert => Side::Second,
        };
        match pieces.last_mut() {
            Some(last) if last.side == side => last.text.push_str(change.value()),
            _ => pieces.push(Piece { side, text: change.value().to_owned() }),
        }
    }
    pieces
}

/// Joins two documents: each field named in `from_second` comes from the second, the others from the first.
pub fn merged(first: &Content, second: &Content, from_second: &[String]) -> Result<Content, serde_json::Error> {
    let mut document = serde_json::to_value(first)?;
    let second = serde_json::to_value(second)?;
    for field in from_second {
        if let (Some(own), Some(other)) = (document.get_mut(field), second.get(field)) {
            *own = other.clone();
        }
    }
    serde_json::from_value(document)
}

/// The heading of a field.
pub fn label(field: &str) -> &'static str {
    if let Some(section) = SECTIONS.iter().find(|section| section.field == field) {
        return section.heading;
    }
    match field {
        "title" => "Judul",
        "summary" => "Ringkasan",
        "sector" => "Sektor",
        "indicators" => "Mendukung indikator strategis",
        "duties" => "Tugas kecamatan",
        "steps" => "Langkah",
        "results" => "Hasil dalam angka",
        "stage" => "Tahap",
        "trial_started" => "Mulai uji coba",
        "applied_since" => "Diterapkan sejak",
        "initiator" => "Penggagas",
        "kind" => "Jenis",
        "form" => "Bentuk",
        "money" => "Biaya",
        "agencies" => "Yang terlibat",
        "contact" => "Kontak",
        "video" => "Tautan video",
        "photos" => "Foto",
        "files" => "Berkas",
        "unplaced" => "Belum ditempatkan",
        "partners" => "Ditulis bersama",
        "change_note" => "Catatan perubahan",
        "products" => "Produk unggulan",
        _ => "Isian lain",
    }
}

/// A field's content as people read it, one line a row; sections are Markdown.
pub fn in_words(content: &Content, field: &str, catalogue: &Catalogue) -> String {
    if let Some(section) = SECTIONS.iter().find(|section| section.field == field) {
        return (section.get)(content).clone();
    }
    let plain = |text: &Option<String>| text.clone().unwrap_or_default();
    let lines = |rows: Vec<String>| rows.join("\n");
    match field {
        "title" => content.title.clone(),
        "summary" => content.summary.clone(),
        "sector" => content
            .sector
            .as_deref()
            .map_or_else(String::new, |slug| catalogue.sector(slug).map_or(slug, |sector| &sector.name).to_owned()),
        "indicators" => lines(
            content
                .indicators
                .iter()
                .map(|slug| catalogue.indicator(slug).map_or(slug, |known| &known.name).clone())
                .collect(),
        ),
        "duties" => lines(
            content.duties.iter().map(|slug| catalogue.duty(slug).map_or(slug, |known| &known.name).clone()).collect(),
        ),
        "steps" => lines(
            content
                .steps
                .iter()
                .map(|step| match &step.date {
                    Some(date) => format!("{} ({date})", step.text),
                    None => step.text.clone(),
                })
                .collect(),
        ),
        "results" => lines(content.results.iter().map(result_in_words).collect()),
        "stage" => content.stage.as_deref().map_or("", stage_name).to_owned(),
        "trial_started" => plain(&content.trial_started),
        "applied_since" => plain(&content.applied_since),
        "initiator" => plain(&content.initiator),
        "kind" => plain(&content.kind),
        "form" => plain(&content.form),
        "money" => lines(
            content
                .money
                .iter()
                .map(|row| told(&row.source, &format!("Rp{}", format::decimal(&row.amount)), &row.year))
                .collect(),
        ),
        "agencies" => lines(content.agencies.iter().map(|row| told(&row.name, &row.part, &row.paper)).collect()),
        "partners" => lines(content.partners.clone()),
        "change_note" => content.change_note.clone(),
        "contact" => content.contact.clone(),
        "video" => content.video.clone(),
        "photos" => lines(
            content
                .photos
                .iter()
                .map(|photo| {
                    format!("Foto {}: {} {}", photo.attachment, photo.alt, photo.caption).trim_end().to_owned()
                })
                .collect(),
        ),
        "unplaced" => lines(content.unplaced.iter().map(|piece| piece.text.clone()).collect()),
        "files" => lines(content.files.iter().map(|file| file.title.clone()).collect()),
        "products" => lines(content.products.clone()),
        _ => String::new(),
    }
}

/// "Bank sampah desa: mengumpulkan botol (SK Camat)"; what is not said leaves no marks.
fn told(name: &str, what: &str, note: &str) -> String {
    let what = if what.is_empty() { String::new() } else { format!(": {what}") };
    let note = if note.is_empty() { String::new() } else { format!(" ({note})") };
    format!("{name}{what}{note}")
}

fn result_in_words(row: &super::content::Measured) -> String {
    let values: Vec<String> =
        row.values.iter().map(|value| format!("{} ({})", format::decimal(&value.value), value.period)).collect();
    let estimate = if row.estimate { ", perkiraan" } else { "" };
    let parts = [("tingkat", &row.level), ("sumber", &row.source), ("diukur oleh", &row.measured_by)];
    let parts = parts.into_iter().filter(|(_, part)| !part.is_empty());
    let parts: Vec<String> = parts.map(|(name, part)| format!("; {name}: {part}")).collect();
    format!("{}: {} {}{estimate}{}", row.name, values.join(" → "), row.unit, parts.concat()).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_changed_stand_on_their_side() {
        let pieces = by_words("Panen naik dua kali", "Panen turun dua kali");
        let first: String = pieces.iter().filter(|piece| !piece.is_second()).map(|piece| piece.text.as_str()).collect();
        let second: String = pieces.iter().filter(|piece| !piece.is_first()).map(|piece| piece.text.as_str()).collect();
        assert_eq!(first, "Panen naik dua kali");
        assert_eq!(second, "Panen turun dua kali");
        assert!(pieces.contains(&Piece { side: Side::First, text: "naik".to_owned() }));
        assert!(pieces.contains(&Piece { side: Side::Second, text: "turun".to_owned() }));
    }

    #[test]
    fn joining_takes_each_field_from_the_side_that_was_chosen() {
        let mine = Content { title: "Satu".to_owned(), problem: "Kering".to_owned(), ..Content::default() };
        let theirs = Content { title: "Dua".to_owned(), problem: "Banjir".to_owned(), ..Content::default() };
        let joined = merged(&mine, &theirs, &["problem".to_owned(), "tidak-ada".to_owned()]).unwrap();
        assert_eq!((joined.title.as_str(), joined.problem.as_str()), ("Satu", "Banjir"));
    }
}
