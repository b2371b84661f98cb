//! What letters say, and that names in them stay names.

use chrono::NaiveDate;

use super::contribution::{Contribution, with_years};
use super::letterhead::{Office, Signatory};
use super::request::{About, Purpose, RequestLetter, Typed};
use crate::office::entity::office_term;

fn office(kecamatan: &str, above: &str) -> Office {
    Office { kecamatan: kecamatan.to_owned(), above: above.to_owned() }
}

fn letter(from: &Office, to: &Office, typed: &Typed) -> RequestLetter {
    let about = About {
        from,
        to,
        title: "Irigasi tetes",
        address: "https://forum.example/praktik/12",
        site: "Forum",
        signatory: Signatory { office: "Plt. Camat Cibeber".to_owned(), name: "Siti Aminah".to_owned() },
        today: NaiveDate::from_ymd_opt(2026, 11, 24).unwrap(),
    };
    RequestLetter::write(about, typed)
}

#[test]
fn a_request_names_both_offices_and_leaves_number_day_and_signature_to_the_office() {
    let (cibeber, cikajang) = (office("Cibeber", "Kabupaten Cianjur"), office("Cikajang", "Kabupaten Garut"));
    let typed =
        Typed { purpose: Purpose::Visit, contact: "Siti, 0263-1".to_owned(), wish: "bertemu petani;".to_owned() };
    let letter = letter(&cibeber, &cikajang, &typed);
    assert_eq!(cibeber.letterhead()[0], "PEMERINTAH KABUPATEN CIANJUR");
    assert_eq!(letter.dated, "Cibeber, …… November 2026");
    assert_eq!(letter.facts[0], ("Nomor", "……".to_owned()));
    assert_eq!(letter.facts[3].1, "Permohonan Studi Tiru Praktik Baik");
    assert_eq!(letter.addressee, ["Yth. Camat Cikajang", "Kabupaten Garut", "di tempat"]);
    assert_eq!(letter.asks[2..], ["menunjuk narahubung untuk menyepakati jadwal dan peserta;", "bertemu petani."]);
    let copy = |above: &str| format!("Yth. Sekretaris Daerah {above} c.q. Bagian Tata Pemerintahan");
    assert_eq!(letter.copies, [copy("Kabupaten Cianjur"), copy("Kabupaten Garut")]);
    letter.docx().finish().unwrap();
}

/// Each purpose has its own place: who asks for a visit goes to the other office.
#[test]
fn a_practice_is_run_at_home_and_visited_where_it_is() {
    let (cibeber, cikajang) = (office("Cibeber", "Kabupaten Cianjur"), office("Cikajang", "Kabupaten Garut"));
    let intent = |purpose| letter(&cibeber, &cikajang, &Typed { purpose, ..Typed::default() }).opening[1].clone();
    assert!(intent(Purpose::Replicate).contains("mereplikasi praktik baik dimaksud di Kecamatan Cibeber."));
    assert!(intent(Purpose::Visit).contains("studi tiru ke Kecamatan Cikajang atas praktik baik dimaksud."));
    assert!(!intent(Purpose::Data).contains("Kecamatan"), "reading needs no place");
}

#[test]
fn the_points_are_one_sentence_whatever_the_wish_ends_with() {
    let (from, to) = (office("Cibeber", "Kabupaten Cianjur"), office("Cikajang", "Kabupaten Garut"));
    let last = |wish: &str| {
        let asks = letter(&from, &to, &Typed { wish: wish.to_owned(), ..Typed::default() }).asks;
        assert!(asks[..asks.len() - 1].iter().all(|point| point.ends_with(';')), "{asks:?}");
        asks.last().unwrap().clone()
    };
    assert_eq!(last("bertemu petani."), "bertemu petani.");
    assert_eq!(last("bertemu petani, "), "bertemu petani.");
    assert_eq!(last("berapa biayanya?"), "berapa biayanya?");
    assert_eq!(last(""), "menunjuk narahubung yang dapat mendampingi kami selama uji coba.");
}

#[test]
fn one_government_gets_one_copy() {
    let (from, to) = (office("Cisurupan", "Kabupaten Garut"), office("Cikajang", "Kabupaten Garut"));
    assert_eq!(letter(&from, &to, &Typed::default()).copies.len(), 1);
}

#[test]
fn a_certificate_from_before_anybody_said_who_did_what_is_read() {
    let kept = r#"{"title":"Irigasi","idea":"ASN","people":[{"name":"Siti","part":"Camat"}],"agencies":[]}"#;
    let named = Contribution::parse(kept).unwrap();
    assert_eq!(named.people[0].told(), "Siti, Camat");
    assert!(!named.tells_shares() && named.initiators().is_empty());
}

#[test]
fn a_contact_is_needed_and_nothing_is_too_long() {
    let typed =
        |contact: &str, wish: &str| Typed { contact: contact.to_owned(), wish: wish.to_owned(), ..Typed::default() };
    assert!(typed("Siti", "").check().is_ok());
    assert!(typed("", "").check().is_err());
    assert!(typed(&"a".repeat(161), "").check().is_err());
    assert!(typed("Siti", &"a".repeat(501)).check().is_err());
}

/// A term that is over says when it was; one that runs, also to a day that is known already, does not.
#[test]
fn a_term_that_is_over_is_named_with_its_years() {
    let day = |year, month| NaiveDate::from_ymd_opt(year, month, 3).unwrap();
    let told = |first: i32, ended_on: Option<NaiveDate>| {
        let term = office_term::Model {
            id: 1,
            account_id: 1,
            role: "camat".to_owned(),
            region_code: "32.05.22".to_owned(),
            title: String::new(),
            unit_name: String::new(),
            started_on: day(first, 1),
            ended_on,
            paper: String::new(),
            created_by: None,
            created_at: chrono::DateTime::UNIX_EPOCH,
            ended_by: None,
        };
        with_years("Camat Cikajang".to_owned(), &term, day(2026, 11))
    };
    assert_eq!(told(2023, Some(day(2026, 10))), "Camat Cikajang 2023–2026");
    assert_eq!(told(2026, Some(day(2026, 10))), "Camat Cikajang 2026");
    for running in [None, Some(day(2026, 11)), Some(day(2026, 12))] {
        assert_eq!(told(2023, running), "Camat Cikajang");
    }
}
