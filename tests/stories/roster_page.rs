//! A coordinator brings in a table of officials: first what would change, then all of it at once, with links to send.

use std::fmt::Write;
use std::time::Instant;

use forum_camat::account::entity::account;
use forum_camat::office::entity::office_term;
use forum_camat::policy::Role;
use forum_tests::{Answer, CIKAJANG, Person, TestApp};
use reqwest::multipart::{Form, Part};
use sea_orm::{EntityTrait, PaginatorTrait};

use super::files::package;

const IMPORT: &str = "/meja/pejabat/impor";

async fn looks(who: &Person, table: impl Into<Vec<u8>>) -> Answer {
    let part = Part::bytes(table.into()).file_name("pejabat.csv");
    who.post_files(IMPORT, Form::new().part("file", part)).await
}

/// Records what the plan carries, as its button does.
async fn records(who: &Person, plan: &Answer) -> Answer {
    let (digest, rows) = (hidden(plan, "digest"), hidden(plan, "rows"));
    who.post(&format!("{IMPORT}/terapkan"), &[("digest", &digest), ("rows", &rows)]).await
}

fn hidden(page: &Answer, name: &str) -> String {
    let from = page.text.find(&format!(r#"name="{name}" value=""#)).expect("the field");
    let rest = &page.text[from..];
    let value = rest.split(r#"value=""#).nth(1).and_then(|rest| rest.split('"').next()).expect("a value");
    value.replace("&#34;", "\"").replace("&#39;", "'").replace("&#60;", "<").replace("&#62;", ">").replace("&#38;", "&")
}

async fn counts(app: &TestApp) -> (u64, u64) {
    let db = app.app.db.read();
    (account::Entity::find().count(db).await.unwrap(), office_term::Entity::find().count(db).await.unwrap())
}

/// New, moved, ended, unknown, double and out of reach: each line says what would become of it, and looking changes nothing.
#[tokio::test]
async fn looking_says_line_by_line_what_would_change() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    app.person("Rudi", Role::Staf, CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    siti.get(IMPORT).await.expect(403);
    looks(&siti, "nama,peran,kode\nX Y,camat,32.05.17\n").await.expect(403);
    let table = "\u{feff}Nama;No. HP;Peran;Kode Wilayah;Jabatan;Nomor SK\r\n\
        Dewi Lestari;081300000001;Camat;32.05.22;;SK 821\r\n\
        =HYPERLINK(\"http://jahat.example\");081300000002;operator;32.05.17;Operator;\r\n\
        Kembar Satu;081300000003;sekcam;32.05.17;;\r\n\
        Kembar Dua;081300000003;sekcam;32.05.18;;\r\n\
        Jauh;081300000004;camat;99.99.99;;\r\n\
        Tetangga;081300000005;camat;32.04.05;;\r\n\
        Tanpa Nomor;;camat;32.05.19;;\r\n\
        Bulat;8,13E+11;camat;32.05.20;;\r\n\
        Aneh;081300000006;gubernur;32.05.20;;\r\n";
    let before = counts(&app).await;
    let plan = looks(&hendra, table).await.expect(200);
    assert_eq!(counts(&app).await, before, "looking changes nothing");
    for said in [
        "Catat 3 perubahan",
        "Dewi Lestari Camat, Kec. Cikajang, Kab. Garut Mutasi Menggantikan Siti.",
        "Kembar Dua Sekcam, Kec. Cigedug, Kab. Garut Ditolak Nomor ponsel ini sudah dipakai baris 4, Kembar Satu.",
        "Kode wilayah “99.99.99” tidak dikenal.",
        "Di luar wilayah atau wewenang Bapak/Ibu.",
        "Isi nomor ponsel, surel, atau NIP",
        "dibulatkan lembar kerja. Jadikan kolomnya teks, lalu isi lagi.",
        "Peran “gubernur” tidak dikenal.",
    ] {
        assert!(plan.shows(said), "{said} is not in: {}", plan.words());
    }
    let done = records(&hendra, &plan).await.expect(200);
    assert!(done.shows("3 perubahan tercatat") && done.shows("6 baris ditolak"), "{}", done.words());
    assert_eq!(done.text.matches("class=\"small invitation-url\"").count(), 3, "three links");
    siti.get("/draf").await.expect(303);
    assert!(hendra.get(&format!("/kecamatan/{CIKAJANG}/serah-terima")).await.shows("Siti kepada Dewi Lestari"));
    let people = hendra.get("/meja/pejabat?tampil=belum-bergabung").await.expect(200);
    assert!(people.shows("Dewi Lestari") && people.shows("Diundang berlaku sampai"), "{}", people.words());
    app.settle().await;

    // The same table once more: nothing is recorded twice.
    let again = looks(&hendra, table).await.expect(200);
    assert!(again.shows("Sudah tercatat 3") && !again.shows("perubahan"), "{}", again.words());
    let ends = "nama,telepon,peran,kode,sampai\nDewi Lestari,081300000001,camat,32.05.22,31-12-2026\n";
    let plan = looks(&hendra, ends).await.expect(200);
    assert!(plan.shows("Berakhir Hari terakhir 31 Des 2026."), "{}", plan.words());
    records(&hendra, &plan).await.expect(200);
    assert!(hendra.get(&format!("/kecamatan/{CIKAJANG}/pejabat")).await.shows("sampai dengan 31 Des 2026"));
}

/// Two coordinators act at once: what was looked at is not what would be recorded any more, and so it is not.
#[tokio::test]
async fn what_changed_meanwhile_is_looked_at_again() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let lilis = app.coordinator("Lilis", "32.05").await;
    let table = "nama,telepon,peran,kode,nomor_sk\nDewi,081300000001,camat,32.05.22,SK 1\n";
    let plan = looks(&hendra, table).await.expect(200);
    let other = looks(&lilis, "nama,telepon,peran,kode,nomor_sk\nGilang,081300000009,camat,32.05.22,SK 2\n").await;
    records(&lilis, &other).await.expect(200);
    let before = counts(&app).await;
    let again = records(&hendra, &plan).await.expect(409);
    assert!(again.shows("Data berubah sejak diperiksa"), "{}", again.words());
    assert_eq!(counts(&app).await, before);
}

/// Broken, empty, hostile and endless tables get a sentence, and nothing is recorded.
#[tokio::test]
async fn tables_that_are_none_are_refused() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let before = counts(&app).await;
    let mut endless = "nama,telepon,peran,kode\n".to_owned();
    for line in 0..100_000 {
        writeln!(endless, "Orang {line},0813{line:08},staf,32.05.22").unwrap();
    }
    for (table, sentence) in [
        (b"".to_vec(), "Pilih berkasnya lebih dulu."),
        (b"nama,hp\nSiti,0812\n".to_vec(), "Yang belum ada: peran, kode_wilayah."),
        (b"nama,peran,kode\n".to_vec(), "Daftarnya kosong."),
        (b"PK\x03\x04 bukan apa-apa".to_vec(), "Berkas"),
        (endless.into_bytes(), "Paling banyak 5000 baris sekali impor; yang ini 100000."),
    ] {
        let page = looks(&hendra, table).await.expect(422);
        assert!(page.shows(sentence), "{sentence}: {}", page.words());
    }
    let large = looks(&hendra, vec![b'x'; 6 * 1024 * 1024]).await.expect(413);
    assert!(large.shows("Daftar paling besar 5 MB."), "{}", large.words());
    let forged = [("digest", "x"), ("rows", "[{\"line\":1}]")];
    hendra.post(&format!("{IMPORT}/terapkan"), &forged).await.expect(422);
    assert_eq!(counts(&app).await, before);
    let old =
        looks(&hendra, b"nama\ttelepon\tperan\tkode\nNyi M\xe9\x92in\t081300000001\tstaf\t32.05.22\n".to_vec()).await;
    assert!(old.expect(200).shows("Nyi Mé’in"), "Windows-1252 is read");
}

/// All 627 camat of the province from one workbook, by the province's coordinator.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_camat_of_the_province_come_from_one_workbook() {
    let app = TestApp::start().await;
    let ratna = app.person("Ratna", Role::PembinaProvinsi, "32").await;
    let places = &app.app.catalogue.get().places;
    let codes: Vec<String> = places.all_kabupaten_kota().iter().flat_map(|place| place.kecamatan.clone()).collect();
    assert_eq!(codes.len(), 627);
    let rows = codes.iter().zip(1..).map(|(code, at)| {
        [format!("Camat {at}"), format!("0812{at:08}"), "Camat".to_owned(), code.clone(), "24/11/2026".to_owned()]
    });
    let heads = ["Nama", "No HP", "Peran", "Kode", "TMT"].map(str::to_owned);
    let book = workbook(std::iter::once(heads).chain(rows));
    let began = Instant::now();
    let plan = looks(&ratna, book).await.expect(200);
    let looked = began.elapsed();
    assert!(plan.shows("Catat 627 perubahan") && plan.shows("Diundang 627"), "{}", &plan.words()[..600]);
    let done = records(&ratna, &plan).await.expect(200);
    println!("627 camat: looked at in {looked:?}, recorded in {:?}", began.elapsed() - looked);
    assert_eq!(done.text.matches("class=\"small invitation-url\"").count(), 627);
    assert_eq!(done.text.matches("<svg class=\"qr").count(), 627);
    assert!(done.shows("Kab. Garut") && done.shows("Kota Bandung"));
    assert!(ratna.get("/meja/pejabat").await.expect(200).shows("628 orang sedang menjabat"));
    let first = done.text.split("invitation-url\">").nth(1).and_then(|rest| rest.split('<').next()).unwrap();
    let path = first.strip_prefix(&app.url).expect("a link to this site");
    assert!(app.visitor().get(path).await.expect(200).shows("Selamat datang, Camat"));
}

/// A workbook as small as one can be.
fn workbook(rows: impl Iterator<Item = [String; 5]>) -> Vec<u8> {
    let mut sheet =
        String::from(r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#);
    for (cells, at) in rows.zip(1..) {
        write!(sheet, r#"<row r="{at}">"#).unwrap();
        for (cell, column) in cells.iter().zip('A'..) {
            write!(sheet, r#"<c r="{column}{at}" t="inlineStr"><is><t>{cell}</t></is></c>"#).unwrap();
        }
        sheet.push_str("</row>");
    }
    sheet.push_str("</sheetData></worksheet>");
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let parts = [
        ("[Content_Types].xml", r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#.to_owned()),
        ("_rels/.rels", format!(r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#)),
        ("xl/workbook.xml", format!(r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{relations}"><sheets><sheet name="Pejabat" sheetId="1" r:id="rId1"/></sheets></workbook>"#)),
        ("xl/_rels/workbook.xml.rels", format!(r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#)),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    package(&parts)
}
