//! Photos and files: checked, re-encoded, stored.

mod described;
pub mod entity;
pub mod file;
pub mod file_entity;
pub mod files;
pub mod kind;
pub mod package;
pub mod pages;
pub mod picture;
pub mod reader;
mod sweep;
#[cfg(test)]
mod tests;
pub mod text;
pub mod tus;
mod upload;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, SelectStatement};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};

pub use described::Described;
pub use sweep::{delete_unknown, sweep, sweep_daily, unknown};
pub use upload::{Consent, Facts, Stored, record, store_picture};

use crate::app::App;
use crate::error::Result;
use crate::ids::FileId;

/// Widths in pixels that a photo is kept in.
pub const WIDTHS: [u32; 3] = [320, 800, 1600];

/// A photo as pages show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Id of the attachment.
    pub id: i64,
    /// First characters of the content's hash, in its address.
    pub hash: String,
    /// Width of the largest variant in pixels.
    pub width: i32,
    /// Height of the largest variant in pixels.
    pub height: i32,
    /// What it shows.
    pub alt: String,
    /// Shown below it.
    pub caption: String,
}

impl Picture {
    /// Address of the variant that is `width` pixels wide (or the largest, when the photo is smaller).
    pub fn src(&self, width: u32) -> String {
        format!("/berkas/{}/{}/{width}.webp", self.id, self.hash)
    }

    /// Address of the card for messengers: JPEG, 1200 × 630.
    pub fn share_card(&self) -> String {
        format!("/berkas/{}/{}/og.jpg", self.id, self.hash)
    }

    /// Address and width of every variant.
    pub fn srcset(&self) -> String {
        let own = u32::try_from(self.width).unwrap_or(u32::MAX);
        let variants =
            picture::widths(own).into_iter().map(|width| format!("{} {}w", self.src(width), Ord::min(own, width)));
        variants.collect::<Vec<_>>().join(", ")
    }
}

impl From<entity::Model> for Picture {
    fn from(row: entity::Model) -> Self {
        Self {
            id: row.id,
            hash: row.sha256.chars().take(16).collect(),
            width: row.width,
            height: row.height,
            alt: row.alt,
            caption: row.caption,
        }
    }
}

/// The text of a file as [`keep_text`] stores it; none when the file is gone.
pub async fn read_file(app: &App, file: FileId) -> Result<Option<file::ReadText>> {
    file::read_text(app, file).await
}

/// Stores the text of a file; gives the study that offers it, whose search document changes by it.
pub async fn keep_text(db: &impl ConnectionTrait, file: FileId, text: &file::ReadText) -> Result<Option<i64>> {
    file::keep_text(db, file, text).await
}

/// The photos of these ids by id, in one statement.
pub async fn pictures(db: &impl ConnectionTrait, ids: &[i64]) -> Result<HashMap<i64, Picture>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = entity::Entity::find()
        .filter(entity::Column::Id.is_in(ids.iter().copied()))
        // A photo without a hash was erased.
        .filter(entity::Column::Sha256.ne(""))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, Picture::from(row))).collect())
}

/// Where the largest variant (WebP) of each of these photos lies, in one statement.
pub async fn picture_keys(db: &impl ConnectionTrait, ids: &[i64]) -> Result<HashMap<i64, String>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = entity::Entity::find()
        .filter(entity::Column::Id.is_in(ids.iter().copied()))
        .filter(entity::Column::Sha256.ne(""))
        .all(db)
        .await?;
    let key = |row: entity::Model| {
        let width = picture::widths(u32::try_from(row.width).ok()?).pop()?;
        Some((row.id, upload::key(&row.sha256, &format!("{width}.webp"))))
    };
    Ok(rows.into_iter().filter_map(key).collect())
}

/// True when one of these photos has the bytes that were stored just now.
pub async fn is_among(db: &impl ConnectionTrait, ids: &[i64], stored: &Stored) -> Result<bool> {
    if ids.is_empty() {
        return Ok(false);
    }
    let same = entity::Entity::find()
        .filter(entity::Column::Id.is_in(ids.iter().copied()))
        .filter(entity::Column::Sha256.eq(stored.sha256()));
    Ok(same.one(db).await?.is_some())
}

/// The ids of the photos that belong to a draft, or to the study that it edits, but those that are shown `elsewhere`: each
/// of these asks for the ids of photos that hang on a study beside its text.
pub async fn ids_of(
    db: &impl ConnectionTrait,
    draft: i64,
    case_study: Option<i64>,
    elsewhere: impl IntoIterator<Item = SelectStatement>,
) -> Result<Vec<i64>> {
    let mut owner = Condition::any().add(entity::Column::DraftId.eq(draft));
    if let Some(study) = case_study {
        owner = owner.add(entity::Column::CaseStudyId.eq(study));
    }
    let mut own = entity::Entity::find().filter(owner);
    for shown in elsewhere {
        own = own.filter(entity::Column::Id.not_in_subquery(shown));
    }
    Ok(own.all(db).await?.into_iter().map(|row| row.id).collect())
}

/// Keeps beside a photo since when what shows it is not shown to readers, so that a request for the photo asks its own row
/// alone. Whatever hides or shows something with a photo of its own calls this in its transaction.
pub async fn set_hidden(db: &impl ConnectionTrait, photo: Option<i64>, at: Option<DateTime<Utc>>) -> Result<()> {
    let Some(photo) = photo else {
        return Ok(());
    };
    entity::Entity::update_many()
        .col_expr(entity::Column::HiddenAt, Expr::value(at))
        .filter(entity::Column::Id.eq(photo))
        .exec(db)
        .await?;
    Ok(())
}

/// Forgets the photos of a draft that no study has shown; their bytes go with a later sweep.
pub async fn forget_unpublished(db: &impl ConnectionTrait, draft: i64) -> Result<()> {
    entity::Entity::delete_many()
        .filter(entity::Column::DraftId.eq(draft))
        .filter(entity::Column::CaseStudyId.is_null())
        .exec(db)
        .await?;
    Ok(())
}

/// Gives the photos that no study has shown from one draft to the next: an edit that grows from a draft's text may bring
/// back what that draft had left out.
pub async fn hand_over(db: &impl ConnectionTrait, from: i64, to: i64) -> Result<()> {
    entity::Entity::update_many()
        .col_expr(entity::Column::DraftId, Expr::value(to))
        .filter(entity::Column::DraftId.eq(from))
        .filter(entity::Column::CaseStudyId.is_null())
        .exec(db)
        .await?;
    Ok(())
}

/// Gives the photos of a draft (or of an import, which has none) to the study that shows them: from now on the study's
/// gate is theirs.
pub async fn attach(db: &impl ConnectionTrait, ids: &[i64], draft: Option<i64>, case_study: i64) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let own = match draft {
        Some(draft) => entity::Column::DraftId.eq(draft),
        None => entity::Column::DraftId.is_null(),
    };
    entity::Entity::update_many()
        .col_expr(entity::Column::CaseStudyId, Expr::value(case_study))
        .filter(entity::Column::Id.is_in(ids.iter().copied()))
        .filter(own)
        .filter(entity::Column::CaseStudyId.is_null())
        .exec(db)
        .await?;
    Ok(())
}
