//! Who hears of what is sent to an office: nothing says that somebody was told who is not here.

use forum_camat::account::entity::invitation;
use forum_camat::db::Effect;
use forum_tests::{Answer, CIKAJANG, Person, TestApp, a_study};
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;

use super::visits::{BAYONGBONG, CILEUNYI, asks, does, sends};

/// A kecamatan of Kab. Garut of which nobody is here.
const EMPTY: &str = "32.05.06";

/// What the page after a form says on top.
fn notice(answer: &Answer) -> String {
    let cookies = answer.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
    forum_camat::web::decode(&cookies.collect::<String>())
}

/// "Kec. Cisurupan" and "Kec. Cisurupan, Kab. Garut".
fn names(app: &TestApp, code: &str) -> (String, String) {
    let whole = app.app.catalogue.get().places.full_name(code);
    (whole.split(',').next().unwrap_or_default().to_owned(), whole)
}

/// Somebody got a link and has not used it.
async fn is_only_invited(app: &TestApp, who: &Person) {
    let tx = app.app.db.begin_write().await.expect("a transaction");
    let link = invitation::ActiveModel {
        token_hash: Set("cerita".to_owned()),
        purpose: Set("join".to_owned()),
        account_id: Set(who.account.get()),
        term_id: Set(None),
        created_by: Set(None),
        created_at: Set(tx.now()),
        expires_at: Set(tx.now()),
        used_at: Set(None),
        ..Default::default()
    };
    invitation::Entity::insert(link).exec_without_returning(&*tx).await.expect("a link");
    tx.commit(Effect::Private).await.expect("committed");
}

/// The form says it before anything is sent, the coordinator is told at once, the sentence afterwards says so, and the office
/// that could not answer is not blamed. Once somebody is there all of it is as usual.
#[tokio::test]
async fn an_office_without_people_is_not_said_to_be_told() {
    let app = TestApp::start().await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let yuli = app.camat("Yuli", CILEUNYI).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let (name, whole) = names(&app, EMPTY);
    let nobody = format!("Belum ada pejabat {name} di Forum Camat");
    let study = app.has(a_study("Irigasi tetes").of(EMPTY)).await;
    // An official who was invited and has not come reads nothing.
    let invited = app.camat("Cecep", EMPTY).await;
    is_only_invited(&app, &invited).await;

    let form = dedi.get(&study.path("studi-tiru")).await.expect(200);
    assert!(form.shows(&nobody) && form.shows("Pembina kecamatan Kab. Garut yang diberi tahu."), "{}", form.words());
    assert!(form.text.contains(&format!("href=\"{}\"", study.path("surat"))), "the way of the letter");
    let sent = sends(&app, &dedi, &study, &[]).await.expect(303);
    let (said, url) = (notice(&sent), sent.location);
    assert!(said.contains("pembina kecamatan Kab. Garut diberi tahu"), "{said}");
    assert!(said.contains(&nobody) && !said.contains("Permohonan terkirim"), "{said}");
    app.settle().await;
    let told = hendra.get("/kabar").await.expect(200);
    assert!(told.shows("Permohonan studi tiru: Irigasi tetes"), "{}", told.words());
    assert!(told.shows(&format!("Belum ada pejabat {whole} di Forum Camat")), "{}", told.words());
    hendra.get(&url).await.expect(200);
    let page = dedi.get(&url).await.expect(200);
    assert!(page.shows(&nobody), "{}", page.words());
    let place = format!("/kecamatan/{EMPTY}");
    assert!(!dedi.get(&place).await.expect(200).shows("menjawab 0 dari"), "nobody could answer");
    let said = notice(&dedi.post(&format!("{url}/pesan"), &[("message", "Kami menunggu.")]).await.expect(303));
    assert!(said.contains("pembina kecamatan Kab. Garut diberi tahu"), "{said}");

    let asep = app.camat("Asep", EMPTY).await;
    assert!(dedi.get(&place).await.expect(200).shows("menjawab 0 dari 1 permohonan"), "now somebody could");
    assert!(!dedi.get(&url).await.expect(200).shows(&nobody));
    let form = yuli.get(&study.path("studi-tiru")).await.expect(200);
    assert!(!form.shows("Belum ada pejabat"), "{}", form.words());
    let sent = sends(&app, &yuli, &study, &[]).await.expect(303);
    let said = notice(&sent);
    assert!(said.contains(&format!("Permohonan terkirim. {name} diberi tahu.")), "{said}");
    app.settle().await;
    assert!(asep.get("/kabar").await.expect(200).shows("karena permohonannya kepada kantor Bapak/Ibu"));
    let told = hendra.get("/kabar").await.expect(200);
    assert!(!told.shows("Kec. Cileunyi, Kab. Bandung, mengajukan studi tiru"), "the office itself: {}", told.words());
    let said = notice(&does(&app, &asep, &url, "tolak", &[("reason", "Sedang panen.")]).await.expect(303));
    assert!(said.contains("Kec. Bayongbong diberi tahu."), "{said}");
    app.settle().await;
    assert!(dedi.get("/kabar").await.expect(200).shows("karena permohonannya dari kantor Bapak/Ibu"));
}

