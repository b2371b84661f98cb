//! Keeps the index at the log of content: opens it, follows the log, and makes it anew when it can't go on.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use forum_search::{Change, Kind, NeedsRebuild, Rebuild, Shelf, Synonym, Synonyms};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use tokio::sync::watch;

use super::questions;
use crate::app::App;
use crate::case_study::entity::{case_study, case_study_indicator};
use crate::case_study::searchable;
use crate::content_change::{self, Subject};
use crate::db::{Db, Effect};
use crate::kecamatan::below;
use crate::synonym;

/// Changes of other nodes and of commands beside the server are seen within this.
const POLL: Duration = Duration::from_millis(500);

/// After a failure the next attempt waits this long.
const PAUSE: Duration = Duration::from_secs(2);

/// After so many failures in a row the index is taken for broken and made anew.
const BROKEN_AFTER: u32 = 8;

/// Changes or studies that go into the index in one commit.
const BATCH: u64 = 500;

/// Opens this node's index and says why it must be made anew, if so. It serves when this returns `None`.
pub async fn attach(app: &App) -> anyhow::Result<Option<NeedsRebuild>> {
    let folder = app.config.data_dir.join("index");
    let history = content_change::history_id(app.db.read()).await?;
    let newest = content_change::newest(app.db.read()).await?;
    let opened = tokio::task::spawn_blocking(move || {
        Shelf::open(&folder, &history, newest)
            .with_context(|| format!("the folder of the search index, {}, can't be used", folder.display()))
    });
    let (shelf, why) = opened.await??;
    app.search.put_shelf(shelf);
    questions::attach(app).await?;
    load_synonyms(app).await?;
    if let Some(why) = &why {
        tracing::info!(%why, "the search index is made anew");
    }
    Ok(why)
}

/// Opens this node's index, made anew where that is needed, and brings it up to the log.
pub async fn open(app: &App) -> anyhow::Result<()> {
    if attach(app).await?.is_some() {
        rebuild(app, |_, _| {}).await?;
    }
    catch_up(app).await?;
    Ok(())
}

/// Follows the log of content until told to stop. Two things go on at once, since making an index anew takes long: kept
/// pages end when the log grew, and changes go into the index.
pub async fn follow(app: App, stopped: watch::Receiver<bool>) {
    tokio::join!(watch_log(&app, stopped.clone()), index_changes(&app, stopped));
    let shelves = [app.search.question_shelf(), app.search.shelf()];
    for index in shelves.into_iter().flatten().filter_map(|shelf| shelf.current()) {
        let closed = tokio::task::spawn_blocking(move || index.close()).await;
        if let Ok(Err(error)) = closed {
            tracing::warn!(%error, "the search index did not close well; it is checked at the next start");
        }
    }
}

/// Ends kept pages when the log grew, whoever wrote: this process has done so for its own writes, other nodes and
/// commands beside the server can't. What is held in memory is read again first, or pages would be drawn and kept with
/// names of before; the index follows on its own and may be long in doing so.
async fn watch_log(app: &App, mut stopped: watch::Receiver<bool>) {
    let mut seen: Option<(String, i64)> = None;
    while !*stopped.borrow() {
        if let Ok(now) = state_of_log(app).await
            && seen.as_ref().is_none_or(|seen| *seen != now)
        {
            let reloaded = reload_since(app, seen.as_ref(), &now).await;
            match reloaded {
                Ok(()) => seen = Some(now),
                // It stays unseen and is tried again; kept pages end all the same.
                Err(error) => tracing::warn!(error = format!("{error:#}"), "names can't be read anew just now"),
            }
            app.db.bump_generation();
        }
        tokio::select! {
            () = tokio::time::sleep(POLL) => {}
            _ = stopped.changed() => {}
        }
    }
}

/// Reads what is held in memory again, unless all that changed since are texts.
async fn reload_since(app: &App, seen: Option<&(String, i64)>, now: &(String, i64)) -> anyhow::Result<()> {
    if let Some((history, seq)) = seen
        && *history == now.0
        && *seq < now.1
    {
        let changes = content_change::after(app.db.read(), *seq, BATCH).await?;
        let is_all = changes.last().is_some_and(|(last, _)| *last >= now.1);
        if is_all && changes.iter().all(|(_, subject)| is_of_a_text(subject)) {
            return Ok(());
        }
    }
    app.reload_catalogue().await
}

/// True for what is not held in memory with the catalogue.
fn is_of_a_text(subject: &Subject) -> bool {
    matches!(
        subject,
        Subject::CaseStudy(_)
            | Subject::Collection(_)
            | Subject::Digest(_)
            | Subject::Minggon(_)
            | Subject::Question(_)
            | Subject::Synonyms
    )
}

