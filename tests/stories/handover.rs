//! Mutasi: one act ends the camat's term and opens the successor's; the office keeps everything, and both confirm it.

use chrono::Duration;
use forum_camat::db::Effect;
use forum_camat::ids::DraftKey;
use forum_camat::policy::Role;
use forum_camat::product::entity::{Column, Entity};
use forum_tests::{CIKAJANG, TestApp, a_study};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::writing::{answers, but, publishes, send};
use super::{erasure, lessons, meetings, products, question, visits};

const MOVE: &str = "/kecamatan/32.05.22/serah-terima";

/// Siti leaves, Dewi comes: the drafts wait for Dewi, Siti stays the author, and both confirm one sheet.
#[tokio::test]
async fn the_office_keeps_its_papers_when_the_camat_is_moved() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let rudi = app.person("Rudi", Role::Staf, CIKAJANG).await;
    let dewi = app.camat("Dewi", "32.05.17").await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let lina = app.coordinator("Lina", "32.03").await;
    let study = publishes(&siti, &answers("Irigasi tetes")).await;
    let draft = format!("/tulis/{}", DraftKey::new());
    send(&rudi, &format!("{draft}/ajukan"), &but(answers("Naskah Rudi"), &[("base", "0"), ("kepada", "camat")]))
        .await
        .expect(303);

    let fields =
        [("name", "Dewi"), ("phone", &*phone_of(&app, &dewi).await), ("paper", "SK 821/17"), ("started_on", "")];
    for person in [&siti, &rudi, &lina] {
        person.post(MOVE, &fields).await.expect(403);
    }
    let page = hendra.post(MOVE, &[("name", "Dewi"), ("phone", fields[1].1)]).await.expect(422);
    assert!(page.shows("Isi nomor SK pengangkatannya.") && page.text.contains(r#"value="Dewi""#), "{}", page.words());
    hendra.post(MOVE, &fields).await.expect(200);
    let list = hendra.get(MOVE).await.expect(200);
    assert!(list.shows("Siti kepada Dewi") && list.shows("Belum disahkan"), "{}", list.words());
    let sheet = "/serah-terima/1".to_owned();

    // Siti's right to write has ended at once; what she wrote is hers to name, and the office's to keep.
    siti.post(&format!("{draft}/terbitkan"), &[]).await.expect(403);
    assert!(app.visitor().get(&study).await.expect(200).shows("Camat Cikajang"));
    app.settle().await;
    assert!(siti.get("/kabar").await.shows("Serah terima jabatan: Kec. Cikajang, Kab. Garut"));
    assert!(dewi.get("/kabar").await.shows("Bapak/Ibu menerima jabatan Camat pada Kec. Cikajang, Kab. Garut"));
    let page = siti.get(&sheet).await.expect(200);
    assert!(
        page.shows("Naskah Rudi") && page.shows("Menunggu Camat") && page.shows("Irigasi tetes"),
        "{}",
        page.words()
    );
    assert!(page.shows("Rudi") && page.shows("SK 821/17"), "{}", page.words());
    lina.get(&sheet).await.expect(404);
    app.visitor().get(&sheet).await.expect(303);

    rudi.post(&format!("{sheet}/sahkan"), &[]).await.expect(403);
    let long = "x".repeat(2001);
    let page = siti.post(&format!("{sheet}/sahkan"), &[("note", &long)]).await.expect(422);
    assert!(page.shows("Catatan paling panjang 2.000 karakter; yang ini 2.001."), "{}", page.words());
    siti.post(&format!("{sheet}/sahkan"), &[("note", "Irigasi Margamulya belum selesai.")]).await.expect(303);
    dewi.post(&format!("{sheet}/sahkan"), &[]).await.expect(303);
    dewi.post(&format!("{sheet}/sahkan"), &[("note", "Kedua kali")]).await.expect(303);

    // What both confirmed stays as it was.
    dewi.post("/akun/bertindak", &[("term", &term_in(&app, &dewi).await)]).await.expect(303);
    dewi.post(&format!("{draft}/terbitkan"), &[]).await.expect(303);
    let page = hendra.get(&format!("{sheet}/cetak")).await.expect(200);
    assert!(page.shows("ketika disahkan keduanya") && page.shows("Menunggu Camat"), "{}", page.words());
    assert!(page.shows("Irigasi Margamulya belum selesai.") && !page.shows("Kedua kali"), "{}", page.words());
    assert!(hendra.get(MOVE).await.expect(200).shows("Disahkan keduanya"));
}

/// What meetings decided, what the office asked and how many lessons it keeps stand on the sheet. A meeting stays its
/// office's own, and no lesson is named.
#[tokio::test]
async fn the_sheet_says_what_waits_in_the_office() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dewi = app.camat("Dewi", "32.05.17").await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Embung desa").of("32.04.05")).await;
    let meeting = meetings::meets(&siti, "Rapat kemarau", &[&study]).await;
    let item = meetings::items(&app, meeting).await.remove(0);
    let decision = [("putusan", "pelajari"), ("who", "Kasi Ekbang"), ("due", "2026-12-10")];
    meetings::decides(&siti, &item, &decision).await.expect(303);
    question::asks(&siti, "Bagaimana merawat embung?", &[]).await;
    lessons::writes(&siti, "Bank sampah yang sepi", &[]).await;
    let fields =
        [("name", "Dewi"), ("phone", &*phone_of(&app, &dewi).await), ("paper", "SK 821/17"), ("started_on", "")];
    hendra.post(MOVE, &fields).await.expect(200);
    let sheet = "/serah-terima/1";
    let place = format!("/rapat/{meeting}\"");

    let left = siti.get(sheet).await.expect(200);
    assert!(left.shows("Embung desa") && left.shows("Pelajari, rapat 24 Nov 2026"), "{}", left.words());
    assert!(left.shows("tenggat 10 Des 2026") && !left.shows("Kasi Ekbang") && !left.text.contains(&place));
    assert!(left.shows("Bagaimana merawat embung?") && left.shows("Belum dijawab"), "{}", left.words());
    assert!(!left.shows("catatan milik kantor"), "who has left hears of no new lesson");
    let above = hendra.get(sheet).await.expect(200);
    assert!(above.shows("1 tindak lanjut") && !above.shows("Embung desa"), "{}", above.words());
    assert!(above.shows("1 catatan milik kantor"), "{}", above.words());
    dewi.post("/akun/bertindak", &[("term", &term_in(&app, &dewi).await)]).await.expect(303);
    let coming = dewi.get(sheet).await.expect(200);
    assert!(coming.shows("Embung desa") && coming.text.contains(&place), "{}", coming.words());
    assert!(coming.shows("1 catatan milik kantor"), "{}", coming.words());
    dewi.get(&format!("/rapat/{meeting}")).await.expect(200);
    for page in [&left, &above, &coming] {
        assert!(!page.shows("Bank sampah yang sepi"), "{}", page.words());
    }

    // What the office decides from then on is its own.
    let id = study.id.to_string();
    let fields = [("title", "Rapat besok"), ("held_on", "2026-11-25"), ("place", "Aula"), ("praktik", &*id)];
    let next = meetings::number(&dewi.post("/rapat/baru", &fields).await.expect(303).location);
    let item = meetings::items(&app, next).await.remove(0);
    meetings::decides(&dewi, &item, &decision).await.expect(303);
    let left = siti.get(sheet).await.expect(200);
    assert!(left.shows("rapat 24 Nov 2026") && !left.shows("rapat 25 Nov 2026"), "{}", left.words());
}

