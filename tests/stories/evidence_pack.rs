//! The evidence pack: what a contest asks for, what is missing first, and a ZIP whose list of contents tells the truth.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use bytes::Bytes;
use calamine::{Data, Reader as _, Xlsx};
use chrono::Months;
use forum_camat::attachment::file_entity::attached_file;
use forum_camat::attachment::{self, Consent, Facts};
use forum_camat::case_study::content::{AttachedFile, Content, Money, Photo};
use forum_camat::db::Effect;
use forum_camat::policy::Role;
use forum_tests::{CIKAJANG, Person, TestApp, a_study};
use sea_orm::{ActiveValue::Set, EntityTrait};
use sha2::{Digest, Sha256};

use super::letters::words_of;
use super::photos::photo;

const LIST: &str = "00-daftar-isi.txt";

/// The parts of a pack by name.
pub fn parts(zip: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(zip)).expect("a whole archive");
    let count = archive.len();
    let part = |number| {
        let mut part = archive.by_index(number).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        (part.name().unwrap().into_owned(), bytes)
    };
    (0..count).map(part).collect()
}

pub fn text(parts: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    String::from_utf8(parts[name].clone()).unwrap()
}

/// Puts a photo into the store and the table.
pub async fn has_photo(app: &TestApp, by: &Person) -> i64 {
    let stored = attachment::store_picture(&app.app, Bytes::from(photo(900, 600))).await.unwrap();
    let facts = Facts {
        original_name: "IMG.jpg".to_owned(),
        alt: "Saluran tetes".to_owned(),
        caption: String::new(),
        consent: Consent::NoneRecognisable,
        account: Some(by.account),
        draft: None,
        case_study: None,
    };
    let tx = app.app.db.begin_write().await.unwrap();
    let id = attachment::record(&*tx, tx.now(), &stored, facts).await.unwrap();
    tx.commit(Effect::Private).await.unwrap();
    id
}

/// Puts a file into the store and the table.
async fn has_file(app: &TestApp, by: &Person, bytes: &'static [u8]) -> i64 {
    let sha256 = hex::encode(Sha256::digest(bytes));
    app.app.files.put(&format!("attachment/{sha256}/file"), Bytes::from_static(bytes)).await.unwrap();
    let row = attached_file::ActiveModel {
        draft_id: Set(None),
        case_study_id: Set(None),
        sha256: Set(sha256),
        original_name: Set("../../etc/passwd".to_owned()),
        kind: Set("pdf".to_owned()),
        size_bytes: Set(i64::try_from(bytes.len()).unwrap()),
        text_state: Set("read".to_owned()),
        pages: Set("[]".to_owned()),
        uploaded_by: Set(Some(by.account.get())),
        created_at: Set(app.app.clock.now()),
        ..Default::default()
    };
    let tx = app.app.db.begin_write().await.unwrap();
    let id = attached_file::Entity::insert(row).exec(&*tx).await.unwrap().last_insert_id;
    tx.commit(Effect::Private).await.unwrap();
    id
}

