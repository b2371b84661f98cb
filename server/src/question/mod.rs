//! Tanya Jawab: a member asks all the others; answers point to studies; the asker says which one helped, and what was
//! answered is drawn together with credits.

pub mod answer;
pub mod ask;
pub mod entity;
pub mod forget;
pub mod hide;
pub mod late;
pub mod pages;
pub mod searchable;
pub mod store;
pub mod summarise;
#[cfg(test)]
mod tests;
pub mod thread;
pub mod window;

use crate::case_study::card::without_marks;
use crate::case_study::personal_data;
use crate::error::{Problems, Result};
use crate::format;
use crate::web::forms;

/// Longest question, in characters: it stands as the title of its page.
pub const TITLE_CHARS: usize = 160;

/// Fewer words are a keyword, which nobody can answer.
pub const TITLE_WORDS: usize = 3;

/// What the form puts before the words of a search, so that they ask something: before one word, and before more.
const OPENINGS: [&str; 2] =
    ["Apa yang sudah dilakukan kecamatan lain terkait ", "Bagaimana pengalaman kecamatan lain tentang "];

/// Words that begin a question.
const ASKING: [&str; 16] = [
    "adakah",
    "apa",
    "apakah",
    "bagaimana",
    "berapa",
    "bisakah",
    "bolehkah",
    "dimana",
    "haruskah",
    "kapan",
    "kenapa",
    "mana",
    "mengapa",
    "perlukah",
    "siapa",
    "siapakah",
];

/// Words that begin no question, but stand before what one would be about.
const LEADING: [&str; 4] = ["cara", "caranya", "gimana", "gmn"];

/// More indicators say nothing about a question any more.
pub const MAX_INDICATORS: usize = 5;

/// So many studies of one answer are shown as cards.
pub const CARDS_PER_ANSWER: usize = 4;

/// So many answers beside those that are credited already stand in the form that draws them together.
pub const REPLIES_TO_SUMMARISE: u64 = 100;

/// Longest answer drawn together, in characters: room for what a dozen people said.
pub const SUMMARY_CHARS: usize = 12_000;

/// What is typed into the form of a question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// The question.
    pub title: String,
    /// What is to be known about it, Markdown; may be empty.
    pub body: String,
    /// True for what only members may read.
    pub members_only: bool,
    /// Slug of a sector, or nothing.
    pub sector: String,
    /// Slugs of indicators.
    pub indicators: Vec<String>,
    /// The topic of the board that it grows from.
    pub topic: Option<i64>,
    /// True when the phone number in it may stand, as its writer said when asked.
    pub keeps_phone: bool,
}

impl Typed {
    /// As it is kept: tidy, within the limits, without numbers of identity. Problems stand at `title`, `body` and
    /// `indikator`.
    pub fn checked(&self, body_chars: usize) -> Result<Self> {
        self.checked_over("", "", body_chars)
    }

    /// As [`Typed::checked`], for a question whose title and body stand there: a title that is not changed is taken as it
    /// was taken then, and no number of theirs is asked about again.
    pub fn checked_over(&self, title: &str, body: &str, body_chars: usize) -> Result<Self> {
        let tidy = Self { title: forms::line(&self.title), body: forms::text(&self.body), ..self.clone() };
        let mut problems = Problems::default();
        let stands = format!("{title}\n{body}");
        let keeps = (stands.as_str(), tidy.keeps_phone);
        within(&mut problems, ("title", "Pertanyaan"), &tidy.title, TITLE_CHARS, keeps);
        let is_new = tidy.title != title;
        if problems.is_empty() && is_new && word_count(&tidy.title) < TITLE_WORDS {
            problems.add("title", "Tulis pertanyaannya dalam satu kalimat, paling sedikit tiga kata.");
        }
        within(&mut problems, ("body", "Penjelasan"), &tidy.body, body_chars, keeps);
        if tidy.indicators.len() > MAX_INDICATORS {
            problems.add("indikator", format!("Pilih paling banyak {MAX_INDICATORS} indikator."));
        }
        problems.into_result()?;
        Ok(tidy)
    }
}

