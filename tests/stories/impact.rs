//! Capaian: what the exchange brought, summed only where it may be summed, with the rows behind each number.

use forum_camat::case_study::content::{Measured, Value};
use forum_tests::{CIKAJANG, Person, Study, StudyBuilder, TestApp, a_study};

use super::adoption::{BAYONGBONG, day, tells};

const CILEUNYI: &str = "32.04.05";

const ROWS: &str = "/dampak/baris?jenis=ukuran&ukuran=debitur-kur";

/// With a measure of the catalogue.
fn counting(study: StudyBuilder, measure: &str, unit: &str, first: &str, last: &str) -> StudyBuilder {
    let value = |value: &str| Value { period: "2026".to_owned(), value: value.to_owned() };
    let values = vec![value(first), value(last)];
    study.saying(|content| {
        content.results.push(Measured {
            measure: Some(measure.to_owned()),
            name: "Yang dihitung".to_owned(),
            unit: unit.to_owned(),
            source: "Bank penyalur".to_owned(),
            values,
            ..Measured::default()
        });
    })
}

async fn takes_up(app: &TestApp, person: &Person, study: &Study, stage: &str) -> String {
    let today = day(app, 0);
    let fields = [("stage", stage), ("on", today.as_str())];
    person.post(&study.path("replikasi"), &fields).await.expect(303).location
}

/// Before and after of the rows of a file, added up.
fn added_up(csv: &str) -> (f64, f64) {
    // The address at the end and the numbers before it hold no comma; the names at the start may.
    let field = |line: &str, from_the_end: usize| {
        line.rsplit(',').nth(from_the_end).expect("a field").parse::<f64>().expect("a number")
    };
    let sum = |from_the_end: usize| csv.lines().skip(1).map(|line| field(line, from_the_end)).sum();
    (sum(3), sum(2))
}

#[tokio::test]
async fn only_equal_measures_in_equal_units_are_summed_and_their_rows_add_up() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let yuli = app.camat("Yuli", CILEUNYI).await;
    let visitor = app.visitor();
    assert!(visitor.get("/dampak").await.expect(200).shows("Belum ada angka sebelum dan sesudah"));
    let study = app.has(counting(a_study("Pasar pagi").by(&siti), "debitur-kur", "orang", "10", "40")).await;
    let own = a_study("Pasar malam").of(BAYONGBONG).by(&dedi);
    let own = app.has(counting(own, "debitur-kur", " Orang ", "5", "15")).await;
    app.has(counting(a_study("Satuan lain"), "debitur-kur", "kelompok", "100", "200")).await;
    app.has(counting(a_study("Ukuran lain"), "nib-terbit", "NIB", "0", "7")).await;
    app.has(counting(a_study("Sebuah bagian"), "kepesertaan-jkn", "persen", "60", "80")).await;
    app.has(counting(a_study("Khusus anggota").members_only(), "debitur-kur", "orang", "1000", "9000")).await;
    app.settle().await;

    let page = visitor.get("/dampak").await.expect(200);
    assert!(page.shows("Debitur KUR (orang)"), "{}", page.words());
    assert!(page.shows("15 55 +40"), "{}", page.words());
    assert!(page.shows("NIB terbit (NIB)"), "{}", page.words());
    assert!(page.shows("tidak dijumlahkan tidak dijumlahkan +20 poin persen"), "{}", page.words());
    assert!(page.shows("Cara menghitung") && !page.shows("9.055") && !page.shows("1.015"), "{}", page.words());
    let rows = visitor.get(ROWS).await.expect(200);
    assert!(rows.shows("2 hasil. Jumlah sebelum 15, sesudah 55 orang."), "{}", rows.words());
    assert!(!siti.get(ROWS).await.expect(200).shows("Khusus anggota"), "also not for members");
    let csv = visitor.get(&ROWS.replace("baris?", "baris.csv?")).await.expect(200);
    assert_eq!(added_up(&csv.text), (15.0, 55.0));

    // What is tried does not count; what runs does, with what it told.
    let entry = takes_up(&app, &yuli, &study, "uji_coba").await;
    let today = day(&app, 0);
    let told = [
        ("on", today.as_str()),
        ("figures.0.measure", "debitur-kur"),
        ("figures.0.name", "Debitur KUR"),
        ("figures.0.unit", "orang"),
        ("figures.0.first", "20"),
        ("figures.0.last", "30"),
    ];
    let with = |stage: &'static str| {
        let mut fields = vec![("stage", stage)];
        fields.extend_from_slice(&told);
        fields
    };
    tells(&yuli, &entry, &with("uji_coba")).await.expect(303);
    assert!(visitor.get(ROWS).await.expect(200).shows("Jumlah sebelum 15, sesudah 55 orang."));
    app.forward(chrono::Duration::hours(1));
    tells(&yuli, &entry, &[("stage", "berjalan"), ("on", today.as_str())]).await.expect(303);
    let rows = visitor.get(ROWS).await.expect(200);
    assert!(rows.shows("3 hasil. Jumlah sebelum 35, sesudah 85 orang."), "{}", rows.words());
    assert!(rows.text.contains(&format!("href=\"{entry}\"")), "each row leads to its place");
    // The same told again counts once.
    app.forward(chrono::Duration::hours(1));
    tells(&yuli, &entry, &with("berjalan")).await.expect(303);
    assert!(visitor.get(ROWS).await.expect(200).shows("3 hasil. Jumlah sebelum 35, sesudah 85 orang."));

    // An entry that became a public study is counted there alone.
    let mine = takes_up(&app, &dedi, &study, "berjalan").await;
    app.forward(chrono::Duration::hours(1));
    tells(&dedi, &mine, &with("berjalan")).await.expect(303);
    assert!(visitor.get(ROWS).await.expect(200).shows("4 hasil. Jumlah sebelum 55, sesudah 115 orang."));
    dedi.post(&format!("{mine}/praktik"), &[("study", own.id.to_string().as_str())]).await.expect(303);
    assert!(visitor.get(ROWS).await.expect(200).shows("3 hasil. Jumlah sebelum 35, sesudah 85 orang."));

    // What is withdrawn takes what grew from it along, and not the study that was written about it.
    siti.post(&study.path("hentikan"), &[("reason", "Angkanya keliru.")]).await.expect(303);
    assert!(visitor.get(ROWS).await.expect(200).shows("1 hasil. Jumlah sebelum 5, sesudah 15 orang."));
}

