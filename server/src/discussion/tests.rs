//! Rules of the conversation.

use super::*;

fn comment(id: i64, parent: Option<i64>) -> entity::Model {
    entity::Model {
        id,
        case_study_id: 1,
        parent_id: parent,
        account_id: 1,
        term_id: None,
        byline: String::new(),
        body: "Terima kasih".to_owned(),
        created_at: chrono::DateTime::UNIX_EPOCH,
        edited_at: None,
        deleted_at: None,
        hidden_at: None,
        hidden_by: None,
        hidden_reason: String::new(),
        section: None,
    }
}

#[test]
fn a_reply_to_a_reply_stands_under_the_first_comment() {
    assert_eq!(root_of(&comment(7, None)), 7);
    assert_eq!(root_of(&comment(9, Some(7))), 7);
}

#[test]
fn a_text_is_kept_without_control_characters_and_within_its_limit() {
    assert_eq!(checked("Bagus\u{0},\r\nPak.\r\n", "", 20, false).unwrap(), "Bagus,\nPak.");
    assert!(checked(" \n ", "", 20, false).is_err());
    let Err(Error::Invalid(problems)) = checked(&"a".repeat(4123), "", 4000, false) else { panic!("too long") };
    assert_eq!(problems.of("body"), Some("Komentar paling panjang 4.000 karakter; yang ini 4.123."));
    assert!(checked(&"é".repeat(4000), "", 4000, false).is_ok(), "characters count, not bytes");
}
