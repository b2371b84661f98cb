//! What people are told: once, with the reason, and never about what they did themselves.

use chrono::Duration;
use forum_camat::case_study::entity::draft;
use forum_camat::db::Effect;
use forum_camat::ids::{DraftId, DraftKey};
use forum_camat::job::{self, Job, Lane};
use forum_camat::notification::entity as notification;
use forum_camat::policy::Role;
use forum_camat::worker;
use forum_tests::{CIKAJANG, Person, TestApp, a_study};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::writing::{answers, but, send};

async fn told(app: &TestApp, person: &Person) -> Vec<String> {
    let rows = notification::Entity::find()
        .filter(notification::Column::AccountId.eq(person.account.get()))
        .all(app.app.db.read())
        .await
        .expect("rows");
    rows.into_iter().map(|row| row.kind).collect()
}

async fn enqueue(app: &TestApp, job: &Job) {
    let tx = app.app.db.begin_write().await.expect("a transaction");
    job::enqueue(&tx, job).await.expect("queued");
    tx.commit(Effect::Private).await.expect("committed");
}

/// A comment is told to the writers and the office, a reply to who is answered; nobody hears of his own words.
#[tokio::test]
async fn a_reply_reaches_who_is_answered() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let wawan = app.person("Wawan", Role::Staf, CIKAJANG).await;
    let dadan = app.camat("Dadan", "32.03.10").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;

    let asked = dadan.post(&study.path("komentar"), &[("body", "Berapa lama?")]).await.expect(303);
    assert!(told(&app, &siti).await.is_empty(), "a request tells nobody; the job does");
    app.settle().await;
    assert_eq!(told(&app, &siti).await, ["commented"]);
    assert_eq!(told(&app, &wawan).await, ["commented"]);
    assert!(told(&app, &dadan).await.is_empty());

    let parent = asked.location.rsplit_once("#k-").expect("an anchor").1.to_owned();
    siti.post(&study.path("komentar"), &[("body", "Dua musim."), ("parent", &parent)]).await.expect(303);
    app.settle().await;
    assert_eq!(told(&app, &dadan).await, ["answered"]);
    assert_eq!(told(&app, &siti).await, ["commented"]);
    let page = dadan.get("/kabar").await.expect(200);
    assert!(page.shows("Komentar dibalas: Irigasi tetes"), "{}", page.words());
    assert!(
        page.shows("Siti membalas. Bapak/Ibu menerima ini karena menulis komentar yang dibalas."),
        "{}",
        page.words()
    );
}

/// Opening a notification marks it as read and leads to its subject; somebody else's is not there.
#[tokio::test]
async fn siti_opens_what_she_was_told() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dadan = app.camat("Dadan", "32.03.10").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    app.visitor().get("/kabar").await.expect(303);
    assert!(siti.get("/kabar").await.expect(200).shows("Belum ada notifikasi"));
    let other = app.has(a_study("Bank sampah").by(&siti)).await;
    let sent = dadan.post(&study.path("komentar"), &[("body", "Berapa lama?")]).await.expect(303);
    dadan.post(&other.path("komentar"), &[("body", "Dan berapa biayanya?")]).await.expect(303);
    app.settle().await;

    let page = siti.get("/kabar").await.expect(200);
    assert!(page.shows("2 belum dibaca."), "{}", page.words());
    let rows = notification::Entity::find().all(app.app.db.read()).await.expect("rows");
    let first = rows.first().expect("a notification").id;
    dadan.get(&format!("/kabar/{first}")).await.expect(404);
    let opened = siti.get(&format!("/kabar/{first}")).await.expect(303);
    assert_eq!(siti.get(&opened.location).await.expect(303).location, sent.location);
    assert!(siti.get("/kabar").await.shows("1 belum dibaca."));
    let beyond = siti.get("/kabar?halaman=99").await.expect(200);
    assert!(beyond.shows("Daftar ini tidak sampai halaman itu.") && !beyond.shows("Belum ada notifikasi"));
    siti.post("/kabar/terbaca", &[]).await.expect(303);
    let page = siti.get("/kabar").await.expect(200);
    assert!(!page.shows("belum dibaca") && page.shows("Komentar baru"), "{}", page.words());
}

