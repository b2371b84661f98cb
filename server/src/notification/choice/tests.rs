//! Rules of topics and quiet hours.

use super::*;

fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(&format!("{text}+07:00")).unwrap().to_utc()
}

#[test]
fn quiet_hours_hold_until_they_end() {
    let clock = Clock::system(7);
    let night = Quiet::default();
    for (now, goes) in [
        ("2026-11-24T20:59:00", "2026-11-24T20:59:00"),
        ("2026-11-24T21:00:00", "2026-11-25T06:00:00"),
        ("2026-11-24T23:30:00", "2026-11-25T06:00:00"),
        ("2026-11-25T05:59:00", "2026-11-25T06:00:00"),
        ("2026-11-25T06:00:00", "2026-11-25T06:00:00"),
    ] {
        assert_eq!(night.after(at(now), &clock), at(goes), "{now}");
    }
    let noon = Quiet { is_on: true, from: 12, until: 14 };
    assert_eq!(noon.after(at("2026-11-24T13:00:00"), &clock), at("2026-11-24T14:00:00"));
    assert_eq!(noon.after(at("2026-11-24T22:00:00"), &clock), at("2026-11-24T22:00:00"));
    let never = Quiet { is_on: false, ..night };
    assert_eq!(never.after(at("2026-11-24T23:30:00"), &clock), at("2026-11-24T23:30:00"));
    let nothing = Quiet { is_on: true, from: 8, until: 8 };
    assert_eq!(nothing.after(at("2026-11-24T08:30:00"), &clock), at("2026-11-24T08:30:00"));
}

#[test]
fn who_chose_nothing_gets_one_mail_a_day() {
    assert_eq!(Wish::default(), Wish { mail: Mail::Daily, push: true });
    for way in Mail::ALL {
        assert_eq!(Mail::parse(way.as_str()), Some(way));
    }
    assert!(!Topic::CHOSEN.contains(&Topic::of(Kind::NewDevice)));
}

#[test]
fn each_topic_lists_a_few_matters_that_are_read_as_they_were_written() {
    for topic in Topic::CHOSEN {
        let lines = Matter::within(topic).count();
        assert!((3..=8).contains(&lines), "{topic:?} has {lines}");
    }
    for (place, matter) in Matter::ALL.into_iter().enumerate() {
        assert_eq!(Matter::parse(matter.as_str()), Some(matter));
        assert_eq!(Matter::ALL.into_iter().position(|other| other == matter), Some(place), "listed twice");
        assert!(Kind::ALL.into_iter().any(|kind| Matter::of(kind) == matter), "{matter:?} switches nothing");
    }
    for way in Way::ALL {
        assert_eq!(Way::parse(way.as_str()), Some(way));
    }
}

#[test]
fn what_must_come_is_never_off_in_the_list() {
    let everything_off = |kind: Kind| Reach::of(Matter::of(kind), Wish::default(), |_| true);
    for kind in [
        Kind::HandedIn,
        Kind::Returned,
        Kind::Moderated,
        Kind::Reported,
        Kind::Sanctioned,
        Kind::SanctionAnswered,
        Kind::DataAsked,
        Kind::DataLate,
        Kind::DataAnswered,
        Kind::NewDevice,
    ] {
        assert!(everything_off(kind).app, "{kind:?}");
    }
    let off = everything_off(Kind::AdoptionStep);
    assert_eq!(off, Reach { app: false, mail: Mail::Never, push: false });
    assert!(!off.is_wanted());
}

#[test]
fn a_switch_leaves_the_other_ways_as_the_topic_says() {
    let (comments, wish) = (Matter::Comments, Wish { mail: Mail::Now, push: true });
    let without = |off: Way| Reach::of(comments, wish, |way| way == off);
    assert_eq!(Reach::of(comments, wish, |_| false), Reach { app: true, mail: Mail::Now, push: true });
    assert_eq!(without(Way::App), Reach { app: false, mail: Mail::Now, push: false }, "a push leads to the list alone");
    assert_eq!(without(Way::Mail), Reach { app: true, mail: Mail::Never, push: true });
    assert_eq!(without(Way::Push), Reach { app: true, mail: Mail::Now, push: false });
    let silent = Wish { mail: Mail::Never, push: false };
    assert_eq!(Reach::of(comments, silent, |_| false), Reach { app: true, mail: Mail::Never, push: false });
}
