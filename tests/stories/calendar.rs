//! Coordinators plan what they put forward week by week, with a theme, an order and advice that says why.

use chrono::Duration;
use forum_camat::curation::entity::feature;
use forum_tests::{Answer, CIKAJANG, TestApp, a_study};
use sea_orm::{EntityTrait, PaginatorTrait};

const BECAUSE: &str = "Biayanya di bawah dua juta per petak.";

/// Titles of the cards on the page of the chosen, in their order.
async fn chosen(app: &TestApp) -> Vec<String> {
    let page = app.visitor().get("/pilihan").await.expect(200);
    page.text
        .split("class=\"card-title\"")
        .skip(1)
        .filter_map(|rest| rest.split_once("\">")?.1.split_once("</a>").map(|(title, _)| title.to_owned()))
        .collect()
}

/// The part of the calendar that shows one week.
fn week(page: &Answer, monday: &str) -> String {
    let from = page.text.find(&format!("id=\"minggu-{monday}\"")).unwrap_or_else(|| panic!("no week {monday}"));
    let rest = &page.text[from..];
    rest[..rest.find("class=\"week\"").or_else(|| rest.find("</ol>")).unwrap_or(rest.len())].to_owned()
}

/// Hendra plans for next week: nobody sees it before, everybody on the day, and Siti is told then.
#[tokio::test]
async fn a_plan_appears_on_its_first_day_and_not_before() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    app.settle().await;
    let plan = [("reason", BECAUSE), ("theme", "Kemarau"), ("starts_on", "2026-11-30"), ("ends_on", "2026-12-06")];
    hendra.post(&study.path("pilihan"), &plan).await.expect(303);
    app.settle().await;
    assert!(chosen(&app).await.is_empty());
    assert!(!app.visitor().get("/").await.expect(200).shows(BECAUSE));
    assert!(!siti.get("/kabar").await.expect(200).shows("Dipilih"), "nothing to tell yet");
    let page = hendra.get("/meja/kalender").await.expect(200);
    let planned = week(&page, "2026-11-30");
    assert!(planned.contains("Irigasi tetes") && planned.contains("direncanakan"), "{planned}");
    assert!(!week(&page, "2026-11-23").contains("Irigasi tetes") && !week(&page, "2026-12-07").contains("Irigasi"));
    // One plan a scope: sending the form again changes it.
    let form = hendra.get(&study.path("pilihan")).await.expect(200);
    assert!(form.shows("Belum tampil; direncanakan sampai 6 Des 2026.") && form.text.contains("value=\"2026-11-30\""));
    let later = [("reason", BECAUSE), ("starts_on", "2026-11-26"), ("ends_on", "2026-12-06")];
    hendra.post(&study.path("pilihan"), &later).await.expect(303);
    assert_eq!(feature::Entity::find().count(app.app.db.read()).await.expect("a count"), 1);

    app.forward(Duration::days(2));
    app.app.db.bump_generation();
    app.settle().await;
    assert_eq!(chosen(&app).await, ["Irigasi tetes"]);
    let told = siti.get("/kabar").await.expect(200);
    assert!(told.shows("Dipilih Bagian Tata Pemerintahan Kab. Garut"), "{}", told.words());
}

/// A plan is given up without a reason, and the public history never knew of it; what was ended early stays in it.
#[tokio::test]
async fn the_history_keeps_what_readers_saw() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let (planned, ended, undone) =
        (app.has(a_study("Direncanakan")).await, app.has(a_study("Dihentikan")).await, app.has(a_study("Salah")).await);
    hendra.post(&planned.path("pilihan"), &[("reason", BECAUSE), ("starts_on", "2026-12-07")]).await.expect(303);
    hendra.post(&planned.path("pilihan/cabut"), &[("withdraw_reason", "")]).await.expect(303);
    hendra.post(&undone.path("pilihan"), &[("reason", BECAUSE)]).await.expect(303);
    hendra.post(&undone.path("pilihan/urungkan"), &[]).await.expect(303);
    hendra.post(&ended.path("pilihan"), &[("reason", BECAUSE), ("ends_on", "2026-12-08")]).await.expect(303);
    hendra.post(&ended.path("pilihan/cabut"), &[("withdraw_reason", "Datanya diperiksa lagi")]).await.expect(303);
    let page = app.visitor().get("/pilihan").await.expect(200);
    assert!(
        page.shows("Dihentikan") && page.shows("24 Nov 2026 – 24 Nov 2026 diakhiri lebih awal"),
        "{}",
        page.words()
    );
    assert!(!page.shows("Datanya diperiksa lagi"), "the reason is for coordinators");
    assert!(!page.shows("Direncanakan") && !page.shows("Salah"));
}