/// Five comments under one study are one line and one in the bar; opening it reads them all, and only them.
#[tokio::test]
async fn what_happens_again_and_again_is_one_line() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dadan = app.camat("Dadan", "32.03.10").await;
    let yuli = app.camat("Yuli", "32.03.11").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let other = app.has(a_study("Bank sampah").by(&siti)).await;
    let mut newest = String::new();
    for number in 0..5 {
        app.forward(Duration::minutes(5));
        let who = if number == 4 { &yuli } else { &dadan };
        let body = format!("Pertanyaan {number}");
        newest = who.post(&study.path("komentar"), &[("body", &body)]).await.expect(303).location;
        app.settle().await;
    }
    dadan.post(&other.path("komentar"), &[("body", "Bagus")]).await.expect(303);
    app.settle().await;
    app.forward(Duration::minutes(10));

    let lines = |page: &forum_tests::Answer| page.text.matches("line-title").count();
    let page = siti.get("/kabar").await.expect(200);
    assert_eq!(lines(&page), 2, "{}", page.words());
    assert!(page.shows("2 belum dibaca.") && page.text.contains("Notifikasi, 2 belum dibaca"), "{}", page.words());
    assert!(page.shows("5 komentar baru pada Irigasi tetes Yuli berkomentar."), "{}", page.words());
    assert!(page.shows("Komentar baru: Bank sampah Dadan berkomentar."), "{}", page.words());
    let link = page.text.split("\"/kabar/").nth(3).and_then(|rest| rest.split('"').next()).expect("the older line");
    let opened = siti.get(&format!("/kabar/{link}")).await.expect(303);
    let number = newest.rsplit_once("#k-").expect("an anchor").1;
    assert_eq!(opened.location, study.path(&format!("komentar/{number}")));
    assert_eq!(siti.get(&opened.location).await.expect(303).location, newest);
    let page = siti.get("/kabar").await.expect(200);
    assert!(page.shows("1 belum dibaca.") && page.shows("5 komentar baru pada Irigasi tetes"), "{}", page.words());

    let sixth = dadan.post(&study.path("komentar"), &[("body", "Satu lagi")]).await.expect(303);
    app.settle().await;
    let page = siti.get("/kabar").await.expect(200);
    assert_eq!(lines(&page), 3, "what is new stands apart from what was read: {}", page.words());
    assert!(page.shows("2 belum dibaca.") && page.shows("Komentar baru: Irigasi tetes"), "{}", page.words());
    siti.post(
        &study.path("komentar"),
        &[("body", "Ini jawabannya"), ("parent", sixth.location.rsplit_once("#k-").expect("an anchor").1)],
    )
    .await
    .expect(303);
    app.settle().await;
    assert!(dadan.get("/kabar").await.shows("Komentar dibalas: Irigasi tetes"));
    assert!(dadan.get("/kabar").await.shows("1 belum dibaca."));
}

/// A feature is told to the writers and the office with its reason, not to the coordinator; undone at once, to nobody.
#[tokio::test]
async fn a_feature_is_told_to_its_office() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    hendra.post(&study.path("pilihan"), &[("reason", "Murah")]).await.expect(303);
    hendra.post(&study.path("pilihan/urungkan"), &[]).await.expect(303);
    app.settle().await;
    assert!(told(&app, &siti).await.is_empty());
    hendra.post(&study.path("pilihan"), &[("reason", "Murah")]).await.expect(303);
    app.settle().await;
    assert_eq!(told(&app, &siti).await, ["featured"]);
    assert!(told(&app, &hendra).await.is_empty());
    assert!(siti.get("/kabar").await.shows("Dipilih Bagian Tata Pemerintahan Kab. Garut: “Murah”"));
}

