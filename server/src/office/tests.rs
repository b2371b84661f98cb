//! Rules of this room.

use chrono::NaiveDate;

use super::invite::{act_for, plt_is_overdue};
use super::typed;
use crate::policy::Role;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

#[test]
fn dates_are_read_as_officials_write_them() {
    for text in ["2026-11-24", "24-11-2026", "24/11/2026", "24.11.2026", "24 November 2026", "24 Nov 2026"] {
        assert_eq!(typed::date(text), Some(day(2026, 11, 24)), "{text}");
    }
    for text in ["", "kemarin", "31-02-2026", "24-11-26", "11/2026", "1 Januari 9999"] {
        assert_eq!(typed::date(text), None, "{text}");
    }
}

#[test]
fn roles_are_read_as_lists_of_officials_have_them() {
    for (text, depth, role) in [
        ("Camat", 3, Role::Camat),
        ("Plt. Camat", 3, Role::PltCamat),
        ("PLH CAMAT", 3, Role::PlhCamat),
        ("Sekretaris Kecamatan", 3, Role::Sekcam),
        ("Kasi Ekonomi", 3, Role::Staf),
        ("Kepala Sub Bagian", 3, Role::Staf),
        ("Pembina Kecamatan", 2, Role::PembinaKabupatenKota),
        ("pembina", 1, Role::PembinaProvinsi),
        ("Pengelola Inovasi", 2, Role::InovasiKabupatenKota),
        ("plh_camat", 3, Role::PlhCamat),
    ] {
        assert_eq!(typed::role(text, depth), Some(role), "{text}");
    }
    assert_eq!(typed::role("Lurah", 3), None);
}

#[test]
fn codes_are_read_with_and_without_dots() {
    for (text, code) in
        [("32.05.22", "32.05.22"), ("320522", "32.05.22"), ("3205", "32.05"), ("32", "32"), ("", ""), ("3", "")]
    {
        assert_eq!(typed::region_code(text), code, "{text}");
    }
}

#[test]
fn a_plt_is_overdue_after_six_months() {
    assert!(!plt_is_overdue(Role::PltCamat, day(2026, 5, 24), day(2026, 11, 24)));
    assert!(plt_is_overdue(Role::PltCamat, day(2026, 5, 23), day(2026, 11, 24)));
    assert!(!plt_is_overdue(Role::Camat, day(2020, 1, 1), day(2026, 11, 24)));
}

#[test]
fn the_province_s_own_people_come_from_the_operator_only() {
    for role in Role::ALL {
        assert_eq!(act_for(role).is_none(), role.region_depth() == 1, "{role:?}");
    }
}
