//! Tanya Jawab: a camat asks all the others, those who know are told, answers point to studies, one is accepted, and what
//! was answered is drawn together.

use chrono::Duration;
use forum_camat::notification::entity as notification;
use forum_camat::policy::Role;
use forum_camat::question::entity::{answer, question};
use forum_tests::{Answer, Browser, CIKAJANG, TestApp, a_study};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

pub const SUKARESMI: &str = "32.05.17";

/// Asks, and gives the number of the question.
pub async fn asks(who: &Browser, title: &str, fields: &[(&str, &str)]) -> i64 {
    let mut form = vec![("title", title), ("dilihat", title), ("langkah", "kirim")];
    form.extend_from_slice(fields);
    let sent = who.post("/tanya/baru", &form).await.expect(303);
    number(&sent.location)
}

fn number(location: &str) -> i64 {
    let rest = location.trim_start_matches("/tanya/");
    rest.split(['-', '#']).next().and_then(|digits| digits.parse().ok()).expect("the number of a question")
}

/// Answers, knowing what a phone number in it means, and gives the number of the answer.
pub async fn answers(who: &Browser, question: i64, body: &str) -> i64 {
    let form = [("body", body), ("nomor", "tampil")];
    let sent = who.post(&format!("/tanya/{question}/jawaban"), &form).await.expect(303);
    sent.location.rsplit_once("#j-").expect("an anchor").1.parse().expect("a number")
}

/// The page of a question, by its whole address.
pub async fn page(who: &Browser, question: i64) -> Answer {
    let moved = who.get(&format!("/tanya/{question}")).await.expect(308);
    who.get(&moved.location).await.expect(200)
}

pub async fn row(app: &TestApp, id: i64) -> question::Model {
    question::Entity::find_by_id(id).one(app.app.db.read()).await.unwrap().unwrap()
}

pub async fn told(app: &TestApp, kind: &str) -> Vec<notification::Model> {
    let rows = notification::Entity::find().filter(notification::Column::Kind.eq(kind));
    rows.order_by_asc(notification::Column::Id).all(app.app.db.read()).await.unwrap()
}

/// Siti asks about farming: Yanti, whose office wrote about it, is told and reads why; Deni, whose office did not, is not,
/// and neither is Siti herself.
#[tokio::test]
async fn a_question_reaches_the_offices_that_wrote_about_it() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let yanti = app.camat("Yanti", SUKARESMI).await;
    let deni = app.camat("Deni", "32.18.02").await;
    app.has(a_study("Irigasi tetes").of(SUKARESMI).in_sector("pertanian")).await;
    app.has(a_study("Cabai rawit").of(CIKAJANG).in_sector("pertanian")).await;
    app.has(a_study("Curug desa").of("32.18.02").in_sector("pariwisata")).await;
    app.settle().await;
    let id = asks(&siti, "Bagaimana merawat stroberi polibag?", &[("sektor", "pertanian")]).await;
    app.settle().await;
    let kabar = yanti.get("/kabar").await.expect(200);
    assert!(kabar.shows("Pertanyaan dari kecamatan lain: Bagaimana merawat stroberi polibag?"), "{}", kabar.words());
    assert!(kabar.shows("menulis tentang"), "{}", kabar.words());
    assert!(!deni.get("/kabar").await.expect(200).shows("Bagaimana merawat"));
    assert!(!siti.get("/kabar").await.expect(200).shows("Pertanyaan dari kecamatan lain"));
    // Without a sector the words alone lead to who wrote about them.
    asks(&siti, "Bagaimana menata curug desa?", &[]).await;
    app.settle().await;
    let kabar = deni.get("/kabar").await.expect(200);
    assert!(kabar.shows("Bagaimana menata curug desa?") && kabar.shows("menulis praktik serupa"), "{}", kabar.words());
    let list = app.visitor().get("/tanya").await.expect(200);
    assert!(list.shows("Bagaimana merawat stroberi polibag?") && list.shows("Belum dijawab"), "{}", list.words());
    assert!(page(&app.visitor(), id).await.shows("Masuk untuk menjawab"));
}

