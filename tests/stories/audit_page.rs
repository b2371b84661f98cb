//! Catatan audit: an administrator reads who did what, a coordinator what concerns the own scope; both search it and
//! take it home.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use chrono::Duration;
use forum_camat::audit::{self, Entry};
use forum_camat::db::Effect;
use forum_camat::policy::Role;
use forum_tests::{Answer, CIKAJANG, Person, TestApp, a_study};
use sea_orm::{ConnectionTrait, Statement};

use super::writing::{answers, but, send};

const TRAP: &str = "=HYPERLINK(\"http://jahat.example\";\"Klik\")";

/// The page's words, with no space left by a tag before a comma.
fn said(answer: &Answer) -> String {
    answer.words().replace(" ,", ",")
}

/// Remembers an act of somebody on a region.
async fn remembers(app: &TestApp, who: &Person, act: &str, region: &str, reason: &str) {
    let tx = app.app.db.begin_write().await.unwrap();
    let (account, term) = (Some(who.account), who.term);
    let entry = Entry { account, term, act, subject_kind: "region", subject_id: region.to_owned(), reason };
    audit::record(&tx, entry).await.unwrap();
    tx.commit(Effect::Private).await.unwrap();
}

#[tokio::test]
async fn a_coordinator_reads_the_own_scope_and_nobody_elses() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti Rahayu", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let rina = app.coordinator("Rina", "32.04").await;
    let province = app.coordinator("Pak Asep", "32").await;
    let admin = app.person("Dewi", Role::Admin, "32").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    hendra.post(&study.path("pilihan"), &[("reason", "Murah dan jalan.")]).await.expect(303);
    siti.post("/kecamatan/32.05.22/delegasi", &[]).await;

    let sentence = "Hendra, Bagian Tata Pemerintahan Kab. Garut, memilih praktik “Irigasi tetes” sebagai praktik pilihan Alasan: Murah dan jalan.";
    for (reader, path) in [(&hendra, "/meja/audit"), (&province, "/meja/audit"), (&admin, "/admin/audit")] {
        let page = reader.get(path).await.expect(200);
        assert!(said(&page).contains(sentence), "{path}: {}", said(&page));
        assert!(page.text.contains(&format!("href=\"{}\"", study.url)), "{}", page.text);
        assert!(page.shows("24 Nov 2026, 09.00"), "{}", page.words());
        assert!(page.shows("1 catatan") || page.shows("2 catatan"), "{}", page.words());
    }
    let page = rina.get("/meja/audit").await.expect(200);
    assert!(page.shows("0 catatan") && page.shows("Belum ada catatan"), "{}", page.words());
    for asked in ["nama=hendra", "tindakan=feature", "jenis=case_study", "alasan=murah", "dari=24-11-2026"] {
        let page = rina.get(&format!("/meja/audit?{asked}")).await.expect(200);
        assert!(page.shows("0 catatan") && !page.shows("Irigasi"), "{asked}: {}", page.words());
        let csv = rina.get(&format!("/meja/audit.csv?{asked}")).await.expect(200).text;
        assert_eq!(csv.lines().count(), 1, "{csv}");
    }
    // What was done in Kab. Bandung to a practice of Kab. Garut is read on both sides.
    let elsewhere = app.has(a_study("Bank sampah").of("32.04.05")).await;
    rina.post(&elsewhere.path("pilihan"), &[("reason", "Rapi.")]).await.expect(303);
    assert!(rina.get("/meja/audit").await.expect(200).shows("Bank sampah"));
    assert!(!hendra.get("/meja/audit").await.expect(200).shows("Bank sampah"));
}

