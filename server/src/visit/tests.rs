//! Rules of studi tiru: words that are read back, days and addresses that are refused, and the entry for a calendar.

use chrono::{DateTime, NaiveDate, TimeZone, Utc};

use super::ask::Typed;
use super::calendar::Entry;
use super::store::Credit;
use super::{Kind, Side, State, day, day_problem, link_problem, moment, time};
use crate::clock::Clock;
use crate::error::{Error, Problems};

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn words_are_read_back() {
    assert!(Kind::ALL.into_iter().all(|kind| Kind::parse(kind.as_str()) == Some(kind)));
    assert!(State::ALL.into_iter().all(|state| State::parse(state.as_str()) == Some(state)));
    assert!([Side::Asking, Side::Host].into_iter().all(|side| Side::parse(side.as_str()) == Some(side)));
    assert_eq!((Kind::parse("telepon"), State::parse(""), Side::parse("pembina")), (None, None, None));
    assert_eq!(Side::Asking.other(), Side::Host);
}

#[test]
fn an_address_of_a_meeting_is_https_and_nothing_else() {
    for good in ["https://meet.example.go.id/abc-def", "https://zoom.us/j/123?pwd=x%20y"] {
        assert_eq!(link_problem(good), None, "{good}");
    }
    let bad = [
        "javascript:alert(1)",
        "http://meet.example/x",
        "https://",
        "https://lokal",
        "https://bank.example@jahat.example/",
        "https://meet.example/a b",
        "https://meet.example/\"onclick=",
        "HTTPS://meet.example/x",
        "data:text/html,x",
    ];
    for link in bad {
        assert!(link_problem(link).is_some(), "{link}");
    }
}

#[test]
fn days_and_times_are_read_as_browsers_and_people_write_them() {
    assert_eq!(day("24-12-2026"), Some(date("2026-12-24")));
    assert_eq!(day("2026-12-24"), day(" 24/12/2026 "));
    assert_eq!((day("besok"), time("25:00"), time("pagi")), (None, None, None));
    assert_eq!(time("09.30"), time("09:30"));
    let today = date("2026-11-24");
    assert_eq!(day_problem(today, today), None);
    assert!(day_problem(date("2026-11-23"), today).unwrap().contains("sudah lewat"));
    assert!(day_problem(date("2028-01-01"), today).unwrap().contains("terlalu jauh"));
    let clock = Clock::stopped_at(Utc.with_ymd_and_hms(2026, 11, 24, 3, 0, 0).unwrap());
    let at = moment(&clock, date("2026-12-08"), time("09:30").unwrap());
    assert_eq!(at, Utc.with_ymd_and_hms(2026, 12, 8, 2, 30, 0).unwrap());
}

fn problems(typed: &Typed) -> Problems {
    match typed.checked(date("2026-11-24")) {
        Err(Error::Invalid(problems)) => problems,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_request_names_a_kind_a_purpose_a_day_people_and_a_contact() {
    let whole = Typed {
        kind: "daring".to_owned(),
        purpose: "Melihat caranya".to_owned(),
        days: ["2026-12-08".to_owned(), String::new(), "09-12-2026".to_owned()],
        people: "4".to_owned(),
        contact: "Sekretariat".to_owned(),
        keeps_phone: false,
    };
    assert!(whole.checked(date("2026-11-24")).is_ok());
    let none = problems(&Typed::default());
    for field in ["kind", "purpose", "day-1", "people", "contact"] {
        assert!(none.of(field).is_some(), "{field}");
    }
    let twice = Typed { days: ["2026-12-08".to_owned(), "2026-12-08".to_owned(), String::new()], ..whole.clone() };
    assert!(problems(&twice).of("day-2").is_some());
    for people in ["0", "-1", "201", "empat", "99999999999"] {
        assert!(problems(&Typed { people: people.to_owned(), ..whole.clone() }).of("people").is_some(), "{people}");
    }
}

#[test]
fn credit_says_what_was_answered() {
    let credit = |held, answered, asked| Credit { held, answered, asked }.words();
    assert_eq!(credit(4, 6, 6), "Menerima 4 studi tiru · menjawab 6 dari 6 permohonan");
    assert_eq!(credit(0, 0, 1), "Studi tiru: menjawab 0 dari 1 permohonan");
    assert_eq!(credit(0, 0, 0), "");
}

#[test]
fn a_calendar_gets_one_event_whatever_stands_in_its_words() {
    let at: DateTime<Utc> = Utc.with_ymd_and_hms(2026, 12, 8, 2, 30, 0).unwrap();
    let long = "Aula Kecamatan Cikajang, lantai dua; dekat pasar — pintu timur, seberang lapangan upacara ".repeat(3);
    let text = Entry {
        uid: "studi-tiru-1@forum.example",
        version: 3,
        written_at: at,
        begins_at: at,
        title: "Studi tiru: Irigasi\r\nEND:VEVENT\r\nBEGIN:VALARM",
        description: "satu\ndua \\ tiga",
        location: &long,
        url: "https://forum.example/studi-tiru/1\r\nATTACH:x",
    }
    .text();
    assert!(text.contains("DTSTART:20261208T023000Z\r\n") && text.contains("SEQUENCE:3\r\n"));
    assert!(text.contains("DESCRIPTION:satu\\ndua \\\\ tiga\r\n"), "{text}");
    assert_eq!(text.matches("\r\nEND:VEVENT\r\n").count(), 1);
    assert!(!text.contains("\r\nBEGIN:VALARM") && !text.contains("\r\nATTACH"), "{text}");
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "folded");
    assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
    let unfolded = text.replace("\r\n ", "");
    assert!(unfolded.contains("Cikajang\\, lantai dua\\; dekat"), "{unfolded}");
}
