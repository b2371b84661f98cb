//! What two offices agree on: the day that the host means, a change that waits for the other, an online meeting without an
//! address, a guest who did not come, and what waits for whom.

use chrono::Duration;
use forum_tests::{CIKAJANG, TestApp, a_study};

use super::visits::{BAYONGBONG, CILEUNYI, SEEN, agrees, asks, day, does, row, sends};

const PLACE: (&str, &str) = ("place", "Aula Kec. Cikajang");

/// Nothing is picked for Siti. Another day that she types is offered, with its choice or without; beside a proposed day that
/// she picked she is asked which of the two, and nothing is agreed meanwhile.
#[tokio::test]
async fn the_day_that_the_host_means_is_the_one() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let (proposed, another) = (day(&app, 7), day(&app, 12));
    let time = ("time", "09:30");
    let first = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let url = asks(&app, &dedi, &first).await;
    let form = siti.get(&url).await.expect(200);
    assert!(form.text.contains(&format!("name=\"pick\" value=\"{proposed}\">")), "nothing is ticked: {}", form.text);
    let none = does(&app, &siti, &url, "jadwal", &[("on", ""), time, PLACE]).await.expect(422);
    assert!(none.shows("Pilih tanggalnya, atau isi tanggal lain."), "{}", none.words());
    let empty = does(&app, &siti, &url, "jadwal", &[("pick", "lain"), time, PLACE]).await.expect(422);
    assert!(empty.shows("Isi tanggalnya, misalnya"), "{}", empty.words());

    let both = [("pick", proposed.as_str()), ("on", another.as_str()), time, PLACE];
    let asked = does(&app, &siti, &url, "jadwal", &both).await.expect(422);
    assert!(asked.shows("Ada dua tanggal:"), "{}", asked.words());
    assert!(asked.text.contains(&format!("value=\"{proposed}\" checked")), "what was picked stays: {}", asked.text);
    assert!(asked.text.contains(&format!("value=\"{another}\"")), "what was typed stays: {}", asked.text);
    let untouched = row(&app, &url).await;
    assert_eq!((untouched.state.as_str(), untouched.version), ("diminta", 1));
    assert!(untouched.scheduled_at.is_none() && untouched.offered_at.is_none());

    does(&app, &siti, &url, "jadwal", &[("pick", ""), ("on", another.as_str()), time, PLACE]).await.expect(303);
    let offered = row(&app, &url).await;
    assert_eq!(
        (offered.state.as_str(), offered.turn.as_str()),
        ("diminta", "pemohon"),
        "typed alone it is another day"
    );
    let at = offered.offered_at.map(|at| app.app.clock.local(at).date_naive().to_string());
    assert_eq!(at.as_deref(), Some(another.as_str()));
    assert!(offered.scheduled_at.is_none());

    let second = app.has(a_study("Kebun cabai").by(&siti)).await;
    let url = asks(&app, &dedi, &second).await;
    let chosen = [("pick", "lain"), ("on", another.as_str()), time, PLACE];
    does(&app, &siti, &url, "jadwal", &chosen).await.expect(303);
    assert_eq!(row(&app, &url).await.turn, "pemohon", "with its choice likewise");

    let third = app.has(a_study("Rumah bibit").by(&siti)).await;
    let url = asks(&app, &dedi, &third).await;
    let same = [("pick", proposed.as_str()), ("on", proposed.as_str()), time, PLACE];
    does(&app, &siti, &url, "jadwal", &same).await.expect(303);
    assert_eq!(row(&app, &url).await.state, "dijadwalkan", "the same day twice is one day");

    let fourth = app.has(a_study("Lumbung pangan").by(&siti)).await;
    let url = asks(&app, &dedi, &fourth).await;
    agrees(&app, &siti, &url).await;
    assert_eq!(row(&app, &url).await.state, "dijadwalkan", "a picked day is agreed at once");
}

