//! An office that writes together: two at once, the way from staff to camat, who publishes in whose place.

use forum_camat::case_study::entity::draft_version;
use forum_camat::ids::DraftKey;
use forum_camat::policy::Role;
use forum_tests::{CIKAJANG, TestApp};
use sea_orm::{EntityTrait, PaginatorTrait};

use super::writing::{answers, but, publishes, send};

#[tokio::test]
async fn two_people_who_save_at_once_see_both_texts_and_choose() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let rudi = app.person("Rudi", Role::Staf, CIKAJANG).await;
    let key = DraftKey::new();
    let path = format!("/tulis/{key}");
    send(&siti, &path, &answers("Bersama")).await.expect(303);
    rudi.get(&path).await.expect(200);
    send(&rudi, &path, &but(answers("Bersama"), &[("base", "1"), ("problem", "Kering di tiga desa.")]))
        .await
        .expect(303);

    let page = send(&siti, &path, &but(answers("Bersama Siti"), &[("base", "1"), ("problem", "Kering di dua desa.")]))
        .await
        .expect(409);
    for words in ["Rudi", "tiga", "dua", "Bersama Siti"] {
        assert!(page.shows(words), "{words} is not shown");
    }
    let document = page.text.split("name=\"document\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let document = document
        .replace("&#34;", "\"")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#38;", "&")
        .replace("&#39;", "'");
    let choice = [
        ("base", "2"),
        ("revision", "0"),
        ("document", &document),
        ("pilih.title", "mine"),
        ("pilih.problem", "theirs"),
    ];
    siti.post(&format!("{path}/gabung"), &choice).await.expect(303);
    let page = siti.get(&path).await.expect(200);
    assert!(page.text.contains("Bersama Siti") && page.text.contains("Kering di tiga desa."));
    assert_eq!(draft_version::Entity::find().count(app.app.db.read()).await.unwrap(), 3);

    // Saving the same text again is no conflict and no new version.
    let same = but(answers("Bersama Siti"), &[("base", "1"), ("problem", "Kering di tiga desa.")]);
    send(&siti, &path, &same).await.expect(303);
    assert_eq!(draft_version::Entity::find().count(app.app.db.read()).await.unwrap(), 3);
}

#[tokio::test]
async fn staff_hand_in_the_sekcam_passes_on_the_camat_returns_and_publishes() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let wawan = app.person("Wawan", Role::Sekcam, CIKAJANG).await;
    let rudi = app.person("Rudi", Role::Staf, CIKAJANG).await;
    let key = DraftKey::new();
    let path = |verb: &str| format!("/tulis/{key}/{verb}");
    let page = rudi.get(&format!("/tulis/{key}")).await.expect(200);
    assert!(page.shows("Ajukan ke Sekcam") && !page.text.contains("/terbitkan"));
    send(&rudi, &path("ajukan"), &but(answers("Jumat bersih"), &[("kepada", "sekcam"), ("note", "Mohon diperiksa")]))
        .await
        .expect(303);
    rudi.post(&path("terbitkan"), &[]).await.expect(403);
    rudi.post(&path("teruskan"), &[]).await.expect(403);
    assert!(wawan.get("/draf").await.shows("Menunggu Sekcam"));
    wawan.post(&path("terbitkan"), &[]).await.expect(403);
    wawan.post(&path("teruskan"), &[]).await.expect(303);
    assert!(siti.get("/draf").await.shows("Menunggu Camat"));
    for colleague in [&rudi, &wawan] {
        let list = colleague.get("/draf").await.expect(200);
        assert!(list.text.contains("<h2>Menunggu Camat</h2>"), "{}", list.words());
        assert!(!list.shows("Sedang ditulis") && !list.shows("Lanjutkan"), "it is another's turn: {}", list.words());
    }
    let page = siti.post(&path("kembalikan"), &[]).await.expect(422);
    assert!(page.shows("Tulis apa yang perlu diperbaiki."));
    siti.post(&path("kembalikan"), &[("note", "Lengkapi sumber angkanya.")]).await.expect(303);
    let page = rudi.get("/draf").await;
    assert!(page.shows("Perlu diperbaiki") && page.shows("Lengkapi sumber angkanya."));
    rudi.post(&path("ajukan"), &[("kepada", "camat")]).await.expect(303);
    rudi.post(&path("tarik"), &[]).await.expect(303);
    rudi.post(&path("ajukan"), &[("kepada", "camat")]).await.expect(303);
    let url = siti.post(&path("terbitkan"), &[]).await.expect(303).location;
    let page = app.visitor().get(&url).await.expect(200);
    assert!(page.shows("ditulis Camat Cikajang"));
    assert!(!rudi.get("/draf").await.shows("Menunggu"));
    app.settle().await;
}

