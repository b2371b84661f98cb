//! Corrects what was mistyped, by the words of the documents that the asker may see.
//!
//! A word is corrected only where neither its spelling nor its root is known. Of the known words nearby the one is
//! taken that a likely slip leads to, that is usual, and that stands in documents with the other words of the query.

mod nearest;

use tantivy::Searcher;

use super::typing::cost;
use super::vocabulary::{Known, Vocabulary};
use super::{Audience, Index};
use crate::analyzer::{is_known, root};
use crate::query::{Query, Term};
use crate::synonyms::Synonyms;

/// Shorter words (in letters) are not corrected: almost anything is near to them.
const MIN_LETTERS: usize = 4;

/// Words from this length on (in letters) may have two slips.
const TWO_SLIPS_FROM: usize = 8;

/// At most so many words of a query are corrected.
const MAX_CORRECTED: usize = 6;

/// So many of the likeliest words are compared by the company they keep.
const COMPARED: usize = 8;

/// So many documents of a word are looked at for its company.
const COMPANY_DOCUMENTS: usize = 300;

/// What a slip weighs against how usual a word is and its company.
const SLIP: f32 = 4.0;
const USUAL: f32 = 0.5;
const COMPANY: f32 = 4.0;

/// A missing or surplus space costs so much, as slips do.
const SPACE: f32 = 0.8;

/// Both parts of a word that is cut in two have at least so many letters.
const MIN_PART: usize = 3;

/// Longer words in capitals than this (in letters) are no abbreviations.
const MAX_ABBREVIATION: usize = 5;

/// A correction is applied by itself up to this cost, or in good company; otherwise it is only offered.
const SURE_COST: f32 = 2.0;
const SURE_COST_OF_SHORT: f32 = 0.85;
const SURE_COMPANY: f32 = 0.5;

/// Words up to this length (in letters) are short: many words are one slip away.
const SHORT: usize = 4;

/// A better spelling of a query.
pub struct Corrected {
    pub text: String,
    /// What stands in it for the words that nobody wrote.
    pub words: Vec<String>,
    /// Whether it is likely enough to search for it unasked.
    pub is_sure: bool,
}

/// Corrects queries for an audience.
pub struct Corrector<'a> {
    vocabulary: Vocabulary<'a>,
    synonyms: &'a Synonyms,
    all_documents: f32,
}

/// A stretch of words, what to write in its place, and how likely that is.
struct Proposal {
    text: String,
    score: f32,
    is_sure: bool,
}

