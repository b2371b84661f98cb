//! A kabupaten that reviews before publishing: the camat hands in, the coordinator approves, returns or declines with a
//! reason, and who waits too long is not forgotten.

use chrono::Duration;
use forum_camat::case_study::entity::review;
use forum_camat::db::Effect;
use forum_camat::ids::DraftKey;
use forum_camat::policy::Role;
use forum_camat::worker;
use forum_tests::{CIKAJANG, TestApp};
use sea_orm::sea_query::Expr;
use sea_orm::{EntityTrait, QueryFilter};

use super::writing::{answers, but, publishes, send};

const GARUT: &str = "32.05";

/// Handed in → returned with a reason and a tick → mended → approved; readers see the camat as author.
#[tokio::test]
async fn a_study_appears_once_the_coordinator_has_approved_it() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", GARUT).await;
    hendra.post("/meja/tinjauan/cara", &[("cara", "tinjau")]).await.expect(303);
    let key = DraftKey::new();
    let path = format!("/tulis/{key}");
    let form = siti.get(&path).await.expect(200);
    assert!(form.shows("Ajukan ke pembina") && !form.shows("Terbitkan"), "{}", form.words());
    let answer = send(&siti, &format!("{path}/terbitkan"), &but(answers("Irigasi tetes"), &[("base", "0")])).await;
    assert_eq!(answer.expect(303).location, "/draf");
    assert!(siti.get("/draf").await.shows("Ditinjau pembina"));
    assert!(!app.visitor().get("/cari?q=irigasi").await.shows("Irigasi tetes"), "nobody reads it yet");

    app.settle().await;
    assert!(hendra.get("/kabar").await.shows("Naskah menunggu tinjauan: Irigasi tetes"));
    assert!(hendra.get("/meja").await.shows("1 naskah menunggu tinjauan"));
    let list = hendra.get("/meja/tinjauan").await.expect(200);
    assert!(list.shows("Irigasi tetes") && list.shows("diajukan Camat Cikajang"), "{}", list.words());
    let page = hendra.get(&format!("{path}/pratinjau")).await.expect(200);
    assert!(
        page.shows("1 hasil dengan angka, semua bersumber.") && page.shows("Hasilnya disertai sumber"),
        "{}",
        page.words()
    );
    let tick = ("periksa", "Mudah dibaca, dapat ditiru");
    let page = hendra.post(&format!("{path}/tinjau"), &[("jawaban", "kembalikan"), tick]).await.expect(422);
    assert!(page.shows("Tulis alasannya; kantor membacanya."), "{}", page.words());
    assert!(page.text.contains(r#"value="Mudah dibaca, dapat ditiru" checked"#), "the tick is still there");
    hendra.post(&format!("{path}/catatan"), &[("remark_field", "outcome"), ("remark", "Dari mana?")]).await.expect(303);
    let said = [("jawaban", "kembalikan"), ("reason", "Tambahkan sumber hasilnya."), tick, ("periksa", "Karangan")];
    hendra.post(&format!("{path}/tinjau"), &said).await.expect(303);
    app.settle().await;
    app.settle().await;

    assert!(siti.get("/kabar").await.shows("Naskah dikembalikan untuk diperbaiki: Irigasi tetes"));
    let page = siti.get(&format!("{path}/pratinjau")).await.expect(200);
    assert!(page.shows("Tambahkan sumber hasilnya.") && page.shows("Dari mana?"), "{}", page.words());
    assert!(page.shows("Diperiksa: Mudah dibaca, dapat ditiru.") && !page.shows("Karangan"), "{}", page.words());
    let mended = but(answers("Irigasi tetes"), &[("base", "1"), ("outcome", "Panen naik, kata BPP.")]);
    send(&siti, &format!("{path}/terbitkan"), &mended).await.expect(303);

    let page = hendra.get(&format!("{path}/pratinjau")).await.expect(200);
    assert!(page.shows("Yang berubah sejak diperiksa terakhir kali"), "{}", page.words());
    let answer = hendra.post(&format!("{path}/tinjau"), &[("jawaban", "setujui"), ("seen", "2")]).await.expect(303);
    assert!(answer.location.starts_with("/praktik/"), "{}", answer.location);
    let study = app.visitor().get(&answer.location).await.expect(200);
    assert!(study.shows("ditulis Camat Cikajang"), "{}", study.words());
    app.settle().await;
    assert!(siti.get("/kabar").await.shows("Praktik baru tayang"));
    assert!(hendra.get("/meja/tinjauan").await.shows("2 tinjauan dijawab dalam 90 hari terakhir"));
    let again = hendra.post(&format!("{path}/tinjau"), &[("jawaban", "setujui")]).await.expect(303);
    assert_eq!(again.location, answer.location, "twice is once");
}

/// What the office changed after handing in is not what its head approved.
#[tokio::test]
async fn only_the_text_that_was_handed_in_appears() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let rudi = app.person("Rudi", Role::Staf, CIKAJANG).await;
    let hendra = app.coordinator("Hendra", GARUT).await;
    hendra.post("/meja/tinjauan/cara", &[("cara", "tinjau")]).await.expect(303);
    let path = format!("/tulis/{}", DraftKey::new());
    send(&siti, &format!("{path}/terbitkan"), &but(answers("Irigasi tetes"), &[("base", "0")])).await.expect(303);
    send(&rudi, &path, &but(answers("Irigasi tetes"), &[("base", "1"), ("problem", "Diubah staf.")])).await.expect(303);
    assert!(hendra.get("/meja/tinjauan").await.shows("diubah kantornya, perlu diajukan lagi"));
    let answer = hendra.post(&format!("{path}/tinjau"), &[("jawaban", "setujui"), ("seen", "2")]).await.expect(409);
    assert!(answer.shows("naskah perlu diajukan lagi"), "{}", answer.words());
    let page = siti.get(&format!("{path}/pratinjau")).await.expect(200);
    assert!(page.shows("Ajukan lagi ke pembina"), "{}", page.words());
    siti.post(&format!("{path}/terbitkan"), &[("seen", "2")]).await.expect(303);
    assert_eq!(hendra.get("/meja/tinjauan").await.words().matches("Irigasi tetes").count(), 2, "title and button");
    hendra.post(&format!("{path}/tinjau"), &[("jawaban", "setujui"), ("seen", "2")]).await.expect(303);

    let other = format!("/tulis/{}", DraftKey::new());
    send(&siti, &format!("{other}/terbitkan"), &but(answers("Ditarik"), &[("base", "0")])).await.expect(303);
    siti.post(&format!("{other}/tarik"), &[]).await.expect(303);
    hendra.get(&format!("{other}/pratinjau")).await.expect(404);
    hendra.post(&format!("{other}/tinjau"), &[("jawaban", "setujui")]).await.expect(409);
}

