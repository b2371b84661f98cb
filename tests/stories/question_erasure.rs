//! Personal data leaves a question with everything that was said to it, and stays away.

use forum_tests::process::Folder;
use forum_tests::{Answer, CIKAJANG, Person, TestApp};

use super::erasure::{everything, lines_with, seen_in};
use super::question::{SUKARESMI, answers, asks, page, row};

/// A question, an answer, a Rangkuman and a report that name a trader.
async fn named_everywhere(app: &TestApp, siti: &Person, yanti: &Person, hendra: &Person) -> i64 {
    let id = asks(siti, "Siapa kenal Pak Sunandar?", &[("body", "Sunandar pindah ke pasar baru.")]).await;
    let said = answers(yanti, id, "Hubungi **Sunandar**, 0812-3456-7890. Pasar tetap ramai.").await;
    let hidden = answers(yanti, id, "Rumah Sunandar di ujung gang.").await;
    let which = said.to_string();
    let summary = [("versi", "0"), ("body", "Tanyakan kepada Sunandar di pasar."), ("jawaban", &*which)];
    siti.post(&format!("/tanya/{id}/rangkuman"), &summary).await.expect(303);
    let target = format!("jawaban-{said}");
    let report = [("target", &*target), ("ground", "data_pribadi"), ("body", "Nomor Sunandar tertulis.")];
    siti.post(&format!("/tanya/{id}/laporkan"), &report).await.expect(303);
    let why = [("body", "Alamat Sunandar tertulis")];
    hendra.post(&format!("/jawaban/{hidden}/sembunyikan"), &why).await.expect(303);
    app.settle().await;
    id
}

/// Looks, and erases just what was seen.
async fn erases(hendra: &Person, id: i64) -> Answer {
    let path = format!("/tanya/{id}/hapus-data-pribadi");
    let form = [("passages", "Sunandar\n081234567890"), ("reason", "Diminta yang bersangkutan."), ("mengerti", "ya")];
    let looked = hendra.post(&path, &form).await.expect(200);
    for words in ["Pertanyaan dan rangkumannya", "Jawaban", "Laporan dan jawabannya"] {
        assert!(looked.shows(words), "{words} in {}", looked.words());
    }
    let seen = seen_in(&looked);
    let mut whole = form.to_vec();
    whole.extend([("tahap", "hapus"), ("dilihat", &*seen)]);
    hendra.post(&path, &whole).await.expect(303)
}

/// A name goes from the question, from every answer, the Rangkuman, reports, notices and the index; who may not erase
/// changes nothing; the asker and the writer are told; a form of the Rangkuman that was open meets a comparison.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_goes_from_question_answers_and_summary() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let yanti = app.camat("Yanti", SUKARESMI).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let far = app.coordinator("Fajar", "32.04").await;
    let id = named_everywhere(&app, &siti, &yanti, &hendra).await;
    let path = format!("/tanya/{id}/hapus-data-pribadi");
    assert!(page(&hendra, id).await.text.contains(&path) && !page(&siti, id).await.text.contains(&path));
    for person in [&siti, &yanti, &far] {
        person.get(&path).await.expect(403);
        person.post(&path, &[("passages", "Sunandar"), ("reason", "Coba"), ("tahap", "hapus")]).await.expect(403);
    }
    assert!(app.visitor().get(&path).await.expect(303).location.starts_with("/masuk"));
    let nothing = [("passages", "Budi Santoso"), ("reason", "Diminta")];
    assert!(hendra.post(&path, &nothing).await.expect(422).shows("tidak ditemukan"));
    assert!(!lines_with(&everything(&app.app).await, "sunandar").is_empty());
    let version = row(&app, id).await.summary_version;

    erases(&hendra, id).await;
    app.settle().await;
    let left = everything(&app.app).await;
    for word in ["sunandar", "3456-7890"] {
        assert!(lines_with(&left, word).is_empty(), "{word} is still in {:#?}", lines_with(&left, word));
    }
    let moved = app.visitor().get(&format!("/tanya/{id}")).await.expect(308).location;
    assert!(!moved.contains("dihapus"), "an address does not tell of it: {moved}");
    let seen = app.visitor().get(&moved).await.expect(200);
    assert!(seen.shows("[dihapus: data pribadi, 24 Nov 2026]") && seen.shows("Pasar tetap ramai."), "{}", seen.words());
    assert!(app.visitor().get("/tanya?q=ramai").await.expect(200).shows("1 pertanyaan"));
    assert!(!app.visitor().get("/tanya?q=sunandar").await.expect(200).shows("1 pertanyaan"));
    assert!(siti.get("/kabar").await.expect(200).shows("Data pribadi dihapus"));
    assert!(yanti.get("/kabar").await.expect(200).shows("Data pribadi dihapus"));
    assert!(hendra.get(&path).await.expect(200).shows("Sudah dihapus"));
    let old = version.to_string();
    let stale = [("versi", &*old), ("body", "Tanyakan kepada Sunandar."), ("jawaban", "1")];
    siti.post(&format!("/tanya/{id}/rangkuman"), &stale).await.expect(409);
    assert!(!row(&app, id).await.summary.contains("Sunandar"));
}

/// A backup that is older than the erasure brings the words back; restoring it erases them again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_erased_from_a_question_stays_away_after_a_restore() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let yanti = app.camat("Yanti", SUKARESMI).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let id = named_everywhere(&app, &siti, &yanti, &hendra).await;
    let mut here = Folder::empty();
    here.config = app.app.config.clone();
    let place = tempfile::tempdir().unwrap();
    let file = |name: &str| place.path().join(name).to_str().unwrap().to_owned();
    let (older, later) = (file("lama.tar.gz"), file("baru.tar.gz"));
    assert_eq!(here.run(&["backup", &older]).code, Some(0));
    erases(&hendra, id).await;
    app.settle().await;
    assert_eq!(here.run(&["backup", &later]).code, Some(0));

    let plain = Folder::empty();
    assert_eq!(plain.run(&["restore", &older]).code, Some(0));
    assert!(!lines_with(&everything(&plain.open().await).await, "sunandar").is_empty(), "nobody told this folder");
    let told = Folder::empty();
    let ended = told.run(&["restore", &older, "--erasures", &later]);
    assert!(format!("{ended:?}").contains("erased again"), "{ended:?}");
    let site = told.open().await;
    forum_camat::worker::run_due(&site).await.unwrap();
    let left = everything(&site).await;
    assert!(lines_with(&left, "sunandar").is_empty(), "{:#?}", lines_with(&left, "sunandar"));
}
