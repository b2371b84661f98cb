//! Letters: an office asks another for its practice, and the head of an office certifies who contributed. Both are opened
//! by LibreOffice, whatever names stand in them.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Command;

use forum_camat::policy::Role;
use forum_tests::{Answer, CIKAJANG, Study, TestApp, a_study};
use quick_xml::Reader;
use quick_xml::events::Event;

/// A kecamatan of Kab. Cianjur.
const OTHER: &str = "32.03.05";

/// Names and titles that a document could take for something else.
const HOSTILE: [&str; 5] = [
    "=HYPERLINK(\"http://jahat.example\")",
    "</w:t><w:instrText>INCLUDETEXT \"/etc/passwd\"</w:instrText>",
    "Siti & \"Dewi\" <b>'x'</b> ]]>",
    "Kecamatan 🌾 قرية",
    "{ MERGEFIELD nama } &#0;",
];

/// The text of a Word document, every part of it read to its end.
pub fn words_of(docx: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(docx)).expect("a container");
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    for needed in ["[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/styles.xml"] {
        assert!(names.iter().any(|name| name == needed), "{needed} is missing");
    }
    let mut words = String::new();
    for name in names.iter().filter(|name| !name.ends_with(".png")) {
        let mut xml = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut xml).expect("UTF-8");
        let text = text_of(&xml);
        if name == "word/document.xml" {
            words = text;
        }
    }
    words
}

fn text_of(xml: &str) -> String {
    let mut reader = Reader::from_str(xml);
    let mut out = String::new();
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Eof => return out,
            Event::Text(text) => out.push_str(&text.decode().unwrap()),
            Event::GeneralRef(name) => {
                let name = name.decode().unwrap();
                out.push_str(&quick_xml::escape::unescape(&format!("&{name};")).unwrap());
            }
            Event::Start(tag) | Event::Empty(tag) => {
                let tag = String::from_utf8_lossy(tag.name().as_ref()).into_owned();
                assert!(!["w:instrText", "w:fldSimple", "w:object"].contains(&tag.as_str()), "{tag}");
            }
            Event::End(tag) if tag.name().as_ref() == b"w:p" => out.push('\n'),
            _ => {}
        }
    }
}

/// What LibreOffice reads in each of these documents, by name.
pub fn opened(documents: &[(&str, Vec<u8>)]) -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().unwrap();
    let read = converted(folder.path(), documents, "txt:Text (encoded):UTF8");
    read.into_iter().map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap())).collect()
}

/// How many sheets of A4 LibreOffice prints each of these documents on, by name.
fn sheets(documents: &[(&str, Vec<u8>)]) -> BTreeMap<String, usize> {
    let folder = tempfile::tempdir().unwrap();
    let count = |pdf: &[u8]| {
        let pdf = String::from_utf8_lossy(pdf);
        let has = |words: &str| pdf.matches(words).count();
        let pages = has("/Type/Page") + has("/Type /Page") - has("/Type/Pages") - has("/Type /Pages");
        assert!(pages > 0, "a PDF in which pages can be counted");
        pages
    };
    converted(folder.path(), documents, "pdf").into_iter().map(|(name, pdf)| (name, count(&pdf))).collect()
}

