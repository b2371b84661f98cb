//! Tells in which parts of a found document the sought words stand.

use std::collections::BTreeSet;

use tantivy::postings::Postings;
use tantivy::schema::{Field as TantivyField, IndexRecordOption, Value};
use tantivy::{DocAddress, DocSet, Searcher, SegmentReader, TantivyDocument};

use super::document::POSITIONS_PER_PAGE;
use super::plan::{Plan, Slot};
use super::postings::postings;
use super::schema::Fields;
use super::{Field, FilePage};

/// At most so many pages are told.
const MAX_PAGES: usize = 3;

/// Why a document was found.
#[derive(Default)]
pub struct Why {
    /// The parts that have a sought word in any inflection, the most telling first.
    pub fields: Vec<Field>,
    /// The pages of files that have one.
    pub pages: Vec<FilePage>,
    /// The numbers of the words that it has, each with that of the first way in which it has it.
    pub held: Vec<(usize, usize)>,
    /// The numbers of the words that it does not have.
    pub missing: Vec<usize>,
}

/// Looks up why a document was found.
pub fn why(fields: &Fields, plan: &Plan, searcher: &Searcher, at: DocAddress) -> tantivy::Result<Why> {
    let document = Found { fields, segment: searcher.segment_reader(at.segment_ord), at };
    let ways = plan.slots.iter().flat_map(|slot| &slot.ways).flat_map(|way| &way.terms);
    let roots: BTreeSet<&str> = ways.chain(plan.phrases.iter().flatten()).map(|term| term.root.as_str()).collect();
    let mut why = Why::default();
    for field in Field::ALL {
        if document.has_any(fields.roots_of(field), &roots)? {
            why.fields.push(field);
        }
    }
    if why.fields.contains(&Field::Files) {
        why.pages = document.pages(searcher, &roots)?;
    }
    for (number, slot) in plan.slots.iter().enumerate() {
        match document.way_of(slot)? {
            Some(way) => why.held.push((number, way)),
            None => why.missing.push(number),
        }
    }
    Ok(why)
}

struct Found<'a> {
    fields: &'a Fields,
    segment: &'a SegmentReader,
    at: DocAddress,
}

impl Found<'_> {
    fn has_any(&self, field: TantivyField, roots: &BTreeSet<&str>) -> tantivy::Result<bool> {
        for root in roots {
            if self.has(field, root)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn has(&self, field: TantivyField, root: &str) -> tantivy::Result<bool> {
        let found = postings(self.segment, field, root, IndexRecordOption::Basic)?;
        Ok(found.is_some_and(|mut postings| {
            postings.doc() == self.at.doc_id
                || (postings.doc() < self.at.doc_id && postings.seek(self.at.doc_id) == self.at.doc_id)
        }))
    }

    /// The first way in which the document has a word.
    fn way_of(&self, slot: &Slot) -> tantivy::Result<Option<usize>> {
        let texts = [self.fields.whole.root, self.fields.place.root, self.fields.files.root];
        for (number, way) in slot.ways.iter().enumerate() {
            let mut has_all = true;
            for term in &way.terms {
                let mut has_one = false;
                for field in texts {
                    has_one = has_one || self.has(field, &term.root)?;
                }
                has_all = has_all && has_one;
            }
            if has_all {
                return Ok(Some(number));
            }
        }
        Ok(None)
    }

    /// The position of a word among the files tells its page.
    fn pages(&self, searcher: &Searcher, roots: &BTreeSet<&str>) -> tantivy::Result<Vec<FilePage>> {
        let mut numbers = BTreeSet::new();
        let mut positions = Vec::new();
        for root in roots {
            let how = IndexRecordOption::WithFreqsAndPositions;
            if let Some(mut postings) = postings(self.segment, self.fields.files.root, root, how)?
                && (postings.doc() == self.at.doc_id
                    || (postings.doc() < self.at.doc_id && postings.seek(self.at.doc_id) == self.at.doc_id))
            {
                postings.positions(&mut positions);
                numbers.extend(positions.iter().map(|position| *position as usize / POSITIONS_PER_PAGE));
            }
        }
        let stored: TantivyDocument = searcher.doc(self.at)?;
        let names = stored.get_first(self.fields.file_pages).and_then(|names| names.as_str());
        let names: Vec<(String, Option<u32>)> =
            names.and_then(|names| serde_json::from_str(names).ok()).unwrap_or_default();
        let pages = numbers.into_iter().filter_map(|number| names.get(number)).filter(|(name, _)| !name.is_empty());
        Ok(pages.take(MAX_PAGES).map(|(file, page)| FilePage { file: file.clone(), page: *page }).collect())
    }
}
