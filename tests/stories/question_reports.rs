//! Questions and answers that should not stand there: reported, hidden with a case, replied to, and shown again.

use forum_camat::report::entity::report;
use forum_tests::{CIKAJANG, TestApp};
use sea_orm::{EntityTrait, PaginatorTrait, QueryOrder};

use super::question::{SUKARESMI, answers, asks, page, row, told};

/// Kec. Cileunyi in Kab. Bandung.
const CILEUNYI: &str = "32.04.05";

async fn latest(app: &TestApp) -> report::Model {
    let rows = report::Entity::find().order_by_desc(report::Column::Id);
    rows.one(app.app.db.read()).await.expect("rows").expect("a report")
}

async fn reports(app: &TestApp) -> u64 {
    report::Entity::find().count(app.app.db.read()).await.expect("a count")
}

fn hide(why: &'static str) -> [(&'static str, &'static str); 2] {
    [("outcome", "disembunyikan"), ("body", why)]
}

/// A visitor reports an answer, Hendra hides it from the queue, Yanti who wrote it reads why and replies, and Hendra
/// shows it again. Nobody else learns of it, and who asked is not concerned.
#[tokio::test]
async fn an_answer_is_reported_hidden_answered_and_shown_again() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let yanti = app.camat("Yanti", SUKARESMI).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let far = app.coordinator("Fajar", "32.04").await;
    let id = asks(&siti, "Siapa pernah memindahkan pasar?", &[]).await;
    let other = asks(&siti, "Siapa pernah menata parkir?", &[]).await;
    let said = answers(&yanti, id, "Pak Anu menjual zamrud.").await;
    let link = format!("/tanya/{id}/laporkan?jawaban={said}");
    assert!(page(&app.visitor(), id).await.text.contains(&link), "every reader may report");
    assert!(!page(&yanti, id).await.text.contains(&link), "nobody reports himself");
    assert!(!page(&hendra, id).await.text.contains(&link), "who cares for the place acts at once");
    let form = app.visitor().get(&link).await.expect(200);
    assert!(form.shows("Laporkan jawaban") && form.shows("Pak Anu menjual zamrud."), "{}", form.words());

    let target = format!("jawaban-{said}");
    let typed = [("target", &*target), ("ground", "data_pribadi"), ("body", "Menyebut nama saya.")];
    let path = format!("/tanya/{id}/laporkan");
    let refused = app.visitor().post(&path, &typed).await.expect(422);
    assert!(refused.shows("Tulis nama Bapak/Ibu.") && refused.shows("Menyebut nama saya."), "{}", refused.words());
    let mut whole = typed.to_vec();
    whole.extend([("name", "Imas"), ("contact", "0812-0000-0000")]);
    app.visitor().post(&format!("/tanya/{other}/laporkan"), &whole).await.expect(404);
    app.visitor().post("/tanya/99999/laporkan", &whole).await.expect(404);
    assert_eq!(reports(&app).await, 0);
    app.visitor().post(&path, &whole).await.expect(303);
    let row_of_report = latest(&app).await;
    assert_eq!((row_of_report.case_study_id, row_of_report.question_id), (None, Some(id)));
    assert!(row_of_report.due_at.is_some(), "personal data has its deadline here too");
    app.settle().await;
    let case = format!("/laporan/{}", row_of_report.id);
    assert!(hendra.get("/kabar").await.expect(200).shows("Laporan baru"));
    assert!(hendra.get("/meja/laporan").await.expect(200).shows("Jawaban: Memuat data pribadi"));
    let seen = hendra.get(&case).await.expect(200);
    assert!(seen.shows("Pak Anu menjual zamrud.") && seen.shows("Siapa pernah memindahkan pasar?"));
    assert!(seen.text.contains(&format!("/tanya/{id}/hapus-data-pribadi")), "{}", seen.words());
    for person in [&siti, &yanti, &far] {
        person.get(&case).await.expect(404);
        assert_ne!(person.post(&format!("{case}/jawab"), &hide("Coba")).await.status, 303);
    }
    assert!(page(&app.visitor(), id).await.shows("Pak Anu"));

    hendra.post(&format!("{case}/jawab"), &hide("Menyebut nama pedagang tanpa izin.")).await.expect(303);
    let gone = page(&app.visitor(), id).await;
    assert!(!gone.shows("Pak Anu") && gone.shows("disembunyikan pembina kecamatan"), "{}", gone.words());
    assert_eq!(row(&app, id).await.answer_count, 0);
    app.settle().await;
    assert!(!app.visitor().get("/cari?q=zamrud").await.expect(200).shows("Tanya Jawab ("));
    assert!(yanti.get("/kabar").await.expect(200).shows("Keputusan pembina: Siapa pernah memindahkan pasar?"));
    let own = page(&yanti, id).await;
    assert!(own.text.contains(&case) && own.shows("Baca selengkapnya dan tanggapi"), "{}", own.words());
    let told = yanti.get(&case).await.expect(200);
    assert!(told.shows("Menyebut nama pedagang tanpa izin.") && !told.shows("Menyebut nama saya."), "{}", told.words());
    siti.get(&case).await.expect(404);
    siti.post(&format!("{case}/tanggapi"), &[("body", "Saya?")]).await.expect(404);
    yanti.post(&format!("{case}/tanggapi"), &[("body", "Namanya sudah saya minta hapus.")]).await.expect(303);
    app.settle().await;
    assert!(hendra.get("/kabar").await.expect(200).shows("Tanggapan atas keputusan"));
    let show = [("outcome", "dipulihkan"), ("body", "Terima kasih.")];
    hendra.post(&format!("{case}/jawab"), &show).await.expect(303);
    assert!(page(&app.visitor(), id).await.shows("Pak Anu") && row(&app, id).await.answer_count == 1);
}

