//! The pages that lead to studies: home, sectors, indicators, places, feeds and the site's texts.

use forum_camat::case_study::content::{Photo, Value};
use forum_camat::policy::Role;
use forum_tests::{CIKAJANG, TestApp, a_study};

use super::evidence_pack::has_photo;
use super::writing::{answers, but, publishes};

#[tokio::test]
async fn home_leads_to_what_was_written() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    assert!(app.visitor().get("/").await.expect(200).shows("Belum ada praktik baik."));
    let study = app.has(a_study("Kebun cabai")).await;
    hendra.post(&study.path("pilihan"), &[("reason", "Murah dan jalan.")]).await.expect(303);
    let home = app.visitor().get("/").await.expect(200);
    assert!(home.shows("Pengalaman 627 kecamatan Jawa Barat"), "{}", home.words());
    assert!(home.shows("1 praktik dari 1 kabupaten/kota."));
    assert!(home.shows("Dipilih Bagian Tata Pemerintahan Kab. Garut. Murah dan jalan."));
    assert!(home.shows("Pertanian 1 praktik") && home.shows("Pariwisata 0 praktik"));
    assert!(home.text.contains("m-4"), "the map shows where");
}

#[tokio::test]
async fn places_lead_from_the_province_to_the_study() {
    let app = TestApp::start().await;
    app.has(a_study("Kebun cabai")).await;
    let all = app.visitor().get("/kabupaten-kota").await.expect(200);
    assert_eq!(all.text.matches("href=\"/kabupaten-kota/32.").count(), 27);
    assert!(all.shows("Kab. Garut 1 praktik") && all.shows("Terbanyak: Kab. Garut (1)."), "{}", all.words());
    let garut = app.visitor().get("/kabupaten-kota/32.05").await.expect(200);
    assert!(garut.shows("1 praktik baik dari 1 kecamatan.") && garut.shows("Cikajang 1 praktik"), "{}", garut.words());
    assert!(garut.text.contains("href=\"/kecamatan/32.05.22\""));
    assert!(app.visitor().get("/kecamatan/32.05.22").await.expect(200).shows("Kebun cabai"));
    for nowhere in ["/kabupaten-kota/32.99", "/kabupaten-kota/x", "/kecamatan/32.05.99", "/sektor/x", "/indikator/x"] {
        app.visitor().get(nowhere).await.expect(404);
    }
}

#[tokio::test]
async fn a_kecamatan_shows_who_is_camat_now_and_nobody_before() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti Rohaeti", CIKAJANG).await;
    app.person("Asep Kurnia", Role::Sekcam, CIKAJANG).await;
    let page = app.visitor().get("/kecamatan/32.05.22").await.expect(200);
    assert!(page.shows("Camat Siti Rohaeti, sejak 16 Agu 2026"), "{}", page.words());
    assert!(page.shows("Sekcam Asep Kurnia"));
    assert!(page.shows("Belum ada praktik baik dari Kec. Cikajang."));
    assert!(!page.text.contains("/kecamatan/32.05.22/pejabat"));
    assert!(siti.get("/kecamatan/32.05.22").await.expect(200).text.contains("/kecamatan/32.05.22/pejabat"));

    let tx = app.app.db.begin_write().await.unwrap();
    use forum_camat::office::entity::office_term::{ActiveModel, Entity};
    use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};
    let term = Entity::find_by_id(siti.term.unwrap().get()).one(&*tx).await.unwrap().unwrap();
    let mut term: ActiveModel = term.into();
    term.ended_on = Set(Some(tx.today() - chrono::Duration::days(1)));
    term.update(&*tx).await.unwrap();
    tx.commit(forum_camat::db::Effect::Visible(vec![forum_camat::content_change::Subject::Region(
        CIKAJANG.to_owned(),
    )]))
    .await
    .unwrap();
    assert!(!app.visitor().get("/kecamatan/32.05.22").await.expect(200).shows("Siti Rohaeti"));
}

#[tokio::test]
async fn an_indicator_says_what_it_means() {
    let app = TestApp::start().await;
    app.has(a_study("Kebun cabai").supporting(&["ipm"])).await;
    let page = app.visitor().get("/indikator/ipm").await.expect(200);
    assert!(page.shows("Indeks Pembangunan Manusia") && page.shows("Kebun cabai"), "{}", page.words());
    assert!(page.shows("1 praktik baik mendukung indikator strategis ini."));
}

