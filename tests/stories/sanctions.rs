//! A coordinator warns or suspends a person, who reads why and answers; it ends by itself, earlier, or by a lift.

use chrono::Duration;
use forum_camat::account::entity::account;
use forum_camat::db::Effect;
use forum_camat::policy::Role;
use forum_camat::report::entity::report;
use forum_camat::sanction::entity::sanction;
use forum_tests::mail::MailServer;
use forum_tests::process::free_address;
use forum_tests::{Answer, CIKAJANG, Person, TestApp, a_study};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

const WHY: &str = "Menyebut nama warga di tiga komentar, juga setelah diminta berhenti.";

fn form(person: &Person) -> String {
    format!("/orang/{}/teguran", person.account)
}

fn day(app: &TestApp, days: i64) -> String {
    (app.app.clock.today() + Duration::days(days)).to_string()
}

async fn warns(judge: &Person, person: &Person) -> String {
    judge.post(&form(person), &[("kind", "warning"), ("reason", WHY)]).await.expect(303).location
}

/// The suspension that a form was drawn with.
fn running_in(form: &Answer) -> String {
    let rest = form.text.split("name=\"running\" value=\"").nth(1).expect("a number");
    rest.split('"').next().expect("its end").to_owned()
}

async fn suspends(app: &TestApp, judge: &Person, person: &Person, days: i64) -> String {
    let until = day(app, days);
    let running = running_in(&judge.get(&form(person)).await.expect(200));
    let fields = [("kind", "suspension"), ("until", until.as_str()), ("reason", WHY), ("running", running.as_str())];
    judge.post(&form(person), &fields).await.expect(303).location
}

async fn how_many(app: &TestApp) -> u64 {
    sanction::Entity::find().count(app.app.db.read()).await.expect("a count")
}