/// The answer that Siti accepted is hidden: she is told once, about which question, and nobody else is; the question counts
/// as answered no longer. One that she did not accept tells her nothing.
#[tokio::test]
async fn who_asked_hears_that_the_accepted_answer_is_hidden() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let yanti = app.camat("Yanti", SUKARESMI).await;
    let joko = app.camat("Joko", CILEUNYI).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let id = asks(&siti, "Bagaimana menata pasar?", &[]).await;
    let helped = answers(&yanti, id, "Mulai dari pedagangnya.").await;
    let other = answers(&joko, id, "Tanya Pak Anu saja.").await;
    siti.post(&format!("/tanya/{id}/terima"), &[("jawaban", &*helped.to_string())]).await.expect(303);
    let why = [("body", "Menyebut nama orang.")];
    hendra.post(&format!("/jawaban/{other}/sembunyikan"), &why).await.expect(303);
    app.settle().await;
    assert!(!siti.get("/kabar").await.expect(200).shows("Keputusan pembina"));
    assert!(app.visitor().get("/tanya").await.expect(200).shows("jawaban diterima"));

    hendra.post(&format!("/jawaban/{helped}/sembunyikan"), &why).await.expect(303);
    app.settle().await;
    let kabar = siti.get("/kabar").await.expect(200);
    assert!(kabar.shows("Keputusan pembina: Bagaimana menata pasar?"), "{}", kabar.words());
    assert!(kabar.shows("Jawaban yang Bapak/Ibu terima disembunyikan pembina"), "{}", kabar.words());
    let decided = told(&app, "moderated").await;
    let about = |kind: &str| decided.iter().filter(|row| row.subject_kind == kind).count();
    assert_eq!((about("question"), about("report")), (1, 2), "the asker once, each writer once");
    let list = app.visitor().get("/tanya").await.expect(200);
    assert!(list.shows("Belum dijawab") && !list.shows("jawaban diterima"), "{}", list.words());
    assert_eq!(row(&app, id).await.accepted_answer_id, None);
}