/// Three questions a week are enough for one person; the next week begins anew.
#[tokio::test]
async fn nobody_is_asked_more_than_three_times_a_week() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    app.camat("Yanti", SUKARESMI).await;
    app.has(a_study("Irigasi tetes").of(SUKARESMI).in_sector("pertanian")).await;
    app.settle().await;
    for number in 1..=5 {
        asks(&siti, &format!("Pertanyaan tani nomor {number}?"), &[("sektor", "pertanian")]).await;
        app.settle().await;
    }
    assert_eq!(told(&app, "question_asked").await.len(), 3);
    app.forward(Duration::days(8));
    asks(&siti, "Pertanyaan tani sesudah sepekan?", &[("sektor", "pertanian")]).await;
    app.settle().await;
    assert_eq!(told(&app, "question_asked").await.len(), 4);
}

/// A question reaches at most twenty-five people, each once, also when the job ran twice.
#[tokio::test]
async fn a_question_reaches_at_most_twenty_five_people_once() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    for number in 1..=30 {
        app.person(&format!("Staf {number}"), Role::Staf, SUKARESMI).await;
    }
    app.has(a_study("Irigasi tetes").of(SUKARESMI).in_sector("pertanian")).await;
    app.settle().await;
    let id = asks(&siti, "Bagaimana menanam ketika kemarau?", &[("sektor", "pertanian")]).await;
    app.settle().await;
    assert_eq!(told(&app, "question_asked").await.len(), 25);
    let tx = app.app.db.begin_write().await.unwrap();
    let again = forum_camat::job::Job::TellAsked { question: forum_camat::ids::QuestionId(id) };
    forum_camat::job::enqueue(&tx, &again).await.unwrap();
    tx.commit(forum_camat::db::Effect::Private).await.unwrap();
    app.settle().await;
    assert_eq!(told(&app, "question_asked").await.len(), 25);
}

/// The step before sending shows what may answer it already; it works without scripts, and while typing with them.
#[tokio::test]
async fn what_answers_it_already_is_shown_before_it_is_sent() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let yanti = app.camat("Yanti", SUKARESMI).await;
    app.has(a_study("Budidaya magot di pasar").of(SUKARESMI)).await;
    asks(&yanti, "Siapa pernah budidaya magot?", &[]).await;
    app.settle().await;
    assert!(siti.get("/tanya/baru").await.expect(200).shows("Lanjut"));
    let step = siti.post("/tanya/baru", &[("title", "Cara budidaya magot"), ("langkah", "lanjut")]).await.expect(200);
    assert!(step.shows("Mungkin terkait") && step.shows("Budidaya magot di pasar"), "{}", step.words());
    assert!(step.shows("Siapa pernah budidaya magot?") && step.shows("Kirim pertanyaan"), "{}", step.words());
    assert_eq!(question::Entity::find().count(app.app.db.read()).await.unwrap(), 1, "it is not sent yet");
    let typing = siti.get("/tanya/mirip?q=budidaya%20magot").await.expect(200);
    assert!(typing.text.contains("Budidaya magot di pasar") && typing.text.contains("Siapa pernah budidaya magot?"));
    assert_eq!(siti.get("/tanya/mirip?q=").await.expect(200).text, r#"{"groups":[]}"#);
}

/// What is shown then has at least half of the words, is nothing that Siti asked herself or her own office wrote, and says
/// of each question how sure its answer is.
#[tokio::test]
async fn what_is_ones_own_or_hardly_related_answers_nobody() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let yanti = app.camat("Yanti", SUKARESMI).await;
    let title = "Bagaimana merawat kolam lele bioflok?";
    app.has(a_study("Merawat kolam lele bioflok")).await;
    asks(&siti, title, &[]).await;
    app.has(a_study("Pasar lele").of(SUKARESMI)).await;
    app.settle().await;
    let form = [("title", title), ("langkah", "lanjut")];
    let alone = siti.post("/tanya/baru", &form).await.expect(200);
    assert!(alone.shows("Belum ada yang serupa"), "{}", alone.words());
    assert_eq!(siti.get("/tanya/mirip?q=merawat+kolam").await.expect(200).text, r#"{"groups":[]}"#);
    let other = yanti.post("/tanya/baru", &form).await.expect(200);
    assert!(other.shows("Mungkin terkait") && other.shows("Tanya Jawab, belum dijawab"), "{}", other.words());
    assert!(other.shows("Merawat kolam lele bioflok") && !other.shows("Pasar lele"), "{}", other.words());

    let question = asks(&yanti, "Bagaimana merawat kolam ketika hujan?", &[]).await;
    let answer = answers(&siti, question, "Dengan atap bening di atasnya.").await.to_string();
    yanti.post(&format!("/tanya/{question}/terima"), &[("jawaban", &answer)]).await.expect(303);
    app.settle().await;
    let known = siti.post("/tanya/baru", &[("title", "Siapa merawat kolam?"), form[1]]).await.expect(200);
    assert!(known.shows("Mungkin terkait"), "{}", known.words());
    assert!(known.shows("Tanya Jawab, 1 jawaban, satu diterima penanya"), "{}", known.words());
    assert!(!known.shows("bioflok"), "{}", known.words());
}

