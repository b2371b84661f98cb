//! Looks closely at the best documents and puts them in order.
//!
//! A word counts by the best field that has it, by spelling or by root, and not by the sum of all fields. The words of
//! a query add up; a document gains by more of them, by words that stand together, and by a title that says just that.

use tantivy::columnar::Column;
use tantivy::postings::SegmentPostings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, Score, Searcher, SegmentReader};

use super::matching::Prepared;
use super::plan::Plan;
use super::postings::{Collection, RowDocs, WordDocs, has, postings};
use super::rows::SLACK;
use super::schema::Fields;
use super::weights;
use crate::query::Term;

/// What scoring needs beyond matching, the same for all segments.
pub struct Close<'a> {
    prepared: &'a Prepared<'a>,
    whole_surface: Collection,
    title_surface: Collection,
    title_root: Collection,
    surfaces: Vec<Vec<Option<Score>>>,
    /// What the words that occur are worth together.
    all_shares: Score,
}

impl<'a> Close<'a> {
    pub fn new(prepared: &'a Prepared<'a>, searcher: &Searcher) -> tantivy::Result<Close<'a>> {
        let fields = prepared.fields;
        let whole_surface = Collection::of(searcher, fields.whole.surface)?;
        let of_way = |way: &super::plan::Way| match way.terms.as_slice() {
            [term] => whole_surface.rarity(searcher, &term.surface),
            _ => Ok(None),
        };
        let slots = prepared.plan.slots.iter();
        let surfaces = slots.map(|slot| slot.ways.iter().map(of_way).collect::<tantivy::Result<Vec<_>>>());
        Ok(Close {
            surfaces: surfaces.collect::<tantivy::Result<_>>()?,
            title_surface: Collection::of(searcher, fields.title.surface)?,
            title_root: Collection::of(searcher, fields.title.root)?,
            all_shares: (0..prepared.plan.slots.len()).map(|slot| worth(prepared, slot)).sum(),
            whole_surface,
            prepared,
        })
    }

    fn plan(&self) -> &'a Plan {
        self.prepared.plan
    }

    fn fields(&self) -> &'a Fields {
        self.prepared.fields
    }
}

/// Scores documents of a segment, in their order.
pub struct Scoring<'a> {
    close: &'a Close<'a>,
    slots: Vec<SlotScoring>,
    featured: Column<u64>,
    figures: Option<SegmentPostings>,
    positions: Vec<Vec<u32>>,
}

struct SlotScoring {
    ways: Vec<WayScoring>,
    sections: Vec<SegmentPostings>,
    rarity: Score,
    /// What having it is worth.
    share: Score,
}

/// One word by its fields, or a row of words.
#[derive(Default)]
struct WayScoring {
    whole_root: Option<WordDocs>,
    others: Vec<WordDocs>,
    titles: Vec<WordDocs>,
    rows: Vec<(RowDocs, Score)>,
}

/// What a slot adds to the score of a document.
#[derive(Default)]
struct SlotScore {
    score: Score,
    in_title: bool,
    title_length: u32,
}

impl<'a> Scoring<'a> {
    pub fn open(close: &'a Close<'a>, segment: &SegmentReader) -> tantivy::Result<Scoring<'a>> {
        let slots = (0..close.plan().slots.len()).map(|number| SlotScoring::open(close, segment, number));
        let slots = slots.collect::<tantivy::Result<Vec<_>>>()?;
        let positions = vec![Vec::new(); slots.len()];
        Ok(Scoring {
            close,
            slots,
            featured: segment.fast_fields().u64("featured")?,
            figures: postings(segment, close.fields().evidence, super::FIGURES, IndexRecordOption::Basic)?,
            positions,
        })
    }

    /// The score of a document; each call asks for a later one.
    pub fn score(&mut self, doc: DocId) -> Score {
        let (mut sum, mut matched, mut in_title, mut title_length) = (0.0, 0.0, 0, 0);
        for (slot, positions) in self.slots.iter_mut().zip(&mut self.positions) {
            let found = slot.score(doc, positions);
            sum += found.score;
            if found.score > 0.0 {
                matched += slot.share;
            }
            in_title += usize::from(found.in_title);
            title_length = title_length.max(found.title_length);
        }
        sum += self.nearness();
        let share = matched / self.close.all_shares.max(f32::EPSILON);
        let mut score = sum * (1.0 - weights::COVERAGE + weights::COVERAGE * share);
        let typed = self.close.plan().typed;
        if in_title == self.slots.len() && in_title > 0 && title_length as usize <= typed {
            score *= 1.0 + weights::EXACT_TITLE;
        }
        score * (1.0 + self.prior(doc))
    }

    fn prior(&mut self, doc: DocId) -> Score {
        let featured = if self.featured.first(doc) == Some(1) { weights::FEATURED } else { 0.0 };
        let figures = self.figures.as_mut().is_some_and(|figures| has(figures, doc));
        featured + if figures { weights::FIGURES } else { 0.0 }
    }

    /// What words gain that stand together as in the query.
    fn nearness(&self) -> Score {
        let mut gain = 0.0;
        for second in 1..self.slots.len() {
            let first = second - 1;
            let word = |slot: usize| &self.close.plan().slots[slot].word;
            let apart = word(second).position.saturating_sub(word(first).position);
            let apart = u32::try_from(apart).unwrap_or(u32::MAX);
            if apart <= weights::MAX_DISTANCE {
                let near = closeness(&self.positions[first], &self.positions[second], apart);
                gain += weights::ADJACENT * near * (self.slots[first].rarity + self.slots[second].rarity);
            }
        }
        gain
    }
}