/// A question is hidden from the queue, and the asker replies; from its own page it gets a case as well, once however
/// often the form is sent, and a colleague's other reason is not lost unseen.
#[tokio::test]
async fn a_hidden_question_has_a_case_that_its_asker_answers() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let joko = app.camat("Joko", CILEUNYI).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let rudi = app.coordinator("Rudi", "32.05").await;
    let id = asks(&siti, "Mengapa kantor itu malas?", &[]).await;
    let form = joko.get(&format!("/tanya/{id}/laporkan")).await.expect(200);
    assert!(form.shows("Laporkan pertanyaan") && !form.shows("Nomor WhatsApp"), "{}", form.words());
    let typed = [("target", "pertanyaan"), ("ground", "tidak_pantas"), ("body", "Menghina.")];
    joko.post(&format!("/tanya/{id}/laporkan"), &typed).await.expect(303);
    joko.post(&format!("/tanya/{id}/laporkan"), &typed).await.expect(303);
    assert_eq!(reports(&app).await, 1, "once is enough");
    let case = format!("/laporan/{}", latest(&app).await.id);
    hendra.post(&format!("{case}/jawab"), &hide("Menyinggung kantor lain.")).await.expect(303);
    app.visitor().get(&format!("/tanya/{id}")).await.expect(404);
    joko.get(&format!("/tanya/{id}/laporkan")).await.expect(404);
    let own = page(&siti, id).await;
    assert!(own.shows("Menyinggung kantor lain.") && own.text.contains(&case), "{}", own.words());
    siti.post(&format!("{case}/tanggapi"), &[("body", "Mohon maaf.")]).await.expect(303);
    hendra.post(&format!("/tanya/{id}/pulihkan"), &[]).await.expect(303);
    app.visitor().get(&format!("/tanya/{id}")).await.expect(308);
    assert!(siti.get(&case).await.expect(200).shows("Ditampilkan kembali"));

    let path = format!("/tanya/{id}/sembunyikan");
    let long = "a".repeat(app.app.config.limits.reason_chars + 1);
    let refused = hendra.post(&path, &[("body", &long)]).await.expect(422);
    assert!(refused.shows("Alasan paling panjang"), "{}", refused.words());
    for _ in 0..2 {
        hendra.post(&path, &[("body", "Masih menyinggung.")]).await.expect(303);
    }
    assert_eq!(reports(&app).await, 2, "hidden anew it is a new case, twice is once");
    let faster = rudi.post(&path, &[("body", "Tidak perlu.")]).await.expect(422);
    assert!(faster.shows("Sudah disembunyikan oleh Hendra") && faster.shows("Tidak perlu."), "{}", faster.words());
    let second = format!("/laporan/{}", latest(&app).await.id);
    assert!(siti.get(&second).await.expect(200).shows("Pertanyaan: disembunyikan langsung"));
    joko.get(&second).await.expect(404);
}

/// The only answer that a Rangkuman rests on is hidden: its words are nowhere, and the Rangkuman can be written anew.
#[tokio::test]
async fn a_summary_of_hidden_answers_is_hidden_too() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let yanti = app.camat("Yanti", SUKARESMI).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let id = asks(&siti, "Siapa pernah memindahkan pasar?", &[]).await;
    let said = answers(&yanti, id, "Pak Anu menjual zamrud.").await;
    let path = format!("/tanya/{id}/rangkuman");
    let which = said.to_string();
    siti.post(&path, &[("versi", "0"), ("body", "Pak Anu menjual zamrud."), ("jawaban", &which)]).await.expect(303);
    assert!(page(&app.visitor(), id).await.shows("Rangkuman jawaban"));
    hendra.post(&format!("/jawaban/{said}/sembunyikan"), &[("body", "Menyebut nama.")]).await.expect(303);
    app.settle().await;
    for person in [&siti, &yanti] {
        assert!(!page(person, id).await.shows("Rangkuman jawaban"));
    }
    let seen = page(&app.visitor(), id).await;
    assert!(!seen.shows("zamrud"), "{}", seen.words());
    assert!(!app.visitor().get("/cari?q=zamrud").await.expect(200).shows("Tanya Jawab ("));
    let other = answers(&yanti, id, "Kami pernah.").await.to_string();
    let form = siti.get(&path).await.expect(200);
    assert!(form.shows("Kami pernah.") && !form.shows("zamrud"), "{}", form.words());
    siti.post(&path, &[("versi", "1"), ("body", "Kami pernah."), ("jawaban", &other)]).await.expect(303);
    assert!(page(&app.visitor(), id).await.shows("Dirangkum dari jawaban: Yanti"));
}

/// Hendra asked himself: a report about it is for his colleague, and without one for the province. Hendra learns neither who
/// reported nor that somebody did.
#[tokio::test]
async fn nobody_judges_a_report_about_his_own_question() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let ratna = app.coordinator("Ratna", "32").await;
    let id = asks(&hendra, "Mengapa kantor itu malas?", &[]).await;
    let typed = [
        ("target", "pertanyaan"),
        ("ground", "tidak_pantas"),
        ("body", "Menghina."),
        ("name", "Imas"),
        ("contact", "0812-0000-0000"),
    ];
    app.visitor().post(&format!("/tanya/{id}/laporkan"), &typed).await.expect(303);
    app.settle().await;
    let case = format!("/laporan/{}", latest(&app).await.id);
    assert!(!hendra.get("/kabar").await.expect(200).shows("Laporan baru"));
    assert!(!hendra.get("/meja/laporan").await.expect(200).shows("Menghina."));
    hendra.get(&case).await.expect(404);
    hendra.post(&format!("{case}/jawab"), &[("outcome", "tetap"), ("body", "Sudah benar.")]).await.expect(403);
    assert_eq!(latest(&app).await.state, "open");
    assert!(ratna.get("/kabar").await.expect(200).shows("Laporan baru"));
    ratna.post(&format!("{case}/jawab"), &hide("Menyinggung kantor lain.")).await.expect(303);
    let told = hendra.get(&case).await.expect(200);
    assert!(told.shows("Menyinggung kantor lain.") && !told.shows("Imas"), "{}", told.words());
    hendra.post(&format!("{case}/tanggapi"), &[("body", "Mohon maaf.")]).await.expect(303);
}