/// A title is one line however it was typed, in the form and in the edit form, where it can be read as a whole.
#[tokio::test]
async fn a_title_is_one_line_that_can_be_read() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let broken = "Bagaimana menata\r\n\r\nlapak  pasar?";
    let id = asks(&siti, broken, &[]).await;
    assert_eq!(row(&app, id).await.title, "Bagaimana menata lapak pasar?");
    let path = format!("/tanya/{id}/ubah");
    let form = siti.get(&path).await.expect(200);
    assert!(form.text.contains(">\nBagaimana menata lapak pasar?</textarea>"), "{}", form.words());
    siti.post(&path, &[("title", "Bagaimana menata\nlapak pagi?")]).await.expect(303);
    assert_eq!(row(&app, id).await.title, "Bagaimana menata lapak pagi?");
}

/// A keyword is nobody's question: it is refused beside its field and stays there. What answers a question already is seen
/// before it goes out, also when the words were changed on the way.
#[tokio::test]
async fn a_question_is_a_sentence_and_what_answers_it_is_seen_first() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    app.has(a_study("Budidaya magot di pasar").of(SUKARESMI)).await;
    app.settle().await;
    let count = || question::Entity::find().count(app.app.db.read());
    let keyword = [("title", "magot"), ("body", "Baru mulai."), ("langkah", "kirim")];
    let refused = siti.post("/tanya/baru", &keyword).await.expect(422);
    assert!(refused.shows("paling sedikit tiga kata"), "{}", refused.words());
    assert!(
        refused.text.contains(">\nmagot</textarea>") && refused.text.contains("Baru mulai.</textarea>"),
        "it stays"
    );
    let title = "Bagaimana memulai budidaya magot?";
    let changed = [("title", title), ("dilihat", "Bagaimana memelihara klanceng?"), ("langkah", "kirim")];
    let shown = siti.post("/tanya/baru", &changed).await.expect(200);
    assert!(shown.shows("Mungkin terkait") && shown.shows("Budidaya magot di pasar"), "{}", shown.words());
    assert!(shown.text.contains(&format!("name=\"dilihat\" value=\"{title}\"")), "{}", shown.words());
    assert_eq!(count().await.unwrap(), 0, "it is not sent yet");
    siti.post("/tanya/baru", &[("title", title), ("dilihat", title), ("langkah", "kirim")]).await.expect(303);
    let unlike = [("title", "Siapa memelihara klanceng trigona?"), ("langkah", "kirim")];
    siti.post("/tanya/baru", &unlike).await.expect(303);
    assert_eq!(count().await.unwrap(), 2, "what nothing answers goes out at once");
}

