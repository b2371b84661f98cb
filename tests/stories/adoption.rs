//! The ledger of replication: a kecamatan takes up a practice of another, and tells how far it got.

use chrono::Duration;
use forum_camat::adoption::entity::{adoption, adoption_step};
use forum_camat::db::Effect;
use forum_camat::office::entity::office_term;
use forum_camat::policy::Role;
use forum_tests::{Answer, CIKAJANG, Person, Study, TestApp, a_study};
use sea_orm::ActiveValue::Set;
use sea_orm::{EntityTrait, PaginatorTrait};

/// Kec. Bayongbong in Kab. Garut.
pub const BAYONGBONG: &str = "32.05.17";
/// Kec. Cileunyi in Kab. Bandung.
pub const CILEUNYI: &str = "32.04.05";
const BACK_SOON: &str = "Kelompok tani Mekarsari mulai merakit.";

/// So many days from today.
pub fn day(app: &TestApp, days: i64) -> String {
    (app.app.clock.today() + Duration::days(days)).to_string()
}

/// Presses the button on a study's page; the address of the entry.
pub async fn adopts(person: &Person, study: &Study) -> String {
    person.post(&study.path("replikasi"), &[]).await.expect(303).location
}

/// The version that the form of an entry was drawn with.
fn version_in(form: &Answer) -> String {
    let rest = form.text.split("name=\"version\" value=\"").nth(1).expect("a version");
    rest.split('"').next().expect("its end").to_owned()
}

/// Sends the form of the next step, as it was drawn a moment ago.
pub async fn tells(person: &Person, entry: &str, fields: &[(&str, &str)]) -> Answer {
    let version = version_in(&person.get(entry).await.expect(200));
    let mut all = vec![("version", version.as_str())];
    all.extend_from_slice(fields);
    person.post(&format!("{entry}/langkah"), &all).await
}

/// How many steps there are in all.
pub async fn steps(app: &TestApp) -> u64 {
    adoption_step::Entity::find().count(app.app.db.read()).await.expect("a count")
}

/// A figure before and after, as the form of a step sends it.
pub const FIGURES: [(&str, &str); 5] = [
    ("figures.0.name", "Panen per musim"),
    ("figures.0.unit", "ton per hektare"),
    ("figures.0.first", "2,8"),
    ("figures.0.last", "4,1"),
    ("figures.0.source", "catatan BPP Bayongbong"),
];