/// What an entry told stays counted when the study that its office wrote tells something else.
#[tokio::test]
async fn what_an_entry_told_stays_when_its_own_study_tells_another_measure() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let study = app.has(counting(a_study("Pasar pagi").by(&siti), "debitur-kur", "orang", "10", "40")).await;
    let own = app.has(counting(a_study("Pasar malam").of(BAYONGBONG).by(&dedi), "nib-terbit", "NIB", "0", "7")).await;
    let entry = takes_up(&app, &dedi, &study, "berjalan").await;
    let today = day(&app, 0);
    let told = [
        ("stage", "berjalan"),
        ("on", today.as_str()),
        ("figures.0.measure", "debitur-kur"),
        ("figures.0.name", "Debitur KUR"),
        ("figures.0.unit", "orang"),
        ("figures.0.first", "20"),
        ("figures.0.last", "30"),
    ];
    tells(&dedi, &entry, &told).await.expect(303);
    let all = "2 hasil. Jumlah sebelum 30, sesudah 70 orang.";
    assert!(app.visitor().get(ROWS).await.expect(200).shows(all));
    dedi.post(&format!("{entry}/praktik"), &[("study", own.id.to_string().as_str())]).await.expect(303);
    assert!(app.visitor().get(ROWS).await.expect(200).shows(all), "nobody else tells these twenty");
    // The measure goes along unseen; what is called otherwise is another thing, and what was told stays.
    let mut other = told.to_vec();
    other[3] = ("figures.0.name", "Anggota koperasi");
    other[6] = ("figures.0.last", "400");
    tells(&dedi, &entry, &other).await.expect(303);
    assert!(app.visitor().get(ROWS).await.expect(200).shows(all), "members are no debtors");
}