/// The office sees what is missing, is led to its place in the form, and takes everything else home.
#[tokio::test]
async fn siti_takes_the_pack_of_her_practice() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let photo = has_photo(&app, &siti).await;
    let (sop, plan) = (has_file(&app, &siti, b"%PDF-1.4 sop").await, has_file(&app, &siti, b"%PDF-1.4 rencana").await);
    let saying = move |content: &mut Content| {
        content.photos.push(Photo {
            attachment: photo,
            alt: "Saluran tetes".to_owned(),
            caption: "Petak/../1".to_owned(),
        });
        content.files.push(AttachedFile { file: sop, title: "../../SOP \\ tetes?.exe".to_owned() });
        content.files.push(AttachedFile { file: plan, title: "Rencana".to_owned() });
        let source = "=APBDes()".to_owned();
        content.money.push(Money { source, amount: "2500000".to_owned(), year: "2025".to_owned() });
    };
    let study = app.has(a_study("Irigasi tetes").by(&siti).saying(saying)).await;

    let page = siti.get(&study.path("berkas-bukti?ajang=iga&tahun=2026")).await.expect(200);
    for words in ["Berkas bukti IGA 2026", "Regulasi (wajib)", "Belum ada: Dasar hukum", "pengelola inovasi"] {
        assert!(page.shows(words), "{words}: {}", page.words());
    }
    assert!(page.shows("yang dipakai bentuk tahun 2023"), "{}", page.words());
    assert_eq!(page.words().matches("Cara warga memakainya").count(), 1, "four criteria lack it, one line says so");
    let place = |words: &str| page.words().find(words).unwrap_or_else(|| panic!("{words}: {}", page.words()));
    assert!(place("Regulasi (wajib)") < place("Anggaran"), "what is missing stands first");
    let nonsense = siti.get(&study.path("berkas-bukti?ajang=kipp&tahun=duaribu")).await.expect(422);
    assert!(nonsense.shows("Tulis tahun dari 2020 sampai 2100."), "{}", nonsense.words());
    assert!(nonsense.text.contains("value=\"duaribu\""), "what was typed stays");
    siti.get(&study.path("berkas-bukti?ajang=lomba")).await.expect(404);
    for asked in ["ajang=lomba", "tahun=99999"] {
        siti.get(&study.path(&format!("berkas-bukti.zip?{asked}"))).await.expect(404);
    }
    let form = siti.post(&study.path("ubah?bagian=legal_basis"), &[]).await.expect(303).location;
    assert!(form.ends_with("?bentuk=lengkap#legal_basis"), "{form}");
    let form = siti.post(&study.path("ubah?bagian=%22%3E"), &[]).await.expect(303).location;
    assert!(!form.contains('#'), "{form}");

    for (person, contest) in [(&siti, "iga"), (&hendra, "kipp")] {
        let parts = parts(&person.bytes(&study.path(&format!("berkas-bukti.zip?ajang={contest}&tahun=2026"))).await);
        let names: Vec<&str> = parts.keys().map(String::as_str).collect();
        let drafts = ["docx", "txt"].map(|ending| format!("01-naskah/naskah-{contest}-2026.{ending}"));
        let all = [
            LIST,
            &drafts[0],
            &drafts[1],
            "02-angka/angka.xlsx",
            "02-angka/biaya.xlsx",
            "03-foto/foto-01-petak-1.jpg",
            "04-berkas/berkas-01-sop-tetes-exe.pdf",
            "04-berkas/berkas-02-rencana.pdf",
        ];
        assert_eq!(names, all);
        lists_all(&parts);
        let draft = words_of(&parts[&drafts[0]]);
        assert!(draft.contains("Yang belum ada") && draft.contains("Air berkurang setiap kemarau."), "{draft}");
        assert_eq!(parts["04-berkas/berkas-01-sop-tetes-exe.pdf"], b"%PDF-1.4 sop");
        let jpeg = image::load_from_memory(&parts["03-foto/foto-01-petak-1.jpg"]).unwrap();
        assert_eq!((jpeg.width(), jpeg.height()), (900, 600));
        assert!(parts["03-foto/foto-01-petak-1.jpg"].starts_with(&[0xff, 0xd8]), "a JPEG");
        let mut money = Xlsx::new(Cursor::new(parts["02-angka/biaya.xlsx"].clone())).unwrap();
        let sheet = money.worksheet_range("Biaya").unwrap();
        assert_eq!(sheet.get_value((1, 0)), Some(&Data::String("=APBDes()".to_owned())));
        assert_eq!(sheet.get_value((1, 1)), Some(&Data::Float(2_500_000.0)));
    }
}

/// Nobody goes to the pengelola inovasi with a list that calls done what is not: too few words, another subject, one answer
/// for four indicators, a practice that runs for half a year.
#[tokio::test]
async fn the_list_calls_done_what_suffices() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let began = app.app.clock.today() - Months::new(6);
    let saying = move |content: &mut Content| {
        content.applied_since = Some(began.format("%Y-%m").to_string());
        content.continuity = "Masuk RKP Desa tahun depan.".to_owned();
        content.usage = "Warga datang ke kantor desa.".to_owned();
    };
    let study = app.has(a_study("Irigasi tetes").by(&siti).saying(saying)).await;
    let page = siti.get(&study.path("berkas-bukti?ajang=iga")).await.expect(200);
    for words in [
        "Sebagian: 12 dari 300 kata",
        "Sebagian: RKPD tidak disebut",
        "Perlu diperiksa: jawaban yang sama dipakai untuk 4 indikator",
        "4 lagi perlu diperiksa",
    ] {
        assert!(page.shows(words), "{words}: {}", page.words());
    }
    let counts = [" belum ada, ", " sebagian, ", " tersedia"].map(|words| number_before(&page.words(), words));
    assert_eq!(counts.iter().sum::<usize>() + 4, 25, "each of the indicators is counted once: {}", page.words());
    let list = text(&parts(&siti.bytes(&study.path("berkas-bukti.zip?ajang=iga")).await), LIST);
    assert!(list.contains("- Rancang bangun: Sebagian: 12 dari 300 kata"), "{list}");
    assert!(list.contains("- Pengaduan: Perlu diperiksa: jawaban yang sama dipakai untuk 4 indikator"), "{list}");

    let young = siti.get(&study.path("berkas-bukti?ajang=kipp")).await.expect(200);
    assert!(young.shows("Sebagian: baru 6 dari 12 bulan pada "), "{}", young.words());
    let old = app.has(a_study("Kompos warga").by(&siti)).await;
    let old = siti.get(&old.path("berkas-bukti?ajang=kipp")).await.expect(200);
    assert!(!old.shows("dari 12 bulan") && old.shows("Lama berjalan"), "{}", old.words());
}

