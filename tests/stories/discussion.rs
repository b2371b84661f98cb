//! What members say under a study, and who may change or hide it.

use chrono::Duration;
use forum_camat::case_study::store;
use forum_camat::discussion::{self, Asked, Thread};
use forum_camat::viewer::Viewer;
use forum_tests::{Browser, CIKAJANG, Study, TestApp, a_study};

/// The conversation as a visitor sees it.
async fn seen_by_visitors(app: &TestApp, study: &Study) -> Thread {
    let visitor = Viewer::visitor();
    let row = store::find(app.app.db.read(), &visitor, study.id).await.expect("visible");
    let (catalogue, first) = (app.app.catalogue.get(), Asked::default());
    discussion::thread(app.app.db.read(), &visitor, &catalogue, &row, &first).await.expect("a thread")
}

fn texts(thread: &Thread) -> Vec<String> {
    let text = |comment: &discussion::Comment| match &comment.body {
        Some(body) => body.as_str().trim().to_owned(),
        None => comment.gone.to_owned(),
    };
    thread
        .comments
        .iter()
        .flat_map(|top| {
            std::iter::once(text(top)).chain(top.replies.iter().map(move |reply| format!("> {}", text(reply))))
        })
        .collect()
}

fn id_in(location: &str) -> &str {
    location.rsplit_once("#k-").map_or("", |(_, id)| id)
}

/// A camat asks, the office answers; both stand in their office's name, and the card counts them.
#[tokio::test]
async fn dadan_asks_and_siti_answers() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dadan = app.camat("Dadan", "32.03.10").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    assert!(seen_by_visitors(&app, &study).await.comments.is_empty());

    let asked =
        dadan.post(&study.path("komentar"), &[("body", "Berapa lama **satu** saluran bertahan?")]).await.expect(303);
    assert!(asked.location.starts_with(&study.url), "{}", asked.location);
    let id = id_in(&asked.location);
    siti.post(&study.path("komentar"), &[("body", "Dua musim, Pak."), ("parent", id)]).await.expect(303);

    let thread = seen_by_visitors(&app, &study).await;
    assert_eq!(
        texts(&thread),
        ["<p>Berapa lama <strong>satu</strong> saluran bertahan?</p>", "> <p>Dua musim, Pak.</p>"]
    );
    assert_eq!(thread.comments[0].person, "Dadan");
    assert!(thread.comments[0].office.starts_with("Camat "), "{}", thread.comments[0].office);
    assert!(thread.comments[0].office.contains("Kab."), "{}", thread.comments[0].office);
    assert_eq!(thread.count, 2);
    let row = store::find(app.app.db.read(), &Viewer::visitor(), study.id).await.expect("visible");
    assert_eq!(row.comment_count, 2);
    let page = app.visitor().get(&study.url).await.expect(200);
    assert!(page.shows("Komentar 2") && page.shows("Dua musim, Pak."), "{}", page.words());
    assert!(page.shows("Masuk untuk berkomentar") && !page.shows("Balas"));
    let page = dadan.get(&study.url).await.expect(200);
    assert!(page.shows("Tulis komentar") && page.shows("Balas") && page.shows("Hapus"), "{}", page.words());
}

/// A visitor is led to the sign-in page and back, and nothing is written.
#[tokio::test]
async fn a_visitor_signs_in_before_commenting() {
    let app = TestApp::start().await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let answer = app.visitor().post(&study.path("komentar"), &[("body", "Halo")]).await.expect(303);
    assert!(answer.location.starts_with("/masuk?kembali=%2Fpraktik%2F"), "{}", answer.location);
    app.visitor().get(&study.path("komentar")).await.expect(303);
    assert!(seen_by_visitors(&app, &study).await.comments.is_empty());
}

/// What members alone may read, visitors can't comment on: it is not there for them.
#[tokio::test]
async fn a_members_only_study_is_not_there_for_visitors() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let study = app.has(a_study("Irigasi tetes").members_only()).await;
    app.visitor().get(&study.path("komentar")).await.expect(404);
    app.visitor().post(&study.path("komentar"), &[("body", "Halo")]).await.expect(404);
    siti.post(&study.path("komentar"), &[("body", "Halo")]).await.expect(303);
}

/// A reply to a reply stands under the first comment, and one to another study's comment is refused.
#[tokio::test]
async fn replies_fold_to_one_level() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dadan = app.camat("Dadan", "32.03.10").await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let other = app.has(a_study("Curug dikelola BUM Desa")).await;
    let first = dadan.post(&study.path("komentar"), &[("body", "Pertama")]).await.expect(303);
    let second =
        siti.post(&study.path("komentar"), &[("body", "Kedua"), ("parent", id_in(&first.location))]).await.expect(303);
    let third = [("body", "Ketiga"), ("parent", id_in(&second.location))];
    dadan.post(&study.path("komentar"), &third).await.expect(303);
    let thread = seen_by_visitors(&app, &study).await;
    assert_eq!(texts(&thread), ["<p>Pertama</p>", "> <p>Kedua</p>", "> <p>Ketiga</p>"]);
    dadan.post(&other.path("komentar"), &third).await.expect(404);
    assert!(seen_by_visitors(&app, &other).await.comments.is_empty());
}

