//! Rules of lessons.

use super::{Typed, checked, names, new_key};
use crate::error::Error;

fn own() -> Vec<String> {
    vec!["Cikajang".to_owned()]
}

fn typed(title: &str, tried: &str) -> Typed {
    Typed {
        title: title.to_owned(),
        tried: tried.to_owned(),
        happened: "Sepi sesudah tiga bulan.".to_owned(),
        is_unnamed: true,
        ..Typed::default()
    }
}

#[test]
fn a_title_and_what_was_tried_and_happened_are_enough() {
    let kept = typed("  Bank\nsampah ", "Menabung.").checked(4000, &own()).unwrap();
    assert_eq!(kept.title, "Bank sampah");
    let Err(Error::Invalid(problems)) = Typed::default().checked(4000, &own()) else { panic!("empty") };
    assert!(["title", "dicoba", "terjadi"].iter().all(|field| problems.of(field).is_some()));
    assert!(problems.of("kendala").is_none() && problems.of("lain").is_none());
    let Err(Error::Invalid(problems)) = typed("Bank sampah", &"a".repeat(11)).checked(10, &[]) else { panic!("long") };
    assert_eq!(problems.of("dicoba"), Some("Yang dicoba paling panjang 10 karakter; yang ini 11."));
}

#[test]
fn a_number_of_identity_is_refused_everywhere() {
    let nik = "3205011203870001";
    assert!(typed(&format!("Warga {nik}"), "Menabung.").checked(4000, &[]).is_err());
    assert!(typed("Bank sampah", nik).checked(4000, &[]).is_err());
    assert!(checked(&format!("NIK-nya {nik}"), 4000, &[]).is_err() && checked("Mulai pelan.", 4000, &[]).is_ok());
}

#[test]
fn who_stays_unnamed_does_not_name_the_own_kecamatan() {
    assert!(typed("Bank sampah Cikajang", "Menabung.").checked(4000, &own()).is_err());
    let named = Typed { is_unnamed: false, ..typed("Bank sampah Cikajang", "Menabung.") };
    assert!(named.checked(4000, &own()).is_ok());
    assert!(checked("Kami di Cikajang", 4000, &own()).is_err() && checked("Di Cikajang", 4000, &[]).is_ok());
}

#[test]
fn a_name_is_known_by_its_spelling_or_by_what_stands_before_it() {
    assert!(names("di Karang Tengah.", "Karang Tengah") && names("kecamatan karang tengah", "Karang Tengah"));
    assert!(names("kec. sumber", "Sumber") && names("warga Sumber", "Sumber") && names("CIKAJANG", "Cikajang"));
    assert!(!names("sumber air mengering", "Sumber") && !names("di tengah karang", "Karang Tengah"));
    // As phones type it, and as others split it.
    assert!(names("kami di cikajang", "Cikajang") && names("Kec. Karang Tengah", "Karangtengah"));
    assert!(names("di Karangtengah", "Karang Tengah") && names("dari karangtengah", "Karang Tengah"));
    assert!(!names("Cikajangan", "Cikajang") && !names("Karang", "Karang Tengah") && !names("apa saja", ""));
}

#[test]
fn keys_are_random_and_say_nothing() {
    let (one, other) = (new_key(), new_key());
    assert!(one != other && one.len() == 32 && one.bytes().all(|byte| byte.is_ascii_hexdigit()));
}
