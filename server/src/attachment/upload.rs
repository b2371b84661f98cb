//! Taking a photo in: re-encoded off the async threads, its bytes stored before its row, so that a crash leaves at most
//! bytes that nobody asks for.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};

use super::entity;
use super::picture::{self, Encoded};
use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::ids::AccountId;

/// The answer to "Ada wajah yang dikenali?".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// Nobody can be recognised.
    NoneRecognisable,
    /// Who can be recognised has agreed.
    Agreed,
    /// Children can be recognised, and their parents permitted it.
    ChildrenPermitted,
}

impl Consent {
    /// Every answer with its words in the form.
    pub const ALL: [(Self, &'static str); 3] = [
        (Self::NoneRecognisable, "Tidak"),
        (Self::Agreed, "Ya, sudah setuju"),
        (Self::ChildrenPermitted, "Ya, ada anak (izin orang tua)"),
    ];

    /// The answer as the database and the form hold it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoneRecognisable => "none_recognisable",
            Self::Agreed => "agreed",
            Self::ChildrenPermitted => "children_permitted",
        }
    }

    /// Reads what `as_str` wrote.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().map(|(answer, _)| answer).find(|answer| answer.as_str() == text)
    }
}

/// A photo whose bytes are stored already.
#[derive(Clone, Debug)]
pub struct Stored {
    sha256: String,
    width: u32,
    height: u32,
    size_bytes: usize,
}

impl Stored {
    /// Hash of what was uploaded, in hex.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }
}

/// What is known about a photo beside its bytes.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Name of the file on the device.
    pub original_name: String,
    /// What it shows, for who can't see it.
    pub alt: String,
    /// Shown below it.
    pub caption: String,
    /// Whether faces can be recognised.
    pub consent: Consent,
    /// Who uploaded it and answered for the faces.
    pub account: Option<AccountId>,
    /// The draft that it was uploaded for.
    pub draft: Option<i64>,
    /// The study that shows it.
    pub case_study: Option<i64>,
}

/// Re-encodes a photo and stores its variants; [`record`] makes it known. What is wrong with it is a problem of the field
/// `photo`.
pub async fn store_picture(app: &App, bytes: Bytes) -> Result<Stored> {
    let size_bytes = bytes.len();
    let max_side = app.config.limits.photo_side_pixels;
    let turn = app.pictures.acquire().await.map_err(|error| Error::Internal(error.into()))?;
    let encoded = behind_readers(move || picture::encode(&bytes, max_side)).await;
    drop(turn);
    let encoded: Encoded = encoded?.map_err(|sentence| Error::Invalid(Problems::one("photo", sentence)))?;
    for (file, bytes) in encoded.variants {
        app.files.put(&key(&encoded.sha256, &file), bytes).await?;
    }
    Ok(Stored { sha256: encoded.sha256, width: encoded.width, height: encoded.height, size_bytes })
}

/// Computes on a thread of its own that yields to whoever reads: twenty photos at once may take a second longer, a page may
/// not.
async fn behind_readers<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    const NICENESS: i32 = 15;
    let (done, result) = tokio::sync::oneshot::channel();
    std::thread::Builder::new().name("photo".to_owned()).spawn(move || {
        // A system that does not allow it computes at the usual pace.
        let _ = rustix::process::nice(NICENESS);
        let _ = done.send(work());
    })?;
    result.await.map_err(|error| Error::Internal(error.into()))
}

/// Writes the row of a stored photo and gives its id.
pub async fn record(db: &impl ConnectionTrait, now: DateTime<Utc>, stored: &Stored, facts: Facts) -> Result<i64> {
    let row = entity::ActiveModel {
        kind: Set("photo".to_owned()),
        draft_id: Set(facts.draft),
        case_study_id: Set(facts.case_study),
        sha256: Set(stored.sha256.clone()),
        original_name: Set(crate::web::forms::line(&facts.original_name).chars().take(200).collect()),
        media_type: Set("image/webp".to_owned()),
        width: Set(i32::try_from(stored.width).unwrap_or(i32::MAX)),
        height: Set(i32::try_from(stored.height).unwrap_or(i32::MAX)),
        size_bytes: Set(i64::try_from(stored.size_bytes).unwrap_or(i64::MAX)),
        alt: Set(facts.alt),
        caption: Set(facts.caption),
        consent: Set(facts.consent.as_str().to_owned()),
        consent_by: Set(facts.account.map(AccountId::get)),
        consent_at: Set(facts.account.map(|_| now)),
        uploaded_by: Set(facts.account.map(AccountId::get)),
        created_at: Set(now),
        ..Default::default()
    };
    Ok(entity::Entity::insert(row).exec(db).await?.last_insert_id)
}

/// Where a variant's bytes lie. The same photo uploaded twice is stored once.
pub(super) fn key(sha256: &str, file: &str) -> String {
    format!("attachment/{sha256}/{file}")
}
