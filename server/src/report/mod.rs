//! Moderation: anybody says what should not stand as it does, a coordinator answers with a reason, and who is concerned
//! reads the reason and replies. Personal data has a deadline by law (UU 27/2022: 3 × 24 hours).

mod answer;
pub mod direct;
pub mod entity;
mod file;
mod late;
pub mod pages;
mod root;
mod store;

pub use late::tell_late;
pub use root::{About, Root};
pub use store::{Waiting, case_of_study, cases_of, find, has_case, waiting, writers};

use chrono::Duration;

/// Within so long a report about personal data is answered.
pub const PERSONAL_DATA_ANSWERED_WITHIN: Duration = Duration::hours(72);

/// Longest report, answer and reply in characters.
pub const MAX_CHARS: usize = 2_000;

/// The ground of a case that nobody reported: a coordinator hid the thing from its own page.
pub const DIRECT: &str = "langsung";

/// The kind of a case about a step of the ledger: its note and its photo.
pub const STEP: &str = "adoption_step";

/// Why something is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// It shows personal data of somebody.
    PersonalData,
    /// It is not true.
    Untrue,
    /// It is improper or hurts.
    Improper,
    /// It belongs to somebody else.
    Copyright,
    /// Something else.
    Other,
}

impl Ground {
    /// Every ground, in the order of the form.
    pub const ALL: [Self; 5] = [Self::PersonalData, Self::Untrue, Self::Improper, Self::Copyright, Self::Other];

    /// The ground as the database and the form hold it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PersonalData => "data_pribadi",
            Self::Untrue => "tidak_benar",
            Self::Improper => "tidak_pantas",
            Self::Copyright => "hak_cipta",
            Self::Other => "lainnya",
        }
    }

    /// Reads what `as_str` wrote.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.as_str() == text)
    }

    /// The ground as the interface names it.
    pub fn label(self) -> &'static str {
        match self {
            Self::PersonalData => "Memuat data pribadi",
            Self::Untrue => "Isinya tidak benar",
            Self::Improper => "Tidak pantas",
            Self::Copyright => "Milik orang lain",
            Self::Other => "Lainnya",
        }
    }

    /// What it means, beside the choice.
    pub fn hint(self) -> &'static str {
        match self {
            Self::PersonalData => {
                "NIK, nomor telepon, alamat rumah, wajah anak, atau keadaan kesehatan. Dijawab paling lama 3 × 24 jam."
            }
            Self::Untrue => "Angka, tempat, atau peristiwa yang keliru.",
            Self::Improper => "Menghina, memfitnah, atau menyinggung.",
            Self::Copyright => "Foto atau tulisan dipakai tanpa izin pemiliknya.",
            Self::Other => "Tulis di bawah.",
        }
    }
}

/// What an answer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is hidden from readers.
    Hidden,
    /// Its office is asked to mend it; it stays.
    Asked,
    /// It stays as it is.
    Kept,
    /// What was hidden is shown again.
    Restored,
    /// The personal data that it showed is gone.
    Erased,
}

impl Outcome {
    /// Every outcome, in the order of the form.
    pub const ALL: [Self; 5] = [Self::Hidden, Self::Asked, Self::Erased, Self::Kept, Self::Restored];

    /// The outcome as the database and the form hold it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hidden => "disembunyikan",
            Self::Asked => "diminta_diperbaiki",
            Self::Kept => "tetap",
            Self::Restored => "dipulihkan",
            Self::Erased => "data_dihapus",
        }
    }

    /// Reads what `as_str` wrote.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.as_str() == text)
    }

    /// What happened, as pages say it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Hidden => "Disembunyikan dari pembaca",
            Self::Asked => "Penulis diminta memperbaiki",
            Self::Kept => "Tetap tampil",
            Self::Restored => "Ditampilkan kembali",
            Self::Erased => "Data pribadinya dihapus",
        }
    }

    /// The choice in the form, for what is hidden already or is not.
    pub fn choice(self, is_hidden: bool) -> &'static str {
        match self {
            Self::Hidden if is_hidden => "Tetap sembunyikan",
            Self::Hidden => "Sembunyikan sekarang",
            Self::Asked => "Minta penulis memperbaiki",
            Self::Kept => "Tetap tampilkan",
            Self::Restored => "Tampilkan kembali",
            Self::Erased => "Data pribadinya sudah dihapus",
        }
    }

    /// True when it can be decided about what is hidden, or is not: what is hidden can't stay shown, and only that is
    /// shown again. Hiding what is hidden leaves it so.
    pub fn fits(self, is_hidden: bool) -> bool {
        match self {
            Self::Hidden | Self::Asked | Self::Erased => true,
            Self::Kept => !is_hidden,
            Self::Restored => is_hidden,
        }
    }

    /// True when who wrote it is told, and may reply.
    pub fn concerns_the_writer(self) -> bool {
        self != Self::Kept
    }
}

/// What is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The study.
    Study,
    /// A comment under it.
    Comment(i64),
    /// A photo in it.
    Photo(i64),
    /// A question, with what was drawn together from its answers.
    Question,
    /// An answer to it.
    Answer(i64),
}

impl Target {
    /// As the form sends it: "praktik", "komentar-4", "foto-7", "pertanyaan", "jawaban-9".
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once('-') {
            None if text.is_empty() || text == "praktik" => Some(Self::Study),
            None if text == "pertanyaan" => Some(Self::Question),
            Some(("komentar", id)) => id.parse().ok().map(Self::Comment),
            Some(("foto", id)) => id.parse().ok().map(Self::Photo),
            Some(("jawaban", id)) => id.parse().ok().map(Self::Answer),
            _ => None,
        }
    }

    /// Kind and id as the row holds them; `root` is the study or the question itself.
    fn to_row(self, root: i64) -> (&'static str, i64) {
        match self {
            Self::Study => ("case_study", root),
            Self::Question => ("question", root),
            Self::Answer(id) => ("answer", id),
            Self::Comment(id) => ("comment", id),
            Self::Photo(id) => ("photo", id),
        }
    }
}

/// "Komentar: Memuat data pribadi", "Praktik: disembunyikan langsung".
pub fn heading(row: &entity::report::Model) -> String {
    let why = if row.ground == DIRECT {
        "disembunyikan langsung"
    } else {
        Ground::parse(&row.ground).unwrap_or(Ground::Other).label()
    };
    format!("{}: {why}", subject_word(&row.subject_kind))
}

/// "Praktik", "Komentar", "Foto", "Pertanyaan", "Jawaban" or "Langkah replikasi": what a row is about.
fn subject_word(kind: &str) -> &'static str {
    match kind {
        "comment" => "Komentar",
        "photo" => "Foto",
        "question" => "Pertanyaan",
        "answer" => "Jawaban",
        STEP => "Langkah replikasi",
        _ => "Praktik",
    }
}
