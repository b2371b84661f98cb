//! Produk unggulan: an office writes down what it makes, its head shows it, readers find it; and the maker, who is no
//! member, keeps the last word on his number.

use chrono::Duration;
use forum_camat::db::Effect;
use forum_camat::policy::Role;
use forum_camat::product::entity::{Column, Entity, Model};
use forum_tests::{Answer, CIKAJANG, Person, Study, TestApp, a_study};
use reqwest::multipart::{Form, Part};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::photos::{SAID, photo};

const BAYONGBONG: &str = "32.05.17";
const CILEUNYI: &str = "32.04.05";
const NUMBER: &str = "0812-3456-7890";
/// The number in each of the ways in which it could stand somewhere.
const WRITTEN: [&str; 4] = ["0812-3456-7890", "6281234567890", "081234567890", "Kelompok Mekarsari"];

async fn products(app: &TestApp) -> u64 {
    Entity::find().count(app.app.db.read()).await.expect("a count")
}

pub async fn row(app: &TestApp, path: &str) -> Model {
    let id: i64 = path.trim_start_matches("/produk/").split(['/', '-']).next().unwrap().parse().expect("a number");
    Entity::find_by_id(id).one(app.app.db.read()).await.unwrap().expect("a product")
}

fn version_in(form: &Answer) -> String {
    let rest = form.text.split("name=\"version\" value=\"").nth(1).expect("a version");
    rest.split('"').next().expect("its end").to_owned()
}

/// Writes down a product of a study; gives the path below which its forms are: "/produk/1".
pub async fn writes(person: &Person, study: &Study, name: &str) -> String {
    let number = study.id.to_string();
    let form = [
        ("study", number.as_str()),
        ("name", name),
        ("price_from", "15.000"),
        ("price_to", "25.000"),
        ("price_unit", "bungkus"),
    ];
    let location = person.post("/produk/baru", &form).await.expect(303).location;
    location.trim_end_matches("/ubah").to_owned()
}

/// Records the maker's contact with his consent of today.
pub async fn records(app: &TestApp, person: &Person, product: &str) {
    let version = row(app, product).await.version.to_string();
    let today = app.app.clock.today().to_string();
    let form = [
        ("version", version.as_str()),
        ("maker", "Kelompok Mekarsari"),
        ("phone", NUMBER),
        ("how", "lisan"),
        ("consent_on", today.as_str()),
        ("agreed", "ya"),
    ];
    person.post(&format!("{product}/kontak"), &form).await.expect(303);
}

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
        "/sitemap.xml",
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