/// Hendra warns Siti from the page of her office; she reads why, keeps her rights and answers; the desk says so until
/// somebody of the scope has looked.
#[tokio::test]
async fn hendra_warns_siti_and_she_answers() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let joko = app.camat("Joko", "32.04.05").await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let rudi = app.person("Rudi", Role::InovasiKabupatenKota, "32.05").await;
    let yuli = app.coordinator("Yuli", "32.04").await;
    let officials = format!("/kecamatan/{CIKAJANG}/pejabat");
    assert!(hendra.get(&officials).await.expect(200).text.contains(&form(&siti)));
    assert!(!siti.get(&officials).await.expect(200).shows("Tegur atau tangguhkan"));
    assert!(hendra.get(&form(&siti)).await.expect(200).shows("Tegur atau tangguhkan Siti"));
    let refused = hendra.post(&form(&siti), &[("reason", "Sudah diketik")]).await.expect(422);
    assert!(refused.shows("Pilih teguran atau penangguhan.") && refused.text.contains("Sudah diketik"));
    hendra.post(&form(&siti), &[("kind", "warning"), ("reason", " ")]).await.expect(422);
    let page = warns(&hendra, &siti).await;
    assert_eq!(warns(&hendra, &siti).await, page, "sent twice is one");
    app.settle().await;

    let told = siti.get("/kabar").await.expect(200);
    assert!(told.shows("Keputusan tentang akun Bapak/Ibu") && told.shows("Teguran, oleh Hendra, Bagian Tata"));
    assert!(siti.get("/akun").await.expect(200).text.contains(&page));
    let read = siti.get(&page).await.expect(200);
    assert!(read.shows(WHY) && read.shows("Tanggapi") && !read.shows("Cabut teguran"), "{}", read.words());
    siti.post(&format!("/kecamatan/{CIKAJANG}/delegasi"), &[]).await.expect(303);
    for stranger in [&joko, &yuli] {
        stranger.get(&page).await.expect(404);
        stranger.post(&format!("{page}/tanggapi"), &[("body", "Saya?")]).await.expect(404);
    }
    let asked = app.visitor().get(&page).await.expect(303).location;
    assert!(forum_camat::web::decode(&asked).ends_with(&format!("kembali={page}")), "{asked}");
    for verb in ["tanggapi", "jawab", "cabut", "perpendek", "terbaca"] {
        let asked = app.visitor().post(&format!("{page}/{verb}"), &[("body", "Siapa?")]).await.expect(303).location;
        assert!(forum_camat::web::decode(&asked).ends_with(&format!("kembali={page}")), "{asked}");
    }

    siti.post(&format!("{page}/tanggapi"), &[("body", "")]).await.expect(422);
    siti.post(&format!("{page}/tanggapi"), &[("body", "Sudah saya hapus ketiganya.")]).await.expect(303);
    app.settle().await;
    assert!(hendra.get("/kabar").await.expect(200).shows("Tanggapan atas teguran atau penangguhan"));
    for colleague in [&hendra, &rudi] {
        assert!(colleague.get("/meja").await.expect(200).shows("1 tanggapan atas teguran belum dibaca"));
        let list = colleague.get("/meja/teguran").await.expect(200);
        assert!(list.shows("Tanggapan yang belum dibaca") && list.shows("ada tanggapan"), "{}", list.words());
    }
    assert!(rudi.get(&page).await.expect(200).shows("Sudah saya hapus ketiganya."));
    for verb in ["jawab", "cabut", "terbaca"] {
        siti.post(&format!("{page}/{verb}"), &[("body", "Saya sendiri.")]).await.expect(404);
        yuli.post(&format!("{page}/{verb}"), &[("body", "Bukan wilayah saya.")]).await.expect(404);
    }
    rudi.post(&format!("{page}/jawab"), &[("body", "")]).await.expect(422);
    rudi.post(&format!("{page}/jawab"), &[("body", "Terima kasih, Bu.")]).await.expect(303);
    app.settle().await;
    assert!(siti.get("/kabar").await.expect(200).shows("Tanggapan dibalas, oleh Rudi"));
    assert!(!hendra.get("/meja").await.expect(200).shows("belum dibaca"));

    siti.post(&format!("{page}/tanggapi"), &[("body", "Sama-sama.")]).await.expect(303);
    hendra.post(&format!("{page}/terbaca"), &[]).await.expect(303);
    assert!(!hendra.get("/meja").await.expect(200).shows("belum dibaca"));
    hendra.post(&format!("{page}/cabut"), &[("body", "Ternyata salah orang.")]).await.expect(303);
    assert!(siti.get(&page).await.expect(200).shows("Ternyata salah orang."));
    let late = siti.post(&format!("{page}/tanggapi"), &[("body", "Masih ada satu hal.")]).await.expect(409);
    assert!(late.shows("sudah tidak berlaku") && late.shows("Masih ada satu hal."), "{}", late.words());
    let audit = hendra.get("/meja/audit").await.expect(200);
    assert!(audit.shows("menegur Siti dengan keputusan nomor") && !audit.shows(WHY), "{}", audit.words());
    let data = siti.get("/akun/data-saya.json").await.expect(200);
    assert!(data.text.contains(WHY) && data.text.contains("Ternyata salah orang."));
}

