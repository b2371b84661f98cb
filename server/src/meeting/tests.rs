//! What an address may say of a list.

use super::{MAX_MARKED, Shortlist};
use crate::ids::CaseStudyId;

#[test]
fn odd_addresses_are_read_as_far_as_they_make_sense() {
    let table = [("", ""), ("12,34", "12,34"), ("abc,,12,-3,0,12, 7 ,9999999999999999999999", "12,7"), ("1;2", "")];
    for (text, read) in table {
        assert_eq!(Shortlist::read(text).text(), read, "{text}");
    }
    let many: Vec<String> = (1..=50).map(|id| id.to_string()).collect();
    assert_eq!(Shortlist::read(&many.join(",")).len(), MAX_MARKED);
}

#[test]
fn a_study_is_marked_unmarked_and_raised() {
    let list = Shortlist::read("1,2,3");
    assert_eq!(list.toggled(CaseStudyId(2)).url(), "/rapat?praktik=1,3");
    assert_eq!(list.toggled(CaseStudyId(4)).text(), "1,2,3,4");
    assert_eq!(list.raised(CaseStudyId(3)).text(), "1,3,2");
    assert_eq!(list.raised(CaseStudyId(1)), list);
    assert_eq!(Shortlist::read("5").toggled(CaseStudyId(5)).url(), "/rapat");
}
