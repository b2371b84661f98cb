//! What is wrong with a document, each problem at its field: limits and unreadable numbers always, the seven answers when
//! it is to be published.

use super::content::{Content, Measured, SECTIONS};
use super::difference::label;
use super::fields::is_month;
use super::personal_data::{self, Found};
use crate::catalogue::Catalogue;
use crate::config::Limits;
use crate::error::Problems;
use crate::format;

/// Longest short answer in characters: names, sources, units.
pub(super) const LINE_CHARS: usize = 300;

/// Most rows of a repeated group.
const MAX_ROWS: usize = 50;

/// Problems that a draft has while it is written.
pub fn format(content: &Content, limits: &Limits, catalogue: &Catalogue) -> Problems {
    let mut problems = Problems::default();
    problems.within("title", "Judul", &content.title, limits.title_chars);
    problems.within("summary", "Ringkasan", &content.summary, limits.section_chars);
    for section in SECTIONS {
        problems.within(section.field, section.heading, (section.get)(content), limits.section_chars);
    }
    if content.sector.as_deref().is_some_and(|slug| catalogue.sector(slug).is_none()) {
        problems.add("sector", "Pilih sektor dari daftar.");
    }
    if content.indicators.iter().any(|slug| catalogue.indicator(slug).is_none()) {
        problems.add("indicators", "Pilih indikator dari daftar.");
    }
    if content.duties.iter().any(|slug| catalogue.duty(slug).is_none()) {
        problems.add("duties", "Pilih tugas kecamatan dari daftar.");
    }
    for (field, month) in [("trial_started", &content.trial_started), ("applied_since", &content.applied_since)] {
        if month.as_deref().is_some_and(|month| !is_month(month)) {
            problems.add(field, "Tulis bulan dan tahun, misalnya Maret 2025.");
        }
    }
    for (index, partner) in content.partners.iter().enumerate() {
        if catalogue.places.kecamatan_named(partner).is_none() {
            problems.add(
                &format!("partners.{index}"),
                "Tulis nama kecamatan dan kabupaten/kotanya, misalnya: Cisurupan, Kab. Garut.",
            );
        }
    }
    rows(&mut problems, content);
    for (index, result) in content.results.iter().enumerate() {
        figures(&mut problems, index, result);
    }
    problems.within("change_note", "Catatan perubahan", &content.change_note, LINE_CHARS);
    problems.within("contact", "Kontak", &content.contact, LINE_CHARS);
    problems.within("video", "Tautan video", &content.video, LINE_CHARS);
    if !content.video.is_empty() && !is_web_address(&content.video) {
        problems.add("video", "Tautan video dimulai dengan https://, misalnya https://www.youtube.com/watch?v=…");
    }
    problems
}

/// The seven answers that publishing demands, and what makes a figure readable, beside the problems of [`format`].
pub fn complete(content: &Content, limits: &Limits, catalogue: &Catalogue) -> Problems {
    let mut problems = Problems::default();
    let mut demand = |field: &str, said: bool, sentence: &str| {
        if !said {
            problems.add(field, sentence);
        }
    };
    demand("title", !content.title.is_empty(), "Beri judul: apa yang dilakukan, di mana, untuk siapa.");
    demand("summary", !content.summary.trim().is_empty(), "Tulis ringkasannya dalam beberapa kalimat.");
    demand("sector", content.sector.is_some(), "Pilih satu sektor.");
    demand("indicators", !content.indicators.is_empty(), "Pilih sedikitnya satu indikator strategis.");
    demand("problem", !content.problem.trim().is_empty(), "Tulis apa masalahnya.");
    demand("action", !content.action.trim().is_empty(), "Tulis apa yang Bapak/Ibu lakukan.");
    let has_result = content.results.iter().any(|row| !row.name.is_empty() && !row.values.is_empty());
    demand(
        "outcome",
        has_result || !content.outcome.trim().is_empty(),
        "Tulis hasilnya, dengan kata-kata atau dengan angka.",
    );
    for (field, sentence) in format(content, limits, catalogue).iter() {
        problems.add(field, sentence);
    }
    for (index, row) in content.results.iter().enumerate() {
        if row.name.is_empty() {
            problems.add(&format!("results.{index}.name"), "Beri nama yang diukur, misalnya: anak kembali sekolah.");
        }
        if row.values.len() < 2 {
            problems.add(
                &format!("results.{index}.values.{}.value", row.values.len()),
                "Isi angka sebelum dan sesudah, supaya perubahannya terbaca.",
            );
        }
    }
    for (field, found) in personal_data::of(content) {
        if let Found::Number(_) = found {
            problems.add(&field, found.sentence());
        }
    }
    for (index, photo) in content.photos.iter().enumerate() {
        if photo.alt.is_empty() {
            problems.add(&format!("photos.{index}.alt"), "Tulis apa yang terlihat di foto.");
        }
    }
    problems
}