/// A suspension takes every power at once from a session that is open; reading why and answering stay. Hendra shortens
/// it and lifts it, and the person comments again.
#[tokio::test]
async fn a_suspension_ends_all_powers_in_an_open_session() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let inside = app.has(a_study("Catatan internal").members_only()).await;
    let comment = study.path("komentar");
    siti.get(&inside.url).await.expect(200);
    siti.post(&comment, &[("body", "Bagus sekali.")]).await.expect(303);
    for (until, says) in [
        (day(&app, 0), "paling cepat 25 Nov 2026"),
        (day(&app, -3), "paling cepat 25 Nov 2026"),
        (day(&app, 91), "Paling lama 90 hari"),
        ("besok".to_owned(), "Isi hari terakhirnya."),
    ] {
        let fields = [("kind", "suspension"), ("until", until.as_str()), ("reason", WHY)];
        let refused = hendra.post(&form(&siti), &fields).await.expect(422);
        assert!(refused.shows(says) && refused.shows(WHY), "{until}: {}", refused.words());
    }
    assert_eq!(how_many(&app).await, 0);
    let page = suspends(&app, &hendra, &siti, 90).await;

    let refused = siti.post(&comment, &[("body", "Masih bisa?")]).await.expect(403);
    assert!(refused.shows("ditangguhkan sampai dengan 22 Feb 2027"), "{}", refused.words());
    assert!(refused.text.contains("/penangguhan"));
    for closed in ["/draf", "/tulis", "/meja", "/cari/tersimpan", &format!("/kecamatan/{CIKAJANG}/pejabat")] {
        siti.get(closed).await.expect(403);
    }
    siti.post(&format!("/kecamatan/{CIKAJANG}/delegasi"), &[]).await.expect(403);
    // An address in the form opens nothing.
    siti.post("/topik", &[("titipan", "biogas kotoran sapi"), ("kembali", "/akun")]).await.expect(403);
    siti.post("/cari/tersimpan", &[("alamat", "/akun")]).await.expect(403);
    // The rights over one's own data stay.
    siti.post("/ketentuan/setuju", &[("versi", "1"), ("kembali", "/akun")]).await.expect(303);
    siti.get("/akun/tarik-persetujuan").await.expect(200);
    siti.get("/akun/permintaan-data").await.expect(200);
    let ask = [("kind", "penghapusan"), ("body", "Nomor ponsel lama saya.")];
    siti.post("/akun/permintaan-data", &ask).await.expect(303);
    assert!(siti.get("/permintaan-data/1").await.expect(200).shows("Nomor ponsel lama saya."));
    siti.get("/permintaan-data").await.expect(403);
    siti.get(&inside.url).await.expect(404);
    let shown = siti.get(&study.url).await.expect(200);
    assert!(shown.shows("Akun Bapak/Ibu ditangguhkan sampai dengan 22 Feb 2027.") && shown.shows("Bagus sekali."));
    assert_eq!(siti.get("/penangguhan").await.expect(303).location, page);
    let why = siti.get(&page).await.expect(200);
    assert!(why.shows(WHY) && why.shows("Hendra, Bagian Tata Pemerintahan") && why.shows("Tanggapi"));
    app.settle().await;
    assert!(siti.get("/kabar").await.expect(200).shows("Akun ditangguhkan sampai dengan 22 Feb 2027, oleh Hendra"));
    siti.post(&format!("{page}/tanggapi"), &[("body", "Mohon ditinjau lagi.")]).await.expect(303);
    siti.post(&format!("{page}/cabut"), &[("body", "Saya cabut sendiri.")]).await.expect(403);

    let (later, sooner) = (day(&app, 91), day(&app, 5));
    let shorten = format!("{page}/perpendek");
    let refused = hendra.post(&shorten, &[("until", &later), ("body", "Salah")]).await.expect(422);
    assert!(refused.shows("Paling lama 90 hari"), "{}", refused.words());
    let same = day(&app, 90);
    let refused = hendra.post(&shorten, &[("until", &same), ("body", "Salah")]).await.expect(422);
    assert!(refused.shows("Pilih hari sebelum 22 Feb 2027"), "{}", refused.words());
    hendra.post(&shorten, &[("until", &sooner), ("body", "Cukup sepekan.")]).await.expect(303);
    assert!(siti.get("/").await.expect(200).shows("ditangguhkan sampai dengan 29 Nov 2026."));
    hendra.post(&format!("{page}/cabut"), &[("body", "")]).await.expect(422);
    hendra.post(&format!("{page}/cabut"), &[("body", "Penjelasannya kami terima.")]).await.expect(303);
    siti.post(&comment, &[("body", "Terima kasih.")]).await.expect(303);
    siti.get(&inside.url).await.expect(200);
    assert!(!siti.get("/").await.expect(200).shows("ditangguhkan"));
    app.settle().await;
    assert!(siti.get("/kabar").await.expect(200).shows("Penangguhan dicabut, oleh Hendra"));
    hendra.post(&format!("{page}/cabut"), &[("body", "Sekali lagi.")]).await.expect(409);
    assert!(hendra.get("/meja/teguran").await.expect(200).shows("dicabut"));
}