/// A search without hits becomes a question in two taps, and is found by that search afterwards, apart from the studies.
#[tokio::test]
async fn a_search_without_hits_becomes_a_question_that_is_found() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    app.has(a_study("Irigasi tetes")).await;
    app.settle().await;
    let nothing = siti.get("/cari?q=klanceng+trigona").await.expect(200);
    assert!(nothing.shows("Tanyakan kepada camat lain"), "{}", nothing.words());
    assert!(nothing.text.contains("/tanya/baru?q=klanceng%20trigona"), "the words go along");
    let form = siti.get("/tanya/baru?q=klanceng%20trigona").await.expect(200);
    let asked = "Bagaimana pengalaman kecamatan lain tentang klanceng trigona?";
    assert!(
        form.text.contains(&format!(">\n{asked}</textarea>")) && form.shows("Kirim pertanyaan"),
        "{}",
        form.words()
    );
    asks(&siti, asked, &[]).await;
    app.settle().await;
    let found = app.visitor().get("/cari?q=klanceng+trigona").await.expect(200);
    assert!(found.shows("Tanya Jawab (1)") && found.shows("Belum ada praktik"), "{}", found.words());
    assert!(app.visitor().get("/tanya?q=klanceng").await.expect(200).shows("1 pertanyaan"));
    assert!(!app.visitor().get("/cari?q=irigasi").await.expect(200).shows("Tanya Jawab ("));
    assert_eq!(app.app.search.documents(), 1, "a question is no study");
    forum_camat::keyword_search::rebuild(&app.app, |_, _| {}).await.unwrap();
    assert!(siti.get("/tanya?q=klanceng").await.expect(200).shows("1 pertanyaan"), "made anew it holds the same");
}

/// What only members may read is in no list, search, page or site map of a visitor; members find it.
#[tokio::test]
async fn a_question_for_members_stays_with_members() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let yanti = app.camat("Yanti", SUKARESMI).await;
    let closed = asks(&siti, "Bagaimana mengisi zamrud rahasia?", &[("visibility", "members")]).await;
    asks(&siti, "Bagaimana mengisi posyandu?", &[("visibility", "public")]).await;
    app.settle().await;
    let visitor = app.visitor();
    visitor.get(&format!("/tanya/{closed}")).await.expect(404);
    for path in ["/tanya", "/tanya?q=zamrud", "/cari?q=zamrud", "/sitemap/tanya/1", "/tanya/mirip?q=zamrud"] {
        assert!(!visitor.get(path).await.expect(200).text.contains("ahasia"), "{path}");
    }
    assert!(visitor.get("/sitemap/tanya/1").await.text.contains("bagaimana-mengisi-posyandu"));
    assert!(visitor.get("/tanya?q=posyandu").await.expect(200).shows("Bagaimana mengisi posyandu?"));
    assert!(yanti.get("/tanya?q=zamrud").await.expect(200).shows("Bagaimana mengisi zamrud rahasia?"));
    assert!(page(&yanti, closed).await.shows("khusus anggota"));

    // While nobody answered, the asker may still open it to everybody; afterwards it would be others' words.
    let open = [("title", "Bagaimana mengisi zamrud rahasia?"), ("visibility", "public")];
    let other = asks(&siti, "Bagaimana menata lapak?", &[("visibility", "members")]).await;
    let changed = [("title", "Bagaimana menata lapak?"), ("visibility", "public")];
    siti.post(&format!("/tanya/{other}/ubah"), &changed).await.expect(303);
    visitor.get(&format!("/tanya/{other}")).await.expect(308);
    answers(&yanti, closed, "Kami pernah, dan ini kendalanya.").await;
    let refused = siti.post(&format!("/tanya/{closed}/ubah"), &open).await.expect(422);
    assert!(refused.shows("sudah dijawab khusus untuk anggota"), "{}", refused.words());
    visitor.get(&format!("/tanya/{closed}")).await.expect(404);
}

/// After five days without an answer the coordinator of the place is told, once; an answered question stays quiet.
#[tokio::test]
async fn what_nobody_answers_reaches_the_coordinator() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let yanti = app.camat("Yanti", SUKARESMI).await;
    asks(&siti, "Siapa pernah memindahkan pasar?", &[]).await;
    let answered = asks(&siti, "Siapa pernah menanam kelor?", &[]).await;
    answers(&yanti, answered, "Kami pernah.").await;
    app.forward(Duration::days(4));
    app.settle().await;
    assert!(told(&app, "question_waiting").await.is_empty());
    app.forward(Duration::days(1));
    // Who came five days ago would have to sign in again.
    let hendra = app.coordinator("Hendra", "32.05").await;
    let far = app.coordinator("Fajar", "32.04").await;
    app.settle().await;
    app.settle().await;
    let kabar = hendra.get("/kabar").await.expect(200);
    assert!(kabar.shows("Pertanyaan belum dijawab: Siapa pernah memindahkan pasar?"), "{}", kabar.words());
    assert!(!kabar.shows("menanam kelor"));
    let desk = hendra.get("/meja").await.expect(200);
    assert!(desk.shows("Pertanyaan belum dijawab") && desk.shows("Siapa pernah memindahkan pasar?"));
    assert!(!far.get("/meja").await.expect(200).shows("memindahkan pasar"));
    assert!(!far.get("/kabar").await.expect(200).shows("memindahkan pasar"));
    assert_eq!(told(&app, "question_waiting").await.len(), 1);
}

