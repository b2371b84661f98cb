//! What the index makes of slips, synonyms and words that do not meet, and that it never tells what must not be seen.

use std::sync::Arc;

use proptest::prelude::*;

use super::super::{Audience, Document, Field, FilePage, FileText, Filters, Held, Index, Kind, Request};
use super::{an_index, ids, study};
use crate::{Synonym, Synonyms};

/// A few pairs, as an administrator keeps them.
fn table() -> Vec<Synonym> {
    let pair = |(term, synonym): (&str, &str)| Synonym { term: term.into(), synonym: synonym.into(), both_ways: true };
    let pairs = [
        ("UMKM", "usaha mikro kecil menengah"),
        ("NIB", "nomor induk berusaha"),
        ("curug", "air terjun"),
        ("anak kerdil", "stunting"),
    ];
    pairs.into_iter().map(pair).collect()
}

fn collection() -> Index {
    let index = an_index([
        study(1, "Irigasi tetes di lahan kering", "Kelompok tani memasang pipa dan menghemat air irigasi."),
        study(2, "Bank sampah desa", "Warga memilah sampah, hasilnya ditabung di bank sampah."),
        study(3, "Curug dikelola BUM Desa", "Air terjun ramai, desa wisata mendapat pendapatan."),
        study(4, "Posyandu remaja", "Stunting turun setelah penanaman sayur di pekarangan."),
        study(5, "Pendamping izin", "Usaha mikro, kecil, dan menengah mendapat nomor induk berusaha."),
        study(6, "Usaha kecil", "Mikro hidro menengah tanpa izin usaha."),
    ]);
    index.set_synonyms(Arc::new(Synonyms::new(&table())));
    index
}

#[test]
fn slips_are_corrected_and_said() {
    let index = collection();
    let table = [
        ("irgasi", "irigasi", 1),
        ("irigassi tetes", "irigasi tetes", 1),
        ("bnak sampah", "bank sampah", 2),
        ("Sapmah", "sampah", 2),
        ("posyamdu", "posyandu", 4),
        ("pe nanaman sayur", "penanaman sayur", 4),
        ("desawisata", "desa wisata", 3),
        ("irigasitetes", "irigasi tetes", 1),
    ];
    for (typed, meant, first) in table {
        let response = index.search(&Request::new(typed)).unwrap();
        let correction = response.correction.unwrap_or_else(|| panic!("{typed} is not corrected"));
        assert_eq!((correction.original.as_str(), correction.text.as_str()), (typed, meant));
        assert!(correction.applied, "{typed}");
        assert_eq!(response.hits.first().map(|hit| hit.id), Some(first), "{typed}");
    }
}

#[test]
fn what_is_typed_is_searched_where_that_is_asked() {
    let index = collection();
    let response = index.search(&Request { verbatim: true, ..Request::new("irgasi tetes") }).unwrap();
    let correction = response.correction.unwrap();
    assert_eq!((correction.text.as_str(), correction.applied), ("irigasi tetes", false));
    assert_eq!(response.hits[0].missing, ["irgasi"]);
}

#[test]
fn words_of_the_collection_and_of_the_language_are_not_corrected() {
    let index = an_index([study(1, "Sampan di danau", "Sampan kayu."), study(2, "Sampah", "Sampah desa gula.")]);
    for typed in ["sampan", "sampannya", "desa", "gila", "\"sampap\"", "-sampap desa", "SMPH", "12.345", "μmμm"] {
        let response = index.search(&Request::new(typed)).unwrap();
        assert_eq!(response.correction, None, "{typed}");
    }
}

#[test]
fn an_unlikely_correction_is_only_offered() {
    let index = an_index([study(1, "Gula aren", "Gula aren.")]);
    let correction = index.search(&Request::new("gxla")).unwrap().correction.unwrap();
    assert_eq!((correction.text.as_str(), correction.applied), ("gula", false));
}

