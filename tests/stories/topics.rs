//! What is looked for in vain: left for the coordinators, answered, handed on; and what is searched often.

use forum_camat::topic::entity::{search_query, search_request, search_topic};
use forum_camat::{topic, worker};
use forum_tests::{Browser, CIKAJANG, TestApp, a_study};
use sea_orm::{EntityTrait, PaginatorTrait};

async fn topics(app: &TestApp) -> Vec<search_topic::Model> {
    search_topic::Entity::find().all(app.app.db.read()).await.unwrap()
}

async fn leaves(who: &Browser, text: &str, tell: bool) {
    let mut form = vec![("titipan", text), ("kembali", "/cari?q=x")];
    if tell {
        form.push(("kabari", "1"));
    }
    who.post("/topik", &form).await.expect(303);
}

/// Siti asks to be told, Yanti does not, Hendra answers: Siti hears of it once, and nobody else does.
#[tokio::test]
async fn only_who_asked_to_be_told_hears_of_the_answer() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let yanti = app.camat("Yanti", "32.05.17").await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    app.settle().await;
    let page = siti.get("/cari?q=budidaya+magot").await.expect(200);
    assert!(page.shows("Belum ada praktik tentang “budidaya magot”.") && page.shows("Titipkan pencarian ini"));
    leaves(&siti, "budidaya magot", true).await;
    leaves(&siti, "Budidaya magot", true).await;
    leaves(&yanti, "membudidayakan magot", false).await;
    let board = hendra.get("/meja/topik").await.expect(200);
    assert!(board.shows("budidaya magot") && board.shows("2 kali dititipkan"), "{}", board.words());
    assert!(!board.text.contains("Siti"), "the board does not say who looked for it");

    let answer = app.has(a_study("Magot mengurai sampah pasar")).await;
    let id = topics(&app).await[0].id;
    let wrong = hendra.post(&format!("/meja/topik/{id}/jawab"), &[("study", "https://contoh.id/bukan")]).await;
    assert!(wrong.expect(422).shows("Salin alamat halaman praktiknya ke sini."));
    let path = format!("/meja/topik/{id}/jawab");
    hendra.post(&path, &[("study", &format!("http://127.0.0.1{}", answer.url))]).await.expect(303);
    app.settle().await;
    let kabar = siti.get("/kabar").await.expect(200);
    assert!(kabar.shows("Yang dicari sudah ada: Magot mengurai sampah pasar"), "{}", kabar.words());
    assert!(!yanti.get("/kabar").await.expect(200).shows("Yang dicari sudah ada"));
    assert!(hendra.get("/meja/topik").await.expect(200).shows("Dijawab: Magot mengurai sampah pasar"));
    assert_eq!(search_request::Entity::find().count(app.app.db.read()).await.unwrap(), 0, "the waiting ends");
    // Taken back, and left again: it is open once more.
    hendra.post(&format!("/meja/topik/{id}/buka"), &[]).await.expect(303);
    assert_eq!(topics(&app).await[0].state, "open");
}

#[tokio::test]
async fn a_topic_is_handed_to_a_kecamatan_of_the_coordinator() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    leaves(&siti, "sumur resapan", false).await;
    let id = topics(&app).await[0].id;
    let path = format!("/meja/topik/{id}/teruskan");
    hendra.post(&path, &[("kecamatan", "32.04.05")]).await.expect(403);
    hendra.post(&path, &[("kecamatan", CIKAJANG)]).await.expect(303);
    app.settle().await;
    let kabar = siti.get("/kabar").await.expect(200);
    assert!(kabar.shows("Topik yang dibutuhkan: sumur resapan"), "{}", kabar.words());
    assert!(kabar.shows("Hendra meminta Kec. Cikajang, Kab. Garut menulis praktik tentang ini"), "{}", kabar.words());
    assert!(kabar.shows("Bapak/Ibu menerima ini karena bertugas di sana."), "{}", kabar.words());
    assert!(hendra.get("/meja/topik").await.expect(200).shows("Diteruskan ke Kec. Cikajang, Kab. Garut"));
}

#[tokio::test]
async fn a_topic_is_closed_with_a_reason_and_what_tells_of_a_person_is_refused() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    leaves(&siti, "0812 3456 7890", false).await;
    leaves(&siti, "   ", false).await;
    assert!(topics(&app).await.is_empty());
    leaves(&siti, "asdfghjkl", false).await;
    let id = topics(&app).await[0].id;
    let path = format!("/meja/topik/{id}/tutup");
    assert!(hendra.post(&path, &[("reason", " ")]).await.expect(422).shows("Tulis alasan yang singkat."));
    hendra.post(&path, &[("reason", "Salah ketik")]).await.expect(303);
    assert!(hendra.get("/meja/topik").await.expect(200).shows("Ditutup: Salah ketik"));
    // Neither visitors nor camat see the board or leave anything without an account.
    siti.get("/meja/topik").await.expect(403);
    assert_eq!(app.visitor().post("/topik", &[("titipan", "x y"), ("kembali", "/cari")]).await.status.as_u16(), 303);
    assert_eq!(topics(&app).await.len(), 1);
}

