//! What an address may say of a list, and what forms may say of a meeting and of a month.

use chrono::NaiveDate;

use super::minggon::{self, month_key, month_name, month_of, months_between, parse_month};
use super::{Decision, MAX_MARKED, Shortlist, Typed, day};
use crate::error::{Error, Problems};
use crate::ids::CaseStudyId;

#[test]
fn odd_addresses_are_read_as_far_as_they_make_sense() {
    let table = [("", ""), ("12,34", "12,34"), ("abc,,12,-3,0,12, 7 ,9999999999999999999999", "12,7"), ("1;2", "")];
    for (text, read) in table {
        assert_eq!(Shortlist::read(text).text(), read, "{text}");
    }
    let many: Vec<String> = (1..=50).map(|id| id.to_string()).collect();
    assert_eq!(Shortlist::read(&many.join(",")).len(), MAX_MARKED);
}

#[test]
fn a_study_is_marked_unmarked_and_raised() {
    let list = Shortlist::read("1,2,3");
    assert_eq!(list.toggled(CaseStudyId(2)).url(), "/rapat?praktik=1,3");
    assert_eq!(list.toggled(CaseStudyId(4)).text(), "1,2,3,4");
    assert_eq!(list.raised(CaseStudyId(3)).text(), "1,3,2");
    assert_eq!(list.raised(CaseStudyId(1)), list);
    assert_eq!(Shortlist::read("5").toggled(CaseStudyId(5)).url(), "/rapat");
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn problems<T: std::fmt::Debug>(result: crate::error::Result<T>) -> Problems {
    match result {
        Err(Error::Invalid(problems)) => problems,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_day_is_read_as_browsers_and_people_write_it() {
    let table = [("2026-11-24", true), ("24-11-2026", true), ("24/11/2026", true), (" 24.11.2026 ", true)];
    for (text, is_day) in table {
        assert_eq!(day(text) == Some(date("2026-11-24")), is_day, "{text}");
    }
    for text in ["", "besok", "2026-13-01", "0026-11-24", "31-02-2026", "9999-01-01"] {
        assert_eq!(day(text), None, "{text}");
    }
}

#[test]
fn a_meeting_needs_a_name_and_a_day_and_keeps_to_the_limits() {
    let typed = Typed { title: " Rapat\u{7} desa ".to_owned(), held_on: "2026-11-24".to_owned(), ..Typed::default() };
    let checked = typed.checked().unwrap();
    assert_eq!((checked.words.title.as_str(), checked.held_on), ("Rapat desa", date("2026-11-24")));
    let none = problems(Typed::default().checked());
    assert!(none.of("title").is_some() && none.of("held_on").is_some());
    let long = problems(Typed { title: "a".repeat(121), ..typed }.checked());
    assert_eq!(long.of("title"), Some("Nama rapat paling panjang 120 karakter; yang ini 121."));
}

#[test]
fn a_list_goes_along_to_what_is_opened_from_it() {
    let list = Shortlist::read("7,12");
    assert_eq!(list.carried(), "?rapat=7,12");
    assert_eq!(list.with(CaseStudyId(34)).url(), "/rapat?praktik=7,12,34");
    assert_eq!(list.with(CaseStudyId(7)), list, "marked twice is marked once");
    assert_eq!(Shortlist::default().carried(), "");
}

#[test]
fn decisions_are_read_back() {
    for decision in Decision::ALL {
        assert_eq!(Decision::parse(decision.as_str()), Some(decision));
    }
    assert_eq!(Decision::parse("batal"), None);
}

#[test]
fn a_month_begins_with_its_first_day_and_has_a_name() {
    let month = month_of(date("2026-11-24"));
    assert_eq!(
        (month, month_name(month).as_str(), month_key(month).as_str()),
        (date("2026-11-01"), "November 2026", "2026-11")
    );
    assert_eq!(parse_month("2026-11"), Some(month));
    assert_eq!((parse_month("2026-13"), parse_month("")), (None, None));
    assert_eq!(months_between(date("2026-11-01"), date("2027-02-01")), 3);
    assert_eq!(months_between(date("2026-11-01"), date("2026-10-01")), -1);
}

#[test]
fn a_month_names_three_different_studies() {
    let of = |studies: [&str; 3]| minggon::Typed {
        theme: "Kemarau".to_owned(),
        introduction: String::new(),
        studies: studies.map(|study| (study.to_owned(), String::new())),
    };
    let (checked, wrong) = of(["12", "/praktik/34-embung", "https://forum.example/praktik/56"]).read();
    assert_eq!(checked.studies.iter().map(|(study, _)| *study).collect::<Vec<_>>(), [12, 34, 56]);
    assert!(wrong.is_empty());
    let (_, twice) = of(["12", "12", ""]).read();
    assert!(twice.of("study-2").is_some() && twice.of("study-3").is_some() && twice.of("study-1").is_none());
}

#[test]
fn questions_are_kept_one_a_line() {
    let asking = |questions: &str| {
        let mut typed = minggon::Typed { theme: "Kemarau".to_owned(), ..minggon::Typed::default() };
        typed.studies = ["12", "34", "56"].map(|study| (study.to_owned(), String::new()));
        typed.studies[1].1 = questions.to_owned();
        typed.read()
    };
    let (checked, wrong) = asking("Siapa?\r\n\r\n  Kapan   mulai? \r\n");
    assert_eq!(checked.studies[1].1, "Siapa?\nKapan mulai?");
    assert!(wrong.is_empty());
    let (_, wrong) = asking(&"Mengapa?\n".repeat(6));
    assert_eq!(wrong.of("question-2"), Some("Paling banyak 5 pertanyaan; yang ini 6."));
    let (_, wrong) = asking(&format!("Siapa?\n{}", "a".repeat(241)));
    assert_eq!(wrong.of("question-2"), Some("Satu pertanyaan paling panjang 240 karakter; yang ini 241."));
}
