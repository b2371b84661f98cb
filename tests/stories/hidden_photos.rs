//! The photo of a step or of a product is there for who sees that: each act that hides or shows one reaches all widths of
//! its photo, at once and both ways.

use std::collections::BTreeSet;

use forum_camat::adoption::entity::adoption_step;
use forum_camat::attachment::entity as attachment;
use forum_camat::ids::DraftKey;
use forum_tests::{Browser, CIKAJANG, Person, TestApp, a_study};
use reqwest::multipart::{Form, Part};
use sea_orm::{DbBackend, EntityTrait, QueryOrder};

use super::adoption::{BAYONGBONG, adopts, day, tells};
use super::photos::{SAID, photo};
use super::products::{records, row, writes};
use super::writing::{answers, id_of, send};
use crate::schema::entities;

const WHY: [(&str, &str); 1] = [("reason", "Fotonya milik orang lain.")];

/// Adds a photo to a product, or to this step of an entry; gives its address without the variant.
pub async fn adds(app: &TestApp, person: &Person, to: &str, step: Option<&str>) -> String {
    let mut form = Form::new().part("photo", Part::bytes(photo(900, 600)).file_name("IMG_1.jpg"));
    for (name, value) in SAID.into_iter().chain(step.map(|step| ("step", step))) {
        form = form.text(name.to_owned(), value.to_owned());
    }
    person.post_files(&format!("{to}/foto"), form).await.expect(303);
    newest(app).await
}

/// The address of the photo that was recorded last, without the variant.
pub async fn newest(app: &TestApp) -> String {
    let last = attachment::Entity::find().order_by_desc(attachment::Column::Id).one(app.app.db.read()).await;
    let last = last.expect("an answer").expect("a photo");
    format!("/berkas/{}/{}", last.id, &last.sha256[..16])
}

/// The number of the step that was written down last.
pub async fn newest_step(app: &TestApp) -> String {
    let last = adoption_step::Entity::find().order_by_desc(adoption_step::Column::Id).one(app.app.db.read()).await;
    last.expect("an answer").expect("a step").id.to_string()
}

/// How somebody is given a photo, the same in every width: "public", "private" or "none".
async fn given(browser: &Browser, photo: &str) -> &'static str {
    let mut ways = BTreeSet::new();
    for variant in ["320.webp", "800.webp", "1600.webp", "og.jpg"] {
        let answer = browser.get(&format!("{photo}/{variant}")).await;
        ways.insert(match answer.status.as_u16() {
            404 | 410 => "none",
            200 if answer.headers["cache-control"] == "private, no-store" => "private",
            200 if answer.headers["cache-control"] == "public, max-age=31536000, immutable" => "public",
            status => panic!("{photo}/{variant}: {status}, {:?}", answer.headers.get("cache-control")),
        });
    }
    assert_eq!(ways.len(), 1, "{photo}: {ways:?}");
    ways.pop_first().expect("one way")
}

/// A photo in the text of a study that everybody sees, and the path below which the study is hidden.
async fn in_a_text(app: &TestApp, person: &Person) -> (String, String) {
    let draft = format!("/tulis/{}", DraftKey::new());
    send(person, &draft, &answers("Irigasi botol")).await.expect(303);
    let photo = adds(app, person, &draft, None).await;
    let study = send(person, &format!("{draft}/terbitkan"), &[]).await.expect(303).location;
    (photo, format!("/praktik/{}", id_of(&study)))
}

