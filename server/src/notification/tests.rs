//! Rules of notifications.

use super::*;

#[test]
fn kinds_and_subjects_are_read_as_they_were_written() {
    for kind in Kind::ALL {
        assert_eq!(Kind::parse(kind.as_str()), Some(kind));
    }
    for subject in [Subject::Draft(3), Subject::CaseStudy(4), Subject::Comment(5), Subject::office("32.05.17")] {
        let (kind, id) = subject.to_row();
        assert_eq!(Subject::from_row(kind, &id), Some(subject));
    }
    assert_eq!(Subject::from_row("case_study", "empat"), None);
    assert_eq!(Subject::from_row("buku", "4"), None);
}

#[test]
fn the_first_reason_of_a_person_is_the_one_told() {
    let mut told = tell::Told::default();
    told.add([1, 2], "karena ikut menulis");
    told.add([2, 3], "karena bertugas di kantor itu");
    told.without(Some(1));
    assert_eq!(told.people(), [(2, "karena ikut menulis"), (3, "karena bertugas di kantor itu")]);
}
