//! From what was typed to what the engine looks for, and the weights that decide the order.
//!
//! A word counts by the best field that has it, by spelling or by root, and not by the sum of all fields. The
//! words of a query add up, and a document with more of them gains.

use tantivy::query::{
    AllQuery, BooleanQuery, BooleanWeight, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, EnableScoring,
    Occur, PhraseQuery, Query as TantivyQuery, ScoreCombiner, Scorer, TermQuery, Weight,
};
use tantivy::schema::{Field as TantivyField, IndexRecordOption};
use tantivy::{Score, Searcher, Term};

use super::schema::{Fields, Text};
use crate::query::{Query, Term as Sought};

/// A root counts a little less than the very spelling.
const ROOT_WEIGHT: Score = 0.9;

/// What the fields other than the best add.
const TIE_BREAKER: Score = 0.1;

/// So much of the score depends on the share of words that a document has.
const COVERAGE: Score = 0.4;

/// What two words gain that stand side by side as in the query.
const ADJACENT_WEIGHT: Score = 0.3;

/// At most so many pairs of words are looked at.
const MAX_PAIRS: usize = 8;

/// What a document gains that a coordinator puts forward: less than any word.
const FEATURED_GAIN: Score = 0.05;

/// The weight of each text.
fn weighted(fields: &Fields) -> [(Text, Score); 6] {
    [
        (fields.whole, 1.0),
        (fields.title, 0.8),
        (fields.summary, 0.5),
        (fields.results, 0.4),
        (fields.place, 0.8),
        (fields.files, 0.4),
    ]
}

/// A query in the engine's terms.
pub(super) struct Ranking<'a> {
    fields: &'a Fields,
    query: &'a Query,
    /// The words that some document has; the others cannot be asked for.
    known: Vec<&'a Sought>,
}

impl<'a> Ranking<'a> {
    pub fn new(fields: &'a Fields, query: &'a Query, searcher: &Searcher) -> tantivy::Result<Ranking<'a>> {
        let mut known = Vec::new();
        for word in &query.words {
            let mut occurs = false;
            for text in [fields.whole, fields.place, fields.files] {
                occurs |= searcher.doc_freq(&Term::from_field_text(text.root, &word.root))? > 0;
                occurs |= searcher.doc_freq(&Term::from_field_text(text.surface, &word.surface))? > 0;
            }
            if occurs {
                known.push(word);
            }
        }
        Ok(Ranking { fields, query, known })
    }

    /// Whether words order the documents; otherwise the newest come first.
    pub fn has_words(&self) -> bool {
        !self.query.words.is_empty() || !self.query.phrases.is_empty()
    }

    /// How many words a document must have to be found. Nobody means all the words of a whole question.
    pub fn usual_minimum(&self) -> usize {
        match self.known.len() {
            0..=2 => 1,
            3..=5 => 2,
            n => n.div_ceil(3),
        }
    }

    /// Documents that have all the words, or `None` where that is certain or impossible to hold.
    pub fn with_all_words(&self) -> Option<Box<dyn TantivyQuery>> {
        if self.known.len() < self.query.words.len() {
            return Some(Box::new(EmptyQuery));
        }
        if self.known.len() < 2 {
            return None;
        }
        let words = self.known.iter().map(|word| (Occur::Must, self.word(word)));
        Some(Box::new(BooleanQuery::new(words.collect())))
    }

    /// Documents that have enough of the words, every phrase and nothing excluded.
    pub fn matching(&self, minimum: usize) -> Vec<(Occur, Box<dyn TantivyQuery>)> {
        let mut clauses: Vec<(Occur, Box<dyn TantivyQuery>)> = Vec::new();
        if !self.known.is_empty() {
            let words = self.known.iter().map(|word| self.word(word)).collect();
            clauses.push((Occur::Must, Box::new(Coverage { words, minimum })));
        } else if !self.query.words.is_empty() {
            clauses.push((Occur::Must, Box::new(EmptyQuery)));
        }
        for phrase in &self.query.phrases {
            clauses.push((Occur::Must, self.phrase(phrase, Form::Surface)));
        }
        for terms in &self.query.excluded {
            clauses.push((Occur::MustNot, self.phrase(terms, Form::Root)));
        }
        if self.has_words() {
            clauses.extend(self.adjacent_pairs().map(|pair| (Occur::Should, pair)));
            let featured = TermQuery::new(Term::from_field_u64(self.fields.featured, 1), IndexRecordOption::Basic);
            clauses.push((Occur::Should, Box::new(ConstScoreQuery::new(Box::new(featured), FEATURED_GAIN))));
        } else {
            clauses.push((Occur::Must, Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0))));
        }
        clauses
    }

    /// A word by the best of its fields.
    fn word(&self, word: &Sought) -> Box<dyn TantivyQuery> {
        let mut ways: Vec<Box<dyn TantivyQuery>> = Vec::new();
        for (text, weight) in weighted(self.fields) {
            ways.push(boosted(term(text.surface, &word.surface), weight));
            ways.push(boosted(term(text.root, &word.root), weight * ROOT_WEIGHT));
        }
        Box::new(DisjunctionMaxQuery::with_tie_breaker(ways, TIE_BREAKER))
    }

    /// Words in a row, in any of the texts.
    fn phrase(&self, terms: &[Sought], form: Form) -> Box<dyn TantivyQuery> {
        let texts = [self.fields.whole, self.fields.place, self.fields.files];
        let ways = texts.map(|text| in_a_row(form.field(text), terms, form));
        Box::new(DisjunctionMaxQuery::new(ways.into()))
    }

    fn adjacent_pairs(&self) -> impl Iterator<Item = Box<dyn TantivyQuery>> {
        let near = |pair: &&[&Sought]| pair[1].position.saturating_sub(pair[0].position) <= 2;
        let pairs = self.known.windows(2).filter(near).take(MAX_PAIRS);
        pairs.map(|pair| {
            let pair = [pair[0].clone(), pair[1].clone()];
            boosted(in_a_row(self.fields.whole.root, &pair, Form::Root), ADJACENT_WEIGHT)
        })
    }
}