/// The theme of a week is seen by the coordinators below, and nobody overwrites a colleague unseen.
#[tokio::test]
async fn a_week_has_a_theme_that_colleagues_see() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let asep = app.coordinator("Asep", "32.05").await;
    let ratna = app.coordinator("Ratna", "32").await;
    let week_of = |theme: &'static str, before: &'static str| {
        [("minggu", "2026-11-30"), ("theme", theme), ("note", "Bersama Dinkes"), ("before", before)]
    };
    ratna.post("/meja/kalender/tema", &week_of("Bulan Stunting", "")).await.expect(303);
    let page = hendra.get("/meja/kalender").await.expect(200);
    assert!(page.shows("Tema Jawa Barat: Bulan Stunting"), "{}", page.words());
    hendra.post("/meja/kalender/tema", &week_of("Gizi anak", "")).await.expect(303);
    let refused = asep.post("/meja/kalender/tema", &week_of("Posyandu", "")).await.expect(422);
    assert!(refused.shows("Tema minggu ini baru saja diubah rekan Bapak/Ibu: sekarang “Gizi anak”."));
    assert!(
        refused.text.contains("value=\"Posyandu\"") && refused.text.contains("name=\"before\" value=\"Gizi anak\"")
    );
    asep.post("/meja/kalender/tema", &week_of("Posyandu", "Gizi anak")).await.expect(303);
    assert!(hendra.get("/meja/kalender").await.expect(200).shows("Posyandu Bersama Dinkes"));
    let long = "t".repeat(81);
    let page = asep.post("/meja/kalender/tema", &[("minggu", "2026-12-07"), ("theme", &long)]).await.expect(422);
    assert!(page.shows("Tema paling panjang 80 karakter; yang ini 81.") && page.text.contains(&long));
    // Only Mondays from this week on have a theme.
    for odd in ["2026-12-01", "2026-11-16", "2027-12-06", "besok", ""] {
        asep.post("/meja/kalender/tema", &[("minggu", odd), ("theme", "Salah")]).await.expect(404);
    }
    asep.post("/meja/kalender/tema", &week_of("", "Posyandu")).await.expect(303);
    assert!(!hendra.get("/meja/kalender").await.expect(200).shows("Posyandu"));
}

/// What stands first on the front page is the coordinator's choice.
#[tokio::test]
async fn the_order_of_the_chosen_can_be_changed() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let mut ids = Vec::new();
    for title in ["Pertama", "Kedua", "Ketiga"] {
        let study = app.has(a_study(title)).await;
        hendra.post(&study.path("pilihan"), &[("reason", BECAUSE)]).await.expect(303);
        ids.push(
            feature::Entity::find().all(app.app.db.read()).await.expect("rows").last().expect("one").id.to_string(),
        );
    }
    assert_eq!(chosen(&app).await, ["Ketiga", "Kedua", "Pertama"], "the latest first");
    hendra.post("/meja/kalender/urutan", &[("feature", &ids[0]), ("arah", "naik")]).await.expect(303);
    assert_eq!(chosen(&app).await, ["Ketiga", "Pertama", "Kedua"]);
    hendra.post("/meja/kalender/urutan", &[("feature", &ids[2]), ("arah", "turun")]).await.expect(303);
    assert_eq!(chosen(&app).await, ["Pertama", "Ketiga", "Kedua"]);
    hendra.post("/meja/kalender/urutan", &[("feature", &ids[0]), ("arah", "naik")]).await.expect(303);
    assert_eq!(chosen(&app).await, ["Pertama", "Ketiga", "Kedua"], "the first stays the first");
    app.coordinator("Yuli", "32.04").await.post("/meja/kalender/urutan", &[("feature", &ids[0])]).await.expect(403);
}

