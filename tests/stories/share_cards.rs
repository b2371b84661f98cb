//! What a messenger shows of a link: a card drawn from words where there is no photo, and nothing of what is for members.

use forum_tests::{Browser, CIKAJANG, TestApp, a_study};
use reqwest::multipart::{Form, Part};

use super::photos::{SAID, photo};
use super::products::{row, writes};

/// The picture of a page, as messengers read it, below the address of the site; none where the page names none.
async fn picture(app: &TestApp, who: &Browser, path: &str) -> Option<String> {
    let page = who.get(path).await.expect(200);
    let rest = page.text.split(r#"property="og:image" content=""#).nth(1)?;
    let address = rest.split('"').next().expect("its end");
    Some(address.strip_prefix(app.url.as_str()).expect("an address of this site").to_owned())
}

/// Opens a card as a messenger does.
async fn drawn(app: &TestApp, path: &str) -> image::DynamicImage {
    let answer = app.visitor().get(path).await.expect(200);
    assert_eq!(answer.headers["content-type"], "image/png");
    assert_eq!(answer.headers["cache-control"], "no-cache", "what is hidden is gone at once");
    image::load_from_memory(&app.visitor().bytes(path).await).expect("a picture")
}

/// A product without a photo has a card with its name, its place and its price; with one it has the photo. Hidden it has
/// none, and neither has one that only members see.
#[tokio::test]
async fn a_product_without_a_photo_has_a_card_drawn_from_words() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let open = app.has(a_study("Irigasi tetes")).await;
    let closed = app.has(a_study("Khusus anggota").members_only()).await;
    let name = "Sambal <b>Mekarsari</b> & \"keripik\" pisang dari kelompok wanita tani";
    let (seen, kept) = (writes(&siti, &open, name).await, writes(&siti, &closed, "Keripik").await);
    let card = format!("{seen}/kartu.png");
    app.visitor().get(&card).await.expect(404);
    for product in [&seen, &kept] {
        siti.post(&format!("{product}/tayangkan"), &[]).await.expect(303);
    }
    let url = row(&app, &seen).await.url();
    assert_eq!(picture(&app, &app.visitor(), &url).await, Some(card.clone()));
    let first = drawn(&app, &card).await;
    assert_eq!((first.width(), first.height()), (1200, 630));
    let page = app.visitor().get(&url).await.expect(200);
    let machines = page.text.split("application/ld+json").nth(1).expect("what machines read");
    assert!(!machines.contains("kartu.png"), "a card is no picture of the product");

    let inside = row(&app, &kept).await.url();
    assert_eq!(picture(&app, &siti, &inside).await, None);
    for who in [&app.visitor(), &*siti] {
        who.get(&format!("{kept}/kartu.png")).await.expect(404);
    }
    let mut form = Form::new();
    for (name, value) in SAID {
        form = form.text(name, value);
    }
    let form = form.part("photo", Part::bytes(photo(900, 600)).file_name("IMG_1.jpg"));
    siti.post_files(&format!("{seen}/foto"), form).await.expect(303);
    assert!(picture(&app, &app.visitor(), &url).await.expect("a picture").ends_with("/og.jpg"));
    hendra.post(&format!("{seen}/sembunyikan"), &[("reason", "Fotonya milik orang lain")]).await.expect(303);
    app.visitor().get(&card).await.expect(404);
}

/// A study without a photo has a card too, and Capaian says in a chat what it is.
#[tokio::test]
async fn a_study_without_a_photo_has_a_card_drawn_from_words() {
    let app = TestApp::start().await;
    let dedi = app.camat("Dedi", "32.05.17").await;
    let study = app.has(a_study("Irigasi tetes dari botol bekas")).await;
    let other = app.has(a_study("Embung desa")).await;
    let closed = app.has(a_study("Khusus anggota").members_only()).await;
    let card = study.path("kartu.png");
    assert_eq!(picture(&app, &app.visitor(), &study.url).await, Some(card.clone()));
    let (first, second) = (drawn(&app, &card).await, drawn(&app, &other.path("kartu.png")).await);
    assert_eq!((first.width(), first.height()), (1200, 630));
    assert_ne!(first.as_bytes(), second.as_bytes(), "each says its own words");
    assert_eq!(picture(&app, &dedi, &closed.url).await, None);
    dedi.get(&closed.path("kartu.png")).await.expect(404);
    app.visitor().get("/praktik/999999/kartu.png").await.expect(404);
    let page = app.visitor().get("/dampak").await.expect(200);
    assert!(page.text.contains(r#"property="og:title" content="Capaian"#), "{}", page.text);
    assert!(page.text.contains(r#"property="og:description" content="Berapa praktik"#));
}
