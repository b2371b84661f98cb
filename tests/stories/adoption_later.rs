//! What becomes of an entry in the ledger: it outlives its original, is asked after each half year, and carries the highest
//! rung of the ladder while it runs.

use chrono::Duration;
use forum_camat::db::Effect;
use forum_camat::handover::contents;
use forum_camat::office::entity::office_term;
use forum_tests::{CIKAJANG, TestApp, a_study};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::adoption::{BAYONGBONG, CILEUNYI, FIGURES, adopts, day, steps, tells};

/// The original is withdrawn: the entry stays for the adopter's office and the coordinators above it, without its title.
#[tokio::test]
async fn an_entry_outlives_its_original() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let joko = app.camat("Joko", CILEUNYI).await;
    let yuli = app.coordinator("Yuli", "32.04").await;
    let ujang = app.camat("Ujang", "32.04.10").await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let entry = adopts(&joko, &study).await;
    app.visitor().get(&entry).await.expect(200);
    siti.post(&study.path("hentikan"), &[("reason", "Sedang diperbaiki.")]).await.expect(303);
    app.settle().await;
    for person in [&joko, &yuli] {
        let page = person.get(&entry).await.expect(200);
        assert!(page.shows("Praktik yang sudah tidak ditayangkan") && !page.shows("Irigasi tetes"), "{}", page.words());
        let list = person.get("/replikasi").await.expect(200);
        assert!(list.text.contains(&entry) && !list.shows("Irigasi tetes"), "{}", list.words());
    }
    assert!(siti.get(&entry).await.expect(200).shows("Irigasi tetes"), "its own office sees its study");
    ujang.get(&entry).await.expect(404);
    app.visitor().get(&entry).await.expect(404);
    ujang.post(&study.path("replikasi"), &[]).await.expect(404);
    tells(&joko, &entry, &[("stage", "uji_coba"), ("on", &*day(&app, 0))]).await.expect(303);
    siti.post(&study.path("tayangkan"), &[]).await.expect(303);
    assert!(app.visitor().get(&study.url).await.expect(200).shows("1 uji coba"), "nothing was lost");
}

/// After half a year the office is asked. The successor is asked too, and answers by one tap; without an answer in thirty
/// days pages say since when nobody confirmed it.
#[tokio::test]
async fn a_running_practice_is_asked_after_each_half_year() {
    let app = TestApp::start().await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    // The original is still tried out, so that nobody is asked about it.
    let trial = a_study("Irigasi tetes").saying(|content| content.stage = Some("uji-coba".to_owned()));
    let study = app.has(trial).await;
    let entry = dedi.post(&study.path("replikasi"), &[("stage", "berjalan")]).await.expect(303).location;
    app.settle().await;
    assert!(!dedi.get(&entry).await.expect(200).shows("Apakah praktik ini masih berjalan?"));

    let tx = app.app.db.begin_write().await.expect("a transaction");
    office_term::Entity::update_many()
        .col_expr(office_term::Column::EndedOn, Expr::value(Some(tx.today() + Duration::days(100))))
        .filter(office_term::Column::AccountId.eq(dedi.account.get()))
        .exec(&*tx)
        .await
        .expect("ended");
    tx.commit(Effect::Private).await.expect("committed");
    app.forward(Duration::days(183));
    let rina = app.camat("Rina", BAYONGBONG).await;
    let joko = app.camat("Joko", CILEUNYI).await;
    app.settle().await;
    let told = rina.get("/kabar").await.expect(200);
    assert!(
        told.shows("Praktik menunggu konfirmasi: Kec. Bayongbong, Kab. Garut")
            && told.shows("1 praktik menunggu jawaban"),
        "{}",
        told.words()
    );
    assert!(rina.get("/replikasi").await.expect(200).shows("Menunggu jawaban"));
    let sheet = contents::of(app.app.db.read(), BAYONGBONG, app.app.clock.today(), app.app.clock.today())
        .await
        .expect("a sheet");
    let state = format!("{}: {}", sheet.adoptions[0].name, sheet.adoptions[0].state);
    assert_eq!(state, "Irigasi tetes: Berjalan sejak 24 Nov 2026, menunggu konfirmasi", "what is handed over");
    let asked = rina.get("/replikasi/konfirmasi").await.expect(200);
    assert!(asked.shows("Kecamatan ini mereplikasinya dari Kec. Cikajang, Kab. Garut"), "{}", asked.words());
    assert!(!joko.get("/kabar").await.expect(200).shows("Praktik menunggu konfirmasi"));
    assert!(!app.visitor().get(&study.url).await.expect(200).shows("Belum ada konfirmasi"));
    app.forward(Duration::days(31));
    app.settle().await;
    let rina_again = app.camat("Rina Nurhayati", BAYONGBONG).await;
    // The visitor's page of the study is kept for a minute of the real clock; this one stood still meanwhile.
    for page in [rina_again.get(&study.url).await.expect(200), app.visitor().get(&entry).await.expect(200)] {
        assert!(page.shows("Belum ada konfirmasi sejak 24 Nov 2026"), "{}", page.words());
    }

    let answering = format!("{entry}/konfirmasi");
    joko.post(&answering, &[("answer", "masih")]).await.expect(403);
    rina_again.post(&answering, &[("answer", "mungkin")]).await.expect(422);
    let page = rina_again.post(&answering, &[("answer", "berhenti")]).await.expect(422);
    assert!(page.shows("Tulis mengapa berhenti"), "{}", page.words());
    let before = steps(&app).await;
    for _ in 0..2 {
        rina_again.post(&answering, &[("answer", "masih")]).await.expect(303);
    }
    assert_eq!(steps(&app).await, before + 1, "tapped twice");
    assert!(!app.visitor().get(&study.url).await.expect(200).shows("Belum ada konfirmasi"));
    app.forward(Duration::days(183));
    let heri = app.camat("Heri", BAYONGBONG).await;
    app.settle().await;
    assert!(heri.get(&entry).await.expect(200).shows("Apakah praktik ini masih berjalan?"), "asked again");
    let why = [("answer", "berhenti"), ("why", "Kelompok taninya bubar.")];
    heri.post(&answering, &why).await.expect(303);
    let page = app.visitor().get(&study.url).await.expect(200);
    assert!(page.shows("1 dihentikan") && page.shows("Kelompok taninya bubar."), "{}", page.words());
    heri.post(&answering, &[("answer", "masih")]).await.expect(409);
}