/// Siti wants another day. Until Dedi agrees the agreed one stands, in the calendar too, and both see both; he turns it down,
/// she takes another offer back, and what he agrees to takes its place, with the new address.
#[tokio::test]
async fn what_is_agreed_stands_until_a_change_is() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let yuli = app.camat("Yuli", CILEUNYI).await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let url = asks(&app, &dedi, &study).await;
    agrees(&app, &siti, &url).await;
    let agreed = row(&app, &url).await.scheduled_at;
    let (first, later) = (day(&app, 7), day(&app, 12));
    let change =
        [("on", later.as_str()), ("time", "10:00"), ("place", "Kebun Mekarsari"), ("body", "Aula dipakai hari itu.")];
    does(&app, &yuli, &url, "jadwal", &change).await.expect(404);
    does(&app, &siti, &url, "jadwal", &change).await.expect(303);
    let both = row(&app, &url).await;
    assert_eq!((both.state.as_str(), both.turn.as_str(), both.scheduled_at), ("dijadwalkan", "pemohon", agreed));
    assert_eq!((both.place.as_str(), both.offered_place.as_str()), (PLACE.1, "Kebun Mekarsari"));
    let begins = agreed.expect("a time").format("DTSTART:%Y%m%dT%H%M%SZ").to_string();
    for person in [&dedi, &siti] {
        let entry = person.get(&format!("{url}/jadwal.ics")).await.expect(200);
        assert!(entry.text.contains(&begins) && entry.text.contains("LOCATION:Aula Kec. Cikajang"), "{}", entry.text);
        let page = person.get(&url).await.expect(200);
        assert!(page.shows("Usul perubahan") && page.shows("waktu di atas tetap berlaku"), "{}", page.words());
        assert!(page.shows("Kebun Mekarsari") && page.shows(PLACE.1), "{}", page.words());
    }
    let page = dedi.get(&url).await.expect(200);
    let question = page.words();
    let question = question.split("Setuju dengan waktu ini?").nth(1).expect("a question");
    let question = question.split("Setujui jadwal").next().expect("its end");
    assert!(question.contains("menggantikan") && question.contains("Aula dipakai hari itu."), "{question}");
    assert!(siti.get(&url).await.expect(200).shows("Tarik usul"));
    app.settle().await;
    let told = dedi.get("/kabar").await.expect(200);
    assert!(told.shows("berlaku sampai perubahannya disetujui"), "{}", told.words());

    let keep = [("on", first.as_str()), ("time", "09:30"), ("body", "Kendaraan sudah dipesan.")];
    does(&app, &dedi, &url, "jadwal", &keep).await.expect(303);
    let kept = row(&app, &url).await;
    assert_eq!((kept.scheduled_at, kept.offered_at, kept.place.as_str()), (agreed, None, PLACE.1), "turned down");
    assert!(siti.get(&url).await.expect(200).shows("Tetap pada jadwal"));

    does(&app, &siti, &url, "jadwal", &change).await.expect(303);
    let back = [("on", first.as_str()), ("time", "09:30"), PLACE];
    does(&app, &siti, &url, "jadwal", &back).await.expect(303);
    let kept = row(&app, &url).await;
    assert_eq!((kept.scheduled_at, kept.offered_at, kept.place.as_str()), (agreed, None, PLACE.1), "taken back");

    does(&app, &siti, &url, "jadwal", &change).await.expect(303);
    let version = row(&app, &url).await.version.to_string();
    for _ in 0..2 {
        let agreeing = [("version", version.as_str()), ("on", later.as_str()), ("time", "10:00")];
        dedi.post(&format!("{url}/jadwal"), &agreeing).await.expect(303);
    }
    let changed = row(&app, &url).await;
    assert!(changed.scheduled_at > agreed && changed.offered_at.is_none(), "{changed:?}");
    assert_eq!((changed.state.as_str(), changed.place.as_str()), ("dijadwalkan", "Kebun Mekarsari"));
    let entry = dedi.get(&format!("{url}/jadwal.ics")).await.expect(200);
    assert!(!entry.text.contains(&begins) && entry.text.contains("Kebun Mekarsari"), "{}", entry.text);
}

