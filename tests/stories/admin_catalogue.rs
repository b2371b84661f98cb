//! Sectors, indicators and measures: an administrator adds, renames, orders and retires them, and studies keep what they
//! carry.

use forum_camat::catalogue::edit::rows;
use forum_camat::catalogue::kind::Kind;
use forum_camat::ids::DraftKey;
use forum_camat::policy::Role;
use forum_tests::{CIKAJANG, Person, TestApp, a_study};

use super::writing::{answers, but, id_of, publishes, send};

async fn dewi(app: &TestApp) -> Person {
    app.person("Dewi", Role::Admin, "32").await
}

fn draft() -> String {
    format!("/tulis/{}", DraftKey::new())
}

async fn number(app: &TestApp, kind: Kind, slug: &str) -> (i64, String) {
    let all = rows(app.app.db.read(), kind, None).await.unwrap();
    let row = all.into_iter().find(|row| row.slug == slug).unwrap();
    (row.id, row.version.to_string())
}

/// A new name stands in the form, in the filter and on the page at once; the address holds.
#[tokio::test]
async fn dewi_renames_a_sector_and_its_address_holds() {
    let app = TestApp::start().await;
    let dewi = dewi(&app).await;
    let siti = app.camat("Siti", CIKAJANG).await;
    app.has(a_study("Irigasi tetes").by(&siti)).await;
    app.settle().await;
    app.visitor().get("/cari").await.expect(200);
    let (id, version) = number(&app, Kind::Sector, "pertanian").await;
    let page = dewi.get(&format!("/admin/sektor/{id}")).await.expect(200);
    assert!(page.shows("Alamat /sektor/pertanian tetap"), "{}", page.words());
    let typed =
        [("name", "Pertanian dan Perikanan"), ("description", "Dari lahan sampai pasar."), ("version", &version)];
    dewi.post(&format!("/admin/sektor/{id}"), &typed).await.expect(303);

    assert!(app.visitor().get("/sektor/pertanian").await.expect(200).shows("Pertanian dan Perikanan"));
    app.settle().await;
    assert!(app.visitor().get("/cari").await.expect(200).shows("Pertanian dan Perikanan"));
    let form = draft();
    assert!(siti.get(&form).await.expect(200).shows("Pertanian dan Perikanan"));
    let told = dewi.get(&format!("/admin/sektor/{id}")).await.expect(200);
    let said = "Dewi mengubah sektor “Pertanian dan Perikanan”: “Nama: Pertanian → Pertanian dan Perikanan; Uraian: ";
    assert!(told.shows(said), "{}", told.words());
}

/// A retired sector is chosen by nobody any more; the study that has it keeps it and is found by it.
#[tokio::test]
async fn what_is_retired_is_no_longer_offered_and_stays_where_it_is() {
    let app = TestApp::start().await;
    let dewi = dewi(&app).await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    app.settle().await;
    let (id, _) = number(&app, Kind::Sector, "pertanian").await;
    let filter = "/cari?sektor=pertanian";
    assert!(app.visitor().get("/cari").await.expect(200).text.contains(filter));

    dewi.post(&format!("/admin/sektor/{id}/hentikan"), &[]).await.expect(303);
    app.settle().await;
    let list = dewi.get("/admin/sektor").await.expect(200);
    assert!(list.shows("Pertanian tidak dipakai lagi"), "{}", list.words());
    assert!(!app.visitor().get("/cari").await.expect(200).text.contains(filter));
    assert!(!app.visitor().get("/").await.expect(200).text.contains("/sektor/pertanian"));
    let form = draft();
    assert!(!siti.get(&form).await.expect(200).text.contains("value=\"pertanian\""));
    assert!(app.visitor().get(&study.url).await.expect(200).shows("Pertanian"));
    assert!(app.visitor().get(filter).await.expect(200).shows("Irigasi tetes"));
    assert!(app.visitor().get("/sektor/pertanian").await.expect(200).shows("Irigasi tetes"));
    // Chosen by a link, it stays chosen: to choose an indicator beside it drops nothing.
    let chosen = siti.get("/cakupan?sektor=pertanian").await.expect(200);
    assert!(chosen.text.contains("value=\"pertanian\" selected"), "{}", chosen.text);
    assert!(!siti.get("/cakupan").await.expect(200).text.contains("value=\"pertanian\""));
    let own = siti.post(&study.path("ubah"), &[]).await.expect(303).location;
    assert!(siti.get(&own).await.expect(200).text.contains("value=\"pertanian\""), "the study's own choice is offered");

    dewi.post(&format!("/admin/sektor/{id}/pakai"), &[]).await.expect(303);
    app.settle().await;
    assert!(app.visitor().get("/cari").await.expect(200).text.contains(filter));
    let told = dewi.get("/admin/sektor").await.expect(200);
    for said in ["Dewi menghentikan pemakaian sektor “Pertanian”", "Dewi memakai lagi sektor “Pertanian”"] {
        assert!(told.shows(said), "{}", told.words());
    }
}

