//! Personal data of others goes from everywhere it stands, stays away after a restore, and leaves its mark.

use std::path::Path;

use forum_camat::app::App;
use forum_camat::attachment::{self, Consent, Facts};
use forum_camat::case_study::content::Photo;
use forum_camat::db::Effect;
use forum_camat::erasure::places;
use forum_camat::ids::CaseStudyId;
use forum_tests::process::Folder;
use forum_tests::{Answer, CIKAJANG, Person, Study, TestApp, a_study, is_postgres};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

const NAME: &str = "Sunandar";
const PHONE: &str = "0812-3456-7890";
const MARK: &str = "[dihapus: data pribadi, 24 Nov 2026]";

/// Everything that the site keeps, as one text: each row of each table, the names and the bytes of files, the index, and
/// on SQLite the bytes of the database itself.
pub async fn everything(app: &App) -> String {
    let mut all = String::new();
    for table in forum_camat::command::tables::NAMES {
        let mut take = |row: &[u8]| -> anyhow::Result<()> {
            all.push_str(&format!("{table}: {}\n", std::str::from_utf8(row)?));
            Ok(())
        };
        forum_camat::command::tables::read(app.db.read(), table, &mut take).await.unwrap();
    }
    for (key, _) in app.files.list("").await.unwrap() {
        all.push_str(&format!("{key}: {}\n", String::from_utf8_lossy(&app.files.get(&key).await.unwrap())));
    }
    bytes_below(&app.config.data_dir, &mut all);
    all
}

fn bytes_below(folder: &Path, all: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            bytes_below(&path, all);
        } else {
            let bytes = std::fs::read(&path).unwrap_or_default();
            all.push_str(&format!("{}: {}\n", path.display(), String::from_utf8_lossy(&bytes).to_lowercase()));
        }
    }
}

/// The lines in which a word stands, shortened: what the test shows when it fails.
pub fn lines_with(all: &str, word: &str) -> Vec<String> {
    let word = word.to_lowercase();
    let hits = all.lines().filter(|line| line.to_lowercase().contains(&word));
    hits.map(|line| line.chars().take(160).collect()).collect()
}

async fn a_photo(app: &TestApp, siti: &Person, study: CaseStudyId) -> i64 {
    let mut png = Vec::new();
    let photo = image::RgbImage::from_fn(900, 600, |x, y| image::Rgb([x as u8, y as u8, 90]));
    photo.write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png).unwrap();
    let stored = attachment::store_picture(&app.app, png.into()).await.unwrap();
    let facts = Facts {
        original_name: "sunandar.png".to_owned(),
        alt: "Pak Sunandar di kebun".to_owned(),
        caption: String::new(),
        consent: Consent::NoneRecognisable,
        account: Some(siti.account),
        draft: None,
        case_study: Some(study.get()),
    };
    let tx = app.app.db.begin_write().await.unwrap();
    let id = attachment::record(&*tx, tx.now(), &stored, facts).await.unwrap();
    tx.commit(Effect::Private).await.unwrap();
    id
}

