//! Following: members hear of what they chose, once and with the reason; feeds hold what everybody may see.

use chrono::Duration;
use forum_camat::db::Effect;
use forum_camat::follow::entity as follow;
use forum_camat::job::{self, Job, News};
use forum_camat::notification::entity as notification;
use forum_tests::{Answer, CIKAJANG, Person, TestApp, a_study};
use quick_xml::Reader;
use quick_xml::events::Event;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use super::writing::{answers, publishes};

/// Ciwidey in Kab. Bandung.
const CIWIDEY: &str = "32.04.39";

/// Presses "Ikuti".
pub async fn follows(person: &Person, kind: &str, subject: &str) -> Answer {
    let form = [("jenis", kind), ("nomor", subject), ("ikuti", "ya"), ("kembali", "/akun/diikuti")];
    person.post("/ikuti", &form).await
}

/// Kind and reason of what somebody was told, the first at the top.
pub async fn told(app: &TestApp, person: &Person) -> Vec<(String, String)> {
    let rows = notification::Entity::find().filter(notification::Column::AccountId.eq(person.account.get()));
    let rows = rows.order_by_asc(notification::Column::Id).all(app.app.db.read()).await.expect("rows");
    rows.into_iter().map(|row| (row.kind, row.reason)).collect()
}

/// Something that followers hear of happens, and they hear of it.
pub async fn happens(app: &TestApp, news: News) {
    let tx = app.app.db.begin_write().await.expect("a transaction");
    job::enqueue(&tx, &Job::TellFollowers { news, after: 0 }).await.expect("queued");
    tx.commit(Effect::Private).await.expect("committed");
    app.settle().await;
}

