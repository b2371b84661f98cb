//! What is found, in which order, and by whom.

mod durability;
mod understanding;

use proptest::prelude::*;

use super::{Audience, Change, Document, Field, Filters, Index, Kind, Request, Sort};

pub(super) fn study(id: i64, title: &str, body: &str) -> Document {
    Document {
        kind: Kind::Praktik,
        id,
        audience: Audience::Public,
        title: title.to_owned(),
        passages: vec![(Field::Body, body.to_owned())],
        files: Vec::new(),
        place: "Cikajang Garut".to_owned(),
        sector: None,
        indicators: Vec::new(),
        kabupaten_kota: None,
        kecamatan: None,
        stage: None,
        year: None,
        evidence: Vec::new(),
        featured: false,
        published_at_ms: id,
    }
}

pub(super) fn an_index(documents: impl IntoIterator<Item = Document>) -> Index {
    let index = Index::in_memory("riwayat").unwrap();
    index.apply(documents.into_iter().map(Change::Put).collect(), 1).unwrap();
    index
}

pub(super) fn ids(index: &Index, request: &Request) -> Vec<i64> {
    index.search(request).unwrap().hits.iter().map(|hit| hit.id).collect()
}

#[test]
fn queries_find_documents_in_order() {
    let index = an_index([
        study(1, "Irigasi tetes di lahan kering", "Kelompok tani memasang pipa dan menghemat air."),
        study(2, "Bank sampah desa", "Warga memilah sampah, hasilnya ditabung. Air sungai bersih kembali."),
        study(3, "Menanam cabai di pekarangan", "Penanaman cabai dan sayur-mayur oleh ibu-ibu PKK."),
        study(4, "Curug dikelola BUM Desa", "Wisatawan datang, oleh-oleh laku, pendapatan asli desa naik."),
        study(5, "Posyandu remaja", "Stunting turun dari 1.234 balita. Penyuluhan gizi tiap bulan di rumah sakit."),
        study(6, "Pasar tani", "Petani menjual tanpa tengkulak. Sakit hati petani pada rumah tengkulak berakhir."),
    ]);
    let table: [(&str, &[i64]); 20] = [
        ("irigasi", &[1]),
        ("tanaman cabe cabai", &[3]),
        ("ditanami", &[3]),
        ("pengairan", &[2, 1]),
        ("sampah persampahan", &[2]),
        ("Bagaimana cara memilah sampah di desa?", &[2]),
        ("bertani", &[6, 1]),
        ("oleh-oleh", &[4]),
        ("wisata", &[4]),
        ("suluh", &[5]),
        ("1234", &[5]),
        ("1.234 balita", &[5]),
        ("\"rumah sakit\"", &[5]),
        ("desa -sampah", &[4]),
        ("desa -\"bank sampah\"", &[4]),
        ("-desa -tani", &[5, 3]),
        ("garut posyandu", &[5]),
        ("zzzz", &[]),
        ("\"sakit rumah\"", &[]),
        ("???", &[6, 5, 4, 3, 2, 1]),
    ];
    for (query, expected) in table {
        let found = ids(&index, &Request::new(query));
        assert_eq!(&found[..expected.len().min(found.len())], expected, "{query}: {found:?}");
        assert!(!expected.is_empty() || found.is_empty(), "{query}: {found:?}");
    }
}

#[test]
fn more_of_the_words_and_the_title_rank_first() {
    let index = an_index([
        study(1, "Rapat", "Kopi kopi kopi kopi dan kopi lagi."),
        study(2, "Rapat", "Kopi Garut diekspor lewat koperasi oleh kelompok tani yang rajin mencatat."),
        study(3, "Koperasi kopi", "Kelompok tani yang rajin mencatat."),
    ]);
    assert_eq!(ids(&index, &Request::new("koperasi kopi")), [3, 2, 1]);
}

