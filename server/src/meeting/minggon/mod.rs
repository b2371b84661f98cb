//! Bahan minggon: for a month a coordinator sets a theme and three studies, each with a question, that every office may
//! talk about in its weekly meeting.

pub mod entity;
pub mod pages;
pub mod set;
pub mod store;

use chrono::{Datelike, NaiveDate};

use crate::case_study::personal_data;
use crate::collection::study_number;
use crate::error::Problems;
use crate::format;
use crate::web::forms;

/// So many studies are proposed for a month.
pub const STUDIES: usize = 3;

/// Longest theme in characters.
pub const THEME_CHARS: usize = 100;

/// Longest introduction in characters.
pub const INTRODUCTION_CHARS: usize = 800;

/// Longest question in characters.
pub const QUESTION_CHARS: usize = 240;

/// More questions at a study than an office talks about in one meeting.
pub const QUESTIONS: usize = 5;

/// A month may be set so many months ahead.
pub const MONTHS_AHEAD: i32 = 3;

/// The first day of a day's month.
pub fn month_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// "November 2026".
pub fn month_name(month: NaiveDate) -> String {
    let index = usize::try_from(month.month0()).unwrap_or_default();
    format!("{} {}", format::month_name(index), month.year())
}

/// "2026-11", as addresses and forms name a month.
pub fn month_key(month: NaiveDate) -> String {
    month.format("%Y-%m").to_string()
}

/// Reads what [`month_key`] wrote.
pub fn parse_month(key: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(&format!("{}-01", key.trim()), "%Y-%m-%d").ok()
}

/// Months from one to another.
pub fn months_between(from: NaiveDate, to: NaiveDate) -> i32 {
    let count = |month: NaiveDate| month.year() * 12 + i32::try_from(month.month0()).unwrap_or_default();
    count(to) - count(from)
}

/// What is typed into the form of a month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Theme.
    pub theme: String,
    /// Why this theme.
    pub introduction: String,
    /// What stands for each study: its number or address once it is chosen, before that the words to look for it; with the
    /// questions to talk about, one a line.
    pub studies: [(String, String); STUDIES],
}

/// The same as it is kept: numbers of studies with their questions, one a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Theme.
    pub theme: String,
    /// Why this theme.
    pub introduction: String,
    /// The studies.
    pub studies: Vec<(i64, String)>,
}

impl Typed {
    /// The studies that are chosen, each with the number of its place in the form.
    pub fn chosen(&self) -> impl Iterator<Item = (usize, i64)> {
        (1..).zip(&self.studies).filter_map(|(place, (study, _))| Some((place, study_number(study)?)))
    }

    /// As it is kept, with all that is wrong with it. Problems stand at `theme`, `introduction`, `study-1` and
    /// `question-1` to 3.
    pub fn read(&self) -> (Checked, Problems) {
        let (theme, introduction) = (forms::line(&self.theme), forms::text(&self.introduction));
        let mut problems = Problems::default();
        if theme.is_empty() {
            problems.add("theme", "Tulis temanya.");
        }
        problems.within("theme", "Tema", &theme, THEME_CHARS);
        problems.within("introduction", "Pengantar", &introduction, INTRODUCTION_CHARS);
        personal_data::refuse(&mut problems, "theme", &theme);
        personal_data::refuse(&mut problems, "introduction", &introduction);
        let mut studies: Vec<(i64, String)> = Vec::new();
        for (place, (study, questions)) in (1..).zip(&self.studies) {
            let questions = tidy_questions(&mut problems, &format!("question-{place}"), questions);
            let field = format!("study-{place}");
            match study_number(study) {
                Some(study) if studies.iter().any(|(known, _)| *known == study) => {
                    problems.add(&field, "Praktik ini sudah ada di atas. Pilih yang lain.");
                }
                Some(study) => studies.push((study, questions)),
                None if study.trim().is_empty() => problems.add(&field, "Pilih praktiknya."),
                None => problems.add(&field, "Pilih satu dari praktik yang ditemukan, atau cari dengan kata lain."),
            }
        }
        (Checked { theme, introduction, studies }, problems)
    }
}

/// Questions without empty lines.
fn tidy_questions(problems: &mut Problems, field: &str, typed: &str) -> String {
    let questions: Vec<String> = forms::text(typed).lines().map(forms::line).filter(|line| !line.is_empty()).collect();
    if questions.len() > QUESTIONS {
        let sentence = format!("Paling banyak {QUESTIONS} pertanyaan; yang ini {}.", questions.len());
        problems.add(field, sentence);
    }
    for question in &questions {
        problems.within(field, "Satu pertanyaan", question, QUESTION_CHARS);
    }
    let questions = questions.join("\n");
    personal_data::refuse(problems, field, &questions);
    questions
}
