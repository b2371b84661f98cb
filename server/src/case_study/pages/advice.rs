//! What the form says about what was written so far, drawn with the page and sent again after each save.

use serde::Serialize;

use crate::case_study::check;
use crate::case_study::content::{Content, SECTIONS};
use crate::case_study::hints::{self, Hint, Next};
use crate::case_study::reading;
use crate::catalogue::Catalogue;
use crate::config::Limits;

/// Hints, readings and progress of a document.
#[derive(Serialize)]
pub struct Advice {
    /// Hints at their fields.
    pub hints: Vec<Hint>,
    /// What to add next.
    pub next: Option<Next>,
    /// Each figure read aloud, by its row: what was typed is shown back before anybody else reads it.
    pub readings: Vec<Read>,
    /// The fields that are filled.
    pub filled: Vec<&'static str>,
    /// How many of the seven obligatory answers are there.
    pub answered: usize,
    /// What is wrong, at its field.
    pub problems: Vec<Wrong>,
}

/// A figure read aloud.
#[derive(Serialize)]
pub struct Read {
    /// Number of the row in the form.
    pub row: usize,
    /// "naik 58%, dari 3,1 menjadi 4,9 ton".
    pub sentence: String,
}

/// One problem.
#[derive(Serialize)]
pub struct Wrong {
    /// Its field.
    pub field: String,
    /// What is wrong.
    pub sentence: String,
}

/// The fields that publishing demands.
pub const OBLIGATORY: [&str; 7] = ["title", "problem", "action", "outcome", "sector", "indicators", "summary"];

/// Looks at a document.
pub fn advice(content: &Content, catalogue: &Catalogue, limits: &Limits, full: bool) -> Advice {
    let filled = filled(content);
    let readings =
        content.results.iter().enumerate().map(|(row, measured)| Read { row, sentence: reading::of(measured) });
    let problems = check::format(content, limits, catalogue);
    let wrong = |(field, sentence): (&str, &str)| Wrong { field: field.to_owned(), sentence: sentence.to_owned() };
    Advice {
        hints: hints::of(content, catalogue, limits, full),
        next: hints::next(content),
        readings: readings.filter(|read| !read.sentence.is_empty()).collect(),
        answered: OBLIGATORY.iter().filter(|field| filled.contains(field)).count(),
        problems: problems.iter().map(wrong).collect(),
        filled,
    }
}

/// The fields of a document that say something; figures count as the result.
pub fn filled(content: &Content) -> Vec<&'static str> {
    let measured = content.results.iter().any(|row| !row.values.is_empty());
    let mut filled: Vec<&'static str> = SECTIONS
        .iter()
        .filter(|section| !(section.get)(content).trim().is_empty() || (section.field == "outcome" && measured))
        .map(|section| section.field)
        .collect();
    let others = [
        ("title", !content.title.is_empty()),
        ("summary", !content.summary.trim().is_empty()),
        ("sector", content.sector.is_some()),
        ("indicators", !content.indicators.is_empty()),
        ("duties", !content.duties.is_empty()),
        ("steps", !content.steps.is_empty()),
        ("results", measured),
        ("stage", content.stage.is_some()),
        ("trial_started", content.trial_started.is_some()),
        ("applied_since", content.applied_since.is_some()),
        ("initiator", content.initiator.is_some()),
        ("kind", content.kind.is_some()),
        ("form", content.form.is_some()),
        ("money", !content.money.is_empty()),
        ("agencies", !content.agencies.is_empty()),
        ("contact", !content.contact.is_empty()),
        ("video", !content.video.is_empty()),
        ("partners", !content.partners.is_empty()),
        ("products", !content.products.is_empty()),
        ("photos", !content.photos.is_empty()),
    ];
    filled.extend(others.into_iter().filter(|(_, said)| *said).map(|(field, _)| field));
    filled
}
