//! Rules of lessons.

use super::secret::{Secret, names, person_in, told};
use super::{Typed, new_key, said};
use crate::error::Problems;

fn own() -> Vec<Secret> {
    let place = |name: &str, instead| Secret::Place { name: name.to_owned(), instead };
    let person = |name: &str| Secret::Person(name.to_owned());
    vec![
        place("Cikajang", "kecamatan ini"),
        place("Garut", "kabupaten ini"),
        person("Drs. Dadan Wirasukma, M.Si."),
        person("Euis Kartamulya"),
    ]
}

fn wrong(typed: &Typed, limit: usize, secrets: &[Secret]) -> Problems {
    typed.looked_at(limit, secrets).1
}

fn typed(title: &str, tried: &str) -> Typed {
    Typed {
        title: title.to_owned(),
        tried: tried.to_owned(),
        happened: "Sepi sesudah tiga bulan.".to_owned(),
        is_unnamed: true,
        ..Typed::default()
    }
}

#[test]
fn a_title_and_what_was_tried_and_happened_are_enough() {
    let (kept, problems) = typed("  Bank\nsampah ", "Menabung.").looked_at(4000, &own());
    assert!(kept.title == "Bank sampah" && problems.is_empty());
    let problems = wrong(&Typed::default(), 4000, &own());
    assert!(["title", "dicoba", "terjadi"].iter().all(|field| problems.of(field).is_some()));
    assert!(problems.of("kendala").is_none() && problems.of("lain").is_none());
    let problems = wrong(&typed("Bank sampah", &"a".repeat(11)), 10, &[]);
    assert_eq!(problems.of("dicoba"), Some("Yang dicoba paling panjang 10 karakter; yang ini 11."));
}

#[test]
fn a_number_of_identity_is_refused_everywhere() {
    let nik = "3205011203870001";
    assert!(wrong(&typed(&format!("Warga {nik}"), "Menabung."), 4000, &[]).of("title").is_some());
    assert!(wrong(&typed("Bank sampah", nik), 4000, &[]).of("dicoba").is_some());
    assert!(!said(&format!("NIK-nya {nik}"), 4000, &[]).1.is_empty() && said("Mulai pelan.", 4000, &[]).1.is_empty());
}

#[test]
fn who_stays_unnamed_does_not_name_the_own_kecamatan() {
    assert!(!wrong(&typed("Bank sampah Cikajang", "Menabung."), 4000, &own()).is_empty());
    let named = Typed { is_unnamed: false, ..typed("Bank sampah Cikajang", "Menabung.") };
    assert!(wrong(&named, 4000, &own()).is_empty());
    assert!(!said("Kami di Cikajang", 4000, &own()).1.is_empty() && said("Di Cikajang", 4000, &[]).1.is_empty());
}

#[test]
fn all_that_is_wrong_with_a_field_stands_there_each_with_its_own_way_out() {
    let tried = "Bersama Ibu Euis Kartamulya dan pak dadan di Garut selatan. NIK 3205011203870001, WA 081234567890.";
    let problems = wrong(&typed("Bank sampah", tried), 4000, &own());
    let said = problems.all_of("dicoba");
    assert!(said.contains("ada NIK (") && said.contains("ada nomor telepon (0812…)"), "{said}");
    let person = "tertulis nama dadan, Euis Kartamulya, padahal catatan ini tanpa nama. Tulis jabatannya tanpa nama.";
    assert!(said.contains(person), "{said}");
    assert!(
        said.contains("tertulis nama Garut, padahal catatan ini tanpa nama. Tulis “kabupaten ini” saja."),
        "{said}"
    );
    assert!(told(&own(), "Di kecamatan ini warga menabung.").is_empty());
}

#[test]
fn a_person_is_known_by_a_given_name_and_everyday_words_are_none() {
    let found = |text: &str| person_in(text, "Drs. H. Wawan Hari Setiawan, M.Si.");
    assert_eq!(found("Wawan yang menjalankan.").as_deref(), Some("Wawan"));
    assert_eq!(found("dijalankan oleh wawan setiawan").as_deref(), Some("wawan setiawan"));
    assert_eq!(found("dibantu Pak Hari").as_deref(), Some("Hari"));
    assert_eq!(found("Kata Hari Setiawan begitu").as_deref(), Some("Hari Setiawan"));
    for text in ["Hari pertama sepi.", "Hari-hari berikutnya", "Bapak hari ini", "Setiawati", "Drs", "wawancara"] {
        assert_eq!(found(text), None, "{text}");
    }
    assert_eq!(person_in("Dana Desa habis, dana itu kurang.", "Dana Suryana"), None);
    assert_eq!(person_in("Bu Dana mencatat.", "Dana Suryana").as_deref(), Some("Dana"));
    assert_eq!(person_in("Kata Ma’mun", "Ma'mun Hidayat").as_deref(), Some("Ma’mun"));
    assert_eq!(person_in("apa saja", ""), None);
    assert_eq!(
        person_in("Kata Asep begitu", "H.Asep Undang S.Sos").as_deref(),
        Some("Asep"),
        "a title without a space"
    );
    assert_eq!(person_in("Undang-Undang Desa, tabungan Haji, Sos", "Haji Undang S.Sos"), None);
    assert_eq!(person_in("dibantu bu ai", "Ai Nurhasti").as_deref(), Some("ai"));
    assert_eq!(person_in("Ai itu mahal", "Ai Nurhasti"), None);
}

#[test]
fn a_name_is_known_by_its_spelling_or_by_what_stands_before_it() {
    assert!(names("di Karang Tengah.", "Karang Tengah") && names("kecamatan karang tengah", "Karang Tengah"));
    assert!(names("kec. sumber", "Sumber") && names("warga Sumber", "Sumber") && names("CIKAJANG", "Cikajang"));
    assert!(!names("sumber air mengering", "Sumber") && !names("di tengah karang", "Karang Tengah"));
    assert!(!names("Lumbung Pangan Desa", "Lumbung") && !names("dari sumber dana lain", "Sumber"));
    assert!(names("di Lumbung", "Lumbung") && names("kota sukabumi", "Sukabumi") && names("bupati garut", "Garut"));
    // As phones type it, and as others split it.
    assert!(names("kami di cikajang", "Cikajang") && names("Kec. Karang Tengah", "Karangtengah"));
    assert!(names("di Karangtengah", "Karang Tengah") && names("dari karangtengah", "Karang Tengah"));
    assert!(!names("Cikajangan", "Cikajang") && !names("Karang", "Karang Tengah") && !names("apa saja", ""));
}

#[test]
fn keys_are_random_and_say_nothing() {
    let (one, other) = (new_key(), new_key());
    assert!(one != other && one.len() == 32 && one.bytes().all(|byte| byte.is_ascii_hexdigit()));
}
