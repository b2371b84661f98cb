//! Staff write, the office approves: the way of the paper, what changed since somebody approved, remarks at a section, and
//! offices that wrote together.

use forum_camat::ids::DraftKey;
use forum_camat::policy::Role;
use forum_tests::{CIKAJANG, TestApp};

use super::writing::{answers, but, id_of, publishes, send};

const BAYONGBONG: &str = "32.05.17";

/// A kecamatan switches the step of the sekcam off and on; an old form loses nothing.
#[tokio::test]
async fn papers_skip_the_sekcam_where_the_camat_says_so() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let wawan = app.person("Wawan", Role::Sekcam, CIKAJANG).await;
    let rudi = app.person("Rudi", Role::Staf, CIKAJANG).await;
    let way = format!("/kecamatan/{CIKAJANG}/jalur-naskah");
    for person in [&wawan, &rudi] {
        person.post(&way, &[("lewat", "camat")]).await.expect(403);
    }
    let key = DraftKey::new();
    let path = format!("/tulis/{key}");
    assert!(rudi.get(&path).await.expect(200).shows("Ajukan ke Sekcam"));
    siti.post(&way, &[("lewat", "camat")]).await.expect(303);
    let form = rudi.get(&path).await.expect(200);
    assert!(!form.shows("Ajukan ke Sekcam") && form.shows("Ajukan ke Camat"));
    let old = but(answers("Naskah Rudi"), &[("base", "0"), ("kepada", "sekcam")]);
    let page = send(&rudi, &format!("{path}/ajukan"), &old).await.expect(409);
    assert!(page.shows("naskah langsung ke Camat"), "{}", page.words());
    assert!(rudi.get(&path).await.text.contains("Naskah Rudi"), "what was typed is stored");
    rudi.post(&format!("{path}/ajukan"), &[("kepada", "camat")]).await.expect(303);
    siti.post(&way, &[("lewat", "sekcam")]).await.expect(303);
    assert!(rudi.get(&format!("/tulis/{}", DraftKey::new())).await.shows("Ajukan ke Sekcam"));
}

/// Staff → returned with a reason and a remark → mended → the camat sees what changed since, and publishes.
#[tokio::test]
async fn the_camat_sees_what_changed_since_the_last_look() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let rudi = app.person("Rudi", Role::Staf, CIKAJANG).await;
    let dadan = app.camat("Dadan", "32.03.05").await;
    let key = DraftKey::new();
    let path = format!("/tulis/{key}");
    send(&rudi, &format!("{path}/ajukan"), &but(answers("Irigasi tetes"), &[("base", "0"), ("kepada", "camat")]))
        .await
        .expect(303);
    let page = siti.get(&format!("{path}/pratinjau")).await.expect(200);
    assert!(!page.shows("Yang berubah") && page.shows("Setujui dan terbitkan"), "{}", page.words());

    let said = [("remark_field", "problem"), ("remark", "Sejak kapan embungnya surut?")];
    siti.post(&format!("{path}/catatan"), &[("remark_field", "problem"), ("remark", " ")]).await.expect(422);
    siti.post(&format!("{path}/catatan"), &[("remark_field", "karangan"), ("remark", "x")]).await.expect(422);
    siti.post(&format!("{path}/catatan"), &said).await.expect(303);
    dadan.post(&format!("{path}/catatan"), &said).await.expect(404);
    app.settle().await;
    app.settle().await;
    let told = rudi.get("/kabar").await.expect(200);
    assert!(told.shows("Siti menulis catatan pada bagian Apa masalahnya"), "{}", told.words());
    assert_eq!(told.words().matches("Catatan pada naskah").count(), 1);
    siti.post(&format!("{path}/kembalikan"), &[("note", "Lengkapi tahunnya.")]).await.expect(303);

    let form = rudi.get(&path).await.expect(200);
    assert!(
        form.shows("Catatan pemeriksa")
            && form.shows("Sejak kapan embungnya surut?")
            && form.shows("Lengkapi tahunnya.")
    );
    let mended = but(answers("Irigasi tetes"), &[("base", "1"), ("problem", "Embung surut sejak 2023.")]);
    send(&rudi, &format!("{path}/catatan/1/selesai"), &mended).await.expect(303);
    rudi.post(&format!("{path}/ajukan"), &[("kepada", "camat")]).await.expect(303);

    let page = siti.get(&format!("{path}/pratinjau")).await.expect(200);
    assert!(
        page.shows("Yang berubah sejak diperiksa terakhir kali") && page.shows("Sudah diperbaiki"),
        "{}",
        page.words()
    );
    assert!(page.text.contains("<ins>sejak 2023</ins>") || page.text.contains("2023"), "{}", page.text);
    let study = siti.post(&format!("{path}/terbitkan"), &[]).await.expect(303).location;
    let seen = app.visitor().get(&study).await.expect(200);
    assert!(!seen.shows("Sejak kapan embungnya surut?"), "remarks never reach readers");

    let draft = rudi.post(&format!("/praktik/{}/ubah", id_of(&study)), &[]).await.expect(303).location;
    let edit =
        but(answers("Irigasi tetes"), &[("base", "1"), ("outcome", "Panen naik dua kali."), ("kepada", "camat")]);
    send(&rudi, &format!("{draft}/ajukan"), &edit).await.expect(303);
    let page = siti.get(&format!("{draft}/pratinjau")).await.expect(200);
    assert!(page.shows("Yang berubah sejak revisi 1 yang tayang") && page.shows("dua kali"), "{}", page.words());
}

