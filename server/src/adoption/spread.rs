//! One measure in several kecamatan as a drawing: from before to after, a line for each place on one scale. Geometry only;
//! the numbers that people read stay exact text.

use super::compare::{Comparison, Measurement};
use crate::case_study::content::shortened;
use crate::format;

/// Width of the drawing in its own units; a phone shows it at about its natural size.
pub const WIDTH: f64 = 360.0;

const LEFT: f64 = 12.0;
const RIGHT: f64 = 348.0;

/// Height of one place: its name, its two values, and its line below.
const ROW: f64 = 84.0;

/// Places that are drawn; the table has all.
const MOST: usize = 12;

/// A drawn comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// Its height.
    pub height: String,
    /// The places.
    pub lines: Vec<Line>,
    /// How far the changes lie apart, in words.
    pub words: String,
    /// True when the axis does not begin at zero.
    pub is_cut: bool,
}

/// A place in the drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// "Bayongbong, Kab. Garut".
    pub place: String,
    /// Height of the words.
    pub text_y: String,
    /// Exact value before, as people read it.
    pub first: String,
    /// Exact value after.
    pub last: String,
    /// Height of the values.
    pub value_y: String,
    /// Height of the line.
    pub y: String,
    /// Where it was before.
    pub first_x: String,
    /// Where it is after.
    pub last_x: String,
}

/// The drawing of a comparison; none with fewer than two places that have both numbers.
pub fn of(comparison: &Comparison) -> Option<Spread> {
    let rows: Vec<(&Measurement, f64, f64)> =
        comparison.rows.iter().filter_map(|row| row.numbers().map(|(first, last)| (row, first, last))).collect();
    if rows.len() < 2 {
        return None;
    }
    let values = rows.iter().flat_map(|(_, first, last)| [*first, *last]);
    let (least, most) = values.fold((f64::MAX, f64::MIN), |(low, high), one| (low.min(one), high.max(one)));
    let is_cut = least > 0.0 && most > least && most - least < most * 0.2;
    let low = if is_cut { least } else { least.min(0.0) };
    let high = if is_cut { most } else { most.max(0.0) };
    let span = if high > low { high - low } else { 1.0 };
    let x = |number: f64| format!("{:.1}", LEFT + (RIGHT - LEFT) * (number - low) / span);
    let line = |(number, (row, first, last)): (u32, &(&Measurement, f64, f64))| Line {
        place: shortened(row.place.trim_start_matches("Kec. "), 34),
        text_y: format!("{:.1}", ROW * f64::from(number) + 22.0),
        first: row.first_shown(),
        last: row.last_shown(),
        value_y: format!("{:.1}", ROW * f64::from(number) + 46.0),
        y: format!("{:.1}", ROW * f64::from(number) + 64.0),
        first_x: x(*first),
        last_x: x(*last),
    };
    let lines: Vec<Line> = (0_u32..).zip(&rows).take(MOST).map(line).collect();
    let height = ROW * f64::from(u32::try_from(lines.len()).unwrap_or(1)) + 6.0;
    Some(Spread { height: format!("{height:.0}"), lines, words: words(&rows, &comparison.unit), is_cut })
}

/// "Perubahan dari +0,9 sampai +1,8 ton, di 3 tempat", or one number where all changed alike.
fn words(rows: &[(&Measurement, f64, f64)], unit: &str) -> String {
    let changes = rows.iter().map(|(_, first, last)| last - first);
    let (least, most) = changes.fold((f64::MAX, f64::MIN), |(low, high), one| (low.min(one), high.max(one)));
    let unit = if unit.is_empty() { String::new() } else { format!(" {}", unit_of_change(unit)) };
    let places = format::integer(i64::try_from(rows.len()).unwrap_or(i64::MAX));
    let range = range(least, most);
    if range == change(least) {
        return format!("Perubahan {range}{unit}, sama di {places} tempat");
    }
    format!("Perubahan dari {range}{unit}, di {places} tempat")
}

/// "+0,9 sampai +1,8", or one number where both read alike.
pub fn range(least: f64, most: f64) -> String {
    let (least, most) = (change(least), change(most));
    if least == most { least } else { format!("{least} sampai {most}") }
}

/// The unit of a difference: between two shares lie points.
pub fn unit_of_change(unit: &str) -> &str {
    if matches!(unit.trim().to_lowercase().as_str(), "%" | "persen") { "poin persen" } else { unit }
}

/// "+1,8", "−3", "0".
pub fn change(number: f64) -> String {
    let text = shown(number);
    if number > 0.0 && text != "0" { format!("+{text}") } else { text }
}

/// A computed number with two decimals at most, as people read it.
pub fn shown(number: f64) -> String {
    let text = format!("{number:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    format::decimal(if text == "-0" { "0" } else { text })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(place: &str, first: &str, last: &str) -> Measurement {
        Measurement {
            place: place.to_owned(),
            url: String::new(),
            first: first.to_owned(),
            last: last.to_owned(),
            source: String::new(),
            conditions: String::new(),
            is_estimate: false,
            is_stopped: false,
        }
    }

    #[test]
    fn two_places_are_drawn_inside_and_read_aloud() {
        let rows = vec![row("Kec. Cikajang", "3.1", "4.9"), row("Kec. Bayongbong", "2.8", "4.1")];
        let comparison = Comparison { name: "Panen".to_owned(), unit: "ton".to_owned(), rows };
        let spread = of(&comparison).unwrap();
        assert_eq!(spread.words, "Perubahan dari +1,3 sampai +1,8 ton, di 2 tempat");
        assert_eq!((&*spread.lines[0].first, &*spread.lines[0].last), ("3,1", "4,9"));
        for line in &spread.lines {
            for x in [&line.first_x, &line.last_x] {
                assert!((0.0..=WIDTH).contains(&x.parse::<f64>().unwrap()));
            }
        }
        let rows = vec![row("Kec. Cikajang", "60", "80"), row("Kec. Bayongbong", "50", "55")];
        let shares = of(&Comparison { unit: "persen".to_owned(), rows, ..comparison.clone() }).unwrap();
        assert_eq!(shares.words, "Perubahan dari +5 sampai +20 poin persen, di 2 tempat");
        let rows = vec![row("Kec. Cikajang", "60", "80"), row("Kec. Bayongbong", "50", "70")];
        let alike = of(&Comparison { unit: "persen".to_owned(), rows, ..comparison.clone() }).unwrap();
        assert_eq!(alike.words, "Perubahan +20 poin persen, sama di 2 tempat");
        let one = Comparison { rows: vec![row("Kec. Cikajang", "1", "2"), row("Kec. X", "banyak", "2")], ..comparison };
        assert_eq!(of(&one), None);
    }

    #[test]
    fn computed_numbers_are_short() {
        assert_eq!([change(1.2999999), change(-3.0), change(0.001), shown(1234.5)], ["+1,3", "−3", "0", "1.234,5"]);
    }
}
