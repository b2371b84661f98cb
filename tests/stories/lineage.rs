//! What grew from what: a practice that was taken up becomes a study of its own, says so, and stands in its family.

use forum_camat::adoption::entity::adoption;
use forum_camat::case_study::entity::draft;
use forum_camat::policy::Role;
use forum_tests::{CIKAJANG, Person, Study, TestApp, a_study};
use sea_orm::{EntityTrait, PaginatorTrait};

use super::adoption::{BAYONGBONG, FIGURES, adopts, day, tells};
use super::writing::{answers, but, id_of, send};

/// Takes a practice up at a stage, as who is further already.
async fn takes_up(app: &TestApp, person: &Person, study: &Study, stage: &str) -> String {
    let today = day(app, 0);
    let fields = [("stage", stage), ("on", today.as_str())];
    person.post(&study.path("replikasi"), &fields).await.expect(303).location
}

/// Presses "Tulis sebagai praktik sendiri"; the path of the draft's form.
async fn begins(person: &Person, entry: &str) -> String {
    let location = person.post(&format!("{entry}/tulis"), &[]).await.expect(303).location;
    location.split('?').next().expect("a path").to_owned()
}

/// Dedi takes up the practice of Siti, tells figures, writes his own study, and both stand in one family.
#[tokio::test]
async fn dedi_writes_what_became_of_the_practice_of_siti() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let entry = adopts(&dedi, &study).await;
    let early = dedi.post(&format!("{entry}/tulis"), &[]).await.expect(409);
    assert!(early.shows("Catat dulu uji cobanya"), "{}", early.words());
    let today = day(&app, 0);
    let running = [
        ("stage", "berjalan"),
        ("on", today.as_str()),
        ("note", "Diteruskan dua kelompok lain."),
        ("figures.0.name", "Panen per musim"),
        ("figures.0.unit", "ton per hektare"),
        ("figures.0.first", "2,8"),
        ("figures.0.last", "4,1"),
    ];
    tells(&dedi, &entry, &running).await.expect(303);
    // The family holds what the ledger tells, before anybody writes.
    let family = app.visitor().get(&study.path("keluarga")).await.expect(200);
    assert!(family.shows("Kec. Bayongbong, Kab. Garut · berjalan"), "{}", family.words());
    assert!(family.shows("Perubahan dari +1,3 sampai +1,8 ton per hektare"), "{}", family.words());

    let form = begins(&dedi, &entry).await;
    assert_eq!(begins(&dedi, &entry).await, form, "pressed twice, one draft");
    let drawn = dedi.get(&format!("{form}?bentuk=lengkap")).await.expect(200);
    assert!(drawn.shows("Apa yang dipertahankan dari praktik aslinya?"), "{}", drawn.words());
    for known in ["Irigasi tetes di Kecamatan Bayongbong", "Panen per musim", "2,8", "4,1"] {
        assert!(drawn.text.contains(known), "{known}");
    }
    let fields = "title summary sector indicators problem action outcome result visibility kept changed dropped";
    let told = but(
        answers("Irigasi tetes di Kecamatan Bayongbong"),
        &[
            ("fields", fields),
            ("results.0.unit", "ton per hektare"),
            ("results.0.values.0.value", "2,8"),
            ("results.0.values.1.value", "4,1"),
            ("kept", "Botol bekas dan jadwal siram."),
            ("changed", "Pipa bambu diganti selang."),
            ("dropped", "Iuran bulanan."),
        ],
    );
    let own = send(&dedi, &format!("{form}/terbitkan"), &told).await.expect(303).location;
    app.settle().await;

    let page = app.visitor().get(&own).await.expect(200);
    assert!(page.shows("Diadaptasi dari Irigasi tetes"), "{}", page.words());
    for told in ["Yang dipertahankan", "Pipa bambu diganti selang.", "Yang tidak dipakai", "Iuran bulanan."] {
        assert!(page.shows(told), "{told}: {}", page.words());
    }
    let ledger = app.visitor().get(&study.url).await.expect(200);
    assert!(ledger.shows("Ditulis sebagai praktik sendiri."), "{}", ledger.words());
    assert!(siti.get("/kabar").await.expect(200).shows("Ditulis sebagai praktik sendiri."));
    assert!(dedi.get(&entry).await.expect(200).shows("Ditulis sebagai praktik sendiri: Irigasi tetes di Kecamatan"));
    for path in [study.path("keluarga"), format!("/praktik/{}/keluarga", id_of(&own))] {
        let family = app.visitor().get(&path).await.expect(200);
        assert!(family.shows("2 praktik tertulis dari satu asal"), "{}", family.words());
        assert!(family.shows("Irigasi tetes di Kecamatan Bayongbong"), "{}", family.words());
        assert!(family.shows("Berwarna: Kab. Garut (2 kecamatan)."), "{}", family.words());
        assert!(family.shows("Panen per musim (ton per hektare) Cikajang"), "its name first: {}", family.words());
        assert!(family.shows("Bayongbong, Kab. Garut 2,8 → 4,1"), "the values beside the line: {}", family.words());
        assert!(family.shows("di 2 tempat"), "the ledger's figures are not told twice: {}", family.words());
        assert_eq!(family.text.matches("<ul").count(), family.text.matches("</ul>").count());
    }
    let table = app.visitor().get(&study.path("keluarga.csv")).await.expect(200);
    assert!(table.text.contains("\"Kec. Bayongbong, Kab. Garut\",2.8,4.1"), "{}", table.text);
    // Pressing again leads to the study, and an edit keeps the lineage.
    let again = dedi.post(&format!("{entry}/tulis"), &[]).await.expect(303);
    assert_eq!(again.location, format!("/praktik/{}", id_of(&own)));
    // The original goes; nothing in the text that grew from it names it any more.
    siti.post(&study.path("hentikan"), &[("reason", "Angkanya keliru.")]).await.expect(303);
    app.settle().await;
    let page = app.visitor().get(&own).await.expect(200);
    assert!(page.shows("Praktik yang tidak lagi tayang") && !page.text.contains("“Irigasi tetes”"), "{}", page.words());
}

