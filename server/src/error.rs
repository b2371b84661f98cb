//! What can go wrong, each with its status and a readable Indonesian page with a way back.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, Utc};

use crate::format;

/// The result of everything that serves a request.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a request was not served.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing is there, or nothing that this viewer may see.
    #[error("not found")]
    NotFound,
    /// Only signed-in people may do this; they return to `back` afterwards.
    #[error("sign-in needed")]
    SignIn {
        /// Path to return to.
        back: String,
    },
    /// The settings ask this person to set up a second factor before anything else.
    #[error("second factor needed")]
    SecondFactor,
    /// The declared policy does not allow it.
    #[error("forbidden")]
    Forbidden,
    /// Somebody else was faster; the sentence says what to do.
    #[error("conflict: {0}")]
    Conflict(String),
    /// What was sent breaks a rule; forms show the problems beside the fields.
    #[error("invalid: {0:?}")]
    Invalid(Problems),
    /// More bytes than the limit named in the sentence.
    #[error("too large: {0}")]
    TooLarge(String),
    /// Too many attempts; the next is welcome at this time.
    #[error("throttled until {0}")]
    Throttled(DateTime<Utc>),
    /// More was sent than one person sends; the next is welcome at this time.
    #[error("sent too fast until {0}")]
    SentTooFast(DateTime<Utc>),
    /// The database or the storage does not answer just now.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// Ours to mend; logged once, shown as a reference number only.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl From<sea_orm::DbErr> for Error {
    fn from(error: sea_orm::DbErr) -> Self {
        use sea_orm::DbErr;
        let text = error.to_string();
        match error {
            DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => Self::Unavailable(text),
            _ if has_lost_its_store(&text) => Self::Unavailable(text),
            _ => Self::Internal(error.into()),
        }
    }
}

/// A disk without room, or a connection that broke: no fault of the request, and it may succeed later.
fn has_lost_its_store(text: &str) -> bool {
    ["disk is full", "No space left", "os error 28", "error communicating with database", "terminating connection"]
        .iter()
        .any(|sign| text.contains(sign))
}

impl From<object_store::Error> for Error {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => Self::NotFound,
            _ if has_lost_its_store(&format!("{error:?}")) => Self::Unavailable(error.to_string()),
            _ => Self::Internal(error.into()),
        }
    }
}

impl From<askama::Error> for Error {
    fn from(error: askama::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::StorageFull {
            return Self::Unavailable(error.to_string());
        }
        Self::Internal(error.into())
    }
}

/// Problems with what was sent, by field; a field's name is the form's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems(Vec<(String, String)>);

impl Problems {
    /// One problem at one field.
    pub fn one(field: &str, sentence: impl Into<String>) -> Self {
        let mut problems = Self::default();
        problems.add(field, sentence);
        problems
    }

    /// Adds a problem.
    pub fn add(&mut self, field: &str, sentence: impl Into<String>) {
        self.0.push((field.to_owned(), sentence.into()));
    }

    /// Adds a problem when a text is longer than `limit` characters.
    pub fn within(&mut self, field: &str, what: &str, text: &str, limit: usize) {
        if let Some(sentence) = too_long(what, text, limit) {
            self.add(field, sentence);
        }
    }

    /// The sentence of a field's first problem, for templates.
    pub fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, sentence)| sentence.as_str())
    }

    /// The sentences of all of a field's problems, for fields that can have several at once.
    pub fn all_of(&self, field: &str) -> String {
        let of_field = self.0.iter().filter(|(name, _)| name == field);
        of_field.map(|(_, sentence)| sentence.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// Field and sentence of each problem, in the order found.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(field, sentence)| (field.as_str(), sentence.as_str()))
    }

    /// True when nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `Ok` when nothing is wrong.
    pub fn into_result(self) -> Result<()> {
        if self.is_empty() { Ok(()) } else { Err(Error::Invalid(self)) }
    }
}

/// "Alasan paling panjang 500 karakter; yang ini 501.", when a text is longer than `limit` characters.
pub fn too_long(what: &str, text: &str, limit: usize) -> Option<String> {
    let number = |count: usize| format::integer(i64::try_from(count).unwrap_or(i64::MAX));
    let chars = text.chars().count();
    (chars > limit).then(|| format!("{what} paling panjang {} karakter; yang ini {}.", number(limit), number(chars)))
}