#[test]
fn the_spelling_typed_ranks_before_other_inflections() {
    let index = an_index([
        study(1, "Satu", "Warga mengolah kebun bersama."),
        study(2, "Dua", "Warga pengolahan kebun bersama."),
        study(3, "Tiga", "Warga olahan kebun bersama."),
    ]);
    for (query, first) in [("mengolah", 1), ("pengolahan", 2), ("olahan", 3)] {
        let found = ids(&index, &Request::new(query));
        assert_eq!((found[0], found.len()), (first, 3), "{query}");
    }
}

#[test]
fn a_featured_document_wins_a_tie() {
    let featured = Document { featured: true, ..study(1, "Kopi", "Kopi") };
    let index = an_index([featured, study(2, "Kopi", "Kopi"), study(3, "Kopi", "Kopi")]);
    assert_eq!(ids(&index, &Request::new("kopi")), [1, 3, 2]);
}

#[test]
fn hits_say_where_the_words_stand_and_whether_all_were_found() {
    let mut document = study(1, "Bank sampah", "Warga memilah.");
    document.passages.push((Field::Results, "Sampah berkurang.".to_owned()));
    document.passages.push((Field::Steps, "Menabung di bank.".to_owned()));
    document.passages.push((Field::Files, "Laporan persampahan kantor.".to_owned()));
    let index = an_index([document, study(2, "Kantor", "Pelayanan")]);
    let table: [(&str, &[Field], bool); 5] = [
        ("sampah", &[Field::Title, Field::Results, Field::Files], false),
        ("tabungan", &[Field::Steps], false),
        ("pilah bank", &[Field::Title, Field::Steps, Field::Body], false),
        ("sampah pelayanan", &[Field::Title, Field::Results, Field::Files], true),
        ("sampah blockchain", &[Field::Title, Field::Results, Field::Files], true),
    ];
    for (query, fields, relaxed) in table {
        let response = index.search(&Request::new(query)).unwrap();
        let hit = response.hits.iter().find(|hit| hit.id == 1).unwrap();
        assert_eq!((hit.fields.as_slice(), response.relaxed), (fields, relaxed), "{query}");
    }
}

fn sorted_studies() -> Index {
    let tagged = |id, sector: &str, kabupaten_kota: &str, year, audience| Document {
        sector: Some(sector.to_owned()),
        indicators: vec!["kemiskinan".to_owned(), if id % 2 == 0 { "ipm" } else { "stunting" }.to_owned()],
        kabupaten_kota: Some(kabupaten_kota.to_owned()),
        kecamatan: Some(format!("{kabupaten_kota}.01")),
        stage: Some("penerapan".to_owned()),
        year: Some(year),
        evidence: if id < 3 { vec![crate::FIGURES.to_owned()] } else { Vec::new() },
        audience,
        ..study(id, "Kopi", "Kopi rakyat")
    };
    an_index([
        tagged(1, "pertanian", "32.05", 2024, Audience::Public),
        tagged(2, "pertanian", "32.04", 2023, Audience::Public),
        tagged(3, "pariwisata", "32.05", 2024, Audience::Public),
        tagged(4, "umkm", "32.05", 2022, Audience::Members),
        study(5, "Lain", "Tanpa tanda"),
    ])
}

#[test]
fn counts_of_a_group_ignore_what_is_chosen_in_it() {
    let index = sorted_studies();
    let filters = Filters { sectors: vec!["pertanian".to_owned()], ..Filters::default() };
    let response = index.search(&Request { filters, ..Request::new("kopi") }).unwrap();
    let facets = response.facets;
    let shown = |values: &[(String, u64)]| values.iter().map(|(v, n)| format!("{v}:{n}")).collect::<Vec<_>>().join(" ");
    assert_eq!(response.total, 2);
    assert_eq!(shown(&facets.sectors), "pertanian:2 pariwisata:1");
    assert_eq!(shown(&facets.kabupaten_kota), "32.04:1 32.05:1");
    assert_eq!(shown(&facets.indicators), "kemiskinan:2 ipm:1 stunting:1");
    assert_eq!(shown(&facets.stages), "penerapan:2");
    assert_eq!(shown(&facets.years), "2023:1 2024:1");
}