/// Four askers are not enough, five are; what is kept names none of them.
#[tokio::test]
async fn a_search_is_popular_when_five_different_people_asked_it() {
    let app = TestApp::start().await;
    app.has(a_study("Irigasi tetes")).await;
    app.settle().await;
    for number in 0..5 {
        let yes = app.visitor().get("/cari").await.expect(200).shows("Sering dicari");
        assert!(!yes, "after {number} askers");
        let camat = app.camat(&format!("Camat {number}"), &format!("32.05.{:02}", number + 1)).await;
        camat.get("/cari?q=Irigasi").await.expect(200);
        camat.get("/cari?q=irigasi").await.expect(200);
        camat.get("/cari?q=081234567890").await.expect(200);
        worker::run_due(&app.app).await.unwrap();
        // A kept page of a visitor ends with the next change.
        app.app.db.bump_generation();
    }
    let page = app.visitor().get("/cari").await.expect(200);
    assert!(page.shows("Sering dicari: irigasi"), "{}", page.words());
    let suggested = app.visitor().get("/api/v1/suggest?q=iri").await.expect(200);
    assert!(suggested.text.contains("Sering dicari"), "{}", suggested.text);
    let kept = search_query::Entity::find().all(app.app.db.read()).await.unwrap();
    assert_eq!(kept.len(), 1, "no phone number is kept: {kept:?}");
    assert_eq!((kept[0].text.as_str(), kept[0].searches, kept[0].askers, kept[0].hits), ("irigasi", 10, 5, 1));
}

/// Pages kept whole count as well: no room hears of them.
#[tokio::test]
async fn a_search_answered_from_a_kept_page_counts() {
    let app = TestApp::start().await;
    app.settle().await;
    for _ in 0..3 {
        app.visitor().get("/cari?q=embung").await.expect(200);
    }
    topic::log::write(&app.app).await.unwrap();
    let kept = search_query::Entity::find().one(app.app.db.read()).await.unwrap().unwrap();
    assert_eq!((kept.searches, kept.askers, kept.hits), (3, 1, 0));
    app.forward(chrono::Duration::days(200));
    app.visitor().get("/cari?q=pasar").await.expect(200);
    topic::log::write(&app.app).await.unwrap();
    let kept = search_query::Entity::find().all(app.app.db.read()).await.unwrap();
    assert_eq!(kept.iter().map(|row| row.text.as_str()).collect::<Vec<_>>(), ["pasar"], "it is kept for 180 days");
}

#[tokio::test]
async fn a_kept_search_tells_what_is_new() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    app.has(a_study("Embung lama").days_ago(9)).await;
    app.settle().await;
    let address = "/cari?q=embung&sektor=pertanian";
    siti.post("/cari/tersimpan", &[("alamat", address)]).await.expect(303);
    siti.post("/cari/tersimpan", &[("alamat", address)]).await.expect(303);
    let page = siti.get("/cari/tersimpan").await.expect(200);
    assert!(page.shows("“embung” · Pertanian tidak ada yang baru"), "{}", page.words());
    app.forward(chrono::Duration::hours(2));
    app.has(a_study("Embung baru").days_ago(0)).await;
    app.has(a_study("Embung anggota").days_ago(0).members_only()).await;
    app.has(a_study("Pasar baru").days_ago(0)).await;
    app.settle().await;
    let page = siti.get("/cari/tersimpan").await.expect(200);
    assert!(page.shows("“embung” · Pertanian 2 baru"), "{}", page.words());
    let link = page.text.split("/cari/tersimpan/").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    assert_eq!(siti.get(&format!("/cari/tersimpan/{link}")).await.location, address);
    assert!(siti.get("/cari/tersimpan").await.expect(200).shows("tidak ada yang baru"));
    let yanti = app.camat("Yanti", "32.05.17").await;
    yanti.get(&format!("/cari/tersimpan/{link}")).await.expect(404);
    siti.post(&format!("/cari/tersimpan/{link}/hapus"), &[]).await.expect(303);
    assert!(siti.get("/cari/tersimpan").await.expect(200).shows("Belum ada pencarian tersimpan."));
}
