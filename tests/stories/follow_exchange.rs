//! Following what the exchange is about: who follows a study hears of its replication and of visits, who follows a sector
//! hears of new questions; and the feeds of a study and of questions.

use chrono::Duration;
use forum_camat::adoption::entity::adoption_step;
use forum_camat::ids::QuestionId;
use forum_camat::job::News;
use forum_tests::{CIKAJANG, TestApp, a_study};
use sea_orm::EntityTrait;

use super::adoption::{BAYONGBONG, adopts, day, tells};
use super::follow::{follows, happens, read, told};
use super::question::{answers, asks, page};
use super::visits;

/// Ciwidey in Kab. Bandung.
const CIWIDEY: &str = "32.04.39";

/// Iis follows what Siti wrote, and Dedi takes it up: she hears of the trial, of the running and of the end, of each once,
/// and neither of the wish nor of what is told in between; Siti, who wrote it, hears of each step for the nearer reason.
#[tokio::test]
async fn who_follows_a_study_hears_of_its_replication() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let iis = app.camat("Iis", CIWIDEY).await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    for person in [&iis, &siti, &dedi] {
        follows(person, "study", &study.id.to_string()).await.expect(303);
    }
    let entry = adopts(&dedi, &study).await;
    app.settle().await;
    app.settle().await;
    assert!(told(&app, &iis).await.is_empty(), "a wish is no news");
    let today = day(&app, 0);
    let stopped = "Pompa rusak dan tidak diganti.";
    for fields in [
        vec![("stage", "uji_coba")],
        vec![("stage", "uji_coba"), ("note", "Pipa sudah datang.")],
        vec![("stage", "berjalan")],
        vec![("stage", "dihentikan"), ("note", stopped)],
    ] {
        let mut form = vec![("on", today.as_str())];
        form.extend(fields);
        tells(&dedi, &entry, &form).await.expect(303);
        app.settle().await;
        app.settle().await;
    }
    let heard = told(&app, &iis).await;
    assert_eq!(heard.len(), 3, "{heard:?}");
    assert!(heard.iter().all(|(kind, _)| kind == "followed_adopted"), "{heard:?}");
    assert_eq!(
        heard[0].1,
        "Kec. Bayongbong, Kab. Garut, mulai mencobanya. Bapak/Ibu menerima ini karena mengikuti praktik ini."
    );
    assert!(heard[2].1.contains("menghentikannya") && !heard[2].1.contains(stopped), "the words stay on the page");
    assert!(iis.get("/kabar").await.expect(200).shows("3 kabar replikasi pada Irigasi tetes"));
    let nearer = told(&app, &siti).await;
    assert_eq!(nearer.len(), 5, "{nearer:?}");
    assert!(nearer.iter().all(|(kind, _)| kind == "adoption_step"), "nobody hears twice: {nearer:?}");
    assert!(told(&app, &dedi).await.is_empty(), "nobody hears of what he did himself");
}

/// What a guest saw is news for who follows the study, once; the host hears as the host.
#[tokio::test]
async fn who_follows_a_study_hears_what_a_guest_saw() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let iis = app.camat("Iis", CIWIDEY).await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    for person in [&iis, &siti] {
        follows(person, "study", &study.id.to_string()).await.expect(303);
    }
    let url = visits::asks(&app, &dedi, &study).await;
    visits::agrees(&app, &siti, &url).await;
    app.forward(Duration::days(8));
    app.settle().await;
    assert!(told(&app, &iis).await.is_empty(), "what both offices arrange is theirs");
    visits::does(&app, &dedi, &url, "laporan", &visits::SEEN).await.expect(303);
    app.settle().await;
    app.settle().await;
    let heard = told(&app, &iis).await;
    assert_eq!(heard.len(), 1, "{heard:?}");
    assert_eq!(heard[0].0, "followed_visited");
    assert!(heard[0].1.starts_with("Kec. Bayongbong, Kab. Garut, menulis apa yang dilihatnya."), "{heard:?}");
    assert!(!told(&app, &siti).await.iter().any(|(kind, _)| kind == "followed_visited"), "the host heard already");
}

