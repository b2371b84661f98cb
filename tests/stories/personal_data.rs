//! Personal data of others is noticed before anybody reads it.

use forum_camat::ids::DraftKey;
use forum_tests::crash::answers;
use forum_tests::{CIKAJANG, TestApp, a_study};

const NIK: &str = "Ibu kader (NIK 3205 0641 0785 0001) memimpin.";

/// A NIK stops the publishing, at its field, with everything typed still there; a phone number is only pointed out.
#[tokio::test]
async fn a_nik_is_not_published() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let path = format!("/tulis/{}", DraftKey::new());
    siti.get(&path).await.expect(200);
    let with = |action: &'static str| {
        let mut fields = answers("Irigasi tetes");
        fields.retain(|(name, _)| *name != "action" && *name != "base");
        fields.extend([("action", action), ("base", "0")]);
        fields
    };
    let refused = siti.post(&format!("{path}/terbitkan"), &with(NIK)).await.expect(422);
    assert!(refused.shows("Di sini ada NIK atau NIP (3205…01). Hapus;"), "{}", refused.words());
    assert!(refused.text.contains(NIK), "nothing typed is lost");
    assert!(!app.visitor().get("/cari?q=irigasi").await.shows("Irigasi tetes"));
}

/// Neither does a comment show one.
#[tokio::test]
async fn a_nik_is_not_said_in_a_comment() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let refused = siti.post(&study.path("komentar"), &[("body", NIK)]).await.expect(422);
    assert!(refused.shows("Di sini ada NIK atau NIP") && refused.text.contains("memimpin"));
    siti.post(&study.path("komentar"), &[("body", "Anggaran Rp1.250.000.000, buka 08.00-09.30.")]).await.expect(303);
}

/// Everybody takes home what is kept about them, and nothing of anybody else.
#[tokio::test]
async fn siti_takes_her_data_home() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let joko = app.camat("Joko", "32.04.05").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    app.has_comment(&study, &siti, "Kata Siti").await;
    app.has_comment(&study, &joko, "Kata Joko").await;
    app.visitor().get("/akun/data-saya.json").await.expect(303);
    assert!(siti.get("/akun").await.expect(200).text.contains("href=\"/akun/data-saya.json\""));
    let answer = siti.get("/akun/data-saya.json").await.expect(200);
    assert_eq!(answer.headers["cache-control"], "private, no-store");
    let data: serde_json::Value = serde_json::from_str(&answer.text).expect("JSON");
    assert_eq!(data["akun"]["nama"], "Siti");
    assert_eq!(data["jabatan"][0]["wilayah"], CIKAJANG);
    assert_eq!(data["komentar"][0]["isi"], "Kata Siti");
    assert_eq!(data["praktik"]["tayang"][0]["judul"], "Irigasi tetes");
    assert!(!answer.text.contains("Joko") && !answer.text.contains("argon2"), "{}", answer.text);
}
