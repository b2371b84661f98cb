//! What should not stand as it does is reported, answered with a reason, and who is concerned replies.

use chrono::Duration;
use forum_camat::audit::entity as audit;
use forum_camat::report::entity::report;
use forum_tests::{CIKAJANG, TestApp, a_study};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

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
    let slower = hendra.post(&format!("{page}/jawab"), &hide).await.expect(409);
    assert!(slower.shows("sudah dijawab rekan") && slower.shows("Nomor telepon pribadi harus dihapus dulu."));
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

/// An answer must reach who asked for it, and a report repeats no NIK: each is said beside its field, and what was typed stays.
#[tokio::test]
async fn a_contact_that_reaches_nobody_is_not_taken() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let by = |contact: &'static str| {
        let mut form = about("tidak_benar").to_vec();
        form.extend([("name", "Ibu Imas"), ("contact", contact)]);
        form
    };
    for typed in ["bukan nomor", "y", "imas@", "12345"] {
        let refused = app.visitor().post(&study.path("laporkan"), &by(typed)).await.expect(422);
        assert!(refused.shows("Ini bukan nomor WhatsApp atau surel."), "{typed}: {}", refused.words());
        assert!(refused.text.contains(&format!("value=\"{typed}\"")) && refused.shows("ibu kader"), "{typed}");
    }
    let empty = app.visitor().post(&study.path("laporkan"), &by("")).await.expect(422);
    assert!(empty.shows("supaya kami bisa menjawab") && !empty.shows("Ini bukan nomor"), "{}", empty.words());
    assert_eq!(report::Entity::find().count(app.app.db.read()).await.expect("a count"), 0);
    for typed in ["+62 812-0000-0000", "WA 0812-0000-0000 (Ibu Imas)", "imas@contoh.id / 0812-0000-0000"] {
        app.visitor().post(&study.path("laporkan"), &by(typed)).await.expect(303);
    }
    let nik = [("target", "praktik"), ("ground", "data_pribadi"), ("body", "Tertulis NIK 3205064107850001 di sana.")];
    let refused = siti.post(&study.path("laporkan"), &nik).await.expect(422);
    assert!(refused.shows("Di sini ada NIK (3205…01).") && refused.text.contains("di sana."), "{}", refused.words());
    siti.post(&study.path("laporkan"), &about("data_pribadi")).await.expect(303);
    assert_eq!(report::Entity::find().count(app.app.db.read()).await.expect("a count"), 4);
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

/// Hendra hides a study from its own page: the office reads the whole reason in a case, replies there, and showing it
/// again is recorded there; told once each.
#[tokio::test]
async fn a_direct_hide_of_a_study_can_be_answered() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let joko = app.camat("Joko", "32.04.05").await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    hendra.post(&study.path("sembunyikan"), &[("reason", "")]).await.expect(422);
    assert_eq!(report::Entity::find().count(app.app.db.read()).await.expect("a count"), 0);
    let why = [("reason", "Fotonya memuat wajah anak.")];
    siti.post(&study.path("sembunyikan"), &why).await.expect(403);
    hendra.post(&study.path("sembunyikan"), &why).await.expect(303);
    hendra.post(&study.path("sembunyikan"), &why).await.expect(303);
    assert_eq!(report::Entity::find().count(app.app.db.read()).await.expect("a count"), 1, "twice is once");
    app.settle().await;
    let page = format!("/laporan/{}", latest(&app).await.id);
    assert_eq!(siti.get("/kabar").await.expect(200).text.matches("Keputusan pembina").count(), 1);
    let banner = siti.get(&study.url).await.expect(200);
    assert!(banner.shows("Fotonya memuat wajah anak.") && banner.text.contains(&page), "{}", banner.words());
    let case = siti.get(&page).await.expect(200);
    assert!(case.shows("Praktik: disembunyikan langsung") && case.shows("Fotonya memuat wajah anak."));
    assert!(case.shows("Disembunyikan langsung oleh Bagian Tata Pemerintahan Kab. Garut"), "{}", case.words());
    joko.get(&page).await.expect(404);
    assert!(!hendra.get("/meja").await.expect(200).shows("laporan menunggu jawaban"), "it is answered already");
    siti.post(&format!("{page}/tanggapi"), &[("body", "Fotonya sudah kami ganti.")]).await.expect(303);
    app.settle().await;
    assert!(hendra.get("/kabar").await.expect(200).shows("Tanggapan atas keputusan"));
    assert!(hendra.get("/meja").await.expect(200).shows("1 laporan menunggu jawaban"));
    hendra.post(&study.path("pulihkan"), &[]).await.expect(303);
    app.visitor().get(&study.url).await.expect(200);
    let case = siti.get(&page).await.expect(200);
    assert!(case.shows("Ditampilkan kembali") && case.shows("Fotonya sudah kami ganti."), "{}", case.words());
    assert_eq!(latest(&app).await.state, "answered");
    app.settle().await;
    let told = siti.get("/kabar").await.expect(200);
    assert!(told.shows("Ditampilkan kembali, oleh Bagian Tata Pemerintahan"), "{}", told.words());
    // Hidden anew it is a new case, and the first keeps its history.
    hendra.post(&study.path("sembunyikan"), &[("reason", "Foto kedua juga.")]).await.expect(303);
    assert_eq!(report::Entity::find().count(app.app.db.read()).await.expect("a count"), 2);
    // Its answer shows it again as well.
    let second = format!("/laporan/{}", latest(&app).await.id);
    siti.post(&format!("{second}/tanggapi"), &[("body", "Sudah juga.")]).await.expect(303);
    let show = [("outcome", "dipulihkan"), ("body", "Terima kasih.")];
    hendra.post(&format!("{second}/jawab"), &show).await.expect(303);
    app.visitor().get(&study.url).await.expect(200);
}

