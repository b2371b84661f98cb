//! What may be meant where nothing was found. The net is wider than that of a correction, for nothing of it is searched
//! for unasked.

use std::ops::Range;

use super::{Corrector, MAX_CORRECTED, MIN_LETTERS, SLIP, USUAL, may_be_mistyped};
use crate::index::typing::cost;
use crate::index::vocabulary::Known;
use crate::index::{Audience, Index, Result};
use crate::query::parse;

/// Words from this length on (in letters) may be two slips away.
const TWO_SLIPS_FROM: usize = 5;

impl Index {
    /// What was typed, with near words in the place of those that nobody wrote; the likeliest first. Each new word stands
    /// in a document of the audience. All other words stay, and so does a word of the language or of the synonyms.
    pub fn nearest_queries(&self, text: &str, audience: Audience, n: usize) -> Result<Vec<String>> {
        let searcher = self.reader.searcher();
        let synonyms = self.synonyms();
        let corrector = Corrector::new(self, &searcher, audience, &synonyms)?;
        Ok(corrector.nearest(text, n)?)
    }
}

impl Corrector<'_> {
    fn nearest(&self, text: &str, n: usize) -> tantivy::Result<Vec<String>> {
        let query = parse(text);
        let unknown = self.unknown(&query.words)?;
        let words = query.words.iter().zip(unknown).filter(|(word, unknown)| *unknown && may_be_mistyped(text, word));
        let mut places: Vec<(Range<usize>, Vec<String>)> = Vec::new();
        for (word, _) in words.take(MAX_CORRECTED) {
            let near = self.nearby(&word.surface, n)?;
            if !near.is_empty() {
                places.push((word.range.clone(), near));
            }
        }
        let most = places.iter().map(|(_, near)| near.len()).max().unwrap_or(0);
        Ok((0..most).map(|rank| written(text, &places, rank)).collect())
    }

    /// At most so many words of the audience near to one, the likeliest first.
    fn nearby(&self, typed: &str, n: usize) -> tantivy::Result<Vec<String>> {
        let letters = typed.chars().count();
        let mut near = self.vocabulary.near(typed, if letters >= TWO_SLIPS_FROM { 2 } else { 1 })?;
        let stem: String = typed.chars().take(letters.saturating_sub(2).max(MIN_LETTERS)).collect();
        near.extend(self.vocabulary.beginning(self.vocabulary.fields.whole.surface, &stem)?);
        let scored =
            |known: Known| (USUAL * (known.documents as f32).ln_1p() - SLIP * cost(typed, &known.text), known.text);
        let mut scored: Vec<(f32, String)> = near.into_iter().map(scored).collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let mut nearest: Vec<String> = Vec::new();
        for (_, text) in scored {
            if nearest.len() >= n {
                break;
            }
            if !nearest.contains(&text) && self.vocabulary.has_surface(&text)? {
                nearest.push(text);
            }
        }
        Ok(nearest)
    }
}

/// What was typed with the words of a rank in their places; a place that has fewer keeps its likeliest.
fn written(text: &str, places: &[(Range<usize>, Vec<String>)], rank: usize) -> String {
    let mut written = text.to_owned();
    for (range, near) in places.iter().rev() {
        if let Some(word) = near.get(rank).or_else(|| near.first()) {
            written.replace_range(range.clone(), word);
        }
    }
    written
}
