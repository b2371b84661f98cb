//! How questions are cared for: reported and hidden with a case, cleared of personal data, paged, added to by who asks,
//! and brought to those who run such a practice.

use chrono::Duration;
use forum_camat::db::Effect;
use forum_camat::question::entity::{answer, question};
use forum_camat::report::entity::report;
use forum_tests::process::Folder;
use forum_tests::{Answer, CIKAJANG, Person, TestApp, a_study};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use super::adoption::{adopts, day, tells};
use super::erasure::{everything, lines_with, seen_in};
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

/// A question, an answer, a Rangkuman and a report that name a trader.
async fn named_everywhere(app: &TestApp, siti: &Person, yanti: &Person, hendra: &Person) -> i64 {
    let id = asks(siti, "Siapa kenal Pak Sunandar?", &[("body", "Sunandar pindah ke pasar baru.")]).await;
    let said = answers(yanti, id, "Hubungi **Sunandar**, 0812-3456-7890. Pasar tetap ramai.").await;
    let hidden = answers(yanti, id, "Rumah Sunandar di ujung gang.").await;
    let which = said.to_string();
    let summary = [("versi", "0"), ("body", "Tanyakan kepada Sunandar di pasar."), ("jawaban", &*which)];
    siti.post(&format!("/tanya/{id}/rangkuman"), &summary).await.expect(303);
    let target = format!("jawaban-{said}");
    let report = [("target", &*target), ("ground", "data_pribadi"), ("body", "Nomor Sunandar tertulis.")];
    siti.post(&format!("/tanya/{id}/laporkan"), &report).await.expect(303);
    let why = [("body", "Alamat Sunandar tertulis")];
    hendra.post(&format!("/jawaban/{hidden}/sembunyikan"), &why).await.expect(303);
    app.settle().await;
    id
}

/// Looks, and erases just what was seen.
async fn erases(hendra: &Person, id: i64) -> Answer {
    let path = format!("/tanya/{id}/hapus-data-pribadi");
    let form = [("passages", "Sunandar\n081234567890"), ("reason", "Diminta yang bersangkutan."), ("mengerti", "ya")];
    let looked = hendra.post(&path, &form).await.expect(200);
    for words in ["Pertanyaan dan rangkumannya", "Jawaban", "Laporan dan jawabannya"] {
        assert!(looked.shows(words), "{words} in {}", looked.words());
    }
    let seen = seen_in(&looked);
    let mut whole = form.to_vec();
    whole.extend([("tahap", "hapus"), ("dilihat", &*seen)]);
    hendra.post(&path, &whole).await.expect(303)
}

/// A name goes from the question, from every answer, the Rangkuman, reports, notices and the index; who may not erase
/// changes nothing; the asker and the writer are told; a form of the Rangkuman that was open meets a comparison.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_goes_from_question_answers_and_summary() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let yanti = app.camat("Yanti", SUKARESMI).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let far = app.coordinator("Fajar", "32.04").await;
    let id = named_everywhere(&app, &siti, &yanti, &hendra).await;
    let path = format!("/tanya/{id}/hapus-data-pribadi");
    assert!(page(&hendra, id).await.text.contains(&path) && !page(&siti, id).await.text.contains(&path));
    for person in [&siti, &yanti, &far] {
        person.get(&path).await.expect(403);
        person.post(&path, &[("passages", "Sunandar"), ("reason", "Coba"), ("tahap", "hapus")]).await.expect(403);
    }
    assert!(app.visitor().get(&path).await.expect(303).location.starts_with("/masuk"));
    let nothing = [("passages", "Budi Santoso"), ("reason", "Diminta")];
    assert!(hendra.post(&path, &nothing).await.expect(422).shows("tidak ditemukan"));
    assert!(!lines_with(&everything(&app.app).await, "sunandar").is_empty());
    let version = row(&app, id).await.summary_version;

    erases(&hendra, id).await;
    app.settle().await;
    let left = everything(&app.app).await;
    for word in ["sunandar", "3456-7890"] {
        assert!(lines_with(&left, word).is_empty(), "{word} is still in {:#?}", lines_with(&left, word));
    }
    let moved = app.visitor().get(&format!("/tanya/{id}")).await.expect(308).location;
    assert!(!moved.contains("dihapus"), "an address does not tell of it: {moved}");
    let seen = app.visitor().get(&moved).await.expect(200);
    assert!(seen.shows("[dihapus: data pribadi, 24 Nov 2026]") && seen.shows("Pasar tetap ramai."), "{}", seen.words());
    assert!(app.visitor().get("/tanya?q=ramai").await.expect(200).shows("1 pertanyaan"));
    assert!(!app.visitor().get("/tanya?q=sunandar").await.expect(200).shows("1 pertanyaan"));
    assert!(siti.get("/kabar").await.expect(200).shows("Data pribadi dihapus"));
    assert!(yanti.get("/kabar").await.expect(200).shows("Data pribadi dihapus"));
    assert!(hendra.get(&path).await.expect(200).shows("Sudah dihapus"));
    let old = version.to_string();
    let stale = [("versi", &*old), ("body", "Tanyakan kepada Sunandar."), ("jawaban", "1")];
    siti.post(&format!("/tanya/{id}/rangkuman"), &stale).await.expect(409);
    assert!(!row(&app, id).await.summary.contains("Sunandar"));
}

