//! What an office writes in the ledger can be hidden with a reason, and shown again; the lists say whose practice it is.

use forum_tests::{CIKAJANG, Person, TestApp, a_study};

use super::adoption::{BAYONGBONG, FIGURES, adopts, day, png, tells};

const NOTE: &str = "Pak Asep di RT 03 menolak lahannya dipakai.";

/// The number of the newest step, as the form of its photo names it.
pub async fn newest_step(person: &Person, entry: &str) -> String {
    let page = person.get(entry).await.expect(200);
    page.text.split("id=\"langkah-").nth(1).expect("a step").split('"').next().expect("its end").to_owned()
}

/// Hendra hides what Dedi's office wrote about a citizen: the words are nowhere, and Dedi's office reads why and replies.
#[tokio::test]
async fn hendra_hides_a_note_and_its_photo() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let yuli = app.coordinator("Yuli", "32.04").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let entry = adopts(&dedi, &study).await;
    let today = day(&app, 0);
    let mut running = vec![("stage", "berjalan"), ("on", &*today), ("note", NOTE)];
    running.extend(FIGURES);
    tells(&dedi, &entry, &running).await.expect(303);
    let step = newest_step(&dedi, &entry).await;
    let photo = reqwest::multipart::Part::bytes(png()).file_name("foto.png");
    let form = reqwest::multipart::Form::new()
        .text("step", step.clone())
        .text("alt", "Lahan Pak Asep")
        .text("consent", "none_recognisable")
        .part("photo", photo);
    dedi.post_files(&format!("{entry}/foto"), form).await.expect(303);
    app.settle().await;
    let family = study.path("keluarga.csv");
    let seen = app.visitor().get(&entry).await.expect(200);
    assert!(seen.shows(NOTE) && seen.text.contains("Lahan Pak Asep"), "{}", seen.words());
    assert!(app.visitor().get(&study.url).await.expect(200).shows(NOTE));
    assert!(app.visitor().get(&family).await.expect(200).text.contains(NOTE));
    assert!(seen.shows("Sumber: catatan BPP Bayongbong"), "{}", seen.words());
    for path in [&study.path("keluarga"), &family] {
        let page = app.visitor().get(path).await.expect(200);
        assert!(page.shows("catatan BPP Bayongbong"), "{path}: {}", page.words());
    }
    assert!(siti.get("/kabar").await.expect(200).shows(NOTE));
    let picture = seen.text.split("src=\"/berkas/").nth(1).expect("a photo").split('"').next().expect("its end");
    let picture = format!("/berkas/{picture}");
    app.visitor().get(&picture).await.expect(200);

    let hiding = format!("/replikasi/langkah/{step}/sembunyikan");
    let why = [("reason", "Menyebut nama warga.")];
    for person in [&siti, &dedi, &yuli] {
        person.post(&hiding, &why).await.expect(403);
    }
    assert!(app.visitor().post(&hiding, &why).await.expect(303).location.starts_with("/masuk"));
    let page = hendra.post(&hiding, &[("reason", " ")]).await.expect(422);
    assert!(page.shows("Tulis alasan menyembunyikannya"), "{}", page.words());
    assert!(app.visitor().get(&entry).await.expect(200).shows(NOTE), "nothing was hidden yet");
    for _ in 0..2 {
        hendra.post(&hiding, &why).await.expect(303);
    }
    let page = hendra.post(&hiding, &[("reason", "Alasan lain.")]).await.expect(422);
    assert!(page.shows("Alasan yang baru tidak disimpan."), "{}", page.words());
    app.settle().await;

    let seen = app.visitor().get(&entry).await.expect(200);
    assert!(seen.shows("disembunyikan pembina kecamatan") && seen.shows("4,1"), "{}", seen.words());
    for (person, path) in [(&siti, &*study.url), (&siti, &*entry), (&siti, "/kabar"), (&siti, &*family)] {
        let page = person.get(path).await.expect(200);
        assert!(!page.text.contains("Pak Asep"), "{path}: {}", page.words());
    }
    for path in [&study.url, &entry, &family, &study.path("keluarga")] {
        let page = app.visitor().get(path).await.expect(200);
        assert!(!page.text.contains("Pak Asep"), "{path}");
        assert!(!page.text.contains("BPP Bayongbong"), "{path}: where figures come from is words too");
    }
    app.visitor().get(&picture).await.expect(404);
    dedi.get(&picture).await.expect(200);

    let own = dedi.get(&entry).await.expect(200);
    assert!(own.shows("Alasan: Menyebut nama warga.") && own.shows(NOTE), "{}", own.words());
    assert!(own.shows("Sumber: catatan BPP Bayongbong"), "{}", own.words());
    let case = own.text.split("href=\"/laporan/").nth(1).expect("a case").split('"').next().expect("its end");
    let case = format!("/laporan/{case}");
    assert!(dedi.get("/kabar").await.expect(200).shows("Keputusan pembina"));
    let read = dedi.get(&case).await.expect(200);
    assert!(read.shows("Langkah replikasi: disembunyikan langsung") && read.shows("Menyebut nama warga."));
    siti.get(&case).await.expect(404);
    dedi.post(&format!("{case}/tanggapi"), &[("body", "Pak Asep sudah setuju tertulis.")]).await.expect(303);
    let answer = [("outcome", "dipulihkan"), ("body", "Baik, ditampilkan kembali.")];
    yuli.post(&format!("{case}/jawab"), &answer).await.expect(403);
    hendra.post(&format!("{case}/jawab"), &answer).await.expect(303);
    assert!(app.visitor().get(&entry).await.expect(200).shows(NOTE));
    app.visitor().get(&picture).await.expect(200);

    // From its own page, too.
    hendra.post(&hiding, &why).await.expect(303);
    let showing = format!("/replikasi/langkah/{step}/pulihkan");
    dedi.post(&showing, &[]).await.expect(403);
    assert!(!app.visitor().get(&entry).await.expect(200).shows(NOTE));
    hendra.post(&showing, &[]).await.expect(303);
    assert!(app.visitor().get(&entry).await.expect(200).shows(NOTE));
    // A step without words has nothing to hide.
    tells(&dedi, &entry, &[("stage", "dihentikan"), ("on", &*today), ("note", "Airnya habis.")]).await.expect(303);
    let first = step.parse::<i64>().expect("a number") - 1;
    let page = hendra.post(&format!("/replikasi/langkah/{first}/sembunyikan"), &why).await.expect(422);
    assert!(page.shows("Langkah ini tidak mempunyai catatan, foto, atau sumber angka."), "{}", page.words());
}

