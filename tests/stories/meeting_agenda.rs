//! What a meeting is about: carried on from the last one, compared, added and left out, and no longer shown.

use forum_tests::{CIKAJANG, TestApp, a_study};

use super::meetings::{decides, items, meets, number, words_of};

/// What is decided and not done begins the next meeting; what is done does not come back.
#[tokio::test]
async fn the_next_meeting_begins_with_what_is_open() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let mut studies = Vec::new();
    for title in ["Terbuka", "Sudah selesai", "Tidak cocok di sini", "Belum dibahas"] {
        studies.push(app.has(a_study(title).of("32.04.05")).await);
    }
    let id = meets(&siti, "Rapat pertama", &studies.iter().collect::<Vec<_>>()).await;
    let agenda = items(&app, id).await;
    for (item, decision) in agenda.iter().zip(["pelajari", "replikasi", "tidak_cocok"]) {
        let typed = [("putusan", decision), ("who", "Kasi Ekbang"), ("due", "2026-12-01")];
        decides(&siti, item, &typed).await.expect(303);
    }
    let done = agenda[1].id.to_string();
    siti.post(&format!("/rapat/{id}/selesai"), &[("item", &done), ("selesai", "ya")]).await.expect(303);
    siti.post(&format!("/rapat/{id}/tutup"), &[]).await.expect(303);
    let locked = items(&app, id).await.remove(0);
    decides(&siti, &locked, &[("putusan", "tidak_cocok")]).await.expect(409);
    let list = siti.get("/rapat/saya").await.expect(200);
    for words in ["Tindak lanjut yang belum selesai", "Pelajari: Terbuka", "1 belum selesai", "Buat rapat"] {
        assert!(list.shows(words), "{words}: {}", list.words());
    }

    let next = siti.post(&format!("/rapat/{id}/berikutnya"), &[]).await.expect(303);
    let again = siti.post(&format!("/rapat/{id}/berikutnya"), &[]).await.expect(303);
    assert_eq!(next.location, again.location, "the next meeting is begun once");
    let carried = items(&app, number(&next.location)).await;
    assert_eq!(carried.len(), 1);
    assert_eq!((carried[0].case_study_id, carried[0].carried_from), (studies[0].id.get(), Some(agenda[0].id)));
    assert_eq!((carried[0].who.as_str(), carried[0].decision.as_str()), ("Kasi Ekbang", "pelajari"));
    let page = siti.get(&format!("/rapat/{id}")).await.expect(200);
    assert!(page.shows("dibawa ke rapat berikutnya"), "{}", page.words());
    let old = agenda[0].id.to_string();
    siti.post(&format!("/rapat/{id}/selesai"), &[("item", &old), ("selesai", "ya")]).await.expect(409);
    let list = siti.get("/rapat/saya").await.expect(200);
    assert_eq!(list.text.matches("Pelajari: Terbuka").count(), 1, "it is open once: {}", list.words());
    let new = carried[0].id.to_string();
    let tick = [("item", new.as_str()), ("selesai", "ya"), ("kembali", "saya")];
    siti.post(&format!("/rapat/{}/selesai", carried[0].meeting_id), &tick).await.expect(303);
    assert!(!siti.get("/rapat/saya").await.expect(200).shows("Pelajari: Terbuka"));
}

/// A study that is withdrawn stays in the minutes as what it is: no longer shown.
#[tokio::test]
async fn a_withdrawn_study_is_no_longer_shown_in_a_meeting() {
    let app = TestApp::start().await;
    let asep = app.camat("Asep", "32.04.05").await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let study = app.has(a_study("Judul yang ditarik").of("32.04.05").by(&asep)).await;
    let other = app.has(a_study("Tetap tayang").of("32.04.05")).await;
    let id = meets(&siti, "Rapat", &[&study, &other]).await;
    asep.post(&study.path("hentikan"), &[("reason", "Angkanya keliru")]).await.expect(303);
    for page in ["", "/layar?ke=1", "/notulen"] {
        let page = siti.get(&format!("/rapat/{id}{page}")).await.expect(200);
        assert!(page.shows("tidak lagi tayang") && !page.shows("Judul yang ditarik"), "{}", page.words());
    }
    let words = words_of(&siti.bytes(&format!("/rapat/{id}/notulen.docx")).await);
    assert!(words.contains("tidak lagi tayang") && !words.contains("Judul yang ditarik"), "{words}");
    assert!(!siti.get(&format!("/rapat/{id}/banding")).await.expect(200).shows("Judul yang ditarik"));
    let item = items(&app, id).await.remove(0);
    let refused = decides(&siti, &item, &[("putusan", "replikasi")]).await.expect(422);
    assert!(refused.shows("tidak lagi tayang, jadi tidak dapat direplikasi"), "{}", refused.words());
    decides(&siti, &item, &[("putusan", "tidak_cocok")]).await.expect(303);
}

