//! What a visitor may not see and what is not there have one page, with the way in and back.

use forum_camat::web::encode;
use forum_tests::{CIKAJANG, TestApp, a_study};

use super::account::has_password;
use super::adoption::adopts;
use super::question::{SUKARESMI, asks, page};

const PASSWORD: &str = "empat kata yang tenang";

/// Yanti taps a link from WhatsApp on a phone on which she is signed out: it does not look gone, and after signing in she
/// reads it. What is not there has no such words once she is in.
#[tokio::test]
async fn a_link_for_members_leads_in_and_back() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let yanti = app.camat("Yanti", SUKARESMI).await;
    has_password(&app, &yanti, "081211112222", PASSWORD).await;
    let question = asks(&siti, "Bagaimana menata zamrud rahasia?", &[("visibility", "members")]).await;
    let address = format!("/tanya/{question}");
    let phone = app.visitor();
    let closed = phone.get(&address).await.expect(404);
    assert!(closed.shows("Bila halaman ini khusus anggota, masuk dahulu."), "{}", closed.words());
    let way_in = format!("/masuk?kembali={}", encode(&address));
    assert!(closed.text.contains(&format!("href=\"{way_in}\"")), "{}", closed.text);
    let form = phone.get(&way_in).await.expect(200);
    assert!(form.text.contains(&format!("name=\"kembali\" value=\"{address}\"")), "{}", form.text);
    let fields = [("login", "081211112222"), ("password", PASSWORD), ("kembali", &*address)];
    assert_eq!(phone.post("/masuk", &fields).await.expect(303).location, address);
    assert!(page(&phone, question).await.shows("Bagaimana menata zamrud rahasia?"));
    for who in [&phone, &*siti] {
        let nothing = who.get("/tanya/999999").await.expect(404);
        assert!(!nothing.shows("masuk dahulu") && nothing.shows("Halaman tidak ditemukan."), "{}", nothing.words());
    }
}

/// Hidden, withdrawn, or never there: a visitor gets the same bytes, but for the address itself.
#[tokio::test]
async fn what_is_hidden_looks_like_what_is_not_there() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", SUKARESMI).await;
    let closed = app.has(a_study("Zamrud rahasia").by(&siti).members_only()).await;
    let withdrawn = app.has(a_study("Zamrud lama").by(&siti).withdrawn()).await;
    let entry = adopts(&dedi, &closed).await;
    let question = asks(&siti, "Bagaimana menata zamrud rahasia?", &[("visibility", "members")]).await;
    let hidden = [
        closed.url.clone(),
        closed.path("cetak"),
        withdrawn.url.clone(),
        entry,
        format!("/tanya/{question}"),
        format!("/tanya/{question}-bagaimana-menata-zamrud-rahasia?jawaban=1"),
    ];
    let unknown =
        ["/praktik/999999", "/tanya/999999-apa", "/replikasi/999999", "/tidak-ada?q=1", "/TANYA/1"].map(str::to_owned);
    let visitor = app.visitor();
    let mut pages = Vec::new();
    for address in hidden.iter().chain(&unknown) {
        let page = visitor.get(address).await.expect(404);
        assert!(!page.text.contains("amrud") || address.contains("amrud"), "{address}: {}", page.words());
        let link = format!("href=\"/masuk?kembali={}\"", encode(address));
        assert_eq!(page.text.matches(&link).count(), 1, "{address}: {}", page.text);
        let mut headers: Vec<String> = page.headers.keys().map(|name| name.as_str().to_owned()).collect();
        headers.sort();
        pages.push((address, page.text.replace(&link, ""), headers));
    }
    let (_, text, headers) = &pages[0];
    for (address, other, others) in &pages[1..] {
        assert_eq!((other, others), (text, headers), "{address}");
    }
}

/// The way back leads nowhere else, and only a page that is opened has it: not what is sent, and no program's call.
#[tokio::test]
async fn the_way_back_stays_on_this_site() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    let forged = visitor.get("//jahat.example/masuk").await.expect(404);
    assert!(!forged.text.contains("jahat") && forged.text.contains("href=\"/masuk?kembali=%2F\""), "{}", forged.text);
    assert!(!visitor.post("/tidak-ada", &[]).await.expect(404).shows("masuk dahulu"));
    assert!(!visitor.get("/api/v1/tidak-ada").await.expect(404).text.contains("masuk"));
}
