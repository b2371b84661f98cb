//! What a draft may not do behind somebody's back: show again what was withdrawn, widen its readers, go to another office.

use forum_camat::ids::DraftKey;
use forum_camat::office::entity::office_term;
use forum_camat::policy::Role;
use forum_tests::{CIKAJANG, Person, TestApp};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

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