/// What it is worth to have a word: the rarer the more; nothing where no document has it.
fn worth(prepared: &Prepared<'_>, slot: usize) -> Score {
    let rarity = prepared.rarities[slot].iter().flatten().copied().fold(0.0, Score::max);
    if rarity > 0.0 { 1.0 - weights::BY_RARITY + weights::BY_RARITY * rarity } else { 0.0 }
}

/// 1 where two words stand as far apart as in the query, less the further they are.
fn closeness(first: &[u32], second: &[u32], apart: u32) -> Score {
    let mut best: Score = 0.0;
    let mut at = 0;
    for place in first {
        while at < second.len() && second[at] < *place {
            at += 1;
        }
        if let Some(next) = second.get(at) {
            let distance = next - place;
            if distance == apart || distance == 1 {
                return 1.0;
            }
            best = best.max(faded(distance));
        }
        if let Some(before) = at.checked_sub(1) {
            best = best.max(faded(place - second[before]));
        }
    }
    best
}

fn faded(distance: u32) -> Score {
    if distance > weights::MAX_DISTANCE { 0.0 } else { 0.5 / distance.max(1) as Score }
}

impl SlotScoring {
    fn open(close: &Close<'_>, segment: &SegmentReader, number: usize) -> tantivy::Result<SlotScoring> {
        let slot = &close.plan().slots[number];
        let rarities = &close.prepared.rarities[number];
        let mut ways = Vec::new();
        let mut sections = Vec::new();
        for (n, way) in slot.ways.iter().enumerate() {
            let Some(rarity) = rarities[n] else {
                continue;
            };
            let weight = way.weight * rarity;
            if let [term] = way.terms.as_slice() {
                let surface = close.surfaces[number][n].map(|rarity| rarity * way.weight);
                ways.push(WayScoring::of_word(close, segment, term, weight, surface)?);
                for field in [close.fields().summary, close.fields().results] {
                    sections.extend(postings(segment, field, &term.root, IndexRecordOption::Basic)?);
                }
            } else {
                ways.push(WayScoring::of_row(close, segment, &way.terms, weight)?);
            }
        }
        let rarity = rarities.first().copied().flatten().unwrap_or(0.0);
        let share = worth(close.prepared, number);
        Ok(SlotScoring { ways, sections, rarity, share })
    }

    /// The best way counts, the others add a little. Tells where the word stands in the whole.
    fn score(&mut self, doc: DocId, positions: &mut Vec<u32>) -> SlotScore {
        positions.clear();
        let mut found = SlotScore::default();
        let (mut best, mut sum) = (0.0, 0.0);
        let mut add = |score: Score| {
            sum += score;
            best = Score::max(best, score);
        };
        for way in &mut self.ways {
            if let Some(root) = &mut way.whole_root
                && root.seek(doc) == doc
            {
                add(root.score());
                let mut places = Vec::new();
                root.positions(&mut places);
                positions.extend(places);
            }
            for word in &mut way.others {
                if word.seek(doc) == doc {
                    add(word.score());
                }
            }
            for word in &mut way.titles {
                if word.seek(doc) == doc {
                    add(word.score());
                    found.in_title = true;
                    found.title_length = word.length();
                }
            }
            for (row, weight) in &mut way.rows {
                if row.holds(doc) {
                    add(*weight);
                }
            }
        }
        if self.ways.len() > 1 {
            positions.sort_unstable();
        }
        found.score = best + weights::TIE_BREAKER * (sum - best);
        if found.score > 0.0 {
            let sections = self.sections.iter_mut().filter_map(|section| has(section, doc).then_some(()));
            found.score += sections.count() as Score * weights::SECTION * self.rarity;
        }
        found
    }
}

impl WayScoring {
    fn of_word(
        close: &Close<'_>,
        segment: &SegmentReader,
        term: &Term,
        weight: Score,
        surface: Option<Score>,
    ) -> tantivy::Result<WayScoring> {
        let with_places = IndexRecordOption::WithFreqsAndPositions;
        let counted = IndexRecordOption::WithFreqs;
        let prepared = close.prepared;
        let whole_root = WordDocs::open(segment, &prepared.whole, &term.root, weight * weights::ROOT, with_places)?;
        let mut others = Vec::new();
        if let Some(surface) = surface {
            others.extend(WordDocs::open(segment, &close.whole_surface, &term.surface, surface, counted)?);
        }
        others.extend(WordDocs::open(segment, &prepared.place, &term.root, weight * weights::PLACE, counted)?);
        others.extend(WordDocs::open(segment, &prepared.files, &term.root, weight * weights::FILES, counted)?);
        let mut titles = Vec::new();
        let title = weight * weights::TITLE;
        titles.extend(WordDocs::open(segment, &close.title_surface, &term.surface, title, counted)?);
        titles.extend(WordDocs::open(segment, &close.title_root, &term.root, title * weights::ROOT, counted)?);
        Ok(WayScoring { whole_root, others, titles, rows: Vec::new() })
    }

    fn of_row(
        close: &Close<'_>,
        segment: &SegmentReader,
        terms: &[Term],
        weight: Score,
    ) -> tantivy::Result<WayScoring> {
        let row: Vec<(&str, u32)> = (0..).zip(terms).map(|(n, term)| (term.root.as_str(), n)).collect();
        let fields = close.fields();
        let mut way = WayScoring::default();
        for (field, share) in
            [(fields.whole.root, 1.0), (fields.place.root, weights::PLACE), (fields.files.root, weights::FILES)]
        {
            let row = RowDocs::open(segment, field, &row, SLACK)?;
            way.rows.extend(row.map(|row| (row, weight * share)));
        }
        Ok(way)
    }
}
