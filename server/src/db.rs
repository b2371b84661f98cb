//! The database: SQLite by default, PostgreSQL for many nodes, chosen by the URL at run time. Every write goes through
//! [`Db::begin_write`], whose commit asks what readers will see, so that the log of content can't be forgotten.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sqlx::Connection as _;
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    IsolationLevel, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use tokio::sync::Notify;

use crate::clock::Clock;
use crate::config::Config;
use crate::content_change::{self, Subject};

/// Memory of each SQLite connection for pages, in KiB: bounded, since the cache is per connection.
const SQLITE_CACHE_KIB: i64 = 16 * 1024;

/// How long a writer waits for another process that writes the same SQLite file.
const SQLITE_BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// Key of the PostgreSQL advisory lock that keeps the log of content in commit order.
const CONTENT_LOG_LOCK: i64 = 0x666f_7275_6d01;

/// The database and the number that says how often readers' content changed.
#[derive(Clone)]
pub struct Db {
    read: DatabaseConnection,
    write: DatabaseConnection,
    clock: Clock,
    signals: Arc<Signals>,
}

#[derive(Default)]
struct Signals {
    generation: AtomicU64,
    statements: Arc<AtomicU64>,
    content: Notify,
    jobs: Notify,
}

impl Db {
    /// Opens the configured database; the schema is the migrations' business.
    pub async fn open(config: &Config, clock: Clock) -> Result<Self, DbErr> {
        let url = config.database_url();
        let signals = Arc::new(Signals::default());
        let (mut read, mut write) = if config.is_embedded() {
            let write = Database::connect(sqlite_options(&url, 1, false)).await?;
            let read = Database::connect(sqlite_options(&url, config.read_connections, true)).await?;
            (read, write)
        } else {
            let mut options = ConnectOptions::new(url);
            options
                .max_connections(config.read_connections.max(2))
                .acquire_timeout(Duration::from_secs(8))
                .connect_timeout(Duration::from_secs(8))
                .sqlx_logging(false);
            let pool = Database::connect(options).await?;
            (pool.clone(), pool)
        };
        for connection in [&mut read, &mut write] {
            let statements = signals.statements.clone();
            connection.set_metric_callback(move |_| {
                statements.fetch_add(1, Ordering::Relaxed);
            });
        }
        Ok(Self { read, write, clock, signals })
    }

    /// Connections for reading. On SQLite they refuse to write.
    pub fn read(&self) -> &DatabaseConnection {
        &self.read
    }

    /// The connection that migrations run on.
    pub fn migrator(&self) -> &DatabaseConnection {
        &self.write
    }

    /// A consistent view of everything at one moment, for backups.
    pub async fn begin_snapshot(&self) -> Result<DatabaseTransaction, DbErr> {
        let postgres = self.backend() == DbBackend::Postgres;
        self.read
            .begin_with_options(TransactionOptions {
                isolation_level: postgres.then_some(IsolationLevel::RepeatableRead),
                access_mode: postgres.then_some(AccessMode::ReadOnly),
                sqlite_transaction_mode: None,
            })
            .await
    }

    /// Begins a transaction that writes. On SQLite it is IMMEDIATE: a deferred one that reads first and writes later
    /// fails at once with "database is locked" when another writes.
    pub async fn begin_write(&self) -> Result<WriteTransaction, DbErr> {
        let sqlite = self.backend() == DbBackend::Sqlite;
        let tx = self
            .write
            .begin_with_options(TransactionOptions {
                isolation_level: None,
                access_mode: None,
                sqlite_transaction_mode: sqlite.then_some(SqliteTransactionMode::Immediate),
            })
            .await?;
        Ok(WriteTransaction { tx, db: self.clone() })
    }

    /// Which of the two databases this is.
    pub fn backend(&self) -> DbBackend {
        self.write.get_database_backend()
    }

    /// The number of changes that readers of this node may have seen; pages kept whole are valid while it stands.
    pub fn generation(&self) -> u64 {
        self.signals.generation.load(Ordering::SeqCst)
    }

    /// Ends every kept page. The indexer calls it when its reload shows a change, and when another node wrote.
    pub fn bump_generation(&self) {
        self.signals.generation.fetch_add(1, Ordering::SeqCst);
    }