/// A backup that is older than the erasure brings the words back; restoring it erases them again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_erased_from_a_question_stays_away_after_a_restore() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let yanti = app.camat("Yanti", SUKARESMI).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let id = named_everywhere(&app, &siti, &yanti, &hendra).await;
    let mut here = Folder::empty();
    here.config = app.app.config.clone();
    let place = tempfile::tempdir().unwrap();
    let file = |name: &str| place.path().join(name).to_str().unwrap().to_owned();
    let (older, later) = (file("lama.tar.gz"), file("baru.tar.gz"));
    assert_eq!(here.run(&["backup", &older]).code, Some(0));
    erases(&hendra, id).await;
    app.settle().await;
    assert_eq!(here.run(&["backup", &later]).code, Some(0));

    let plain = Folder::empty();
    assert_eq!(plain.run(&["restore", &older]).code, Some(0));
    assert!(!lines_with(&everything(&plain.open().await).await, "sunandar").is_empty(), "nobody told this folder");
    let told = Folder::empty();
    let ended = told.run(&["restore", &older, "--erasures", &later]);
    assert!(format!("{ended:?}").contains("erased again"), "{ended:?}");
    let site = told.open().await;
    forum_camat::worker::run_due(&site).await.unwrap();
    let left = everything(&site).await;
    assert!(lines_with(&left, "sunandar").is_empty(), "{:#?}", lines_with(&left, "sunandar"));
}

/// Puts answers straight into the table; gives their numbers.
async fn has_answers(app: &TestApp, id: i64, by: &Person, many: i64) -> Vec<i64> {
    let tx = app.app.db.begin_write().await.unwrap();
    let rows: Vec<answer::ActiveModel> = (0..many)
        .map(|number| answer::ActiveModel {
            question_id: Set(id),
            account_id: Set(by.account.get()),
            byline: Set("Camat Sukaresmi".to_owned()),
            body: Set(format!("Jawaban nomor {number}.")),
            is_credited: Set(false),
            created_at: Set(tx.now() - Duration::hours(2) + Duration::seconds(number)),
            hidden_reason: Set(String::new()),
            ..Default::default()
        })
        .collect();
    for part in rows.chunks(500) {
        answer::Entity::insert_many(part.to_vec()).exec_without_returning(&*tx).await.unwrap();
    }
    question::Entity::update_many()
        .col_expr(question::Column::AnswerCount, Expr::value(i32::try_from(many).unwrap()))
        .filter(question::Column::Id.eq(id))
        .exec(&*tx)
        .await
        .unwrap();
    tx.commit(Effect::Private).await.unwrap();
    let own = answer::Entity::find().filter(answer::Column::QuestionId.eq(id)).order_by_asc(answer::Column::Id);
    own.all(app.app.db.read()).await.unwrap().into_iter().map(|row| row.id).collect()
}

