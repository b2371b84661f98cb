//! Photos: what is taken in, what is refused with which words, and who may see them.

use forum_camat::case_study::entity::draft;
use forum_camat::ids::DraftKey;
use forum_tests::object_store::ObjectStore;
use forum_tests::{Answer, Person, TestApp};
use reqwest::multipart::{Form, Part};
use sea_orm::EntityTrait;

use super::writing::{answers, but, send};

const CIKAJANG: &str = "32.05.22";

/// A real JPEG of the given size, with an APP1 segment that says where it was taken.
pub fn photo(width: u32, height: u32) -> Vec<u8> {
    let pixels = image::RgbImage::from_fn(width, height, |x, y| image::Rgb([(x % 251) as u8, (y % 241) as u8, 120]));
    let mut out = std::io::Cursor::new(Vec::new());
    pixels.write_to(&mut out, image::ImageFormat::Jpeg).unwrap();
    let jpeg = out.into_inner();
    let mut segment = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\0GPS-6.912345,107.654321".to_vec();
    let length = u16::try_from(segment.len() + 2).unwrap().to_be_bytes();
    let mut sent = vec![0xff, 0xd8, 0xff, 0xe1, length[0], length[1]];
    sent.append(&mut segment);
    sent.extend(&jpeg[2..]);
    sent
}

/// Sends a photo with the form around it.
pub async fn uploads(person: &Person, key: DraftKey, bytes: Vec<u8>, fields: &[(&str, &str)]) -> Answer {
    let mut form = Form::new();
    for (name, value) in fields {
        form = form.text((*name).to_owned(), (*value).to_owned());
    }
    form = form.part("photo", Part::bytes(bytes).file_name("IMG_2026.jpg"));
    person.post_files(&format!("/tulis/{key}/foto"), form).await
}

/// What has to be said about a photo.
pub const SAID: [(&str, &str); 2] = [("alt", "Petak cabai dengan botol terbalik"), ("consent", "none_recognisable")];

fn addresses(page: &Answer) -> Vec<String> {
    page.text
        .split("/berkas/")
        .skip(1)
        .map(|rest| format!("/berkas/{}", rest.split(['"', ' ', ',']).next().unwrap()))
        .collect()
}

#[tokio::test]
async fn a_photo_travels_from_the_draft_to_the_readers_without_its_place() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dadan = app.camat("Dadan", "32.03.05").await;
    let key = DraftKey::new();
    let form = answers("Dengan foto");
    let mut fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.extend(SAID);
    uploads(&siti, key, photo(1000, 700), &fields).await.expect(303);
    let page = siti.get(&format!("/tulis/{key}")).await.expect(200);
    assert!(page.text.contains("Dengan foto"), "what was typed beside the photo is saved too");
    let draft_photo = addresses(&page).first().cloned().expect("the photo is in the form");
    let answer = siti.get(&draft_photo).await.expect(200);
    assert_eq!(answer.headers["cache-control"], "private, no-store");
    assert_eq!(answer.headers["x-content-type-options"], "nosniff");
    app.visitor().get(&draft_photo).await.expect(404);
    dadan.get(&draft_photo).await.expect(404);

    let url = send(&siti, &format!("/tulis/{key}/terbitkan"), &[]).await.expect(303).location;
    let page = app.visitor().get(&url).await.expect(200);
    assert!(page.text.contains(r#"alt="Petak cabai dengan botol terbalik""#));
    assert!(page.text.contains("1000w") && page.text.contains("loading=\"lazy\"") && page.text.contains("og.jpg"));
    let found = addresses(&page);
    assert!(found.len() >= 4, "{found:?}");
    for address in found {
        let path = address.split('?').next().unwrap();
        let file = app.visitor().send(|client, url| client.get(format!("{url}{path}"))).await.expect(200);
        assert_eq!(file.headers["cache-control"], "public, max-age=31536000, immutable");
        assert!(!file.text.contains("GPS") && !file.text.contains("Exif"));
    }
    assert!(
        walk(app.folder()).iter().all(|bytes| !bytes.windows(5).any(|part| part == b"GPS-6")),
        "the place is kept on disk"
    );
}

/// The bytes of every stored file.
fn walk(folder: &std::path::Path) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder.join("files")).into_iter().flatten().flatten() {
        let mut waiting = vec![entry.path()];
        while let Some(path) = waiting.pop() {
            match std::fs::read_dir(&path) {
                Ok(entries) => waiting.extend(entries.flatten().map(|entry| entry.path())),
                Err(_) => found.push(std::fs::read(&path).unwrap()),
            }
        }
    }
    assert!(!found.is_empty(), "nothing is stored");
    found
}

