//! What comes of a question: answers that point to practices, the one that helped, and the summary that draws them
//! together.

use forum_tests::{Answer, CIKAJANG, TestApp, a_study};

use super::question::{SUKARESMI, answers, asks, page, row};

/// Answers come, one points to a study; each reader sees the card of a study only if he may see the study.
#[tokio::test]
async fn an_answer_points_to_a_study_that_each_reader_sees_as_he_may() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let yanti = app.camat("Yanti", SUKARESMI).await;
    let open = app.has(a_study("Irigasi tetes")).await;
    let closed = app.has(a_study("Hanya anggota").members_only()).await;
    let id = asks(&siti, "Bagaimana menanam ketika kemarau?", &[]).await;
    let path = format!("/tanya/{id}/jawaban");
    let wrong = yanti.post(&path, &[("body", "Lihat ini"), ("praktik", "99999")]).await.expect(422);
    assert!(wrong.shows("Praktik ini tidak ditemukan.") && wrong.text.contains("Lihat ini"), "{}", wrong.words());
    let address = format!("https://forum.example{}", open.url);
    yanti.post(&path, &[("body", "Kami memakai botol."), ("praktik", &address)]).await.expect(303);
    yanti.post(&path, &[("body", "Dan ini."), ("praktik", &closed.id.to_string())]).await.expect(303);
    let seen = page(&app.visitor(), id).await;
    assert!(seen.shows("Kami memakai botol.") && seen.shows("Irigasi tetes"), "{}", seen.words());
    assert!(!seen.text.contains("Hanya anggota") && !seen.text.contains("hanya-anggota"), "{}", seen.words());
    assert!(page(&siti, id).await.shows("Hanya anggota"));
    app.settle().await;
    let kabar = siti.get("/kabar").await.expect(200);
    assert!(kabar.shows("2 jawaban baru pada Bagaimana menanam ketika kemarau?"), "{}", kabar.words());
}

/// The asker accepts an answer and may take that back; nobody else may.
#[tokio::test]
async fn only_the_asker_says_which_answer_helped() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let yanti = app.camat("Yanti", SUKARESMI).await;
    let id = asks(&siti, "Bagaimana menanam ketika kemarau?", &[]).await;
    let answer = answers(&yanti, id, "Dengan botol bekas.").await;
    let other = asks(&siti, "Ada pertanyaan lain?", &[]).await;
    let elsewhere = answers(&yanti, other, "Jawaban lain.").await;
    let (path, which) = (format!("/tanya/{id}/terima"), answer.to_string());
    yanti.post(&path, &[("jawaban", &which)]).await.expect(403);
    app.visitor().post(&path, &[("jawaban", &which)]).await.expect(303);
    siti.post(&path, &[("jawaban", &elsewhere.to_string())]).await.expect(409);
    assert_eq!(row(&app, id).await.accepted_answer_id, None);
    siti.post(&path, &[("jawaban", &which)]).await.expect(303);
    app.settle().await;
    assert_eq!(row(&app, id).await.accepted_answer_id, Some(answer));
    assert!(page(&app.visitor(), id).await.shows("Jawaban diterima penanya"));
    assert!(yanti.get("/kabar").await.expect(200).shows("Jawaban Bapak/Ibu diterima"));
    siti.post(&path, &[]).await.expect(303);
    assert_eq!(row(&app, id).await.accepted_answer_id, None);
    siti.post(&path, &[("jawaban", &which)]).await.expect(303);
    yanti.post(&format!("/jawaban/{answer}/hapus"), &[]).await.expect(303);
    assert_eq!(row(&app, id).await.accepted_answer_id, None, "what is gone is accepted no longer");
}

