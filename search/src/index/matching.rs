//! Walks through the documents of a segment that have enough of the words, every phrase and nothing excluded.

#[cfg(test)]
mod tests;

use std::ops::Range;

use tantivy::schema::Field as TantivyField;
use tantivy::{DocId, Score, Searcher, SegmentReader, TERMINATED};

use super::plan::{Plan, Slot, Way};
use super::postings::{Collection, RowDocs};
use super::rows::{RowWalk, Rows};
use super::schema::Fields;
use super::slots::{SlotDocs, Window};
use super::vocabulary::Vocabulary;
use super::{Audience, weights};
use crate::query::Term;

/// So many documents are walked word by word at a time.
pub const WINDOW: DocId = 4_096;

/// A jump from list to list costs so many steps along a list.
const JUMP: u64 = 4;

/// A plan with what is the same for all segments.
pub struct Prepared<'a> {
    pub plan: &'a Plan,
    pub fields: &'a Fields,
    pub whole: Collection,
    pub place: Collection,
    pub files: Collection,
    /// For each slot and each of its ways, how much it tells; `None` where no document has it.
    pub rarities: Vec<Vec<Option<Score>>>,
    /// The synonyms of several words that documents have.
    pub rows: Vec<&'a [Term]>,
    known: &'a Rows,
}