#[derive(Clone, Copy)]
enum Form {
    Surface,
    Root,
}

impl Form {
    fn field(self, text: Text) -> TantivyField {
        match self {
            Form::Surface => text.surface,
            Form::Root => text.root,
        }
    }

    fn of(self, word: &Sought) -> &str {
        match self {
            Form::Surface => &word.surface,
            Form::Root => &word.root,
        }
    }
}

fn in_a_row(field: TantivyField, terms: &[Sought], form: Form) -> Box<dyn TantivyQuery> {
    if let [only] = terms {
        return term(field, form.of(only));
    }
    let first = terms.first().map_or(0, |word| word.position);
    let place = |word: &Sought| (word.position - first, Term::from_field_text(field, form.of(word)));
    Box::new(PhraseQuery::new_with_offset(terms.iter().map(place).collect()))
}

fn term(field: TantivyField, text: &str) -> Box<dyn TantivyQuery> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs))
}

fn boosted(query: Box<dyn TantivyQuery>, weight: Score) -> Box<dyn TantivyQuery> {
    Box::new(BoostQuery::new(query, weight))
}

/// Any of the words, at least so many, scored by their sum and by the share of them that is there.
#[derive(Debug)]
struct Coverage {
    words: Vec<Box<dyn TantivyQuery>>,
    minimum: usize,
}

impl Clone for Coverage {
    fn clone(&self) -> Coverage {
        Coverage { words: self.words.iter().map(|word| word.box_clone()).collect(), minimum: self.minimum }
    }
}

impl TantivyQuery for Coverage {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let words = self.words.iter().map(|word| Ok((Occur::Should, word.weight(scoring)?)));
        let words = words.collect::<tantivy::Result<Vec<_>>>()?;
        let each = 1.0 / words.len().max(1) as Score;
        let combiner = move || CoverageCombiner { sum: 0.0, matched: 0.0, each };
        let minimum = self.minimum.clamp(1, words.len().max(1));
        let enabled = scoring.is_scoring_enabled();
        Ok(Box::new(BooleanWeight::with_minimum_number_should_match(words, minimum, enabled, Box::new(combiner))))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.words.iter().for_each(|word| word.query_terms(visitor));
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct CoverageCombiner {
    sum: Score,
    matched: Score,
    each: Score,
}

impl ScoreCombiner for CoverageCombiner {
    fn update<S: Scorer>(&mut self, scorer: &mut S) {
        self.sum += scorer.score();
        self.matched += self.each;
    }

    fn clear(&mut self) {
        self.sum = 0.0;
        self.matched = 0.0;
    }

    fn score(&self) -> Score {
        self.sum * (1.0 - COVERAGE + COVERAGE * self.matched)
    }
}