/// While Dedi waits for another day Siti writes the address of the meeting: his offer goes on waiting, and agreeing to it
/// keeps the address. What changes nothing tells nobody.
#[tokio::test]
async fn another_place_turns_no_offer_down() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let url = sends(&app, &dedi, &study, &[("kind", "daring")]).await.expect(303).location;
    let (first, later) = (day(&app, 7), day(&app, 12));
    does(&app, &siti, &url, "jadwal", &[("pick", first.as_str()), ("time", "09:30")]).await.expect(303);
    let offer = [("on", later.as_str()), ("time", "10:00"), ("body", "Ada rapat hari itu.")];
    does(&app, &dedi, &url, "jadwal", &offer).await.expect(303);
    let version = row(&app, &url).await.version.to_string();
    let link = ("link", "https://meet.example.go.id/tetes");
    let filled = [("version", version.as_str()), ("on", first.as_str()), ("time", "09:30"), link];
    for _ in 0..2 {
        siti.post(&format!("{url}/jadwal"), &filled).await.expect(303);
    }
    let waiting = row(&app, &url).await;
    assert!(waiting.offered_at.is_some(), "{waiting:?}");
    assert_eq!((waiting.turn.as_str(), waiting.link.as_str()), ("tuan_rumah", link.1));
    let agreeing = [("on", later.as_str()), ("time", "10:00"), ("link", waiting.offered_link.as_str())];
    does(&app, &siti, &url, "jadwal", &agreeing).await.expect(303);
    let agreed = row(&app, &url).await;
    assert_eq!((agreed.offered_at, agreed.link.as_str()), (None, link.1));
    let same = [("on", later.as_str()), ("time", "10:00"), link, ("body", "Mohon tepat waktu.")];
    let refused = does(&app, &siti, &url, "jadwal", &same).await.expect(422);
    assert!(refused.shows("Waktu dan tempat ini sudah disepakati."), "{}", refused.words());
}

/// An online meeting that nobody could join says so to both offices, and waits for the host; a visit has a place anyway.
#[tokio::test]
async fn a_meeting_without_an_address_says_so() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let url = sends(&app, &dedi, &study, &[("kind", "daring")]).await.expect(303).location;
    let on = day(&app, 7);
    does(&app, &siti, &url, "jadwal", &[("pick", on.as_str()), ("time", "09:30")]).await.expect(303);
    for person in [&siti, &dedi] {
        let page = person.get(&url).await.expect(200);
        assert!(page.shows("Belum diisi.") && page.shows("alamat pertemuan belum diisi"), "{}", page.words());
    }
    let list = siti.get("/studi-tiru").await.expect(200);
    assert!(list.shows("alamat pertemuan belum diisi") && list.text.contains("line-new"), "{}", list.words());
    assert!(!dedi.get("/studi-tiru?arah=keluar").await.expect(200).text.contains("line-new"));
    let filled = [("on", on.as_str()), ("time", "09:30"), ("link", "https://meet.example.go.id/tetes")];
    does(&app, &siti, &url, "jadwal", &filled).await.expect(303);
    for person in [&siti, &dedi] {
        let page = person.get(&url).await.expect(200);
        assert!(!page.shows("elum diisi") && page.shows("https://meet.example.go.id/tetes"), "{}", page.words());
    }
    let other = app.has(a_study("Kebun cabai").by(&siti)).await;
    let visit = asks(&app, &dedi, &other).await;
    agrees(&app, &siti, &visit).await;
    assert!(!dedi.get(&visit).await.expect(200).shows("Alamat pertemuan Belum diisi"));
}

/// Nobody came: once the day is over the host says so, and nobody else may. It is an end; a guest that came all the same
/// tells what it saw.
#[tokio::test]
async fn a_guest_who_did_not_come_is_an_end() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let yuli = app.camat("Yuli", CILEUNYI).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let url = asks(&app, &dedi, &study).await;
    agrees(&app, &siti, &url).await;
    let note = [("missed", "Ditunggu sampai pukul dua belas.")];
    let early = does(&app, &siti, &url, "tidak-datang", &note).await.expect(409);
    assert!(early.shows("Harinya belum lewat.") && early.shows(note[0].1), "{}", early.words());
    assert!(!siti.get(&url).await.expect(200).shows("Catat tamu tidak datang"));
    app.forward(Duration::days(8));
    let hendra = app.signs_in_again(&hendra).await;
    assert!(siti.get(&url).await.expect(200).shows("Catat tamu tidak datang"));
    assert!(!dedi.get(&url).await.expect(200).shows("Catat tamu tidak datang"));
    does(&app, &dedi, &url, "tidak-datang", &note).await.expect(403);
    does(&app, &hendra, &url, "tidak-datang", &note).await.expect(403);
    does(&app, &yuli, &url, "tidak-datang", &note).await.expect(404);
    let nik = does(&app, &siti, &url, "tidak-datang", &[("missed", "NIK 3205221203850001")]).await.expect(422);
    assert!(nik.shows("Di sini ada NIK"), "{}", nik.words());
    assert_eq!(row(&app, &url).await.state, "dijadwalkan");
    for _ in 0..2 {
        does(&app, &siti, &url, "tidak-datang", &note).await.expect(303);
    }
    assert_eq!(row(&app, &url).await.state, "tidak_datang");
    app.settle().await;
    let told = dedi.get("/kabar").await.expect(200);
    assert!(told.shows("tamunya tidak datang") && told.shows(note[0].1), "{}", told.words());
    let words = dedi.get(&url).await.expect(200).words();
    let at = |part: &str| words.find(part).unwrap_or_else(|| panic!("no {part}: {words}"));
    assert!(at(&format!("Keterangan: {}", note[0].1)) < at("Pesan kepada"), "beside the state: {words}");
    assert!(hendra.get("/meja/audit").await.expect(200).shows("tidak datang"));
    assert!(hendra.get("/studi-tiru?keadaan=tidak_datang").await.expect(200).shows("Irigasi tetes"));
    let page = dedi.get(&study.url).await.expect(200);
    assert!(page.shows("Ajukan studi tiru") && !page.shows("1 studi tiru ke praktik ini"), "{}", page.words());

    does(&app, &siti, &url, "laporan", &SEEN).await.expect(403);
    does(&app, &dedi, &url, "laporan", &SEEN).await.expect(303);
    assert_eq!(row(&app, &url).await.state, "selesai", "who came tells all the same");
}