/// The kabupaten's word goes before the province's; a coordinator elsewhere sees nothing; who waits a week is not forgotten.
#[tokio::test]
async fn a_review_that_waits_a_week_is_told_to_the_province() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dadan = app.camat("Dadan", "32.03.05").await;
    let hendra = app.coordinator("Hendra", GARUT).await;
    let lina = app.coordinator("Lina", "32.03").await;
    let ratna = app.person("Ratna", Role::PembinaProvinsi, "32").await;
    ratna.post("/meja/tinjauan/cara", &[("cara", "tinjau")]).await.expect(303);
    lina.post("/meja/tinjauan/cara", &[("cara", "langsung")]).await.expect(303);
    publishes(&dadan, &answers("Langsung terbit")).await;
    let path = format!("/tulis/{}", DraftKey::new());
    send(&siti, &format!("{path}/terbitkan"), &but(answers("Irigasi tetes"), &[("base", "0")])).await.expect(303);
    lina.get(&format!("{path}/pratinjau")).await.expect(404);
    assert!(!lina.get("/meja/tinjauan").await.shows("Irigasi tetes"));

    app.settle().await;
    assert!(!ratna.get("/kabar").await.shows("Tinjauan belum dijawab"));
    let tx = app.app.db.begin_write().await.unwrap();
    let week = tx.now() - Duration::days(8);
    review::Entity::update_many()
        .col_expr(review::Column::HandedInAt, Expr::value(week))
        .filter(sea_orm::Condition::all())
        .exec(&*tx)
        .await
        .unwrap();
    tx.commit(Effect::Private).await.unwrap();
    for _ in 0..3 {
        worker::run_due(&app.app).await.unwrap();
    }
    app.settle().await;
    let told = ratna.get("/kabar").await.expect(200);
    assert_eq!(told.words().matches("Tinjauan belum dijawab").count(), 1, "{}", told.words());
    assert!(told.shows("Kec. Cikajang, Kab. Garut menunggu 8 hari"), "{}", told.words());

    let declined = [("jawaban", "tidak-sesuai"), ("reason", "Ini laporan kegiatan kantor, bukan praktik.")];
    hendra.post(&format!("{path}/tinjau"), &declined).await.expect(303);
    let page = siti.get(&format!("{path}/pratinjau")).await.expect(200);
    assert!(page.shows("Tidak sesuai") && page.shows("Ini laporan kegiatan kantor"), "{}", page.words());
}