/// What is abusive in the name or unit of a figure is hidden too, also where a step has nothing else; the numbers stay, and a
/// name that the original or the catalogue gave stays as well.
#[tokio::test]
async fn hendra_hides_what_a_figure_is_called() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let entry = adopts(&dedi, &study).await;
    let today = day(&app, 0);
    let why = [("reason", "Menyebut nama warga.")];
    let told = |name: &'static str, unit: &'static str, last: &'static str| {
        [
            ("stage", "berjalan"),
            ("figures.0.name", name),
            ("figures.0.unit", unit),
            ("figures.0.first", "2,8"),
            ("figures.0.last", last),
        ]
    };
    let with_day = |fields: [(&'static str, &'static str); 5]| {
        let mut all = fields.to_vec();
        all.push(("on", &*today));
        all
    };
    tells(&dedi, &entry, &with_day(told("Panen per musim", "ton per hektare", "4,1"))).await.expect(303);
    let step = newest_step(&dedi, &entry).await;
    let hiding = format!("/replikasi/langkah/{step}/sembunyikan");
    assert!(!hendra.get(&entry).await.expect(200).text.contains(&hiding), "these are the original's words");
    hendra.post(&hiding, &why).await.expect(422);

    app.forward(chrono::Duration::hours(1));
    tells(&dedi, &entry, &with_day(told("Panen Pak Asep", "karung milik Asep", "9,7"))).await.expect(303);
    let step = newest_step(&dedi, &entry).await;
    let hiding = format!("/replikasi/langkah/{step}/sembunyikan");
    let public = [entry.clone(), study.path("keluarga"), study.path("keluarga.csv")];
    for path in &public {
        assert!(app.visitor().get(path).await.expect(200).text.contains("Asep"), "{path}");
    }
    assert!(hendra.get(&entry).await.expect(200).text.contains(&hiding));
    hendra.post(&hiding, &why).await.expect(303);
    app.settle().await;
    for path in &public {
        let page = app.visitor().get(path).await.expect(200);
        assert!(!page.text.contains("Asep"), "{path}: {}", page.words());
    }
    let seen = app.visitor().get(&entry).await.expect(200);
    assert!(seen.shows("Ukuran kantor") && seen.shows("9,7"), "the numbers stay: {}", seen.words());
    let family = app.visitor().get(&study.path("keluarga")).await.expect(200);
    assert!(family.shows("di 2 tempat") && !family.shows("9,7"), "{}", family.words());
    let own = dedi.get(&entry).await.expect(200);
    assert!(own.shows("Panen Pak Asep") && !own.text.contains("value=\"Panen Pak Asep\""), "{}", own.words());
    hendra.post(&format!("/replikasi/langkah/{step}/pulihkan"), &[]).await.expect(303);
    assert!(app.visitor().get(&study.path("keluarga")).await.expect(200).shows("Panen Pak Asep"));
}