/// Every column that names a photo has its way here, and a new one is missed until it has: the form that hides what shows
/// the photo takes it from readers too, and the form that shows it again brings it back.
#[tokio::test]
async fn whatever_names_a_photo_hides_it() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let yuli = app.coordinator("Yuli", "32.04").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let in_a_text = in_a_text(&app, &siti).await;
    let tables = entities(DbBackend::Sqlite);
    let columns = tables.iter().flat_map(|(table, columns)| columns.keys().map(move |column| (table, column)));
    for (table, column) in columns.filter(|(_, column)| column.ends_with("photo_id")) {
        let (photo, place) = match (table.as_str(), column.as_str()) {
            // A collection's cover is a photo of a study in it.
            ("case_study", "lead_photo_id") | ("collection", "cover_photo_id") => in_a_text.clone(),
            ("adoption_step", "photo_id") => {
                let entry = adopts(&dedi, &study).await;
                let step = newest_step(&app).await;
                (adds(&app, &dedi, &entry, Some(&step)).await, format!("/replikasi/langkah/{step}"))
            }
            ("product", "photo_id") => {
                let product = writes(&siti, &study, "Sambal").await;
                siti.post(&format!("{product}/tayangkan"), &[]).await.expect(303);
                (adds(&app, &siti, &product, None).await, product)
            }
            _ => panic!("{table}.{column} names a photo: is it hidden with what shows it?"),
        };
        assert_eq!(given(&app.visitor(), &photo).await, "public", "{table}");
        hendra.post(&format!("{place}/sembunyikan"), &WHY).await.expect(303);
        for reader in [&app.visitor(), &*yuli] {
            assert_eq!(given(reader, &photo).await, "none", "{table}");
        }
        hendra.post(&format!("{place}/pulihkan"), &[]).await.expect(303);
        assert_eq!(given(&app.visitor(), &photo).await, "public", "{table}");
    }
}

/// Hendra hides a step: its photo stays for the office that wrote it and for him, and comes back with the step. One that is
/// added meanwhile is hidden with it.
#[tokio::test]
async fn a_hidden_step_takes_its_photo_with_it() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let yuli = app.coordinator("Yuli", "32.04").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let entry = adopts(&dedi, &study).await;
    let step = newest_step(&app).await;
    let photo = adds(&app, &dedi, &entry, Some(&step)).await;
    assert_eq!(given(&app.visitor(), &photo).await, "public");

    hendra.post(&format!("/replikasi/langkah/{step}/sembunyikan"), &WHY).await.expect(303);
    assert_eq!(given(&app.visitor(), &photo).await, "none");
    for stranger in [&siti, &yuli] {
        assert_eq!(given(stranger, &photo).await, "none");
    }
    for keeper in [&dedi, &hendra] {
        assert_eq!(given(keeper, &photo).await, "private");
    }
    dedi.post(&format!("/replikasi/langkah/{step}/pulihkan"), &[]).await.expect(403);
    assert_eq!(given(&app.visitor(), &photo).await, "none");
    hendra.post(&format!("/replikasi/langkah/{step}/pulihkan"), &[]).await.expect(303);
    assert_eq!(given(&app.visitor(), &photo).await, "public");

    let today = day(&app, 0);
    tells(&dedi, &entry, &[("stage", "uji_coba"), ("on", &*today), ("note", "Lahan Pak Asep.")]).await.expect(303);
    let second = newest_step(&app).await;
    hendra.post(&format!("/replikasi/langkah/{second}/sembunyikan"), &WHY).await.expect(303);
    let late = adds(&app, &dedi, &entry, Some(&second)).await;
    assert_eq!(given(&app.visitor(), &late).await, "none");
    assert_eq!(given(&dedi, &late).await, "private");
    assert_eq!(given(&app.visitor(), &photo).await, "public", "the other step is shown");
    // Shown again by the answer to its case, as it is from its own page.
    let page = dedi.get(&entry).await.expect(200);
    let case = page.text.split("href=\"/laporan/").nth(1).expect("a case").split('"').next().expect("its end");
    dedi.post(&format!("/laporan/{case}/tanggapi"), &[("body", "Pak Asep setuju tertulis.")]).await.expect(303);
    let answer = [("outcome", "dipulihkan"), ("body", "Baik, ditampilkan kembali.")];
    hendra.post(&format!("/laporan/{case}/jawab"), &answer).await.expect(303);
    assert_eq!(given(&app.visitor(), &late).await, "public");
}

