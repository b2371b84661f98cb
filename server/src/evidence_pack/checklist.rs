//! What a contest looks at, and what of it the published text has.

use super::ledger::Words;
use crate::case_study::content::{Content, SECTIONS, stage_name};
use crate::case_study::criteria::{Contest, Criterion};
use crate::case_study::difference;
use crate::case_study::fields::{FORMS, INITIATORS, KINDS, is_month};
use crate::catalogue::Catalogue;
use crate::format;
use crate::markdown;

/// A field that no form has: in which kecamatan the practice runs, by the ledger of replication.
pub const REPLICATIONS: &str = "replications";

/// Another: which practice it replicates itself.
pub const LINEAGE: &str = "lineage";

/// How much of a criterion is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing of it.
    Missing,
    /// Some of it, or too little.
    Partly,
    /// Each of its fields, with an answer that others of the contest have too: whether it tells of this one, people read.
    Unsure,
    /// Each of its fields.
    Ready,
}

impl State {
    /// The state as the interface names it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Missing => "Belum ada",
            Self::Partly => "Sebagian",
            Self::Unsure => "Perlu diperiksa",
            Self::Ready => "Tersedia",
        }
    }

    /// Class of its mark.
    pub fn class(self) -> &'static str {
        match self {
            Self::Missing => "state-perbaiki",
            Self::Partly | Self::Unsure => "state-menunggu",
            Self::Ready => "state-tayang",
        }
    }
}

/// A criterion with what the study has of it.
#[derive(Clone, Debug)]
pub struct Point {
    /// What is looked at.
    pub criterion: &'static Criterion,
    /// Heading and text of each field that is filled.
    pub texts: Vec<(&'static str, String)>,
    /// Name and heading of each field that is empty.
    pub lacking: Vec<(&'static str, &'static str)>,
    /// What is there and does not suffice: "115 dari 300 kata".
    pub short: Vec<String>,
    /// How many criteria the same fields answer, this one counted.
    pub alike: usize,
}

impl Point {
    /// How much is answered.
    pub fn state(&self) -> State {
        match (self.texts.is_empty(), self.lacking.is_empty() && self.short.is_empty()) {
            (true, _) => State::Missing,
            (false, false) => State::Partly,
            (false, true) if self.alike > 1 => State::Unsure,
            (false, true) => State::Ready,
        }
    }

    /// "Signifikansi (bobot 30)", "Regulasi (wajib)".
    pub fn name(&self) -> String {
        let weight = self.criterion.weight.filter(|weight| *weight > 0).map(|weight| format!("bobot {weight}"));
        let weight = weight.or_else(|| self.criterion.is_unweighed.then(|| "bobot belum dikonfirmasi".to_owned()));
        let more: Vec<String> =
            weight.into_iter().chain(self.criterion.obligatory.then(|| "wajib".to_owned())).collect();
        if more.is_empty() {
            return self.criterion.name.clone();
        }
        format!("{} ({})", self.criterion.name, more.join(", "))
    }

    /// "Syarat berhasil, Berkas": what is missing, in words.
    pub fn lacking_in_words(&self) -> String {
        self.lacking.iter().map(|(_, heading)| *heading).collect::<Vec<_>>().join(", ")
    }

    /// "115 dari 300 kata; belum ada Berkas": what is to be done about it. Empty where nothing is.
    pub fn needs(&self) -> String {
        if self.texts.is_empty() {
            return self.lacking_in_words();
        }
        let lacking = (!self.lacking.is_empty()).then(|| format!("belum ada {}", self.lacking_in_words()));
        let alike = (self.alike > 1).then(|| format!("jawaban yang sama dipakai untuk {} indikator", self.alike));
        self.short.iter().cloned().chain(lacking).chain(alike).collect::<Vec<_>>().join("; ")
    }

    /// "Belum ada: Dasar hukum", "Sebagian: 115 dari 300 kata".
    pub fn told(&self) -> String {
        format!("{}: {}", self.state().label(), self.needs())
    }

    /// Where in the form the office goes on; nowhere for an age, which nobody fills in.
    pub fn field_to_fill(&self) -> Option<&'static str> {
        if !self.lacking.is_empty() {
            return self.first_lacking_field();
        }
        let last = self.criterion.fields.last().filter(|_| self.criterion.least_months.is_none());
        last.map(String::as_str)
    }

    /// The first field that can be filled in the form.
    pub fn first_lacking_field(&self) -> Option<&'static str> {
        self.lacking.iter().map(|(field, _)| *field).find(|field| ![REPLICATIONS, LINEAGE].contains(field))
    }
}

/// The criteria of a contest, in its order, answered by the text and by what the ledger says.
pub fn of(contest: &'static Contest, content: &Content, catalogue: &Catalogue, ledger: &Words) -> Vec<Point> {
    let point = |criterion: &'static Criterion| {
        let alike = contest.criterion.iter().filter(|other| other.fields == criterion.fields).count();
        let mut point = Point { criterion, texts: Vec::new(), lacking: Vec::new(), short: Vec::new(), alike };
        for field in &criterion.fields {
            let text = text_of(content, field, catalogue, ledger);
            match text.trim() {
                "" => point.lacking.push((field.as_str(), heading(field))),
                text => point.texts.push((heading(field), text.to_owned())),
            }
        }
        point.short = super::shortfall::of_words(criterion, &point.texts);
        point
    };
    contest.criterion.iter().map(point).collect()
}

fn heading(field: &str) -> &'static str {
    match field {
        REPLICATIONS => "Replikasi di kecamatan lain",
        LINEAGE => "Praktik yang direplikasi",
        _ => difference::label(field),
    }
}

fn text_of(content: &Content, field: &str, catalogue: &Catalogue, ledger: &Words) -> String {
    let word = |slug: &Option<String>, words: &[(&str, &str)]| {
        let known = words.iter().find(|(known, _)| Some(*known) == slug.as_deref());
        known.map_or_else(String::new, |(_, name)| (*name).to_owned())
    };
    if field == "summary" || SECTIONS.iter().any(|section| section.field == field) {
        return markdown::plain(&difference::in_words(content, field, catalogue));
    }
    match field {
        REPLICATIONS => ledger.replications.clone(),
        LINEAGE => ledger.lineage.clone(),
        "initiator" => word(&content.initiator, &INITIATORS),
        "kind" => word(&content.kind, &KINDS),
        "form" => word(&content.form, &FORMS),
        "stage" => content.stage.as_deref().map(stage_name).unwrap_or_default().to_owned(),
        "trial_started" => content.trial_started.as_deref().map(month).unwrap_or_default(),
        "applied_since" => content.applied_since.as_deref().map(month).unwrap_or_default(),
        "steps" => {
            let lines = content.steps.iter().map(|step| {
                let date = step.date.as_deref().map(|date| format!(" ({})", month(date))).unwrap_or_default();
                format!("{}{date}", markdown::plain(&step.text))
            });
            lines.collect::<Vec<_>>().join("\n")
        }
        _ => difference::in_words(content, field, catalogue),
    }
}

/// "Maret 2025" from "2025-03"; other words as they are.
fn month(text: &str) -> String {
    let number = text.split_once('-').filter(|_| is_month(text));
    let number = number.and_then(|(year, number)| Some((year, number.parse::<usize>().ok()?.checked_sub(1)?)));
    number.map_or_else(|| text.to_owned(), |(year, index)| format!("{} {year}", format::month_name(index)))
}