/// What LibreOffice makes of these documents, by name.
fn converted(folder: &Path, documents: &[(&str, Vec<u8>)], to: &str) -> BTreeMap<String, Vec<u8>> {
    let files: Vec<_> = documents.iter().map(|(name, _)| folder.join(format!("{name}.docx"))).collect();
    for (file, (_, bytes)) in files.iter().zip(documents) {
        fs::write(file, bytes).unwrap();
    }
    let out = folder.join("opened");
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let mut command = Command::new("timeout");
    command.args(["--kill-after=5", "100", "soffice", &profile, "--headless", "--norestore"]);
    command.args(["--convert-to", to, "--outdir"]).arg(&out).args(&files);
    let ran = command.env("HOME", folder).output().unwrap();
    let told = format!("{}{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert!(ran.status.success(), "{}: {told}", ran.status);
    let ending = to.split(':').next().unwrap();
    let read = |name: &str| {
        fs::read(out.join(format!("{name}.{ending}"))).unwrap_or_else(|_| {
            panic!("LibreOffice did not open {name}; bin/setup installs libreoffice-writer-nogui: {told}")
        })
    };
    documents.iter().map(|(name, _)| ((*name).to_owned(), read(name))).collect()
}

fn is_installed() -> bool {
    Path::new("/usr/lib/libreoffice/program/libswlo.so").exists()
}

pub fn certificate(study: &Study) -> String {
    study.path("keterangan-kontribusi")
}

/// The public address that a certificate names.
pub fn check_of(page: &Answer) -> String {
    let rest = page.text.split("/periksa/").nth(1).expect("an address to check it");
    format!("/periksa/{}", &rest[..32])
}

/// Dewi's office asks Siti's: what she chooses is in the letter, and number, day and signature are left to her office.
#[tokio::test]
async fn dewi_asks_another_office_for_its_practice() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dewi = app.camat("Dewi Lestari", OTHER).await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let own = app.app.catalogue.get().places.kecamatan(OTHER).unwrap().name.clone();

    let page = dewi.get(&study.url).await.expect(200);
    assert!(page.shows("Buat surat permohonan replikasi"), "{}", page.words());
    let page = dewi.get(&study.path("surat")).await.expect(200);
    for words in [
        "PEMERINTAH KABUPATEN CIANJUR",
        &format!("KECAMATAN {}", own.to_uppercase()),
        "Nomor ……",
        "Yth. Camat Cikajang",
        "Permohonan Replikasi Praktik Baik",
        "“Irigasi tetes” dari Kecamatan Cikajang, Kabupaten Garut",
        &format!("Camat {own}"),
        "Dewi Lestari",
        "Yth. Sekretaris Daerah Kabupaten Cianjur c.q. Bagian Tata Pemerintahan",
        "Yth. Sekretaris Daerah Kabupaten Garut c.q. Bagian Tata Pemerintahan",
        &format!("mereplikasi praktik baik dimaksud di Kecamatan {own}."),
    ] {
        assert!(page.shows(words), "{words}: {}", page.words());
    }
    assert!(!page.words().contains("stempel") && !page.words().contains("a.n. Bupati"));

    let chosen =
        [("purpose", "studi-tiru"), ("contact", "Rudi, 0263-123456"), ("wish", "bertemu ketua kelompok tani;")];
    let page = dewi.post(&study.path("surat"), &chosen).await.expect(200);
    for words in [
        "Permohonan Studi Tiru Praktik Baik",
        "Rudi, 0263-123456",
        "bertemu ketua kelompok tani.",
        "studi tiru ke Kecamatan Cikajang atas praktik baik dimaksud.",
    ] {
        assert!(page.shows(words), "{words}: {}", page.words());
    }
    let words = words_of(&dewi.post_bytes(&study.path("surat-permohonan.docx"), &chosen).await);
    for part in
        ["Permohonan Studi Tiru Praktik Baik", "Rudi, 0263-123456", "bertemu ketua kelompok tani.", "Dewi Lestari"]
    {
        assert!(words.contains(part), "{part}: {words}");
    }
    assert!(words.contains(&format!("/praktik/{}", study.id)), "{words}");

    let empty = [("purpose", "data"), ("contact", " "), ("wish", "tetap ada")];
    for path in ["surat", "surat-permohonan.docx"] {
        let page = dewi.post(&study.path(path), &empty).await.expect(422);
        assert!(page.shows("Tulis narahubung yang dapat dihubungi.") && page.shows("tetap ada"), "{}", page.words());
    }
}

/// Staff draft it for whoever leads the office, by the name of that office; where nobody does, the name is left open.
#[tokio::test]
async fn the_letter_is_signed_by_who_leads_the_office() {
    let app = TestApp::start().await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let rudi = app.person("Rudi", Role::Staf, OTHER).await;
    let page = rudi.get(&study.path("surat")).await.expect(200);
    assert!(page.shows("Belum ada camat yang tercatat"), "{}", page.words());
    app.person("Dadan Hidayat", Role::PltCamat, OTHER).await;
    let words = words_of(&rudi.bytes(&study.path("surat-permohonan.docx")).await);
    assert!(words.contains("Plt. Camat ") && words.contains("Dadan Hidayat"), "{words}");
    app.person("Euis Komala", Role::PlhCamat, OTHER).await;
    let page = rudi.get(&study.path("surat")).await.expect(200);
    assert!(page.shows("Plh. Camat ") && page.shows("Euis Komala") && !page.shows("Dadan"), "{}", page.words());
}

