//! What offices take home says nothing of the Ruang Pembelajaran. Each output is opened by somebody who gets it, and holds what
//! it is about.

use forum_tests::{CIKAJANG, Person, a_study};

use super::adoption::{FIGURES, adopts, day, tells};
use super::handover::phone_of;
use super::lesson_secrets::{CIWIDEY, Scene, WORDS, is_silent, scene, unpacked, walks};
use super::letters::{certificate, check_of};
use super::{meetings, products, visits};

/// What Yani of Ciwidey opens: her office has one of each, number 1.
const OF_OFFICE: [&str; 20] = [
    "/dampak/baris.csv",
    "/dampak/bulan.csv",
    "/praktik/1",
    "/praktik/1/berkas-bukti",
    "/praktik/1/berkas-bukti.zip",
    "/praktik/1/keluarga",
    "/praktik/1/keluarga.csv",
    "/praktik/1/keterangan-kontribusi",
    "/praktik/1/keterangan-kontribusi/1",
    "/praktik/1/keterangan-kontribusi/1/surat.docx",
    "/produk/1/ubah",
    "/produk/kelola",
    "/rapat/1",
    "/rapat/1/notulen",
    "/rapat/1/notulen.docx",
    "/replikasi/1",
    "/replikasi.xlsx",
    "/studi-tiru/1",
    "/studi-tiru/1/jadwal.ics",
    "/studi-tiru.xlsx",
];

/// What Deni, whose office asks and replicates, opens beside the public pages.
const OF_GUEST: [&str; 6] = [
    "/praktik/1/surat",
    "/praktik/1/surat-permohonan.docx",
    "/replikasi/1",
    "/replikasi.csv",
    "/studi-tiru/1",
    "/studi-tiru.csv",
];

/// What a coordinator of the province opens.
const OF_PROVINCE: [&str; 6] = [
    "/cakupan.xlsx",
    "/dampak/baris.csv",
    "/meja/audit.xlsx",
    "/praktik/1/berkas-bukti.zip",
    "/replikasi.xlsx",
    "/studi-tiru.xlsx",
];

const LETTER: [(&str, &str); 3] = [("purpose", "replikasi"), ("contact", "Deni, 0265-123456"), ("wish", "")];

/// The office of the study certifies, meets, sells and is asked; Deni's replicates. The address of the certificate's check.
async fn exchange(Scene { app, deni, study, .. }: &Scene, yani: &Person) -> String {
    assert_eq!(study.path(""), "/praktik/1/", "the walk opens number 1 of everything");
    let team = [
        ("people.0.name", "Dedi Kurniawan"),
        ("people.0.part", "Kasi Ekbang"),
        ("people.0.share", "penggagas"),
        ("people.0.agreed", "ya"),
    ];
    let letter = yani.post(&certificate(study), &team).await.expect(303).location;
    let entry = adopts(deni, study).await;
    let today = day(app, 0);
    let mut running = vec![("stage", "berjalan"), ("on", today.as_str()), ("note", "Diteruskan dua kelompok.")];
    running.extend(FIGURES);
    tells(deni, &entry, &running).await.expect(303);
    let visit = visits::asks(app, deni, study).await;
    visits::agrees(app, yani, &visit).await;
    let product = products::writes(yani, study, "Sayur kering").await;
    yani.post(&format!("{product}/tayangkan"), &[]).await.expect(303);
    let meeting = meetings::meets(yani, "Rapat sayur", &[study]).await;
    assert_eq!(
        (entry.as_str(), visit.as_str(), product.as_str(), meeting),
        ("/replikasi/1", "/studi-tiru/1", "/produk/1", 1)
    );
    app.settle().await;
    check_of(&yani.get(&letter).await.expect(200))
}

#[track_caller]
fn has_drawn(drawn: &[String], wanted: &[&str]) {
    for path in wanted {
        assert!(drawn.iter().any(|one| one == path), "{path} was not opened: {drawn:?}");
    }
}

/// Everything that the exchange gives out, by who gets it; each file holds the study that it is about.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_an_office_takes_home_says_nothing_of_a_lesson() {
    let scene = scene().await;
    let yani = scene.app.camat("Yani", CIWIDEY).await;
    let dadang = scene.app.coordinator("Dadang", "32").await;
    let check = exchange(&scene, &yani).await;
    let Scene { app, deni, key, study, .. } = &scene;
    let mut secrets = WORDS.to_vec();
    secrets.push(key);

    has_drawn(&walks(&yani, key, &secrets).await, &OF_OFFICE);
    has_drawn(&walks(deni, key, &secrets).await, &OF_GUEST);
    // Who cares for all offices reads the key in the audit, and no word.
    has_drawn(&walks(&dadang, key, &WORDS).await, &OF_PROVINCE);
    let checked = app.visitor().get(&check).await.expect(200);
    is_silent(&check, &checked, &secrets);
    assert!(checked.shows("Dedi Kurniawan"), "{}", checked.words());
    let draft = deni.post(&study.path("surat"), &LETTER).await.expect(200);
    is_silent("the letter", &draft, &secrets);
    let letter = unpacked(&deni.post_bytes(&study.path("surat-permohonan.docx"), &LETTER).await);
    for secret in &secrets {
        assert!(!letter.contains(secret), "the letter tells {secret}");
    }

    for path in [
        "/praktik/1/berkas-bukti.zip",
        "/praktik/1/keterangan-kontribusi/1/surat.docx",
        "/rapat/1/notulen.docx",
        "/studi-tiru.xlsx",
    ] {
        assert!(unpacked(&yani.bytes(path).await).contains(&study.title), "{path} is about something");
    }
    assert!(letter.contains(&study.title) && draft.shows(&study.title));
}

/// The sheet of a mutasi lists what stays with the office of the lesson, and no word of it.
#[tokio::test]
async fn what_is_handed_over_says_nothing_of_a_lesson() {
    let Scene { app, writer, .. } = scene().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let dewi = app.camat("Dewi", "32.05.17").await;
    app.has(a_study("Irigasi tetes").by(&writer)).await;
    let address = format!("/kecamatan/{CIKAJANG}/serah-terima");
    let phone = phone_of(&app, &dewi).await;
    let fields = [("name", "Dewi"), ("phone", phone.as_str()), ("paper", "SK 821/17"), ("started_on", "")];
    let answer = hendra.post(&address, &fields).await.expect(200);
    is_silent(&address, &answer, &WORDS);
    for path in [address.as_str(), "/serah-terima/1", "/serah-terima/1/cetak"] {
        let page = hendra.get(path).await.expect(200);
        is_silent(path, &page, &WORDS);
        assert!(path == address || page.shows("Irigasi tetes"), "{path}: {}", page.words());
    }
    is_silent("the sheet of who leaves", &writer.get("/serah-terima/1").await.expect(200), &WORDS);
}
