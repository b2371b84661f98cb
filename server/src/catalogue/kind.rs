//! The three kinds of things that administrators classify by, each with the fields of its form. A new field of one is a
//! line here.

use crate::content_change::Subject;
use crate::ids::{IndicatorId, SectorId};

/// What is edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A sector.
    Sector,
    /// A strategic indicator.
    Indicator,
    /// What a kecamatan counts, below an indicator.
    Measure,
}

/// How a field is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One line.
    Line,
    /// A few sentences.
    Text,
    /// naik or turun.
    Direction,
}

/// A field of the form, which is a column of the table.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Name of the column and of the field.
    pub column: &'static str,
    /// What the form calls it.
    pub label: &'static str,
    /// What to write there.
    pub hint: &'static str,
    /// How it is typed.
    pub shape: Shape,
    /// Longest text in characters.
    pub max_chars: usize,
    /// False where it may stay empty.
    pub required: bool,
}

const fn line(column: &'static str, label: &'static str, hint: &'static str, max_chars: usize) -> Field {
    Field { column, label, hint, shape: Shape::Line, max_chars, required: true }
}

const NAME: Field = line("name", "Nama", "Seperti tampil di isian dan saringan.", 60);

const DIRECTION: Field = Field {
    column: "good_direction",
    label: "Arah yang baik",
    hint: "",
    shape: Shape::Direction,
    max_chars: 5,
    required: true,
};

const fn sentences(column: &'static str, label: &'static str, hint: &'static str, required: bool) -> Field {
    Field { column, label, hint, shape: Shape::Text, max_chars: 400, required }
}

const SECTOR: &[Field] =
    &[NAME, sentences("description", "Uraian", "Yang termasuk sektor ini, dalam satu kalimat.", true)];

const INDICATOR: &[Field] = &[
    NAME,
    line("official_name", "Nama resmi", "Seperti dalam publikasi sumbernya.", 120),
    line("unit", "Satuan", "Misalnya: indeks atau persen.", 40),
    DIRECTION,
    line("source", "Sumber", "Lembaga yang mengukurnya.", 120),
    sentences("description", "Penjelasan", "Apa artinya, dan pada tingkat mana diukur.", true),
];

const MEASURE: &[Field] = &[
    line("name", "Nama ukuran", "Yang benar-benar dihitung di kecamatan.", 80),
    line("unit", "Satuan", "Misalnya: orang, kasus, atau Rp/bulan.", 40),
    DIRECTION,
    sentences("note", "Cara menghitung", "Apa yang dihitung, dan dari mana angkanya.", false),
];

impl Kind {
    /// Name of the table, and of the subject in the audit.
    pub fn table(self) -> &'static str {
        match self {
            Self::Sector => "sector",
            Self::Indicator => "indicator",
            Self::Measure => "measure",
        }
    }

    /// What people call it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sector => "sektor",
            Self::Indicator => "indikator",
            Self::Measure => "ukuran",
        }
    }

    /// The kind of an address: `/admin/sektor/3`.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Sector, Self::Indicator, Self::Measure].into_iter().find(|kind| kind.word() == word)
    }

    /// The fields of its form, in their order; the first is the name.
    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::Sector => SECTOR,
            Self::Indicator => INDICATOR,
            Self::Measure => MEASURE,
        }
    }

    /// What readers see of a change: `above` is the indicator of a measure.
    pub fn subject(self, id: i64, above: Option<i64>) -> Subject {
        match self {
            Self::Sector => Subject::Sector(SectorId(id)),
            Self::Indicator => Subject::Indicator(IndicatorId(id)),
            Self::Measure => Subject::Indicator(IndicatorId(above.unwrap_or_default())),
        }
    }
}