#[tokio::test]
async fn what_is_no_photo_is_refused_at_its_field() {
    let app = TestApp::start_with(|config| config.limits.photo_bytes = 1024 * 1024).await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let key = DraftKey::new();
    let whole = photo(900, 600);
    let cut = whole[..whole.len() / 2].to_vec();
    for (bytes, status, words) in [
        (b"<?php system($_GET[0]);".to_vec(), 422, "Berkas ini bukan foto."),
        (cut, 422, "Foto ini rusak atau terpotong"),
        (vec![7; 3 * 1024 * 1024], 413, "Foto paling besar 1 MB; yang ini 3.0 MB"),
        (Vec::new(), 422, "Pilih fotonya dahulu."),
    ] {
        let words = words.replace("3.0", "3,0");
        let page = uploads(&siti, key, bytes, &SAID).await.expect(status);
        assert!(page.shows(&words), "{words}: {}", page.words());
        assert!(page.text.contains("Petak cabai dengan botol terbalik"), "what was typed is lost");
    }
    let page = uploads(&siti, key, whole.clone(), &[]).await.expect(422);
    assert!(page.shows("Tulis apa yang terlihat di foto") && page.shows("Jawab dahulu: ada wajah yang dikenali?"));
    uploads(&siti, key, whole, &SAID).await.expect(303);
}

/// Without scripts every other button brings only the name of a photo that was chosen: it is said, and nothing is
/// published that lacks the photo.
#[tokio::test]
async fn a_photo_that_was_chosen_but_not_uploaded_is_missed_before_anything_is_published() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let key = DraftKey::new();
    let chosen = but(answers("Dengan foto"), &[("photo", "IMG_2026.jpg"), ("alt", "Petak cabai")]);
    for act in ["", "/terbitkan", "/ajukan"] {
        let page = send(&siti, &format!("/tulis/{key}{act}"), &chosen).await.expect(422);
        assert!(page.shows("Foto yang dipilih belum diunggah"), "{act}: {}", page.words());
        assert!(page.shows("Jawab dahulu: ada wajah yang dikenali?"), "{act}");
        assert!(page.text.contains("Dengan foto") && page.text.contains("Petak cabai"), "what was typed is lost");
    }
    let answered = but(chosen, &[("consent", "none_recognisable")]);
    let page = send(&siti, &format!("/tulis/{key}/terbitkan"), &answered).await.expect(422);
    assert!(page.shows("Foto yang dipilih belum diunggah") && !page.shows("Jawab dahulu"));
    let unchosen = but(answered, &[("photo", "")]);
    send(&siti, &format!("/tulis/{key}/terbitkan"), &unchosen).await.expect(303);
}

#[tokio::test]
async fn photos_of_members_only_studies_stay_with_members() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dadan = app.camat("Dadan", "32.03.05").await;
    let key = DraftKey::new();
    send(&siti, &format!("/tulis/{key}"), &but(answers("Khusus"), &[("visibility", "members")])).await.expect(303);
    uploads(&siti, key, photo(400, 300), &SAID).await.expect(303);
    let url = send(&siti, &format!("/tulis/{key}/terbitkan"), &[]).await.expect(303).location;
    let page = dadan.get(&url).await.expect(200);
    let address = addresses(&page).last().cloned().unwrap();
    let file = dadan.get(&address).await.expect(200);
    assert_eq!(file.headers["cache-control"], "private, no-store");
    app.visitor().get(&address).await.expect(404);
}

