//! Capaian is counted once and kept, and right again on the next page after anything that it counts changed.

use forum_camat::case_study::content::{Measured, Value};
use forum_tests::{Answer, CIKAJANG, Person, Study, TestApp, a_study};

use super::adoption::{BAYONGBONG, day, tells};

/// Ten debtors who became forty.
fn debtors() -> Measured {
    let value = |value: &str| Value { period: "2026".to_owned(), value: value.to_owned() };
    Measured {
        measure: Some("debitur-kur".to_owned()),
        name: "Debitur KUR".to_owned(),
        unit: "orang".to_owned(),
        source: "Bank penyalur".to_owned(),
        values: vec![value("10"), value("40")],
        ..Measured::default()
    }
}

/// What everybody reads, each page twice and as a visitor and as a member: the first may be counted anew, the second is kept.
/// Entries that run and have stopped, debtors before and after.
async fn counts(app: &TestApp, siti: &Person, (running, stopped): (u64, u64), (first, last): (u64, u64), after: &str) {
    let visitor = app.visitor();
    for reader in [&**siti, &visitor] {
        for _ in 0..2 {
            let page = reader.get("/dampak").await.expect(200);
            assert!(page.shows(&format!("{running} replikasi berjalan")), "{after}: {}", page.words());
            let sum = format!("{first} {last} +{}", last - first);
            assert_eq!(page.shows(&sum), last > 0, "{after}: {}", page.words());
            let file = reader.get("/dampak/tahap.csv").await.expect(200);
            for line in [format!("Berjalan,{running},"), format!("Dihentikan,{stopped},")] {
                assert!(file.text.contains(&line), "{after}: {}", file.text);
            }
            let rows = reader.get("/dampak/baris?jenis=ukuran&ukuran=debitur-kur").await.expect(200);
            let sum = format!("Jumlah sebelum {first}, sesudah {last} orang.");
            assert_eq!(rows.shows(&sum), last > 0, "{after}: {}", rows.words());
            let home = reader.get("/").await.expect(200);
            let headline = "1 praktik sudah berjalan juga di 1 kecamatan lain.";
            assert_eq!(home.shows(headline), running > 0, "{after}: {}", home.words());
        }
    }
}

/// Takes a study away from readers, by the act that the path names.
async fn takes_away(person: &Person, study: &Study, act: &str) {
    person.post(&study.path(act), &[("reason", "Angkanya diperiksa dulu.")]).await.expect(303);
}

/// Gives it back.
async fn gives_back(person: &Person, study: &Study, act: &str) {
    person.post(&study.path(act), &[]).await.expect(303);
}

/// Dedi's entry begins, runs, is hidden in part, stops and goes on; its original goes and comes back in every way there is.
#[tokio::test]
async fn the_numbers_are_right_right_after_every_act() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    counts(&app, &siti, (0, 0), (0, 0), "nothing is there").await;
    let study = app.has(a_study("Pasar pagi").by(&siti).saying(|content| content.results.push(debtors()))).await;
    counts(&app, &siti, (0, 0), (10, 40), "Siti wrote").await;

    let today = day(&app, 0);
    let begin = [("stage", "uji_coba"), ("on", &*today)];
    let entry = dedi.post(&study.path("replikasi"), &begin).await.expect(303).location;
    counts(&app, &siti, (0, 0), (10, 40), "Dedi tries").await;
    let running = [
        ("stage", "berjalan"),
        ("on", &*today),
        ("note", "Berjalan di dua pasar."),
        ("figures.0.measure", "debitur-kur"),
        ("figures.0.name", "Debitur KUR"),
        ("figures.0.unit", "orang"),
        ("figures.0.first", "20"),
        ("figures.0.last", "30"),
    ];
    tells(&dedi, &entry, &running).await.expect(303);
    counts(&app, &siti, (1, 0), (30, 70), "it runs").await;

    let page = dedi.get(&entry).await.expect(200);
    let step = page.text.split("id=\"langkah-").nth(1).expect("a step").split('"').next().expect("its end").to_owned();
    let hiding = [("reason", "Menyebut nama warga.")];
    hendra.post(&format!("/replikasi/langkah/{step}/sembunyikan"), &hiding).await.expect(303);
    counts(&app, &siti, (1, 0), (30, 70), "the words are hidden, the figures stay").await;
    hendra.post(&format!("/replikasi/langkah/{step}/pulihkan"), &[]).await.expect(303);
    counts(&app, &siti, (1, 0), (30, 70), "the words are back").await;

    for (person, away, back) in [(&siti, "hentikan", "tayangkan"), (&hendra, "sembunyikan", "pulihkan")] {
        takes_away(person, &study, away).await;
        counts(&app, &siti, (0, 0), (0, 0), away).await;
        gives_back(person, &study, back).await;
        counts(&app, &siti, (1, 0), (30, 70), back).await;
    }
    hendra.post(&study.path("pilihan"), &[("reason", "Murah dan jalan.")]).await.expect(303);
    counts(&app, &siti, (1, 0), (30, 70), "put forward").await;

    let stopping = [("answer", "berhenti"), ("why", "Pedagangnya pindah.")];
    dedi.post(&format!("{entry}/konfirmasi"), &stopping).await.expect(303);
    counts(&app, &siti, (0, 1), (10, 40), "it stopped").await;
    app.forward(chrono::Duration::minutes(5));
    tells(&dedi, &entry, &[("stage", "berjalan"), ("on", &*today)]).await.expect(303);
    counts(&app, &siti, (1, 0), (30, 70), "it goes on").await;
}