/// Tapping "Kirim" twice sends once; the same words later are a new comment.
#[tokio::test]
async fn a_comment_sent_twice_stands_once() {
    let app = TestApp::start().await;
    let dadan = app.camat("Dadan", "32.03.10").await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let one = dadan.post(&study.path("komentar"), &[("body", "Terima kasih")]).await.expect(303);
    let two = dadan.post(&study.path("komentar"), &[("body", "Terima kasih")]).await.expect(303);
    assert_eq!(one.location, two.location);
    assert_eq!(seen_by_visitors(&app, &study).await.count, 1);
    app.forward(Duration::minutes(2));
    dadan.post(&study.path("komentar"), &[("body", "Terima kasih")]).await.expect(303);
    assert_eq!(seen_by_visitors(&app, &study).await.count, 2);
}

/// An empty or over-long comment comes back with a sentence, and the text is still in the form.
#[tokio::test]
async fn an_over_long_comment_keeps_its_text() {
    let app = TestApp::start().await;
    let dadan = app.camat("Dadan", "32.03.10").await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let long = format!("Mulai {}", "a".repeat(4100));
    let answer = dadan.post(&study.path("komentar"), &[("body", &long)]).await.expect(422);
    assert!(answer.shows("Komentar paling panjang 4.000 karakter; yang ini 4.106."));
    assert!(answer.text.contains(&long));
    let answer = dadan.post(&study.path("komentar"), &[("body", " \r\n ")]).await.expect(422);
    assert!(answer.shows("Tulis komentarnya dahulu."));
    let exactly = "é".repeat(4000);
    dadan.post(&study.path("komentar"), &[("body", &exactly)]).await.expect(303);
    assert_eq!(seen_by_visitors(&app, &study).await.count, 1);
}

/// Scripts, raw HTML and javascript links of a comment reach no page as markup.
#[tokio::test]
async fn scripts_in_comments_are_harmless() {
    let app = TestApp::start().await;
    let dadan = app.camat("Dadan", "32.03.10").await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let attack = "<script>alert(1)</script> [klik](javascript:alert(1)) <img src=x onerror=alert(1)>\u{0}";
    let sent = dadan.post(&study.path("komentar"), &[("body", attack)]).await.expect(303);
    let thread = seen_by_visitors(&app, &study).await;
    let html = texts(&thread).join("");
    assert!(html.contains("&lt;script&gt;"), "{html}");
    for bad in ["<script", "<img", "href=\"javascript"] {
        assert!(!html.contains(bad), "{html}");
    }
    for page in [
        dadan.get(&format!("/komentar/{}/ubah", id_in(&sent.location))).await.expect(200),
        hendra.get(&format!("/komentar/{}/sembunyikan", id_in(&sent.location))).await.expect(200),
        hendra.get(&study.path(&format!("komentar?balas={}", id_in(&sent.location)))).await.expect(200),
    ] {
        assert!(!page.text.contains("<script>alert"), "{}", page.text);
        assert!(!page.text.contains("onerror=alert(1)>"), "{}", page.text);
    }
}

/// One's own words can be changed, deleted and brought back; another's can't.
#[tokio::test]
async fn dadan_changes_his_own_words_only() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dadan = app.camat("Dadan", "32.03.10").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let sent = dadan.post(&study.path("komentar"), &[("body", "Berapa lema?")]).await.expect(303);
    let id = id_in(&sent.location);

    siti.get(&format!("/komentar/{id}/ubah")).await.expect(403);
    siti.post(&format!("/komentar/{id}/ubah"), &[("body", "Bukan saya")]).await.expect(403);
    siti.post(&format!("/komentar/{id}/hapus"), &[]).await.expect(403);
    app.visitor().post(&format!("/komentar/{id}/hapus"), &[]).await.expect(303);
    assert_eq!(texts(&seen_by_visitors(&app, &study).await), ["<p>Berapa lema?</p>"]);

    assert!(dadan.get(&format!("/komentar/{id}/ubah")).await.expect(200).text.contains("Berapa lema?"));
    dadan.post(&format!("/komentar/{id}/ubah"), &[("body", "Berapa lama?")]).await.expect(303);
    let thread = seen_by_visitors(&app, &study).await;
    assert_eq!(texts(&thread), ["<p>Berapa lama?</p>"]);
    assert!(thread.comments[0].edited_at.is_some());

    dadan.post(&format!("/komentar/{id}/hapus"), &[]).await.expect(303);
    let thread = seen_by_visitors(&app, &study).await;
    assert_eq!((texts(&thread), thread.count), (vec!["Komentar dihapus oleh penulisnya".to_owned()], 0));
    dadan.post(&format!("/komentar/{id}/ubah"), &[("body", "Lagi")]).await.expect(409);
    siti.post(&format!("/komentar/{id}/hapus/batal"), &[]).await.expect(403);
    dadan.post(&format!("/komentar/{id}/hapus/batal"), &[]).await.expect(303);
    assert_eq!(texts(&seen_by_visitors(&app, &study).await), ["<p>Berapa lama?</p>"]);
}

