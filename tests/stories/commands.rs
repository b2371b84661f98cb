//! The commands as an operator runs them: what they refuse, in one line, and what they do.

use forum_camat::case_study::entity::case_study;
use forum_tests::process::Folder;
use forum_tests::{Browser, is_postgres};
use sea_orm::{EntityTrait, QueryOrder};

/// Two processes never serve one folder.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_server_on_one_folder_ends_with_one_line() {
    let mut folder = Folder::prepared().await;
    let _site = folder.serve("serve").await;
    folder.config.bind = forum_tests::process::free_address();
    let second = folder.run(&["serve"]);
    second.fails_with("another process already serves the folder");
    let migrate = folder.run(&["migrate"]);
    if is_postgres() {
        assert_eq!(migrate.code, Some(0), "{migrate:?}");
    } else {
        migrate.fails_with("another process already serves the folder");
    }
}

/// A folder that can't be written is named.
#[test]
fn a_read_only_folder_is_named() {
    let mut folder = Folder::empty();
    // Even root writes nothing here.
    folder.config.data_dir = "/proc/forum-camat".into();
    folder.run(&["serve"]).fails_with("/proc/forum-camat");
    folder.run(&["serve"]).fails_with("FORUM_DATA_DIR");
}

/// Unknown and malformed settings stop the start, each by its name.
#[test]
fn wrong_settings_are_named() {
    let folder = Folder::empty();
    let with = |name: &str, value: &str| {
        let output = folder.command(&["check"]).env(name, value).output().expect("the binary runs");
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).unwrap()
    };
    let error = with("FORUM_BNID", "127.0.0.1:1");
    assert!(error.to_ascii_lowercase().contains("bnid"), "{error}");
    let error = with("FORUM_BIND", "di sini");
    assert!(error.contains("FORUM_BIND"), "{error}");
    let error = with("FORUM_LIMITS__TITLE_CHARS", "banyak");
    assert!(error.contains("FORUM_LIMITS__TITLE_CHARS"), "{error}");

    let file = folder.path().join("forum.toml");
    std::fs::write(&file, "bind = \"127.0.0.1:8080\"\nwarna = \"hijau\"\n").unwrap();
    let ended = folder.run(&["--config", file.to_str().unwrap(), "check"]);
    ended.fails_with("warna");
    folder.run(&["--config", "/tidak/ada.toml", "check"]).fails_with("/tidak/ada.toml does not exist");
    assert_eq!(folder.run(&["menari"]).code, Some(2));
}

/// The token of an invitation sets a password: who reads the log must not find it there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_does_not_hold_the_token_of_an_invitation() {
    let folder = Folder::prepared().await;
    let log = folder.path().join("log");
    let site = folder.serve_logging("info,tower_http=trace,forum_camat=trace", &log).await;
    let guest = Browser::new(&site.url);
    guest.get("/undangan/kunci-rahasia").await;
    guest.post("/undangan/kunci-rahasia", &[("password", "sandi rahasia")]).await;
    guest.get("/tentang").await.expect(200);
    site.kill();
    let log = std::fs::read_to_string(&log).unwrap();
    assert!(log.contains("/tentang") && log.contains("/undangan/"), "requests are logged: {log}");
    for secret in ["kunci-rahasia", "sandi rahasia"] {
        let told: Vec<_> = log.lines().filter(|line| line.contains(secret)).collect();
        assert!(told.is_empty(), "{told:?}");
    }
}

/// Good lines go in, bad ones are named with number and reason; again it does nothing; changed it makes a revision.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_operator_imports_studies_beside_the_server() {
    let folder = Folder::prepared().await;
    let site = folder.serve("serve").await;
    let file = folder.path().join("studies.jsonl");
    let path = file.to_str().unwrap();
    let good = |body: &str| {
        format!(
            "{{\"ref\":\"a-1\",\"title\":\"Irigasi tetes\",\"body\":\"{body}\",\"kecamatan\":\"32.05.22\",\"sector\":\"pertanian\",\
             \"indicators\":[\"ekonomi-lokal\"],\"author\":\"Camat Cikajang\",\"published_at\":\"2026-10-12\"}}"
        )
    };
    let lines = [
        good("Botol bekas."),
        String::new(),
        "{\"ref\":\"a-2\",\"title\":\"Terpotong".to_owned(),
        "{\"ref\":\"a-3\",\"title\":\"Jauh\",\"body\":\"Isi.\",\"kecamatan\":\"99.99.99\"}".to_owned(),
        format!("{{\"ref\":\"a-4\",\"title\":\"Panjang\",\"body\":\"{}\"}}", "x".repeat(1024 * 1024)),
        "{\"ref\":\"a-5\",\"title\":\"Tanpa tempat\",\"lessons\":\"Mulai dari yang kecil.\"}".to_owned(),
    ];
    std::fs::write(&file, format!("\u{feff}{}\r\n", lines.join("\r\n"))).unwrap();
    let first = folder.run(&["import", "case-studies", path]);
    assert_eq!(first.code, Some(3), "{first:?}");
    assert!(first.out.starts_with("2 created, 0 revised, 0 unchanged, 3 refused in "), "{}", first.out);
    for reason in ["line 3: no JSON object", "line 4: unknown kecamatan \"99.99.99\"", "line 5: it is longer than 1 MB"]
    {
        assert!(first.err.contains(reason), "{reason} is not in {}", first.err);
    }
    let again = folder.run(&["import", "case-studies", path]);
    assert!(again.out.starts_with("0 created, 0 revised, 2 unchanged, 3 refused in "), "{}", again.out);

    std::fs::write(&file, good("Botol bekas dan pipa.")).unwrap();
    let changed = folder.run(&["import", "case-studies", path]);
    assert_eq!(changed.code, Some(0), "{changed:?}");
    assert!(changed.out.starts_with("0 created, 1 revised, 0 unchanged, 0 refused in "), "{}", changed.out);

    let app = folder.open().await;
    let studies = case_study::Entity::find().order_by_asc(case_study::Column::Id).all(app.db.read()).await.unwrap();
    assert_eq!(studies.iter().map(|study| study.revision_number).collect::<Vec<_>>(), [2, 1]);
    let page = Browser::new(&site.url).get(&format!("/praktik/{}-irigasi-tetes", studies[0].id)).await.expect(200);
    assert!(page.shows("Botol bekas dan pipa."), "{}", page.words());
}

