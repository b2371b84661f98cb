//! Signing in, staying in and leaving.

#![expect(clippy::unwrap_used, reason = "a helper of stories that can't go on fails the story")]

use chrono::Duration;
use forum_camat::account::entity::{account, credential, session};
use forum_camat::account::{contact, password};
use forum_camat::db::Effect;
use forum_camat::ids::{AccountId, TermId};
use forum_camat::office::entity::office_term;
use forum_camat::policy::Role;
use forum_tests::{Answer, Browser, TestApp};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

const CIKAJANG: &str = "32.05.22";
pub const SITIS_PASSWORD: &str = "gayung tebing onde kelambu";

/// Siti, camat of Cikajang, with phone, mail, NIP and a password.
pub async fn siti(app: &TestApp) -> AccountId {
    let siti = app.camat("Siti", CIKAJANG).await.account;
    let tx = app.app.db.begin_write().await.unwrap();
    let row = account::ActiveModel {
        id: Set(siti.get()),
        phone: Set(contact::phone("0812-3456-7890")),
        email: Set(Some("siti@garutkab.go.id".to_owned())),
        nip: Set(Some("197805172005012003".to_owned())),
        ..Default::default()
    };
    account::Entity::update(row).exec(&*tx).await.unwrap();
    let row = credential::ActiveModel {
        account_id: Set(siti.get()),
        password_hash: Set(password::hash_now(SITIS_PASSWORD).unwrap()),
        changed_at: Set(tx.now()),
    };
    credential::Entity::insert(row).exec_without_returning(&*tx).await.unwrap();
    session::Entity::delete_many().exec(&*tx).await.unwrap();
    tx.commit(Effect::Private).await.unwrap();
    siti
}

/// Gives a person a phone number to sign in with, and a password.
pub async fn has_password(app: &TestApp, person: &forum_tests::Person, phone: &str, chosen: &str) {
    let tx = app.app.db.begin_write().await.unwrap();
    account::Entity::update_many()
        .col_expr(account::Column::Phone, Expr::value(contact::phone(phone)))
        .filter(account::Column::Id.eq(person.account.get()))
        .exec(&*tx)
        .await
        .unwrap();
    let row = credential::ActiveModel {
        account_id: Set(person.account.get()),
        password_hash: Set(password::hash_now(chosen).unwrap()),
        changed_at: Set(tx.now()),
    };
    credential::Entity::insert(row).exec_without_returning(&*tx).await.unwrap();
    tx.commit(Effect::Private).await.unwrap();
}

pub async fn signs_in(browser: &Browser, login: &str, password: &str) -> Answer {
    browser.post("/masuk", &[("login", login), ("password", password), ("kembali", "/akun")]).await
}

/// A camat types the number as it comes; it is one number.
#[tokio::test]
async fn siti_signs_in_by_every_spelling_of_her_number() {
    let app = TestApp::start().await;
    siti(&app).await;
    for login in [
        "0812-3456-7890",
        "081234567890",
        "+62 812 3456 7890",
        "62812-3456-7890",
        "81234567890",
        "(0812) 3456.7890",
        "Siti@GarutKab.go.id ",
        "19780517 200501 2 003",
    ] {
        let browser = app.visitor();
        let answer = signs_in(&browser, login, SITIS_PASSWORD).await.expect(303);
        assert_eq!(answer.location, "/akun", "{login}");
        let own = browser.get("/akun").await.expect(200);
        assert!(own.shows("Camat Cikajang, Kab. Garut"), "{login}");
        assert!(!own.text.contains("197805172005012003"), "a NIP holds the date of birth and is never shown");
    }
    assert!(app.visitor().get("/akun").await.location.starts_with("/masuk"), "who did not sign in has no account page");
}

/// After signing in one returns to this site only.
#[tokio::test]
async fn a_forged_link_leads_nowhere_else() {
    let app = TestApp::start().await;
    siti(&app).await;
    for forged in ["https://jahat.example/", "//jahat.example/", "/\\jahat.example"] {
        let fields = [("login", "081234567890"), ("password", SITIS_PASSWORD), ("kembali", forged)];
        assert_eq!(app.visitor().post("/masuk", &fields).await.expect(303).location, "/", "{forged}");
    }
}

