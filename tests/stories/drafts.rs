//! What a draft may not do behind somebody's back: show again what was withdrawn, widen its readers, go to another office.

use forum_camat::attachment;
use forum_camat::audit::entity as audit_entry;
use forum_camat::case_study::entity::{case_study_revision, draft, draft_version};
use forum_camat::ids::DraftKey;
use forum_camat::office::entity::office_term;
use forum_camat::policy::Role;
use forum_tests::{Answer, CIKAJANG, Person, TestApp};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::photos::{SAID, photo, uploads};
use super::writing::{answers, but, id_of, publishes, send};

/// Ends a term yesterday, behind the back of the policy.
async fn leaves(app: &TestApp, person: &Person) {
    let tx = app.app.db.begin_write().await.unwrap();
    office_term::Entity::update_many()
        .col_expr(office_term::Column::EndedOn, Expr::value(Some(tx.today() - chrono::Duration::days(1))))
        .filter(office_term::Column::AccountId.eq(person.account.get()))
        .exec(&*tx)
        .await
        .unwrap();
    tx.commit(forum_camat::db::Effect::Private).await.unwrap();
}

/// A draft of the current text of a study, without the depth of its form.
async fn edits(person: &Person, study: &str) -> String {
    person.post(&format!("/praktik/{}/ubah", id_of(study)), &[]).await.expect(303).location
}

/// What the camat withdrew stays away until somebody publishes who may show it again.
#[tokio::test]
async fn an_edit_shows_a_withdrawn_study_again_only_by_who_may_withdraw() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let wawan = app.person("Wawan", Role::Sekcam, CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = publishes(&siti, &answers("Irigasi tetes")).await;
    siti.post(&format!("/praktik/{}/hentikan", id_of(&study)), &[("reason", "Angkanya keliru")]).await.expect(303);
    siti.post(&format!("/kecamatan/{CIKAJANG}/delegasi"), &[]).await.expect(303);

    let draft = edits(&wawan, &study).await;
    let changed = but(answers("Irigasi tetes"), &[("base", "1"), ("problem", "Embung retak.")]);
    send(&wawan, &format!("{draft}/terbitkan"), &changed).await.expect(303);
    app.visitor().get(&study).await.expect(404);

    leaves(&app, &siti).await;
    let draft = edits(&wawan, &study).await;
    let changed = but(answers("Irigasi tetes"), &[("base", "1"), ("problem", "Embung kering.")]);
    send(&wawan, &format!("{draft}/ajukan"), &but(changed, &[("kepada", "camat")])).await.expect(303);
    hendra.post(&format!("{draft}/terbitkan"), &[("reason", "Camat belum dilantik.")]).await.expect(303);
    app.visitor().get(&study).await.expect(404);
    let page = hendra.get(&study).await.expect(200);
    assert!(page.shows("Angkanya keliru") && page.shows("revisi 3"), "{}", page.words());

    let euis = app.camat("Euis", CIKAJANG).await;
    let draft = edits(&euis, &study).await;
    let mended = but(answers("Irigasi tetes"), &[("base", "1"), ("problem", "Embung surut.")]);
    send(&euis, &format!("{draft}/terbitkan"), &mended).await.expect(303);
    assert!(app.visitor().get(&study).await.expect(200).shows("Embung surut."));
}

/// A form that was opened before a colleague narrowed the readers does not widen them again.
#[tokio::test]
async fn an_old_form_does_not_widen_the_readers_of_a_draft() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let rudi = app.person("Rudi", Role::Staf, CIKAJANG).await;
    let key = DraftKey::new();
    let path = format!("/tulis/{key}");
    send(&rudi, &path, &answers("Bersama")).await.expect(303);
    let narrowed = but(answers("Bersama"), &[("base", "1"), ("visibility", "members")]);
    send(&siti, &path, &narrowed).await.expect(303);

    send(&rudi, &path, &but(answers("Bersama"), &[("base", "1")])).await.expect(303);
    let study = siti.post(&format!("{path}/terbitkan"), &[]).await.expect(303).location;
    app.visitor().get(&study).await.expect(404);
    siti.get(&study).await.expect(200);
}