/// All addresses that machines are told: the parts that the site map names, as one text.
pub async fn site_map(app: &TestApp) -> String {
    let visitor = app.visitor();
    let index = visitor.get("/sitemap.xml").await.expect(200);
    let mut all = String::new();
    for part in index.text.split("<loc>").skip(1) {
        let address = part.split("</loc>").next().expect("an end");
        let path = address.strip_prefix(app.url.as_str()).expect("an address of this site");
        all.push_str(&visitor.get(path).await.expect(200).text);
    }
    all
}

#[tokio::test]
async fn machines_are_fed_well_formed_text() {
    let app = TestApp::start().await;
    let study = app.has(a_study("Kebun <cabai> & \"tomat\"")).await;
    let feed = app.visitor().get("/umpan.atom").await.expect(200);
    assert!(feed.text.contains("<title>Kebun &lt;cabai&gt; &amp; &quot;tomat&quot;</title>"), "{}", feed.text);
    assert!(feed.headers["content-type"].to_str().unwrap().starts_with("application/atom+xml"));
    let map = site_map(&app).await;
    for path in [study.url.as_str(), "/sektor/pertanian", "/kabupaten-kota/32.05", "/bantuan"] {
        assert!(map.contains(&format!("<loc>{}{path}</loc>", app.url)), "{path}");
    }
    let parts = app.visitor().get("/sitemap.xml").await.expect(200);
    assert!(!parts.text.contains("/sitemap/tanya/"), "a part without addresses is not named");
    for none in ["/sitemap/praktik/2", "/sitemap/praktik/0", "/sitemap/praktik/-1", "/sitemap/tanya/1", "/sitemap/x/1"]
    {
        app.visitor().get(none).await.expect(404);
    }
    assert!(
        app.visitor().get("/robots.txt").await.expect(200).text.contains(&format!("Sitemap: {}/sitemap.xml", app.url))
    );
    let manifest = app.visitor().get("/manifest.webmanifest").await.expect(200);
    let manifest: serde_json::Value = serde_json::from_str(&manifest.text).unwrap();
    let icon = manifest["icons"][0]["src"].as_str().unwrap();
    app.visitor().get(icon).await.expect(200);
}

#[tokio::test]
async fn the_sites_texts_are_there() {
    let app = TestApp::start().await;
    for (path, heading) in [
        ("/bantuan", "Bantuan"),
        ("/tentang", "Tentang Forum Camat Jawa Barat"),
        ("/privasi", "Privasi"),
        ("/aksesibilitas", "Aksesibilitas"),
    ] {
        let page = app.visitor().get(path).await.expect(200);
        assert!(page.text.contains(&format!("<h1>{heading}</h1>")), "{path}");
        assert_eq!(page.text.matches("<h1>").count(), 1, "{path}");
    }
}

/// Numbers in addresses are typed by anybody: what is out of all bounds is a page that does not exist, or the first page
/// of a list, and never a fault of ours.
#[tokio::test]
async fn absurd_numbers_in_addresses_are_pages_that_do_not_exist() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let study = app.has(a_study("Kebun cabai").by(&siti)).await;
    let numbers = [
        "0",
        "-1",
        "2147483647",
        "2147483648",
        "-2147483648",
        "9223372036854775807",
        "-9223372036854775808",
        "9223372036854775808",
        "99999999999999999999999999",
    ];
    for number in numbers {
        for path in [
            format!("/praktik/{number}"),
            format!("/praktik/{number}/cetak"),
            format!("/praktik/{number}/riwayat"),
            format!("/praktik/{number}/riwayat/1"),
            study.path(&format!("riwayat/{number}")),
            format!("/praktik/{number}/komentar"),
            format!("/praktik/{number}/hentikan"),
            format!("/komentar/{number}/ubah"),
            format!("/kabar/{number}"),
            format!("/berkas/{number}/0123456789abcdef/320.webp"),
            format!("/kecamatan/{number}"),
            format!("/tulis/{number}"),
        ] {
            let answer = siti.get(&path).await;
            assert_eq!(answer.status.as_u16(), 404, "{path}: {}", answer.words());
        }
        for path in [
            format!("/cari?halaman={number}"),
            format!("/kabar?halaman={number}"),
            study.path(&format!("komentar?balas={number}")),
            format!("/api/v1/search?offset={number}&limit={number}"),
        ] {
            let answer = siti.get(&path).await;
            assert!(answer.status.as_u16() < 500, "{path}: {}", answer.words());
        }
    }
    siti.get(&study.path("riwayat/1")).await.expect(200);
}

