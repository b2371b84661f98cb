//! `backup` and `restore`: everything the site knows in one file, the same for SQLite and PostgreSQL, so that a site can
//! also move from one to the other. A tar.gz of `manifest.json`, `tables/NAME.jsonl`, `files/KEY` and, last, `end.json`
//! with what must have come before it: an archive that was cut short has no end.

mod restore;
pub mod tables;
mod write;

use std::collections::BTreeMap;
use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use restore::{Restore, run as restore};
pub use write::{Backup, run as backup};

/// Version of the archive's own layout.
const LAYOUT: u32 = 1;

/// Name of the first entry.
const MANIFEST: &str = "manifest.json";

/// Name of the last entry.
const END: &str = "end.json";

/// What the archive is, at its beginning.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    layout: u32,
    version: String,
    made_at: chrono::DateTime<chrono::Utc>,
    migrations: Vec<String>,
}

/// What the archive must have held, at its end.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct End {
    tables: BTreeMap<String, TableEnd>,
    files: BTreeMap<String, String>,
}

/// Rows of a table and the hash of its entry.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct TableEnd {
    rows: u64,
    sha256: String,
}

/// The migrations that this binary knows, oldest first.
fn migrations() -> Vec<String> {
    use sea_orm_migration::MigratorTrait;
    forum_migration::Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect()
}

/// Hashes what passes through, in either direction.
struct Hashing<T> {
    inner: T,
    digest: Sha256,
}

impl<T> Hashing<T> {
    fn new(inner: T) -> Self {
        Self { inner, digest: Sha256::new() }
    }

    fn hex(self) -> String {
        hex::encode(self.digest.finalize())
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.inner.write(bytes)?;
        self.digest.update(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(bytes)?;
        self.digest.update(&bytes[..count]);
        Ok(count)
    }
}