/// Whose practice travels hears of it, and so do the coordinators above both kecamatan; where nobody serves above one of them
/// the province does.
#[tokio::test]
async fn the_coordinators_of_both_kecamatan_hear_of_a_step() {
    let app = TestApp::start().await;
    let joko = app.camat("Joko", CILEUNYI).await;
    let deni = app.camat("Deni", "32.18.02").await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let yuli = app.coordinator("Yuli", "32.04").await;
    let adi = app.coordinator("Adi", "32.09").await;
    let ratna = app.coordinator("Ratna", "32").await;
    let study = app.has(a_study("Irigasi tetes")).await;
    adopts(&joko, &study).await;
    app.settle().await;
    let told = yuli.get("/kabar").await.expect(200);
    assert!(told.shows("karena membina kecamatan di Kab. Bandung."), "{}", told.words());
    let told = hendra.get("/kabar").await.expect(200);
    assert!(told.shows("karena membina kecamatan di Kab. Garut, asal praktik ini."), "{}", told.words());
    for person in [&adi, &ratna] {
        assert!(!person.get("/kabar").await.expect(200).shows("Kabar replikasi"), "both are cared for");
    }
    adopts(&deni, &study).await;
    app.settle().await;
    let told = ratna.get("/kabar").await.expect(200);
    assert!(told.shows("karena membina tingkat provinsi; di Kab. Pangandaran belum ada pembina."), "{}", told.words());
    assert!(!adi.get("/kabar").await.expect(200).shows("Kabar replikasi"));
}

/// The highest rung of the ladder stands on an adoption that runs and tells figures; it falls back when that ends.
#[tokio::test]
async fn the_highest_rung_stands_on_what_runs_elsewhere() {
    let app = TestApp::start().await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let found = async || {
        app.settle().await;
        app.visitor().get("/cari?bukti=direplikasi").await.expect(200).shows("Irigasi tetes")
    };
    let entry = dedi.post(&study.path("replikasi"), &[("stage", "berjalan")]).await.expect(303).location;
    assert!(!found().await, "it runs, and nobody told a figure");
    let today = day(&app, 0);
    let mut figures = vec![("stage", "berjalan"), ("on", &*today)];
    figures.extend(FIGURES);
    tells(&dedi, &entry, &figures).await.expect(303);
    assert!(found().await);
    let page = app.visitor().get(&study.url).await.expect(200);
    assert!(page.shows("Bukti Direplikasi dengan hasil"), "{}", page.words());
    assert!(!app.visitor().get("/cari?bukti=diverifikasi").await.expect(200).shows("Irigasi tetes"), "nobody looked");
    assert!(app.visitor().get("/cari").await.expect(200).text.contains(">Direplikasi dengan hasil</span>"));
    tells(&dedi, &entry, &[("stage", "dihentikan"), ("on", &*today), ("note", "Airnya habis.")]).await.expect(303);
    assert!(!found().await);
    let page = app.visitor().get(&study.url).await.expect(200);
    assert!(!page.shows("Bukti Direplikasi dengan hasil"), "{}", page.words());
}
