//! How people are told: one mail in the morning, or each by itself, or none; quiet hours; a mail server that is down, a
//! mailbox that refuses; one click that stops them.

use chrono::Duration;
use forum_camat::account::entity::{account, credential};
use forum_camat::config::SecondFactorFor;
use forum_camat::db::Effect;
use forum_camat::follow::entity as follow;
use forum_camat::job::{self, Job, News};
use forum_camat::notification::entity as notification;
use forum_camat::notification::post::entity::notification_mail;
use forum_camat::policy::Role;
use forum_tests::mail::{MailServer, Mood};
use forum_tests::process::free_address;
use forum_tests::{CIKAJANG, Person, Study, TestApp, a_study};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

/// The topics that a person chooses about.
pub const TOPICS: [&str; 5] = ["talk", "followed", "studies", "work", "care"];

/// A site that sends mails, and who is there.
pub struct Scene {
    pub app: TestApp,
    pub server: MailServer,
    pub siti: Person,
    pub dadan: Person,
    pub study: Study,
}

/// Siti has a mail address; Dadan comments on her study.
pub async fn scene() -> Scene {
    let address = free_address();
    let server = MailServer::at(address).await;
    let app = TestApp::start_with(|config| config.mail_url = format!("smtp://{address}")).await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dadan = app.camat("Dadan", "32.03.10").await;
    has_mail(&app, &siti, "siti@contoh.go.id").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    // The morning of the first day is over before anything happens.
    app.settle().await;
    Scene { app, server, siti, dadan, study }
}

/// Gives somebody who has joined a mail address.
async fn has_mail(app: &TestApp, person: &Person, address: &str) {
    let tx = app.app.db.begin_write().await.unwrap();
    account::Entity::update_many()
        .col_expr(account::Column::Email, Expr::value(Some(address)))
        .filter(account::Column::Id.eq(person.account.get()))
        .exec(&*tx)
        .await
        .unwrap();
    let password = credential::ActiveModel {
        account_id: Set(person.account.get()),
        password_hash: Set("-".to_owned()),
        changed_at: Set(tx.now()),
    };
    credential::Entity::insert(password).exec_without_returning(&*tx).await.unwrap();
    tx.commit(Effect::Private).await.unwrap();
}

impl Scene {
    /// Dadan comments, and Siti is told.
    pub async fn comments(&self, body: &str) {
        self.dadan.post(&self.study.path("komentar"), &[("body", body)]).await.expect(303);
        self.app.settle().await;
    }

    /// Time goes by.
    pub async fn passes(&self, time: Duration) {
        self.app.forward(time);
        self.app.settle().await;
    }

    /// Something about the safety of Siti's account.
    async fn factor_is_reset(&self) {
        let reset =
            Job::TellFactorReset { account: self.siti.account, by: self.dadan.account, reason: "Hilang".to_owned() };
        self.queues(&reset).await;
    }

    async fn queues(&self, job: &Job) {
        let tx = self.app.app.db.begin_write().await.unwrap();
        job::enqueue(&tx, job).await.unwrap();
        tx.commit(Effect::Private).await.unwrap();
        self.app.settle().await;
    }

    /// Mails about a comment that the server took.
    fn about_comments(&self) -> usize {
        self.server.mails().iter().filter(|mail| mail.contains("Komentar baru: Irigasi tetes")).count()
    }

