//! Studi tiru: an office asks the office of a study, both agree on a time, and afterwards the guest tells what it saw.

use chrono::Duration;
use forum_camat::adoption::entity::adoption;
use forum_camat::handover::contents;
use forum_camat::policy::Role;
use forum_camat::visit::entity::{visit, visit_word};
use forum_tests::{Answer, CIKAJANG, Person, Study, TestApp, a_study};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

pub const BAYONGBONG: &str = "32.05.17";
pub const CILEUNYI: &str = "32.04.05";

pub fn day(app: &TestApp, days: i64) -> String {
    (app.app.clock.today() + Duration::days(days)).to_string()
}

/// Sends the form of a study; some fields are other than usual.
pub async fn sends(app: &TestApp, person: &Person, study: &Study, other: &[(&str, &str)]) -> Answer {
    let (first, second) = (day(app, 7), day(app, 9));
    let mut fields = vec![
        ("kind", "kunjungan"),
        ("purpose", "Melihat cara merakit dan merawatnya"),
        ("day-1", first.as_str()),
        ("day-2", second.as_str()),
        ("people", "6"),
        ("contact", "Sekretariat Kec. Bayongbong, 0262-123"),
    ];
    for &(name, value) in other {
        fields.retain(|(known, _)| *known != name);
        fields.push((name, value));
    }
    person.post(&study.path("studi-tiru"), &fields).await
}

/// Asks; the address of the request.
pub async fn asks(app: &TestApp, person: &Person, study: &Study) -> String {
    sends(app, person, study, &[]).await.expect(303).location
}

pub async fn row(app: &TestApp, url: &str) -> visit::Model {
    let id: i64 = url.rsplit('/').next().and_then(|id| id.parse().ok()).expect("a number");
    visit::Entity::find_by_id(id).one(app.app.db.read()).await.expect("a read").expect("a row")
}

/// Sends one of the forms of a request with the version that stands.
pub async fn does(app: &TestApp, person: &Person, url: &str, verb: &str, fields: &[(&str, &str)]) -> Answer {
    let version = row(app, url).await.version.to_string();
    let mut all = vec![("version", version.as_str())];
    all.extend_from_slice(fields);
    person.post(&format!("{url}/{verb}"), &all).await
}

pub async fn agrees(app: &TestApp, host: &Person, url: &str) {
    let pick = day(app, 7);
    let fields = [("pick", pick.as_str()), ("time", "09:30"), ("place", "Aula Kec. Cikajang")];
    does(app, host, url, "jadwal", &fields).await.expect(303);
}

pub const SEEN: [(&str, &str); 4] = [
    ("seen", "Empat kebun di dua desa."),
    ("applied", "Satu kebun di Mekarsari mulai Januari."),
    ("unfit", "Lahan kami lebih datar."),
    ("team", "Kasi Ekbang, dua kepala desa"),
];