/// Dedi counts people where the catalogue counts visits: the form says that such a figure is not summed, and keeps it all the
/// same; in the catalogue's unit it is summed.
#[tokio::test]
async fn a_unit_that_is_typed_over_is_said_not_to_be_summed() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let study = counting(a_study("Situ bersih").by(&siti), "kunjungan-wisata", "orang", "10", "40").saying(|content| {
        // The proposal of a step begins with the study's measures.
        content.results.reverse();
    });
    let study = app.has(study).await;
    let visitor = app.visitor();
    let page = visitor.get("/dampak").await.expect(200);
    assert!(page.shows("Belum ada angka sebelum dan sesudah"), "{}", page.words());
    assert!(page.shows("satuan lain dari daftar ukuran tidak ikut"), "{}", page.words());
    let entry = takes_up(&app, &dedi, &study, "berjalan").await;
    let form = dedi.get(&entry).await.expect(200);
    assert!(form.shows("Satuan dalam daftar ukuran: kunjungan/bulan."), "{}", form.words());
    let today = day(&app, 0);
    let told = |unit: &'static str| {
        [
            ("stage", "berjalan"),
            ("on", &*today),
            ("figures.0.measure", "kunjungan-wisata"),
            ("figures.0.name", "Kunjungan wisata"),
            ("figures.0.unit", unit),
            ("figures.0.first", "20"),
            ("figures.0.last", "30"),
        ]
    };
    let left_out = "Tidak ikut dijumlahkan di Capaian: satuan dalam daftar ukuran adalah kunjungan/bulan.";
    tells(&dedi, &entry, &told("orang")).await.expect(303);
    assert!(dedi.get(&entry).await.expect(200).shows(left_out), "its office reads it");
    let seen = visitor.get(&entry).await.expect(200);
    assert!(seen.shows("30 orang") && !seen.shows(left_out), "{}", seen.words());
    assert!(visitor.get("/dampak").await.expect(200).shows("Belum ada angka sebelum dan sesudah"));
    app.forward(chrono::Duration::hours(1));
    tells(&dedi, &entry, &told("Kunjungan/Bulan ")).await.expect(303);
    assert!(visitor.get("/dampak").await.expect(200).shows("20 30 +10"));
}

/// What is told as an average of each place is told by its range, and villages are counted.
#[tokio::test]
async fn averages_are_not_summed_and_villages_are() {
    let app = TestApp::start().await;
    for (title, first, last) in [("Dampingan satu", "1400000", "2000000"), ("Dampingan dua", "1600000", "2500000")] {
        app.has(counting(a_study(title), "pendapatan-keluarga-dampingan", "Rp/bulan", first, last)).await;
    }
    for (title, first, last) in [("Jamban satu", "1", "3"), ("Jamban dua", "2", "5")] {
        app.has(counting(a_study(title), "desa-odf", "desa/kelurahan", first, last)).await;
    }
    app.settle().await;
    let page = app.visitor().get("/dampak").await.expect(200);
    assert!(page.shows("tidak dijumlahkan tidak dijumlahkan +600.000 sampai +900.000"), "{}", page.words());
    assert!(page.shows("3 8 +5") && !page.shows("3.000.000"), "{}", page.words());
    app.has(counting(a_study("Sawah"), "luas-tanam", "ha", "3.1", "4.9")).await;
    app.settle().await;
    for file in ["baris.csv?jenis=ukuran&ukuran=luas-tanam", "ukuran.csv"] {
        let csv = app.visitor().get(&format!("/dampak/{file}")).await.expect(200);
        assert!(csv.text.contains(",3.1,4.9,1.8,"), "{file}: {}", csv.text);
    }
    let rows = app.visitor().get("/dampak/baris?jenis=ukuran&ukuran=pendapatan-keluarga-dampingan").await.expect(200);
    assert!(rows.shows("2 hasil.") && !rows.shows("Jumlah sebelum"), "{}", rows.words());
}