/// The last day is included, by local time; the morning after everything is there again without anybody's act.
#[tokio::test]
async fn a_suspension_ends_by_itself_after_its_last_day() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes")).await;
    suspends(&app, &hendra, &siti, 2).await;
    // From nine in the morning of the 24th to the last hour of the 26th.
    app.forward(Duration::hours(62));
    siti.post(&study.path("komentar"), &[("body", "Belum")]).await.expect(403);
    app.forward(Duration::hours(2));
    siti.post(&study.path("komentar"), &[("body", "Sudah")]).await.expect(303);
    assert!(!siti.get("/").await.expect(200).shows("ditangguhkan"));
    let hendra = app.coordinator("Hendra", "32.05").await;
    assert!(hendra.get("/meja/teguran").await.expect(200).shows("selesai"));
}

/// Two suspensions: the later one stands, the first stays readable, and lifting it is too late. The province's decision
/// is the province's to lift.
#[tokio::test]
async fn the_later_suspension_takes_the_place_of_the_first() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let ratna = app.coordinator("Ratna", "32").await;
    let first = suspends(&app, &hendra, &siti, 60).await;
    assert!(ratna.get(&form(&siti)).await.expect(200).shows("sedang ditangguhkan sampai dengan 23 Jan 2027"));
    let second = suspends(&app, &ratna, &siti, 3).await;
    assert!(siti.get("/").await.expect(200).shows("ditangguhkan sampai dengan 27 Nov 2026."));
    assert_eq!(siti.get("/penangguhan").await.expect(303).location, second);
    assert!(siti.get(&first).await.expect(200).shows("diganti"));
    let late = hendra.post(&format!("{first}/cabut"), &[("body", "Terlambat.")]).await.expect(409);
    assert!(late.shows("Terlambat."), "nothing typed is lost: {}", late.words());
    hendra.get(&second).await.expect(404);
    hendra.post(&format!("{second}/cabut"), &[("body", "Bukan keputusan kami.")]).await.expect(404);
    assert!(siti.get("/").await.expect(200).shows("ditangguhkan"));
    assert!(ratna.get("/meja/teguran").await.expect(200).shows("diganti"));
    ratna.post(&format!("{second}/cabut"), &[("body", "Selesai.")]).await.expect(303);
    siti.get("/draf").await.expect(200);
}

/// What the province decided a coordinator of a kabupaten/kota does not end by deciding anew, though he may warn.
#[tokio::test]
async fn a_lower_coordinator_does_not_replace_a_higher_ones_suspension() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let ratna = app.coordinator("Ratna", "32").await;
    let agus = app.person("Agus", Role::Admin, "32").await;
    let first = suspends(&app, &ratna, &siti, 60).await;
    let page = hendra.get(&form(&siti)).await.expect(200);
    assert!(page.shows("diputuskan oleh Ratna") && page.shows("Hanya pembina di wilayah itu"), "{}", page.words());
    let (until, running) = (day(&app, 1), running_in(&page));
    let fields = [("kind", "suspension"), ("until", until.as_str()), ("reason", WHY), ("running", running.as_str())];
    let refused = hendra.post(&form(&siti), &fields).await.expect(422);
    assert!(refused.shows("Penangguhan yang berlaku diputuskan oleh Ratna") && refused.shows(WHY));
    assert_eq!(how_many(&app).await, 1);
    assert!(siti.get("/").await.expect(200).shows("ditangguhkan sampai dengan 23 Jan 2027."));
    assert_eq!(siti.get("/penangguhan").await.expect(303).location, first);
    warns(&hendra, &siti).await;
    suspends(&app, &agus, &siti, 5).await;
    assert!(siti.get("/").await.expect(200).shows("ditangguhkan sampai dengan 29 Nov 2026."));
}

