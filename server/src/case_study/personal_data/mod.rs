//! Notices personal data of others before it is published. A NIK or NIP has no place in a study and is refused; a phone
//! number may belong to an office, and is only pointed out: by a hint in the long form of a study, by one question in the
//! short forms, whose words are public the moment they are sent.

#[cfg(test)]
mod tests;

use super::content::{Content, SECTIONS};
use crate::error::Problems;

/// How the mark begins that stands where personal data was erased.
pub const MARK: &str = "[dihapus: data pribadi";

/// The field by which a short form says that the phone number in it may stand.
pub const KEEPS_PHONE: &str = "nomor";

/// How the question about a phone number ends; the box below the field has the quoted words.
const MAY_STAND: &str = "bila nomor kantor, tandai “Tetap tampilkan nomornya”, lalu lanjutkan.";

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

/// As [`refuse`], and asks once about a phone number: the form comes back with a box by which `keeps_phone` is said. Numbers
/// of the words that stand there already are not asked about: their writer was asked, or wrote before anybody asked.
pub fn refuse_or_ask(problems: &mut Problems, field: &str, text: &str, stands: &str, keeps_phone: bool) {
    if let Some(found @ Found::Number(_)) = find(text) {
        problems.add(field, found.sentence());
    } else if let Some(phone) = new_phone(text, stands).filter(|_| !keeps_phone) {
        let shown = shown(&phone);
        problems.add(field, format!("Di sini ada nomor telepon ({shown}). Bila milik pribadi, hapus; {MAY_STAND}"));
    }
}

/// The field at which one of the problems asks whether a phone number may stand: the form then has the box to say so there.
pub fn asked_at(problems: &Problems) -> Option<&str> {
    problems.iter().find(|(_, sentence)| sentence.ends_with(MAY_STAND)).map(|(field, _)| field)
}

/// True when a form comes back with the box about a phone number.
pub fn is_asked(problems: &Problems) -> bool {
    asked_at(problems).is_some()
}

/// True when a text holds a phone number that its writer is asked about.
pub fn has_phone(text: &str) -> bool {
    !phones(text).is_empty()
}

/// The first phone number of a text, with its end hidden.
pub fn first_phone(text: &str) -> Option<String> {
    new_phone(text, "").map(|phone| shown(&phone))
}

/// The first phone number of a text that is not among the words that stand there already.
fn new_phone(text: &str, stands: &str) -> Option<String> {
    let known = phones(stands);
    phones(text).into_iter().find(|phone| !known.iter().any(|known| bare(known) == bare(phone)))
}

/// The phone numbers of a text as they are written, without what separates their digits. A mobile number without its 0
/// counts behind a word that calls it one, here where its writer is asked: a number like that may be another, which nobody
/// should have to take out.
fn phones(text: &str) -> Vec<String> {
    let text = without_times(text);
    let mut phones = runs(&text);
    phones.retain(|run| is_mobile(run));
    let tokens = tokens(&text);
    for (at, token) in tokens.iter().enumerate() {
        if PHONE_WORDS.contains(&token.as_str()) {
            phones.extend(named_mobiles(&tokens[at + 1..]));
        }
    }
    phones
}

/// A phone number without what says that it is one of this country: "0812", "62812" and "812" begin the same.
fn bare(phone: &str) -> &str {
    phone.strip_prefix("62").or_else(|| phone.strip_prefix('0')).unwrap_or(phone)
}

/// A phone number with its end hidden.
fn shown(phone: &str) -> String {
    let begin = if phone.starts_with('8') { 3 } else { 4 };
    format!("{}…", &phone[..begin])
}

/// The mobile numbers behind a word that calls them so: the first number there, and what follows it closely.
fn named_mobiles(behind: &[String]) -> Vec<String> {
    let begins_with_digit = |token: &String| token.starts_with(|letter: char| letter.is_ascii_digit());
    let Some(place) = behind.iter().take(WORDS_BETWEEN + 1).position(begins_with_digit) else {
        return Vec::new();
    };
    let is_amount = behind[..place].iter().any(|word| AMOUNT_WORDS.contains(&word.as_str()));
    let Some(first) = mobile(&behind[place]).filter(|_| !is_amount) else {
        return Vec::new();
    };
    let others = behind[place + 1..].iter().take(WORDS_BETWEEN).filter_map(|token| mobile(token));
    std::iter::once(first).chain(others).collect()
}

/// The digits of a mobile number that is written without its 0. "81.234.567.890" is an amount, "812-3456-7890" is a number
/// to call.
fn mobile(token: &str) -> Option<String> {
    let first = token.chars().take_while(char::is_ascii_digit).count();
    let digits: String = token.chars().filter(char::is_ascii_digit).collect();
    (first >= 3 && digits.starts_with('8') && (9..=12).contains(&digits.len())).then_some(digits)
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
    number.or_else(|| runs.iter().find(|run| is_mobile(run)).map(|run| Found::Phone(shown(run))))
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