#[tokio::test]
async fn every_number_leads_to_as_many_rows() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let yuli = app.camat("Yuli", CILEUNYI).await;
    let study = app.has(a_study("=HYPERLINK(\"x\")").by(&siti)).await;
    let other = app.has(a_study("Bank sampah").by(&siti).in_sector("pariwisata").supporting(&["stunting"])).await;
    let secret = app.has(a_study("Khusus anggota").by(&siti).members_only()).await;
    takes_up(&app, &dedi, &study, "berjalan").await;
    takes_up(&app, &yuli, &study, "berjalan").await;
    takes_up(&app, &dedi, &other, "uji_coba").await;
    takes_up(&app, &yuli, &other, "berjalan").await;
    takes_up(&app, &dedi, &secret, "berjalan").await;
    app.settle().await;
    let visitor = app.visitor();
    let page = visitor.get("/dampak").await.expect(200);
    for tile in [
        "2 praktik berjalan di kecamatan lain",
        "3 replikasi berjalan",
        "3 kecamatan ikut serta",
        "2 praktik baik tertulis, terbuka untuk umum",
        "Terbanyak: Berjalan, 3 replikasi.",
    ] {
        assert!(page.shows(tile), "{tile}: {}", page.words());
    }
    // What the home page counts differs from it for members, and says why.
    assert!(visitor.get("/").await.expect(200).shows("2 praktik dari"));
    let home = siti.get("/").await.expect(200);
    assert!(home.shows("3 praktik, termasuk yang khusus anggota, dari"), "{}", home.words());
    let month = app.app.clock.today().format("%Y-%m").to_string();
    for (query, rows, noun) in [
        ("jenis=praktik", 2, "praktik"),
        ("jenis=kecamatan", 3, "kecamatan"),
        ("jenis=tertulis", 2, "praktik"),
        ("jenis=belum-ditandai", 0, "entri replikasi"),
        ("jenis=replikasi", 4, "entri replikasi"),
        ("jenis=replikasi&tahap=berjalan", 3, "entri replikasi"),
        ("jenis=replikasi&tahap=uji_coba", 1, "entri replikasi"),
        ("jenis=replikasi&tahap=berjalan&sektor=pariwisata", 1, "entri replikasi"),
        ("jenis=replikasi&tahap=berjalan&indikator=ekonomi-lokal", 2, "entri replikasi"),
        (&*format!("jenis=replikasi&tahap=berjalan&bulan={month}"), 3, "entri replikasi"),
        ("jenis=replikasi&tahap=berjalan&bulan=2020-01", 0, "entri replikasi"),
    ] {
        let page = visitor.get(&format!("/dampak/baris?{query}")).await.expect(200);
        assert!(page.shows(&format!("{rows} {noun}.")), "{query}: {}", page.words());
        assert!(!page.shows("Khusus anggota"), "{query}");
        let member = siti.get(&format!("/dampak/baris?{query}")).await.expect(200);
        assert!(member.shows(&format!("{rows} {noun}.")), "{query}: {}", member.words());
        let csv = visitor.get(&format!("/dampak/baris.csv?{query}")).await.expect(200);
        assert_eq!(csv.text.lines().count(), rows + 1, "{query}: {}", csv.text);
        for open in ["=HYPERLINK", "\"=HYPERLINK"] {
            let inside = format!(",{open}");
            assert!(!csv.text.lines().any(|line| line.starts_with(open) || line.contains(&inside)), "{}", csv.text);
        }
    }
    for kind in ["praktik", "replikasi", "tertulis"] {
        let csv = visitor.get(&format!("/dampak/baris.csv?jenis={kind}")).await.expect(200);
        assert!(csv.text.contains("\"'=HYPERLINK"), "{kind}: {}", csv.text);
    }
    for (table, line) in
        [("tahap", "Berjalan,3,"), ("sektor", "Pariwisata,1,"), ("indikator", "Stunting,1,"), ("bulan", ",3,")]
    {
        let csv = visitor.get(&format!("/dampak/{table}.csv")).await.expect(200);
        assert!(csv.text.contains(line), "{table}: {}", csv.text);
    }
    visitor.get("/dampak/ukuran.csv").await.expect(200);
    visitor.get("/dampak/baris?jenis=ukuran&ukuran=tidak-ada").await.expect(404);
    visitor.get("/dampak/baris?jenis=rahasia").await.expect(404);
    let home = visitor.get("/").await.expect(200);
    assert!(home.shows("2 praktik sudah berjalan juga di 2 kecamatan lain."), "{}", home.words());
    assert!(home.text.contains("href=\"/dampak\""));
}

