//! `restore FILE`: reads the whole archive once to see that it is whole, then once more into an empty site, in one
//! transaction: all of it or nothing.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail, ensure};
use bytes::Bytes;
use clap::Args;
use flate2::read::GzDecoder;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::{END, End, Hashing, LAYOUT, MANIFEST, Manifest, TableEnd, migrations, tables};
use crate::attachment::files::Files;
use crate::clock::Clock;
use crate::command::progress;
use crate::config::Config;
use crate::content_change::Subject;
use crate::content_change::entity::site_state;
use crate::db::{Db, Effect};
use crate::erasure;
use crate::product;
use crate::serving::{self, FolderLock};

/// Rows and bytes written by one statement: SQLite binds at most 32,766 values, a table has at most 24 columns.
const BATCH_ROWS: usize = 500;
const BATCH_BYTES: usize = 4 * 1024 * 1024;

/// Reads a backup into an empty site.
#[derive(Args)]
#[command(
    after_help = "Refuses a database that holds accounts or studies already, and a folder that is being served.\n\
To replace a site, restore into another folder (FORUM_DATA_DIR) or another database and switch over.\n\
A server that runs on the same PostgreSQL follows by itself; photos go into files/ of FORUM_DATA_DIR here and must\n\
be copied if that server has another folder.\n\
Personal data that was erased after the backup was made is erased again, as far as the store of files or a later backup\n\
(--erasures) tells of it. The contact of a product's maker is hidden until its office has asked whether the consent\n\
still holds."
)]
pub struct Restore {
    /// What `backup` wrote.
    file: PathBuf,
    /// A later backup of the same site, whole or not: personal data that was erased between the two is erased again.
    #[arg(long, value_name = "LATER_BACKUP")]
    erasures: Option<PathBuf>,
}

/// Restores, or says in one line why not.
pub async fn run(config: Config, command: Restore) -> anyhow::Result<ExitCode> {
    let file = &command.file;
    let size = std::fs::metadata(file).with_context(|| format!("{} can't be read", file.display()))?.len();
    let _lock = FolderLock::take(&config.data_dir)?;
    let end =
        verify(file, size).with_context(|| format!("{} is no whole backup; nothing was restored", file.display()))?;
    let db = serving::open_database(&config, Clock::system(config.utc_offset_hours)).await?;
    forum_migration::migrate(db.migrator()).await.context("the database can't be migrated")?;
    require_empty(&db, &config).await?;
    let files = Files::open(&config)?;
    let later = command.erasures.as_deref().map(erasures_of).transpose()?.unwrap_or_default();
    let is_untold = command.erasures.is_none() && erasure::ledger(&files).await?.is_empty();
    let again = load(&db, &files, file, size, later).await.context("nothing was restored")?;
    let rows: u64 = end.tables.values().map(|table| table.rows).sum();
    progress::say(&format!("restored {rows} rows of {} tables and {} files", end.tables.len(), end.files.len()))?;
    if again.done > 0 {
        progress::say(&format!("erased again what was erased since as personal data: {} times", again.done))?;
    }
    if !again.unsure.is_empty() {
        progress::say(&format!(
            "look for personal data yourself, it no longer stands where it was erased: {}",
            again.unsure.join(", ")
        ))?;
    }
    if is_untold {
        progress::say(
            "nothing here tells of personal data that was erased after this backup was made; if any was, restore into a \
             new place with --erasures LATER_BACKUP",
        )?;
    }
    Ok(ExitCode::SUCCESS)
}

async fn require_empty(db: &Db, config: &Config) -> anyhow::Result<()> {
    let accounts = crate::account::entity::account::Entity::find().count(db.read()).await?;
    let studies = crate::case_study::entity::case_study::Entity::find().count(db.read()).await?;
    ensure!(
        accounts == 0 && studies == 0,
        "the database {} is not empty ({accounts} accounts, {studies} studies); set {} to a new one",
        if config.is_embedded() {
            config.sqlite_file().display().to_string()
        } else {
            "at FORUM_DATABASE_URL".to_owned()
        },
        if config.is_embedded() { "FORUM_DATA_DIR" } else { "FORUM_DATABASE_URL" },
    );
    Ok(())
}

fn open(file: &Path, bar: &indicatif::ProgressBar) -> anyhow::Result<tar::Archive<GzDecoder<impl Read>>> {
    Ok(tar::Archive::new(GzDecoder::new(BufReader::new(bar.wrap_read(File::open(file)?)))))
}