/// The number that stands before these words.
fn number_before(text: &str, words: &str) -> usize {
    let before = text.split(words).next().unwrap().split_whitespace().last().unwrap();
    before.parse().unwrap_or_else(|_| panic!("no number before {words}: {text}"))
}

/// What is missing stands before the contents, and each part has its true hash.
pub fn lists_all(parts: &BTreeMap<String, Vec<u8>>) {
    let list = text(parts, LIST);
    let (missing, contents) = (list.find("YANG BELUM ADA").unwrap(), list.find("ISI BERKAS").unwrap());
    assert!(missing < contents, "{list}");
    assert!(list[missing..contents].contains("Belum ada"), "{list}");
    assert!(list.contains("pengelola inovasi kabupaten/kota"), "{list}");
    let lines: Vec<&str> = list[contents..].lines().skip(1).filter(|line| !line.is_empty()).collect();
    assert_eq!(lines.len(), parts.len() - 1, "{list}");
    for (name, bytes) in parts.iter().filter(|(name, _)| *name != LIST) {
        let line = format!("{}  {name}  ", hex::encode(Sha256::digest(bytes)));
        assert!(lines.iter().any(|known| known.starts_with(&line)), "{name}: {list}");
    }
}

/// A file whose bytes are gone is named instead of breaking the pack.
#[tokio::test]
async fn a_lost_file_is_named_in_the_list() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let lost = has_file(&app, &siti, b"%PDF-1.4 hilang").await;
    let key = format!("attachment/{}/file", hex::encode(Sha256::digest(b"%PDF-1.4 hilang")));
    app.app.files.delete(&key).await.unwrap();
    let saying = move |content: &mut Content| {
        content.files.push(AttachedFile { file: lost, title: "Perjanjian".to_owned() });
    };
    let study = app.has(a_study("Irigasi tetes").by(&siti).saying(saying)).await;
    let parts = parts(&siti.bytes(&study.path("berkas-bukti.zip")).await);
    let list = text(&parts, LIST);
    assert!(list.contains("TIDAK DAPAT DISERTAKAN"), "{list}");
    assert!(list.contains("- 04-berkas/berkas-01-perjanjian.pdf"), "{list}");
    assert!(!parts.keys().any(|name| name.starts_with("04-berkas/")));
}

/// The office and the coordinators above it; nobody else, and nothing that is not shown.
#[tokio::test]
async fn only_who_cares_for_a_practice_takes_its_pack() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let rudi = app.person("Rudi", Role::Staf, CIKAJANG).await;
    let dewi = app.camat("Dewi", "32.03.05").await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let lina = app.coordinator("Lina", "32.03").await;
    let dadang = app.coordinator("Dadang", "32").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let members = app.has(a_study("Khusus anggota").by(&siti).members_only()).await;
    let gone = app.has(a_study("Sudah ditarik").by(&siti).withdrawn()).await;
    for path in ["berkas-bukti", "berkas-bukti.zip"] {
        for person in [&siti, &rudi, &hendra, &dadang] {
            person.get(&study.path(path)).await.expect(200);
            person.get(&members.path(path)).await.expect(200);
            person.get(&gone.path(path)).await.expect(404);
        }
        for person in [&dewi, &lina] {
            person.get(&study.path(path)).await.expect(403);
        }
        app.visitor().get(&study.path(path)).await.expect(303);
    }
    hendra.post(&study.path("sembunyikan"), &[("reason", "Foto tanpa izin.")]).await.expect(303);
    siti.get(&study.path("berkas-bukti.zip")).await.expect(404);
}

/// A pack that would be too large says so, with the limit and the way out.
#[tokio::test]
async fn a_pack_that_is_too_large_is_refused_with_its_limit() {
    let app = TestApp::start_with(|config| config.limits.evidence_pack_bytes = 1_048_576).await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let photos = [has_photo(&app, &siti).await, has_photo(&app, &siti).await];
    let saying = move |content: &mut Content| {
        let photo = |attachment| Photo { attachment, alt: "Saluran".to_owned(), ..Photo::default() };
        content.photos.extend(photos.map(photo));
    };
    let study = app.has(a_study("Irigasi tetes").by(&siti).saying(saying)).await;
    let page = siti.get(&study.path("berkas-bukti.zip")).await.expect(413);
    assert!(page.shows("2 MB, paling besar 1 MB"), "{}", page.words());
    siti.get(&study.path("berkas-bukti")).await.expect(200);
}
