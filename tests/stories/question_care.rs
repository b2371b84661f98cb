//! How questions are cared for: paged, added to by who asks, brought to those who run such a practice, taken back and
//! forgotten.

use chrono::Duration;
use forum_camat::db::Effect;
use forum_camat::question::entity::{answer, question};
use forum_tests::{CIKAJANG, Person, TestApp, a_study};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::adoption::{adopts, day, tells};
use super::question::{SUKARESMI, answers, asks, page, row, told};

/// Kec. Cileunyi in Kab. Bandung.
const CILEUNYI: &str = "32.04.05";

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
    // A question and a study of the same number are two things: two lines, and to open one is not to read the other.
    assert_eq!(study.id.get(), id);
    let kabar = siti.get("/kabar").await.expect(200);
    assert!(kabar.shows("Yang dicari sudah ada: Siapa budidaya magot?"), "{}", kabar.words());
    assert!(kabar.shows("Yang dicari sudah ada: Magot mengurai sampah pasar"), "{}", kabar.words());
    let own: Vec<_> = told(&app, "topic_answered").await.into_iter().map(|row| row.id).collect();
    assert!(siti.get(&format!("/kabar/{}", own[1])).await.expect(303).location.starts_with("/praktik/"));
    let unread: Vec<_> = told(&app, "topic_answered").await.iter().map(|row| row.read_at.is_none()).collect();
    assert_eq!(unread, [true, false]);
    assert!(siti.get(&format!("/kabar/{}", own[0])).await.expect(303).location.starts_with("/tanya/"));
}

/// One changes and takes back one's own words, with a trace; others' never.
#[tokio::test]
async fn one_changes_and_takes_back_ones_own_words() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let yanti = app.camat("Yanti", SUKARESMI).await;
    let id = asks(&siti, "Siapa pernah memindahkan pasar?", &[]).await;
    let changed = [("title", "Siapa pernah menata pasar?"), ("sektor", "umkm")];
    yanti.post(&format!("/tanya/{id}/ubah"), &changed).await.expect(403);
    siti.post(&format!("/tanya/{id}/ubah"), &changed).await.expect(303);
    assert!(page(&app.visitor(), id).await.shows("Siapa pernah menata pasar?"));
    siti.post(&format!("/tanya/{id}/tarik"), &[]).await.expect(303);
    app.visitor().get(&format!("/tanya/{id}")).await.expect(404);
    siti.post(&format!("/tanya/{id}/tarik/batal"), &[]).await.expect(303);
    let answer = answers(&yanti, id, "Kami pernah.").await;
    siti.post(&format!("/tanya/{id}/tarik"), &[]).await.expect(409);
    siti.post(&format!("/jawaban/{answer}/ubah"), &[("body", "Bukan")]).await.expect(403);
    yanti.post(&format!("/jawaban/{answer}/ubah"), &[("body", "Kami pernah, tahun lalu.")]).await.expect(303);
    assert!(page(&app.visitor(), id).await.shows("disunting"));
    siti.post(&format!("/jawaban/{answer}/hapus"), &[]).await.expect(403);
    yanti.post(&format!("/jawaban/{answer}/hapus"), &[]).await.expect(303);
    let seen = page(&app.visitor(), id).await;
    assert!(seen.shows("Jawaban dihapus penulisnya.") && !seen.shows("tahun lalu"), "{}", seen.words());
    yanti.post(&format!("/jawaban/{answer}/hapus/batal"), &[]).await.expect(303);
    assert!(page(&app.visitor(), id).await.shows("tahun lalu"));
    let lead = app.visitor().get(&format!("/jawaban/{answer}")).await.expect(303);
    assert_eq!(lead.location, format!("/tanya/{id}-siapa-pernah-menata-pasar#j-{answer}"));
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
