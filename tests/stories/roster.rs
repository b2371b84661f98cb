//! `import roster` and `account`, run as an operator runs them.

use std::path::PathBuf;
use std::process::{Command, Output};

use forum_camat::account::entity::account;
use forum_camat::office::entity::office_term;
use forum_tests::TestApp;
use sea_orm::{EntityTrait, PaginatorTrait};

/// The binary beside the tests, or none when only the tests were built.
fn binary() -> Option<PathBuf> {
    let folder = std::env::current_exe().ok()?.parent()?.parent()?.to_owned();
    let binary = folder.join("forum-camat");
    binary.is_file().then_some(binary)
}

fn run(app: &TestApp, arguments: &[&str], input: &str) -> Output {
    use std::io::Write;
    let mut command = Command::new(binary().expect("cargo build makes the binary first"));
    command
        .args(arguments)
        .env("FORUM_DATA_DIR", &app.app.config.data_dir)
        .env("FORUM_DATABASE_URL", &app.app.config.database_url)
        .env("FORUM_BASE_URL", &app.url)
        .env("FORUM_LOG_FILTER", "error")
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped());
    let mut child = command.spawn().expect("the binary runs");
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("written");
    child.wait_with_output().expect("it ends")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A table as Excel in Indonesia writes it goes in beside the running server; bad lines are named, good ones stay.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_operator_brings_in_the_roster_of_garut() {
    let app = TestApp::start().await;
    let file = app.folder().join("pejabat.csv");
    let table = "\u{feff}Nama;No. HP;Email;NIP;Peran;Kode Wilayah;Jabatan;TMT;Nomor SK\r\n\
        Siti Rahmawati, S.IP.;0812-3456-7890;siti@garutkab.go.id;19780517 200501 2 003;Camat;32.05.22;;01/03/2024;SK 1\r\n\
        Ujang;81300000001;;;Kasi;320522;Kasi Ekbang;;\r\n\
        Tanpa Nomor;;;;Camat;32.05.17;;;\r\n\
        =HYPERLINK(\"http://jahat.example\");081300000002;;;operator;32.05.17;Operator;;\r\n\
        Rangkap;081300000003;;;Camat;32.05.22;;;\r\n\
        Jauh;081300000004;;;Camat;99.99.99;;;\r\n\
        Bulat;8,13E+11;;;Camat;32.05.18;;;\r\n";
    std::fs::write(&file, table).unwrap();
    let path = file.to_str().unwrap();
    let first = run(&app, &["import", "roster", path], "");
    let (out, err) = (text(&first.stdout), text(&first.stderr));
    assert_eq!(first.status.code(), Some(3), "{err}");
    for line in [
        "line 4: needs a phone number, an e-mail address or a NIP",
        "line 6: 32.05.22 has a camat already: Siti Rahmawati, S.IP., since 2024-03-01",
        "line 7: kode_wilayah \"99.99.99\" is no region of this province",
        "line 8: telepon \"8,13E+11\" was rounded by the spreadsheet",
    ] {
        assert!(err.contains(line), "{line} is not in:\n{err}");
    }
    assert_eq!(out.lines().count(), 4, "{out}");
    assert!(out.contains("\"Kec. Cikajang, Kab. Garut\",diundang,http"), "{out}");
    assert!(!out.lines().any(|line| line.starts_with('=')), "no spreadsheet takes a name for a formula: {out}");

    let link = out.lines().nth(1).unwrap().rsplit(',').next().unwrap();
    let path_of_link = link.strip_prefix(&app.url).expect("a link to this site");
    assert!(app.visitor().get(path_of_link).await.expect(200).shows("Selamat datang, Siti Rahmawati, S.IP."));

    let second = run(&app, &["import", "roster", path], "");
    assert!(
        text(&second.stdout).lines().skip(1).all(|line| line.contains("sudah tercatat")),
        "{}",
        text(&second.stdout)
    );
    assert_eq!(account::Entity::find().count(app.app.db.read()).await.unwrap(), 3);
    assert_eq!(office_term::Entity::find().count(app.app.db.read()).await.unwrap(), 3);
    app.visitor().get(path_of_link).await.expect(200);
}

/// All camat of the province go in quickly.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn six_hundred_and_twenty_seven_camat_go_in_at_once() {
    let app = TestApp::start().await;
    let mut table = "nama,telepon,peran,kode_wilayah,tmt\n".to_owned();
    let catalogue = app.app.catalogue.get();
    let mut number = 0;
    for place in catalogue.places.all_kabupaten_kota() {
        for code in &place.kecamatan {
            number += 1;
            table.push_str(&format!("Camat Nomor {number},0811{number:07},camat,{code},2025-01-01\n"));
        }
    }
    let file = app.folder().join("semua.csv");
    std::fs::write(&file, table).unwrap();
    let began = std::time::Instant::now();
    let done = run(&app, &["import", "roster", file.to_str().unwrap()], "");
    let took = began.elapsed();
    assert!(done.status.success(), "{}", text(&done.stderr));
    assert_eq!(number, 627);
    assert_eq!(text(&done.stdout).lines().count(), 628);
    assert!(took < std::time::Duration::from_secs(30), "it took {took:?}");
}

/// The first account of a new site is made at a terminal, with a password or a link.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_operator_makes_the_first_coordinator() {
    let app = TestApp::start().await;
    let create = [
        "account",
        "create",
        "--name",
        "Neneng",
        "--phone",
        "0812 1111 2222",
        "--role",
        "pembina_provinsi",
        "--region",
        "32",
        "--unit",
        "Biro Pemerintahan dan Otonomi Daerah",
        // The command goes by the machine's clock, the site of the story by its own.
        "--started",
        "2026-11-01",
    ];
    let with_password = [&create[..], &["--password-stdin"]].concat();
    let weak = run(&app, &with_password, "rahasia jabar sehat\n");
    assert_eq!(weak.status.code(), Some(1));
    assert!(text(&weak.stderr).contains("too easy to guess"), "{}", text(&weak.stderr));

    let made = run(&app, &with_password, "serambi kodok wajan layang\n");
    assert!(made.status.success(), "{}", text(&made.stderr));
    let neneng = app.visitor();
    let fields = [("login", "081211112222"), ("password", "serambi kodok wajan layang")];
    neneng.post("/masuk", &fields).await.expect(303);
    neneng.get("/kabupaten-kota/32.05/pejabat").await.expect(200);

    let again = run(&app, &create, "");
    assert_eq!(again.status.code(), Some(1));
    let reset = run(&app, &["account", "reset-password", "+62 812-1111-2222"], "");
    let link = text(&reset.stdout).trim().to_owned();
    let path = link.strip_prefix(&app.url).expect("a link to this site").to_owned();
    assert!(app.visitor().get(&path).await.expect(200).shows("Buat kata sandi baru"));
    let list = text(&run(&app, &["account", "list"], "").stdout);
    assert!(
        list.contains("Neneng\t0812-1111-2222\tjoined\tBiro Pemerintahan dan Otonomi Daerah Jawa Barat [32]"),
        "{list}"
    );
    assert!(run(&app, &["account", "reset-password", "081200000000"], "").status.code() == Some(1));
}
