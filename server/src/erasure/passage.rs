//! A passage that must go, found however it is spaced, capitalised or emphasised. A number is found with any separators
//! between its digits, and a mobile number with +62 or 0 before it.

use std::ops::Range;

use regex::Regex;

use crate::case_study::personal_data::MARK;
use crate::error::{Error, Problems, Result};
use crate::web::forms;

/// Passages of one erasure: more is another erasure.
pub const MOST_PASSAGES: usize = 10;

/// Longest passage in characters.
pub const MAX_CHARS: usize = 300;

/// Letters and digits that a passage needs at least, so that no slip empties a study.
const FEWEST_SIGNS: usize = 3;

/// Digits from which on a passage of digits and separators is a number of a person, and not a figure.
const FEWEST_DIGITS: usize = 7;

/// One passage.
#[derive(Clone, Debug)]
pub struct Passage {
    pattern: Regex,
    /// A number is one also right behind a word: "WA081234567890".
    is_number: bool,
}

impl Passage {
    /// The passage of these words.
    pub fn of(words: &str) -> Result<Self> {
        if !words.chars().any(char::is_alphanumeric) {
            return Err(Error::NotFound);
        }
        let number = number(words);
        let is_number = number.is_some();
        let pattern = number.unwrap_or_else(|| in_words(words));
        let pattern = Regex::new(&format!("(?i){pattern}")).map_err(|error| Error::Internal(error.into()))?;
        Ok(Self { pattern, is_number })
    }

    /// Where it stands in a text, in bytes. A name inside a longer word is not the name.
    pub fn find(&self, text: &str) -> Vec<Range<usize>> {
        let marks = marks(text);
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(hit) = self.pattern.find_at(text, at) {
            let is_in_mark = marks.iter().any(|mark| mark.start < hit.end() && hit.start() < mark.end);
            if !is_in_mark && self.stands_alone(text, hit.range()) {
                found.push(hit.range());
                at = hit.end();
            } else {
                at = hit.start() + text[hit.start()..].chars().next().map_or(1, char::len_utf8);
            }
        }
        found
    }

    fn stands_alone(&self, text: &str, range: Range<usize>) -> bool {
        let joins = |sign: char| if self.is_number { sign.is_ascii_digit() } else { sign.is_alphanumeric() };
        let joined = |outside: Option<char>, inside: Option<char>| {
            outside.is_some_and(joins) && inside.is_some_and(char::is_alphanumeric)
        };
        let inside = &text[range.clone()];
        !joined(text[..range.start].chars().next_back(), inside.chars().next())
            && !joined(text[range.end..].chars().next(), inside.chars().next_back())
    }

    /// The text with a mark in its place.
    pub fn replaced(&self, text: &str, mark: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for range in self.find(text) {
            out.push_str(&text[at..range.start]);
            out.push_str(mark);
            at = range.end;
        }
        out.push_str(&text[at..]);
        out
    }
}

/// The passages of a form, one a line. Problems stand at `passages`.
pub fn parse(typed: &str) -> Result<Vec<Passage>> {
    let text = forms::text(typed);
    let mut lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    // The longer first: "Ani Suryani" goes before "Ani" leaves half of it.
    lines.sort_by_key(|line| std::cmp::Reverse(line.chars().count()));
    lines.dedup();
    let mut problems = Problems::default();
    if lines.len() > MOST_PASSAGES {
        problems
            .add("passages", format!("Paling banyak {MOST_PASSAGES} bagian sekali hapus; yang ini {}.", lines.len()));
    }
    for line in &lines {
        let chars = line.chars().count();
        if chars > MAX_CHARS {
            let start: String = line.chars().take(30).collect();
            problems.add("passages", format!("“{start} …” terlalu panjang: {chars} karakter, paling panjang {MAX_CHARS}. Tulis sebagai beberapa baris."));
        } else if line.chars().filter(|sign| sign.is_alphanumeric()).count() < FEWEST_SIGNS {
            problems.add(
                "passages",
                format!("“{line}” terlalu pendek; tulis paling sedikit {FEWEST_SIGNS} huruf atau angka."),
            );
        }
    }
    problems.into_result()?;
    lines.into_iter().map(Passage::of).collect()
}

/// Where marks of earlier erasures stand: "Nov" and "pribadi" are words of them.
fn marks(text: &str) -> Vec<Range<usize>> {
    let end = |at: usize| text[at..].find(']').map_or(text.len(), |end| at + end + 1);
    text.match_indices(MARK).map(|(at, _)| at..end(at)).collect()
}

