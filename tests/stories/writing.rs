//! Writing, handing in, publishing, reading, and what happens when two people write at once.

use forum_camat::case_study::entity::{case_study, case_study_revision, draft_version, result};
use forum_camat::ids::DraftKey;
use forum_camat::policy::Role;
use forum_tests::{Answer, Person, TestApp};
use sea_orm::{EntityTrait, PaginatorTrait};

const CIKAJANG: &str = "32.05.22";

/// A complete short form.
pub fn answers(title: &str) -> Vec<(String, String)> {
    [
        ("fields", "title summary sector indicators problem action outcome result visibility"),
        ("bentuk", "ringkas"),
        ("title", title),
        ("summary", "Kebun cabai kering tujuh minggu setiap kemarau; botol bekas menjadi saluran tetes."),
        ("sector", "pertanian"),
        ("indicators", "ekonomi-lokal"),
        ("indicators", "kemiskinan"),
        ("problem", "Embung surut dan pompa hanya cukup untuk sepertiga petak."),
        ("action", "Kecamatan mempertemukan kelompok tani dan bank sampah."),
        ("outcome", "Panen naik karena air cukup sampai akhir Agustus."),
        ("results.0.name", "Panen per musim"),
        ("results.0.unit", "ton"),
        ("results.0.values.0.value", "3,1"),
        ("results.0.values.0.period", "2024"),
        ("results.0.values.1.value", "4,9"),
        ("results.0.values.1.period", "2026"),
        ("results.0.source", "Catatan kelompok tani"),
        ("visibility", "public"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec()
}

/// The form with other answers; an empty value leaves the answer out.
pub fn but(mut form: Vec<(String, String)>, changes: &[(&str, &str)]) -> Vec<(String, String)> {
    for (name, value) in changes {
        form.retain(|(known, _)| known != name);
        form.push(((*name).to_owned(), (*value).to_owned()));
    }
    form
}

/// Sends a form.
pub async fn send(person: &Person, path: &str, form: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    person.post(path, &fields).await
}

/// Writes and publishes; gives the path of the study.
pub async fn publishes(person: &Person, form: &[(String, String)]) -> String {
    let key = DraftKey::new();
    send(person, &format!("/tulis/{key}/terbitkan"), form).await.expect(303).location
}

/// The number in the path of a study.
pub fn id_of(location: &str) -> i64 {
    location.trim_start_matches("/praktik/").split('-').next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn siti_publishes_and_a_visitor_reads_figures_places_and_how_to_cite() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    siti.get("/tulis").await.expect(200);
    let key = DraftKey::new();
    siti.get(&format!("/tulis/{key}")).await.expect(200);
    siti.get(&format!("/tulis/{key}?bentuk=lengkap")).await.expect(200);
    let url = publishes(&siti, &answers("Irigasi tetes dari botol bekas")).await;
    assert_eq!(url.trim_start_matches("/praktik/").split_once('-').unwrap().1, "irigasi-tetes-dari-botol-bekas");

    let page = app.visitor().get(&url).await.expect(200);
    for words in [
        "Irigasi tetes dari botol bekas",
        "Kab. Garut",
        "Camat Cikajang",
        "Panen per musim naik 58%, dari 3,1 menjadi 4,9 ton.",
        "Kantor Kecamatan Cikajang, Kab. Garut (2026). Irigasi tetes dari botol bekas.",
        "revisi 1",
    ] {
        assert!(page.shows(words), "{words} is not on the page: {}", page.words());
    }
    assert!(page.text.contains(r#"<link rel="canonical" href="http"#));
    assert!(page.text.contains(r#"<script type="application/ld+json">{"#));
    for path in ["/cetak", "/riwayat", "/riwayat/1"] {
        app.visitor().get(&format!("/praktik/{}{path}", id_of(&url))).await.expect(200);
    }
    app.visitor().get(&format!("/praktik/{}/riwayat/2", id_of(&url))).await.expect(404);
}

#[tokio::test]
async fn a_wrong_or_missing_slug_leads_to_the_right_one() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let url = publishes(&siti, &answers("Pasar tani")).await;
    for wrong in [format!("/praktik/{}", id_of(&url)), format!("/praktik/{}-salah", id_of(&url))] {
        assert_eq!(app.visitor().get(&wrong).await.expect(308).location, url);
    }
    app.visitor().get("/praktik/99999").await.expect(404);
}

#[tokio::test]
async fn publishing_twice_is_publishing_once() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let path = format!("/tulis/{}/terbitkan", DraftKey::new());
    let form = answers("Sekali saja");
    let (first, second) = tokio::join!(send(&siti, &path, &form), send(&siti, &path, &form));
    assert_eq!(first.expect(303).location, second.expect(303).location);
    send(&siti, &path, &form).await.expect(303);
    assert_eq!(case_study::Entity::find().count(app.app.db.read()).await.unwrap(), 1);
    assert_eq!(case_study_revision::Entity::find().count(app.app.db.read()).await.unwrap(), 1);
}

#[tokio::test]
async fn the_seven_answers_are_demanded_each_at_its_field_and_nothing_typed_is_lost() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let form = [
        ("fields", "title summary sector indicators problem action outcome result"),
        ("summary", "Sudah ditulis panjang"),
    ];
    let form: Vec<_> = form.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let page = send(&siti, &format!("/tulis/{}/terbitkan", DraftKey::new()), &form).await.expect(422);
    for field in ["title", "sector", "indicators", "problem", "action", "outcome"] {
        assert!(page.text.contains(&format!("href=\"#{field}\"")), "no way to {field}");
        assert!(page.text.contains(&format!("id=\"{field}-salah\"")), "nothing beside {field}");
    }
    assert!(page.text.contains("Sudah ditulis panjang"));
    assert!(!page.text.contains("id=\"summary-salah\""));
}

#[tokio::test]
async fn limits_are_named_with_what_was_sent() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let key = DraftKey::new();
    let long_title = "a".repeat(143);
    let long_text = "b ".repeat(10_100);
    let form = but(
        answers(&long_title),
        &[("problem", &long_text), ("results.0.values.1.value", "lumayan banyak"), ("video", "javascript:alert(1)")],
    );
    let form =
        but(form, &[("fields", "title summary sector indicators problem action outcome results visibility video")]);
    let page = send(&siti, &format!("/tulis/{key}"), &form).await.expect(422);
    for words in [
        "Judul paling panjang 120 karakter; yang ini 143.",
        "Apa masalahnya paling panjang 20.000 karakter; yang ini 20.199.",
        "“lumayan banyak” bukan angka.",
        "Tautan video dimulai dengan https://",
    ] {
        assert!(page.shows(words), "{words} is not on the page");
    }
    assert!(page.text.contains(&long_title));
    assert!(page.text.contains("lumayan banyak"));
    send(&siti, &format!("/tulis/{key}/terbitkan"), &[]).await.expect(422);
}

#[tokio::test]
async fn five_megabytes_of_text_get_a_readable_refusal() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let text = "panjang ".repeat(5 * 1024 * 1024 / 8);
    let page = send(&siti, &format!("/tulis/{}", DraftKey::new()), &but(answers("Besar"), &[("problem", &text)]))
        .await
        .expect(413);
    assert!(page.shows("paling besar 1.024 KB"), "{}", page.words());
    let text = "panjang ".repeat(600 * 1024 / 8);
    let page = send(&siti, &format!("/tulis/{}", DraftKey::new()), &but(answers("Besar"), &[("problem", &text)]))
        .await
        .expect(413);
    assert!(page.shows("paling besar 512 KB"), "{}", page.words());
}

#[tokio::test]
async fn scripts_bombs_and_control_characters_stay_harmless() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let attack =
        "<script>alert(1)</script> [klik](javascript:alert(1)) <img src=x onerror=alert(1)> \u{0}\u{7}\u{202e}";
    let bomb = format!("{}dalam", "> ".repeat(9_000));
    let fields = "title summary sector indicators problem action outcome results steps money agencies contact products lessons video";
    let mut form = but(
        answers("</title><script>alert(1)</script>\u{0}"),
        &[
            ("fields", fields),
            ("problem", attack),
            ("action", &bomb),
            ("outcome", attack),
            ("lessons", attack),
            ("steps.0.text", attack),
            ("steps.0.date", "\"><script>alert(2)</script>"),
            ("money.0.source", attack),
            ("agencies.0.name", attack),
            ("contact", attack),
            ("products.0", attack),
            ("results.0.name", attack),
        ],
    );
    form.push(("video".to_owned(), String::new()));
    let key = DraftKey::new();
    send(&siti, &format!("/tulis/{key}"), &form).await.expect(303);
    let preview = siti.get(&format!("/tulis/{key}/pratinjau")).await.expect(200);
    let editing = siti.get(&format!("/tulis/{key}?bentuk=lengkap")).await.expect(200);
    let url = send(&siti, &format!("/tulis/{key}/terbitkan"), &[]).await.expect(303).location;
    let page = app.visitor().get(&url).await.expect(200);
    for page in [&preview, &editing, &page] {
        for bad in ["<script>alert", "href=\"javascript", "<img src=x", "\u{0}", "\u{202e}"] {
            assert!(!page.text.contains(bad), "{bad:?} reached the page");
        }
    }
    assert!(page.text.matches("<blockquote>").count() < 20);
    assert!(page.shows("dalam"));
}