/// An indicator with its measures: added, ordered, offered in the form.
#[tokio::test]
async fn dewi_adds_an_indicator_and_what_is_counted_below_it() {
    let app = TestApp::start().await;
    let dewi = dewi(&app).await;
    let indicator = [
        ("name", "Pengangguran"),
        ("official_name", "Tingkat Pengangguran Terbuka"),
        ("unit", "persen"),
        ("good_direction", "turun"),
        ("source", "BPS, Sakernas"),
        ("description", "Diukur per kabupaten/kota, bukan per kecamatan."),
    ];
    dewi.post("/admin/indikator", &indicator).await.expect(303);
    let (id, _) = number(&app, Kind::Indicator, "pengangguran").await;
    let measure = [("name", "Pencari kerja terdaftar"), ("unit", "orang"), ("good_direction", "turun"), ("note", "")];
    dewi.post(&format!("/admin/indikator/{id}/ukuran"), &measure).await.expect(303);
    let page = app.visitor().get("/indikator/pengangguran").await.expect(200);
    assert!(page.shows("Tingkat Pengangguran Terbuka") && page.shows("Pencari kerja terdaftar"), "{}", page.words());
    let siti = app.camat("Siti", CIKAJANG).await;
    let form = draft();
    let full = siti.get(&format!("{form}?bentuk=lengkap")).await.expect(200);
    assert!(full.shows("Pencari kerja terdaftar (orang)") && full.text.contains("value=\"pengangguran\""));

    let order = |slugs: &[&str]| slugs.iter().map(|slug| (*slug).to_owned()).collect::<Vec<_>>();
    let slugs = async || -> Vec<String> {
        let all = rows(app.app.db.read(), Kind::Indicator, None).await.unwrap();
        all.into_iter().map(|row| row.slug).skip(4).collect()
    };
    assert_eq!(slugs().await, order(&["daya-saing", "pengangguran"]));
    dewi.post(&format!("/admin/indikator/{id}/urutan"), &[("arah", "naik")]).await.expect(303);
    assert_eq!(slugs().await, order(&["pengangguran", "daya-saing"]));
    let (first, version) = number(&app, Kind::Measure, "pencari-kerja-terdaftar").await;
    let changed = [
        ("name", "Pencari kerja terdaftar"),
        ("unit", "jiwa"),
        ("good_direction", "turun"),
        ("note", "Sumber: kartu pencari kerja."),
        ("version", &version),
    ];
    dewi.post(&format!("/admin/ukuran/{first}"), &changed).await.expect(303);
    dewi.post(&format!("/admin/ukuran/{first}/hentikan"), &[]).await.expect(303);
    let full = siti.get(&format!("{form}?bentuk=lengkap")).await.expect(200);
    assert!(!full.shows("Pencari kerja terdaftar (jiwa)"));
    let told = dewi.get(&format!("/admin/ukuran/{first}")).await.expect(200);
    assert!(told.shows("Satuan: orang → jiwa; Cara menghitung: → Sumber"), "{}", told.words());
}

/// What is wrong is said beside its field, and nothing that was typed is lost.
#[tokio::test]
async fn what_is_wrong_with_a_name_is_said_at_its_place() {
    let app = TestApp::start().await;
    let dewi = dewi(&app).await;
    let long = "a".repeat(61);
    let table = [
        ("", "Uraian.", "Tulis nama."),
        ("umkm", "Uraian.", "Sudah ada sektor “UMKM”."),
        (&long, "Uraian.", "Paling panjang 60 karakter; yang ini 61."),
        ("…", "Uraian.", "Pakai huruf atau angka."),
        ("Perikanan", "", "Tulis uraian."),
    ];
    for (name, description, sentence) in table {
        let answer = dewi.post("/admin/sektor", &[("name", name), ("description", description)]).await.expect(422);
        assert!(answer.shows(sentence), "{name}: {}", answer.words());
        assert!(answer.text.contains(&format!("value=\"{name}\"")), "{name}");
    }
    let no_way = [("name", "Pengangguran"), ("official_name", "TPT"), ("unit", "persen"), ("source", "BPS")];
    let answer = dewi.post("/admin/indikator", &no_way).await.expect(422);
    assert!(answer.shows("Pilih naik atau turun.") && answer.shows("Tulis penjelasan."), "{}", answer.words());
    dewi.post("/admin/sektor", &[("name", "Perikanan"), ("description", "Uraian.")]).await.expect(303);
    assert!(app.visitor().get("/sektor/perikanan").await.expect(200).shows("Perikanan"));
    for path in ["/admin", "/admin/sektor", "/admin/indikator", "/admin/sektor/1", "/admin/ukuran/1"] {
        app.camat("Siti", CIKAJANG).await.get(path).await.expect(403);
        app.visitor().get(path).await.expect(303);
        dewi.get(path).await.expect(200);
    }
    dewi.get("/admin/sektor/999999").await.expect(404);
}