/// Wawan writes down what grew from a practice, Siti shows it, and a visitor finds it from the study, the kecamatan and the
/// catalogue.
#[tokio::test]
async fn a_product_travels_from_its_study_to_the_catalogue() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let wawan = app.person("Wawan", Role::Staf, CIKAJANG).await;
    let named =
        a_study("Irigasi tetes").by(&siti).saying(|content| content.products = vec!["Sambal Mekarsari".to_owned()]);
    let study = app.has(named).await;
    app.settle().await;
    let own = wawan.get("/produk/kelola").await.expect(200);
    assert!(own.shows("Belum ada produk") && own.shows("Sambal Mekarsari"), "{}", own.words());
    let form = wawan.get(&format!("/produk/baru?praktik={}&nama=Sambal%20Mekarsari", study.id)).await.expect(200);
    assert!(form.text.contains("value=\"Sambal Mekarsari\"") && form.shows("Irigasi tetes"), "{}", form.words());
    let number = study.id.to_string();
    let typed = [
        ("study", number.as_str()),
        ("name", "Sambal Mekarsari"),
        ("description", "Cabai kering matahari, tanpa pengawet."),
        ("price_from", "15.000"),
        ("price_to", "Rp25.000"),
        ("price_unit", "bungkus"),
        ("capacity", "1.200,5"),
        ("capacity_unit", "kg"),
        ("certificates.0.kind", "PIRT"),
        ("certificates.0.number", "2063205010123-29"),
        ("certificates.0.until", "2029-03-03"),
        ("certificates.1.kind", "Halal"),
        ("certificates.1.number", "ID32110000123"),
        ("certificates.1.until", "2026-01-31"),
        ("order_url", "https://www.tokopedia.com/mekarsari"),
    ];
    let path = wawan.post("/produk/baru", &typed).await.expect(303).location;
    assert_eq!(wawan.post("/produk/baru", &typed).await.expect(303).location, path, "sent twice it is one");
    let other = [&typed[..2], &[("description", "Dalam botol.")][..]].concat();
    let refused = wawan.post("/produk/baru", &other).await.expect(422);
    assert!(refused.shows("sudah tercatat") && refused.text.contains("Dalam botol."), "{}", refused.words());
    assert_eq!(products(&app).await, 1);
    let product = path.trim_end_matches("/ubah").to_owned();
    assert!(!wawan.get("/produk/kelola").await.expect(200).shows("belum tercatat"));
    app.visitor().get(&product).await.expect(404);
    wawan.post(&format!("{product}/tayangkan"), &[]).await.expect(403);
    assert!(wawan.get(&path).await.expect(200).shows("Camat menayangkannya"));
    let sent = || Form::new().part("photo", Part::bytes(photo(900, 600)).file_name("IMG_1.jpg"));
    let told = sent().text("alt", "Ibu Enok, NIK 3205 0641 0785 0001").text("consent", "none_recognisable");
    let refused = wawan.post_files(&format!("{product}/foto"), told).await.expect(422);
    assert!(refused.shows("Di sini ada NIK"), "{}", refused.words());
    let form = SAID.iter().fold(sent(), |form, (name, value)| form.text(*name, *value));
    wawan.post_files(&format!("{product}/foto"), form).await.expect(303);
    let url = siti.post(&format!("{product}/tayangkan"), &[]).await.expect(303).location;
    assert_eq!(app.visitor().get(&product).await.expect(308).location, url);

    let page = app.visitor().get(&url).await.expect(200);
    for words in [
        "Rp15.000–Rp25.000 per bungkus",
        "1.200,5 kg per bulan",
        "Nomor 2063205010123-29",
        "berlaku sampai 3 Mar 2029",
        "sudah berakhir 31 Jan 2026",
        "Tumbuh dari praktik Irigasi tetes",
        "Pesan di www.tokopedia.com",
    ] {
        assert!(page.shows(words), "{words}: {}", page.words());
    }
    assert!(page.text.contains("rel=\"nofollow noopener\""));
    assert!(page.text.contains("\"@type\":\"Product\"") && page.text.contains("\"lowPrice\":15000"), "{}", page.text);
    assert!(page.text.contains("og:image") && page.text.contains("https://wa.me/?text=Sambal%20Mekarsari%20dari"));
    assert!(!page.text.contains("ID32110000123\",\"expires"), "what has expired is told to no machine");
    assert!(!page.shows("Hubungi pembuat"), "nobody agreed to be called");
    let kept = row(&app, &product).await.photo_id.expect("a photo");
    let of_study = forum_camat::attachment::ids_of(app.app.db.read(), 0, Some(study.id.get())).await.expect("photos");
    assert!(!of_study.contains(&kept), "a product's photo is none of the study's text");
    for path in [study.url.as_str(), "/kecamatan/32.05.22", "/produk", "/sitemap.xml"] {
        assert!(app.visitor().get(path).await.expect(200).text.contains(&url), "{path}");
    }
    let audit = app.coordinator("Hendra", "32.05").await.get("/meja/audit").await.expect(200);
    assert!(audit.shows("menayangkan produk nomor"), "{}", audit.words());
}

