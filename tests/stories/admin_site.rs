//! What the site says of itself: its name, a notice, its texts; each change a version that is never lost.

use chrono::Duration;
use forum_camat::policy::Role;
use forum_tests::{CIKAJANG, Person, TestApp, a_study};

const SENTENCES: [(&str, &str); 5] = [
    ("line", "Berbagi praktik baik antarkecamatan"),
    ("promise", "Yang berhasil di satu kecamatan bisa diterapkan di kecamatan lain."),
    ("notice", ""),
    ("notice_until", ""),
    ("contact", ""),
];

async fn dewi(app: &TestApp) -> Person {
    app.person("Dewi", Role::Admin, "32").await
}

/// The sentences as they are, but for some.
fn site<'a>(base: &'a str, changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut form = vec![("base", base), ("name", "Forum Camat Jawa Barat")];
    form.extend(SENTENCES);
    for (name, value) in changes {
        form.iter_mut().filter(|(known, _)| known == name).for_each(|field| field.1 = value);
    }
    form
}

/// The new name stands wherever the site names itself, from the next page on.
#[tokio::test]
async fn dewi_gives_the_site_another_name() {
    let app = TestApp::start().await;
    let dewi = dewi(&app).await;
    let study = app.has(a_study("Irigasi tetes")).await;
    app.settle().await;
    app.visitor().get("/").await.expect(200);
    let changes =
        [("name", "Forum Kecamatan Priangan"), ("promise", "Belajar dari tetangga."), ("contact", "0262-123456")];
    dewi.post("/admin/situs", &site("1", &changes)).await.expect(303);
    let front = app.visitor().get("/").await.expect(200);
    assert!(front.shows("Belajar dari tetangga.") && front.shows("Pengelola: 0262-123456"), "{}", front.words());
    for path in ["/", "/cari", "/masuk", "/tentang", "/pilihan", "/manifest.webmanifest", "/umpan.atom", "/luring"] {
        let page = app.visitor().get(path).await.expect(200);
        assert!(page.text.contains("Forum Kecamatan Priangan"), "{path}");
        assert!(!page.text.contains("Forum Camat Jawa Barat"), "{path}: {}", page.words());
    }
    let page = app.visitor().get(&study.url).await.expect(200);
    assert!(page.text.contains("Forum Kecamatan Priangan") && !page.text.contains("Forum Camat Jawa Barat"));
    assert!(app.visitor().get("/tidak-ada").await.expect(404).text.contains("Forum Kecamatan Priangan"));
    let told = dewi.get("/admin/situs").await.expect(200);
    assert!(told.shows("Nama situs: Forum Camat Jawa Barat → Forum Kecamatan Priangan"), "{}", told.words());
}

/// A notice stands on every page up to its last day.
#[tokio::test]
async fn a_notice_ends_by_itself() {
    let app = TestApp::start().await;
    let dewi = dewi(&app).await;
    let notice = "Sabtu malam situs dipelihara.";
    for (until, sentence) in [
        ("", "Tulis sampai kapan pengumuman ini tampil."),
        ("besok", "Tanggal tidak terbaca."),
        ("23-11-2026", "Hari terakhirnya sudah lewat."),
    ] {
        let answer = dewi.post("/admin/situs", &site("1", &[("notice", notice), ("notice_until", until)])).await;
        let answer = answer.expect(422);
        assert!(answer.shows(sentence) && answer.text.contains(&format!("value=\"{notice}\"")), "{}", answer.words());
    }
    let nameless = dewi.post("/admin/situs", &site("1", &[("name", "")])).await.expect(422);
    assert!(nameless.shows("Tulis nama situs."), "{}", nameless.words());
    dewi.post("/admin/situs", &site("1", &[("notice", notice), ("notice_until", "25-11-2026")])).await.expect(303);
    for path in ["/", "/privasi", "/masuk"] {
        assert!(app.visitor().get(path).await.expect(200).shows(notice), "{path}");
    }
    app.forward(Duration::days(2));
    let siti = app.camat("Siti", CIKAJANG).await;
    assert!(!siti.get("/").await.expect(200).shows(notice));
    // A notice that is over stays in the form; it keeps the site from no other name, and returns only with a new day.
    let asep = app.person("Asep", Role::Admin, "32").await;
    let over = [("notice", notice), ("notice_until", "25-11-2026"), ("name", "Forum Priangan")];
    asep.post("/admin/situs", &site("2", &over)).await.expect(303);
    assert!(siti.get("/").await.expect(200).shows("Forum Priangan"));
    let other = [("notice", "Minggu malam juga."), ("notice_until", "25-11-2026"), ("name", "Forum Priangan")];
    let refused = asep.post("/admin/situs", &site("3", &other)).await.expect(422);
    assert!(refused.shows("Hari terakhirnya sudah lewat."), "{}", refused.words());
}

