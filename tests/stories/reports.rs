//! What should not stand as it does is reported, answered with a reason, and who is concerned replies.

use chrono::Duration;
use forum_camat::report::entity::report;
use forum_tests::{CIKAJANG, TestApp, a_study};
use sea_orm::{EntityTrait, PaginatorTrait};

async fn latest(app: &TestApp) -> report::Model {
    report::Entity::find().all(app.app.db.read()).await.expect("rows").pop().expect("a report")
}

fn about(ground: &'static str) -> [(&'static str, &'static str); 3] {
    [("target", "praktik"), ("ground", ground), ("body", "Nomor telepon ibu kader tertulis di bagian kedua.")]
}

/// Joko reports, Hendra hides, Siti's office reads why and replies, Hendra shows it again.
#[tokio::test]
async fn a_report_is_answered_and_the_answer_is_replied_to() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let joko = app.camat("Joko", "32.04.05").await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let yuli = app.coordinator("Yuli", "32.04").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let form = joko.get(&study.path("laporkan")).await.expect(200);
    assert!(form.shows("Memuat data pribadi") && !form.shows("Nomor WhatsApp"), "{}", form.words());
    let sent = joko.post(&study.path("laporkan"), &about("data_pribadi")).await.expect(303);
    let notice = forum_camat::web::decode(sent.headers["set-cookie"].to_str().expect("ascii"));
    assert!(notice.contains("Dijawab paling lambat 27 Nov 2026, 09.00."), "{notice}");
    // Once is enough.
    joko.post(&study.path("laporkan"), &about("data_pribadi")).await.expect(303);
    assert_eq!(report::Entity::find().count(app.app.db.read()).await.expect("a count"), 1);
    app.settle().await;
    let id = latest(&app).await.id;
    let page = format!("/laporan/{id}");
    assert!(hendra.get("/kabar").await.expect(200).shows("Laporan baru"));
    assert!(hendra.get("/meja").await.expect(200).shows("1 laporan menunggu jawaban"));
    let seen = hendra.get(&page).await.expect(200);
    assert!(seen.shows("Joko") && seen.shows("Nomor telepon ibu kader") && !seen.shows("Tampilkan kembali"));
    // Nobody else knows of it: not the office, not a neighbour's coordinator, not a visitor.
    for person in [&siti, &yuli] {
        person.get(&page).await.expect(404);
        person.post(&format!("{page}/jawab"), &[("outcome", "tetap"), ("body", "Coba")]).await;
    }
    assert_eq!(latest(&app).await.state, "open");
    app.visitor().get(&page).await.expect(303);
    assert!(joko.get(&page).await.expect(200).shows("menunggu jawaban pembina"));

    let refused = hendra.post(&format!("{page}/jawab"), &[("body", "")]).await.expect(422);
    assert!(refused.shows("Pilih keputusannya.") && refused.shows("Tulis alasannya;"));
    let hide = [("outcome", "disembunyikan"), ("body", "Nomor telepon pribadi harus dihapus dulu.")];
    hendra.post(&format!("{page}/jawab"), &hide).await.expect(303);
    app.visitor().get(&study.url).await.expect(404);
    hendra.post(&format!("{page}/jawab"), &hide).await.expect(409);
    app.settle().await;
    assert!(joko.get("/kabar").await.expect(200).shows("Laporan dijawab"));
    assert!(siti.get("/kabar").await.expect(200).shows("Keputusan pembina"));
    let told = siti.get(&page).await.expect(200);
    assert!(told.shows("Nomor telepon pribadi harus dihapus dulu.") && told.shows("Disembunyikan dari pembaca"));
    assert!(!told.shows("Joko") && !told.shows("ibu kader"), "who reported stays with the coordinators");
    siti.post(&format!("{page}/tanggapi"), &[("body", "")]).await.expect(422);
    siti.post(&format!("{page}/tanggapi"), &[("body", "Sudah kami ganti.")]).await.expect(303);
    joko.post(&format!("{page}/tanggapi"), &[("body", "Saya juga.")]).await.expect(404);
    assert!(!joko.get(&page).await.expect(200).shows("Sudah kami ganti."), "replies are for the coordinator");
    app.settle().await;
    assert!(hendra.get("/kabar").await.expect(200).shows("Tanggapan atas keputusan"));
    let again = hendra.get(&page).await.expect(200);
    assert!(again.shows("Sudah kami ganti.") && again.shows("Tampilkan kembali"));
    let show = [("outcome", "dipulihkan"), ("body", "Terima kasih, sudah bersih.")];
    hendra.post(&format!("{page}/jawab"), &show).await.expect(303);
    app.visitor().get(&study.url).await.expect(200);
}

