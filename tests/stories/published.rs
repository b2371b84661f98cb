//! What happens to a study after it appeared: new revisions, narrower readers, withdrawn, hidden, imported once more.

use forum_camat::case_study::entity::{case_study_revision, result};
use forum_camat::ids::DraftKey;
use forum_camat::policy::Role;
use forum_tests::{CIKAJANG, TestApp};
use sea_orm::{EntityTrait, PaginatorTrait};

use super::writing::{answers, but, id_of, publishes, send};

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