/// The catalogue is narrowed by sector, place and words; what is looked for in vain says so.
#[tokio::test]
async fn readers_narrow_the_catalogue() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let yanti = app.camat("Yanti", CILEUNYI).await;
    let farming = app.has(a_study("Irigasi tetes")).await;
    let crafts = app.has(a_study("Galeri bersama").of(CILEUNYI).in_sector("industri-kreatif")).await;
    for (person, study, name) in [(&siti, &farming, "Sambal 100% cabai"), (&yanti, &crafts, "Tas anyaman")] {
        let product = writes(person, study, name).await;
        person.post(&format!("{product}/tayangkan"), &[]).await.expect(303);
    }
    let shown = async |query: &str| {
        let page = app.visitor().get(&format!("/produk{query}")).await.expect(200);
        (page.shows("Sambal 100% cabai"), page.shows("Tas anyaman"))
    };
    assert_eq!(shown("").await, (true, true));
    assert_eq!(shown("?sektor=pertanian").await, (true, false));
    assert_eq!(shown("?kabupaten_kota=32.04").await, (false, true));
    assert_eq!(shown("?kecamatan=32.05.22").await, (true, false));
    assert_eq!(shown("?kabupaten_kota=32.04&kecamatan=32.05.22").await, (false, true), "the later choice holds");
    assert_eq!(shown("?q=CABAI+sambal").await, (true, false));
    assert_eq!(shown("?q=%25").await, (true, true), "a sign of a pattern is none");
    assert_eq!(shown("?q=tas_anyaman").await, (false, false));
    assert_eq!(shown("?sektor=tidak-ada&halaman=x").await, (true, true), "an address is never an error");
    assert!(app.visitor().get("/produk?q=zzzz").await.expect(200).shows("Belum ada produk dengan saringan ini."));
    assert!(app.visitor().get("/produk?halaman=9").await.expect(200).shows("tidak sampai halaman itu"));
}

/// What can't be kept is said beside its field, with what was typed still there; each has a twin that is welcome.
#[tokio::test]
async fn a_product_that_can_not_be_kept_says_why() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let other = app.has(a_study("Praktik lain").of(BAYONGBONG)).await;
    let (own, foreign) = (study.id.to_string(), other.id.to_string());
    let hostile = "<script>alert(1)</script> =SUM(A1)\u{202e}\u{7}";
    let wrong = [
        ("study", foreign.as_str()),
        ("name", hostile),
        ("price_from", "25.000"),
        ("price_to", "15.000"),
        ("capacity", "banyak"),
        ("certificates.0.kind", "PIRT"),
        ("order_url", "javascript:alert(1)"),
        ("description", "Pesan ke 081234567890"),
    ];
    let form = siti.post("/produk/baru", &wrong).await.expect(422);
    for sentence in [
        "lebih rendah daripada harga terendah",
        "Tulis angkanya saja",
        "Tulis nomor sertifikat PIRT.",
        "dimulai dengan https://",
        "dicatat di bagian Kontak",
    ] {
        assert!(form.shows(sentence), "{sentence}: {}", form.words());
    }
    assert!(!form.text.contains("<script>alert") && form.text.contains("25.000"), "what was typed stays, escaped");
    let negative = [("study", own.as_str()), ("name", "Sambal"), ("price_from", "-1")];
    assert!(siti.post("/produk/baru", &negative).await.expect(422).shows("kurang dari nol"));
    let elsewhere = [("study", foreign.as_str()), ("name", "Sambal")];
    assert!(siti.post("/produk/baru", &elsewhere).await.expect(422).shows("Pilih praktik kecamatan sendiri"));
    assert_eq!(products(&app).await, 0);
    let harmless = [("study", own.as_str()), ("name", hostile)];
    let product = siti.post("/produk/baru", &harmless).await.expect(303).location.trim_end_matches("/ubah").to_owned();
    let url = siti.post(&format!("{product}/tayangkan"), &[]).await.expect(303).location;
    let page = app.visitor().get(&url).await.expect(200);
    assert!(!page.text.contains("<script>alert") && !page.text.contains('\u{202e}'), "{}", page.text);
    dedi.post(&format!("{product}/ubah"), &harmless).await.expect(403);
    dedi.get(&format!("{product}/ubah")).await.expect(403);
    dedi.post("/produk/baru", &[("study", foreign.as_str()), ("name", "Keripik")]).await.expect(303);
}