impl<'a> Prepared<'a> {
    pub fn new(
        plan: &'a Plan,
        fields: &'a Fields,
        searcher: &Searcher,
        known: &'a Rows,
        audience: Audience,
    ) -> tantivy::Result<Prepared<'a>> {
        // A word that stands in unseen documents only is a word that stands nowhere, or its weight would tell of it.
        let vocabulary = Vocabulary::new(searcher, fields, audience)?;
        let whole = Collection::of(searcher, fields.whole.root)?;
        let place = Collection::of(searcher, fields.place.root)?;
        let files = Collection::of(searcher, fields.files.root)?;
        let way = |way: &Way| -> tantivy::Result<Option<Score>> {
            let mut sum = 0.0;
            for term in &way.terms {
                let mut most: Option<Score> = None;
                for (collection, text) in [(&whole, fields.whole), (&place, fields.place), (&files, fields.files)] {
                    let rarity = collection.rarity(searcher, &term.root)?;
                    if rarity.is_none() || !vocabulary.has(text.root, &term.root)? {
                        continue;
                    }
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
        let mut rows: Vec<&[Term]> = Vec::new();
        for (slot, rarities) in plan.slots.iter().zip(&rarities) {
            for way in slot.ways.iter().zip(rarities).filter(|(_, rarity)| rarity.is_some()).map(|(way, _)| way) {
                if way.terms.len() > 1 && !rows.contains(&way.terms.as_slice()) {
                    rows.push(&way.terms);
                }
            }
        }
        Ok(Prepared { plan, fields, whole, place, files, rarities, rows, known })
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

/// The documents of a segment that match.
pub struct Matcher {
    /// The rarest first.
    slots: Vec<SlotDocs>,
    rows: Vec<RowWalk>,
    phrases: Vec<AnyField>,
    excluded: Vec<AnyField>,
    minimum: usize,
    end: DocId,
    /// Where documents are walked word by word.
    window: Option<Window>,
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
        let rows = fields.into_iter().map(|field| RowDocs::open(segment, field, &row, 0));
        Ok(AnyField(rows.collect::<tantivy::Result<Vec<_>>>()?.into_iter().flatten().collect()))
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.0.iter_mut().map(|row| row.seek(target)).min().unwrap_or(TERMINATED)
    }

    fn holds(&mut self, doc: DocId) -> bool {
        self.0.iter_mut().any(|row| row.holds(doc))
    }
}

impl Matcher {
    /// For a stretch of documents; `minimum` is the fewest words that one must have.
    pub fn open(
        prepared: &Prepared<'_>,
        segment: &SegmentReader,
        documents: Range<DocId>,
        minimum: usize,
    ) -> tantivy::Result<Matcher> {
        let plan = prepared.plan;
        let row = |terms: &&[Term]| prepared.known.of(segment, documents.clone(), prepared.fields, terms);
        let rows = prepared.rows.iter().map(|terms| Ok(RowWalk::new(row(terms)?)));
        let rows = rows.collect::<tantivy::Result<Vec<_>>>()?;
        let slots = (0..plan.slots.len()).map(|number| SlotDocs::open(prepared, segment, number, &rows));
        let mut slots = slots.collect::<tantivy::Result<Vec<_>>>()?;
        slots.sort_by_key(|slot| slot.size);
        let fields = prepared.fields;
        let surfaces = [fields.whole.surface, fields.place.surface, fields.files.surface];
        let roots = [fields.whole.root, fields.place.root, fields.files.root];
        let phrase = |terms: &Vec<Term>| AnyField::open(segment, surfaces, terms, |term| &term.surface);
        let exclusion = |terms: &Vec<Term>| AnyField::open(segment, roots, terms, |term| &term.root);
        let mut matcher = Matcher {
            slots,
            rows,
            phrases: plan.phrases.iter().map(phrase).collect::<tantivy::Result<_>>()?,
            excluded: plan.excluded.iter().map(exclusion).collect::<tantivy::Result<_>>()?,
            minimum,
            end: documents.end,
            window: None,
        };
        matcher.window = matcher.is_walked_by_words().then(Window::new);
        Ok(matcher)
    }

    /// Who has k of n words has one of the n - k + 1 rarest.
    fn leading(&self) -> usize {
        (self.slots.len() + 1).saturating_sub(self.minimum.max(1)).clamp(1, self.slots.len().max(1))
    }

    fn is_walked_by_words(&self) -> bool {
        let size = |slots: &[SlotDocs]| slots.iter().map(|slot| u64::from(slot.size)).sum::<u64>();
        let leading = self.leading();
        let jumps = size(&self.slots[..leading.min(self.slots.len())]) * self.slots.len() as u64;
        self.phrases.is_empty() && !self.slots.is_empty() && jumps * JUMP > size(&self.slots)
    }

    /// The first matching document from this one on; asked in rising order.
    pub fn seek(&mut self, target: DocId) -> Option<DocId> {
        let mut target = target;
        while target < self.end {
            let candidate = self.candidate(target);
            if candidate >= self.end {
                return None;
            }
            if self.is_match(candidate) {
                return Some(candidate);
            }
            target = candidate + 1;
        }
        None
    }

    /// No document before this one can match.
    fn candidate(&mut self, target: DocId) -> DocId {
        if let Some(window) = &mut self.window {
            let mut target = target;
            while target < self.end {
                if !window.documents.contains(&target) {
                    let end = target.saturating_add(WINDOW).min(self.end);
                    window.fill(target..end, &mut self.slots, &self.rows);
                }
                if let Some(found) = window.first_with(self.minimum.max(1), target) {
                    return found;
                }
                target = window.documents.end;
            }
            return TERMINATED;
        }
        if let Some(by_phrase) = self.phrases.iter_mut().map(|phrase| phrase.seek(target)).max() {
            return by_phrase;
        }
        if self.slots.is_empty() {
            return target;
        }
        let leading = self.leading();
        let rows = &mut self.rows;
        self.slots[..leading].iter_mut().map(|slot| slot.seek(rows, target)).min().unwrap_or(TERMINATED)
    }

    fn is_match(&mut self, candidate: DocId) -> bool {
        (self.window.is_some() || self.has_enough(candidate))
            && self.phrases.iter_mut().all(|phrase| phrase.holds(candidate))
            && !self.excluded.iter_mut().any(|excluded| excluded.holds(candidate))
    }

    fn has_enough(&mut self, doc: DocId) -> bool {
        let mut missing = self.slots.len() - self.minimum.min(self.slots.len());
        for slot in &mut self.slots {
            if !slot.holds(&mut self.rows, doc) {
                if missing == 0 {
                    return false;
                }
                missing -= 1;
            }
        }
        true
    }

    /// How many words the document has that was just found.
    pub fn matched(&mut self, doc: DocId) -> usize {
        if let Some(window) = &self.window {
            return window.matched(doc);
        }
        let rows = &mut self.rows;
        self.slots.iter_mut().filter_map(|slot| slot.holds(rows, doc).then_some(())).count()
    }

    /// A first score of the document that was just found: good enough to choose which to look at closely.
    pub fn score(&mut self, doc: DocId) -> Score {
        let (sum, matched) = match &self.window {
            Some(window) => (window.sum(doc), window.matched(doc)),
            None => {
                let rows = &mut self.rows;
                let scores = self.slots.iter_mut().map(|slot| slot.score(rows, doc)).filter(|score| *score > 0.0);
                scores.fold((0.0, 0), |(sum, matched), score| (sum + score, matched + 1))
            }
        };
        let share = matched as Score / self.slots.len().max(1) as Score;
        sum * (1.0 - weights::COVERAGE + weights::COVERAGE * share)
    }
}
