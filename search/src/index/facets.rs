//! Filters, and counts by sector, indicator, kabupaten/kota, stage, year and figures.
//!
//! All are counted in one walk: a document that fits the filters counts everywhere, and one that only misses those of
//! one group counts for the values of that group. So a chosen value does not hide the others beside it.

use std::collections::{BTreeMap, HashMap, HashSet};

use tantivy::columnar::{Cardinality, Column, StrColumn};
use tantivy::{DocId, SegmentReader};

use super::{Audience, Facets, Filters};

/// So many documents are counted together.
const TOGETHER: usize = 64;

/// A group of values that can be chosen, and counted except for the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    Sectors,
    Indicators,
    KabupatenKota,
    Stages,
    Years,
    Figures,
    Kecamatan,
}

impl Group {
    const ALL: [Group; 7] = [
        Group::Sectors,
        Group::Indicators,
        Group::KabupatenKota,
        Group::Stages,
        Group::Years,
        Group::Figures,
        Group::Kecamatan,
    ];

    fn field(self) -> &'static str {
        match self {
            Group::Sectors => "sector",
            Group::Indicators => "indicators",
            Group::KabupatenKota => "kabupaten_kota",
            Group::Stages => "stage",
            Group::Years => "year",
            Group::Figures => "has_figures",
            Group::Kecamatan => "kecamatan",
        }
    }

    fn chosen(self, filters: &Filters) -> Vec<String> {
        match self {
            Group::Sectors => filters.sectors.clone(),
            Group::Indicators => filters.indicators.clone(),
            Group::KabupatenKota => filters.kabupaten_kota.clone(),
            Group::Stages => filters.stages.clone(),
            Group::Years => filters.years.iter().map(ToString::to_string).collect(),
            Group::Figures => Vec::from_iter(filters.has_figures.then(|| "1".to_owned())),
            Group::Kecamatan => filters.kecamatan.clone(),
        }
    }
}

/// Which documents of a segment may be seen and fit the filters, counted as they are asked about.
pub struct Sieve {
    audience: Audience,
    audiences: Column<u64>,
    kind: Option<(Column<u64>, u64)>,
    after: Option<(Column<i64>, i64)>,
    groups: Vec<GroupSieve>,
    /// Documents that count in every group, gathered to be counted together.
    waiting: Vec<DocId>,
}

struct GroupSieve {
    values: Option<StrColumn>,
    /// By the number of the value; `None` where nothing is chosen.
    chosen: Option<HashSet<u64>>,
    counts: Vec<u64>,
}

impl Sieve {
    pub fn open(segment: &SegmentReader, audience: Audience, filters: &Filters) -> tantivy::Result<Sieve> {
        let columns = segment.fast_fields();
        let mut groups = Vec::new();
        for group in Group::ALL {
            let values = columns.str(group.field())?;
            let chosen = group.chosen(filters);
            let chosen = if chosen.is_empty() { None } else { Some(numbers(values.as_ref(), &chosen)?) };
            let counted =
                if group == Group::Kecamatan { 0 } else { values.as_ref().map_or(0, |values| values.num_terms()) };
            groups.push(GroupSieve { values, chosen, counts: vec![0; counted] });
        }
        let kind = match filters.kind {
            Some(kind) => Some((columns.u64("kind")?, kind.code())),
            None => None,
        };
        let after = match filters.published_after_ms {
            Some(after) => Some((columns.i64("published_at")?, after)),
            None => None,
        };
        Ok(Sieve {
            after,
            audience,
            audiences: columns.u64("audience")?,
            kind,
            groups,
            waiting: Vec::with_capacity(TOGETHER),
        })
    }

    /// Whether the document may be seen by who asks.
    pub fn is_visible(&self, doc: DocId) -> bool {
        self.audience == Audience::Members || self.audiences.first(doc) == Some(Audience::Public as u64)
    }