/// The history of the database and its newest change. A restore can bring another history with a shorter log.
async fn state_of_log(app: &App) -> anyhow::Result<(String, i64)> {
    Ok((content_change::history_id(app.db.read()).await?, content_change::newest(app.db.read()).await?))
}

async fn index_changes(app: &App, mut stopped: watch::Receiver<bool>) {
    let mut failures = 0_u32;
    while !*stopped.borrow() {
        let changed = app.db.content_changed().notified();
        tokio::pin!(changed);
        // Listened to before looking, so that no change slips in between.
        changed.as_mut().enable();
        let wait = match go_on(app, failures).await {
            Ok(()) => {
                failures = 0;
                POLL
            }
            Err(error) => {
                failures += 1;
                tracing::warn!(error = format!("{error:#}"), failures, "the search index can't follow just now");
                PAUSE
            }
        };
        tokio::select! {
            () = changed => {}
            () = tokio::time::sleep(wait) => {}
            _ = stopped.changed() => {}
        }
    }
}

async fn go_on(app: &App, failures: u32) -> anyhow::Result<()> {
    if app.search.shelf().is_none() {
        attach(app).await?;
    }
    if app.search.question_shelf().is_none() {
        questions::attach(app).await?;
        load_synonyms(app).await?;
    }
    let is_on_disk = app.search.shelf().and_then(|shelf| shelf.current()).is_some_and(|index| index.is_on_disk());
    // A full disk or a database away passes; what does not pass may be files that rotted. It is tried ever less often,
    // since a new index takes long.
    let may_be_broken = failures >= BROKEN_AFTER && failures.is_power_of_two();
    if !is_on_disk || may_be_broken {
        rebuild(app, |_, _| {}).await?;
    }
    catch_up(app).await?;
    Ok(())
}

/// Brings the index up to the log of content; returns how many changes were applied.
pub async fn catch_up(app: &App) -> anyhow::Result<usize> {
    follow_history(app).await?;
    let mut applied = 0;
    loop {
        let writing = app.search.0.writing.lock().await;
        let changes = content_change::after(app.db.read(), app.search.seq(), BATCH).await?;
        let Some((seq, _)) = changes.last() else {
            return Ok(applied);
        };
        let seq = *seq;
        applied += changes.len();
        let subjects: Vec<Subject> = changes.into_iter().map(|(_, subject)| subject).collect();
        if subjects.contains(&Subject::All) {
            // What is known to have changed leaves the index that serves meanwhile.
            let known: Vec<Subject> = subjects.into_iter().filter(|subject| *subject != Subject::All).collect();
            if !known.is_empty() {
                apply(app, &known, 0).await?;
                app.db.bump_generation();
            }
            drop(writing);
            app.reload_catalogue().await?;
            rebuild(app, |_, _| {}).await?;
            continue;
        }
        apply(app, &subjects, seq).await?;
        app.db.bump_generation();
    }
}

/// Searches use the table as it stands now, in this index and in those to come.
async fn load_synonyms(app: &App) -> anyhow::Result<()> {
    let table = synonym::all(app.db.read()).await?;
    let entry =
        |row: synonym::entity::Model| Synonym { term: row.term, synonym: row.synonym, both_ways: row.both_ways };
    let table: Vec<Synonym> = table.into_iter().map(entry).collect();
    let table = Arc::new(Synonyms::new(&table));
    for shelf in [app.search.shelf(), app.search.question_shelf()].into_iter().flatten() {
        shelf.set_synonyms(Arc::clone(&table));
    }
    Ok(())
}

/// Makes the index anew when the database has another history than the one it followed: somebody restored a backup into
/// the database of a running server, whose log may stand anywhere.
async fn follow_history(app: &App) -> anyhow::Result<()> {
    let Some(followed) = app.search.history_id() else {
        return Ok(());
    };
    if content_change::history_id(app.db.read()).await? != followed {
        tracing::info!("the database has another history; everything is read anew");
        app.reload_catalogue().await?;
        rebuild(app, |_, _| {}).await?;
    }
    Ok(())
}

/// Makes the index anew from the database, in batches, while the old one serves. `progress` hears how many studies of how
/// many are done.
pub async fn rebuild(app: &App, progress: impl Fn(u64, u64)) -> anyhow::Result<()> {
    let _writing = app.search.0.writing.lock().await;
    let began = Instant::now();
    let shelf = app.search.shelf().context("the search index is not open")?;
    let history = content_change::history_id(app.db.read()).await?;
    // What is written while the studies are read is in the log after this number, and follows.
    let seq = content_change::newest(app.db.read()).await?;
    questions::rebuild(app).await?;
    load_synonyms(app).await?;
    let mut rebuild = tokio::task::spawn_blocking(move || shelf.begin_rebuild(&history)).await??;
    let total = searchable::count(app.db.read()).await?;
    let (mut done, mut last) = (0, 0);
    progress(done, total);
    loop {
        let ids = searchable::ids_after(app.db.read(), last, BATCH).await?;
        let Some(end) = ids.last() else { break };
        last = *end;
        done += u64::try_from(ids.len()).unwrap_or_default();
        let changes = changes_of(app, &ids).await?;
        rebuild = put(rebuild, changes, 0).await?;
        progress(done, total.max(done));
    }
    let rebuild = put(rebuild, Vec::new(), seq).await?;
    tokio::task::spawn_blocking(move || rebuild.finish()).await??;
    app.db.bump_generation();
    tracing::info!(studies = done, seq, duration_ms = milliseconds(began), "the search index was made anew");
    Ok(())
}