#[tokio::test]
async fn a_removed_photo_comes_back_and_a_foreign_one_never_comes() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dadan = app.camat("Dadan", "32.03.05").await;
    let key = DraftKey::new();
    uploads(&siti, key, photo(400, 300), &SAID).await.expect(303);
    let id = forum_camat::attachment::entity::Entity::find().one(app.app.db.read()).await.unwrap().unwrap().id;
    dadan.post(&format!("/tulis/{key}/foto/{id}/hapus"), &[]).await.expect(404);
    siti.post(&format!("/tulis/{key}/foto/{id}/hapus"), &[]).await.expect(303);
    assert!(addresses(&siti.get(&format!("/tulis/{key}")).await).is_empty());
    siti.post(&format!("/tulis/{key}/foto/{id}/kembalikan"), &[]).await.expect(303);
    assert_eq!(addresses(&siti.get(&format!("/tulis/{key}")).await).len(), 1);

    let own = DraftKey::new();
    send(&dadan, &format!("/tulis/{own}"), &answers("Milik Dadan")).await.expect(303);
    dadan.post(&format!("/tulis/{own}/foto/{id}/kembalikan"), &[]).await.expect(303);
    let document = format!(r#"{{"title":"Curi","photos":[{{"attachment":{id},"alt":"x","caption":""}}]}}"#);
    let stolen = [("base", "1"), ("revision", "0"), ("document", document.as_str())];
    dadan.post(&format!("/tulis/{own}/gabung"), &stolen).await.expect(303);
    assert!(addresses(&dadan.get(&format!("/tulis/{own}")).await).is_empty());
}

/// Nor into an edit of what is published: the page of two texts takes a document from the browser, which may name any
/// photo.
#[tokio::test]
async fn a_foreign_photo_never_comes_into_an_edit_of_a_published_draft() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dadan = app.camat("Dadan", "32.03.05").await;
    let (drafted, published) = (DraftKey::new(), DraftKey::new());
    uploads(&siti, drafted, photo(400, 300), &SAID).await.expect(303);
    send(&siti, &format!("/tulis/{published}"), &answers("Khusus kantor")).await.expect(303);
    uploads(&siti, published, photo(300, 400), &SAID).await.expect(303);
    send(&siti, &format!("/tulis/{published}/terbitkan"), &[]).await.expect(303);
    let photos = forum_camat::attachment::entity::Entity::find().all(app.app.db.read()).await.unwrap();
    assert_eq!(photos.len(), 2);

    let own = DraftKey::new();
    send(&dadan, &format!("/tulis/{own}"), &answers("Milik Dadan")).await.expect(303);
    uploads(&dadan, own, photo(320, 240), &SAID).await.expect(303);
    send(&dadan, &format!("/tulis/{own}/terbitkan"), &[]).await.expect(303);
    for (number, stolen) in photos.iter().enumerate() {
        let document =
            format!(r#"{{"title":"Curi {number}","photos":[{{"attachment":{},"alt":"x","caption":""}}]}}"#, stolen.id);
        let stolen = [("base", "1"), ("revision", "0"), ("document", document.as_str())];
        let reopened = dadan.post(&format!("/tulis/{own}/gabung"), &stolen).await.expect(303).location;
        assert!(!reopened.contains(&own.to_string()), "the edit is a draft of its own");
        assert!(addresses(&dadan.get(&reopened).await.expect(200)).is_empty(), "Curi {number}");
    }
}

/// A photo that was left out before the study appeared comes back by an old tab: readers see it, not only its office.
#[tokio::test]
async fn a_photo_that_comes_back_in_an_edit_is_shown_to_readers() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let key = DraftKey::new();
    let path = format!("/tulis/{key}");
    send(&siti, &path, &answers("Dengan foto")).await.expect(303);
    uploads(&siti, key, photo(400, 300), &SAID).await.expect(303);
    let id = forum_camat::attachment::entity::Entity::find().one(app.app.db.read()).await.unwrap().unwrap().id;
    let with_photo = draft::Entity::find().one(app.app.db.read()).await.unwrap().unwrap();
    siti.post(&format!("{path}/foto/{id}/hapus"), &[]).await.expect(303);
    let study = send(&siti, &format!("{path}/terbitkan"), &[]).await.expect(303).location;
    assert!(addresses(&app.visitor().get(&study).await).is_empty());

    let base = with_photo.version.to_string();
    let old_tab = [("base", base.as_str()), ("revision", "0"), ("document", with_photo.document.as_str())];
    let edit = siti.post(&format!("{path}/gabung"), &old_tab).await.expect(303).location;
    siti.post(&format!("{edit}/terbitkan"), &[]).await.expect(303);
    let shown = addresses(&app.visitor().get(&study).await.expect(200));
    assert!(!shown.is_empty(), "the photo is in the study");
    for address in shown {
        let path = address.split('?').next().unwrap();
        app.visitor().send(|client, url| client.get(format!("{url}{path}"))).await.expect(200);
    }
}