/// The lists name both kecamatan, and a photo is asked for at the newest step alone.
#[tokio::test]
async fn a_line_says_whose_practice_it_is() {
    let app = TestApp::start().await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let entry = adopts(&dedi, &study).await;
    let list = hendra.get("/replikasi").await.expect(200);
    assert!(
        list.shows("di Kec. Bayongbong, Kab. Garut") && list.shows("dari Kec. Cikajang, Kab. Garut"),
        "{}",
        list.words()
    );
    assert!(dedi.get("/replikasi").await.expect(200).shows("dari Kec. Cikajang, Kab. Garut"));
    let table = hendra.get("/replikasi.csv").await.expect(200);
    assert!(table.text.contains("Kecamatan asal") && table.text.contains("\"Kec. Cikajang, Kab. Garut\""));

    let page = dedi.get(&entry).await.expect(200);
    assert!(page.shows("Tambahkan foto") && !page.shows("Rincian langkah"), "{}", page.words());
    tells(&dedi, &entry, &[("stage", "uji_coba"), ("on", &*day(&app, 0))]).await.expect(303);
    let page = dedi.get(&entry).await.expect(200);
    assert_eq!(page.text.matches("<summary>Tambahkan foto").count(), 1);
    assert_eq!(page.text.matches("<summary>Rincian langkah").count(), 1);
}