/// The same for a form of a draft that has appeared meanwhile, for members only.
#[tokio::test]
async fn an_old_form_does_not_widen_the_readers_of_a_study() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let key = DraftKey::new();
    let path = format!("/tulis/{key}");
    send(&siti, &path, &answers("Khusus rekan")).await.expect(303);
    let narrowed = but(answers("Khusus rekan"), &[("base", "1"), ("visibility", "members")]);
    let study = send(&siti, &format!("{path}/terbitkan"), &narrowed).await.expect(303).location;

    let old = but(answers("Khusus rekan"), &[("base", "1"), ("problem", "Embung retak.")]);
    let reopened = send(&siti, &path, &old).await.expect(303).location;
    let reopened = reopened.split('?').next().unwrap();
    siti.post(&format!("{reopened}/terbitkan"), &[]).await.expect(303);
    assert!(siti.get(&study).await.expect(200).shows("Embung retak."));
    app.visitor().get(&study).await.expect(404);
}

/// One more current term of somebody.
async fn also_serves(app: &TestApp, person: &Person, role: Role, kecamatan: &str) -> i64 {
    let tx = app.app.db.begin_write().await.unwrap();
    let term = office_term::ActiveModel {
        account_id: Set(person.account.get()),
        role: Set(role.as_str().to_owned()),
        region_code: Set(kecamatan.to_owned()),
        title: Set(String::new()),
        unit_name: Set(String::new()),
        started_on: Set(tx.today() - chrono::Duration::days(10)),
        ended_on: Set(None),
        paper: Set("SK contoh".to_owned()),
        created_at: Set(tx.now()),
        ..Default::default()
    };
    let term = office_term::Entity::insert(term).exec(&*tx).await.unwrap().last_insert_id;
    tx.commit(forum_camat::db::Effect::Private).await.unwrap();
    term
}

const BAYONGBONG: &str = "32.05.17";

async fn drafts(app: &TestApp) -> Vec<draft::Model> {
    draft::Entity::find().all(app.app.db.read()).await.unwrap()
}

