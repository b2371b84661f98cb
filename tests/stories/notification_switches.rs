//! Kinds of notices one by one: on and off in the list, by mail and on devices; what must come says why and comes.

use chrono::Duration;
use forum_camat::account::entity::account;
use forum_camat::db::{Effect, WriteTransaction};
use forum_camat::follow::entity as follow;
use forum_camat::ids::DraftKey;
use forum_camat::job::News;
use forum_camat::notification::choice::entity::notification_off;
use forum_camat::notification::{entity as notification, tell};
use forum_camat::policy::Role;
use forum_tests::mail::Mood;
use forum_tests::{Answer, CIKAJANG, Person, TestApp, a_study};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::notification_choices::{TOPICS, scene};
use super::writing::{answers, but, send};

const HERE: &str = "/akun/notifikasi";

/// What the page names between this and the next quote.
fn named(page: &Answer, mark: &str) -> Vec<String> {
    let rest = page.text.split(mark).skip(1);
    rest.map(|rest| rest.split('"').next().unwrap_or_default().to_owned()).collect()
}

/// Sends the form of the page: this way of mail for every topic, these boxes empty, every other box ticked.
pub async fn switches_off(person: &Person, mail: &str, off: &[&str]) {
    let page = person.get(HERE).await.expect(200);
    let boxes = named(&page, "name=\"satu_");
    assert!(off.iter().all(|name| boxes.iter().any(|one| one == name)), "{off:?} of {boxes:?}");
    let mut form = vec![("tenang".to_owned(), "ya".to_owned())];
    form.extend([("tenang_dari", "21"), ("tenang_sampai", "6")].map(|(name, hour)| (name.to_owned(), hour.to_owned())));
    for topic in TOPICS {
        form.push((format!("surel_{topic}"), mail.to_owned()));
        form.push((format!("perangkat_{topic}"), "ya".to_owned()));
    }
    form.extend(named(&page, "name=\"satu\" value=\"").into_iter().map(|matter| ("satu".to_owned(), matter)));
    let ticked = boxes.into_iter().filter(|name| !off.contains(&name.as_str()));
    form.extend(ticked.map(|name| (format!("satu_{name}"), "ya".to_owned())));
    send(person, HERE, &form).await.expect(303);
}

async fn kinds(app: &TestApp, person: &Person) -> Vec<String> {
    let own = notification::Column::AccountId.eq(person.account.get());
    let rows = notification::Entity::find().filter(own).all(app.app.db.read()).await.unwrap();
    rows.into_iter().map(|row| row.kind).collect()
}

/// Siti wants to hear of replies and not of every comment: comments come no more, for her alone; replies do. Once it is on
/// again, what comes then is told, and nothing that was not.
#[tokio::test]
async fn siti_switches_off_comments_and_nothing_else() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let wawan = app.person("Wawan", Role::Staf, CIKAJANG).await;
    let dadan = app.camat("Dadan", "32.03.10").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    switches_off(&siti, "daily", &["comments_app", "comments_mail", "comments_push"]).await;
    let own = siti.post(&study.path("komentar"), &[("body", "Ada yang mencoba?")]).await.expect(303);
    let parent = own.location.rsplit_once("#k-").expect("an anchor").1.to_owned();
    dadan.post(&study.path("komentar"), &[("body", "Berapa lama?")]).await.expect(303);
    app.settle().await;
    assert!(kinds(&app, &siti).await.is_empty());
    assert!(kinds(&app, &wawan).await.iter().all(|kind| kind == "commented"), "it is hers alone");
    assert!(!kinds(&app, &wawan).await.is_empty());
    let reply = [("body", "Kami mencoba."), ("parent", parent.as_str())];
    dadan.post(&study.path("komentar"), &reply).await.expect(303);
    app.settle().await;
    assert_eq!(kinds(&app, &siti).await, ["answered"]);

    let page = siti.get(HERE).await.expect(200);
    assert!(page.shows("1 dari 7 dimatikan"), "{}", page.words());
    assert!(!wawan.get(HERE).await.expect(200).shows("dari 7 dimatikan"), "who touches nothing is told of everything");
    switches_off(&siti, "daily", &[]).await;
    assert!(!siti.get(HERE).await.expect(200).shows("dari 7 dimatikan"));
    dadan.post(&study.path("komentar"), &[("body", "Terima kasih.")]).await.expect(303);
    app.settle().await;
    assert_eq!(kinds(&app, &siti).await, ["answered", "commented"], "only what came since");
}

