//! What a form says beside the one photo that it sends.

use super::{Consent, Facts};
use crate::app::App;
use crate::case_study::personal_data;
use crate::error::{Error, Problems, Result};
use crate::ids::AccountId;
use crate::web::SentForm;
use crate::web::forms::line;

/// Longest description in characters.
const ALT_CHARS: usize = 200;

/// A photo in words.
#[derive(Clone, Debug)]
pub struct Described {
    /// What can be seen.
    pub alt: String,
    /// Whether faces can be recognised.
    pub consent: Consent,
    /// Name of the file on the device.
    pub name: String,
}

impl Described {
    /// What was sent; problems stand at `photo`, `alt` and `consent`.
    pub fn checked(app: &App, sent: &SentForm) -> Result<Self> {
        let mut problems = Problems::default();
        if sent.file.is_none() {
            let sentence = if sent.file_bytes > 0 {
                format!("Foto paling besar {} MB.", app.config.limits.photo_bytes / (1024 * 1024))
            } else {
                "Pilih fotonya dahulu.".to_owned()
            };
            problems.add("photo", sentence);
        }
        let alt = line(sent.posted.get("alt"));
        if alt.is_empty() {
            problems.add("alt", "Tulis apa yang terlihat di foto.");
        }
        problems.within("alt", "Keterangan foto", &alt, ALT_CHARS);
        personal_data::refuse(&mut problems, "alt", &alt);
        let consent = Consent::parse(sent.posted.get("consent"));
        if consent.is_none() {
            problems.add("consent", "Jawab dahulu: ada wajah yang dikenali?");
        }
        problems.into_result()?;
        let name = sent.file.as_ref().map(|(name, _)| name.clone()).unwrap_or_default();
        Ok(Self { alt, consent: consent.ok_or(Error::NotFound)?, name })
    }

    /// What is kept of a photo that hangs on a published study.
    pub fn of_study(self, account: AccountId, study: i64) -> Facts {
        Facts {
            original_name: self.name,
            alt: self.alt,
            caption: String::new(),
            consent: self.consent,
            account: Some(account),
            draft: None,
            case_study: Some(study),
        }
    }
}
