//! Two who write the same minutes: nothing of the first is overwritten unseen, and nothing of the second is lost.

use forum_camat::policy::Role;
use forum_tests::{CIKAJANG, TestApp, a_study};

use super::meetings::{decides, items, meets};

/// Two type at once: the second sees what the first wrote, and overwrites nothing unseen.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_decide_at_once_the_second_sees_the_first() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let budi = app.person("Budi", Role::Sekcam, CIKAJANG).await;
    let study = app.has(a_study("Embung desa").of("32.04.05")).await;
    let id = meets(&siti, "Rapat", &[&study]).await;
    let item = items(&app, id).await.remove(0);
    decides(&siti, &item, &[("putusan", "pelajari"), ("who", "Kasi Ekbang")]).await.expect(303);
    let late = [("putusan", "tidak_cocok"), ("note", "Tidak ada mata air.")];
    let page = decides(&budi, &item, &late).await.expect(409);
    assert!(page.shows("Siti menulis lebih dulu"), "{}", page.words());
    assert!(page.shows("Pelajari , Kasi Ekbang") || page.shows("Pelajari, Kasi Ekbang"), "{}", page.words());
    assert!(page.text.contains("Tidak ada mata air."), "what was typed is still there");
    let stands = items(&app, id).await.remove(0);
    assert_eq!((stands.decision.as_str(), stands.note.as_str()), ("pelajari", ""));
    decides(&siti, &item, &[("putusan", "pelajari"), ("who", "Kasi Ekbang")]).await.expect(303);
    assert_eq!(items(&app, id).await[0].version, stands.version, "the same sent twice is done once");
    decides(&budi, &stands, &late).await.expect(303);
    assert_eq!(items(&app, id).await[0].decision, "tidak_cocok");

    let now = items(&app, id).await.remove(0);
    let (first, second) = tokio::join!(
        decides(&siti, &now, &[("putusan", "pelajari"), ("who", "Siti")]),
        decides(&budi, &now, &[("putusan", "replikasi"), ("who", "Budi")]),
    );
    let mut answers = [first.status.as_u16(), second.status.as_u16()];
    answers.sort_unstable();
    assert_eq!(answers, [303, 409]);
}

/// Of two who change the words of a meeting the second keeps what was typed, and sees what stands.
#[tokio::test]
async fn the_words_of_a_meeting_are_not_overwritten_unseen() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let budi = app.person("Budi", Role::Sekcam, CIKAJANG).await;
    let id = meets(&siti, "Rapat", &[]).await;
    let path = format!("/rapat/{id}/ubah");
    let base = [("versi", "1"), ("title", "Rapat"), ("held_on", "2026-11-24"), ("place", "Aula")];
    let first = [&base[..], &[("participants", "Para kepala desa")]].concat();
    siti.post(&path, &first).await.expect(303);
    let second = [&base[..], &[("participants", "Kasi dan kasubag")]].concat();
    let page = budi.post(&path, &second).await.expect(409);
    assert!(page.shows("Siti mengubahnya") && page.shows("Kasi dan kasubag"), "{}", page.words());
    assert!(page.shows("Yang tersimpan sekarang: Para kepala desa"), "{}", page.words());
    let newest = page.text.split("name=\"versi\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let mut seen = second.clone();
    seen[0] = ("versi", newest);
    budi.post(&path, &seen).await.expect(303);
    assert!(budi.get(&format!("/rapat/{id}/notulen")).await.expect(200).shows("Kasi dan kasubag"));
}
