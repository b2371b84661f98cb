//! Files of a study: sent in pieces over a line that breaks, refused with words, read by a process that may die of them,
//! found by their pages, and seen by nobody who may not see their study.

use std::io::Write;

use forum_camat::attachment::file_entity::{attached_file, upload};
use forum_camat::attachment::tus;
use forum_camat::ids::DraftKey;
use forum_tests::{Answer, CIKAJANG, Person, TestApp};
use lopdf::content::{Content, Operation};
use lopdf::{Document, Object, Stream, dictionary};
use reqwest::Method;
use sea_orm::{EntityTrait, PaginatorTrait};
use zip::write::SimpleFileOptions;

use super::writing::{answers, but, send};

/// A PDF with one line on each page.
fn pdf(pages: &[&str]) -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let tree = document.new_object_id();
    let font = document.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Courier" });
    let fonts = document.add_object(dictionary! { "Font" => dictionary! { "F1" => font } });
    let kids: Vec<Object> = pages
        .iter()
        .map(|line| {
            let operations = vec![
                Operation::new("BT", vec![]),
                Operation::new("Tf", vec!["F1".into(), 24.into()]),
                Operation::new("Td", vec![50.into(), 600.into()]),
                Operation::new("Tj", vec![Object::string_literal(*line)]),
                Operation::new("ET", vec![]),
            ];
            let stream = Stream::new(dictionary! {}, Content { operations }.encode().unwrap());
            let content = document.add_object(stream);
            document.add_object(dictionary! { "Type" => "Page", "Parent" => tree, "Contents" => content }).into()
        })
        .collect();
    let count = i64::try_from(kids.len()).unwrap();
    let root = dictionary! {
        "Type" => "Pages", "Kids" => kids, "Count" => count, "Resources" => fonts,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
    };
    document.objects.insert(tree, Object::Dictionary(root));
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    let mut out = Vec::new();
    document.save_to(&mut out).unwrap();
    out
}

/// A container with these parts.
pub fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn docx(body: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let xml = format!(
        r#"<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>"#
    );
    let mut parts: Vec<(&str, &[u8])> =
        vec![("[Content_Types].xml", b"<Types/>"), ("word/document.xml", xml.as_bytes())];
    parts.extend(more);
    package(&parts)
}

/// Sends a file in pieces, as the form's script does; the last answer.
async fn sends(person: &Person, key: DraftKey, name: &str, bytes: &[u8], piece: usize) -> Answer {
    let address =
        begins(person, key, name, bytes.len()).await.expect(201).headers["location"].to_str().unwrap().to_owned();
    let mut last = None;
    for (index, part) in bytes.chunks(piece).enumerate() {
        last = Some(patch(person, &address, index * piece, part).await);
    }
    last.expect("a file that is not empty")
}

async fn begins(person: &Person, key: DraftKey, name: &str, size: usize) -> Answer {
    assert!(name.is_ascii() && name == "Kalender.pdf", "its base64 stands below");
    let send = |client: &reqwest::Client, url: &str| {
        client
            .post(format!("{url}/tulis/{key}/berkas"))
            .header("origin", url)
            .header("tus-resumable", "1.0.0")
            .header("upload-length", size)
            .header("upload-metadata", "filename S2FsZW5kZXIucGRm")
    };
    person.send(send).await
}

async fn patch(person: &Person, address: &str, offset: usize, part: &[u8]) -> Answer {
    let send = |client: &reqwest::Client, url: &str| {
        client
            .request(Method::PATCH, format!("{url}{address}"))
            .header("origin", url)
            .header("tus-resumable", "1.0.0")
            .header("upload-offset", offset)
            .header("content-type", "application/offset+octet-stream")
            .body(part.to_vec())
    };
    person.send(send).await
}

async fn offset(person: &Person, address: &str) -> Answer {
    person.send(|client, url| client.head(format!("{url}{address}")).header("tus-resumable", "1.0.0")).await
}

fn said(answer: &Answer) -> String {
    serde_json::from_str::<serde_json::Value>(&answer.text).unwrap()["sentence"].as_str().unwrap_or_default().to_owned()
}

async fn published(person: &Person, key: DraftKey, visibility: &str) -> String {
    let form = but(answers("Kalender tanam bersama"), &[("visibility", visibility), ("base", "2")]);
    send(person, &format!("/tulis/{key}/terbitkan"), &form).await.expect(303).location
}