/// A study that names a farmer and his number wherever people write: two revisions, a draft, a comment, reasons of
/// coordinators, a report, a note in a collection.
async fn told_everywhere(app: &TestApp, siti: &Person, hendra: &Person) -> Study {
    let study = app
        .has(
            a_study("Kelompok Pak Asep Sunandar")
                .by(siti)
                .saying(|content| {
                    content.action = format!("Dipimpin **Asep** Sunandar, WA {PHONE}. Panitia lain ikut.");
                    content.photos.push(Photo {
                        attachment: 1,
                        alt: "Pak Sunandar di kebun".to_owned(),
                        ..Photo::default()
                    });
                })
                .with_figure("Panen Sunandar", "1", "2", "ton"),
        )
        .await;
    assert_eq!(a_photo(app, siti, study.id).await, 1);
    let edit = siti.post(&study.path("ubah"), &[]).await.expect(303);
    let form = edit.headers["location"].to_str().unwrap().to_owned();
    let page = siti.get(&form).await.expect(200);
    assert!(page.shows("Sunandar"), "{}", page.words());
    app.has_comment(&study, siti, "Terima kasih Pak SUNANDAR (+62 812 3456 7890).").await;
    let because = |name: &'static str| [(name, "Karena Pak Sunandar berhasil."), ("ends_on", "2027-01-30")];
    hendra.post(&study.path("pilihan"), &because("reason")).await.expect(303);
    hendra.post(&study.path("verifikasi"), &[("note", "Buku Sunandar dilihat")]).await.expect(303);
    hendra.post("/kumpulan/baru", &[("title", "Kumpulan air")]).await.expect(303);
    let report = [("target", "praktik"), ("ground", "data_pribadi"), ("body", "Nomor Pak Sunandar tertulis.")];
    siti.post(&study.path("laporkan"), &report).await.expect(303);
    hendra.post(&study.path("sembunyikan"), &[("reason", "Nomor Sunandar")]).await.expect(303);
    hendra.post(&study.path("pulihkan"), &[]).await.expect(303);
    app.settle().await;
    study
}

fn wanted(step: &'static str) -> Vec<(&'static str, &'static str)> {
    vec![
        ("passages", "Asep Sunandar\nSunandar\n081234567890"),
        ("photo", "1"),
        ("reason", "Atas permintaan yang bersangkutan."),
        ("tahap", step),
        ("mengerti", "ya"),
    ]
}

