//! Notices personal data of others before it is published. A NIK or NIP has no place in a study and is refused; a phone
//! number may belong to an office, and is only pointed out: by a hint in the long form of a study, by one question in the
//! short forms, whose words are public the moment they are sent.

use super::content::{Content, SECTIONS};
use crate::error::Problems;

/// How the mark begins that stands where personal data was erased.
pub const MARK: &str = "[dihapus: data pribadi";

/// The field by which a short form says that the phone number in it may stand.
pub const KEEPS_PHONE: &str = "nomor";

/// How the question about a phone number ends; the box below the field has the quoted words.
const MAY_STAND: &str = "bila nomor kantor, tandai “Tetap tampilkan nomornya”, lalu kirim lagi.";

/// Words behind which a number that begins with 8 is a mobile number, written without its 0.
const PHONE_WORDS: [&str; 12] =
    ["wa", "whatsapp", "hp", "handphone", "ponsel", "telp", "tlp", "tel", "telpon", "telepon", "sms", "hubungi"];

/// Words behind which it is an amount all the same.
const AMOUNT_WORDS: [&str; 7] = ["rp", "rupiah", "seharga", "senilai", "sebesar", "anggaran", "biaya"];

/// Words that may stand between: "WA Pak Asep Saepudin 812…".
const WORDS_BETWEEN: usize = 3;

/// What was found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// "NIK (3205…01)": a NIK or NIP, with its middle hidden.
    Number(String),
    /// A mobile phone number, with its end hidden.
    Phone(String),
}

impl Found {
    /// What to do about it, for the writer.
    pub fn sentence(&self) -> String {
        match self {
            Self::Number(shown) => {
                format!("Di sini ada {shown}. Hapus; nomor itu tidak boleh tampil, juga dengan izin pemiliknya.")
            }
            Self::Phone(shown) => format!(
                "Di sini ada nomor telepon ({shown}). Bila milik pribadi, hapus; nomor kantor ditulis di bagian Kontak."
            ),
        }
    }
}

/// Adds a problem at a field whose text holds a NIK or NIP.
pub fn refuse(problems: &mut Problems, field: &str, text: &str) {
    if let Some(found @ Found::Number(_)) = find(text) {
        problems.add(field, found.sentence());
    }
}

/// As [`refuse`], and asks once about a phone number: the form comes back with a box by which `keeps_phone` is said.
pub fn refuse_or_ask(problems: &mut Problems, field: &str, text: &str, keeps_phone: bool) {
    match find_spoken(text) {
        Some(found @ Found::Number(_)) => problems.add(field, found.sentence()),
        Some(Found::Phone(shown)) if !keeps_phone => {
            problems.add(field, format!("Di sini ada nomor telepon ({shown}). Bila milik pribadi, hapus; {MAY_STAND}"));
        }
        _ => {}
    }
}

/// True when one of the problems asks whether a phone number may stand: the form then has the box to say so.
pub fn is_asked(problems: &Problems) -> bool {
    asked_at(problems).is_some()
}

/// The first field at which it is asked: one box answers for the whole form, and stands there.
pub fn asked_at(problems: &Problems) -> Option<&str> {
    problems.iter().find(|(_, sentence)| sentence.ends_with(MAY_STAND)).map(|(field, _)| field)
}

/// True when the words that stand there already hold a phone number: who mends them was asked, or wrote before anybody asked.
pub fn has_phone(text: &str) -> bool {
    matches!(find_spoken(text), Some(Found::Phone(_)))
}

/// As [`find`], and a mobile number without its 0 behind a word that calls it one. Only where a writer is asked: a number
/// like that may be another, which nobody should have to take out.
fn find_spoken(text: &str) -> Option<Found> {
    find(text).or_else(|| named_mobile(&without_times(text)))
}