/// Dedi asks Siti, Siti takes one of the days, and afterwards Dedi's office tells what it saw and opens its ledger. Everybody
/// reads the report and the credit; the place and what both wrote stay between them and the coordinators.
#[tokio::test]
async fn dedi_visits_the_office_of_siti() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let rina = app.person("Rina", Role::Sekcam, BAYONGBONG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let yuli = app.camat("Yuli", CILEUNYI).await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let page = dedi.get(&study.url).await.expect(200);
    assert!(page.shows("Ajukan studi tiru"), "{}", page.words());
    assert!(!app.visitor().get(&study.url).await.expect(200).shows("Ajukan studi tiru"));
    let form = dedi.get(&study.path("studi-tiru")).await.expect(200);
    assert!(form.shows("Kepada kantor Kec. Cikajang, Kab. Garut"), "{}", form.words());
    assert!(form.text.contains(&format!("href=\"{}\"", study.path("surat"))), "the letter is the formal paper");

    let url = asks(&app, &dedi, &study).await;
    app.settle().await;
    let told = siti.get("/kabar").await.expect(200);
    assert!(
        told.shows("Permohonan studi tiru: Irigasi tetes") && told.shows("mengajukan studi tiru"),
        "{}",
        told.words()
    );
    assert!(!dedi.get("/kabar").await.expect(200).shows("Permohonan studi tiru"), "nobody hears of what he did");
    let kecamatan = app.visitor().get(&format!("/kecamatan/{CIKAJANG}")).await.expect(200);
    assert!(kecamatan.shows("menjawab 0 dari 1 permohonan"), "{}", kecamatan.words());

    let form = siti.get(&url).await.expect(200);
    assert!(form.shows("Jawab permohonan") && form.shows("0262-123"), "{}", form.words());
    agrees(&app, &siti, &url).await;
    app.settle().await;
    let told = rina.get("/kabar").await.expect(200);
    assert!(told.shows("Kabar studi tiru: Irigasi tetes") && told.shows("menyepakati jadwal"), "{}", told.words());
    for person in [&dedi, &rina, &hendra] {
        assert!(person.get(&url).await.expect(200).shows("Aula Kec. Cikajang"));
    }
    yuli.get(&url).await.expect(404);
    assert!(app.visitor().get(&url).await.expect(303).location.starts_with("/masuk"));
    let page = yuli.get(&study.url).await.expect(200);
    assert!(!page.shows("Aula Kec. Cikajang") && !page.shows("0262-123"), "{}", page.words());

    let entry = dedi.get(&format!("{url}/jadwal.ics")).await.expect(200);
    assert!(entry.headers["content-type"].to_str().expect("text").starts_with("text/calendar"));
    let begins = row(&app, &url).await.scheduled_at.expect("a time").format("DTSTART:%Y%m%dT%H%M%SZ").to_string();
    assert!(begins.ends_with("T023000Z") && entry.text.contains(&begins), "09.30 WIB: {}", entry.text);
    assert!(entry.text.contains("LOCATION:Aula Kec. Cikajang"), "{}", entry.text);

    let early = does(&app, &dedi, &url, "laporan", &SEEN).await.expect(409);
    assert!(early.shows("belum berlangsung"), "{}", early.words());
    app.forward(Duration::days(8));
    app.settle().await;
    let told = dedi.get("/kabar").await.expect(200);
    assert!(told.shows("Laporan studi tiru ditunggu"), "{}", told.words());
    assert!(dedi.get(&url).await.expect(200).shows("Apa yang akan diterapkan"));
    assert!(!siti.get(&url).await.expect(200).shows("Apa yang akan diterapkan"));
    does(&app, &siti, &url, "laporan", &SEEN).await.expect(403);

    let mut fields = SEEN.to_vec();
    fields.extend([("ledger", "ya"), ("stage", "direncanakan")]);
    let sent = does(&app, &dedi, &url, "laporan", &fields).await.expect(303).location;
    assert!(sent.starts_with("/replikasi/"), "{sent}");
    let again = does(&app, &dedi, &url, "laporan", &fields).await.expect(303).location;
    assert_eq!(again, sent, "sent twice");
    let entry = adoption::Entity::find().one(app.app.db.read()).await.expect("a read").expect("an entry");
    assert_eq!((entry.stage.as_str(), entry.kecamatan_code.as_str()), ("direncanakan", BAYONGBONG));
    app.settle().await;
    assert!(siti.get("/kabar").await.expect(200).shows("Laporan hasil studi tiru: Irigasi tetes"));
    let page = app.visitor().get(&study.url).await.expect(200);
    assert!(page.shows("1 studi tiru ke praktik ini") && page.shows("Lahan kami lebih datar."), "{}", page.words());
    assert!(!page.shows("Dedi"), "the office speaks: {}", page.words());
    let kecamatan = app.visitor().get(&format!("/kecamatan/{CIKAJANG}")).await.expect(200);
    assert!(kecamatan.shows("Menerima 1 studi tiru · menjawab 1 dari 1 permohonan"), "{}", kecamatan.words());
    assert!(dedi.get(&study.url).await.expect(200).shows("Ajukan studi tiru"), "a new visit may be asked for");

    assert!(siti.get("/studi-tiru").await.expect(200).shows("Kec. Bayongbong"));
    assert!(!dedi.get("/studi-tiru").await.expect(200).shows("Irigasi tetes"));
    assert!(dedi.get("/studi-tiru?arah=keluar").await.expect(200).shows("Irigasi tetes"));
    let hendra = app.signs_in_again(&hendra).await;
    assert!(hendra.get("/studi-tiru?keadaan=selesai").await.expect(200).shows("Irigasi tetes"));
    assert!(!hendra.get("/studi-tiru?keadaan=diminta").await.expect(200).shows("Irigasi tetes"));
    assert!(!yuli.get("/studi-tiru").await.expect(200).shows("Irigasi tetes"));
    let table = hendra.get("/studi-tiru.csv").await.expect(200);
    assert!(
        table.text.contains("\"Kec. Bayongbong, Kab. Garut\",\"Kec. Cikajang, Kab. Garut\",Irigasi tetes"),
        "{}",
        table.text
    );
    hendra.get("/studi-tiru.xlsx").await.expect(200);
    let audit = hendra.get("/meja/audit").await.expect(200);
    assert!(audit.shows("melaporkan hasil studi tiru nomor"), "{}", audit.words());
}

