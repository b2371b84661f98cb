//! A photo of a step: it hangs on the study, and so is shown to who may see that.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::change::{Writer, remember};
use super::entity::adoption_step;
use crate::app::App;
use crate::attachment::{self, Consent, Facts, Stored};
use crate::case_study::personal_data;
use crate::case_study::store as studies;
use crate::content_change::Subject;
use crate::db::Effect;
use crate::error::{Error, Problems, Result};
use crate::ids::{AdoptionId, CaseStudyId};
use crate::viewer::Viewer;
use crate::web::SentForm;
use crate::web::forms::line;

/// Longest description in characters.
const ALT_CHARS: usize = 200;

/// What the form says beside the file.
#[derive(Clone, Debug)]
pub struct Typed {
    /// Number of the step.
    pub step: i64,
    /// What can be seen.
    pub alt: String,
    /// Whether faces can be recognised.
    pub consent: Consent,
    /// Name of the file on the device.
    pub name: String,
}

impl Typed {
    /// What was sent; problems stand at `photo`, `alt` and `consent`.
    pub fn checked(app: &App, sent: &SentForm) -> Result<Self> {
        let mut problems = Problems::default();
        let megabytes = app.config.limits.photo_bytes / (1024 * 1024);
        let name = match &sent.file {
            Some((name, _)) => name.clone(),
            None => {
                let sentence = if sent.file_bytes > 0 {
                    format!("Foto paling besar {megabytes} MB.")
                } else {
                    "Pilih fotonya dahulu.".to_owned()
                };
                problems.add("photo", sentence);
                String::new()
            }
        };
        let alt = line(sent.posted.get("alt"));
        if alt.is_empty() {
            problems.add("alt", "Tulis apa yang terlihat di foto.");
        } else if alt.chars().count() > ALT_CHARS {
            problems.add("alt", format!("Paling panjang {ALT_CHARS} karakter."));
        }
        personal_data::refuse(&mut problems, "alt", &alt);
        let consent = Consent::parse(sent.posted.get("consent"));
        if consent.is_none() {
            problems.add("consent", "Jawab dahulu: ada wajah yang dikenali?");
        }
        problems.into_result()?;
        let step = sent.posted.get("step").parse().map_err(|_| Error::NotFound)?;
        Ok(Self { step, alt, consent: consent.ok_or(Error::NotFound)?, name })
    }
}

/// Shows a stored photo at a step of the acting office's adoption; a step has one.
pub async fn add(app: &App, viewer: &Viewer, id: AdoptionId, typed: Typed, stored: &Stored) -> Result<()> {
    let tx = app.db.begin_write().await?;
    let writer = Writer::of(&tx, viewer).await?;
    let row = writer.hold(&tx, id).await?;
    // Behind the study's gate: while readers don't see the study, nobody could see the photo.
    studies::find(&*tx, viewer, CaseStudyId(row.case_study_id)).await?;
    let step = adoption_step::Entity::find_by_id(typed.step)
        .filter(adoption_step::Column::AdoptionId.eq(row.id))
        .one(&*tx)
        .await?
        .ok_or(Error::NotFound)?;
    if step.photo_id.is_some() {
        return Err(Error::Invalid(Problems::one("photo", "Langkah ini sudah mempunyai foto.")));
    }
    let facts = Facts {
        original_name: typed.name,
        alt: typed.alt,
        caption: String::new(),
        consent: typed.consent,
        account: Some(writer.account),
        draft: None,
        case_study: Some(row.case_study_id),
    };
    let photo = attachment::record(&*tx, tx.now(), stored, facts).await?;
    adoption_step::Entity::update_many()
        .col_expr(adoption_step::Column::PhotoId, Expr::value(Some(photo)))
        .filter(adoption_step::Column::Id.eq(step.id))
        .exec(&*tx)
        .await?;
    remember(&tx, &writer, "add_adoption_photo", row.id, "").await?;
    tx.commit(Effect::Visible(vec![Subject::CaseStudy(CaseStudyId(row.case_study_id))])).await?;
    Ok(())
}
