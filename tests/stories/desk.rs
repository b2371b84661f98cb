//! The desk answers what needs a coordinator today: several lines at once, and each act can be taken back.

use chrono::Duration;
use forum_camat::curation::entity::{feature, nudge};
use forum_tests::{Answer, CIKAJANG, TestApp, a_study};
use sea_orm::{EntityTrait, PaginatorTrait};

/// The address behind "Urungkan" in the notice that an act leaves.
fn undo(answer: &Answer) -> String {
    let cookie = answer.headers.get("set-cookie").and_then(|cookie| cookie.to_str().ok()).unwrap_or_default();
    let value = forum_camat::web::decode(cookie.trim_start_matches("pesan=").split(';').next().unwrap_or_default());
    let flash: serde_json::Value = serde_json::from_str(&value).unwrap_or_else(|_| panic!("no notice in {cookie}"));
    flash["undo"].as_str().unwrap_or_else(|| panic!("no undo in {flash}")).to_owned()
}

/// What was picked is out of the queue until it changes again; what was not stays.
#[tokio::test]
async fn several_studies_are_marked_as_seen_and_back() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let asep = app.coordinator("Asep", "32.05").await;
    let (one, two) = (app.has(a_study("Irigasi tetes")).await, app.has(a_study("Bank sampah")).await);
    app.has(a_study("Kebun gizi")).await;
    let elsewhere = app.has(a_study("Curug").of("32.04.05")).await;
    let ids = [one.id.to_string(), two.id.to_string(), elsewhere.id.to_string()];
    app.forward(Duration::minutes(1));
    let picked: Vec<(&str, &str)> = ids.iter().map(|id| ("praktik", id.as_str())).collect();
    let done = hendra.post("/meja/terlihat", &picked).await.expect(303);
    let desk = hendra.get("/meja").await.expect(200);
    assert!(!desk.shows("Irigasi tetes") && !desk.shows("Bank sampah") && desk.shows("Kebun gizi"), "{}", desk.words());
    assert!(asep.get("/meja").await.expect(200).shows("Irigasi tetes"), "a colleague has a queue of his own");
    assert!(hendra.get("/meja?tampil=semua").await.expect(200).shows("Irigasi tetes"));
    hendra.post(&undo(&done), &[]).await.expect(303);
    assert!(hendra.get("/meja").await.expect(200).shows("Irigasi tetes"));
    // Nothing picked marks nothing.
    hendra.post("/meja/terlihat", &[]).await.expect(303);
    assert!(hendra.get("/meja").await.expect(200).shows("Kebun gizi"));

    let done = hendra.post("/meja/terlihat", &[("semua", "1")]).await.expect(303);
    assert!(!hendra.get("/meja").await.expect(200).shows("Kebun gizi"));
    hendra.post(&undo(&done), &[]).await.expect(303);
    assert!(hendra.get("/meja").await.expect(200).shows("Kebun gizi"), "also back to the time before the first visit");
}

/// Features that end soon go on for two weeks with one act, and back.
#[tokio::test]
async fn several_features_are_extended_and_back() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let yuli = app.coordinator("Yuli", "32.04").await;
    for title in ["Irigasi tetes", "Bank sampah"] {
        let study = app.has(a_study(title)).await;
        let wish = [("reason", "Murah dan mudah."), ("ends_on", "2026-11-26")];
        hendra.post(&study.path("pilihan"), &wish).await.expect(303);
    }
    let ends = async || -> Vec<String> {
        let rows = feature::Entity::find().all(app.app.db.read()).await.expect("rows");
        rows.iter().map(|row| row.ends_on.to_string()).collect()
    };
    let ids: Vec<String> = feature::Entity::find()
        .all(app.app.db.read())
        .await
        .expect("rows")
        .iter()
        .map(|row| row.id.to_string())
        .collect();
    assert!(hendra.get("/meja").await.expect(200).shows("2 pilihan segera berakhir"));
    let picked: Vec<(&str, &str)> = ids.iter().map(|id| ("pilihan", id.as_str())).collect();
    yuli.post("/meja/perpanjang", &picked).await.expect(403);
    assert_eq!(ends().await, ["2026-11-26", "2026-11-26"]);
    let done = hendra.post("/meja/perpanjang", &picked).await.expect(303);
    assert_eq!(ends().await, ["2026-12-10", "2026-12-10"]);
    assert!(!hendra.get("/meja").await.expect(200).shows("Pilihan segera berakhir"));
    yuli.post(&undo(&done), &[]).await.expect(403);
    hendra.post(&undo(&done), &[]).await.expect(303);
    assert_eq!(ends().await, ["2026-11-26", "2026-11-26"]);
    // A forged undo lengthens nothing and ends nothing.
    for forged in ["2027-11-26", "2026-11-01", "x"] {
        let path = format!("/meja/perpanjang/urungkan?pilihan={}:{forged}", ids[0]);
        hendra.post(&path, &[]).await.expect(303);
    }
    assert_eq!(ends().await, ["2026-11-26", "2026-11-26"]);
}