/// A comment that is hidden from its page: its writer, not the office, reads the reason in a case and replies.
#[tokio::test]
async fn a_direct_hide_of_a_comment_can_be_answered() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let joko = app.camat("Joko", "32.04.05").await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let comment = app.has_comment(&study, &joko, "Kata kasar").await;
    let hide = format!("/komentar/{comment}/sembunyikan");
    hendra.post(&hide, &[("reason", "Menghina warga.")]).await.expect(303);
    hendra.post(&hide, &[("reason", "Menghina warga.")]).await.expect(303);
    let rudi = app.coordinator("Rudi", "32.05").await;
    let told = rudi.post(&hide, &[("reason", "Menyebut nama anak.")]).await.expect(422);
    assert!(told.shows("Sudah disembunyikan oleh Hendra") && told.shows("Menghina warga."), "{}", told.words());
    assert!(told.shows("Menyebut nama anak."), "nothing typed is lost");
    app.settle().await;
    let page = format!("/laporan/{}", latest(&app).await.id);
    assert_eq!(report::Entity::find().count(app.app.db.read()).await.expect("a count"), 1);
    assert_eq!(joko.get("/kabar").await.expect(200).text.matches("Keputusan pembina").count(), 1);
    assert!(joko.get(&study.url).await.expect(200).text.contains(&page));
    assert!(!siti.get(&study.url).await.expect(200).text.contains(&page));
    assert!(joko.get(&page).await.expect(200).shows("Komentar: disembunyikan langsung"));
    siti.get(&page).await.expect(404);
    joko.post(&format!("{page}/tanggapi"), &[("body", "Mohon maaf.")]).await.expect(303);
    hendra.post(&format!("/komentar/{comment}/pulihkan"), &[]).await.expect(303);
    assert!(joko.get(&page).await.expect(200).shows("Ditampilkan kembali"));
    assert!(app.visitor().get(&study.url).await.expect(200).shows("Kata kasar"));
}

/// Other answers in a case leave a hidden thing hidden: its banner leads to the case, and hiding it again opens no second
/// one, until it is shown again.
#[tokio::test]
async fn a_hidden_study_keeps_its_case_until_it_is_shown_again() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let joko = app.camat("Joko", "32.04.05").await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let rudi = app.coordinator("Rudi", "32.05").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    joko.post(&study.path("laporkan"), &about("data_pribadi")).await.expect(303);
    let page = format!("/laporan/{}", latest(&app).await.id);
    let restore = [("outcome", "dipulihkan"), ("body", "Tidak ada yang disembunyikan.")];
    let refused = hendra.post(&format!("{page}/jawab"), &restore).await.expect(422);
    assert!(refused.shows("sedang tampil") && refused.shows("Tidak ada yang disembunyikan."));
    let hide = [("outcome", "disembunyikan"), ("body", "Nomor telepon harus dihapus.")];
    hendra.post(&format!("{page}/jawab"), &hide).await.expect(303);
    siti.post(&format!("{page}/tanggapi"), &[("body", "Yang mana?")]).await.expect(303);
    let seen = hendra.get(&page).await.expect(200);
    assert!(seen.shows("Tampilkan kembali") && seen.shows("Tetap sembunyikan") && !seen.shows("Tetap tampilkan"));
    let keep = [("outcome", "tetap"), ("body", "Sudah benar.")];
    let refused = hendra.post(&format!("{page}/jawab"), &keep).await.expect(422);
    assert!(refused.shows("sedang disembunyikan") && refused.shows("Sudah benar."), "{}", refused.words());
    let ask = [("outcome", "diminta_diperbaiki"), ("body", "Di bagian kedua.")];
    hendra.post(&format!("{page}/jawab"), &ask).await.expect(303);
    assert!(siti.get(&study.url).await.expect(200).text.contains(&page));
    let told = rudi.post(&study.path("sembunyikan"), &[("reason", "Fotonya juga.")]).await.expect(422);
    assert!(told.shows("Sudah disembunyikan oleh Hendra") && told.shows("Nomor telepon harus dihapus."));
    assert!(told.shows("Fotonya juga."), "{}", told.words());
    assert_eq!(report::Entity::find().count(app.app.db.read()).await.expect("a count"), 1);
    siti.post(&format!("{page}/tanggapi"), &[("body", "Sudah kami hapus.")]).await.expect(303);
    assert!(hendra.get(&page).await.expect(200).shows("Tampilkan kembali"));
    let answers = || audit::Entity::find().filter(audit::Column::Act.eq("answer_report"));
    let before = answers().count(app.app.db.read()).await.expect("a count");
    rudi.post(&study.path("pulihkan"), &[]).await.expect(303);
    assert_eq!(answers().count(app.app.db.read()).await.expect("a count"), before + 1);
    assert_eq!(latest(&app).await.state, "answered");
    assert!(joko.get(&page).await.expect(200).shows("Ditampilkan kembali dari halaman tulisannya."));
    app.visitor().get(&study.url).await.expect(200);
}