fn rows(problems: &mut Problems, content: &Content) {
    for (index, step) in content.steps.iter().enumerate() {
        problems.within(&format!("steps.{index}.text"), "Satu langkah", &step.text, 1000);
        problems.within(&format!("steps.{index}.date"), "Waktu", step.date.as_deref().unwrap_or_default(), 60);
    }
    for (index, row) in content.money.iter().enumerate() {
        problems.within(&format!("money.{index}.source"), "Sumber biaya", &row.source, LINE_CHARS);
        problems.within(&format!("money.{index}.year"), "Tahun", &row.year, 60);
        if !row.amount.is_empty() && format::parse_decimal(&row.amount).is_none() {
            problems.add(&format!("money.{index}.amount"), no_number(&row.amount, "15.000.000"));
        }
    }
    for (index, row) in content.agencies.iter().enumerate() {
        for (field, value) in [("name", &row.name), ("part", &row.part), ("paper", &row.paper)] {
            problems.within(&format!("agencies.{index}.{field}"), "Isian ini", value, LINE_CHARS);
        }
    }
    for (index, product) in content.products.iter().enumerate() {
        problems.within(&format!("products.{index}"), "Nama produk", product, LINE_CHARS);
    }
    for (index, photo) in content.photos.iter().enumerate() {
        problems.within(&format!("photos.{index}.alt"), "Keterangan foto", &photo.alt, LINE_CHARS);
        problems.within(&format!("photos.{index}.caption"), "Tulisan di bawah foto", &photo.caption, LINE_CHARS);
    }
    for (index, file) in content.files.iter().enumerate() {
        problems.within(&format!("files.{index}.title"), "Nama berkas", &file.title, LINE_CHARS);
    }
    for (field, count) in [
        ("steps", content.steps.len()),
        ("results", content.results.len()),
        ("money", content.money.len()),
        ("agencies", content.agencies.len()),
        ("products", content.products.len()),
    ] {
        if count > MAX_ROWS {
            problems.add(field, format!("{} paling banyak {MAX_ROWS} baris; yang ini {count}.", label(field)));
        }
    }
}

fn figures(problems: &mut Problems, index: usize, row: &Measured) {
    for (field, value) in [
        ("name", &row.name),
        ("unit", &row.unit),
        ("source", &row.source),
        ("level", &row.level),
        ("measured_by", &row.measured_by),
    ] {
        problems.within(&format!("results.{index}.{field}"), "Isian ini", value, LINE_CHARS);
    }
    for (at, value) in row.values.iter().enumerate() {
        let field = format!("results.{index}.values.{at}.value");
        if value.value.is_empty() {
            problems.add(&field, "Isi angkanya.");
        } else if format::parse_decimal(&value.value).is_none() {
            problems.add(&field, no_number(&value.value, "1.234,5"));
        }
        problems.within(&format!("results.{index}.values.{at}.period"), "Waktu", &value.period, 60);
    }
}

fn no_number(typed: &str, example: &str) -> String {
    let typed = super::content::shortened(typed, 40);
    format!("“{typed}” bukan angka. Tulis angkanya saja, misalnya {example}.")
}

/// True for an address that may become a link.
pub fn is_web_address(address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    (lower.starts_with("https://") || lower.starts_with("http://"))
        && !address
            .chars()
            .any(|letter| letter.is_whitespace() || letter.is_control() || matches!(letter, '"' | '<' | '>'))
}
