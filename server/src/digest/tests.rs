//! Rules of the digest that need no database.

use chrono::NaiveDate;

use super::edit::{shift, study_of};
use super::entity::digest_item;
use super::schedule::{between, due, label};
use super::*;
use crate::config::DigestRules;

const RULES: DigestRules = DigestRules { weekday: 1, made_at_hour: 5, goes_at_hour: 12, mails_per_minute: 30 };

fn at(text: &str) -> Clock {
    Clock::stopped_at(DateTime::parse_from_rfc3339(text).unwrap().to_utc())
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn a_digest_is_made_on_monday_and_goes_at_noon() {
    assert_eq!(due(&RULES, &at("2026-11-30T04:59:00+07:00")), None, "Monday, before five");
    let clock = at("2026-11-30T05:00:00+07:00");
    let week = due(&RULES, &clock).expect("Monday at five");
    assert_eq!(week.label, "2026-W49");
    assert_eq!(days(week.since, week.until, &clock), "23–29 November 2026");
    assert_eq!(clock.local(week.goes_at).to_rfc3339(), "2026-11-30T12:00:00+07:00");
}

#[test]
fn a_server_that_was_away_makes_it_late_and_gives_time_to_look() {
    let clock = at("2026-12-02T09:30:00+07:00");
    let week = due(&RULES, &clock).expect("still this week's");
    assert_eq!(week.label, "2026-W49");
    assert_eq!(clock.local(week.until).to_rfc3339(), "2026-11-30T05:00:00+07:00", "about the same days");
    assert_eq!(clock.local(week.goes_at).to_rfc3339(), "2026-12-02T16:30:00+07:00");
}

#[test]
fn weeks_and_days_are_written_as_people_know_them() {
    assert_eq!(label(day("2027-01-03")), "2026-W53");
    assert_eq!(label(day("2027-01-04")), "2027-W01");
    assert_eq!(between(day("2026-11-30"), day("2026-12-06")), "30 November – 6 Desember 2026");
    assert_eq!(between(day("2026-12-28"), day("2027-01-03")), "28 Desember 2026 – 3 Januari 2027");
    assert_eq!(between(day("2026-11-23"), day("2026-11-23")), "23 November 2026");
}

#[test]
fn a_study_is_named_by_its_address_or_its_number() {
    for typed in
        ["12", "/praktik/12", "https://forum.id/praktik/12-irigasi-tetes?dari=wa#k-3", "12-irigasi", "praktik/12/"]
    {
        assert_eq!(study_of(typed).map(crate::ids::CaseStudyId::get), Some(12), "{typed}");
    }
    for typed in ["", "irigasi", "/praktik/irigasi"] {
        assert_eq!(study_of(typed), None, "{typed}");
    }
}

#[test]
fn an_item_moves_past_those_that_are_left_out() {
    let item = |id, left_out| digest_item::Model {
        id,
        digest_id: 1,
        case_study_id: id,
        position: 0,
        origin: "new".to_owned(),
        left_out,
        unit_name: String::new(),
        theme: String::new(),
        reason: String::new(),
    };
    let ids = |items: &[digest_item::Model]| items.iter().map(|item| item.id).collect::<Vec<_>>();
    let mut items = vec![item(1, false), item(2, true), item(3, false)];
    shift(&mut items, 3, true);
    assert_eq!(ids(&items), [3, 1, 2]);
    shift(&mut items, 3, true);
    assert_eq!(ids(&items), [3, 1, 2], "it is the first already");
    shift(&mut items, 3, false);
    assert_eq!(ids(&items), [1, 3, 2]);
    shift(&mut items, 9, false);
    assert_eq!(ids(&items), [1, 3, 2], "there is no such item");
}
