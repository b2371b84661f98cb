//! The short forms of conversations are one form: each keeps what was typed and says what is wrong beside its field, and
//! each has only what belongs to its room.

use forum_tests::{CIKAJANG, TestApp, a_study};

use super::lessons::writes;
use super::question::{SUKARESMI, asks};

#[tokio::test]
async fn a_comment_an_answer_and_a_remark_are_written_in_the_same_form() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let yanti = app.camat("Yanti", SUKARESMI).await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let question = asks(&siti, "Bagaimana menanam ketika kemarau?", &[]).await;
    let lesson = writes(&siti, "Bank sampah yang sepi", &[]).await;
    let long = "a".repeat(20_000);
    let forms = [
        (study.path("komentar"), "Irigasi tetes", "tulisan"),
        (format!("/tanya/{question}/jawaban"), "Bagaimana menanam ketika kemarau?", "body"),
        (format!("/pembelajaran/{lesson}/tanggapan"), "Bank sampah yang sepi", "body"),
    ];
    for (path, about, field) in forms {
        let blank = yanti.get(&path).await.expect(200);
        assert!(blank.shows(about) && blank.shows("Batal"), "{path}: {}", blank.words());
        assert!(blank.text.contains("data-warn-unsaved") && blank.text.contains("noindex"), "{path}");
        let has_study = blank.text.contains("name=\"praktik\"");
        assert_eq!(has_study, path.starts_with("/tanya"), "only an answer names a study: {path}");
        assert_eq!(blank.text.contains("noindex, nofollow"), path.starts_with("/pembelajaran"), "{path}");
        let refused = yanti.post(&path, &[("body", long.as_str())]).await.expect(422);
        assert!(refused.shows("Belum bisa dikirim") && refused.text.contains(&long), "{path}");
        assert!(refused.text.contains(&format!("id=\"{field}-salah\"")), "{path}: {}", refused.words());
        yanti.post(&path, &[("body", "Kami mulai dari satu RW.")]).await.expect(303);
    }
}
