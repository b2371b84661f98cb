//! Who sees which products: readers who narrow the catalogue, machines, members, and nobody while one is hidden.

use forum_camat::policy::Role;
use forum_tests::{CIKAJANG, TestApp, a_study};
use reqwest::multipart::{Form, Part};

use super::photos::{SAID, photo};
use super::products::{BAYONGBONG, row, writes};

const CILEUNYI: &str = "32.04.05";

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
    assert!(!app.visitor().get("/sitemap/produk/1").await.expect(200).text.contains("keripik"));
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
