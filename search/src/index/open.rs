//! Creates, opens and closes an index.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tantivy::indexer::{IndexWriterOptions, LogMergePolicy};
use tantivy::{Index as TantivyIndex, IndexReader, IndexWriter, ReloadPolicy};

use super::facets::Tables;
use super::rows::Rows;
use super::schema::{Fields, SCHEMA_VERSION, register_analyzers};
use super::stamp::{Payload, Stamp};
use super::{Error, Result};
use crate::analyzer;
use crate::synonyms::Synonyms;

/// The writer holds so much (in bytes) before it writes a segment.
const WRITER_BYTES: usize = 32 << 20;

/// Indexes up to this size (in bytes) are read through at opening, to notice files that rotted.
const MAX_CHECKED_BYTES: u64 = 64 << 20;

/// Small segments up to this number of documents are gathered into one.
const SMALL_SEGMENT_DOCUMENTS: u32 = 1_000;

/// A segment with a greater share of replaced documents is written anew.
const MAX_REPLACED_SHARE: f32 = 0.3;

/// Why an index cannot be used and has to be made anew from the database.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NeedsRebuild {
    /// There is none yet.
    #[error("there is no search index yet")]
    Missing,
    /// It follows another database, or one from before a restore.
    #[error("the search index belongs to another history of the database")]
    Foreign,
    /// It knows changes that the database does not.
    #[error("the search index stands at change {seq}, but the database ends at {max_seq}")]
    Ahead {
        /// Where the index stands.
        seq: i64,
        /// Where the database ends.
        max_seq: i64,
    },
    /// Its fields are not those of this version.
    #[error("the search index was laid out by another version")]
    OutdatedSchema,
    /// Its words were made by other rules or another dictionary.
    #[error("the search index was analyzed by another version")]
    OutdatedAnalyzer,
    /// It cannot be read.
    #[error("the search index is broken: {0}")]
    Broken(String),
}

/// An index that documents are put into and found in. Share it between threads.
pub struct Index {
    pub(super) index: TantivyIndex,
    pub(super) reader: IndexReader,
    pub(super) fields: Fields,
    pub(super) writer: Mutex<Option<IndexWriter>>,
    history_id: String,
    pub(super) seq: AtomicI64,
    synonyms: RwLock<Arc<Synonyms>>,
    pub(super) rows: Rows,
    pub(super) tables: Tables,
    /// Dropped last, when nothing writes into the folder any more.
    folder: Option<Folder>,
}

struct Folder {
    path: PathBuf,
    retired: AtomicBool,
}

impl Index {
    /// Makes an empty index in a folder, which may exist if it is empty.
    pub fn create(dir: &Path, history_id: &str) -> Result<Index> {
        std::fs::create_dir_all(dir)?;
        let fields = Fields::new();
        let index = TantivyIndex::create_in_dir(dir, fields.schema.clone())?;
        let created = Index::with(index, fields, history_id, Some(dir))?;
        created.apply(Vec::new(), 0)?;
        Ok(created)
    }

    /// Makes an empty index that ends with the process.
    pub fn in_memory(history_id: &str) -> Result<Index> {
        let fields = Fields::new();
        let index = TantivyIndex::create_in_ram(fields.schema.clone());
        Index::with(index, fields, history_id, None)
    }

    /// Opens the index of a folder, if it can go on following this history from where it stands.
    pub fn open(dir: &Path, history_id: &str, max_seq: i64) -> std::result::Result<Index, NeedsRebuild> {
        if !dir.join("meta.json").exists() {
            return Err(NeedsRebuild::Missing);
        }
        // Of files that rotted the engine may make a panic rather than an error.
        let opened = catch_unwind(AssertUnwindSafe(|| Index::open_whole(dir, history_id, max_seq)));
        opened.unwrap_or_else(|_| Err(NeedsRebuild::Broken("reading it panicked".to_owned())))
    }

