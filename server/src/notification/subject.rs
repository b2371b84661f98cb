//! What notifications are about.

/// What a notification is about, and where it leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A draft.
    Draft(i64),
    /// A published study.
    CaseStudy(i64),
    /// A comment under a study.
    Comment(i64),
    /// A person.
    Account(i64),
    /// A topic that is needed.
    Topic(i64),
    /// A question to all members.
    Question(i64),
    /// An answer to one.
    Answer(i64),
    /// A lesson of the Ruang Pembelajaran.
    Lesson(i64),
    /// A handover of an office.
    Handover(i64),
    /// An asking to write.
    Nudge(i64),
    /// A report.
    Report(i64),
    /// A request about own data.
    DataRequest(i64),
    /// A weekly digest.
    Digest(i64),
    /// The bahan minggon of a month.
    Minggon(i64),
    /// A warning or suspension.
    Sanction(i64),
    /// A kecamatan that takes up a practice.
    Adoption(i64),
    /// A request for a studi tiru.
    Visit(i64),
    /// A product of a kecamatan.
    Product(i64),
    /// The office of a kecamatan, by the digits of its code.
    Office(i64),
}

impl Subject {
    /// The office of a kecamatan by its code: "32.05.17".
    pub fn office(kecamatan: &str) -> Self {
        Self::Office(kecamatan.replace('.', "").parse().unwrap_or_default())
    }

    /// Kind and id as the row holds them.
    pub fn to_row(self) -> (&'static str, String) {
        match self {
            Self::Draft(id) => ("draft", id.to_string()),
            Self::CaseStudy(id) => ("case_study", id.to_string()),
            Self::Comment(id) => ("comment", id.to_string()),
            Self::Account(id) => ("account", id.to_string()),
            Self::Topic(id) => ("search_topic", id.to_string()),
            Self::Question(id) => ("question", id.to_string()),
            Self::Answer(id) => ("answer", id.to_string()),
            Self::Lesson(id) => ("lesson", id.to_string()),
            Self::Handover(id) => ("handover", id.to_string()),
            Self::Nudge(id) => ("nudge", id.to_string()),
            Self::Report(id) => ("report", id.to_string()),
            Self::DataRequest(id) => ("data_request", id.to_string()),
            Self::Digest(id) => ("digest", id.to_string()),
            Self::Minggon(id) => ("minggon", id.to_string()),
            Self::Sanction(id) => ("sanction", id.to_string()),
            Self::Adoption(id) => ("adoption", id.to_string()),
            Self::Visit(id) => ("visit", id.to_string()),
            Self::Product(id) => ("product", id.to_string()),
            Self::Office(code) => ("office", code.to_string()),
        }
    }

    /// Reads what `to_row` wrote.
    pub fn from_row(kind: &str, id: &str) -> Option<Self> {
        let id = id.parse().ok()?;
        match kind {
            "draft" => Some(Self::Draft(id)),
            "case_study" => Some(Self::CaseStudy(id)),
            "comment" => Some(Self::Comment(id)),
            "account" => Some(Self::Account(id)),
            "search_topic" => Some(Self::Topic(id)),
            "question" => Some(Self::Question(id)),
            "answer" => Some(Self::Answer(id)),
            "lesson" => Some(Self::Lesson(id)),
            "handover" => Some(Self::Handover(id)),
            "nudge" => Some(Self::Nudge(id)),
            "report" => Some(Self::Report(id)),
            "data_request" => Some(Self::DataRequest(id)),
            "digest" => Some(Self::Digest(id)),
            "minggon" => Some(Self::Minggon(id)),
            "sanction" => Some(Self::Sanction(id)),
            "adoption" => Some(Self::Adoption(id)),
            "visit" => Some(Self::Visit(id)),
            "product" => Some(Self::Product(id)),
            "office" => Some(Self::Office(id)),
            _ => None,
        }
    }
}
