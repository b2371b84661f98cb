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