/// What names the list that a page shows.
pub fn seen_in(page: &Answer) -> String {
    page.text.split("name=\"dilihat\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

/// Looks, and erases just what was seen.
async fn erases(hendra: &Person, study: &Study, form: &[(&str, &str)]) -> Answer {
    let address = study.path("hapus-data-pribadi");
    let look: Vec<_> = form.iter().copied().filter(|(name, _)| *name != "tahap").collect();
    let page = hendra.post(&address, &look).await.expect(200);
    let seen = seen_in(&page);
    let mut form = form.to_vec();
    form.push(("dilihat", &seen));
    hendra.post(&address, &form).await.expect(303)
}

/// Hendra sees first what would go and from where; then it is gone from every row, file and page, and from the index.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_and_a_number_go_from_everywhere() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = told_everywhere(&app, &siti, &hendra).await;
    let kept = everything(&app.app).await;
    for table in ["case_study_revision", "draft_version", "comment", "feature", "verification", "report", "audit_entry"]
    {
        let has =
            kept.lines().any(|line| line.starts_with(&format!("{table}:")) && line.to_lowercase().contains("sunandar"));
        assert!(has, "{table} was to hold the name before");
    }
    let address = study.path("hapus-data-pribadi");
    let looked = hendra.post(&address, &wanted("lihat")).await.expect(200);
    for words in ["Yang akan dihapus", "Tulisan dan riwayat revisinya", "Komentar", "Foto: Pak Sunandar di kebun"] {
        assert!(looked.shows(words), "{words} in {}", looked.words());
    }
    assert_eq!(
        lines_with(&everything(&app.app).await, NAME).len(),
        lines_with(&kept, NAME).len(),
        "looking erases nothing"
    );
    assert!(hendra.post(&address, &wanted("hapus")).await.expect(422).shows("Daftarnya berubah"), "nobody looked");
    let seen = seen_in(&looked);
    let mut unsure: Vec<_> = wanted("hapus").into_iter().filter(|(name, _)| *name != "mengerti").collect();
    unsure.push(("dilihat", &seen));
    assert!(hendra.post(&address, &unsure).await.expect(422).shows("Beri tanda bahwa"));

    erases(&hendra, &study, &wanted("hapus")).await;
    app.settle().await;
    let left = everything(&app.app).await;
    for word in [NAME, "3456-7890", "3456 7890", "34567890"] {
        assert!(lines_with(&left, word).is_empty(), "{word} is still in {:#?}", lines_with(&left, word));
    }
    // What is no data of his stays, letter by letter.
    let page = app.visitor().get(&format!("/praktik/{}", study.id)).await.expect(308);
    let moved_to = page.headers["location"].to_str().unwrap().to_owned();
    assert!(!moved_to.contains("dihapus"), "an address does not tell of it: {moved_to}");
    let page = app.visitor().get(&moved_to).await.expect(200);
    assert!(page.words().contains(&format!("Dipimpin **{MARK}, WA {MARK}.")), "{}", page.words());
    assert!(page.shows("Panitia lain ikut.") && page.shows(&format!("Foto {MARK}")), "{}", page.words());
    assert!(page.shows(&format!("Kelompok Pak {MARK}")));
    let history = app.visitor().get(&study.path("riwayat/1")).await.expect(200);
    assert!(history.shows(MARK) && !history.shows(NAME));
    // Nobody finds it any more, and the photo has no address.
    let searched = app.visitor().get("/cari?q=sunandar").await.expect(200);
    assert!(!searched.shows("Kelompok Pak"), "{}", searched.words());
    assert!(app.visitor().get("/cari?q=panitia").await.expect(200).shows("Kelompok Pak"));
    // The office is told, the audit knows who and why.
    assert!(siti.get("/kabar").await.expect(200).shows("Data pribadi dihapus"));
    let asked = hendra.get(&address).await.expect(200);
    assert!(asked.shows("Sudah dihapus") && asked.shows("Atas permintaan yang bersangkutan."));
    assert!(hendra.get("/meja/audit").await.expect(200).shows("menghapus data pribadi dari"));
}

/// A backup that is older than the erasure brings the words back; restoring it erases them again, whether a later backup
/// or the store of files tells of them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_erased_stays_away_after_a_restore() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = told_everywhere(&app, &siti, &hendra).await;
    let mut here = Folder::empty();
    here.config = app.app.config.clone();
    let place = tempfile::tempdir().unwrap();
    let file = |name: &str| place.path().join(name).to_str().unwrap().to_owned();
    let (older, later) = (file("lama.tar.gz"), file("baru.tar.gz"));
    assert_eq!(here.run(&["backup", &older]).code, Some(0));
    erases(&hendra, &study, &wanted("hapus")).await;
    app.settle().await;
    assert_eq!(here.run(&["backup", &later]).code, Some(0));

    let plain = Folder::empty();
    assert_eq!(plain.run(&["restore", &older]).code, Some(0));
    assert!(!lines_with(&everything(&plain.open().await).await, NAME).is_empty(), "nobody told this folder");

    let told = Folder::empty();
    let ended = told.run(&["restore", &older, "--erasures", &later]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(format!("{ended:?}").contains("erased again"), "{ended:?}");
    clean(&told).await;

    // The same store of files, a new database.
    let same_files = Folder::empty();
    let folder = same_files.config.data_dir.join("files/erasure");
    std::fs::create_dir_all(&folder).unwrap();
    for (key, _) in app.app.files.list("erasure").await.unwrap() {
        let name = Path::new(&key).file_name().unwrap().to_owned();
        std::fs::write(folder.join(name), app.app.files.get(&key).await.unwrap()).unwrap();
    }
    assert_eq!(same_files.run(&["restore", &older]).code, Some(0));
    clean(&same_files).await;
    Folder::empty().run(&["restore", &older, "--erasures", &file("tidak-ada")]).fails_with("can't be read");
}

/// After the server's own work nothing is left of it.
async fn clean(folder: &Folder) {
    let site = folder.open().await;
    forum_camat::worker::run_due(&site).await.unwrap();
    let left = everything(&site).await;
    for word in [NAME, "Pak Asep", "**Asep", "34567890", "3456-7890"] {
        assert!(lines_with(&left, word).is_empty(), "{word} is still in {:#?}", lines_with(&left, word));
    }
    assert!(left.contains(MARK));
}

/// What is wrong with the form is said at its place, and nothing is erased.
#[tokio::test]
async fn a_slip_erases_nothing() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let yuli = app.coordinator("Yuli", "32.04").await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let study = app.has(a_study("Kelompok Asep Sunandar").by(&siti)).await;
    let address = study.path("hapus-data-pribadi");
    for (passages, reason, said) in [
        ("", "Diminta", "Tulis bagian yang dihapus"),
        ("ab", "Diminta", "terlalu pendek"),
        ("Asep", "", "Tulis alasannya"),
        ("Asep Sunandar", "Nama Asep Sunandar dihapus", "Alasan ini sendiri memuat"),
        ("Budi Santoso", "Diminta", "tidak ditemukan"),
    ] {
        let form = [("passages", passages), ("reason", reason), ("tahap", "hapus"), ("mengerti", "ya")];
        let refused = hendra.post(&address, &form).await.expect(422);
        assert!(refused.shows(said), "{said} in {}", refused.words());
        assert!(passages.is_empty() || refused.shows(passages), "what was typed is still there");
    }
    // Who does not care for this study learns nothing and changes nothing.
    for person in [&siti, &yuli] {
        person.get(&address).await.expect(403);
        person.post(&address, &wanted("hapus")).await.expect(403);
    }
    app.visitor().get(&address).await.expect(303);
    assert!(app.visitor().get(&study.url).await.expect(200).shows("Asep Sunandar"));
}