#[tokio::test]
async fn a_camat_may_not_and_a_visitor_signs_in() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    for path in ["/meja/audit", "/admin/audit", "/meja/audit.csv", "/admin/audit.xlsx"] {
        siti.get(path).await.expect(403);
        let answer = app.visitor().get(path).await.expect(303);
        assert!(answer.location.starts_with("/masuk?kembali="), "{path}: {}", answer.location);
    }
    let hendra = app.coordinator("Hendra", "32.05").await;
    assert!(hendra.get("/meja").await.expect(200).text.contains("href=\"/meja/audit\""));
    let admin = app.person("Dewi", Role::Admin, "32").await;
    assert!(admin.get("/akun").await.expect(200).text.contains("href=\"/admin/audit\""));
    assert!(!siti.get("/akun").await.expect(200).text.contains("/admin/audit"));
}

#[tokio::test]
async fn a_hidden_study_is_named_to_who_cares_for_it_only() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let admin = app.person("Dewi", Role::Admin, "32").await;
    let study = app.has(a_study("Pupuk cair")).await;
    hendra.post(&study.path("sembunyikan"), &[("reason", "Fotonya tanpa izin.")]).await.expect(303);
    let page = hendra.get("/meja/audit").await.expect(200);
    assert!(said(&page).contains("menyembunyikan praktik “Pupuk cair”"), "{}", said(&page));
    assert!(page.shows("Fotonya tanpa izin."));
    let page = admin.get("/admin/audit").await.expect(200);
    let sentence = format!("menyembunyikan praktik nomor {}", study.id);
    assert!(page.shows(&sentence) && !page.shows("Pupuk cair"), "{}", page.words());
}

#[tokio::test]
async fn what_an_office_notes_at_a_draft_stays_in_the_office() {
    let app = TestApp::start().await;
    let rudi = app.person("Rudi", Role::Staf, CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let admin = app.person("Dewi", Role::Admin, "32").await;
    let key = "0192f0a1-7c3e-7d2b-8a11-3f5e6d7c8b9a";
    let form = but(answers("Naskah rahasia"), &[("base", "0"), ("kepada", "camat"), ("note", "Angkanya meragukan")]);
    send(&rudi, &format!("/tulis/{key}/ajukan"), &form).await.expect(303);
    rudi.post(&format!("/tulis/{key}/tarik"), &[]).await.expect(303);
    let page = hendra.get("/meja/audit").await.expect(200);
    let told = said(&page);
    assert!(told.contains("Rudi, Staf Kec. Cikajang, Kab. Garut, mengajukan naskah nomor"), "{told}");
    assert!(
        told.contains("menarik pengajuan naskah nomor") && told.contains("dari Kec. Cikajang, Kab. Garut"),
        "{told}"
    );
    assert!(!told.contains("meragukan") && !told.contains("Naskah rahasia"), "{told}");
    assert!(hendra.get("/meja/audit?alasan=meragukan").await.expect(200).shows("0 catatan"));
    assert!(!hendra.get("/meja/audit.csv").await.expect(200).text.contains("meragukan"));
    assert!(admin.get("/admin/audit?alasan=MERAGUKAN").await.expect(200).shows("1 catatan"));
}

#[tokio::test]
async fn filters_narrow_the_list_and_stay_in_the_address() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra Gunawan", "32.05").await;
    remembers(&app, &hendra, "nudge", "32.05.22", "100% _benar_").await;
    app.forward(Duration::days(2));
    let lia = app.coordinator("Lia", "32.05").await;
    let admin = app.person("Dewi", Role::Admin, "32").await;
    remembers(&app, &lia, "nudge_taken_back", "32.05.17", "Keliru").await;
    let study = app.has(a_study("Irigasi tetes")).await;
    lia.post(&study.path("pilihan"), &[("reason", "Hemat air")]).await.expect(303);

    for (asked, found) in [
        ("", 3),
        ("nama=gunawan", 1),
        ("nama=LIA", 2),
        ("tindakan=nudge", 1),
        ("tindakan=tidak-ada", 3),
        ("jenis=region", 2),
        ("alasan=KELIRU", 1),
        ("alasan=100%25+_", 1),
        ("alasan=_e", 0),
        ("dari=25-11-2026", 2),
        ("sampai=25/11/2026", 1),
        ("dari=24+November+2026&sampai=2026-11-24", 1),
        ("nama=lia&jenis=case_study&alasan=hemat", 1),
    ] {
        let page = admin.get(&format!("/admin/audit?{asked}")).await.expect(200);
        assert!(page.shows(&format!("{found} catatan ")), "{asked}: {}", page.words());
        assert_eq!(page.text.matches("line line-plain").count(), found, "{asked}");
    }
    let page = admin.get("/admin/audit?nama=lia&alasan=hemat").await.expect(200);
    assert!(page.text.contains("/admin/audit.csv?nama=lia&#38;alasan=hemat"), "{}", page.text);
    // The person whom it was done to is found by name as well.
    let siti = app.camat("Siti Rahayu", CIKAJANG).await;
    let end = format!("/pejabat/{}/akhiri", siti.term.unwrap());
    lia.post(&end, &[("reason", "Mutasi"), ("ended_on", "")]).await.expect(303);
    let page = admin.get("/admin/audit?nama=rahayu").await.expect(200);
    let sentence = "mengakhiri jabatan Siti Rahayu sebagai Camat Kec. Cikajang, Kab. Garut";
    assert!(said(&page).contains(sentence) && page.shows("Mutasi"), "{}", said(&page));
}