/// Without a coordinator of the kabupaten the province is told, and without anybody nobody is said to be.
#[tokio::test]
async fn who_looks_after_an_empty_office_is_looked_for_upwards() {
    let app = TestApp::start().await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let yuli = app.camat("Yuli", CILEUNYI).await;
    let study = app.has(a_study("Irigasi tetes").of(EMPTY)).await;
    let said = notice(&sends(&app, &dedi, &study, &[]).await.expect(303));
    assert!(said.contains("belum ada pembina yang dapat diberi tahu"), "{said}");
    let tika = app.coordinator("Tika", "32").await;
    let said = notice(&sends(&app, &yuli, &study, &[]).await.expect(303));
    assert!(said.contains("pembina kecamatan") && said.contains("diberi tahu."), "{said}");
    app.settle().await;
    let told = tika.get("/kabar").await.expect(200);
    assert!(told.shows("Permohonan studi tiru: Irigasi tetes"), "{}", told.words());
}

/// The ledger names who was told of a step, and says where nobody of the study's office is here.
#[tokio::test]
async fn a_step_of_the_ledger_names_who_was_told() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let (_, whole) = names(&app, EMPTY);
    let (theirs, empty) =
        (app.has(a_study("Irigasi tetes").by(&siti)).await, app.has(a_study("Kebun cabai").of(EMPTY)).await);
    let begins = async |study: &forum_tests::Study| notice(&dedi.post(&study.path("replikasi"), &[]).await.expect(303));
    let said = begins(&empty).await;
    assert!(
        said.contains(&format!("Belum ada pejabat {whole} di Forum Camat. Belum ada yang dapat diberi tahu.")),
        "{said}"
    );
    app.coordinator("Hendra", "32.05").await;
    let said = begins(&theirs).await;
    let told = "Tercatat. Yang diberi tahu: Kec. Cikajang, Kab. Garut, dan pembina kecamatan Kab. Garut.";
    assert!(said.contains(told), "{said}");
}

/// A mobile number as the contact is asked about once; with a NIK beside it nothing is taken, whatever was ticked.
#[tokio::test]
async fn a_private_number_is_asked_about_before_it_is_a_contact() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let form = dedi.get(&study.path("studi-tiru")).await.expect(200);
    assert!(!form.text.contains("name=\"nomor\""), "nobody is asked before there is a number");
    let number = ("contact", "Bu Yanti 0812-3456-7890");
    let asked = sends(&app, &dedi, &study, &[number]).await.expect(422);
    assert!(asked.shows("Di sini ada nomor telepon (0812…)"), "{}", asked.words());
    assert_eq!(asked.text.matches("name=\"nomor\"").count(), 1);
    let nik = ("contact", "Bu Yanti 0812-3456-7890, NIK 3205221203850001");
    let refused = sends(&app, &dedi, &study, &[nik, ("nomor", "tampil")]).await.expect(422);
    assert!(refused.shows("Di sini ada NIK"), "{}", refused.words());
    sends(&app, &dedi, &study, &[number, ("nomor", "tampil")]).await.expect(303);
    let other = app.has(a_study("Kebun cabai").by(&siti)).await;
    asks(&app, &dedi, &other).await;
}
