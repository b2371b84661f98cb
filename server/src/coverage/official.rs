//! Official values of the kabupaten/kota beside our counts: copies of published statistics, not yet compared with their
//! publisher, and always shown with year and source. Where there is no value, we say so and show no other.

use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::format;

const COPY: &str = include_str!("../../data/indicators-jabar.csv");

/// What stands beside every figure: nobody has compared the copies with the publisher yet.
pub const LABEL: &str = "salinan, belum dicocokkan";

/// A published row of figures that speaks for one of our indicators.
#[derive(Debug)]
pub struct Series {
    /// Slug of the indicator.
    pub indicator: &'static str,
    /// "Persentase penduduk miskin".
    pub name: &'static str,
    /// As sentences say it: "kemiskinan".
    pub short: &'static str,
    /// Unit of the values: "persen".
    pub unit: &'static str,
    /// What a reader must know about it.
    pub note: &'static str,
    /// True when a high value is the bad one.
    pub high_is_bad: bool,
    column: &'static str,
    years: RangeInclusive<u16>,
    before: &'static str,
    after: &'static str,
    /// As many decimals as the publisher gives; the copies dropped zeros at the end, or added one.
    decimals: usize,
}

/// The series, in the order of the indicators.
static SERIES: [Series; 3] = [
    Series {
        indicator: "ipm",
        name: "Indeks Pembangunan Manusia",
        short: "IPM",
        unit: "indeks",
        note: "Hanya tahun 2020 sampai 2022; angka sebelum 2020 berasal dari seri lain dan tidak dapat dibandingkan.",
        high_is_bad: false,
        column: "indeks_pembangunan_manusia",
        years: 2020..=2022,
        before: "",
        after: "",
        decimals: 2,
    },
    Series {
        indicator: "ekonomi-lokal",
        name: "Pengeluaran per kapita disesuaikan",
        short: "pengeluaran per kapita",
        unit: "ribu rupiah/orang/tahun",
        note: "Dalam ribu rupiah per orang per tahun. Dipakai karena laju pertumbuhan ekonomi per kabupaten/kota belum ada datanya.",
        high_is_bad: false,
        column: "pengeluaran_per_kapita_disesuaikan",
        years: 0..=u16::MAX,
        before: "Rp",
        after: " ribu",
        decimals: 0,
    },
    Series {
        indicator: "kemiskinan",
        name: "Persentase penduduk miskin",
        short: "kemiskinan",
        unit: "persen",
        note: "Hasil survei per kabupaten/kota, bukan per kecamatan.",
        high_is_bad: true,
        column: "persentase_penduduk_miskin",
        years: 0..=u16::MAX,
        before: "",
        after: "%",
        decimals: 2,
    },
];

/// The series of an indicator; none where no data exists.
pub fn series(indicator: &str) -> Option<&'static Series> {
    SERIES.iter().find(|series| series.indicator == indicator)
}

/// All series, in the order of the indicators.
pub fn all() -> &'static [Series] {
    &SERIES
}

/// One published value.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// The value, to compare, to show and to export.
    pub value: f64,
    /// The year it is about.
    pub year: u16,
    /// Who published it: "BPS (Susenas Maret)".
    pub source: String,
    /// Where our copy came from.
    pub copy: String,
}

/// What a value is compared with.
#[derive(Clone, Debug, PartialEq)]
pub struct Benchmark {
    /// The number.
    pub value: f64,
    /// "angka Jawa Barat, yaitu 7,46% (2024)".
    pub words: String,
}

impl Series {
    /// The newest value of a region.
    pub fn figure(&self, region: &str) -> Option<&'static Figure> {
        FIGURES.get(&(self.column, region.to_owned()))
    }

    /// "9,68%", "Rp8.950 ribu".
    pub fn shown(&self, figure: &Figure) -> String {
        let value = format!("{:.*}", self.decimals, figure.value);
        format!("{}{}{}", self.before, format::decimal(&value), self.after)
    }

    /// "kemiskinan 9,68% (2024)".
    pub fn in_a_sentence(&self, figure: &Figure) -> String {
        format!("{} {} ({})", self.short, self.shown(figure), figure.year)
    }

    /// The value of the province; where there is none, the middle one of its kabupaten/kota.
    pub fn benchmark<'a>(&self, province: (&str, &str), regions: impl Iterator<Item = &'a str>) -> Option<Benchmark> {
        let mut known: Vec<&Figure> = regions.filter_map(|region| self.figure(region)).collect();
        known.sort_by(|a, b| a.value.total_cmp(&b.value));
        let middle = known.get(known.len() / 2)?;
        let (figure, whose) = match self.figure(province.0).filter(|figure| figure.year == middle.year) {
            Some(figure) => (figure, format!("angka {}", province.1)),
            None => (*middle, format!("nilai tengah {} kabupaten/kota", known.len())),
        };
        let words = format!("{whose}, yaitu {} ({})", self.shown(figure), figure.year);
        Some(Benchmark { value: figure.value, words })
    }

    /// True on the bad side of the benchmark.
    pub fn is_bad(&self, figure: &Figure, benchmark: &Benchmark) -> bool {
        if self.high_is_bad { figure.value > benchmark.value } else { figure.value < benchmark.value }
    }

    /// Sorts the worst value first.
    pub fn worst_first(&self, figure: &Figure) -> f64 {
        if self.high_is_bad { -figure.value } else { figure.value }
    }

    /// "di atas" for what should be low.
    pub fn bad_side(&self) -> &'static str {
        if self.high_is_bad { "di atas" } else { "di bawah" }
    }
}

