//! The weekly digest as a mail: to who wants it, with what that person may see, once; stopped by one click, and by nothing
//! that only looks.

use chrono::Duration;
use forum_camat::account::entity::{account, credential};
use forum_camat::audit::entity as audit;
use forum_camat::config::SecondFactorFor;
use forum_camat::db::Effect;
use forum_camat::digest::entity::digest_delivery;
use forum_camat::job;
use forum_camat::policy::Role;
use forum_tests::mail::{MailServer, Mood};
use forum_tests::process::free_address;
use forum_tests::{CIKAJANG, Person, TestApp, a_study};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::digest::{digest_of, until_monday, until_noon, withdraws};

/// Ciwidey in Kab. Bandung.
const CIWIDEY: &str = "32.04.39";

async fn with_mail() -> (TestApp, MailServer) {
    let address = free_address();
    let server = MailServer::at(address).await;
    (TestApp::start_with(|config| config.mail_url = format!("smtp://{address}")).await, server)
}

async fn has_address(app: &TestApp, person: &Person, email: &str) {
    let tx = app.app.db.begin_write().await.unwrap();
    account::Entity::update_many()
        .col_expr(account::Column::Email, Expr::value(Some(email)))
        .filter(account::Column::Id.eq(person.account.get()))
        .exec(&*tx)
        .await
        .unwrap();
    tx.commit(Effect::Private).await.unwrap();
}

/// Somebody with a mail address who has joined.
async fn reader(app: &TestApp, name: &str, kecamatan: &str) -> Person {
    reader_as(app, name, Role::Sekcam, kecamatan).await
}

async fn reader_as(app: &TestApp, name: &str, role: Role, region: &str) -> Person {
    let person = app.person(name, role, region).await;
    let tx = app.app.db.begin_write().await.unwrap();
    let password = credential::ActiveModel {
        account_id: Set(person.account.get()),
        password_hash: Set("-".to_owned()),
        changed_at: Set(tx.now()),
    };
    credential::Entity::insert(password).exec_without_returning(&*tx).await.unwrap();
    tx.commit(Effect::Private).await.unwrap();
    has_address(app, &person, &format!("{}@contoh.go.id", name.to_lowercase())).await;
    person
}

/// Lets the mails go one after the other.
async fn all_go(app: &TestApp) {
    for _ in 0..10 {
        app.settle().await;
        app.forward(Duration::seconds(2));
    }
}

async fn monday_noon(app: &TestApp) {
    app.forward(until_monday());
    app.settle().await;
    app.forward(until_noon());
    all_go(app).await;
}

/// From a Monday's noon to the next.
async fn a_week_passes(app: &TestApp) {
    app.forward(Duration::days(7) - until_noon());
    app.settle().await;
    app.forward(until_noon());
    all_go(app).await;
}

fn to<'a>(mails: &'a [String], name: &str) -> Vec<&'a String> {
    mails.iter().filter(|mail| mail.contains(&format!("To: {name}@"))).collect()
}

fn stop_link(mail: &str) -> String {
    let header = mail.lines().find_map(|line| line.strip_prefix("List-Unsubscribe: <")).expect("a header");
    let path = header.split("/ringkasan/berhenti/").nth(1).expect("the way to stop").trim_end_matches('>');
    format!("/ringkasan/berhenti/{path}")
}

/// It says no more than the site: who owes a second factor reads what everybody reads.
#[tokio::test]
async fn who_owes_a_second_factor_gets_what_everybody_reads() {
    let address = free_address();
    let server = MailServer::at(address).await;
    let app = TestApp::start_with(|config| {
        config.mail_url = format!("smtp://{address}");
        config.session.second_factor_for = SecondFactorFor::Coordinators;
    })
    .await;
    reader_as(&app, "hendra", Role::PembinaKabupatenKota, "32.05").await;
    reader(&app, "siti", CIKAJANG).await;
    app.has(a_study("Irigasi tetes")).await;
    app.has(a_study("Catatan anggota").members_only()).await;
    monday_noon(&app).await;
    let mails = server.mails();
    let any = |name: &str, words: &str| to(&mails, name).iter().any(|mail| mail.contains(words));
    assert!(any("siti", "Irigasi tetes") && any("siti", "Catatan anggota"), "{mails:?}");
    assert!(any("hendra", "Irigasi tetes") && !any("hendra", "Catatan anggota"), "{mails:?}");
}

