//! Who may judge whom.

use super::*;
use crate::ids::TermId;

const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();

fn term(role: Role, region: &str, ended: Option<i64>) -> office_term::Model {
    office_term::Model {
        id: 1,
        account_id: 7,
        role: role.as_str().to_owned(),
        region_code: region.to_owned(),
        title: String::new(),
        unit_name: String::new(),
        started_on: TODAY - chrono::Duration::days(400),
        ended_on: ended.map(|days| TODAY + chrono::Duration::days(days)),
        ended_by: None,
        paper: String::new(),
        created_by: None,
        created_at: chrono::DateTime::UNIX_EPOCH,
    }
}

fn by(role: Role, region: &str, terms: &[office_term::Model]) -> Option<Role> {
    let acting = Acting { term: TermId(2), role, region: region.to_owned() };
    reached(&acting, AccountId(1), AccountId(7), terms, TODAY)
}

#[test]
fn a_coordinator_reaches_the_offices_below_and_no_coordinator_beside() {
    let camat = [term(Role::Camat, "32.05.22", None)];
    assert_eq!(by(Role::PembinaKabupatenKota, "32.05", &camat), Some(Role::Camat));
    assert_eq!(by(Role::PembinaKabupatenKota, "32.04", &camat), None);
    assert_eq!(by(Role::Camat, "32.05.22", &camat), None);
    let colleague = [term(Role::InovasiKabupatenKota, "32.05", None)];
    assert_eq!(by(Role::PembinaKabupatenKota, "32.05", &colleague), None);
    assert_eq!(by(Role::PembinaProvinsi, "32", &colleague), Some(Role::InovasiKabupatenKota));
    let admin = [term(Role::Admin, "32", None)];
    assert_eq!(by(Role::PembinaProvinsi, "32", &admin), None);
    assert_eq!(by(Role::Admin, "32", &admin), Some(Role::Admin));
}

#[test]
fn every_running_term_counts_and_else_the_last_one() {
    let both = [term(Role::Camat, "32.05.22", None), term(Role::PltCamat, "32.04.05", None)];
    assert_eq!(by(Role::PembinaKabupatenKota, "32.05", &both), None);
    assert_eq!(by(Role::InovasiProvinsi, "32", &both), Some(Role::PltCamat));
    let moved = [term(Role::Camat, "32.05.22", Some(-90)), term(Role::Camat, "32.04.05", Some(-2))];
    assert_eq!(by(Role::PembinaKabupatenKota, "32.05", &moved), None);
    assert_eq!(by(Role::PembinaKabupatenKota, "32.04", &moved), Some(Role::Camat));
    assert_eq!(by(Role::PembinaKabupatenKota, "32.05", &[]), None, "somebody without any office");
}

#[test]
fn nobody_judges_himself() {
    let acting = Acting { term: TermId(2), role: Role::Admin, region: "32".to_owned() };
    let terms = [term(Role::Camat, "32.05.22", None)];
    assert_eq!(reached(&acting, AccountId(7), AccountId(7), &terms, TODAY), None);
    assert!(reached(&acting, AccountId(8), AccountId(7), &terms, TODAY).is_some());
}
