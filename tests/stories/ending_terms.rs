//! Ending a term: with a reason, on its last day, and undone when it was a mistake.

use chrono::Duration;
use forum_camat::audit;
use forum_camat::office::entity::office_term;
use forum_camat::policy::Role;
use forum_tests::TestApp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::office::invites;

/// Ending needs a reason, and leaves an audit row with it.
#[tokio::test]
async fn ending_a_term_needs_a_reason() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", "32.05.22").await;
    let ujang = app.person("Ujang", Role::Staf, "32.05.22").await;
    let term = ujang.term.expect("a term").get();
    let path = format!("/pejabat/{term}/akhiri");
    assert!(siti.post(&path, &[("reason", " ")]).await.expect(422).shows("Tulis alasannya"));
    assert!(siti.post(&path, &[("reason", "x"), ("ended_on", "31-02-2026")]).await.expect(422).shows("tidak terbaca"));
    siti.post(&path, &[("reason", "Mutasi ke kabupaten")]).await.expect(303);
    siti.post(&path, &[("reason", "Mutasi ke kabupaten")]).await.expect(404);
    let entry = audit::entity::Entity::find()
        .filter(audit::entity::Column::Act.eq("end_term"))
        .one(app.app.db.read())
        .await
        .unwrap()
        .expect("an audit row");
    assert_eq!((entry.reason.as_str(), entry.subject_id), ("Mutasi ke kabupaten", term.to_string()));
    assert_eq!(entry.account_id, Some(siti.account.get()));
}

/// The last day in office is included.
#[tokio::test]
async fn a_term_with_a_last_day_runs_to_its_end() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let siti = app.camat("Siti", "32.05.22").await;
    let path = format!("/pejabat/{}/akhiri", siti.term.expect("a term").get());
    hendra.post(&path, &[("reason", "Pensiun"), ("ended_on", "24/11/2026")]).await.expect(303);
    siti.post("/kecamatan/32.05.22/delegasi", &[]).await.expect(303);
    app.forward(Duration::days(1));
    siti.post("/kecamatan/32.05.22/delegasi", &[]).await.expect(403);
    assert!(!forum_camat::office::is_delegated(app.app.db.read(), "32.05.22", app.app.clock.today()).await.unwrap());
}

/// A camat lets the sekcam publish, and takes it back; the successor decides anew.
#[tokio::test]
async fn a_delegation_ends_with_who_granted_it() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let siti = app.camat("Siti", "32.05.22").await;
    let stands = || async {
        forum_camat::office::is_delegated(app.app.db.read(), "32.05.22", app.app.clock.today()).await.unwrap()
    };
    let granted = siti.post("/kecamatan/32.05.22/delegasi", &[]).await.expect(303);
    assert!(stands().await);
    let notice = granted.headers["set-cookie"].to_str().unwrap();
    assert!(notice.contains("delegasi%2Fcabut"), "the notice has Urungkan: {notice}");
    siti.post("/kecamatan/32.05.22/delegasi/cabut", &[]).await.expect(303);
    assert!(!stands().await);
    siti.post("/kecamatan/32.05.22/delegasi", &[]).await.expect(303);
    let path = format!("/pejabat/{}/akhiri", siti.term.expect("a term").get());
    hendra.post(&path, &[("reason", "Mutasi")]).await.expect(303);
    assert!(!stands().await);
}

/// Who ended a term by mistake takes it back with the notice, for ten minutes; nobody else does.
#[tokio::test]
async fn an_ending_by_mistake_is_undone() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let yuli = app.coordinator("Yuli", "32.05").await;
    let siti = app.camat("Siti", "32.05.22").await;
    let term = siti.term.expect("a term").get();
    let (end, undo) = (format!("/pejabat/{term}/akhiri"), format!("/pejabat/{term}/akhiri/batal"));
    let row = || async { office_term::Entity::find_by_id(term).one(app.app.db.read()).await.unwrap().unwrap() };
    siti.post("/kecamatan/32.05.22/delegasi", &[]).await.expect(303);

    hendra.post(&undo, &[]).await.expect(409);
    let ended = hendra.post(&end, &[("reason", "Salah orang")]).await.expect(303);
    siti.get("/draf").await.expect(303);
    let cookie = ended.headers["set-cookie"].to_str().unwrap().to_owned();
    assert!(forum_camat::web::decode(&cookie).contains(&undo), "the notice has Urungkan: {cookie}");
    yuli.post(&undo, &[]).await.expect(409);
    siti.post(&undo, &[]).await.expect(403);
    hendra.post(&undo, &[]).await.expect(303);
    assert_eq!((row().await.ended_on, row().await.ended_by), (None, None));
    siti.get("/draf").await.expect(200);
    let today = app.app.clock.today();
    assert!(forum_camat::office::is_delegated(app.app.db.read(), "32.05.22", today).await.unwrap());
    hendra.post(&undo, &[]).await.expect(303);
    let acts = audit::entity::Entity::find().filter(audit::entity::Column::SubjectId.eq(term.to_string()));
    let acts = acts.filter(audit::entity::Column::SubjectKind.eq("office_term")).all(app.app.db.read()).await.unwrap();
    let acts: Vec<_> = acts.iter().map(|row| (row.act.as_str(), row.account_id)).collect();
    let by = Some(hendra.account.get());
    assert_eq!(acts, [("end_term", by), ("resume_term", by)], "twice is once");

    // A last day that was planned before stands again.
    let planned = today + Duration::days(30);
    hendra.post(&end, &[("reason", "Pensiun"), ("ended_on", &planned.to_string())]).await.expect(303);
    let notice = hendra.post(&end, &[("reason", "Salah tekan")]).await.expect(303).headers["set-cookie"].clone();
    let notice = forum_camat::web::decode(notice.to_str().unwrap());
    let path = notice.split('"').find(|part| part.starts_with(&undo)).expect("Urungkan").to_owned();
    assert_eq!(path, format!("{undo}?sampai={planned}"));
    hendra.post(&path, &[]).await.expect(303);
    assert_eq!(row().await.ended_on, Some(planned));

    // Too late, or somebody else is there now.
    hendra.post(&end, &[("reason", "Mutasi")]).await.expect(303);
    app.forward(Duration::minutes(11));
    let late = hendra.post(&undo, &[]).await.expect(409);
    assert!(late.shows("tidak bisa diurungkan lagi"), "{}", late.words());
    let euis = app.camat("Euis", "32.05.23").await;
    let term = euis.term.expect("a term").get();
    hendra.post(&format!("/pejabat/{term}/akhiri"), &[("reason", "Mutasi")]).await.expect(303);
    invites(&hendra, "/kecamatan/32.05.23/pejabat", "Fajar", "081200000003", "camat").await.expect(200);
    hendra.post(&format!("/pejabat/{term}/akhiri/batal"), &[]).await.expect(409);
}