/// The value of a hidden field of a page.
pub fn hidden(page: &Answer, name: &str) -> String {
    let rest = page.text.split(&format!(r#"name="{name}""#)).nth(1).expect(name);
    rest.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

/// Siti is Plt. of a second kecamatan, changes the office in another tab and saves: the form comes back with all of it,
/// and its button changes the office and saves.
#[tokio::test]
async fn a_draft_of_the_other_office_comes_back_with_everything_typed() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let rudi = app.person("Rudi", Role::Staf, CIKAJANG).await;
    let other = also_serves(&app, &siti, Role::PltCamat, BAYONGBONG).await;
    let (own, of_staff) = (DraftKey::new(), DraftKey::new());
    send(&siti, &format!("/tulis/{own}"), &answers("Naskah Siti")).await.expect(303);
    send(&rudi, &format!("/tulis/{of_staff}"), &answers("Naskah Rudi")).await.expect(303);
    siti.post("/akun/bertindak", &[("term", &other.to_string())]).await.expect(303);

    for (key, verb) in [(own, ""), (of_staff, ""), (own, "/terbitkan"), (of_staff, "/ajukan")] {
        let typed =
            [("base", "1"), ("problem", "Embung retak di dua desa."), ("visibility", "members"), ("note", "Mohon")];
        let page = send(&siti, &format!("/tulis/{key}{verb}"), &but(answers("Judul baru"), &typed)).await.expect(409);
        for words in ["naskah ini milik Kec. Cikajang, Kab. Garut", "Plt. Camat", "Bertindak sebagai Camat Cikajang"] {
            assert!(page.shows(words), "{words}: {}", page.words());
        }
        assert!(page.text.contains("Embung retak di dua desa.") && page.text.contains(r#"value="Judul baru""#));
        assert!(page.text.contains(r#"value="members" checked"#) && page.text.contains(r#"value="4,9""#));
        assert_eq!(hidden(&page, "base"), "1");
        assert!(!page.shows("Tersimpan di server"));
    }
    assert_eq!(drafts(&app).await.len(), 2, "no second draft of the key");
    assert!(drafts(&app).await.iter().all(|row| row.version == 1));

    let page = uploads(&siti, own, photo(400, 300), &[SAID[0], SAID[1], ("fields", "title"), ("title", "Foto")]).await;
    assert!(page.expect(409).shows("Foto belum tersimpan: naskah ini milik Kec. Cikajang"));

    let term = siti.term.unwrap().to_string();
    let typed = but(answers("Judul baru"), &[("base", "1"), ("sebagai", &term)]);
    send(&siti, &format!("/tulis/{own}"), &typed).await.expect(303);
    let row = drafts(&app).await.into_iter().find(|row| row.key == own.to_string()).unwrap();
    assert!(row.document.contains("Judul baru") && row.version == 2);
    assert!(siti.get(&format!("/tulis/{own}")).await.expect(200).text.contains("Judul baru"));
    let foreign = but(answers("Judul baru"), &[("sebagai", &rudi.term.unwrap().to_string())]);
    send(&siti, &format!("/tulis/{own}"), &foreign).await.expect(403);
}

/// Who has left the office gets back the own words, not those that colleagues wrote since, and goes on in the new office.
#[tokio::test]
async fn who_left_the_office_keeps_the_own_words() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let rudi = app.person("Rudi", Role::Staf, CIKAJANG).await;
    let key = DraftKey::new();
    send(&siti, &format!("/tulis/{key}"), &answers("Naskah lama")).await.expect(303);
    let since = but(answers("Naskah lama"), &[("base", "1"), ("fields", "lessons"), ("lessons", "Rahasia kantor")]);
    send(&rudi, &format!("/tulis/{key}"), &since).await.expect(303);
    leaves(&app, &siti).await;
    also_serves(&app, &siti, Role::Camat, BAYONGBONG).await;

    let page = send(&siti, &format!("/tulis/{key}"), &but(answers("Judul baru"), &[("base", "1")])).await.expect(409);
    assert!(page.shows("Jabatan Bapak/Ibu di sana sudah berakhir") && page.text.contains(r#"value="Judul baru""#));
    assert!(!page.text.contains("Rahasia kantor"));
    let fresh = page.text.split(r#"<form method="post" action=""#).nth(1).unwrap().split('"').next().unwrap();
    assert_ne!(fresh, format!("/tulis/{key}"));
    send(&siti, fresh, &but(answers("Judul baru"), &[("base", &hidden(&page, "base"))])).await.expect(303);
    let rows = drafts(&app).await;
    assert_eq!(rows.iter().filter(|row| row.kecamatan_code == BAYONGBONG).count(), 1);
    assert_eq!(rows.iter().filter(|row| row.kecamatan_code == CIKAJANG).count(), 1);
}

/// A draft goes with its versions and photos once somebody of its office has agreed to lose what stands there now.
#[tokio::test]
async fn a_draft_that_never_appeared_is_thrown_away() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let rudi = app.person("Rudi", Role::Staf, CIKAJANG).await;
    let dadan = app.camat("Dadan", "32.03.05").await;
    let key = DraftKey::new();
    let path = format!("/tulis/{key}");
    assert!(!siti.get(&path).await.expect(200).shows("Hapus draf"), "nothing is there yet");
    send(&rudi, &path, &answers("Salah buka")).await.expect(303);
    uploads(&rudi, key, photo(400, 300), &SAID).await.expect(303);
    assert!(rudi.get(&path).await.shows("Hapus draf") && rudi.get("/draf").await.shows("Hapus draf"));
    let asked = send(&rudi, &path, &but(answers("Salah buka"), &[("do", "hapus")])).await.expect(303).location;
    assert_eq!(asked, format!("{path}/hapus"));
    let page = rudi.get(&asked).await.expect(200);
    assert!(page.shows("Salah buka") && page.shows("Draf ini dan 1 fotonya hilang bagi seluruh kantor"));
    rudi.post(&asked, &[]).await.expect(200);
    dadan.get(&asked).await.expect(404);
    dadan.post(&asked, &[("seen", "2")]).await.expect(404);
    assert!(app.visitor().post(&asked, &[("seen", "2")]).await.expect(303).location.starts_with("/masuk"));

    let seen = hidden(&page, "seen");
    send(&siti, &path, &but(answers("Ada isinya"), &[("base", &seen)])).await.expect(303);
    assert!(rudi.post(&asked, &[("seen", &seen)]).await.expect(409).shows("Naskah ini berubah sejak dibuka"));
    rudi.post(&format!("{path}/ajukan"), &[("kepada", "camat")]).await.expect(303);
    assert!(rudi.get(&asked).await.expect(409).shows("Naskah ini sedang diperiksa"));
    assert!(!rudi.get("/draf").await.shows("Hapus draf"));
    let seen = drafts(&app).await.first().unwrap().version.to_string();
    rudi.post(&asked, &[("seen", &seen)]).await.expect(409);
    rudi.post(&format!("{path}/tarik"), &[]).await.expect(303);

    assert_eq!(rudi.post(&asked, &[("seen", &seen)]).await.expect(303).location, "/draf");
    assert_eq!(rudi.post(&asked, &[("seen", &seen)]).await.expect(303).location, "/draf");
    assert!(!siti.get("/draf").await.expect(200).shows("Ada isinya"));
    let db = app.app.db.read();
    assert_eq!(draft_version::Entity::find().count(db).await.unwrap(), 0);
    assert_eq!(attachment::entity::Entity::find().count(db).await.unwrap(), 0);
    let told = audit_entry::Entity::find().filter(audit_entry::Column::Act.eq("discard_draft")).all(db).await.unwrap();
    assert_eq!(told.iter().map(|entry| entry.account_id).collect::<Vec<_>>(), [Some(rudi.account.get())]);
    app.forward(chrono::Duration::days(400));
    assert!(attachment::sweep(&app.app).await.unwrap() > 0, "the bytes of its photo go too");
}

/// An edit is thrown away, what appeared stays: the study, its text and its photos.
#[tokio::test]
async fn an_edit_is_thrown_away_and_the_study_stays() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let key = DraftKey::new();
    uploads(&siti, key, photo(400, 300), &SAID).await.expect(303);
    let study = send(&siti, &format!("/tulis/{key}/terbitkan"), &answers("Irigasi tetes")).await.expect(303).location;
    siti.get(&format!("/tulis/{key}/hapus")).await.expect(409);
    siti.post(&format!("/tulis/{key}/hapus"), &[("seen", "2")]).await.expect(409);

    let edit = edits(&siti, &study).await;
    send(&siti, &edit, &but(answers("Irigasi gagal"), &[("base", "1")])).await.expect(303);
    uploads(&siti, edit.trim_start_matches("/tulis/").parse().unwrap(), photo(300, 400), &SAID).await.expect(303);
    assert!(siti.get(&edit).await.shows("Buang perubahan") && siti.get("/draf").await.shows("Buang perubahan"));
    let page = siti.get(&format!("{edit}/hapus")).await.expect(200);
    assert!(page.shows("Praktik yang sudah terbit tetap seperti sekarang"), "{}", page.words());
    siti.post(&format!("{edit}/hapus"), &[("seen", &hidden(&page, "seen"))]).await.expect(303);

    let page = app.visitor().get(&study).await.expect(200);
    assert!(page.shows("Irigasi tetes") && page.text.contains("/berkas/") && page.shows("revisi 1"));
    assert_eq!(attachment::entity::Entity::find().count(app.app.db.read()).await.unwrap(), 1);
    assert_eq!(case_study_revision::Entity::find().count(app.app.db.read()).await.unwrap(), 1);
    let again = edits(&siti, &study).await;
    assert_ne!(again, edit);
    assert!(siti.get(&again).await.expect(200).text.contains(r#"value="Irigasi tetes""#));
}