/// A report about last year: its months, its sums and the months of a measure, each with as many rows; an unknown year is all
/// time.
#[tokio::test]
async fn a_year_has_its_own_months_and_sums() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    // Days ago: in October of last year.
    let old = counting(a_study("Pasar pagi").by(&siti).days_ago(400), "debitur-kur", "orang", "10", "40");
    let old = app.has(old).await;
    app.has(counting(a_study("Pasar malam").by(&siti), "debitur-kur", "orang", "5", "15")).await;
    let entry = dedi.post(&old.path("replikasi"), &[("stage", "berjalan"), ("on", "2025-12-10")]).await;
    let entry = entry.expect(303).location;
    let told = [
        ("stage", "berjalan"),
        ("on", "2025-12-10"),
        ("figures.0.measure", "debitur-kur"),
        ("figures.0.name", "Debitur KUR"),
        ("figures.0.unit", "orang"),
        ("figures.0.first", "20"),
        ("figures.0.last", "30"),
    ];
    tells(&dedi, &entry, &told).await.expect(303);
    app.settle().await;
    let visitor = app.visitor();
    for (year, sum) in [("", "35 85 +50"), ("2025", "30 70 +40"), ("2026", "5 15 +10"), ("2031", "35 85 +50")] {
        let page = visitor.get(&format!("/dampak?tahun={year}")).await.expect(200);
        assert!(page.shows(sum), "{year}: {}", page.words());
    }
    let page = visitor.get("/dampak?tahun=2025&sektor=pertanian").await.expect(200);
    assert!(page.shows("Apa yang berubah pada 2025") && page.shows("Terbanyak: Desember 2025, 1 replikasi."));
    assert!(page.shows("Januari 2025") && !page.shows("Januari 2026"), "{}", page.words());
    assert!(page.text.contains("name=\"tahun\" value=\"2025\" form=\"saring\""), "the filter keeps the year");
    assert!(visitor.get("/dampak?tahun=2024").await.expect(200).shows("Tidak ada angka sebelum dan sesudah"));

    let year = format!("{ROWS}&tahun=2025");
    let rows = visitor.get(&year).await.expect(200);
    assert!(rows.shows("2 hasil. Jumlah sebelum 30, sesudah 70 orang."), "{}", rows.words());
    assert!(rows.shows("Desember 2025 1 20 30 +10") && rows.shows("Oktober 2025 1 10 40 +30"), "{}", rows.words());
    assert!(!rows.shows("November 2026"), "{}", rows.words());
    for (month, sum) in [("2025-12", "1 hasil. Jumlah sebelum 20, sesudah 30 orang."), ("2025-11", "0 hasil.")] {
        let rows = visitor.get(&format!("{ROWS}&bulan={month}")).await.expect(200);
        assert!(rows.shows(sum) && !rows.shows("Menurut bulan"), "{}", rows.words());
    }
    let entries = visitor.get("/dampak/baris?jenis=replikasi&tahap=berjalan&tahun=2025").await.expect(200);
    assert!(entries.shows("1 entri replikasi.") && entries.shows("sejak 2025"), "{}", entries.words());

    let all = visitor.get("/dampak/bulan.csv").await.expect(200);
    assert!(all.text.contains("Desember 2025,1,") && all.text.contains("November 2026,0,"), "{}", all.text);
    let year = visitor.get("/dampak/bulan.csv?tahun=2025").await.expect(200);
    assert_eq!(year.text.lines().count(), 13, "{}", year.text);
    let sums = visitor.get("/dampak/ukuran.csv?tahun=2025").await.expect(200);
    assert!(sums.text.contains(",30,70,10,30,"), "{}", sums.text);
    let months = visitor.get("/dampak/ukuran-bulan.csv").await.expect(200);
    for line in ["Oktober 2025,", "Desember 2025,", "November 2026,", ",1,20,30,10,10,", "bulan=2025-12"] {
        assert!(months.text.contains(line), "{line}: {}", months.text);
    }
    assert_eq!(visitor.get("/dampak/ukuran-bulan.csv?tahun=2026").await.expect(200).text.lines().count(), 2);
}