#[tokio::test]
async fn switching_the_depth_loses_nothing_and_rows_can_be_added_without_scripts() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let key = DraftKey::new();
    let long = but(
        answers("Dua kedalaman"),
        &[
            ("fields", "title lessons steps money"),
            ("bentuk", "lengkap"),
            ("lessons", "Botol tanpa tutup berlumut"),
            ("steps.0.text", "Mendata petak"),
            ("money.2.source", "Dana Desa"),
            ("money.2.amount", "42.000.000"),
            ("do", "tambah.steps"),
        ],
    );
    let back = send(&siti, &format!("/tulis/{key}"), &long).await.expect(303).location;
    assert!(back.contains("bentuk=lengkap") && back.ends_with("#steps"), "{back}");
    let page = siti.get(&back).await.expect(200);
    assert!(page.text.contains("name=\"steps.6.text\""));
    assert!(page.text.contains("value=\"42.000.000\""));
    send(&siti, &format!("/tulis/{key}"), &but(answers("Dua kedalaman"), &[("base", "1"), ("do", "lengkap")]))
        .await
        .expect(303);
    let page = siti.get(&format!("/tulis/{key}?bentuk=lengkap")).await.expect(200);
    for kept in ["Botol tanpa tutup berlumut", "Mendata petak", "Dana Desa", "3,1"] {
        assert!(page.text.contains(kept), "{kept} is lost");
    }
}