/// A form that is open while its draft loses a word meets a comparison, and does not bring the word back unseen.
#[tokio::test]
async fn an_open_form_does_not_bring_it_back_unseen() {
    use forum_camat::case_study::entity::draft;
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let study = app.has(a_study("Kelompok Sunandar").by(&siti)).await;
    siti.post(&study.path("ubah"), &[]).await.expect(303);
    let edits = || draft::Entity::find().filter(draft::Column::CaseStudyId.eq(study.id.get()));
    let before = edits().one(app.app.db.read()).await.unwrap().unwrap();
    let form = [("passages", "Sunandar"), ("reason", "Diminta"), ("tahap", "hapus"), ("mengerti", "ya")];
    erases(&hendra, &study, &form).await;
    let after = edits().one(app.app.db.read()).await.unwrap().unwrap();
    assert_eq!(after.version, before.version + 1);
    let (key, base) = (before.key, before.version.to_string());
    let stale = [("base", base.as_str()), ("title", "Kelompok Sunandar"), ("fields", "title")];
    let answer = siti.post(&format!("/tulis/{key}"), &stale).await;
    assert!(answer.status == 409 || answer.shows("Bandingkan"), "{} {}", answer.status, answer.words());
    assert!(!edits().one(app.app.db.read()).await.unwrap().unwrap().document.contains("Sunandar"));
}

/// The file that a study was imported from still holds the name: importing it again is refused, and says why.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_does_not_bring_it_back() {
    let app = TestApp::start().await;
    let dewi = app.coordinator("Dewi", "32").await;
    let mut here = Folder::empty();
    here.config = app.app.config.clone();
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("praktik.jsonl");
    let line = r#"{"ref":"a1","title":"Irigasi","body":"Dipimpin Asep Sunandar.","author":"Asep Sunandar"}"#;
    std::fs::write(&file, format!("{line}\n")).unwrap();
    let imported = here.run(&["import", "case-studies", file.to_str().unwrap()]);
    assert_eq!(imported.code, Some(0), "{imported:?}");
    use forum_camat::case_study::entity::case_study;
    let row = case_study::Entity::find().one(app.app.db.read()).await.unwrap().unwrap();
    let study = Study { id: CaseStudyId(row.id), title: row.title, url: format!("/praktik/{}-irigasi", row.id) };
    erases(
        &dewi,
        &study,
        &[("passages", "Asep Sunandar"), ("reason", "Diminta"), ("tahap", "hapus"), ("mengerti", "ya")],
    )
    .await;
    let page = app.visitor().get(&study.url).await.expect(200);
    assert!(page.shows(MARK) && !page.shows(NAME), "the author's name too: {}", page.words());
    let again = here.run(&["import", "case-studies", file.to_str().unwrap()]);
    assert_ne!(again.code, Some(0), "{again:?}");
    assert!(format!("{again:?}").contains("personal data was erased"), "{again:?}");
    assert!(!app.visitor().get(&study.url).await.expect(200).shows(NAME));
}