/// A request is made once while it is open, by an office of another kecamatan, of a study that it may see, with words and days
/// that make sense; what was typed comes back.
#[tokio::test]
async fn what_cannot_be_asked_is_refused_in_words() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let rina = app.person("Rina", Role::Sekcam, BAYONGBONG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let own = sends(&app, &siti, &study, &[]).await.expect(422);
    assert!(own.shows("milik kantor Bapak/Ibu sendiri"), "{}", own.words());
    sends(&app, &hendra, &study, &[]).await.expect(403);
    assert!(!hendra.get(&study.url).await.expect(200).shows("Ajukan studi tiru"));
    for gone in [app.has(a_study("Ditarik").withdrawn()).await, app.has(a_study("Tersembunyi")).await] {
        if gone.url.contains("tersembunyi") {
            hendra.post(&gone.path("sembunyikan"), &[("reason", "Alasan cerita ini")]).await.expect(303);
        }
        sends(&app, &dedi, &gone, &[]).await.expect(404);
    }
    let placeless = app.has(a_study("Tanpa tempat").of_nowhere()).await;
    assert!(sends(&app, &dedi, &placeless, &[]).await.expect(422).shows("belum ada kantor yang dapat dimohon"));
    // The contact begins empty, not with a person, and says what it is for.
    let form = dedi.get(&study.path("studi-tiru")).await.expect(200);
    assert!(form.shows("jabatan dan nomor telepon kantor, bukan nomor pribadi"), "{}", form.words());
    assert!(form.shows("Yang dihubungi tuan rumah") && !form.text.contains("value=\"Dedi"), "{}", form.words());
    let past = day(&app, -1);
    let far = day(&app, 900);
    let table = [
        ("kind", "telepon", "Pilih kunjungan atau daring."),
        ("purpose", " ", "Tulis apa yang ingin dilihat"),
        ("day-1", past.as_str(), "Tanggal ini sudah lewat."),
        ("day-2", far.as_str(), "Tanggal ini terlalu jauh."),
        ("people", "0", "Isi jumlah orang"),
        ("contact", "", "Tulis narahubung"),
        ("purpose", "NIK 3205221203850001", "Di sini ada NIK"),
    ];
    for (field, value, sentence) in table {
        let refused = sends(&app, &dedi, &study, &[(field, value)]).await.expect(422);
        assert!(refused.shows(sentence), "{field}: {}", refused.words());
        assert!(refused.text.contains("Kec. Bayongbong, 0262-123") || field == "contact", "what was typed stays");
    }
    assert_eq!(visit::Entity::find().count(app.app.db.read()).await.expect("a count"), 0);
    let url = asks(&app, &dedi, &study).await;
    assert_eq!(asks(&app, &dedi, &study).await, url, "pressed twice");
    assert_eq!(asks(&app, &rina, &study).await, url, "a colleague comes to the same request");
    assert_eq!(rina.get(&study.path("studi-tiru")).await.expect(303).location, url);
    assert!(rina.get(&study.url).await.expect(200).shows("Studi tiru kantor ini: Diminta"));
    assert_eq!(visit_word::Entity::find().count(app.app.db.read()).await.expect("a count"), 1);
}

