//! "Apakah praktik ini masih berjalan?": every office is asked after the practices that it wrote, all at once and a few
//! offices a day; readers see the answer, or since when there is none.

use chrono::Duration;
use forum_camat::case_study::entity::case_study;
use forum_camat::format;
use forum_camat::notification::entity as notification;
use forum_camat::policy::Role;
use forum_tests::{Answer, CIKAJANG, Person, Study, TestApp, a_study};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::adoption::BAYONGBONG;
use super::handover::{phone_of, term_in};

const CILEUNYI: &str = "32.04.05";
const ASKING: &str = "/replikasi/konfirmasi";
const TOLD: &str = "Praktik menunggu konfirmasi: Kec. Cikajang, Kab. Garut";

/// Sends an answer about a study as its form was drawn before the first one.
async fn answers(person: &Person, study: &Study, answer: &str, why: &str) -> Answer {
    answers_at(person, study, "0", (answer, why)).await
}

async fn answers_at(person: &Person, study: &Study, version: &str, (answer, why): (&str, &str)) -> Answer {
    let key = format!("praktik-{}", study.id);
    person.post(ASKING, &[("key", &*key), ("version", version), ("answer", answer), ("why", why)]).await
}

/// Notices of a question, whoever got them.
async fn notices(app: &TestApp) -> u64 {
    let asked = notification::Column::Kind.eq("adoption_asked");
    notification::Entity::find().filter(asked).count(app.app.db.read()).await.expect("a count")
}

async fn asked(app: &TestApp) -> u64 {
    let asked = case_study::Column::AskedAt.is_not_null();
    case_study::Entity::find().filter(asked).count(app.app.db.read()).await.expect("a count")
}

