//! The table of synonyms: an administrator edits it, and the next search knows.

use forum_camat::policy::Role;
use forum_camat::synonym::entity;
use forum_tests::{CIKAJANG, TestApp, a_study};
use sea_orm::EntityTrait;

async fn found(app: &TestApp, query: &str) -> bool {
    app.visitor().get(&format!("/cari?q={query}")).await.expect(200).text.contains("class=\"hit-title\"")
}

async fn number(app: &TestApp, term: &str) -> i64 {
    let all = entity::Entity::find().all(app.app.db.read()).await.unwrap();
    all.into_iter().find(|row| row.term == term).unwrap().id
}

#[tokio::test]
async fn a_pair_works_from_the_next_search_on_without_a_new_index() {
    let app = TestApp::start().await;
    let admin = app.person("Dewi", Role::Admin, "32").await;
    app.has(a_study("Kolam bioflok di halaman masjid")).await;
    app.settle().await;
    assert!(!found(&app, "tambakmini").await);
    let seq = app.app.search.seq();
    let pair = [("term", "tambakmini"), ("synonym", "kolam bioflok"), ("arah", "satu")];
    admin.post("/admin/sinonim", &pair).await.expect(303);
    app.settle().await;
    assert!(found(&app, "tambakmini").await);
    assert_eq!(app.app.search.seq(), seq + 1, "the same index went one change further");

    app.has(a_study("Tambakmini warga").of("32.05.17")).await;
    app.settle().await;
    let one_way = app.visitor().get("/cari?q=kolam+bioflok").await.expect(200);
    assert!(!one_way.shows("Tambakmini warga"), "{}", one_way.words());
    let id = number(&app, "tambakmini").await;
    admin.post(&format!("/admin/sinonim/{id}"), &[pair[0], pair[1], ("arah", "dua")]).await.expect(303);
    app.settle().await;
    let both_ways = app.visitor().get("/cari?q=kolam+bioflok").await.expect(200);
    assert!(both_ways.shows("Tambakmini warga"), "{}", both_ways.words());

    admin.post(&format!("/admin/sinonim/{id}/hapus"), &[]).await.expect(303);
    app.settle().await;
    let ended = app.visitor().get("/cari?q=kolam+bioflok").await.expect(200);
    assert!(!ended.shows("Tambakmini warga"));
    let undo = "/admin/sinonim?term=tambakmini&synonym=kolam%20bioflok&arah=dua";
    admin.post(undo, &[]).await.expect(303);
    app.settle().await;
    let again = app.visitor().get("/cari?q=kolam+bioflok").await.expect(200);
    assert!(again.shows("Tambakmini warga"), "Urungkan brings it back, in both directions");
}

#[tokio::test]
async fn what_is_wrong_with_a_pair_is_said_at_its_place_and_nothing_is_lost() {
    let app = TestApp::start().await;
    let admin = app.person("Dewi", Role::Admin, "32").await;
    let long = "kata ".repeat(7);
    let table = [
        ("", "desa", "Tulis kata atau singkatannya."),
        ("desa", "Desa", "Kedua kata ini sama."),
        ("dan", "desa", "Kata umum seperti"),
        (long.trim(), "desa", "Paling banyak 6 kata; yang ini 7."),
        ("UMKM", "usaha mikro kecil menengah", "Pasangan kata ini sudah ada."),
    ];
    for (term, synonym, sentence) in table {
        let answer = admin.post("/admin/sinonim", &[("term", term), ("synonym", synonym)]).await.expect(422);
        assert!(answer.shows(sentence), "{term}: {}", answer.words());
        assert!(answer.text.contains(&format!("value=\"{synonym}\"")), "{term}");
    }
    let list = admin.get("/admin/sinonim?q=umkm").await.expect(200);
    assert!(list.shows("UMKM ↔ sama dengan usaha mikro kecil menengah"), "{}", list.words());
    let siti = app.camat("Siti", CIKAJANG).await;
    for path in ["/admin/sinonim", "/admin/sinonim/1", "/admin/sinonim/999999"] {
        siti.get(path).await.expect(403);
    }
    assert_eq!(app.visitor().get("/admin/sinonim").await.status.as_u16(), 303);
}

#[tokio::test]
async fn a_new_site_begins_with_the_words_of_the_field() {
    let app = TestApp::start().await;
    let all = entity::Entity::find().all(app.app.db.read()).await.unwrap();
    assert!(all.len() >= 150, "{}", all.len());
    for term in ["UMKM", "NIB", "KUR", "PKK", "IPM", "ekraf", "curug", "saung", "KBB"] {
        assert!(all.iter().any(|row| row.term == term || row.synonym == term), "{term}");
    }
}