/// Only who wants it gets it, once, the digest of the own kabupaten/kota or else that of the province.
#[tokio::test]
async fn who_wants_it_gets_it_with_what_that_person_may_see() {
    let (app, server) = with_mail().await;
    app.coordinator("Hendra", "32.05").await;
    for (name, place) in [("siti", CIKAJANG), ("dewi", CIWIDEY), ("agus", CIKAJANG), ("budi", CIKAJANG)] {
        let person = reader(&app, name, place).await;
        if name == "agus" {
            person.post("/akun/ringkasan", &[("ringkasan", "never")]).await.expect(303);
        }
    }
    let rina = app.person("Rina", Role::Staf, CIKAJANG).await;
    let invited = app.person("Tono", Role::Staf, CIKAJANG).await;
    has_address(&app, &invited, "tono@contoh.go.id").await;
    let tetes = app.has(a_study("Irigasi tetes")).await;
    app.has(a_study("Catatan anggota").members_only()).await;
    app.has(a_study("Curug desa").of(CIWIDEY)).await;
    let late = app.has(a_study("Praktik dihentikan")).await;
    app.forward(until_monday());
    app.settle().await;
    withdraws(&app, &late).await;
    app.forward(until_noon());
    app.settle().await;
    assert_eq!(server.mails().len(), 2, "one of each digest at once; the others follow");
    all_go(&app).await;

    let mails = server.mails();
    assert_eq!(mails.len(), 3, "nobody without an address, not who never joined, and not who said never");
    let (siti, dewi) = (to(&mails, "siti"), to(&mails, "dewi"));
    assert_eq!((siti.len(), dewi.len(), to(&mails, "budi").len()), (1, 1, 1));
    assert!(siti[0].contains("Ringkasan mingguan Kab. Garut") && dewi[0].contains("Ringkasan mingguan Jawa Barat"));
    assert!(siti[0].contains("Irigasi tetes") && siti[0].contains("Catatan anggota"), "{}", siti[0]);
    assert!(!siti[0].contains("Curug desa") && dewi[0].contains("Curug desa"));
    assert!(mails.iter().all(|mail| !mail.contains("Praktik dihentikan")), "withdrawn before it went");
    assert!(siti[0].contains(&format!("{}{}", app.url, tetes.url)));
    for kind in ["multipart/alternative", "text/plain", "text/html"] {
        assert!(siti[0].contains(kind), "{}", siti[0]);
    }
    assert!(siti[0].contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"));
    let deliveries = digest_delivery::Entity::find().all(app.app.db.read()).await.unwrap();
    assert!(deliveries.iter().all(|row| row.outcome.as_deref() == Some("sent")));
    let token = stop_link(siti[0]).replace("/ringkasan/berhenti/", "");
    assert!(deliveries.iter().all(|row| row.token_hash != token && !token.is_empty()), "only its hash is kept");
    assert!(rina.get("/akun").await.shows("belum mempunyai alamat surel"));
    all_go(&app).await;
    assert_eq!(server.mails().len(), 3, "once");
}

/// One click stops it, from anywhere and without signing in; looking at the link does not.
#[tokio::test]
async fn one_click_stops_it_and_a_look_does_not() {
    let (app, server) = with_mail().await;
    reader(&app, "siti", CIKAJANG).await;
    app.has(a_study("Irigasi tetes")).await;
    monday_noon(&app).await;
    let stop = stop_link(&server.mails()[0]);

    // A program that looks through mails opens the link, more than once.
    for _ in 0..2 {
        let page = app.visitor().get(&stop).await.expect(200);
        assert!(page.shows("Berhenti menerima ringkasan?") && page.shows("Ya, berhenti"), "{}", page.words());
        assert_eq!(page.headers["cache-control"], "no-store");
    }
    app.has(a_study("Bank sampah")).await;
    a_week_passes(&app).await;
    assert_eq!(server.mails().len(), 2, "it still comes");

    for wrong in ["/ringkasan/berhenti/bukan", "/ringkasan/berhenti/bukan/apa"] {
        app.visitor().get(wrong).await.expect(404);
    }
    assert!(app.visitor().post("/ringkasan/berhenti/bukan", &[]).await.expect(404).shows("Tautan ini tidak dikenal"));

    // A mail program's own site posts it, as RFC 8058 has it: no cookie, another origin, and no redirect is followed.
    let one_click = |stop: String| {
        let visitor = app.visitor();
        async move {
            visitor
                .send(|client, url| {
                    client
                        .post(format!("{url}{stop}"))
                        .header("origin", "https://surel.contoh")
                        .header("sec-fetch-site", "cross-site")
                        .form(&[("List-Unsubscribe", "One-Click")])
                })
                .await
        }
    };
    assert!(one_click(stop.clone()).await.expect(200).shows("Ringkasan tidak dikirim lagi"));
    one_click(stop.clone()).await.expect(200);
    one_click("/akun/ringkasan".to_owned()).await.expect(403);
    one_click(format!("{stop}/lagi")).await.expect(403);
    let stops = audit::Entity::find().filter(audit::Column::Act.eq("stop_digest"));
    assert_eq!(stops.all(app.app.db.read()).await.unwrap().len(), 1);
    assert!(app.visitor().get(&stop).await.expect(200).shows("Ringkasan tidak dikirim lagi"));

    app.has(a_study("Lebah madu")).await;
    a_week_passes(&app).await;
    assert_eq!(server.mails().len(), 2, "stopped");
}

/// Who wants it once a month gets the first of the month, with all since the last mail.
#[tokio::test]
async fn once_a_month_it_holds_what_came_since() {
    let (app, server) = with_mail().await;
    let siti = reader(&app, "siti", CIKAJANG).await;
    siti.post("/akun/ringkasan", &[("ringkasan", "monthly")]).await.expect(303);
    assert!(siti.get("/akun").await.text.contains("value=\"monthly\" checked"));
    app.has(a_study("Irigasi tetes")).await;
    monday_noon(&app).await;
    assert_eq!(server.mails().len(), 1, "30 November, the first in this month");
    for title in ["Bank sampah", "Lebah madu", "Kopi lereng"] {
        app.has(a_study(title)).await;
        a_week_passes(&app).await;
    }
    let mails = server.mails();
    assert_eq!(mails.len(), 2, "7 December; none on the 14th and 21st");
    assert!(mails[1].contains("Ringkasan bulanan Jawa Barat") && mails[1].contains("Bank sampah"), "{}", mails[1]);
    app.has(a_study("Pasar tani")).await;
    a_week_passes(&app).await;
    app.has(a_study("Kerajinan bambu")).await;
    a_week_passes(&app).await;
    let mails = server.mails();
    assert_eq!(mails.len(), 3, "January");
    for title in ["Lebah madu", "Kopi lereng", "Pasar tani"] {
        assert!(mails[2].contains(title), "{title}: {}", mails[2]);
    }
    assert!(!mails[2].contains("Bank sampah"), "that came in December");
}

/// A mail server that is down loses none and doubles none; who stops it while it waits gets none.
#[tokio::test]
async fn a_mail_server_that_is_down_loses_and_doubles_none() {
    let (app, server) = with_mail().await;
    for name in ["siti", "budi"] {
        reader(&app, name, CIKAJANG).await;
    }
    let agus = reader(&app, "agus", CIKAJANG).await;
    app.has(a_study("Irigasi tetes")).await;
    server.is(Mood::Busy);
    monday_noon(&app).await;
    assert!(server.mails().is_empty());
    assert_eq!(job::counts(app.app.db.read()).await.unwrap(), (3, 0));
    agus.post("/akun/ringkasan", &[("ringkasan", "never")]).await.expect(303);
    server.is(Mood::Vanishes);
    app.forward(Duration::hours(1));
    app.settle().await;
    assert_eq!(server.mails().len(), 2, "taken, but the answer never came");
    server.is(Mood::Takes);
    app.forward(Duration::hours(1));
    app.settle().await;
    let mails = server.mails();
    let ids = |name| -> Vec<&str> {
        to(&mails, name).iter().filter_map(|mail| mail.lines().find(|line| line.starts_with("Message-ID:"))).collect()
    };
    for name in ["siti", "budi"] {
        let ids = ids(name);
        assert_eq!((ids.len(), ids[0]), (2, ids[1]), "a mail program shows one");
    }
    assert_eq!(job::counts(app.app.db.read()).await.unwrap(), (0, 0));
}

/// Without SMTP the digest appears and its text is there to copy; nothing is queued.
#[tokio::test]
async fn without_mail_the_text_is_there_to_copy() {
    let app = TestApp::start().await;
    let siti = reader(&app, "siti", CIKAJANG).await;
    app.has(a_study("Irigasi tetes")).await;
    monday_noon(&app).await;
    assert_eq!(job::counts(app.app.db.read()).await.unwrap(), (0, 0));
    assert!(digest_delivery::Entity::find().all(app.app.db.read()).await.unwrap().is_empty());
    let page = siti.get(&format!("/ringkasan/{}", digest_of(&app, "32").await.id)).await.expect(200);
    assert!(page.shows("Bagikan lewat WhatsApp") && page.shows("Salin teks"), "{}", page.words());
    assert!(siti.get("/akun").await.shows("Surel belum disetel di situs ini"));
}
