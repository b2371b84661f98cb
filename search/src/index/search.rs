//! Finds documents: first walks through all that match, counting them and keeping the most promising, then looks
//! closely at those.

use std::sync::atomic::{AtomicUsize, Ordering as Memory};

use tantivy::{DocId, Searcher, SegmentReader};

use super::correct::{Corrected, Corrector};
use super::facets::Sieve;
use super::gather::{Found, Gathered, Stretch, in_parallel};
use super::matched::why;
use super::matching::{Matcher, Prepared};
use super::plan::Plan;
use super::scoring::{Close, Scoring};
use super::weights;
use super::{Correction, Filters, Hit, Index, Kind, Relaxation, Request, Response, Result, Sort};
use crate::query::{self, Query};
use crate::synonyms::Synonyms;

/// Nobody turns pages beyond this hit.
const MAX_OFFSET: usize = 10_000;

/// At most so many hits in one answer.
const MAX_LIMIT: usize = 100;

/// So many documents are looked at closely. It does not depend on the page, so that pages follow one another.
pub const CLOSE_LOOK: usize = 200;

impl Index {
    /// Searches. Any text is allowed; an error means that the disk or the engine failed.
    pub fn search(&self, request: &Request) -> Result<Response> {
        let searcher = self.reader.searcher();
        let synonyms = self.synonyms();
        let typed = query::parse(&request.text);
        let corrector = Corrector::new(self, &searcher, request.audience, &synonyms)?;
        let corrected = corrector.correct(&request.text, &typed)?;
        let (query, correction) = match corrected {
            Some(corrected) if self.finds_more(request, &searcher, &synonyms, &corrected)? => {
                let applied = corrected.is_sure && !request.verbatim;
                let query = if applied { query::parse(&corrected.text) } else { typed };
                let original = request.text.clone();
                (query, Some(Correction { original, text: corrected.text, applied }))
            }
            _ => (typed, None),
        };
        let plan = Plan::new(query, &synonyms);
        let search = Search { index: self, request, plan: &plan, searcher };
        let mut response = search.answer()?;
        response.correction = correction;
        response.sought = plan.sought();
        Ok(response)
    }

    /// Whether a document with a corrected word passes the filters, quotations and exclusions: what was typed in its
    /// place stands in none.
    fn finds_more(
        &self,
        request: &Request,
        searcher: &Searcher,
        synonyms: &Synonyms,
        corrected: &Corrected,
    ) -> Result<bool> {
        let whole = query::parse(&corrected.text);
        if request.filters == Filters::default() && whole.phrases.is_empty() && whole.excluded.is_empty() {
            // Every corrected word stands in a document that the asker may see.
            return Ok(true);
        }
        let words = query::parse(&corrected.words.join(" ")).words;
        let plan = Plan::new(Query { words, ..whole }, synonyms);
        let prepared = Prepared::new(&plan, &self.fields, searcher, &self.rows, request.audience)?;
        let search = Search { index: self, request, plan: &plan, searcher: searcher.clone() };
        search.finds_one(&prepared, 1)
    }
}

/// One search over one state of the index.
pub struct Search<'a> {
    pub index: &'a Index,
    pub request: &'a Request,
    pub plan: &'a Plan,
    pub searcher: Searcher,
}

