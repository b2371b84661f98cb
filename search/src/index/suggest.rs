//! What may be meant while somebody types: titles of documents, and the last word completed.

use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, DocId, DocSet, Searcher, SegmentReader, TERMINATED, TantivyDocument};

use super::facets::Sieve;
use super::postings::{has, postings};
use super::search::is_alive;
use super::vocabulary::{Known, Vocabulary};
use super::{Audience, Filters, Index, Kind, Result, Suggestion, Suggestions};
use crate::analyzer::{Word, fold, words};

/// At most so many completions of the last word are looked for in titles.
const COMPLETIONS: usize = 24;

/// At most so many titles are compared.
const MAX_COMPARED: usize = 2_000;

/// At most so many suggestions of each sort.
const MAX_LIMIT: usize = 20;

/// Only so much of a text (in bytes) is read.
const MAX_BYTES: usize = 256;

/// What was typed so far: whole words, and the beginning of one.
struct Typed {
    whole: Vec<Word>,
    begun: String,
    /// What stands before the begun word.
    before: String,
}

impl Typed {
    fn read(text: &str) -> Typed {
        let text = &text[..text.floor_char_boundary(MAX_BYTES)];
        let mut whole: Vec<Word> = words(text).collect();
        let ends_in_a_word = text.ends_with(|letter: char| letter.is_alphanumeric());
        let last = if ends_in_a_word { whole.pop() } else { None };
        let begun = last.as_ref().map_or_else(String::new, |word| fold(&text[word.range.clone()]));
        let before = last.map_or(text, |word| &text[..word.range.start]);
        Typed { whole, begun, before: before.trim().to_owned() }
    }
}

/// A title among those compared.
struct Candidate {
    at: DocAddress,
    /// In how many places of the text the title agrees.
    score: f32,
}

impl Index {
    /// Titles and words that what was typed may become, for the audience only; empty text suggests nothing.
    pub fn suggest(&self, text: &str, audience: Audience, limit: usize) -> Result<Suggestions> {
        let typed = Typed::read(text);
        let limit = limit.min(MAX_LIMIT);
        if (typed.whole.is_empty() && typed.begun.is_empty()) || limit == 0 {
            return Ok(Suggestions::default());
        }
        let searcher = self.reader.searcher();
        let vocabulary = Vocabulary::new(&searcher, &self.fields, audience)?;
        let titles = self.titles(&searcher, &vocabulary, &typed, audience, limit)?;
        let words = self.completed(&vocabulary, &typed, limit)?;
        Ok(Suggestions { titles, words })
    }

    fn titles(
        &self,
        searcher: &Searcher,
        vocabulary: &Vocabulary<'_>,
        typed: &Typed,
        audience: Audience,
        limit: usize,
    ) -> Result<Vec<Suggestion>> {
        let completions = if typed.begun.is_empty() {
            Vec::new()
        } else {
            let mut known = vocabulary.beginning(self.fields.title.surface, &typed.begun)?;
            // The begun word may be whole already.
            known.sort_by_key(|known| known.text != typed.begun);
            known.truncate(COMPLETIONS);
            known
        };
        if !typed.begun.is_empty() && completions.is_empty() {
            return Ok(Vec::new());
        }
        let mut candidates = Vec::new();
        for (number, segment) in (0..).zip(searcher.segment_readers()) {
            let sieve = Sieve::open(&self.tables, segment, audience, &Filters::default())?;
            let visible = |doc: DocId| is_alive(segment, doc) && sieve.is_visible(doc);
            for (doc, score) in self.titles_of(segment, typed, &completions, visible)? {
                candidates.push(Candidate { at: DocAddress::new(number, doc), score });
            }
        }
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| b.at.cmp(&a.at)));
        let best = candidates.into_iter().take(limit);
        best.filter_map(|candidate| self.suggestion(searcher, candidate.at).transpose()).collect()
    }

    /// Documents of a segment whose titles have all the whole words and the begun one.
    fn titles_of(
        &self,
        segment: &SegmentReader,
        typed: &Typed,
        completions: &[Known],
        visible: impl Fn(DocId) -> bool,
    ) -> Result<Vec<(DocId, f32)>> {
        let title = self.fields.title;
        let norms = segment.get_fieldnorms_reader(title.root)?;
        let mut found: Vec<(DocId, f32)> = Vec::new();
        let leads: Vec<(&str, f32)> = if typed.begun.is_empty() {
            typed.whole.last().map(|word| (word.surface.as_str(), 1.0)).into_iter().collect()
        } else {
            completions
                .iter()
                .map(|known| (known.text.as_str(), if known.text == typed.begun { 1.2 } else { 1.0 }))
                .collect()
        };
        for (lead, weight) in leads {
            let Some(mut docs) = postings(segment, title.surface, lead, IndexRecordOption::Basic)? else {
                continue;
            };
            let mut others = Vec::new();
            for word in &typed.whole {
                others.push(postings(segment, title.root, &word.root, IndexRecordOption::Basic)?);
            }
            while docs.doc() != TERMINATED && found.len() < MAX_COMPARED {
                let doc = docs.doc();
                let has_all = others.iter_mut().all(|other| other.as_mut().is_some_and(|other| has(other, doc)));
                if has_all && visible(doc) {
                    found.push((doc, weight + 1.0 / norms.fieldnorm(doc).max(1) as f32));
                }
                docs.advance();
            }
        }
        found.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.total_cmp(&a.1)));
        found.dedup_by_key(|(doc, _)| *doc);
        Ok(found)
    }

    fn suggestion(&self, searcher: &Searcher, at: DocAddress) -> Result<Option<Suggestion>> {
        let columns = searcher.segment_reader(at.segment_ord).fast_fields();
        let kind = columns.u64("kind")?.first(at.doc_id).and_then(Kind::from_code);
        let id = columns.i64("id")?.first(at.doc_id);
        let stored: TantivyDocument = searcher.doc(at)?;
        let title = stored.get_first(self.fields.shown_title).and_then(|title| title.as_str());
        Ok(kind.zip(id).zip(title).map(|((kind, id), title)| Suggestion { kind, id, title: title.to_owned() }))
    }

    fn completed(&self, vocabulary: &Vocabulary<'_>, typed: &Typed, limit: usize) -> Result<Vec<String>> {
        if typed.begun.is_empty() {
            return Ok(Vec::new());
        }
        let others: Vec<(&str, f32)> = typed.whole.iter().map(|word| (word.root.as_str(), 1.0)).collect();
        let mut completed = Vec::new();
        for known in vocabulary.beginning(self.fields.whole.surface, &typed.begun)?.into_iter().take(10 * MAX_LIMIT) {
            if completed.len() == limit {
                break;
            }
            let fits = if others.is_empty() {
                vocabulary.has_surface(&known.text)?
            } else {
                vocabulary.best_company(&known.text, &others, MAX_COMPARED)? >= 0.999
            };
            if fits && known.text != typed.begun {
                completed.push(format!("{} {}", typed.before, known.text).trim().to_owned());
            }
        }
        Ok(completed)
    }
}