/// The note beside a figure is of the step that tells it: what was said of the trial is no condition of what runs.
#[tokio::test]
async fn a_figure_stands_beside_the_note_of_its_own_step() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let entry = takes_up(&app, &dedi, &study, "berminat").await;
    let today = day(&app, 0);
    let trial = [("stage", "uji_coba"), ("on", today.as_str()), ("note", "Dicoba di satu desa.")];
    tells(&dedi, &entry, &trial).await.expect(303);
    let mut running = vec![("stage", "berjalan"), ("on", today.as_str())];
    running.extend(FIGURES);
    tells(&dedi, &entry, &running).await.expect(303);
    for path in [study.path("keluarga"), study.path("keluarga.csv")] {
        let family = app.visitor().get(&path).await.expect(200);
        assert!(family.text.contains("4,1") || family.text.contains("4.1"), "{}", family.words());
        assert!(!family.text.contains("Dicoba di satu desa."), "{}", family.words());
    }
    running.push(("note", "Pipanya dipinjam dari dinas."));
    tells(&dedi, &entry, &running).await.expect(303);
    for path in [study.path("keluarga"), study.path("keluarga.csv")] {
        let family = app.visitor().get(&path).await.expect(200);
        assert!(family.text.contains("Pipanya dipinjam dari dinas."), "{}", family.words());
    }
}

/// The map counts kecamatan: one that takes up the original and what grew from it is one.
#[tokio::test]
async fn the_map_of_a_family_counts_each_kecamatan_once() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let yuli = app.camat("Yuli", "32.04.05").await;
    let first = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let second = app.has(a_study("Tetes di Bayongbong").of(BAYONGBONG).by(&dedi)).await;
    let entry = takes_up(&app, &dedi, &first, "berjalan").await;
    dedi.post(&format!("{entry}/praktik"), &[("study", second.id.to_string().as_str())]).await.expect(303);
    takes_up(&app, &yuli, &first, "berjalan").await;
    takes_up(&app, &yuli, &second, "berminat").await;
    let family = app.visitor().get(&first.path("keluarga")).await.expect(200);
    let counted = "Berwarna: Kab. Bandung (1 kecamatan), Kab. Garut (2 kecamatan).";
    assert!(family.shows(counted), "{}", family.words());
}

