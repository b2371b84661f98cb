//! `check`: what is set where, whether database, index, storage and disk are well, and how to mend what is not.

use std::collections::HashSet;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use bytes::Bytes;
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement};
use sea_orm_migration::MigratorTrait;

use super::progress::say;
use crate::account::session::new_token;
use crate::attachment::files::Files;
use crate::clock::Clock;
use crate::config::Config;
use crate::db::Db;
use crate::serving::{self, FolderLock};
use crate::{content_change, job};

/// Less than this and the next photos, or the next backup, may not fit.
const LEAST_FREE_BYTES: u64 = 1024 * 1024 * 1024;

/// Looks at everything; the exit status is 1 when something is wrong.
pub async fn run(config: Config, file: Option<&Path>) -> anyhow::Result<ExitCode> {
    let mut report = Report::default();
    settings(&mut report, file)?;
    disk(&mut report, &config)?;
    match database(&mut report, &config).await {
        Ok(Some(db)) => {
            jobs(&mut report, &db).await?;
            index(&mut report, &config, &db).await?;
            storage(&mut report, &config, Some(&db)).await?;
        }
        Ok(None) => storage(&mut report, &config, None).await?,
        Err(error) => {
            report.wrong("database", &format!("{error:#}"), "see that it runs and that FORUM_DATABASE_URL is right")?;
            storage(&mut report, &config, None).await?;
        }
    }
    if report.problems == 0 {
        say("all is well")?;
        return Ok(ExitCode::SUCCESS);
    }
    say(&format!("{} to mend", report.problems))?;
    Ok(ExitCode::FAILURE)
}

#[derive(Default)]
struct Report {
    problems: usize,
}

impl Report {
    fn well(&self, what: &str, how: &str) -> anyhow::Result<()> {
        say(&format!("ok     {what}: {how}"))
    }

    fn wrong(&mut self, what: &str, why: &str, mend: &str) -> anyhow::Result<()> {
        self.problems += 1;
        say(&format!("WRONG  {what}: {why}"))?;
        say(&format!("       mend it: {mend}"))
    }
}

fn settings(report: &mut Report, file: Option<&Path>) -> anyhow::Result<()> {
    let set = Config::set_where(file)?;
    if set.is_empty() {
        return report.well("configuration", "every setting has its default (config/default.toml)");
    }
    for (key, place) in set {
        report.well("configuration", &format!("{key} is set by {place}"))?;
    }
    Ok(())
}

fn disk(report: &mut Report, config: &Config) -> anyhow::Result<()> {
    let folder = std::path::absolute(&config.data_dir)?;
    if !folder.is_dir() {
        let mend = "set FORUM_DATA_DIR to the site's folder, or start the site once with: forum-camat serve";
        return report.wrong("data folder", &format!("{} does not exist", folder.display()), mend);
    }
    let disk = rustix::fs::statvfs(&folder).with_context(|| format!("{} can't be measured", folder.display()))?;
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    let words = format!("{}, {:.1} GB free on its disk", folder.display(), free as f64 / 1e9);
    if free < LEAST_FREE_BYTES {
        return report.wrong("data folder", &words, "make room on this disk, or move the folder to a larger one");
    }
    report.well("data folder", &words)?;
    match FolderLock::try_take(&config.data_dir) {
        Ok(Some(_lock)) => report.well("server", "none serves this folder just now"),
        Ok(None) => report.well("server", "one serves this folder"),
        Err(error) => report.wrong("data folder", &format!("{error:#}"), "give this user the right to write there"),
    }
}

/// The open database when its schema is this version's.
async fn database(report: &mut Report, config: &Config) -> anyhow::Result<Option<Db>> {
    if super::require_database(config).is_err() {
        let mend = "start the site once with: forum-camat serve; or restore a backup";
        report.wrong("database", &format!("{} does not exist", config.sqlite_file().display()), mend)?;
        return Ok(None);
    }
    let db = serving::open_database(config, Clock::system(config.utc_offset_hours)).await?;
    let sqlite = db.backend() == DbBackend::Sqlite;
    let version =
        if sqlite { "SELECT 'SQLite ' || sqlite_version()" } else { "SELECT split_part(version(), ' on ', 1)" };
    let version = text(&db, version).await?;
    let place = if sqlite { config.sqlite_file().display().to_string() } else { "at FORUM_DATABASE_URL".to_owned() };
    let pending = forum_migration::Migrator::get_pending_migrations(db.migrator()).await?;
    if !pending.is_empty() {
        let why = format!("{version}, {place}: {} migrations are pending", pending.len());
        report.wrong("database", &why, "make a backup, stop the site, and run: forum-camat migrate")?;
        return Ok(None);
    }
    if sqlite {
        let verdict = text(&db, "PRAGMA quick_check(1)").await?;
        if verdict != "ok" {
            report.wrong(
                "database",
                &format!("{place} is damaged: {verdict}"),
                "restore the last backup into a new folder",
            )?;
            return Ok(None);
        }
    }
    report.well("database", &format!("{version}, {place}, schema of this version"))?;
    Ok(Some(db))
}

