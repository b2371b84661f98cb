//! Prepared databases: a migrated SQLite file that stories copy, a migrated PostgreSQL database that they use as a
//! template, so that nobody seeds 7,285 regions a second time.

use std::fs::File;
use std::path::PathBuf;

use forum_camat::config::Config;
use sea_orm::{ConnectionTrait, Database as Connect};
use sea_orm_migration::MigratorTrait;

/// A story's database; a PostgreSQL one is dropped with the server that the test run started.
pub struct Database;

impl Database {
    /// Nothing to do by hand: the folder or the server goes as a whole.
    pub fn drop_later(&self) {}
}

/// True when the run is for PostgreSQL.
pub fn is_postgres() -> bool {
    std::env::var("FORUM_TEST_DATABASE").is_ok_and(|kind| kind == "postgres")
}

/// Points the configuration at a database of its own, migrated and seeded.
pub async fn prepared(config: &mut Config) -> Database {
    if is_postgres() {
        let server = std::env::var("FORUM_TEST_POSTGRES").expect("FORUM_TEST_POSTGRES names the test server");
        config.database_url = prepared_postgres(&server).await;
    } else {
        let template = prepared_sqlite().await;
        std::fs::create_dir_all(&config.data_dir).expect("the data folder");
        std::fs::copy(template, config.sqlite_file()).expect("the template is copied");
    }
    Database
}

fn kept_folder() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../target")),
        PathBuf::from,
    );
    let folder = target.join("prepared");
    std::fs::create_dir_all(&folder).expect("the folder of prepared databases");
    folder
}

// Nextest runs each test in a process of its own: the file is made once under a lock, named by the migrations it has.
async fn prepared_sqlite() -> PathBuf {
    let folder = kept_folder();
    let lock = File::options().create(true).truncate(false).write(true).open(folder.join("lock")).expect("a lock file");
    lock.lock().expect("the lock");
    let file = folder.join(format!("{}.sqlite3", schema_name()));
    if !file.exists() {
        let making = folder.join("making.sqlite3");
        let _ = std::fs::remove_file(&making);
        let url = format!("sqlite://{}?mode=rwc", making.display());
        let db = Connect::connect(url).await.expect("a database");
        forum_migration::Migrator::up(&db, None).await.expect("migrations");
        db.close().await.expect("closed");
        std::fs::rename(&making, &file).expect("the template is kept");
    }
    file
}

async fn prepared_postgres(server: &str) -> String {
    let folder = kept_folder();
    let lock = File::options().create(true).truncate(false).write(true).open(folder.join("lock")).expect("a lock file");
    lock.lock().expect("the lock");
    let admin = Connect::connect(format!("{server}/postgres")).await.expect("the test server");
    let template = format!("template_{}", schema_name());
    let made = admin.execute_unprepared(&format!("CREATE DATABASE {template}")).await.is_ok();
    if made {
        let db = Connect::connect(format!("{server}/{template}")).await.expect("the template");
        forum_migration::Migrator::up(&db, None).await.expect("migrations");
        db.close().await.expect("closed");
    }
    let name = format!("story_{}", hex_name());
    let sql = format!("CREATE DATABASE {name} TEMPLATE {template}");
    admin.execute_unprepared(&sql).await.expect("a database for the story");
    admin.close().await.expect("closed");
    format!("{server}/{name}")
}

fn schema_name() -> String {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    for migration in forum_migration::Migrator::migrations() {
        migration.name().hash(&mut hasher);
    }
    // Migrations are never edited once landed; while one is being written, its file's content counts.
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../migration/src")).into_iter().flatten().flatten() {
        if let Ok(text) = std::fs::read(entry.path()) {
            text.hash(&mut hasher);
        }
    }
    format!("forum_{:016x}", hasher.finish())
}

fn hex_name() -> String {
    let number: u128 = std::time::UNIX_EPOCH.elapsed().map_or(0, |elapsed| elapsed.as_nanos());
    format!("{:x}_{:x}", std::process::id(), number)
}