/// Why a request was declined or called off stands beside that it was, above all forms.
#[tokio::test]
async fn why_it_ended_stands_beside_the_end() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let reasons = [("tolak", "Sedang musim panen."), ("batal", "Anggaran perjalanan habis.")];
    for (verb, reason) in reasons {
        let url = asks(&app, &dedi, &study).await;
        let who = if verb == "tolak" { &siti } else { &dedi };
        assert!(!dedi.get(&url).await.expect(200).shows("Alasan:"), "nothing ended yet");
        does(&app, who, &url, verb, &[("reason", reason)]).await.expect(303);
        for person in [&siti, &dedi] {
            let words = person.get(&url).await.expect(200).words();
            let at = |part: &str| words.find(part).unwrap_or_else(|| panic!("no {part}: {words}"));
            assert!(at(&format!("Alasan: {reason}")) < at("Pesan kepada"), "{words}");
        }
    }
}

/// What waits for an office stands first in its list and is marked, on the other list by its number; what waits for others is
/// not.
#[tokio::test]
async fn what_waits_for_the_office_stands_on_top() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let yuli = app.camat("Yuli", CILEUNYI).await;
    let (first, second) =
        (app.has(a_study("Irigasi tetes").by(&siti)).await, app.has(a_study("Kebun cabai").by(&siti)).await);
    let url = asks(&app, &dedi, &first).await;
    let agreed = asks(&app, &yuli, &second).await;
    app.forward(Duration::minutes(5));
    agrees(&app, &siti, &agreed).await;
    let list = siti.get("/studi-tiru").await.expect(200);
    let at = |part: &str| list.text.find(part).unwrap_or_else(|| panic!("no {part}: {}", list.words()));
    assert!(at("Irigasi tetes") < at("Kebun cabai"), "the later change comes second: {}", list.words());
    assert!(list.shows("menunggu jawaban kantor ini"), "{}", list.words());
    assert_eq!(list.text.matches("line-new").count(), 1);
    let out = dedi.get("/studi-tiru?arah=keluar").await.expect(200);
    assert!(out.shows("menunggu jawaban tuan rumah") && !out.text.contains("line-new"), "{}", out.words());
    assert!(!dedi.get("/studi-tiru").await.expect(200).shows("Keluar (1 menunggu)"));

    let another = day(&app, 12);
    does(&app, &siti, &url, "jadwal", &[("on", another.as_str()), ("time", "10:00"), PLACE]).await.expect(303);
    let list = siti.get("/studi-tiru").await.expect(200);
    assert!(!list.text.contains("line-new"), "{}", list.words());
    assert!(dedi.get("/studi-tiru").await.expect(200).shows("Keluar (1 menunggu)"));
    let out = dedi.get("/studi-tiru?arah=keluar").await.expect(200);
    assert!(out.shows("menunggu persetujuan kantor ini") && out.text.contains("line-new"), "{}", out.words());
    app.forward(Duration::days(8));
    assert!(yuli.get("/studi-tiru?arah=keluar").await.expect(200).shows("menunggu laporan kantor ini"));
}
