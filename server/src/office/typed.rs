//! Dates, roles and codes of regions as people type them into forms and tables.

use chrono::NaiveDate;

use crate::policy::Role;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des"];

/// A date: "2026-11-24", "24/11/2026", "24-11-2026", "24.11.2026", "24 November 2026", "24 Nov 2026".
pub fn date(typed: &str) -> Option<NaiveDate> {
    let day = typed.split(['T', ',']).next().unwrap_or_default();
    let parts: Vec<&str> = day.split([' ', '/', '-', '.']).filter(|part| !part.is_empty()).collect();
    let [first, month, last] = parts.as_slice() else {
        return None;
    };
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    let month = month.parse().ok().or_else(|| month_named(month))?;
    let year: i32 = year.parse().ok()?;
    (1950..=2100).contains(&year).then(|| NaiveDate::from_ymd_opt(year, month, day.parse().ok()?)).flatten()
}

fn month_named(name: &str) -> Option<u32> {
    let name = name.to_lowercase();
    let at = MONTHS.iter().position(|month| name.starts_with(month)).or(match name.get(..3)? {
        "may" => Some(4),
        "aug" | "ags" => Some(7),
        "oct" => Some(9),
        "dec" => Some(11),
        _ => None,
    })?;
    u32::try_from(at + 1).ok()
}

/// A code with dots: "320522" and "32.05.22" are one.
pub fn region_code(typed: &str) -> String {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let end = |at: usize| digits.get(at..(at + 2).min(digits.len())).filter(|part| part.len() == 2);
    [end(0), end(2), end(4)].into_iter().flatten().collect::<Vec<_>>().join(".")
}

/// A role by its name in the database, in the interface, or as lists of officials have it; `depth` is the number of
/// parts of the region's code, since a pembina is one of a kabupaten/kota or of the province.
pub fn role(typed: &str, depth: usize) -> Option<Role> {
    if let Some(role) = Role::parse(typed.trim()) {
        return Some(role);
    }
    let words: String =
        typed.to_lowercase().chars().map(|letter| if letter.is_alphanumeric() { letter } else { ' ' }).collect();
    let words: Vec<&str> = words.split_whitespace().collect();
    let has = |wanted: &str| words.iter().any(|word| word.starts_with(wanted));
    Some(if has("pembina") && depth == 1 {
        Role::PembinaProvinsi
    } else if has("pembina") {
        Role::PembinaKabupatenKota
    } else if has("inovasi") && depth == 1 {
        Role::InovasiProvinsi
    } else if has("inovasi") {
        Role::InovasiKabupatenKota
    } else if has("admin") {
        Role::Admin
    } else if has("plt") || has("pelaksana") && has("tugas") {
        Role::PltCamat
    } else if has("plh") || has("pelaksana") && has("harian") {
        Role::PlhCamat
    } else if has("sekcam") || has("sekretaris") || has("sekmat") {
        Role::Sekcam
    } else if has("kasi") || has("kasubag") || has("kasubbag") || has("staf") || has("operator") || has("kepala") {
        Role::Staf
    } else if has("camat") {
        Role::Camat
    } else {
        return None;
    })
}
