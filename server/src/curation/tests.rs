//! Rules of featuring.

use super::*;
use crate::error::Error;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
}

fn typed(ends_on: &str) -> Typed {
    Typed { reason: "Biayanya kecil".to_owned(), ends_on: ends_on.to_owned(), ..Typed::default() }
}

fn problem(typed: &Typed, field: &str) -> String {
    let Err(Error::Invalid(problems)) = typed.checked(today(), None, 500) else { panic!("{typed:?} passed") };
    problems.of(field).unwrap_or_default().to_owned()
}

#[test]
fn the_last_day_is_read_as_people_write_it() {
    let eighth = NaiveDate::from_ymd_opt(2026, 12, 8).unwrap();
    for written in ["2026-12-08", "8/12/2026", "08-12-2026", " 8.12.2026 ", ""] {
        assert_eq!(typed(written).checked(today(), None, 500).unwrap().ends_on, eighth, "{written}");
    }
    for unreadable in ["besok", "8/12", "31/2/2027", "8/12/26", "2026-13-01"] {
        assert_eq!(
            problem(&typed(unreadable), "ends_on"),
            "Tanggal tidak terbaca. Tulis seperti 8/12/2026.",
            "{unreadable}"
        );
    }
}

#[test]
fn a_feature_ends_between_today_and_ninety_days_from_now() {
    assert!(typed("2026-11-24").checked(today(), None, 500).is_ok());
    assert!(typed("2027-02-22").checked(today(), None, 500).is_ok());
    assert_eq!(problem(&typed("2027-02-23"), "ends_on"), "Paling lama 90 hari: sampai 22 Feb 2027.");
    assert!(problem(&typed("2026-11-23"), "ends_on").contains("sudah lewat"));
}

#[test]
fn a_reason_is_obligatory_and_within_its_limit() {
    assert!(problem(&Typed { reason: " \u{0} ".to_owned(), ..typed("") }, "reason").contains("Tulis alasan"));
    let long = Typed { reason: "a".repeat(501), theme: "b".repeat(81), ..typed("") };
    assert_eq!(problem(&long, "reason"), "Alasan paling panjang 500 karakter; yang ini 501.");
    assert_eq!(problem(&long, "theme"), "Tema paling panjang 80 karakter; yang ini 81.");
    let wish = Typed { reason: " Murah,\r\n dan jalan. ".to_owned(), ..typed("") }.checked(today(), None, 500).unwrap();
    assert_eq!(wish.reason, "Murah, dan jalan.");
}

#[test]
fn a_plan_begins_from_today_on_and_ends_at_most_ninety_days_later() {
    let plan = |starts_on: &str, ends_on: &str| {
        Typed { starts_on: starts_on.to_owned(), ..typed(ends_on) }.checked(today(), None, 500)
    };
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let wish = plan("30/11/2026", "").unwrap();
    assert_eq!((wish.starts_on, wish.ends_on), (day("2026-11-30"), day("2026-12-14")));
    for (starts_on, ends_on, field) in [
        ("2026-11-23", "2026-11-30", "starts_on"),
        ("2027-11-23", "", "starts_on"),
        ("besok", "", "starts_on"),
        ("2026-12-07", "2026-12-06", "ends_on"),
        ("2026-12-07", "2027-03-08", "ends_on"),
    ] {
        let Err(Error::Invalid(problems)) = plan(starts_on, ends_on) else { panic!("{starts_on} {ends_on} passed") };
        assert!(problems.of(field).is_some(), "{starts_on} {ends_on}");
    }
    // What runs keeps its first day, whatever the form says.
    let began = Typed { starts_on: "2026-12-07".to_owned(), ..typed("2026-12-20") };
    assert_eq!(began.checked(today(), Some(day("2026-11-20")), 500).unwrap().starts_on, day("2026-11-20"));
}
