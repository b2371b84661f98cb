//! The documents of a segment that have a word of the query, in any of its ways; and stretches of documents that are
//! walked word by word.

use std::ops::Range;

use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, Score, SegmentReader, TERMINATED};

use super::matching::{Prepared, WINDOW};
use super::postings::WordDocs;
use super::rows::RowWalk;
use super::weights;

/// The documents that have a word in one of its ways.
pub struct SlotDocs {
    words: Vec<WordDocs>,
    /// The numbers of rows, with what each counts for this word.
    rows: Vec<(usize, Score)>,
    pub size: u32,
}

impl SlotDocs {
    /// `rows` has those of all synonyms of several words; all the words that one stands for share it.
    pub fn open(
        prepared: &Prepared<'_>,
        segment: &SegmentReader,
        number: usize,
        rows: &[RowWalk],
    ) -> tantivy::Result<SlotDocs> {
        let mut slot = SlotDocs { words: Vec::new(), rows: Vec::new(), size: 0 };
        let fields = [(&prepared.whole, 1.0), (&prepared.place, weights::PLACE), (&prepared.files, weights::FILES)];
        for (way, rarity) in prepared.plan.slots[number].ways.iter().zip(&prepared.rarities[number]) {
            let Some(rarity) = rarity else {
                continue;
            };
            let weight = way.weight * rarity;
            if let [term] = way.terms.as_slice() {
                for (collection, share) in fields {
                    let how = IndexRecordOption::WithFreqs;
                    slot.words.extend(WordDocs::open(segment, collection, &term.root, weight * share, how)?);
                }
            } else if let Some(row) = prepared.rows.iter().position(|terms| **terms == way.terms) {
                slot.rows.push((row, weight));
            }
        }
        let of_rows: usize = slot.rows.iter().map(|(row, _)| rows[*row].len()).sum();
        slot.size = slot.words.iter().map(WordDocs::size).sum::<u32>() + u32::try_from(of_rows).unwrap_or(u32::MAX);
        Ok(slot)
    }

    /// The first document from this one on; asked in rising order.
    pub fn seek(&mut self, rows: &mut [RowWalk], target: DocId) -> DocId {
        let words = self.words.iter_mut().map(|word| word.seek(target));
        let rows = self.rows.iter().map(|(row, _)| rows[*row].seek(target));
        words.chain(rows).min().unwrap_or(TERMINATED)
    }

    /// Whether a document has the word in some way.
    pub fn holds(&mut self, rows: &mut [RowWalk], doc: DocId) -> bool {
        self.words.iter_mut().any(|word| word.seek(doc) == doc)
            || self.rows.iter().any(|(row, _)| rows[*row].seek(doc) == doc)
    }

    /// The score of a document, by the best way; 0 where it has none.
    pub fn score(&mut self, rows: &mut [RowWalk], doc: DocId) -> Score {
        let words = self.words.iter_mut().filter_map(|word| (word.seek(doc) == doc).then(|| word.score()));
        let rows = self.rows.iter().filter_map(|(row, weight)| (rows[*row].seek(doc) == doc).then_some(*weight));
        words.chain(rows).fold(0.0, Score::max)
    }
}

/// A stretch of documents that is walked word by word instead of document by document: where few of many usual words
/// are enough, that saves the jumps from list to list.
pub struct Window {
    /// The first document; the end is exclusive.
    pub documents: Range<DocId>,
    matched: Vec<u8>,
    sums: Vec<Score>,
    /// The best way of the word that is being walked.
    best: Vec<Score>,
    touched: Vec<u16>,
}

impl Window {
    pub fn new() -> Window {
        let size = WINDOW as usize;
        Window {
            documents: 0..0,
            matched: vec![0; size],
            sums: vec![0.0; size],
            best: vec![0.0; size],
            touched: Vec::new(),
        }
    }

    pub fn fill(&mut self, documents: Range<DocId>, slots: &mut [SlotDocs], rows: &[RowWalk]) {
        self.documents = documents;
        self.matched.fill(0);
        self.sums.fill(0.0);
        let Range { start, end } = self.documents;
        for slot in slots {
            if let ([word], []) = (slot.words.as_mut_slice(), slot.rows.as_slice()) {
                let mut doc = word.seek(start);
                while doc < end {
                    let at = usize::from(place(doc, start));
                    self.matched[at] = self.matched[at].saturating_add(1);
                    self.sums[at] += word.score();
                    doc = word.advance();
                }
            } else {
                self.add_best_of(slot, rows);
            }
        }
    }

    fn add_best_of(&mut self, slot: &mut SlotDocs, rows: &[RowWalk]) {
        let Range { start, end } = self.documents;
        let (best, touched) = (&mut self.best, &mut self.touched);
        let mut offer = |at: u16, score: Score| {
            let best = &mut best[usize::from(at)];
            if *best == 0.0 {
                touched.push(at);
            }
            *best = best.max(score);
        };
        for word in &mut slot.words {
            let mut doc = word.seek(start);
            while doc < end {
                offer(place(doc, start), word.score());
                doc = word.advance();
            }
        }
        for (row, weight) in &slot.rows {
            rows[*row].within(&(start..end)).iter().for_each(|doc| offer(place(*doc, start), *weight));
        }
        for at in self.touched.drain(..).map(usize::from) {
            self.matched[at] = self.matched[at].saturating_add(1);
            self.sums[at] += self.best[at];
            self.best[at] = 0.0;
        }
    }

    /// How many words a document of the window has.
    pub fn matched(&self, doc: DocId) -> usize {
        usize::from(self.matched[self.at(doc)])
    }

    /// What these words are worth together.
    pub fn sum(&self, doc: DocId) -> Score {
        self.sums[self.at(doc)]
    }

    fn at(&self, doc: DocId) -> usize {
        usize::from(place(doc, self.documents.start))
    }

    /// The first document from this one on that has so many words, if one is in the window.
    pub fn first_with(&self, minimum: usize, from: DocId) -> Option<DocId> {
        let documents = from.max(self.documents.start)..self.documents.end;
        documents.into_iter().find(|doc| self.matched(*doc) >= minimum)
    }
}

fn place(doc: DocId, start: DocId) -> u16 {
    u16::try_from(doc - start).unwrap_or(u16::MAX)
}