#[test]
fn synonyms_find_the_official_word_and_back() {
    let index = collection();
    let first = |typed: &str| ids(&index, &Request::new(typed)).first().copied();
    for (typed, expected) in [("UMKM", 5), ("NIB", 5), ("air terjun", 3), ("anak kerdil", 4)] {
        assert_eq!(first(typed), Some(expected), "{typed}");
    }
    assert!(!ids(&index, &Request::new("UMKM")).contains(&6), "the words of a synonym stand together");
    let response = index.search(&Request::new("anak kerdil")).unwrap();
    let marks = crate::mark_all("Stunting turun", &response.sought);
    assert_eq!(marks, vec![0..8], "a synonym is marked");
    index.set_synonyms(Arc::new(Synonyms::default()));
    assert!(ids(&index, &Request::new("NIB")).is_empty(), "an edited table holds at once");
}

#[test]
fn a_relaxed_search_says_what_it_left_out() {
    let index = collection();
    let response = index.search(&Request::new("irigasi tetes stunting")).unwrap();
    let relaxation = response.relaxation.unwrap();
    assert!(response.relaxed);
    assert_eq!(relaxation.kept, ["irigasi", "tetes"]);
    assert_eq!(relaxation.left_out, ["stunting"]);
    assert_eq!(response.hits[0].missing, ["stunting"]);
    assert!(index.search(&Request::new("irigasi tetes")).unwrap().relaxation.is_none());
}

/// Enough studies have all the words, but none of the chosen sector: what is shown instead has some of them only.
#[test]
fn a_filter_that_leaves_no_study_with_all_words_is_no_secret() {
    let of = |sector: &str, study: Document| Document { sector: Some(sector.to_owned()), ..study };
    let many = (1..=220).map(|id| of("pertanian", study(id, "Irigasi tetes", "Kebun cabai.")));
    let index = an_index(many.chain([of("pariwisata", study(221, "Irigasi taman", "Curug desa."))]));
    let in_sector = |sector: &str| {
        let filters = Filters { sectors: vec![sector.to_owned()], ..Filters::default() };
        index.search(&Request { filters, ..Request::new("irigasi tetes") }).unwrap()
    };
    assert!(!in_sector("pertanian").relaxed);
    let response = in_sector("pariwisata");
    assert_eq!((response.total, response.relaxed), (1, true));
    assert_eq!(response.hits[0].missing, ["tetes"]);
}

/// Words that nobody sought are never marked, however many hits have only some of the sought ones.
#[test]
fn only_what_is_sought_is_marked() {
    let index = collection();
    let response = index.search(&Request::new("irigasi stunting klanceng")).unwrap();
    assert!(response.relaxed);
    let marked = |text: &str| -> Vec<String> {
        crate::mark_all(text, &response.sought).into_iter().map(|place| text[place].to_owned()).collect()
    };
    assert_eq!(marked("Irigasi tetes di lahan kering, pengairan, dan stunting."), ["Irigasi", "stunting"]);
    assert_eq!(marked("Bank sampah desa"), Vec::<String>::new());
}

#[test]
fn a_word_in_a_file_is_found_with_its_page() {
    let page = |page, text: &str| FileText { name: "SK Camat.pdf".to_owned(), page, text: text.to_owned() };
    let files = vec![
        page(Some(1), "Surat keputusan tentang tim."),
        page(Some(2), "Anggaran dari swadaya."),
        page(Some(3), "Daftar nama tim, anggaran lagi."),
        FileText { name: "Foto rapat".to_owned(), page: None, text: "Rapat di pendopo.".to_owned() },
    ];
    let index = an_index([Document { files, ..study(1, "Tim", "Kerja bersama.") }, study(2, "Lain", "Lain.")]);
    let hit = |typed: &str| index.search(&Request::new(typed)).unwrap().hits.remove(0);
    let of = |number| FilePage { file: "SK Camat.pdf".to_owned(), page: Some(number) };
    assert_eq!((hit("anggaran").fields, hit("anggaran").pages), (vec![Field::Files], vec![of(2), of(3)]));
    assert_eq!(hit("pendopo").pages, [FilePage { file: "Foto rapat".to_owned(), page: None }]);
    assert_eq!(hit("\"surat keputusan\"").pages.first(), Some(&of(1)));
    assert!(
        index.search(&Request::new("\"tim anggaran dari\"")).unwrap().hits.is_empty(),
        "a phrase does not cross pages"
    );
}

