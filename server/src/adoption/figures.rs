//! Figures of a step: what was measured, before and after. Kept in the shape of a study's results, so that they stand
//! beside those of the original. Names and units may be the office's own words, and are hidden with those.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::entity::adoption_step;
use crate::case_study::card::Figure;
use crate::case_study::content::{Measured, Value};
use crate::case_study::entity::result;
use crate::case_study::measured_change::is_same;
use crate::case_study::personal_data;
use crate::catalogue::Catalogue;
use crate::error::{Problems, Result};
use crate::format;
use crate::web::Posted;
use crate::web::forms::line;

use super::MAX_FIGURES;

/// Longest name, unit and source in characters.
const LINE_CHARS: usize = 120;

/// What stands in place of a name that is the office's own, while a coordinator hides its words.
const OWN_MEASURE: &str = "Ukuran kantor";

/// One row of the form, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Slug of the original's measure, if it has one.
    pub measure: String,
    /// "Panen per musim".
    pub name: String,
    /// "ton per hektare".
    pub unit: String,
    /// Value before.
    pub first: String,
    /// Value after.
    pub last: String,
    /// Where the figure comes from.
    pub source: String,
    /// The value before that the form proposed; untouched and without one after it says nothing.
    pub proposed: String,
}

impl Row {
    /// A row that only proposes what to measure: as the original measures it.
    fn of_original(measured: &Measured) -> Self {
        Self {
            measure: measured.measure.clone().unwrap_or_default(),
            name: measured.name.clone(),
            unit: measured.unit.clone(),
            ..Self::default()
        }
    }

    /// As the office told it last, for the next value after.
    fn of_told(measured: &Measured) -> Self {
        let first = measured.values.first().map_or_else(String::new, |value| format::decimal(&value.value));
        let source = measured.source.clone();
        Self { first: first.clone(), proposed: first, source, ..Self::of_original(measured) }
    }

    /// True for a row in which nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.last.is_empty() && (self.first.is_empty() || self.first == self.proposed)
    }
}

/// What the form of the next step proposes: what the office told, the latest first in `told`, as it told it; then the
/// measures of the original that it did not tell. Ends with an empty row where there is room.
pub fn proposals(original: &[Measured], told: &[Measured]) -> Vec<Row> {
    let is_of = |figure: &Measured, measured: &Measured| {
        (figure.measure.is_some() && figure.measure == measured.measure) || is_same(&figure.name, &measured.name)
    };
    let mut kept: Vec<&Measured> = Vec::new();
    for figure in told {
        if !kept.iter().any(|known| is_of(known, figure)) {
            kept.push(figure);
        }
    }
    kept.sort_by_key(|figure| original.iter().position(|measured| is_of(figure, measured)).unwrap_or(original.len()));
    let untold = original.iter().filter(|measured| !kept.iter().any(|figure| is_of(figure, measured)));
    let mut rows: Vec<Row> = kept.iter().map(|figure| Row::of_told(figure)).collect();
    rows.extend(untold.map(Row::of_original));
    rows.truncate(MAX_FIGURES);
    if rows.len() < MAX_FIGURES {
        rows.push(Row::default());
    }
    rows
}

/// The rows that a form carries.
pub fn typed(posted: &Posted) -> Vec<Row> {
    let row = |at: usize| {
        let get = |field: &str| line(posted.get(&format!("figures.{at}.{field}")));
        Row {
            measure: get("measure"),
            name: get("name"),
            unit: get("unit"),
            first: get("first"),
            last: get("last"),
            source: get("source"),
            proposed: get("proposed"),
        }
    };
    posted.rows("figures").into_iter().take(MAX_FIGURES).map(row).collect()
}

