//! Coordinators gather studies: in an order, with notes, alone or together; visitors read and print what they may see.

use forum_camat::audit::entity as audit;
use forum_camat::collection::entity::{collection, collection_item};
use forum_camat::policy::Role;
use forum_tests::{Answer, CIKAJANG, Person, Study, TestApp, a_study};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

/// A draft of this person with these studies; its number.
pub async fn begins(who: &Person, title: &str, studies: &[&Study]) -> i64 {
    let made = who.post("/kumpulan/baru", &[("title", title)]).await.expect(303);
    let id = made.location.trim_start_matches("/kumpulan/").trim_end_matches("/ubah").parse().unwrap();
    for study in studies {
        who.post(&study.path("kumpulan"), &[("kumpulan", &format!("{id}"))]).await.expect(303);
    }
    id
}

async fn row(app: &TestApp, id: i64) -> collection::Model {
    collection::Entity::find_by_id(id).one(app.app.db.read()).await.unwrap().unwrap()
}

async fn order(app: &TestApp, id: i64) -> Vec<i64> {
    let items = collection_item::Entity::find()
        .filter(collection_item::Column::CollectionId.eq(id))
        .filter(collection_item::Column::RemovedAt.is_null())
        .order_by_asc(collection_item::Column::Position);
    items.all(app.app.db.read()).await.unwrap().into_iter().map(|item| item.case_study_id).collect()
}

/// Sends the form as a browser would: everything that stands in the tables, but these fields.
pub async fn sends(app: &TestApp, who: &Person, id: i64, fields: &[(&str, &str)]) -> Answer {
    let row = row(app, id).await;
    let version = row.version.to_string();
    let cover = row.cover_photo_id.map(|id| id.to_string()).unwrap_or_default();
    let items = collection_item::Entity::find().filter(collection_item::Column::CollectionId.eq(id));
    let items = items.filter(collection_item::Column::RemovedAt.is_null()).all(app.app.db.read()).await.unwrap();
    let mut all: Vec<(String, String)> = vec![
        ("versi".into(), version),
        ("title".into(), row.title),
        ("introduction".into(), row.introduction),
        ("cover".into(), cover),
        ("cover_alt".into(), row.cover_alt),
    ];
    all.extend(items.into_iter().map(|item| (format!("note-{}", item.case_study_id), item.note)));
    for (name, value) in fields {
        all.retain(|(known, _)| known != name);
        all.push(((*name).to_owned(), (*value).to_owned()));
    }
    let fields: Vec<(&str, &str)> = all.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    who.post(&format!("/kumpulan/{id}/ubah"), &fields).await
}

fn notice(answer: &Answer) -> String {
    let cookie = answer.headers.get("set-cookie").and_then(|cookie| cookie.to_str().ok());
    cookie.map(forum_camat::web::decode).unwrap_or_default()
}

fn titles(page: &Answer) -> Vec<String> {
    let rest = page.text.split("class=\"hit-title\"").skip(1);
    rest.filter_map(|rest| rest.split_once("\">")?.1.split_once("</a>").map(|(title, _)| title.to_owned())).collect()
}

/// A draft is nobody's business; published, everybody reads it in the order and with the notes of its curator.
#[tokio::test]
async fn hendra_gathers_three_studies_and_a_visitor_reads_them() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let (one, two) = (app.has(a_study("Irigasi tetes")).await, app.has(a_study("Jadwal air")).await);
    let far = app.has(a_study("Rumah bibit").of("32.04.05").in_sector("umkm")).await;
    let id = begins(&hendra, "Menghadapi kemarau", &[&one, &two]).await;
    let path = format!("/kumpulan/{id}");
    let added = format!("https://forum.example{}?tampilan=sekilas", far.url);
    let answer = sends(&app, &hendra, id, &[("aksi", "tambah"), ("praktik", &added)]).await.expect(303);
    assert_eq!(answer.location, format!("{path}/ubah#praktik-{}", far.id));
    let raised = format!("naik:{}", far.id);
    let note = format!("note-{}", far.id);
    let fields = [("aksi", raised.as_str()), (&note, "Mulai **dari** sini <b>")];
    sends(&app, &hendra, id, &fields).await.expect(303);
    assert_eq!(order(&app, id).await, [one.id.get(), far.id.get(), two.id.get()]);

    app.visitor().get(&path).await.expect(404);
    app.visitor().get(&format!("{path}/cetak")).await.expect(404);
    assert!(!app.visitor().get("/kumpulan").await.shows("Menghadapi kemarau"));
    assert!(
        hendra.get(&format!("{path}-menghadapi-kemarau")).await.expect(200).shows("hanya terlihat oleh kuratornya")
    );

    let introduction = ("introduction", "Untuk *rapat* kemarau. <script>alert(1)</script>");
    sends(&app, &hendra, id, &[introduction, ("aksi", "terbitkan")]).await.expect(303);
    let moved = app.visitor().get(&path).await;
    assert_eq!((moved.status.as_u16(), moved.location.as_str()), (308, &*format!("{path}-menghadapi-kemarau")));
    let page = app.visitor().get(&moved.location).await.expect(200);
    assert_eq!(titles(&page), ["Irigasi tetes", "Rumah bibit", "Jadwal air"]);
    assert!(page.text.contains("Untuk <em>rapat</em> kemarau.") && !page.text.contains("<script>alert"));
    assert!(page.shows("Catatan kurator. Mulai **dari** sini &#60;b&#62;"), "{}", page.words());
    assert!(page.shows("Disusun Bagian Tata Pemerintahan Kab. Garut"));
    assert!(page.text.contains("https://wa.me/?text=Menghadapi%20kemarau%0A"));
    let list = app.visitor().get("/kumpulan").await.expect(200);
    assert!(list.shows("Menghadapi kemarau") && list.shows("3 praktik"), "{}", list.words());
}