/// Dedi wrote the note and was moved since: he is told, reads why and replies, and so does who serves there now.
#[tokio::test]
async fn who_wrote_the_note_replies_also_after_a_mutasi() {
    let app = TestApp::start().await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let dewi = app.camat("Dewi", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let entry = adopts(&dedi, &study).await;
    tells(&dedi, &entry, &[("stage", "berjalan"), ("on", &*day(&app, 0)), ("note", NOTE)]).await.expect(303);
    let step = newest_step(&dedi, &entry).await;
    let phone = super::handover::phone_of(&app, &dewi).await;
    let fields = [("name", "Dewi"), ("phone", &*phone), ("paper", "SK 821/17"), ("started_on", "")];
    hendra.post(&format!("/kecamatan/{BAYONGBONG}/serah-terima"), &fields).await.expect(200);
    let why = [("reason", "Menyebut nama warga.")];
    hendra.post(&format!("/replikasi/langkah/{step}/sembunyikan"), &why).await.expect(303);
    app.settle().await;
    let news = dedi.get("/kabar").await.expect(200);
    assert!(news.shows("dapat menanggapinya"), "{}", news.words());
    let opened = hendra.get(&entry).await.expect(200);
    let case = opened.text.split("href=\"/laporan/").nth(1).expect("a case").split('"').next().expect("its end");
    let case = format!("/laporan/{case}");
    assert!(dedi.get(&case).await.expect(200).shows("Menyebut nama warga."));
    dedi.post(&format!("{case}/tanggapi"), &[("body", "Pak Asep sudah setuju.")]).await.expect(303);
}

/// What Dedi told last month stands in the form of the next step: name, unit, source and the value before. Left as it is it
/// tells nothing; with a value after it is the next figure in his own unit.
#[tokio::test]
async fn the_next_step_starts_from_the_figures_that_the_office_told_last() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let entry = adopts(&dedi, &study).await;
    let today = day(&app, 0);
    let mut running = vec![("stage", "berjalan"), ("on", &*today)];
    running.extend(FIGURES);
    running[3] = ("figures.0.unit", "kuintal per hektare");
    tells(&dedi, &entry, &running).await.expect(303);
    app.forward(chrono::Duration::hours(1));
    let form = dedi.get(&entry).await.expect(200);
    for value in ["kuintal per hektare", "2,8", "catatan BPP Bayongbong"] {
        assert!(form.text.contains(&format!("value=\"{value}\"")), "{value}: {}", form.words());
    }
    assert!(!form.text.contains("value=\"4,1\""), "the value after is the news");
    let mut next = running.clone();
    next.retain(|(name, _)| *name != "figures.0.last");
    next.extend([("figures.0.proposed", "2,8"), ("figures.0.last", ""), ("note", "Masih jalan.")]);
    tells(&dedi, &entry, &next).await.expect(303);
    let page = app.visitor().get(&entry).await.expect(200);
    assert!(page.shows("Masih jalan.") && page.text.matches("fig-new").count() == 1, "{}", page.words());
    app.forward(chrono::Duration::hours(1));
    next.retain(|(name, _)| *name != "figures.0.last");
    next.push(("figures.0.last", "5,2"));
    tells(&dedi, &entry, &next).await.expect(303);
    let page = app.visitor().get(&entry).await.expect(200);
    assert!(page.shows("5,2 kuintal per hektare"), "{}", page.words());
}

/// A measure that is in no catalogue is set beside the original's in the original's unit alone; the form says which that is,
/// and the office reads when its figure is not.
#[tokio::test]
async fn the_form_names_the_unit_in_which_a_figure_is_set_beside_the_original() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let entry = adopts(&dedi, &study).await;
    let form = dedi.get(&entry).await.expect(200);
    assert!(form.shows("Disandingkan dengan praktik asal dalam ton per hektare."), "{}", form.words());
    let today = day(&app, 0);
    let alone = "Tidak disandingkan dengan praktik asal, yang memakai ton per hektare.";
    for (unit, is_alone) in [("kuintal per hektare", true), ("Ton per hektare", false)] {
        let mut told = vec![("stage", "berjalan"), ("on", &*today)];
        told.extend(FIGURES);
        told[3] = ("figures.0.unit", unit);
        tells(&dedi, &entry, &told).await.expect(303);
        let page = dedi.get(&entry).await.expect(200);
        assert_eq!(page.words().matches(alone).count(), 1, "{}", page.words());
        let family = app.visitor().get(&study.path("keluarga")).await.expect(200);
        assert_eq!(family.shows("di 2 tempat"), !is_alone, "{}", family.words());
        app.forward(chrono::Duration::hours(1));
    }
    let seen = app.visitor().get(&entry).await.expect(200);
    assert!(!seen.shows(alone) && !seen.shows("Disandingkan dengan praktik asal"), "{}", seen.words());
}