/// Dedi of Bayongbong takes up what Siti of Cikajang wrote, from interest to running with figures. Siti and the coordinator
/// hear of each step; the study, its card and the lists count what runs, and nothing else.
#[tokio::test]
async fn dedi_replicates_the_practice_of_siti() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let yuli = app.coordinator("Yuli", "32.04").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let page = dedi.get(&study.url).await.expect(200);
    assert!(page.shows("Kami berminat mereplikasi") && !page.shows("Kec. Bayongbong"), "{}", page.words());

    let entry = adopts(&dedi, &study).await;
    app.settle().await;
    assert!(siti.get("/kabar").await.expect(200).shows("Kabar replikasi: Irigasi tetes"));
    let told = siti.get("/kabar").await.expect(200);
    assert!(told.shows("Kec. Bayongbong, Kab. Garut, berminat. Bapak/Ibu menerima ini karena ikut menulis"));
    let told = hendra.get("/kabar").await.expect(200);
    assert!(told.shows("karena membina kecamatan di Kab. Garut"), "{}", told.words());
    assert!(!dedi.get("/kabar").await.expect(200).shows("Kabar replikasi"), "nobody hears of what he did");
    assert!(!yuli.get("/kabar").await.expect(200).shows("Kabar replikasi"));
    let page = app.visitor().get(&study.url).await.expect(200);
    assert!(page.shows("1 berminat") && page.shows("Kec. Bayongbong, Kab. Garut"), "{}", page.words());
    assert!(!page.shows("Direplikasi di"), "interest is no replication");

    let form = dedi.get(&entry).await.expect(200);
    assert!(
        form.shows("Catat langkah berikutnya") && form.text.contains("value=\"Panen per musim\""),
        "as it was measured"
    );
    let nik = [("stage", "direncanakan"), ("on", &*day(&app, 0)), ("note", "Penerima: Asep 3205061212700001")];
    let refused = tells(&dedi, &entry, &nik).await.expect(422);
    assert!(refused.shows("Di sini ada NIK"), "{}", refused.words());
    let plan = [("stage", "direncanakan"), ("on", &*day(&app, 0)), ("note", BACK_SOON)];
    tells(&dedi, &entry, &plan).await.expect(303);
    tells(&dedi, &entry, &[("stage", "uji_coba"), ("on", &*day(&app, 0))]).await.expect(303);
    assert!(app.visitor().get(&study.url).await.expect(200).shows("1 uji coba"));
    app.forward(Duration::hours(1));
    let mut running = vec![("stage", "berjalan"), ("note", "Diteruskan dua kelompok lain.")];
    let today = day(&app, 0);
    running.push(("on", &*today));
    running.extend(FIGURES);
    tells(&dedi, &entry, &running).await.expect(303);
    app.settle().await;

    let page = app.visitor().get(&study.url).await.expect(200);
    assert!(
        page.shows("Direplikasi di 1 kecamatan") && page.shows("Diteruskan dua kelompok lain."),
        "{}",
        page.words()
    );
    let card = app.visitor().get("/sektor/pertanian").await.expect(200);
    assert!(card.shows("Direplikasi di 1 kecamatan"), "{}", card.words());
    let read = app.visitor().get(&entry).await.expect(200);
    assert!(read.shows("Panen per musim") && read.shows("2,8") && read.shows("4,1"), "{}", read.words());
    assert!(read.shows(BACK_SOON) && !read.shows("Catat langkah berikutnya"), "{}", read.words());
    let own = dedi.get("/replikasi").await.expect(200);
    assert!(own.shows("Irigasi tetes") && own.shows("Berjalan"), "{}", own.words());
    assert!(hendra.get("/replikasi?tahap=berjalan").await.expect(200).shows("Kec. Bayongbong"));
    assert!(!hendra.get("/replikasi?tahap=uji_coba").await.expect(200).shows("Kec. Bayongbong"));
    assert!(!yuli.get("/replikasi").await.expect(200).shows("Irigasi tetes"));
    assert!(siti.get("/replikasi?praktik=kami").await.expect(200).shows("Kec. Bayongbong"));
    assert!(!siti.get("/replikasi").await.expect(200).shows("Kec. Bayongbong"));
    let table = hendra.get("/replikasi.csv").await.expect(200);
    assert!(table.text.contains("\"Kec. Bayongbong, Kab. Garut\",Irigasi tetes,Berjalan"), "{}", table.text);
    hendra.get("/replikasi.xlsx").await.expect(200);
    assert!(app.visitor().get("/replikasi").await.expect(303).location.starts_with("/masuk"));
    let audit = hendra.get("/meja/audit").await.expect(200);
    assert!(audit.shows("mencatat langkah pada catatan replikasi nomor"), "{}", audit.words());
    let told = siti.get("/kabar").await.expect(200);
    assert!(told.shows("4 kabar replikasi pada Irigasi tetes"), "no step hides another: {}", told.words());
    assert!(told.shows("berjalan: “Diteruskan dua kelompok lain.”"), "{}", told.words());
}

/// What can't be taken up is refused in words, and each refusal has a twin that is welcome.
#[tokio::test]
async fn who_may_not_take_up_a_practice_reads_why() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let rina = app.person("Rina", Role::Sekcam, BAYONGBONG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let adopting = study.path("replikasi");
    let own = siti.post(&adopting, &[]).await.expect(422);
    assert!(own.shows("Praktik ini milik kantor Bapak/Ibu sendiri."), "{}", own.words());
    assert!(!siti.get(&study.url).await.expect(200).shows("Kami berminat mereplikasi"));
    hendra.post(&adopting, &[]).await.expect(403);
    assert!(app.visitor().post(&adopting, &[]).await.expect(303).location.starts_with("/masuk"));
    assert_eq!(adoption::Entity::find().count(app.app.db.read()).await.expect("a count"), 0);

    let entry = adopts(&dedi, &study).await;
    assert_eq!(adopts(&dedi, &study).await, entry, "pressed twice");
    assert_eq!(adopts(&rina, &study).await, entry, "a colleague of the same kecamatan comes to the same entry");
    assert!(rina.get(&study.url).await.expect(200).shows("Replikasi kecamatan ini: Berminat"));
    assert_eq!(steps(&app).await, 1);

    let gone = app.has(a_study("Sudah ditarik").withdrawn()).await;
    dedi.post(&gone.path("replikasi"), &[]).await.expect(404);
    let hidden = app.has(a_study("Disembunyikan")).await;
    hendra.post(&hidden.path("sembunyikan"), &[("reason", "Memuat alamat rumah.")]).await.expect(303);
    dedi.post(&hidden.path("replikasi"), &[]).await.expect(404);
    hendra.post(&hidden.path("pulihkan"), &[]).await.expect(303);
    adopts(&dedi, &hidden).await;

    // Who is further already says so at once, with the day since when; not of tomorrow, and not as stopped.
    let other = app.has(a_study("Bank sampah")).await;
    let (starting, today, tomorrow) = (other.path("replikasi"), day(&app, 0), day(&app, 1));
    dedi.post(&starting, &[("stage", "berjalan"), ("on", tomorrow.as_str())]).await.expect(422);
    dedi.post(&starting, &[("stage", "dihentikan"), ("on", today.as_str())]).await.expect(422);
    dedi.post(&starting, &[("stage", "berjalan"), ("on", "2026-01-10")]).await.expect(303);
    assert!(app.visitor().get(&other.url).await.expect(200).shows("Berjalan sejak 10 Jan 2026"));
}

