//! What is there and does not suffice: too few words, another subject, too young a practice.

use chrono::{Datelike, NaiveDate};

use super::checklist::Point;
use crate::case_study::criteria::Criterion;
use crate::case_study::fields::is_month;
use crate::format;

/// What the texts of a criterion fall short of, in words; nothing where there is no text at all.
pub fn of_words(criterion: &Criterion, texts: &[(&'static str, String)]) -> Vec<String> {
    if texts.is_empty() {
        return Vec::new();
    }
    let words: Vec<&str> = texts.iter().flat_map(|(_, text)| text.split_whitespace()).collect();
    let (count, told) = (words.len(), format::integer(words.len()));
    let too_few = criterion.least_words.filter(|least| count < *least);
    let too_many = criterion.most_words.filter(|most| count > *most);
    let is_named = |name: &String| words.iter().any(|word| has(word, name));
    let unnamed = criterion.names.iter().filter(|name| !is_named(name));
    let too_few = too_few.map(|least| format!("{told} dari {} kata", format::integer(least)));
    let too_many = too_many.map(|most| format!("{told} kata, paling banyak {}", format::integer(most)));
    too_few.into_iter().chain(too_many).chain(unnamed.map(|name| format!("{name} tidak disebut"))).collect()
}

/// True for "RKPD," and "RKPD/Renja" where "rkpd" is looked for, and not for "RKPDes".
fn has(word: &str, name: &str) -> bool {
    word.split(|letter: char| !letter.is_alphanumeric()).any(|piece| piece.eq_ignore_ascii_case(name))
}

/// Holds what is asked of the age of a practice against the day on which the contest looks at it.
pub fn hold_age(points: &mut [Point], applied_since: Option<&str>, on: NaiveDate) {
    let Some(months) = applied_since.and_then(|since| months_until(since, on)) else { return };
    for point in points {
        if let Some(least) = point.criterion.least_months.filter(|least| months < *least) {
            let when = format!("{} {}", format::month_name(on.month0() as usize), on.year());
            point.short.push(format!("baru {months} dari {least} bulan pada {when}"));
        }
    }
}

/// Months from "2026-05" to a day; none of them for a month that is still to come, and nothing for what is no month.
fn months_until(since: &str, on: NaiveDate) -> Option<u32> {
    let (year, month) = since.split_once('-').filter(|_| is_month(since))?;
    let (year, month) = (year.parse::<i32>().ok()?, month.parse::<i32>().ok()?);
    let months = (on.year() - year) * 12 + i32::try_from(on.month()).ok()? - month;
    Some(u32::try_from(months).unwrap_or_default())
}
