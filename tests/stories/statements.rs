//! The number of statements that a page sends does not grow with what it shows; kept pages end when something changed.

use forum_camat::ids::DraftKey;
use forum_tests::{Answer, CIKAJANG, Person, TestApp, a_study};

use super::hidden_photos::{adds, newest, newest_step};
use super::photos::{SAID, photo, uploads};
use super::writing::{answers, publishes, send};

const PAGES: [&str; 11] = [
    "/",
    "/cari",
    "/cari?q=kebun",
    "/sektor/pertanian",
    "/indikator/ekonomi-lokal",
    "/kabupaten-kota",
    "/kabupaten-kota/32.05",
    "/kecamatan/32.05.22",
    "/cakupan?indikator=ekonomi-lokal",
    "/cakupan/32.05",
    "/cakupan.xlsx",
];

/// Statements of each page, read by somebody whose pages are not kept, right after something changed: numbers that stay in
/// memory are counted as well.
async fn statements(app: &TestApp, reader: &Person, paths: &[&str]) -> Vec<u64> {
    let mut counts = Vec::new();
    for path in paths {
        app.app.db.bump_generation();
        let before = app.app.db.statements();
        reader.get(path).await.expect(200);
        counts.push(app.app.db.statements() - before);
    }
    counts
}

#[tokio::test]
async fn a_page_sends_as_many_statements_for_thirty_studies_as_for_three() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let mut study = None;
    for number in 0..3 {
        study = Some(app.has(a_study(&format!("Kebun nomor {number}")).by(&siti)).await);
    }
    let study = study.unwrap();
    hendra.post(&study.path("pilihan"), &[("reason", "Murah dan jalan.")]).await.expect(303);
    app.settle().await;
    let mut paths = PAGES.to_vec();
    paths.push(&study.url);
    statements(&app, &siti, &paths).await;
    let few = statements(&app, &siti, &paths).await;
    for number in 3..30 {
        let more = app.has(a_study(&format!("Kebun nomor {number}")).by(&siti)).await;
        if number % 3 == 0 {
            hendra.post(&more.path("pilihan"), &[("reason", "Murah dan jalan.")]).await.expect(303);
        }
    }
    app.settle().await;
    let many = statements(&app, &siti, &paths).await;
    assert_eq!(few, many, "{paths:?}");
    assert!(many.iter().all(|count| *count <= 25), "{paths:?}: {many:?}");
}

/// The room of lessons and one of them send no more for thirty than for three.
#[tokio::test]
async fn lessons_send_as_many_statements_for_thirty_as_for_three() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let yanti = app.camat("Yanti", "32.05.17").await;
    let deni = app.camat("Deni", "32.18.02").await;
    let mut counts = Vec::new();
    let key = super::lessons::writes(&siti, "Bank sampah", &[]).await;
    let one = format!("/pembelajaran/{key}");
    for range in [0..3, 3..30] {
        for number in range {
            super::lessons::writes(&siti, &format!("Catatan nomor {number}"), &[]).await;
            super::lessons::said(&deni, &key, &format!("Tanggapan nomor {number}")).await;
        }
        statements(&app, &yanti, &["/pembelajaran", &one]).await;
        counts.push(statements(&app, &yanti, &["/pembelajaran", &one]).await);
    }
    assert_eq!(counts[0], counts[1]);
}

