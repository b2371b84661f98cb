//! The index of questions: a small one of its own beside that of the studies, so that the weight of a word, the counts and
//! the order of studies never depend on what people ask. It follows the same log, and is made anew whenever it can't go on.

use anyhow::Context;
use forum_search::{Audience, Change, Filters, Kind, Request, Response, Shelf, Suggestions};

use super::Engine;
use crate::app::App;
use crate::content_change::{self, Subject};
use crate::error::Result;
use crate::question::searchable;

/// Questions that go into the index in one commit.
const BATCH: u64 = 500;

/// Grows when documents of questions hold something else: an index of the earlier ones is made anew at the next start.
const DOCUMENTS: u32 = 2;

impl Engine {
    /// Searches the questions; nothing while their index is not there.
    pub async fn search_questions(&self, request: Request) -> Result<Response> {
        let Some(index) = self.question_shelf().and_then(|shelf| shelf.current()) else {
            return Ok(Response::default());
        };
        let found =
            tokio::task::spawn_blocking(move || index.search(&request)).await.context("a search ended early")?;
        Ok(found.context("the index of questions can't be read")?)
    }

    /// Questions that may be meant while somebody types.
    pub async fn suggest_questions(&self, typed: &str, audience: Audience, limit: usize) -> Result<Suggestions> {
        let Some(index) = self.question_shelf().and_then(|shelf| shelf.current()) else {
            return Ok(Suggestions::default());
        };
        let typed = typed.to_owned();
        let found = tokio::task::spawn_blocking(move || index.suggest(&typed, audience, limit)).await;
        Ok(found.context("a suggestion ended early")?.context("the index of questions can't be read")?)
    }
}

/// What is asked of the index for words alone.
pub fn request(text: &str, audience: Audience, offset: usize, limit: usize) -> Request {
    Request { audience, offset, limit, filters: Filters::default(), ..Request::new(text) }
}

/// The history that this index follows: the database's, and what its documents hold.
async fn history(app: &App) -> anyhow::Result<String> {
    Ok(format!("{}/{DOCUMENTS}", content_change::history_id(app.db.read()).await?))
}

/// Opens the index of questions. It is small, so it is made anew at once where it is missing, of another history, or
/// behind the last change of a question that the index of studies has passed.
pub(super) async fn attach(app: &App) -> anyhow::Result<()> {
    let folder = app.config.data_dir.join("index-questions");
    let history = history(app).await?;
    let newest = content_change::newest(app.db.read()).await?;
    let opened = tokio::task::spawn_blocking(move || {
        Shelf::open(&folder, &history, newest)
            .with_context(|| format!("the folder of the index of questions, {}, can't be used", folder.display()))
    });
    let (shelf, why) = opened.await??;
    let passed = content_change::newest_question(app.db.read(), app.search.seq()).await?;
    let is_behind = shelf.current().is_none_or(|index| index.seq() < passed);
    app.search.put_question_shelf(shelf);
    if why.is_some() || is_behind {
        rebuild(app).await?;
    }
    Ok(())
}

/// Makes the index of questions anew from the database while the old one serves.
pub(super) async fn rebuild(app: &App) -> anyhow::Result<()> {
    let shelf = app.search.question_shelf().context("the index of questions is not open")?;
    let history = history(app).await?;
    let seq = content_change::newest(app.db.read()).await?;
    let mut rebuild = tokio::task::spawn_blocking(move || shelf.begin_rebuild(&history)).await??;
    let mut last = 0;
    loop {
        let ids = searchable::ids_after(app.db.read(), last, BATCH).await?;
        let Some(end) = ids.last() else { break };
        last = *end;
        let changes = changes_of(app, &ids).await?;
        rebuild = tokio::task::spawn_blocking(move || rebuild.apply(changes, 0).map(|()| rebuild)).await??;
    }
    tokio::task::spawn_blocking(move || rebuild.apply(Vec::new(), seq).and_then(|()| rebuild.finish())).await??;
    Ok(())
}

/// Brings in what these changes say of questions, and how far the log was read.
pub(super) async fn apply(app: &App, subjects: &[Subject], seq: i64) -> anyhow::Result<()> {
    let index = app.search.question_shelf().and_then(|shelf| shelf.current());
    let Some(index) = index.filter(|index| index.is_on_disk()) else {
        return rebuild(app).await;
    };
    let asked = subjects.iter().filter_map(|subject| match subject {
        Subject::Question(id) => Some(id.get()),
        _ => None,
    });
    let mut ids: Vec<i64> = asked.collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        // Nothing of it concerns a question; how far the log was read is told with the next that does.
        return Ok(());
    }
    let changes = changes_of(app, &ids).await?;
    tokio::task::spawn_blocking(move || index.apply(changes, seq)).await??;
    Ok(())
}

async fn changes_of(app: &App, ids: &[i64]) -> anyhow::Result<Vec<Change>> {
    let documents = searchable::documents(app.db.read(), &app.catalogue.get(), ids).await?;
    let shown: std::collections::HashSet<i64> = documents.iter().map(|document| document.id).collect();
    let gone = ids.iter().filter(|id| !shown.contains(id)).map(|id| Change::Remove(Kind::Tanya, *id));
    Ok(gone.chain(documents.into_iter().map(Change::Put)).collect())
}
