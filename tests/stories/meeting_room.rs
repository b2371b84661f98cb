//! The meeting: the projector, a study on one screen, and the list that lives in the address.

use forum_tests::{CIKAJANG, TestApp, a_study};

#[tokio::test]
async fn the_projector_shows_eight_and_keeps_filters_and_corrections() {
    let app = TestApp::start().await;
    for number in 0..11 {
        app.has(a_study(&format!("Embung nomor {number}")).days_ago(number)).await;
    }
    app.has(a_study("Wisata embung").in_sector("pariwisata")).await;
    app.settle().await;
    let page = app.visitor().get("/cari?tampilan=rapat&q=embung&sektor=pertanian").await.expect(200);
    assert_eq!(page.text.matches("class=\"room-hit\"").count(), 8);
    assert!(page.shows("11 praktik") && !page.shows("Wisata embung"), "{}", page.words());
    assert!(page.shows("Kec. Cikajang, Kab. Garut"));
    let next = "/cari?q=embung&#38;sektor=pertanian&#38;tampilan=rapat&#38;halaman=2";
    assert!(page.text.contains(next), "{}", page.text);
    let page = app.visitor().get("/cari?tampilan=rapat&q=embumg").await.expect(200);
    assert!(page.shows("Menampilkan hasil untuk embung"), "{}", page.words());
    let page = app.visitor().get("/cari?tampilan=rapat&q=zzzz").await.expect(200);
    assert!(page.shows("Belum ada praktik tentang “zzzz”."));
    let ordinary = app.visitor().get("/cari?q=embung").await.expect(200);
    assert!(ordinary.text.contains("/cari?q=embung&#38;tampilan=rapat"), "a link leads to the projector");
}

#[tokio::test]
async fn a_study_opens_as_one_screen_and_leads_back_to_its_row() {
    let app = TestApp::start().await;
    let study = app.has(a_study("Embung desa")).await;
    app.settle().await;
    let list = app.visitor().get("/cari?tampilan=rapat&q=embung").await.expect(200);
    let link = format!("/praktik/{}/layar?kembali=%2Fcari%3Fq%3Dembung%26tampilan%3Drapat%23h1", study.id);
    assert!(list.text.contains(&link), "{}", list.text);
    let screen = app.visitor().get(&link).await.expect(200);
    assert!(screen.shows("Embung desa") && screen.shows("Narahubung") && screen.text.contains("<path d=\"M"));
    assert!(screen.text.contains("/cari?q=embung&#38;tampilan=rapat#h1"), "{}", screen.text);
    let elsewhere = app.visitor().get(&format!("/praktik/{}/layar?kembali=https://jahat.id/", study.id)).await;
    assert!(!elsewhere.expect(200).text.contains("jahat"));
}

#[tokio::test]
async fn the_list_lives_in_the_address_and_shows_each_only_what_he_may_see() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let first = app.has(a_study("Embung desa")).await;
    let second = app.has(a_study("Rahasia kolam").members_only()).await;
    let odd = format!("/rapat?praktik=abc,,{},999999,{},{},-4", second.id, first.id, first.id);
    let page = app.visitor().get(&odd).await.expect(200);
    assert!(page.shows("Embung desa") && !page.text.contains("Rahasia kolam"), "{}", page.words());
    assert!(page.shows("2 praktik tidak dapat ditampilkan"), "{}", page.words());
    let page = siti.get(&odd).await.expect(200);
    assert!(page.shows("Rahasia kolam") && page.shows("khusus anggota"));
    assert_eq!(page.text.matches("<path d=\"M").count(), 3, "a code for each study and one for the list");
    let raised = format!("/rapat?praktik={},{},999999", second.id, first.id);
    assert!(page.text.contains(&raised), "a study can be raised: {}", page.text);
    assert!(page.text.contains(&format!("/rapat?praktik=999999,{}", first.id)), "and taken off");
    assert!(app.visitor().get("/rapat").await.expect(200).shows("Belum ada praktik yang ditandai."));
    let endless = format!("/rapat?praktik={}", "1,".repeat(2000));
    app.visitor().get(&endless).await.expect(200);
    app.visitor().get(&format!("/praktik/{}/layar", second.id)).await.expect(404);
    let print = app.visitor().get(&format!("{}/cetak", first.url)).await.expect(200);
    assert!(print.text.contains("print-qr"), "a printed study has its code");
}

/// Without scripts the marks stand in the address of the search.
#[tokio::test]
async fn marks_are_links_that_carry_the_list_along() {
    let app = TestApp::start().await;
    let study = app.has(a_study("Embung desa")).await;
    app.settle().await;
    let page = app.visitor().get("/cari?q=embung&rapat=7").await.expect(200);
    assert!(page.shows("1 ditandai · cetak dengan QR") && page.text.contains(&format!("rapat=7%2C{}", study.id)));
    let marked = app.visitor().get(&format!("/cari?q=embung&rapat=7,{}", study.id)).await.expect(200);
    assert!(marked.shows("Ditandai untuk rapat") && marked.shows("2 ditandai"), "{}", marked.words());
}

/// Without scripts what is marked on a study's own page adds to the list from which it was opened, and the list leads on to
/// more.
#[tokio::test]
async fn marking_on_a_studys_page_adds_to_the_list_that_exists() {
    let app = TestApp::start().await;
    let (first, second) = (app.has(a_study("Embung desa")).await, app.has(a_study("Embung kampung")).await);
    app.settle().await;
    let alone = app.visitor().get(&first.url).await.expect(200);
    assert!(alone.text.contains(&format!("href=\"/rapat?praktik={}\"", first.id)), "{}", alone.text);
    let list = app.visitor().get(&format!("/rapat?praktik={}", first.id)).await.expect(200);
    let more = format!("/cari?rapat={}", first.id);
    assert!(list.text.contains(&more) && list.shows("Cari praktik lain"), "{}", list.text);
    let found = app.visitor().get(&format!("{more}&q=embung")).await.expect(200);
    let opened = format!("{}?rapat={}", second.url, first.id);
    assert!(found.text.contains(&opened), "{}", found.text);
    let page = app.visitor().get(&opened).await.expect(200);
    let both = format!("/rapat?praktik={},{}", first.id, second.id);
    assert!(page.text.contains(&format!("href=\"{both}\"")) && page.shows("Tandai untuk rapat"), "{}", page.text);
    assert_eq!(app.visitor().get(&both).await.expect(200).text.matches("marked-item").count(), 2);
    let again = app.visitor().get(&format!("{}?rapat={},{}", second.url, first.id, second.id)).await.expect(200);
    assert!(again.shows("Ditandai untuk rapat") && again.text.contains(&both), "{}", again.words());
    let back = format!("%2Fcari%3Fq%3Dembung%26tampilan%3Drapat%26rapat%3D{}%23h1", first.id);
    let screen = app.visitor().get(&format!("/praktik/{}/layar?kembali={back}", second.id)).await.expect(200);
    assert!(screen.text.contains(&both), "from the projector too: {}", screen.text);
    app.visitor().get(&format!("{}?rapat=abc,,-1", second.url)).await.expect(200);
}