/// The photo of a product is seen while the product is: it has to be shown by its head and not hidden by a coordinator. A
/// contact that is taken back is no reason to hide the photo.
#[tokio::test]
async fn a_product_that_is_put_away_takes_its_photo_with_it() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let product = writes(&siti, &study, "Sambal").await;
    let photo = adds(&app, &siti, &product, None).await;
    let acts = async |who: &Person, act: &str| {
        let reason: &[(&str, &str)] = if act == "sembunyikan" { &WHY } else { &[] };
        who.post(&format!("{product}/{act}"), reason).await.expect(303);
    };
    assert_eq!(given(&app.visitor(), &photo).await, "none", "nobody has shown it yet");
    assert_eq!(given(&siti, &photo).await, "private");
    for (who, act, way) in [
        (&siti, "tayangkan", "public"),
        (&siti, "hentikan", "none"),
        (&siti, "tayangkan", "public"),
        (&hendra, "sembunyikan", "none"),
        // What a coordinator hid does not come back by its office.
        (&siti, "hentikan", "none"),
        (&siti, "tayangkan", "none"),
        (&hendra, "pulihkan", "public"),
        (&hendra, "sembunyikan", "none"),
        (&siti, "hentikan", "none"),
        // And what its office put away does not come back by the coordinator.
        (&hendra, "pulihkan", "none"),
        (&siti, "tayangkan", "public"),
    ] {
        acts(who, act).await;
        assert_eq!(given(&app.visitor(), &photo).await, way, "after {act}");
        assert_eq!(given(&dedi, &photo).await, way, "after {act}");
        assert_eq!(given(&siti, &photo).await, if way == "none" { "private" } else { way }, "after {act}");
    }

    records(&app, &siti, &product).await;
    siti.post(&format!("{product}/kontak/cabut"), &[]).await.expect(303);
    assert_eq!(given(&app.visitor(), &photo).await, "public");
    acts(&hendra, "sembunyikan").await;
    let next = adds(&app, &siti, &product, None).await;
    assert_eq!(given(&app.visitor(), &next).await, "none");
    assert_eq!(given(&hendra, &next).await, "private");
    assert_eq!(given(&siti, &photo).await, "none", "the one before it is gone");
    acts(&hendra, "pulihkan").await;
    assert_eq!(given(&app.visitor(), &next).await, "public");
}

/// A product that moves to another study takes its photo behind that one's gate, and stays as hidden as it was.
#[tokio::test]
async fn a_photo_moves_with_its_product() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let open = app.has(a_study("Irigasi tetes")).await;
    let closed = app.has(a_study("Khusus anggota").members_only()).await;
    let product = writes(&siti, &open, "Sambal").await;
    let photo = adds(&app, &siti, &product, None).await;
    let moves = async |study: i64| {
        let (study, version) = (study.to_string(), row(&app, &product).await.version.to_string());
        let form = [("study", &*study), ("name", "Sambal"), ("version", &*version)];
        siti.post(&format!("{product}/ubah"), &form).await.expect(303);
    };
    moves(closed.id.get()).await;
    assert_eq!(given(&dedi, &photo).await, "none", "nobody has shown it yet");
    siti.post(&format!("{product}/tayangkan"), &[]).await.expect(303);
    assert_eq!(given(&app.visitor(), &photo).await, "none");
    assert_eq!(given(&dedi, &photo).await, "private");
    moves(open.id.get()).await;
    assert_eq!(given(&app.visitor(), &photo).await, "public");
}

/// What hangs beside a text is no part of it: an edit takes in neither the photo of a step nor that of a product by the form
/// that puts a photo back; its own comes back by it.
#[tokio::test]
async fn a_photo_beside_the_text_never_comes_into_it() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let entry = adopts(&dedi, &study).await;
    let of_step = adds(&app, &dedi, &entry, Some(&newest_step(&app).await)).await;
    let product = writes(&siti, &study, "Sambal").await;
    let of_product = adds(&app, &siti, &product, None).await;
    let edit = siti.post(&study.path("ubah"), &[]).await.expect(303).location;
    let own = adds(&app, &siti, &edit, None).await;
    let number = |photo: &str| photo.split('/').nth(2).expect("a number").to_owned();
    siti.post(&format!("{edit}/foto/{}/hapus", number(&own)), &[]).await.expect(303);
    assert!(!siti.get(&edit).await.expect(200).text.contains(&own));
    for (photo, comes) in [(&of_step, false), (&of_product, false), (&own, true)] {
        siti.post(&format!("{edit}/foto/{}/kembalikan", number(photo)), &[]).await.expect(303);
        assert_eq!(siti.get(&edit).await.expect(200).text.contains(photo.as_str()), comes, "{photo}");
    }
}