/// Words with anything between them that people put between words, also the signs of emphasis.
fn in_words(words: &str) -> String {
    let word = |word: &str| {
        let signs = word.chars().map(|sign| match sign {
            // Phones type a curved one, people a straight one.
            '\'' | '’' | '‘' | '`' => "['’‘`]".to_owned(),
            sign => regex::escape(&sign.to_string()),
        });
        signs.collect::<String>()
    };
    words.split_whitespace().map(word).collect::<Vec<_>>().join(r"[\s*_-]+")
}

/// The pattern of a number of a person; none for anything else.
fn number(words: &str) -> Option<String> {
    let is_number = words.chars().all(|sign| sign.is_ascii_digit() || " +-.()".contains(sign));
    let digits: String = words.chars().filter(char::is_ascii_digit).collect();
    if !is_number || digits.len() < FEWEST_DIGITS {
        return None;
    }
    let spread = |digits: &str| digits.chars().map(String::from).collect::<Vec<_>>().join(r"[\s().-]{0,2}");
    let mobile = digits.strip_prefix("62").or_else(|| digits.strip_prefix('0')).filter(|rest| rest.starts_with('8'));
    Some(mobile.map_or_else(|| spread(&digits), |rest| format!(r"(?:\+?62|0)[\s().-]{{0,2}}{}", spread(rest))))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARK: &str = "[dihapus]";

    #[test]
    fn a_name_is_found_in_every_writing_and_not_inside_a_word() {
        let ani = Passage::of("Ani Suryani").expect("a pattern");
        for (text, left) in [
            ("Ibu Ani Suryani, kader.", "Ibu [dihapus], kader."),
            ("ANI SURYANI", "[dihapus]"),
            ("**Ani** *Suryani* dan Ani\nSuryani", "**[dihapus]* dan [dihapus]"),
            ("pertAni Suryaningsih", "pertAni Suryaningsih"),
            ("", ""),
        ] {
            assert_eq!(ani.replaced(text, MARK), left);
        }
        let short = Passage::of("Ani").expect("a pattern");
        assert_eq!(short.replaced("Petani, Ani; berani. Ani", MARK), "Petani, [dihapus]; berani. [dihapus]");
    }

    #[test]
    fn a_number_is_found_with_any_separators() {
        let phone = Passage::of("0812-3456-7890").expect("a pattern");
        for text in [
            "081234567890",
            "hp081234567890",
            "0812 3456 7890",
            "+62 812-3456-7890",
            "62812.3456.7890",
            "(0812) 3456 7890",
        ] {
            let left = phone.replaced(&format!("WA {text}."), MARK);
            assert!(!left.contains("3456"), "{left}");
        }
        assert_eq!(phone.replaced("Rp10.812.345.678.901", MARK), "Rp10.812.345.678.901");
        let nik = Passage::of("3205064107850001").expect("a pattern");
        assert_eq!(nik.replaced("NIK 3205 0641 0785 0001, RT 2", MARK), "NIK [dihapus], RT 2");
        // A figure is no number of a person: nothing but itself is found.
        assert_eq!(Passage::of("4,9").expect("a pattern").replaced("4,9 ton, 49", MARK), "[dihapus] ton, 49");
    }

    #[test]
    fn a_mark_is_no_text_and_an_apostrophe_has_many_forms() {
        let november = Passage::of("Nov").expect("a pattern");
        let marked = "Pak [dihapus: data pribadi, 24 Nov 2026] dan Nov";
        assert_eq!(november.replaced(marked, MARK), "Pak [dihapus: data pribadi, 24 Nov 2026] dan [dihapus]");
        let maruf = Passage::of("Ma'ruf").expect("a pattern");
        assert_eq!(maruf.replaced("KH. Ma’ruf", MARK), "KH. [dihapus]");
        assert!(Passage::of(" -- ").is_err());
    }

    #[test]
    fn what_is_too_short_too_long_or_too_much_is_refused() {
        for typed in ["ab", "--", &"a".repeat(301), &(0..11).map(|n| format!("Warga {n}\n")).collect::<String>()] {
            assert!(matches!(parse(typed), Err(Error::Invalid(_))), "{typed}");
        }
        assert_eq!(parse(" Asep \n\nAsep Sunandar\r\n").expect("two").len(), 2);
        assert!(parse("").expect("none").is_empty());
    }
}
