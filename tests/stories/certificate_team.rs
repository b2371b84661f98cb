//! Whom a certificate names: who had the idea and the team, also people without an account, and nobody who was not asked.

use forum_camat::policy::Role;
use forum_tests::{CIKAJANG, Person, Study, TestApp, a_study};

use super::erasure::seen_in;
use super::letters::{certificate, check_of, words_of};

type Field = (&'static str, &'static str);

const WRITER: [Field; 3] =
    [("people.0.name", "Siti Aminah"), ("people.0.part", "Camat Cikajang"), ("people.0.share", "penulis")];
const DEDI: [Field; 4] = [
    ("people.1.name", "Dedi Kurniawan"),
    ("people.1.part", "Kasi Ekbang"),
    ("people.1.share", "penggagas"),
    ("people.1.agreed", "ya"),
];
const YAYAH: [Field; 4] = [
    ("people.4.name", "Yayah Rokayah"),
    ("people.4.part", "kader Posyandu Melati"),
    ("people.4.share", "pelaksana"),
    ("people.4.agreed", "ya"),
];
const NOBODY: [Field; 3] = [("people.7.name", " "), ("people.7.part", ""), ("people.7.share", "")];

async fn issues(siti: &Person, study: &Study, rows: &[&[Field]]) -> String {
    siti.post(&certificate(study), &rows.concat()).await.expect(303).location
}

/// The kasi who had the idea and a kader have no account. Both are named in the page, in Word and at the check address, with
/// what they did; the camat who wrote it and had the idea too is one person.
#[tokio::test]
async fn who_had_the_idea_is_named_with_the_team() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti Aminah", CIKAJANG).await;
    let study =
        app.has(a_study("Irigasi tetes").by(&siti).saying(|content| content.initiator = Some("asn".to_owned()))).await;
    let form = siti.get(&certificate(&study)).await.expect(200);
    assert!(form.text.contains("value=\"Siti Aminah\"") && form.text.contains("value=\"Camat Cikajang\""), "prefilled");
    assert!(form.text.contains("\"people.9.name\"") && !form.text.contains("\"people.10.name\""), "ten rows");

    let rows: [&[Field]; 4] = [&WRITER, &DEDI, &YAYAH, &NOBODY];
    let letter = issues(&siti, &study, &rows).await;
    assert_eq!(issues(&siti, &study, &rows).await, letter, "twice is once");
    let page = siti.get(&letter).await.expect(200);
    for words in ["Penggagas Dedi Kurniawan, Kasi Ekbang", "Unsur penggagas ASN", "sesuai peran masing-masing"] {
        assert!(page.shows(words), "{words}: {}", page.words());
    }
    let place = |words: &str| page.words().find(words).unwrap_or_else(|| panic!("{words}: {}", page.words()));
    assert!(place("Dedi Kurniawan Pangkat") < place("Yayah Rokayah Pangkat"), "who had the idea stands first");
    let words = words_of(&siti.bytes(&format!("{letter}/surat.docx")).await);
    for part in ["Penggagas\n:\nDedi Kurniawan, Kasi Ekbang", "kader Posyandu Melati\nPelaksana", "Siti Aminah"] {
        assert!(words.contains(part), "{part}: {words}");
    }
    let check = check_of(&page);
    let seen = app.visitor().get(&check).await.expect(200);
    for words in ["Penggagas Dedi Kurniawan, Kasi Ekbang", "kader Posyandu Melati (pelaksana)", "Siti Aminah"] {
        assert!(seen.shows(words), "{words}: {}", seen.words());
    }
    // What was taken back names nobody.
    siti.post(&format!("{letter}/cabut"), &[("reason", "Yayah tidak bersedia lagi")]).await.expect(303);
    let seen = app.visitor().get(&check).await.expect(200);
    assert!(!seen.shows("Dedi Kurniawan") && !seen.shows("Yayah Rokayah"), "{}", seen.words());

    let both = [("people.1.name", "siti aminah"), ("people.1.share", "penggagas")];
    let letter = issues(&siti, &study, &[&WRITER, &both]).await;
    let page = siti.get(&letter).await.expect(200);
    assert!(page.shows("Camat Cikajang Penggagas, Penulis"), "{}", page.words());
    assert_eq!(page.words().matches("Pangkat/Gol.").count(), 2, "one person, and who signs: {}", page.words());
}