/// Siti's office has twelve practices of more than half a year. It hears of them once, finds them on one page, and answers
/// each by one tap; who has nothing to do with them is refused.
#[tokio::test]
async fn an_office_with_twelve_practices_answers_on_one_page() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let rina = app.person("Rina", Role::Sekcam, CIKAJANG).await;
    let joko = app.camat("Joko", CILEUNYI).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let mut studies = Vec::new();
    for number in 1..=12 {
        studies.push(app.has(a_study(&format!("Praktik {number:02}")).by(&siti).days_ago(190 + number)).await);
    }
    let trial = a_study("Masih dicoba").by(&siti).days_ago(300);
    let trial = app.has(trial.saying(|content| content.stage = Some("uji-coba".to_owned()))).await;
    let new = app.has(a_study("Baru tayang").by(&siti)).await;
    let gone = app.has(a_study("Sudah ditarik").by(&siti).days_ago(300).withdrawn()).await;
    app.settle().await;
    app.settle().await;

    let told = siti.get("/kabar").await.expect(200);
    assert!(told.shows(TOLD) && told.shows("12 praktik menunggu jawaban"), "{}", told.words());
    assert!(rina.get("/kabar").await.expect(200).shows(TOLD), "whoever serves there");
    assert!(!joko.get("/kabar").await.expect(200).shows("Praktik menunggu konfirmasi"));
    assert_eq!((notices(&app).await, asked(&app).await), (2, 12), "one bundle a person");
    let page = siti.get(ASKING).await.expect(200);
    for study in &studies {
        assert!(page.shows(&study.title), "{}", page.words());
    }
    for study in [&trial, &new, &gone] {
        assert!(!page.shows(&study.title), "{} is not asked about", study.title);
    }
    assert!(siti.get("/replikasi").await.expect(200).shows("12 praktik menunggu jawaban"));
    assert!(siti.get(&studies[0].url).await.expect(200).shows("Apakah praktik ini masih berjalan?"));
    assert!(!joko.get(&studies[0].url).await.expect(200).shows("Apakah praktik ini masih berjalan?"));

    let one = &studies[0];
    for person in [&joko, &hendra] {
        answers(person, one, "masih", "").await.expect(403);
    }
    let key = format!("praktik-{}", one.id);
    let stranger = app.visitor().post(ASKING, &[("key", &*key), ("answer", "masih")]).await.expect(303);
    assert!(stranger.location.starts_with("/masuk"));
    hendra.get(ASKING).await.expect(403);
    let page = answers(&siti, one, "mungkin", "").await.expect(422);
    assert!(page.shows("Pilih salah satu jawaban."), "{}", page.words());
    let page = answers(&siti, one, "berhenti", "").await.expect(422);
    assert!(page.shows("Tulis mengapa berhenti"), "{}", page.words());
    let nik = answers(&siti, one, "ada_perubahan", "Ketuanya Asep 3205061212700001").await.expect(422);
    assert!(nik.shows("Di sini ada NIK") && nik.shows("Ketuanya Asep"), "{}", nik.words());
    answers(&siti, &trial, "masih", "").await.expect(404);
    answers(&siti, &gone, "masih", "").await.expect(404);
    assert_eq!(asked(&app).await, 12);

    for _ in 0..2 {
        answers(&siti, one, "masih", "").await.expect(303);
    }
    assert_eq!(asked(&app).await, 11);
    let seen = app.visitor().get(&one.url).await.expect(200);
    assert!(seen.shows("Masih berjalan, dikonfirmasi Siti, Camat Cikajang 24 Nov 2026"), "{}", seen.words());
    let why = "Sekarang dikelola BUMDes.";
    answers(&rina, &studies[1], "ada_perubahan", why).await.expect(303);
    let seen = app.visitor().get(&studies[1].url).await.expect(200);
    assert!(seen.shows("Masih berjalan dengan perubahan, menurut Rina") && seen.shows(why), "{}", seen.words());
    // Siti's form is older than Rina's answer.
    let page = answers(&siti, &studies[1], "berhenti", "Mata airnya kering.").await.expect(409);
    assert!(page.shows("Sementara itu Rina") && page.shows("Mata airnya kering."), "{}", page.words());
    answers(&siti, &studies[2], "berhenti", "Mata airnya kering.").await.expect(303);
    let seen = app.visitor().get(&studies[2].url).await.expect(200);
    assert!(seen.shows("Sudah berhenti, menurut Siti") && seen.shows("Mata airnya kering."), "{}", seen.words());
    let audit = hendra.get("/meja/audit").await.expect(200);
    assert!(audit.shows("menjawab apakah"), "{}", audit.words());
    // It goes on: the office says so unasked.
    let again = siti.get(&format!("{ASKING}?praktik={}", studies[2].id)).await.expect(200);
    assert!(again.shows("dinyatakan sudah berhenti"), "{}", again.words());
    joko.get(&format!("{ASKING}?praktik={}", studies[2].id)).await.expect(404);
    let version = again.text.split("name=\"version\" value=\"").nth(1).expect("a form").split('"').next();
    answers_at(&siti, &studies[2], version.expect("its end"), ("masih", "")).await.expect(303);
    assert!(!app.visitor().get(&studies[2].url).await.expect(200).shows("Sudah berhenti"));
}

/// Nobody answers for thirty days: readers see since when nobody confirmed it. An answer ends that.
#[tokio::test]
async fn silence_is_said_on_the_study() {
    let app = TestApp::start().await;
    let study = app.has(a_study("Irigasi tetes").days_ago(196)).await;
    let since = format!("Belum ada konfirmasi sejak {}", format::date(app.app.clock.today() - Duration::days(196)));
    app.settle().await;
    assert!(!app.visitor().get(&study.url).await.expect(200).shows("Belum ada konfirmasi"), "just asked");
    app.forward(Duration::days(31));
    app.settle().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let joko = app.camat("Joko", CILEUNYI).await;
    // The visitor's page is kept for a minute of the real clock; members get a fresh one.
    let page = joko.get(&study.url).await.expect(200);
    assert!(page.shows(&since), "{}", page.words());
    assert_eq!(notices(&app).await, 0, "nobody served there then");
    answers(&siti, &study, "masih", "").await.expect(303);
    assert!(!app.visitor().get(&study.url).await.expect(200).shows("Belum ada konfirmasi"));
    // Half a year later it is asked again.
    app.forward(Duration::days(183));
    app.settle().await;
    assert_eq!(asked(&app).await, 1);
}