/// Two people of one kecamatan press at the same moment: one entry, one step.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_who_press_at_once_share_one_entry() {
    let app = TestApp::start().await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let rina = app.person("Rina", Role::Sekcam, BAYONGBONG).await;
    let tono = app.person("Tono", Role::Staf, BAYONGBONG).await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let (one, two, three) = tokio::join!(adopts(&dedi, &study), adopts(&rina, &study), adopts(&tono, &study));
    assert_eq!((&one, &one), (&two, &three));
    assert_eq!(adoption::Entity::find().count(app.app.db.read()).await.expect("a count"), 1);
    assert_eq!(steps(&app).await, 1);
}

/// The way leads forward. A stage that jumps back, a day that does not fit, an end without a reason: each is refused beside
/// its field, and what was typed stays. What was stopped goes on by a new step.
#[tokio::test]
async fn a_ledger_is_not_turned_back() {
    let app = TestApp::start().await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let rina = app.person("Rina", Role::Sekcam, BAYONGBONG).await;
    let joko = app.camat("Joko", CILEUNYI).await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let entry = adopts(&dedi, &study).await;
    app.forward(Duration::days(30));
    let today = day(&app, 0);
    tells(&dedi, &entry, &[("stage", "uji_coba"), ("on", &*today)]).await.expect(303);
    for (stage, on, note, says) in [
        ("direncanakan", &*today, "Mundur", "Tahap tidak bisa mundur dari uji coba ke direncanakan."),
        ("selesai", &*today, "Apa ini", "Pilih tahapnya."),
        ("berjalan", &*day(&app, 1), "Besok", "Tanggalnya belum tiba."),
        ("berjalan", &*day(&app, -1), "Kemarin", "Langkah sebelumnya bertanggal 24 Des 2026"),
        ("berjalan", "besok", "Kapan", "Isi tanggalnya."),
        ("dihentikan", &*today, "", "Tulis alasan berhenti"),
        ("uji_coba", &*today, "", "Tahapnya tetap: tulis kabarnya atau isi angkanya."),
    ] {
        let page = tells(&dedi, &entry, &[("stage", stage), ("on", on), ("note", note)]).await.expect(422);
        assert!(page.shows(says) && page.text.contains(note), "{says}: {}", page.words());
    }
    let half = [("stage", "berjalan"), ("on", &*today), ("figures.0.name", "Panen"), ("figures.0.last", "4,1")];
    let page = tells(&dedi, &entry, &half).await.expect(422);
    assert!(page.shows("Isi angka sebelum dan sesudah") && page.text.contains("value=\"4,1\""), "{}", page.words());
    assert_eq!(steps(&app).await, 2);

    // Sent twice it is one; a colleague's other step in between is not passed over.
    let version = version_in(&dedi.get(&entry).await.expect(200));
    let form = [("version", &*version), ("stage", "berjalan"), ("on", &*today), ("note", "Jalan")];
    for _ in 0..2 {
        dedi.post(&format!("{entry}/langkah"), &form).await.expect(303);
    }
    assert_eq!(steps(&app).await, 3);
    let stale = [("version", &*version), ("stage", "berjalan"), ("on", &*today), ("note", "Kata Rina")];
    let page = rina.post(&format!("{entry}/langkah"), &stale).await.expect(409);
    assert!(
        page.shows("langkah terakhirnya dari Dedi, Camat Bayongbong") && page.text.contains("Kata Rina"),
        "{}",
        page.words()
    );
    joko.post(&format!("{entry}/langkah"), &form).await.expect(403);

    let why = "Mata air mengering; kami beralih ke embung.";
    tells(&rina, &entry, &[("stage", "dihentikan"), ("on", &*today), ("note", why)]).await.expect(303);
    let page = app.visitor().get(&study.url).await.expect(200);
    assert!(page.shows("1 dihentikan") && page.shows(why) && !page.shows("Direplikasi di"), "{}", page.words());
    let back = tells(&dedi, &entry, &[("stage", "berminat"), ("on", &*today)]).await.expect(422);
    assert!(back.shows("Untuk melanjutkan, pilih direncanakan, uji coba, atau berjalan."), "{}", back.words());
    tells(&dedi, &entry, &[("stage", "direncanakan"), ("on", &*today)]).await.expect(303);
    assert!(app.visitor().get(&study.url).await.expect(200).shows("1 direncanakan"));
}

