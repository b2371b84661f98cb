//! Bahan minggon: a coordinator sets a theme and three studies for a month, and every office is told once.

use chrono::Duration;
use forum_camat::meeting::minggon::entity::minggon;
use forum_camat::notification::entity as notification;
use forum_camat::policy::Role;
use forum_tests::{Answer, CIKAJANG, Person, Study, TestApp, a_study};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

/// Sends the form of a month.
async fn sets(who: &Person, month: &str, theme: &str, studies: &[&Study], version: &str) -> Answer {
    let numbers: Vec<String> = studies.iter().map(|study| study.id.to_string()).collect();
    let number = |at: usize| numbers.get(at).map_or("", String::as_str);
    let fields = [
        ("bulan", month),
        ("versi", version),
        ("theme", theme),
        ("introduction", "Kemarau dimulai lebih awal."),
        ("study-1", number(0)),
        ("question-1", "Siapa yang bisa memulai?"),
        ("study-2", number(1)),
        ("question-2", ""),
        ("study-3", number(2)),
        ("question-3", "Berapa biayanya?"),
    ];
    who.post("/meja/minggon", &fields).await
}

async fn three(app: &TestApp) -> [Study; 3] {
    [
        app.has(a_study("Embung desa").of("32.04.05")).await,
        app.has(a_study("Jadwal air").of("32.04.05")).await,
        app.has(a_study("Rumah bibit").of("32.04.05")).await,
    ]
}

async fn told(app: &TestApp, who: &Person) -> u64 {
    notification::Entity::find()
        .filter(notification::Column::AccountId.eq(who.account.get()))
        .filter(notification::Column::Kind.eq("minggon_ready"))
        .count(app.app.db.read())
        .await
        .unwrap()
}

/// Set once, read by every office of the kabupaten, printed, pasted and shown.
#[tokio::test]
async fn hendra_sets_the_month_and_every_office_of_garut_is_told_once() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let asep = app.camat("Asep", "32.04.05").await;
    let [one, two, far] = three(&app).await;
    let nothing = siti.get("/minggon").await.expect(200);
    assert!(nothing.shows("Belum ada bahan minggon untuk bulan ini."), "{}", nothing.words());
    sets(&hendra, "2026-11", "Kemarau <tanpa> gagal panen", &[&one, &two, &far], "0").await.expect(303);
    app.settle().await;
    let page = siti.get("/minggon").await.expect(200);
    assert!(page.shows("Kemarau &#60;tanpa&#62; gagal panen"), "{}", page.words());
    assert!(page.shows("Untuk dibahas: Siapa yang bisa memulai?") && page.shows("Rumah bibit"));
    assert!(page.text.contains(&format!("/rapat?praktik={},{},{}", one.id, two.id, far.id)), "the projector's list");
    assert!(page.shows("*Bahan minggon November 2026*"), "the text for WhatsApp: {}", page.words());
    assert!(page.shows("Bagian Tata Pemerintahan Kab. Garut"));
    assert!(asep.get("/minggon").await.expect(200).shows("Belum ada bahan minggon"), "Bandung has set nothing");
    let shared = app.visitor().get("/minggon?bulan=2026-11&wilayah=32.05").await.expect(200);
    assert!(shared.shows("gagal panen"), "whoever opens the link reads it");
    assert_eq!((told(&app, &siti).await, told(&app, &asep).await, told(&app, &hendra).await), (1, 0, 0));
    let news = siti.get("/kabar").await.expect(200);
    assert!(news.shows("Bahan minggon bulan ini: Kemarau"), "{}", news.words());

    sets(&hendra, "2026-11", "Siaga kemarau", &[&far, &two, &one], "1").await.expect(303);
    let sri = app.coordinator("Sri", "32").await;
    sets(&sri, "2026-11", "Stunting", &[&one, &two, &far], "0").await.expect(303);
    app.settle().await;
    assert_eq!((told(&app, &siti).await, told(&app, &asep).await), (1, 1), "once a month, whoever set it");
    assert!(siti.get("/minggon").await.expect(200).shows("Siaga kemarau"), "the own kabupaten's goes first");
    assert!(asep.get("/minggon").await.expect(200).shows("Stunting"), "else the province's");
    assert!(app.visitor().get("/minggon").await.expect(200).shows("Stunting"));
}