/// Three thousand answers cost as many statements as thirty; the accepted one stays first, every answer has an address
/// that leads to the page that shows it, the pages lead through all of them, and a notice opens at its answer.
#[tokio::test]
async fn thousands_of_answers_are_paged() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let yanti = app.camat("Yanti", SUKARESMI).await;
    let few = asks(&siti, "Masih sedikit jawaban?", &[]).await;
    let many = asks(&siti, "Sudah banyak jawaban?", &[]).await;
    let some = has_answers(&app, few, &yanti, 30).await;
    let ids = has_answers(&app, many, &yanti, 3_000).await;
    for (id, accepted) in [(few, some[25]), (many, ids[2_500])] {
        siti.post(&format!("/tanya/{id}/terima"), &[("jawaban", &accepted.to_string())]).await.expect(303);
    }
    app.settle().await;
    let mut counts = Vec::new();
    for id in [few, many] {
        let url = siti.get(&format!("/tanya/{id}")).await.expect(308).location;
        siti.get(&url).await.expect(200);
        let before = app.app.db.statements();
        let first = siti.get(&url).await.expect(200);
        counts.push((app.app.db.statements() - before, first.text.matches("id=\"j-").count()));
    }
    assert_eq!(counts[0], counts[1]);
    assert_eq!(counts[0].1, 21, "twenty, and the accepted one");
    let url = siti.get(&format!("/tanya/{many}")).await.expect(308).location;
    let first = app.visitor().get(&url).await.expect(200);
    let at = |words: &str| first.text.find(words).unwrap_or_else(|| panic!("{words} in {}", first.words()));
    assert!(at("Jawaban nomor 2500.") < at("Jawaban nomor 0."), "what helped stands first");
    assert!(first.shows("Jawaban nomor 19.") && !first.shows("Jawaban nomor 20."), "{}", first.words());
    let next = format!("{url}?jawaban={}", ids[20]);
    assert!(first.text.contains(&next) && first.shows("Tampilkan jawaban berikutnya"));
    let second = app.visitor().get(&next).await.expect(200);
    assert!(second.shows("Jawaban nomor 20.") && second.shows("Jawaban nomor 39.") && !second.shows("nomor 40."));
    assert!(!second.shows("Jawaban nomor 2500.") && second.shows("Ke jawaban pertama"));
    let end = app.visitor().get(&format!("{url}?jawaban={}", ids[2_990])).await.expect(200);
    assert!(end.shows("Jawaban nomor 2999.") && !end.shows("Tampilkan jawaban berikutnya"));
    for (id, words) in [(ids[0], "nomor 0."), (ids[1_700], "nomor 1700."), (ids[2_500], "nomor 2500.")] {
        let found = app.visitor().get(&format!("/jawaban/{id}")).await.expect(303).location;
        let (address, anchor) = found.split_once('#').expect("an anchor");
        assert_eq!(anchor, format!("j-{id}"));
        let shown = app.visitor().get(address).await.expect(200);
        assert!(shown.shows(words) && shown.text.contains(&format!("id=\"j-{id}\"")), "{words}");
    }
    for rubbish in ["?jawaban=x", "?jawaban=-1", "?jawaban=999999999"] {
        assert!(app.visitor().get(&format!("{url}{rubbish}")).await.expect(200).shows("Jawaban nomor 0."), "{rubbish}");
    }
    app.visitor().get(&format!("/tanya/{few}/jawaban/{}", ids[3])).await.expect(404);
    let form = siti.get(&format!("/tanya/{many}/rangkuman")).await.expect(200);
    assert!(form.shows("2.899 jawaban lain dibaca di"), "{}", form.words().chars().take(900).collect::<String>());

    let deni = app.camat("Deni", "32.18.02").await;
    let said = answers(&deni, many, "Yang terakhir.").await;
    app.settle().await;
    let notices = told(&app, "question_answered").await;
    let own = notices.iter().find(|row| row.account_id == siti.account.get()).expect("Siti is told");
    let opened = siti.get(&format!("/kabar/{}", own.id)).await.expect(303).location;
    let place = siti.get(&opened).await.expect(303).location;
    assert!(place.ends_with(&format!("#j-{said}")), "{opened} leads to {place}");
    assert!(siti.get(place.split('#').next().unwrap()).await.expect(200).shows("Yang terakhir."));
}

