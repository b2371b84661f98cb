//! Words that stand for one another: `ekraf` for `ekonomi kreatif`. They are applied to the query, so that an edited
//! table holds for the next search, whatever is in the index.

use std::collections::HashMap;
use std::ops::Range;

use crate::analyzer::{is_stop_word, words};
use crate::query::Term;

/// Longer entries than this (in words) are not used.
const MAX_WORDS: usize = 6;

/// A pair of words, or of short phrases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Synonym {
    /// What people type.
    pub term: String,
    /// What is searched for as well.
    pub synonym: String,
    /// Whether typing the synonym searches for the term, too.
    pub both_ways: bool,
}

/// Synonyms ready for use.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Synonyms {
    /// By the first root of what is typed.
    rules: HashMap<String, Vec<Rule>>,
}

/// The roots that are typed, and what they ask for as well.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    typed: Vec<String>,
    asks_for: Vec<Term>,
}

/// What some words of a query ask for as well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Expansion {
    /// The words, by their number in the query.
    pub span: Range<usize>,
    /// One word, or several that must stand close together.
    pub asks_for: Vec<Term>,
}

impl Synonyms {
    /// Makes a table ready. Entries without a word on either side do nothing.
    pub fn new(entries: &[Synonym]) -> Synonyms {
        let mut synonyms = Synonyms::default();
        for entry in entries {
            let (term, synonym) = (terms(&entry.term), terms(&entry.synonym));
            if entry.both_ways {
                synonyms.add(&synonym, &term);
            }
            synonyms.add(&term, &synonym);
        }
        synonyms
    }

    fn add(&mut self, typed: &[Term], asks_for: &[Term]) {
        let roots: Vec<String> = typed.iter().map(|term| term.root.clone()).collect();
        let same = roots.iter().eq(asks_for.iter().map(|term| &term.root));
        let fits = (1..=MAX_WORDS).contains(&roots.len()) && (1..=MAX_WORDS).contains(&asks_for.len());
        if same || !fits {
            return;
        }
        let rule = Rule { typed: roots, asks_for: asks_for.to_vec() };
        let rules = self.rules.entry(rule.typed[0].clone()).or_default();
        if !rules.contains(&rule) {
            rules.push(rule);
        }
    }

    /// What the words of a query ask for as well.
    pub(crate) fn expansions(&self, query: &[Term]) -> Vec<Expansion> {
        let mut found = Vec::new();
        for (start, first) in query.iter().enumerate() {
            for rule in self.rules.get(&first.root).into_iter().flatten() {
                let span = start..start + rule.typed.len();
                let typed = query.get(span.clone());
                if typed.is_some_and(|typed| typed.iter().map(|term| &term.root).eq(&rule.typed)) {
                    found.push(Expansion { span, asks_for: rule.asks_for.clone() });
                }
            }
        }
        found
    }
}

/// The words of an entry, without the ones that a query leaves out.
fn terms(text: &str) -> Vec<Term> {
    let all = words(text).enumerate().map(|(position, word)| Term {
        surface: word.surface,
        root: word.root,
        position,
        range: word.range,
    });
    let (stop_words, telling): (Vec<Term>, Vec<Term>) = all.partition(|term| is_stop_word(&term.surface));
    if telling.is_empty() { stop_words } else { telling }
}

#[cfg(test)]
mod tests {
    use super::{Synonym, Synonyms};
    use crate::query::parse;

    fn asked(synonyms: &Synonyms, query: &str) -> Vec<String> {
        let expansions = synonyms.expansions(&parse(query).words);
        let shown = |e: super::Expansion| {
            let words: Vec<_> = e.asks_for.iter().map(|term| term.surface.as_str()).collect();
            format!("{}-{} {}", e.span.start, e.span.end, words.join(" "))
        };
        expansions.into_iter().map(shown).collect()
    }

    fn table(entries: &[(&str, &str, bool)]) -> Synonyms {
        let entry = |(term, synonym, both_ways): &(&str, &str, bool)| Synonym {
            term: (*term).to_owned(),
            synonym: (*synonym).to_owned(),
            both_ways: *both_ways,
        };
        Synonyms::new(&entries.iter().map(entry).collect::<Vec<_>>())
    }

    #[test]
    fn everyday_words_and_abbreviations_ask_for_the_official_ones() {
        let synonyms = table(&[
            ("UMKM", "usaha mikro kecil menengah", true),
            ("ekraf", "ekonomi kreatif", true),
            ("curug", "air terjun", true),
            ("anak kerdil", "stunting", false),
            ("KBB", "Kabupaten Bandung Barat", true),
        ]);
        let table = [
            ("UMKM", "usaha mikro kecil menengah"),
            ("usaha mikro, kecil dan menengah", "umkm"),
            ("ekraf desa", "ekonomi kreatif"),
            ("curug", "air terjun"),
            ("air terjun", "curug"),
            ("anak kerdil", "stunting"),
            ("KBB", "kabupaten bandung barat"),
        ];
        for (query, expected) in table {
            let found = asked(&synonyms, query);
            assert!(found.iter().any(|found| found.ends_with(expected)), "{query}: {found:?}");
        }
    }

    #[test]
    fn a_one_way_entry_does_not_ask_back() {
        let entry = Synonym { term: "anak kerdil".into(), synonym: "stunting".into(), both_ways: false };
        let synonyms = Synonyms::new(&[entry]);
        assert_eq!(asked(&synonyms, "program anak kerdil desa"), ["1-3 stunting"]);
        assert!(asked(&synonyms, "stunting").is_empty());
        assert!(asked(&synonyms, "anak desa kerdil").is_empty());
    }

    #[test]
    fn empty_and_endless_entries_do_nothing() {
        let entry = |term: &str, synonym: &str| Synonym { term: term.into(), synonym: synonym.into(), both_ways: true };
        let long = "kata ".repeat(50);
        let table = [entry("", "desa"), entry("desa", "???"), entry(&long, "desa"), entry("desa", "desanya")];
        assert_eq!(Synonyms::new(&table), Synonyms::default());
    }
}