#[derive(Deserialize)]
struct Row {
    region_code: String,
    indicator: String,
    year: u16,
    value: String,
    source: String,
}

/// The newest allowed value of each series and region.
static FIGURES: LazyLock<HashMap<(&'static str, String), Figure>> = LazyLock::new(|| newest(COPY));

fn newest(copy: &str) -> HashMap<(&'static str, String), Figure> {
    let mut figures: HashMap<(&'static str, String), Figure> = HashMap::new();
    // A row that cannot be read is no figure: the test below counts what must be there.
    for row in csv::Reader::from_reader(copy.as_bytes()).deserialize::<Row>().flatten() {
        let wanted = SERIES.iter().find(|series| series.column == row.indicator && series.years.contains(&row.year));
        let (Some(series), Ok(value)) = (wanted, row.value.parse::<f64>()) else { continue };
        let key = (series.column, row.region_code);
        if figures.get(&key).is_some_and(|known| known.year >= row.year) {
            continue;
        }
        let (source, copy) = row.source.split_once("; copy: ").unwrap_or((&row.source, ""));
        let source = source.trim_end_matches("(not cross-checked)").trim().to_owned();
        figures.insert(key, Figure { value, year: row.year, source, copy: copy.to_owned() });
    }
    figures
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_series_has_each_kabupaten_kota_in_its_newest_year() {
        for (indicator, year) in [("kemiskinan", 2024), ("ipm", 2022), ("ekonomi-lokal", 2022)] {
            let series = series(indicator).unwrap();
            let of_series: Vec<_> = FIGURES.iter().filter(|((column, _), _)| *column == series.column).collect();
            let below = of_series.iter().filter(|((_, region), _)| region.len() == 5);
            assert_eq!(below.count(), 27, "{indicator}");
            assert!(of_series.iter().all(|(_, figure)| figure.year == year && figure.value > 0.0), "{indicator}");
            assert!(of_series.iter().all(|(_, figure)| figure.source.starts_with("BPS") && !figure.copy.is_empty()));
        }
    }

    #[test]
    fn what_nobody_publishes_for_a_kabupaten_kota_has_no_series() {
        assert!(series("stunting").is_none() && series("daya-saing").is_none());
    }

    #[test]
    fn a_value_is_shown_as_officials_write_it_and_compared_with_the_province() {
        let poverty = series("kemiskinan").unwrap();
        let garut = poverty.figure("32.05").unwrap();
        assert_eq!(poverty.in_a_sentence(garut), "kemiskinan 9,68% (2024)");
        let benchmark = poverty.benchmark(("32", "Jawa Barat"), ["32.05", "32.73"].into_iter()).unwrap();
        assert_eq!(benchmark.words, "angka Jawa Barat, yaitu 7,46% (2024)");
        assert!(poverty.is_bad(garut, &benchmark));
        let ipm = series("ipm").unwrap();
        let middle = ipm.benchmark(("32", "Jawa Barat"), ["32.05", "32.73", "32.03"].into_iter()).unwrap();
        assert!(middle.words.starts_with("nilai tengah 3 kabupaten/kota, yaitu "), "{}", middle.words);
        assert!(ipm.is_bad(ipm.figure("32.03").unwrap(), &middle));
        assert!(!ipm.is_bad(ipm.figure("32.05").unwrap(), &middle), "the middle itself is not bad");
    }

    #[test]
    fn no_value_loses_a_digit_when_it_is_shown() {
        for series in all() {
            for ((column, region), figure) in FIGURES.iter().filter(|((column, _), _)| *column == series.column) {
                let scaled = figure.value * 10_f64.powi(i32::try_from(series.decimals).unwrap());
                assert!((scaled - scaled.round()).abs() < 1e-6, "{column} of {region}: {}", figure.value);
            }
        }
        let spending = series("ekonomi-lokal").unwrap();
        assert_eq!(spending.shown(spending.figure("32.05").unwrap()), "Rp8.227 ribu");
        let poverty = series("kemiskinan").unwrap();
        assert_eq!(poverty.shown(poverty.figure("32.09").unwrap()), "11,00%");
    }

    #[test]
    fn the_older_series_of_ipm_never_enters() {
        let copy = "region_code,indicator,year,value,unit,source\n\
            32.99,indeks_pembangunan_manusia,2019,70.1,indeks,BPS; copy: x\n";
        assert!(newest(copy).is_empty());
    }
}