async fn text(db: &Db, sql: &str) -> anyhow::Result<String> {
    let row = db.read().query_one_raw(Statement::from_string(db.backend(), sql)).await?;
    Ok(row.context("no answer")?.try_get_by_index(0)?)
}

async fn jobs(report: &mut Report, db: &Db) -> anyhow::Result<()> {
    let (waiting, dead) = job::counts(db.read()).await?;
    if dead == 0 {
        return report.well("jobs", &format!("{waiting} waiting, none dead"));
    }
    let last = job::entity::Entity::find()
        .filter(job::entity::Column::State.eq("dead"))
        .order_by_desc(job::entity::Column::Id)
        .one(db.read())
        .await?;
    let why = last.map_or_else(String::new, |job| format!("; the last, {} {}: {}", job.kind, job.id, job.last_error));
    let mend =
        "mend the cause, then let them run again: UPDATE job SET state = 'waiting', attempts = 0 WHERE state = 'dead'";
    report.wrong("jobs", &format!("{dead} were given up{why}"), mend)
}

async fn index(report: &mut Report, config: &Config, db: &Db) -> anyhow::Result<()> {
    let newest = content_change::newest(db.read()).await?;
    let history = content_change::history_id(db.read()).await?;
    match index_cursor(&config.data_dir) {
        Some(cursor) if cursor.history_id == history && cursor.seq <= newest => {
            let words = format!("at change {} of {newest}; a server reads what is missing within a second", cursor.seq);
            report.well("index", &words)
        }
        _ => {
            let why = format!("none of this database's history in {}", config.data_dir.join("index").display());
            report.wrong("index", &why, "the server makes it anew by itself; to do it now: forum-camat reindex")
        }
    }
}

/// What the index says of itself in its last commit.
#[derive(serde::Deserialize)]
struct Cursor {
    history_id: String,
    seq: i64,
}

/// Reads it beside the server that holds the index.
fn index_cursor(data_dir: &Path) -> Option<Cursor> {
    let shelf = data_dir.join("index");
    let current = std::fs::read_to_string(shelf.join("current")).ok()?;
    let meta = std::fs::read(shelf.join(current.trim()).join("meta.json")).ok()?;
    let meta: serde_json::Value = serde_json::from_slice(&meta).ok()?;
    serde_json::from_str(meta.get("payload")?.as_str()?).ok()
}

async fn storage(report: &mut Report, config: &Config, db: Option<&Db>) -> anyhow::Result<()> {
    if !config.data_dir.is_dir() {
        return Ok(());
    }
    let probe = async {
        let files = Files::open(config)?;
        let key = format!("check/{}", new_token());
        files.put(&key, Bytes::from_static(b"check")).await?;
        let read = files.get(&key).await?;
        files.delete(&key).await?;
        anyhow::ensure!(read.as_ref() == b"check", "it gave back something else than was stored");
        anyhow::Ok(files)
    };
    let files = match probe.await {
        Ok(files) => files,
        Err(error) => {
            let mend = if config.storage_url.is_empty() {
                "see that the disk has room and that this user may write in the data folder"
            } else {
                "see that storage_endpoint answers and that the key may read, write, list and delete in the bucket"
            };
            return report.wrong("storage", &format!("{error:#}"), mend);
        }
    };
    let stored = files.list("attachment").await?;
    let mut words = format!("writable, {} files", stored.len());
    if let Some(db) = db {
        let known: HashSet<String> = crate::attachment::entity::Entity::find()
            .select_only()
            .column(crate::attachment::entity::Column::Sha256)
            .into_tuple()
            .all(db.read())
            .await?
            .into_iter()
            .chain(
                crate::attachment::file_entity::attached_file::Entity::find()
                    .select_only()
                    .column(crate::attachment::file_entity::attached_file::Column::Sha256)
                    .into_tuple::<String>()
                    .all(db.read())
                    .await?,
            )
            .collect();
        let orphans = stored.iter().filter(|(key, _)| key.split('/').nth(1).is_some_and(|hash| !known.contains(hash)));
        words = format!("{words}, {} of them without a row (swept after a day)", orphans.count());
    }
    report.well("storage", &words)
}