/// A question in a sector is news for who follows it; who is asked because the office may know it is told of that alone.
#[tokio::test]
async fn a_question_reaches_who_follows_its_sector_once() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let yanti = app.camat("Yanti", BAYONGBONG).await;
    let iis = app.camat("Iis", CIWIDEY).await;
    let deni = app.camat("Deni", "32.18.02").await;
    app.has(a_study("Irigasi tetes").of(BAYONGBONG).in_sector("pertanian")).await;
    app.settle().await;
    for (person, kind, subject) in [
        (&iis, "sector", "pertanian"),
        (&iis, "indicator", "ekonomi-lokal"),
        (&yanti, "sector", "pertanian"),
        (&siti, "sector", "pertanian"),
        (&deni, "sector", "pariwisata"),
    ] {
        follows(person, kind, subject).await.expect(303);
    }
    let title = "Bagaimana merawat stroberi polibag?";
    let id = asks(&siti, title, &[("sektor", "pertanian"), ("indikator", "ekonomi-lokal")]).await;
    app.settle().await;
    app.settle().await;
    happens(&app, News::Asked(QuestionId(id))).await;
    let heard = told(&app, &iis).await;
    assert_eq!(heard.len(), 1, "two ways to it and a job that ran twice: {heard:?}");
    assert_eq!(heard[0].0, "followed_asked");
    assert!(heard[0].1.contains("bertanya. Bapak/Ibu menerima ini karena mengikuti sektor Pertanian"), "{heard:?}");
    assert!(iis.get("/kabar").await.expect(200).shows(&format!("Pertanyaan baru dari yang diikuti: {title}")));
    let asked: Vec<String> = told(&app, &yanti).await.into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(asked, ["question_asked"], "who may know it is asked, once");
    for person in [&siti, &deni] {
        assert!(told(&app, person).await.is_empty());
    }
    asks(&siti, "Bagaimana menata parkir pasar?", &[]).await;
    app.settle().await;
    app.settle().await;
    assert_eq!(told(&app, &iis).await.len(), 1, "a question without a sector is in nobody's");
}