#[test]
fn what_is_typed_suggests_titles_and_words() {
    let index = collection();
    let table: [(&str, &[i64], &[&str]); 6] = [
        ("tet", &[1], &["tetes"]),
        ("irigasi te", &[1], &["irigasi tetes"]),
        ("sampah", &[2], &[]),
        ("Bank sam", &[2], &["Bank sampah"]),
        ("zzz", &[], &[]),
        ("", &[], &[]),
    ];
    for (typed, titles, words) in table {
        let suggested = index.suggest(typed, Audience::Public, 5).unwrap();
        assert_eq!(suggested.titles.iter().map(|title| title.id).collect::<Vec<_>>(), titles, "{typed}");
        assert_eq!(suggested.words, words, "{typed}");
    }
}

#[test]
fn similar_studies_of_other_kecamatan_come_first() {
    let at = |id, kecamatan: &str, title: &str, body: &str| Document {
        kecamatan: Some(kecamatan.to_owned()),
        sector: Some("pertanian".to_owned()),
        ..study(id, title, body)
    };
    let index = an_index([
        at(1, "32.05.01", "Irigasi tetes cabai", "Irigasi tetes menghemat air kebun cabai."),
        at(2, "32.05.01", "Irigasi tetes cabai kedua", "Irigasi tetes menghemat air kebun cabai lagi."),
        at(3, "32.04.09", "Irigasi tetes tomat", "Irigasi tetes kebun tomat."),
        at(4, "32.04.10", "Posyandu remaja", "Timbang badan."),
    ]);
    let similar = |id| {
        let found = index.similar(Kind::Praktik, id, Audience::Public, 5, &Filters::default()).unwrap();
        found.into_iter().map(|hit| hit.id).collect::<Vec<_>>()
    };
    assert_eq!(similar(1), [3, 2]);
    assert!(similar(4).is_empty() && similar(99).is_empty());
}

/// What is offered is the whole query: a word that stands in a document, in the synonyms or in the language stays.
#[test]
fn an_empty_result_has_queries_nearby_that_keep_every_other_word() {
    let index = an_index([
        study(1, "Irigasi tetes di lahan kering", "Posyandu dan budaya sunda."),
        study(2, "Budaya gotong royong", "Warga memilah sampah."),
    ]);
    let pair = Synonym { term: "budayah".into(), synonym: "ternak".into(), both_ways: false };
    index.set_synonyms(Arc::new(Synonyms::new(&[pair])));
    let table: [(&str, &[&str]); 7] = [
        ("irigesu posiandi", &["irigasi posyandu"]),
        ("Lele irigesu", &["Lele irigasi"]),
        ("sampah \"bank desa\" irigesu -tetes", &["sampah \"bank desa\" irigasi -tetes"]),
        ("budidaya lele bioflok", &[]),
        ("budayah", &[]),
        ("sampah budaya", &[]),
        ("IRIGE", &[]),
    ];
    for (typed, expected) in table {
        assert_eq!(index.nearest_queries(typed, Audience::Public, 5).unwrap(), expected, "{typed}");
    }
    assert_eq!(index.search(&Request::new("budidaya lele bioflok")).unwrap().correction, None);
}

/// A better spelling is told only where it finds what the typed one does not: the twins have a document behind them.
#[test]
fn a_correction_that_finds_nothing_more_is_not_told() {
    let tagged = Document { sector: Some("pertanian".to_owned()), ..study(1, "Irigasi tetes", "Pipa dan air.") };
    let index = an_index([tagged, study(2, "Bank sampah desa", "Warga memilah.")]);
    let corrected = |typed: &str, sectors: &[&str], verbatim| {
        let sectors = sectors.iter().map(|slug| (*slug).to_owned()).collect();
        let filters = Filters { sectors, ..Filters::default() };
        let request = Request { filters, verbatim, ..Request::new(typed) };
        index.search(&request).unwrap().correction.map(|correction| correction.text)
    };
    let table: [(&str, &[&str], Option<&str>); 8] = [
        ("irgasi -sampah", &[], Some("irigasi -sampah")),
        ("irgasi -tetes", &[], None),
        ("irgasi \"irigasi tetes\"", &[], Some("irigasi \"irigasi tetes\"")),
        ("irgasi \"bank sampah\"", &[], None),
        ("irgasi", &["pertanian"], Some("irigasi")),
        ("irgasi", &["pariwisata"], None),
        ("irgasi sampah", &["pertanian"], Some("irigasi sampah")),
        ("irigasi smapah", &["pertanian"], None),
    ];
    for (typed, sectors, expected) in table {
        for verbatim in [false, true] {
            assert_eq!(corrected(typed, sectors, verbatim).as_deref(), expected, "{typed} {sectors:?}");
        }
    }
}