/// A new study is told to its office and to the coordinators of its kabupaten, not to the one who published it.
#[tokio::test]
async fn a_new_study_is_told_to_its_coordinators() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let wawan = app.person("Wawan", Role::Staf, CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let yuli = app.coordinator("Yuli", "32.04").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti).by(&wawan)).await;
    enqueue(&app, &Job::TellPublished { case_study: study.id, revision: 1 }).await;
    app.settle().await;
    assert!(told(&app, &siti).await.is_empty(), "Siti published it herself");
    assert_eq!(told(&app, &wawan).await, ["published"]);
    assert_eq!(told(&app, &hendra).await, ["published"]);
    assert!(told(&app, &yuli).await.is_empty());
    assert!(hendra.get("/kabar").await.shows("karena membina kecamatan di Kab. Garut"));
}

async fn a_draft(app: &TestApp, writer: &Person, step: &str) -> DraftId {
    let tx = app.app.db.begin_write().await.expect("a transaction");
    let row = draft::ActiveModel {
        key: Set("019abcde-0000-7000-8000-000000000001".to_owned()),
        creator_id: Set(writer.account.get()),
        kecamatan_code: Set(CIKAJANG.to_owned()),
        step: Set(step.to_owned()),
        document: Set("{\"schema\":1,\"title\":\"Bank sampah\"}".to_owned()),
        version: Set(3),
        note: Set(String::new()),
        visibility: Set("public".to_owned()),
        updated_at: Set(tx.now()),
        updated_by: Set(writer.account.get()),
        created_at: Set(tx.now()),
        writer: Set(String::new()),
        writer_from: Set(1),
        ..Default::default()
    };
    let id = draft::Entity::insert(row).exec(&*tx).await.expect("a draft").last_insert_id;
    tx.commit(Effect::Private).await.expect("committed");
    DraftId(id)
}

/// What is handed in to the sekcam reaches the sekcam; in an empty office it reaches the coordinator, on the desk too.
#[tokio::test]
async fn a_hand_in_reaches_who_has_to_look() {
    let app = TestApp::start().await;
    let wawan = app.person("Wawan", Role::Staf, CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let draft = a_draft(&app, &wawan, "diajukan_sekcam").await;
    enqueue(&app, &Job::TellHandedIn { draft, version: 3 }).await;
    app.settle().await;
    assert_eq!(told(&app, &hendra).await, ["handed_in"], "nobody else is there");
    let desk = hendra.get("/meja").await.expect(200);
    assert!(desk.shows("Bank sampah") && desk.shows("Kec. Cikajang, Kab. Garut"), "{}", desk.words());

    let euis = app.person("Euis", Role::Sekcam, CIKAJANG).await;
    let siti = app.camat("Siti", CIKAJANG).await;
    enqueue(&app, &Job::TellHandedIn { draft, version: 4 }).await;
    app.settle().await;
    assert_eq!(told(&app, &euis).await, ["handed_in"]);
    assert!(told(&app, &siti).await.is_empty());
    assert!(told(&app, &wawan).await.is_empty());
    assert!(!hendra.get("/meja").await.shows("Bank sampah"), "the office is led again");
    assert!(euis.get("/kabar").await.shows("Naskah menunggu pemeriksaan: Bank sampah"));
    let rows = notification::Entity::find().filter(notification::Column::AccountId.eq(euis.account.get()));
    let told = rows.one(app.app.db.read()).await.expect("a row").expect("a notification");
    let opened = euis.get(&format!("/kabar/{}", told.id)).await.expect(303);
    assert!(euis.get(&opened.location).await.expect(200).shows("Bank sampah"));
}

/// What comes back reaches who began it.
#[tokio::test]
async fn a_returned_draft_reaches_its_writer() {
    let app = TestApp::start().await;
    let wawan = app.person("Wawan", Role::Staf, CIKAJANG).await;
    let draft = a_draft(&app, &wawan, "perlu_diperbaiki").await;
    enqueue(&app, &Job::TellReturned { draft, version: 3 }).await;
    app.settle().await;
    assert_eq!(told(&app, &wawan).await, ["returned"]);
}

/// A job may run twice; what it tells is told once.
#[tokio::test]
async fn jobs_that_run_twice_tell_once() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let dadan = app.camat("Dadan", "32.03.10").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    hendra.post(&study.path("pilihan"), &[("reason", "Murah")]).await.expect(303);
    dadan.post(&study.path("komentar"), &[("body", "Bagus")]).await.expect(303);
    app.settle().await;
    let once = notification::Entity::find().count(app.app.db.read()).await.expect("a count");
    assert_eq!(once, 2, "Siti hears of the feature and of the comment");
    for job in [
        Job::TellFeatured { feature: 1.into() },
        Job::TellCommented { comment: 1.into() },
        Job::TellPublished { case_study: study.id, revision: 1 },
        Job::TellPublished { case_study: study.id, revision: 1 },
    ] {
        enqueue(&app, &job).await;
    }
    app.settle().await;
    assert_eq!(told(&app, &siti).await.len(), 2);
    assert_eq!(told(&app, &hendra).await, ["published"], "told by the first of the two jobs");
}

