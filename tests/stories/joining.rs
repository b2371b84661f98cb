//! Joining by invitation, and finding the way back with a forgotten password.

#![expect(clippy::unwrap_used, reason = "a helper of stories that can't go on fails the story")]

use chrono::Duration;
use forum_camat::account::entity::{credential, invitation, login_attempt};
use forum_camat::account::invitation::{Purpose, issue};
use forum_camat::db::Effect;
use forum_camat::ids::AccountId;
use forum_camat::job;
use forum_camat::office::entity::office_term;
use forum_camat::policy::Role;
use forum_tests::TestApp;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::account::{SITIS_PASSWORD, signs_in, siti};

async fn an_invitation(app: &TestApp, purpose: Purpose, created_by: Option<AccountId>) -> (AccountId, String) {
    let person = app.camat("Rina Marlina", "32.05.18").await;
    let tx = app.app.db.begin_write().await.unwrap();
    let token = issue(&tx, &app.app.config, purpose, person.account, person.term, created_by).await.unwrap();
    tx.commit(Effect::Private).await.unwrap();
    (person.account, format!("/undangan/{token}"))
}

/// An invitation shows who invites to what, sets a password, signs in, and works once.
#[tokio::test]
async fn rina_joins_by_an_invitation_that_works_once() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let (rina, link) = an_invitation(&app, Purpose::Join, Some(hendra.account)).await;
    let phone = app.visitor();
    let page = phone.get(&link).await.expect(200);
    assert!(page.shows("Selamat datang, Rina Marlina"));
    assert!(page.shows("Hendra (Bagian Tata Pemerintahan Kab. Garut) mengundang Bapak/Ibu"), "{}", page.words());
    assert!(page.shows("Camat Cigedug, Kab. Garut"), "{}", page.words());
    assert_eq!(page.headers["cache-control"], "private, no-store");

    let weak =
        phone.post(&link, &[("password", "rinagarut2026"), ("password_again", "rinagarut2026")]).await.expect(422);
    assert!(weak.shows("Pakai empat kata yang tidak berhubungan"), "{}", weak.words());
    let unlike = [("password", "gayung tebing onde kelambu"), ("password_again", "gayung tebing")];
    assert!(phone.post(&link, &unlike).await.expect(422).shows("belum sama"));

    let fields =
        [("password", "gayung tebing onde kelambu"), ("password_again", "gayung tebing onde kelambu"), ("setuju", "1")];
    let joined = phone.post(&link, &fields).await.expect(303);
    assert_eq!(joined.location, "/tulis");
    assert!(phone.get("/akun").await.expect(200).shows("Selamat datang, Rina Marlina."));

    let again = app.visitor().post(&link, &fields).await.expect(410);
    assert!(again.shows("Tautan ini sudah dipakai"));
    assert!(app.visitor().get(&link).await.expect(410).shows("silakan masuk"));
    let told = job::entity::Entity::find().all(app.app.db.read()).await.unwrap();
    let payload = format!("\"account\":{rina}");
    assert!(told.iter().any(|job| job.kind == "tell_joined" && job.payload.contains(&payload)), "{told:?}");
}

/// A title such as "M.Si." brings its own full stop.
#[tokio::test]
async fn a_greeting_has_one_full_stop() {
    let app = TestApp::start().await;
    let person = app.camat("Drs. Dadan Wirasukma, M.Si.", "32.05.18").await;
    let tx = app.app.db.begin_write().await.unwrap();
    let token = issue(&tx, &app.app.config, Purpose::Join, person.account, person.term, None).await.unwrap();
    tx.commit(Effect::Private).await.unwrap();
    let phone = app.visitor();
    let fields =
        [("password", "gayung tebing onde kelambu"), ("password_again", "gayung tebing onde kelambu"), ("setuju", "1")];
    phone.post(&format!("/undangan/{token}"), &fields).await.expect(303);
    let page = phone.get("/akun").await.expect(200);
    assert!(
        page.shows("Selamat datang, Drs. Dadan Wirasukma, M.Si.") && !page.text.contains("M.Si.."),
        "{}",
        page.words()
    );
}

