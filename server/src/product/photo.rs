//! The photo of a product: it hangs on the study, and is shown to who may see both.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::change::{Writer, remember, visible};
use super::entity::{Column, Entity, Model};
use crate::app::App;
use crate::attachment::{self, Consent, Facts, Stored};
use crate::error::{Error, Problems, Result};
use crate::ids::ProductId;
use crate::viewer::Viewer;
use crate::web::SentForm;
use crate::web::forms::line;

/// Longest description in characters.
const ALT_CHARS: usize = 200;

/// What the form says beside the file.
#[derive(Clone, Debug)]
pub struct Typed {
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
        let consent = Consent::parse(sent.posted.get("consent"));
        if consent.is_none() {
            problems.add("consent", "Jawab dahulu: ada wajah yang dikenali?");
        }
        problems.into_result()?;
        let name = sent.file.as_ref().map(|(name, _)| name.clone()).unwrap_or_default();
        Ok(Self { alt, consent: consent.ok_or(Error::NotFound)?, name })
    }
}

/// Shows a stored photo at a product of the acting office; the one before it goes.
pub async fn add(app: &App, viewer: &Viewer, id: ProductId, typed: Typed, stored: &Stored) -> Result<Model> {
    let tx = app.db.begin_write().await?;
    let writer = Writer::of(&tx, viewer).await?;
    let row = writer.hold(&tx, id).await?;
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
    Entity::update_many()
        .col_expr(Column::PhotoId, Expr::value(Some(photo)))
        .col_expr(Column::Version, Expr::value(row.version + 1))
        .col_expr(Column::UpdatedAt, Expr::value(tx.now()))
        .filter(Column::Id.eq(row.id))
        .exec(&*tx)
        .await?;
    if let Some(before) = row.photo_id {
        // Nothing else shows it; its bytes go with a later sweep.
        attachment::entity::Entity::delete_by_id(before).exec(&*tx).await?;
    }
    remember(&tx, &writer, "add_product_photo", row.id, "").await?;
    tx.commit(visible(row.case_study_id)).await?;
    Ok(row)
}
