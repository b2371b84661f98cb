//! Coordinators put practices forward, and everybody sees why.

use chrono::Duration;
use forum_camat::curation::entity::feature;
use forum_tests::{Answer, CIKAJANG, Study, TestApp, a_study};
use sea_orm::{EntityTrait, PaginatorTrait};

const BECAUSE: &str = "Biayanya di bawah dua juta per petak.";

async fn how_many_features(app: &TestApp) -> u64 {
    feature::Entity::find().count(app.app.db.read()).await.expect("a count")
}

/// Titles of the cards on a page, in their order.
fn cards(page: &Answer) -> Vec<String> {
    page.text
        .split("class=\"card-title\"")
        .skip(1)
        .filter_map(|rest| rest.split_once("\">")?.1.split_once("</a>").map(|(title, _)| title.to_owned()))
        .collect()
}

async fn chosen(app: &TestApp) -> Vec<String> {
    cards(&app.visitor().get("/pilihan").await.expect(200))
}

fn because(ends_on: &str) -> [(&str, &str); 2] {
    [("reason", BECAUSE), ("ends_on", ends_on)]
}

/// Everyone sees a featured practice with its reason, and only once it is featured.
#[tokio::test]
async fn hendra_features_sitis_drip_irrigation() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    assert!(chosen(&app).await.is_empty());

    let done = hendra.post(&study.path("pilihan"), &[("reason", BECAUSE), ("theme", "Kemarau")]).await.expect(303);
    assert_eq!(done.location, study.url);
    let notice = done.headers.get("set-cookie").and_then(|cookie| cookie.to_str().ok()).map(forum_camat::web::decode);
    let notice = notice.unwrap_or_default();
    assert!(notice.contains("Sudah menjadi praktik pilihan sampai 8 Des 2026."), "{notice}");
    assert!(notice.contains("/pilihan/urungkan"), "{notice}");
    assert!(
        app.visitor()
            .get(&study.url)
            .await
            .expect(200)
            .shows(&format!("Dipilih Bagian Tata Pemerintahan Kab. Garut. Kemarau: {BECAUSE}"))
    );

    let page = app.visitor().get("/pilihan").await.expect(200);
    assert_eq!(cards(&page), ["Irigasi tetes"]);
    assert!(
        page.shows(&format!("Dipilih Bagian Tata Pemerintahan Kab. Garut. Kemarau: {BECAUSE}")),
        "{}",
        page.words()
    );
}

/// A camat, a visitor and the coordinator of another kabupaten can't, and nothing changes.
#[tokio::test]
async fn only_the_coordinator_of_the_place_features() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let yuli = app.coordinator("Yuli", "32.04").await;
    let ratna = app.coordinator("Ratna", "32").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    for person in [&siti, &yuli] {
        person.get(&study.path("pilihan")).await.expect(403);
        person.post(&study.path("pilihan"), &because("2026-12-01")).await.expect(403);
        person.post(&study.path("pilihan/cabut"), &[("withdraw_reason", "Coba")]).await.expect(403);
    }
    app.visitor().post(&study.path("pilihan"), &because("2026-12-01")).await.expect(303);
    assert_eq!(how_many_features(&app).await, 0);

    ratna.post(&study.path("pilihan"), &because("2026-12-01")).await.expect(303);
    assert_eq!(chosen(&app).await, ["Irigasi tetes"]);
    assert!(app.visitor().get("/pilihan").await.shows("Dipilih Bagian Tata Pemerintahan Jawa Barat."));
}

/// A feature is there on its last day and gone the day after, without anybody doing anything; the history keeps it.
#[tokio::test]
async fn a_feature_ends_by_itself_after_its_last_day() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes")).await;
    hendra.post(&study.path("pilihan"), &because("2026-11-26")).await.expect(303);
    app.forward(Duration::hours(2 * 24 + 14));
    assert_eq!(chosen(&app).await, ["Irigasi tetes"], "the last day, 26 November, 23.00 in Bandung");
    app.app.db.bump_generation();
    app.forward(Duration::hours(2));
    let page = app.visitor().get("/pilihan").await.expect(200);
    assert!(cards(&page).is_empty(), "27 November, 01.00 in Bandung");
    assert!(page.shows("Pernah menjadi pilihan"));
    assert!(page.shows("24 Nov 2026 – 26 Nov 2026"));
    assert!(page.shows(BECAUSE));
}

