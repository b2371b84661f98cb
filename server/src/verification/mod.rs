//! The ladder of evidence: a story, figures, figures with a source follow from what a study says; that somebody looked is a
//! coordinator's act, and stands as long as the figures do that were looked at.

pub mod entity;
pub mod pages;
pub mod verify;

#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use sha2::{Digest, Sha256};

use crate::case_study::content::Content;
use crate::error::Result;

/// How far a study's result is shown to be true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// Told in words.
    Story,
    /// A figure.
    Figures,
    /// A figure before and after, and where it comes from.
    Sourced,
    /// A coordinator has looked at the source.
    Verified,
}

impl Evidence {
    /// The rung as the interface names it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Story => "Cerita",
            Self::Figures => "Ada angka",
            Self::Sourced => "Ada sumber",
            Self::Verified => "Sudah diverifikasi",
        }
    }

    /// What the rung means, for who meets it first.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Story => "Hasilnya diceritakan, belum ada angkanya.",
            Self::Figures => "Hasilnya disertai angka.",
            Self::Sourced => "Ada angka sebelum dan sesudah, dan tertulis dari mana angkanya.",
            Self::Verified => "Pembina sudah melihat sumber angkanya.",
        }
    }

    /// Every rung, the lowest first.
    pub const ALL: [Self; 4] = [Self::Story, Self::Figures, Self::Sourced, Self::Verified];
}

/// The rung that follows from what a study says.
pub fn of_content(content: &Content) -> Evidence {
    let told = |needed: usize| content.results.iter().filter(move |row| row.values.len() >= needed);
    if told(2).any(|row| !row.source.trim().is_empty()) {
        Evidence::Sourced
    } else if told(1).next().is_some() {
        Evidence::Figures
    } else {
        Evidence::Story
    }
}

/// What a verification rests on: the results, letter by letter.
pub fn ground(content: &Content) -> String {
    let results = serde_json::to_vec(&content.results).unwrap_or_default();
    hex::encode(&Sha256::digest(results)[..16])
}

/// A verification that stands.
#[derive(Clone, Debug)]
pub struct Vouched {
    /// Who vouches.
    pub unit: String,
    /// What was looked at.
    pub note: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Where a study stands.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The rung.
    pub evidence: Evidence,
    /// Who vouches, on the highest rung.
    pub vouched: Option<Vouched>,
    /// A verification whose figures have changed since.
    pub fell_back: bool,
}

/// Where a study with this content stands.
pub async fn standing(db: &impl ConnectionTrait, study: i64, content: &Content) -> Result<Standing> {
    let row = latest(db, study).await?;
    let of_content = of_content(content);
    let stands = |row: &entity::Model| of_content == Evidence::Sourced && row.ground == ground(content);
    let vouched = row.as_ref().filter(|row| stands(row)).map(|row| Vouched {
        unit: row.unit_name.clone(),
        note: row.note.clone(),
        at: row.verified_at,
    });
    Ok(Standing {
        evidence: if vouched.is_some() { Evidence::Verified } else { of_content },
        fell_back: row.is_some() && vouched.is_none(),
        vouched,
    })
}

/// The verification of a study that was not taken back.
async fn latest(db: &impl ConnectionTrait, study: i64) -> Result<Option<entity::Model>> {
    let row = entity::Entity::find()
        .filter(entity::Column::CaseStudyId.eq(study))
        .filter(entity::Column::WithdrawnAt.is_null())
        .order_by_desc(entity::Column::Id)
        .one(db)
        .await?;
    Ok(row)
}
