//! The schema is made from nothing on SQLite and, when `FORUM_TEST_POSTGRES` names a server (without a database), on PostgreSQL.

use std::time::Instant;

use forum_migration::{Migrator, migrate};
use sea_orm_migration::MigratorTrait;
use sea_orm_migration::sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbErr, Statement, TransactionTrait,
};

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

/// A site that has hidden steps and products already: their photos know it after the migration, and no other does.
#[tokio::test]
async fn photos_of_what_is_hidden_are_hidden_from_the_start() -> Result<(), DbErr> {
    let db = connect("sqlite::memory:".to_owned()).await?;
    let before = Migrator::migrations().iter().position(|step| step.name().contains("_000054_"));
    let before = before.and_then(|steps| u32::try_from(steps).ok()).expect("the migration");
    let tx = db.begin().await?;
    Migrator::up(&tx, Some(before)).await?;
    tx.commit().await?;
    // Only what the migration reads: a photo each, without studies and people behind them.
    db.execute_unprepared("PRAGMA foreign_keys = OFF").await?;
    let (early, late) = ("'2026-11-24T00:00:00+00:00'", "'2026-11-25T00:00:00+00:00'");
    for photo in 1..=7 {
        let columns = "id, kind, sha256, media_type, width, height, size_bytes, consent, created_at";
        let values = format!("{photo}, 'photo', '', 'image/webp', 1, 1, 1, 'agreed', {early}");
        db.execute_unprepared(&format!("INSERT INTO attachment ({columns}) VALUES ({values})")).await?;
    }
    for (photo, hidden) in [(1, late), (2, "NULL")] {
        let columns = "adoption_id, stage, happened_on, photo_id, account_id, byline, recorded_at, hidden_at";
        let values = format!("1, 'berjalan', '2026-11-24', {photo}, 1, '', {early}, {hidden}");
        db.execute_unprepared(&format!("INSERT INTO adoption_step ({columns}) VALUES ({values})")).await?;
    }
    for (photo, state, hidden) in
        [(3, "tayang", "NULL"), (4, "tayang", late), (5, "tidak_ditayangkan", "NULL"), (6, "tidak_ditayangkan", late)]
    {
        let columns = "kecamatan_code, case_study_id, name, folded_name, photo_id, state, hidden_at, created_by, version, \
                       created_at, updated_at";
        let values = format!("'32.05.22', 1, '', '', {photo}, '{state}', {hidden}, 1, 1, {early}, {early}");
        db.execute_unprepared(&format!("INSERT INTO product ({columns}) VALUES ({values})")).await?;
    }
    migrate(&db).await?;
    for (rows, expected) in [
        (format!("id IN (1, 4, 6) AND hidden_at = {late}"), 3),
        (format!("id = 5 AND hidden_at = {early}"), 1),
        ("id IN (2, 3, 7) AND hidden_at IS NULL".to_owned(), 3),
    ] {
        assert_eq!(count(&db, &format!("attachment WHERE {rows}")).await?, expected, "{rows}");
    }
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