#[tokio::test]
async fn a_date_that_nobody_can_read_gets_a_sentence_beside_the_field() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let page = hendra.get("/meja/audit?dari=kemarin&alasan=hemat").await.expect(422);
    assert!(page.text.contains("id=\"dari-salah\">Tanggal tidak terbaca. Tulis seperti 24-11-2026"), "{}", page.text);
    assert!(page.text.contains("value=\"kemarin\"") && page.text.contains("value=\"hemat\""), "what was typed stays");
    let page = hendra.get("/meja/audit?dari=24-11-2026&sampai=23-11-2026").await.expect(422);
    assert!(page.text.contains("id=\"sampai-salah\">Tanggal akhir tidak bisa sebelum"), "{}", page.text);
    let file = hendra.get("/meja/audit.csv?sampai=31-02-2026").await.expect(422);
    assert!(file.shows("Tanggal tidak terbaca"), "{}", file.words());
}

#[tokio::test]
async fn a_page_holds_fifty_and_sends_as_many_statements_for_two_hundred_as_for_two() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    hendra.post(&study.path("pilihan"), &[("reason", "Hemat air")]).await.expect(303);
    hendra.get("/meja/audit").await.expect(200);
    let before = app.app.db.statements();
    hendra.get("/meja/audit").await.expect(200);
    let few = app.app.db.statements() - before;
    for number in 0..105 {
        remembers(&app, &hendra, "nudge", "32.05.22", &format!("Ajakan {number}")).await;
        if number % 10 == 0 {
            let study = app.has(a_study(&format!("Kebun {number}")).by(&siti)).await;
            hendra.post(&study.path("pilihan"), &[("reason", "Jalan")]).await.expect(303);
        }
    }
    let before = app.app.db.statements();
    let page = hendra.get("/meja/audit").await.expect(200);
    assert_eq!(app.app.db.statements() - before, few);
    assert!(few <= 25, "{few}");
    assert_eq!(page.text.matches("line line-plain").count(), 50);
    assert!(page.shows("Ajakan 104") && !page.shows("Ajakan 10 "), "the newest first");
    assert!(page.text.contains("href=\"/meja/audit?halaman=2\""), "{}", page.text);
    let last = hendra.get("/meja/audit?halaman=3").await.expect(200);
    assert_eq!(last.text.matches("line line-plain").count(), 17);
    assert!(last.shows("Hemat air"), "{}", last.words());
}

