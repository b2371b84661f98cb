//! Writes changes into the index: all of a call or none, durable and visible when it returns.

use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use tantivy::{IndexWriter, Term};

use super::document::{key, to_tantivy};
use super::open::open_writer;
use super::stamp::{Payload, Stamp};
use super::{Change, Index, Kind, Result};

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
