//! What is looked for: the words of a query, each with the ways to find it.

use tantivy::Score;

use super::{Held, weights};
use crate::highlight::Sought;
use crate::query::{Query, Term};
use crate::synonyms::Synonyms;

/// At most so many ways beside itself are tried for a word.
const MAX_SYNONYMS: usize = 6;

/// A query made ready for the index.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// The words, in the order typed.
    pub slots: Vec<Slot>,
    /// Must occur literally.
    pub phrases: Vec<Vec<Term>>,
    /// Must not occur in any inflection.
    pub excluded: Vec<Vec<Term>>,
    /// How many words were typed, stop words with them.
    pub typed: usize,
}

/// A word that is sought.
#[derive(Debug, Clone)]
pub struct Slot {
    pub word: Term,
    /// The word itself first, then its synonyms.
    pub ways: Vec<Way>,
}

impl Slot {
    /// The word as it is told of a document that has it in this way.
    pub fn held(&self, way: usize) -> Held {
        let told = |way: &Way| way.terms.iter().map(|term| term.surface.as_str()).collect::<Vec<_>>().join(" ");
        let synonym = self.ways.get(way).filter(|_| way > 0).map(told);
        Held { word: self.word.surface.clone(), synonym }
    }
}

/// One way to find a word.
#[derive(Debug, Clone)]
pub struct Way {
    /// One word, or several that must stand close together.
    pub terms: Vec<Term>,
    pub weight: Score,
}

impl Plan {
    /// Makes a query ready.
    pub fn new(query: Query, synonyms: &Synonyms) -> Plan {
        let expansions = synonyms.expansions(&query.words);
        let slot = |word: Term| Slot { ways: vec![Way { terms: vec![word.clone()], weight: 1.0 }], word };
        let mut slots: Vec<Slot> = query.words.into_iter().map(slot).collect();
        for expansion in expansions {
            let weight = weights::SYNONYM / expansion.span.len() as Score;
            for slot in &mut slots[expansion.span] {
                if slot.ways.len() <= MAX_SYNONYMS {
                    slot.ways.push(Way { terms: expansion.asks_for.clone(), weight });
                }
            }
        }
        Plan { slots, phrases: query.phrases, excluded: query.excluded, typed: query.typed }
    }

    /// Whether words order the documents; otherwise the newest come first.
    pub fn has_words(&self) -> bool {
        !self.slots.is_empty() || !self.phrases.is_empty()
    }

    /// The fewest words a document may have. Nobody means all the words of a whole question.
    pub fn fewest(&self) -> usize {
        ((self.slots.len() as Score * weights::LEAST_SHARE).ceil() as usize).max(1)
    }

    /// Everything that is to be marked in a text.
    pub fn sought(&self) -> Sought {
        let ways = || self.slots.iter().flat_map(|slot| &slot.ways);
        let single = ways().filter(|way| way.terms.len() == 1).flat_map(|way| &way.terms);
        let mut sought: Sought = single.chain(self.phrases.iter().flatten()).collect();
        ways().filter(|way| way.terms.len() > 1).for_each(|way| sought.add_row(&way.terms));
        sought
    }
}