    /// Statements sent so far, for the test that holds their number per page.
    pub fn statements(&self) -> u64 {
        self.signals.statements.load(Ordering::Relaxed)
    }

    /// Wakes up when a transaction of this process changed content.
    pub fn content_changed(&self) -> &Notify {
        &self.signals.content
    }

    /// Wakes up when a transaction of this process may have queued a job.
    pub fn jobs_changed(&self) -> &Notify {
        &self.signals.jobs
    }

    /// The clock that stamps rows.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }
}

/// What a committed transaction means to readers other than its writer.
pub enum Effect {
    /// Nothing: drafts, sessions, sign-in attempts, jobs, notifications, counters.
    Private,
    /// Something readers may see: each subject enters the log of content.
    Visible(Vec<Subject>),
}

/// An open transaction that writes; dropped without `commit` it changes nothing.
pub struct WriteTransaction {
    tx: DatabaseTransaction,
    db: Db,
}

impl Deref for WriteTransaction {
    type Target = DatabaseTransaction;

    fn deref(&self) -> &Self::Target {
        &self.tx
    }
}

impl WriteTransaction {
    /// The time that rows of this transaction carry.
    pub fn now(&self) -> DateTime<Utc> {
        self.db.clock.now()
    }

    /// Today's local date: terms and features are judged by it.
    pub fn today(&self) -> NaiveDate {
        self.db.clock.today()
    }

    /// The clock, for hours of the local day.
    pub fn clock(&self) -> &Clock {
        &self.db.clock
    }

    /// Lets one transaction at a time past this point for each key, on all nodes; the others wait until it ends. For
    /// what is decided by counting rows: transactions of PostgreSQL that count at once don't see each other's. SQLite
    /// has one writer. Who needs several keys takes them in one order everywhere.
    pub async fn serialize_on(&self, key: &str) -> Result<(), DbErr> {
        if self.tx.get_database_backend() == DbBackend::Postgres {
            let sql = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))";
            self.tx.execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, [key.into()])).await?;
        }
        Ok(())
    }

    /// Commits, and says what readers will see of it. Appends to the log of content in the same transaction, and bumps
    /// the generation before it returns, so that everybody reads their own writes.
    pub async fn commit(self, effect: Effect) -> Result<(), DbErr> {
        let Self { tx, db } = self;
        let visible = match effect {
            Effect::Private => false,
            Effect::Visible(subjects) => {
                keep_commit_order(&tx).await?;
                content_change::append(&tx, &subjects, db.clock.now()).await?;
                true
            }
        };
        tx.commit().await?;
        if visible {
            db.bump_generation();
            db.signals.content.notify_waiters();
        }
        db.signals.jobs.notify_one();
        Ok(())
    }
}

// Numbers are given before commit on PostgreSQL, so a later one could appear first and a follower would pass over the
// earlier. The lock is held to the end of the transaction. SQLite has one writer.
async fn keep_commit_order(tx: &DatabaseTransaction) -> Result<(), DbErr> {
    if tx.get_database_backend() == DbBackend::Postgres {
        let sql = format!("SELECT pg_advisory_xact_lock({CONTENT_LOG_LOCK})");
        tx.execute_raw(Statement::from_string(DbBackend::Postgres, sql)).await?;
    }
    Ok(())
}

fn sqlite_options(url: &str, connections: u32, query_only: bool) -> ConnectOptions {
    let mut options = ConnectOptions::new(url.to_owned());
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(30))
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |sqlite| {
            let sqlite = sqlite
                .busy_timeout(SQLITE_BUSY_TIMEOUT)
                .foreign_keys(true)
                .pragma("journal_mode", "WAL")
                .pragma("synchronous", "FULL")
                .pragma("cache_size", format!("-{SQLITE_CACHE_KIB}"))
                .pragma("temp_store", "MEMORY")
                // What is deleted is overwritten: erased personal data must not stay in pages that nobody reads.
                .pragma("secure_delete", "ON");
            if query_only { sqlite.pragma("query_only", "ON") } else { sqlite }
        })
        .map_sqlx_sqlite_pool_opts(|pool| {
            // On a full disk SQLite may end a transaction by itself. The driver then fails to roll it back and believes
            // it to be open for ever: what is written next would be acknowledged inside of it and never be committed.
            pool.test_before_acquire(true)
                .before_acquire(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }))
        });
    options
}
