//! The ladder of evidence: what is written carries a study to "ada sumber"; a coordinator who looked carries it further, and
//! it falls back when the figures change.

use forum_tests::{CIKAJANG, TestApp};

use super::writing::{answers, but, id_of, publishes, send};

#[tokio::test]
async fn a_verified_study_falls_back_when_its_figures_change() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let lina = app.coordinator("Lina", "32.03").await;
    let study = publishes(&siti, &answers("Irigasi tetes")).await;
    let verify = format!("/praktik/{}/verifikasi", id_of(&study));
    assert!(app.visitor().get(&study).await.expect(200).shows("Bukti Ada sumber"), "figures with a source");
    let seen = [("note", "Catatan kelompok tani 2025 dilihat di kantor.")];
    for person in [&siti, &lina] {
        person.get(&verify).await.expect(403);
        person.post(&verify, &seen).await.expect(403);
    }
    let page = hendra.post(&verify, &[("note", " ")]).await.expect(422);
    assert!(page.shows("Tulis apa yang dilihat") && page.shows("Panen per musim"), "{}", page.words());
    hendra.post(&verify, &seen).await.expect(303);
    let page = app.visitor().get(&study).await.expect(200);
    assert!(page.shows("Sudah diverifikasi") && page.shows("Bagian Tata Pemerintahan Kab. Garut"), "{}", page.words());
    assert!(page.shows("Catatan kelompok tani 2025 dilihat di kantor."), "{}", page.words());
    app.settle().await;
    assert!(siti.get("/kabar").await.shows("Hasilnya diverifikasi: Irigasi tetes"));

    // Words may change; figures may not.
    let words = but(answers("Irigasi tetes"), &[("base", "1"), ("problem", "Embung surut sejak 2023.")]);
    edits(&siti, &study, &words).await;
    assert!(app.visitor().get(&study).await.shows("Bukti Sudah diverifikasi"));
    let figures = but(answers("Irigasi tetes"), &[("base", "1"), ("results.0.values.1.value", "9,9")]);
    edits(&siti, &study, &figures).await;
    let page = app.visitor().get(&study).await.expect(200);
    assert!(page.shows("Bukti Ada sumber") && !page.shows("Bukti Sudah diverifikasi"), "{}", page.words());
    assert!(hendra.get(&verify).await.shows("pernah diverifikasi, tetapi angkanya berubah"));

    hendra.post(&verify, &seen).await.expect(303);
    hendra.post(&format!("{verify}/cabut"), &[("withdraw_reason", "")]).await.expect(422);
    hendra.post(&format!("{verify}/cabut"), &[("withdraw_reason", "Catatannya keliru")]).await.expect(303);
    assert!(!app.visitor().get(&study).await.shows("Bukti Sudah diverifikasi"));
    hendra.post(&format!("{verify}/cabut"), &[("withdraw_reason", "Lagi")]).await.expect(409);
}

/// Who looks for results with a source finds the verified too; cards say so, and a study falls back there as well.
#[tokio::test]
async fn search_is_narrowed_by_how_far_a_result_is_shown() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let titles = ["Irigasi tetes", "Cerita saja", "Angka saja"];
    let sourced = publishes(&siti, &answers(titles[0])).await;
    let told = ["name", "unit", "source", "values.0.period", "values.0.value", "values.1.period", "values.1.value"];
    let mut story = answers(titles[1]);
    story.retain(|(name, _)| !told.iter().any(|part| *name == format!("results.0.{part}")));
    publishes(&siti, &but(story, &[("outcome", "Air cukup sampai akhir kemarau.")])).await;
    publishes(&siti, &but(answers(titles[2]), &[("results.0.source", "")])).await;
    let found = async |address: &str| {
        app.settle().await;
        let page = app.visitor().get(address).await.expect(200);
        titles.into_iter().filter(|title| page.shows(title)).collect::<Vec<_>>()
    };
    assert_eq!(found("/cari?bukti=ada-angka").await, [titles[0], titles[2]]);
    assert_eq!(found("/cari?bukti=ada-sumber").await, [titles[0]]);
    assert!(found("/cari?bukti=diverifikasi").await.is_empty());
    let verify = format!("/praktik/{}/verifikasi", id_of(&sourced));
    hendra.post(&verify, &[("note", "Catatan kelompok tani dilihat.")]).await.expect(303);
    for rung in ["ada-angka", "ada-sumber", "diverifikasi"] {
        assert!(found(&format!("/cari?bukti={rung}")).await.contains(&titles[0]), "{rung}");
    }
    let badge = "badge-green\" title=\"Pembina sudah melihat sumber angkanya.\">Sudah diverifikasi";
    for address in ["/cari", "/sektor/pertanian"] {
        let page = app.visitor().get(address).await.expect(200);
        assert_eq!(page.text.matches(badge).count(), 1, "the badge of one card on {address}");
    }
    let figures = but(answers(titles[0]), &[("base", "1"), ("results.0.values.1.value", "9,9")]);
    edits(&siti, &sourced, &figures).await;
    assert!(found("/cari?bukti=diverifikasi").await.is_empty());
    assert_eq!(found("/cari?bukti=ada-sumber").await, [titles[0]]);
}

/// What has no figures with a source can't be verified, and says why.
#[tokio::test]
async fn a_story_without_figures_is_not_verified() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let bare = but(answers("Cerita saja"), &[("results.0.source", "")]);
    let study = publishes(&siti, &bare).await;
    assert!(app.visitor().get(&study).await.shows("Bukti Ada angka"));
    let page = hendra.post(&format!("/praktik/{}/verifikasi", id_of(&study)), &[("note", "Dilihat")]).await.expect(422);
    assert!(page.shows("belum mempunyai angka sebelum dan sesudah dengan sumbernya"), "{}", page.words());
}

async fn edits(who: &forum_tests::Person, study: &str, fields: &[(String, String)]) {
    let draft = who.post(&format!("/praktik/{}/ubah", id_of(study)), &[]).await.expect(303).location;
    send(who, &format!("{draft}/terbitkan"), fields).await.expect(303);
}
