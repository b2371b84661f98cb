//! Telling thousands: in batches that a crash can't double, with readers served and the calendar asked in between.

use chrono::Duration;
use forum_camat::account::entity::account;
use forum_camat::db::{Effect, WriteTransaction};
use forum_camat::follow::entity as follow;
use forum_camat::ids::DraftKey;
use forum_camat::job::{self, Job, News};
use forum_camat::notification::entity as notification;
use forum_camat::worker;
use forum_tests::process::Folder;
use forum_tests::{Browser, CIKAJANG, TestApp, a_study};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use super::follow::happens;
use super::question::asks;
use super::writing::answers;

/// Five thousand follow one sector: each hears once, in transactions of five hundred, and pages are read in between.
#[tokio::test]
async fn five_thousand_are_told_in_batches() {
    const FOLLOWERS: usize = 5_000;
    let app = TestApp::start().await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let tx = app.app.db.begin_write().await.unwrap();
    have_followers(&tx, FOLLOWERS).await;
    job::enqueue(&tx, &Job::TellFollowers { news: News::Published { case_study: study.id, revision: 1 }, after: 0 })
        .await
        .unwrap();
    tx.commit(Effect::Private).await.unwrap();

    let visitor = app.visitor();
    let telling = worker::run_due(&app.app);
    let reading = async {
        for turn in 0..30 {
            visitor.get(&format!("/sektor/pertanian?halaman={turn}")).await.expect(200);
        }
    };
    let (done, ()) = tokio::join!(telling, reading);
    assert!(done.expect("jobs run") > FOLLOWERS / 500, "a job for each batch, and one that finds nobody");
    let rows = notification::Entity::find().count(app.app.db.read()).await.unwrap();
    assert_eq!(rows, FOLLOWERS as u64);
    // A job that a crash brought back tells nobody twice.
    happens(&app, News::Published { case_study: study.id, revision: 1 }).await;
    assert_eq!(notification::Entity::find().count(app.app.db.read()).await.unwrap(), FOLLOWERS as u64);
}

/// The server is killed while it tells two thousand: after the restart each of them was told once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_is_told_once_across_kill_nine() {
    const FOLLOWERS: usize = 2_000;
    let folder = Folder::prepared().await;
    let cookie = folder.camat("Siti", CIKAJANG).await;
    {
        let app = folder.open().await;
        let tx = app.db.begin_write().await.unwrap();
        have_followers(&tx, FOLLOWERS).await;
        tx.commit(Effect::Private).await.unwrap();
    }
    let site = folder.serve("serve").await;
    let siti = Browser::with_cookie(&site.url, cookie);
    let form = answers("Irigasi botol");
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    siti.post(&format!("/tulis/{}/terbitkan", DraftKey::new()), &form).await.expect(303);
    tokio::time::sleep(std::time::Duration::from_millis(120)).await;
    site.kill();

    let app = folder.open().await;
    // Two minutes pass: another worker believes the first one dead.
    let tx = app.db.begin_write().await.unwrap();
    job::entity::Entity::update_many()
        .col_expr(job::entity::Column::LeaseUntil, Expr::value(Option::<chrono::DateTime<chrono::Utc>>::None))
        .exec(&*tx)
        .await
        .unwrap();
    tx.commit(Effect::Private).await.unwrap();
    worker::run_due(&app).await.expect("jobs run");
    let rows = notification::Entity::find().filter(notification::Column::Kind.eq("followed_new"));
    let rows = rows.all(app.db.read()).await.unwrap();
    let people: std::collections::HashSet<i64> = rows.iter().map(|row| row.account_id).collect();
    assert_eq!((rows.len(), people.len()), (FOLLOWERS, FOLLOWERS));
    assert_eq!(job::counts(app.db.read()).await.unwrap().1, 0, "no job is dead");
}

/// What becomes due by the calendar while thousands are told has its turn between two parts: Hendra hears of the question
/// that waits before the last follower hears of the study, and everybody hears once.
#[tokio::test]
async fn the_calendar_has_its_turn_between_two_parts() {
    const FOLLOWERS: usize = 1_500;
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    asks(&siti, "Siapa pernah memindahkan pasar?", &[]).await;
    let study = app.has(a_study("Irigasi tetes")).await;
    app.settle().await;
    app.forward(Duration::days(5));
    // Who came five days ago would have to sign in again.
    let hendra = app.coordinator("Hendra", "32.05").await;
    let tx = app.app.db.begin_write().await.unwrap();
    have_followers(&tx, FOLLOWERS).await;
    job::enqueue(&tx, &Job::TellFollowers { news: News::Published { case_study: study.id, revision: 1 }, after: 0 })
        .await
        .unwrap();
    tx.commit(Effect::Private).await.unwrap();

    worker::run_queued(&app.app).await.expect("jobs run");
    let rows =
        notification::Entity::find().order_by_asc(notification::Column::Id).all(app.app.db.read()).await.unwrap();
    let kinds: Vec<&str> = rows.iter().map(|row| row.kind.as_str()).collect();
    let many = |kinds: &[&str], kind: &str| kinds.iter().filter(|known| **known == kind).count();
    assert_eq!((many(&kinds, "followed_new"), many(&kinds, "question_waiting")), (FOLLOWERS, 1));
    let turn = kinds.iter().position(|kind| *kind == "question_waiting").expect("the one that waits");
    assert_eq!(many(&kinds[..turn], "followed_new"), 1_000, "behind the part that was queued before it");
    assert!(hendra.get("/kabar").await.expect(200).shows("Pertanyaan belum dijawab: Siapa pernah memindahkan pasar?"));
}

/// So many accounts that follow agriculture.
async fn have_followers(tx: &WriteTransaction, many: usize) {
    for start in (0..many).step_by(500) {
        let people = (start..start + 500).map(|number| account::ActiveModel {
            name: Set(format!("Pengikut {number}")),
            is_sample: Set(false),
            created_at: Set(tx.now()),
            ..Default::default()
        });
        account::Entity::insert_many(people).exec_without_returning(&**tx).await.unwrap();
    }
    let people =
        account::Entity::find().filter(account::Column::Name.starts_with("Pengikut ")).all(&**tx).await.unwrap();
    for some in people.chunks(500) {
        let rows = some.iter().map(|person| follow::ActiveModel {
            account_id: Set(person.id),
            kind: Set("sector".to_owned()),
            subject: Set("pertanian".to_owned()),
            since: Set(tx.now()),
            ..Default::default()
        });
        follow::Entity::insert_many(rows).exec_without_returning(&**tx).await.unwrap();
    }
}
