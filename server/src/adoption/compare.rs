//! The results of a family side by side: only what measures the same, in the same unit.

use super::adapt::figures_with_steps;
use super::family::{Family, place};
use super::figures::Known;
use super::{Stage, stage_of, store};
use crate::case_study::card;
use crate::case_study::content::{Value, shortened};
use crate::case_study::entity::result;
use crate::case_study::measured_change::{keeps_name, number};
use crate::catalogue::Catalogue;
use crate::error::Result;
use crate::format;
use crate::markdown;

/// Characters of the conditions in the table.
const CONDITION_CHARS: usize = 240;

/// A result in the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Measurement {
    /// Where.
    pub place: String,
    /// The study or the entry that tells it.
    pub url: String,
    /// Exact text before.
    pub first: String,
    /// Exact text after.
    pub last: String,
    /// Where the numbers come from; empty where nobody said.
    pub source: String,
    /// What it took there.
    pub conditions: String,
    /// True for a guess.
    pub is_estimate: bool,
    /// True where the practice was stopped.
    pub is_stopped: bool,
}

/// One measure in one unit, wherever the family counted it.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// "Panen per musim".
    pub name: String,
    /// "ton per hektare".
    pub unit: String,
    /// The rows, the original first.
    pub rows: Vec<Measurement>,
}

impl Family {
    /// The results of the whole family, put together only where measure and unit are the same.
    pub fn comparisons(&self, catalogue: &Catalogue) -> Result<Vec<Comparison>> {
        let mut found: Vec<(String, Comparison)> = Vec::new();
        let mut rows: Vec<&result::Model> = self.results.iter().collect();
        rows.sort_by_key(|row| (row.case_study_id != self.root, row.case_study_id, row.position));
        for row in rows {
            let Some(study) = self.studies.get(&row.case_study_id) else { continue };
            // One value alone stands there as the first and the last.
            if row.first_value == row.last_value && row.first_period == row.last_period {
                continue;
            }
            let conditions = self.contents.get(&study.id).map_or("", |content| content.conditions.as_str());
            let measured = Measurement {
                place: place(catalogue, study),
                url: card::url(study.id, &study.title),
                first: row.first_value.clone(),
                last: row.last_value.clone(),
                source: row.source.clone(),
                conditions: shortened(&markdown::plain(conditions).replace('\n', " "), CONDITION_CHARS),
                is_estimate: row.estimate,
                is_stopped: false,
            };
            put(&mut found, row.measure_id, &row.name, &row.unit, measured);
        }
        let known = Known { catalogue, results: &self.results };
        for row in &self.entries {
            let Some(steps) = self.steps.get(&row.id) else { continue };
            for (figure, step) in figures_with_steps(steps, &known)? {
                // What an earlier step says is no condition of what a later one counted.
                let note = if step.hidden_at.is_none() { step.note.as_str() } else { "" };
                let measure = figure.measure.as_deref().and_then(|slug| catalogue.measure(slug));
                let measure = measure.filter(|measure| keeps_name(measure, &figure.name, &self.results));
                let value = |at: Option<&Value>| at.map_or_else(String::new, |value| value.value.clone());
                let measured = Measurement {
                    place: catalogue.places.full_name(&row.kecamatan_code),
                    url: store::url(row.id),
                    first: value(figure.values.first()),
                    last: value(figure.values.last()),
                    source: figure.source.clone(),
                    conditions: shortened(note, CONDITION_CHARS),
                    is_estimate: figure.estimate,
                    is_stopped: stage_of(row) == Stage::Stopped,
                };
                put(&mut found, measure.map(|measure| measure.id), &figure.name, &figure.unit, measured);
            }
        }
        Ok(found.into_iter().map(|(_, comparison)| comparison).collect())
    }
}

/// Adds a result to those of the same measure and unit. Own measures are the same by their name.
fn put(found: &mut Vec<(String, Comparison)>, measure: Option<i64>, name: &str, unit: &str, measured: Measurement) {
    let what = measure.map_or_else(|| name.trim().to_lowercase(), |id| format!("#{id}"));
    let key = format!("{what}\n{}", unit.trim().to_lowercase());
    match found.iter_mut().find(|(known, _)| *known == key) {
        Some((_, comparison)) => comparison.rows.push(measured),
        None => {
            let comparison = Comparison { name: name.to_owned(), unit: unit.to_owned(), rows: vec![measured] };
            found.push((key, comparison));
        }
    }
}

impl Measurement {
    /// "3,1", the value before.
    pub fn first_shown(&self) -> String {
        format::decimal(&self.first)
    }

    /// "4,9", the value after.
    pub fn last_shown(&self) -> String {
        format::decimal(&self.last)
    }

    /// "perkiraan", "dihentikan", or nothing.
    pub fn remark(&self) -> &'static str {
        match (self.is_estimate, self.is_stopped) {
            (true, true) => "perkiraan, dihentikan",
            (true, false) => "perkiraan",
            (false, true) => "dihentikan",
            (false, false) => "",
        }
    }

    /// The values as numbers; none of a guess, which is no part of the spread.
    pub fn numbers(&self) -> Option<(f64, f64)> {
        if self.is_estimate {
            return None;
        }
        Some((number(&self.first)?, number(&self.last)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(place: &str) -> Measurement {
        Measurement {
            place: place.to_owned(),
            url: String::new(),
            first: "3.1".to_owned(),
            last: "4.9".to_owned(),
            source: String::new(),
            conditions: String::new(),
            is_estimate: false,
            is_stopped: false,
        }
    }

    #[test]
    fn only_equal_measures_in_equal_units_stand_together() {
        let mut found = Vec::new();
        put(&mut found, None, "Panen", "ton", measured("Cikajang"));
        put(&mut found, None, " panen", "Ton ", measured("Bayongbong"));
        put(&mut found, None, "Panen", "kg", measured("Cileunyi"));
        put(&mut found, Some(4), "Panen", "ton", measured("Cibiru"));
        let rows: Vec<usize> = found.iter().map(|(_, comparison)| comparison.rows.len()).collect();
        assert_eq!(rows, [2, 1, 1]);
        assert_eq!(found[0].1.rows[0].numbers(), Some((3.1, 4.9)));
        let guess = Measurement { is_estimate: true, ..measured("Cikajang") };
        assert_eq!((guess.numbers(), guess.remark()), (None, "perkiraan"));
    }
}
