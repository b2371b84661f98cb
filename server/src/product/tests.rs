//! The rules of products that need no database.

use chrono::{Duration, NaiveDate, TimeZone, Utc};

use super::entity::Model;
use super::typed::{Paper, Typed};
use super::*;
use crate::error::Error;

fn a_product() -> Model {
    let at = Utc.with_ymd_and_hms(2026, 11, 28, 1, 0, 0).unwrap();
    Model {
        id: 1,
        kecamatan_code: "32.05.22".to_owned(),
        case_study_id: 1,
        name: "Sambal cabai Mekarsari".to_owned(),
        folded_name: "sambal cabai mekarsari".to_owned(),
        description: String::new(),
        photo_id: None,
        price_from: None,
        price_to: None,
        price_unit: "bungkus".to_owned(),
        capacity: String::new(),
        capacity_unit: String::new(),
        certificates: "[]".to_owned(),
        order_url: String::new(),
        state: "tayang".to_owned(),
        hidden_at: None,
        hidden_by: None,
        hidden_reason: String::new(),
        contact_name: String::new(),
        contact_phone: String::new(),
        consent_how: None,
        consent_on: None,
        consent_by: None,
        consent_asked_at: None,
        contact_revoked_at: None,
        created_by: 1,
        term_id: None,
        version: 1,
        created_at: at,
        updated_at: at,
    }
}

fn typed() -> Typed {
    Typed { study: "1".to_owned(), name: "Sambal cabai".to_owned(), ..Typed::default() }
}

fn problem_at(typed: &Typed, field: &str) -> String {
    match typed.checked() {
        Err(Error::Invalid(problems)) => problems.of(field).unwrap_or_default().to_owned(),
        _ => String::new(),
    }
}

#[test]
fn a_price_is_written_as_people_write_it() {
    let price = |from, to| Model { price_from: from, price_to: to, ..a_product() }.price();
    assert_eq!(price(Some(15_000), Some(25_000)), "Rp15.000–Rp25.000 per bungkus");
    assert_eq!(price(Some(15_000), Some(15_000)), "Rp15.000 per bungkus");
    assert_eq!(price(Some(15_000), None), "mulai Rp15.000 per bungkus");
    assert_eq!(price(None, Some(25_000)), "sampai Rp25.000 per bungkus");
    assert_eq!(price(None, None), "");
    let made = Model { capacity: "1200.5".to_owned(), capacity_unit: "kg".to_owned(), ..a_product() };
    assert_eq!(made.capacity(), "1.200,5 kg per bulan");
}

#[test]
fn what_can_not_be_a_price_is_said_beside_its_field() {
    let from = |text: &str| Typed { price_from: text.to_owned(), ..typed() };
    assert!(typed().checked().is_ok());
    for welcome in ["15.000", "Rp 15.000", "15000", "15.000,00", "0"] {
        assert!(from(welcome).checked().is_ok(), "{welcome}");
    }
    for welcome in ["Rp 20.000,-", "Rp. 20.000", "Rp.20.000,00", "rp20.000,–", "20.000,-", "Rp 20.000 ,-"] {
        assert_eq!(from(welcome).checked().ok().and_then(|kept| kept.price_from), Some(20_000), "{welcome}");
    }
    assert!(problem_at(&from("-5000"), "price_from").contains("kurang dari nol"));
    for wrong in ["murah", "Rp", "-"] {
        assert!(problem_at(&from(wrong), "price_from").contains("rupiah"), "{wrong}");
    }
    assert!(problem_at(&from("15,5"), "price_from").contains("tanpa sen"));
    assert!(problem_at(&from("9.999.999.999.999"), "price_from").contains("terlalu besar"));
    let twisted = Typed { price_to: "10.000".to_owned(), ..from("15.000") };
    assert!(problem_at(&twisted, "price_to").contains("lebih rendah"));
}