/// Nobody is named who was not asked, and no number of a person; what was typed stays, and nothing is made.
#[tokio::test]
async fn who_was_not_asked_is_not_named() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti Aminah", CIKAJANG).await;
    let rudi = app.person("Rudi", Role::Sekcam, CIKAJANG).await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let refused = |at: usize, value: &'static str| {
        let mut row = DEDI;
        row[at].1 = value;
        row
    };
    for (row, sentence) in [
        (refused(3, ""), "Tandai bahwa Dedi Kurniawan bersedia disebut"),
        (refused(2, ""), "Pilih peran Dedi Kurniawan."),
        (refused(2, "ketua"), "Pilih peran Dedi Kurniawan."),
        (refused(0, ""), "Tulis namanya, atau kosongkan jabatannya."),
        (refused(1, "Kasi, NIP 19850701 201001 2 001"), "Di sini ada NIP"),
        (refused(1, "Kasi, WA 0812-3456-7890"), "Di sini ada nomor telepon."),
    ] {
        let page = siti.post(&certificate(&study), &[&WRITER[..], &row[..]].concat()).await.expect(422);
        assert!(page.shows("Surat belum dibuat") && page.shows(sentence), "{sentence}: {}", page.words());
        let (_, typed) = row[1];
        assert!(page.text.contains(&format!("value=\"{typed}\"")), "what was typed stays: {typed}");
    }
    let page = siti.post(&certificate(&study), &NOBODY).await.expect(422);
    assert!(page.shows("Tulis paling sedikit satu nama."), "{}", page.words());
    let names: Vec<(String, String)> = (0..11)
        .flat_map(|at| {
            let field = move |name: &str, value: String| (format!("people.{at}.{name}"), value);
            [
                field("name", format!("Warga {at}")),
                field("share", "pelaksana".to_owned()),
                field("agreed", "ya".to_owned()),
            ]
        })
        .collect();
    let names: Vec<(&str, &str)> = names.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let page = siti.post(&certificate(&study), &names).await.expect(422);
    assert!(page.shows("Paling banyak 10 orang dalam satu surat."), "{}", page.words());
    rudi.post(&certificate(&study), &[&WRITER[..], &DEDI[..]].concat()).await.expect(403);
    let page = siti.get(&certificate(&study)).await.expect(200);
    assert!(page.shows("Sudah dibuat Belum ada."), "{}", page.words());

    issues(&siti, &study, &[&WRITER, &DEDI]).await;
    assert!(siti.get(&certificate(&study)).await.expect(200).shows("/0001"));
}

/// A person without an account who wants to be named no more: an erasure reaches the certificate.
#[tokio::test]
async fn an_erasure_reaches_the_names_of_a_certificate() {
    let app = TestApp::start().await;
    let siti = app.camat("Siti Aminah", CIKAJANG).await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    let study = app.has(a_study("Irigasi tetes").by(&siti)).await;
    let letter = issues(&siti, &study, &[&WRITER, &DEDI, &YAYAH]).await;
    let check = check_of(&siti.get(&letter).await.expect(200));
    let address = study.path("hapus-data-pribadi");
    let wanted =
        |passage: &'static str| vec![("passages", passage), ("reason", "Atas permintaannya."), ("mengerti", "ya")];
    let page = hendra.post(&address, &wanted("penggagas")).await.expect(422);
    assert!(page.shows("tidak ditemukan"), "a word of a closed list is nobody's: {}", page.words());
    let mut form = wanted("Dedi Kurniawan");
    let seen = seen_in(&hendra.post(&address, &form).await.expect(200));
    form.push(("tahap", "hapus"));
    form.push(("dilihat", &seen));
    hendra.post(&address, &form).await.expect(303);
    let page = app.visitor().get(&check).await.expect(200);
    assert!(!page.shows("Dedi Kurniawan") && page.shows("[dihapus: data pribadi"), "{}", page.words());
    assert!(page.shows("(penggagas)") && page.shows("Yayah Rokayah"), "what they did stays: {}", page.words());
    let words = words_of(&siti.bytes(&format!("{letter}/surat.docx")).await);
    assert!(!words.contains("Dedi Kurniawan") && words.contains("Yayah Rokayah"), "{words}");
}