/// Of two who change the same row, the second keeps his words and learns who was first.
#[tokio::test]
async fn two_who_rename_one_sector_do_not_overwrite_each_other() {
    let app = TestApp::start().await;
    let (dewi, asep) = (dewi(&app).await, app.person("Asep", Role::Admin, "32").await);
    let (id, version) = number(&app, Kind::Sector, "umkm").await;
    let path = format!("/admin/sektor/{id}");
    let description = ("description", "Usaha mikro, kecil, dan menengah.");
    dewi.post(&path, &[("name", "UMKM dan Koperasi"), description, ("version", &version)]).await.expect(303);
    let typed = [("name", "Usaha Kecil"), description, ("version", version.as_str())];
    let answer = asep.post(&path, &typed).await.expect(409);
    assert!(answer.text.contains("value=\"Usaha Kecil\""), "{}", answer.words());
    assert!(
        answer.shows("Tersimpan sekarang: UMKM dan Koperasi") && answer.shows("Dewi mengubah"),
        "{}",
        answer.words()
    );
    assert!(app.visitor().get("/sektor/umkm").await.expect(200).shows("UMKM dan Koperasi"));
    let (_, newer) = number(&app, Kind::Sector, "umkm").await;
    asep.post(&path, &[("name", "Usaha Kecil"), description, ("version", &newer)]).await.expect(303);
    assert!(app.visitor().get("/sektor/umkm").await.expect(200).shows("Usaha Kecil"));
}

/// Other nodes read the log: what this node has in memory follows.
#[tokio::test]
async fn another_node_learns_of_a_new_name_from_the_log() {
    let app = TestApp::start().await;
    let dewi = dewi(&app).await;
    let (id, version) = number(&app, Kind::Sector, "umkm").await;
    let typed = [("name", "Usaha Kecil"), ("description", "Uraian."), ("version", &version)];
    let old = app.app.catalogue.get();
    dewi.post(&format!("/admin/sektor/{id}"), &typed).await.expect(303);
    app.app.catalogue.set((*old).clone());
    assert!(!app.visitor().get("/sektor/umkm").await.expect(200).shows("Usaha Kecil"));
    app.settle().await;
    assert!(app.visitor().get("/sektor/umkm").await.expect(200).shows("Usaha Kecil"));
}

/// A study in a retired sector is revised and keeps it, without choosing another.
#[tokio::test]
async fn a_study_in_a_retired_sector_gets_its_next_revision() {
    let app = TestApp::start().await;
    let dewi = dewi(&app).await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let url = publishes(&siti, &answers("Irigasi botol")).await;
    let (id, _) = number(&app, Kind::Sector, "pertanian").await;
    dewi.post(&format!("/admin/sektor/{id}/hentikan"), &[]).await.expect(303);
    let edit = siti.post(&format!("/praktik/{}/ubah", id_of(&url)), &[]).await.expect(303).location;
    send(&siti, &edit, &but(answers("Irigasi botol dan pipa"), &[("base", "1")])).await.expect(303);
    let newer = siti.post(&format!("{edit}/terbitkan"), &[]).await.expect(303).location;
    let page = app.visitor().get(&newer).await.expect(200);
    assert!(page.shows("revisi 2") && page.shows("Pertanian"), "{}", page.words());
    assert!(app.visitor().get("/sektor/pertanian").await.expect(200).shows("Irigasi botol dan pipa"));
}

/// Whoever chose a sector before it was retired still publishes in it: the check asks that a sector exists, not that it
/// is offered, so that an administrator turns back no draft that was finished or written without a signal.
#[tokio::test]
async fn a_draft_is_still_published_in_a_sector_that_was_retired_meanwhile() {
    let app = TestApp::start().await;
    let dewi = dewi(&app).await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let (id, _) = number(&app, Kind::Sector, "pertanian").await;
    dewi.post(&format!("/admin/sektor/{id}/hentikan"), &[]).await.expect(303);
    publishes(&siti, &answers("Irigasi botol")).await;
    assert!(app.visitor().get("/sektor/pertanian").await.expect(200).shows("Irigasi botol"));
}
