//! Filters, and counts by sector, indicator, kabupaten/kota, stage, year and evidence.
//!
//! All are counted in one walk: a document that fits the filters counts everywhere, and one that only misses those of
//! one group counts for the values of that group. So a chosen value does not hide the others beside it.

use std::collections::{BTreeMap, HashMap, HashSet};

use std::sync::Arc;

use moka::sync::Cache;
use tantivy::columnar::{Column, StrColumn};
use tantivy::index::SegmentId;
use tantivy::{DocId, SegmentReader};

use super::{Audience, Facets, Filters};

/// Tables of so many bytes are kept: about sixteen for each document.
const MAX_TABLE_BYTES: u64 = 48 << 20;

/// A group of values that can be chosen, and counted except for the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    Sectors,
    Indicators,
    KabupatenKota,
    Stages,
    Years,
    Evidence,
    Kecamatan,
}

impl Group {
    const ALL: [Group; 7] = [
        Group::Sectors,
        Group::Indicators,
        Group::KabupatenKota,
        Group::Stages,
        Group::Years,
        Group::Evidence,
        Group::Kecamatan,
    ];

    fn field(self) -> &'static str {
        match self {
            Group::Sectors => "sector",
            Group::Indicators => "indicators",
            Group::KabupatenKota => "kabupaten_kota",
            Group::Stages => "stage",
            Group::Years => "year",
            Group::Evidence => "evidence",
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
            Group::Evidence => filters.evidence.clone(),
            Group::Kecamatan => filters.kecamatan.clone(),
        }
    }
}

/// What a segment's documents are tagged with, laid out to be read for hundreds of thousands of documents in a search. A
/// segment never changes, so its table is made once.
struct Table {
    public: Vec<bool>,
    groups: Vec<Tags>,
}

/// The values of a group, by the numbers that the segment gives them, counted from 1.
enum Tags {
    /// One at most for each document; 0 for none.
    One(Vec<u16>),
    /// Any number: those of a document lie between its start and the next.
    Many { starts: Vec<u32>, numbers: Vec<u16> },
}

impl Tags {
    fn of(values: Option<&StrColumn>, documents: DocId) -> Tags {
        let all = |doc: DocId| values.into_iter().flat_map(move |values| values.ords().values_for_doc(doc));
        let number = |value: u64| u16::try_from(value + 1).unwrap_or(0);
        if (0..documents).all(|doc| all(doc).nth(1).is_none()) {
            return Tags::One((0..documents).map(|doc| all(doc).next().map_or(0, number)).collect());
        }
        let (mut starts, mut numbers) = (vec![0], Vec::new());
        for doc in 0..documents {
            numbers.extend(all(doc).map(number));
            starts.push(u32::try_from(numbers.len()).unwrap_or(u32::MAX));
        }
        Tags::Many { starts, numbers }
    }

    fn of_document(&self, doc: DocId) -> &[u16] {
        let at = doc as usize;
        match self {
            Tags::One(numbers) => &numbers[at..=at],
            Tags::Many { starts, numbers } => &numbers[starts[at] as usize..starts[at + 1] as usize],
        }
    }

    fn bytes(&self) -> usize {
        match self {
            Tags::One(numbers) => 2 * numbers.len(),
            Tags::Many { starts, numbers } => 4 * starts.len() + 2 * numbers.len(),
        }
    }
}

impl Table {
    fn of(segment: &SegmentReader) -> tantivy::Result<Table> {
        let columns = segment.fast_fields();
        let audiences = columns.u64("audience")?;
        let is_public = |doc| audiences.first(doc) == Some(Audience::Public as u64);
        let mut groups = Vec::new();
        for group in Group::ALL {
            groups.push(Tags::of(columns.str(group.field())?.as_ref(), segment.max_doc()));
        }
        Ok(Table { public: (0..segment.max_doc()).map(is_public).collect(), groups })
    }

    fn bytes(&self) -> usize {
        self.public.len() + self.groups.iter().map(Tags::bytes).sum::<usize>()
    }
}

/// The tables that were made.
pub struct Tables(Cache<SegmentId, Arc<Table>>);

impl Tables {
    /// None yet.
    pub fn new() -> Tables {
        let weigher = |_: &SegmentId, table: &Arc<Table>| u32::try_from(table.bytes()).unwrap_or(u32::MAX);
        Tables(Cache::builder().max_capacity(MAX_TABLE_BYTES).weigher(weigher).build())
    }

    fn of(&self, segment: &SegmentReader) -> tantivy::Result<Arc<Table>> {
        if let Some(known) = self.0.get(&segment.segment_id()) {
            return Ok(known);
        }
        let table = Arc::new(Table::of(segment)?);
        self.0.insert(segment.segment_id(), Arc::clone(&table));
        Ok(table)
    }
}