/// A deleted comment leaves its trace above its answer; the count keeps the answer only.
#[tokio::test]
async fn a_deleted_comment_keeps_its_answers() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dadan = app.camat("Dadan", "32.03.10").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let sent = dadan.post(&study.path("komentar"), &[("body", "Salah kirim")]).await.expect(303);
    let id = id_in(&sent.location).to_owned();
    siti.post(&study.path("komentar"), &[("body", "Tidak apa-apa"), ("parent", &id)]).await.expect(303);
    dadan.post(&format!("/komentar/{id}/hapus"), &[]).await.expect(303);
    let thread = seen_by_visitors(&app, &study).await;
    assert_eq!(
        (texts(&thread), thread.count),
        (vec!["Komentar dihapus oleh penulisnya".to_owned(), "> <p>Tidak apa-apa</p>".to_owned()], 1)
    );
    assert_eq!(thread.comments[0].person, "");
    let late = siti.post(&study.path("komentar"), &[("body", "Satu lagi"), ("parent", &id)]).await.expect(422);
    assert!(late.shows("Komentar yang dibalas sudah tidak tampil."));
    assert!(late.text.contains("Satu lagi"));
}

/// A coordinator of the place hides a comment with a reason; its writer reads the reason, others neither text nor reason.
#[tokio::test]
async fn hendra_hides_a_comment_of_his_kabupaten_only() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dadan = app.camat("Dadan", "32.03.10").await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let yuli = app.coordinator("Yuli", "32.04").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let sent = dadan.post(&study.path("komentar"), &[("body", "Pak Asep RT 3 berutang")]).await.expect(303);
    let id = id_in(&sent.location).to_owned();
    let hide = format!("/komentar/{id}/sembunyikan");

    for other in [&siti, &dadan, &yuli] {
        other.get(&hide).await.expect(403);
        other.post(&hide, &[("reason", "Tidak suka")]).await.expect(403);
    }
    assert!(hendra.post(&hide, &[("reason", " ")]).await.expect(422).shows("Tulis alasan menyembunyikan"));
    assert!(
        hendra
            .post(&hide, &[("reason", &"a".repeat(501))])
            .await
            .expect(422)
            .shows("Alasan paling panjang 500 karakter; yang ini 501.")
    );
    assert_eq!(texts(&seen_by_visitors(&app, &study).await), ["<p>Pak Asep RT 3 berutang</p>"]);

    hendra.post(&hide, &[("reason", "Menyebut nama warga")]).await.expect(303);
    let thread = seen_by_visitors(&app, &study).await;
    assert_eq!((texts(&thread), thread.count), (vec!["Komentar ini disembunyikan pembina kecamatan.".to_owned()], 0));
    assert_eq!(thread.comments[0].hidden, None);
    let told = "Disembunyikan oleh Hendra: Menyebut nama warga";
    for (person, sees) in [(&dadan, true), (&hendra, true), (&siti, false), (&yuli, false)] {
        let page = person.get(&study.url).await.expect(200);
        assert_eq!((page.shows(told), page.shows("Pak Asep RT 3 berutang")), (sees, sees), "{}", page.words());
    }
    let page = app.visitor().get(&study.url).await.expect(200);
    assert!(!page.shows("Pak Asep") && !page.shows("Menyebut nama warga"), "{}", page.words());
    dadan.post(&format!("/komentar/{id}/ubah"), &[("body", "Lagi")]).await.expect(409);

    yuli.post(&format!("/komentar/{id}/pulihkan"), &[]).await.expect(403);
    hendra.post(&format!("/komentar/{id}/pulihkan"), &[]).await.expect(303);
    assert_eq!(seen_by_visitors(&app, &study).await.count, 1);
}

/// Eight camat who comment at the same moment are all counted, and one who taps eight times is counted once.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn comments_at_the_same_moment_are_all_counted() {
    let app = TestApp::start().await;
    let study = app.has(a_study("Irigasi tetes")).await;
    let mut browsers: Vec<Browser> = Vec::new();
    for number in 0..8 {
        browsers.push((*app.camat(&format!("Camat {number}"), &format!("32.05.{:02}", number + 1)).await).clone());
    }
    let impatient = app.camat("Dadan", "32.03.10").await;
    browsers.extend(std::iter::repeat_n((*impatient).clone(), 8));
    let sent: Vec<_> = browsers
        .into_iter()
        .map(|browser| {
            let path = study.path("komentar");
            tokio::spawn(async move { browser.post(&path, &[("body", "Terima kasih")]).await.expect(303) })
        })
        .collect();
    for answer in sent {
        answer.await.expect("an answer");
    }
    assert_eq!(seen_by_visitors(&app, &study).await.count, 9);
    let row = store::find(app.app.db.read(), &Viewer::visitor(), study.id).await.expect("visible");
    assert_eq!(row.comment_count, 9);
}