/// A photo that everybody sees asks for its own row and its study, whether the study, a step of the ledger or a product shows
/// it: one page holds a dozen of them.
#[tokio::test]
async fn a_photo_that_everybody_sees_sends_two_statements() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", "32.05.17").await;
    let key = DraftKey::new();
    send(&siti, &format!("/tulis/{key}"), &answers("Dengan foto")).await.expect(303);
    uploads(&siti, key, photo(900, 600), &SAID).await.expect(303);
    send(&siti, &format!("/tulis/{key}/terbitkan"), &[]).await.expect(303);
    let of_study = newest(&app).await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let entry = super::adoption::adopts(&dedi, &study).await;
    let of_step = adds(&app, &dedi, &entry, Some(&newest_step(&app).await)).await;
    let product = super::products::writes(&siti, &study, "Sambal").await;
    let of_product = adds(&app, &siti, &product, None).await;
    siti.post(&format!("{product}/tayangkan"), &[]).await.expect(303);
    let visitor = app.visitor();
    for photo in [of_study, of_step, of_product] {
        for variant in ["320.webp", "800.webp", "1600.webp", "og.jpg"] {
            let before = app.app.db.statements();
            let answer = visitor.get(&format!("{photo}/{variant}")).await.expect(200);
            assert_eq!(answer.headers["cache-control"], "public, max-age=31536000, immutable");
            assert_eq!(app.app.db.statements() - before, 2, "{photo}/{variant}");
        }
    }
}

#[tokio::test]
async fn indexing_a_batch_sends_as_many_statements_for_thirty_studies_as_for_three() {
    let app = TestApp::start().await;
    let mut counts = Vec::new();
    for batch in [3, 30] {
        for number in 0..batch {
            app.has(a_study(&format!("Kebun nomor {number}"))).await;
        }
        let before = app.app.db.statements();
        forum_camat::keyword_search::catch_up(&app.app).await.unwrap();
        counts.push(app.app.db.statements() - before);
    }
    assert_eq!(counts[0], counts[1]);
}

#[tokio::test]
async fn a_visitor_sees_at_once_what_siti_published() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let visitor = app.visitor();
    for path in ["/", "/sektor/pertanian", "/kecamatan/32.05.22", "/cari?q=botol"] {
        assert!(!visitor.get(path).await.expect(200).shows("Irigasi botol"), "{path}");
    }
    publishes(&siti, &answers("Irigasi botol")).await;
    for path in ["/", "/sektor/pertanian", "/kecamatan/32.05.22"] {
        assert!(visitor.get(path).await.expect(200).shows("Irigasi botol"), "{path}");
    }
    // Drawn from the index as it was, and kept; it ends when the index follows.
    assert!(!visitor.get("/cari?q=botol").await.expect(200).shows("Irigasi botol"));
    app.settle().await;
    assert!(visitor.get("/cari?q=botol").await.expect(200).shows("Irigasi botol"));
}

#[tokio::test]
async fn kept_pages_are_not_drawn_again_and_no_caller_leaves_something_in_them() {
    let app = TestApp::start().await;
    app.has(a_study("Kebun cabai")).await;
    app.settle().await;
    let visitor = app.visitor();
    let first = visitor.get("/cari?q=kebun&utm_source=%3Cb%3Eracun").await.expect(200);
    assert!(!first.text.contains("racun"), "an unknown parameter reached the page");
    let before = app.app.db.statements();
    let again = visitor.get("/cari?racun=1&q=kebun").await.expect(200);
    assert_eq!(again.text, first.text);
    assert_eq!(app.app.db.statements(), before, "the page was kept");
}

#[tokio::test]
async fn an_unchanged_page_is_not_sent_again() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    app.settle().await;
    for path in ["/", "/cari", "/kabupaten-kota", "/umpan.atom", "/sitemap.xml"] {
        let etag = etag(&app.visitor().get(path).await.expect(200));
        let again =
            app.visitor().send(|client, url| client.get(format!("{url}{path}")).header("if-none-match", &etag)).await;
        assert_eq!(again.status, 304, "{path}");
        assert!(again.text.is_empty(), "{path}");
    }
    let before = etag(&app.visitor().get("/").await);
    publishes(&siti, &answers("Irigasi botol")).await;
    let after = app.visitor().send(|client, url| client.get(format!("{url}/")).header("if-none-match", &before)).await;
    assert_eq!(after.status, 200);
}

fn etag(answer: &Answer) -> String {
    answer.headers["etag"].to_str().unwrap().to_owned()
}
