//! Produk unggulan: an office writes down what it makes, and its head shows it.

use forum_camat::policy::Role;
use forum_camat::product::entity::{Entity, Model};
use forum_tests::{Answer, CIKAJANG, Person, Study, TestApp, a_study};
use reqwest::multipart::{Form, Part};
use sea_orm::{EntityTrait, PaginatorTrait};

use super::photos::{SAID, photo};

pub const BAYONGBONG: &str = "32.05.17";
pub const NUMBER: &str = "0812-3456-7890";

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
        ("price_to", "Rp 25.000,-"),
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
    for path in [study.url.as_str(), "/kecamatan/32.05.22", "/produk", "/sitemap/produk/1"] {
        assert!(app.visitor().get(path).await.expect(200).text.contains(&url), "{path}");
    }
    let audit = app.coordinator("Hendra", "32.05").await.get("/meja/audit").await.expect(200);
    assert!(audit.shows("menayangkan produk nomor"), "{}", audit.words());
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
    let folded = "<details class=\"fold mt\">";
    assert!(!form.text.contains(folded), "the certificates stay open where one was typed");
    // A browser sends the empty rows, too.
    let plain = [&negative[..], &[("certificates.0.kind", ""), ("certificates.4.until", "")]].concat();
    assert!(
        siti.post("/produk/baru", &plain).await.expect(422).text.contains(folded),
        "fifteen empty fields stay away"
    );
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

/// Wawan prepares a product; it waits where Siti looks for drafts. What readers see is hers to say, and the sekcam's while she
/// lets him: Wawan takes nothing down, and each taking down can be undone.
#[tokio::test]
async fn staff_prepares_and_the_head_says_what_readers_see() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let euis = app.person("Euis", Role::Sekcam, CIKAJANG).await;
    let wawan = app.person("Wawan", Role::Staf, CIKAJANG).await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let product = writes(&wawan, &study, "Sambal Mekarsari").await;
    assert!(wawan.get(&format!("{product}/ubah")).await.expect(200).shows("Belum ditayangkan"));
    let waiting = "Produk yang belum ditayangkan";
    assert!(!wawan.get("/draf").await.expect(200).shows(waiting));
    assert!(!euis.get("/draf").await.expect(200).shows(waiting), "the camat lets nobody show anything yet");
    let desk = siti.get("/draf").await.expect(200);
    assert!(desk.shows(waiting) && desk.shows("Sambal Mekarsari"), "{}", desk.words());
    assert!(siti.get("/produk/kelola").await.expect(200).text.contains(&format!("{product}/tayangkan")));
    assert!(!wawan.get("/produk/kelola").await.expect(200).text.contains("/tayangkan"));
    let url = siti.post(&format!("{product}/tayangkan"), &[]).await.expect(303).location;
    assert!(!siti.get("/draf").await.expect(200).shows(waiting));

    for person in [&wawan, &euis] {
        assert!(!person.get(&url).await.expect(200).shows("Hentikan penayangan"));
        person.post(&format!("{product}/hentikan"), &[]).await.expect(403);
    }
    assert_eq!(row(&app, &product).await.state, "tayang");
    siti.post(&format!("/kecamatan/{CIKAJANG}/delegasi"), &[]).await.expect(303);
    assert!(euis.get(&url).await.expect(200).shows("Hentikan penayangan"));
    let down = euis.post(&format!("{product}/hentikan"), &[]).await.expect(303);
    let notice = down.headers["set-cookie"].to_str().unwrap();
    assert!(notice.contains("%2Ftayangkan"), "the notice has Urungkan: {notice}");
    assert!(euis.get(&url).await.expect(200).shows("Diturunkan"));
    app.visitor().get(&url).await.expect(404);
    let kept = wawan.get("/produk/kelola").await.expect(200);
    assert!(kept.shows("Diturunkan") && !kept.shows("Belum ditayangkan"), "{}", kept.words());
    assert!(!siti.get("/draf").await.expect(200).shows(waiting), "it was taken down on purpose");
    euis.post(&format!("{product}/tayangkan"), &[]).await.expect(303);
    app.visitor().get(&url).await.expect(200);
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