#[tokio::test]
async fn two_people_who_save_at_once_see_both_texts_and_choose() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let rudi = app.person("Rudi", Role::Staf, CIKAJANG).await;
    let key = DraftKey::new();
    let path = format!("/tulis/{key}");
    send(&siti, &path, &answers("Bersama")).await.expect(303);
    rudi.get(&path).await.expect(200);
    send(&rudi, &path, &but(answers("Bersama"), &[("base", "1"), ("problem", "Kering di tiga desa.")]))
        .await
        .expect(303);

    let page = send(&siti, &path, &but(answers("Bersama Siti"), &[("base", "1"), ("problem", "Kering di dua desa.")]))
        .await
        .expect(409);
    for words in ["Rudi", "tiga", "dua", "Bersama Siti"] {
        assert!(page.shows(words), "{words} is not shown");
    }
    let document = page.text.split("name=\"document\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let document = document
        .replace("&#34;", "\"")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#38;", "&")
        .replace("&#39;", "'");
    let choice = [
        ("base", "2"),
        ("revision", "0"),
        ("document", &document),
        ("pilih.title", "mine"),
        ("pilih.problem", "theirs"),
    ];
    siti.post(&format!("{path}/gabung"), &choice).await.expect(303);
    let page = siti.get(&path).await.expect(200);
    assert!(page.text.contains("Bersama Siti") && page.text.contains("Kering di tiga desa."));
    assert_eq!(draft_version::Entity::find().count(app.app.db.read()).await.unwrap(), 3);

    // Saving the same text again is no conflict and no new version.
    let same = but(answers("Bersama Siti"), &[("base", "1"), ("problem", "Kering di tiga desa.")]);
    send(&siti, &path, &same).await.expect(303);
    assert_eq!(draft_version::Entity::find().count(app.app.db.read()).await.unwrap(), 3);
}