/// Of two colleagues who fill in the form at once the second is told of the first one's decision before replacing it.
#[tokio::test]
async fn nobody_replaces_a_suspension_unseen() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let rudi = app.coordinator("Rudi", "32.05").await;
    let until = day(&app, 5);
    let drawn = rudi.get(&form(&siti)).await.expect(200);
    let first = suspends(&app, &hendra, &siti, 10).await;
    let decision = |running| [("kind", "suspension"), ("until", until.as_str()), ("reason", WHY), ("running", running)];
    let unseen = running_in(&drawn);
    let told = rudi.post(&form(&siti), &decision(unseen.as_str())).await.expect(422);
    assert!(told.shows("Sementara itu Hendra, Bagian Tata Pemerintahan") && told.shows("4 Des 2026"));
    assert!(told.shows(WHY), "{}", told.words());
    assert_eq!(siti.get("/penangguhan").await.expect(303).location, first);
    let seen = running_in(&told);
    let second = rudi.post(&form(&siti), &decision(seen.as_str())).await.expect(303).location;
    assert_eq!(siti.get("/penangguhan").await.expect(303).location, second);
}

/// Nobody judges himself, a peer beside, or an office above; each step further up reaches further.
#[tokio::test]
async fn nobody_judges_himself_or_an_office_out_of_reach() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let rudi = app.person("Rudi", Role::InovasiKabupatenKota, "32.05").await;
    let ratna = app.coordinator("Ratna", "32").await;
    let agus = app.person("Agus", Role::Admin, "32").await;
    let joko = app.camat("Joko", "32.04.05").await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let warning = [("kind", "warning"), ("reason", WHY)];
    for (judge, person) in [
        (&hendra, &hendra),
        (&hendra, &rudi),
        (&hendra, &ratna),
        (&hendra, &agus),
        (&hendra, &joko),
        (&ratna, &ratna),
        (&ratna, &agus),
        (&agus, &agus),
        (&siti, &joko),
        (&siti, &hendra),
    ] {
        judge.get(&form(person)).await.expect(403);
        judge.post(&form(person), &warning).await.expect(403);
    }
    assert_eq!(how_many(&app).await, 0);
    warns(&ratna, &joko).await;
    warns(&agus, &ratna).await;
    // A coordinator who is warned is a person like others: he answers, and does not judge it; his peers don't know.
    let page = warns(&ratna, &hendra).await;
    assert!(!hendra.get("/meja/teguran").await.expect(200).shows("Hendra"));
    let read = hendra.get(&page).await.expect(200);
    assert!(read.shows("Tanggapi") && !read.shows("Cabut teguran"));
    hendra.post(&format!("{page}/cabut"), &[("body", "Saya cabut.")]).await.expect(404);
    rudi.get(&page).await.expect(404);
    hendra.post(&format!("{page}/tanggapi"), &[("body", "Baik.")]).await.expect(303);
    assert!(agus.get("/meja/teguran").await.expect(200).shows("Hendra"));
    siti.get("/meja/teguran").await.expect(403);
    // Suspended, he judges nobody; the province lifts it.
    let suspended = suspends(&app, &ratna, &hendra, 7).await;
    hendra.post(&form(&siti), &warning).await.expect(403);
    hendra.get("/meja/teguran").await.expect(403);
    agus.post(&format!("{suspended}/cabut"), &[("body", "Cukup.")]).await.expect(303);
    warns(&hendra, &siti).await;
}