/// Siti was asked and is moved before she answers: Dewi, who comes, hears of it and answers.
#[tokio::test]
async fn the_successor_is_asked_after_a_mutasi() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dewi = app.camat("Dewi", BAYONGBONG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti).days_ago(190)).await;
    app.settle().await;
    assert!(siti.get("/kabar").await.expect(200).shows(TOLD));
    assert!(!dewi.get("/kabar").await.expect(200).shows(TOLD));
    let fields =
        [("name", "Dewi"), ("phone", &*phone_of(&app, &dewi).await), ("paper", "SK 821/17"), ("started_on", "")];
    hendra.post(&format!("/kecamatan/{CIKAJANG}/serah-terima"), &fields).await.expect(200);
    app.settle().await;
    assert!(dewi.get("/kabar").await.expect(200).shows(TOLD));
    dewi.post("/akun/bertindak", &[("term", &term_in(&app, &dewi).await)]).await.expect(303);
    answers(&siti, &study, "masih", "").await.expect(403);
    answers(&dewi, &study, "masih", "").await.expect(303);
    let page = app.visitor().get(&study.url).await.expect(200);
    assert!(page.shows("Masih berjalan, dikonfirmasi Dewi"), "{}", page.words());
}

/// A site that was filled on one day does not ask all its offices on one day.
#[tokio::test]
async fn few_offices_are_asked_in_a_day() {
    let app = TestApp::start().await;
    let catalogue = app.app.catalogue.get();
    let codes: Vec<String> = catalogue.places.all_kecamatan().take(45).map(|place| place.code.clone()).collect();
    let studies =
        codes.iter().flat_map(|code| [a_study("Satu").of(code).days_ago(200), a_study("Dua").of(code).days_ago(201)]);
    app.has_many(studies.collect()).await;
    app.settle().await;
    assert_eq!(asked(&app).await, 80, "both practices of forty offices");
    app.settle().await;
    assert_eq!(asked(&app).await, 80, "no more that day");
    app.forward(Duration::days(1));
    app.settle().await;
    assert_eq!(asked(&app).await, 90);
}

/// A study without entries and reactions asks neither the ledger nor the reactions.
#[tokio::test]
async fn a_quiet_study_costs_less() {
    let app = TestApp::start().await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let joko = app.camat("Joko", CILEUNYI).await;
    let quiet = app.has(a_study("Irigasi tetes")).await;
    let busy = app.has(a_study("Bank sampah")).await;
    dedi.post(&busy.path("replikasi"), &[]).await.expect(303);
    dedi.post(&busy.path("tanggapan"), &[("beri", "bermanfaat")]).await.expect(303);
    app.settle().await;
    let mut costs = Vec::new();
    for study in [&quiet, &busy] {
        joko.get(&study.url).await.expect(200);
        let before = app.app.db.statements();
        joko.get(&study.url).await.expect(200);
        costs.push(app.app.db.statements() - before);
    }
    assert!(costs[0] + 3 <= costs[1], "{costs:?}");
}

/// Dedi's office runs Siti's practice and wrote its own study of it: one practice, asked about once, at its entry; the study
/// offers no second answer that the ledger would not count.
#[tokio::test]
async fn a_practice_that_was_taken_up_and_written_is_asked_about_once() {
    let app = TestApp::start().await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let origin = app.has(a_study("Irigasi tetes")).await;
    let own = app.has(a_study("Irigasi tetes Bayongbong").by(&dedi).of(BAYONGBONG).days_ago(200)).await;
    app.settle().await;
    assert_eq!(asked(&app).await, 1, "before it was tied");
    let entry = super::adoption::adopts(&dedi, &origin).await;
    let today = super::adoption::day(&app, 0);
    super::adoption::tells(&dedi, &entry, &[("stage", "berjalan"), ("on", &*today)]).await.expect(303);
    dedi.post(&format!("{entry}/praktik"), &[("study", &*own.id.to_string())]).await.expect(303);
    let page = dedi.get(&own.url).await.expect(200);
    assert!(!page.shows("Apakah praktik ini masih berjalan?") && !page.shows("Kabarkan apakah"), "{}", page.words());
    assert!(!dedi.get(ASKING).await.expect(200).shows(&own.title));
    dedi.get(&format!("{ASKING}?praktik={}", own.id)).await.expect(404);
    answers(&dedi, &own, "berhenti", "Airnya habis.").await.expect(404);
    assert!(!app.visitor().get(&own.url).await.expect(200).shows("Sudah berhenti"));
    app.forward(Duration::days(190));
    app.settle().await;
    // Dedi would have to sign in again.
    let rina = app.person("Rina", Role::Sekcam, BAYONGBONG).await;
    let list = rina.get(ASKING).await.expect(200);
    assert_eq!(list.text.matches("name=\"key\"").count(), 2, "one question, two forms: {}", list.words());
}