#[tokio::test]
async fn a_sekcam_publishes_only_while_the_camat_delegates() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let wawan = app.person("Wawan", Role::Sekcam, CIKAJANG).await;
    let form = answers("Atas nama");
    send(&wawan, &format!("/tulis/{}/terbitkan", DraftKey::new()), &form).await.expect(403);
    siti.post(&format!("/kecamatan/{CIKAJANG}/delegasi"), &[]).await.expect(303);
    let url = publishes(&wawan, &form).await;
    assert!(app.visitor().get(&url).await.shows("ditulis Sekcam Cikajang a.n. Camat"));
    siti.post(&format!("/kecamatan/{CIKAJANG}/delegasi/cabut"), &[]).await.expect(303);
    send(&wawan, &format!("/tulis/{}/terbitkan", DraftKey::new()), &form).await.expect(403);
}

#[tokio::test]
async fn a_coordinator_publishes_for_an_empty_office_with_a_reason() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let yayan = app.coordinator("Yayan", "32.04").await;
    let rudi = app.person("Rudi", Role::Staf, CIKAJANG).await;
    let key = DraftKey::new();
    let path = format!("/tulis/{key}/terbitkan");
    send(&rudi, &format!("/tulis/{key}"), &answers("Kantor kosong")).await.expect(303);
    hendra.get(&format!("/tulis/{key}/pratinjau")).await.expect(404);
    hendra.post(&path, &[("reason", "Kosong")]).await.expect(403);
    rudi.post(&format!("/tulis/{key}/ajukan"), &[("kepada", "camat")]).await.expect(303);
    let page = hendra.get(&format!("/tulis/{key}/pratinjau")).await.expect(200);
    assert!(page.shows("Terbitkan selama jabatan kosong"));
    assert!(hendra.post(&path, &[]).await.expect(422).shows("Tulis alasan menerbitkan selama jabatan camat kosong."));
    yayan.post(&path, &[("reason", "Bukan wilayah saya")]).await.expect(404);
    let changed = but(answers("Diubah pembina"), &[("base", "1")]);
    send(&hendra, &format!("/tulis/{key}"), &changed).await.expect(403);
    let url = hendra.post(&path, &[("reason", "Camat belum dilantik.")]).await.expect(303).location;
    assert!(app.visitor().get(&url).await.shows("Kantor Kecamatan Cikajang"));
    assert!(hendra.get("/tulis").await.expect(200).shows("Praktik baik ditulis oleh kecamatan"));
}

#[tokio::test]
async fn a_draft_is_seen_by_its_office_alone() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dadan = app.camat("Dadan", "32.03.05").await;
    let key = DraftKey::new();
    send(&siti, &format!("/tulis/{key}"), &answers("Rahasia dapur")).await.expect(303);
    for path in [format!("/tulis/{key}"), format!("/tulis/{key}/pratinjau")] {
        assert!(!dadan.get(&path).await.expect(404).shows("Rahasia dapur"));
        app.visitor().get(&path).await.expect(303);
    }
    assert!(!dadan.get("/draf").await.shows("Rahasia dapur"));
    dadan.post(&format!("/tulis/{key}/terbitkan"), &[]).await.expect(404);
}

/// The camat approves the text that was read: what staff saved since is not published unseen.
#[tokio::test]
async fn the_camat_publishes_the_text_that_was_read() {
    let app = TestApp::start().await;
    let wawan = app.person("Wawan", Role::Staf, CIKAJANG).await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let key = DraftKey::new();
    send(&wawan, &format!("/tulis/{key}/ajukan"), &but(answers("Irigasi tetes"), &[("kepada", "camat")]))
        .await
        .expect(303);
    let read = siti.get(&format!("/tulis/{key}/pratinjau")).await.expect(200);
    let seen = read.text.split(r#"name="seen" value=""#).nth(1).unwrap().split('"').next().unwrap().to_owned();
    send(&wawan, &format!("/tulis/{key}"), &but(answers("Judul lain"), &[("base", &seen)])).await.expect(303);

    let refused = siti.post(&format!("/tulis/{key}/terbitkan"), &[("seen", &seen)]).await.expect(409);
    assert!(refused.shows("Naskah ini berubah sejak dibuka"));
    let read = siti.get(&format!("/tulis/{key}/pratinjau")).await.expect(200);
    let seen = read.text.split(r#"name="seen" value=""#).nth(1).unwrap().split('"').next().unwrap().to_owned();
    siti.post(&format!("/tulis/{key}/terbitkan"), &[("seen", &seen)]).await.expect(303);
}