/// Links end: by time, by a newer one, with the term; each says what to do.
#[tokio::test]
async fn a_link_that_is_over_says_what_to_do() {
    let app = TestApp::start().await;
    let (rina, old) = an_invitation(&app, Purpose::Join, None).await;
    app.visitor().get(&old).await.expect(200);
    let tx = app.app.db.begin_write().await.unwrap();
    let newer = issue(&tx, &app.app.config, Purpose::Join, rina, None, None).await.unwrap();
    tx.commit(Effect::Private).await.unwrap();
    let over = app.visitor().get(&old).await.expect(410);
    assert!(over.shows("Tautan ini tidak berlaku lagi") && over.shows("Minta tautan baru kepada yang mengundang"));
    let newer = format!("/undangan/{newer}");
    app.visitor().get(&newer).await.expect(200);
    app.forward(Duration::days(15));
    app.visitor().get(&newer).await.expect(410);
    let fields =
        [("password", "gayung tebing onde kelambu"), ("password_again", "gayung tebing onde kelambu"), ("setuju", "1")];
    app.visitor().post(&newer, &fields).await.expect(410);
    let unknown = app.visitor().get("/undangan/0000").await.expect(404);
    assert!(unknown.shows("Tautan ini tidak dikenali"));
    assert_eq!(credential::Entity::find().count(app.app.db.read()).await.unwrap(), 0);
}

/// An invitation ends with the term that it came with.
#[tokio::test]
async fn an_invitation_ends_with_its_term() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let (_, link) = an_invitation(&app, Purpose::Join, None).await;
    let term = office_term::Entity::find()
        .filter(office_term::Column::Role.eq(Role::Camat.as_str()))
        .one(app.app.db.read())
        .await
        .unwrap()
        .expect("Rina's term");
    hendra.post(&format!("/pejabat/{}/akhiri", term.id), &[("reason", "Salah catat")]).await.expect(303);
    app.visitor().get(&link).await.expect(410);
}

/// Two who open one link at once: one of them joins.
#[tokio::test]
async fn two_at_once_do_not_use_a_link_twice() {
    let app = TestApp::start().await;
    let (_, link) = an_invitation(&app, Purpose::Join, None).await;
    let tries: Vec<_> = (0..4)
        .map(|_| {
            let (browser, link) = (app.visitor(), link.clone());
            tokio::spawn(async move {
                let fields = [
                    ("password", "gayung tebing onde kelambu"),
                    ("password_again", "gayung tebing onde kelambu"),
                    ("setuju", "1"),
                ];
                browser.post(&link, &fields).await.status.as_u16()
            })
        })
        .collect();
    let mut joined = 0;
    for one in tries {
        joined += usize::from(one.await.unwrap() == 303);
    }
    assert_eq!(joined, 1);
}

/// A forgotten password comes by mail, and the page says the same to everybody.
#[tokio::test]
async fn a_forgotten_password_comes_by_mail() {
    let folder = tempfile::tempdir().unwrap();
    let mails = folder.path().join("mails");
    let url = format!("file:{}", mails.display());
    let app = TestApp::start_with(|config| config.mail_url = url).await;
    siti(&app).await;
    let old = app.visitor();
    signs_in(&old, "081234567890", SITIS_PASSWORD).await.expect(303);

    let known = app.visitor().post("/lupa-sandi", &[("login", "0812 3456 7890")]).await.expect(200);
    let unknown = app.visitor().post("/lupa-sandi", &[("login", "0812 9999 9999")]).await.expect(200);
    assert!(known.shows("Permintaan diterima."));
    assert_eq!(known.words(), unknown.words());
    app.settle().await;

    let sent: Vec<_> = std::fs::read_dir(&mails).unwrap().flatten().collect();
    assert_eq!(sent.len(), 1, "one mail, to who has an address");
    let links = invitation::Entity::find().all(app.app.db.read()).await.unwrap();
    assert_eq!((links.len(), links[0].purpose.as_str()), (1, "recover"));
    let mail = std::fs::read_to_string(sent[0].path()).unwrap().replace("=\r\n", "").replace("=3D", "=");
    assert!(mail.contains("siti@garutkab.go.id"), "{mail}");
    let token =
        mail.split("/undangan/").nth(1).expect("a link").split_whitespace().next().unwrap_or_default().to_owned();

    let link = format!("/undangan/{token}");
    assert!(app.visitor().get(&link).await.expect(200).shows("Buat kata sandi baru"));
    let new = "serambi kodok wajan layang";
    app.visitor().post(&link, &[("password", new), ("password_again", new)]).await.expect(303);
    old.get("/akun").await.expect(303);
    signs_in(&app.visitor(), "081234567890", SITIS_PASSWORD).await.expect(422);
    signs_in(&app.visitor(), "081234567890", new).await.expect(303);
}

/// Without mail the page names who helps.
#[tokio::test]
async fn without_mail_a_forgotten_password_leads_to_the_pembina() {
    let app = TestApp::start().await;
    siti(&app).await;
    let answer = app.visitor().post("/lupa-sandi", &[("login", "081234567890")]).await.expect(200);
    assert!(answer.shows("Hubungi pembina kecamatan"));
    assert_eq!(invitation::Entity::find().count(app.app.db.read()).await.unwrap(), 0);
    assert_eq!(login_attempt::Entity::find().count(app.app.db.read()).await.unwrap(), 1);
}