/// Dedi taps the button for what his office tried and ran long before: the real days are taken, and the history says that the
/// interest was told later. The stages keep their order.
#[tokio::test]
async fn what_began_before_the_tap_is_dated_as_it_was() {
    let app = TestApp::start().await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let entry = adopts(&dedi, &study).await;
    let form = dedi.get(&entry).await.expect(200);
    assert!(form.text.contains("min=\"2000-01-01\"") && form.shows("sebelum minatnya dicatat"), "{}", form.words());
    for (stage, on, says) in [
        ("dihentikan", &*day(&app, -1), "Langkah sebelumnya bertanggal"),
        ("uji_coba", &*day(&app, 1), "Tanggalnya belum tiba."),
        ("uji_coba", "0026-11-20", "Periksa tahunnya."),
    ] {
        let refused = tells(&dedi, &entry, &[("stage", stage), ("on", on), ("note", "Kabar")]).await.expect(422);
        assert!(refused.shows(says), "{stage} {on}: {}", refused.words());
    }
    tells(&dedi, &entry, &[("stage", "uji_coba"), ("on", &*day(&app, -200))]).await.expect(303);
    let before = [("stage", "berjalan"), ("on", &*day(&app, -201))];
    let refused = tells(&dedi, &entry, &before).await.expect(422);
    assert!(refused.shows("Langkah sebelumnya bertanggal"), "{}", refused.words());
    let since = day(&app, -100);
    tells(&dedi, &entry, &[("stage", "berjalan"), ("on", &*since)]).await.expect(303);
    let page = app.visitor().get(&entry).await.expect(200);
    assert!(page.shows("Minat ini dicatat belakangan, sesudah langkah berikutnya dimulai."), "{}", page.words());
    let row = adoption::Entity::find().one(app.app.db.read()).await.expect("a read").expect("the entry");
    assert_eq!((row.stage.as_str(), row.since.to_string()), ("berjalan", since));
}

/// The address that a refused form leaves in the history is opened again: it leads to the page that has the form, here and in
/// other rooms; what is sent there by another method, or by a program, is refused as before.
#[tokio::test]
async fn a_form_opened_again_leads_to_its_page() {
    let app = TestApp::start().await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let entry = adopts(&dedi, &study).await;
    dedi.post(&format!("{entry}/langkah"), &[]).await.expect(409);
    for (path, page) in [
        (format!("{entry}/langkah"), entry.clone()),
        (format!("{entry}/praktik/lepas"), entry.clone()),
        (format!("{entry}/langkah?dari=riwayat"), entry.clone()),
        ("/laporan/7/jawab".to_owned(), "/laporan/7".to_owned()),
        ("/jawaban/3/hapus/batal".to_owned(), "/jawaban/3".to_owned()),
        ("/meja/topik/4/jawab".to_owned(), "/meja/topik".to_owned()),
        ("/akun/sandi".to_owned(), "/akun".to_owned()),
        ("/keluar".to_owned(), "/".to_owned()),
    ] {
        assert_eq!(dedi.get(&path).await.expect(303).location, page, "{path}");
    }
    dedi.get(&entry).await.expect(200);
    let note = [("stage", "direncanakan"), ("on", &*day(&app, 0)), ("note", "Kabar")];
    tells(&dedi, &entry, &note).await.expect(303);
    let step = adoption_step::Entity::find().all(app.app.db.read()).await.expect("steps").pop().expect("a step").id;
    let hiding = format!("/replikasi/langkah/{step}/sembunyikan");
    hendra.post(&hiding, &[("reason", "")]).await.expect(422);
    for again in [&*hiding, &*format!("/replikasi/langkah/{step}/pulihkan")] {
        assert!(hendra.get(again).await.expect(303).location.starts_with(&entry), "{again}");
        assert!(app.visitor().get(again).await.expect(303).location.starts_with("/masuk"), "{again}");
    }
    dedi.get(&format!("{entry}/tidak-ada")).await.expect(404);
    dedi.post("/laporan/7", &[]).await.expect(405);
    let put = dedi.send(|client, url| client.put(format!("{url}{entry}/langkah")).header("origin", url)).await;
    assert_eq!(put.status.as_u16(), 405);
}

