//! What the form's template draws: parts, questions, rows of questions.

use crate::case_study::examples::Example;
use crate::case_study::hints::Hint;

/// A heading with its questions.
pub struct Part {
    pub id: &'static str,
    pub heading: &'static str,
    pub items: Vec<Item>,
    /// Names of its fields in the document.
    pub fields: Vec<&'static str>,
    /// How many of them are filled.
    pub filled: usize,
    /// True when the part is drawn open.
    pub open: bool,
}

/// One question.
pub enum Item {
    Line(Question),
    Area(Question),
    Choice(Question, Vec<Choice>),
    Picks(Question, Vec<Choice>),
    Ticks(Question, Vec<Choice>),
    Rows(Group),
}

/// A question with its answer.
pub struct Question {
    pub name: String,
    pub label: &'static str,
    pub hint: String,
    pub value: String,
    pub problem: String,
    pub limit: usize,
    pub kind: &'static str,
    pub optional: bool,
    /// True when the part's heading asks the same, so that the label is for screen readers only.
    pub quiet: bool,
    pub example: Option<Example>,
    pub criteria: String,
    pub hints: Vec<Hint>,
}

/// One of several answers.
pub struct Choice {
    pub value: String,
    pub label: String,
    pub chosen: bool,
}

/// Rows of the same questions.
pub struct Group {
    pub name: &'static str,
    pub legend: &'static str,
    pub hint: &'static str,
    pub row_title: &'static str,
    pub add: &'static str,
    pub problem: String,
    pub criteria: String,
    pub hints: Vec<Hint>,
    pub rows: Vec<Row>,
    pub template: Row,
    pub can_add: bool,
}

/// One row.
pub struct Row {
    pub cells: Vec<Cell>,
    pub estimate: Option<(String, bool)>,
    /// The row's number, its figure read aloud, and what would make the figure better.
    pub read: Option<(String, String, String)>,
    pub spare: bool,
}

/// One field of a row.
pub struct Cell {
    pub name: String,
    pub label: &'static str,
    pub value: String,
    pub width: &'static str,
    pub problem: String,
    pub numeric: bool,
    pub hidden: bool,
    pub options: Vec<Choice>,
}
