//! What an office told by mistake: the newest step is taken back within a day as if it had never been told, a note is mended and
//! a photo taken off at any time.

use chrono::Duration;
use forum_camat::adoption::entity::adoption;
use forum_camat::case_study::content::{Measured, Value};
use forum_camat::case_study::entity::{case_study, measured_change};
use forum_camat::policy::Role;
use forum_tests::{CIKAJANG, StudyBuilder, TestApp, a_study};
use sea_orm::{EntityTrait, PaginatorTrait};

use super::adoption::{BAYONGBONG, CILEUNYI, adopts, day, steps, tells};
use super::drafts::hidden;
use super::hidden_photos::{adds, newest_step};
use super::meetings::{decides, items, meets};

const ROWS: &str = "/dampak/baris?jenis=ukuran&ukuran=debitur-kur";

/// Everything that is derived from the steps of the ledgers, wherever it is kept.
async fn derived(app: &TestApp) -> Vec<String> {
    let db = app.app.db.read();
    let mut lines = Vec::new();
    for row in adoption::Entity::find().all(db).await.expect("entries") {
        let times = format!("{:?} {:?} {}", row.confirmed_at, row.asked_at, row.updated_at);
        lines.push(format!("entry {} {} {} {} {times}", row.id, row.stage, row.since, row.has_results));
    }
    for row in case_study::Entity::find().all(db).await.expect("studies") {
        let counts = (row.adoption_count, row.replications, row.replicated_with_results);
        lines.push(format!("study {} {counts:?}", row.id));
    }
    for row in measured_change::Entity::find().all(db).await.expect("sums") {
        lines.push(format!("sum {:?} {} {} {}", row.adoption_id, row.measure_id, row.first_value, row.last_value));
    }
    lines.sort();
    lines
}

/// With a measure of the catalogue.
fn counting(title: &str) -> StudyBuilder {
    let value = |value: &str| Value { period: "2026".to_owned(), value: value.to_owned() };
    a_study(title).saying(|content| {
        content.results.push(Measured {
            measure: Some("debitur-kur".to_owned()),
            name: "Debitur KUR".to_owned(),
            unit: "orang".to_owned(),
            source: "Bank penyalur".to_owned(),
            values: vec![value("10"), value("40")],
            ..Measured::default()
        });
    })
}

/// The form that takes the step back that was written down last.
async fn undoing(app: &TestApp) -> String {
    format!("/replikasi/langkah/{}/urungkan", newest_step(app).await)
}