/// What Siti wants by mail alone is in her mail of the morning and in no list, also when she marks the list as read before;
/// its line opens. When her mailbox refuses, it stands in the list: nobody else would ever read it.
#[tokio::test]
async fn what_is_wanted_by_mail_alone_is_in_no_list() {
    let scene = scene().await;
    switches_off(&scene.siti, "daily", &["comments_app"]).await;
    scene.comments("Berapa lama?").await;
    let list = scene.siti.get("/kabar").await.expect(200);
    assert!(list.shows("Belum ada notifikasi") && !list.text.contains("belum dibaca"), "{}", list.words());
    scene.siti.post("/kabar/terbaca", &[]).await.expect(303);
    scene.passes(Duration::hours(22)).await;
    let mails = scene.server.mails();
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert!(mails[0].contains("Komentar baru: Irigasi tetes"), "{}", mails[0]);
    let id = notification::Entity::find().one(scene.app.app.db.read()).await.unwrap().unwrap().id;
    assert!(scene.siti.get(&format!("/kabar/{id}")).await.expect(303).location.contains("/komentar/"));
    assert!(scene.siti.get("/kabar").await.expect(200).shows("Belum ada notifikasi"));

    scene.server.is(Mood::Refuses);
    scene.comments("Masih di sini?").await;
    assert!(scene.siti.get("/kabar").await.expect(200).shows("Belum ada notifikasi"));
    scene.passes(Duration::days(1)).await;
    let list = scene.siti.get("/kabar").await.expect(200);
    assert!(list.shows("Komentar baru: Irigasi tetes") && list.shows("1 belum dibaca."), "{}", list.words());
}

/// Siti stops all mails by the link in one: what came by mail alone is in the list from then on, and so is what waited for
/// the next mail.
#[tokio::test]
async fn who_stops_the_mails_reads_it_in_the_list() {
    let scene = scene().await;
    switches_off(&scene.siti, "daily", &["comments_app", "mentions_app", "mentions_mail"]).await;
    scene.comments("Berapa lama?").await;
    scene.passes(Duration::hours(22)).await;
    let mails = scene.server.mails();
    let stop = mails[0].split("/kabar/berhenti/").nth(1).expect("the way to stop");
    let stop = format!("/kabar/berhenti/{}", stop.split(['>', '"', '\r']).next().unwrap_or_default());
    scene.comments("Di mana pipanya dibeli?").await;
    assert!(scene.app.visitor().post(&stop, &[]).await.expect(200).shows("Kabar tetap masuk ke halaman Notifikasi"));
    scene.comments("Masih di sini?").await;
    assert!(scene.siti.get("/kabar").await.expect(200).shows("2 komentar baru pada Irigasi tetes"));
    let off = notification_off::Entity::find().all(scene.app.app.db.read()).await.unwrap();
    assert!(off.iter().all(|row| row.matter == "mentions") && off.len() == 2, "what was off stays off: {off:?}");
}

/// A kind whose mail is off is in the list and in no mail: neither in the morning nor at once; others still are.
#[tokio::test]
async fn a_kind_without_mails_is_in_the_list_alone() {
    let scene = scene().await;
    let yuli = scene.app.camat("Yuli", "32.03.11").await;
    for mail in ["daily", "now"] {
        switches_off(&scene.siti, mail, &["comments_mail"]).await;
        scene.comments(&format!("Berapa lama, {mail}?")).await;
        scene.passes(Duration::days(1)).await;
        assert!(scene.server.mails().is_empty(), "{mail}: {:?}", scene.server.mails());
    }
    assert!(scene.siti.get("/kabar").await.expect(200).shows("2 komentar baru pada Irigasi tetes"));
    let own = scene.siti.post(&scene.study.path("komentar"), &[("body", "Dua musim.")]).await.expect(303);
    let parent = own.location.rsplit_once("#k-").expect("an anchor").1.to_owned();
    yuli.post(&scene.study.path("komentar"), &[("body", "Sama."), ("parent", &parent)]).await.expect(303);
    scene.app.settle().await;
    assert_eq!(scene.server.mails().len(), 1, "a reply is another kind, and mailed at once");
}

/// Euis switches off all that there is: drafts that wait for her still come, and the page says why; a box that it does not
/// offer does nothing. Comments come no more.
#[tokio::test]
async fn what_must_come_comes_whatever_is_switched_off() {
    let app = TestApp::start().await;
    let euis = app.person("Euis", Role::Sekcam, CIKAJANG).await;
    let rudi = app.person("Rudi", Role::Staf, CIKAJANG).await;
    let dadan = app.camat("Dadan", "32.03.10").await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let page = euis.get(HERE).await.expect(200);
    assert!(page.shows("Selalu masuk ke Notifikasi, supaya tidak ada naskah yang tertahan."), "{}", page.words());
    assert!(!page.text.contains("satu_drafts_app") && page.text.contains("satu_drafts_mail"));
    let boxes = named(&page, "name=\"satu_");
    let all: Vec<&str> = boxes.iter().map(String::as_str).collect();
    switches_off(&euis, "never", &all).await;
    let of = notification_off::Column::AccountId.eq(euis.account.get());
    let off = notification_off::Entity::find().filter(of).all(app.app.db.read()).await.unwrap();
    assert!(
        off.len() == all.len() && off.iter().all(|row| (row.matter.as_str(), row.way.as_str()) != ("drafts", "app"))
    );

    let draft = DraftKey::new();
    let titled = but(answers("Jumat bersih"), &[("kepada", "sekcam")]);
    send(&rudi, &format!("/tulis/{draft}/ajukan"), &titled).await.expect(303);
    dadan.post(&study.path("komentar"), &[("body", "Berapa lama?")]).await.expect(303);
    app.settle().await;
    assert_eq!(kinds(&app, &euis).await, ["handed_in"]);
    assert!(euis.get("/kabar").await.expect(200).shows("Naskah menunggu pemeriksaan: Jumat bersih"));
    assert_eq!(kinds(&app, &rudi).await, ["commented"]);
}

