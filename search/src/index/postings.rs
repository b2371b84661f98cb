//! Walks through the documents of a segment that have a word, a row of words, or any of these.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field as TantivyField, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED, Term};

use super::weights;

/// What BM25 needs to know of a field, over all segments.
#[derive(Clone)]
pub struct Collection {
    field: TantivyField,
    documents: f32,
    /// The part of BM25 that depends on a text's length, by the code of the length.
    lengths: Arc<[Score; 256]>,
}

impl Collection {
    pub fn of(searcher: &Searcher, field: TantivyField) -> tantivy::Result<Collection> {
        let (mut words, mut documents) = (0, 0u64);
        for segment in searcher.segment_readers() {
            words += segment.inverted_index(field)?.total_num_tokens();
            documents += u64::from(segment.max_doc());
        }
        let average = (words as f32 / documents.max(1) as f32).max(1.0);
        let mut lengths = [0.0; 256];
        for (code, length) in (0..=u8::MAX).zip(&mut lengths) {
            let share = FieldNormReader::id_to_fieldnorm(code) as f32 / average;
            *length = weights::K1 * (1.0 - weights::B + weights::B * share);
        }
        Ok(Collection { field, documents: documents as f32, lengths: Arc::new(lengths) })
    }

    /// How much it tells that a document has a word.
    pub fn rarity(&self, searcher: &Searcher, text: &str) -> tantivy::Result<Option<Score>> {
        let found = searcher.doc_freq(&Term::from_field_text(self.field, text))?;
        Ok((found > 0).then(|| rarity(self.documents, found as f32)))
    }
}

/// The idf of BM25.
pub fn rarity(documents: f32, found: f32) -> Score {
    (1.0 + (documents - found + 0.5).max(0.0) / (found + 0.5)).ln()
}

/// The documents of a segment that have a word in a field, with the weight of each.
pub struct WordDocs {
    postings: SegmentPostings,
    lengths: Arc<[Score; 256]>,
    norms: FieldNormReader,
    weight: Score,
}

impl WordDocs {
    /// `None` where no document has it.
    pub fn open(
        segment: &SegmentReader,
        collection: &Collection,
        text: &str,
        weight: Score,
        how: IndexRecordOption,
    ) -> tantivy::Result<Option<WordDocs>> {
        let Some(postings) = postings(segment, collection.field, text, how)? else {
            return Ok(None);
        };
        let norms = segment.get_fieldnorms_reader(collection.field)?;
        Ok(Some(WordDocs { postings, lengths: Arc::clone(&collection.lengths), norms, weight }))
    }

    /// The score of the current document.
    pub fn score(&self) -> Score {
        let count = self.postings.term_freq() as Score;
        let length = self.lengths[usize::from(self.norms.fieldnorm_id(self.postings.doc()))];
        self.weight * count * (weights::K1 + 1.0) / (count + length)
    }

    pub fn seek(&mut self, target: DocId) -> DocId {
        if self.postings.doc() < target { self.postings.seek(target) } else { self.postings.doc() }
    }

    /// The next document.
    pub fn advance(&mut self) -> DocId {
        self.postings.advance()
    }

    /// So many documents can be found.
    pub fn size(&self) -> u32 {
        self.postings.size_hint()
    }

    /// Where the word stands in the current document.
    pub fn positions(&mut self, into: &mut Vec<u32>) {
        self.postings.positions(into);
    }

    /// The length of the current document's text, exact where it is short.
    pub fn length(&self) -> u32 {
        self.norms.fieldnorm(self.postings.doc())
    }
}

/// Whether a list has a document; asked in rising order.
pub fn has(postings: &mut SegmentPostings, doc: DocId) -> bool {
    postings.doc() == doc || (postings.doc() < doc && postings.seek(doc) == doc)
}

/// The documents of a segment that have a word in a field.
pub fn postings(
    segment: &SegmentReader,
    field: TantivyField,
    text: &str,
    how: IndexRecordOption,
) -> tantivy::Result<Option<SegmentPostings>> {
    let inverted = segment.inverted_index(field)?;
    Ok(inverted.read_postings(&Term::from_field_text(field, text), how)?)
}

/// The documents of a segment that have some words close together in this order.
///
/// Positions are costly to read, so no document is looked at before somebody asks about it.
pub struct RowDocs {
    words: Vec<(SegmentPostings, u32)>,
    /// So many more words may stand among them.
    slack: u32,
    /// The first document with the row, of those from where it was last sought.
    found: Option<DocId>,
    positions: Vec<Vec<u32>>,
}

impl RowDocs {
    /// `None` where a word is nowhere. The number beside each word is its place in the row.
    pub fn open(
        segment: &SegmentReader,
        field: TantivyField,
        row: &[(&str, u32)],
        slack: u32,
    ) -> tantivy::Result<Option<RowDocs>> {
        let mut words = Vec::new();
        for (text, place) in row {
            match postings(segment, field, text, IndexRecordOption::WithFreqsAndPositions)? {
                Some(postings) => words.push((postings, *place)),
                None => return Ok(None),
            }
        }
        let positions = vec![Vec::new(); words.len()];
        Ok(Some(RowDocs { words, slack, found: None, positions }))
    }

    /// The first document with the row from this one on; asked in rising order.
    pub fn seek(&mut self, target: DocId) -> DocId {
        match self.found {
            Some(found) if found >= target => found,
            _ => {
                let found = self.next_from(target);
                self.found = Some(found);
                found
            }
        }
    }

    /// Whether a document has the row; asked in rising order. Looks at no other document.
    pub fn holds(&mut self, doc: DocId) -> bool {
        match self.found {
            Some(found) if found >= doc => found == doc,
            _ => self.words.iter_mut().all(|(postings, _)| has(postings, doc)) && self.stand_in_a_row(),
        }
    }

    fn next_from(&mut self, mut target: DocId) -> DocId {
        loop {
            let together = self.together_from(target);
            if together == TERMINATED || self.stand_in_a_row() {
                return together;
            }
            target = together + 1;
        }
    }

    fn together_from(&mut self, mut target: DocId) -> DocId {
        'align: loop {
            if target >= TERMINATED {
                return TERMINATED;
            }
            for (postings, _) in &mut self.words {
                let doc = if postings.doc() < target { postings.seek(target) } else { postings.doc() };
                if doc != target {
                    target = doc;
                    continue 'align;
                }
            }
            return target;
        }
    }

    fn stand_in_a_row(&mut self) -> bool {
        for ((postings, _), positions) in self.words.iter_mut().zip(&mut self.positions) {
            postings.positions(positions);
        }
        let Some((first, rest)) = self.positions.split_first() else {
            return false;
        };
        let begin = self.words[0].1;
        first.iter().any(|start| {
            let mut last = *start;
            let mut slack = self.slack;
            let mut place = begin;
            rest.iter().zip(&self.words[1..]).all(|(positions, (_, next))| {
                let expected = last + (next - place);
                let at = positions.get(positions.partition_point(|position| *position < expected));
                place = *next;
                match at {
                    Some(at) if at - expected <= slack => {
                        slack -= at - expected;
                        last = *at;
                        true
                    }
                    _ => false,
                }
            })
        })
    }
}