/// The rows that say something, as they are kept. Problems stand at `figures-{row}`.
pub fn checked(rows: &[Row], problems: &mut Problems) -> Vec<Measured> {
    let mut kept = Vec::new();
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| !row.is_empty()) {
        let field = format!("figures-{at}");
        [&row.name, &row.unit, &row.source].iter().for_each(|text| personal_data::refuse(problems, &field, text));
        let (first, last) = (format::parse_decimal(&row.first), format::parse_decimal(&row.last));
        if row.name.is_empty() {
            problems.add(&field, "Tulis apa yang diukur, misalnya: panen per musim.");
        } else if [&row.name, &row.unit, &row.source].iter().any(|text| text.chars().count() > LINE_CHARS) {
            problems
                .add(&field, format!("Nama, satuan, dan sumber masing-masing paling panjang {LINE_CHARS} karakter."));
        } else if let (Some(first), Some(last)) = (first, last) {
            let value = |value: String| Value { period: String::new(), value };
            kept.push(Measured {
                measure: Some(row.measure.clone()).filter(|measure| !measure.is_empty()),
                name: row.name.clone(),
                unit: row.unit.clone(),
                source: row.source.clone(),
                values: vec![value(first), value(last)],
                ..Measured::default()
            });
        } else {
            problems.add(&field, "Isi angka sebelum dan sesudah, misalnya 3,1 dan 4,9.");
        }
    }
    kept
}

/// The figures of a step's row.
pub fn read(figures: &str) -> Result<Vec<Measured>> {
    Ok(serde_json::from_str(figures)?)
}

/// A figure as pages show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What was measured, before and after.
    pub figure: Figure,
    /// Slug of the catalogue's measure, if it is one.
    pub measure: Option<String>,
    /// Its unit as it was typed.
    pub unit: String,
    /// Where it comes from; empty where nobody said.
    pub source: String,
}

/// A figure for a page.
pub fn shown(measured: &Measured) -> Told {
    let value = |value: Option<&Value>| value.map_or("", |value| value.value.as_str()).to_owned();
    let (first, last) = (value(measured.values.first()), value(measured.values.last()));
    Told {
        figure: Figure::shown(&measured.name, &first, &last, &measured.unit),
        measure: measured.measure.clone(),
        unit: measured.unit.clone(),
        source: measured.source.clone(),
    }
}

/// Names and units that are not the words of who takes a practice up: those of the catalogue, and of the practice itself.
pub struct Known<'a> {
    /// The measures.
    pub catalogue: &'a Catalogue,
    /// The results of the study that is taken up, or of its whole family.
    pub results: &'a [result::Model],
}

impl Known<'_> {
    /// The units in which what has the name of this figure is counted; none for a name of the office's own.
    fn units(&self, figure: &Measured) -> Vec<&str> {
        let measure = figure.measure.as_deref().and_then(|slug| self.catalogue.measure(slug));
        let measure =
            measure.filter(|measure| is_same(&measure.name, &figure.name)).map(|measure| measure.unit.as_str());
        let results = self.results.iter().filter(|row| is_same(&row.name, &figure.name)).map(|row| row.unit.as_str());
        measure.into_iter().chain(results).collect()
    }

    /// True for a figure whose name or unit its office put into words.
    pub fn has_own_words(&self, figure: &Measured) -> bool {
        let units = self.units(figure);
        units.is_empty() || !(figure.unit.is_empty() || units.iter().any(|unit| is_same(unit, &figure.unit)))
    }

    /// True when there is something in the figures that hiding would hide.
    pub fn have_words(&self, figures: &[Measured]) -> bool {
        figures.iter().any(|figure| !figure.source.is_empty() || self.has_own_words(figure))
    }

    /// The figure as it is read while the words of its office are hidden: the numbers stay, they are what the ledger counts.
    pub fn without_words(&self, figure: &Measured) -> Measured {
        let units = self.units(figure);
        let name = if units.is_empty() { OWN_MEASURE.to_owned() } else { figure.name.clone() };
        let unit = if self.has_own_words(figure) { String::new() } else { figure.unit.clone() };
        Measured { name, unit, source: String::new(), ..figure.clone() }
    }
}

/// The results of the study that is taken up, for [`Known`].
pub async fn results_of(db: &impl ConnectionTrait, study: i64) -> Result<Vec<result::Model>> {
    Ok(result::Entity::find().filter(result::Column::CaseStudyId.eq(study)).all(db).await?)
}

/// The same, asked only where the words of a step are hidden: else nothing depends on them.
pub(super) async fn results_for(
    db: &impl ConnectionTrait,
    study: i64,
    steps: &[adoption_step::Model],
) -> Result<Vec<result::Model>> {
    if steps.iter().all(|step| step.hidden_at.is_none()) {
        return Ok(Vec::new());
    }
    results_of(db, study).await
}
