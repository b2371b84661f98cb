//! Starting from what exists: a report or a chat becomes a draft, and nothing of it is thrown away.

use forum_camat::case_study::content::Content;
use forum_camat::case_study::entity::{case_study_revision, draft};
use forum_tests::{Answer, CIKAJANG, Person, TestApp};
use reqwest::multipart::{Form, Part};
use sea_orm::EntityTrait;

use super::files::package;
use super::writing::{answers, but, send};

fn heading(style: &str, text: &str) -> String {
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#)
}

fn line(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn bold(text: &str) -> String {
    format!("<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r></w:p>")
}

fn docx(body: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let xml = format!(r#"<?xml version="1.0"?><w:document xmlns:w="w"><w:body>{body}</w:body></w:document>"#);
    let styles =
        r#"<w:styles xmlns:w="w"><w:style w:styleId="Judul1"><w:name w:val="heading 1"/></w:style></w:styles>"#;
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", xml.as_bytes()),
        ("word/styles.xml", styles.as_bytes()),
    ];
    parts.extend(more);
    package(&parts)
}

async fn brings(person: &Person, file: Option<Vec<u8>>, text: &str, draft: &str) -> Answer {
    let mut form = Form::new().text("naskah", draft.to_owned()).text("text", text.to_owned());
    if let Some(file) = file {
        form = form.part("file", Part::bytes(file).file_name("Laporan.docx"));
    }
    person.post_files("/tulis/dari-naskah", form).await
}

async fn content(app: &TestApp) -> Content {
    let row = draft::Entity::find().one(app.app.db.read()).await.unwrap().unwrap();
    Content::parse(&row.document).unwrap()
}

/// A report of an office: styled headings, bold ones, a table, a list; what fits nowhere is moved by hand.
#[tokio::test]
async fn a_report_lands_in_its_sections() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", line(text));
    let table = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
        cell("Tahun"),
        cell("Panen (ton)"),
        cell("2024"),
        cell("3,1")
    );
    let body = [
        heading("Judul1", "Irigasi tetes dari botol bekas"),
        heading("Judul1", "BAB I LATAR BELAKANG"),
        line("Embung surut tujuh minggu setiap kemarau."),
        bold("B. Pelaksanaan Kegiatan"),
        line("Kelompok tani merakit saluran dari botol."),
        heading("Judul1", "Hasil"),
        line("Panen naik."),
        table,
        heading("Judul1", "Susunan Acara"),
        line("Pukul 09.00 pembukaan oleh camat."),
    ]
    .concat();
    let media: &[(&str, &[u8])] = &[("word/media/image1.png", b"x"), ("word/media/image2.png", b"y")];
    let went = brings(&siti, Some(docx(&body, media)), "", "").await.expect(303);
    let form = siti.get(&went.location).await.expect(200);
    let now = content(&app).await;
    assert_eq!(now.title, "Irigasi tetes dari botol bekas");
    assert!(now.problem.contains("Embung surut"), "{}", now.problem);
    assert!(now.action.contains("merakit saluran"), "{}", now.action);
    assert!(now.outcome.contains("| Tahun | Panen (ton) |\n| --- | --- |\n| 2024 | 3,1 |"), "{}", now.outcome);
    assert_eq!(now.unplaced.len(), 1);
    assert!(now.unplaced[0].text.contains("Pukul 09.00"), "{:?}", now.unplaced);
    assert!(form.shows("Dari naskah, belum ditempatkan") && form.shows("Pukul 09.00 pembukaan"), "{}", form.words());

    let path = went.location.split('?').next().unwrap().to_owned();
    let piece = now.unplaced[0].text.clone();
    siti.post(&format!("{path}/naskah/0/pindah"), &[("pindah.0", ""), ("potongan.0", &piece)]).await.expect(422);
    let moved = [("pindah.0", "uraian"), ("potongan.0", piece.as_str()), ("bentuk", "lengkap")];
    siti.post(&format!("{path}/naskah/0/pindah"), &moved).await.expect(303);
    siti.post(&format!("{path}/naskah/0/pindah"), &moved).await.expect(303);
    let now = content(&app).await;
    assert_eq!(now.uraian.matches("Pukul 09.00").count(), 1, "twice is once");
    assert!(now.unplaced.is_empty());
}