/// Siti, who asks, adds to her question instead of answering it: that is told to who answered, and is neither counted
/// nor accepted; the others see the form of an answer.
#[tokio::test]
async fn who_asks_adds_to_the_question() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let yanti = app.camat("Yanti", SUKARESMI).await;
    let id = asks(&siti, "Bagaimana menanam ketika kemarau?", &[]).await;
    let (own, other) = (page(&siti, id).await, page(&yanti, id).await);
    assert!(own.shows("Tambahkan keterangan") && !own.shows("Tulis jawaban"), "{}", own.words());
    assert!(other.shows("Tulis jawaban") && !other.shows("Tambahkan keterangan"), "{}", other.words());
    assert!(siti.get(&format!("/tanya/{id}/jawaban")).await.expect(200).shows("Tambahkan keterangan"));
    let said = answers(&yanti, id, "Dengan botol bekas.").await;
    let empty = siti.post(&format!("/tanya/{id}/jawaban"), &[("body", " ")]).await.expect(422);
    assert!(empty.shows("Tulis keterangan dahulu."), "{}", empty.words());
    let added = answers(&siti, id, "Botolnya sudah kami coba.").await;
    app.settle().await;
    let seen = page(&app.visitor(), id).await;
    assert!(seen.shows("Keterangan penanya") && seen.shows("Botolnya sudah kami coba."), "{}", seen.words());
    assert_eq!(row(&app, id).await.answer_count, 1, "it is no answer");
    let path = format!("/tanya/{id}/terima");
    siti.post(&path, &[("jawaban", &added.to_string())]).await.expect(409);
    assert_eq!(row(&app, id).await.accepted_answer_id, None);
    siti.post(&path, &[("jawaban", &said.to_string())]).await.expect(303);
    let kabar = yanti.get("/kabar").await.expect(200);
    assert!(kabar.shows("Siti menambahkan keterangan."), "{}", kabar.words());
    assert!(!siti.get("/kabar").await.expect(200).shows("menambahkan keterangan"));
}

/// A question without an answer stays one while only its asker adds to it: the coordinator still hears of it.
#[tokio::test]
async fn what_the_asker_adds_does_not_end_the_wait() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let id = asks(&siti, "Siapa pernah memindahkan pasar?", &[]).await;
    answers(&siti, id, "Pasarnya di tepi jalan provinsi.").await;
    app.forward(Duration::days(5));
    let hendra = app.coordinator("Hendra", "32.05").await;
    app.settle().await;
    assert!(hendra.get("/kabar").await.expect(200).shows("Pertanyaan belum dijawab"), "nobody answered");
}

/// Siti asks about farming. Deni's office wrote nothing but tries a practice of it, and is asked; Joko's is only
/// interested, and is not, until it runs: then the question that waits reaches it too. One that is answered does not.
#[tokio::test]
async fn a_question_reaches_who_runs_such_a_practice() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let yanti = app.camat("Yanti", SUKARESMI).await;
    let deni = app.camat("Deni", "32.18.02").await;
    let joko = app.camat("Joko", CILEUNYI).await;
    let study = app.has(a_study("Irigasi tetes").of(SUKARESMI).in_sector("pertanian")).await;
    app.settle().await;
    let today = day(&app, 0);
    let entry = adopts(&deni, &study).await;
    tells(&deni, &entry, &[("stage", "uji_coba"), ("on", &*today)]).await.expect(303);
    let later = adopts(&joko, &study).await;
    app.settle().await;
    let question = "Bagaimana merawat stroberi polibag?";
    asks(&siti, question, &[("sektor", "pertanian")]).await;
    let answered = asks(&siti, "Bagaimana menyimpan bibit bawang?", &[("sektor", "pertanian")]).await;
    answers(&yanti, answered, "Di tempat kering.").await;
    asks(&siti, "Bagaimana menata curug?", &[("sektor", "pariwisata")]).await;
    app.settle().await;
    let kabar = deni.get("/kabar").await.expect(200);
    assert!(kabar.shows(question) && kabar.shows("mereplikasi praktik tentang"), "{}", kabar.words());
    assert!(yanti.get("/kabar").await.expect(200).shows("menulis tentang"));
    assert!(!joko.get("/kabar").await.expect(200).shows(question), "interest knows nothing yet");

    tells(&joko, &later, &[("stage", "berjalan"), ("on", &*today)]).await.expect(303);
    app.settle().await;
    let kabar = joko.get("/kabar").await.expect(200);
    assert!(kabar.shows(question) && kabar.shows("mereplikasi praktik tentang hal ini"), "{}", kabar.words());
    assert!(!kabar.shows("bibit bawang") && !kabar.shows("menata curug"), "{}", kabar.words());
}

