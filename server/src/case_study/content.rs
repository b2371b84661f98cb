//! What a case study says: one JSON document, the truth of every draft and revision. Columns and rows beside it are
//! projections that publishing writes. Unknown fields of a newer version are refused rather than lost.

use serde::{Deserialize, Serialize};

use crate::markdown;

/// The current shape of the document.
pub const SCHEMA: u32 = 1;

/// The document. Texts are Markdown where people write at length, plain where they fill in a word.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are the headings of the form; SECTIONS names them in words")]
pub struct Content {
    pub schema: u32,
    pub title: String,
    pub summary: String,
    pub uraian: String,
    pub sector: Option<String>,
    pub duties: Vec<String>,
    pub indicators: Vec<String>,
    pub problem: String,
    pub action: String,
    pub steps: Vec<Step>,
    pub outcome: String,
    pub stage: Option<String>,
    pub trial_started: Option<String>,
    pub applied_since: Option<String>,
    pub results: Vec<Measured>,
    pub beneficiaries: String,
    pub usage: String,
    pub novelty: String,
    pub origin: String,
    pub initiator: Option<String>,
    pub kind: Option<String>,
    pub form: Option<String>,
    pub money: Vec<Money>,
    pub people: String,
    pub tools: String,
    pub time: String,
    pub legal_basis: String,
    pub agencies: Vec<Agency>,
    pub conditions: String,
    pub lessons: String,
    pub continuity: String,
    pub advice: String,
    pub contact: String,
    pub video: String,
    pub photos: Vec<Photo>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<AttachedFile>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unplaced: Vec<Unplaced>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub partners: Vec<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub change_note: String,
    pub products: Vec<String>,
    pub kept: String,
    pub changed: String,
    pub dropped: String,
}

/// One dated step of what was done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Step {
    /// What happened.
    pub text: String,
    /// When, as the writer says it: "Maret 2025".
    pub date: Option<String>,
}

/// A measure at two or more points in time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Measured {
    /// Slug of a proposed measure; none for an own one.
    pub measure: Option<String>,
    /// "Panen per musim".
    pub name: String,
    /// "ton per hektare", "%", "orang".
    pub unit: String,
    /// RW, desa/kelurahan, kecamatan or kelompok.
    pub level: String,
    /// Where the figure comes from.
    pub source: String,
    /// Who measured.
    pub measured_by: String,
    /// True when it is a guess.
    pub estimate: bool,
    /// Values in the order of time.
    pub values: Vec<Value>,
}

/// One value of a measure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Value {
    /// "2024", "kemarau 2025".
    pub period: String,
    /// Exact decimal text with a dot: "3.1".
    pub value: String,
}

/// Money by source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Money {
    /// "APBDes", "swadaya".
    pub source: String,
    /// Rupiah as exact decimal text.
    pub amount: String,
    /// "2025".
    pub year: String,
}

/// An agency that took part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Agency {
    /// "Puskesmas Cikajang".
    pub name: String,
    /// What it did.
    pub part: String,
    /// By which paper.
    pub paper: String,
}

/// A photo in its place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Photo {
    /// Id of the attachment.
    pub attachment: i64,
    /// What it shows, for who can't see it.
    pub alt: String,
    /// Shown below it.
    pub caption: String,
}

/// A piece of a report that found no section yet. It belongs to drafts and is never published.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Unplaced {
    /// The heading that it stood under.
    pub heading: String,
    /// Its text, Markdown.
    pub text: String,
}

/// A file in its place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AttachedFile {
    /// Number of the file.
    pub file: i64,
    /// What readers see instead of the file's name.
    pub title: String,
}

/// The stages of the innovation index, slug and word.
pub const STAGES: [(&str, &str); 4] =
    [("inisiatif", "Inisiatif"), ("uji-coba", "Uji coba"), ("penerapan", "Penerapan"), ("dihentikan", "Dihentikan")];

/// The word of a stage.
pub fn stage_name(slug: &str) -> &'static str {
    STAGES.iter().find(|(known, _)| *known == slug).map_or("", |(_, name)| name)
}

/// One section of long text.
pub struct Section {
    /// Name of the field, and the anchor on the page.
    pub field: &'static str,
    /// Its heading on the page of a study.
    pub heading: &'static str,
    /// Its question in the form.
    pub question: &'static str,
    /// Reads it.
    pub get: fn(&Content) -> &String,
    /// Changes it.
    pub get_mut: fn(&mut Content) -> &mut String,
}

