//! Walking word by word and jumping from list to list find the same documents and score them alike.

use super::{Matcher, Prepared, Window};
use crate::index::plan::Plan;
use crate::index::tests::{an_index, study};
use crate::index::{Audience, Document};
use crate::query::parse;
use crate::synonyms::{Synonym, Synonyms};

const DOCUMENTS: i64 = 9_000;

/// Each word stands in every so manieth document.
const WORDS: [(&str, i64); 5] = [("kopi", 2), ("teh", 3), ("pasar", 5), ("jembatan", 7), ("warung", 1_001)];

fn document(id: i64) -> Document {
    let has = |n: &i64| id % n == 0;
    let words: Vec<&str> = WORDS.iter().filter(|(_, n)| has(n)).map(|(word, _)| *word).collect();
    // The words of the synonym stand in a row in some documents only.
    let row = if id % 4 == 0 { "toko kelontong" } else { "kelontong milik toko" };
    study(id, &format!("Nomor {id}"), &format!("{} {row}", words.join(" ")))
}

fn walked(mut matcher: Matcher) -> Vec<(u32, usize, u32)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(doc) = matcher.seek(from) {
        found.push((doc, matcher.matched(doc), matcher.score(doc).to_bits()));
        from = doc + 1;
    }
    found
}

#[test]
fn both_ways_of_walking_find_the_same() {
    let index = an_index((1..=DOCUMENTS).map(document));
    let entry = Synonym { term: "warung".into(), synonym: "toko kelontong".into(), both_ways: true };
    let plan = Plan::new(parse("kopi teh pasar jembatan warung"), &Synonyms::new(&[entry]));
    let searcher = index.reader.searcher();
    let prepared =
        Prepared::new(&plan, &index.fields, &searcher, &index.rows, Audience::Public).expect("it is prepared");
    for minimum in 1..=WORDS.len() {
        let mut found = 0;
        for segment in searcher.segment_readers() {
            let open = |window: bool| {
                let mut matcher = Matcher::open(&prepared, segment, 0..segment.max_doc(), minimum).expect("it opens");
                matcher.window = window.then(Window::new);
                matcher
            };
            let by_words = walked(open(true));
            assert_eq!(by_words, walked(open(false)), "{minimum}");
            found += by_words.len();
        }
        let expected = (1..=DOCUMENTS).filter(|id| {
            let in_a_row = usize::from(id % 4 == 0 && id % 1_001 != 0);
            WORDS.iter().filter(|(_, n)| id % n == 0).count() + in_a_row >= minimum
        });
        assert_eq!(found, expected.count(), "{minimum}");
    }
}
