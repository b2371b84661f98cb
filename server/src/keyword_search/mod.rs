//! The indexer, the search page, and ids turned back into cards. The index is this node's copy of what the database says;
//! it may be thrown away at any time.

pub mod alike;
pub mod api;
mod asked;
mod found;
mod indexer;
pub mod pages;
mod questions;
mod recognised;
mod room;
pub mod saved;
pub mod suggest;
#[cfg(test)]
mod tests;

use std::sync::{Arc, PoisonError, RwLock};

use anyhow::Context;
use forum_search::{Audience, Filters, Kind, Request, Response, Shelf, Suggestions};
use tokio::sync::Mutex;

pub use indexer::{attach, catch_up, follow, open, queue_rebuild, rebuild};

use crate::error::Result;
use crate::ids::CaseStudyId;

/// This node's search index. Clones are the same engine.
#[derive(Clone, Default)]
pub struct Engine(Arc<Parts>);

#[derive(Default)]
struct Parts {
    shelf: RwLock<Option<Shelf>>,
    /// The index of questions, apart from that of the studies.
    questions: RwLock<Option<Shelf>>,
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

    /// What may be meant while somebody types; nothing while there is no index.
    pub async fn suggest(&self, typed: &str, audience: Audience, limit: usize) -> Result<Suggestions> {
        let Some(index) = self.shelf().and_then(|shelf| shelf.current()) else {
            return Ok(Suggestions::default());
        };
        let typed = typed.to_owned();
        let found = tokio::task::spawn_blocking(move || index.suggest(&typed, audience, limit)).await;
        Ok(found.context("a suggestion ended early")?.context("the search index can't be read")?)
    }

    /// Ids of studies like this one, those of other kecamatan first; none while there is no index.
    pub async fn similar(&self, study: CaseStudyId, audience: Audience, limit: usize) -> Result<Vec<CaseStudyId>> {
        let Some(index) = self.shelf().and_then(|shelf| shelf.current()) else {
            return Ok(Vec::new());
        };
        let look = move || index.similar(Kind::Praktik, study.get(), audience, limit, &Filters::default());
        let found = tokio::task::spawn_blocking(look).await.context("a search ended early")?;
        let hits = found.context("the search index can't be read")?;
        Ok(hits.into_iter().map(|hit| CaseStudyId(hit.id)).collect())
    }

    /// What was typed with near words of the collection for those that nobody wrote; nothing while there is no index.
    pub async fn nearest_queries(&self, typed: &str, audience: Audience, limit: usize) -> Result<Vec<String>> {
        let Some(index) = self.shelf().and_then(|shelf| shelf.current()) else {
            return Ok(Vec::new());
        };
        let typed = typed.to_owned();
        let found = tokio::task::spawn_blocking(move || index.nearest_queries(&typed, audience, limit)).await;
        Ok(found.context("a search ended early")?.context("the search index can't be read")?)
    }

    fn shelf(&self) -> Option<Shelf> {
        self.0.shelf.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn question_shelf(&self) -> Option<Shelf> {
        self.0.questions.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn put_question_shelf(&self, shelf: Shelf) {
        *self.0.questions.write().unwrap_or_else(PoisonError::into_inner) = Some(shelf);
    }

    fn put_shelf(&self, shelf: Shelf) {
        *self.0.shelf.write().unwrap_or_else(PoisonError::into_inner) = Some(shelf);
    }
}