/// A photo of another study is none of this coordinator's business, whatever the form says; a photo that an edit took out
/// of the text is still offered.
#[tokio::test]
async fn only_photos_of_the_study_go() {
    use forum_camat::attachment::entity as photo;
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let own = app.has(a_study("Kebun cabai").by(&siti)).await;
    let joko = app.camat("Joko", "32.04.05").await;
    let other = app.has(a_study("Curug").of("32.04.05").by(&joko)).await;
    let (mine, foreign) = (a_photo(&app, &siti, own.id).await, a_photo(&app, &joko, other.id).await);
    let address = own.path("hapus-data-pribadi");
    let page = hendra.get(&address).await.expect(200);
    assert!(page.text.contains(&format!("name=\"photo\" value=\"{mine}\"")), "no text names it, and it can go");
    let (mine, foreign) = (mine.to_string(), foreign.to_string());
    let only = [("photo", foreign.as_str()), ("reason", "Diminta")];
    assert!(hendra.post(&address, &only).await.expect(422).shows("bukan dari tulisan ini"));
    let both = [
        ("photo", mine.as_str()),
        ("photo", foreign.as_str()),
        ("reason", "Diminta"),
        ("tahap", "hapus"),
        ("mengerti", "ya"),
    ];
    erases(&hendra, &own, &both).await;
    app.settle().await;
    let rows = photo::Entity::find().all(app.app.db.read()).await.unwrap();
    let left: Vec<String> = rows.iter().filter(|row| !row.sha256.is_empty()).map(|row| row.id.to_string()).collect();
    assert_eq!(left, [foreign]);
    // The same bytes are another study's too: they stay.
    let kept = rows.iter().find(|row| !row.sha256.is_empty()).unwrap();
    let address = format!("/berkas/{}/{}/320.webp", kept.id, &kept.sha256[..16]);
    assert!(!app.visitor().bytes(&address).await.is_empty());
}

/// Every column that can hold words is gone through or named with a reason: who adds a table decides.
#[tokio::test]
async fn no_column_is_forgotten() {
    use sea_orm::{ConnectionTrait, Statement};
    let app = TestApp::start().await;
    let sql = if is_postgres() {
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' AND data_type IN ('text', 'character varying')"
    } else {
        "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND lower(c.type) IN ('text', 'varchar')"
    };
    let rows = app.app.db.read().query_all_raw(Statement::from_string(app.app.db.backend(), sql)).await.unwrap();
    let mut columns: Vec<(String, String)> =
        rows.iter().map(|row| (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap())).collect();
    columns.retain(|(table, _)| table != "seaql_migrations");
    assert!(columns.len() > 100, "{columns:?}");
    let (walked, left) = (places::columns(), places::LEFT);
    let is_left = |table: &str, column: &str| {
        left.iter().any(|(name, part, _)| *name == table && (*part == column || *part == "*"))
    };
    for (table, column) in &columns {
        let is_walked = walked.iter().any(|(name, part)| name == table && part == column);
        assert!(is_walked != is_left(table, column), "erasure/places.rs must name {table}.{column} once");
    }
    let known = |table: &str, column: &str| {
        columns.iter().any(|(name, part)| name == table && (part == column || column == "*"))
    };
    for (table, column) in walked.iter().copied().chain(left.iter().map(|(table, column, _)| (*table, *column))) {
        assert!(known(table, column), "{table}.{column} is no column of the schema");
    }
}