/// Joko reported an answer: once it is hidden he reads the decision, and the words no longer.
#[tokio::test]
async fn who_reported_reads_hidden_words_no_longer() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let yanti = app.camat("Yanti", SUKARESMI).await;
    let joko = app.camat("Joko", CILEUNYI).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let id = asks(&siti, "Siapa pernah memindahkan pasar?", &[]).await;
    let said = answers(&yanti, id, "Pak Anu menjual zamrud.").await;
    let target = format!("jawaban-{said}");
    let typed = [("target", &*target), ("ground", "data_pribadi"), ("body", "Menyebut nama.")];
    joko.post(&format!("/tanya/{id}/laporkan"), &typed).await.expect(303);
    let case = format!("/laporan/{}", latest(&app).await.id);
    assert!(joko.get(&case).await.expect(200).shows("zamrud"), "as long as everybody reads it");
    hendra.post(&format!("{case}/jawab"), &hide("Menyebut nama pedagang.")).await.expect(303);
    let seen = joko.get(&case).await.expect(200);
    assert!(seen.shows("Menyebut nama pedagang.") && !seen.shows("zamrud"), "{}", seen.words());
    assert!(yanti.get(&case).await.expect(200).shows("zamrud") && hendra.get(&case).await.expect(200).shows("zamrud"));
}

/// A coordinator of the place hides with a reason, which the writer reads, and restores; one of another place may not.
#[tokio::test]
async fn a_coordinator_of_the_place_hides_and_restores() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let yanti = app.camat("Yanti", SUKARESMI).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let far = app.coordinator("Fajar", "32.04").await;
    let id = asks(&siti, "Siapa pernah memindahkan pasar?", &[]).await;
    let answer = answers(&yanti, id, "Pak Anu dari pasar tahu.").await;
    let path = format!("/jawaban/{answer}/sembunyikan");
    far.post(&path, &[("body", "Menyebut nama")]).await.expect(403);
    siti.post(&path, &[("body", "Tidak suka")]).await.expect(403);
    assert!(hendra.post(&path, &[("body", " ")]).await.expect(422).shows("Tulis alasan menyembunyikannya"));
    hendra.post(&path, &[("body", "Menyebut nama pedagang")]).await.expect(303);
    assert!(!page(&app.visitor(), id).await.shows("Pak Anu") && row(&app, id).await.answer_count == 0);
    assert!(page(&yanti, id).await.shows("Disembunyikan oleh Hendra: Menyebut nama pedagang"));
    hendra.post(&format!("/jawaban/{answer}/pulihkan"), &[]).await.expect(303);
    assert!(page(&app.visitor(), id).await.shows("Pak Anu"));

    let path = format!("/tanya/{id}/sembunyikan");
    far.post(&path, &[("body", "Tidak perlu")]).await.expect(403);
    hendra.post(&path, &[("body", "Sudah selesai")]).await.expect(303);
    app.settle().await;
    app.visitor().get(&format!("/tanya/{id}")).await.expect(404);
    yanti.get(&format!("/tanya/{id}")).await.expect(404);
    yanti.post(&format!("/tanya/{id}/jawaban"), &[("body", "Masih tahu")]).await.expect(404);
    assert!(!app.visitor().get("/cari?q=memindahkan").await.expect(200).shows("Tanya Jawab ("));
    assert!(page(&siti, id).await.shows("Disembunyikan oleh Hendra: Sudah selesai"));
    hendra.post(&format!("/tanya/{id}/pulihkan"), &[]).await.expect(303);
    app.settle().await;
    assert!(app.visitor().get("/cari?q=memindahkan").await.expect(200).shows("Tanya Jawab (1)"));
    let audit = hendra.get("/meja/audit").await.expect(200);
    assert!(audit.shows("menyembunyikan pertanyaan nomor"), "{}", audit.words());
}