/// What a viewer may not see is silently absent; who edits it is told.
#[tokio::test]
async fn a_withdrawn_study_is_absent_and_its_editor_is_told() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let (open, gone) = (app.has(a_study("Irigasi tetes")).await, app.has(a_study("Jadwal air").by(&siti)).await);
    let closed = app.has(a_study("Hanya anggota").members_only()).await;
    let id = begins(&hendra, "Kemarau", &[&open, &gone, &closed]).await;
    sends(&app, &hendra, id, &[("aksi", "terbitkan")]).await.expect(303);
    let path = format!("/kumpulan/{id}-kemarau");
    assert_eq!(titles(&app.visitor().get(&path).await), ["Irigasi tetes", "Jadwal air"]);
    assert_eq!(titles(&siti.get(&path).await), ["Irigasi tetes", "Jadwal air", "Hanya anggota"]);

    siti.post(&gone.path("hentikan"), &[("reason", "Angkanya keliru")]).await.expect(303);
    for reader in [app.visitor().get(&path).await, app.visitor().get(&format!("/kumpulan/{id}/cetak")).await] {
        assert!(!reader.shows("Jadwal air") && !reader.shows("tidak ditayangkan"), "{}", reader.words());
        assert!(!reader.shows("Hanya anggota"));
    }
    let form = hendra.get(&format!("/kumpulan/{id}/ubah")).await.expect(200);
    assert!(form.shows(&format!("Praktik nomor {} Tidak ditayangkan lagi.", gone.id)), "{}", form.words());
    assert!(!form.shows("Jadwal air"), "its title is nobody's business any more");
    assert!(app.visitor().get("/kumpulan").await.shows("1 praktik"));
}

/// A collection that holds nothing for a visitor is not in the visitor's list.
#[tokio::test]
async fn what_holds_only_members_studies_is_listed_for_members() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let closed = app.has(a_study("Hanya anggota").members_only()).await;
    let id = begins(&hendra, "Ruang anggota", &[&closed]).await;
    sends(&app, &hendra, id, &[("aksi", "terbitkan")]).await.expect(303);
    assert!(!app.visitor().get("/kumpulan").await.shows("Ruang anggota"));
    assert!(siti.get("/kumpulan").await.shows("Ruang anggota"));
}

/// Two edit at once: nothing is overwritten, what was typed is still there, and the page says who was faster.
#[tokio::test]
async fn who_comes_second_keeps_what_was_typed_and_learns_who_was_first() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let ratna = app.person("Ratna", Role::InovasiKabupatenKota, "32.05").await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let other = app.has(a_study("Jadwal air")).await;
    let id = begins(&hendra, "Kemarau", &[&study, &other]).await;
    let before = row(&app, id).await.version.to_string();
    let (note, gone) = (format!("note-{}", study.id), format!("note-{}", other.id));
    sends(&app, &ratna, id, &[("title", "Kemarau 2027"), (&note, "Murah.")]).await.expect(303);
    sends(&app, &ratna, id, &[("aksi", &format!("keluarkan:{}", other.id))]).await.expect(303);

    let typed = [("versi", before.as_str()), ("title", "Siaga kemarau"), (&note, "Mudah."), (&gone, "Gratis.")];
    let page = sends(&app, &hendra, id, &typed).await.expect(409);
    assert!(page.shows("Ratna mengubah kumpulan ini, 24 Nov 2026, 09.00"), "{}", page.words());
    assert!(page.text.contains("value=\"Siaga kemarau\"") && page.shows("Yang tersimpan sekarang: Kemarau 2027"));
    assert!(page.shows("Mudah.") && page.shows("Yang tersimpan sekarang: Murah."));
    assert!(page.shows("milik praktik yang sudah dikeluarkan dari kumpulan: Gratis."));
    assert_eq!(row(&app, id).await.title, "Kemarau 2027", "nothing was written");

    let now = page.text.split_once("name=\"versi\" value=\"").and_then(|(_, rest)| rest.split_once('"')).unwrap().0;
    sends(&app, &hendra, id, &[("versi", now), ("title", "Siaga kemarau"), (&note, "Mudah.")]).await.expect(303);
    assert_eq!(row(&app, id).await.title, "Siaga kemarau");
}