/// Rina and Dedi have the same page open. Rina says that it stopped; Dedi's words are refused, and are not lost.
#[tokio::test]
async fn what_was_typed_stays_when_a_colleague_was_faster() {
    let app = TestApp::start().await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let rina = app.person("Rina", Role::Sekcam, BAYONGBONG).await;
    let origin = app.has(a_study("Irigasi tetes")).await;
    let entry = super::adoption::adopts(&dedi, &origin).await;
    let today = super::adoption::day(&app, 0);
    super::adoption::tells(&dedi, &entry, &[("stage", "berjalan"), ("on", &*today)]).await.expect(303);
    let key = format!("replikasi-{}", entry.rsplit('/').next().expect("a number"));
    let stopped = [("key", &*key), ("answer", "berhenti"), ("why", "Mata airnya kering.")];
    rina.post(ASKING, &stopped).await.expect(303);
    let changed = [("key", &*key), ("answer", "ada_perubahan"), ("why", "Sekarang dikelola BUMDes.")];
    let page = dedi.post(ASKING, &changed).await.expect(409);
    assert!(
        page.shows("tidak perlu dikonfirmasi") && page.text.contains("Sekarang dikelola BUMDes."),
        "{}",
        page.words()
    );
    // Nor is another office's entry brought back.
    let joko = app.camat("Joko", CILEUNYI).await;
    joko.post(ASKING, &changed).await.expect(403);
}

/// Nobody served in the office when its practice was asked about: Siti, who is invited as its first camat, hears of it.
#[tokio::test]
async fn the_first_camat_of_an_office_is_asked() {
    let app = TestApp::start().await;
    app.has(a_study("Irigasi tetes").days_ago(196)).await;
    app.settle().await;
    assert_eq!((asked(&app).await, notices(&app).await), (1, 0));
    let hendra = app.coordinator("Hendra", "32.05").await;
    let path = format!("/kecamatan/{CIKAJANG}/pejabat");
    super::office::invites(&hendra, &path, "Siti", "081234567890", "camat").await.expect(200);
    app.settle().await;
    assert_eq!(notices(&app).await, 1);
    // Who is invited elsewhere, or coordinates, has nothing to answer.
    let path = format!("/kecamatan/{CILEUNYI}/pejabat");
    let yuli = app.coordinator("Yuli", "32.04").await;
    super::office::invites(&yuli, &path, "Joko", "081234567891", "camat").await.expect(200);
    app.settle().await;
    assert_eq!(notices(&app).await, 1);
}

/// Dedi's office runs a practice whose study was withdrawn: nobody asks about what nobody reads; one that is shown is asked.
#[tokio::test]
async fn an_entry_of_a_withdrawn_study_is_not_asked_about() {
    use forum_camat::adoption::entity::adoption;
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let (kept, gone) = (app.has(a_study("Tetap").by(&siti)).await, app.has(a_study("Ditarik").by(&siti)).await);
    let today = super::adoption::day(&app, 0);
    for study in [&kept, &gone] {
        let entry = super::adoption::adopts(&dedi, study).await;
        super::adoption::tells(&dedi, &entry, &[("stage", "berjalan"), ("on", &*today)]).await.expect(303);
    }
    siti.post(&gone.path("hentikan"), &[("reason", "Tidak dipakai lagi.")]).await.expect(303);
    app.forward(Duration::days(190));
    app.settle().await;
    let asked = adoption::Entity::find().filter(adoption::Column::AskedAt.is_not_null());
    let rows = asked.all(app.app.db.read()).await.expect("rows");
    assert_eq!(rows.iter().map(|row| row.case_study_id).collect::<Vec<_>>(), [kept.id.get()]);
}
