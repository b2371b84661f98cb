//! Walks through the documents of a segment that have enough of the words, every phrase and nothing excluded.

use tantivy::schema::{Field as TantivyField, IndexRecordOption};
use tantivy::{DocId, Score, Searcher, SegmentReader, TERMINATED};

use super::plan::{Plan, Slot, Way};
use super::postings::{Collection, RowDocs, WordDocs};
use super::schema::Fields;
use super::weights;
use crate::query::Term;

/// So many more words may stand among those of a synonym of several words: `usaha mikro, kecil, dan menengah`.
pub const SYNONYM_SLACK: u32 = 2;

/// A plan with what is the same for all segments.
pub struct Prepared<'a> {
    pub plan: &'a Plan,
    pub fields: &'a Fields,
    pub whole: Collection,
    pub place: Collection,
    pub files: Collection,
    /// For each slot and each of its ways, how much it tells; `None` where no document has it.
    pub rarities: Vec<Vec<Option<Score>>>,
}

impl<'a> Prepared<'a> {
    pub fn new(plan: &'a Plan, fields: &'a Fields, searcher: &Searcher) -> tantivy::Result<Prepared<'a>> {
        let whole = Collection::of(searcher, fields.whole.root)?;
        let place = Collection::of(searcher, fields.place.root)?;
        let files = Collection::of(searcher, fields.files.root)?;
        let way = |way: &Way| -> tantivy::Result<Option<Score>> {
            let mut sum = 0.0;
            for term in &way.terms {
                let mut most: Option<Score> = None;
                for collection in [&whole, &place, &files] {
                    let rarity = collection.rarity(searcher, &term.root)?;
                    // The field that has it most often says how rare it really is.
                    most = match (most, rarity) {
                        (Some(a), Some(b)) => Some(a.min(b)),
                        (a, b) => a.or(b),
                    };
                }
                let Some(rarity) = most else {
                    return Ok(None);
                };
                sum += rarity;
            }
            Ok(Some(sum))
        };
        let slot = |slot: &Slot| slot.ways.iter().map(way).collect::<tantivy::Result<Vec<_>>>();
        let rarities = plan.slots.iter().map(slot).collect::<tantivy::Result<Vec<_>>>()?;
        Ok(Prepared { plan, fields, whole, place, files, rarities })
    }

    /// Whether some document has the word in some way.
    pub fn occurs(&self, slot: usize) -> bool {
        self.rarities[slot].iter().any(Option::is_some)
    }

    /// How many words some document has.
    pub fn occurring(&self) -> usize {
        (0..self.plan.slots.len()).filter(|slot| self.occurs(*slot)).count()
    }
}

/// The documents that have a word in one of its ways.
pub struct SlotDocs {
    words: Vec<WordDocs>,
    rows: Vec<RowDocs>,
    doc: DocId,
    size: u32,
}

impl SlotDocs {
    fn open(prepared: &Prepared<'_>, segment: &SegmentReader, number: usize) -> tantivy::Result<SlotDocs> {
        let (mut words, mut rows) = (Vec::new(), Vec::new());
        let ways = prepared.plan.slots[number].ways.iter().zip(&prepared.rarities[number]);
        for (way, rarity) in ways {
            let Some(rarity) = rarity else {
                continue;
            };
            let fields = [(&prepared.whole, 1.0), (&prepared.place, weights::PLACE), (&prepared.files, weights::FILES)];
            if let [term] = way.terms.as_slice() {
                for (collection, weight) in fields {
                    let weight = weight * way.weight * rarity;
                    let how = IndexRecordOption::WithFreqs;
                    words.extend(WordDocs::open(segment, collection, &term.root, weight, how)?);
                }
            } else {
                let row: Vec<(&str, u32)> = (0..).zip(&way.terms).map(|(n, term)| (term.root.as_str(), n)).collect();
                for field in [prepared.fields.whole.root, prepared.fields.place.root, prepared.fields.files.root] {
                    rows.extend(RowDocs::open(segment, field, &row, SYNONYM_SLACK, way.weight * rarity)?);
                }
            }
        }
        let size = words.iter().map(WordDocs::size).chain(rows.iter().map(RowDocs::size)).sum();
        let mut slot = SlotDocs { words, rows, doc: 0, size };
        slot.doc = slot.first();
        Ok(slot)
    }

    fn first(&self) -> DocId {
        let docs = self.words.iter().map(WordDocs::doc).chain(self.rows.iter().map(RowDocs::doc));
        docs.min().unwrap_or(TERMINATED)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            let mut first = TERMINATED;
            for word in &mut self.words {
                first = first.min(word.seek(target));
            }
            for row in &mut self.rows {
                first = first.min(row.seek(target));
            }
            self.doc = first;
        }
        self.doc
    }

    /// The score of the current document, by its best way.
    fn score(&self) -> Score {
        let words = self.words.iter().filter(|word| word.doc() == self.doc).map(WordDocs::score);
        let rows = self.rows.iter().filter(|row| row.doc() == self.doc).map(|row| row.weight);
        words.chain(rows).fold(0.0, Score::max)
    }
}