/// Siti offers another time, Dedi agrees; a change needs a reason and both again; the host alone says another place. An
/// office answers for nobody else, and of two who answer at once the second learns of the first.
#[tokio::test]
async fn both_agree_on_a_time_and_nobody_answers_for_another() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let budi = app.person("Budi", Role::Sekcam, CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let yuli = app.camat("Yuli", CILEUNYI).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let url = sends(&app, &dedi, &study, &[("kind", "daring")]).await.expect(303).location;
    let (another, proposed) = (day(&app, 12), day(&app, 7));
    let offer = [("on", another.as_str()), ("time", "10.00"), ("link", "https://meet.example.go.id/tetes")];
    does(&app, &yuli, &url, "jadwal", &offer).await.expect(404);
    does(&app, &hendra, &url, "jadwal", &offer).await.expect(403);
    for link in ["javascript:alert(1)", "http://meet.example.go.id/x", "data:text/html,x"] {
        let bad = [("on", another.as_str()), ("time", "10:00"), ("link", link)];
        let refused = does(&app, &siti, &url, "jadwal", &bad).await.expect(422);
        assert!(
            refused.shows("dimulai dengan https://") && !refused.text.contains(&format!("href=\"{link}")),
            "{link}"
        );
    }
    let past = day(&app, -2);
    let refused = does(&app, &siti, &url, "jadwal", &[("on", past.as_str()), ("time", "10:00")]).await.expect(422);
    assert!(refused.shows("Tanggal ini sudah lewat."), "{}", refused.words());
    let none = does(&app, &siti, &url, "jadwal", &[("on", another.as_str()), ("time", "pagi")]).await.expect(422);
    assert!(none.shows("Isi jamnya"), "{}", none.words());

    // The guest can't agree to what it proposed itself.
    let own = [("on", proposed.as_str()), ("time", "09:00")];
    let before = row(&app, &url).await;
    does(&app, &siti, &url, "jadwal", &offer).await.expect(303);
    does(&app, &siti, &url, "jadwal", &offer).await.expect(303);
    let stale = [("version", "1"), ("pick", proposed.as_str()), ("time", "09:00")];
    let second = budi.post(&format!("{url}/jadwal"), &stale).await.expect(409);
    assert!(second.shows("baru saja diubah") && second.text.contains("value=\"09:00\""), "{}", second.words());
    let offered = row(&app, &url).await;
    assert_eq!((offered.state.as_str(), offered.turn.as_str()), ("diminta", "pemohon"));
    assert_eq!((before.version, offered.version), (1, 2));
    assert!(offered.answered_at.is_none(), "an offer is no answer yet");
    let public = format!("/kecamatan/{CIKAJANG}");
    let waiting = app.visitor().get(&public).await.expect(200);
    assert!(!waiting.shows("menjawab 0 dari"), "what waits for the guest is no silence: {}", waiting.words());
    let page = dedi.get(&url).await.expect(200);
    assert!(page.shows("Setuju dengan waktu ini?"), "{}", page.words());
    let agreeing = [("version", "2"), ("on", another.as_str()), ("time", "10:00")];
    for _ in 0..2 {
        dedi.post(&format!("{url}/jadwal"), &agreeing).await.expect(303);
    }
    let said = visit_word::Entity::find().filter(visit_word::Column::Act.eq("jadwal"));
    assert_eq!(said.count(app.app.db.read()).await.expect("a count"), 1, "sent twice, agreed once");
    let agreed = row(&app, &url).await;
    assert_eq!(agreed.state, "dijadwalkan");
    assert_eq!(agreed.link, "https://meet.example.go.id/tetes", "the guest changes no place");
    assert!(agreed.answered_at.is_some());
    assert!(app.visitor().get(&public).await.expect(200).shows("menjawab 1 dari 1 permohonan"));

    let moved = [("on", another.as_str()), ("time", "10:00"), ("link", "https://meet.example.go.id/lain")];
    does(&app, &siti, &url, "jadwal", &moved).await.expect(303);
    assert_eq!(row(&app, &url).await.state, "dijadwalkan");
    let silent = does(&app, &dedi, &url, "jadwal", &own).await.expect(422);
    assert!(silent.shows("Tulis mengapa jadwalnya diubah."), "{}", silent.words());
    let with_reason = [("on", proposed.as_str()), ("time", "09:00"), ("body", "Ada rapat bupati hari itu.")];
    does(&app, &dedi, &url, "jadwal", &with_reason).await.expect(303);
    assert_eq!(row(&app, &url).await.turn, "tuan_rumah");
    let entry = dedi.get(&format!("{url}/jadwal.ics")).await.expect(200);
    let begins = agreed.scheduled_at.expect("a time").format("DTSTART:%Y%m%dT%H%M%SZ").to_string();
    assert!(entry.text.contains(&begins), "what is agreed stands: {}", entry.text);
    let page = siti.get(&url).await.expect(200);
    assert!(page.shows("Ada rapat bupati hari itu.") && page.shows("Setujui jadwal"), "{}", page.words());

    siti.post(&format!("{url}/pesan"), &[("message", "")]).await.expect(422);
    for _ in 0..2 {
        siti.post(&format!("{url}/pesan"), &[("message", "Mohon membawa contoh air.")]).await.expect(303);
    }
    yuli.post(&format!("{url}/pesan"), &[("message", "Saya juga")]).await.expect(404);
    hendra.post(&format!("{url}/pesan"), &[("message", "Saya pembina")]).await.expect(403);
    does(&app, &yuli, &url, "batal", &[("reason", "Bukan urusan saya")]).await.expect(404);
    does(&app, &hendra, &url, "batal", &[("reason", "Saya pembina")]).await.expect(403);
    yuli.get(&format!("{url}/jadwal.ics")).await.expect(404);
    let said = visit_word::Entity::find().filter(visit_word::Column::Act.eq("pesan"));
    assert_eq!(said.count(app.app.db.read()).await.expect("a count"), 1, "sent twice, said once");

    let office = contents::of(app.app.db.read(), CIKAJANG, app.app.clock.today(), app.app.clock.today())
        .await
        .expect("contents");
    assert_eq!(office.visits.len(), 1);
    assert!(office.visits[0].state.contains("masuk"), "{:?}", office.visits);
    assert!(does(&app, &dedi, &url, "batal", &[("reason", " ")]).await.expect(422).shows("Tulis alasannya"));
    does(&app, &dedi, &url, "batal", &[("reason", "Anggaran perjalanan habis.")]).await.expect(303);
    let over = does(&app, &siti, &url, "jadwal", &own).await.expect(409);
    assert!(over.shows("Permohonan ini sekarang dibatalkan."), "{}", over.words());
    assert_eq!(row(&app, &url).await.state, "dibatalkan");
}

