//! Mail goes by SMTP: invitations and recovery links arrive in Indonesian, and a server that is down loses and doubles none.

use chrono::Duration;
use forum_camat::account::entity::{account, credential};
use forum_camat::db::Effect;
use forum_camat::job;
use forum_camat::policy::Role;
use forum_tests::TestApp;
use forum_tests::mail::{MailServer, Mood};
use forum_tests::process::free_address;
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;

const OFFICE: &str = "/kecamatan/32.05.22/pejabat";

fn invitation(mail: &str) -> String {
    let token = mail.split("/undangan/").nth(1).expect("a link").split_whitespace().next().unwrap_or_default();
    format!("/undangan/{token}")
}

fn message_id(mail: &str) -> &str {
    mail.lines().find_map(|line| line.strip_prefix("Message-ID: ")).expect("a Message-ID")
}

async fn waiting(app: &TestApp) -> (u64, u64) {
    job::counts(app.app.db.read()).await.unwrap()
}

/// An invitation with a mail address arrives there too, and its link joins.
#[tokio::test]
async fn an_invitation_arrives_by_mail() {
    let address = free_address();
    let server = MailServer::at(address).await;
    let app = TestApp::start_with(|config| config.mail_url = format!("smtp://{address}")).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let form = [("name", "Siti Rahmawati"), ("phone", "081234567890"), ("role", "camat")];
    let with_mail = [form.as_slice(), &[("email", "Siti@garutkab.go.id")]].concat();
    let page = hendra.post(OFFICE, &with_mail).await.expect(200);
    assert!(page.shows("Undangan juga dikirim ke siti@garutkab.go.id."), "{}", page.words());
    let page = hendra.post(OFFICE, &[("name", "Wawan"), ("phone", "081200000002"), ("role", "staf")]).await.expect(200);
    assert!(!page.shows("Undangan juga dikirim"), "{}", page.words());
    assert!(server.mails().is_empty(), "a request never waits for a mail server");
    app.settle().await;

    let mails = server.mails();
    assert_eq!(mails.len(), 1, "{mails:?}");
    let mail = &mails[0];
    assert!(mail.contains("To: siti@garutkab.go.id") && mail.contains("Undangan ke Forum Camat Jawa Barat"), "{mail}");
    assert!(
        mail.contains("Yth. Siti Rahmawati,") && mail.contains("sebagai Camat, Kec. Cikajang, Kab. Garut"),
        "{mail}"
    );
    assert!(app.visitor().get(&invitation(mail)).await.expect(200).shows("Siti Rahmawati"));
    assert_eq!(waiting(&app).await, (0, 0));
}

/// A server that is down, busy, or gone before it said yes: the mail is tried again later, and read once.
#[tokio::test]
async fn a_mail_server_that_is_down_loses_and_doubles_nothing() {
    let address = free_address();
    let app = TestApp::start_with(|config| config.mail_url = format!("smtp://{address}")).await;
    let siti = app.person("Siti", Role::Camat, "32.05.22").await;
    let tx = app.app.db.begin_write().await.unwrap();
    let row = account::ActiveModel {
        id: Set(siti.account.get()),
        phone: Set(Some("+6281234567890".to_owned())),
        email: Set(Some("siti@garutkab.go.id".to_owned())),
        ..Default::default()
    };
    account::Entity::update(row).exec(&*tx).await.unwrap();
    let row = credential::ActiveModel {
        account_id: Set(siti.account.get()),
        password_hash: Set("nothing".to_owned()),
        changed_at: Set(tx.now()),
    };
    credential::Entity::insert(row).exec_without_returning(&*tx).await.unwrap();
    tx.commit(Effect::Private).await.unwrap();
    app.visitor().post("/lupa-sandi", &[("login", "081234567890")]).await.expect(200);

    app.settle().await;
    assert_eq!(waiting(&app).await, (1, 0), "nobody listens: it waits");
    let server = MailServer::at(address).await;
    app.settle().await;
    assert!(server.mails().is_empty(), "it waits for its time");
    server.is(Mood::Busy);
    app.forward(Duration::seconds(2));
    app.settle().await;
    assert_eq!((server.mails().len(), waiting(&app).await), (0, (1, 0)));
    server.is(Mood::Takes);
    app.forward(Duration::seconds(5));
    tokio::join!(app.settle(), app.settle());
    app.forward(Duration::hours(3));
    app.settle().await;
    assert_eq!((server.mails().len(), waiting(&app).await), (1, (0, 0)), "two workers send it once");
    let mails = server.mails();
    assert!(mails[0].contains("Ada yang meminta kata sandi baru"), "{}", mails[0]);
    let page = app.visitor().get(&invitation(&mails[0])).await;
    assert!(page.status == 200 || page.status == 410, "{}", page.words());

    app.visitor().post("/lupa-sandi", &[("login", "siti@garutkab.go.id")]).await.expect(200);
    server.is(Mood::Vanishes);
    app.settle().await;
    server.is(Mood::Takes);
    app.forward(Duration::seconds(2));
    app.settle().await;
    let mails = server.mails();
    assert_eq!((mails.len(), waiting(&app).await), (3, (0, 0)), "it can't know, so it sends once more");
    assert_eq!(message_id(&mails[1]), message_id(&mails[2]), "and the receiver's program shows one");
    assert_ne!(message_id(&mails[0]), message_id(&mails[1]));
    assert!(app.visitor().get(&invitation(&mails[2])).await.expect(200).shows("Buat kata sandi baru"));
}
