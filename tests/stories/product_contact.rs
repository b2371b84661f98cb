//! The maker of a product, who is no member, keeps the last word on his number.

use chrono::Duration;
use forum_camat::db::Effect;
use forum_camat::policy::Role;
use forum_camat::product::entity::{Column, Entity};
use forum_tests::{CIKAJANG, Study, TestApp, a_study};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::products::{BAYONGBONG, NUMBER, records, row, writes};

/// The number in each of the ways in which it could stand somewhere.
const WRITTEN: [&str; 4] = ["0812-3456-7890", "6281234567890", "081234567890", "Kelompok Mekarsari"];

/// Everything that readers and machines may open, as one text.
async fn everything_public(app: &TestApp, product: &str, study: &Study) -> String {
    let visitor = app.visitor();
    let page = visitor.get(product).await;
    let page = if page.status == 308 { visitor.get(&page.location).await } else { page };
    let mut all = page.text;
    let kecamatan = format!("/kecamatan/{CIKAJANG}");
    for path in [
        "/produk",
        "/produk?q=sambal",
        "/sitemap/produk/1",
        "/sitemap/praktik/1",
        "/umpan.atom",
        "/cari?q=sambal",
        "/api/v1/search?q=sambal",
        kecamatan.as_str(),
        study.url.as_str(),
    ] {
        all.push_str(&visitor.get(path).await.text);
    }
    all
}

/// Without consent no contact is kept; with it the number stands behind a tap and nowhere else; taken back it is gone from
/// every product at once.
#[tokio::test]
async fn the_maker_keeps_the_last_word_on_the_number() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let yuli = app.coordinator("Yuli", "32.04").await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let (first, second) = (writes(&siti, &study, "Sambal").await, writes(&siti, &study, "Cabai kering").await);
    for product in [&first, &second] {
        siti.post(&format!("{product}/tayangkan"), &[]).await.expect(303);
    }
    let unsaid = [("version", "1"), ("maker", "Kelompok Mekarsari"), ("phone", NUMBER), ("how", "lisan")];
    let refused = siti.post(&format!("{first}/kontak"), &unsaid).await.expect(422);
    assert!(
        refused.shows("Isi tanggal persetujuannya.") && refused.shows("kontak tidak disimpan"),
        "{}",
        refused.words()
    );
    assert!(refused.text.contains(NUMBER), "what was typed stays in the form");
    let empty = row(&app, &first).await;
    assert_eq!((empty.contact_name.as_str(), empty.contact_phone.as_str()), ("", ""));
    let old = (app.app.clock.today() - Duration::days(400)).to_string();
    let stale = [&unsaid[..], &[("consent_on", old.as_str()), ("agreed", "ya")][..]].concat();
    assert!(siti.post(&format!("{first}/kontak"), &stale).await.expect(422).shows("lebih dari setahun"));
    app.visitor().get(&format!("{first}/kontak")).await.expect(404);

    records(&app, &siti, &first).await;
    records(&app, &siti, &second).await;
    app.settle().await;
    let kept = row(&app, &first).await;
    assert_eq!((kept.consent_by, kept.consent_how.as_deref()), (Some(siti.account.get()), Some("lisan")));
    let all = everything_public(&app, &first, &study).await;
    assert!(all.contains("Hubungi pembuat"), "{all}");
    for written in WRITTEN {
        assert!(!all.contains(written), "{written} stands in the open");
    }
    let behind = app.visitor().get(&format!("{first}/kontak")).await.expect(200);
    assert!(behind.text.contains("https://wa.me/6281234567890") && behind.shows(NUMBER), "{}", behind.words());
    assert_eq!(behind.headers["cache-control"], "private, no-store");
    assert_eq!(behind.headers["x-robots-tag"], "noindex, nofollow");
    let audit = hendra.get("/meja/audit").await.expect(200);
    assert!(audit.shows("mencatat persetujuan kontak pembuat") && !audit.text.contains("1234567890"));

    let form_before = row(&app, &second).await.version.to_string();
    yuli.post(&format!("{first}/kontak/cabut"), &[]).await.expect(403);
    hendra.post(&format!("{first}/kontak/cabut"), &[]).await.expect(303);
    app.settle().await;
    assert!(siti.get("/kabar").await.expect(200).shows("mencabut persetujuan lewat pembina"), "the office is told");
    for product in [&first, &second] {
        let gone = row(&app, product).await;
        assert_eq!((gone.contact_name.as_str(), gone.contact_phone.as_str()), ("", ""));
        assert_eq!((gone.consent_how, gone.consent_on, gone.consent_by), (None, None, None));
        assert!(gone.contact_revoked_at.is_some());
        app.visitor().get(&format!("{product}/kontak")).await.expect(404);
        let page = app.visitor().get(&row(&app, product).await.url()).await.expect(200);
        assert!(!page.shows("Hubungi pembuat"), "{}", page.words());
    }
    let today = app.app.clock.today().to_string();
    let late = [
        ("version", form_before.as_str()),
        ("maker", "Kelompok Mekarsari"),
        ("phone", NUMBER),
        ("how", "lisan"),
        ("consent_on", today.as_str()),
        ("agreed", "ya"),
    ];
    siti.post(&format!("{second}/kontak"), &late).await.expect(409);
    assert!(!row(&app, &second).await.has_contact(), "a form that was open meanwhile brings nothing back");
    records(&app, &siti, &second).await;
    assert!(row(&app, &second).await.has_contact(), "whoever agrees anew is reached again");
}

