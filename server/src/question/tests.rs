//! Rules of questions.

use std::collections::HashMap;

use super::summarise::draft;
use super::{Typed, about, as_question, checked, studies_in, url, without_addresses};
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
fn a_keyword_is_no_question() {
    for keyword in ["stunting", "klanceng trigona", "parkir liar ?", "- - - -"] {
        let typed = Typed { title: keyword.to_owned(), ..Typed::default() };
        let Err(Error::Invalid(problems)) = typed.checked(4000) else { panic!("{keyword} was taken") };
        assert!(problems.of("title").is_some_and(|sentence| sentence.contains("tiga kata")), "{keyword}");
    }
}

#[test]
fn words_of_a_search_become_a_question() {
    let asked = as_question("\"klanceng trigona\"");
    assert_eq!(asked, "Bagaimana pengalaman kecamatan lain tentang klanceng trigona?");
    assert_eq!(about(&asked), "klanceng trigona?");
    for asks in ["Siapa pernah menata parkir", "di mana membeli bibit", "parkir liar di pasar?", ""] {
        assert_eq!((as_question(asks).as_str(), about(asks)), (asks, asks));
    }
    for short in ["magot", "magot?", "apa magot", "Apa magot ?", "gimana cara magot", "di mana magot", "Berapa magot"] {
        let typed = Typed { title: as_question(short), ..Typed::default() };
        assert_eq!(typed.title, "Apa yang sudah dilakukan kecamatan lain terkait magot?", "{short}");
        assert!(typed.checked(4000).is_ok() && about(&typed.title) == "magot?");
    }
    for leading in ["cara budidaya magot", "Gimana cara budidaya magot", "budidaya magot"] {
        let asked = as_question(leading);
        assert!(!asked.to_lowercase().contains("cara") && asked.ends_with(" magot?"), "{leading}: {asked}");
    }
    for nothing in ["apa", "bagaimana cara", "???"] {
        assert_eq!(as_question(nothing), nothing, "there is nothing to ask about");
    }
    let long = "panjang ".repeat(18);
    assert_eq!(as_question(&long), long.trim(), "what grows too long stays as it is");
}

#[test]
fn a_number_of_identity_is_refused_in_title_body_and_answer() {
    let nik = "3205011203870001";
    let typed = Typed { title: format!("Warga {nik} pindah?"), body: nik.to_owned(), ..Typed::default() };
    let Err(Error::Invalid(problems)) = typed.checked(4000) else { panic!("taken") };
    assert!(problems.of("title").is_some() && problems.of("body").is_some());
    assert!(checked(&format!("NIK-nya {nik}"), "", "Jawaban", 4000, false).is_err());
    assert!(checked("Kami mulai dari satu RW.", "", "Jawaban", 4000, false).is_ok());
}

#[test]
fn addresses_of_studies_are_found_in_a_text() {
    let text = "Lihat https://forum.example/praktik/12-irigasi?x=1 dan /praktik/7.\n\n/praktik/12\n/praktik/abc";
    assert_eq!(studies_in(text), [12, 7]);
    assert_eq!(without_addresses("Ini:\n\nhttps://forum.example/praktik/12-irigasi\n"), "Ini:");
    assert_eq!(without_addresses("Ini:\n\n[Irigasi tetes](/praktik/12)"), "Ini:");
    for kept in [
        "Lihat /praktik/12 dahulu",
        "Lihat [Irigasi tetes](/praktik/12) dahulu",
        "[Irigasi](/praktik/12) dan [Kelor](/praktik/7)",
        "[Tempat lain](https://lain.example/praktik/12)",
    ] {
        assert_eq!(without_addresses(kept), kept);
    }
    let five = "/praktik/1\n/praktik/2\n/praktik/3\n/praktik/4\n[Kelor](/praktik/5)";
    assert_eq!(without_addresses(five), "[Kelor](/praktik/5)", "what has no card stays");
}

#[test]
fn a_summary_begins_with_plain_words_and_the_titles_of_studies() {
    let titles = HashMap::from([(12, "Irigasi [tetes]".to_owned()), (7, "Pagar kelor".to_owned())]);
    let answers = [
        ("Camat Sukaresmi", "Kami **memakai** botol.\n\n\n\n- murah\n- mudah\n\n/praktik/12\n\n/praktik/30"),
        ("", "Lihat (https://forum.example/praktik/7-pagar), lalu /praktik/99.\n\n\n"),
    ];
    let begun = "Camat Sukaresmi:\n\nKami memakai botol.\n\nmurah\n\nmudah\n\n[Irigasi tetes](/praktik/12)\n\n/praktik/30\n\n\
                 Anggota:\n\nLihat ([Pagar kelor](/praktik/7)), lalu /praktik/99.";
    assert_eq!(draft(answers.into_iter(), &titles), begun);
    assert_eq!(draft(std::iter::empty(), &titles), "");
}

#[test]
fn an_address_says_what_is_asked() {
    assert_eq!(url(12, "Bagaimana mengisi posyandu?"), "/tanya/12-bagaimana-mengisi-posyandu");
    assert_eq!(url(12, "???"), "/tanya/12");
}