    fn open_whole(dir: &Path, history_id: &str, max_seq: i64) -> std::result::Result<Index, NeedsRebuild> {
        let broken = |error: Error| NeedsRebuild::Broken(error.to_string());
        let index = TantivyIndex::open_in_dir(dir).map_err(|error| broken(error.into()))?;
        let fields = Fields::new();
        let metas = index.load_metas().map_err(|error| broken(error.into()))?;
        let payload = metas.payload.as_deref().and_then(Payload::from_json);
        let payload = payload.ok_or_else(|| NeedsRebuild::Broken("it carries no stamp".to_owned()))?;
        if payload.schema != SCHEMA_VERSION || index.schema() != fields.schema {
            return Err(NeedsRebuild::OutdatedSchema);
        }
        if payload.analyzer != analyzer::version() {
            return Err(NeedsRebuild::OutdatedAnalyzer);
        }
        let Stamp { history_id: found, seq } = payload.stamp;
        if found != history_id {
            return Err(NeedsRebuild::Foreign);
        }
        if seq > max_seq {
            return Err(NeedsRebuild::Ahead { seq, max_seq });
        }
        if size_of_files(dir) <= MAX_CHECKED_BYTES {
            let damaged = index.validate_checksum().map_err(|error| broken(error.into()))?;
            if !damaged.is_empty() {
                return Err(NeedsRebuild::Broken(format!("{} damaged files", damaged.len())));
            }
        }
        let opened = Index::with(index, fields, history_id, Some(dir)).map_err(broken)?;
        opened.seq.store(seq, Ordering::Release);
        Ok(opened)
    }

    fn with(mut index: TantivyIndex, fields: Fields, history_id: &str, dir: Option<&Path>) -> Result<Index> {
        register_analyzers(&mut index);
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let writer = open_writer(&index)?;
        let folder = dir.map(|path| Folder { path: path.to_owned(), retired: AtomicBool::new(false) });
        Ok(Index {
            index,
            reader,
            fields,
            writer: Mutex::new(Some(writer)),
            history_id: history_id.to_owned(),
            seq: AtomicI64::new(0),
            synonyms: RwLock::default(),
            rows: Rows::new(),
            tables: Tables::new(),
            folder,
        })
    }

    /// Searches use these synonyms from now on; nothing has to be indexed anew.
    pub fn set_synonyms(&self, synonyms: Arc<Synonyms>) {
        *self.synonyms.write().unwrap_or_else(PoisonError::into_inner) = synonyms;
    }

    pub(super) fn synonyms(&self) -> Arc<Synonyms> {
        Arc::clone(&self.synonyms.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The last change that is in the index.
    pub fn seq(&self) -> i64 {
        self.seq.load(Ordering::Acquire)
    }

    /// The history of changes that the index follows.
    pub fn history_id(&self) -> &str {
        &self.history_id
    }

    /// How many documents can be found.
    pub fn len(&self) -> usize {
        usize::try_from(self.reader.searcher().num_docs()).unwrap_or(usize::MAX)
    }

    /// Whether nothing can be found.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether its folder is still there; one in memory always is.
    pub fn is_on_disk(&self) -> bool {
        self.folder.as_ref().is_none_or(|folder| folder.path.join("meta.json").exists())
    }

    /// Waits for merges to end and lets go of the folder; searches go on.
    pub fn close(&self) -> Result<()> {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(writer) = writer {
            writer.wait_merging_threads()?;
        }
        Ok(())
    }

    /// The folder goes with the last user of the index.
    pub(super) fn retire(&self) {
        if let Some(folder) = &self.folder {
            folder.retired.store(true, Ordering::Release);
        }
    }
}

/// Opens the one writer of an index: one thread, one merge at a time in the background.
pub(super) fn open_writer(index: &TantivyIndex) -> Result<IndexWriter> {
    let options = IndexWriterOptions::builder()
        .num_worker_threads(1)
        .num_merge_threads(1)
        .memory_budget_per_thread(WRITER_BYTES)
        .build();
    let writer = index.writer_with_options(options)?;
    let mut policy = LogMergePolicy::default();
    policy.set_min_layer_size(SMALL_SEGMENT_DOCUMENTS);
    policy.set_del_docs_ratio_before_merge(MAX_REPLACED_SHARE);
    writer.set_merge_policy(Box::new(policy));
    Ok(writer)
}

fn size_of_files(dir: &Path) -> u64 {
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.metadata().ok()).map(|file| file.len()).sum()
}

impl Drop for Folder {
    fn drop(&mut self) {
        if *self.retired.get_mut()
            && let Err(error) = std::fs::remove_dir_all(&self.path)
            && error.kind() != std::io::ErrorKind::NotFound
        {
            tracing::warn!(%error, path = %self.path.display(), "an old search index could not be deleted");
        }
    }
}
