//! How people are told: one mail in the morning, or each by itself, or none; quiet hours; a mail server that is down; one
//! click that stops them.

use chrono::Duration;
use forum_camat::account::entity::{account, credential};
use forum_camat::db::Effect;
use forum_camat::job::{self, Job};
use forum_camat::notification::entity as notification;
use forum_camat::notification::post::entity::notification_mail;
use forum_tests::mail::{MailServer, Mood};
use forum_tests::process::free_address;
use forum_tests::{CIKAJANG, Person, Study, TestApp, a_study};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

const TOPICS: [&str; 5] = ["talk", "followed", "studies", "work", "care"];

struct Scene {
    app: TestApp,
    server: MailServer,
    siti: Person,
    dadan: Person,
    study: Study,
}

/// Siti has a mail address; Dadan comments on her study.
async fn scene() -> Scene {
    let address = free_address();
    let server = MailServer::at(address).await;
    let app = TestApp::start_with(|config| config.mail_url = format!("smtp://{address}")).await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dadan = app.camat("Dadan", "32.03.10").await;
    let tx = app.app.db.begin_write().await.unwrap();
    account::Entity::update_many()
        .col_expr(account::Column::Email, Expr::value(Some("siti@contoh.go.id")))
        .filter(account::Column::Id.eq(siti.account.get()))
        .exec(&*tx)
        .await
        .unwrap();
    let password = credential::ActiveModel {
        account_id: Set(siti.account.get()),
        password_hash: Set("-".to_owned()),
        changed_at: Set(tx.now()),
    };
    credential::Entity::insert(password).exec_without_returning(&*tx).await.unwrap();
    tx.commit(Effect::Private).await.unwrap();
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    // The morning of the first day is over before anything happens.
    app.settle().await;
    Scene { app, server, siti, dadan, study }
}

impl Scene {
    async fn comments(&self, body: &str) {
        self.dadan.post(&self.study.path("komentar"), &[("body", body)]).await.expect(303);
        self.app.settle().await;
    }

    async fn passes(&self, time: Duration) {
        self.app.forward(time);
        self.app.settle().await;
    }

    async fn chooses(&self, mail: &str) {
        let fields: Vec<(String, &str)> = TOPICS.iter().map(|topic| (format!("surel_{topic}"), mail)).collect();
        let mut form: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        form.extend([("tenang", "ya"), ("tenang_dari", "21"), ("tenang_sampai", "6")]);
        self.siti.post("/akun/notifikasi", &form).await.expect(303);
    }
}