/// The line breaks in the middle: the sender asks how much has arrived and goes on there; the words of page 2 are found.
#[tokio::test]
async fn a_file_comes_in_pieces_and_is_found_by_its_page() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dadan = app.camat("Dadan", "32.03.05").await;
    let key = DraftKey::new();
    let file = pdf(&["Jadwal umum", "Musim kemarau menanam kedelai hitam"]);
    let half = file.len() / 2;

    let address = begins(&siti, key, "Kalender.pdf", file.len()).await.expect(201).headers["location"]
        .to_str()
        .unwrap()
        .to_owned();
    patch(&siti, &address, 0, &file[..half]).await.expect(204);
    assert_eq!(
        patch(&siti, &address, 0, &file[..half]).await.expect(409).headers["upload-offset"],
        half.to_string().as_str()
    );
    offset(&dadan, &address).await.expect(404);
    patch(&dadan, &address, half, &file[half..]).await.expect(404);
    let arrived = offset(&siti, &address).await.expect(200);
    assert_eq!(arrived.headers["upload-offset"], half.to_string().as_str());
    let stored = patch(&siti, &address, half, &file[half..]).await.expect(200);
    assert!(stored.text.contains(r#""state":"stored""#), "{}", stored.text);
    assert_eq!(upload::Entity::find().count(app.app.db.read()).await.unwrap(), 0);
    assert!(app.app.files.list(tus::FOLDER).await.unwrap().is_empty(), "the pieces are gone");

    let form = siti.get(&format!("/tulis/{key}?bentuk=lengkap")).await.expect(200);
    let link =
        form.text.split(r#"href="/berkas/f/"#).nth(1).expect("the file is in the form").split('"').next().unwrap();
    let link = format!("/berkas/f/{link}");
    app.visitor().get(&link).await.expect(404);
    app.settle().await;
    assert!(!app.visitor().get("/cari?q=kedelai+hitam").await.expect(200).text.contains("Kalender tanam bersama"));

    let study = published(&siti, key, "public").await;
    app.settle().await;
    let page = app.visitor().get(&study).await.expect(200);
    assert!(page.shows("Berkas") && page.shows("Kalender") && page.text.contains(&link), "{}", page.words());
    let fetched = app.visitor().get(&link).await.expect(200);
    assert_eq!(fetched.headers["content-type"], "application/pdf");
    assert_eq!(fetched.headers["x-content-type-options"], "nosniff");
    assert!(
        fetched.headers["content-disposition"].to_str().unwrap().starts_with("attachment; filename=\"Kalender.pdf\"")
    );
    assert!(fetched.headers["cache-control"].to_str().unwrap().contains("immutable"));
    let found = app.visitor().get("/cari?q=kedelai+hitam").await.expect(200);
    assert!(found.shows("lampiran “Kalender” hlm. 2"), "{}", found.words());
}

/// What members only may read is not there for anybody else, and neither is its file or its words.
#[tokio::test]
async fn a_file_goes_with_its_study() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dadan = app.camat("Dadan", "32.03.05").await;
    let key = DraftKey::new();
    sends(&siti, key, "Kalender.pdf", &pdf(&["Kedelai hitam"]), 1000).await.expect(200);
    let study = published(&siti, key, "members").await;
    app.settle().await;
    let page = dadan.get(&study).await.expect(200);
    let link = page.text.split(r#"href="/berkas/f/"#).nth(1).unwrap().split('"').next().unwrap();
    let link = format!("/berkas/f/{link}");
    assert_eq!(dadan.get(&link).await.expect(200).headers["cache-control"], "private, no-store");
    app.visitor().get(&link).await.expect(404);
    assert!(!app.visitor().get("/cari?q=kedelai").await.expect(200).text.contains("Kalender tanam bersama"));
    assert!(dadan.get("/cari?q=kedelai").await.expect(200).text.contains("Kalender tanam bersama"));
}

/// What it is, is read from its bytes; each refusal says why.
#[tokio::test]
async fn what_is_no_document_is_refused_with_a_sentence() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let key = DraftKey::new();
    let mut two = pdf(&["Halaman"]);
    two.extend(package(&[("a.txt", b"dua")]));
    let many: Vec<String> = (0..10_000).map(|number| format!("word/media/image{number}.png")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
    for (bytes, words) in [
        (b"MZ\x90\x00 program".to_vec(), "Berkas ini bukan PDF"),
        (b"<html><script>alert(1)</script></html>".to_vec(), "Berkas ini bukan PDF"),
        (vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0], "terkunci sandi atau berbentuk lama"),
        (two, "dua jenis berkas sekaligus"),
        (package(&[("a.txt", b"biasa")]), "Berkas ini bukan PDF"),
        (b"PK\x03\x04 rusak".to_vec(), "rusak atau terpotong"),
        (docx("", &[("word/vbaProject.bin", b"makro")]), "Berkas ini berisi makro"),
        (docx("", &many), "terlalu banyak bagian"),
    ] {
        let answer = sends(&siti, key, "Kalender.pdf", &bytes, 4_000_000).await.expect(422);
        assert!(said(&answer).contains(words), "{words}: {}", answer.text);
    }
    assert!(said(&begins(&siti, key, "Kalender.pdf", 30_000_000).await.expect(413)).contains("paling besar 20 MB"));
    assert_eq!(attached_file::Entity::find().count(app.app.db.read()).await.unwrap(), 0);
    assert_eq!(upload::Entity::find().count(app.app.db.read()).await.unwrap(), 0);
}

/// A hostile file ends the process that reads it, never the server; it is still there to be fetched.
#[tokio::test]
async fn a_hostile_file_stops_nothing() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let key = DraftKey::new();
    let entity = r#"<!DOCTYPE w [<!ENTITY luar SYSTEM "file:///etc/passwd">]>"#;
    let outside = format!(
        r#"<?xml version="1.0"?>{entity}<w:document xmlns:w="w"><w:body><w:p><w:t>terbaca &luar; aman</w:t></w:p></w:body></w:document>"#
    );
    let outside = package(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", outside.as_bytes())]);
    let bomb = "<w:p><w:t>".to_owned() + &" ".repeat(300 * 1024 * 1024) + "</w:t></w:p>";
    let bomb = docx(&bomb, &[]);
    assert!(bomb.len() < 1024 * 1024, "it is small before it is opened");
    let deep = docx(&"<w:p>".repeat(2_000_000), &[]);
    let mut torn = pdf(&["Halaman"]);
    torn.truncate(torn.len() / 2);
    for bytes in [outside, bomb, deep, torn] {
        sends(&siti, key, "Kalender.pdf", &bytes, 5_000_000).await.expect(200);
    }
    app.settle().await;
    let rows = attached_file::Entity::find().all(app.app.db.read()).await.unwrap();
    let states: Vec<&str> = rows.iter().map(|row| row.text_state.as_str()).collect();
    assert_eq!(states[0], "read");
    assert!(rows[0].pages.contains("terbaca") && !rows[0].pages.contains("root:"), "{}", rows[0].pages);
    assert_eq!((states[1], states[3]), ("unreadable", "unreadable"));
    assert_ne!(states[2], "waiting");
    siti.get("/").await.expect(200);
}

/// Without scripts one file comes with the form around it, and nothing that was typed is lost when it is refused.
#[tokio::test]
async fn a_plain_form_brings_a_file_too() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let key = DraftKey::new();
    let form = |bytes: Vec<u8>| {
        let part = reqwest::multipart::Part::bytes(bytes).file_name("Laporan akhir.docx");
        let form = reqwest::multipart::Form::new().text("fields", "title").text("title", "Dengan berkas");
        form.text("bentuk", "lengkap").part("file", part)
    };
    let path = format!("/tulis/{key}/berkas");
    let page = siti.post_files(&path, form(b"bukan".to_vec())).await.expect(422);
    assert!(page.shows("Berkas ini bukan PDF") && page.text.contains("Dengan berkas"), "{}", page.words());
    siti.post_files(&path, form(docx("<w:p><w:t>isi</w:t></w:p>", &[]))).await.expect(303);
    let page = siti.get(&format!("/tulis/{key}?bentuk=lengkap")).await.expect(200);
    assert!(page.text.contains(r#"value="Laporan akhir""#) && page.shows("DOCX, 1 KB"), "{}", page.words());
    let row = attached_file::Entity::find().one(app.app.db.read()).await.unwrap().unwrap();
    siti.post(&format!("{path}/{}/hapus", row.id), &[]).await.expect(303);
    assert!(!siti.get(&format!("/tulis/{key}?bentuk=lengkap")).await.text.contains("Laporan akhir"));
    siti.post(&format!("{path}/{}/kembalikan", row.id), &[]).await.expect(303);
    assert!(siti.get(&format!("/tulis/{key}?bentuk=lengkap")).await.shows("DOCX, 1 KB"));
    app.settle().await;
}

/// Uploads that nobody finished are forgotten after a day, with their pieces.
#[tokio::test]
async fn an_upload_that_was_given_up_leaves_nothing() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let key = DraftKey::new();
    let address =
        begins(&siti, key, "Kalender.pdf", 5000).await.expect(201).headers["location"].to_str().unwrap().to_owned();
    patch(&siti, &address, 0, &[b'x'; 1000]).await.expect(204);
    app.forward(chrono::Duration::days(400));
    forum_camat::attachment::sweep(&app.app).await.unwrap();
    assert_eq!(upload::Entity::find().count(app.app.db.read()).await.unwrap(), 0);
    assert!(app.app.files.list(tus::FOLDER).await.unwrap().is_empty());
}