/// Up to four side by side; what nobody wrote is said to be missing.
#[tokio::test]
async fn studies_are_compared_row_by_row() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let told = a_study("Embung desa").saying(|content| {
        content.conditions = "Ada **mata air** tetap.".to_owned();
        content.time = "Tiga bulan".to_owned();
    });
    let told = app.has(told.of("32.04.05")).await;
    let mut studies = vec![told];
    for number in 2..=5 {
        studies.push(app.has(a_study(&format!("Praktik ke-{number}")).of("32.04.05")).await);
    }
    let id = meets(&siti, "Rapat", &studies.iter().collect::<Vec<_>>()).await;
    let page = siti.get(&format!("/rapat/{id}/banding")).await.expect(200);
    assert!(
        page.shows("Panen per musim: 3,1 → menjadi 4,9 ton per hektare") && page.shows("Ada mata air tetap."),
        "{}",
        page.words()
    );
    assert!(page.shows("Tiga bulan") && page.shows("belum ditulis"));
    assert_eq!(page.text.matches("<th scope=\"col\"><a").count(), 4, "the fifth has to be chosen");
    let chosen = format!("/rapat/{id}/banding?praktik={}&praktik={}", studies[4].id, studies[0].id);
    let page = siti.get(&chosen).await.expect(200);
    assert_eq!(page.text.matches("<th scope=\"col\"><a").count(), 2);
    assert!(siti.get(&format!("/rapat/{id}/banding?praktik=x,,-1")).await.status.is_success());
}

/// A study is added by its address; one that was decided about stays in the minutes.
#[tokio::test]
async fn the_agenda_grows_and_keeps_what_was_decided() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let (one, two) = (app.has(a_study("Satu").of("32.04.05")).await, app.has(a_study("Dua").of("32.04.05")).await);
    let id = meets(&siti, "Rapat", &[&one]).await;
    let path = format!("/rapat/{id}/praktik");
    let address = format!("https://forum.example{}", two.url);
    siti.post(&path, &[("praktik", &address)]).await.expect(303);
    siti.post(&path, &[("praktik", &address)]).await.expect(303);
    assert_eq!(items(&app, id).await.len(), 2, "none stands twice");
    let page = siti.post(&path, &[("praktik", "tidak ada")]).await.expect(422);
    assert!(page.shows("Praktik ini tidak ditemukan.") && page.text.contains("value=\"tidak ada\""));
    let agenda = items(&app, id).await;
    decides(&siti, &agenda[0], &[("putusan", "pelajari")]).await.expect(303);
    let out = format!("/rapat/{id}/keluarkan");
    siti.post(&out, &[("item", &agenda[0].id.to_string())]).await.expect(409);
    siti.post(&out, &[("item", &agenda[1].id.to_string())]).await.expect(303);
    assert_eq!(items(&app, id).await.len(), 1);
}

/// A meeting about twenty studies sends as many statements as one about three.
#[tokio::test]
async fn a_long_meeting_sends_as_many_statements_as_a_short_one() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let mut studies = Vec::new();
    for number in 0..20 {
        studies.push(app.has(a_study(&format!("Praktik {number}")).of("32.04.05")).await);
    }
    let mut counts = Vec::new();
    siti.get("/rapat/saya").await.expect(200);
    for some in [&studies[..3], &studies[..]] {
        let id = meets(&siti, "Rapat", &some.iter().collect::<Vec<_>>()).await;
        let mut sent = Vec::new();
        for page in ["", "/layar", "/banding", "/notulen"] {
            let before = app.app.db.statements();
            siti.get(&format!("/rapat/{id}{page}")).await.expect(200);
            sent.push(app.app.db.statements() - before);
        }
        counts.push(sent);
    }
    assert_eq!(counts[0], counts[1]);
}
