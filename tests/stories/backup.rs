//! A backup holds everything, restores into an empty site on either database, and is taken whole or not at all.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use forum_camat::app::App;
use forum_camat::attachment::{self, Consent, Facts};
use forum_camat::content_change;
use forum_camat::db::Effect;
use forum_camat::notification::entity as notification;
use forum_camat::product::entity::Entity;
use forum_tests::TestApp;
use forum_tests::process::Folder;
use forum_tests::{Browser, CIKAJANG, a_study, is_postgres};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::products::{records, row, writes};

/// A site with people, studies and a photo.
async fn full_site() -> TestApp {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    for number in 0..7 {
        app.has(a_study(&format!("Praktik ke-{number} “kutip” \\ dan\nbaris")).by(&siti)).await;
    }
    let mut png = Vec::new();
    let photo = image::RgbImage::from_fn(900, 600, |x, y| image::Rgb([x as u8, y as u8, 90]));
    photo.write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png).unwrap();
    let stored = attachment::store_picture(&app.app, png.into()).await.unwrap();
    let facts = Facts {
        original_name: "kebun.png".to_owned(),
        alt: "Kebun".to_owned(),
        caption: String::new(),
        consent: Consent::NoneRecognisable,
        account: Some(siti.account),
        draft: None,
        case_study: None,
    };
    let tx = app.app.db.begin_write().await.unwrap();
    let photo = attachment::record(&*tx, tx.now(), &stored, facts).await.unwrap();
    // What was hidden is hidden where it is restored, too.
    attachment::set_hidden(&*tx, Some(photo), Some(tx.now())).await.unwrap();
    tx.commit(Effect::Private).await.unwrap();
    app
}

/// Every row of every table as JSON, and every stored file.
async fn everything(app: &App) -> BTreeMap<String, Vec<String>> {
    let mut all = BTreeMap::new();
    for table in forum_camat::command::tables::NAMES {
        let mut rows = Vec::new();
        let mut take = |row: &[u8]| -> anyhow::Result<()> {
            rows.push(String::from_utf8(row.to_vec())?);
            Ok(())
        };
        forum_camat::command::tables::read(app.db.read(), table, &mut take).await.unwrap();
        all.insert((*table).to_owned(), rows);
    }
    let mut files = app.files.list("").await.unwrap();
    files.sort();
    for (key, _) in files {
        let bytes = app.files.get(&key).await.unwrap();
        all.insert(format!("file {key}"), vec![format!("{bytes:?}")]);
    }
    all
}

fn run(app: &TestApp, folder: &Folder, words: &[&str]) -> forum_tests::process::Ended {
    let mut here = Folder::empty();
    here.config = app.app.config.clone();
    here.config.bind = folder.config.bind;
    here.run(words)
}

async fn restores_into(target: Folder) {
    let app = full_site().await;
    let file = target.path().join("cadangan.tar.gz");
    let made = run(&app, &target, &["backup", file.to_str().unwrap()]);
    assert_eq!(made.code, Some(0), "{made:?}");
    let restored = target.run(&["restore", file.to_str().unwrap()]);
    assert_eq!(restored.code, Some(0), "{restored:?}");

    let site = target.open().await;
    let (mut before, mut after) = (everything(&app.app).await, everything(&site).await);
    // Another history, and one line more in the log: everything changed.
    let log = after.get_mut("content_change").unwrap().pop().unwrap();
    assert!(log.contains("\"subject_kind\":\"all\""), "{log}");
    assert_ne!(before.remove("site_state"), after.remove("site_state"));
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    for (name, rows) in before {
        assert_eq!(rows, after[&name], "{name} differs");
    }
    // New rows count on after the old ones.
    let newest = content_change::newest(site.db.read()).await.unwrap();
    let tx = site.db.begin_write().await.unwrap();
    tx.commit(Effect::Visible(vec![content_change::Subject::All])).await.unwrap();
    assert_eq!(content_change::newest(site.db.read()).await.unwrap(), newest + 1);
    drop(site);
    target.run(&["restore", file.to_str().unwrap()]).fails_with("is not empty");
}

/// A site moves into an empty folder: from either database to SQLite.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_restores_into_an_empty_folder() {
    restores_into(Folder::empty()).await;
}

/// A restore may bring back a number that its maker took back since: it is shown again once the office has asked.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restored_contact_waits_for_its_office() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let product = writes(&siti, &study, "Sambal").await;
    records(&app, &siti, &product).await;
    assert!(row(&app, &product).await.shows_contact(app.app.clock.now()));
    let target = Folder::empty();
    let file = target.path().join("cadangan.tar.gz");
    assert_eq!(run(&app, &target, &["backup", file.to_str().unwrap()]).code, Some(0));
    assert_eq!(target.run(&["restore", file.to_str().unwrap()]).code, Some(0));
    let site = target.open().await;
    let restored = Entity::find().one(site.db.read()).await.unwrap().expect("a product");
    assert!(restored.has_contact() && !restored.shows_contact(site.clock.now()), "{:?}", restored.consent_asked_at);
    forum_camat::worker::run_due(&site).await.expect("the jobs of the restore");
    let told = notification::Entity::find().filter(notification::Column::Kind.eq("product_consent_old"));
    let told = told.one(site.db.read()).await.unwrap().expect("the office is told");
    assert_eq!(told.account_id, siti.account.get());
    assert!(told.reason.contains("Situs dipulihkan dari cadangan"), "{}", told.reason);
}