    /// Whether a visible document fits all filters. Counts it where it belongs.
    pub fn passes(&mut self, doc: DocId) -> bool {
        if self.kind.as_ref().is_some_and(|(kinds, kind)| kinds.first(doc) != Some(*kind)) {
            return false;
        }
        if self.after.as_ref().is_some_and(|(dates, after)| dates.first(doc) <= Some(*after)) {
            return false;
        }
        let mut missed = None;
        for (number, group) in self.groups.iter().enumerate() {
            if !group.fits(doc) {
                if missed.is_some() {
                    return false;
                }
                missed = Some(number);
            }
        }
        match missed {
            Some(number) => self.groups[number].count(doc),
            None => {
                self.waiting.push(doc);
                if self.waiting.len() == TOGETHER {
                    self.count_waiting();
                }
            }
        }
        missed.is_none()
    }

    fn count_waiting(&mut self) {
        self.groups.iter_mut().for_each(|group| group.count_all(&self.waiting));
        self.waiting.clear();
    }
}

impl GroupSieve {
    fn fits(&self, doc: DocId) -> bool {
        let Some(chosen) = &self.chosen else {
            return true;
        };
        self.values
            .as_ref()
            .is_some_and(|values| values.ords().values_for_doc(doc).any(|value| chosen.contains(&value)))
    }

    /// A column is read faster for many documents at once.
    fn count_all(&mut self, docs: &[DocId]) {
        let Some(values) = self.values.as_ref().filter(|_| !self.counts.is_empty()) else {
            return;
        };
        if values.ords().get_cardinality() == Cardinality::Multivalued {
            docs.iter().for_each(|doc| self.count(*doc));
            return;
        }
        let mut found = [None; TOGETHER];
        values.ords().first_vals(docs, &mut found[..docs.len()]);
        for value in found[..docs.len()].iter().flatten() {
            if let Some(count) = usize::try_from(*value).ok().and_then(|value| self.counts.get_mut(value)) {
                *count += 1;
            }
        }
    }

    fn count(&mut self, doc: DocId) {
        if self.counts.is_empty() {
            return;
        }
        for value in self.values.iter().flat_map(|values| values.ords().values_for_doc(doc)) {
            if let Some(count) = usize::try_from(value).ok().and_then(|value| self.counts.get_mut(value)) {
                *count += 1;
            }
        }
    }
}

/// The numbers that a segment has for some values.
fn numbers(column: Option<&StrColumn>, values: &[String]) -> tantivy::Result<HashSet<u64>> {
    let mut found = HashSet::new();
    if let Some(column) = column {
        for value in values {
            found.extend(column.dictionary().term_ord(value.as_bytes())?);
        }
    }
    Ok(found)
}

/// The counts of all segments.
#[derive(Default)]
pub struct Counts(HashMap<&'static str, BTreeMap<String, u64>>);

impl Counts {
    pub fn add(&mut self, mut sieve: Sieve) -> tantivy::Result<()> {
        sieve.count_waiting();
        for (group, counted) in Group::ALL.into_iter().zip(&sieve.groups) {
            let Some(values) = &counted.values else {
                continue;
            };
            let sums = self.0.entry(group.field()).or_default();
            let mut name = String::new();
            for (number, count) in (0..).zip(&counted.counts).filter(|(_, count)| **count > 0) {
                name.clear();
                if values.ord_to_str(number, &mut name)? {
                    *sums.entry(name.clone()).or_default() += count;
                }
            }
        }
        Ok(())
    }

    /// The counts of both.
    pub fn join(&mut self, other: Counts) {
        for (group, counts) in other.0 {
            let sums = self.0.entry(group).or_default();
            for (value, count) in counts {
                *sums.entry(value).or_default() += count;
            }
        }
    }

    /// The most frequent values first.
    pub fn into_facets(mut self) -> Facets {
        let mut of = |group: Group| {
            let mut values: Vec<(String, u64)> = self.0.remove(group.field()).unwrap_or_default().into_iter().collect();
            values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            values
        };
        Facets {
            sectors: of(Group::Sectors),
            indicators: of(Group::Indicators),
            kabupaten_kota: of(Group::KabupatenKota),
            stages: of(Group::Stages),
            years: of(Group::Years),
            has_figures: of(Group::Figures).iter().map(|(_, count)| count).sum(),
        }
    }
}