/// Who is not signed in goes to sign in; a number of identity is refused, and what was typed stays; sent twice is once.
#[tokio::test]
async fn members_ask_once_and_without_numbers_of_identity() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let visitor = app.visitor();
    assert!(visitor.get("/tanya/baru?q=pasar").await.expect(303).location.starts_with("/masuk"));
    let sent = visitor.post("/tanya/baru", &[("title", "Boleh?"), ("langkah", "kirim")]).await.expect(303);
    assert!(sent.location.starts_with("/masuk"), "{}", sent.location);
    let nik = [("title", "Bagaimana warga pindah?"), ("body", "NIK 3205011203870001"), ("langkah", "kirim")];
    let refused = siti.post("/tanya/baru", &nik).await.expect(422);
    assert!(refused.shows("ada NIK (") && refused.text.contains("Bagaimana warga pindah?"), "{}", refused.words());
    siti.post("/tanya/baru", &[("title", "?"), ("langkah", "kirim")]).await.expect(422);
    assert_eq!(question::Entity::find().count(app.app.db.read()).await.unwrap(), 0);
    let first = asks(&siti, "Bagaimana warga pindah?", &[]).await;
    assert_eq!(asks(&siti, "Bagaimana warga pindah?", &[]).await, first);
    let refused = siti.post(&format!("/tanya/{first}/jawaban"), &[("body", "3205011203870001")]).await.expect(422);
    assert!(refused.text.contains("3205011203870001</textarea>"));
    answers(&siti, first, "Ternyata cukup surat pindah.").await;
    answers(&siti, first, "Ternyata cukup surat pindah.").await;
    assert_eq!(answer::Entity::find().count(app.app.db.read()).await.unwrap(), 1);
}

/// A topic of the coordinators' board becomes a question, and the board says so.
#[tokio::test]
async fn a_topic_becomes_a_question_in_two_taps() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    siti.post("/topik", &[("titipan", "budidaya magot"), ("kembali", "/cari?q=x")]).await.expect(303);
    let board = hendra.get("/meja/topik").await.expect(200);
    let address = board.text.split("href=\"").find(|rest| rest.starts_with("/tanya/baru")).expect("a button");
    let address = address.split('"').next().unwrap().replace("&amp;", "&");
    let form = hendra.get(&address).await.expect(200);
    assert!(form.text.contains("tentang budidaya magot?\"") && form.shows("Kirim pertanyaan"), "{}", form.words());
    let topic = address.rsplit_once('=').unwrap().1.to_owned();
    let id = asks(&hendra, "Siapa budidaya magot?", &[("topik", &topic)]).await;
    assert_eq!(row(&app, id).await.topic_id, topic.parse().ok());
    assert!(hendra.get("/meja/topik").await.expect(200).shows("Sudah menjadi pertanyaan"));
    let own = asks(&siti, "Ini punya saya?", &[("topik", &topic)]).await;
    assert_eq!(row(&app, own).await.topic_id, None, "a topic is the coordinators' business");
}

/// Lists narrow by sector and by whether there is an answer.
#[tokio::test]
async fn the_list_narrows_by_sector_and_answers() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let yanti = app.camat("Yanti", SUKARESMI).await;
    asks(&siti, "Ada soal kebun?", &[("sektor", "pertanian")]).await;
    let answered = asks(&siti, "Ada soal curug?", &[("sektor", "pariwisata")]).await;
    answers(&yanti, answered, "Pakai Perdes.").await;
    for (path, kebun, curug) in [
        ("/tanya", true, true),
        ("/tanya?sektor=pertanian", true, false),
        ("/tanya?jawaban=belum", true, false),
        ("/tanya?jawaban=sudah", false, true),
        ("/tanya?sektor=pertanian&jawaban=sudah", false, false),
    ] {
        let list = app.visitor().get(path).await.expect(200);
        assert_eq!((list.shows("Ada soal kebun?"), list.shows("Ada soal curug?")), (kebun, curug), "{path}");
    }
    let empty = app.visitor().get("/tanya?sektor=pendidikan").await.expect(200);
    assert!(empty.shows("Belum ada pertanyaan dengan saringan ini."));
}