#[tokio::test]
async fn staff_hand_in_the_sekcam_passes_on_the_camat_returns_and_publishes() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let wawan = app.person("Wawan", Role::Sekcam, CIKAJANG).await;
    let rudi = app.person("Rudi", Role::Staf, CIKAJANG).await;
    let key = DraftKey::new();
    let path = |verb: &str| format!("/tulis/{key}/{verb}");
    let page = rudi.get(&format!("/tulis/{key}")).await.expect(200);
    assert!(page.shows("Ajukan ke Sekcam") && !page.text.contains("/terbitkan"));
    send(&rudi, &path("ajukan"), &but(answers("Jumat bersih"), &[("kepada", "sekcam"), ("note", "Mohon diperiksa")]))
        .await
        .expect(303);
    rudi.post(&path("terbitkan"), &[]).await.expect(403);
    rudi.post(&path("teruskan"), &[]).await.expect(403);
    assert!(wawan.get("/draf").await.shows("Menunggu Sekcam"));
    wawan.post(&path("terbitkan"), &[]).await.expect(403);
    wawan.post(&path("teruskan"), &[]).await.expect(303);
    assert!(siti.get("/draf").await.shows("Menunggu Camat"));
    let page = siti.post(&path("kembalikan"), &[]).await.expect(422);
    assert!(page.shows("Tulis apa yang perlu diperbaiki."));
    siti.post(&path("kembalikan"), &[("note", "Lengkapi sumber angkanya.")]).await.expect(303);
    let page = rudi.get("/draf").await;
    assert!(page.shows("Perlu diperbaiki") && page.shows("Lengkapi sumber angkanya."));
    rudi.post(&path("ajukan"), &[("kepada", "camat")]).await.expect(303);
    rudi.post(&path("tarik"), &[]).await.expect(303);
    rudi.post(&path("ajukan"), &[("kepada", "camat")]).await.expect(303);
    let url = siti.post(&path("terbitkan"), &[]).await.expect(303).location;
    let page = app.visitor().get(&url).await.expect(200);
    assert!(page.shows("ditulis Camat Cikajang"));
    assert!(!rudi.get("/draf").await.shows("Menunggu"));
    app.settle().await;
}

#[tokio::test]
async fn a_sekcam_publishes_only_while_the_camat_delegates() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let wawan = app.person("Wawan", Role::Sekcam, CIKAJANG).await;
    let form = answers("Atas nama");
    send(&wawan, &format!("/tulis/{}/terbitkan", DraftKey::new()), &form).await.expect(403);
    siti.post(&format!("/kecamatan/{CIKAJANG}/delegasi"), &[]).await.expect(303);
    let url = publishes(&wawan, &form).await;
    assert!(app.visitor().get(&url).await.shows("ditulis Sekcam Cikajang a.n. Camat"));
    siti.post(&format!("/kecamatan/{CIKAJANG}/delegasi/cabut"), &[]).await.expect(303);
    send(&wawan, &format!("/tulis/{}/terbitkan", DraftKey::new()), &form).await.expect(403);
}

#[tokio::test]
async fn a_coordinator_publishes_for_an_empty_office_with_a_reason() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let yayan = app.coordinator("Yayan", "32.04").await;
    let rudi = app.person("Rudi", Role::Staf, CIKAJANG).await;
    let key = DraftKey::new();
    let path = format!("/tulis/{key}/terbitkan");
    send(&rudi, &format!("/tulis/{key}"), &answers("Kantor kosong")).await.expect(303);
    hendra.get(&format!("/tulis/{key}/pratinjau")).await.expect(404);
    hendra.post(&path, &[("reason", "Kosong")]).await.expect(403);
    rudi.post(&format!("/tulis/{key}/ajukan"), &[("kepada", "camat")]).await.expect(303);
    let page = hendra.get(&format!("/tulis/{key}/pratinjau")).await.expect(200);
    assert!(page.shows("Terbitkan selama jabatan kosong"));
    assert!(hendra.post(&path, &[]).await.expect(422).shows("Tulis alasan menerbitkan selama jabatan camat kosong."));
    yayan.post(&path, &[("reason", "Bukan wilayah saya")]).await.expect(404);
    let changed = but(answers("Diubah pembina"), &[("base", "1")]);
    send(&hendra, &format!("/tulis/{key}"), &changed).await.expect(403);
    let url = hendra.post(&path, &[("reason", "Camat belum dilantik.")]).await.expect(303).location;
    assert!(app.visitor().get(&url).await.shows("Kantor Kecamatan Cikajang"));
    assert!(hendra.get("/tulis").await.expect(200).shows("Praktik baik ditulis oleh kecamatan"));
}

