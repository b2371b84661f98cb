//! What may be left as a topic, and what is one and the same.

use super::{checked, key, tells_a_person};

#[test]
fn two_inflections_are_one_topic() {
    assert_eq!(key("menanam kopi"), key("penanaman kopi"));
    assert_ne!(key("kopi"), key("teh"));
    assert_eq!(key("??"), "");
}

#[test]
fn what_may_tell_of_a_person_is_refused() {
    for text in ["0812 3456 7890", "19700101 199003 1 001", "a@b.id", "hubungi +62-812-345-678"] {
        assert!(tells_a_person(text) && checked(text).is_err(), "{text}");
    }
    for text in ["dana desa 2026", "RT 03 RW 12", "1.234 ekor sapi"] {
        assert!(!tells_a_person(text) && checked(text).is_ok(), "{text}");
    }
    assert!(checked(&"kata ".repeat(40)).is_err());
    assert!(checked("   ").is_err());
}