#[test]
fn filters_narrow_and_alternatives_widen() {
    let index = sorted_studies();
    let list = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>();
    let none = Filters::default;
    let table: [(Filters, &[i64]); 9] = [
        (none(), &[5, 3, 2, 1]),
        (Filters { sectors: list(&["pertanian", "pariwisata"]), ..none() }, &[3, 2, 1]),
        (Filters { sectors: list(&["pertanian"]), kabupaten_kota: list(&["32.05"]), ..none() }, &[1]),
        (Filters { indicators: list(&["ipm"]), ..none() }, &[2]),
        (Filters { kecamatan: list(&["32.05.01"]), ..none() }, &[3, 1]),
        (Filters { years: vec![2022, 2023], ..none() }, &[2]),
        (Filters { evidence: list(&[crate::FIGURES]), ..none() }, &[2, 1]),
        (Filters { kind: Some(Kind::Praktik), stages: list(&["penerapan"]), ..none() }, &[3, 2, 1]),
        (Filters { sectors: list(&["tidak-ada"]), ..none() }, &[]),
    ];
    for (filters, expected) in table {
        assert_eq!(ids(&index, &Request { filters: filters.clone(), ..Request::new("") }), expected, "{filters:?}");
    }
}

#[test]
fn the_public_sees_and_counts_what_is_public_only() {
    let index = sorted_studies();
    for (audience, total, sees_umkm) in [(Audience::Public, 3, false), (Audience::Members, 4, true)] {
        for sort in [Sort::Relevance, Sort::Newest] {
            let request = Request { audience, sort, ..Request::new("kopi") };
            let response = index.search(&request).unwrap();
            assert_eq!((response.total, response.hits.len()), (total, total));
            assert_eq!(response.hits.iter().any(|hit| hit.id == 4), sees_umkm);
            assert_eq!(response.facets.sectors.iter().any(|(slug, _)| slug == "umkm"), sees_umkm);
            assert_eq!(response.facets.years.iter().any(|(year, _)| year == "2022"), sees_umkm);
        }
    }
}

#[test]
fn pages_of_hits_follow_one_another() {
    let index = an_index((1..=25).map(|id| study(id, "Kopi", "Kopi rakyat")));
    let page = |offset, limit, sort| ids(&index, &Request { offset, limit, sort, ..Request::new("kopi") });
    for sort in [Sort::Relevance, Sort::Newest] {
        assert_eq!(page(0, 10, sort), (16..=25).rev().collect::<Vec<_>>());
        assert_eq!(page(20, 10, sort), [5, 4, 3, 2, 1]);
        assert!(
            page(0, 0, sort).is_empty()
                && page(30, 10, sort).is_empty()
                && page(usize::MAX, usize::MAX, sort).is_empty()
        );
    }
}

#[test]
fn a_document_is_replaced_and_removed_by_its_key() {
    let index = an_index([study(1, "Kopi", "lama"), study(1, "Teh", "baru"), study(2, "Kopi", "dua")]);
    assert_eq!((index.len(), ids(&index, &Request::new("kopi"))), (2, vec![2]));
    index.apply(vec![Change::Remove(Kind::Praktik, 2), Change::Remove(Kind::Praktik, 99)], 2).unwrap();
    assert_eq!((index.len(), index.seq(), ids(&index, &Request::new(""))), (1, 2, vec![1]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_query_fails(text in "\\PC{0,60}", signs in "[a\"\\-+*:(){}\\[\\]^~?!/\\\\ é🌾]{0,40}") {
        let index = an_index([study(1, &text, &signs)]);
        for query in [text, signs] {
            index.search(&Request::new(query)).unwrap();
        }
    }
}

#[test]
fn long_queries_do_not_fail() {
    let index = an_index([study(1, "Kopi", "Kopi rakyat")]);
    for query in ["kopi ".repeat(100_000), "\"kopi rakyat\" ".repeat(1_000), "-a ".repeat(5_000), "k".repeat(1 << 20)] {
        index.search(&Request::new(query)).unwrap();
    }
}