#[tokio::test]
async fn bytes_that_no_row_knows_are_swept_after_a_day() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    uploads(&siti, DraftKey::new(), photo(400, 300), &SAID).await.expect(303);
    app.app.files.put("attachment/0123456789abcdef/320.webp", "yatim".into()).await.unwrap();
    app.forward(chrono::Duration::days(400));
    assert_eq!(forum_camat::attachment::sweep(&app.app).await.unwrap(), 1);
    assert!(app.app.files.get("attachment/0123456789abcdef/320.webp").await.is_err());
}

#[tokio::test]
async fn photos_lie_in_an_object_store_when_there_are_many_nodes() {
    let store = ObjectStore::start().await;
    let app = TestApp::start_with(|config| store.configure(config)).await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let key = DraftKey::new();
    let form = answers("Foto di toko objek");
    let mut fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.extend(SAID);
    uploads(&siti, key, photo(1000, 700), &fields).await.expect(303);
    let url = send(&siti, &format!("/tulis/{key}/terbitkan"), &[]).await.expect(303).location;

    assert!(store.keys().iter().all(|key| key.starts_with("jabar/attachment/")), "{:?}", store.keys());
    assert!(!store.keys().is_empty() && !app.folder().join("files").exists(), "nothing stays on the node");
    let page = app.visitor().get(&url).await.expect(200);
    for address in addresses(&page) {
        let path = address.split('?').next().unwrap();
        app.visitor().send(|client, url| client.get(format!("{url}{path}"))).await.expect(200);
    }
    app.visitor().get("/readyz").await.expect(200);

    drop(store);
    app.visitor().get(&url).await.expect(200);
    let ready = app.visitor().get("/readyz").await.expect(503);
    assert!(ready.text.contains("storage failing"), "{}", ready.text);
}

/// The same photo may be uploaded again between the list of a sweep and its deletions.
#[tokio::test]
async fn a_photo_that_comes_back_while_the_sweep_runs_stays() {
    use forum_camat::attachment::{delete_unknown, unknown};
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let now = app.app.clock.now();
    let before = now - chrono::Duration::days(1);
    let written = |key: &str, days: i64| {
        let file = std::fs::File::options().write(true).open(app.folder().join("files").join(key)).unwrap();
        file.set_modified((now - chrono::Duration::days(days)).into()).unwrap();
    };
    let rewritten = "attachment/0123456789abcdef/320.webp";
    app.app.files.put(rewritten, "yatim".into()).await.unwrap();
    written(rewritten, 3);
    // A photo whose row was lost with the draft: its bytes are old, and it is uploaded again.
    uploads(&siti, DraftKey::new(), photo(400, 300), &SAID).await.expect(303);
    let row = forum_camat::attachment::entity::Entity::find().one(app.app.db.read()).await.unwrap().unwrap();
    let recorded = format!("attachment/{}/320.webp", row.sha256);
    written(&recorded, 3);
    let tx = app.app.db.begin_write().await.unwrap();
    forum_camat::attachment::entity::Entity::delete_by_id(row.id).exec(&*tx).await.unwrap();
    tx.commit(forum_camat::db::Effect::Private).await.unwrap();

    let listed = unknown(&app.app, before).await.unwrap();
    assert!(listed.contains(&recorded) && listed.contains(&rewritten.to_owned()), "{listed:?}");
    uploads(&siti, DraftKey::new(), photo(400, 300), &SAID).await.expect(303);
    written(&recorded, 3);
    written(rewritten, 0);
    for key in [rewritten, &recorded] {
        assert!(!delete_unknown(&app.app, key, before).await.unwrap(), "{key} is in use");
        app.app.files.get(key).await.unwrap();
    }
    written(rewritten, 3);
    assert!(delete_unknown(&app.app, rewritten, before).await.unwrap());
    assert!(!delete_unknown(&app.app, rewritten, before).await.unwrap(), "it is gone already");
}