/// Reads all of it: every row is one of its table, every hash is right, nothing is missing at the end.
fn verify(file: &Path, size: u64) -> anyhow::Result<End> {
    let bar = progress::bar(size, "checking");
    let mut archive = open(file, &bar)?;
    let mut found = End::default();
    let mut manifest = None;
    let mut promised: Option<End> = None;
    for entry in archive.entries()? {
        let entry = entry?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        ensure!(promised.is_none(), "{name} follows the end");
        if manifest.is_none() {
            ensure!(name == MANIFEST, "it begins with {name}");
            manifest = Some(understood(entry)?);
        } else if let Some(table) = table_of(&name) {
            let mut lines = BufReader::new(Hashing::new(entry));
            let mut line = Vec::new();
            let mut rows = 0;
            while next_line(&mut lines, &mut line)? {
                rows += 1;
                tables::check(table, &line).with_context(|| format!("row {rows} of {table}"))?;
            }
            found.tables.insert(table.to_owned(), TableEnd { rows, sha256: lines.into_inner().hex() });
        } else if let Some(key) = name.strip_prefix("files/") {
            let mut reader = Hashing::new(entry);
            std::io::copy(&mut reader, &mut std::io::sink())?;
            found.files.insert(key.to_owned(), reader.hex());
        } else {
            ensure!(name == END, "{name} does not belong into it");
            promised = Some(serde_json::from_reader(entry)?);
        }
    }
    // The checksum of gzip stands behind the last entry.
    std::io::copy(&mut archive.into_inner(), &mut std::io::sink())?;
    bar.finish_and_clear();
    let Some(promised) = promised else { bail!("its end is missing") };
    ensure!(found == promised, "what it holds differs from what its end says");
    let missing: Vec<_> = tables::NAMES.iter().filter(|table| !found.tables.contains_key(**table)).collect();
    ensure!(missing.is_empty(), "tables are missing: {missing:?}");
    Ok(found)
}

fn understood(entry: impl Read) -> anyhow::Result<Manifest> {
    let manifest: Manifest = serde_json::from_reader(entry).context(MANIFEST)?;
    ensure!(
        manifest.layout == LAYOUT && manifest.migrations == migrations(),
        "forum-camat {} made it with another schema; restore it with that version, then run: forum-camat migrate",
        manifest.version
    );
    Ok(manifest)
}

fn table_of(name: &str) -> Option<&str> {
    name.strip_prefix("tables/")?.strip_suffix(".jsonl")
}

fn next_line(lines: &mut impl BufRead, line: &mut Vec<u8>) -> std::io::Result<bool> {
    line.clear();
    let read = lines.read_until(b'\n', line)?;
    if line.last() == Some(&b'\n') {
        line.pop();
    }
    Ok(read > 0)
}

/// The erasures that a later backup knows.
fn erasures_of(file: &Path) -> anyhow::Result<Vec<erasure::entity::Model>> {
    let size = std::fs::metadata(file).with_context(|| format!("{} can't be read", file.display()))?.len();
    let bar = progress::bar(size, "reading erasures");
    let mut known = Vec::new();
    for entry in open(file, &bar)?.entries().with_context(|| format!("{} is no backup", file.display()))? {
        let entry = entry?;
        if entry.path_bytes().as_ref() != b"tables/erasure.jsonl" {
            continue;
        }
        for line in BufReader::new(entry).lines() {
            known.push(serde_json::from_str(&line?).context("the table erasure")?);
        }
        bar.finish_and_clear();
        return Ok(known);
    }
    bail!("{} has no table of erasures", file.display())
}

async fn load(
    db: &Db,
    files: &Files,
    file: &Path,
    size: u64,
    mut erasures: Vec<erasure::entity::Model>,
) -> anyhow::Result<erasure::Again> {
    let bar = progress::bar(size, "restoring");
    let mut archive = open(file, &bar)?;
    let tx = db.begin_write().await?;
    tables::clear(&*tx).await?;
    for entry in archive.entries()? {
        let mut entry = entry?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if let Some(table) = table_of(&name) {
            load_table(&*tx, table, BufReader::new(entry)).await.with_context(|| format!("the table {table}"))?;
        } else if let Some(key) = name.strip_prefix("files/") {
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes)?;
            files.put(key, Bytes::from(bytes)).await.with_context(|| format!("the file {key}"))?;
        }
    }
    bar.finish_and_clear();
    tables::continue_counting(&*tx).await?;
    // The store of files may know of erasures that are younger than the backup.
    erasures.extend(erasure::ledger(files).await?);
    erasures.sort_by(|a, b| a.key.cmp(&b.key));
    let again = erasure::again(&tx, &erasures).await.context("what was erased can't be erased again")?;
    // Consents that makers took back since the backup are not known here.
    product::contact::ask_all_anew(&tx).await.context("the contacts of makers can't be hidden")?;
    // An index that followed another history must not be believed.
    let random: [u8; 16] = rand::random();
    site_state::Entity::update_many()
        .col_expr(site_state::Column::Value, Expr::value(hex::encode(random)))
        .filter(site_state::Column::Key.eq("history_id"))
        .exec(&*tx)
        .await?;
    tx.commit(Effect::Visible(vec![Subject::All])).await?;
    Ok(again)
}

async fn load_table(db: &impl ConnectionTrait, table: &str, mut lines: impl BufRead) -> anyhow::Result<()> {
    let mut batch: Vec<Vec<u8>> = Vec::new();
    let mut bytes = 0;
    let mut line = Vec::new();
    while next_line(&mut lines, &mut line)? {
        bytes += line.len();
        batch.push(std::mem::take(&mut line));
        if batch.len() == BATCH_ROWS || bytes >= BATCH_BYTES {
            tables::write(db, table, &batch).await?;
            batch.clear();
            bytes = 0;
        }
    }
    tables::write(db, table, &batch).await
}