/// Who left a search for the coordinators and wants to hear of it is told once when the question that grew from it is
/// answered; who did not ask to be told is not, and a practice that comes later is told too.
#[tokio::test]
async fn who_left_a_topic_hears_that_its_question_is_answered() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let joko = app.camat("Joko", CILEUNYI).await;
    let yanti = app.camat("Yanti", SUKARESMI).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let left = [("titipan", "budidaya magot"), ("kembali", "/cari?q=x"), ("kabari", "1")];
    siti.post("/topik", &left).await.expect(303);
    joko.post("/topik", &left[..2]).await.expect(303);
    use forum_camat::topic::entity::search_topic;
    let topic = search_topic::Entity::find().one(app.app.db.read()).await.unwrap().unwrap().id.to_string();
    let id = asks(&hendra, "Siapa budidaya magot?", &[("topik", &topic)]).await;
    let apart = asks(&hendra, "Siapa membuat kompos?", &[]).await;
    answers(&yanti, apart, "Kami.").await;
    app.settle().await;
    assert!(told(&app, "topic_answered").await.is_empty());
    answers(&yanti, id, "Kami, di pasar.").await;
    answers(&joko, id, "Kami juga.").await;
    app.settle().await;
    let heard = told(&app, "topic_answered").await;
    assert_eq!(heard.len(), 1, "{heard:?}");
    assert_eq!(heard[0].account_id, siti.account.get());
    let kabar = siti.get("/kabar").await.expect(200);
    assert!(kabar.shows("Yang dicari sudah ada: Siapa budidaya magot?"), "{}", kabar.words());

    let study = app.has(a_study("Magot mengurai sampah pasar")).await;
    let address = format!("http://127.0.0.1{}", study.url);
    hendra.post(&format!("/meja/topik/{topic}/jawab"), &[("study", &address)]).await.expect(303);
    app.settle().await;
    assert_eq!(told(&app, "topic_answered").await.len(), 2, "a practice is news again");
}

/// What was taken back can be shown again for thirty days; then its words are gone, and its trace stays.
#[tokio::test]
async fn what_was_taken_back_is_forgotten_after_thirty_days() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let yanti = app.camat("Yanti", SUKARESMI).await;
    let id = asks(&siti, "Siapa pernah memindahkan pasar?", &[]).await;
    let other = asks(&siti, "Siapa pernah menata zamrud?", &[]).await;
    let (first, second) = (answers(&yanti, id, "Kami pernah.").await, answers(&yanti, id, "Di zamrud.").await);
    for said in [first, second] {
        yanti.post(&format!("/jawaban/{said}/hapus"), &[]).await.expect(303);
    }
    yanti.post(&format!("/jawaban/{first}/hapus/batal"), &[]).await.expect(303);
    siti.post(&format!("/tanya/{other}/tarik"), &[]).await.expect(303);
    app.forward(Duration::days(31));
    app.settle().await;
    let body_of = async |id: i64| answer::Entity::find_by_id(id).one(app.app.db.read()).await.unwrap().unwrap().body;
    assert_eq!(body_of(first).await, "Kami pernah.", "it was shown again");
    assert_eq!(body_of(second).await, "");
    assert!(!row(&app, other).await.title.contains("zamrud"));
    let seen = page(&app.visitor(), id).await;
    assert!(seen.shows("Kami pernah.") && seen.shows("Jawaban dihapus penulisnya."), "{}", seen.words());
    yanti.post(&format!("/jawaban/{second}/hapus/batal"), &[]).await.expect(409);
    siti.post(&format!("/tanya/{other}/tarik/batal"), &[]).await.expect(409);
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

/// Deni's step is told of after Siti asked and before her question goes round: it goes round all the same.
#[tokio::test]
async fn a_step_does_not_end_the_round_of_a_new_question() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let yanti = app.camat("Yanti", SUKARESMI).await;
    let deni = app.camat("Deni", "32.18.02").await;
    let study = app.has(a_study("Irigasi tetes").of(SUKARESMI).in_sector("pertanian")).await;
    let entry = adopts(&deni, &study).await;
    app.settle().await;
    tells(&deni, &entry, &[("stage", "uji_coba"), ("on", &*day(&app, 0))]).await.expect(303);
    app.forward(Duration::seconds(1));
    let question = "Bagaimana merawat stroberi polibag?";
    asks(&siti, question, &[("sektor", "pertanian")]).await;
    app.settle().await;
    assert!(deni.get("/kabar").await.expect(200).shows(question));
    assert!(yanti.get("/kabar").await.expect(200).shows(question), "who wrote about it is asked too");
}
