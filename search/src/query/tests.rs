//! What queries are understood to ask for.

use proptest::prelude::*;

use super::{MAX_WORDS, Term, parse};

fn shown(text: &str) -> String {
    let query = parse(text);
    let join = |terms: &[Term]| terms.iter().map(|term| term.surface.as_str()).collect::<Vec<_>>().join(" ");
    let phrases = query.phrases.iter().map(|phrase| format!(" \"{}\"", join(phrase)));
    let excluded = query.excluded.iter().map(|terms| format!(" -({})", join(terms)));
    format!("{}{}{}", join(&query.words), phrases.collect::<String>(), excluded.collect::<String>())
}

#[test]
fn queries_are_read_as_people_mean_them() {
    let table = [
        ("irigasi tetes", "irigasi tetes"),
        ("Bagaimana cara mengolah sampah di desa?", "mengolah sampah desa"),
        ("apa itu", "apa itu"),
        ("sampah persampahan sampah", "sampah"),
        ("\"rumah sakit\" rujukan", "rujukan \"rumah sakit\""),
        ("“rumah sakit” rujukan", "rujukan \"rumah sakit\""),
        ("wisata -pantai", "wisata -(pantai)"),
        ("wisata -\"air terjun\" desa", "wisata desa -(air terjun)"),
        ("air-terjun - kotor", "air terjun kotor"),
        ("-a-b", " -(a b)"),
        ("\"tanpa penutup", "tanpa penutup"),
        ("\"\"", ""),
        ("??? *:* ATAU (judul:", "judul"),
        ("🌾", ""),
    ];
    for (text, expected) in table {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn a_very_long_query_is_cut() {
    let words: Vec<String> = (0..10_000).map(|n| format!("kata{n}")).collect();
    assert_eq!(parse(&words.join(" ")).words.len(), MAX_WORDS);
    assert!(parse(&"é".repeat(1 << 20)).words.len() == 1);
    assert!(parse(&"\"".repeat(1 << 20)).is_empty());
}

proptest! {
    #[test]
    fn no_query_panics(text in "\\PC{0,200}") {
        parse(&text);
    }

    #[test]
    fn no_query_of_signs_panics(text in "[ab\"“” \\-−é🌾]{0,60}") {
        parse(&text);
    }
}
