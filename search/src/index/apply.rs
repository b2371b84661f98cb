//! Writes changes into the index: all of a call or none, durable and visible when it returns.

use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use tantivy::{IndexWriter, TantivyDocument, Term};

use super::open::open_writer;
use super::schema::{Fields, Text};
use super::stamp::{Payload, Stamp};
use super::{Change, Document, Field, Index, Kind, Result};

impl Index {
    /// Applies the changes up to and with `seq`. After an error nothing of the call is in the index, and it may be
    /// called again.
    pub fn apply(&self, changes: Vec<Change>, seq: i64) -> Result<()> {
        let mut slot = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let writer = match slot.take() {
            Some(writer) => writer,
            // The last call failed, or the index was closed.
            None => open_writer(&self.index)?,
        };
        // A writer that failed is dropped with what it had not committed.
        *slot = Some(self.write(writer, changes, seq.max(self.seq()))?);
        Ok(())
    }

    fn write(&self, mut writer: IndexWriter, changes: Vec<Change>, seq: i64) -> Result<IndexWriter> {
        for change in changes {
            match change {
                Change::Put(document) => {
                    writer.delete_term(self.key(document.kind, document.id));
                    writer.add_document(to_tantivy(&self.fields, document))?;
                }
                Change::Remove(kind, id) => {
                    writer.delete_term(self.key(kind, id));
                }
            }
        }
        let stamp = Stamp { history_id: self.history_id().to_owned(), seq };
        let mut commit = writer.prepare_commit()?;
        commit.set_payload(&Payload::of(stamp).to_json());
        commit.commit()?;
        self.reader.reload()?;
        self.seq.store(seq, Ordering::Release);
        Ok(writer)
    }

    fn key(&self, kind: Kind, id: i64) -> Term {
        Term::from_field_text(self.fields.key, &key(kind, id))
    }
}

fn key(kind: Kind, id: i64) -> String {
    format!("{kind}:{id}")
}

fn to_tantivy(fields: &Fields, document: Document) -> TantivyDocument {
    let mut to = TantivyDocument::default();
    to.add_text(fields.key, key(document.kind, document.id));
    to.add_u64(fields.kind, document.kind.code());
    to.add_i64(fields.id, document.id);
    to.add_u64(fields.audience, document.audience as u64);
    to.add_i64(fields.published_at, document.published_at_ms);
    to.add_u64(fields.has_figures, u64::from(document.has_figures));
    to.add_u64(fields.featured, u64::from(document.featured));
    if let Some(year) = document.year {
        to.add_i64(fields.year, i64::from(year));
    }
    let single = [
        (fields.sector, document.sector),
        (fields.kabupaten_kota, document.kabupaten_kota),
        (fields.kecamatan, document.kecamatan),
        (fields.stage, document.stage),
    ];
    for (field, value) in single {
        value.into_iter().for_each(|value| to.add_text(field, value));
    }
    document.indicators.into_iter().for_each(|slug| to.add_text(fields.indicators, slug));
    add_passage(&mut to, fields, Field::Title, &document.title);
    add_passage(&mut to, fields, Field::Place, &document.place);
    for (field, text) in &document.passages {
        add_passage(&mut to, fields, *field, text);
    }
    to
}

fn add_passage(to: &mut TantivyDocument, fields: &Fields, field: Field, text: &str) {
    let mut add = |Text { surface, root }| {
        to.add_text(surface, text);
        to.add_text(root, text);
    };
    match field {
        Field::Title => add(fields.title),
        Field::Summary => add(fields.summary),
        Field::Results => add(fields.results),
        Field::Files => add(fields.files),
        Field::Place => add(fields.place),
        Field::Problem | Field::Steps | Field::Body => {}
    }
    // Names of places and long files would drown what the study itself says.
    if !matches!(field, Field::Files | Field::Place) {
        add(fields.whole);
    }
    if matches!(field, Field::Problem | Field::Steps | Field::Body) {
        to.add_text(fields.roots_of(field), text);
    }
}
