//! Keeps the index that serves, and puts a newly built one in its place.
//!
//! A folder holds numbered indexes and a file `current` with the number of the one that serves. The file is
//! replaced in one step after the new index is complete, so at any moment it names a whole index; whatever it
//! does not name is swept away at the next opening.

use std::fs::{self, File};
use std::io::Write;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use super::{Index, NeedsRebuild, Result};
use crate::synonyms::Synonyms;

const POINTER: &str = "current";
const NEXT_POINTER: &str = "current.next";

/// The place of the serving index. Clones are the same shelf.
#[derive(Clone)]
pub struct Shelf {
    inner: Arc<Inner>,
}

struct Inner {
    /// Without a folder all is kept in memory.
    root: Option<PathBuf>,
    current: RwLock<Option<Arc<Index>>>,
    next_number: AtomicU64,
    /// Kept for the indexes to come.
    synonyms: RwLock<Arc<Synonyms>>,
}

impl Shelf {
    /// Opens the folder, which is made where it is missing, sweeps what a crash left, and tells why there is
    /// nothing to serve, if so. One process may hold a folder; keeping others away is the caller's part.
    pub fn open(root: &Path, history_id: &str, max_seq: i64) -> Result<(Shelf, Option<NeedsRebuild>)> {
        fs::create_dir_all(root)?;
        let number = read_pointer(root);
        sweep(root, number)?;
        let opened = match number {
            Some(number) => Index::open(&root.join(number.to_string()), history_id, max_seq),
            None => Err(NeedsRebuild::Missing),
        };
        let (current, why) = match opened {
            Ok(index) => (Some(Arc::new(index)), None),
            Err(why) => (None, Some(why)),
        };
        let inner = Inner {
            root: Some(root.to_owned()),
            current: RwLock::new(current),
            next_number: AtomicU64::new(number.map_or(1, |number| number.saturating_add(1))),
            synonyms: RwLock::default(),
        };
        Ok((Shelf { inner: Arc::new(inner) }, why))
    }

    /// A shelf in memory with an empty index on it.
    pub fn in_memory(history_id: &str) -> Result<Shelf> {
        let index = Index::in_memory(history_id)?;
        let inner = Inner {
            root: None,
            current: RwLock::new(Some(Arc::new(index))),
            next_number: AtomicU64::new(1),
            synonyms: RwLock::default(),
        };
        Ok(Shelf { inner: Arc::new(inner) })
    }

    /// The index that serves, if there is one.
    pub fn current(&self) -> Option<Arc<Index>> {
        self.inner.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Searches use these synonyms from now on, in the index that serves and in those to come.
    pub fn set_synonyms(&self, synonyms: Arc<Synonyms>) {
        *self.inner.synonyms.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&synonyms);
        // An index that is put up meanwhile has read them, or is the one that serves by now.
        if let Some(index) = self.current() {
            index.set_synonyms(synonyms);
        }
    }

    /// Begins a new, empty index beside the one that serves.
    pub fn begin_rebuild(&self, history_id: &str) -> Result<Rebuild> {
        let number = self.inner.next_number.fetch_add(1, Ordering::Relaxed);
        let index = match &self.inner.root {
            Some(root) => Index::create(&root.join(number.to_string()), history_id)?,
            None => Index::in_memory(history_id)?,
        };
        Ok(Rebuild { shelf: self.clone(), number, index: Arc::new(index), finished: false })
    }

    fn put(&self, number: u64, index: Arc<Index>) -> Result<()> {
        // Held while the pointer is written, so that of two rebuilds the pointer and the serving index agree.
        let mut current = self.inner.current.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(root) = &self.inner.root {
            write_pointer(root, number)?;
        }
        index.set_synonyms(Arc::clone(&self.inner.synonyms.read().unwrap_or_else(PoisonError::into_inner)));
        if let Some(old) = current.replace(index) {
            old.retire();
        }
        Ok(())
    }
}

/// A new index that is being filled. Dropped before [`Rebuild::finish`], it leaves nothing behind.
pub struct Rebuild {
    shelf: Shelf,
    number: u64,
    index: Arc<Index>,
    finished: bool,
}

impl Rebuild {
    /// Puts the new index in the place of the old one, whose folder goes with its last reader.
    pub fn finish(mut self) -> Result<Arc<Index>> {
        self.shelf.put(self.number, Arc::clone(&self.index))?;
        self.finished = true;
        Ok(Arc::clone(&self.index))
    }
}

impl Deref for Rebuild {
    type Target = Index;

    fn deref(&self) -> &Index {
        &self.index
    }
}

impl Drop for Rebuild {
    fn drop(&mut self) {
        if !self.finished {
            self.index.retire();
        }
    }
}

fn read_pointer(root: &Path) -> Option<u64> {
    fs::read_to_string(root.join(POINTER)).ok()?.trim().parse().ok()
}

fn write_pointer(root: &Path, number: u64) -> std::io::Result<()> {
    // The folder's name must be on the disk before anything points to it.
    File::open(root)?.sync_all()?;
    let next = root.join(NEXT_POINTER);
    let mut file = File::create(&next)?;
    writeln!(file, "{number}")?;
    file.sync_all()?;
    fs::rename(&next, root.join(POINTER))?;
    File::open(root)?.sync_all()
}

/// Deletes the numbered folders that nothing points to. Other people's files in the folder stay.
fn sweep(root: &Path, keep: Option<u64>) -> std::io::Result<()> {
    for entry in fs::read_dir(root)? {
        let entry = entry?;
        let number = entry.file_name().to_str().and_then(|name| name.parse::<u64>().ok());
        if number.is_some() && number != keep && entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}