/// And to PostgreSQL.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_restores_into_an_empty_postgres() {
    if is_postgres() {
        restores_into(Folder::prepared().await).await;
    }
}

/// A restore into the database of a running server: it notices the other history, whatever its log and its kept pages
/// said before. Into the folder of a running server it is refused.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_running_server_notices_a_restore_beside_it() {
    if !is_postgres() {
        return;
    }
    let app = full_site().await;
    let shared = Folder::prepared().await;
    let file = shared.path().join("cadangan.tar.gz");
    assert_eq!(run(&app, &shared, &["backup", file.to_str().unwrap()]).code, Some(0));
    let archive = file.to_str().unwrap();
    let site = shared.open().await;
    // Its own log is longer than the one of the backup.
    for _ in 0..40 {
        let tx = site.db.begin_write().await.unwrap();
        tx.commit(Effect::Visible(vec![content_change::Subject::Sector(1.into())])).await.unwrap();
    }
    let server = shared.serve("serve").await;
    let reader = Browser::new(&server.url);
    assert!(!reader.get("/").await.expect(200).shows("Praktik ke-3"));
    shown(&reader, "/cari?q=praktik", "Belum ada praktik").await;
    shared.run(&["restore", archive]).fails_with("another process already serves the folder");

    let mut beside = Folder::empty();
    beside.config.database_url = shared.config.database_url.clone();
    let restored = beside.run(&["restore", archive]);
    assert_eq!(restored.code, Some(0), "{restored:?}");
    shown(&reader, "/cari?q=praktik", "Praktik ke-3").await;
    shown(&reader, "/", "Praktik ke-6").await;
}

/// Waits for words on a page: the server's own work goes on beside the story.
async fn shown(reader: &Browser, path: &str, words: &str) {
    let began = Instant::now();
    loop {
        let page = reader.get(path).await.expect(200);
        if page.shows(words) {
            return;
        }
        assert!(began.elapsed() < Duration::from_secs(10), "{path} lacks {words}: {}", page.words());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// From SQLite to PostgreSQL: a site that outgrew its folder.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_moves_to_postgres() {
    if !is_postgres() {
        return;
    }
    let old = Folder::empty();
    assert_eq!(old.run(&["migrate"]).code, Some(0));
    let lines: String =
        (0..600).map(|n| format!("{{\"ref\":\"r{n}\",\"title\":\"Judul {n}\",\"body\":\"Isi {n}.\"}}\n")).collect();
    let import = old.path().join("studies.jsonl");
    std::fs::write(&import, lines).unwrap();
    assert_eq!(old.run(&["import", "case-studies", import.to_str().unwrap()]).code, Some(0));
    let file = old.path().join("cadangan.tar.gz");
    assert_eq!(old.run(&["backup", file.to_str().unwrap()]).code, Some(0));
    let new = Folder::prepared().await;
    let restored = new.run(&["restore", file.to_str().unwrap()]);
    assert_eq!(restored.code, Some(0), "{restored:?}");
    let (before, after) = (everything(&old.open().await).await, everything(&new.open().await).await);
    for table in ["region", "measure", "case_study", "case_study_revision"] {
        assert_eq!(before[table], after[table], "{table} differs");
    }
    assert_eq!(after["case_study"].len(), 600);
}

/// Cut short, changed or no archive at all: one line, and the folder stays empty.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_archive_restores_nothing() {
    let app = full_site().await;
    let target = Folder::empty();
    let file = target.path().join("cadangan.tar.gz");
    assert_eq!(run(&app, &target, &["backup", file.to_str().unwrap()]).code, Some(0));
    let whole = std::fs::read(&file).unwrap();
    let damaged = target.path().join("rusak.tar.gz");
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 0x55;
    let end = whole.len() - 9;
    for bytes in [&whole[..whole.len() / 2], &whole[..end], &flipped[..], &b"bukan arsip"[..], &b""[..]] {
        std::fs::write(&damaged, bytes).unwrap();
        target.run(&["restore", damaged.to_str().unwrap()]).fails_with("is no whole backup; nothing was restored");
        assert!(!target.config.sqlite_file().exists());
    }
    assert!(left_behind(target.path()).is_empty());
    let site = forum_camat::serving::FolderLock::take(&target.config.data_dir).unwrap();
    target.run(&["restore", file.to_str().unwrap()]).fails_with("another process already serves the folder");
    drop(site);
    assert_eq!(target.run(&["restore", file.to_str().unwrap()]).code, Some(0));
}

fn left_behind(folder: &Path) -> Vec<String> {
    let names =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    names.filter(|name| name.ends_with(".part") || name.ends_with(".rows")).collect()
}

/// A table that a migration adds must be in the list, or a backup would forget it.
#[tokio::test]
async fn a_backup_forgets_no_table() {
    use sea_orm::ConnectionTrait;
    let app = TestApp::start().await;
    let sql = if is_postgres() {
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
    } else {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    };
    let db = app.app.db.read();
    let rows = db.query_all_raw(sea_orm::Statement::from_string(app.app.db.backend(), sql)).await.unwrap();
    let mut found: Vec<String> = rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
    found.retain(|name| name != "seaql_migrations");
    found.sort();
    let mut listed: Vec<String> = forum_camat::command::tables::NAMES.iter().map(|name| (*name).to_owned()).collect();
    listed.sort();
    assert_eq!(listed, found);
}
