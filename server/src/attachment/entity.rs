//! The table of photos.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A photo of a draft or a study. Its bytes are in the object store.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "attachment")]
pub struct Model {
    /// Number of the row.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// photo.
    pub kind: String,
    /// The draft that it was uploaded for.
    pub draft_id: Option<i64>,
    /// The study that shows it.
    pub case_study_id: Option<i64>,
    /// Hash of what was uploaded, in hex.
    pub sha256: String,
    /// Name of the file on the device; never in an address.
    pub original_name: String,
    /// As we store it: "image/webp".
    pub media_type: String,
    /// Width in pixels.
    pub width: i32,
    /// Height in pixels.
    pub height: i32,
    /// Size of what was uploaded.
    pub size_bytes: i64,
    /// What can be seen, for who can't see it.
    pub alt: String,
    /// Text below the photo.
    pub caption: String,
    /// Whether faces can be recognised, and who agreed.
    pub consent: String,
    /// Who answered that.
    pub consent_by: Option<i64>,
    /// When.
    pub consent_at: Option<ChronoDateTimeUtc>,
    /// Who uploaded it.
    pub uploaded_by: Option<i64>,
    /// When.
    pub created_at: ChronoDateTimeUtc,
    /// Since when what shows it is hidden or put away; none while its study's gate is the only one.
    pub hidden_at: Option<ChronoDateTimeUtc>,
}

/// Nothing is joined by declared relations: stores write their own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