/// Who declines says why; that is an answer. Who leaves a request unanswered for a week is named to the coordinator, once.
#[tokio::test]
async fn an_unanswered_request_reaches_the_coordinator_once() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let yuli = app.camat("Yuli", CILEUNYI).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let fajar = app.coordinator("Fajar", "32.04").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let (first, second) = (asks(&app, &dedi, &study).await, asks(&app, &yuli, &study).await);
    assert_ne!(first, second);
    does(&app, &dedi, &first, "tolak", &[("reason", "Tidak jadi")]).await.expect(403);
    assert!(does(&app, &siti, &first, "tolak", &[("reason", "")]).await.expect(422).shows("Tulis alasannya"));
    does(&app, &siti, &first, "tolak", &[("reason", "Sedang musim panen; silakan bulan depan.")]).await.expect(303);
    app.settle().await;
    let told = dedi.get("/kabar").await.expect(200);
    assert!(told.shows("menolak permohonan") && told.shows("Sedang musim panen"), "{}", told.words());
    let page = app.visitor().get(&format!("/kecamatan/{CIKAJANG}")).await.expect(200);
    assert!(page.shows("menjawab 1 dari 2 permohonan"), "{}", page.words());
    assert!(!hendra.get("/kabar").await.expect(200).shows("belum dijawab"));
    for days in [8, 1, 1] {
        app.forward(Duration::days(days));
        app.settle().await;
    }
    let hendra = app.signs_in_again(&hendra).await;
    let told = hendra.get("/kabar").await.expect(200);
    assert_eq!(told.words().matches("Permohonan studi tiru belum dijawab").count(), 1, "{}", told.words());
    assert!(told.shows("Kec. Cikajang, Kab. Garut belum menjawab permohonan Kec. Cileunyi"), "{}", told.words());
    let fajar = app.signs_in_again(&fajar).await;
    assert!(!fajar.get("/kabar").await.expect(200).shows("belum dijawab"), "the host's coordinator is told");
    does(&app, &yuli, &second, "batal", &[("reason", "Terlalu lama.")]).await.expect(303);
    let page = app.visitor().get(&format!("/kecamatan/{CIKAJANG}")).await.expect(200);
    assert!(page.shows("menjawab 1 dari 1 permohonan"), "what is called off before an answer counts for nobody");
}

