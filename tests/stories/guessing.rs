//! Guessing passwords: nothing is learned from an answer, who guesses waits, and reading goes on meanwhile.

use std::time::{Duration as StdDuration, Instant};

use chrono::Duration;
use forum_camat::account::entity::credential;
use forum_camat::app::App;
use forum_camat::audit;
use forum_camat::db::Effect;
use forum_camat::{keyword_search, routes};
use forum_tests::{Browser, TestApp};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::account::{SITIS_PASSWORD, signs_in, siti};

/// Nobody learns from the answer who has an account.
#[tokio::test]
async fn an_unknown_account_gets_the_answer_of_a_wrong_password() {
    let app = TestApp::start().await;
    siti(&app).await;
    let wrong = signs_in(&app.visitor(), "081234567890", "bukan kata sandinya").await.expect(422);
    let unknown = signs_in(&app.visitor(), "081200000000", "bukan kata sandinya").await.expect(422);
    let gibberish = signs_in(&app.visitor(), "siapa saya", "bukan kata sandinya").await.expect(422);
    assert!(wrong.shows("tidak cocok"));
    assert_eq!(wrong.words(), unknown.words());
    assert_eq!(wrong.words(), gibberish.words());
    assert!(gibberish.text.contains(r#"value="siapa saya""#), "what was typed is still there");
    assert!(!wrong.text.contains("bukan kata sandinya"), "a password is never sent back");
    // An invited person without a password looks like nobody as well.
    let tx = app.app.db.begin_write().await.unwrap();
    credential::Entity::delete_many().exec(&*tx).await.unwrap();
    tx.commit(Effect::Private).await.unwrap();
    let invited = signs_in(&app.visitor(), "081234567890", SITIS_PASSWORD).await.expect(422);
    assert_eq!(wrong.words(), invited.words());
}

/// Guessing is slowed down, and a restart forgives nothing.
#[tokio::test]
async fn eight_wrong_passwords_make_a_guesser_wait_across_a_restart() {
    let app = TestApp::start().await;
    let siti = siti(&app).await;
    for _ in 0..8 {
        signs_in(&app.visitor(), "081234567890", "tebakan saja").await.expect(422);
    }
    let turned_away = signs_in(&app.visitor(), "0812 3456 7890", SITIS_PASSWORD).await.expect(429);
    assert!(turned_away.shows("Terlalu banyak percobaan. Coba lagi pukul 09.15."), "{}", turned_away.words());

    let (again, _second) = restarted(&app).await;
    signs_in(&again, "+6281234567890", SITIS_PASSWORD).await.expect(429);

    let bursts = audit::entity::Entity::find()
        .filter(audit::entity::Column::Act.eq("failed_sign_ins"))
        .all(app.app.db.read())
        .await
        .unwrap();
    assert_eq!(bursts.len(), 1, "a burst leaves one row, not one for each attempt");
    assert_eq!((bursts[0].subject_kind.as_str(), bursts[0].subject_id.clone()), ("account", siti.to_string()));
    assert!(!format!("{bursts:?}").contains("812"), "ids only, never a phone number");

    app.forward(Duration::minutes(16));
    signs_in(&app.visitor(), "081234567890", SITIS_PASSWORD).await.expect(303);
}

/// One address may not try one password on everybody.
#[tokio::test]
async fn an_address_that_tries_many_accounts_has_to_wait_too() {
    let app = TestApp::start_with(|config| config.session.attempts_per_address = 5).await;
    siti(&app).await;
    for number in 0..5 {
        signs_in(&app.visitor(), &format!("0812000000{number}{number}"), "tebakan saja").await.expect(422);
    }
    signs_in(&app.visitor(), "081234567890", SITIS_PASSWORD).await.expect(429);
    app.forward(Duration::minutes(16));
    signs_in(&app.visitor(), "081234567890", SITIS_PASSWORD).await.expect(303);
}

/// A hundred guesses at once are counted like a hundred one after the other.
#[tokio::test]
async fn guesses_at_once_are_counted_too() {
    let app = TestApp::start().await;
    siti(&app).await;
    let guesses = (0..30).map(|_| {
        let browser = app.visitor();
        tokio::spawn(async move { signs_in(&browser, "081234567890", "tebakan saja").await.status.as_u16() })
    });
    let mut looked_at = 0;
    for guess in guesses.collect::<Vec<_>>() {
        looked_at += usize::from(guess.await.unwrap() == 422);
    }
    assert!(looked_at <= 8, "{looked_at} passwords were looked at");
}

/// A flood of sign-ins does not stop reading.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn reading_goes_on_during_a_flood_of_sign_ins() {
    let app = TestApp::start_with(|config| {
        config.session.attempts_per_address = 100_000;
        config.session.attempts_per_account = 100_000;
    })
    .await;
    siti(&app).await;
    let flood: Vec<_> = (0..150)
        .map(|number| {
            let browser = app.visitor();
            tokio::spawn(async move { signs_in(&browser, &format!("08120000{number:04}"), "tebakan saja").await })
        })
        .collect();
    let reader = app.visitor();
    let mut slowest = StdDuration::ZERO;
    for _ in 0..10 {
        let began = Instant::now();
        reader.get("/lupa-sandi").await.expect(200);
        reader.get("/undangan/tidak-ada").await.expect(404);
        slowest = slowest.max(began.elapsed());
    }
    let unfinished = flood.iter().filter(|guess| !guess.is_finished()).count();
    for guess in flood {
        guess.await.unwrap();
    }
    assert!(slowest < StdDuration::from_secs(3), "a page took {slowest:?} during the flood");
    assert!(unfinished > 0, "the flood was over before anything was read: it proves nothing");
}

/// The site as it is after its process ended and began again on the same database.
async fn restarted(app: &TestApp) -> (Browser, tokio::task::JoinHandle<()>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let mut config = app.app.config.clone();
    config.base_url = url.clone();
    let second = App::open(config, app.app.clock.clone()).await.unwrap();
    keyword_search::open(&second).await.unwrap();
    let site = routes::site(&second).unwrap().into_make_service();
    let server = tokio::spawn(async move {
        let _ = axum::serve(listener, site).await;
    });
    (Browser::new(&url), server)
}