/// A month that is set ahead appears with its first day, and is told of on its first morning.
#[tokio::test]
async fn a_month_set_ahead_appears_when_it_begins() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let [one, two, far] = three(&app).await;
    sets(&hendra, "2026-12", "Musim hujan", &[&one, &two, &far], "0").await.expect(303);
    app.settle().await;
    assert!(!siti.get("/minggon?bulan=2026-12").await.expect(200).shows("Musim hujan"));
    assert!(hendra.get("/meja/minggon?bulan=2026-12").await.expect(200).text.contains("value=\"Musim hujan\""));
    assert_eq!(told(&app, &siti).await, 0);
    app.forward(Duration::days(8));
    app.settle().await;
    assert!(siti.get("/minggon").await.expect(200).shows("Musim hujan"));
    assert_eq!(told(&app, &siti).await, 1);
    let hendra = app.coordinator("Hendra Kedua", "32.05").await;
    sets(&hendra, "2026-11", "Sudah lewat", &[&one, &two, &far], "0").await.expect(404);
    sets(&hendra, "2027-09", "Terlalu jauh", &[&one, &two, &far], "0").await.expect(404);
}

/// Three studies that are there, open to everybody, none twice; what was typed stays.
#[tokio::test]
async fn a_month_needs_three_open_studies() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let [one, two, _] = three(&app).await;
    let closed = app.has(a_study("Hanya anggota").members_only()).await;
    let page = sets(&hendra, "2026-11", "Kemarau", &[&one, &one], "0").await.expect(422);
    assert!(page.shows("Praktik ini sudah ada di atas.") && page.shows("Tempel alamat halaman"), "{}", page.words());
    assert!(page.text.contains("value=\"Kemarau\""));
    let page = sets(&hendra, "2026-11", "Kemarau", &[&one, &two, &closed], "0").await.expect(422);
    assert!(page.shows("khusus anggota"), "{}", page.words());
    assert_eq!(minggon::Entity::find().count(app.app.db.read()).await.unwrap(), 0);
}

/// Of two coordinators who set the same month the second sees what the first wrote; an office may not set one.
#[tokio::test]
async fn a_colleagues_month_is_not_overwritten_unseen() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let ratna = app.person("Ratna", Role::InovasiKabupatenKota, "32.05").await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let [one, two, far] = three(&app).await;
    sets(&siti, "2026-11", "Dari kecamatan", &[&one, &two, &far], "0").await.expect(403);
    siti.get("/meja/minggon").await.expect(403);
    sets(&hendra, "2026-11", "Kemarau", &[&one, &two, &far], "0").await.expect(303);
    sets(&hendra, "2026-11", "Kemarau", &[&one, &two, &far], "0").await.expect(303);
    let page = sets(&ratna, "2026-11", "Stunting", &[&two, &one, &far], "0").await.expect(409);
    assert!(page.shows("Hendra mengubahnya") && page.text.contains("value=\"Stunting\""), "{}", page.words());
    assert!(page.shows("Yang tersimpan sekarang: Kemarau"), "{}", page.words());
    sets(&ratna, "2026-11", "Stunting", &[&two, &one, &far], "1").await.expect(303);
    assert!(siti.get("/minggon").await.expect(200).shows("Stunting"));
}

/// A study that is withdrawn leaves the sheet, and the reader is told that something is missing.
#[tokio::test]
async fn a_withdrawn_study_leaves_the_sheet() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let asep = app.camat("Asep", "32.04.05").await;
    let [one, two, _] = three(&app).await;
    let gone = app.has(a_study("Yang ditarik").of("32.04.05").by(&asep)).await;
    sets(&hendra, "2026-11", "Kemarau", &[&one, &gone, &two], "0").await.expect(303);
    asep.post(&gone.path("hentikan"), &[("reason", "Angkanya keliru")]).await.expect(303);
    let page = app.visitor().get("/minggon?wilayah=32.05").await.expect(200);
    assert!(!page.shows("Yang ditarik") && page.shows("1 praktik tidak dapat ditampilkan"), "{}", page.words());
}