/// A visitor reports too, and says where the answer goes; only coordinators see that.
#[tokio::test]
async fn a_visitor_reports_with_a_contact() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let inside = app.has(a_study("Catatan internal").members_only()).await;
    let refused = app.visitor().post(&study.path("laporkan"), &about("tidak_benar")).await.expect(422);
    assert!(
        refused.shows("Tulis nama Bapak/Ibu.") && refused.shows("Nomor telepon ibu kader"),
        "nothing typed is lost"
    );
    let mut whole = about("tidak_benar").to_vec();
    whole.extend([("name", "Ibu Imas"), ("contact", "0812-0000-0000")]);
    app.visitor().post(&study.path("laporkan"), &whole).await.expect(303);
    app.visitor().post(&inside.path("laporkan"), &whole).await.expect(404);
    let row = latest(&app).await;
    assert_eq!((row.reporter_id, row.due_at), (None, None));
    assert!(hendra.get(&format!("/laporan/{}", row.id)).await.expect(200).shows("Ibu Imas, 0812-0000-0000"));
    // What does not exist can't be reported.
    for odd in ["foto-999999", "komentar-999999"] {
        let mut form = whole.clone();
        form[0] = ("target", odd);
        app.visitor().post(&study.path("laporkan"), &form).await.expect(404);
    }
    let mut form = whole.clone();
    form[0] = ("target", "apa saja");
    form[1] = ("ground", "apa saja");
    let refused = app.visitor().post(&study.path("laporkan"), &form).await.expect(422);
    assert!(refused.shows("Pilih yang dilaporkan.") && refused.shows("Pilih alasannya."));
    assert_eq!(report::Entity::find().count(app.app.db.read()).await.expect("a count"), 1);
}

/// A comment is reported and hidden by the answer; its writer, and not the office, reads why.
#[tokio::test]
async fn a_comment_is_hidden_by_an_answer() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let joko = app.camat("Joko", "32.04.05").await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let comment = app.has_comment(&study, &joko, "Kata kasar").await;
    assert!(siti.get(&study.url).await.expect(200).text.contains(&format!("laporkan?komentar={comment}")));
    let target = format!("komentar-{comment}");
    let form = siti.get(&study.path(&format!("laporkan?komentar={comment}"))).await.expect(200);
    assert!(form.shows("Kata kasar") && form.shows("Laporkan komentar"));
    let fields = [("target", target.as_str()), ("ground", "tidak_pantas"), ("body", "Menghina.")];
    siti.post(&study.path("laporkan"), &fields).await.expect(303);
    let id = latest(&app).await.id;
    hendra
        .post(&format!("/laporan/{id}/jawab"), &[("outcome", "disembunyikan"), ("body", "Tidak pantas.")])
        .await
        .expect(303);
    assert!(!app.visitor().get(&study.url).await.expect(200).shows("Kata kasar"));
    assert!(joko.get(&format!("/laporan/{id}")).await.expect(200).shows("Tidak pantas."));
    joko.post(&format!("/laporan/{id}/tanggapi"), &[("body", "Mohon maaf.")]).await.expect(303);
    siti.post(&format!("/laporan/{id}/tanggapi"), &[("body", "Saya?")]).await.expect(404);
}

/// Personal data has a deadline: past it the province is told, once.
#[tokio::test]
async fn the_province_hears_of_a_late_answer() {
    let app = TestApp::start().await;
    let joko = app.camat("Joko", "32.04.05").await;
    let study = app.has(a_study("Irigasi tetes")).await;
    joko.post(&study.path("laporkan"), &about("data_pribadi")).await.expect(303);
    app.forward(Duration::hours(71));
    let ratna = app.coordinator("Ratna", "32").await;
    app.settle().await;
    assert!(!ratna.get("/kabar").await.expect(200).shows("Laporan lewat tenggat"));
    app.forward(Duration::hours(2));
    app.settle().await;
    app.settle().await;
    let told = ratna.get("/kabar").await.expect(200);
    assert_eq!(told.text.matches("Laporan lewat tenggat").count(), 1, "{}", told.words());
    assert!(ratna.get("/meja/laporan").await.expect(200).shows("lewat tenggat"));
}