#[tokio::test]
async fn a_draft_is_seen_by_its_office_alone() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dadan = app.camat("Dadan", "32.03.05").await;
    let key = DraftKey::new();
    send(&siti, &format!("/tulis/{key}"), &answers("Rahasia dapur")).await.expect(303);
    for path in [format!("/tulis/{key}"), format!("/tulis/{key}/pratinjau")] {
        assert!(!dadan.get(&path).await.expect(404).shows("Rahasia dapur"));
        app.visitor().get(&path).await.expect(303);
    }
    assert!(!dadan.get("/draf").await.shows("Rahasia dapur"));
    dadan.post(&format!("/tulis/{key}/terbitkan"), &[]).await.expect(404);
}

#[tokio::test]
async fn an_edit_is_a_new_revision_and_the_old_one_never_changes() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let wawan = app.person("Wawan", Role::Staf, CIKAJANG).await;
    let url = publishes(&siti, &answers("Irigasi tetes")).await;
    let id = id_of(&url);
    let before = case_study_revision::Entity::find().one(app.app.db.read()).await.unwrap().unwrap();

    let draft = siti.post(&format!("/praktik/{id}/ubah"), &[]).await.expect(303).location;
    assert_eq!(wawan.post(&format!("/praktik/{id}/ubah"), &[]).await.expect(303).location, draft);
    let edit = but(answers("Irigasi tetes musim kedua"), &[("base", "1"), ("results.0.values.1.value", "5,2")]);
    send(&siti, &draft, &edit).await.expect(303);
    assert!(
        app.visitor().get(&url).await.expect(200).shows("Irigasi tetes"),
        "the published text stays while an edit is written"
    );
    let newer = siti.post(&format!("{draft}/terbitkan"), &[]).await.expect(303).location;
    assert_ne!(newer, url);
    assert_eq!(app.visitor().get(&url).await.expect(308).location, newer);
    let page = app.visitor().get(&newer).await.expect(200);
    assert!(page.shows("revisi 2") && page.shows("5,2"));
    let page = app.visitor().get(&format!("/praktik/{id}/riwayat/2")).await.expect(200);
    assert!(page.text.contains("<ins>") && page.shows("musim kedua"));
    assert!(app.visitor().get(&format!("/praktik/{id}/riwayat/1")).await.expect(200).shows("4,9"));
    let after = case_study_revision::Entity::find_by_id(before.id).one(app.app.db.read()).await.unwrap().unwrap();
    assert_eq!(before, after);
    assert_eq!(result::Entity::find().count(app.app.db.read()).await.unwrap(), 1);
}

#[tokio::test]
async fn an_edit_from_an_older_revision_meets_the_newer_one() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let url = publishes(&siti, &answers("Pasar tani")).await;
    let id = id_of(&url);
    let draft = siti.post(&format!("/praktik/{id}/ubah"), &[]).await.expect(303).location;
    send(&siti, &draft, &but(answers("Pasar tani pagi"), &[("base", "1")])).await.expect(303);
    // A second office draft of the same study, as a second device would bring one: it is published first.
    let key = DraftKey::new();
    let first = forum_camat::case_study::entity::draft::Entity::find().all(app.app.db.read()).await.unwrap();
    let edit = first.into_iter().find(|row| row.case_study_id == Some(id)).unwrap();
    let tx = app.app.db.begin_write().await.unwrap();
    let second = forum_camat::case_study::entity::draft::Model { key: key.to_string(), ..edit };
    let mut second: forum_camat::case_study::entity::draft::ActiveModel = second.into();
    second = sea_orm::ActiveModelTrait::reset_all(second);
    second.id = sea_orm::ActiveValue::NotSet;
    forum_camat::case_study::entity::draft::Entity::insert(second).exec_without_returning(&*tx).await.unwrap();
    tx.commit(forum_camat::db::Effect::Private).await.unwrap();
    send(&siti, &format!("/tulis/{key}/terbitkan"), &[]).await.expect(303);
    send(&siti, &draft, &but(answers("Pasar tani sore"), &[("base", "2")])).await.expect(303);

    let page = siti.post(&format!("{draft}/terbitkan"), &[]).await.expect(409);
    assert!(page.shows("Praktik ini sudah diperbarui") && page.shows("sore") && page.shows("pagi"));
    assert!(app.visitor().get(&format!("/praktik/{id}-pasar-tani-pagi")).await.expect(200).shows("revisi 2"));
}