/// The documents of a segment that match.
pub struct Matcher {
    /// The rarest first.
    slots: Vec<SlotDocs>,
    phrases: Vec<AnyField>,
    excluded: Vec<AnyField>,
    minimum: usize,
    end: DocId,
}

/// A phrase or an excluded word in any of the texts.
struct AnyField(Vec<RowDocs>);

impl AnyField {
    fn open(
        segment: &SegmentReader,
        fields: [TantivyField; 3],
        terms: &[Term],
        form: impl Fn(&Term) -> &str,
    ) -> tantivy::Result<AnyField> {
        let first = terms.first().map_or(0, |term| term.position);
        let place = |term: &Term| u32::try_from(term.position - first).unwrap_or(u32::MAX);
        let row: Vec<(&str, u32)> = terms.iter().map(|term| (form(term), place(term))).collect();
        let rows = fields.into_iter().map(|field| RowDocs::open(segment, field, &row, 0, 1.0));
        Ok(AnyField(rows.collect::<tantivy::Result<Vec<_>>>()?.into_iter().flatten().collect()))
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.0.iter_mut().map(|row| row.seek(target)).min().unwrap_or(TERMINATED)
    }
}

impl Matcher {
    /// `minimum` is the fewest words that a document must have.
    pub fn open(prepared: &Prepared<'_>, segment: &SegmentReader, minimum: usize) -> tantivy::Result<Matcher> {
        let plan = prepared.plan;
        let slots = (0..plan.slots.len()).map(|number| SlotDocs::open(prepared, segment, number));
        let mut slots = slots.collect::<tantivy::Result<Vec<_>>>()?;
        slots.sort_by_key(|slot| slot.size);
        let fields = prepared.fields;
        let surfaces = [fields.whole.surface, fields.place.surface, fields.files.surface];
        let roots = [fields.whole.root, fields.place.root, fields.files.root];
        let phrase = |terms: &Vec<Term>| AnyField::open(segment, surfaces, terms, |term| &term.surface);
        let exclusion = |terms: &Vec<Term>| AnyField::open(segment, roots, terms, |term| &term.root);
        Ok(Matcher {
            slots,
            phrases: plan.phrases.iter().map(phrase).collect::<tantivy::Result<_>>()?,
            excluded: plan.excluded.iter().map(exclusion).collect::<tantivy::Result<_>>()?,
            minimum,
            end: segment.max_doc(),
        })
    }

    /// The same, ending before a document.
    pub fn until(self, end: DocId) -> Matcher {
        Matcher { end: self.end.min(end), ..self }
    }

    /// The first matching document from this one on.
    pub fn seek(&mut self, mut target: DocId) -> Option<DocId> {
        while target < self.end {
            let candidate = self.candidate(target);
            if candidate >= self.end {
                return None;
            }
            if candidate == target || self.phrases.is_empty() {
                let found = self.has_enough(candidate) && self.has_phrases(candidate);
                if found && !self.excluded.iter_mut().any(|excluded| excluded.seek(candidate) == candidate) {
                    return Some(candidate);
                }
                target = candidate + 1;
            } else {
                target = candidate;
            }
        }
        None
    }

    /// No document before this one can match.
    fn candidate(&mut self, target: DocId) -> DocId {
        let by_phrase = self.phrases.iter_mut().map(|phrase| phrase.seek(target)).max();
        if by_phrase.is_some() || self.slots.is_empty() {
            return by_phrase.unwrap_or(target);
        }
        // Who has k of n words has one of the n - k + 1 rarest.
        let leading = self.slots.len() - self.minimum.clamp(1, self.slots.len()) + 1;
        self.slots[..leading].iter_mut().map(|slot| slot.seek(target)).min().unwrap_or(TERMINATED)
    }

    fn has_phrases(&mut self, doc: DocId) -> bool {
        self.phrases.iter_mut().all(|phrase| phrase.seek(doc) == doc)
    }

    fn has_enough(&mut self, doc: DocId) -> bool {
        let mut missing = self.slots.len() - self.minimum.min(self.slots.len());
        for slot in &mut self.slots {
            if slot.seek(doc) != doc {
                if missing == 0 {
                    return false;
                }
                missing -= 1;
            }
        }
        true
    }

    /// A first score of the document that was just found: good enough to choose which to look at closely.
    pub fn score(&self, doc: DocId) -> Score {
        let mut sum = 0.0;
        let mut matched = 0;
        for slot in self.slots.iter().filter(|slot| slot.doc == doc) {
            sum += slot.score();
            matched += 1;
        }
        let share = matched as Score / self.slots.len().max(1) as Score;
        sum * (1.0 - weights::COVERAGE + weights::COVERAGE * share)
    }
}
