//! Verifikasi dua langkah: a password that leaked is not enough, a lost phone is no catastrophe, and no code is good twice.

use chrono::{DateTime, Duration, Utc};
use forum_camat::account::second_factor::entity::second_factor;
use forum_camat::policy::Role;
use forum_tests::{Browser, CIKAJANG, Person, TestApp};
use sea_orm::EntityTrait;
use totp_rs::{Builder, Secret};

const PASSWORD: &str = "gayung tebing onde kelambu";

/// The code that the person's app shows at a time.
pub async fn code_at(app: &TestApp, person: &Person, at: DateTime<Utc>) -> String {
    let row = second_factor::Entity::find_by_id(person.account.get()).one(app.app.db.read()).await.unwrap().unwrap();
    let totp = Builder::new().with_secret(Secret::try_from_base32(row.secret).unwrap()).build().unwrap();
    totp.generate(u64::try_from(at.timestamp()).unwrap()).to_string()
}

/// A camat with a password and the second factor; the recovery codes.
async fn with_factor(app: &TestApp, person: &Person, phone: &str) -> Vec<String> {
    super::account::has_password(app, person, phone, PASSWORD).await;
    assert!(person.get("/akun").await.expect(200).shows("Tidak aktif."));
    let page = person.get("/akun/dua-langkah").await.expect(200);
    assert!(page.shows("Pindai kode ini") && page.text.contains("class=\"qr-setup\""), "{}", page.words());
    let wrong = person.post("/akun/dua-langkah", &[("code", "000000")]).await.expect(422);
    assert!(wrong.shows("Kode ini tidak cocok"), "{}", wrong.words());
    let code = code_at(app, person, app.app.clock.now()).await;
    let page = person.post("/akun/dua-langkah", &[("code", &code)]).await.expect(200);
    let codes: Vec<String> =
        page.text.split("<li><code>").skip(1).filter_map(|rest| rest.split('<').next().map(str::to_owned)).collect();
    assert_eq!(codes.len(), 10, "{}", page.words());
    codes
}

async fn password_of(visitor: &Browser, login: &str) {
    let answer = visitor.post("/masuk", &[("login", login), ("password", PASSWORD), ("kembali", "/akun")]).await;
    assert_eq!(answer.expect(303).location, "/masuk/kode?kembali=%2Fakun");
}

/// The right password leads to a page that asks for the code, and to nothing else; a code is good once.
#[tokio::test]
async fn the_password_alone_opens_nothing() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    with_factor(&app, &siti, "081234567890").await;
    let device = app.visitor();
    password_of(&device, "081234567890").await;
    device.get("/akun").await.expect(303);
    assert!(device.get("/masuk/kode?kembali=/akun").await.expect(200).shows("Kode verifikasi"));
    // The code that turned it on was used.
    let used = code_at(&app, &siti, app.app.clock.now()).await;
    let page = device.post("/masuk/kode", &[("code", &used)]).await.expect(422);
    assert!(page.shows("Kode ini tidak cocok atau sudah dipakai."), "{}", page.words());
    app.forward(Duration::seconds(30));
    let code = code_at(&app, &siti, app.app.clock.now()).await;
    let spaced = format!("{} {}", &code[..3], &code[3..]);
    let in_time = device.post("/masuk/kode", &[("code", &spaced), ("kembali", "/akun")]).await.expect(303);
    assert_eq!(in_time.location, "/akun");
    device.get("/akun").await.expect(200);

    let thief = app.visitor();
    password_of(&thief, "081234567890").await;
    thief.post("/masuk/kode", &[("code", &code)]).await.expect(422);
    app.forward(Duration::minutes(6));
    let late = code_at(&app, &siti, app.app.clock.now()).await;
    assert_eq!(thief.post("/masuk/kode", &[("code", &late)]).await.expect(303).location, "/masuk");
    app.visitor().get("/masuk/kode").await.expect(303);
    thief.get("/akun").await.expect(303);
}

/// Codes are guessed no faster than passwords.
#[tokio::test]
async fn who_guesses_codes_has_to_wait() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    with_factor(&app, &siti, "081234567890").await;
    let thief = app.visitor();
    password_of(&thief, "081234567890").await;
    for _ in 0..7 {
        thief.post("/masuk/kode", &[("code", "111111")]).await.expect(422);
    }
    let mut last = thief.post("/masuk/kode", &[("code", "111111")]).await;
    if last.status.as_u16() == 422 {
        last = thief.post("/masuk/kode", &[("code", "111111")]).await;
    }
    assert!(last.expect(429).shows("Terlalu banyak percobaan."));
}

/// The phone is gone: a recovery code opens the account once; without any, who may invite takes the factor off.
#[tokio::test]
async fn a_lost_phone_is_no_catastrophe() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let lina = app.coordinator("Lina", "32.03").await;
    let codes = with_factor(&app, &siti, "081234567890").await;
    let first = codes.first().unwrap().to_lowercase().replace('-', " ");
    let device = app.visitor();
    password_of(&device, "081234567890").await;
    device.post("/masuk/kode", &[("code", &first)]).await.expect(303);
    assert!(device.get("/akun/dua-langkah").await.expect(200).shows("Kode cadangan tersisa: 9 dari 10."));
    let again = app.visitor();
    password_of(&again, "081234567890").await;
    again.post("/masuk/kode", &[("code", &first)]).await.expect(422);

    let reset = format!("/pejabat/{}/dua-langkah/matikan", siti.term.unwrap().get());
    lina.post(&reset, &[("reason", "x")]).await.expect(403);
    hendra.post(&reset, &[("reason", " ")]).await.expect(422);
    hendra.post(&reset, &[("reason", "Ponsel hilang di Cikajang, sudah ditelepon.")]).await.expect(303);
    device.get("/akun").await.expect(303);
    let visitor = app.visitor();
    visitor.post("/masuk", &[("login", "081234567890"), ("password", PASSWORD)]).await.expect(303);
    app.settle().await;
    let told = visitor.get("/kabar").await.expect(200);
    assert!(told.shows("Ponsel hilang di Cikajang, sudah ditelepon."), "{}", told.words());
    hendra.post(&reset, &[("reason", "Sekali lagi")]).await.expect(409);
}