/// Only people of another office ask, and only for what they may see.
#[tokio::test]
async fn who_may_not_ask_gets_no_letter() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dewi = app.camat("Dewi", OTHER).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let members = app.has(a_study("Khusus anggota").by(&siti).members_only()).await;
    let gone = app.has(a_study("Sudah ditarik").by(&siti).withdrawn()).await;
    let nowhere = app.has(a_study("Tanpa wilayah").of_nowhere()).await;
    for path in ["surat", "surat-permohonan.docx"] {
        app.visitor().get(&study.path(path)).await.expect(303);
        hendra.get(&study.path(path)).await.expect(403);
        assert_eq!(siti.get(&study.path(path)).await.expect(303).location, study.url);
        assert_eq!(dewi.get(&nowhere.path(path)).await.expect(303).location, nowhere.url);
        dewi.get(&gone.path(path)).await.expect(404);
        dewi.get(&study.path(path)).await.expect(200);
        dewi.get(&members.path(path)).await.expect(200);
    }
    assert!(!siti.get(&study.url).await.shows("Buat surat permohonan"));
    assert!(!app.visitor().get(&study.url).await.shows("Surat dan berkas"));
}

/// A head certifies who contributed; whoever holds the paper checks it, until the office takes it back.
#[tokio::test]
async fn siti_certifies_who_contributed_and_anybody_checks_it() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti Aminah", CIKAJANG).await;
    let rudi = app.person("Rudi Hartono", Role::Sekcam, CIKAJANG).await;
    let dewi = app.camat("Dewi", OTHER).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let saying = |content: &mut forum_camat::case_study::content::Content| {
        content.initiator = Some("asn".to_owned());
        content.agencies.push(forum_camat::case_study::content::Agency {
            name: "Puskesmas Cikajang".to_owned(),
            part: "memeriksa air".to_owned(),
            ..Default::default()
        });
    };
    let study = app.has(a_study("Irigasi tetes").by(&siti).by(&rudi).saying(saying)).await;
    let page = rudi.get(&certificate(&study)).await.expect(200);
    for words in
        ["Siti Aminah", "Camat Cikajang", "Rudi Hartono", "Sekcam Cikajang", "Puskesmas Cikajang", "ada sumber"]
    {
        assert!(page.shows(words), "{words}: {}", page.words());
    }
    for person in [&rudi, &dewi, &hendra] {
        person.post(&certificate(&study), &[]).await.expect(403);
    }
    for person in [&dewi, &hendra] {
        person.get(&certificate(&study)).await.expect(403);
    }
    app.visitor().get(&certificate(&study)).await.expect(303);

    let issuing = certificate(&study);
    let (first, second) = tokio::join!(siti.post(&issuing, &[]), siti.post(&issuing, &[]));
    let letter = first.expect(303).location;
    assert_eq!(second.expect(303).location, letter, "twice is once");
    let page = rudi.get(&letter).await.expect(200);
    assert!(page.shows("32.05.22/") && page.shows("/0001") && page.shows("(SKP)"));
    let words = words_of(&rudi.bytes(&format!("{letter}/surat.docx")).await);
    for part in ["SURAT KETERANGAN KONTRIBUSI", "Rudi Hartono", "Sekcam Cikajang", "Ada sumber", "ASN", "/periksa/"] {
        assert!(words.contains(part), "{part}: {words}");
    }
    for label in ["Pangkat/Gol.: ……", "NIP: ……"] {
        assert_eq!(words.matches(label).count(), 3, "for both authors and who signs: {words}");
        assert_eq!(page.words().matches(label).count(), 3, "{label}: {}", page.words());
    }

    let check = check_of(&page);
    let seen = app.visitor().get(&check).await.expect(200);
    for words in ["Berlaku.", "Rudi Hartono", "Sekcam Cikajang", "Irigasi tetes", "revisi 1"] {
        assert!(seen.shows(words), "{words}: {}", seen.words());
    }
    app.visitor().get("/periksa/00000000000000000000000000000000").await.expect(404);
    app.visitor().get("/periksa/terpotong").await.expect(404);

    rudi.post(&format!("{letter}/cabut"), &[("reason", "Namanya salah")]).await.expect(403);
    assert!(siti.post(&format!("{letter}/cabut"), &[("reason", " ")]).await.expect(422).shows("Tulis alasannya."));
    assert!(app.visitor().get(&check).await.shows("Berlaku."));
    siti.post(&format!("{letter}/cabut"), &[("reason", "Namanya salah eja")]).await.expect(303);
    siti.post(&format!("{letter}/cabut"), &[("reason", "Lagi")]).await.expect(303);
    let seen = app.visitor().get(&check).await.expect(200);
    assert!(
        seen.shows("Tidak berlaku.") && !seen.shows("Rudi Hartono") && !seen.shows("salah eja"),
        "{}",
        seen.words()
    );
    rudi.get(&format!("{letter}/surat.docx")).await.expect(404);
    let again = siti.post(&certificate(&study), &[]).await.expect(303).location;
    assert_ne!(again, letter);
    assert!(siti.get(&again).await.shows("/0002"));
}