/// A photo as a phone sends it.
pub fn png() -> Vec<u8> {
    let mut png = Vec::new();
    let photo = image::RgbImage::from_fn(900, 600, |x, y| image::Rgb([(x % 256) as u8, (y % 256) as u8, 90]));
    photo.write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png).expect("a picture");
    png
}

/// Who leads two kecamatan takes a practice up for the one that he acts for just now, and then for the other.
#[tokio::test]
async fn who_holds_two_offices_acts_for_one_at_a_time() {
    let app = TestApp::start().await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let tx = app.app.db.begin_write().await.expect("a transaction");
    let second = office_term::ActiveModel {
        account_id: Set(dedi.account.get()),
        role: Set(Role::PltCamat.as_str().to_owned()),
        region_code: Set(CIKAJANG.to_owned()),
        title: Set(String::new()),
        unit_name: Set(String::new()),
        started_on: Set(tx.today()),
        ended_on: Set(None),
        paper: Set("SP contoh".to_owned()),
        created_at: Set(tx.now()),
        ..Default::default()
    };
    let second = office_term::Entity::insert(second).exec(&*tx).await.expect("a term").last_insert_id;
    tx.commit(Effect::Private).await.expect("committed");
    let study = app.has(a_study("Bank sampah").of(CILEUNYI)).await;
    let first = adopts(&dedi, &study).await;
    dedi.post("/akun/bertindak", &[("term", &*second.to_string())]).await.expect(303);
    let other = adopts(&dedi, &study).await;
    assert_ne!(first, other);
    assert!(app.visitor().get(&other).await.expect(200).shows("Replikasi di Kec. Cikajang, Kab. Garut"));
    // What he began for Bayongbong is not Cikajang's to go on with.
    let form = [("version", "1"), ("stage", "uji_coba"), ("on", &*day(&app, 0))];
    dedi.post(&format!("{first}/langkah"), &form).await.expect(403);
    dedi.post(&format!("{other}/langkah"), &form).await.expect(303);
}

/// A photo is added to a step without scripts, and stands behind the gate of the study.
#[tokio::test]
async fn a_step_may_have_a_photo() {
    let app = TestApp::start().await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let entry = adopts(&dedi, &study).await;
    let page = dedi.get(&entry).await.expect(200);
    let step = page.text.split("name=\"step\" value=\"").nth(1).expect("a form").split('"').next().expect("its end");
    let form = |alt: &'static str| {
        let photo = reqwest::multipart::Part::bytes(png()).file_name("foto.png");
        reqwest::multipart::Form::new()
            .text("step", step.to_owned())
            .text("alt", alt)
            .text("consent", "none_recognisable")
            .part("photo", photo)
    };
    let adding = format!("{entry}/foto");
    let refused = dedi.post_files(&adding, form("")).await.expect(422);
    assert!(refused.shows("Tulis apa yang terlihat di foto."), "{}", refused.words());
    dedi.post_files(&adding, form("Saluran botol di kebun cabai")).await.expect(303);
    let page = app.visitor().get(&entry).await.expect(200);
    assert!(page.text.contains("alt=\"Saluran botol di kebun cabai\""), "{}", page.words());
    dedi.post_files(&adding, form("Sekali lagi")).await.expect(422);
}