/// A figure at four points in time is a drawn line with its finding in words and all its numbers; one screen tells it in short.
#[tokio::test]
async fn a_figure_over_the_years_is_drawn_and_told() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let table = "Panen naik. Air cukup.\n\n| Tahun | Panen |\n| --- | --- |\n| 2023 | 3,1 |";
    let years = [
        ("fields", "title summary sector indicators problem action outcome results visibility video"),
        ("outcome", table),
        ("video", "https://www.youtube.com/watch?v=contoh"),
        ("results.0.values.0.value", "12,4"),
        ("results.0.values.0.period", "2022"),
        ("results.0.values.1.value", "11,0"),
        ("results.0.values.1.period", "2023"),
        ("results.0.values.2.value", "10,2"),
        ("results.0.values.2.period", "2024"),
        ("results.0.values.3.value", "9,1"),
        ("results.0.values.3.period", "2025"),
        ("results.0.unit", "%"),
    ];
    let study = publishes(&siti, &but(answers("Angka bertahun-tahun"), &years)).await;
    let page = app.visitor().get(&study).await.expect(200);
    assert!(page.text.contains(r#"<polyline class="chart-line" points=""#), "{}", page.text);
    assert!(page.shows("turun 3,3 poin persen, dari 12,4% menjadi 9,1%"), "{}", page.words());
    assert!(page.shows("Semua angka") && page.shows("11,0"));
    assert!(page.text.contains(r#"<div class="table-scroll" role="region""#), "a wide table has its own frame");
    assert!(page.shows("di youtube.com, tab baru"));
    assert!(page.text.contains("?tampilan=sekilas"));
    let glance = app.visitor().get(&format!("{study}?tampilan=sekilas")).await.expect(200);
    assert!(glance.shows("Yang dilakukan") && glance.shows("Baca lengkap"), "{}", glance.words());
    assert!(!glance.text.contains("chart-line") && glance.shows("Panen naik. Air cukup."), "{}", glance.words());
}

/// What stands beside a study stands below the word for it: the duties are no stage.
#[tokio::test]
async fn the_duties_are_named_as_such() {
    let app = TestApp::start().await;
    let study = a_study("Antrean posyandu").saying(|content| {
        (content.stage, content.applied_since) = (None, None);
        content.duties = vec!["pelayanan-publik".to_owned(), "pemberdayaan-masyarakat".to_owned()];
    });
    let study = app.has(study).await;
    let page = app.visitor().get(&study.url).await.expect(200);
    assert!(page.shows("Tugas kecamatan Pelayanan publik Pemberdayaan masyarakat"), "{}", page.words());
    assert!(!page.text.contains("<h2>Tahap</h2>") && !page.shows("Tugas: "), "{}", page.words());
}

/// On paper nobody unfolds anything, and a photo that would come later does not come; a list says what was looked for.
#[tokio::test]
async fn what_is_printed_is_whole() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let photo = has_photo(&app, &siti).await;
    let study = a_study("Kebun cabai").by(&siti).saying(|content| {
        content.photos.push(Photo { attachment: photo, alt: "Kebun".to_owned(), ..Photo::default() });
        content.results[0].values.push(Value { period: "2027".to_owned(), value: "5.2".to_owned() });
    });
    let study = app.has(study).await;
    let read = app.visitor().get(&study.url).await.expect(200);
    assert!(
        read.text.contains("loading=\"lazy\"") && read.text.contains("<details class=\"fold\"><summary>Semua angka")
    );
    let printed = app.visitor().get(&study.path("cetak")).await.expect(200);
    assert!(
        printed.text.contains("loading=\"eager\"") && !printed.text.contains("loading=\"lazy\""),
        "{}",
        printed.text
    );
    assert!(printed.text.contains("<details class=\"fold\" open><summary>Semua angka"), "{}", printed.words());

    app.settle().await;
    let found = app.visitor().get("/cari?q=cabai").await.expect(200);
    assert!(found.shows("Dicari: cabai"), "{}", found.words());
}
