//! A figure at three or more points in time as a line: geometry only; the numbers that people read stay exact text.

use super::content::Measured;
use crate::format;

/// Size of the drawing in its own units; a phone shows it at about its natural size.
pub const WIDTH: f64 = 360.0;
/// Its height.
pub const HEIGHT: f64 = 230.0;

const LEFT: f64 = 30.0;
const RIGHT: f64 = 330.0;
const TOP: f64 = 44.0;
const BOTTOM: f64 = 184.0;

/// More points than this are a curve without dots.
const DOTS: usize = 12;

/// A drawn figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// The line: "30,184 180,100 330,60".
    pub line: String,
    /// The points that get a dot.
    pub dots: Vec<(String, String)>,
    /// Height of the zero line, when it is inside.
    pub zero: Option<String>,
    /// The first and the last value with the place of their words.
    pub ends: Vec<End>,
    /// True when the axis does not begin at zero, since the change would vanish.
    pub cut: bool,
}

/// A labelled end of the line.
#[derive(Clone, Debug, PartialEq)]
pub struct End {
    /// Where the point is.
    pub x: String,
    /// Where the words stand.
    pub y: String,
    /// "start" or "end".
    pub anchor: &'static str,
    /// "3,1".
    pub value: String,
    /// "2023".
    pub period: String,
}

/// The chart of a figure; none with fewer than three numbers.
pub fn of(measured: &Measured) -> Option<Chart> {
    let numbers: Vec<f64> = measured.values.iter().map(|value| value.value.parse().ok()).collect::<Option<_>>()?;
    if numbers.len() < 3 || numbers.iter().any(|number| !number.is_finite()) {
        return None;
    }
    let (least, most) = numbers.iter().fold((f64::MAX, f64::MIN), |(low, high), one| (low.min(*one), high.max(*one)));
    // From zero, unless that would flatten the change beyond seeing.
    let cut = least > 0.0 && most - least < most * 0.2 && most > least;
    let low = if cut { least - (most - least) * 0.5 } else { least.min(0.0) };
    let high = most.max(if cut { most } else { 0.0 });
    let span = if high > low { high - low } else { 1.0 };
    let steps = f64::from(u32::try_from(numbers.len() - 1).ok()?);
    let x = |index: usize| LEFT + (RIGHT - LEFT) * f64::from(u32::try_from(index).unwrap_or(0)) / steps;
    let y = |number: f64| BOTTOM - (BOTTOM - TOP) * (number - low) / span;
    let points: Vec<(String, String)> =
        numbers.iter().enumerate().map(|(index, number)| (shown(x(index)), shown(y(*number)))).collect();
    let end = |index: usize, anchor| End {
        x: shown(x(index)),
        y: shown((y(numbers[index]) - 14.0).max(20.0)),
        anchor,
        value: format::decimal(&measured.values[index].value),
        period: super::content::shortened(&measured.values[index].period, 18),
    };
    Some(Chart {
        line: points.iter().map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(" "),
        dots: if points.len() <= DOTS { points } else { Vec::new() },
        zero: (low <= 0.0 && high >= 0.0).then(|| shown(y(0.0))),
        ends: vec![end(0, "start"), end(numbers.len() - 1, "end")],
        cut,
    })
}

fn shown(number: f64) -> String {
    format!("{number:.1}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case_study::content::Value;

    fn measured(values: &[&str]) -> Measured {
        let value = |value: &&str| Value { value: (*value).to_owned(), period: "2024".to_owned() };
        Measured { values: values.iter().map(value).collect(), ..Measured::default() }
    }

    #[test]
    fn three_numbers_are_a_line_that_stays_inside() {
        assert_eq!(of(&measured(&["1", "2"])), None);
        assert_eq!(of(&measured(&["1", "banyak", "3"])), None);
        let fifty: Vec<String> = (0..50).map(|number| (number * number).to_string()).collect();
        let fifty: Vec<&str> = fifty.iter().map(String::as_str).collect();
        for values in [
            &["3.1", "4.2", "4.9"][..],
            &["5", "5", "5"],
            &["-3", "0", "3"],
            &["0", "0", "0"],
            &["99999999999999999999999", "1", "0.000001"],
            &fifty,
        ] {
            let chart = of(&measured(values)).unwrap();
            for point in chart.line.split(' ') {
                let (x, y) = point.split_once(',').unwrap();
                let (x, y): (f64, f64) = (x.parse().unwrap(), y.parse().unwrap());
                assert!((0.0..=WIDTH).contains(&x) && (0.0..=HEIGHT).contains(&y), "{values:?}: {point}");
            }
        }
        let chart = of(&measured(&["3.1", "4.2", "4.9"])).unwrap();
        assert_eq!((chart.ends[0].value.as_str(), chart.ends[1].value.as_str()), ("3,1", "4,9"));
        assert!(!chart.cut && chart.zero.as_deref() == Some("184.0"));
        assert!(of(&measured(&["1000", "1010", "1020"])).unwrap().cut, "a small change is shown, and said");
    }
}
