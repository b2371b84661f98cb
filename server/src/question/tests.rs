//! Rules of questions.

use super::{Typed, checked, studies_in, url, without_addresses};
use crate::error::Error;

#[test]
fn a_question_is_one_line_within_its_limit_and_needs_no_more() {
    let typed = Typed { title: "  Bagaimana\nmengisi posyandu? ".to_owned(), ..Typed::default() };
    assert_eq!(typed.checked(4000).unwrap().title, "Bagaimana mengisi posyandu?");
    let Err(Error::Invalid(problems)) = Typed { title: "a".repeat(161), ..Typed::default() }.checked(4000) else {
        panic!("too long")
    };
    assert_eq!(problems.of("title"), Some("Pertanyaan paling panjang 160 karakter; yang ini 161."));
    assert!(Typed { title: " ? ".to_owned(), ..Typed::default() }.checked(4000).is_err());
}

#[test]
fn a_number_of_identity_is_refused_in_title_body_and_answer() {
    let nik = "3205011203870001";
    let typed = Typed { title: format!("Warga {nik} pindah?"), body: nik.to_owned(), ..Typed::default() };
    let Err(Error::Invalid(problems)) = typed.checked(4000) else { panic!("taken") };
    assert!(problems.of("title").is_some() && problems.of("body").is_some());
    assert!(checked(&format!("NIK-nya {nik}"), "Jawaban", 4000, false).is_err());
    assert!(checked("Kami mulai dari satu RW.", "Jawaban", 4000, false).is_ok());
}

#[test]
fn addresses_of_studies_are_found_in_a_text() {
    let text = "Lihat https://forum.example/praktik/12-irigasi?x=1 dan /praktik/7.\n\n/praktik/12\n/praktik/abc";
    assert_eq!(studies_in(text), [12, 7]);
    assert_eq!(without_addresses("Ini:\n\nhttps://forum.example/praktik/12-irigasi\n"), "Ini:");
    assert_eq!(without_addresses("Lihat /praktik/12 dahulu"), "Lihat /praktik/12 dahulu");
}

#[test]
fn an_address_says_what_is_asked() {
    assert_eq!(url(12, "Bagaimana mengisi posyandu?"), "/tanya/12-bagaimana-mengisi-posyandu");
    assert_eq!(url(12, "???"), "/tanya/12");
}