/// A study's feed holds its revisions and the steps of its replication; what a coordinator hid is not there, and a study that
/// visitors do not see has none.
#[tokio::test]
async fn the_feed_of_a_study_holds_its_replication() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi <tetes>").by(&siti)).await;
    let inside = app.has(a_study("Rahasia anggota").members_only()).await;
    let gone = app.has(a_study("Praktik dihentikan").withdrawn()).await;
    let path = study.path("umpan.atom");
    assert!(app.visitor().get(&study.url).await.expect(200).text.contains(&format!(r#"href="{path}""#)));
    assert_eq!(read(&app.visitor().get(&path).await.expect(200).text).len(), 1);
    let entry = adopts(&dedi, &study).await;
    let trial = [("stage", "uji_coba"), ("on", &*day(&app, 0)), ("note", "Pipa ]]> sudah datang.")];
    tells(&dedi, &entry, &trial).await.expect(303);
    for reader in [&app.visitor(), &*dedi] {
        let feed = reader.get(&path).await.expect(200);
        let entries = read(&feed.text);
        let titles: Vec<&str> = entries.iter().map(|(title, _)| title.as_str()).collect();
        assert_eq!(titles.len(), 3, "{titles:?}");
        assert!(titles.contains(&"Irigasi &lt;tetes&gt;"), "{titles:?}");
        assert!(titles.contains(&"Kec. Bayongbong, Kab. Garut: uji coba"), "{titles:?}");
        assert!(feed.text.contains("Pipa ]]&gt; sudah datang."), "{}", feed.text);
    }
    let before = app.app.db.statements();
    app.visitor().get(&path).await.expect(200);
    assert_eq!(app.app.db.statements(), before, "kept as other pages");

    let step = adoption_step::Entity::find().all(app.app.db.read()).await.expect("steps").pop().expect("a step").id;
    let hiding = format!("/replikasi/langkah/{step}/sembunyikan");
    hendra.post(&hiding, &[("reason", "Menyebut nama warga.")]).await.expect(303);
    let feed = app.visitor().get(&path).await.expect(200);
    assert!(feed.text.contains("Garut: uji coba") && !feed.text.contains("sudah datang"), "{}", feed.text);
    for hidden in [&inside, &gone] {
        for reader in [&app.visitor(), &*dedi] {
            reader.get(&hidden.path("umpan.atom")).await.expect(404);
        }
    }
    assert!(!dedi.get(&inside.url).await.expect(200).text.contains(&inside.path("umpan.atom")));
    app.visitor().get("/praktik/999999/umpan.atom").await.expect(404);
}

/// The feed of questions holds the public ones, and that of one question its answers; what is for members or hidden is in
/// neither.
#[tokio::test]
async fn the_feeds_of_questions_hold_what_everybody_may_read() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let open = asks(&siti, "Bagaimana merawat <stroberi> polibag?", &[("visibility", "public")]).await;
    let closed = asks(&siti, "Bagaimana mengisi zamrud rahasia?", &[("visibility", "members")]).await;
    answers(&dedi, open, "Siram pagi & sore saja.").await;
    let second = answers(&dedi, open, "Jangan pakai pupuk Asep.").await;
    let list = app.visitor().get("/tanya").await.expect(200);
    assert!(list.text.contains(r#"href="/tanya/umpan.atom""#));
    for reader in [&app.visitor(), &*dedi] {
        let feed = reader.get("/tanya/umpan.atom").await.expect(200);
        assert!(feed.headers["content-type"].to_str().unwrap().starts_with("application/atom+xml"));
        let entries = read(&feed.text);
        let question = ("Bagaimana merawat &lt;stroberi&gt; polibag?".to_owned(), format!("{}/tanya/{open}", app.url));
        assert_eq!(entries, [question]);
        assert!(!feed.text.contains("ahasia"), "{}", feed.text);
    }
    let path = format!("/tanya/{open}/umpan.atom");
    let shown = page(&app.visitor(), open).await;
    assert!(shown.text.contains(&format!(r#"href="{path}""#)));
    assert!(shown.text.contains(r#"property="og:title" content="Bagaimana merawat"#), "a chat says what it is");
    assert!(shown.text.contains(r#"property="og:description""#));
    let feed = app.visitor().get(&path).await.expect(200);
    assert_eq!(read(&feed.text).len(), 3, "{}", feed.text);
    assert!(feed.text.contains("Siram pagi &amp; sore saja.") && feed.text.contains("pupuk Asep"), "{}", feed.text);
    hendra.post(&format!("/jawaban/{second}/sembunyikan"), &[("body", "Menyebut nama.")]).await.expect(303);
    let feed = app.visitor().get(&path).await.expect(200);
    assert!(read(&feed.text).len() == 2 && !feed.text.contains("Asep"), "{}", feed.text);

    let closed_page = page(&dedi, closed).await;
    assert!(!closed_page.text.contains(&format!("/tanya/{closed}/umpan.atom")));
    assert!(!closed_page.text.contains("og:title"), "what is for members is told to no messenger");
    for reader in [&app.visitor(), &*dedi] {
        reader.get(&format!("/tanya/{closed}/umpan.atom")).await.expect(404);
    }
    hendra.post(&format!("/tanya/{open}/sembunyikan"), &[("body", "Sudah selesai.")]).await.expect(303);
    app.visitor().get(&path).await.expect(404);
    assert!(read(&app.visitor().get("/tanya/umpan.atom").await.expect(200).text).is_empty());
}