/// Which documents of a segment may be seen and fit the filters, counted as they are asked about.
pub struct Sieve {
    audience: Audience,
    table: Arc<Table>,
    kind: Option<(Column<u64>, u64)>,
    after: Option<(Column<i64>, i64)>,
    groups: Vec<GroupSieve>,
    /// Whether anything narrows; otherwise every document counts everywhere.
    narrows: bool,
}

struct GroupSieve {
    values: Option<StrColumn>,
    /// The numbers of the values, from 1; `None` where nothing is chosen.
    chosen: Option<HashSet<u16>>,
    /// By number; the first is for none.
    counts: Vec<u64>,
}

impl Sieve {
    pub fn open(
        tables: &Tables,
        segment: &SegmentReader,
        audience: Audience,
        filters: &Filters,
    ) -> tantivy::Result<Sieve> {
        let columns = segment.fast_fields();
        let mut groups = Vec::new();
        for group in Group::ALL {
            let values = columns.str(group.field())?;
            let chosen = group.chosen(filters);
            let chosen = if chosen.is_empty() { None } else { Some(numbers(values.as_ref(), &chosen)?) };
            let counted =
                if group == Group::Kecamatan { 0 } else { values.as_ref().map_or(0, |values| values.num_terms()) };
            groups.push(GroupSieve { values, chosen, counts: vec![0; counted + 1] });
        }
        let kind = match filters.kind {
            Some(kind) => Some((columns.u64("kind")?, kind.code())),
            None => None,
        };
        let after = match filters.published_after_ms {
            Some(after) => Some((columns.i64("published_at")?, after)),
            None => None,
        };
        let narrows = kind.is_some() || after.is_some() || groups.iter().any(|group| group.chosen.is_some());
        Ok(Sieve { audience, table: tables.of(segment)?, kind, after, groups, narrows })
    }

    /// Whether the document may be seen by who asks.
    pub fn is_visible(&self, doc: DocId) -> bool {
        self.audience == Audience::Members || self.table.public[doc as usize]
    }

    /// Whether a visible document fits all filters. Counts it where it belongs.
    pub fn passes(&mut self, doc: DocId) -> bool {
        if !self.narrows {
            self.count(doc);
            return true;
        }
        if self.kind.as_ref().is_some_and(|(kinds, kind)| kinds.first(doc) != Some(*kind)) {
            return false;
        }
        if self.after.as_ref().is_some_and(|(dates, after)| dates.first(doc) <= Some(*after)) {
            return false;
        }
        let mut missed = None;
        for (number, (group, tags)) in self.groups.iter().zip(&self.table.groups).enumerate() {
            if !group.fits(tags.of_document(doc)) {
                if missed.is_some() {
                    return false;
                }
                missed = Some(number);
            }
        }
        match missed {
            Some(number) => self.groups[number].count(self.table.groups[number].of_document(doc)),
            None => self.count(doc),
        }
        missed.is_none()
    }

    fn count(&mut self, doc: DocId) {
        for (group, tags) in self.groups.iter_mut().zip(&self.table.groups) {
            group.count(tags.of_document(doc));
        }
    }
}

impl GroupSieve {
    fn fits(&self, tags: &[u16]) -> bool {
        self.chosen.as_ref().is_none_or(|chosen| tags.iter().any(|tag| chosen.contains(tag)))
    }

    fn count(&mut self, tags: &[u16]) {
        for tag in tags {
            // What is not counted has only the place for none.
            if let Some(count) = self.counts.get_mut(usize::from(*tag)) {
                *count += 1;
            }
        }
    }
}

/// The numbers that a segment has for some values.
fn numbers(column: Option<&StrColumn>, values: &[String]) -> tantivy::Result<HashSet<u16>> {
    let mut found = HashSet::new();
    if let Some(column) = column {
        for value in values {
            let number = column.dictionary().term_ord(value.as_bytes())?;
            found.extend(number.and_then(|number| u16::try_from(number + 1).ok()));
        }
    }
    Ok(found)
}

/// The counts of all segments.
#[derive(Default)]
pub struct Counts(HashMap<&'static str, BTreeMap<String, u64>>);

impl Counts {
    pub fn add(&mut self, sieve: Sieve) -> tantivy::Result<()> {
        for (group, counted) in Group::ALL.into_iter().zip(&sieve.groups) {
            let Some(values) = &counted.values else {
                continue;
            };
            let sums = self.0.entry(group.field()).or_default();
            let mut name = String::new();
            for (number, count) in (0..).zip(&counted.counts[1..]).filter(|(_, count)| **count > 0) {
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
            evidence: of(Group::Evidence),
        }
    }
}
