//! Reads a change aloud: "turun 3,3 poin persen, dari 12,4% menjadi 9,1%". Computed exactly, in whole numbers.

use super::content::Measured;
use crate::format;

/// A figure's change as a sentence without its subject; empty when there are not two numbers.
pub fn of(measured: &Measured) -> String {
    let (Some(first), Some(last)) = (measured.values.first(), measured.values.last()) else {
        return String::new();
    };
    if measured.values.len() < 2 {
        return String::new();
    }
    change(&first.value, &last.value, &measured.unit)
}

/// As [`of`], from exact decimal texts.
pub fn change(first: &str, last: &str, unit: &str) -> String {
    let (Some(before), Some(after)) = (Exact::parse(first), Exact::parse(last)) else {
        return String::new();
    };
    let Some((before, after, scale)) = before.aligned(after) else {
        return String::new();
    };
    let percent = unit.trim().starts_with('%') || unit.trim().eq_ignore_ascii_case("persen");
    let mark = if percent { "%" } else { "" };
    let behind = if percent || unit.trim().is_empty() { String::new() } else { format!(" {}", unit.trim()) };
    let (first, last) = (format::decimal(first), format::decimal(last));
    if before == after {
        return format!("tetap {last}{mark}{behind}");
    }
    let verb = if after > before { "naik" } else { "turun" };
    let span = format!("dari {first}{mark} menjadi {last}{mark}{behind}");
    if percent {
        let Some(digits) = after.checked_sub(before).and_then(i128::checked_abs) else {
            return String::new();
        };
        let difference = Exact { digits, scale }.to_text();
        return format!("{verb} {} poin persen, {span}", format::decimal(&difference));
    }
    match share(before, after) {
        Some(share) => format!("{verb} {share}, {span}"),
        None => format!("{verb} {span}"),
    }
}

/// The change in percent of the first value, rounded half up to a whole number.
fn share(before: i128, after: i128) -> Option<String> {
    if before <= 0 {
        return None;
    }
    let difference = after.checked_sub(before)?.checked_abs()?;
    let doubled = difference.checked_mul(200)?.checked_add(before)?;
    let percent = doubled / before.checked_mul(2)?;
    if percent == 0 {
        return Some("kurang dari 1%".to_owned());
    }
    Some(format!("{}%", format::decimal(&percent.to_string())))
}

#[derive(Clone, Copy)]
struct Exact {
    digits: i128,
    scale: u32,
}

impl Exact {
    fn parse(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.trim_start_matches('-').is_empty() || !plain(whole.trim_start_matches('-')) || !plain(fraction) {
            return None;
        }
        let digits = format!("{whole}{fraction}").parse().ok()?;
        Some(Self { digits, scale: u32::try_from(fraction.len()).ok()? })
    }

    fn aligned(self, other: Self) -> Option<(i128, i128, u32)> {
        let scale = self.scale.max(other.scale);
        let grow = |number: Self| number.digits.checked_mul(10_i128.checked_pow(scale - number.scale)?);
        Some((grow(self)?, grow(other)?, scale))
    }

    fn to_text(self) -> String {
        let scale = self.scale as usize;
        let padded = format!("{:0>width$}", self.digits, width = scale + 1);
        let (whole, fraction) = padded.split_at(padded.len() - scale);
        let fraction = fraction.trim_end_matches('0');
        if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_read_exactly() {
        for (first, last, unit, sentence) in [
            ("12.4", "9.1", "%", "turun 3,3 poin persen, dari 12,4% menjadi 9,1%"),
            ("3.1", "4.9", "ton", "naik 58%, dari 3,1 menjadi 4,9 ton"),
            ("0.1", "0.3", "%", "naik 0,2 poin persen, dari 0,1% menjadi 0,3%"),
            ("88.10", "91.1", "persen", "naik 3 poin persen, dari 88,10% menjadi 91,1%"),
            ("12", "47", "orang", "naik 292%, dari 12 menjadi 47 orang"),
            ("0", "47", "orang", "naik dari 0 menjadi 47 orang"),
            ("-2", "3", "derajat", "naik dari −2 menjadi 3 derajat"),
            ("1000", "1004", "orang", "naik kurang dari 1%, dari 1.000 menjadi 1.004 orang"),
            ("7", "7.0", "", "tetap 7,0"),
            ("200", "201", "kg", "naik 1%, dari 200 menjadi 201 kg"),
            ("banyak", "9", "", ""),
            ("99999999999999999999999999999999999999", "0.000000000000000000000001", "", ""),
            ("-99999999999999999999999999999999999999", "99999999999999999999999999999999999999", "%", ""),
            ("170141183460469231731687303715884105727", "-170141183460469231731687303715884105727", "%", ""),
            ("170141183460469231731687303715884105728", "1", "orang", ""),
        ] {
            assert_eq!(change(first, last, unit), sentence, "{first} → {last} {unit}");
        }
    }

    /// Whatever was typed, a page that reads it aloud is drawn.
    #[test]
    fn the_largest_numbers_are_read_without_a_share() {
        let (least, most) = (i128::MIN.to_string(), i128::MAX.to_string());
        for unit in ["orang", "%"] {
            for (first, last) in [(&least, &most), (&most, &least), (&most, &most), (&least, &least)] {
                let _ = change(first, last, unit);
            }
        }
        assert!(change("-5", &most, "orang").starts_with("naik dari −5 menjadi 170.141."));
    }
}
