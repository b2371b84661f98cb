//! An address that is only posted to, opened again from the browser's history, leads to what it is about, for who may see
//! that; nobody learns from it that something exists.

use forum_camat::ids::TermId;
use forum_tests::{CIKAJANG, TestApp, a_study};

use super::visits::BAYONGBONG;

#[tokio::test]
async fn the_forms_of_a_comment_lead_to_the_comment() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let open = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let closed = app.has(a_study("Data warga miskin").by(&siti).members_only()).await;
    let mut places = Vec::new();
    for (study, visitors) in [(&open, true), (&closed, false)] {
        let said = dedi.post(&study.path("komentar"), &[("body", "Berapa biayanya?")]).await.expect(303).location;
        let id = said.rsplit_once("#k-").expect("a comment").1;
        let place = format!("/komentar/{id}");
        for act in ["tanggapan", "hapus", "hapus/batal", "pulihkan"] {
            assert_eq!(dedi.get(&format!("{place}/{act}")).await.expect(303).location, place, "{act}");
        }
        assert_eq!(dedi.get(&place).await.expect(303).location, said);
        if visitors {
            assert_eq!(app.visitor().get(&place).await.expect(303).location, said);
        } else {
            app.visitor().get(&place).await.expect(404);
        }
        places.push(place);
    }
    siti.post(&open.path("hentikan"), &[("reason", "Angkanya keliru")]).await.expect(303);
    dedi.get(&places[0]).await.expect(404);
    siti.get(&places[0]).await.expect(303);
    dedi.get("/komentar/999").await.expect(404);
    dedi.get("/komentar/bukan").await.expect(404);
    assert_eq!(dedi.get("/ikuti").await.expect(303).location, "/akun/diikuti");
    let search = dedi.get("/topik").await.expect(303);
    assert!(search.location == "/cari" && search.headers["set-cookie"].to_str().unwrap().contains("dititipkan"));
    assert_eq!(app.visitor().get("/topik").await.expect(303).location, "/cari");
}

#[tokio::test]
async fn the_forms_about_an_official_lead_to_the_page_of_the_office() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let province = app.coordinator("Fajar", "32").await;
    let of = |term: Option<TermId>| format!("/pejabat/{}", term.expect("a term"));
    let (camat, coordinator) = (of(siti.term), of(hendra.term));
    for act in ["akhiri", "akhiri/batal", "undangan", "dua-langkah/matikan"] {
        assert_eq!(hendra.get(&format!("{camat}/{act}")).await.expect(303).location, camat, "{act}");
    }
    let office = hendra.get(&camat).await.expect(303).location;
    assert_eq!(office, format!("/kecamatan/{CIKAJANG}/pejabat"));
    assert!(hendra.get(&office).await.expect(200).shows("Siti"));
    assert_eq!(siti.get(&coordinator).await.expect(303).location, "/kabupaten-kota/32.05/pejabat");
    assert!(app.visitor().get(&camat).await.expect(303).location.starts_with("/masuk"));
    hendra.get("/pejabat/999").await.expect(404);
    hendra.get(&of(province.term)).await.expect(404);
}
