//! What is shown and marked of found texts.

use proptest::prelude::*;

use super::{Sought, highlight, mark_all};
use crate::query::parse;

fn shown(text: &str, marks: &[std::ops::Range<usize>]) -> String {
    let mut shown = String::new();
    let mut at = 0;
    for mark in marks {
        shown += &format!("{}[{}]", &text[at..mark.start], &text[mark.clone()]);
        at = mark.end;
    }
    shown + &text[at..]
}

#[test]
fn titles_are_marked_in_any_inflection() {
    let table = [
        ("Penanaman cabai di pekarangan", "menanam cabai", "[Penanaman] [cabai] di pekarangan"),
        ("Petani-petani muda", "tani", "[Petani-petani] muda"),
        ("Sampah di desa", "di desa", "Sampah di [desa]"),
        ("Air terjun", "wisata -terjun", "Air terjun"),
        ("Café di bukit", "cafe", "[Café] di bukit"),
        ("Apa saja", "", "Apa saja"),
    ];
    for (title, query, expected) in table {
        assert_eq!(shown(title, &mark_all(title, &Sought::of(query))), expected);
    }
}

#[test]
fn the_best_passage_is_shown() {
    let text = "Desa ini luas. Warga bertani sejak dulu dan hidup dari sawah yang diairi sungai.\n\n\
                Pada 2023 kelompok tani membangun irigasi tetes di lahan kering. Hasil cabai naik dua kali lipat. \
                Setelah itu pasar desa ikut ramai dan anak muda kembali bertani di kampung mereka sendiri.";
    let table = [
        ("irigasi tetes", 80, "…tani membangun [irigasi] [tetes] di lahan kering. Hasil cabai naik dua kali lipat.…"),
        ("cabai", 40, "…Hasil [cabai] naik dua kali lipat. Setelah…"),
        ("stunting", 30, "Desa ini luas. Warga bertani…"),
    ];
    for (query, max_chars, expected) in table {
        let snippet = highlight(text, &Sought::of(query), max_chars);
        let shown = shown(&snippet.text, &snippet.marks);
        assert_eq!(shown, expected);
    }
}

#[test]
fn odd_texts_are_shown_without_harm() {
    let long = "a".repeat(1 << 20);
    assert_eq!(highlight(&long, &Sought::of("a"), 50).text.chars().count(), 51);
    let long = "padi ".repeat(200_000);
    assert!(highlight(&long, &Sought::of("padi"), 50).marks.len() >= 4);
    for text in ["", " ", "🌾", "e\u{301}e\u{301}", "μm μm", "مرحبا بالعالم", "\u{ad}\u{ad}", "½ ﬁ İ"]
    {
        for max_chars in [0, 1, 2, 5, 100] {
            check(text, text, max_chars);
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_shown(text in "\\PC{0,120}", query in "\\PC{0,20}", max_chars in 0usize..60) {
        check(&text, &query, max_chars);
    }

    #[test]
    fn texts_like_ours_are_shown(
        text in "[ab2 .\n'\u{301}\u{ad}🌾éμم-]{0,80}", query in "[ab2 éμم\"-]{0,12}", max_chars in 0usize..40
    ) {
        check(&text, &query, max_chars);
    }
}

fn check(text: &str, query: &str, max_chars: usize) {
    let snippet = highlight(text, &Sought::of(query), max_chars);
    assert!(snippet.text.chars().count() <= max_chars + 2);
    for (text, marks) in [(snippet.text.as_str(), snippet.marks), (text, mark_all(text, &Sought::of(query)))] {
        let mut last = 0;
        for mark in marks {
            assert!(mark.start >= last && mark.end > mark.start && text.get(mark.clone()).is_some());
            last = mark.end;
        }
    }
}

#[test]
fn words_of_a_synonym_are_marked_together_only() {
    let mut sought = Sought::of("kopi");
    sought.add_row(&parse("perkebunan kopi").words);
    let marked = |text: &str| -> Vec<String> {
        mark_all(text, &sought).into_iter().map(|range| text[range].to_owned()).collect()
    };
    assert_eq!(marked("Kebun gizi dan sayur"), Vec::<String>::new());
    assert_eq!(marked("Kebun milik petani kopi"), ["Kebun", "kopi"]);
    assert_eq!(marked("Kebun teh, lalu pasar dan kopi"), ["kopi"]);
}