#[test]
fn a_hit_tells_which_words_it_has_and_by_what_synonym() {
    let index = collection();
    let response = index.search(&Request::new("UMKM sampah klanceng")).unwrap();
    let of = |id| response.hits.iter().find(|hit| hit.id == id).unwrap();
    let held = |word: &str, synonym: Option<&str>| Held { word: word.to_owned(), synonym: synonym.map(str::to_owned) };
    assert_eq!(of(5).held, [held("umkm", Some("usaha mikro kecil menengah"))]);
    assert_eq!(of(5).missing, ["sampah", "klanceng"]);
    assert_eq!(of(2).held, [held("sampah", None)]);
    assert_eq!(of(2).missing, ["umkm", "klanceng"]);
}

#[test]
fn what_only_members_may_read_is_nowhere_for_the_public() {
    let secret = Document {
        audience: Audience::Members,
        files: vec![FileText { name: "rahasia.pdf".into(), page: Some(1), text: "lampiranrahasia".into() }],
        ..study(1, "Kemboja rahasiakebun", "Kemboja rahasiakebun ditanam.")
    };
    let index = an_index([secret, study(2, "Kebun terbuka", "Kebun ditanam.")]);
    for typed in ["rahasiakebun", "rahasiakebum", "kembojaa", "lampiranrahasi", "rahasia kebun", "kebun"] {
        for verbatim in [false, true] {
            let response = index.search(&Request { verbatim, ..Request::new(typed) }).unwrap();
            assert!(response.hits.iter().all(|hit| hit.id != 1), "{typed}");
            let said = format!("{:?}{:?}{:?}", response.correction.map(|c| c.text), response.facets, response.hits);
            assert!(!said.contains("rahasiakebun") && !said.contains("kemboja\""), "{typed}: {said}");
        }
        let suggested = index.suggest(&typed[..4], Audience::Public, 20).unwrap();
        assert!(!format!("{suggested:?}").contains("rahasia") && !format!("{suggested:?}").contains("kemboja"));
        assert!(
            !index.nearest_queries(typed, Audience::Public, 20).unwrap().iter().any(|term| term.contains("rahasia"))
        );
    }
    let similar = index.similar(Kind::Praktik, 2, Audience::Public, 5, &Filters::default()).unwrap();
    assert!(similar.is_empty());
    let member = Request { audience: Audience::Members, ..Request::new("rahasiakebum") };
    assert_eq!(index.search(&member).unwrap().hits.len(), 1);
}

#[test]
fn odd_queries_are_answered_and_quickly() {
    let index = collection();
    let odd = ["***", "\"\"\"", "yang di dan", "🌾🌾", "a\0b", ".*+?[]{}()|\\", "-", "- - -", "\" -\"", "%_%", "'; --"];
    let long = ["kata ".repeat(820), "x".repeat(4096), (0..500).map(|n| format!("kata{n} ")).collect::<String>()];
    for query in odd.into_iter().map(str::to_owned).chain(long) {
        index.search(&Request::new(query.clone())).unwrap();
        index.suggest(&query, Audience::Public, 10).unwrap();
        index.nearest_queries(&query, Audience::Public, 10).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn nothing_that_is_typed_fails(typed in "[a-dA-D0-2 \"\\-é🌾\0.'μ]{0,40}", body in "[a-d ]{0,60}") {
        let index = an_index([study(1, &body, &body)]);
        index.search(&Request::new(typed.clone())).unwrap();
        index.suggest(&typed, Audience::Public, 5).unwrap();
        index.nearest_queries(&typed, Audience::Public, 5).unwrap();
    }

    #[test]
    fn a_slip_in_any_word_fails_nothing(word in "[a-z]{1,20}", slip in 0usize..20) {
        let index = an_index([study(1, &word, &word)]);
        let mut typed = word.clone();
        typed.insert(slip.min(word.len()), 'q');
        index.search(&Request::new(typed)).unwrap();
    }
}