/// Two kecamatan wrote together: the other office is named once it has agreed, and no longer when it takes that back.
#[tokio::test]
async fn an_office_is_named_once_it_has_agreed() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let yuli = app.camat("Yuli", BAYONGBONG).await;
    let dadan = app.camat("Dadan", "32.03.05").await;
    let fields = "title summary sector indicators problem action outcome result visibility partners";
    let wrong = but(answers("Bersama"), &[("fields", fields), ("partners.0", "Cibiru atau mana")]);
    let key = DraftKey::new();
    let page = send(&siti, &format!("/tulis/{key}/terbitkan"), &wrong).await.expect(422);
    assert!(page.shows("Tulis nama kecamatan dan kabupaten/kotanya"), "{}", page.words());
    let named = but(answers("Bersama"), &[("fields", fields), ("partners.0", "Bayongbong, Kab. Garut")]);
    let study = publishes(&siti, &named).await;
    let id = id_of(&study);
    app.settle().await;
    let told = yuli.get("/kabar").await.expect(200);
    assert!(told.shows("Ditulis bersama kantor Bapak/Ibu?"), "{}", told.words());
    assert!(!app.visitor().get(&study).await.shows("Ditulis bersama"));
    let agree = [("kecamatan", BAYONGBONG), ("setuju", "ya")];
    dadan.post(&format!("/praktik/{id}/bersama"), &agree).await.expect(403);
    siti.post(&format!("/praktik/{id}/bersama"), &agree).await.expect(403);
    assert!(yuli.get(&study).await.shows("Setuju ditulis bersama"));
    yuli.post(&format!("/praktik/{id}/bersama"), &agree).await.expect(303);
    let page = app.visitor().get(&study).await;
    assert!(page.shows("Ditulis bersama Kec. Bayongbong, Kab. Garut"));
    let credit = "Kantor Kecamatan Cikajang, Kab. Garut; Kantor Kecamatan Bayongbong, Kab. Garut (2026). Bersama.";
    assert!(page.shows(credit), "{}", page.words());
    assert!(page.text.contains(r#""name":"Kantor Kecamatan Bayongbong, Kab. Garut""#));
    let own = app.visitor().get(&format!("/kecamatan/{BAYONGBONG}")).await.expect(200);
    assert!(own.shows("Ditulis bersama kecamatan lain") && own.shows("Bersama"), "{}", own.words());
    yuli.post(&format!("/praktik/{id}/bersama"), &[("kecamatan", BAYONGBONG), ("setuju", "tidak")]).await.expect(303);
    assert!(!app.visitor().get(&study).await.shows("Ditulis bersama"));
    assert!(!app.visitor().get(&format!("/kecamatan/{BAYONGBONG}")).await.shows("Ditulis bersama"));
}
