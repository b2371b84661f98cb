//! The words that stand in documents which somebody may see. Nothing else is ever corrected to, completed or suggested.

use std::collections::HashMap;

use tantivy::columnar::Column;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::{Field as TantivyField, IndexRecordOption};
use tantivy::{DocId, DocSet, Searcher, SegmentReader, TERMINATED, Term};

use super::Audience;
use super::postings::{has, postings};
use super::schema::Fields;
use super::search::is_alive;

/// At most so many words are read from the dictionary for one prefix or one misspelling.
const MAX_READ: usize = 4_000;

/// A word with the number of documents that have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub text: String,
    pub documents: u32,
}

/// The words of an index for an audience.
pub struct Vocabulary<'a> {
    pub fields: &'a Fields,
    segments: Vec<Segment<'a>>,
}

struct Segment<'a> {
    reader: &'a SegmentReader,
    /// `None` for who may see everything.
    audiences: Option<Column<u64>>,
}

impl Segment<'_> {
    fn sees(&self, doc: DocId) -> bool {
        let visible = self.audiences.as_ref().is_none_or(|column| column.first(doc) == Some(Audience::Public as u64));
        visible && is_alive(self.reader, doc)
    }
}

impl<'a> Vocabulary<'a> {
    pub fn new(searcher: &'a Searcher, fields: &'a Fields, audience: Audience) -> tantivy::Result<Vocabulary<'a>> {
        let segment = |reader: &'a SegmentReader| -> tantivy::Result<Segment<'a>> {
            let audiences = match audience {
                Audience::Public => Some(reader.fast_fields().u64("audience")?),
                Audience::Members => None,
            };
            Ok(Segment { reader, audiences })
        };
        let segments = searcher.segment_readers().iter().map(segment).collect::<tantivy::Result<Vec<_>>>()?;
        Ok(Vocabulary { fields, segments })
    }

    fn surfaces(&self) -> [TantivyField; 3] {
        [self.fields.whole.surface, self.fields.place.surface, self.fields.files.surface]
    }

    fn roots(&self) -> [TantivyField; 3] {
        [self.fields.whole.root, self.fields.place.root, self.fields.files.root]
    }

    /// Whether a visible document has the word as it is spelled.
    pub fn has_surface(&self, text: &str) -> tantivy::Result<bool> {
        self.has_in_any(&self.surfaces(), text)
    }

    /// Whether a visible document has an inflection of the root.
    pub fn has_root(&self, text: &str) -> tantivy::Result<bool> {
        self.has_in_any(&self.roots(), text)
    }

    fn has_in_any(&self, fields: &[TantivyField], text: &str) -> tantivy::Result<bool> {
        for field in fields {
            if self.has(*field, text)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether a visible document has the word in a field.
    pub fn has(&self, field: TantivyField, text: &str) -> tantivy::Result<bool> {
        for segment in &self.segments {
            let Some(mut found) = postings(segment.reader, field, text, IndexRecordOption::Basic)? else {
                continue;
            };
            while found.doc() != TERMINATED {
                if segment.sees(found.doc()) {
                    return Ok(true);
                }
                found.advance();
            }
        }
        Ok(false)
    }

    /// How many documents have the word, seen or not.
    pub fn documents(&self, text: &str) -> tantivy::Result<u32> {
        let mut most = 0;
        for field in self.surfaces() {
            let mut sum = 0;
            for segment in &self.segments {
                sum += segment.reader.inverted_index(field)?.doc_freq(&Term::from_field_text(field, text))?;
            }
            most = most.max(sum);
        }
        Ok(most)
    }

    /// Words at most so many edits away, a swap of two letters being one; some may stand in unseen documents only.
    pub fn near(&self, text: &str, edits: u8) -> tantivy::Result<Vec<Known>> {
        let mut found = HashMap::new();
        for field in self.surfaces() {
            let query = FuzzyTermQuery::new(Term::from_field_text(field, text), edits, true);
            for segment in &self.segments {
                let inverted = segment.reader.inverted_index(field)?;
                let mut words = inverted.terms().search(query.automaton()?).into_stream()?;
                let mut read = 0;
                while read < MAX_READ && words.advance() {
                    count(&mut found, words.key(), words.value().doc_freq);
                    read += 1;
                }
            }
        }
        Ok(known(found))
    }

    /// Words of a field that begin so, the most usual first; some may stand in unseen documents only.
    pub fn beginning(&self, field: TantivyField, prefix: &str) -> tantivy::Result<Vec<Known>> {
        let mut found = HashMap::new();
        for segment in &self.segments {
            let inverted = segment.reader.inverted_index(field)?;
            let mut words = inverted.terms().range().ge(prefix).into_stream()?;
            let mut read = 0;
            while read < MAX_READ && words.advance() && words.key().starts_with(prefix.as_bytes()) {
                count(&mut found, words.key(), words.value().doc_freq);
                read += 1;
            }
        }
        Ok(known(found))
    }

    /// The largest share (by weight) of some roots that stands in one visible document beside a word, of the first
    /// documents that have it.
    pub fn best_company(&self, text: &str, others: &[(&str, f32)], most_documents: usize) -> tantivy::Result<f32> {
        let all: f32 = others.iter().map(|(_, weight)| weight).sum();
        let mut best: f32 = 0.0;
        let mut seen = 0;
        for segment in &self.segments {
            let whole = self.fields.whole;
            let Some(mut found) = postings(segment.reader, whole.surface, text, IndexRecordOption::Basic)? else {
                continue;
            };
            let open = |(root, weight): &(&str, f32)| -> tantivy::Result<Option<(SegmentPostings, f32)>> {
                let postings = postings(segment.reader, whole.root, root, IndexRecordOption::Basic)?;
                Ok(postings.map(|postings| (postings, *weight)))
            };
            let others = others.iter().map(open).collect::<tantivy::Result<Vec<_>>>()?;
            let mut others: Vec<_> = others.into_iter().flatten().collect();
            while found.doc() != TERMINATED && seen < most_documents {
                let doc = found.doc();
                if segment.sees(doc) {
                    let beside =
                        others.iter_mut().filter_map(|(postings, weight)| has(postings, doc).then_some(*weight));
                    best = best.max(beside.sum::<f32>() / all.max(f32::EPSILON));
                }
                seen += 1;
                found.advance();
            }
        }
        Ok(best)
    }

    /// In how many visible documents two words stand side by side; counting ends at the limit.
    pub fn pairs(&self, first: &str, second: &str, limit: usize) -> tantivy::Result<usize> {
        let mut count = 0;
        for segment in &self.segments {
            let how = IndexRecordOption::WithFreqsAndPositions;
            let field = self.fields.whole.surface;
            let (Some(mut a), Some(mut b)) =
                (postings(segment.reader, field, first, how)?, postings(segment.reader, field, second, how)?)
            else {
                continue;
            };
            let (mut places, mut next) = (Vec::new(), Vec::new());
            while a.doc() != TERMINATED && count < limit {
                let doc = a.doc();
                if has(&mut b, doc) && segment.sees(doc) {
                    a.positions(&mut places);
                    b.positions(&mut next);
                    count += usize::from(places.iter().any(|place| next.binary_search(&(place + 1)).is_ok()));
                }
                a.advance();
            }
        }
        Ok(count)
    }
}

fn count(found: &mut HashMap<String, u32>, key: &[u8], documents: u32) {
    if let Ok(text) = std::str::from_utf8(key) {
        match found.get_mut(text) {
            Some(sum) => *sum += documents,
            None => {
                found.insert(text.to_owned(), documents);
            }
        }
    }
}

fn known(found: HashMap<String, u32>) -> Vec<Known> {
    let mut words: Vec<Known> = found.into_iter().map(|(text, documents)| Known { text, documents }).collect();
    words.sort_by(|a, b| b.documents.cmp(&a.documents).then_with(|| a.text.cmp(&b.text)));
    words
}
