//! Who sends faster than a person sends waits, keeps what was typed, and holds up nobody else.

use chrono::Duration;
use forum_camat::discussion::entity as comment;
use forum_camat::ids::DraftKey;
use forum_tests::{CIKAJANG, TestApp, a_study};
use sea_orm::{EntityTrait, PaginatorTrait};

use super::photos::{SAID, photo, uploads};
use super::writing::{answers, but, send};

/// A flood of comments is slowed down; somebody else behind the same address goes on, and after a while so does the first.
#[tokio::test]
async fn a_flood_of_comments_holds_up_only_its_sender() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dadan = app.camat("Dadan", "32.03.10").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let mut slowed_down = None;
    for number in 0..100 {
        let answer = dadan.post(&study.path("komentar"), &[("body", &format!("Komentar ke-{number}"))]).await;
        if answer.status == 429 {
            slowed_down = Some((number, answer));
            break;
        }
    }
    let (number, answer) = slowed_down.expect("nobody slowed it down");
    assert_eq!(number, 60);
    assert_eq!(answer.headers["retry-after"], "3");
    assert!(answer.shows("Terlalu banyak kiriman dalam waktu singkat."), "{}", answer.words());
    assert!(answer.text.contains(">Komentar ke-60</textarea>"), "the text is still in its form");
    siti.post(&study.path("komentar"), &[("body", "Boleh bertanya satu-satu?")]).await.expect(303);
    assert_eq!(comment::Entity::find().count(app.app.db.read()).await.unwrap(), 61);

    app.forward(Duration::seconds(3));
    let sent = dadan.post(&study.path("komentar"), &[("body", "Komentar ke-60")]).await.expect(303);
    let id = sent.location.rsplit_once("#k-").expect("an anchor").1.to_owned();
    let edited = dadan.post(&format!("/komentar/{id}/ubah"), &[("body", "Lebih baik begini")]).await.expect(429);
    assert!(edited.text.contains(">Lebih baik begini</textarea>"), "{}", edited.words());
}

/// A form that saves itself every three seconds, 150 times, never meets the limit; twenty photos in a row pass.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_writes_as_people_write_never_waits() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let key = DraftKey::new();
    let path = format!("/tulis/{key}");
    for save in 0..150 {
        let base = save.to_string();
        let summary = format!("Ditulis kata demi kata, {save} kata.");
        send(&siti, &path, &but(answers("Panjang"), &[("base", &base), ("summary", &summary)])).await.expect(303);
        app.forward(Duration::seconds(3));
    }
    let bytes = photo(64, 48);
    for _ in 0..20 {
        uploads(&siti, key, bytes.clone(), &SAID).await.expect(303);
    }
}