#[tokio::test]
async fn members_only_is_seen_by_members_and_nowhere_else() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dadan = app.camat("Dadan", "32.03.05").await;
    let url = publishes(&siti, &but(answers("Khusus rekan"), &[("visibility", "members")])).await;
    let public = publishes(&siti, &answers("Untuk semua")).await;
    let id = id_of(&url);
    assert!(dadan.get(&url).await.expect(200).shows("khusus anggota"));
    for path in [
        url.clone(),
        format!("/praktik/{id}/riwayat"),
        format!("/praktik/{id}/riwayat/1"),
        format!("/praktik/{id}/cetak"),
    ] {
        let page = app.visitor().get(&path).await.expect(404);
        assert!(!page.shows("Khusus rekan"));
    }
    assert!(!app.visitor().get(&public).await.expect(200).shows("Khusus rekan"), "the neighbour leaks");
    assert!(dadan.get(&public).await.expect(200).shows("Khusus rekan"));
}

#[tokio::test]
async fn withdrawing_and_hiding_need_a_reason_and_can_be_undone() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let dadan = app.camat("Dadan", "32.03.05").await;
    let url = publishes(&siti, &answers("Bisa berhenti")).await;
    let path = |verb: &str| format!("/praktik/{}/{verb}", id_of(&url));

    assert!(siti.post(&path("hentikan"), &[]).await.expect(422).shows("Tulis alasannya"));
    dadan.post(&path("hentikan"), &[("reason", "Bukan milik saya")]).await.expect(403);
    app.visitor().get(&url).await.expect(200);
    siti.post(&path("hentikan"), &[("reason", "Angkanya keliru")]).await.expect(303);
    app.visitor().get(&url).await.expect(404);
    let page = siti.get(&url).await.expect(200);
    assert!(page.shows("Angkanya keliru") && page.text.contains("tayangkan"), "a banner, and a way back");
    siti.post(&path("tayangkan"), &[]).await.expect(303);
    app.visitor().get(&url).await.expect(200);

    siti.post(&path("sembunyikan"), &[("reason", "Saya mau")]).await.expect(403);
    assert!(hendra.post(&path("sembunyikan"), &[]).await.expect(422).shows("Tulis alasannya"));
    hendra.post(&path("sembunyikan"), &[("reason", "Menunggu klarifikasi")]).await.expect(303);
    app.visitor().get(&url).await.expect(404);
    dadan.get(&url).await.expect(404);
    assert!(siti.get(&url).await.expect(200).shows("Menunggu klarifikasi"));
    hendra.post(&path("pulihkan"), &[]).await.expect(303);
    app.visitor().get(&url).await.expect(200);
}

#[tokio::test]
async fn a_study_page_takes_the_same_statements_however_many_studies_there_are() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let mut counts = Vec::new();
    for round in 0..3 {
        let mut last = String::new();
        for number in 0..=(round * 3) {
            last = publishes(&siti, &answers(&format!("Praktik {round} {number}"))).await;
        }
        let before = app.app.db.statements();
        app.visitor().get(&last).await.expect(200);
        counts.push(app.app.db.statements() - before);
    }
    assert_eq!(counts[1], counts[2], "{counts:?}");
    assert!(counts[2] <= 8, "{counts:?}");
}