/// What the page of an error shows; put into a response's extensions and drawn by `web::error_page`, which knows the
/// reader's theme.
#[derive(Clone, Debug)]
pub struct ErrorPage {
    /// The status.
    pub status: StatusCode,
    /// A heading in a few words.
    pub heading: &'static str,
    /// What happened and what to do.
    pub sentences: Vec<String>,
    /// The number under which the log has the cause.
    pub reference: Option<String>,
    /// When to try again.
    pub retry_at: Option<DateTime<Utc>>,
    /// A link that says more: address and words.
    pub more: Option<(&'static str, &'static str)>,
}

impl Error {
    fn page(self) -> ErrorPage {
        let (status, heading, sentence) = match &self {
            Self::NotFound => (
                StatusCode::NOT_FOUND,
                "Halaman tidak ditemukan.",
                "Alamatnya mungkin salah ketik, atau isinya sudah tidak ditayangkan.".to_owned(),
            ),
            Self::SignIn { .. } => (StatusCode::SEE_OTHER, "Silakan masuk", String::new()),
            Self::SecondFactor => (StatusCode::SEE_OTHER, "Verifikasi dua langkah", String::new()),
            Self::Forbidden => (
                StatusCode::FORBIDDEN,
                "Tidak ada akses",
                "Bapak/Ibu tidak memiliki akses ke halaman ini. Hubungi pembina kecamatan.".to_owned(),
            ),
            Self::Conflict(sentence) => (StatusCode::CONFLICT, "Sudah ada yang mengubah", sentence.clone()),
            Self::Invalid(_) => (StatusCode::UNPROCESSABLE_ENTITY, "Isian perlu diperbaiki", String::new()),
            Self::TooLarge(sentence) => (StatusCode::PAYLOAD_TOO_LARGE, "Terlalu besar", sentence.clone()),
            Self::Throttled(_) => (StatusCode::TOO_MANY_REQUESTS, "Terlalu banyak percobaan", String::new()),
            Self::SentTooFast(_) => (
                StatusCode::TOO_MANY_REQUESTS,
                "Terlalu banyak kiriman",
                "Yang ini belum tersimpan. Kembali ke halaman sebelumnya: yang sudah diketik masih ada di sana."
                    .to_owned(),
            ),
            Self::Unavailable(_) => (
                StatusCode::SERVICE_UNAVAILABLE,
                "Layanan sedang tidak tersedia",
                "Coba lagi beberapa saat lagi. Yang sudah tersimpan tidak hilang.".to_owned(),
            ),
            Self::Internal(_) => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "Terjadi gangguan",
                "Coba lagi. Bila tetap terjadi, sampaikan nomor laporan ini kepada pengelola.".to_owned(),
            ),
        };
        let mut sentences: Vec<String> = if sentence.is_empty() { Vec::new() } else { vec![sentence] };
        let mut reference = None;
        match &self {
            Self::Invalid(problems) => sentences.extend(problems.iter().map(|(_, sentence)| sentence.to_owned())),
            Self::Internal(cause) => {
                let number = reference_number();
                tracing::error!(reference = number, cause = format!("{cause:#}"), "a request failed");
                reference = Some(number);
            }
            Self::Unavailable(cause) => tracing::warn!(cause, "a store did not answer"),
            _ => {}
        }
        let retry_at = match self {
            Self::Throttled(at) | Self::SentTooFast(at) => Some(at),
            _ => None,
        };
        ErrorPage { status, heading, sentences, reference, retry_at, more: None }
    }
}

/// A number short enough to be told over the telephone.
pub fn reference_number() -> String {
    let number: u32 = rand::random();
    format!("{:04}-{:04}", number % 10_000, (number >> 16) % 10_000)
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        if let Self::SignIn { back } = &self {
            let back = crate::web::encode(back);
            return Redirect::to(&format!("/masuk?kembali={back}")).into_response();
        }
        if matches!(self, Self::SecondFactor) {
            return Redirect::to("/akun/dua-langkah").into_response();
        }
        let page = self.page();
        let mut response = page.status.into_response();
        if page.retry_at.is_some() {
            response.headers_mut().insert("retry-after", axum::http::HeaderValue::from_static("900"));
        }
        response.extensions_mut().insert(page);
        response
    }
}