/// Words and filters narrow the list together, and the count, the pages and the choices in the form are those of what is
/// shown; an answer moves a question from one to the other.
#[tokio::test]
async fn words_and_filters_narrow_the_list_together() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let yanti = app.camat("Yanti", SUKARESMI).await;
    for number in 1..=21 {
        asks(&siti, &format!("Ada soal kebun nomor {number}?"), &[("sektor", "pertanian")]).await;
    }
    let answered = asks(&siti, "Ada soal kebun bunga?", &[("sektor", "pariwisata")]).await;
    answers(&yanti, answered, "Pakai Perdes.").await;
    app.settle().await;
    for (path, many) in [
        ("/tanya?q=kebun", 22),
        ("/tanya?q=kebun&sektor=pertanian", 21),
        ("/tanya?q=kebun&jawaban=belum", 21),
        ("/tanya?q=kebun&sektor=pariwisata&jawaban=sudah", 1),
        ("/tanya?q=kebun&sektor=tidak-ada&jawaban=mungkin", 22),
    ] {
        let list = app.visitor().get(path).await.expect(200);
        assert!(list.shows(&format!("{many} pertanyaan")), "{path}: {}", list.words());
    }
    let first = app.visitor().get("/tanya?q=kebun&sektor=pertanian&jawaban=belum").await.expect(200);
    assert!(first.text.contains(r#"<option value="pertanian" selected>"#), "the choice stands in the form");
    assert!(first.text.contains(r#"<option value="belum" selected>"#) && !first.shows("kebun bunga"));
    let second = app.visitor().get("/tanya?q=kebun&sektor=pertanian&jawaban=belum&halaman=2").await.expect(200);
    assert_eq!(second.text.matches("class=\"hit ").count(), 1, "{}", second.words());
    let none = app.visitor().get("/tanya?q=kebun&sektor=pertanian&jawaban=sudah").await.expect(200);
    assert!(none.shows("Belum ada pertanyaan tentang “kebun” dengan saringan ini."), "{}", none.words());
    assert!(none.text.contains("href=\"/tanya?q=kebun\""), "a way on without the filters");

    let open = asks(&siti, "Ada soal klanceng?", &[("sektor", "pertanian")]).await;
    app.settle().await;
    let waiting = "/tanya?q=klanceng&jawaban=belum";
    assert!(app.visitor().get(waiting).await.expect(200).shows("1 pertanyaan"));
    answers(&yanti, open, "Kami pernah.").await;
    app.settle().await;
    assert!(app.visitor().get(waiting).await.expect(200).shows("dengan saringan ini."));
    assert!(app.visitor().get("/tanya?q=klanceng&jawaban=sudah").await.expect(200).shows("1 pertanyaan"));
}

/// The number of statements does not grow with answers, cards or questions.
#[tokio::test]
async fn pages_of_questions_send_as_many_statements_for_twenty_as_for_two() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let yanti = app.camat("Yanti", SUKARESMI).await;
    let id = asks(&siti, "Bagaimana menanam ketika kemarau?", &[("sektor", "pertanian")]).await;
    let mut counts = Vec::new();
    for (from, to) in [(0, 2), (2, 20)] {
        for number in from..to {
            let study = app.has(a_study(&format!("Kebun nomor {number}"))).await;
            answers(&yanti, id, &format!("Lihat nomor {number}.\n\n/praktik/{}", study.id)).await;
            asks(&siti, &format!("Kemarau nomor {number}?"), &[]).await;
        }
        app.settle().await;
        let address = siti.get(&format!("/tanya/{id}")).await.expect(308).location;
        for path in ["/tanya", "/cari?q=kemarau", &address] {
            siti.get(path).await.expect(200);
            let before = app.app.db.statements();
            siti.get(path).await.expect(200);
            counts.push(app.app.db.statements() - before);
        }
    }
    assert_eq!(counts[..3], counts[3..]);
}