/// The banner shows the beginning of a long reason and leads to the whole; a comment under a hidden study is hidden too.
#[tokio::test]
async fn a_long_reason_is_read_whole_and_a_comment_under_a_hidden_study_is_hidden() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let joko = app.camat("Joko", "32.04.05").await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let yuli = app.coordinator("Yuli", "32.04").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let comment = app.has_comment(&study, &joko, "Kata kasar").await;
    let target = format!("komentar-{comment}");
    let fields = [("target", target.as_str()), ("ground", "tidak_pantas"), ("body", "Menghina.")];
    siti.post(&study.path("laporkan"), &fields).await.expect(303);
    let about_comment = latest(&app).await.id;
    joko.post(&study.path("laporkan"), &about("tidak_benar")).await.expect(303);
    let about_study = latest(&app).await.id;
    let long = format!("{}tamat.", "Angkanya perlu diperiksa lagi. ".repeat(40));
    let hide = [("outcome", "disembunyikan"), ("body", long.as_str())];
    hendra.post(&format!("/laporan/{about_study}/jawab"), &hide).await.expect(303);
    let banner = siti.get(&study.url).await.expect(200);
    assert!(banner.shows("Angkanya perlu diperiksa lagi.") && banner.shows("…") && !banner.shows("tamat."));
    assert!(banner.text.contains(&format!("/laporan/{about_study}")));
    assert!(siti.get(&format!("/laporan/{about_study}")).await.expect(200).shows("tamat."));
    let hide = [("outcome", "disembunyikan"), ("body", "Tidak pantas.")];
    yuli.post(&format!("/komentar/{comment}/sembunyikan"), &[("reason", "Coba")]).await.expect(404);
    hendra.get(&format!("/komentar/{comment}/sembunyikan")).await.expect(200);
    hendra.post(&format!("/laporan/{about_comment}/jawab"), &hide).await.expect(303);
    assert!(joko.get(&format!("/laporan/{about_comment}")).await.expect(200).shows("Tidak pantas."));
    hendra.post(&study.path("pulihkan"), &[]).await.expect(303);
    assert!(!app.visitor().get(&study.url).await.expect(200).shows("Kata kasar"));
}

/// Names stand in comments too: a visitor reports one, the coordinator erases and says so, and tells him by WhatsApp.
#[tokio::test]
async fn a_visitor_reports_a_comment_and_hears_that_the_data_is_gone() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let comment = app.has_comment(&study, &siti, "Terima kasih Pak Kartino.").await;
    let link = format!("laporkan?komentar={comment}");
    assert!(app.visitor().get(&study.url).await.expect(200).text.contains(&link), "every reader may");
    let target = format!("komentar-{comment}");
    let form = [
        ("target", target.as_str()),
        ("ground", "data_pribadi"),
        ("body", "Nama ayah saya tertulis."),
        ("name", "Imas"),
        ("contact", "0812-3456-7890"),
    ];
    app.visitor().post(&study.path("laporkan"), &form).await.expect(303);
    let page = format!("/laporan/{}", latest(&app).await.id);
    let seen = hendra.get(&page).await.expect(200);
    assert!(seen.shows("Data pribadinya sudah dihapus") && seen.text.contains(&study.path("hapus-data-pribadi")));
    let gone = [("outcome", "data_dihapus"), ("body", "Namanya sudah tidak ada.")];
    let answered = hendra.post(&format!("{page}/jawab"), &gone).await.expect(303);
    let notice = forum_camat::web::decode(answered.headers["set-cookie"].to_str().expect("ascii"));
    assert!(notice.contains("Sampaikan jawabannya kepada pelapor"), "nobody told a visitor yet: {notice}");
    let told = hendra.get(&page).await.expect(200);
    assert!(told.shows("Data pribadinya dihapus") && told.text.contains("https://wa.me/6281234567890?text="));
    assert!(app.visitor().get(&study.url).await.expect(200).shows("Kartino"), "an answer alone hides nothing");
}