/// A guess and what was stopped are marked beside what was counted; a guess is no part of the spread.
#[tokio::test]
async fn a_family_says_what_is_guessed_and_what_was_stopped() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let guessed = a_study("Irigasi tetes").by(&siti).saying(|content| {
        for row in &mut content.results {
            row.estimate = true;
        }
    });
    let study = app.has(guessed).await;
    let entry = takes_up(&app, &dedi, &study, "berjalan").await;
    let today = day(&app, 0);
    let stopped = [
        ("stage", "dihentikan"),
        ("on", today.as_str()),
        ("note", "Dananya dialihkan."),
        ("figures.0.name", "Panen per musim"),
        ("figures.0.unit", "ton per hektare"),
        ("figures.0.first", "2,8"),
        ("figures.0.last", "4,1"),
    ];
    tells(&dedi, &entry, &stopped).await.expect(303);
    let family = app.visitor().get(&study.path("keluarga")).await.expect(200);
    assert!(family.shows("(perkiraan)") && family.shows("4,1 (dihentikan)"), "{}", family.words());
    assert!(!family.shows("Perubahan dari"), "{}", family.words());
    let file = app.visitor().get(&study.path("keluarga.csv")).await.expect(200);
    assert!(file.text.contains(",perkiraan,") && file.text.contains(",dihentikan,"), "{}", file.text);
}

/// What was stopped before anybody tried it has nothing to tell; what was tried has.
#[tokio::test]
async fn what_was_stopped_unbegun_is_not_written_about() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let yuli = app.camat("Yuli", "32.04.05").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let today = day(&app, 0);
    let stopped = [("stage", "dihentikan"), ("on", today.as_str()), ("note", "Dananya dialihkan.")];
    for (person, stage, status, offered) in [(&dedi, "berminat", 409, false), (&yuli, "uji_coba", 303, true)] {
        let entry = takes_up(&app, person, &study, stage).await;
        tells(person, &entry, &stopped).await.expect(303);
        let page = person.get(&entry).await.expect(200);
        assert_eq!(page.text.contains(&format!("action=\"{entry}/tulis\"")), offered, "{}", page.words());
        person.post(&format!("{entry}/tulis"), &[]).await.expect(status);
    }
}

/// Nobody writes for another office, and nobody who may not act.
#[tokio::test]
async fn only_the_office_of_the_entry_writes_about_it() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let tono = app.person("Tono", Role::Staf, BAYONGBONG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let entry = takes_up(&app, &dedi, &study, "uji_coba").await;
    let (writing, linking) = (format!("{entry}/tulis"), format!("{entry}/praktik"));
    siti.post(&writing, &[]).await.expect(403);
    hendra.post(&writing, &[]).await.expect(403);
    assert!(app.visitor().post(&writing, &[]).await.expect(303).location.starts_with("/masuk"));
    let id = study.id.to_string();
    siti.post(&linking, &[("study", id.as_str())]).await.expect(403);
    assert_eq!(draft::Entity::find().count(app.app.db.read()).await.unwrap(), 0);
    dedi.post(&linking, &[("study", id.as_str())]).await.expect(403);
    let empty = dedi.post(&linking, &[("study", "")]).await.expect(422);
    assert!(empty.shows("Pilih praktiknya."), "{}", empty.words());
    begins(&tono, &entry).await;
    assert_eq!(draft::Entity::find().count(app.app.db.read()).await.unwrap(), 1);
}