/// Machines are told a price that they can read, or none; the page says it in words.
#[tokio::test]
async fn a_highest_price_alone_is_no_offer_for_machines() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let number = study.id.to_string();
    for (name, field, said, offered) in
        [("Sambal", "price_to", "sampai Rp25.000", false), ("Keripik", "price_from", "mulai Rp25.000", true)]
    {
        let form = [("study", number.as_str()), ("name", name), (field, "25.000")];
        let product = siti.post("/produk/baru", &form).await.expect(303).location.trim_end_matches("/ubah").to_owned();
        let url = siti.post(&format!("{product}/tayangkan"), &[]).await.expect(303).location;
        let page = app.visitor().get(&url).await.expect(200);
        assert!(page.shows(said), "{}", page.words());
        assert_eq!(page.text.contains("AggregateOffer"), offered, "{name}");
    }
}

/// Of two who change at once the second sees what the first wrote; nothing is overwritten unseen.
#[tokio::test]
async fn a_colleagues_newer_text_is_not_overwritten() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let euis = app.person("Euis", Role::Sekcam, CIKAJANG).await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let product = writes(&siti, &study, "Sambal Mekarsari").await;
    let edit = format!("{product}/ubah");
    let version = version_in(&siti.get(&edit).await.expect(200));
    let number = study.id.to_string();
    let typed = |name: &'static str, version: &str| {
        vec![("study", number.clone()), ("name", name.to_owned()), ("version", version.to_owned())]
    };
    let send = async |person: &Person, fields: Vec<(&'static str, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        person.post(&edit, &fields).await
    };
    send(&euis, typed("Sambal Ibu Euis", &version)).await.expect(303);
    let clash = send(&siti, typed("Sambal Ibu Siti", &version)).await.expect(409);
    assert!(clash.shows("rekan mengubah produk ini") && clash.text.contains("Sambal Ibu Siti"), "{}", clash.words());
    assert_eq!(row(&app, &product).await.name, "Sambal Ibu Euis");
    send(&siti, typed("Sambal Ibu Siti", &version_in(&clash))).await.expect(303);
    assert_eq!(row(&app, &product).await.name, "Sambal Ibu Siti");
    let before = row(&app, &product).await.version;
    send(&siti, typed("Sambal Ibu Siti", "1")).await.expect(303);
    assert_eq!(row(&app, &product).await.version, before, "the same again is no change");
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

