//! Rules of this room.

use forum_search::{Held, Hit, Kind};

use super::asked::{Asked, Group, MAX_QUERY_CHARS};
use super::found::{Piece, lacks, pieces};
use crate::catalogue::Catalogue;

#[test]
fn an_address_keeps_what_was_chosen_and_forgets_what_does_not_exist() {
    let catalogue = Catalogue::default();
    let asked = Asked::read(
        "q=air+bersih&tahap=penerapan&tahap=penerapan&sektor=xyz&tahun=2025&ada_angka=1&bukti=ada-angka&halaman=3",
        &catalogue,
    );
    assert_eq!(asked.url(), "/cari?q=air%20bersih&tahap=penerapan&tahun=2025&bukti=ada-angka&halaman=3");
    assert_eq!(Asked::read(asked.url().split_once('?').unwrap().1, &catalogue), asked);
    assert_eq!(asked.toggled(Group::Stage, "penerapan").url(), "/cari?q=air%20bersih&tahun=2025&bukti=ada-angka");
    assert_eq!(
        asked.sorted(true).url(),
        "/cari?q=air%20bersih&tahap=penerapan&tahun=2025&bukti=ada-angka&urut=terbaru"
    );
}

#[test]
fn odd_addresses_are_harmless() {
    let catalogue = Catalogue::default();
    let long = format!("q={}", "a".repeat(100_000));
    assert_eq!(Asked::read(&long, &catalogue).text.len(), MAX_QUERY_CHARS);
    for odd in
        ["", "&&&", "q", "q=%", "q=%00%0a", "halaman=-1", "halaman=99999999999999999999", "=", "tahun=abc", "urut"]
    {
        let asked = Asked::read(odd, &catalogue);
        assert!(asked.page >= 1 && asked.filter_count() == 0, "{odd}");
        assert!(!asked.text.chars().any(char::is_control), "{odd}");
    }
}

#[test]
fn a_text_is_cut_at_its_marks() {
    let piece = |text: &str, marked| Piece { text: text.to_owned(), marked };
    let (a, b) = (0..5, 6..10);
    assert_eq!(
        pieces("tanam padi!", &[a, b]),
        [piece("tanam", true), piece(" ", false), piece("padi", true), piece("!", false)]
    );
    assert_eq!(pieces("", &[]), []);
}

/// A hit with these sought words, each with the synonym that stands for it, and without those.
fn hit(held: &[(&str, Option<&str>)], missing: &[&str]) -> Hit {
    let held = held
        .iter()
        .map(|(word, synonym)| Held { word: (*word).to_owned(), synonym: synonym.map(str::to_owned) })
        .collect();
    let missing = missing.iter().map(|word| (*word).to_owned()).collect();
    Hit { kind: Kind::Praktik, id: 1, score: 1.0, fields: Vec::new(), pages: Vec::new(), held, missing }
}

#[test]
fn a_hit_that_lacks_words_tells_the_shorter_list() {
    let (kopi, surya, menara, rumah) = (("kopi", None), ("surya", None), ("menara", None), ("rumah", None));
    let dried = ("pengering", Some("kemarau"));
    let (anak, kerdil) = (("anak", Some("stunting")), ("kerdil", Some("stunting")));
    let table = [
        (hit(&[kopi], &[]), ""),
        (hit(&[kopi], &["dome"]), "tidak memuat “dome”"),
        (hit(&[kopi, surya, menara], &["dome", "bata", "atap"]), "tidak memuat “dome”, “bata” dan “atap”"),
        (hit(&[kopi], &["dome", "bata"]), "hanya memuat “kopi”"),
        (hit(&[dried], &["menara", "kopi", "dome", "surya"]), "hanya memuat “kemarau” (padanan “pengering”)"),
        (
            hit(&[anak, kerdil, kopi], &["dome", "bata", "atap", "surya"]),
            "hanya memuat “stunting” (padanan “anak kerdil”) dan “kopi”",
        ),
        (hit(&[kopi, surya, menara, rumah], &["dome", "bata", "atap", "pasir"]), "memuat 4 dari 8 kata"),
    ];
    for (hit, expected) in table {
        assert_eq!(lacks(&hit), expected);
    }
}