/// A second text joins the draft behind what is there; what is left over never reaches a reader.
#[tokio::test]
async fn a_chat_joins_a_draft_and_leftovers_stay_at_home() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dadan = app.camat("Dadan", "32.03.05").await;
    let key = forum_camat::ids::DraftKey::new().to_string();
    send(&siti, &format!("/tulis/{key}"), &but(answers("Rumah bibit"), &[("base", "0")])).await.expect(303);
    let chat = "[24/11/26 10.42] Pak Asep: Selama ini petani kesulitan bibit, harganya mahal.\n\n[24/11/26 10.43] Pak Asep: Salam hangat dari Cikajang 🌱 السلام عليكم";
    brings(&siti, None, chat, &key).await.expect(303);
    let now = content(&app).await;
    assert!(now.problem.starts_with("Embung surut") && now.problem.contains("kesulitan bibit"), "{}", now.problem);
    assert!(now.unplaced[0].text.contains("Salam hangat dari Cikajang 🌱 السلام عليكم"));
    assert!(!format!("{now:?}").contains("Pak Asep"));
    brings(&dadan, None, chat, &key).await;
    assert!(!content(&app).await.problem.contains("kesulitan bibit, harganya mahal.\n\nSelama"), "Dadan's is his own");

    let study = siti.post(&format!("/tulis/{key}/terbitkan"), &[]).await.expect(303).location;
    assert!(!app.visitor().get(&study).await.expect(200).shows("Salam hangat"));
    let revision = case_study_revision::Entity::find().one(app.app.db.read()).await.unwrap().unwrap();
    assert!(!revision.document.contains("Salam hangat"));
    assert!(content(&app).await.unplaced[0].text.contains("Salam hangat"), "the draft still has it");
}

/// What can't be read is refused with a sentence, and what was pasted is still there.
#[tokio::test]
async fn hostile_and_broken_reports_get_a_sentence() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let many: Vec<String> = (0..10_000).map(|number| format!("word/media/image{number}.png")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
    let bomb = line(&" ".repeat(80 * 1024 * 1024));
    let long = line(&"kata ".repeat(120_000));
    for (file, words) in [
        (b"%PDF-1.7 laporan".to_vec(), "Naskah dibaca dari DOCX"),
        (b"bukan apa-apa".to_vec(), "bukan PDF, DOCX"),
        (docx(&line("isi"), &[("word/vbaProject.bin", b"x")]), "berisi makro"),
        (docx(&line("isi"), &many), "terlalu banyak bagian"),
        (docx(&bomb, &[]), "mengembang terlalu besar"),
        (docx(&long, &[]), "terlalu panjang untuk dibagi sendiri"),
        (docx("", &[]), "Tidak ada tulisan yang terbaca"),
        (docx("<w:p><w:r><w:t>potong", &[]), "terbaca"),
    ] {
        let page = brings(&siti, Some(file), "Tulisan yang ditempel", "").await;
        if page.status == 303 {
            continue;
        }
        let page = page.expect(422);
        assert!(page.shows(words), "{words}: {}", page.words());
        assert!(page.text.contains("Tulisan yang ditempel"));
    }
    assert!(brings(&siti, None, "", "").await.expect(422).shows("Pilih berkas DOCX, atau tempel ceritanya"));
    let entity = r#"<?xml version="1.0"?><!DOCTYPE w [<!ENTITY luar SYSTEM "file:///etc/passwd">]><w:document xmlns:w="w"><w:body><w:p><w:r><w:t>Masalah &luar; warga</w:t></w:r></w:p></w:body></w:document>"#;
    let entity = package(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", entity.as_bytes())]);
    brings(&siti, Some(entity), "", "").await.expect(303);
    let rows = draft::Entity::find().all(app.app.db.read()).await.unwrap();
    assert!(rows.iter().all(|row| !row.document.contains("root:")));
}