/// A product is seen by who may see its study; a coordinator hides it with a reason that the office reads.
#[tokio::test]
async fn a_product_passes_the_gate_of_its_study() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let euis = app.person("Euis", Role::Sekcam, CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let open = app.has(a_study("Irigasi tetes")).await;
    let closed = app.has(a_study("Khusus anggota").members_only()).await;
    let (seen, kept) = (writes(&siti, &open, "Sambal").await, writes(&siti, &closed, "Keripik").await);
    euis.post(&format!("{seen}/tayangkan"), &[]).await.expect(403);
    siti.post(&format!("/kecamatan/{CIKAJANG}/delegasi"), &[]).await.expect(303);
    euis.post(&format!("{seen}/tayangkan"), &[]).await.expect(303);
    siti.post(&format!("{kept}/tayangkan"), &[]).await.expect(303);
    app.visitor().get(&kept).await.expect(404);
    dedi.get(&row(&app, &kept).await.url()).await.expect(200);
    let list = app.visitor().get("/produk").await.expect(200);
    assert!(list.shows("Sambal") && !list.shows("Keripik"), "{}", list.words());
    assert!(!app.visitor().get("/sitemap.xml").await.expect(200).text.contains("keripik"));
    assert!(dedi.get("/produk").await.expect(200).shows("Keripik"));

    let url = row(&app, &seen).await.url();
    let mut form = Form::new();
    for (name, value) in SAID {
        form = form.text(name, value);
    }
    let form = form.part("photo", Part::bytes(photo(900, 600)).file_name("IMG_1.jpg"));
    siti.post_files(&format!("{seen}/foto"), form).await.expect(303);
    let page = app.visitor().get(&url).await.expect(200);
    let rest = page.text.split("/berkas/").nth(1).expect("a photo");
    let picture = format!("/berkas/{}", rest.split(['"', ' ', ',']).next().expect("its end"));
    app.visitor().get(&picture).await.expect(200);
    assert!(hendra.post(&format!("{seen}/sembunyikan"), &[]).await.expect(422).shows("Tulis alasannya"));
    dedi.post(&format!("{seen}/sembunyikan"), &[("reason", "Iri")]).await.expect(403);
    hendra.post(&format!("{seen}/sembunyikan"), &[("reason", "Fotonya milik orang lain")]).await.expect(303);
    app.visitor().get(&url).await.expect(404);
    app.visitor().get(&picture).await.expect(404);
    dedi.get(&picture).await.expect(404);
    assert_eq!(siti.get(&picture).await.expect(200).headers["cache-control"], "private, no-store");
    assert!(siti.get(&url).await.expect(200).shows("Fotonya milik orang lain"));
    app.settle().await;
    let told = siti.get("/kabar").await.expect(200);
    assert!(told.shows("Produk ini disembunyikan"), "the office is told");
    let link = told
        .text
        .split("Keputusan pembina tentang produk")
        .next()
        .expect("what stands before")
        .rsplit("/kabar/")
        .next();
    let number: String = link.expect("a link").chars().take_while(char::is_ascii_digit).collect();
    let opened = siti.get(&format!("/kabar/{number}")).await.expect(303).location;
    assert!(siti.get(&opened).await.expect(200).shows("Fotonya milik orang lain"), "it leads to the reason: {opened}");
    assert!(!dedi.get("/kabar").await.expect(200).shows("Produk ini disembunyikan"));
    hendra.post(&format!("{seen}/pulihkan"), &[]).await.expect(303);
    app.visitor().get(&url).await.expect(200);
    app.visitor().get(&picture).await.expect(200);
    siti.post(&format!("{seen}/hentikan"), &[]).await.expect(303);
    app.visitor().get(&picture).await.expect(404);
    siti.post(&format!("{seen}/tayangkan"), &[]).await.expect(303);
    siti.post(&open.path("hentikan"), &[("reason", "Sedang ditulis ulang")]).await.expect(303);
    app.visitor().get(&url).await.expect(404);
    assert!(siti.get(&url).await.expect(200).shows("praktik asalnya tidak ditayangkan"));
}

/// Statements of the catalogue, a kecamatan and a study don't grow with the products.
#[tokio::test]
async fn lists_send_as_many_statements_for_twelve_products_as_for_two() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let mut counts: Vec<Vec<u64>> = Vec::new();
    for range in [0..2, 2..12] {
        for number in range {
            let product = writes(&siti, &study, &format!("Sambal {number}")).await;
            siti.post(&format!("{product}/tayangkan"), &[]).await.expect(303);
        }
        app.settle().await;
        let mut sent = Vec::new();
        for path in ["/produk", "/produk/kelola", "/kecamatan/32.05.22", study.url.as_str()] {
            siti.get(path).await.expect(200);
            let before = app.app.db.statements();
            siti.get(path).await.expect(200);
            sent.push(app.app.db.statements() - before);
        }
        counts.push(sent);
    }
    assert_eq!(counts[0], counts[1]);
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
