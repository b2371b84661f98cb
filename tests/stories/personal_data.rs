//! Personal data of others is noticed before anybody reads it.

use chrono::Duration;
use forum_camat::ids::DraftKey;
use forum_tests::crash::answers;
use forum_tests::{Browser, CIKAJANG, TestApp, a_study};

use super::adoption::{BAYONGBONG, adopts, day};
use super::question::{answers as says, asks};

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
    assert!(refused.shows("Di sini ada NIK (3205…01). Hapus;"), "{}", refused.words());
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
    assert!(refused.shows("Di sini ada NIK") && refused.text.contains("memimpin"));
    siti.post(&study.path("komentar"), &[("body", "Anggaran Rp1.250.000.000, buka 08.00-09.30.")]).await.expect(303);
}

/// A phone number in a short form is asked about once, beside its field, before others read it: who meant it says so. A NIK is
/// taken neither way, and nothing that was typed is lost.
async fn is_asked_about_a_phone_number(who: &Browser, path: &str, field: &str, rest: &[(&str, &str)]) {
    const PHONE: &str = "Hubungi Bu Imas 0812-3456-7890.";
    let send = async |said: &str, keeps: &[(&str, &str)]| {
        let mut form = vec![(field, said)];
        form.extend_from_slice(rest);
        form.extend_from_slice(keeps);
        who.post(path, &form).await
    };
    let keeps = [("nomor", "tampil")];
    let asked = send(PHONE, &[]).await.expect(422);
    assert!(asked.shows("Di sini ada nomor telepon (0812…)."), "{path}: {}", asked.words());
    assert!(asked.text.contains(PHONE) && asked.text.contains("name=\"nomor\""), "{path}: {}", asked.words());
    let refused = send(NIK, &keeps).await.expect(422);
    assert!(path.ends_with("/konfirmasi") || refused.text.contains("value=\"tampil\" checked"), "{path}: said once");
    assert!(refused.shows("Di sini ada NIK") && refused.text.contains("memimpin"), "{path}");
    send(PHONE, &keeps).await.expect(303);
}

/// Each short form asks; who takes the number out is asked nothing.
#[tokio::test]
async fn a_phone_number_is_asked_about_before_it_appears() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let entry = adopts(&dedi, &study).await;
    let step = super::hidden_photos::newest_step(&app).await;
    let question = asks(&siti, "Bagaimana merawat stroberi?", &[]).await;
    let today = day(&app, 0);
    is_asked_about_a_phone_number(&dedi, &study.path("komentar"), "body", &[]).await;
    is_asked_about_a_phone_number(&dedi, &format!("/tanya/{question}/jawaban"), "body", &[]).await;
    let asking = [("title", "Siapa yang punya bibit?"), ("langkah", "kirim")];
    is_asked_about_a_phone_number(&siti, "/tanya/baru", "body", &asking).await;
    let mending = [("version", "1")];
    is_asked_about_a_phone_number(&dedi, &format!("/replikasi/langkah/{step}/ubah"), "note", &mending).await;
    let running = [("version", "2"), ("stage", "berjalan"), ("on", &*today)];
    is_asked_about_a_phone_number(&dedi, &format!("{entry}/langkah"), "note", &running).await;
    app.forward(Duration::hours(1));
    let changed = [("answer", "ada_perubahan")];
    is_asked_about_a_phone_number(&dedi, &format!("{entry}/konfirmasi"), "why", &changed).await;
    let page = app.visitor().get(&study.url).await.expect(200);
    assert!(page.shows("Hubungi Bu Imas 0812-3456-7890."), "meant so: {}", page.words());

    // The box stands once, at the field that asks.
    let in_title = [("title", "Siapa kenal 0812-3456-7890?"), ("body", "Atau 0857-1111-2222?"), ("langkah", "lanjut")];
    let asked = siti.post("/tanya/baru", &in_title).await.expect(422).text;
    let box_at = |text: &str| text.find("name=\"nomor\"").expect("a box");
    assert!(box_at(&asked) > asked.find("id=\"title-salah\"").expect("the question"));
    assert!(box_at(&asked) < asked.find("for=\"body\"").expect("the next field"));
    assert_eq!(asked.matches("name=\"nomor\"").count(), 1);

    // The form of a question looks for what answers it first: what was said about the number goes with it.
    let typed = [("title", "Bibit dari mana?"), ("body", "Jawab ke 0812-3456-7890."), ("langkah", "lanjut")];
    let asked = siti.post("/tanya/baru", &typed).await.expect(422);
    assert!(asked.shows("Di sini ada nomor telepon"), "{}", asked.words());
    assert!(box_at(&asked.text) > asked.text.find("id=\"body-salah\"").expect("the question"));
    let mut meant = typed.to_vec();
    meant.push(("nomor", "tampil"));
    let looked = siti.post("/tanya/baru", &meant).await.expect(200);
    assert!(looked.text.contains("name=\"nomor\" value=\"tampil\" checked"), "{}", looked.text);
    let without = [("title", "Bibit dari mana?"), ("body", "Jawab di sini."), ("langkah", "kirim")];
    siti.post("/tanya/baru", &without).await.expect(303);
}

/// Who said that a number may stand is not asked about it again when the words are mended; another number is asked about,
/// in an answer, a comment and a question, and stands once that was said.
#[tokio::test]
async fn another_number_in_mended_words_is_asked_about() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let (stands, keeps) = ("Hubungi Bu Imas 0812-3456-7890.", ("nomor", "tampil"));
    let title = ("title", "Siapa yang punya bibit?");
    let question = asks(&siti, title.1, &[("body", stands), keeps]).await;
    let answer = says(&dedi, question, stands).await;
    let said = dedi.post(&study.path("komentar"), &[("body", stands), keeps]).await.expect(303).location;
    let comment = said.rsplit_once("#k-").expect("an anchor").1.to_owned();
    let forms = [
        (&siti, format!("/tanya/{question}/ubah"), vec![title]),
        (&dedi, format!("/jawaban/{answer}/ubah"), vec![]),
        (&dedi, format!("/komentar/{comment}/ubah"), vec![]),
    ];
    for (who, path, rest) in forms {
        let send = async |body: &str, said: &[(&str, &str)]| {
            let mut form = vec![("body", body)];
            form.extend_from_slice(&rest);
            form.extend_from_slice(said);
            who.post(&path, &form).await
        };
        send("Bu Imas: 0812 3456 7890, pagi saja.", &[]).await.expect(303);
        let both = "Bu Imas: 0812 3456 7890, atau Pak Asep 0857-1111-2222.";
        let asked = send(both, &[]).await.expect(422);
        assert!(asked.shows("Di sini ada nomor telepon (0857…)."), "{path}: {}", asked.words());
        assert!(asked.text.contains("name=\"nomor\"") && asked.text.contains("0857-1111-2222"), "{path}: it stays");
        send(both, &[keeps]).await.expect(303);
        send(&both.to_uppercase(), &[]).await.expect(303);
    }
    let page = app.visitor().get(&study.url).await.expect(200);
    assert!(page.shows("PAK ASEP 0857-1111-2222"), "meant so: {}", page.words());
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