/// The page behind the code never says more than the site shows to everybody.
#[tokio::test]
async fn the_check_tells_nothing_of_a_study_that_is_not_shown_to_everybody() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti Aminah", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let members = app.has(a_study("Rahasia anggota").by(&siti).members_only()).await;
    let shown = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let mut checks = Vec::new();
    for study in [&members, &shown] {
        let letter = siti.post(&certificate(study), &[]).await.expect(303).location;
        checks.push(check_of(&siti.get(&letter).await.expect(200)));
    }
    assert!(app.visitor().get(&checks[1]).await.shows("Irigasi tetes"));
    hendra.post(&shown.path("sembunyikan"), &[("reason", "Foto tanpa izin.")]).await.expect(303);
    for (check, title) in checks.iter().zip(["Rahasia anggota", "Irigasi tetes"]) {
        for page in [app.visitor().get(check).await.expect(200), siti.get(check).await.expect(200)] {
            assert!(page.shows("tidak ditayangkan untuk umum"), "{}", page.words());
            assert!(!page.shows(title) && !page.shows("Siti Aminah"), "{}", page.words());
        }
    }
    let page = siti.get(&certificate(&shown)).await.expect(200);
    assert!(page.shows("surat keterangan yang baru tidak dapat dibuat"), "{}", page.words());
    siti.post(&certificate(&shown), &[]).await.expect(404);
}

/// An author who serves elsewhere now still takes the certificate home.
#[tokio::test]
async fn a_named_author_reads_the_certificate_from_elsewhere() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let euis = app.camat("Euis", OTHER).await;
    let study = app.has(a_study("Irigasi tetes").by(&siti).by(&euis)).await;
    let letter = siti.post(&certificate(&study), &[]).await.expect(303).location;
    euis.get(&certificate(&study)).await.expect(200);
    assert!(words_of(&euis.bytes(&format!("{letter}/surat.docx")).await).contains("Euis"));
    euis.post(&format!("{letter}/cabut"), &[("reason", "Bukan hak saya")]).await.expect(403);
}

/// Names and titles that look like markup, fields or formulas are text in every letter, and LibreOffice opens all of them.
#[tokio::test]
async fn libreoffice_opens_letters_with_hostile_names() {
    let app = TestApp::start().await;
    let mut documents = Vec::new();
    let names = ["satu", "dua", "tiga", "empat", "lima"];
    for (name, hostile) in names.into_iter().zip(HOSTILE) {
        let siti = app.camat(hostile, CIKAJANG).await;
        let dewi = app.camat(hostile, OTHER).await;
        let study = app.has(a_study(hostile).by(&siti)).await;
        let fields = [("purpose", "replikasi"), ("contact", hostile), ("wish", hostile)];
        let request = dewi.post_bytes(&study.path("surat-permohonan.docx"), &fields).await;
        let words = words_of(&request);
        assert!(words.matches(hostile).count() >= 3, "{hostile}: {words}");
        let letter = siti.post(&certificate(&study), &[]).await.expect(303).location;
        let contribution = siti.bytes(&format!("{letter}/surat.docx")).await;
        assert!(words_of(&contribution).matches(hostile).count() >= 2, "{hostile}");
        documents.push((name, request, contribution));
    }
    assert!(is_installed(), "LibreOffice Writer is missing; bin/setup installs libreoffice-writer-nogui");
    let files: Vec<(&str, Vec<u8>)> = documents.iter().map(|(name, request, _)| (*name, request.clone())).collect();
    let more: Vec<(&str, Vec<u8>)> =
        documents.into_iter().map(|(name, _, contribution)| (name, contribution)).collect();
    let read = tokio::task::spawn_blocking(move || (opened(&files), opened(&more))).await.unwrap();
    for (name, hostile) in names.into_iter().zip(HOSTILE) {
        assert!(read.0[name].contains(hostile), "{hostile}: {}", read.0[name]);
        assert!(read.0[name].contains("Tembusan"), "{hostile}");
        assert!(read.1[name].contains(hostile), "{hostile}: {}", read.1[name]);
    }
}