/// Advice says why, follows the theme, and never advises what was chosen lately.
#[tokio::test]
async fn advice_says_why() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let shown = app.has(a_study("Irigasi tetes")).await;
    hendra.post(&shown.path("pilihan"), &[("reason", BECAUSE)]).await.expect(303);
    app.has(a_study("Panen dihitung").with_figure("Panen", "3,1", "4,9", "ton")).await;
    app.has(a_study("Curug desa").in_sector("pariwisata").of("32.05.17")).await;
    app.has(a_study("Dapur gizi").supporting(&["stunting"])).await;
    app.has(a_study("Di tempat lain").of("32.04.05").in_sector("pariwisata")).await;
    let page = hendra.get("/meja/kalender").await.expect(200);
    let aside = &page.text[page.text.find("id=\"usulan\"").expect("advice")..];
    assert!(!aside.contains("Irigasi tetes") && !aside.contains("Di tempat lain"), "{aside}");
    assert!(page.shows("Panen dihitung") && page.shows("Baru terbit 24 Nov 2026, sudah dengan angka hasil."));
    assert!(page.shows("Sektor Pariwisata belum menjadi pilihan dalam 90 hari terakhir."), "{}", page.words());
    assert!(page.shows("belum menjadi pilihan dalam 180 hari terakhir."));
    let theme = [("minggu", "2026-11-30"), ("theme", "Bulan Stunting"), ("before", "")];
    hendra.post("/meja/kalender/tema", &theme).await.expect(303);
    let page = hendra.get("/meja/kalender?minggu=2026-11-30").await.expect(200);
    assert!(page.shows("Sesuai tema minggu ini: mendukung indikator Stunting."), "{}", page.words());
    let aside = &page.text[page.text.find("id=\"usulan\"").expect("advice")..];
    assert!(aside.find("Dapur gizi") < aside.find("Panen dihitung"), "the theme comes first");
    // The button leads to a form that knows week and theme.
    let link = aside.split("href=\"").find(|part| part.contains("/pilihan?minggu=2026-11-30")).expect("a button");
    let link = link.split('"').next().expect("a link").replace("&#38;", "&").replace("&amp;", "&");
    let form = hendra.get(&link).await.expect(200);
    assert!(form.text.contains("value=\"2026-11-30\"") && form.text.contains("value=\"2026-12-06\""), "{}", form.text);
    assert!(form.text.contains("value=\"Bulan Stunting\""));
}

/// The calendar is for coordinators; it asks as many questions for many features as for one.
#[tokio::test]
async fn the_calendar_is_for_coordinators_and_costs_the_same_for_many() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    app.visitor().get("/meja/kalender").await.expect(303);
    siti.get("/meja/kalender").await.expect(403);
    siti.post("/meja/kalender/tema", &[("minggu", "2026-11-30"), ("theme", "Coba")]).await.expect(403);
    let mut counts = Vec::new();
    for round in 0..2 {
        for number in 0..(2 + round * 8) {
            let study = app.has(a_study(&format!("Praktik {round}-{number}"))).await;
            if number % 2 == 0 {
                hendra.post(&study.path("pilihan"), &[("reason", BECAUSE)]).await.expect(303);
            }
        }
        let before = app.app.db.statements();
        hendra.get("/meja/kalender").await.expect(200);
        counts.push(app.app.db.statements() - before);
    }
    assert_eq!(counts[0], counts[1]);
    assert!(counts[0] > 5 && counts[0] < 20, "{counts:?}");
    for odd in ["?mulai=besok", "?mulai=9999-01-01&minggu=x", "?mulai=2020-01-06", "?minggu=2020-01-06"] {
        hendra.get(&format!("/meja/kalender{odd}")).await.expect(200);
    }
}
