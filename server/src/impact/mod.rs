//! Capaian: what came of the exchange, for everybody. Only what the public may see counts, whoever looks; each number leads
//! to the rows that it adds up. Indicators are never summed: a kecamatan does not measure them.

pub mod kept;
pub mod months;
pub mod pages;
pub mod period;
pub mod rows;
pub mod store;
#[cfg(test)]
mod tests;

use crate::indicator::Measure;

/// Months that the bars show where no year is asked for.
pub const MONTHS: usize = 12;

/// Words in units of what can't be added up: ratios, marks, and times.
const NO_SUMS: [&str; 13] = [
    "%",
    "persen",
    "poin",
    "skor",
    "nilai",
    "indeks",
    "rata-rata",
    "menit",
    "jam",
    "hari",
    "skala",
    "peringkat",
    "kali",
];

/// What stands behind "per" in sums all the same: a year's money of two groups is their money of a year.
const PERIODS: [&str; 4] = ["hari", "minggu", "bulan", "tahun"];

/// Units whose stroke means "or" and not "per".
const EITHER: [&str; 1] = ["desa/kelurahan"];

/// True for a measure whose values may be added up over kecamatan. The average of two places is not the sum of theirs,
/// whatever its unit: of such a measure the catalogue says so at the beginning of its name or note.
pub fn is_addable(measure: &Measure) -> bool {
    let is_average = |text: &str| text.trim_start().to_lowercase().starts_with("rata-rata");
    !is_average(&measure.name) && !is_average(&measure.note) && is_addable_unit(&measure.unit)
}

/// True for a unit whose values may be added up over kecamatan: people, things, money, also by month or year. Of shares and
/// marks only the least and the most are told.
fn is_addable_unit(unit: &str) -> bool {
    let unit = unit.trim().to_lowercase();
    if EITHER.contains(&unit.as_str()) {
        return true;
    }
    let (what, per) = match unit.split_once('/').or_else(|| unit.split_once(" per ")) {
        Some((what, per)) => (what.trim(), Some(per.trim())),
        None => (unit.as_str(), None),
    };
    let is_period = per.is_none_or(|per| PERIODS.contains(&per));
    let words = what.split(|letter: char| letter.is_whitespace() || letter == '(' || letter == ')');
    is_period && !what.contains('%') && !words.into_iter().any(|word| NO_SUMS.contains(&word))
}