/// A from B from A can't be: whoever would close the circle reads why, and may name another study.
#[tokio::test]
async fn a_loop_of_lineage_is_refused() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let first = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let second = app.has(a_study("Tetes di Bayongbong").of(BAYONGBONG).by(&dedi)).await;
    let third = app.has(a_study("Tetes untuk sekolah").by(&siti)).await;
    let entry = takes_up(&app, &dedi, &first, "berjalan").await;
    let link = format!("{entry}/praktik");
    dedi.post(&link, &[("study", second.id.to_string().as_str())]).await.expect(303);
    dedi.post(&link, &[("study", second.id.to_string().as_str())]).await.expect(303);
    let back = takes_up(&app, &siti, &second, "berjalan").await;
    let link = format!("{back}/praktik");
    let refused = siti.post(&link, &[("study", first.id.to_string().as_str())]).await.expect(422);
    assert!(refused.shows("Silsilahnya tidak boleh berputar."), "{}", refused.words());
    let rows = adoption::Entity::find().all(app.app.db.read()).await.unwrap();
    assert_eq!(rows.iter().filter(|row| row.own_study_id.is_some()).count(), 1);
    siti.post(&link, &[("study", third.id.to_string().as_str())]).await.expect(303);
    let family = app.visitor().get(&third.path("keluarga")).await.expect(200);
    for title in ["Irigasi tetes", "Tetes di Bayongbong", "Tetes untuk sekolah"] {
        assert!(family.shows(title), "{title}: {}", family.words());
    }
    // A study grows from one entry only.
    let other = app.has(a_study("Bank sampah").of("32.04.05")).await;
    let more = takes_up(&app, &dedi, &other, "berjalan").await;
    let refused = dedi.post(&format!("{more}/praktik"), &[("study", second.id.to_string().as_str())]).await.expect(422);
    assert!(refused.shows("sudah tercatat sebagai adaptasi dari praktik lain"), "{}", refused.words());
}

/// Two families that grow together stay one, with one original.
#[tokio::test]
async fn a_family_joins_the_one_that_its_original_grew_from() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let yuli = app.camat("Yuli", "32.04.05").await;
    let first = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let second = app.has(a_study("Tetes di Bayongbong").of(BAYONGBONG).by(&dedi)).await;
    let third = app.has(a_study("Tetes di Cileunyi").of("32.04.05").by(&yuli)).await;
    let below = takes_up(&app, &yuli, &second, "berjalan").await;
    yuli.post(&format!("{below}/praktik"), &[("study", third.id.to_string().as_str())]).await.expect(303);
    let above = takes_up(&app, &dedi, &first, "berjalan").await;
    dedi.post(&format!("{above}/praktik"), &[("study", second.id.to_string().as_str())]).await.expect(303);
    for study in [&first, &second, &third] {
        let family = app.visitor().get(&study.path("keluarga")).await.expect(200);
        assert!(family.shows("3 praktik tertulis dari satu asal"), "{}", family.words());
        let at = |title: &str| family.words().find(&format!("{title} Kec. ")).unwrap_or(usize::MAX);
        assert!(at("Irigasi tetes") < at("Tetes di Bayongbong"), "{}", family.words());
        assert!(at("Tetes di Bayongbong") < at("Tetes di Cileunyi"), "{}", family.words());
    }
    // Linked by mistake: the lower part goes on alone, and may come back.
    yuli.post(&format!("{above}/praktik/lepas"), &[]).await.expect(403);
    dedi.post(&format!("{above}/praktik/lepas"), &[]).await.expect(303);
    let family = app.visitor().get(&third.path("keluarga")).await.expect(200);
    assert!(family.shows("2 praktik tertulis dari satu asal") && !family.shows("Irigasi tetes"), "{}", family.words());
    let ledger = dedi.get(&above).await.expect(200);
    assert!(ledger.shows("Tautan ke praktik sendiri dilepas."), "{}", ledger.words());
    dedi.post(&format!("{above}/praktik"), &[("study", second.id.to_string().as_str())]).await.expect(303);
    assert!(app.visitor().get(&third.path("keluarga")).await.expect(200).shows("3 praktik tertulis"));
}