    async fn is_told_of_refusals(&self) -> bool {
        self.siti.get("/akun").await.expect(200).shows("Surel tidak sampai")
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

/// A mailbox that refuses for good is not tried again and again: its owner reads of it in the account, and every notice is
/// on the site. What is about safety is sent all the same; once it was taken, so is the rest.
#[tokio::test]
async fn a_mailbox_that_refuses_is_given_up_and_its_owner_is_told() {
    let scene = scene().await;
    scene.chooses("now").await;
    assert!(!scene.is_told_of_refusals().await);
    scene.server.is(Mood::Refuses);
    scene.comments("Berapa lama?").await;
    assert_eq!(job::counts(scene.app.app.db.read()).await.unwrap(), (0, 0), "neither tried again nor dead");
    let page = scene.siti.get("/akun").await.expect(200);
    assert!(page.shows("Kotak surel siti@contoh.go.id menolak surel dari situs ini"), "{}", page.words());
    assert!(scene.siti.get("/akun/notifikasi").await.expect(200).shows("menolak surel dari situs ini"));
    assert!(scene.siti.get("/kabar").await.expect(200).shows("Komentar baru: Irigasi tetes"));
    assert!(!scene.dadan.get("/akun").await.expect(200).shows("Surel tidak sampai"), "it is nobody else's");

    scene.server.is(Mood::Takes);
    scene.passes(Duration::days(1)).await;
    scene.comments("Masih di sini?").await;
    assert_eq!(scene.about_comments(), 0, "it rests");
    scene.factor_is_reset().await;
    assert!(scene.server.mails().iter().any(|mail| mail.contains("Verifikasi dua langkah dimatikan")));
    assert!(!scene.is_told_of_refusals().await, "it takes mail again");
    scene.comments("Dan sekarang?").await;
    assert_eq!(scene.about_comments(), 1);
}

/// A mailbox that refused, by whatever mail, is tried again after a week.
#[tokio::test]
async fn a_mailbox_is_tried_again_after_a_week() {
    let scene = scene().await;
    scene.chooses("now").await;
    scene.server.is(Mood::Refuses);
    let mail = Job::SendMail {
        to: "siti@contoh.go.id".to_owned(),
        subject: "Masuk dari perangkat baru".to_owned(),
        text: "Yth. Siti".to_owned(),
    };
    scene.queues(&mail).await;
    assert_eq!(job::counts(scene.app.app.db.read()).await.unwrap(), (0, 0));
    assert!(scene.is_told_of_refusals().await);
    scene.server.is(Mood::Takes);
    scene.passes(Duration::days(6)).await;
    scene.comments("Enam hari").await;
    assert_eq!(scene.about_comments(), 0);
    scene.passes(Duration::days(1)).await;
    scene.comments("Tujuh hari").await;
    assert_eq!(scene.about_comments(), 1);
    assert!(!scene.is_told_of_refusals().await);
}

/// A mail says no more than the site: who owes a second factor reads what everybody reads, a colleague who set it up what
/// members read.
#[tokio::test]
async fn who_owes_a_second_factor_reads_in_mails_what_the_site_shows() {
    let address = free_address();
    let server = MailServer::at(address).await;
    let app = TestApp::start_with(|config| {
        config.mail_url = format!("smtp://{address}");
        config.session.second_factor_for = SecondFactorFor::Coordinators;
    })
    .await;
    let hendra = app.person("Hendra", Role::PembinaKabupatenKota, "32.05").await;
    let ratna = app.person("Ratna", Role::InovasiKabupatenKota, "32.05").await;
    has_mail(&app, &hendra, "hendra@contoh.go.id").await;
    has_mail(&app, &ratna, "ratna@contoh.go.id").await;
    ratna.get("/akun/dua-langkah").await.expect(200);
    let code = super::second_factor::code_at(&app, &ratna, app.app.clock.now()).await;
    ratna.post("/akun/dua-langkah", &[("code", &code)]).await.expect(200);
    app.settle().await;
    let inside = app.has(a_study("Catatan anggota").members_only()).await;
    let open = app.has(a_study("Irigasi botol")).await;
    hendra.get(&inside.url).await.expect(404);
    ratna.get(&inside.url).await.expect(200);

    let tx = app.app.db.begin_write().await.unwrap();
    for person in [&hendra, &ratna] {
        let row = follow::ActiveModel {
            account_id: Set(person.account.get()),
            kind: Set("kecamatan".to_owned()),
            subject: Set(CIKAJANG.to_owned()),
            since: Set(tx.now()),
            ..Default::default()
        };
        follow::Entity::insert(row).exec_without_returning(&*tx).await.unwrap();
    }
    for study in [&inside, &open] {
        let news = News::Published { case_study: study.id, revision: 1 };
        job::enqueue(&tx, &Job::TellFollowers { news, after: 0 }).await.unwrap();
    }
    tx.commit(Effect::Private).await.unwrap();
    app.settle().await;
    app.forward(Duration::hours(22));
    for _ in 0..3 {
        app.settle().await;
        app.forward(Duration::minutes(1));
    }
    let mails = server.mails();
    let of = |name: &str| {
        let mail = mails.iter().find(|mail| mail.contains(&format!("To: {name}@")));
        mail.unwrap_or_else(|| panic!("no mail to {name}: {mails:?}"))
    };
    assert!(of("ratna").contains("Catatan anggota") && of("ratna").contains("Irigasi botol"), "{}", of("ratna"));
    assert!(of("hendra").contains("Irigasi botol"), "{}", of("hendra"));
    assert!(!of("hendra").contains("Catatan anggota"), "{}", of("hendra"));
}

/// What the mails that are kept are for.
async fn slots(app: &TestApp) -> Vec<String> {
    let rows = notification_mail::Entity::find().all(app.app.db.read()).await.unwrap();
    rows.into_iter().map(|row| row.slot).collect()
}

/// A mail is forgotten half a year after it went, and with it the link that stops further ones; what it carried is mailed
/// by no other. A younger one stays.
#[tokio::test]
async fn mails_of_half_a_year_ago_are_forgotten() {
    let scene = scene().await;
    scene.comments("Berapa lama?").await;
    scene.passes(Duration::hours(22)).await;
    let daily = || scene.server.mails().iter().filter(|mail| mail.contains("Subject: Ringkasan harian")).count();
    assert_eq!((daily(), slots(&scene.app).await), (1, vec!["2026-11-25".to_owned()]));
    let mails = scene.server.mails();
    let stop = mails[0].split("/kabar/berhenti/").nth(1).expect("the way to stop");
    let stop = format!("/kabar/berhenti/{}", stop.split(['>', '"', '\r']).next().unwrap_or_default());
    scene.passes(Duration::days(179)).await;
    scene.factor_is_reset().await;
    assert_eq!(slots(&scene.app).await.len(), 2, "half a year is not over");
    scene.app.visitor().get(&stop).await.expect(200);

    scene.passes(Duration::days(2)).await;
    let left = slots(&scene.app).await;
    assert!(left.len() == 1 && left[0].starts_with("now:factor_reset"), "{left:?}");
    scene.app.visitor().get(&stop).await.expect(404);
    assert_eq!(daily(), 1, "what it carried goes in no other");
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
    scene.factor_is_reset().await;
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
    let same = [("tenang", "ya"), ("tenang_dari", "6"), ("tenang_sampai", "6")];
    let page = scene.siti.post("/akun/notifikasi", &same).await.expect(422);
    assert!(page.shows("Jam mulai dan jam selesainya sama"), "{}", page.words());
    scene.app.visitor().get("/akun/notifikasi").await.expect(303);
    scene.chooses("never").await;
    scene.comments("Berapa lama?").await;
    scene.passes(Duration::days(1)).await;
    assert!(scene.server.mails().is_empty());
}
