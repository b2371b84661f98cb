//! Saved states of drafts and revisions of studies: read, compared, put back; nothing is lost by it.

use chrono::Duration;
use forum_camat::case_study::draft;
use forum_camat::case_study::entity::draft_version;
use forum_camat::ids::DraftKey;
use forum_tests::{CIKAJANG, Person, TestApp};
use sea_orm::{EntityTrait, PaginatorTrait};

use super::writing::{answers, but, id_of, publishes, send};

async fn saves(person: &Person, key: DraftKey, base: usize, problem: &str) {
    let typed =
        [("base", &*base.to_string()), ("fields", "problem"), ("problem", problem)].map(|(a, b)| (a, b.to_owned()));
    let fields: Vec<(String, String)> = typed.into_iter().map(|(a, b)| (a.to_owned(), b)).collect();
    person
        .send(|client, url| client.put(format!("{url}/tulis/{key}")).header("origin", url).form(&fields))
        .await
        .expect(200);
}

/// A paragraph was deleted by mistake an hour ago: the state before it is read, compared and put back, and that can be undone.
#[tokio::test]
async fn a_saved_state_comes_back() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dadan = app.camat("Dadan", "32.03.05").await;
    let key = DraftKey::new();
    saves(&siti, key, 0, "Embung surut dan pompa tidak cukup.").await;
    app.forward(Duration::minutes(30));
    saves(&siti, key, 1, "Kering.").await;
    let list = siti.get(&format!("/tulis/{key}/versi")).await.expect(200);
    assert!(list.shows("mengubah Apa masalahnya") && list.shows("Siti") && list.shows("sekarang"), "{}", list.words());
    let page = siti.get(&format!("/tulis/{key}/versi/1")).await.expect(200);
    assert!(page.text.contains("<ins>Embung surut dan pompa tidak cukup</ins>"), "{}", page.text);
    for path in [format!("/tulis/{key}/versi"), format!("/tulis/{key}/versi/1")] {
        dadan.get(&path).await.expect(404);
    }
    dadan.post(&format!("/tulis/{key}/versi/1/pulihkan"), &[]).await.expect(404);
    siti.post(&format!("/tulis/{key}/versi/1/pulihkan"), &[]).await.expect(303);
    let form = siti.get(&format!("/tulis/{key}")).await.expect(200);
    assert!(form.text.contains("Embung surut dan pompa tidak cukup."));
    siti.post(&format!("/tulis/{key}/versi/2/pulihkan"), &[]).await.expect(303);
    assert!(siti.get(&format!("/tulis/{key}")).await.expect(200).text.contains("Kering."));
}

/// States thin out with age and end after thirty days; the newest stays, and a form that started from one that went meets a
/// comparison and never overwrites unseen.
#[tokio::test]
async fn states_thin_out_and_an_old_form_still_overwrites_nothing() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let key = DraftKey::new();
    for turn in 0..12 {
        saves(&siti, key, turn, &format!("Simpanan {turn}")).await;
        app.forward(Duration::seconds(5));
    }
    assert_eq!(draft::thin(&app.app).await.unwrap(), 0, "the last ten minutes stay whole");
    app.forward(Duration::hours(1));
    let gone = draft::thin(&app.app).await.unwrap();
    assert!((9..=11).contains(&gone), "{gone}");
    let old = [("base", "3"), ("fields", "title"), ("title", "Dari form lama")];
    let page = siti.post(&format!("/tulis/{key}"), &old).await.expect(409);
    assert!(page.shows("Dari form lama"), "{}", page.words());
    app.forward(Duration::days(40));
    draft::thin(&app.app).await.unwrap();
    assert_eq!(draft_version::Entity::find().count(app.app.db.read()).await.unwrap(), 1);
    assert!(siti.get(&format!("/tulis/{key}")).await.expect(200).text.contains("Simpanan 11"));
}

/// Revisions stay for ever, with a note, and any two can be compared; the old text becomes a new revision.
#[tokio::test]
async fn a_revision_is_noted_compared_and_restored() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dadan = app.camat("Dadan", "32.03.05").await;
    let study = publishes(&siti, &answers("Irigasi tetes")).await;
    let id = id_of(&study);
    for (turn, problem) in ["Embung retak.", "Embung kering."].into_iter().enumerate() {
        let draft = siti.post(&format!("/praktik/{id}/ubah"), &[]).await.expect(303).location;
        assert!(siti.get(&draft).await.shows("Apa yang berubah?"));
        let note = format!("Perubahan ke-{}", turn + 1);
        let fields = "title summary sector indicators problem action outcome result visibility change_note";
        let form = but(
            answers("Irigasi tetes"),
            &[("base", "1"), ("problem", problem), ("fields", fields), ("change_note", &note)],
        );
        send(&siti, &format!("{draft}/terbitkan"), &form).await.expect(303);
    }
    let list = app.visitor().get(&format!("/praktik/{id}/riwayat")).await.expect(200);
    assert!(list.shows("Perubahan ke-1") && list.shows("Perubahan ke-2"), "{}", list.words());
    let page = app.visitor().get(&format!("/praktik/{id}/riwayat/3?banding=1")).await.expect(200);
    assert!(page.shows("Yang berubah sejak revisi 1") && page.text.contains("kering"), "{}", page.words());
    assert!(!page.shows("Pulihkan sebagai revisi baru"));
    dadan.post(&format!("/praktik/{id}/riwayat/1/pulihkan"), &[]).await.expect(403);
    assert!(siti.get(&format!("/praktik/{id}/riwayat/1")).await.shows("Pulihkan sebagai revisi baru"));
    let draft = siti.post(&format!("/praktik/{id}/riwayat/1/pulihkan"), &[]).await.expect(303).location;
    let draft = draft.split('?').next().unwrap();
    assert!(app.visitor().get(&study).await.shows("Embung kering."), "readers see it only once it is published");
    siti.post(&format!("{draft}/terbitkan"), &[]).await.expect(303);
    let page = app.visitor().get(&study).await.expect(200);
    assert!(page.shows("revisi 4") && page.shows("Embung surut"), "{}", page.words());
    assert!(app.visitor().get(&format!("/praktik/{id}/riwayat/4")).await.shows("Memulihkan revisi 1"));
    assert!(app.visitor().get(&format!("/praktik/{id}/riwayat/2")).await.shows("Embung retak."), "nothing went");
}