/// Two save in the same moment, from the same page: one is kept, the other is told.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_save_at_once_one_is_kept() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let ratna = app.person("Ratna", Role::InovasiKabupatenKota, "32.05").await;
    let id = begins(&hendra, "Kemarau", &[]).await;
    for round in 0..5 {
        let (version, path) = (row(&app, id).await.version.to_string(), format!("/kumpulan/{id}/ubah"));
        let (one, two) = (format!("Hendra {round}"), format!("Ratna {round}"));
        let [by_hendra, by_ratna] = [&one, &two].map(|title| [("versi", version.as_str()), ("title", title.as_str())]);
        let (first, second) = tokio::join!(hendra.post(&path, &by_hendra), ratna.post(&path, &by_ratna));
        let mut answers = [first.status.as_u16(), second.status.as_u16()];
        answers.sort_unstable();
        assert_eq!(answers, [303, 409], "round {round}");
        assert_eq!(row(&app, id).await.title, if first.status == 303 { one } else { two });
    }
}

/// What breaks a limit stands beside its field, and the rest is still there.
#[tokio::test]
async fn what_is_wrong_is_said_beside_the_field() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let page = hendra.post("/kumpulan/baru", &[("title", " "), ("introduction", "Sudah diketik")]).await.expect(422);
    assert!(page.shows("Tulis judul kumpulan.") && page.shows("Sudah diketik"));
    let id = begins(&hendra, "Kemarau", &[]).await;
    let page = sends(&app, &hendra, id, &[("aksi", "terbitkan"), ("introduction", "Sudah diketik")]).await.expect(422);
    assert!(page.shows("Tambahkan paling sedikit satu praktik sebelum menerbitkan.") && page.shows("Sudah diketik"));
    assert_eq!(row(&app, id).await.introduction, "", "all or nothing");
    for typed in ["irigasi", "99999", "/praktik/99999-tidak-ada"] {
        let page = sends(&app, &hendra, id, &[("praktik", typed)]).await.expect(422);
        assert!(page.shows("Praktik ini tidak ditemukan.") && page.text.contains(&format!("value=\"{typed}\"")));
    }
    hendra.post(&study.path("kumpulan"), &[("kumpulan", &format!("{id}"))]).await.expect(303);
    let note = format!("note-{}", study.id);
    let page = sends(&app, &hendra, id, &[(&note, &"x".repeat(601))]).await.expect(422);
    assert!(page.shows("Catatan kurator paling panjang 600 karakter; yang ini 601."));
    hendra.post(&study.path("kumpulan"), &[]).await.expect(422);
    let again = hendra.post(&study.path("kumpulan"), &[("kumpulan", &format!("{id}"))]).await.expect(303);
    assert!(notice(&again).contains("sudah ada di kumpulan"));
}

/// A study that was taken out comes back to its place with its note.
#[tokio::test]
async fn taking_a_study_out_is_undone() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let studies = [app.has(a_study("Satu")).await, app.has(a_study("Dua")).await, app.has(a_study("Tiga")).await];
    let id = begins(&hendra, "Kemarau", &[&studies[0], &studies[1], &studies[2]]).await;
    let before = order(&app, id).await;
    let (note, out) = (format!("note-{}", studies[1].id), format!("keluarkan:{}", studies[1].id));
    let answer = sends(&app, &hendra, id, &[(&note, "Yang utama."), ("aksi", &out)]).await.expect(303);
    assert_eq!(order(&app, id).await, [before[0], before[2]]);
    let undo = format!("/kumpulan/{id}/praktik/urungkan?praktik={}", studies[1].id);
    assert!(notice(&answer).contains(&undo), "{}", notice(&answer));
    hendra.post(&undo, &[]).await.expect(303);
    assert_eq!(order(&app, id).await, before);
    assert!(hendra.get(&format!("/kumpulan/{id}/ubah")).await.shows("Yang utama."));
}

