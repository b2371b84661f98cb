//! Mutasi: one act ends the camat's term and opens the successor's; the office keeps everything, and both confirm it.

use forum_camat::ids::DraftKey;
use forum_camat::policy::Role;
use forum_tests::{CIKAJANG, TestApp};

use super::writing::{answers, but, publishes, send};

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
    use sea_orm::sea_query::Expr;
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
    let phone = format!("+62812777{:05}", person.account.get());
    let tx = app.app.db.begin_write().await.unwrap();
    account::Entity::update_many()
        .col_expr(account::Column::Phone, Expr::value(Some(phone.clone())))
        .filter(account::Column::Id.eq(person.account.get()))
        .exec(&*tx)
        .await
        .unwrap();
    tx.commit(forum_camat::db::Effect::Private).await.unwrap();
    phone
}

/// The number of the term that a person has in Cikajang.
/// The term of a person in Kec. Cikajang.
pub async fn term_in(app: &TestApp, person: &forum_tests::Person) -> String {
    use forum_camat::office;
    let terms = office::terms_ever(app.app.db.read(), person.account).await.unwrap();
    terms.into_iter().find(|term| term.region_code == CIKAJANG).unwrap().id.to_string()
}
