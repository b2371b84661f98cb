//! Migrated databases in milliseconds. The first test that asks migrates and seeds one; all others copy it. nextest runs
//! each test in a process of its own, so what is shared lies outside: a file under `target/`, a template in PostgreSQL.

use std::env;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process;
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use forum_camat::config::Config;
use forum_migration::Migrator;
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, DbBackend, DbErr, Statement};
use sea_orm_migration::MigratorTrait;
use tokio::runtime;

/// Key of the PostgreSQL advisory lock under which the template is made.
const TEMPLATE_LOCK: i64 = 0x666f_7275_6d99;

/// A story's PostgreSQL database, dropped with this. A SQLite file goes with the folder it lies in.
#[derive(Debug)]
pub struct StoryDatabase {
    url: String,
    server: String,
    name: String,
}

/// True when the run is for PostgreSQL.
pub fn is_postgres() -> bool {
    env::var("FORUM_TEST_DATABASE").is_ok_and(|kind| kind == "postgres")
}

/// Points the configuration at a database of its own, migrated and seeded.
pub async fn prepared(config: &mut Config) -> Option<StoryDatabase> {
    if !is_postgres() {
        fs::create_dir_all(&config.data_dir).expect("the data folder");
        prepared_sqlite(&config.sqlite_file()).await;
        return None;
    }
    let server = env::var("FORUM_TEST_POSTGRES").expect("FORUM_TEST_POSTGRES names a server; bin/postgres starts one");
    let postgres = prepared_postgres(&server).await.expect("the PostgreSQL server of the tests answers");
    config.database_url = postgres.url.clone();
    Some(postgres)
}

async fn prepared_sqlite(file: &Path) {
    let folder = env::current_exe().expect("the test knows where it lies").parent().expect("a folder").join("prepared");
    let prepared = folder.join(format!("forum-{}.sqlite3", migration_hash()));
    if !prepared.is_file() {
        fs::create_dir_all(&folder).expect("target/ can be written");
        let lock = File::create(folder.join("lock")).expect("target/ can be written");
        lock.lock().expect("target/ lies where files can be locked");
        if !prepared.is_file() {
            migrate_sqlite(&prepared).await.expect("SQLite can be migrated");
        }
    }
    fs::copy(&prepared, file).expect("the prepared database can be copied");
}

/// Migrates beside the place where the file is expected and renames it when it is whole.
async fn migrate_sqlite(prepared: &Path) -> Result<(), DbErr> {
    let making = prepared.with_extension("making");
    let _ = fs::remove_file(&making);
    let db = connect(&format!("sqlite://{}?mode=rwc", making.display())).await?;
    Migrator::up(&db, None).await?;
    db.close().await?;
    fs::rename(&making, prepared).expect("both names are in one folder");
    Ok(())
}

async fn prepared_postgres(server: &str) -> Result<StoryDatabase, DbErr> {
    let admin = connect(&format!("{server}/postgres")).await?;
    let template = format!("forum_template_{}", migration_hash());
    if !database_exists(&admin, &template).await? {
        admin.execute_unprepared(&format!("SELECT pg_advisory_lock({TEMPLATE_LOCK})")).await?;
        if !database_exists(&admin, &template).await? {
            make_template(&admin, server, &template).await?;
        }
        admin.execute_unprepared(&format!("SELECT pg_advisory_unlock({TEMPLATE_LOCK})")).await?;
    }
    // Nanoseconds tell apart the tests of one process, the process those that start in the same instant.
    let instant = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock after 1970").as_nanos();
    let name = format!("forum_story_{}_{instant}", process::id());
    admin.execute_unprepared(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await?;
    admin.close().await?;
    Ok(StoryDatabase { url: format!("{server}/{name}"), server: server.to_owned(), name })
}

/// Migrates under another name and renames it when it is whole, so that a test that is killed leaves no half template.
async fn make_template(admin: &DatabaseConnection, server: &str, template: &str) -> Result<(), DbErr> {
    let making = format!("{template}_making");
    admin.execute_unprepared(&format!("DROP DATABASE IF EXISTS {making} WITH (FORCE)")).await?;
    admin.execute_unprepared(&format!("CREATE DATABASE {making}")).await?;
    let db = connect(&format!("{server}/{making}")).await?;
    Migrator::up(&db, None).await?;
    db.close().await?;
    admin.execute_unprepared(&format!("ALTER DATABASE {making} RENAME TO {template}")).await?;
    Ok(())
}

async fn database_exists(admin: &DatabaseConnection, name: &str) -> Result<bool, DbErr> {
    let question = format!("SELECT 1 FROM pg_database WHERE datname = '{name}'");
    Ok(admin.query_one_raw(Statement::from_string(DbBackend::Postgres, question)).await?.is_some())
}

impl Drop for StoryDatabase {
    /// Drops the database at once, though the app may still hold connections; hundreds of them would fill the disk.
    fn drop(&mut self) {
        let (server, command) =
            (format!("{}/postgres", self.server), format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
        // The test's own runtime is busy with this drop, hence another on a thread of its own.
        let thread = thread::spawn(move || {
            let runtime = runtime::Builder::new_current_thread().enable_all().build().ok()?;
            runtime.block_on(async { connect(&server).await.ok()?.execute_unprepared(&command).await.ok() })
        });
        let _ = thread.join();
    }
}

/// One connection, so that session locks and settings stay with it.
async fn connect(url: &str) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    sea_orm::Database::connect(options).await
}

/// Changes with every file of the migration crate, its seeds included.
fn migration_hash() -> String {
    let mut files = Vec::new();
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migration");
    files_below(&crate_folder, &mut files);
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.strip_prefix(&crate_folder).expect("it was found there").hash(&mut hasher);
        fs::read(&file).expect("sources can be read").hash(&mut hasher);
    }
    format!("{:016x}", hasher.finish())
}

fn files_below(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("sources can be read") {
        let path = entry.expect("sources can be read").path();
        if path.is_dir() { files_below(&path, files) } else { files.push(path) }
    }
}
