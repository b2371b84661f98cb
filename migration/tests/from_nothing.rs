//! The schema is made from nothing on SQLite and, when `FORUM_TEST_POSTGRES` names a server (without a database), on PostgreSQL.

use std::time::Instant;

use forum_migration::{Migrator, migrate};
use sea_orm_migration::MigratorTrait;
use sea_orm_migration::sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbErr, Statement};

/// A site starts with all places and words, in an empty folder.
#[tokio::test]
async fn a_new_sqlite_file_gets_the_whole_schema() -> Result<(), DbErr> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("forum.db").display());
    let db = connect(url).await?;
    begins_well(&db).await?;
    db.close().await
}

/// The same on PostgreSQL, where several nodes may start at once on a new database.
#[tokio::test]
async fn a_new_postgres_database_gets_the_whole_schema() -> Result<(), DbErr> {
    let Ok(server) = std::env::var("FORUM_TEST_POSTGRES") else {
        return Ok(());
    };
    let name = format!("forum_migration_{}", std::process::id());
    let admin = connect(format!("{server}/postgres")).await?;
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await?;
    let db = connect(format!("{server}/{name}")).await?;
    let second = connect(format!("{server}/{name}")).await?;
    let (one, other) = tokio::join!(migrate(&db), migrate(&second));
    one.and(other)?;
    second.close().await?;
    drop_all(&db).await?;
    begins_well(&db).await?;
    db.close().await?;
    admin.execute_unprepared(&format!("DROP DATABASE {name}")).await?;
    admin.close().await
}

/// A word outside a closed list and a row that points nowhere are refused by the database itself.
#[tokio::test]
async fn the_database_refuses_what_makes_no_sense() -> Result<(), DbErr> {
    let db = connect("sqlite::memory:".to_owned()).await?;
    migrate(&db).await?;
    let at = "'2026-11-24T00:00:00+00:00'";
    let term = |role: &str, region: &str| {
        format!(
            "INSERT INTO office_term (account_id, role, region_code, started_on, created_at) VALUES (1, '{role}', '{region}', '2026-11-24', {at})"
        )
    };
    db.execute_unprepared(&format!("INSERT INTO account (name, created_at) VALUES ('Siti', {at})")).await?;
    db.execute_unprepared(&term("camat", "32.05.06")).await?;
    assert!(db.execute_unprepared(&term("raja", "32.05.06")).await.is_err());
    assert!(db.execute_unprepared(&term("camat", "99.99.99")).await.is_err());
    Ok(())
}

/// Numbers in the log never come back, also when its last line is gone.
#[tokio::test]
async fn the_log_of_content_never_gives_a_number_twice() -> Result<(), DbErr> {
    let db = connect("sqlite::memory:".to_owned()).await?;
    migrate(&db).await?;
    let append =
        "INSERT INTO content_change (subject_kind, subject_id, at) VALUES ('all', '', '2026-11-24T00:00:00+00:00')";
    db.execute_unprepared(append).await?;
    db.execute_unprepared("DELETE FROM content_change").await?;
    db.execute_unprepared(append).await?;
    assert_eq!(count(&db, "content_change WHERE seq = 2").await?, 1);
    Ok(())
}

async fn connect(url: String) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await
}

async fn drop_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    db.execute_unprepared("DROP SCHEMA public CASCADE; CREATE SCHEMA public").await?;
    Ok(())
}

async fn begins_well(db: &DatabaseConnection) -> Result<(), DbErr> {
    let start = Instant::now();
    migrate(db).await?;
    println!("migrated {:?} from nothing in {:?}", db.get_database_backend(), start.elapsed());
    let history = history_id(db).await?;
    assert_eq!(history.len(), 32);

    let start = Instant::now();
    migrate(db).await?;
    println!("migrated again in {:?}", start.elapsed());
    assert_eq!(history_id(db).await?, history);
    assert!(Migrator::get_pending_migrations_read_only(db).await?.is_empty());

    for (rows, expected) in [
        ("region WHERE level = 'provinsi'", 38),
        ("region WHERE level = 'kabupaten_kota'", 514),
        ("region WHERE level = 'kecamatan'", 7285),
        ("region WHERE level = 'kabupaten_kota' AND parent_code = '32'", 27),
        ("region WHERE level = 'kecamatan' AND code LIKE '32.%' AND lat IS NOT NULL", 627),
        ("region WHERE code = '32.03.06' AND name = 'Bojongpicung'", 1),
        ("region WHERE code = '32.73' AND kind = 'kota' AND name = 'Bandung'", 1),
        (
            "region r WHERE parent_code IS NOT NULL AND NOT EXISTS (SELECT 1 FROM region p WHERE p.code = r.parent_code)",
            0,
        ),
        ("region_variant", 17),
        ("sector WHERE is_main", 3),
        ("duty", 7),
        ("indicator", 5),
        ("measure", 68),
    ] {
        assert_eq!(count(db, rows).await?, expected, "{rows}");
    }
    Ok(())
}

async fn count(db: &DatabaseConnection, rows: &str) -> Result<i64, DbErr> {
    let sql = format!("SELECT COUNT(*) AS found FROM {rows}");
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    row.expect("a count").try_get("", "found")
}

async fn history_id(db: &DatabaseConnection) -> Result<String, DbErr> {
    let sql = "SELECT value FROM site_state WHERE key = 'history_id'";
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    row.expect("a history").try_get("", "value")
}