/// Dedi means to note a trial and chooses "Berjalan": counts, sums, the rung and what others are told are as before, step by
/// step back to the first. Only his office does that, only with the newest step, and only within a day.
#[tokio::test]
async fn dedi_takes_back_what_he_told_by_mistake() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let rina = app.person("Rina", Role::Sekcam, BAYONGBONG).await;
    let joko = app.camat("Joko", CILEUNYI).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(counting("Pasar pagi").by(&siti)).await;
    let began = day(&app, -30);
    let starting = [("stage", "uji_coba"), ("on", &*began)];
    let entry = dedi.post(&study.path("replikasi"), &starting).await.expect(303).location;
    let first = undoing(&app).await;
    let at_first = derived(&app).await;

    app.forward(Duration::hours(1));
    let today = day(&app, 0);
    let figures = |stage: &'static str, last: &'static str| {
        vec![
            ("stage", stage),
            ("figures.0.measure", "debitur-kur"),
            ("figures.0.name", "Debitur KUR"),
            ("figures.0.unit", "orang"),
            ("figures.0.first", "20"),
            ("figures.0.last", last),
        ]
    };
    let mut tried = figures("uji_coba", "30");
    tried.push(("on", &*today));
    tells(&dedi, &entry, &tried).await.expect(303);
    app.settle().await;
    let when_tried = derived(&app).await;

    app.forward(Duration::hours(1));
    let mut mistaken = figures("berjalan", "95");
    mistaken.extend([("on", &*today), ("note", "Salah pilih.")]);
    let sent = tells(&dedi, &entry, &mistaken).await.expect(303);
    let undo = undoing(&app).await;
    let notice = forum_camat::web::decode(sent.headers["set-cookie"].to_str().expect("ascii"));
    assert!(notice.contains(&undo), "the notice offers it: {notice}");
    app.settle().await;
    assert!(app.visitor().get(&study.url).await.expect(200).shows("Direplikasi di 1 kecamatan"));
    assert!(app.visitor().get(ROWS).await.expect(200).shows("2 hasil. Jumlah sebelum 30, sesudah 135 orang."));
    assert!(app.visitor().get("/cari?bukti=direplikasi").await.expect(200).shows("Pasar pagi"));
    assert!(siti.get("/kabar").await.expect(200).shows("berjalan: “Salah pilih.”"));
    let mistake = derived(&app).await;
    assert_ne!(mistake, when_tried);

    for person in [&dedi, &rina] {
        assert!(person.get(&entry).await.expect(200).text.contains(&undo), "both of his office");
    }
    for person in [&siti, &joko, &hendra] {
        assert!(!person.get(&entry).await.expect(200).text.contains("/urungkan"));
        person.post(&undo, &[]).await.expect(403);
    }
    assert!(app.visitor().post(&undo, &[]).await.expect(303).location.starts_with("/masuk"));
    let refused = dedi.post(&first, &[]).await.expect(409);
    assert!(refused.shows("Hanya langkah terakhir yang dapat diurungkan."), "{}", refused.words());
    assert_eq!((derived(&app).await, steps(&app).await), (mistake, 3), "nothing was changed");

    assert_eq!(rina.post(&undo, &[]).await.expect(303).location, entry, "a colleague takes it back");
    assert_eq!(rina.post(&undo, &[]).await.expect(303).location, "/replikasi", "pressed twice");
    app.settle().await;
    assert_eq!((derived(&app).await, steps(&app).await), (when_tried, 2));
    let page = app.visitor().get(&study.url).await.expect(200);
    assert!(
        page.shows("1 uji coba") && !page.shows("Direplikasi di") && !page.shows("Salah pilih."),
        "{}",
        page.words()
    );
    assert!(app.visitor().get(ROWS).await.expect(200).shows("1 hasil. Jumlah sebelum 10, sesudah 40 orang."));
    assert!(!app.visitor().get("/cari?bukti=direplikasi").await.expect(200).shows("Pasar pagi"));
    let told = siti.get("/kabar").await.expect(200);
    assert!(!told.text.contains("Salah pilih") && told.shows("uji coba"), "{}", told.words());
    let audit = hendra.get("/meja/audit").await.expect(200);
    assert!(audit.shows("mengurungkan langkah pada catatan replikasi nomor"), "{}", audit.words());

    dedi.post(&undoing(&app).await, &[]).await.expect(303);
    assert_eq!(derived(&app).await, at_first);
    app.forward(Duration::hours(23));
    assert!(!dedi.get(&entry).await.expect(200).text.contains("/urungkan"), "a day has passed");
    let late = dedi.post(&first, &[]).await.expect(409);
    assert!(late.shows("paling lama 24 jam sesudah dicatat"), "{}", late.words());
    assert_eq!(derived(&app).await, at_first);
}

/// A tap on the button that was none: the entry goes with its photo and with what was told of it, and may begin anew.
#[tokio::test]
async fn a_tap_that_was_none_leaves_nothing_behind() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let before = derived(&app).await;
    let entry = adopts(&dedi, &study).await;
    let photo = adds(&app, &dedi, &entry, Some(&newest_step(&app).await)).await;
    app.settle().await;
    assert!(siti.get("/kabar").await.expect(200).shows("Kabar replikasi: Irigasi tetes"));
    assert_eq!(dedi.post(&undoing(&app).await, &[]).await.expect(303).location, study.url);
    app.settle().await;
    assert_eq!((derived(&app).await, steps(&app).await), (before, 0));
    dedi.get(&entry).await.expect(404);
    app.visitor().get(&format!("{photo}/800.webp")).await.expect(404);
    assert!(!app.visitor().get(&study.url).await.expect(200).shows("berminat"));
    for person in [&siti, &hendra] {
        assert!(!person.get("/kabar").await.expect(200).shows("Kabar replikasi"), "nobody read it");
    }
    let audit = hendra.get("/meja/audit").await.expect(200);
    assert!(audit.shows("mengurungkan replikasi atas praktik “Irigasi tetes”"), "{}", audit.words());
    assert!(!audit.text.contains(&format!("href=\"{entry}\"")), "the page is no more");
    let again = adopts(&dedi, &study).await;
    assert_ne!(again, entry);
    app.settle().await;
    assert!(siti.get("/kabar").await.expect(200).shows("Kabar replikasi: Irigasi tetes"));
}