/// Defaults of the command line are for lines that say nothing; a wrong one refuses the command, not every line.
#[tokio::test]
async fn defaults_are_for_lines_that_say_nothing() {
    let folder = Folder::prepared().await;
    let file = folder.path().join("studies.jsonl");
    let path = file.to_str().unwrap();
    std::fs::write(&file, "{\"ref\":\"b\",\"title\":\"Posyandu\",\"body\":\"Isi.\"}\n").unwrap();
    let wrong = folder.run(&["import", "case-studies", path, "--kecamatan", "11"]);
    wrong.fails_with("the default of the command line: unknown kecamatan \"11\"");
    let ended = folder.run(&[
        "import",
        "case-studies",
        path,
        "--kecamatan",
        "32.05.22",
        "--sector",
        "umkm",
        "--indicator",
        "stunting",
    ]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let app = folder.open().await;
    let study = case_study::Entity::find().one(app.db.read()).await.unwrap().unwrap();
    assert_eq!(study.kecamatan_code.as_deref(), Some("32.05.22"));
    assert!(study.sector_id.is_some());
}

/// `check` says that all is well, and what to do when it is not.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn check_says_what_is_wrong_and_how_to_mend_it() {
    let empty = Folder::empty();
    let nothing = empty.run(&["check"]);
    assert_eq!(nothing.code, Some(1));
    assert!(nothing.out.contains("WRONG  database") && nothing.out.contains("mend it: "), "{}", nothing.out);

    let folder = Folder::prepared().await;
    assert_eq!(folder.run(&["reindex"]).code, Some(0));
    let well = folder.run(&["check"]);
    assert_eq!(well.code, Some(0), "{well:?}");
    assert!(well.out.ends_with("all is well\n"), "{}", well.out);
    assert!(well.out.contains("data_dir is set by variable FORUM_DATA_DIR"), "{}", well.out);
}

/// The demo fills an empty folder once, prints how to sign in, keeps what was written, and stays on this machine.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demo_fills_an_empty_folder_once() {
    let folder = Folder::empty();
    let output = folder.command(&["demo"]).env("FORUM_BIND", "0.0.0.0:8099").output().unwrap();
    let refusal = String::from_utf8(output.stderr).unwrap();
    assert!(refusal.contains("set FORUM_BIND to 127.0.0.1:8099"), "{refusal}");

    let site = folder.serve("demo").await;
    let visitor = Browser::new(&site.url);
    assert!(visitor.get("/masuk").await.expect(200).shows("Masuk"));
    // A family that tells the same measure in three kecamatan, one of them in a study of its own.
    let family = visitor.get("/praktik/9/keluarga").await.expect(200);
    for words in
        ["Rumah bibit kecil di pekarangan", "Perubahan dari +2.700.000 sampai +7.300.000 Rp/bulan, di 3 tempat"]
    {
        assert!(family.shows(words), "{words}: {}", family.words());
    }
    site.kill();
    let count = async || {
        let app = folder.open().await;
        let samples = case_study::Entity::find().all(app.db.read()).await.unwrap();
        assert!(samples.iter().all(|study| study.is_sample));
        assert!(samples.iter().filter(|study| study.lead_photo_id.is_some()).count() >= 12);
        samples.len()
    };
    assert!(count().await >= 40);
    let before = count().await;
    folder.serve("demo").await.kill();
    assert_eq!(count().await, before);
}

/// Commands beside an empty folder don't make a site by the way.
#[test]
fn commands_make_no_site_by_the_way() {
    let folder = Folder::empty();
    for words in [&["import", "case-studies", "-"][..], &["backup", "x.tar.gz"], &["reindex"]] {
        folder.run(words).fails_with("there is no database in the folder");
    }
    assert!(!folder.config.sqlite_file().exists());
}