fn named_mobile(text: &str) -> Option<Found> {
    let tokens = tokens(text);
    let begins_with_digit = |token: &String| token.starts_with(|letter: char| letter.is_ascii_digit());
    let mut named = (0..tokens.len()).filter(|at| PHONE_WORDS.contains(&tokens[*at].as_str()));
    named.find_map(|at| {
        let behind = &tokens[at + 1..];
        let place = behind.iter().take(WORDS_BETWEEN + 1).position(begins_with_digit)?;
        if behind[..place].iter().any(|word| AMOUNT_WORDS.contains(&word.as_str())) {
            return None;
        }
        // "81.234.567.890" is an amount, "812-3456-7890" is a number to call.
        let first = behind[place].chars().take_while(char::is_ascii_digit).count();
        let digits: String = behind[place].chars().filter(char::is_ascii_digit).collect();
        let is_mobile = first >= 3 && digits.starts_with('8') && (9..=12).contains(&digits.len());
        is_mobile.then(|| Found::Phone(format!("{}…", &digits[..3])))
    })
}

/// The words and numbers of a text in small letters; one separator between two digits belongs to the number.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut gap = String::new();
    for letter in text.to_lowercase().chars() {
        if !letter.is_alphanumeric() {
            gap.push(letter);
            continue;
        }
        let is_digit = letter.is_ascii_digit();
        let joins = |last: &&mut String| {
            last.ends_with(|end: char| end.is_ascii_digit()) == is_digit
                && (gap.is_empty() || (is_digit && matches!(gap.as_str(), " " | "-" | ".")))
        };
        match tokens.last_mut().filter(joins) {
            Some(last) => {
                last.push_str(&gap);
                last.push(letter);
            }
            None => tokens.push(letter.to_string()),
        }
        gap.clear();
    }
    tokens
}

/// What a text holds of persons, a number of identity first.
pub fn find(text: &str) -> Option<Found> {
    let runs = runs(&without_times(text));
    let number = runs.iter().find(|run| is_nik(run) || is_nip(run)).map(|run| {
        let end = &run[run.len() - 2..];
        let name = if is_nik(run) { "NIK" } else { "NIP" };
        Found::Number(format!("{name} ({}…{end})", &run[..4]))
    });
    number.or_else(|| runs.iter().find(|run| is_mobile(run)).map(|run| Found::Phone(format!("{}…", &run[..4]))))
}

/// Every place of a document where something was found: its field, and what. The contact of the office is meant to hold a
/// number and is left out.
pub fn of(content: &Content) -> Vec<(String, Found)> {
    let mut texts: Vec<(String, &str)> = vec![
        ("title".to_owned(), &content.title),
        ("summary".to_owned(), &content.summary),
        ("change_note".to_owned(), &content.change_note),
    ];
    texts.extend(SECTIONS.iter().map(|section| (section.field.to_owned(), (section.get)(content).as_str())));
    for (index, step) in content.steps.iter().enumerate() {
        texts.push((format!("steps.{index}.text"), &step.text));
    }
    for (index, row) in content.results.iter().enumerate() {
        texts.push((format!("results.{index}.name"), &row.name));
        texts.push((format!("results.{index}.source"), &row.source));
    }
    for (index, photo) in content.photos.iter().enumerate() {
        texts.push((format!("photos.{index}.alt"), &photo.alt));
        texts.push((format!("photos.{index}.caption"), &photo.caption));
    }
    texts.into_iter().filter_map(|(field, text)| Some((field, find(text)?))).collect()
}

/// A text without its days and hours: "08-11-2026 09.30" and "08.15-09.45 12 orang" are nobody's number.
fn without_times(text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < letters.len() {
        let is_digit = |back: usize| at >= back && letters[at - back].is_ascii_digit();
        let goes_on = is_digit(1) || (is_digit(2) && matches!(letters[at - 1], '-' | '.'));
        let length = match &letters[at..] {
            _ if goes_on => 0,
            rest if is_day(rest) => "00-00-0000".len(),
            rest if is_span_of_hours(rest) => "00.00-00.00".len(),
            _ => 0,
        };
        letters[at..at + length].fill('x');
        at += length.max(1);
    }
    letters.into_iter().collect()
}