/// The camat approves the text that was read: what staff saved since is not published unseen.
#[tokio::test]
async fn the_camat_publishes_the_text_that_was_read() {
    let app = TestApp::start().await;
    let wawan = app.person("Wawan", Role::Staf, CIKAJANG).await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let key = DraftKey::new();
    send(&wawan, &format!("/tulis/{key}/ajukan"), &but(answers("Irigasi tetes"), &[("kepada", "camat")]))
        .await
        .expect(303);
    let read = siti.get(&format!("/tulis/{key}/pratinjau")).await.expect(200);
    let seen = read.text.split(r#"name="seen" value=""#).nth(1).unwrap().split('"').next().unwrap().to_owned();
    send(&wawan, &format!("/tulis/{key}"), &but(answers("Judul lain"), &[("base", &seen)])).await.expect(303);

    let refused = siti.post(&format!("/tulis/{key}/terbitkan"), &[("seen", &seen)]).await.expect(409);
    assert!(refused.shows("Naskah ini berubah sejak dibuka"));
    let read = siti.get(&format!("/tulis/{key}/pratinjau")).await.expect(200);
    let seen = read.text.split(r#"name="seen" value=""#).nth(1).unwrap().split('"').next().unwrap().to_owned();
    siti.post(&format!("/tulis/{key}/terbitkan"), &[("seen", &seen)]).await.expect(303);
}

/// An old tab of a draft that was published long ago does not undo a colleague's later revision.
#[tokio::test]
async fn an_old_tab_of_a_published_draft_meets_the_newer_revision() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let euis = app.camat("Euis", CIKAJANG).await;
    let key = DraftKey::new();
    let study = send(&siti, &format!("/tulis/{key}/terbitkan"), &answers("Irigasi tetes")).await.expect(303).location;
    let edit = euis.post(&format!("/praktik/{}/ubah", id_of(&study)), &[]).await.expect(303).location;
    let edit = edit.split('?').next().unwrap();
    send(&euis, &format!("{edit}/terbitkan"), &but(answers("Irigasi tetes"), &[("problem", "Embung retak.")]))
        .await
        .expect(303);

    let old = but(answers("Irigasi tetes dari botol"), &[("base", "1")]);
    let reopened = send(&siti, &format!("/tulis/{key}"), &old).await.expect(303).location;
    let reopened = reopened.split('?').next().unwrap();
    siti.post(&format!("{reopened}/terbitkan"), &[]).await.expect(409);
    assert!(app.visitor().get(&study).await.shows("Embung retak."));
}

/// Who is invited for next month is no member yet.
#[tokio::test]
async fn a_term_that_has_not_begun_makes_no_member() {
    use forum_camat::office::entity::office_term;
    use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dadan = app.camat("Dadan", "32.03.05").await;
    let study = publishes(&siti, &but(answers("Khusus anggota"), &[("visibility", "members")])).await;
    dadan.get(&study).await.expect(200);

    let term =
        office_term::Entity::find_by_id(dadan.term.unwrap().get()).one(app.app.db.read()).await.unwrap().unwrap();
    let mut term = term.into_active_model();
    term.started_on = Set(app.app.clock.today() + chrono::Duration::days(30));
    let tx = app.app.db.begin_write().await.unwrap();
    term.update(&*tx).await.unwrap();
    tx.commit(forum_camat::db::Effect::Private).await.unwrap();
    dadan.get(&study).await.expect(404);
}

/// A file imported again does not overwrite what the office wrote since.
#[tokio::test]
async fn an_import_never_overwrites_what_an_office_wrote() {
    use forum_camat::case_study::Content;
    use forum_camat::case_study::import::{Imported, import};
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let line = |title: &str| Imported {
        reference: "berkas-1".to_owned(),
        content: Content { title: title.to_owned(), uraian: "Dari berkas.".to_owned(), ..Content::default() },
        kecamatan: Some(CIKAJANG.to_owned()),
        byline: "Kantor Kecamatan Cikajang".to_owned(),
        published_at: None,
        members_only: false,
        is_sample: false,
    };
    let tx = app.app.db.begin_write().await.unwrap();
    let id = import(&*tx, &app.app.catalogue.get(), tx.now(), line("Dari berkas")).await.unwrap().changed().unwrap();
    tx.commit(forum_camat::db::Effect::Private).await.unwrap();
    let edit = siti.post(&format!("/praktik/{id}/ubah"), &[]).await.expect(303).location;
    let edit = edit.split('?').next().unwrap();
    let own = but(answers("Tulisan kantor"), &[("visibility", "members")]);
    send(&siti, &format!("{edit}/terbitkan"), &own).await.expect(303);

    let tx = app.app.db.begin_write().await.unwrap();
    assert!(import(&*tx, &app.app.catalogue.get(), tx.now(), line("Dari berkas")).await.unwrap().changed().is_none());
    assert!(import(&*tx, &app.app.catalogue.get(), tx.now(), line("Baris lain")).await.is_err());
    drop(tx);
    app.visitor().get(&format!("/praktik/{id}")).await.expect(404);
}
