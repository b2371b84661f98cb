//! Names of places, sectors and indicators in what was typed, offered as filters: "irigasi garut" may mean irrigation in
//! Kab. Garut. The words are searched for all the same; only who taps the offer narrows.

use super::asked::{Asked, Group};
use crate::catalogue::Catalogue;

/// At most so many filters are offered.
const MAX_OFFERS: usize = 4;

/// What people write for a name of the catalogue.
const EVERYDAY: [(&str, Group, &str); 9] = [
    ("kbb", Group::KabupatenKota, "32.17"),
    ("wisata", Group::Sector, "pariwisata"),
    ("tani", Group::Sector, "pertanian"),
    ("ekraf", Group::Sector, "industri-kreatif"),
    ("ekonomi kreatif", Group::Sector, "industri-kreatif"),
    ("kesehatan", Group::Sector, "kesehatan-gizi"),
    ("lingkungan", Group::Sector, "lingkungan-kebencanaan"),
    ("indeks pembangunan manusia", Group::Indicator, "ipm"),
    ("angka kemiskinan", Group::Indicator, "kemiskinan"),
];

/// A filter that what was typed may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What is filtered by.
    pub group: Group,
    /// The value that is chosen.
    pub value: String,
    /// The value in words.
    pub name: String,
    /// The search with the filter, without the words that named it.
    pub asked: Asked,
}

/// A name with what it stands for.
struct Named<'a> {
    words: Vec<String>,
    /// "kab", "kota" or "kec", where the name is of a place: typed before it, the word belongs to it.
    kind: &'static str,
    group: Group,
    value: &'a str,
}

/// The filters that a search names and has not chosen yet, longer names first. "bandung" names Kab. Bandung and Kota
/// Bandung; "bandung barat" neither.
pub fn recognised(asked: &Asked, catalogue: &Catalogue) -> Vec<Offer> {
    let typed: Vec<&str> = asked.text.split_whitespace().collect();
    let folded: Vec<String> = typed.iter().map(|word| fold(word)).collect();
    let names = names(catalogue);
    let mut found = Vec::new();
    for start in 0..folded.len() {
        let here = names.iter().filter(|named| folded[start..].starts_with(&named.words));
        found.extend(here.map(|named| (start..start + named.words.len(), named)));
    }
    let inside_a_longer = |at: &std::ops::Range<usize>| {
        found.iter().any(|(other, _)| other.len() > at.len() && other.start <= at.start && other.end >= at.end)
    };
    let mut offers: Vec<Offer> = Vec::new();
    let mut ordered: Vec<_> = found.iter().filter(|(at, _)| !inside_a_longer(at)).collect();
    ordered.sort_by_key(|(at, named)| (std::cmp::Reverse(at.len()), named.group as usize, at.start));
    for (at, named) in ordered {
        let before = at.start.checked_sub(1).map_or("", |before| kind_of(&folded[before]));
        let fits = before.is_empty() || before == named.kind;
        if !fits || asked.has(named.group, named.value) || offers.iter().any(|offer| offer.value == named.value) {
            continue;
        }
        let from = if before.is_empty() { at.start } else { at.start - 1 };
        let rest: Vec<&str> = typed[..from].iter().chain(&typed[at.end..]).copied().collect();
        let asked = asked.with_words(&rest.join(" ")).toggled(named.group, named.value);
        let name = named.group.name(named.value, catalogue).unwrap_or_default();
        offers.push(Offer { group: named.group, value: named.value.to_owned(), name, asked });
    }
    offers.truncate(MAX_OFFERS);
    offers
}

/// Small letters without signs.
fn fold(word: &str) -> String {
    word.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn kind_of(word: &str) -> &'static str {
    match word {
        "kab" | "kabupaten" => "kab",
        "kota" | "kotamadya" => "kota",
        "kec" | "kecamatan" => "kec",
        _ => "",
    }
}

fn names(catalogue: &Catalogue) -> Vec<Named<'_>> {
    let words = |name: &str| name.split([' ', '-']).map(fold).filter(|word| !word.is_empty()).collect::<Vec<_>>();
    let named = |name: &str, kind, group, value| Named { words: words(name), kind, group, value };
    let mut names = Vec::new();
    for place in catalogue.places.all_kabupaten_kota() {
        let (kind, name) = place.name.split_once(' ').unwrap_or(("", &place.name));
        names.push(named(name, kind_of(&fold(kind)), Group::KabupatenKota, place.code.as_str()));
    }
    for place in catalogue.places.all_kecamatan() {
        let spellings = std::iter::once(&place.name).chain(catalogue.places.variants(&place.code));
        names.extend(spellings.map(|name| named(name, "kec", Group::Kecamatan, place.code.as_str())));
    }
    for sector in &catalogue.sectors {
        names.push(named(&sector.name, "", Group::Sector, sector.slug.as_str()));
    }
    for indicator in &catalogue.indicators {
        names.push(named(&indicator.name, "", Group::Indicator, indicator.slug.as_str()));
    }
    let known = EVERYDAY.into_iter().filter(|(_, group, value)| group.name(value, catalogue).is_some());
    names.extend(known.map(|(name, group, value)| named(name, "", group, value)));
    names.retain(|named| !named.words.is_empty());
    names
}