/// Asks every node to make its index anew: for `reindex` beside a running server.
pub async fn queue_rebuild(db: &Db) -> anyhow::Result<()> {
    let tx = db.begin_write().await?;
    tx.commit(Effect::Visible(vec![Subject::All])).await?;
    Ok(())
}

async fn put(rebuild: Rebuild, changes: Vec<Change>, seq: i64) -> anyhow::Result<Rebuild> {
    let put = tokio::task::spawn_blocking(move || rebuild.apply(changes, seq).map(|()| rebuild));
    Ok(put.await??)
}

async fn apply(app: &App, subjects: &[Subject], seq: i64) -> anyhow::Result<()> {
    let began = Instant::now();
    let index = app.search.shelf().and_then(|shelf| shelf.current()).context("the search index is not open")?;
    if subjects.contains(&Subject::Synonyms) {
        load_synonyms(app).await?;
    }
    if !subjects.iter().all(is_of_a_text) {
        app.reload_catalogue().await?;
    }
    // The questions first: who sees how far the studies are knows that these are as far.
    questions::apply(app, subjects, seq).await?;
    let ids = expanded(app, subjects).await?;
    // A change of a region can concern many studies; the number of the last change goes in with the last of them.
    let mut chunks = ids.chunks(usize::try_from(BATCH).unwrap_or(500)).peekable();
    while let Some(chunk) = chunks.next() {
        let changes = changes_of(app, chunk).await?;
        let index = index.clone();
        let reached = if chunks.peek().is_none() { seq } else { 0 };
        tokio::task::spawn_blocking(move || index.apply(changes, reached)).await??;
    }
    if ids.is_empty() {
        tokio::task::spawn_blocking(move || index.apply(Vec::new(), seq)).await??;
    }
    let duration_ms = milliseconds(began);
    metrics::histogram!("forum_index_seconds").record(began.elapsed().as_secs_f64());
    tracing::info!(changes = subjects.len(), studies = ids.len(), seq, duration_ms, "the search index follows");
    Ok(())
}

/// Ids of the studies that changes concern, in at most one statement. The name of the province is in no document.
async fn expanded(app: &App, subjects: &[Subject]) -> anyhow::Result<Vec<i64>> {
    let mut ids = Vec::new();
    let mut wider = Condition::any();
    for subject in subjects {
        match subject {
            Subject::CaseStudy(id) => ids.push(id.get()),
            Subject::Sector(id) => wider = wider.add(case_study::Column::SectorId.eq(id.get())),
            Subject::Indicator(id) => wider = wider.add(case_study::Column::Id.in_subquery(tagged(id.get()))),
            Subject::Region(code) if code.contains('.') => {
                wider = wider.add(below(case_study::Column::KecamatanCode, code));
            }
            Subject::Region(_)
            | Subject::Collection(_)
            | Subject::Digest(_)
            | Subject::Minggon(_)
            | Subject::Question(_)
            | Subject::Synonyms
            | Subject::Settings
            | Subject::All => {}
        }
    }
    if !wider.is_empty() {
        let select = case_study::Entity::find().select_only().column(case_study::Column::Id).filter(wider);
        ids.extend(select.order_by_asc(case_study::Column::Id).into_tuple::<i64>().all(app.db.read()).await?);
    }
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

fn tagged(indicator: i64) -> sea_orm::sea_query::SelectStatement {
    sea_orm::sea_query::Query::select()
        .column(case_study_indicator::Column::CaseStudyId)
        .from(case_study_indicator::Entity)
        .and_where(case_study_indicator::Column::IndicatorId.eq(indicator))
        .to_owned()
}

/// Documents of what is shown, and removals of the rest.
async fn changes_of(app: &App, ids: &[i64]) -> anyhow::Result<Vec<Change>> {
    let documents = searchable::documents(app.db.read(), &app.catalogue.get(), app.clock.today(), ids).await?;
    let shown: std::collections::HashSet<i64> = documents.iter().map(|document| document.id).collect();
    let gone = ids.iter().filter(|id| !shown.contains(id)).map(|id| Change::Remove(Kind::Praktik, *id));
    Ok(gone.chain(documents.into_iter().map(Change::Put)).collect())
}

fn milliseconds(began: Instant) -> u64 {
    u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX)
}