/// True where a text begins with this shape, in which 0 is any digit, and no digit follows.
fn begins(letters: &[char], shape: &str) -> bool {
    let fits =
        |(letter, wanted): (&char, char)| if wanted == '0' { letter.is_ascii_digit() } else { *letter == wanted };
    letters.len() >= shape.len()
        && letters.iter().zip(shape.chars()).all(fits)
        && !letters.get(shape.len()).is_some_and(char::is_ascii_digit)
}

fn number(digits: &[char]) -> u32 {
    digits.iter().collect::<String>().parse().unwrap_or_default()
}

fn is_day(letters: &[char]) -> bool {
    (begins(letters, "00-00-0000") || begins(letters, "00.00.0000"))
        && (1..=31).contains(&number(&letters[..2]))
        && is_month(number(&letters[3..5]))
        && (1900..=2099).contains(&number(&letters[6..10]))
}

fn is_span_of_hours(letters: &[char]) -> bool {
    let is_hour = |from: usize| number(&letters[from..from + 2]) <= 24 && number(&letters[from + 3..from + 5]) < 60;
    begins(letters, "00.00-00.00") && is_hour(0) && is_hour(6)
}

/// The digits of each number in a text; one separator between two digits belongs to it, as people write numbers.
fn runs(text: &str) -> Vec<String> {
    let mut runs = vec![String::new()];
    let mut gap = 0;
    for letter in text.chars() {
        if letter.is_ascii_digit() {
            if gap > 1 {
                runs.push(String::new());
            }
            gap = 0;
            if let Some(run) = runs.last_mut() {
                run.push(letter);
            }
        } else if matches!(letter, ' ' | '-' | '.') {
            gap += 1;
        } else {
            gap = 2;
        }
    }
    runs.retain(|run| run.len() >= 10);
    runs
}

fn part(run: &str, from: usize, length: usize) -> u32 {
    run.get(from..from + length).and_then(|digits| digits.parse().ok()).unwrap_or_default()
}

/// Sixteen digits: province, kabupaten and kecamatan, then the day of birth (40 more for women), month, year, and a number.
fn is_nik(run: &str) -> bool {
    let day = part(run, 6, 2);
    let day = if day > 40 { day - 40 } else { day };
    run.len() == 16 && (11..=96).contains(&part(run, 0, 2)) && (1..=31).contains(&day) && is_month(part(run, 8, 2))
}

/// Eighteen digits: the date of birth, then the month of appointment, and more.
fn is_nip(run: &str) -> bool {
    run.len() == 18
        && (1940..=2015).contains(&part(run, 0, 4))
        && is_month(part(run, 4, 2))
        && (1..=31).contains(&part(run, 6, 2))
}

fn is_month(month: u32) -> bool {
    (1..=12).contains(&month)
}

fn is_mobile(run: &str) -> bool {
    (run.starts_with("08") && (10..=13).contains(&run.len()))
        || (run.starts_with("628") && (11..=14).contains(&run.len()))
}

#[cfg(test)]
mod tests {
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
            refuse_or_ask(&mut problems, "body", text, keeps_phone);
            problems
        };
        assert!(is_asked(&said("Hubungi 0812-3456-7890", false)));
        assert!(said("Hubungi 0812-3456-7890", true).is_empty());
        assert!(!is_asked(&said("NIK 3205064107850001", false)) && !said("NIK 3205064107850001", true).is_empty());
    }

    #[test]
    fn a_mobile_number_without_its_zero_is_asked_about_behind_a_word_that_calls_it_one() {
        let asks = |text: &str| {
            let mut problems = Problems::default();
            refuse_or_ask(&mut problems, "body", text, false);
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
}