macro_rules! sections {
    ($($field:ident, $heading:literal, $question:literal;)*) => {
        /// The sections of long text in the order of the page. Every one of them is Markdown.
        pub const SECTIONS: &[Section] = &[$(Section {
            field: stringify!($field),
            heading: $heading,
            question: $question,
            get: |content| &content.$field,
            get_mut: |content| &mut content.$field,
        }),*];
    };
}

sections! {
    uraian, "Uraian", "Uraian bebas";
    problem, "Apa masalahnya", "Apa masalahnya?";
    action, "Apa yang dilakukan", "Apa yang Bapak/Ibu lakukan?";
    outcome, "Hasil", "Apa hasilnya?";
    beneficiaries, "Penerima manfaat", "Siapa yang merasakan manfaatnya, berapa orang?";
    usage, "Cara warga memakainya", "Bagaimana warga memakainya: lewat apa, berapa menit, pengaduan dan jawabannya?";
    novelty, "Yang baru", "Apa yang baru?";
    origin, "Asal gagasan", "Dari mana gagasannya?";
    kept, "Yang dipertahankan", "Apa yang dipertahankan dari praktik aslinya?";
    changed, "Yang diubah", "Apa yang diubah, dan mengapa?";
    dropped, "Yang tidak dipakai", "Apa yang tidak dipakai, dan mengapa?";
    people, "Orang", "Siapa saja yang mengerjakan, berapa orang?";
    tools, "Alat dan bahan", "Alat dan bahan apa yang dipakai?";
    time, "Waktu", "Berapa lama waktunya?";
    legal_basis, "Dasar hukum", "Apa dasar hukumnya, termasuk untuk pungutan dari warga (Perda, Perdes, keputusan BUM Desa)?";
    conditions, "Syarat berhasil", "Apa syaratnya supaya berhasil?";
    lessons, "Kendala dan pelajaran", "Apa kendala dan pelajarannya?";
    continuity, "Keberlanjutan", "Bagaimana kelanjutannya?";
    advice, "Saran bagi yang meniru", "Apa saran bagi kecamatan yang ingin meniru?";
}

/// Anchor and heading of the part of the page about money, people, tools and time.
pub const RESOURCES: (&str, &str) = ("sumber-daya", "Biaya, orang, alat");

/// Anchor and heading of the part of the page about who took part.
pub const AGENCIES: (&str, &str) = ("yang-terlibat", "Yang terlibat");

/// Anchors and headings of the parts that the page of a study may have, in their order; comments name them.
pub fn anchors() -> Vec<(String, &'static str)> {
    let mut anchors = Vec::new();
    for section in SECTIONS {
        match section.field {
            "people" => anchors.push((RESOURCES.0.to_owned(), RESOURCES.1)),
            "tools" | "time" => {}
            _ => anchors.push((slug::slugify(section.heading), section.heading)),
        }
        if section.field == "legal_basis" {
            anchors.push((AGENCIES.0.to_owned(), AGENCIES.1));
        }
    }
    anchors
}

impl Content {
    /// Reads a stored document and upgrades an old shape.
    pub fn parse(document: &str) -> Result<Self, serde_json::Error> {
        let mut content: Self = serde_json::from_str(document)?;
        content.schema = SCHEMA;
        Ok(content)
    }

    /// The document as it is stored.
    pub fn to_document(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(&Self { schema: SCHEMA, ..self.clone() })
    }

    /// The year that the practice belongs to: of its application, its trial, or its last figure.
    pub fn year(&self) -> Option<i32> {
        let year = |text: &str| {
            let digits: Vec<&str> = text.split(|letter: char| !letter.is_ascii_digit()).collect();
            digits.into_iter().rev().find(|word| word.len() == 4 && word.starts_with("20"))?.parse().ok()
        };
        let last_period =
            self.results.iter().filter_map(|result| result.values.last()).find_map(|value| year(&value.period));
        self.applied_since
            .as_deref()
            .and_then(year)
            .or_else(|| self.trial_started.as_deref().and_then(year))
            .or(last_period)
    }

    /// The first words of the study, for cards, descriptions and feeds: plain text of at most `chars` characters.
    pub fn teaser(&self, chars: usize) -> String {
        let source = [&self.summary, &self.problem, &self.action, &self.uraian];
        let text = source.into_iter().find(|text| !text.trim().is_empty()).map_or("", String::as_str);
        shortened(&markdown::plain(text).replace('\n', " "), chars)
    }
}

/// Cuts a text at a word and says so with "…".
pub fn shortened(text: &str, chars: usize) -> String {
    if text.chars().count() <= chars {
        return text.to_owned();
    }
    let cut: String = text.chars().take(chars).collect();
    let at = cut.rfind(' ').unwrap_or(cut.len());
    format!("{} …", cut[..at].trim_end_matches([',', ';', '.', ' ']))
}
