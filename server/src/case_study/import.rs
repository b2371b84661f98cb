//! Studies from elsewhere: created or revised by the importer's own key, without a draft and without an account.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::content::Content;
use super::entity::{case_study, case_study_revision};
use super::fields::cleaned;
use super::personal_data::MARK;
use super::revise::{Writing, write};
use crate::attachment;
use crate::catalogue::Catalogue;
use crate::error::{Error, Problems, Result};
use crate::ids::CaseStudyId;

/// One study to be taken in.
pub struct Imported {
    /// The importer's own key.
    pub reference: String,
    /// What it says.
    pub content: Content,
    /// Code of the kecamatan, when known.
    pub kecamatan: Option<String>,
    /// A display name, without account.
    pub byline: String,
    /// When it was published elsewhere.
    pub published_at: Option<DateTime<Utc>>,
    /// True for members only.
    pub members_only: bool,
    /// True for invented sample content.
    pub is_sample: bool,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A new study.
    Created(CaseStudyId),
    /// A new revision of a known one.
    Revised(CaseStudyId),
    /// The same as before: nothing happened.
    Unchanged(CaseStudyId),
}

impl Outcome {
    /// The study, when readers will see a change.
    pub fn changed(self) -> Option<CaseStudyId> {
        match self {
            Self::Created(id) | Self::Revised(id) => Some(id),
            Self::Unchanged(_) => None,
        }
    }
}

/// Takes one study in. Call it in a write transaction or a savepoint of one, and commit with `Effect::Visible` of what
/// [`Outcome::changed`] names.
pub async fn import(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    now: DateTime<Utc>,
    study: Imported,
) -> Result<Outcome> {
    let content = cleaned(study.content);
    let existing =
        case_study::Entity::find().filter(case_study::Column::Ref.eq(study.reference.as_str())).one(db).await?;
    let visibility = if study.members_only { "members" } else { "public" }.to_owned();
    if let Some(known) = &existing {
        let imported = last_imported(db, known).await?;
        let same_text = imported.as_ref().is_some_and(|(before, byline)| {
            without_photos(before) == without_photos(&content) && *byline == study.byline
        });
        let is_edited_here = case_study_revision::Entity::find()
            .filter(case_study_revision::Column::CaseStudyId.eq(known.id))
            .filter(case_study_revision::Column::AccountId.is_not_null())
            .one(db)
            .await?
            .is_some();
        let same = same_text
            && (is_edited_here || (known.visibility == visibility && known.kecamatan_code == study.kecamatan));
        if same {
            return Ok(Outcome::Unchanged(CaseStudyId(known.id)));
        }
        // The file may still say what had to go from here.
        if imported.as_ref().is_some_and(|(before, _)| holds_mark(before)) {
            let sentence = "personal data was erased from the study since it was imported; edit it here";
            return Err(Error::Invalid(Problems::one("ref", sentence)));
        }
        // What an office wrote here is never overwritten by a file.
        if is_edited_here {
            return Err(Error::Invalid(Problems::one("ref", "the study was edited here since it was imported")));
        }
    }
    let revised = existing.is_some();
    let row = write(
        db,
        catalogue,
        Writing {
            existing,
            content: &content,
            kecamatan: study.kecamatan,
            byline: study.byline,
            account: None,
            term: None,
            note: String::new(),
            at: now,
            published_at: study.published_at,
            visibility,
            reference: Some(study.reference),
            is_sample: study.is_sample,
            shows_again: false,
            authors: Vec::new(),
        },
    )
    .await?;
    let photos: Vec<i64> = content.photos.iter().map(|photo| photo.attachment).collect();
    attachment::attach(db, &photos, None, row.id).await?;
    let id = CaseStudyId(row.id);
    Ok(if revised { Outcome::Revised(id) } else { Outcome::Created(id) })
}

fn holds_mark(content: &Content) -> bool {
    content.to_document().is_ok_and(|document| document.contains(MARK))
}

/// Text and byline of the last revision that an import wrote.
async fn last_imported(db: &impl ConnectionTrait, study: &case_study::Model) -> Result<Option<(Content, String)>> {
    let revision = case_study_revision::Entity::find()
        .filter(case_study_revision::Column::CaseStudyId.eq(study.id))
        .filter(case_study_revision::Column::AccountId.is_null())
        .order_by_desc(case_study_revision::Column::Number)
        .one(db)
        .await?;
    let parsed = revision.map(|row| Content::parse(&row.document).map(|content| (content, row.byline)));
    Ok(parsed.transpose()?)
}

// Photos get their ids here, so an importer's line never names them.
fn without_photos(content: &Content) -> Content {
    Content { photos: Vec::new(), schema: super::content::SCHEMA, ..content.clone() }
}