/// What appears in the first hours of a year belongs to that year here, while it is still the old one in UTC.
#[tokio::test]
async fn a_year_begins_at_midnight_where_the_reader_is() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let now = app.app.clock.local(app.app.clock.now());
    // 00.30 of the first day of next year, local time.
    let midnight = app.app.clock.end_of(chrono::NaiveDate::from_ymd_opt(2026, 12, 31).unwrap());
    app.forward(midnight + chrono::Duration::minutes(30) - now.to_utc());
    app.has(counting(a_study("Pasar fajar").by(&siti), "debitur-kur", "orang", "1", "2")).await;
    app.settle().await;
    let visitor = app.visitor();
    assert!(visitor.get("/dampak?tahun=2027").await.expect(200).shows("1 2 +1"));
    assert!(!visitor.get("/dampak?tahun=2026").await.expect(200).shows("1 2 +1"));
    assert!(visitor.get(&format!("{ROWS}&tahun=2027")).await.expect(200).shows("Januari 2027 1 1 2 +1"));
    assert!(visitor.get(&format!("{ROWS}&bulan=2027-01")).await.expect(200).shows("1 hasil."));
}

/// The page of a kecamatan says what it runs and tries of others, of what its reader may see, and leads to all of it.
#[tokio::test]
async fn a_kecamatan_shows_what_it_replicates() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let visitor = app.visitor();
    let place = format!("/kecamatan/{BAYONGBONG}");
    assert!(!visitor.get(&place).await.expect(200).shows("Semua replikasi kecamatan ini"));
    for (title, stage) in [("Pasar pagi", "berjalan"), ("Bank sampah", "uji_coba"), ("Kebun gizi", "direncanakan")] {
        let study = app.has(a_study(title).by(&siti)).await;
        takes_up(&app, &dedi, &study, stage).await;
    }
    let secret = app.has(a_study("Khusus anggota").by(&siti).members_only()).await;
    takes_up(&app, &dedi, &secret, "berjalan").await;
    app.settle().await;
    let page = visitor.get(&place).await.expect(200);
    assert!(page.shows("Replikasi 2") && page.shows("Berjalan Pasar pagi"), "{}", page.words());
    assert!(page.shows("Uji coba Bank sampah dari Kec. Cikajang, Kab. Garut, sejak"), "{}", page.words());
    assert!(!page.shows("Kebun gizi") && !page.shows("Khusus anggota"), "{}", page.words());
    assert!(siti.get(&place).await.expect(200).shows("Khusus anggota"));
    assert!(!visitor.get(&format!("/kecamatan/{CIKAJANG}")).await.expect(200).shows("Semua replikasi kecamatan ini"));
    let all = format!("/dampak/baris?jenis=replikasi&kecamatan={BAYONGBONG}");
    let rows = visitor.get(&all).await.expect(200);
    assert!(rows.shows("Replikasi oleh Kec.") && rows.shows("3 entri replikasi."), "{}", rows.words());
    assert!(rows.shows("Kebun gizi") && !rows.shows("Khusus anggota"), "{}", rows.words());
    let other = visitor.get(&all.replace(BAYONGBONG, CIKAJANG)).await.expect(200);
    assert!(other.shows("0 entri replikasi."), "{}", other.words());
}

#[tokio::test]
async fn many_rows_cost_as_many_statements_as_few() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let paths = [
        "/dampak",
        "/dampak?sektor=pertanian",
        "/dampak/baris?jenis=replikasi",
        "/dampak/baris?jenis=praktik",
        "/dampak/baris?jenis=kecamatan",
        ROWS,
        "/dampak?tahun=2025",
        "/dampak/ukuran-bulan.csv",
        "/dampak/sektor.csv",
        "/dampak/baris.csv?jenis=replikasi",
    ];
    let mut counts = Vec::new();
    for range in [0..3, 3..30] {
        for number in range {
            let study = a_study(&format!("Pasar nomor {number}")).by(&siti);
            let study = app.has(counting(study, "debitur-kur", "orang", "1", "2")).await;
            takes_up(&app, &dedi, &study, "berjalan").await;
        }
        app.settle().await;
        let mut found = Vec::new();
        for path in paths {
            siti.get(path).await.expect(200);
            // As after a change, when the numbers are counted anew.
            app.app.db.bump_generation();
            let before = app.app.db.statements();
            siti.get(path).await.expect(200);
            found.push(app.app.db.statements() - before);
        }
        counts.push(found);
    }
    assert_eq!(counts[0], counts[1], "{paths:?}");
    assert!(counts[1].iter().all(|count| *count <= 20), "{counts:?}");
}