impl Search<'_> {
    fn answer(&self) -> Result<Response> {
        let prepared =
            Prepared::new(self.plan, &self.index.fields, &self.searcher, &self.index.rows, self.request.audience)?;
        let words = self.plan.slots.len();
        if words > 0 && prepared.occurring() == 0 {
            return Ok(Response::default());
        }
        let mut minimum = self.minimum(&prepared)?;
        let wanted = self.request.offset.min(MAX_OFFSET) + self.request.limit.min(MAX_LIMIT);
        let mut gathered = self.gather(&prepared, minimum, wanted)?;
        if gathered.total == 0 && minimum > 1 {
            minimum = 1;
            gathered = self.gather(&prepared, minimum, wanted)?;
        }
        self.sort(&prepared, &mut gathered.best)?;
        let relaxation = self.relaxation(&prepared, minimum, &gathered)?;
        let page = gathered.best.into_iter().skip(self.request.offset).take(self.request.limit.min(MAX_LIMIT));
        let page: Vec<Found> = if self.request.offset > MAX_OFFSET { Vec::new() } else { page.collect() };
        Ok(Response {
            total: gathered.total,
            hits: page.into_iter().map(|found| self.hit(found)).collect::<Result<_>>()?,
            facets: gathered.counts.into_facets(),
            relaxed: relaxation.is_some(),
            relaxation,
            ..Response::default()
        })
    }

    /// The most words that enough documents have, whatever the filters: so a filter never brings in new documents.
    fn minimum(&self, prepared: &Prepared<'_>) -> Result<usize> {
        let most = prepared.occurring();
        let fewest = self.plan.fewest().min(most.max(1));
        if most <= fewest {
            return Ok(fewest);
        }
        if self.visible_with(prepared, &[most])? == [weights::ENOUGH] {
            return Ok(most);
        }
        let mut fewer = vec![(most * 3).div_ceil(4), most.div_ceil(2)];
        fewer.dedup();
        fewer.retain(|tried| (fewest + 1..most).contains(tried));
        let found = self.visible_with(prepared, &fewer)?;
        let enough = fewer.iter().zip(found).find(|(_, found)| *found == weights::ENOUGH);
        Ok(enough.map_or(fewest, |(tried, _)| *tried))
    }

    /// How many visible documents have so many of the words, the most words first; counting ends where the first
    /// are enough, and no count goes beyond that.
    fn visible_with(&self, prepared: &Prepared<'_>, minima: &[usize]) -> Result<Vec<usize>> {
        let found: Vec<AtomicUsize> = minima.iter().map(|_| AtomicUsize::new(0)).collect();
        let (Some(first), Some(lowest)) = (found.first(), minima.last()) else {
            return Ok(Vec::new());
        };
        let count = |stretch: &Stretch| -> Result<()> {
            let segment = self.searcher.segment_reader(stretch.segment);
            let sieve = Sieve::open(&self.index.tables, segment, self.request.audience, &Filters::default())?;
            let mut matcher = Matcher::open(prepared, segment, stretch.documents.clone(), *lowest)?;
            let mut from = stretch.documents.start;
            while first.load(Memory::Relaxed) < weights::ENOUGH
                && let Some(doc) = matcher.seek(from)
            {
                from = doc + 1;
                if is_alive(segment, doc) && sieve.is_visible(doc) {
                    let matched = matcher.matched(doc);
                    let has = minima.iter().zip(&found).filter(|(minimum, _)| matched >= **minimum);
                    has.for_each(|(_, found)| {
                        found.fetch_add(1, Memory::Relaxed);
                    });
                }
            }
            Ok(())
        };
        in_parallel(&self.stretches(), count).into_iter().collect::<Result<()>>()?;
        Ok(found.into_iter().map(|found| found.into_inner().min(weights::ENOUGH)).collect())
    }

    /// Puts the first documents in their final order.
    fn sort(&self, prepared: &Prepared<'_>, best: &mut [Found]) -> Result<()> {
        if !self.plan.has_words() || self.request.sort == Sort::Newest {
            return Ok(());
        }
        let looked_at = best.len().min(CLOSE_LOOK);
        let best = &mut best[..looked_at];
        best.sort_unstable_by_key(|found| found.at);
        let close = Close::new(prepared, &self.searcher)?;
        let mut scoring: Option<(u32, Scoring<'_>)> = None;
        for found in best.iter_mut() {
            let number = found.at.segment_ord;
            let mut current = match scoring.take() {
                Some((opened, current)) if opened == number => current,
                _ => Scoring::open(&close, self.searcher.segment_reader(number))?,
            };
            found.score = current.score(found.at.doc_id);
            scoring = Some((number, current));
        }
        best.sort_unstable_by(|a, b| b.cmp(a));
        Ok(())
    }

    fn hit(&self, found: Found) -> Result<Hit> {
        let segment = self.searcher.segment_reader(found.at.segment_ord);
        let kind = segment.fast_fields().u64("kind")?.first(found.at.doc_id).and_then(Kind::from_code);
        let why = why(&self.index.fields, self.plan, &self.searcher, found.at)?;
        let slot = |number: &usize| self.plan.slots.get(*number);
        let held = why.held.iter().filter_map(|(number, way)| slot(number).map(|slot| slot.held(*way)));
        let missing = why.missing.iter().filter_map(slot);
        Ok(Hit {
            // It is written into every document.
            kind: kind.unwrap_or(Kind::Praktik),
            id: found.id,
            score: found.score,
            held: held.collect(),
            missing: missing.map(|slot| slot.word.surface.clone()).collect(),
            fields: why.fields,
            pages: why.pages,
        })
    }

    /// Which words had to be left out, if no document that fits has all of them.
    fn relaxation(&self, prepared: &Prepared<'_>, minimum: usize, gathered: &Gathered) -> Result<Option<Relaxation>> {
        let words = self.plan.slots.len();
        let Some(best) = gathered.best.first() else {
            return Ok(None);
        };
        let all_occur = prepared.occurring() == words;
        if words < 2 && all_occur || minimum == words {
            return Ok(None);
        }
        if all_occur && self.finds_one(prepared, words)? {
            return Ok(None);
        }
        let why = why(&self.index.fields, self.plan, &self.searcher, best.at)?;
        let mut relaxation = Relaxation::default();
        for (number, slot) in self.plan.slots.iter().enumerate() {
            let list = if why.missing.contains(&number) { &mut relaxation.left_out } else { &mut relaxation.kept };
            list.push(slot.word.surface.clone());
        }
        Ok(Some(relaxation))
    }

    /// Whether a visible document that passes the filters has so many of the words.
    fn finds_one(&self, prepared: &Prepared<'_>, minimum: usize) -> Result<bool> {
        for Stretch { segment, documents } in self.stretches() {
            let segment = self.searcher.segment_reader(segment);
            let mut sieve = Sieve::open(&self.index.tables, segment, self.request.audience, &self.request.filters)?;
            let mut from = documents.start;
            let mut matcher = Matcher::open(prepared, segment, documents, minimum)?;
            while let Some(doc) = matcher.seek(from) {
                from = doc + 1;
                if is_alive(segment, doc) && sieve.is_visible(doc) && sieve.passes(doc) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}

/// Whether a document was neither replaced nor removed.
pub fn is_alive(segment: &SegmentReader, doc: DocId) -> bool {
    segment.alive_bitset().is_none_or(|alive| alive.is_alive(doc))
}
