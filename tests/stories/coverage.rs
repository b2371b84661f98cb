//! Peta Cakupan: a coordinator sees where nothing was written, beside the official values, and goes on to the kecamatan.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use forum_tests::{CIKAJANG, TestApp, a_study};

#[tokio::test]
async fn only_members_see_it() {
    let app = TestApp::start().await;
    for path in ["/cakupan", "/cakupan/32.05", "/cakupan.csv", "/cakupan.xlsx"] {
        let answer = app.visitor().get(path).await.expect(303);
        assert!(answer.location.starts_with("/masuk?kembali="), "{path}: {}", answer.location);
    }
    let siti = app.camat("Siti", CIKAJANG).await;
    for path in ["/cakupan", "/cakupan/32.05", "/cakupan.csv", "/cakupan.xlsx"] {
        siti.get(path).await.expect(200);
    }
    siti.get("/cakupan/32.99").await.expect(404);
    assert!(siti.get("/kabupaten-kota").await.expect(200).text.contains("href=\"/cakupan\""));
    assert!(!app.visitor().get("/kabupaten-kota").await.expect(200).text.contains("href=\"/cakupan\""));
}

#[tokio::test]
async fn a_bad_value_without_a_study_comes_first_and_leads_to_the_silent_kecamatan() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    assert!(hendra.get("/meja").await.expect(200).text.contains("href=\"/cakupan\""));
    // Indramayu is the poorest of 2024; Garut is above the province too.
    let page = hendra.get("/cakupan?indikator=kemiskinan").await.expect(200);
    assert!(page.shows("Kemiskinan di atas angka Jawa Barat, yaitu 7,46% (2024)"), "{}", page.words());
    assert!(page.shows("salinan, belum dicocokkan") && page.shows("BPS (Susenas Maret)"));
    let first =
        "href=\"/cakupan/32.12?indikator=kemiskinan\">Kab. Indramayu: kemiskinan 11,93% (2024), belum ada praktik";
    assert!(page.text.contains(first), "{}", page.text);
    let garut = "Kab. Garut: kemiskinan 9,68% (2024), belum ada praktik";
    assert!(page.text.find("Kab. Indramayu: kemiskinan") < page.text.find(garut));
    app.has(a_study("Padat karya").supporting(&["kemiskinan"])).await;
    let page = hendra.get("/cakupan?indikator=kemiskinan").await.expect(200);
    assert!(!page.text.contains(garut), "{}", page.words());
    let label = "aria-label=\"Kab. Garut: 1 praktik, di 1 dari 42 kecamatan; kemiskinan 9,68% (2024)\"";
    assert!(page.text.contains(label), "{}", page.text);
    // The study is of agriculture, so tourism is silent there still.
    let page = hendra.get("/cakupan?sektor=pariwisata&indikator=kemiskinan").await.expect(200);
    assert!(
        page.text.contains(garut) && page.text.contains("/cakupan/32.05?sektor=pariwisata&#38;indikator=kemiskinan")
    );
    let place = hendra.get("/cakupan/32.05?indikator=kemiskinan").await.expect(200);
    assert!(place.shows("1 praktik tentang Kemiskinan. 41 dari 42 kecamatan belum mempunyainya."), "{}", place.words());
    let written = place.text.find("href=\"/kecamatan/32.05.22\"").expect("Cikajang is linked");
    let silent = place.text.find("href=\"/kecamatan/32.05.01\"").expect("a silent one is linked");
    assert!(silent < written, "silent ones come first");
}

#[tokio::test]
async fn what_has_no_official_value_says_so() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    for indicator in ["stunting", "daya-saing"] {
        let page = hendra.get(&format!("/cakupan?indikator={indicator}")).await.expect(200);
        assert_eq!(page.text.matches("<span class=\"muted\">belum ada data</span>").count(), 27, "{indicator}");
        assert!(page.shows("Kab. Garut: belum ada praktik") && !page.shows("didahulukan"));
    }
    let page = hendra.get("/cakupan?indikator=ipm").await.expect(200);
    assert!(page.shows("(2022)") && !page.shows("2019, BPS"), "{}", page.words());
    // An odd address asks for everything.
    let page = hendra.get("/cakupan?sektor=tidak-ada&indikator=%3Cb%3E").await.expect(200);
    assert!(page.shows("Belum ada praktik. Kecamatan di Kab. Garut"), "{}", page.words());
}

#[tokio::test]
async fn members_count_what_is_for_members_and_nobody_counts_what_is_withdrawn() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    app.has(a_study("Kebun").members_only()).await;
    app.has(a_study("Lama").withdrawn()).await;
    app.has(a_study("Tanpa wilayah").of_nowhere()).await;
    let page = hendra.get("/cakupan").await.expect(200);
    assert!(page.shows("2 praktik. 1 dari 27 kabupaten/kota sudah mempunyainya."), "{}", page.words());
    assert!(page.shows("1 di antaranya tidak mencantumkan kecamatan"), "{}", page.words());
    let matrix = "2<span class=\"vh\"> praktik tentang Ekonomi Lokal, Pertanian</span>";
    assert!(page.text.contains(matrix), "{}", page.text);
    let place = hendra.get("/cakupan/32.05").await.expect(200);
    assert!(place.text.contains("1<span class=\"vh\"> praktik tentang Ekonomi Lokal, Pertanian</span>"));
}

#[tokio::test]
async fn the_table_goes_home_with_numbers_as_numbers() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    app.has(a_study("Padat karya").supporting(&["kemiskinan"])).await;
    app.has(a_study("Kebun")).await;
    let text = hendra.get("/cakupan.csv?indikator=kemiskinan").await.expect(200).text;
    let rows: Vec<&str> = text.lines().collect();
    assert_eq!(rows.len(), 28);
    assert!(
        rows[0].starts_with("Kode,Kabupaten/kota,Praktik tentang Kemiskinan,Kecamatan dengan praktik"),
        "{}",
        rows[0]
    );
    assert!(rows[1].starts_with("32.12,Kab. Indramayu,0,0,31,"), "the same order as on the page: {}", rows[1]);
    let garut = rows.iter().find(|row| row.contains("Kab. Garut")).expect("a row");
    assert!(
        garut.starts_with("32.05,Kab. Garut,1,1,42,") && garut.contains(",9.68,2024,BPS (Susenas Maret),"),
        "{garut}"
    );
    assert!(garut.ends_with("\"salinan, belum dicocokkan\""), "{garut}");
    let bytes = hendra.bytes("/cakupan.xlsx").await;
    let mut book = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let sheet = book.worksheet_range("Peta Cakupan").expect("the sheet");
    assert_eq!(sheet.height(), 28);
    let headings: Vec<String> = sheet.rows().next().expect("headings").iter().map(ToString::to_string).collect();
    let garut = sheet.rows().find(|row| row[1] == Data::String("Kab. Garut".to_owned())).expect("a row");
    let of = |heading: &str| &garut[headings.iter().position(|found| found == heading).expect(heading)];
    assert_eq!(*of("Kode"), Data::String("32.05".to_owned()), "a code is no number");
    assert_eq!(*of("Praktik"), Data::Float(2.0));
    assert_eq!(*of("Sektor Pertanian"), Data::Float(2.0));
    assert_eq!(*of("Indikator Kemiskinan"), Data::Float(1.0));
    assert_eq!(*of("Persentase penduduk miskin (persen)"), Data::Float(9.68));
    assert_eq!(*of("Tahun: Indeks Pembangunan Manusia"), Data::Float(2022.0));
}
