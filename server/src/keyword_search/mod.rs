//! The indexer, the search page, and ids turned back into cards. The index is this node's copy of what the database says;
//! it may be thrown away at any time.

pub mod api;
mod asked;
mod found;
mod indexer;
pub mod pages;
#[cfg(test)]
mod tests;

use std::sync::{Arc, PoisonError, RwLock};

use anyhow::Context;
use forum_search::{Request, Response, Shelf, Synonyms};
use tokio::sync::Mutex;

pub use indexer::{attach, catch_up, follow, open, queue_rebuild, rebuild};

use crate::error::Result;

/// This node's search index. Clones are the same engine.
#[derive(Clone, Default)]
pub struct Engine(Arc<Parts>);

#[derive(Default)]
struct Parts {
    shelf: RwLock<Option<Shelf>>,
    /// Held by whoever writes the index: the follower, a rebuild.
    writing: Mutex<()>,
}

impl Engine {
    /// True when searches are answered from an index.
    pub fn is_ready(&self) -> bool {
        self.shelf().is_some_and(|shelf| shelf.current().is_some())
    }

    /// The last change that the index has applied.
    pub fn seq(&self) -> i64 {
        self.shelf().and_then(|shelf| shelf.current()).map_or(0, |index| index.seq())
    }

    /// The history of the database that the index follows.
    fn history_id(&self) -> Option<String> {
        self.shelf().and_then(|shelf| shelf.current()).map(|index| index.history_id().to_owned())
    }

    /// How many documents can be found.
    pub fn documents(&self) -> usize {
        self.shelf().and_then(|shelf| shelf.current()).map_or(0, |index| index.len())
    }

    /// Searches; `None` while the first index is being made.
    pub async fn search(&self, request: Request) -> Result<Option<Response>> {
        let Some(index) = self.shelf().and_then(|shelf| shelf.current()) else {
            return Ok(None);
        };
        let found =
            tokio::task::spawn_blocking(move || index.search(&request)).await.context("a search ended early")?;
        Ok(Some(found.context("the search index can't be read")?))
    }

    fn shelf(&self) -> Option<Shelf> {
        self.0.shelf.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn put_shelf(&self, shelf: Shelf) {
        shelf.set_synonyms(Arc::new(Synonyms::starting()));
        *self.0.shelf.write().unwrap_or_else(PoisonError::into_inner) = Some(shelf);
    }
}