/// The maker sells through three offices. Who takes the number back for him hears which of his own offices keep it too, the
/// coordinators of each are asked to look, and no office learns of another.
#[tokio::test]
async fn the_same_number_elsewhere_is_asked_about() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let joko = app.camat("Joko", "32.04.05").await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let yuli = app.coordinator("Yuli", "32.04").await;
    let mut products = Vec::new();
    for (camat, place, name) in
        [(&siti, CIKAJANG, "Sambal"), (&dedi, BAYONGBONG, "Sirup"), (&joko, "32.04.05", "Keripik")]
    {
        let study = app.has(a_study(&format!("Kelompok {name}")).of(place).by(camat)).await;
        let product = writes(camat, &study, name).await;
        records(&app, camat, &product).await;
        products.push(product);
    }
    app.settle().await;
    let answer = hendra.post(&format!("{}/kontak/cabut", products[0]), &[]).await.expect(303);
    let told: String = answer.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok()).collect();
    let told = forum_camat::web::decode(&told);
    let catalogue = app.app.catalogue.get();
    assert!(told.contains(&format!("juga tercatat di {};", catalogue.places.full_name(BAYONGBONG))), "{told}");
    assert!(!told.contains(&catalogue.places.full_name("32.04.05")), "another's scope: {told}");
    app.settle().await;
    app.settle().await;
    for (coordinator, own, other) in [(&hendra, "Sirup", "Keripik"), (&yuli, "Keripik", "Sirup")] {
        let kabar = coordinator.get("/kabar").await.expect(200);
        assert!(kabar.shows(&format!("Kontak pembuat perlu ditanyakan: {own}")), "{}", kabar.words());
        assert!(!kabar.shows(other) && !kabar.shows("Sambal") && !kabar.shows("Cikajang"), "{}", kabar.words());
        assert!(WRITTEN.iter().all(|written| !kabar.text.contains(written)));
    }
    for camat in [&siti, &dedi, &joko] {
        assert!(!camat.get("/kabar").await.expect(200).shows("perlu ditanyakan"));
    }
    assert!(row(&app, &products[1]).await.has_contact(), "nobody takes it away unasked");

    // What the office itself takes back says nothing of others.
    let answer = dedi.post(&format!("{}/kontak/cabut", products[1]), &[]).await.expect(303);
    let told: String = answer.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok()).collect();
    assert!(!forum_camat::web::decode(&told).contains("Nomor yang sama"), "{told}");
    assert!(!row(&app, &products[1]).await.has_contact());
}

/// Before a contact goes, the office reads what goes with it and what stays: a name that stands in a product's own words.
/// Nobody else is asked, and where there is no way to order, the reader is sent to the office.
#[tokio::test]
async fn taking_a_contact_back_says_first_what_goes_and_what_stays() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let named = writes(&siti, &study, "Sambal Mekarsari").await;
    let plain = writes(&siti, &study, "Cabai kering").await;
    for product in [&named, &plain] {
        siti.post(&format!("{product}/tayangkan"), &[]).await.expect(303);
        records(&app, &siti, product).await;
    }
    let ask = format!("{named}/kontak/cabut");
    app.visitor().get(&ask).await.expect(303);
    dedi.get(&ask).await.expect(403);
    let page = siti.get(&ask).await.expect(200);
    for words in
        ["Nama dan nomor Kelompok Mekarsari", "tidak dapat dikembalikan", "Cabai kering", "Ubah sendiri sesudah ini"]
    {
        assert!(page.shows(words), "{words}: {}", page.words());
    }
    assert_eq!(page.text.matches("tampaknya tertulis").count(), 1, "in one of the two: {}", page.words());
    assert!(hendra.get(&ask).await.expect(200).shows("Minta kantor kecamatannya mengubah"));
    assert!(row(&app, &named).await.has_contact(), "asking takes nothing away");
    let url = siti.post(&ask, &[]).await.expect(303).location;
    assert!(app.visitor().get(&url).await.expect(200).shows("Untuk memesan, hubungi kantor Kec. Cikajang"));
    assert_eq!(siti.get(&ask).await.expect(303).location, url, "there is nothing to take back any more");
}