/// The asker draws the answers together with credits; a coordinator who opened the form before loses nothing, and
/// overwrites nothing unseen. Who neither asked nor cares for the place may not.
#[tokio::test]
async fn answers_are_drawn_together_with_credits() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let yanti = app.camat("Yanti", SUKARESMI).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let far = app.coordinator("Fajar", "32.04").await;
    let id = asks(&siti, "Bagaimana menanam ketika kemarau?", &[]).await;
    let first = answers(&yanti, id, "Dengan botol bekas.").await.to_string();
    let second = answers(&hendra, id, "Pilih kelor.").await.to_string();
    let path = format!("/tanya/{id}/rangkuman");
    let form = siti.get(&path).await.expect(200);
    let field = form.text.split("id=\"body\"").nth(1).expect("the field").split("</textarea>").next().expect("its end");
    assert!(field.contains("Dengan botol bekas.") && !field.contains("**"), "words without marks: {field}");
    for refused in [&*yanti, &*far] {
        refused.get(&path).await.expect(403);
        let typed = [("versi", "0"), ("body", "Milik saya"), ("jawaban", first.as_str())];
        refused.post(&path, &typed).await.expect(403);
    }
    assert!(row(&app, id).await.summary.is_empty());
    let nobody = siti.post(&path, &[("versi", "0"), ("body", "Botol bekas.")]).await.expect(422);
    assert!(nobody.shows("Beri tanda pada jawaban yang dirangkum") && nobody.text.contains("Botol bekas."));
    siti.post(&path, &[("versi", "0"), ("body", "Pakai **botol**."), ("jawaban", &first)]).await.expect(303);
    let seen = page(&app.visitor(), id).await;
    assert!(seen.shows("Rangkuman jawaban") && seen.shows("Dirangkum dari jawaban: Yanti"), "{}", seen.words());
    assert!(seen.text.contains("Pakai <strong>botol</strong>."));
    let both = [("versi", "0"), ("body", "Botol atau kelor."), ("jawaban", &*first), ("jawaban", &*second)];
    let clash = hendra.post(&path, &both).await.expect(409);
    assert!(clash.text.contains("Botol atau kelor.") && clash.shows("Yang sekarang tampil"), "{}", clash.words());
    assert_eq!(row(&app, id).await.summary, "Pakai **botol**.");
    let after = [("versi", "1"), ("body", "Botol atau kelor."), ("jawaban", &*first), ("jawaban", &*second)];
    hendra.post(&path, &after).await.expect(303);
    hendra.post(&path, &after).await.expect(303);
    assert_eq!(row(&app, id).await.summary_version, 2, "sent twice is once");
    app.settle().await;
    let kabar = yanti.get("/kabar").await.expect(200);
    assert!(kabar.shows("Jawaban sudah dirangkum") && kabar.shows("ikut dirangkum"), "{}", kabar.words());
    assert!(app.visitor().get("/cari?q=kelor").await.expect(200).shows("Tanya Jawab (1)"), "it is searched too");
}

/// The form of a summary names the studies that everybody may read; published, they are cards, and a study for members stays
/// unnamed for others.
#[tokio::test]
async fn a_summary_shows_the_studies_that_the_answers_point_to() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let yanti = app.camat("Yanti", SUKARESMI).await;
    let open = app.has(a_study("Irigasi tetes")).await.id;
    let closed = app.has(a_study("Rahasia dapur").members_only()).await.id;
    let id = asks(&siti, "Bagaimana menanam ketika kemarau?", &[]).await;
    let said = format!("Kami memakai botol.\n\n\n\n/praktik/{open}\n\n/praktik/{closed}");
    let first = answers(&yanti, id, &said).await.to_string();
    let path = format!("/tanya/{id}/rangkuman");
    let form = siti.get(&path).await.expect(200);
    let field = form.text.split("id=\"body\"").nth(1).expect("the field").split("</textarea>").next().expect("its end");
    let begun = field.split_once(">\n").expect("its text").1;
    let studies = format!("Kami memakai botol.\n\n[Irigasi tetes](/praktik/{open})\n\n/praktik/{closed}");
    assert!(begun.ends_with(&studies) && !begun.contains("\n\n\n"), "{begun}");
    siti.post(&path, &[("versi", "0"), ("body", begun), ("jawaban", &first)]).await.expect(303);
    let summary = |page: &Answer| {
        let rest = page.text.split("id=\"rangkuman\"").nth(1).expect("a summary");
        rest.split("id=\"jawaban-bagian\"").next().expect("its end").to_owned()
    };
    let seen = summary(&page(&app.visitor(), id).await);
    assert!(seen.contains("irigasi-tetes\"") && !seen.contains("](/praktik"), "a card in place of an address: {seen}");
    assert!(!seen.contains("Rahasia dapur"), "{seen}");
    let seen = summary(&page(&siti, id).await);
    assert!(seen.contains("Irigasi tetes") && seen.contains("Rahasia dapur"), "{seen}");
}