/// The original goes; the family stays, and its place is named without its words.
#[tokio::test]
async fn the_family_outlives_an_original_that_is_withdrawn_or_for_members_only() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let secret = app.has(a_study("Rahasia anggota").by(&siti).members_only()).await;
    let public = app.has(a_study("Irigasi tetes").by(&siti)).await;
    for (original, title) in [(&public, "Tetes di Bayongbong"), (&secret, "Versi Bayongbong")] {
        let own = app.has(a_study(title).of(BAYONGBONG).by(&dedi)).await;
        let entry = takes_up(&app, &dedi, original, "berjalan").await;
        dedi.post(&format!("{entry}/praktik"), &[("study", own.id.to_string().as_str())]).await.expect(303);
        if original.id == public.id {
            assert!(app.visitor().get(&own.url).await.expect(200).shows("Diadaptasi dari Irigasi tetes"));
            siti.post(&original.path("hentikan"), &[("reason", "Angkanya keliru.")]).await.expect(303);
        } else {
            assert!(dedi.get(&own.url).await.expect(200).shows("Diadaptasi dari Rahasia anggota"));
        }
        app.settle().await;
        for path in [own.url.clone(), own.path("keluarga")] {
            let page = app.visitor().get(&path).await.expect(200);
            assert!(page.shows("Praktik yang tidak lagi tayang") && page.shows(title), "{}", page.words());
            assert!(!page.text.contains(&original.title), "{path}");
        }
        app.visitor().get(&original.path("keluarga")).await.expect(404);
    }
    assert!(dedi.get(&secret.path("keluarga")).await.expect(200).shows("Rahasia anggota"));
}

/// The page of a family sends as many statements for many as for few.
#[tokio::test]
async fn a_large_family_costs_as_many_statements_as_a_small_one() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let codes: Vec<String> =
        app.app.catalogue.get().places.all_kecamatan().map(|place| place.code.clone()).take(14).collect();
    let codes: Vec<&String> = codes.iter().filter(|code| *code != CIKAJANG).collect();
    let mut counts = Vec::new();
    for range in [0..2, 2..12] {
        for code in &codes[range] {
            let camat = app.camat(&format!("Camat {code}"), code).await;
            let own = app.has(a_study(&format!("Tetes {code}")).of(code).by(&camat)).await;
            let entry = takes_up(&app, &camat, &study, "berjalan").await;
            camat.post(&format!("{entry}/praktik"), &[("study", own.id.to_string().as_str())]).await.expect(303);
        }
        app.settle().await;
        siti.get(&study.path("keluarga")).await.expect(200);
        let before = app.app.db.statements();
        siti.get(&study.path("keluarga")).await.expect(200);
        counts.push(app.app.db.statements() - before);
    }
    assert_eq!(counts[0], counts[1]);
}

/// The site notes today that Dedi tied his study to the entry, or let go of it: what he records afterwards is dated as it was,
/// and only his own steps bound it.
#[tokio::test]
async fn a_note_of_the_site_bounds_no_step_of_the_office() {
    let app = TestApp::start().await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let own = app.has(a_study("Irigasi bambu").of(BAYONGBONG).by(&dedi)).await;
    let tried = day(&app, -20);
    let starting = [("stage", "uji_coba"), ("on", &*tried)];
    let entry = dedi.post(&study.path("replikasi"), &starting).await.expect(303).location;
    dedi.post(&format!("{entry}/praktik"), &[("study", &*own.id.to_string())]).await.expect(303);
    dedi.post(&format!("{entry}/praktik/lepas"), &[]).await.expect(303);
    let form = dedi.get(&entry).await.expect(200);
    assert!(form.text.contains(&format!("min=\"{tried}\"")), "{}", form.text);
    assert!(!form.shows("Minat ini dicatat belakangan"), "{}", form.words());
    let early = tells(&dedi, &entry, &[("stage", "berjalan"), ("on", &*day(&app, -21))]).await.expect(422);
    assert!(early.shows("Langkah sebelumnya bertanggal"), "{}", early.words());
    let since = day(&app, -5);
    tells(&dedi, &entry, &[("stage", "berjalan"), ("on", &*since)]).await.expect(303);
    let row = adoption::Entity::find().one(app.app.db.read()).await.expect("a read").expect("the entry");
    assert_eq!((row.stage.as_str(), row.since.to_string()), ("berjalan", since));
    assert!(!app.visitor().get(&entry).await.expect(200).shows("Minat ini dicatat belakangan"));
}