#[tokio::test]
async fn the_filtered_list_goes_home_and_no_reason_becomes_a_formula() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes")).await;
    hendra.post(&study.path("pilihan"), &[("reason", TRAP)]).await.expect(303);
    remembers(&app, &hendra, "nudge", "32.05.22", "").await;
    let answer = hendra.get("/meja/audit.csv?tindakan=feature").await.expect(200);
    let lines: Vec<&str> = answer.text.lines().collect();
    assert_eq!(lines[0], "Waktu,Nama,Jabatan,Tindakan,Jenis,Perihal,Catatan,Alasan");
    assert_eq!(
        lines[1],
        "2026-11-24 09:00:00,Hendra,Bagian Tata Pemerintahan Kab. Garut,Memilih praktik sebagai praktik pilihan,praktik,\
         praktik “Irigasi tetes”,memilih praktik “Irigasi tetes” sebagai praktik pilihan,\
         \"'=HYPERLINK(\"\"http://jahat.example\"\";\"\"Klik\"\")\""
    );
    assert_eq!(lines.len(), 2, "only what was asked for");
    let told = answer.headers.get("content-disposition").unwrap().to_str().unwrap();
    assert_eq!(told, "attachment; filename=\"catatan-audit-2026-11-24.csv\"");
    assert_eq!(answer.headers.get("cache-control").unwrap(), "private, no-store");
    let mut book = Xlsx::new(Cursor::new(hendra.bytes("/meja/audit.xlsx").await)).unwrap();
    let sheet = book.worksheet_range("Catatan audit").unwrap();
    assert_eq!(sheet.height(), 3);
    assert_eq!(sheet.get_value((2, 7)), Some(&Data::String(TRAP.to_owned())));
    assert!(book.worksheet_formula("Catatan audit").unwrap().used_cells().next().is_none(), "no cell is a formula");
}

#[tokio::test]
async fn a_file_holds_the_newest_fifty_thousand_and_the_page_says_so() {
    let app = TestApp::start().await;
    let admin = app.person("Dewi", Role::Admin, "32").await;
    assert!(!admin.get("/admin/audit").await.expect(200).shows("Berkas memuat"));
    remembers(&app, &admin, "nudge", "32.05.22", "yang paling lama").await;
    let tx = app.app.db.begin_write().await.unwrap();
    let many = "INSERT INTO audit_entry (at, account_id, term_id, act, subject_kind, subject_id, reason) \
                WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 50000) \
                SELECT entry.at, entry.account_id, entry.term_id, 'nudge', 'region', '32.05.17', '' \
                FROM numbers, audit_entry AS entry";
    tx.execute_raw(Statement::from_string(app.app.db.backend(), many)).await.unwrap();
    tx.commit(Effect::Private).await.unwrap();
    let page = admin.get("/admin/audit").await.expect(200);
    assert!(page.shows("50.001 catatan") && page.shows("Berkas memuat 50.000 catatan terbaru."), "{}", page.words());
    let file = admin.get("/admin/audit.csv").await.expect(200).text;
    assert_eq!(file.lines().count(), 50_001);
    assert!(!file.contains("yang paling lama"));
}

#[tokio::test]
async fn acts_of_a_collection_name_what_was_moved() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let begun = hendra.post("/kumpulan/baru", &[("title", "Air untuk kemarau")]).await.expect(303).location;
    let id = begun.trim_start_matches("/kumpulan/").trim_end_matches("/ubah");
    hendra.post(&study.path("kumpulan"), &[("kumpulan", id)]).await.expect(303);
    let page = hendra.get("/meja/audit?jenis=collection").await.expect(200);
    let told = said(&page);
    assert!(told.contains("membuat kumpulan “Air untuk kemarau”"), "{told}");
    assert!(told.contains("menambahkan praktik “Irigasi tetes” ke kumpulan “Air untuk kemarau”"), "{told}");
    assert!(page.text.contains(&format!("href=\"/kumpulan/{id}/ubah\"")), "{}", page.text);
    let admin = app.person("Dewi", Role::Admin, "32").await;
    assert!(admin.get("/admin/audit?alasan=irigasi").await.expect(200).shows("0 catatan"));
}