/// Iis follows a sector from its page, hears of what appears there, and stops on the page of all that she follows.
#[tokio::test]
async fn a_camat_follows_a_sector_and_hears_of_it() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let iis = app.camat("Iis", CIWIDEY).await;
    let page = iis.get("/sektor/pertanian").await.expect(200);
    assert!(page.shows("Ikuti") && page.text.contains(r#"aria-pressed="false""#), "{}", page.words());
    for _ in 0..2 {
        follows(&iis, "sector", "pertanian").await.expect(303);
    }
    assert_eq!(follow::Entity::find().count(app.app.db.read()).await.unwrap(), 1, "sent twice, followed once");
    let page = iis.get("/sektor/pertanian").await.expect(200);
    assert!(page.shows("Mengikuti") && page.text.contains(r#"aria-pressed="true""#), "{}", page.words());

    publishes(&siti, &answers("Irigasi botol")).await;
    app.settle().await;
    app.settle().await;
    let heard = told(&app, &iis).await;
    assert_eq!(heard.len(), 1, "{heard:?}");
    assert_eq!(heard[0].0, "followed_new");
    assert!(heard[0].1.contains("karena mengikuti sektor Pertanian"), "{heard:?}");
    assert!(iis.get("/kabar").await.expect(200).shows("Praktik baru dari yang diikuti: Irigasi botol"));
    assert!(told(&app, &siti).await.is_empty(), "nobody hears of what he did himself");

    let list = iis.get("/akun/diikuti").await.expect(200);
    assert!(list.shows("Pertanian") && list.shows("Berhenti mengikuti"), "{}", list.words());
    let end = [("jenis", "sector"), ("nomor", "pertanian"), ("ikuti", "tidak"), ("kembali", "/akun/diikuti")];
    iis.post("/ikuti", &end).await.expect(303);
    assert!(iis.get("/akun/diikuti").await.expect(200).shows("Belum ada yang diikuti"));
    publishes(&siti, &answers("Kebun cabai")).await;
    app.settle().await;
    assert_eq!(told(&app, &iis).await.len(), 1, "she hears no more of it");
}

/// A study, a kecamatan, an indicator: each has its reason, and who has two hears once.
#[tokio::test]
async fn of_two_reasons_one_is_told() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let iis = app.camat("Iis", CIWIDEY).await;
    let study = app.has(a_study("Irigasi tetes")).await;
    follows(&iis, "kecamatan", CIKAJANG).await.expect(303);
    follows(&iis, "indicator", "ekonomi-lokal").await.expect(303);
    follows(&hendra, "kecamatan", CIKAJANG).await.expect(303);
    let news = || News::Published { case_study: study.id, revision: 1 };
    for _ in 0..2 {
        happens(&app, news()).await;
    }
    let heard = told(&app, &iis).await;
    assert_eq!(heard.len(), 1, "two ways to it and a job that ran twice: {heard:?}");
    assert!(heard[0].1.contains("karena mengikuti Kec. Cikajang, Kab. Garut"), "{heard:?}");

    follows(&iis, "study", &study.id.to_string()).await.expect(303);
    hendra.post(&study.path("pilihan"), &[("reason", "Murah dan jalan.")]).await.expect(303);
    app.forward(Duration::minutes(10));
    app.settle().await;
    let heard = told(&app, &iis).await;
    assert_eq!(heard[1].0, "followed_featured", "{heard:?}");
    assert!(heard[1].1.contains("karena mengikuti praktik ini"), "{heard:?}");
    assert!(iis.get(&study.url).await.expect(200).shows("Mengikuti"));
}

/// A collection that is followed tells of what is added, and of nothing while it is a draft.
#[tokio::test]
async fn a_collection_tells_what_is_added() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let iis = app.camat("Iis", CIWIDEY).await;
    let first = app.has(a_study("Irigasi tetes")).await;
    let second = app.has(a_study("Embung desa")).await;
    let third = app.has(a_study("Sumur resapan")).await;
    let first = first.id.to_string();
    let begun = [("title", "Siaga kemarau"), ("introduction", "Untuk rapat."), ("praktik", first.as_str())];
    let made = hendra.post("/kumpulan/baru", &begun).await.expect(303).location;
    let id = made.trim_start_matches("/kumpulan/").split(['/', '-', '?']).next().expect("an id").to_owned();
    follows(&iis, "collection", &id).await.expect(404);
    let at = |study: &forum_tests::Study| study.path("kumpulan");
    hendra.post(&at(&second), &[("kumpulan", &id)]).await.expect(303);
    app.settle().await;
    use forum_camat::collection::entity::collection;
    let tx = app.app.db.begin_write().await.unwrap();
    collection::Entity::update_many()
        .col_expr(collection::Column::State, Expr::value("tayang"))
        .col_expr(collection::Column::PublishedAt, Expr::value(Some(tx.now())))
        .exec(&*tx)
        .await
        .unwrap();
    tx.commit(Effect::Visible(Vec::new())).await.unwrap();
    follows(&iis, "collection", &id).await.expect(303);
    assert!(told(&app, &iis).await.is_empty());
    hendra.post(&at(&third), &[("kumpulan", &id)]).await.expect(303);
    app.settle().await;
    let heard = told(&app, &iis).await;
    assert_eq!(heard.len(), 1, "{heard:?}");
    assert!(heard[0].1.contains("karena mengikuti kumpulan “Siaga kemarau”"), "{heard:?}");
    assert!(iis.get("/kabar").await.expect(200).shows("Praktik baru di kumpulan yang diikuti: Sumur resapan"));
}

/// Only members follow, and only what is there for them; nobody hears of what is not shown.
#[tokio::test]
async fn what_is_not_there_is_not_followed() {
    let app = TestApp::start().await;
    let iis = app.camat("Iis", CIWIDEY).await;
    let gone = app.has(a_study("Praktik dihentikan").withdrawn()).await;
    let inside = app.has(a_study("Catatan anggota").members_only()).await;
    let gone_id = gone.id.to_string();
    for (kind, subject) in [
        ("sector", "tidak-ada"),
        ("indicator", "tidak-ada"),
        ("kecamatan", "99.99.99"),
        ("study", "999999"),
        ("study", "kata"),
        ("orang", "1"),
        ("study", gone_id.as_str()),
    ] {
        follows(&iis, kind, subject).await.expect(404);
    }
    follows(&iis, "study", &inside.id.to_string()).await.expect(303);
    let visitor = app.visitor();
    let form = [("jenis", "sector"), ("nomor", "pertanian"), ("ikuti", "ya"), ("kembali", "/sektor/pertanian")];
    assert!(visitor.post("/ikuti", &form).await.expect(303).location.starts_with("/masuk"));
    assert!(!visitor.get("/sektor/pertanian").await.expect(200).text.contains("/ikuti"));
    assert_eq!(follow::Entity::find().count(app.app.db.read()).await.unwrap(), 1);

    follows(&iis, "kecamatan", CIKAJANG).await.expect(303);
    happens(&app, News::Published { case_study: gone.id, revision: 1 }).await;
    assert!(told(&app, &iis).await.is_empty());
    happens(&app, News::Published { case_study: inside.id, revision: 1 }).await;
    assert_eq!(told(&app, &iis).await.len(), 1, "members hear of what members see");
    let away = [("jenis", "study"), ("nomor", "1"), ("ikuti", "ya"), ("kembali", "https://elsewhere.contoh/")];
    assert!(!iis.post("/ikuti", &away).await.location.contains("elsewhere"));
}

/// Titles and ids of the entries; fails where the feed is not well formed or lacks what Atom asks for.
pub fn read(feed: &str) -> Vec<(String, String)> {
    let mut reader = Reader::from_str(feed);
    let (mut path, mut entries, mut seen) = (Vec::<String>::new(), Vec::new(), Vec::<String>::new());
    let mut entry = (String::new(), String::new());
    loop {
        match reader.read_event().expect("well formed") {
            Event::Start(start) => {
                path.push(String::from_utf8_lossy(start.name().as_ref()).into_owned());
                seen.push(path.join("/"));
            }
            Event::End(_) => {
                let ended = path.pop();
                if ended.as_deref() == Some("entry") {
                    entries.push(std::mem::take(&mut entry));
                }
            }
            Event::Text(text) => {
                let text = String::from_utf8_lossy(&text).into_owned();
                match path.join("/").as_str() {
                    "feed/entry/title" => entry.0.push_str(&text),
                    "feed/entry/id" => entry.1.push_str(&text),
                    _ => {}
                }
            }
            Event::GeneralRef(name) if path.join("/") == "feed/entry/title" => {
                entry.0.push_str(&format!("&{};", String::from_utf8_lossy(&name)));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    for needed in ["feed/title", "feed/id", "feed/updated", "feed/author/name"] {
        assert!(seen.iter().any(|path| path == needed), "{needed} is missing: {feed}");
    }
    entries
}

/// Each place has a feed with what everybody may see; a hostile title breaks none.
#[tokio::test]
async fn feeds_hold_what_everybody_may_see() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hostile = app.has(a_study("Kebun ]]> <b>&amp;\u{1}\u{b} \"tomat\"")).await;
    app.has(a_study("Rahasia anggota").members_only()).await;
    app.has(a_study("Curug desa").of(CIWIDEY).in_sector("pariwisata").supporting(&["stunting"])).await;
    for path in ["/kecamatan/32.05.22", "/sektor/pertanian", "/indikator/ekonomi-lokal"] {
        let page = app.visitor().get(path).await.expect(200);
        assert!(page.text.contains(&format!(r#"href="{path}/umpan.atom""#)), "{path}");
        for answer in
            [app.visitor().get(&format!("{path}/umpan.atom")).await, siti.get(&format!("{path}/umpan.atom")).await]
        {
            let feed = answer.expect(200);
            assert!(feed.headers["content-type"].to_str().unwrap().starts_with("application/atom+xml"));
            let entries = read(&feed.text);
            assert_eq!(entries.len(), 1, "{path}: {}", feed.text);
            assert!(entries[0].0.starts_with("Kebun ]]&gt; &lt;b&gt;"), "{entries:?}");
            assert_eq!(
                entries[0].1,
                format!("{}/praktik/{}", app.url, hostile.id),
                "the id stays when the title changes"
            );
            assert!(!feed.text.contains(['\u{1}', '\u{b}']) && !feed.text.contains("Rahasia"), "{}", feed.text);
        }
    }
    let study = app.visitor().get(&hostile.path("umpan.atom")).await.expect(200);
    assert!(read(&study.text)[0].0.starts_with("Kebun ]]&gt; &lt;b&gt;"), "{}", study.text);
    assert!(read(&app.visitor().get("/tanya/umpan.atom").await.expect(200).text).is_empty(), "nobody asked");
    let before = app.app.db.statements();
    app.visitor().get("/sektor/pertanian/umpan.atom").await.expect(200);
    assert_eq!(app.app.db.statements(), before, "kept as other pages");
    for wrong in [
        "/sektor/tidak-ada/umpan.atom",
        "/kecamatan/1/umpan.atom",
        "/indikator/x/umpan.atom",
        "/kumpulan/77/umpan.atom",
        "/praktik/77/umpan.atom",
        "/tanya/77/umpan.atom",
    ] {
        app.visitor().get(wrong).await.expect(404);
    }
}

/// Iis follows a question of Siti, hears of its answer and of the Rangkuman with the reason, and of neither twice; what no
/// member sees is followed by nobody, also not by who may look at it.
#[tokio::test]
async fn who_follows_a_question_hears_of_its_answers_and_of_the_summary() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let iis = app.camat("Iis", CIWIDEY).await;
    let deni = app.camat("Deni", "32.18.02").await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let asked = [
        ("title", "Bagaimana merawat stroberi polibag?"),
        ("dilihat", "Bagaimana merawat stroberi polibag?"),
        ("langkah", "kirim"),
    ];
    let sent = siti.post("/tanya/baru", &asked).await.expect(303).location;
    let id = sent.trim_start_matches("/tanya/").split(['-', '#']).next().expect("a number").to_owned();
    let url = iis.get(&format!("/tanya/{id}")).await.expect(308).location;
    assert!(iis.get(&url).await.expect(200).shows("Ikuti pertanyaan ini"));
    assert!(!app.visitor().get(&url).await.expect(200).shows("Ikuti pertanyaan ini"));
    assert!(!siti.get(&url).await.expect(200).shows("Ikuti pertanyaan ini"), "who asked is told anyway");
    for person in [&iis, &siti] {
        follows(person, "question", &id).await.expect(303);
    }
    assert!(iis.get("/akun/diikuti").await.expect(200).shows("Bagaimana merawat stroberi polibag?"));

    let place = deni.post(&format!("/tanya/{id}/jawaban"), &[("body", "Siram pagi saja.")]).await.expect(303).location;
    app.settle().await;
    app.settle().await;
    let heard = told(&app, &iis).await;
    assert_eq!(heard.len(), 1, "{heard:?}");
    assert_eq!(heard[0].0, "followed_question");
    assert_eq!(heard[0].1, "Deni menjawab. Bapak/Ibu menerima ini karena mengikuti pertanyaan ini.");
    let own = told(&app, &siti).await;
    assert_eq!(own.len(), 1, "who asked hears for the nearer reason, once: {own:?}");
    assert_eq!(own[0].0, "question_answered");
    assert!(told(&app, &deni).await.is_empty());

    let answer = place.rsplit_once("#j-").expect("an anchor").1.to_owned();
    let summary = [("versi", "0"), ("body", "Siram pagi, sedikit."), ("jawaban", &*answer)];
    siti.post(&format!("/tanya/{id}/rangkuman"), &summary).await.expect(303);
    app.settle().await;
    app.settle().await;
    let heard = told(&app, &iis).await;
    assert_eq!(heard.len(), 2, "{heard:?}");
    assert!(heard[1].1.starts_with("Jawabannya sudah dirangkum."), "{heard:?}");

    hendra.post(&format!("/tanya/{id}/sembunyikan"), &[("body", "Sudah selesai")]).await.expect(303);
    for person in [&siti, &deni, &hendra] {
        follows(person, "question", &id).await.expect(404);
    }
    let list = iis.get("/akun/diikuti").await.expect(200);
    assert!(list.shows("Sudah tidak ditayangkan") && !list.shows("stroberi polibag"), "{}", list.words());
    follows(&deni, "question", "99999").await.expect(404);
}
