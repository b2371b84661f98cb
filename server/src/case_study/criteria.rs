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
    /// What each contest asks, by year.
    pub contest: Vec<Contest>,
}

/// A contest or an index in the form of one year.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contest {
    /// "iga", "kipp", "kipp-replikasi".
    pub slug: String,
    /// "IGA", "KIPP".
    pub name: String,
    /// The name written out.
    pub full_name: String,
    /// The year of this form.
    pub year: u16,
    /// What is not confirmed of it.
    pub note: String,
    /// What it looks at, in its order.
    pub criterion: Vec<Criterion>,
}

/// One thing that a contest looks at.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// "Signifikansi", "Regulasi".
    pub name: String,
    /// Its weight in percent, when it is confirmed.
    pub weight: Option<u8>,
    /// True where a weight exists and nobody knows it.
    #[serde(default)]
    pub is_unweighed: bool,
    /// True for what an entry can't lack.
    #[serde(default)]
    pub obligatory: bool,
    /// What it asks beside the words, if anything.
    #[serde(default)]
    pub asks: String,
    /// The fields of the document that answer it; `replications` and `lineage` for what a ledger records.
    pub fields: Vec<String>,
    /// How many words its texts have at least together.
    pub least_words: Option<usize>,
    /// How many they have at most.
    pub most_words: Option<usize>,
    /// Words without which a text answers something else: "RKPD".
    #[serde(default)]
    pub names: Vec<String>,
    /// How many months the practice is applied at least.
    pub least_months: Option<u32>,
}

impl Criteria {
    /// A contest in the form that counts in a year: the latest that is not later, else the first that is known.
    pub fn contest(&self, slug: &str, year: u16) -> Option<&Contest> {
        let known = || self.contest.iter().filter(|contest| contest.slug == slug);
        let before = known().filter(|contest| contest.year <= year).max_by_key(|contest| contest.year);
        before.or_else(|| known().min_by_key(|contest| contest.year))
    }
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

    /// What the form says beside a field and what a pack looks for are one and the same.
    #[test]
    fn contests_ask_for_what_the_parts_say() {
        let document = serde_json::to_value(Content::default()).unwrap();
        for contest in &CRITERIA.contest {
            for criterion in &contest.criterion {
                for field in
                    criterion.fields.iter().filter(|field| !["replications", "lineage"].contains(&field.as_str()))
                {
                    let is_known = document.get(field).is_some() || field == "files" || field == "partners";
                    assert!(is_known, "{} asks for {field}", criterion.name);
                }
                assert!(!criterion.fields.is_empty(), "{}", criterion.name);
            }
        }
        let kipp = CRITERIA.contest("kipp", 2030).unwrap();
        let iga = CRITERIA.contest("iga", 1999).unwrap();
        for part in &CRITERIA.part {
            let asks = |contest: &Contest, name: &str| {
                contest.criterion.iter().any(|one| one.name == name && one.fields.contains(&part.field))
            };
            assert!(part.kipp.iter().all(|name| asks(kipp, name)), "{}", part.field);
            assert!(part.iga.iter().all(|name| asks(iga, name)), "{}", part.field);
        }
        let weights: u32 = kipp.criterion.iter().filter_map(|one| one.weight).map(u32::from).sum();
        assert_eq!(weights, 100);
        assert!(CRITERIA.contest("lain", 2026).is_none());
    }
}
