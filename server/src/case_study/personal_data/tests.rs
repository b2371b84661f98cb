//! What counts as personal data, and what is asked about it.

use super::*;

#[test]
fn numbers_of_identity_are_found_however_they_are_written() {
    for text in [
        "Ibu kader (NIK 3205064107850001) memimpin.",
        "NIK: 3205 0641 0785 0001",
        "3205.0601.0785.0001",
        "NIP 19850701 201001 2 001",
    ] {
        assert!(matches!(find(text), Some(Found::Number(_))), "{text}");
    }
    assert_eq!(find("NIK 3205064107850001"), Some(Found::Number("NIK (3205…01)".to_owned())));
    let nip = find("NIP 19850701 201001 2 001").unwrap();
    assert!(nip.sentence().starts_with("Di sini ada NIP (1985…01). Hapus;"), "{}", nip.sentence());
}

#[test]
fn phone_numbers_are_found_and_other_numbers_are_not() {
    for text in ["Hubungi 0812-3456-7890", "WA +62 812 3456 7890", "081234567890"] {
        assert!(matches!(find(text), Some(Found::Phone(_))), "{text}");
    }
    for text in [
        "Anggaran Rp1.250.000.000 dari APBDes 2025",
        "Buka pukul 08.00-09.30, 12 desa",
        "Rekening desa 3299 9999 9999 9999",
        "Dari 2019 2020 2021 2022 naik",
        "Kantor (0262) 123456",
        "SK Nomor 821/45/2025 tanggal 08-12-2025",
    ] {
        assert_eq!(find(text), None, "{text}");
    }
}

#[test]
fn days_and_hours_are_nobodys_number() {
    for text in [
        "Rapat 08-11-2026 09.30",
        "Pelatihan 08-12-2025 50 orang",
        "Buka 08.15-09.45 12 orang",
        "Pelaksanaan 15.03.2024-10.04.2024",
        "12-01-2025 01-12-2025",
    ] {
        assert_eq!(find(text), None, "{text}");
    }
    assert!(matches!(find("Rapat 08-11-2026, hubungi 0812-3456-7890"), Some(Found::Phone(_))));
    assert!(matches!(find("Rapat 08-11-2026 NIK 32.05.06.410785.0001"), Some(Found::Number(_))));
}

#[test]
fn a_short_form_asks_about_a_phone_number_once_and_never_takes_a_nik() {
    let said = |text: &str, keeps_phone: bool| {
        let mut problems = Problems::default();
        refuse_or_ask(&mut problems, "body", text, "", keeps_phone);
        problems
    };
    assert!(is_asked(&said("Hubungi 0812-3456-7890", false)));
    assert!(said("Hubungi 0812-3456-7890", true).is_empty());
    assert!(!is_asked(&said("NIK 3205064107850001", false)) && !said("NIK 3205064107850001", true).is_empty());
}

#[test]
fn a_number_that_stands_is_not_asked_about_again_and_another_one_is() {
    let asks = |text: &str, stands: &str| {
        let mut problems = Problems::default();
        refuse_or_ask(&mut problems, "body", text, stands, false);
        problems.of("body").map(str::to_owned)
    };
    let stands = "Hubungi Bu Imas 0812-3456-7890.";
    for mended in ["Hubungi Bu Imas, 0812 3456 7890!", "WA 812-3456-7890", "+6281234567890", "Datang saja."] {
        assert_eq!(asks(mended, stands), None, "{mended}");
    }
    let other = asks("Hubungi 0812-3456-7890 atau 0857-1111-2222.", stands);
    assert!(other.is_some_and(|sentence| sentence.contains("(0857…)")), "it names the one that is new");
    assert!(asks("WA 812-3456-7890, 857-1111-2222", stands).is_some());
    assert!(asks("NIK 3205064107850001", "NIK 3205064107850001").is_some(), "a NIK never stands");
}

#[test]
fn a_mobile_number_without_its_zero_is_asked_about_behind_a_word_that_calls_it_one() {
    let asks = |text: &str| {
        let mut problems = Problems::default();
        refuse_or_ask(&mut problems, "body", text, "", false);
        is_asked(&problems)
    };
    for text in [
        "WA 81234567890",
        "WA81234567890",
        "wa.me/81234567890",
        "HP: 812-3456-7890",
        "Telp. Pak Asep 812 3456 7890",
        "Hubungi nomor 81234567890 setelah pukul 08.00",
    ] {
        assert!(asks(text) && has_phone(text), "{text}");
    }
    for text in [
        "Rp 81234567890",
        "Anggarannya 81234567890",
        "HP seharga Rp 81234567890",
        "Bantuan HP 81.234.567.890",
        "Dibagikan HP untuk 20 warga, seluruhnya 81234567890",
        "WA dipakai 8500 dari 12000 warga",
        "Telp 022-4231234 dan 8231234",
    ] {
        assert!(!asks(text) && !has_phone(text), "{text}");
    }
    assert_eq!(find("WA 81234567890"), None, "where nobody is asked it stays");
}

#[test]
fn the_contact_of_the_office_may_hold_a_number() {
    let content = Content {
        contact: "Kasi Ekbang 0812-3456-7890".to_owned(),
        action: "Hubungi Pak Asep 0812-3456-7890".to_owned(),
        ..Content::default()
    };
    let fields: Vec<String> = of(&content).into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["action"]);
}