/// A name goes from the sheet that both confirmed too: from the title of a question, and from that of another office's study
/// that a meeting talked about.
#[tokio::test]
async fn a_name_goes_from_a_confirmed_sheet() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dewi = app.camat("Dewi", "32.05.17").await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let fajar = app.coordinator("Fajar", "32.04").await;
    let study = app.has(a_study("Embung Pak Wiratno").of("32.04.05")).await;
    let meeting = meetings::meets(&siti, "Rapat kemarau", &[&study]).await;
    let item = meetings::items(&app, meeting).await.remove(0);
    meetings::decides(&siti, &item, &[("putusan", "pelajari")]).await.expect(303);
    let question = question::asks(&siti, "Siapa kenal Pak Sunandar?", &[]).await;
    let fields =
        [("name", "Dewi"), ("phone", &*phone_of(&app, &dewi).await), ("paper", "SK 821/17"), ("started_on", "")];
    hendra.post(MOVE, &fields).await.expect(200);
    for person in [&siti, &dewi] {
        person.post("/serah-terima/1/sahkan", &[]).await.expect(303);
    }
    let sheet = siti.get("/serah-terima/1").await.expect(200);
    assert!(sheet.shows("Embung Pak Wiratno") && sheet.shows("Siapa kenal Pak Sunandar?"), "{}", sheet.words());
    let things =
        [(&hendra, "Sunandar", format!("/tanya/{question}")), (&fajar, "Wiratno", format!("/praktik/{}", study.id))];
    for (person, name, thing) in things {
        let form = [("passages", name), ("reason", "Diminta yang bersangkutan."), ("mengerti", "ya")];
        let address = format!("{thing}/hapus-data-pribadi");
        let looked = person.post(&address, &form).await.expect(200);
        assert!(looked.shows("Lembar serah terima"), "{}", looked.words());
        let seen = erasure::seen_in(&looked);
        let mut whole = form.to_vec();
        whole.extend([("tahap", "hapus"), ("dilihat", &*seen)]);
        person.post(&address, &whole).await.expect(303);
        app.settle().await;
    }
    let sheet = siti.get("/serah-terima/1").await.expect(200);
    assert!(!sheet.shows("Sunandar") && !sheet.shows("Wiratno"), "{}", sheet.words());
    assert!(sheet.shows("[dihapus: data pribadi"), "{}", sheet.words());
}

