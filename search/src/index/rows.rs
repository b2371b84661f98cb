//! The documents that have a synonym of several words. Reading where words stand is what costs most in a search, and
//! the same few synonyms are asked for again and again, so what was read is kept; a segment never changes.

use std::ops::Range;
use std::sync::Arc;

use moka::sync::Cache;
use tantivy::index::SegmentId;
use tantivy::{DocId, SegmentReader, TERMINATED};

use super::postings::RowDocs;
use super::schema::Fields;
use crate::query::Term;

/// So many more words may stand among those of a synonym of several words: `usaha mikro, kecil, dan menengah`.
pub const SLACK: u32 = 2;

/// At most so much (in bytes) is kept.
const MAX_BYTES: u64 = 32 << 20;

/// What an entry takes beside its documents (in bytes), about.
const ENTRY_BYTES: u32 = 160;

#[derive(Debug, PartialEq, Eq, Hash)]
struct Key {
    segment: SegmentId,
    documents: Range<DocId>,
    roots: Vec<String>,
}

/// What was read of synonyms.
pub struct Rows(Cache<Key, Arc<[DocId]>>);

impl Rows {
    /// Nothing yet.
    pub fn new() -> Rows {
        let weigher = |_: &Key, documents: &Arc<[DocId]>| {
            let bytes = u32::try_from(size_of_val::<[DocId]>(documents)).unwrap_or(u32::MAX);
            bytes.saturating_add(ENTRY_BYTES)
        };
        Rows(Cache::builder().max_capacity(MAX_BYTES).weigher(weigher).build())
    }

    /// The documents of a stretch of a segment that have the words close together, in any of the texts.
    pub fn of(
        &self,
        segment: &SegmentReader,
        documents: Range<DocId>,
        fields: &Fields,
        terms: &[Term],
    ) -> tantivy::Result<Arc<[DocId]>> {
        let roots = terms.iter().map(|term| term.root.clone()).collect();
        let key = Key { segment: segment.segment_id(), documents, roots };
        if let Some(known) = self.0.get(&key) {
            return Ok(known);
        }
        let found: Arc<[DocId]> = read(segment, key.documents.clone(), fields, terms)?.into();
        self.0.insert(key, Arc::clone(&found));
        Ok(found)
    }
}

fn read(
    segment: &SegmentReader,
    documents: Range<DocId>,
    fields: &Fields,
    terms: &[Term],
) -> tantivy::Result<Vec<DocId>> {
    let row: Vec<(&str, u32)> = (0..).zip(terms).map(|(n, term)| (term.root.as_str(), n)).collect();
    let mut found = Vec::new();
    for field in [fields.whole.root, fields.place.root, fields.files.root] {
        let Some(mut docs) = RowDocs::open(segment, field, &row, SLACK)? else {
            continue;
        };
        let mut doc = docs.seek(documents.start);
        while doc < documents.end {
            found.push(doc);
            doc = docs.seek(doc + 1);
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// A walk through such documents, in rising order.
pub struct RowWalk {
    documents: Arc<[DocId]>,
    next: usize,
}

impl RowWalk {
    /// From the first.
    pub fn new(documents: Arc<[DocId]>) -> RowWalk {
        RowWalk { documents, next: 0 }
    }

    /// The first from this document on; asked in rising order.
    pub fn seek(&mut self, target: DocId) -> DocId {
        let rest = &self.documents[self.next..];
        if rest.first().is_some_and(|first| *first < target) {
            self.next += rest.partition_point(|doc| *doc < target);
        }
        self.documents.get(self.next).copied().unwrap_or(TERMINATED)
    }

    /// Those in a stretch.
    pub fn within(&self, documents: &Range<DocId>) -> &[DocId] {
        let start = self.documents.partition_point(|doc| *doc < documents.start);
        let end = self.documents.partition_point(|doc| *doc < documents.end);
        &self.documents[start..end]
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.documents.len()
    }
}
