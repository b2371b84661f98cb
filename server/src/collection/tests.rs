//! Rules of collections: who edits, what is read from a form, how the order changes.

use chrono::DateTime;

use super::*;
use crate::ids::TermId;
use crate::policy::Role;

fn of_garut() -> collection::Model {
    let at = DateTime::from_timestamp(0, 0).unwrap();
    collection::Model {
        id: 1,
        title: "Kemarau".to_owned(),
        introduction: String::new(),
        state: "draf".to_owned(),
        cover_photo_id: None,
        cover_alt: String::new(),
        scope_code: "32.05".to_owned(),
        unit_name: String::new(),
        account_id: 7,
        term_id: None,
        version: 1,
        is_sample: false,
        created_at: at,
        updated_at: at,
        updated_by: 7,
        published_at: None,
    }
}

fn acting(role: Role, region: &str) -> Acting {
    Acting { term: TermId(0), role, region: region.to_owned() }
}

#[test]
fn curators_edit_while_they_are_coordinators_and_those_above_do() {
    let row = of_garut();
    let joined = collection_curator::Model {
        collection_id: 1,
        account_id: 8,
        unit_name: String::new(),
        added_by: 7,
        added_at: row.created_at,
    };
    let may = |role, region: &str, account| {
        may_edit(&row, std::slice::from_ref(&joined), &acting(role, region), AccountId(account))
    };
    assert!(may(Role::PembinaKabupatenKota, "32.05", 7), "who began it");
    assert!(may(Role::InovasiKabupatenKota, "32.05", 9), "a colleague of the same kabupaten");
    assert!(may(Role::PembinaProvinsi, "32", 9) && may(Role::Admin, "32", 9), "those above");
    assert!(may(Role::InovasiKabupatenKota, "32.04", 8), "a co-curator of another kabupaten");
    assert!(!may(Role::InovasiKabupatenKota, "32.04", 9), "another kabupaten");
    assert!(!may(Role::Camat, "32.05.22", 8) && !may(Role::Camat, "32.05.22", 7), "no coordinator any more");
}

#[test]
fn a_study_is_known_by_its_number_or_its_address() {
    for typed in ["12", " 12 ", "#12", "/praktik/12", "https://forum.example/praktik/12-irigasi?tampilan=sekilas"] {
        assert_eq!(study_number(typed), Some(12), "{typed}");
    }
    for typed in ["", "irigasi", "12 monyet", "/kumpulan/12", "0", "-3", "/praktik/irigasi"] {
        assert_eq!(study_number(typed), None, "{typed}");
    }
}

#[test]
fn the_order_changes_by_one_place_and_stops_at_the_ends() {
    assert_eq!(moved(&[1, 2, 3], 3, true), [1, 3, 2]);
    assert_eq!(moved(&[1, 2, 3], 1, false), [2, 1, 3]);
    assert_eq!(moved(&[1, 2, 3], 1, true), [1, 2, 3]);
    assert_eq!(moved(&[1, 2, 3], 3, false), [1, 2, 3]);
    assert_eq!(moved(&[1, 2, 3], 9, true), [1, 2, 3]);
}

#[test]
fn buttons_say_what_they_do() {
    assert_eq!(Step::read("naik:12"), Step::Raise(12));
    assert_eq!(Step::read("keluarkan:12"), Step::Remove(12));
    assert_eq!(Step::read("terbitkan"), Step::Publish);
    assert_eq!([Step::read(""), Step::read("naik:x"), Step::read("simpan")], [Step::Save; 3]);
}

#[test]
fn problems_stand_at_the_fields() {
    let typed = Typed { notes: vec![(12, "x".repeat(NOTE_CHARS + 1))], ..Typed::default() };
    let Err(crate::error::Error::Invalid(problems)) = typed.checked(120, 20_000) else { panic!("taken") };
    assert_eq!(problems.of("title"), Some("Tulis judul kumpulan."));
    assert!(problems.of("note-12").is_some_and(|sentence| sentence.contains("600 karakter; yang ini 601")));
}
