//! `backup FILE`: one consistent view of the database and every stored file.

use std::fs::File;
use std::io::{BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use super::{END, End, Hashing, LAYOUT, MANIFEST, Manifest, TableEnd, migrations, tables};
use crate::attachment::files::Files;
use crate::clock::Clock;
use crate::command::progress;
use crate::config::Config;
use crate::serving;

/// Writes everything into one file.
#[derive(Args)]
#[command(
    after_help = "May run beside the server. The file is a tar.gz that `restore` reads on SQLite and on PostgreSQL.\n\
It holds passwords' hashes and contacts: keep it where nobody else reads it."
)]
pub struct Backup {
    /// Where to write; an existing file is replaced when the new one is whole.
    file: PathBuf,
}

type Archive = tar::Builder<GzEncoder<BufWriter<File>>>;

/// Writes the backup beside its place, syncs it to the disk, and gives it its name.
pub async fn run(config: Config, command: Backup) -> anyhow::Result<ExitCode> {
    crate::command::require_database(&config)?;
    let db = serving::open_database(&config, Clock::system(config.utc_offset_hours)).await?;
    crate::command::require_schema(&db).await?;
    let files = Files::open(&config)?;
    let part = beside(&command.file, "part");
    let rows = beside(&command.file, "rows");
    let written = write(&db, &files, &part, &rows).await;
    let _ = std::fs::remove_file(&rows);
    let end = match written {
        Ok(end) => end,
        Err(error) => {
            let _ = std::fs::remove_file(&part);
            return Err(error.context(format!("the backup {} was not made", command.file.display())));
        }
    };
    std::fs::rename(&part, &command.file).with_context(|| format!("{} can't be named", command.file.display()))?;
    if let Some(folder) = command.file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        File::open(folder)?.sync_all()?;
    }
    let size = std::fs::metadata(&command.file)?.len();
    let rows: u64 = end.tables.values().map(|table| table.rows).sum();
    progress::say(&format!(
        "{}: {rows} rows of {} tables, {} files, {size} bytes",
        command.file.display(),
        end.tables.len(),
        end.files.len()
    ))?;
    Ok(ExitCode::SUCCESS)
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(ending);
    file.with_file_name(name)
}

async fn write(db: &crate::db::Db, files: &Files, part: &Path, rows: &Path) -> anyhow::Result<End> {
    let snapshot = db.begin_snapshot().await?;
    let output = private(part)?;
    let mut archive: Archive = tar::Builder::new(GzEncoder::new(BufWriter::new(output), Compression::new(6)));
    let now = db.clock().now();
    let manifest = Manifest {
        layout: LAYOUT,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        made_at: now,
        migrations: migrations(),
    };
    append(&mut archive, MANIFEST, &serde_json::to_vec_pretty(&manifest)?, now.timestamp())?;
    let mut end = End::default();
    let bar = progress::bar(tables::NAMES.len() as u64, "tables");
    for table in tables::NAMES {
        let (mut entry, table_end) = rows_of(&snapshot, table, rows).await?;
        let mut header = header(entry.seek(SeekFrom::End(0))?, now.timestamp());
        entry.rewind()?;
        archive.append_data(&mut header, format!("tables/{table}.jsonl"), &mut entry)?;
        end.tables.insert((*table).to_owned(), table_end);
        bar.inc(1);
    }
    bar.finish_and_clear();
    drop(snapshot);
    // Bytes are stored before their row, so everything that the view of the database knows is there.
    let keys = files.list("").await?;
    let bar = progress::bar(keys.len() as u64, "files");
    for (key, _) in keys {
        bar.inc(1);
        // A sweep beside us may have taken bytes that no row knows.
        let bytes = match files.get(&key).await {
            Err(crate::error::Error::NotFound) => continue,
            bytes => bytes?,
        };
        append(&mut archive, &format!("files/{key}"), &bytes, now.timestamp())?;
        end.files.insert(key, hex::encode(Sha256::digest(&bytes)));
    }
    bar.finish_and_clear();
    append(&mut archive, END, &serde_json::to_vec(&end)?, now.timestamp())?;
    let output = archive.into_inner()?.finish()?.into_inner().map_err(std::io::IntoInnerError::into_error)?;
    output.sync_all()?;
    Ok(end)
}

/// The rows of a table in a file: an entry's size must be known before its first byte.
async fn rows_of(db: &impl sea_orm::ConnectionTrait, table: &str, path: &Path) -> anyhow::Result<(File, TableEnd)> {
    let mut out = Hashing::new(BufWriter::new(private(path)?));
    let count = tables::read(db, table, &mut |row| {
        out.write_all(row)?;
        out.write_all(b"\n")?;
        Ok(())
    })
    .await
    .with_context(|| format!("the table {table} can't be read"))?;
    out.flush()?;
    let sha256 = hex::encode(out.digest.clone().finalize());
    let file = out.inner.into_inner().map_err(std::io::IntoInnerError::into_error)?;
    Ok((file, TableEnd { rows: count, sha256 }))
}

/// A new file that only its owner reads.
fn private(path: &Path) -> anyhow::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let _ = std::fs::remove_file(path);
    let mut options = File::options();
    options.read(true).write(true).create_new(true).mode(0o600);
    options.open(path).with_context(|| format!("{} can't be written", path.display()))
}

fn header(size: u64, at: i64) -> tar::Header {
    let mut header = tar::Header::new_gnu();
    header.set_size(size);
    header.set_mode(0o600);
    header.set_mtime(u64::try_from(at).unwrap_or_default());
    header
}

fn append(archive: &mut Archive, name: &str, bytes: &[u8], at: i64) -> anyhow::Result<()> {
    archive.append_data(&mut header(bytes.len() as u64, at), name, bytes)?;
    Ok(())
}
