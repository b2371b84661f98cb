//! Finds documents.

use tantivy::collector::sort_key::{SortBySimilarityScore, SortByStaticFastValue};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, EnableScoring, Occur, Query as TantivyQuery};
use tantivy::{DocAddress, DocSet, Order, Searcher, TERMINATED};

use super::facets::{Group, collect, counting, narrowing};
use super::matched::fields_of;
use super::ranking::Ranking;
use super::{Facets, Hit, Index, Kind, Request, Response, Result, Sort};
use crate::query::{self, Query};

/// Nobody turns pages beyond this hit.
const MAX_OFFSET: usize = 10_000;

/// At most so many hits in one answer.
const MAX_LIMIT: usize = 100;

/// Clauses of a query.
type Clauses = Vec<(Occur, Box<dyn TantivyQuery>)>;

/// A found document with its score and its date.
type Found = ((f32, Option<i64>), DocAddress);

impl Index {
    /// Searches. Any text is allowed; an error means that the disk or the engine failed.
    pub fn search(&self, request: &Request) -> Result<Response> {
        let query = query::parse(&request.text);
        let search = Search::new(self, request, &query)?;
        let mut response = search.answer(search.ranking.usual_minimum())?;
        if response.total == 0 && search.ranking.usual_minimum() > 1 {
            response = search.answer(1)?;
        }
        response.relaxed = response.total > 0 && search.is_relaxed()?;
        Ok(response)
    }
}

/// One search over one state of the index.
struct Search<'a> {
    index: &'a Index,
    request: &'a Request,
    query: &'a Query,
    searcher: Searcher,
    ranking: Ranking<'a>,
}

impl<'a> Search<'a> {
    fn new(index: &'a Index, request: &'a Request, query: &'a Query) -> Result<Search<'a>> {
        let searcher = index.reader.searcher();
        let ranking = Ranking::new(&index.fields, query, &searcher)?;
        Ok(Search { index, request, query, searcher, ranking })
    }

    fn answer(&self, minimum: usize) -> Result<Response> {
        let filters = &self.request.filters;
        let (chosen, open): (Vec<Group>, Vec<Group>) =
            Group::ALL.into_iter().partition(|group| group.is_chosen(filters));
        let mut facets = Facets::default();
        let (found, total) = self.found(self.matching(minimum, None), &open, &mut facets)?;
        for group in chosen {
            let counted = self.searcher.search(&self.matching(minimum, Some(group)), &counting(&[group]))?;
            collect(&counted, &[group], &mut facets);
        }
        let hits = found.into_iter().filter_map(|found| self.hit(found).transpose());
        Ok(Response { total, hits: hits.collect::<Result<_>>()?, facets, relaxed: false })
    }

    fn matching(&self, minimum: usize, but: Option<Group>) -> BooleanQuery {
        let mut clauses: Clauses = self.ranking.matching(minimum);
        clauses.extend(self.narrowing(but));
        BooleanQuery::new(clauses)
    }

    fn narrowing(&self, but: Option<Group>) -> Clauses {
        narrowing(&self.index.fields, self.request.audience, &self.request.filters, but)
    }

    fn found(&self, query: BooleanQuery, groups: &[Group], facets: &mut Facets) -> Result<(Vec<Found>, usize)> {
        let wanted = if self.request.offset > MAX_OFFSET { 0 } else { self.request.limit.min(MAX_LIMIT) };
        // The engine refuses a top of none.
        let top = TopDocs::with_limit(wanted.max(1)).and_offset(self.request.offset.min(MAX_OFFSET));
        let by_date = (SortByStaticFastValue::<i64>::for_field("published_at"), Order::Desc);
        let by_score = (SortBySimilarityScore, Order::Desc);
        let (mut found, total, counted) = if self.request.sort == Sort::Newest || !self.ranking.has_words() {
            let newest = top.order_by((by_date, by_score));
            let (found, total, counted) = self.searcher.search(&query, &(newest, Count, counting(groups)))?;
            let turned = found.into_iter().map(|((date, score), at)| ((score, date), at));
            (turned.collect::<Vec<Found>>(), total, counted)
        } else {
            self.searcher.search(&query, &(top.order_by((by_score, by_date)), Count, counting(groups)))?
        };
        collect(&counted, groups, facets);
        found.truncate(wanted);
        Ok((found, total))
    }

    fn hit(&self, ((score, _), at): Found) -> Result<Option<Hit>> {
        let columns = self.searcher.segment_reader(at.segment_ord).fast_fields();
        let kind = columns.u64("kind")?.first(at.doc_id).and_then(Kind::from_code);
        let id = columns.i64("id")?.first(at.doc_id);
        let (Some(kind), Some(id)) = (kind, id) else {
            return Ok(None);
        };
        let fields = fields_of(&self.index.fields, self.query, &self.searcher, at)?;
        Ok(Some(Hit { kind, id, score, fields }))
    }

    /// Whether no document has all the words.
    fn is_relaxed(&self) -> Result<bool> {
        let Some(all_words) = self.ranking.with_all_words() else {
            return Ok(false);
        };
        let mut clauses = self.ranking.matching(1);
        clauses.retain(|(occur, _)| *occur != Occur::Should);
        clauses.push((Occur::Must, all_words));
        clauses.extend(self.narrowing(None));
        let query = BooleanQuery::new(clauses);
        let weight = query.weight(EnableScoring::disabled_from_searcher(&self.searcher))?;
        for segment in self.searcher.segment_readers() {
            let mut documents = weight.scorer(segment, 1.0)?;
            let mut doc = documents.doc();
            while doc != TERMINATED {
                if segment.alive_bitset().is_none_or(|alive| alive.is_alive(doc)) {
                    return Ok(false);
                }
                doc = documents.advance();
            }
        }
        Ok(true)
    }
}