/// A letter that an office sends every day is one sheet, its code beside who signs; one that is longer tears nothing apart.
#[tokio::test]
async fn a_usual_letter_is_one_sheet() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti Aminah", CIKAJANG).await;
    let dewi = app.camat("Dewi Lestari", OTHER).await;
    let agencies = [
        ("BPP Cikajang", "menguji lubang tetes, mendampingi, mengukur panen"),
        ("Pemerintah desa", "menyediakan pipa bekas dan anggaran ketahanan pangan"),
        ("Bank sampah desa", "mengumpulkan botol"),
    ];
    let saying = move |content: &mut forum_camat::case_study::content::Content| {
        content.initiator = Some("masyarakat".to_owned());
        let agency = |(name, part): (&str, &str)| forum_camat::case_study::content::Agency {
            name: name.to_owned(),
            part: part.to_owned(),
            ..Default::default()
        };
        content.agencies.extend(agencies.map(agency));
    };
    let title = "Irigasi tetes dari botol bekas untuk kebun cabai warga di lereng yang kering";
    let study = app.has(a_study(title).by(&siti).saying(saying)).await;

    let wish = "menerima rombongan kami, yaitu sekcam, tiga kepala seksi, dan lima kepala desa";
    let mut documents = Vec::new();
    for purpose in ["replikasi", "studi-tiru", "data"] {
        let fields = [("purpose", purpose), ("contact", "Rudi Hartono, Kasi Ekbang, 0263-123456"), ("wish", wish)];
        documents.push((purpose, dewi.post_bytes(&study.path("surat-permohonan.docx"), &fields).await));
    }
    let letter = siti.post(&certificate(&study), &[]).await.expect(303).location;
    documents.push(("keterangan", siti.bytes(&format!("{letter}/surat.docx")).await));
    let words = words_of(&documents[3].1);
    let place = |part: &str| words.find(part).unwrap_or_else(|| panic!("{part}: {words}"));
    assert!(
        place("Periksa keabsahannya di ") < place("Camat Cikajang,\n"),
        "beside the signature, not below it: {words}"
    );
    assert!(words_of(&documents[0].1).contains(&format!("/praktik/{}\n", study.id)), "the code has its address");

    let wish = "melihat kebun dan gudang ".repeat(19);
    let long = [("purpose", "studi-tiru"), ("contact", "Rudi Hartono"), ("wish", wish.as_str())];
    let long = dewi.post_bytes(&study.path("surat-permohonan.docx"), &long).await;
    assert!(is_installed(), "LibreOffice Writer is missing; bin/setup installs libreoffice-writer-nogui");
    let names: Vec<&str> = documents.iter().map(|(name, _)| *name).collect();
    let usual = documents.clone();
    let sheets = tokio::task::spawn_blocking(move || {
        let mut all = usual;
        all.push(("panjang", long));
        sheets(&all)
    });
    let sheets = sheets.await.unwrap();
    for name in names {
        assert_eq!(sheets[name], 1, "{name}");
    }
    assert!(sheets["panjang"] <= 2, "{sheets:?}");
}

/// After a mutasi two people were camat there: the author's line says when that was. Who would certify himself is told first
/// that it is his superior's to sign.
#[tokio::test]
async fn a_former_camat_is_named_with_the_years_of_the_term() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti Aminah", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let own = siti.get(&certificate(&study)).await.expect(200);
    assert!(own.shows("Nama Bapak/Ibu sendiri disebut dalam surat ini."), "{}", own.words());
    let end = format!("/pejabat/{}/akhiri", siti.term.expect("a term").get());
    hendra.post(&end, &[("reason", "Mutasi"), ("ended_on", "24/11/2026")]).await.expect(303);
    app.forward(chrono::Duration::days(1));

    let dewi = app.camat("Dewi Lestari", CIKAJANG).await;
    let page = dewi.get(&certificate(&study)).await.expect(200);
    assert!(page.text.contains("Camat Cikajang 2026") && !page.shows("Nama Bapak/Ibu sendiri"), "{}", page.words());
    let letter = dewi.post(&certificate(&study), &[]).await.expect(303).location;
    let words = words_of(&dewi.bytes(&format!("{letter}/surat.docx")).await);
    for part in ["Siti Aminah", "Camat Cikajang 2026\n", "Camat Cikajang,\n", "Dewi Lestari"] {
        assert!(words.contains(part), "{part}: {words}");
    }
}