/// A draft that is saved too fast comes back with what was typed and with the version it started from.
#[tokio::test]
async fn a_draft_saved_too_fast_comes_back_as_it_was_typed() {
    let app = TestApp::start_with(|config| config.rates.drafts_at_once = 2).await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let path = format!("/tulis/{}", DraftKey::new());
    send(&siti, &path, &answers("Pertama")).await.expect(303);
    send(&siti, &path, &but(answers("Kedua"), &[("base", "1")])).await.expect(303);
    let typed = but(answers("Ketiga"), &[("base", "2"), ("problem", "Sumur <kering>"), ("visibility", "members")]);
    for path in [path.clone(), format!("{path}/terbitkan"), format!("{path}/ajukan")] {
        let answer = send(&siti, &path, &typed).await.expect(429);
        assert_eq!(answer.headers["retry-after"], "1");
        assert!(answer.shows("Terlalu banyak kiriman") && answer.shows("Belum tersimpan"), "{}", answer.words());
        assert!(answer.text.contains(r#"value="Ketiga""#) && answer.text.contains("Sumur &#60;kering&#62;</textarea>"));
        assert!(answer.text.contains(r#"id="base" value="2""#), "a colleague's newer text would be overwritten");
        assert!(answer.text.contains(r#"value="members" checked"#));
    }
    let key: DraftKey = path.trim_start_matches("/tulis/").parse().unwrap();
    let mut fields: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.extend(SAID);
    let answer = uploads(&siti, key, photo(64, 48), &fields).await.expect(429);
    let box_of_photos = answer.text.split("id=\"foto\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(box_of_photos.contains("Terlalu banyak kiriman") && box_of_photos.contains(SAID[0].1), "{box_of_photos}");
    assert!(siti.get(&path).await.expect(200).text.contains(r#"value="Kedua""#));
    app.forward(Duration::seconds(1));
    send(&siti, &path, &typed).await.expect(303);
    assert!(siti.get(&path).await.expect(200).text.contains(r#"value="Ketiga""#));
}

/// Too many photos: the photo waits, the text beside it is saved.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_photo_too_many_waits_and_the_text_is_saved() {
    let app = TestApp::start_with(|config| config.rates.photos_at_once = 1).await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let key = DraftKey::new();
    let form = answers("Dengan foto");
    let mut fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.extend(SAID);
    uploads(&siti, key, photo(64, 48), &fields).await.expect(303);
    let form = but(answers("Judul lain"), &[("base", "2")]);
    let mut fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.extend(SAID);
    let answer = uploads(&siti, key, photo(64, 48), &fields).await.expect(429);
    assert!(answer.shows("Terlalu banyak kiriman"), "{}", answer.words());
    assert!(answer.text.contains(SAID[0].1), "what the photo shows need not be typed again");
    assert!(siti.get(&format!("/tulis/{key}")).await.text.contains(r#"value="Judul lain""#));
}

/// All other writes of one account: a page that says when to go on. Signing out is never refused.
#[tokio::test]
async fn every_write_counts() {
    let app = TestApp::start_with(|config| {
        config.rates.writes_at_once = 3;
        config.rates.writes_per_minute = 1;
    })
    .await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dadan = app.camat("Dadan", "32.03.10").await;
    for _ in 0..3 {
        siti.post("/kabar/terbaca", &[]).await.expect(303);
    }
    let answer = siti.post("/kabar/terbaca", &[]).await.expect(429);
    assert_eq!(answer.headers["retry-after"], "60");
    assert!(answer.shows("Terlalu banyak kiriman") && answer.shows("Coba lagi pukul 09.01."), "{}", answer.words());
    assert!(answer.shows("yang sudah diketik masih ada di sana"), "{}", answer.words());
    dadan.post("/kabar/terbaca", &[]).await.expect(303);
    siti.get("/kabar").await.expect(200);
    siti.post("/keluar", &[]).await.expect(303);
}

/// Invitations are limited by who makes them, the opening of links by address, the use of one link by its person.
#[tokio::test]
async fn invitations_are_made_and_opened_within_limits() {
    let app = TestApp::start_with(|config| {
        config.rates.invitations_at_once = 1;
        config.rates.opened_links_at_once = 4;
        config.rates.used_links_at_once = 1;
    })
    .await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let yuli = app.coordinator("Yuli", "32.05").await;
    let office = "/kecamatan/32.05.22/pejabat";
    let form = [("name", "Euis"), ("phone", "081200000001"), ("role", "sekcam")];
    let made = hendra.post(office, &form).await.expect(200);
    let link = made.text.split("/undangan/").nth(1).and_then(|rest| rest.split('"').next()).expect("a link");
    let link = format!("/undangan/{link}");
    let another = [("name", "Wawan"), ("phone", "081200000002"), ("role", "staf")];
    let answer = hendra.post(office, &another).await.expect(429);
    assert!(answer.shows("Terlalu banyak kiriman") && answer.text.contains(r#"value="Wawan""#), "{}", answer.words());
    assert!(answer.headers.contains_key("retry-after"));
    yuli.post(office, &another).await.expect(200);

    let visitor = app.visitor();
    visitor.get(&link).await.expect(200);
    let short = [("password", "pendek"), ("password_again", "pendek")];
    visitor.post(&link, &short).await.expect(422);
    visitor.post(&link, &short).await.expect(429);
    visitor.get("/undangan/tidak-ada").await.expect(404);
    let answer = visitor.get(&link).await.expect(429);
    assert!(answer.shows("Terlalu banyak kiriman") && !answer.text.contains("pendek"), "{}", answer.words());
    hendra.get(office).await.expect(200);
    app.forward(Duration::minutes(1));
    visitor.get(&link).await.expect(200);
}