impl<'a> Corrector<'a> {
    pub fn new(
        index: &'a Index,
        searcher: &'a Searcher,
        audience: Audience,
        synonyms: &'a Synonyms,
    ) -> tantivy::Result<Corrector<'a>> {
        let vocabulary = Vocabulary::new(searcher, &index.fields, audience)?;
        Ok(Corrector { vocabulary, synonyms, all_documents: searcher.num_docs() as f32 })
    }

    /// The query with corrected words, or `None` where there is nothing to correct.
    pub fn correct(&self, text: &str, query: &Query) -> tantivy::Result<Option<Corrected>> {
        let words = &query.words;
        let unknown = self.unknown(words)?;
        let mut changes: Vec<(std::ops::Range<usize>, String)> = Vec::new();
        let mut at = 0;
        let mut is_sure = true;
        while at < words.len() && changes.len() < MAX_CORRECTED {
            let next = at + 1;
            if next < words.len() && (unknown[at] || unknown[next]) && words[next].position == words[at].position + 1 {
                let joined = format!("{}{}", words[at].surface, words[next].surface);
                if self.is_word(&joined)? {
                    changes.push((words[at].range.start..words[next].range.end, joined));
                    at += 2;
                    continue;
                }
            }
            let range = words[at].range.clone();
            if unknown[at]
                && may_be_mistyped(text, &words[at])
                && let Some(better) = self.better(&words[at], words, &unknown)?
            {
                is_sure &= better.is_sure;
                changes.push((range, better.text));
            }
            at += 1;
        }
        if changes.is_empty() {
            return Ok(None);
        }
        let better = changes.iter().map(|(_, better)| better.clone()).collect();
        let mut corrected = text.to_owned();
        for (range, better) in changes.into_iter().rev() {
            corrected.replace_range(range, &better);
        }
        Ok(Some(Corrected { text: corrected, words: better, is_sure }))
    }

    /// Which words no visible document has in any inflection, nor the table of synonyms.
    fn unknown(&self, words: &[Term]) -> tantivy::Result<Vec<bool>> {
        let mut unknown = Vec::new();
        for word in words {
            unknown.push(!self.vocabulary.has_surface(&word.surface)? && !self.vocabulary.has_root(&word.root)?);
        }
        for expansion in self.synonyms.expansions(words) {
            unknown[expansion.span].fill(false);
        }
        Ok(unknown)
    }

    fn is_word(&self, text: &str) -> tantivy::Result<bool> {
        Ok(self.vocabulary.has_surface(text)? || self.vocabulary.has_root(&root(text))?)
    }

    /// The likeliest word, or two words, for an unknown one.
    fn better(&self, word: &Term, words: &[Term], unknown: &[bool]) -> tantivy::Result<Option<Proposal>> {
        let letters = word.surface.chars().count();
        let mut company = Vec::new();
        for (other, unknown) in words.iter().zip(unknown) {
            if !unknown && other.root != word.root {
                let found = self.vocabulary.documents(&other.surface)? as f32;
                company.push((other.root.as_str(), super::postings::rarity(self.all_documents, found)));
            }
        }
        let mut best = self.cut_in_two(&word.surface)?;
        let mut near = self.vocabulary.near(&word.surface, 1)?;
        if near.is_empty() && letters >= TWO_SLIPS_FROM {
            near = self.vocabulary.near(&word.surface, 2)?;
        }
        for proposal in self.ranked(&word.surface, near, &company)? {
            if best.as_ref().is_none_or(|best| best.score < proposal.score) {
                best = Some(proposal);
            }
        }
        Ok(best)
    }

    fn ranked(&self, typed: &str, near: Vec<Known>, company: &[(&str, f32)]) -> tantivy::Result<Vec<Proposal>> {
        let enough = if typed.chars().count() <= SHORT { SURE_COST_OF_SHORT } else { SURE_COST };
        let proposal = |known: Known| {
            let cost = cost(typed, &known.text);
            let score = USUAL * (known.documents as f32).ln_1p() - SLIP * cost;
            Proposal { text: known.text, score, is_sure: cost <= enough }
        };
        let mut proposals: Vec<Proposal> = near.into_iter().map(proposal).collect();
        proposals.sort_by(|a, b| b.score.total_cmp(&a.score));
        let mut ranked = Vec::new();
        for mut proposal in proposals {
            if ranked.len() == COMPARED {
                break;
            }
            if self.vocabulary.has_surface(&proposal.text)? {
                if !company.is_empty() {
                    let share = self.vocabulary.best_company(&proposal.text, company, COMPANY_DOCUMENTS)?;
                    proposal.score += COMPANY * share;
                    proposal.is_sure |= share >= SURE_COMPANY;
                }
                ranked.push(proposal);
            }
        }
        Ok(ranked)
    }

    /// The word cut in two known ones that stand side by side somewhere.
    fn cut_in_two(&self, word: &str) -> tantivy::Result<Option<Proposal>> {
        let mut best: Option<Proposal> = None;
        for (cut, _) in word.char_indices() {
            let (left, right) = word.split_at(cut);
            if left.chars().count() < MIN_PART || right.chars().count() < MIN_PART {
                continue;
            }
            if !self.vocabulary.has_surface(left)? || !self.vocabulary.has_surface(right)? {
                continue;
            }
            let pairs = self.vocabulary.pairs(left, right, COMPANY_DOCUMENTS)?;
            if pairs > 0 {
                let score = USUAL * (pairs as f32).ln_1p() - SLIP * SPACE + COMPANY / 2.0;
                if best.as_ref().is_none_or(|best| best.score < score) {
                    best = Some(Proposal { text: format!("{left} {right}"), score, is_sure: true });
                }
            }
        }
        Ok(best)
    }
}

/// Whether a word that nobody wrote may be mistyped. A word of the language is spelled right, also where nobody has
/// written it yet.
fn may_be_mistyped(text: &str, word: &Term) -> bool {
    let typed = text.get(word.range.clone()).unwrap_or_default();
    word.surface.chars().count() >= MIN_LETTERS
        && word.surface.chars().all(char::is_alphabetic)
        && !is_known(&word.root)
        && !is_abbreviation(typed)
}

/// Whether a word was typed as `TOGA` or `ODGJ` are.
fn is_abbreviation(typed: &str) -> bool {
    let letters = typed.chars().count();
    letters > 1 && letters <= MAX_ABBREVIATION && typed.chars().all(char::is_uppercase)
}