/// A link to a new password does not go round the code.
#[tokio::test]
async fn a_recovery_link_asks_for_the_code_too() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    with_factor(&app, &siti, "081234567890").await;
    let page = hendra.post(&format!("/pejabat/{}/undangan", siti.term.unwrap().get()), &[]).await.expect(200);
    let link = super::office::link_of(&page);
    let thief = app.visitor();
    let fields = [("password", "pagar embung sisir melati"), ("password_again", "pagar embung sisir melati")];
    assert_eq!(thief.post(&link, &fields).await.expect(303).location, "/masuk/kode");
    thief.get("/akun").await.expect(303);
    app.forward(Duration::seconds(30));
    let code = code_at(&app, &siti, app.app.clock.now()).await;
    thief.post("/masuk/kode", &[("code", &code)]).await.expect(303);
    thief.get("/akun").await.expect(200);
}

/// A sign-in from a device that was never seen is told; the first one and the same one again are not.
#[tokio::test]
async fn a_new_device_is_told_to_its_owner() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    super::account::has_password(&app, &siti, "081234567890", PASSWORD).await;
    let (phone, thief) = (app.visitor(), app.visitor());
    for _ in 0..2 {
        super::account::signs_in(&phone, "081234567890", PASSWORD).await.expect(303);
        phone.post("/keluar", &[]).await.expect(303);
    }
    super::account::signs_in(&phone, "081234567890", PASSWORD).await.expect(303);
    app.settle().await;
    assert!(!phone.get("/kabar").await.shows("Masuk dari perangkat baru"), "one's own phone is nothing new");
    super::account::signs_in(&thief, "081234567890", PASSWORD).await.expect(303);
    app.settle().await;
    let told = phone.get("/kabar").await.expect(200);
    assert_eq!(told.words().matches("Masuk dari perangkat baru").count(), 1, "{}", told.words());
    let at = forum_camat::format::date_time(app.app.clock.local(app.app.clock.now()));
    assert!(told.shows(&format!(", {at}")) && told.shows("Bukan Bapak/Ibu?"), "{}", told.words());
    assert!(!told.shows("perangkat baru: Siti"), "nobody is named to himself: {}", told.words());
    phone.post("/akun/sesi/cabut", &[]).await.expect(303);
    thief.get("/akun").await.expect(303);
}

/// A link to a new password is told to whose it is when it is made, and to both when it is used; it lives two hours.
#[tokio::test]
async fn both_are_told_of_a_recovery() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    super::account::has_password(&app, &siti, "081234567890", PASSWORD).await;
    let again = format!("/pejabat/{}/undangan", siti.term.unwrap().get());
    let old = super::office::link_of(&hendra.post(&again, &[]).await.expect(200));
    app.settle().await;
    assert!(siti.get("/kabar").await.shows("Hendra membuat tautan kata sandi baru untuk akun ini."));
    app.forward(Duration::minutes(121));
    app.visitor().get(&old).await.expect(410);
    let link = super::office::link_of(&hendra.post(&again, &[]).await.expect(200));
    let fields = [("password", "pagar embung sisir melati"), ("password_again", "pagar embung sisir melati")];
    let device = app.visitor();
    device.post(&link, &fields).await.expect(303);
    app.settle().await;
    assert!(device.get("/kabar").await.shows("Kata sandi diganti lewat tautan dari Hendra."));
    assert!(hendra.get("/kabar").await.shows("Siti memakai tautan yang Bapak/Ibu buat."));
    siti.get("/akun").await.expect(303);
}

/// Where the settings ask for it, a coordinator does nothing before it is set up, and can't turn it off.
#[tokio::test]
async fn coordinators_set_it_up_before_anything_else() {
    let app = TestApp::start_with(|config| {
        config.session.second_factor_for = forum_camat::config::SecondFactorFor::Coordinators;
    })
    .await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.person("Hendra", Role::PembinaKabupatenKota, "32.05").await;
    siti.get("/draf").await.expect(200);
    assert_eq!(hendra.get("/meja").await.expect(303).location, "/akun/dua-langkah");
    hendra.post(&format!("/kecamatan/{CIKAJANG}/pejabat"), &[("name", "X Y"), ("role", "staf")]).await.expect(303);
    assert!(hendra.get("/akun/dua-langkah").await.expect(200).shows("wajib mengaktifkan ini sebelum melanjutkan"));
    let code = code_at(&app, &hendra, app.app.clock.now()).await;
    hendra.post("/akun/dua-langkah", &[("code", &code)]).await.expect(200);
    hendra.get("/meja").await.expect(200);
    app.forward(Duration::seconds(60));
    let page = hendra.get("/akun/dua-langkah").await.expect(200);
    assert!(!page.shows("Matikan"), "{}", page.words());
    let code = code_at(&app, &hendra, app.app.clock.now()).await;
    let page = hendra.post("/akun/dua-langkah/kode", &[("code", &code)]).await.expect(200);
    assert_eq!(page.text.matches("<li><code>").count(), 10);
    app.forward(Duration::seconds(60));
    let code = code_at(&app, &hendra, app.app.clock.now()).await;
    hendra.post("/akun/dua-langkah/matikan", &[("code", &code)]).await.expect(403);
}