/// A lost phone is signed out from another one, at once.
#[tokio::test]
async fn siti_signs_out_a_lost_phone() {
    let app = TestApp::start().await;
    siti(&app).await;
    let (phone, desk) = (app.visitor(), app.visitor());
    signs_in(&phone, "081234567890", SITIS_PASSWORD).await.expect(303);
    app.forward(Duration::minutes(1));
    signs_in(&desk, "081234567890", SITIS_PASSWORD).await.expect(303);
    phone.get("/akun").await.expect(200);

    let list = desk.get("/akun").await.expect(200);
    assert!(list.shows("perangkat ini"));
    let form = list.text.split("action=\"/akun/sesi/").nth(1).expect("a session to end");
    let id = form.split('/').next().unwrap_or_default();
    desk.post(&format!("/akun/sesi/{id}/cabut"), &[]).await.expect(303);

    assert!(phone.get("/akun").await.expect(303).location.starts_with("/masuk"));
    desk.get("/akun").await.expect(200);
    desk.post("/akun/sesi/cabut", &[]).await.expect(303);
    desk.get("/akun").await.expect(303);
}

/// Nobody signs out somebody else.
#[tokio::test]
async fn dedi_can_not_end_sitis_session() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", "32.05.06").await;
    let list = siti.get("/akun").await.expect(200);
    assert!(list.shows("Camat Cikajang"));
    for id in 1..4 {
        let answer = dedi.post(&format!("/akun/sesi/{id}/cabut"), &[]).await;
        // One of the numbers is Dedi's own session; after it Dedi is out.
        let own = answer.location == "/" || answer.location.starts_with("/masuk");
        assert!(answer.status == 404 || own, "{} {}", answer.status, answer.location);
    }
    siti.get("/akun").await.expect(200);
}

/// A session of an office computer leaves nothing on the device.
#[tokio::test]
async fn an_office_computer_keeps_no_cookie_and_forgets_after_eight_hours() {
    let app = TestApp::start().await;
    siti(&app).await;
    let browser = app.visitor();
    let fields = [("login", "081234567890"), ("password", SITIS_PASSWORD), ("office_computer", "1")];
    let answer = browser.post("/masuk", &fields).await.expect(303);
    let cookie = answer.headers["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && !cookie.contains("Max-Age"), "{cookie}");
    browser.get("/akun").await.expect(200);
    app.forward(Duration::hours(9));
    browser.get("/akun").await.expect(303);
}

/// Rights end with the term, also in a session that is open.
#[tokio::test]
async fn an_ended_term_ends_rights_in_an_open_session() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    siti.post(&format!("/kecamatan/{CIKAJANG}/delegasi"), &[]).await.expect(303);
    let term = siti.term.map(TermId::get).unwrap_or_default();
    hendra.post(&format!("/pejabat/{term}/akhiri"), &[("reason", "Mutasi ke Kec. Cilawu")]).await.expect(303);
    siti.post(&format!("/kecamatan/{CIKAJANG}/delegasi"), &[]).await.expect(403);
    let own = siti.get("/akun").await.expect(200);
    assert!(own.shows("Saat ini tidak ada jabatan yang berlaku") && own.shows("Riwayat jabatan"));
}

/// A suspended person signs in to read that it is so and no more: every act is refused, in open sessions and in new ones.
#[tokio::test]
async fn a_suspended_account_may_do_nothing_until_its_time_is_over() {
    let app = TestApp::start().await;
    let account = siti(&app).await;
    let browser = app.visitor();
    signs_in(&browser, "081234567890", SITIS_PASSWORD).await.expect(303);
    let tx = app.app.db.begin_write().await.unwrap();
    account::Entity::update_many()
        .col_expr(account::Column::SuspendedUntil, Expr::value(Some(tx.now() + Duration::days(7))))
        .filter(account::Column::Id.eq(account.get()))
        .exec(&*tx)
        .await
        .unwrap();
    tx.commit(Effect::Private).await.unwrap();
    let anew = app.visitor();
    signs_in(&anew, "081234567890", SITIS_PASSWORD).await.expect(303);
    for session in [&browser, &anew] {
        session.post(&format!("/kecamatan/{CIKAJANG}/delegasi"), &[]).await.expect(403);
        session.get(&format!("/kecamatan/{CIKAJANG}/pejabat")).await.expect(403);
        session.post("/akun/bertindak", &[("term", "1")]).await.expect(403);
        let refused = session.get("/tulis").await.expect(403);
        assert!(refused.shows("ditangguhkan sampai dengan 1 Des 2026"), "{}", refused.words());
        assert!(session.get("/").await.expect(200).shows("Akun Bapak/Ibu ditangguhkan sampai dengan 1 Des 2026."));
        assert!(session.get("/penangguhan").await.expect(200).shows("Alasannya tidak tercatat di sini."));
        session.get("/akun").await.expect(200);
    }
    let wrong = signs_in(&app.visitor(), "081234567890", "tebakan saja").await.expect(422);
    assert!(!wrong.shows("ditangguhkan"), "only who knows the password hears of it");
    app.forward(Duration::days(8));
    assert!(!browser.get("/").await.expect(200).shows("ditangguhkan"));
    assert_eq!(browser.get("/penangguhan").await.expect(303).location, "/akun");
    browser.post(&format!("/kecamatan/{CIKAJANG}/delegasi"), &[]).await.expect(303);
}