/// A form without the boxes, as an old page sends it, switches nothing on or off; a form with a mistake keeps what was
/// ticked; what is off stands in the copy of one's own data, and nobody switches for another.
#[tokio::test]
async fn only_what_a_form_names_is_switched() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let joko = app.camat("Joko", "32.05.17").await;
    switches_off(&siti, "daily", &["replications_app"]).await;
    let mut old: Vec<(String, String)> =
        TOPICS.iter().map(|topic| (format!("surel_{topic}"), "now".to_owned())).collect();
    old.extend([("tenang_dari", "21"), ("tenang_sampai", "6")].map(|(name, hour)| (name.to_owned(), hour.to_owned())));
    send(&siti, HERE, &old).await.expect(303);
    let is_ticked =
        |page: &Answer, name: &str| page.text.contains(&format!("name=\"satu_{name}\" value=\"ya\" checked"));
    let page = siti.get(HERE).await.expect(200);
    assert!(!is_ticked(&page, "replications_app") && is_ticked(&page, "replications_mail"), "{}", page.words());

    let broken = [("satu", "mentions"), ("satu_mentions_app", "ya"), ("tenang_dari", "99"), ("tenang_sampai", "6")];
    let refused = siti.post(HERE, &broken).await.expect(422);
    assert!(is_ticked(&refused, "mentions_app") && !is_ticked(&refused, "mentions_mail"), "{}", refused.words());
    assert!(is_ticked(&siti.get(HERE).await.expect(200), "mentions_mail"), "nothing was kept");

    let copy = siti.get("/akun/data-saya.json").await.expect(200);
    assert!(copy.text.contains("Kabar replikasi dari kecamatan lain"), "{}", copy.text);
    assert!(is_ticked(&joko.get(HERE).await.expect(200), "replications_app"));
    let visitor = app.visitor().post(HERE, &[("satu", "replications")]).await.expect(303);
    assert!(visitor.location.starts_with("/masuk"), "{}", visitor.location);
    assert_eq!(notification_off::Entity::find().count(app.app.db.read()).await.unwrap(), 1);
}

/// People who follow the sector; every second one of them switched such news off.
async fn have_followers(tx: &WriteTransaction, numbers: std::ops::Range<i64>) {
    for number in numbers {
        let person = account::ActiveModel {
            name: Set(format!("Pengikut {number}")),
            is_sample: Set(false),
            created_at: Set(tx.now()),
            ..Default::default()
        };
        let person = account::Entity::insert(person).exec(&**tx).await.unwrap().last_insert_id;
        let row = follow::ActiveModel {
            account_id: Set(person),
            kind: Set("sector".to_owned()),
            subject: Set("pertanian".to_owned()),
            since: Set(tx.now()),
            ..Default::default()
        };
        follow::Entity::insert(row).exec_without_returning(&**tx).await.unwrap();
        let ways: &[&str] = if number % 2 == 0 { &["app", "mail", "push"] } else { &["push"] };
        let off = ways.iter().map(|way| notification_off::ActiveModel {
            account_id: Set(person),
            matter: Set("followed_new".to_owned()),
            way: Set((*way).to_owned()),
            ..Default::default()
        });
        notification_off::Entity::insert_many(off).exec_without_returning(&**tx).await.unwrap();
    }
}

/// Whether four or a hundred follow, and whatever each of them switched off, it is told in as many statements.
#[tokio::test]
async fn a_hundred_are_told_in_as_many_statements_as_four() {
    let app = TestApp::start().await;
    let few = app.has(a_study("Irigasi tetes")).await;
    let many = app.has(a_study("Irigasi botol")).await;
    app.settle().await;
    let mut counts = Vec::new();
    for (study, numbers) in [(few, 0..4), (many, 4..100)] {
        let tx = app.app.db.begin_write().await.unwrap();
        have_followers(&tx, numbers).await;
        let news = News::Published { case_study: study.id, revision: 1 };
        let before = app.app.db.statements();
        tell::followers(&tx, &app.app.catalogue.get(), &news, 0).await.unwrap();
        counts.push(app.app.db.statements() - before);
        tx.commit(Effect::Private).await.unwrap();
    }
    assert!(counts[0] == counts[1] && counts[0] > 0, "{counts:?}");
    let told = notification::Entity::find().count(app.app.db.read()).await.unwrap();
    assert_eq!(told, 2 + 50, "two of four, then half of a hundred");
}