/// From the answer to a report the coordinator goes on to who wrote it, and the decision names the report.
#[tokio::test]
async fn from_an_answered_report_to_its_writer() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dewi = app.camat("Dewi", "32.05.17").await;
    let joko = app.camat("Joko", "32.04.05").await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let mut reports = Vec::new();
    for writer in [&dewi, &joko] {
        let comment = app.has_comment(&study, writer, "Kata kasar").await;
        let target = format!("komentar-{comment}");
        let fields = [("target", target.as_str()), ("ground", "tidak_pantas"), ("body", "Menghina.")];
        siti.post(&study.path("laporkan"), &fields).await.expect(303);
        reports.push(report::Entity::find().all(app.app.db.read()).await.expect("rows").pop().expect("a report").id);
    }
    let thread = hendra.get(&study.url).await.expect(200);
    assert!(
        thread.text.contains(&form(&dewi)) && !thread.text.contains(&form(&joko)),
        "beside the comment, within reach"
    );
    assert!(!siti.get(&study.url).await.expect(200).shows("Tegur atau tangguhkan"));
    let page = |report: i64| format!("/laporan/{report}");
    assert!(!hendra.get(&page(reports[0])).await.expect(200).shows("Tegur penulisnya"), "not before it is answered");
    for report in &reports {
        let hide = [("outcome", "disembunyikan"), ("body", "Tidak pantas.")];
        hendra.post(&format!("{}/jawab", page(*report)), &hide).await.expect(303);
    }
    let answered = hendra.get(&page(reports[0])).await.expect(200);
    assert!(answered.shows("Tegur penulisnya") && answered.shows("Tangguhkan akunnya") && answered.shows("Dewi"));
    assert!(!hendra.get(&page(reports[1])).await.expect(200).shows("Tegur penulisnya"), "Joko is another's to warn");
    assert!(!dewi.get(&page(reports[0])).await.expect(200).shows("Tegur penulisnya"));
    let way = format!("{}?jenis=warning&laporan={}", form(&dewi), reports[0]);
    assert!(hendra.get(&way).await.expect(200).shows(&format!("laporan nomor {}", reports[0])));
    let (first, other) = (reports[0].to_string(), reports[1].to_string());
    let about = |report| [("kind", "warning"), ("reason", WHY), ("report", report)];
    hendra.post(&form(&dewi), &about(&other)).await.expect(404);
    let decided = hendra.post(&form(&dewi), &about(&first)).await.expect(303).location;
    assert!(dewi.get(&decided).await.expect(200).shows(&format!("laporan nomor {first}")));
    // The writers of a study are found likewise.
    let fields = [("target", "praktik"), ("ground", "tidak_benar"), ("body", "Angkanya keliru.")];
    dewi.post(&study.path("laporkan"), &fields).await.expect(303);
    let keep = [("outcome", "tetap"), ("body", "Sudah benar.")];
    let last = report::Entity::find().all(app.app.db.read()).await.expect("rows").pop().expect("a report").id;
    hendra.post(&format!("{}/jawab", page(last)), &keep).await.expect(303);
    let answered = hendra.get(&page(last)).await.expect(200);
    assert!(answered.shows("Tegur penulisnya") && answered.text.contains(&form(&siti)));
}

/// Who has an address is told by mail as well: that it is so and where to read why, not the reason itself.
#[tokio::test]
async fn a_suspension_is_told_by_mail_without_its_reason() {
    let address = free_address();
    let server = MailServer::at(address).await;
    let app = TestApp::start_with(|config| config.mail_url = format!("smtp://{address}")).await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let tx = app.app.db.begin_write().await.expect("a transaction");
    account::Entity::update_many()
        .col_expr(account::Column::Email, Expr::value("siti@contoh.id"))
        .filter(account::Column::Id.eq(siti.account.get()))
        .exec(&*tx)
        .await
        .expect("an address");
    tx.commit(Effect::Private).await.expect("committed");
    let page = suspends(&app, &hendra, &siti, 7).await;
    app.settle().await;
    app.settle().await;
    let mails = server.mails();
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert!(mails[0].contains("To: siti@contoh.id") && mails[0].contains(&page), "{}", mails[0]);
    assert!(mails[0].contains("sampai dengan 1 Des 2026") && !mails[0].contains("Menyebut nama warga"), "{}", mails[0]);
}