/// An office that has not written for ninety days stands on the desk; asked once, it is left in peace for a month.
#[tokio::test]
async fn a_silent_office_is_asked_to_write() {
    let app = TestApp::start().await;
    app.camat("Siti", CIKAJANG).await;
    app.camat("Budi", "32.05.17").await;
    app.camat("Joko", "32.04.05").await;
    app.forward(Duration::days(95));
    app.has(a_study("Panen").of("32.05.17")).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    app.camat("Baru", "32.05.30").await;
    let desk = hendra.get("/meja").await.expect(200);
    assert!(desk.shows("1 kecamatan lama tidak menulis"), "{}", desk.words());
    assert!(desk.shows("Kec. Cikajang, Kab. Garut Belum menulis sejak bergabung 24 Nov 2026"), "{}", desk.words());

    let asked = hendra.post("/meja/ajakan", &[("kecamatan", CIKAJANG)]).await.expect(303);
    assert!(!hendra.get("/meja").await.expect(200).shows("Lama tidak menulis"));
    hendra.post(&undo(&asked), &[]).await.expect(303);
    app.forward(Duration::minutes(3));
    app.settle().await;
    let siti = app.camat("Siti Kembali", CIKAJANG).await;
    assert!(!siti.get("/kabar").await.expect(200).shows("Diajak menulis"), "it was taken back");
    assert!(hendra.get("/meja").await.expect(200).shows("Lama tidak menulis"));

    let asked = hendra.post("/meja/ajakan", &[("kecamatan", CIKAJANG)]).await.expect(303);
    hendra.post("/meja/ajakan", &[("kecamatan", CIKAJANG)]).await.expect(303);
    app.forward(Duration::minutes(3));
    app.settle().await;
    let told = siti.get("/kabar").await.expect(200);
    assert!(told.shows("Diajak menulis praktik baik"), "{}", told.words());
    assert!(told.shows("Bagian Tata Pemerintahan Kab. Garut mengajak Kec. Cikajang, Kab. Garut berbagi praktik baik."));
    assert!(told.shows("Bapak/Ibu menerima ini karena bertugas di sana."), "{}", told.words());
    hendra.post(&undo(&asked), &[]).await.expect(303);
    let rows = nudge::Entity::find().all(app.app.db.read()).await.expect("rows");
    assert_eq!(rows.len(), 2, "asked twice at once is once: {rows:?}");
    assert!(rows[1].taken_back_at.is_none(), "what was told can't be taken back");
    let before = nudge::Entity::find().count(app.app.db.read()).await.expect("a count");
    hendra.post("/meja/ajakan", &[("kecamatan", "32.04.05")]).await.expect(403);
    hendra.post("/meja/ajakan", &[("kecamatan", "32.05.99")]).await.expect(404);
    siti.post("/meja/ajakan", &[("kecamatan", "32.05.17")]).await.expect(403);
    assert_eq!(nudge::Entity::find().count(app.app.db.read()).await.expect("a count"), before);
}

/// Topics that people look for in vain stand there until somebody answers.
#[tokio::test]
async fn topics_wait_on_the_desk() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    siti.post("/topik", &[("titipan", "biogas kotoran sapi")]).await;
    let desk = hendra.get("/meja").await.expect(200);
    assert!(desk.shows("biogas kotoran sapi"), "{}", desk.words());
    assert!(desk.shows("1 topik dicari orang"));
}