/// A worker that dies in the middle of a job loses nothing: the lease ends, and the job is done once.
#[tokio::test]
async fn a_job_of_a_dead_worker_is_done_once() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dadan = app.camat("Dadan", "32.03.10").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    dadan.post(&study.path("komentar"), &[("body", "Bagus")]).await.expect(303);
    let taken = job::take(&app.app.db, Lane::Own).await.expect("a database").expect("a job");
    assert!(job::take(&app.app.db, Lane::Own).await.expect("a database").is_none(), "it is leased");
    drop(taken);
    assert_eq!(worker::run_due(&app.app).await.expect("jobs"), 0);
    assert!(told(&app, &siti).await.is_empty());
    app.forward(Duration::minutes(3));
    assert_eq!(worker::run_due(&app.app).await.expect("jobs"), 1);
    assert_eq!(told(&app, &siti).await, ["commented"]);
    assert_eq!(worker::run_due(&app.app).await.expect("jobs"), 0);
}

/// Mails wait for other servers and have a lane of their own: one that does not answer holds up nobody's notices.
#[tokio::test]
async fn mails_do_not_stand_before_notices() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dadan = app.camat("Dadan", "32.03.10").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let mail = |to: &str| Job::SendMail { to: to.to_owned(), subject: "Kabar".to_owned(), text: "Isi".to_owned() };
    enqueue(&app, &mail("rudi@contoh.go.id")).await;
    dadan.post(&study.path("komentar"), &[("body", "Bagus")]).await.expect(303);
    let own = job::take(&app.app.db, Lane::Own).await.expect("a database").expect("a job");
    assert!(matches!(own.job, Ok(Job::TellCommented { .. })), "{:?}", own.job);
    assert!(job::take(&app.app.db, Lane::Own).await.expect("a database").is_none());
    let outward = job::take(&app.app.db, Lane::Outward).await.expect("a database").expect("the mail");
    assert_eq!(outward.job.as_ref().ok(), Some(&mail("rudi@contoh.go.id")));
}

/// A job that no version knows is dead at once, and `/metrics` shows it.
#[tokio::test]
async fn a_dead_job_is_visible() {
    let app = TestApp::start().await;
    let tx = app.app.db.begin_write().await.expect("a transaction");
    let row = job::entity::ActiveModel {
        kind: Set("of_the_future".to_owned()),
        payload: Set("{\"kind\":\"of_the_future\"}".to_owned()),
        state: Set("waiting".to_owned()),
        attempts: Set(0),
        run_at: Set(tx.now()),
        last_error: Set(String::new()),
        created_at: Set(tx.now()),
        ..Default::default()
    };
    job::entity::Entity::insert(row).exec_without_returning(&*tx).await.expect("a row");
    tx.commit(Effect::Private).await.expect("committed");
    assert!(app.visitor().get("/metrics").await.text.contains("forum_jobs_dead 0"));
    app.settle().await;
    assert!(app.visitor().get("/metrics").await.text.contains("forum_jobs_dead 1"));
    assert_eq!(job::counts(app.app.db.read()).await.expect("counts"), (0, 1));
}