/// How many words a line has; a mark that stands alone is none.
fn word_count(line: &str) -> usize {
    line.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

/// Words of a search as a question that can be answered: "klanceng trigona" and "cara klanceng trigona" become "Bagaimana
/// pengalaman kecamatan lain tentang klanceng trigona?". What asks already stays, and so does what would grow too long.
pub fn as_question(words: &str) -> String {
    let words = words.replace('"', "");
    let words = words.trim();
    let first = words.split_whitespace().next().unwrap_or_default().to_lowercase();
    let asks = words.ends_with('?') || ASKING.contains(&first.as_str()) || words.to_lowercase().starts_with("di mana ");
    let subject = without_leading(words.trim_end_matches(['?', ' ']));
    let is_one_word = word_count(subject) == 1;
    // "magot?" would be refused by the form that it stands in, and "di mana magot" says too little to be answered.
    let asks = asks && word_count(words) >= TITLE_WORDS && !is_one_word;
    let [before_one, before_more] = OPENINGS;
    let question = format!("{}{subject}?", if is_one_word { before_one } else { before_more });
    let is_too_long = question.chars().count() > TITLE_CHARS;
    if asks || word_count(subject) == 0 || is_too_long { words.to_owned() } else { question }
}

/// What words are about: "gimana cara budidaya magot" and "di mana budidaya magot" are about "budidaya magot".
fn without_leading(words: &str) -> &str {
    let (first, behind) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
    let behind = behind.trim_start();
    let first = first.to_lowercase();
    let next = behind.split_whitespace().next().unwrap_or_default().to_lowercase();
    let leads = ASKING.contains(&first.as_str()) || LEADING.contains(&first.as_str());
    let asks_where = ["di", "ke", "dari"].contains(&first.as_str()) && next == "mana";
    if leads || asks_where { without_leading(behind) } else { words }
}

/// What a question is about: without the words that the form itself put before a search.
pub fn about(title: &str) -> &str {
    OPENINGS.iter().find_map(|opening| title.strip_prefix(opening)).unwrap_or(title)
}

/// A text of the conversation as it is kept, or what is wrong with it, at the field `body`. Whether a phone number may stand
/// is asked unless it is in the words that stand there, or the writer said so already.
pub fn checked(typed: &str, stands: &str, what: &str, limit: usize, keeps_phone: bool) -> Result<String> {
    let body = forms::text(typed);
    let mut problems = Problems::default();
    if body.trim().is_empty() {
        problems.add("body", format!("Tulis {} dahulu.", what.to_lowercase()));
    }
    within(&mut problems, ("body", what), &body, limit, (stands, keeps_phone));
    problems.into_result()?;
    Ok(body)
}

/// Tells what is too long, and what is no text for others to read: `stands` and `keeps_phone` say which phone numbers are.
fn within(
    problems: &mut Problems,
    (field, what): (&str, &str),
    text: &str,
    limit: usize,
    (stands, keeps_phone): (&str, bool),
) {
    problems.within(field, what, text, limit);
    personal_data::refuse_or_ask(problems, field, text, stands, keeps_phone);
}

/// The numbers of the studies whose addresses stand in a text, each once, in their order.
pub fn studies_in(text: &str) -> Vec<i64> {
    let mut found = Vec::new();
    for (at, path) in text.match_indices("/praktik/") {
        let rest = &text[at + path.len()..];
        let digits = rest.split(|letter: char| !letter.is_ascii_digit()).next().unwrap_or_default();
        if let Ok(number) = digits.parse::<i64>()
            && number > 0
            && !found.contains(&number)
        {
            found.push(number);
        }
    }
    found.truncate(CARDS_PER_ANSWER);
    found
}

/// A text without the lines that are nothing but a study, by its address or as a link: its card stands below, for who may
/// see it. More studies than have a card stay.
pub fn without_addresses(text: &str) -> String {
    let cards = studies_in(text);
    let is_card = |line: &&str| {
        let address = address_alone(line.trim());
        address.is_some_and(|address| studies_in(address).first().is_some_and(|study| cards.contains(study)))
    };
    let kept: Vec<&str> = text.lines().filter(|line| !is_card(line)).collect();
    kept.join("\n").trim().to_owned()
}

/// The address on a line that has nothing else: "https://…/praktik/12", or "[Irigasi tetes](/praktik/12)".
fn address_alone(line: &str) -> Option<&str> {
    let address = match line.strip_prefix('[') {
        Some(link) => {
            let (title, address) = link.strip_suffix(')')?.split_once("](")?;
            let is_one =
                !title.contains(['[', ']']) && address.starts_with("/praktik/") && !address.contains(['(', ')']);
            is_one.then_some(address)?
        }
        None => line,
    };
    (address.contains("/praktik/") && !address.contains(char::is_whitespace)).then_some(address)
}

impl entity::question::Model {
    /// Path of its page.
    pub fn url(&self) -> String {
        url(self.id, &self.title)
    }
}

/// Path of a question's page.
pub fn url(id: i64, title: &str) -> String {
    let slug: String = format::slug(&without_marks(title)).chars().take(80).collect();
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { format!("/tanya/{id}") } else { format!("/tanya/{id}-{slug}") }
}