/// What becomes of the study: a report is still told, the ledger of what is not shown any more is not begun.
#[tokio::test]
async fn a_study_that_is_withdrawn_meanwhile_takes_no_ledger() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let url = asks(&app, &dedi, &study).await;
    agrees(&app, &siti, &url).await;
    app.forward(Duration::days(8));
    siti.post(&study.path("hentikan"), &[("reason", "Sedang diperbaiki")]).await.expect(303);
    let page = dedi.get(&url).await.expect(200);
    assert!(page.shows("Praktik yang sudah tidak ditayangkan") && !page.shows("Irigasi tetes"), "{}", page.words());
    let mut fields = SEEN.to_vec();
    fields.extend([("ledger", "ya"), ("stage", "berminat")]);
    let refused = does(&app, &dedi, &url, "laporan", &fields).await.expect(422);
    assert!(
        refused.shows("tidak lagi tayang") && refused.text.contains("Lahan kami lebih datar."),
        "{}",
        refused.words()
    );
    assert_eq!(row(&app, &url).await.state, "dijadwalkan", "all of it or nothing");
    does(&app, &dedi, &url, "laporan", &SEEN).await.expect(303);
    assert_eq!(row(&app, &url).await.state, "selesai");
    assert_eq!(adoption::Entity::find().count(app.app.db.read()).await.expect("a count"), 0);
    app.visitor().get(&study.url).await.expect(404);
}

/// The lists send as many statements for twenty requests as for two.
#[tokio::test]
async fn a_list_sends_as_many_statements_for_many_requests() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let mut counts = Vec::new();
    for batch in [2, 10] {
        for number in 0..batch {
            let study = app.has(a_study(&format!("Kebun {batch} nomor {number}")).by(&siti)).await;
            asks(&app, &dedi, &study).await;
        }
        app.settle().await;
        let mut sent = Vec::new();
        for (person, path) in [(&siti, "/studi-tiru"), (&dedi, "/studi-tiru?arah=keluar"), (&hendra, "/studi-tiru")] {
            person.get(path).await.expect(200);
            let before = app.app.db.statements();
            person.get(path).await.expect(200);
            sent.push(app.app.db.statements() - before);
        }
        counts.push(sent);
    }
    assert_eq!(counts[0], counts[1]);
}
