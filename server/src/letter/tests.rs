//! What letters say, and that names in them stay names.

use chrono::NaiveDate;

use super::contribution::Contribution;
use super::letterhead::{Office, Signatory};
use super::request::{About, Purpose, RequestLetter, Typed};

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
    assert_eq!(letter.asks.last().unwrap(), "bertemu petani;");
    let copy = |above: &str| format!("Yth. Sekretaris Daerah {above} c.q. Bagian Tata Pemerintahan");
    assert_eq!(letter.copies, [copy("Kabupaten Cianjur"), copy("Kabupaten Garut")]);
    letter.docx().finish().unwrap();
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