fn text<'a>(base: &'a str, body: &'a str, note: &'a str) -> [(&'a str, &'a str); 4] {
    [("base", base), ("heading", "Privasi"), ("body", body), ("note", note)]
}

/// A text is looked at before it is kept, kept as a version, and taken back.
#[tokio::test]
async fn dewi_edits_the_privacy_text_and_takes_it_back() {
    let app = TestApp::start().await;
    let dewi = dewi(&app).await;
    let path = "/admin/situs/privasi";
    let body = "## Petugas\n\nTanya **Bu Rina** di 0262-123456.\n\n<script>alert(1)</script>";
    let preview = dewi.post(&format!("{path}/pratinjau"), &text("1", body, "")).await.expect(200);
    assert!(preview.text.contains("<strong>Bu Rina</strong>") && preview.shows("Pratinjau, belum disimpan"));
    assert!(!preview.text.contains("<script>alert"));
    assert!(!app.visitor().get("/privasi").await.expect(200).shows("Bu Rina"));
    let unnoted = dewi.post(path, &text("1", body, "")).await.expect(422);
    assert!(unnoted.shows("Tulis catatan perubahan.") && unnoted.shows("Tanya **Bu Rina**"), "{}", unnoted.words());

    dewi.post(path, &text("1", body, "Nama petugas")).await.expect(303);
    let read = app.visitor().get("/privasi").await.expect(200);
    assert!(read.text.contains("<strong>Bu Rina</strong>") && !read.text.contains("<script>alert"), "{}", read.words());
    dewi.post(path, &text("2", "Tanya Pak Asep.", "Petugas berganti")).await.expect(303);
    let all = dewi.get(&format!("{path}/riwayat")).await.expect(200);
    for said in ["Versi 3 terbaru", "Petugas berganti", "Versi 2", "Nama petugas", "Versi 1", "Teks bawaan"] {
        assert!(all.shows(said), "{said}: {}", all.words());
    }
    let difference = dewi.get(&format!("{path}/riwayat/3")).await.expect(200);
    assert!(difference.text.contains("<ins>") && difference.text.contains("<del>"), "{}", difference.text);
    assert!(dewi.get(&format!("{path}?dari=2")).await.expect(200).shows("Tanya **Bu Rina**"));

    dewi.post(&format!("{path}/bawaan"), &[("base", "3")]).await.expect(303);
    let back = app.visitor().get("/privasi").await.expect(200);
    assert!(back.shows("Hak Bapak/Ibu") && !back.shows("Pak Asep"), "{}", back.words());
    assert!(dewi.get(&format!("{path}/riwayat")).await.expect(200).shows("Kembali ke teks bawaan"));
    let audit = dewi.get("/admin/audit").await.expect(200);
    for said in ["mengubah teks Privasi : “Petugas berganti”", "mengembalikan teks Privasi ke teks bawaan"] {
        assert!(audit.shows(said), "{said}: {}", audit.words());
    }
}

