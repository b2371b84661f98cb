//! Documents that tell of the same thing, those of other kecamatan first.

use std::collections::HashMap;

use tantivy::columnar::StrColumn;
use tantivy::postings::Postings;
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, DocSet, Searcher, TERMINATED, TantivyDocument, Term};

use super::document::key;
use super::facets::Sieve;
use super::postings::{postings, rarity};
use super::search::is_alive;
use super::{Audience, Filters, Hit, Index, Kind, Result};

/// So many of its most telling roots stand for a document.
const ROOTS: usize = 16;

/// Roots in a greater share of the documents tell nothing.
const MAX_SHARE: f32 = 0.2;

/// So many of the nearest documents are compared by their tags.
const COMPARED: usize = 200;

/// What a shared sector and each shared indicator add, as a share of the score.
const SAME_SECTOR: f32 = 0.3;
const SAME_INDICATOR: f32 = 0.15;

/// Less than this share of the best possible agreement is no likeness.
const LEAST_LIKENESS: f32 = 0.08;

impl Index {
    /// Documents like this one, at most so many; those of its own kecamatan come last. Empty where it is unknown.
    pub fn similar(
        &self,
        kind: Kind,
        id: i64,
        audience: Audience,
        limit: usize,
        filters: &Filters,
    ) -> Result<Vec<Hit>> {
        let searcher = self.reader.searcher();
        let Some(own) = self.address_of(&searcher, kind, id)? else {
            return Ok(Vec::new());
        };
        let roots = self.telling_roots(&searcher, own)?;
        let most: f32 = roots.iter().map(|(_, weight)| weight).sum();
        let mut near = self.near(&searcher, own, &roots, audience, filters)?;
        near.retain(|(_, score)| *score >= LEAST_LIKENESS * most);
        near.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| b.0.cmp(&a.0)));
        near.truncate(COMPARED);
        let tags = Tags::of(&searcher, own)?;
        let mut ranked = Vec::new();
        for (at, score) in near {
            let other = Tags::of(&searcher, at)?;
            let same_place = tags.kecamatan.is_some() && tags.kecamatan == other.kecamatan;
            ranked.push((same_place, score * (1.0 + tags.agreement(&other)), at));
        }
        ranked.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.total_cmp(&a.1)).then_with(|| b.2.cmp(&a.2)));
        ranked.into_iter().take(limit).map(|(_, score, at)| bare_hit(&searcher, at, score)).collect()
    }

    fn address_of(&self, searcher: &Searcher, kind: Kind, id: i64) -> Result<Option<DocAddress>> {
        for (number, segment) in (0..).zip(searcher.segment_readers()) {
            let text = key(kind, id);
            let Some(mut found) = postings(segment, self.fields.key, &text, IndexRecordOption::Basic)? else {
                continue;
            };
            while found.doc() != TERMINATED {
                if is_alive(segment, found.doc()) {
                    return Ok(Some(DocAddress::new(number, found.doc())));
                }
                found.advance();
            }
        }
        Ok(None)
    }

    fn telling_roots(&self, searcher: &Searcher, own: DocAddress) -> Result<Vec<(String, f32)>> {
        let stored: TantivyDocument = searcher.doc(own)?;
        let gist = stored.get_first(self.fields.gist).and_then(|gist| gist.as_str()).unwrap_or_default().to_owned();
        let all = searcher.num_docs() as f32;
        let mut parts = gist.split(' ');
        let mut roots = Vec::new();
        while let (Some(root), Some(count)) = (parts.next(), parts.next()) {
            let found = searcher.doc_freq(&Term::from_field_text(self.fields.whole.root, root))? as f32;
            let count: f32 = count.parse().unwrap_or(1.0);
            if found > 1.0 && (found <= MAX_SHARE * all || all < 50.0) {
                roots.push((root.to_owned(), rarity(all, found) * count / (count + 1.5)));
            }
        }
        roots.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        roots.truncate(ROOTS);
        Ok(roots)
    }

    fn near(
        &self,
        searcher: &Searcher,
        own: DocAddress,
        roots: &[(String, f32)],
        audience: Audience,
        filters: &Filters,
    ) -> Result<Vec<(DocAddress, f32)>> {
        let mut near = Vec::new();
        for (number, segment) in (0..).zip(searcher.segment_readers()) {
            let mut scores: HashMap<u32, f32> = HashMap::new();
            for (root, weight) in roots {
                let how = IndexRecordOption::WithFreqs;
                let Some(mut found) = postings(segment, self.fields.whole.root, root, how)? else {
                    continue;
                };
                while found.doc() != TERMINATED {
                    let count = found.term_freq() as f32;
                    *scores.entry(found.doc()).or_default() += weight * count / (count + 1.5);
                    found.advance();
                }
            }
            let mut sieve = Sieve::open(&self.tables, segment, audience, filters)?;
            for (doc, score) in scores {
                let at = DocAddress::new(number, doc);
                if at != own && is_alive(segment, doc) && sieve.is_visible(doc) && sieve.passes(doc) {
                    near.push((at, score));
                }
            }
        }
        Ok(near)
    }
}

fn bare_hit(searcher: &Searcher, at: DocAddress, score: f32) -> Result<Hit> {
    let columns = searcher.segment_reader(at.segment_ord).fast_fields();
    Ok(Hit {
        kind: columns.u64("kind")?.first(at.doc_id).and_then(Kind::from_code).unwrap_or(Kind::Praktik),
        id: columns.i64("id")?.first(at.doc_id).unwrap_or_default(),
        score,
        fields: Vec::new(),
        pages: Vec::new(),
        held: Vec::new(),
        missing: Vec::new(),
    })
}

/// How a document is classified.
struct Tags {
    sector: Vec<String>,
    indicators: Vec<String>,
    kecamatan: Option<String>,
}

impl Tags {
    fn of(searcher: &Searcher, at: DocAddress) -> Result<Tags> {
        let columns = searcher.segment_reader(at.segment_ord).fast_fields();
        let values = |field: &str| -> Result<Vec<String>> {
            let Some(column) = columns.str(field)? else {
                return Ok(Vec::new());
            };
            Ok(names(&column, at.doc_id))
        };
        let kecamatan = values("kecamatan")?.into_iter().next();
        Ok(Tags { sector: values("sector")?, indicators: values("indicators")?, kecamatan })
    }

    fn agreement(&self, other: &Tags) -> f32 {
        let sectors = self.sector.iter().filter(|sector| other.sector.contains(sector)).count() as f32;
        let indicators = self.indicators.iter().filter(|slug| other.indicators.contains(slug)).count() as f32;
        SAME_SECTOR * sectors + SAME_INDICATOR * indicators
    }
}

fn names(column: &StrColumn, doc: u32) -> Vec<String> {
    let name = |number| {
        let mut name = String::new();
        column.ord_to_str(number, &mut name).is_ok_and(|found| found).then_some(name)
    };
    column.ords().values_for_doc(doc).filter_map(name).collect()
}
