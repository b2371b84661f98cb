//! Rules of following.

use super::*;

#[test]
fn a_subject_is_read_as_it_was_written() {
    let subjects = [
        Subject::Study(3),
        Subject::Kecamatan("32.05.22".to_owned()),
        Subject::Sector("pertanian".to_owned()),
        Subject::Indicator("stunting".to_owned()),
        Subject::Collection(4),
        Subject::Question(5),
    ];
    for subject in subjects {
        let (kind, name) = subject.to_row();
        assert_eq!(Subject::from_row(kind, &name), Some(subject));
    }
    assert_eq!(Subject::from_row("study", "tiga"), None);
    assert_eq!(Subject::from_row("orang", "3"), None);
}