/// Of two who edit one text, the second keeps his words and sees what differs.
#[tokio::test]
async fn two_who_edit_one_text_do_not_overwrite_each_other() {
    let app = TestApp::start().await;
    let (dewi, asep) = (dewi(&app).await, app.person("Asep", Role::Admin, "32").await);
    dewi.post("/admin/situs/privasi", &text("1", "Tanya Bu Rina.", "Petugas")).await.expect(303);
    let answer = asep.post("/admin/situs/privasi", &text("1", "Tanya Pak Asep.", "Saya")).await.expect(409);
    assert!(answer.shows("sudah diubah orang lain") && answer.text.contains("<del>Bu"), "{}", answer.text);
    assert!(answer.shows("Tanya Pak Asep.") && answer.text.contains("name=\"base\" value=\"2\""));
    let mut heading = text("1", "Tanya Bu Rina.", "Judul");
    heading[1].1 = "Pelindungan data";
    let answer = asep.post("/admin/situs/privasi", &heading).await.expect(409);
    assert!(answer.text.contains("<ins>") && answer.text.contains("<del>"), "a heading is seen too: {}", answer.text);
    dewi.post("/admin/situs", &site("1", &[("name", "Forum A")])).await.expect(303);
    let answer = asep.post("/admin/situs", &site("1", &[("name", "Forum B")])).await.expect(409);
    assert!(answer.shows("Nama situs: Forum A") && answer.text.contains("value=\"Forum B\""), "{}", answer.words());
    assert!(app.visitor().get("/").await.expect(200).shows("Forum A"));
}

/// The front of the administration says the state of each thing, and is for administrators.
#[tokio::test]
async fn the_front_says_how_things_stand() {
    let app = TestApp::start().await;
    let dewi = dewi(&app).await;
    let front = dewi.get("/admin").await.expect(200);
    for said in
        ["7 sektor", "5 indikator", "tidak ada pengumuman", "Versi 1 sejak 1 Nov 2026; disetujui 1 dari 1 orang"]
    {
        assert!(front.shows(said), "{said}: {}", front.words());
    }
    assert!(dewi.get("/akun").await.expect(200).text.contains("href=\"/admin\""));
    for path in ["/admin", "/admin/situs", "/admin/situs/privasi", "/admin/situs/privasi/riwayat", "/admin/wilayah"] {
        dewi.get(path).await.expect(200);
        app.coordinator("Hendra", "32.05").await.get(path).await.expect(403);
        app.visitor().get(path).await.expect(303);
    }
    for path in ["/admin/situs/tidak-ada", "/admin/situs/privasi/riwayat/9"] {
        dewi.get(path).await.expect(404);
    }
}

/// Coordinators read who changed the way to publish, the theme of a week; administrators read both, and the synonyms.
#[tokio::test]
async fn what_was_set_before_has_its_history_too() {
    let app = TestApp::start().await;
    let (dewi, hendra) = (dewi(&app).await, app.coordinator("Hendra", "32.05").await);
    hendra.post("/meja/tinjauan/cara", &[("cara", "tinjau")]).await.expect(303);
    let theme = [("minggu", "2026-11-23"), ("theme", "Bulan Stunting"), ("note", ""), ("before", "")];
    hendra.post("/meja/kalender/tema", &theme).await.expect(303);
    dewi.post("/admin/sinonim", &[("term", "posyandu"), ("synonym", "pos layanan")]).await.expect(303);
    let said = "Hendra mengatur tinjauan sebelum tayang di Kab. Garut";
    assert!(hendra.get("/meja/tinjauan").await.expect(200).shows(said));
    let history = "/meja/audit?jenis=week_theme";
    assert!(hendra.get("/meja/kalender").await.expect(200).text.contains(history));
    assert!(hendra.get(history).await.expect(200).shows("“Bulan Stunting”"));
    let read = dewi.get("/admin/wilayah").await.expect(200);
    assert!(
        read.shows(said) && read.shows("Kab. Garut Ditinjau dulu") && read.shows("“Bulan Stunting”"),
        "{}",
        read.words()
    );
    assert!(dewi.get("/admin/sinonim").await.expect(200).shows("Dewi menambahkan sinonim pencarian: “posyandu ↔"));
    let cecep = app.coordinator("Cecep", "32.04").await;
    assert!(!cecep.get("/meja/tinjauan").await.expect(200).shows("Hendra mengatur"));
}