/// However much one was told, the page asks the same number of questions; it shows thirty lines and leads on.
#[tokio::test]
async fn the_list_asks_a_constant_number_of_questions() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dadan = app.camat("Dadan", "32.03.10").await;
    let mut counts = Vec::new();
    for round in 0..2 {
        for number in 0..(1 + round * 34) {
            let study = app.has(a_study(&format!("Praktik {round}-{number}")).by(&siti)).await;
            dadan.post(&study.path("komentar"), &[("body", "Bagus")]).await.expect(303);
        }
        app.settle().await;
        let before = app.app.db.statements();
        siti.get("/kabar").await.expect(200);
        counts.push(app.app.db.statements() - before);
    }
    assert_eq!(counts[0], counts[1], "{counts:?}");
    let page = siti.get("/kabar").await;
    assert_eq!(page.text.matches("line-title").count(), 30);
    assert!(page.shows("Halaman 1 dari 2"));
    assert_eq!(siti.get("/kabar?halaman=2").await.text.matches("line-title").count(), 6);
}

/// A title is shown to who may see the draft: not to who left its office, nor to a coordinator once it was taken back or
/// somebody leads the office again.
#[tokio::test]
async fn a_notification_shows_the_title_of_a_draft_to_who_may_see_it() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let wawan = app.person("Wawan", Role::Sekcam, CIKAJANG).await;
    let rudi = app.person("Rudi", Role::Staf, CIKAJANG).await;
    let (to_sekcam, to_camat) = (DraftKey::new(), DraftKey::new());
    let titled = |title: &str, whom: &str| but(answers(title), &[("kepada", whom)]);
    send(&rudi, &format!("/tulis/{to_sekcam}/ajukan"), &titled("Jumat bersih", "sekcam")).await.expect(303);
    send(&rudi, &format!("/tulis/{to_camat}/ajukan"), &titled("Kantor kosong", "camat")).await.expect(303);
    app.settle().await;
    assert!(wawan.get("/kabar").await.shows("Naskah menunggu pemeriksaan: Jumat bersih"));
    let heard = hendra.get("/kabar").await;
    assert!(heard.shows("Naskah menunggu pemeriksaan: Kantor kosong"), "{}", heard.words());

    rudi.post(&format!("/tulis/{to_camat}/tarik"), &[]).await.expect(303);
    let heard = hendra.get("/kabar").await.expect(200);
    assert!(heard.shows("Naskah menunggu pemeriksaan") && !heard.shows("Kantor kosong"), "it was taken back");
    rudi.post(&format!("/tulis/{to_camat}/ajukan"), &[("kepada", "camat")]).await.expect(303);
    assert!(hendra.get("/kabar").await.shows("Kantor kosong"));
    app.camat("Siti", CIKAJANG).await;
    assert!(!hendra.get("/kabar").await.expect(200).shows("Kantor kosong"), "somebody leads the office");

    moves(&app, &wawan, "32.05.17").await;
    let heard = wawan.get("/kabar").await.expect(200);
    assert!(heard.shows("Naskah menunggu pemeriksaan") && !heard.shows("Jumat bersih"), "he serves elsewhere now");
}

/// Puts a person's term into another kecamatan, behind the back of the policy.
async fn moves(app: &TestApp, person: &Person, kecamatan: &str) {
    use forum_camat::office::entity::office_term;
    let tx = app.app.db.begin_write().await.unwrap();
    office_term::Entity::update_many()
        .col_expr(office_term::Column::RegionCode, sea_orm::sea_query::Expr::value(kecamatan))
        .filter(office_term::Column::AccountId.eq(person.account.get()))
        .exec(&*tx)
        .await
        .unwrap();
    tx.commit(Effect::Private).await.unwrap();
}
