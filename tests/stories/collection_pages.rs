//! What a collection shows: the booklet, the cover, and how many statements its pages send.

use forum_camat::case_study::content::{Photo, Step};
use forum_tests::{CIKAJANG, TestApp, a_study};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::collection::{begins, sends};

/// The booklet has a cover, the contents, each study on a page with its figures, steps, contact and a code.
#[tokio::test]
async fn the_booklet_has_a_page_and_a_code_for_each_study() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let stepped = a_study("Irigasi tetes").saying(|content| {
        content.contact = "Seksi Ekbang Kec. Cikajang".to_owned();
        content.steps = vec![Step { text: "Kumpulkan botol".to_owned(), date: None }];
    });
    let (one, two) = (app.has(stepped).await, app.has(a_study("Jadwal air")).await);
    let id = begins(&hendra, "Kemarau", &[&one, &two]).await;
    let note = format!("note-{}", one.id);
    sends(&app, &hendra, id, &[(&note, "Paling murah."), ("aksi", "terbitkan")]).await.expect(303);
    let page = app.visitor().get(&format!("/kumpulan/{id}/cetak")).await.expect(200);
    for words in
        ["Daftar isi", "Kumpulkan botol", "Seksi Ekbang Kec. Cikajang", "Paling murah.", "4,9", "Disusun Bagian"]
    {
        assert!(page.shows(words), "{words}: {}", page.words());
    }
    assert!(page.shows("Kelompok tani merakit saluran dari botol bekas."), "told without steps");
    assert_eq!(page.text.matches("<svg class=\"qr\"").count(), 3, "the collection and its two studies");
    assert_eq!(page.text.matches("<article class=\"leaf").count(), 2);
}

/// A cover is a photo of one of its studies, for those who may see that study, with a description.
#[tokio::test]
async fn a_cover_shows_a_photo_only_to_who_sees_its_study() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let photo = photo_of_nobody(&app).await;
    let with = a_study("Hanya anggota").members_only().saying(|content| {
        content.photos = vec![Photo { attachment: photo, alt: String::new(), caption: String::new() }];
    });
    let (study, open) = (app.has(with).await, app.has(a_study("Irigasi tetes")).await);
    belongs(&app, photo, study.id.get()).await;
    let id = begins(&hendra, "Kemarau", &[&open, &study]).await;
    let chosen = photo.to_string();
    let page = sends(&app, &hendra, id, &[("cover", &chosen)]).await.expect(422);
    assert!(page.shows("Tulis apa yang terlihat pada foto"), "{}", page.words());
    sends(&app, &hendra, id, &[("cover", "77777"), ("cover_alt", "Kebun")]).await.expect(422);
    let fields = [("cover", chosen.as_str()), ("cover_alt", "Kebun cabai"), ("aksi", "terbitkan")];
    sends(&app, &hendra, id, &fields).await.expect(303);
    let path = format!("/kumpulan/{id}-kemarau");
    assert!(siti.get(&path).await.expect(200).text.contains("alt=\"Kebun cabai\""));
    let page = app.visitor().get(&path).await.expect(200);
    assert!(!page.text.contains("/berkas/") && page.text.contains("cover-plain"));
    sends(&app, &hendra, id, &[("aksi", &format!("keluarkan:{}", study.id))]).await.expect(303);
    let other = begins(&hendra, "Musim kering", &[&study]).await;
    sends(&app, &hendra, other, &[("aksi", "terbitkan")]).await.expect(303);
    let shows = async |path: &str| siti.get(path).await.expect(200).text.contains("alt=\"Kebun cabai\"");
    assert!(!shows(&path).await && !shows("/kumpulan").await, "its study left the collection");
    hendra.post(&format!("/kumpulan/{id}/praktik/urungkan?praktik={}", study.id), &[]).await.expect(303);
    assert!(shows(&path).await && shows("/kumpulan").await);
    loses_its_photos(&app, study.id.get()).await;
    assert!(!shows(&path).await && !shows("/kumpulan").await, "what left the study left the cover");
}

async fn loses_its_photos(app: &TestApp, study: i64) {
    use forum_camat::case_study::content::Content;
    use forum_camat::case_study::entity::case_study_revision::{Column, Entity};
    use sea_orm::sea_query::Expr;
    let tx = app.app.db.begin_write().await.unwrap();
    let row = Entity::find().filter(Column::CaseStudyId.eq(study)).one(&*tx).await.unwrap().unwrap();
    let content = Content { photos: Vec::new(), ..Content::parse(&row.document).unwrap() };
    Entity::update_many()
        .col_expr(Column::Document, Expr::value(content.to_document().unwrap()))
        .filter(Column::Id.eq(row.id))
        .exec(&*tx)
        .await
        .unwrap();
    tx.commit(forum_camat::db::Effect::Private).await.unwrap();
}

async fn photo_of_nobody(app: &TestApp) -> i64 {
    use forum_camat::attachment::entity;
    use sea_orm::ActiveValue::Set;
    let tx = app.app.db.begin_write().await.unwrap();
    let row = entity::ActiveModel {
        kind: Set("photo".to_owned()),
        sha256: Set("ab".repeat(32)),
        original_name: Set("kebun.png".to_owned()),
        media_type: Set("image/webp".to_owned()),
        width: Set(800),
        height: Set(600),
        size_bytes: Set(1000),
        alt: Set(String::new()),
        caption: Set(String::new()),
        consent: Set("none_recognisable".to_owned()),
        created_at: Set(tx.now()),
        ..Default::default()
    };
    let id = entity::Entity::insert(row).exec(&*tx).await.unwrap().last_insert_id;
    tx.commit(forum_camat::db::Effect::Private).await.unwrap();
    id
}

async fn belongs(app: &TestApp, photo: i64, study: i64) {
    use forum_camat::attachment::entity;
    use sea_orm::sea_query::Expr;
    let tx = app.app.db.begin_write().await.unwrap();
    entity::Entity::update_many()
        .col_expr(entity::Column::CaseStudyId, Expr::value(study))
        .filter(entity::Column::Id.eq(photo))
        .exec(&*tx)
        .await
        .unwrap();
    tx.commit(forum_camat::db::Effect::Private).await.unwrap();
}

/// The number of statements does not grow with the studies in a collection, nor with the collections of a list.
#[tokio::test]
async fn pages_of_collections_send_as_many_statements_for_twenty_studies_as_for_two() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let mut counts = Vec::new();
    for studies in [2, 20] {
        let mut held = Vec::new();
        for number in 0..studies {
            held.push(app.has(a_study(&format!("Kebun {number}"))).await);
        }
        let id = begins(&hendra, "Kebun", &held.iter().collect::<Vec<_>>()).await;
        sends(&app, &hendra, id, &[("aksi", "terbitkan")]).await.expect(303);
        let paths = [
            format!("/kumpulan/{id}-kebun"),
            format!("/kumpulan/{id}/cetak"),
            format!("/kumpulan/{id}/ubah"),
            "/kumpulan".to_owned(),
            "/meja/kumpulan".to_owned(),
        ];
        hendra.get("/kumpulan").await.expect(200);
        let mut sent = Vec::new();
        for path in &paths {
            let before = app.app.db.statements();
            hendra.get(path).await.expect(200);
            sent.push(app.app.db.statements() - before);
        }
        counts.push(sent);
    }
    assert_eq!(counts[0], counts[1]);
    assert!(counts[0].iter().all(|count| *count <= 25), "{counts:?}");
}