/// The study that Dedi's office wrote takes the place of what its entry told, and gives it back.
#[tokio::test]
async fn the_numbers_are_right_when_an_own_study_comes_and_goes() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let study = app.has(a_study("Pasar pagi").by(&siti)).await;
    let own = a_study("Pasar malam").of(BAYONGBONG).by(&dedi).saying(|content| content.results.push(debtors()));
    let own = app.has(own).await;
    let today = day(&app, 0);
    let begin = [("stage", "berjalan"), ("on", &*today)];
    let entry = dedi.post(&study.path("replikasi"), &begin).await.expect(303).location;
    counts(&app, &siti, (1, 0), (10, 40), "it runs").await;
    let told = [
        ("stage", "berjalan"),
        ("on", &*today),
        ("figures.0.measure", "debitur-kur"),
        ("figures.0.name", "Debitur KUR"),
        ("figures.0.unit", "orang"),
        ("figures.0.first", "20"),
        ("figures.0.last", "30"),
    ];
    tells(&dedi, &entry, &told).await.expect(303);
    counts(&app, &siti, (1, 0), (30, 70), "its entry tells figures").await;
    dedi.post(&format!("{entry}/praktik"), &[("study", own.id.to_string().as_str())]).await.expect(303);
    counts(&app, &siti, (1, 0), (10, 40), "its own study tells them").await;
    takes_away(&dedi, &own, "hentikan").await;
    counts(&app, &siti, (1, 0), (20, 30), "nobody reads the own study").await;
    gives_back(&dedi, &own, "tayangkan").await;
    counts(&app, &siti, (1, 0), (10, 40), "everybody reads it again").await;
    dedi.post(&format!("{entry}/praktik/lepas"), &[]).await.expect(303);
    counts(&app, &siti, (1, 0), (30, 70), "the link is taken back").await;
}

/// What was counted is not counted again before something changes, also by those who ask at once; a filter's numbers and a
/// year's sums are their own, and no number of the address makes new ones.
#[tokio::test]
async fn the_numbers_are_counted_once_for_all() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let rina = app.camat("Rina", BAYONGBONG).await;
    app.has(a_study("Pasar pagi").by(&siti)).await;
    app.settle().await;
    for person in [&siti, &rina] {
        person.get("/dampak").await.expect(200);
    }
    let statements = async |person: &Person, path: &str| {
        let before = app.app.db.statements();
        person.get(path).await.expect(200);
        app.app.db.statements() - before
    };
    let kept = statements(&siti, "/dampak").await;
    app.app.db.bump_generation();
    let anew = statements(&siti, "/dampak").await;
    assert_eq!(anew, kept + 6, "the numbers are six statements");
    for path in ["/dampak", "/dampak/tahap.csv", "/dampak/bulan.csv", "/dampak/sektor.csv", "/dampak/ukuran.csv"] {
        assert!(statements(&rina, path).await <= kept, "{path} is read from what is kept");
    }
    assert_eq!(statements(&rina, "/dampak?sektor=pertanian").await, kept + 6, "other numbers");
    assert_eq!(statements(&rina, "/dampak?sektor=pertanian").await, kept);
    assert_eq!(statements(&rina, "/dampak?tahun=2025").await, kept + 1, "only the sums are another year's");
    for path in ["/dampak?tahun=2025", "/dampak?tahun=02025", "/dampak?tahun=9999", "/dampak?tahun=lalu"] {
        assert_eq!(statements(&siti, path).await, kept, "{path}");
    }
    app.app.db.bump_generation();
    let before = app.app.db.statements();
    let at_once = tokio::join!(siti.get("/dampak"), rina.get("/dampak"), siti.get("/dampak"), rina.get("/dampak"));
    for answer in <[Answer; 4]>::from(at_once) {
        answer.expect(200);
    }
    assert_eq!(app.app.db.statements() - before, 4 * kept + 6, "counted once for all four");
}