#[test]
fn an_order_address_leads_to_a_shop_and_nowhere_else() {
    let order = |url: &str| problem_at(&Typed { order_url: url.to_owned(), ..typed() }, "order_url");
    assert_eq!(order("https://www.tokopedia.com/mekarsari"), "");
    for hostile in [
        "javascript:alert(1)",
        "http://toko.example.com",
        "https://localhost/x",
        "https://siti:rahasia@toko.example.com/",
        "//toko.example.com",
        "data:text/html,hai",
        "https:///toko.example.com/x",
        "https://jahat.example.com\\@toko.example.com/",
        "https://toko.example.com/a b",
    ] {
        assert!(order(hostile).contains("https://"), "{hostile}");
    }
    for personal in [
        "https://wa.me/6281234567890",
        "https://web.whatsapp.com/send?phone=6281234567890",
        "https://wa.link/abc123",
        "https://t.me/+6281234567890",
        "https://toko.example.com/081234567890",
    ] {
        assert!(order(personal).contains("Kontak"), "{personal}: a number needs the maker's consent");
    }
    assert_eq!(order("https://tokowa.me/sambal"), "", "another name that ends alike");
}

#[test]
fn a_certificate_has_a_kind_and_a_number() {
    let paper = |kind: &str, number: &str, until: &str| Typed {
        papers: vec![Paper { kind: kind.to_owned(), number: number.to_owned(), until: until.to_owned() }],
        ..typed()
    };
    assert!(paper("PIRT", "2063205010123-29", "2029-03-03").checked().is_ok());
    assert!(paper("", "", "").checked().is_ok(), "an empty row is none");
    assert!(problem_at(&paper("PIRT", "", ""), "certificates-0").contains("nomor sertifikat PIRT"));
    assert!(problem_at(&paper("", "123", ""), "certificates-0").contains("jenis"));
    assert!(problem_at(&paper("PIRT", "123", "kapan-kapan"), "certificates-0").contains("tidak terbaca"));
    let day = |day| NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
    let halal = Certificate { kind: "Halal".to_owned(), number: "ID1".to_owned(), until: Some(day(3)) };
    assert_eq!(halal.validity(day(3)), "berlaku sampai 3 Mar 2026");
    assert!(!halal.has_expired(day(3)) && halal.has_expired(day(4)));
    assert_eq!(halal.validity(day(4)), "sudah berakhir 3 Mar 2026");
}

#[test]
fn numbers_of_persons_have_no_place_in_the_words() {
    let said = |text: &str| problem_at(&Typed { description: text.to_owned(), ..typed() }, "description");
    assert!(said("Pesan ke 0812-3456-7890").contains("bagian Kontak"));
    assert!(said("NIK 3205064107850001").contains("NIK"));
    assert_eq!(said("Isi 250 gram, tahan 6 bulan."), "");
}

#[test]
fn a_makers_name_is_found_in_the_words_of_a_product() {
    let named = |maker: &str| {
        contact::is_named_in_words(&Model {
            contact_name: maker.to_owned(),
            description: "Dibuat Bu Yanti & kelompok tani.".to_owned(),
            ..a_product()
        })
    };
    assert!(named("Kelompok Mekarsari") && named("Yanti") && named("Ibu YANTI Suryani"));
    assert!(!named("Kelompok Tani Sugih") && !named("Bu Ani") && !named(""), "words of anybody, and parts of words");
}

#[test]
fn what_readers_saw_once_is_not_called_new() {
    let away = Model { state: "tidak_ditayangkan".to_owned(), ..a_product() };
    assert_eq!(standing::label(&a_product(), true).0, "Tayang");
    assert_eq!(standing::label(&away, false).0, "Belum ditayangkan");
    assert_eq!(standing::label(&away, true).0, "Diturunkan");
    let hidden = Model { hidden_at: Some(away.created_at), ..away };
    assert_eq!(standing::label(&hidden, true).0, "Disembunyikan pembina");
}

#[test]
fn a_contact_is_hidden_when_nobody_says_that_the_consent_still_holds() {
    let now = Utc.with_ymd_and_hms(2026, 11, 28, 1, 0, 0).unwrap();
    let asked = |asked| Model { contact_phone: "+6281234567890".to_owned(), consent_asked_at: asked, ..a_product() };
    assert!(asked(None).shows_contact(now));
    assert!(asked(Some(now - Duration::days(29))).shows_contact(now));
    assert!(!asked(Some(now - Duration::days(31))).shows_contact(now));
    assert!(!a_product().shows_contact(now));
    let erased = Model { contact_phone: "[dihapus: data pribadi, 3 Mar 2027]".to_owned(), ..a_product() };
    assert!(!erased.has_contact());
}