/// The office was asked whether a maker still agrees and what came of a visit. Siti left without an answer: Dewi, who comes,
/// is asked too, once.
#[tokio::test]
async fn who_comes_is_asked_what_waits() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dewi = app.camat("Dewi", "32.05.17").await;
    let joko = app.camat("Joko", visits::CILEUNYI).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let (own, other) =
        (app.has(a_study("Irigasi tetes")).await, app.has(a_study("Embung desa").of(visits::CILEUNYI).by(&joko)).await);
    let product = products::writes(&siti, &own, "Sambal").await;
    siti.post(&format!("{product}/tayangkan"), &[]).await.expect(303);
    products::records(&app, &siti, &product).await;
    let visit = visits::asks(&app, &siti, &other).await;
    visits::agrees(&app, &joko, &visit).await;
    let tx = app.app.db.begin_write().await.unwrap();
    let year = tx.today() - Duration::days(366);
    Entity::update_many()
        .col_expr(Column::ConsentOn, Expr::value(Some(year)))
        .filter(Column::ContactPhone.ne(""))
        .exec(&*tx)
        .await
        .unwrap();
    tx.commit(Effect::Private).await.unwrap();
    app.forward(Duration::days(8));
    app.settle().await;
    let waits = |page: &forum_tests::Answer| {
        (page.shows("Persetujuan kontak pembuat: Sambal"), page.shows("Laporan studi tiru ditunggu"))
    };
    assert_eq!(waits(&siti.get("/kabar").await.expect(200)), (true, true));
    assert_eq!(waits(&dewi.get("/kabar").await.expect(200)), (false, false));

    let hendra = app.signs_in_again(&hendra).await;
    let fields =
        [("name", "Dewi"), ("phone", &*phone_of(&app, &dewi).await), ("paper", "SK 821/17"), ("started_on", "")];
    hendra.post(MOVE, &fields).await.expect(200);
    app.settle().await;
    app.settle().await;
    let told = dewi.get("/kabar").await.expect(200);
    assert_eq!(waits(&told), (true, true), "{}", told.words());
    assert!(told.shows("bertugas di Kec. Cikajang, Kab. Garut"), "{}", told.words());
    for kind in ["product_consent_old", "visit_over"] {
        let people = question::told(&app, kind).await;
        let hers = people.iter().filter(|row| row.account_id == dewi.account.get()).count();
        assert_eq!((people.len(), hers), (2, 1), "{kind}");
    }
}

/// A successor without an account gets an invitation; a wrong day and the same person are refused, and nothing changes.
#[tokio::test]
async fn a_mutasi_that_can_not_be_changes_nothing() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let phone = phone_of(&app, &siti).await;
    let same = [("name", "Siti"), ("phone", &*phone), ("paper", "SK 1")];
    let page = hendra.post(MOVE, &same).await.expect(422);
    assert!(page.shows("sudah memimpin kecamatan ini"), "{}", page.words());
    let early = [("name", "Gilang"), ("phone", "081300000004"), ("paper", "SK 1"), ("started_on", "2001-01-01")];
    let page = hendra.post(MOVE, &early).await.expect(422);
    assert!(page.shows("TMT penggantinya harus sesudah itu"), "{}", page.words());
    siti.get("/draf").await.expect(200);
    assert!(siti.get(&format!("/kecamatan/{CIKAJANG}")).await.shows("Siti"));

    let page = hendra.post(MOVE, &[("name", "Gilang"), ("phone", "081300000004"), ("paper", "SK 1")]).await.expect(200);
    assert!(page.shows("Undangan untuk Gilang") && page.text.contains("/undangan/"), "{}", page.words());
    let list = hendra.get(&format!("/kecamatan/{CIKAJANG}/pejabat")).await.expect(200);
    assert!(list.shows("Gilang belum bergabung"), "{}", list.words());
    app.settle().await;
}

/// Gives a person a number to be recognised by.
pub async fn phone_of(app: &TestApp, person: &forum_tests::Person) -> String {
    use forum_camat::account::entity::account;
    let phone = format!("+62812777{:05}", person.account.get());
    let tx = app.app.db.begin_write().await.unwrap();
    account::Entity::update_many()
        .col_expr(account::Column::Phone, Expr::value(Some(phone.clone())))
        .filter(account::Column::Id.eq(person.account.get()))
        .exec(&*tx)
        .await
        .unwrap();
    tx.commit(Effect::Private).await.unwrap();
    phone
}

/// The number of the term that a person has in Cikajang.
/// The term of a person in Kec. Cikajang.
pub async fn term_in(app: &TestApp, person: &forum_tests::Person) -> String {
    use forum_camat::office;
    let terms = office::terms_ever(app.app.db.read(), person.account).await.unwrap();
    terms.into_iter().find(|term| term.region_code == CIKAJANG).unwrap().id.to_string()
}