/// What came during a day is one mail at seven, each line with its reason and its link; what was read is not in it.
#[tokio::test]
async fn several_are_one_mail_in_the_morning() {
    let scene = scene().await;
    for number in 0..5 {
        scene.comments(&format!("Pertanyaan {number}")).await;
    }
    scene.passes(Duration::hours(21)).await;
    assert!(scene.server.mails().is_empty(), "at six it waits for seven");
    scene.passes(Duration::hours(1)).await;
    let mails = scene.server.mails();
    assert_eq!(mails.len(), 1, "{mails:?}");
    let mail = &mails[0];
    assert!(mail.contains("Subject: Ringkasan harian: 1 kabar baru"), "{mail}");
    assert!(mail.contains("5 komentar baru pada Irigasi tetes"), "{mail}");
    assert!(mail.contains("karena ikut menulis praktik ini"), "{mail}");
    assert!(mail.contains(&format!("{}/kabar/", scene.app.url)), "{mail}");
    assert!(mail.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"), "{mail}");
    for _ in 0..3 {
        scene.passes(Duration::hours(1)).await;
    }
    assert_eq!(scene.server.mails().len(), 1, "once");
    let id = notification::Entity::find().one(scene.app.app.db.read()).await.unwrap().unwrap().id;
    assert!(scene.siti.get(&format!("/kabar/{id}")).await.expect(303).location.contains("/komentar/"));

    scene.comments("Yang sudah dibaca").await;
    scene.siti.post("/kabar/terbaca", &[]).await.expect(303);
    scene.passes(Duration::days(1)).await;
    assert_eq!(scene.server.mails().len(), 1, "nothing new, no mail");
}

/// A job that a crash brought back queues nothing twice.
#[tokio::test]
async fn a_round_that_runs_twice_mails_once() {
    let scene = scene().await;
    scene.comments("Berapa lama?").await;
    let local = |hours| scene.app.app.clock.local(scene.app.app.clock.now() + Duration::hours(hours)).date_naive();
    let day = local(22).to_string();
    scene.app.forward(Duration::hours(22));
    let tx = scene.app.app.db.begin_write().await.unwrap();
    for _ in 0..2 {
        job::enqueue(&tx, &Job::MailRound { day: day.clone(), after: 0, queued: 0 }).await.unwrap();
    }
    tx.commit(Effect::Private).await.unwrap();
    tokio::join!(scene.app.settle(), scene.app.settle());
    scene.passes(Duration::minutes(10)).await;
    assert_eq!(scene.server.mails().len(), 1);
    assert_eq!(notification_mail::Entity::find().count(scene.app.app.db.read()).await.unwrap(), 1);
}

/// Who wants each at once gets it so, but not at night.
#[tokio::test]
async fn at_once_but_not_at_night() {
    let scene = scene().await;
    scene.chooses("now").await;
    let page = scene.siti.get("/akun/notifikasi").await.expect(200);
    assert!(page.text.contains(r#"name="surel_talk" value="now" checked"#), "{}", page.text);
    scene.comments("Berapa lama?").await;
    let mails = scene.server.mails();
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert!(mails[0].contains("Komentar baru: Irigasi tetes"), "{}", mails[0]);
    scene.passes(Duration::hours(13)).await;
    scene.comments("Jam sepuluh malam").await;
    assert_eq!(scene.server.mails().len(), 1, "quiet");
    scene.passes(Duration::hours(7)).await;
    assert_eq!(scene.server.mails().len(), 1, "still");
    scene.passes(Duration::hours(1)).await;
    assert_eq!(scene.server.mails().len(), 2, "at six");
    scene.passes(Duration::hours(2)).await;
    assert_eq!(scene.server.mails().len(), 2, "and not again at seven");
}

/// A mail server that is down for a day loses none and doubles none.
#[tokio::test]
async fn a_mail_server_that_is_down_for_a_day() {
    let scene = scene().await;
    scene.chooses("now").await;
    scene.server.is(Mood::Busy);
    scene.comments("Berapa lama?").await;
    for _ in 0..26 {
        scene.passes(Duration::hours(1)).await;
    }
    assert!(scene.server.mails().is_empty());
    assert_eq!(job::counts(scene.app.app.db.read()).await.unwrap().1, 0, "not dead");
    scene.server.is(Mood::Takes);
    for _ in 0..3 {
        scene.passes(Duration::hours(1)).await;
    }
    assert_eq!(scene.server.mails().len(), 1);
    assert_eq!(job::counts(scene.app.app.db.read()).await.unwrap(), (0, 0));
}

/// One click stops them from anywhere; a look does not; what concerns the account's safety still comes, and at night.
#[tokio::test]
async fn one_click_stops_them_but_not_what_is_about_safety() {
    let scene = scene().await;
    scene.comments("Berapa lama?").await;
    scene.passes(Duration::hours(22)).await;
    let mails = scene.server.mails();
    let stop = mails[0].split("/kabar/berhenti/").nth(1).expect("the way to stop");
    let stop = format!("/kabar/berhenti/{}", stop.split(['>', '"', '\r']).next().unwrap_or_default());
    assert!(scene.app.visitor().get(&stop).await.expect(200).shows("Ya, berhenti"));
    scene.comments("Masih datang").await;
    scene.passes(Duration::days(1)).await;
    assert_eq!(scene.server.mails().len(), 2, "a look stopped nothing");
    let visitor = scene.app.visitor();
    let answer = visitor
        .send(|client, url| {
            client
                .post(format!("{url}{stop}"))
                .header("origin", "https://surel.contoh")
                .header("sec-fetch-site", "cross-site")
                .form(&[("List-Unsubscribe", "One-Click")])
        })
        .await
        .expect(200);
    assert!(answer.shows("Surel notifikasi tidak dikirim lagi"));
    visitor.get("/kabar/berhenti/bukan").await.expect(404);
    visitor.post("/kabar/berhenti/bukan", &[]).await.expect(404);
    scene.comments("Tidak lewat surel").await;
    scene.passes(Duration::days(1)).await;
    assert_eq!(scene.server.mails().len(), 2, "stopped");
    assert!(scene.siti.get("/kabar").await.expect(200).shows("komentar baru pada"), "the page has it always");

    scene.app.forward(Duration::hours(15));
    let tx = scene.app.app.db.begin_write().await.unwrap();
    let reset =
        Job::TellFactorReset { account: scene.siti.account, by: scene.dadan.account, reason: "Hilang".to_owned() };
    job::enqueue(&tx, &reset).await.unwrap();
    tx.commit(Effect::Private).await.unwrap();
    scene.app.settle().await;
    let mails = scene.server.mails();
    assert_eq!(mails.len(), 3, "{mails:?}");
    assert!(
        mails[2].contains("Verifikasi dua langkah dimatikan") && !mails[2].contains("List-Unsubscribe"),
        "{}",
        mails[2]
    );
}

/// What is no choice is said beside it, and what was typed stays; nobody chooses for another.
#[tokio::test]
async fn a_broken_choice_is_told() {
    let scene = scene().await;
    let page = scene.siti.post("/akun/notifikasi", &[("surel_talk", "never"), ("tenang_dari", "99")]).await.expect(422);
    assert!(page.shows("Pilih cara surel untuk") && page.shows("Pilih jam tenang"), "{}", page.words());
    assert!(page.text.contains(r#"name="surel_talk" value="never" checked"#));
    scene.app.visitor().get("/akun/notifikasi").await.expect(303);
    scene.chooses("never").await;
    scene.comments("Berapa lama?").await;
    scene.passes(Duration::days(1)).await;
    assert!(scene.server.mails().is_empty());
}
