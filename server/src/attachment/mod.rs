//! Photos and files: checked, re-encoded, stored.

pub mod entity;
pub mod files;

use std::collections::HashMap;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::error::Result;

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

    /// Address and width of every variant.
    pub fn srcset(&self) -> String {
        let own = u32::try_from(self.width).unwrap_or(u32::MAX);
        let variants: Vec<String> = WIDTHS
            .iter()
            .enumerate()
            .filter(|(index, width)| **width <= own || *index == 0 || WIDTHS[index - 1] < own)
            .map(|(_, width)| format!("{} {}w", self.src(*width), own.min(*width)))
            .collect();
        variants.join(", ")
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

/// The photos of these ids by id, in one statement.
pub async fn pictures(db: &impl ConnectionTrait, ids: &[i64]) -> Result<HashMap<i64, Picture>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = entity::Entity::find().filter(entity::Column::Id.is_in(ids.iter().copied())).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, Picture::from(row))).collect())
}
