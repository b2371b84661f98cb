//! What a field adds to KIPP and to the innovation index: a dated table in `config/criteria.toml`.

use std::sync::LazyLock;

use figment::Figment;
use figment::providers::{Format, Toml};
use serde::Deserialize;

/// The table of one year.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criteria {
    /// The year that the weights of KIPP are of.
    pub kipp_year: u16,
    /// The year that the indicators of the index are of.
    pub iga_year: u16,
    /// The fields that answer a criterion.
    pub part: Vec<Part>,
}

/// What one field answers.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Name of the field in the document.
    pub field: String,
    /// The criterion of KIPP, when there is one.
    pub kipp: Option<String>,
    /// Its weight in percent, when it is confirmed.
    pub weight: Option<u8>,
    /// Indicators of the innovation index.
    pub iga: Vec<String>,
}

/// The table that is built in.
pub static CRITERIA: LazyLock<Criteria> = LazyLock::new(|| {
    Figment::from(Toml::string(include_str!("../../../config/criteria.toml"))).extract().unwrap_or_default()
});

/// "KIPP 2023: Signifikansi (bobot 30). Indeks inovasi 2023: Kemanfaatan, Monev."; empty for other fields.
pub fn of(field: &str) -> String {
    let table = &*CRITERIA;
    let Some(part) = table.part.iter().find(|part| part.field == field) else {
        return String::new();
    };
    let mut sentences = Vec::new();
    if let Some(kipp) = &part.kipp {
        let weight = part.weight.map_or_else(String::new, |weight| format!(" (bobot {weight})"));
        sentences.push(format!("KIPP {}: {kipp}{weight}.", table.kipp_year));
    }
    if !part.iga.is_empty() {
        sentences.push(format!("Indeks inovasi {}: {}.", table.iga_year, part.iga.join(", ")));
    }
    sentences.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case_study::content::Content;

    #[test]
    fn the_table_is_read_and_names_fields_of_the_document() {
        let document = serde_json::to_value(Content::default()).unwrap();
        assert_eq!(CRITERIA.part.len(), 16);
        for part in &CRITERIA.part {
            assert!(document.get(&part.field).is_some(), "{}", part.field);
        }
        let weights: u32 = CRITERIA.part.iter().filter_map(|part| part.weight).map(u32::from).sum();
        assert_eq!(weights, 100, "the weights of a year add up");
        assert_eq!(of("outcome"), "KIPP 2023: Signifikansi (bobot 30). Indeks inovasi 2023: Kemanfaatan, Monev.");
        assert_eq!(of("title"), "");
    }
}