/// Featuring again changes the reason and the end; there is one feature a scope, but the province may have its own.
#[tokio::test]
async fn featuring_again_changes_the_one_that_runs() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let ratna = app.coordinator("Ratna", "32").await;
    let study = app.has(a_study("Irigasi tetes")).await;
    hendra.post(&study.path("pilihan"), &because("2026-12-01")).await.expect(303);
    assert!(hendra.get(&study.path("pilihan")).await.expect(200).text.contains(BECAUSE));
    hendra
        .post(&study.path("pilihan"), &[("reason", "Sudah tiga musim."), ("ends_on", "2026-12-20")])
        .await
        .expect(303);
    assert_eq!(how_many_features(&app).await, 1);
    let page = app.visitor().get("/pilihan").await;
    assert!(page.shows("Sudah tiga musim.") && !page.shows(BECAUSE));

    ratna.post(&study.path("pilihan"), &because("2026-12-01")).await.expect(303);
    assert_eq!(how_many_features(&app).await, 2);
    assert_eq!(chosen(&app).await, ["Irigasi tetes"], "one card, though two scopes chose it");
}

/// Problems stand beside the fields, and what was typed is still there.
#[tokio::test]
async fn a_feature_needs_a_reason_and_an_end_within_ninety_days() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let page =
        hendra.post(&study.path("pilihan"), &[("reason", ""), ("theme", "Tema saya"), ("ends_on", "2027-05-01")]).await;
    let page = page.expect(422);
    assert!(page.shows("Tulis alasan memilih praktik ini."));
    assert!(page.shows("Paling lama 90 hari: sampai 22 Feb 2027."));
    assert!(page.text.contains("value=\"Tema saya\"") && page.text.contains("value=\"2027-05-01\""), "{}", page.text);
    let long = "b".repeat(501);
    let page = hendra.post(&study.path("pilihan"), &[("reason", &long), ("ends_on", "kapan-kapan")]).await.expect(422);
    assert!(page.shows("Alasan paling panjang 500 karakter; yang ini 501.") && page.text.contains(&long));
    assert!(page.shows("Tanggal tidak terbaca."));
    assert_eq!(how_many_features(&app).await, 0);
}

/// A members-only study may be featured, but appears to members only.
#[tokio::test]
async fn a_members_only_feature_is_invisible_to_visitors() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let hidden = app.has(a_study("Catatan internal").members_only()).await;
    let open = app.has(a_study("Irigasi tetes")).await;
    for study in [&hidden, &open] {
        hendra.post(&study.path("pilihan"), &because("2026-11-25")).await.expect(303);
    }
    assert_eq!(chosen(&app).await, ["Irigasi tetes"]);
    assert_eq!(cards(&siti.get("/pilihan").await.expect(200)), ["Irigasi tetes", "Catatan internal"]);
    app.forward(Duration::days(3));
    app.app.db.bump_generation();
    let page = app.visitor().get("/pilihan").await;
    assert!(page.shows("Irigasi tetes") && !page.shows("Catatan internal"), "the history goes through the gate too");
}

/// "Urungkan" takes a feature back as if it had not been; ending it takes a reason, and that can be undone too.
#[tokio::test]
async fn a_feature_can_be_taken_back_and_resumed() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes")).await;
    hendra.post(&study.path("pilihan"), &because("2026-12-01")).await.expect(303);
    hendra.post(&study.path("pilihan/urungkan?kembali=%2Fmeja"), &[]).await.expect(303);
    assert!(chosen(&app).await.is_empty());
    app.settle().await;

    hendra.post(&study.path("pilihan"), &because("2026-12-01")).await.expect(303);
    let refused = hendra.post(&study.path("pilihan/cabut"), &[("withdraw_reason", "")]).await.expect(422);
    assert!(refused.shows("Tulis alasan mengakhiri pilihan ini."));
    assert_eq!(chosen(&app).await, ["Irigasi tetes"]);
    let ended =
        hendra.post(&study.path("pilihan/cabut"), &[("withdraw_reason", "Datanya diperiksa lagi")]).await.expect(303);
    assert!(chosen(&app).await.is_empty());
    hendra.post(&study.path("pilihan/cabut"), &[("withdraw_reason", "Sekali lagi")]).await.expect(409);
    let flash = ended.headers.get("set-cookie").and_then(|cookie| cookie.to_str().ok()).unwrap_or_default().to_owned();
    assert!(flash.contains("lanjutkan"), "{flash}");
    let latest = feature::Entity::find().all(app.app.db.read()).await.expect("rows").last().expect("a feature").id;
    hendra.post(&study.path(&format!("pilihan/lanjutkan?pilihan={latest}")), &[]).await.expect(303);
    assert_eq!(chosen(&app).await, ["Irigasi tetes"]);
}