/// A coordinator of another kabupaten edits once named a curator, and no longer when released; the page names both units.
#[tokio::test]
async fn a_curator_of_another_kabupaten_edits_while_named() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let yuli = app.coordinator("Yuli", "32.04").await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let id = begins(&hendra, "Kemarau", &[&study]).await;
    let path = format!("/kumpulan/{id}/ubah");
    yuli.get(&path).await.expect(404);
    sends(&app, &yuli, id, &[("title", "Direbut")]).await.expect(404);
    let camat = siti.account.to_string();
    let page = sends(&app, &hendra, id, &[("kurator", &camat)]).await.expect(422);
    assert!(page.shows("tidak tercatat sebagai pembina"));
    sends(&app, &hendra, id, &[("kurator", &yuli.account.to_string())]).await.expect(303);
    assert!(yuli.get("/meja/kumpulan").await.expect(200).shows("Kemarau"));
    sends(&app, &yuli, id, &[("title", "Kemarau bersama"), ("aksi", "terbitkan")]).await.expect(303);
    let page = app.visitor().get(&format!("/kumpulan/{id}-kemarau-bersama")).await.expect(200);
    let both = "Disusun Bagian Tata Pemerintahan Kab. Garut bersama Bagian Tata Pemerintahan Kab. Bandung";
    assert!(page.shows(both), "{}", page.words());
    sends(&app, &hendra, id, &[("aksi", &format!("lepas:{}", yuli.account))]).await.expect(303);
    sends(&app, &yuli, id, &[("title", "Direbut")]).await.expect(403);
    let page = hendra.get(&path).await.expect(200);
    for line in [
        "Hendra membuat kumpulan ini",
        "Hendra menambahkan praktik “Irigasi tetes”",
        "Yuli menerbitkannya",
        "Hendra menambahkan Yuli sebagai kurator",
        "Hendra melepas Yuli sebagai kurator",
    ] {
        assert!(page.shows(line), "{line}: {}", page.words());
    }
}

/// Each act leaves a row; a visitor's page ends with the change, and a draft changes nothing for readers.
#[tokio::test]
async fn every_act_is_remembered_and_kept_pages_end() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let visitor = app.visitor();
    assert!(!visitor.get("/kumpulan").await.shows("Kemarau"));
    let quiet = app.app.db.generation();
    let id = begins(&hendra, "Kemarau", &[&study]).await;
    sends(&app, &hendra, id, &[("title", "Siaga kemarau")]).await.expect(303);
    assert_eq!(app.app.db.generation(), quiet, "a draft ends no kept page");
    sends(&app, &hendra, id, &[("aksi", "terbitkan")]).await.expect(303);
    assert!(visitor.get("/kumpulan").await.shows("Siaga kemarau"));
    sends(&app, &hendra, id, &[("title", "Musim kering")]).await.expect(303);
    assert!(visitor.get("/kumpulan").await.shows("Musim kering"));
    hendra.post(&format!("/kumpulan/{id}/buang"), &[]).await.expect(409);
    sends(&app, &hendra, id, &[("aksi", "tarik")]).await.expect(303);
    assert!(!visitor.get("/kumpulan").await.shows("Musim kering"));
    visitor.get(&format!("/kumpulan/{id}-musim-kering")).await.expect(404);
    hendra.post(&format!("/kumpulan/{id}/buang"), &[]).await.expect(303);
    assert!(!hendra.get("/meja/kumpulan").await.shows("Musim kering"));
    hendra.get(&format!("/kumpulan/{id}")).await.expect(404);
    hendra.post(&format!("/kumpulan/{id}/pulihkan"), &[]).await.expect(303);
    assert!(hendra.get("/meja/kumpulan").await.shows("Musim kering"));
    app.settle().await;
    let rows = audit::Entity::find().filter(audit::Column::SubjectKind.eq("collection"));
    let acts: Vec<String> = rows
        .order_by_asc(audit::Column::Id)
        .all(app.app.db.read())
        .await
        .unwrap()
        .into_iter()
        .map(|row| row.act)
        .collect();
    let expected = [
        "create_collection",
        "add_to_collection",
        "edit_collection",
        "publish_collection",
        "edit_collection",
        "unpublish_collection",
        "discard_collection",
        "restore_collection",
    ];
    assert_eq!(acts, expected);
}
