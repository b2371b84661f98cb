//! The ladder of evidence: a story, figures, figures with a source follow from what a study says; that somebody looked is a
//! coordinator's act, and stands as long as the figures do that were looked at.

pub mod entity;
pub mod pages;
pub mod verify;

#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;

use crate::case_study::content::Content;
use crate::case_study::evidence;
use crate::error::Result;

pub use crate::case_study::evidence::{Evidence, ground, of_content};

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
    let row = evidence::vouched(db, study).await?;
    let vouched = row.as_ref().filter(|row| evidence::stands(row, content)).map(|row| Vouched {
        unit: row.unit_name.clone(),
        note: row.note.clone(),
        at: row.verified_at,
    });
    Ok(Standing {
        evidence: if vouched.is_some() { Evidence::Verified } else { of_content(content) },
        fell_back: row.is_some() && vouched.is_none(),
        vouched,
    })
}