/// What was read stays in the list, without the words that were taken back.
#[tokio::test]
async fn who_read_it_keeps_the_line_without_the_words() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let entry = adopts(&dedi, &study).await;
    tells(&dedi, &entry, &[("stage", "uji_coba"), ("on", &*day(&app, 0)), ("note", "Lahan Pak Asep.")])
        .await
        .expect(303);
    app.settle().await;
    siti.post("/kabar/terbaca", &[]).await.expect(303);
    dedi.post(&undoing(&app).await, &[]).await.expect(303);
    app.settle().await;
    let told = siti.get("/kabar").await.expect(200);
    assert!(told.shows("2 kabar replikasi pada Irigasi tetes") && !told.text.contains("Pak Asep"), "{}", told.words());
}

/// What others have built on an entry is not pulled away from under them; once they let go of it, it goes.
#[tokio::test]
async fn an_entry_on_which_something_was_built_stays() {
    let app = TestApp::start().await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let today = day(&app, 0);
    let tried = [("stage", "uji_coba"), ("on", &*today), ("note", "Dicoba di satu kelompok.")];

    // A draft about it.
    let study = app.has(a_study("Irigasi tetes")).await;
    let entry = dedi.post(&study.path("replikasi"), &tried).await.expect(303).location;
    let undo = undoing(&app).await;
    let draft = dedi.post(&format!("{entry}/tulis"), &[]).await.expect(303).location;
    let draft = format!("{}/hapus", draft.split('?').next().expect("a path"));
    let refused = dedi.post(&undo, &[]).await.expect(409);
    assert!(refused.shows("Hapus naskah itu dulu."), "{}", refused.words());
    let seen = hidden(&dedi.get(&draft).await.expect(200), "seen");
    dedi.post(&draft, &[("seen", &*seen)]).await.expect(303);
    dedi.post(&undo, &[]).await.expect(303);

    // A decision of a meeting.
    let decided = app.has(a_study("Embung desa").of(CILEUNYI)).await;
    let meeting = meets(&dedi, "Rapat", &[&decided]).await;
    let item = items(&app, meeting).await.remove(0);
    decides(&dedi, &item, &[("putusan", "replikasi")]).await.expect(303);
    let undo = undoing(&app).await;
    let refused = dedi.post(&undo, &[]).await.expect(409);
    assert!(refused.shows("Ubah dulu putusan rapatnya"), "{}", refused.words());
    let item = items(&app, meeting).await.remove(0);
    assert!(item.adoption_id.is_some());
    decides(&dedi, &item, &[("putusan", "pelajari")]).await.expect(303);
    dedi.post(&undo, &[]).await.expect(303);
    assert_eq!(items(&app, meeting).await[0].adoption_id, None, "no minutes lead to what is gone");
    dedi.get(&format!("/rapat/{meeting}")).await.expect(200);

    // A study of its own: the note of the site is not the office's to take back.
    let linked = app.has(a_study("Bank sampah")).await;
    let own = app.has(a_study("Bank sampah Bayongbong").of(BAYONGBONG).by(&dedi)).await;
    let entry = dedi.post(&linked.path("replikasi"), &tried).await.expect(303).location;
    dedi.post(&format!("{entry}/praktik"), &[("study", &*own.id.to_string())]).await.expect(303);
    let refused = dedi.post(&undoing(&app).await, &[]).await.expect(409);
    assert!(refused.shows("ditulis oleh situs"), "{}", refused.words());

    // A step that a coordinator hid, also once it is shown again.
    let decided = app.has(a_study("Rumah bibit")).await;
    dedi.post(&decided.path("replikasi"), &tried).await.expect(303);
    let (step, undo) = (newest_step(&app).await, undoing(&app).await);
    let why = [("reason", "Menyebut nama warga.")];
    hendra.post(&format!("/replikasi/langkah/{step}/sembunyikan"), &why).await.expect(303);
    assert!(dedi.post(&undo, &[]).await.expect(409).shows("disembunyikan pembina"));
    hendra.post(&format!("/replikasi/langkah/{step}/pulihkan"), &[]).await.expect(303);
    assert!(dedi.post(&undo, &[]).await.expect(409).shows("Pembina pernah memutuskan"));
    assert_eq!(adoption::Entity::find().count(app.app.db.read()).await.expect("a count"), 2);
}

