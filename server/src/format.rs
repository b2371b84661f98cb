//! Dates and numbers as Indonesian officials write them: "24 Nov 2026, 14.05", "1.234.567,56".

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Timelike};

const MONTHS: [&str; 12] = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
];
const MONTHS_SHORT: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"];
const DAYS: [&str; 7] = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"];

/// A title as addresses and names of files have it: "panen-cabai"; nothing where no letter is in it. Pictures such as 🌶
/// are left out: the library would spell them, in English.
pub fn slug(title: &str) -> String {
    let is_mark = |letter: char| ('\u{300}'..='\u{36f}').contains(&letter);
    let words: String =
        title.chars().map(|letter| if letter.is_alphanumeric() || is_mark(letter) { letter } else { ' ' }).collect();
    slug::slugify(words)
}

/// "Januari" for 0; a number beyond the year gives December.
pub fn month_name(index: usize) -> &'static str {
    MONTHS[index.min(11)]
}

/// "Senin" for 0; a number beyond the week gives Minggu.
pub fn weekday_name(index: usize) -> &'static str {
    DAYS[index.min(6)]
}

/// "24 Nov 2026".
pub fn date(date: NaiveDate) -> String {
    format!("{} {} {}", date.day(), MONTHS_SHORT[date.month0() as usize], date.year())
}

/// "Selasa, 24 November 2026".
pub fn long_date(date: NaiveDate) -> String {
    let day = DAYS[date.weekday().num_days_from_monday() as usize];
    format!("{day}, {} {} {}", date.day(), MONTHS[date.month0() as usize], date.year())
}

/// "Selasa, 24 Nov 2026", where people plan a day.
pub fn planned_date(day: NaiveDate) -> String {
    format!("{}, {}", DAYS[day.weekday().num_days_from_monday() as usize], date(day))
}

/// "24 Nov 2026, 14.05".
pub fn date_time(at: DateTime<FixedOffset>) -> String {
    format!("{}, {}", date(at.date_naive()), time(at))
}

/// "14.05".
pub fn time(at: DateTime<FixedOffset>) -> String {
    format!("{:02}.{:02}", at.hour(), at.minute())
}

/// "baru saja", "5 menit lalu", "2 jam lalu", "kemarin", "3 hari lalu", then the date.
pub fn ago(at: DateTime<FixedOffset>, now: DateTime<FixedOffset>) -> String {
    let seconds = (now - at).num_seconds();
    let days = (now.date_naive() - at.date_naive()).num_days();
    match seconds {
        ..60 => "baru saja".to_owned(),
        60..3600 => format!("{} menit lalu", seconds / 60),
        _ if days <= 0 => format!("{} jam lalu", seconds / 3600),
        _ if days == 1 => "kemarin".to_owned(),
        _ if days < 7 => format!("{days} hari lalu"),
        _ => date(at.date_naive()),
    }
}

/// "1.234.567".
pub fn integer(number: impl TryInto<i64>) -> String {
    let number = number.try_into().unwrap_or(i64::MAX);
    decimal(&number.to_string())
}

/// Exact decimal text ("1234567.5") as people read it ("1.234.567,5"). Other text is given back as it is.
pub fn decimal(exact: &str) -> String {
    let (sign, digits) = match exact.strip_prefix('-') {
        Some(rest) => ("−", rest),
        None => ("", exact),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = !whole.is_empty() && whole.chars().chain(fraction.chars()).all(|digit| digit.is_ascii_digit());
    if !is_number {
        return exact.to_owned();
    }
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    if fraction.is_empty() { format!("{sign}{grouped}") } else { format!("{sign}{grouped},{fraction}") }
}

/// Reads a number typed the Indonesian way ("1.234,56") or the other ("1,234.56", "3.1") into exact decimal text.
/// A single dot before exactly three digits groups thousands, as Indonesian has it.
pub fn parse_decimal(typed: &str) -> Option<String> {
    let text: String = typed.chars().filter(|letter| !letter.is_whitespace() && *letter != '\u{a0}').collect();
    let text = text.trim_start_matches("Rp.").trim_start_matches("Rp").trim_end_matches('%').replace('−', "-");
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest.to_owned()),
        None => ("", text),
    };
    if text.is_empty() || !text.chars().all(|letter| letter.is_ascii_digit() || letter == '.' || letter == ',') {
        return None;
    }
    let decimal_mark = match (text.rfind('.'), text.rfind(',')) {
        (Some(dot), Some(comma)) => Some(dot.max(comma)),
        (Some(dot), None) if text.matches('.').count() == 1 && text.len() - dot - 1 != 3 => Some(dot),
        (None, Some(comma)) if text.matches(',').count() == 1 => Some(comma),
        _ => None,
    };
    let (whole, fraction) = match decimal_mark {
        Some(mark) => (&text[..mark], &text[mark + 1..]),
        None => (text.as_str(), ""),
    };
    if !is_grouped(whole) {
        return None;
    }
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    if fraction.contains(['.', ',']) || whole.len() + fraction.len() > 24 {
        return None;
    }
    Some(if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") })
}

/// Digits alone, or groups of three behind one kind of mark: "1.234.567".
fn is_grouped(whole: &str) -> bool {
    let Some(mark) = whole.chars().find(|letter| !letter.is_ascii_digit()) else {
        return !whole.is_empty();
    };
    let mut groups = whole.split(mark);
    let first = groups.next().unwrap_or_default();
    let is_digits = |group: &str| group.chars().all(|digit| digit.is_ascii_digit());
    (1..=3).contains(&first.len()) && is_digits(first) && groups.all(|group| group.len() == 3 && is_digits(group))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_the_words_of_a_title_and_no_picture() {
        assert_eq!(slug("Sambal 🌶️ Bu Yanti’s – 3 botol"), "sambal-bu-yanti-s-3-botol");
        assert_eq!(slug("🌾 Panen & pasar, café 100%"), "panen-pasar-cafe-100");
        assert_eq!(slug("cafe\u{301}"), "cafe");
        assert_eq!(slug("🌶️🇮🇩"), "");
    }

    #[test]
    fn numbers_are_read_both_ways_and_shown_one_way() {
        for (typed, exact, shown) in [
            ("1.234,56", "1234.56", "1.234,56"),
            ("1,234.56", "1234.56", "1.234,56"),
            ("3.1", "3.1", "3,1"),
            ("3,1", "3.1", "3,1"),
            ("1.200", "1200", "1.200"),
            ("1.200.000", "1200000", "1.200.000"),
            ("Rp 15.000.000", "15000000", "15.000.000"),
            ("12%", "12", "12"),
            ("-0,5", "-0.5", "−0,5"),
            ("007", "7", "7"),
        ] {
            assert_eq!(parse_decimal(typed).as_deref(), Some(exact), "{typed}");
            assert_eq!(decimal(exact), shown);
        }
        for not_a_number in ["", "banyak", "1..2,3,4", "12 ton", "1e5"] {
            assert_eq!(parse_decimal(not_a_number), None, "{not_a_number}");
        }
    }

    #[test]
    fn dates_are_written_in_full_and_short() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        assert_eq!(long_date(day), "Selasa, 24 November 2026");
        assert_eq!(date(day), "24 Nov 2026");
    }
}