/// Whoever renames while the maker's contact is taken back waits: both acts are done.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn renaming_and_taking_back_at_once_both_happen() {
    // The clock stands still, and each of them sends more than one person sends at once.
    let app = TestApp::start_with(|config| config.rates.writes_at_once = 1_000).await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let wawan = app.person("Wawan", Role::Staf, CIKAJANG).await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let product = writes(&siti, &study, "Sambal").await;
    let number = study.id.to_string();
    let (edit, revoke) = (format!("{product}/ubah"), format!("{product}/kontak/cabut"));
    for round in 0..20 {
        records(&app, &siti, &product).await;
        let version = row(&app, &product).await.version.to_string();
        let name = format!("Sambal {round}");
        let form = [("study", number.as_str()), ("name", name.as_str()), ("version", version.as_str())];
        let (edited, revoked) = tokio::join!(wawan.post(&edit, &form), siti.post(&revoke, &[]));
        assert!([303, 409].contains(&edited.status.as_u16()), "round {round}: {}", edited.status);
        assert_eq!(revoked.status, 303, "round {round}");
        assert!(!row(&app, &product).await.has_contact(), "round {round}");
    }
}

/// A year later the office is asked; without an answer in thirty days the contact is hidden and the product is not.
#[tokio::test]
async fn an_old_consent_is_asked_about() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let product = writes(&siti, &study, "Sambal").await;
    siti.post(&format!("{product}/tayangkan"), &[]).await.expect(303);
    records(&app, &siti, &product).await;
    app.settle().await;
    assert!(!siti.get("/kabar").await.expect(200).shows("Persetujuan kontak pembuat"));
    let form = format!("{product}/ubah");
    let early = siti.get(&form).await.expect(200);
    assert!(!early.shows("Masih berlaku, sudah ditanyakan"), "nobody asked yet: {}", early.words());
    let tx = app.app.db.begin_write().await.unwrap();
    let year = tx.today() - Duration::days(366);
    Entity::update_many()
        .col_expr(Column::ConsentOn, Expr::value(Some(year)))
        .filter(Column::ContactPhone.ne(""))
        .exec(&*tx)
        .await
        .unwrap();
    tx.commit(Effect::Private).await.unwrap();
    app.settle().await;
    app.settle().await;
    let told = siti.get("/kabar").await.expect(200);
    assert!(told.shows("Persetujuan kontak pembuat: Sambal") && told.shows("sudah setahun"), "{}", told.words());
    assert!(!dedi.get("/kabar").await.expect(200).shows("Persetujuan kontak pembuat"));
    assert!(siti.get(&form).await.expect(200).shows("Masih berlaku, sudah ditanyakan"));
    app.visitor().get(&format!("{product}/kontak")).await.expect(200);
    app.forward(Duration::days(31));
    app.visitor().get(&format!("{product}/kontak")).await.expect(404);
    let page = app.visitor().get(&row(&app, &product).await.url()).await.expect(200);
    assert!(page.shows("Sambal") && !page.shows("Hubungi pembuat"), "{}", page.words());
    dedi.post(&format!("{product}/kontak/masih"), &[]).await.expect(403);
    siti.post(&format!("{product}/kontak/masih"), &[]).await.expect(303);
    app.visitor().get(&format!("{product}/kontak")).await.expect(200);
    assert_eq!(row(&app, &product).await.consent_on, Some(app.app.clock.today()));
}

/// What is erased from a study goes from its products too, also from the name as it is looked for.
#[tokio::test]
async fn an_erasure_reaches_the_products_of_the_study() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let product = writes(&siti, &study, "Dodol Bu Sunarti").await;
    records(&app, &siti, &product).await;
    let number = study.id.to_string();
    let version = row(&app, &product).await.version.to_string();
    let paper = [
        ("study", number.as_str()),
        ("name", "Dodol Bu Sunarti"),
        ("version", version.as_str()),
        ("certificates.0.kind", "Merek Bu Sunarti"),
        ("certificates.0.number", "IDM 2029-03-03"),
        ("certificates.0.until", "2029-03-03"),
    ];
    siti.post(&format!("{product}/ubah"), &paper).await.expect(303);
    siti.post(&format!("{product}/tayangkan"), &[]).await.expect(303);
    let address = study.path("hapus-data-pribadi");
    let look = [("passages", "Bu Sunarti\n2029-03-03\n0812-3456-7890"), ("reason", "Diminta yang bersangkutan")];
    let page = hendra.post(&address, &look).await.expect(200);
    let seen = page.text.split("name=\"dilihat\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let erasing = [&look[..], &[("tahap", "hapus"), ("mengerti", "ya"), ("dilihat", seen.as_str())][..]].concat();
    hendra.post(&address, &erasing).await.expect(303);
    let gone = row(&app, &product).await;
    assert!(!gone.name.contains("Sunarti") && !gone.folded_name.contains("sunarti"), "{}", gone.folded_name);
    let page = app.visitor().get(&gone.url()).await.expect(200);
    assert!(page.shows("Dodol") && !page.shows("Sunarti"), "{}", page.words());
    let papers = gone.certificates().expect("papers that can be read");
    assert!(papers.len() == 1 && !papers[0].kind.contains("Sunarti"), "{papers:?}");
    // A name without its number can still be taken back.
    assert!(!gone.has_contact() && gone.contact_name == "Kelompok Mekarsari", "{}", gone.contact_phone);
    siti.post(&format!("{product}/kontak/cabut"), &[]).await.expect(303);
    assert_eq!(row(&app, &product).await.contact_name, "");
}