/// The desk is for coordinators, and shows what is new in the own scope only.
#[tokio::test]
async fn the_desk_shows_what_is_new_in_the_own_scope() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let ratna = app.coordinator("Ratna", "32").await;
    app.visitor().get("/meja").await.expect(303);
    siti.get("/meja").await.expect(403);
    assert!(hendra.get("/meja").await.expect(200).shows("Tidak ada yang menunggu Bapak/Ibu hari ini"));

    app.has(a_study("Irigasi tetes")).await;
    app.has(a_study("Curug dikelola BUM Desa").of("32.04.05").in_sector("pariwisata")).await;
    app.has(a_study("Praktik lama").days_ago(60)).await;
    let desk = hendra.get("/meja").await.expect(200);
    assert!(
        desk.shows("Irigasi tetes") && !desk.shows("Curug dikelola") && !desk.shows("Praktik lama"),
        "{}",
        desk.words()
    );
    assert!(desk.shows("Jadikan praktik pilihan"));
    assert!(hendra.get("/meja?tampil=semua").await.shows("Praktik lama"));
    assert!(
        !hendra.get("/meja?kabupaten_kota=32.04").await.shows("Curug dikelola"),
        "a filter never leads out of the scope"
    );

    assert!(ratna.get("/meja").await.shows("Curug dikelola"));
    let narrowed = ratna.get("/meja?kabupaten_kota=32.04&sektor=pariwisata").await;
    assert!(narrowed.shows("Curug dikelola") && !narrowed.shows("Irigasi tetes"));

    app.forward(Duration::minutes(5));
    hendra.post("/meja/terlihat", &[("semua", "1")]).await.expect(303);
    assert!(!hendra.get("/meja").await.shows("Irigasi tetes"));
    app.forward(Duration::minutes(5));
    app.has(a_study("Bank sampah")).await;
    assert!(hendra.get("/meja").await.shows("Bank sampah"));
    siti.post("/meja/terlihat", &[("semua", "1")]).await.expect(403);
}

/// Features that end within three days stand on the desk; the others in the calendar.
#[tokio::test]
async fn the_desk_warns_of_features_that_end_soon() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes")).await;
    hendra.post(&study.path("pilihan"), &because("2026-12-01")).await.expect(303);
    let desk = hendra.get("/meja").await.expect(200);
    assert!(!desk.shows("Pilihan segera berakhir"), "{}", desk.words());
    app.forward(Duration::days(5));
    assert!(
        hendra.get("/meja").await.expect(303).location.starts_with("/masuk"),
        "a coordinator signs in again after a pause"
    );
    let hendra = app.coordinator("Hendra Kedua", "32.05").await;
    assert!(hendra.get("/meja").await.expect(200).shows("sampai 1 Des 2026 berakhir 2 hari lagi"));
}

/// However many studies, features and drafts there are, the desk and the page of the chosen ask the same number of
/// questions.
#[tokio::test]
async fn statements_do_not_grow_with_the_rows() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let mut counts = Vec::new();
    for round in 0..2 {
        for number in 0..(1 + round * 6) {
            let study: Study = app.has(a_study(&format!("Praktik {round}-{number}")).by(&hendra)).await;
            hendra.post(&study.path("pilihan"), &because("2026-12-01")).await.expect(303);
        }
        for path in ["/meja", "/meja?tampil=semua", "/pilihan"] {
            let before = app.app.db.statements();
            hendra.get(path).await.expect(200);
            counts.push(app.app.db.statements() - before);
        }
    }
    assert_eq!(counts[..3], counts[3..], "{counts:?}");
    assert!(counts.iter().all(|count| *count > 3 && *count <= 22), "{counts:?}");
}