/// "Masih" tapped for the wrong practice: the question is open again, for the whole office.
#[tokio::test]
async fn an_answer_that_is_taken_back_leaves_the_question_open() {
    let app = TestApp::start().await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let trial = a_study("Irigasi tetes").saying(|content| content.stage = Some("uji-coba".to_owned()));
    let study = app.has(trial).await;
    let entry = dedi.post(&study.path("replikasi"), &[("stage", "berjalan")]).await.expect(303).location;
    app.forward(Duration::days(183));
    app.settle().await;
    let rina = app.camat("Rina", BAYONGBONG).await;
    let asked = "Apakah praktik ini masih berjalan?";
    assert!(rina.get(&entry).await.expect(200).shows(asked));
    rina.post(&format!("{entry}/konfirmasi"), &[("answer", "masih")]).await.expect(303);
    assert!(!rina.get(&entry).await.expect(200).shows(asked));
    rina.post(&undoing(&app).await, &[]).await.expect(303);
    assert!(rina.get(&entry).await.expect(200).shows(asked));
    assert!(rina.get("/replikasi/konfirmasi").await.expect(200).shows("Irigasi tetes"));
    app.forward(Duration::days(31));
    let late = app.visitor().get(&entry).await.expect(200);
    assert!(late.shows("Belum ada konfirmasi sejak 24 Nov 2026"), "{}", late.words());
}

/// A name that should not be there: the office itself mends the note, months later, and takes the photo off. The words are
/// nowhere then, and nobody else does it.
#[tokio::test]
async fn dedi_mends_a_note_and_takes_a_photo_off() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let rina = app.person("Rina", Role::Sekcam, BAYONGBONG).await;
    let joko = app.camat("Joko", CILEUNYI).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let entry = adopts(&dedi, &study).await;
    let stopped = [("stage", "dihentikan"), ("on", &*day(&app, 0)), ("note", "Pak Asep di RT 03 menolak.")];
    tells(&dedi, &entry, &stopped).await.expect(303);
    let step = newest_step(&app).await;
    let photo = adds(&app, &dedi, &entry, Some(&step)).await;
    app.settle().await;
    app.forward(Duration::days(20));
    let hendra = app.signs_in_again(&hendra).await;
    let before = derived(&app).await;
    let (mending, removing) =
        (format!("/replikasi/langkah/{step}/ubah"), format!("/replikasi/langkah/{step}/foto/hapus"));
    assert!(dedi.get(&entry).await.expect(200).text.contains(&mending));
    let form = rina.get(&mending).await.expect(200);
    assert!(form.text.contains("Pak Asep di RT 03 menolak.") && form.shows("Hapus foto"), "{}", form.words());
    let version = hidden(&form, "version");
    let mended = [("version", &*version), ("note", "Warga menolak lahannya dipakai.")];
    for person in [&siti, &joko, &hendra] {
        assert!(!person.get(&entry).await.expect(200).text.contains(&mending));
        person.get(&mending).await.expect(403);
        person.post(&mending, &mended).await.expect(403);
        person.post(&removing, &[]).await.expect(403);
    }
    assert!(app.visitor().get(&mending).await.expect(303).location.starts_with("/masuk"));
    assert!(app.visitor().get(&entry).await.expect(200).shows("Pak Asep di RT 03 menolak."), "nothing was changed");
    let refused = dedi.post(&mending, &[("version", &*version), ("note", "")]).await.expect(422);
    assert!(refused.shows("Tulis alasan berhenti"), "an end keeps its reason: {}", refused.words());

    dedi.post(&mending, &mended).await.expect(303);
    dedi.post(&mending, &mended).await.expect(303);
    let stale = [("version", &*version), ("note", "Kata Rina.")];
    let clash = rina.post(&mending, &stale).await.expect(409);
    assert!(clash.shows("Yang tersimpan sekarang: Warga menolak lahannya dipakai."), "{}", clash.words());
    assert!(clash.text.contains("Kata Rina."), "what was typed stays");
    for _ in 0..2 {
        dedi.post(&removing, &[]).await.expect(303);
    }
    app.settle().await;
    assert_eq!(derived(&app).await, before, "stage, day and figures stay");
    for variant in ["320.webp", "800.webp", "og.jpg"] {
        app.visitor().get(&format!("{photo}/{variant}")).await.expect(404);
    }
    let seen = app.visitor().get(&entry).await.expect(200);
    assert!(seen.shows("Warga menolak lahannya dipakai.") && !seen.text.contains("/berkas/"), "{}", seen.words());
    for (person, path) in [(&siti, "/kabar"), (&siti, &*study.url), (&dedi, &*entry), (&hendra, "/meja/audit")] {
        let page = person.get(path).await.expect(200);
        assert!(!page.text.contains("Pak Asep"), "{path}: {}", page.words());
    }
    assert!(siti.get("/kabar").await.expect(200).shows("Warga menolak lahannya dipakai."));
    let audit = hendra.get("/meja/audit").await.expect(200);
    for act in ["memperbaiki catatan langkah pada", "menghapus foto langkah pada"] {
        assert!(audit.shows(act), "{act}: {}", audit.words());
    }
    // Another photo may follow.
    adds(&app, &dedi, &entry, Some(&step)).await;
}
