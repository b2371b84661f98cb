//! Walks through all documents that match: counts them, and keeps the most promising.
//!
//! A large index is walked in stretches by several threads, so that one search uses the cores there are.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::num::NonZero;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering as Memory};
use std::thread;

use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId, SegmentReader};

use super::facets::{Counts, Sieve};
use super::matching::{Matcher, Prepared};
use super::search::{CLOSE_LOOK, Search, is_alive};
use super::{Error, Result, Sort};

/// So many documents are walked through at a time.
const STRETCH: DocId = 100_000;

/// More threads than this do not make one search faster.
const MAX_THREADS: usize = 4;

/// Part of a segment.
pub struct Stretch {
    pub segment: u32,
    pub documents: Range<DocId>,
}

/// A document with what orders it: the greater the better.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    pub score: f32,
    published_at: i64,
    pub id: i64,
    pub at: DocAddress,
    by_date: bool,
}

impl Eq for Found {}

impl PartialOrd for Found {
    fn partial_cmp(&self, other: &Found) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Found {
    fn cmp(&self, other: &Found) -> Ordering {
        let by_score = self.score.total_cmp(&other.score);
        let by_date = self.published_at.cmp(&other.published_at);
        let first = if self.by_date { by_date.then(by_score) } else { by_score.then(by_date) };
        first.then_with(|| self.id.cmp(&other.id))
    }
}

/// The best of all matching documents, and counts of all.
#[derive(Default)]
pub struct Gathered {
    pub best: Vec<Found>,
    pub total: usize,
    pub counts: Counts,
}

impl Gathered {
    fn add(&mut self, other: Gathered) {
        self.best.extend(other.best);
        self.total += other.total;
        self.counts.join(other.counts);
    }
}

impl Search<'_> {
    /// The best documents, and counts of all that have so many of the words.
    pub fn gather(&self, prepared: &Prepared<'_>, minimum: usize, wanted: usize) -> Result<Gathered> {
        let by_date = self.request.sort == Sort::Newest || !self.plan.has_words();
        let room = if by_date { wanted } else { wanted.max(CLOSE_LOOK) };
        let stretches = self.stretches();
        let walk = |stretch: &Stretch| self.walk(prepared, minimum, stretch, Best::new(room), by_date);
        let mut gathered = Gathered::default();
        for part in in_parallel(&stretches, walk) {
            gathered.add(part?);
        }
        gathered.best.sort_unstable_by(|a, b| b.cmp(a));
        gathered.best.truncate(room);
        Ok(gathered)
    }

    /// All documents, in stretches.
    pub fn stretches(&self) -> Vec<Stretch> {
        let mut stretches = Vec::new();
        for (segment, reader) in (0..).zip(self.searcher.segment_readers()) {
            let all = reader.max_doc();
            let starts = (0..all).step_by(STRETCH as usize);
            let stretch = |start: DocId| Stretch { segment, documents: start..start.saturating_add(STRETCH).min(all) };
            stretches.extend(starts.map(stretch));
        }
        stretches
    }

    fn walk(
        &self,
        prepared: &Prepared<'_>,
        minimum: usize,
        stretch: &Stretch,
        mut best: Best,
        by_date: bool,
    ) -> Result<Gathered> {
        let segment = self.searcher.segment_reader(stretch.segment);
        let mut gathered = Gathered::default();
        let mut sieve = Sieve::open(&self.index.tables, segment, self.request.audience, &self.request.filters)?;
        let mut matcher = Matcher::open(prepared, segment, stretch.documents.clone(), minimum)?;
        let order = Order { by_date, dates: column(segment, "published_at")?, ids: column(segment, "id")? };
        let mut from = stretch.documents.start;
        while let Some(doc) = matcher.seek(from) {
            from = doc + 1;
            if is_alive(segment, doc) && sieve.is_visible(doc) && sieve.passes(doc) {
                gathered.total += 1;
                let score = matcher.score(doc);
                if by_date || best.has_room_for(score) {
                    best.offer(order.found(score, DocAddress::new(stretch.segment, doc)));
                }
            }
        }
        gathered.counts.add(sieve)?;
        gathered.best = best.into_sorted();
        Ok(gathered)
    }
}

/// Does the same with all stretches, on several threads where there are several stretches.
pub fn in_parallel<T: Send>(stretches: &[Stretch], walk: impl Fn(&Stretch) -> Result<T> + Sync) -> Vec<Result<T>> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(MAX_THREADS).min(stretches.len());
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while let Some(stretch) = stretches.get(next.fetch_add(1, Memory::Relaxed)) {
            done.push(walk(stretch));
        }
        done
    };
    if threads < 2 || stretches.iter().map(|stretch| stretch.documents.len()).sum::<usize>() <= STRETCH as usize {
        return work();
    }
    thread::scope(|scope| {
        let helpers: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut done = work();
        for helper in helpers {
            match helper.join() {
                Ok(others) => done.extend(others),
                Err(_) => done.push(Err(Error::Io(std::io::Error::other("a thread of the search ended early")))),
            }
        }
        done
    })
}

/// What orders the documents of a segment.
struct Order {
    by_date: bool,
    dates: Column<i64>,
    ids: Column<i64>,
}

impl Order {
    fn found(&self, score: f32, at: DocAddress) -> Found {
        let first = |column: &Column<i64>| column.first(at.doc_id).unwrap_or_default();
        Found { score, published_at: first(&self.dates), id: first(&self.ids), at, by_date: self.by_date }
    }
}

fn column(segment: &SegmentReader, name: &str) -> tantivy::Result<Column<i64>> {
    segment.fast_fields().i64(name)
}

/// Keeps the best of what it is offered.
pub struct Best {
    kept: BinaryHeap<std::cmp::Reverse<Found>>,
    room: usize,
}

impl Best {
    pub fn new(room: usize) -> Best {
        Best { kept: BinaryHeap::new(), room }
    }

    /// Whether a document with this score may be among the best.
    fn has_room_for(&self, score: f32) -> bool {
        self.kept.len() < self.room || self.kept.peek().is_some_and(|worst| worst.0.score <= score)
    }

    pub fn offer(&mut self, found: Found) {
        if self.kept.len() < self.room {
            self.kept.push(std::cmp::Reverse(found));
        } else if let Some(mut worst) = self.kept.peek_mut()
            && worst.0 < found
        {
            worst.0 = found;
        }
    }

    /// The best first.
    pub fn into_sorted(self) -> Vec<Found> {
        self.kept.into_sorted_vec().into_iter().map(|found| found.0).collect()
    }
}
