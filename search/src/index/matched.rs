//! Tells in which parts of a found document the sought words stand.

use std::collections::BTreeSet;

use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet, Searcher, SegmentReader, Term};

use super::Field;
use super::schema::Fields;
use crate::query::Query;

/// The parts of a document that have a sought word in any inflection, the most telling first.
pub fn fields_of(fields: &Fields, query: &Query, searcher: &Searcher, at: DocAddress) -> tantivy::Result<Vec<Field>> {
    let segment = searcher.segment_reader(at.segment_ord);
    let sought = query.words.iter().chain(query.phrases.iter().flatten());
    let roots: BTreeSet<&str> = sought.map(|term| term.root.as_str()).collect();
    let mut found = Vec::new();
    for field in Field::ALL {
        if has_any(fields, field, &roots, segment, at)? {
            found.push(field);
        }
    }
    Ok(found)
}

fn has_any(
    fields: &Fields,
    field: Field,
    roots: &BTreeSet<&str>,
    segment: &SegmentReader,
    at: DocAddress,
) -> tantivy::Result<bool> {
    let in_field = fields.roots_of(field);
    let inverted = segment.inverted_index(in_field)?;
    for root in roots {
        let term = Term::from_field_text(in_field, root);
        if let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)?
            && postings.doc() <= at.doc_id
            && postings.seek(at.doc_id) == at.doc_id
        {
            return Ok(true);
        }
    }
    Ok(false)
}