/// Another site can't act in Siti's name.
#[tokio::test]
async fn a_post_from_another_site_is_refused() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let path = format!("/kecamatan/{CIKAJANG}/delegasi");
    let from = |name: &'static str, value: &'static str| {
        let path = path.clone();
        siti.send(move |client, url| client.post(format!("{url}{path}")).header(name, value))
    };
    from("origin", "https://jahat.example").await.expect(403);
    from("sec-fetch-site", "cross-site").await.expect(403);
    from("sec-fetch-site", "same-origin").await.expect(303);
    siti.post(&path, &[]).await.expect(303);
}

/// Theme and text size are kept, known values only, and lead back to this site.
#[tokio::test]
async fn a_visitor_chooses_dark_and_large() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    assert_eq!(visitor.get("/tampilan?tema=gelap&kembali=/masuk").await.expect(303).location, "/masuk");
    visitor.get("/tampilan?huruf=2&kembali=/masuk").await.expect(303);
    let page = visitor.get("/masuk").await.expect(200);
    assert!(page.text.contains(r#"data-tema="gelap""#) && page.text.contains(r#"data-huruf="2""#));
    let forged = app.visitor().get("/tampilan?tema=x%22onload&huruf=9&kembali=//jahat.example").await.expect(303);
    assert_eq!(forged.location, "/");
    visitor.get("/tampilan?tema=&kembali=/masuk").await.expect(303);
    assert!(!visitor.get("/masuk").await.text.contains("data-tema"));
}

/// Changing the password signs other devices out, and asks for the old one.
#[tokio::test]
async fn siti_changes_her_password() {
    let app = TestApp::start().await;
    siti(&app).await;
    let (here, there) = (app.visitor(), app.visitor());
    signs_in(&here, "081234567890", SITIS_PASSWORD).await.expect(303);
    signs_in(&there, "081234567890", SITIS_PASSWORD).await.expect(303);
    let new = "serambi kodok wajan layang";
    let form = |current: &'static str| [("current", current), ("password", new), ("password_again", new)];
    assert!(
        here.post("/akun/sandi", &form("salah sama sekali"))
            .await
            .expect(422)
            .shows("Kata sandi sekarang tidak cocok.")
    );
    here.post("/akun/sandi", &form(SITIS_PASSWORD)).await.expect(303);
    here.get("/akun").await.expect(200);
    there.get("/akun").await.expect(303);
    signs_in(&app.visitor(), "081234567890", new).await.expect(303);
}

/// Who holds several offices says in which one acts.
#[tokio::test]
async fn asep_acts_as_plt_camat_of_bayongbong() {
    let app = TestApp::start().await;
    let asep = app.person("Asep", Role::Sekcam, CIKAJANG).await;
    let tx = app.app.db.begin_write().await.unwrap();
    let term = office_term::ActiveModel {
        account_id: Set(asep.account.get()),
        role: Set(Role::PltCamat.as_str().to_owned()),
        region_code: Set("32.05.17".to_owned()),
        title: Set(String::new()),
        unit_name: Set(String::new()),
        started_on: Set(tx.today()),
        ended_on: Set(None),
        paper: Set("SP contoh".to_owned()),
        created_at: Set(tx.now()),
        ..Default::default()
    };
    office_term::Entity::insert(term).exec_without_returning(&*tx).await.unwrap();
    tx.commit(Effect::Private).await.unwrap();
    let page = asep.get("/akun").await.expect(200);
    assert!(page.shows("Bertindak sebagai") && page.shows("Plt. Camat Bayongbong, Kab. Garut"), "{}", page.words());

    let sekcam = asep.term.map(TermId::get).unwrap_or_default().to_string();
    asep.post("/kecamatan/32.05.17/delegasi", &[]).await.expect(303);
    asep.post("/akun/bertindak", &[("term", &sekcam)]).await.expect(303);
    asep.post("/kecamatan/32.05.17/delegasi", &[]).await.expect(403);
    asep.post("/akun/bertindak", &[("term", "999999")]).await.expect(403);
}
