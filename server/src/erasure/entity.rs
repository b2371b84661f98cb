//! The table of erasures.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// Personal data was erased from a study or a question and from everything that hangs on it. The row says where it
/// stood, never what it said.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "erasure")]
pub struct Model {
    /// Number of the row.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// UUIDv7, the same after a restore.
    #[sea_orm(unique)]
    pub key: String,
    /// The study; none for a question.
    pub case_study_id: Option<i64>,
    /// The question; none for a study.
    pub question_id: Option<i64>,
    /// When the study first appeared or the question was asked: after a restore its number may be another's.
    pub study_published_at: ChronoDateTimeUtc,
    /// What stands there now: "[dihapus: data pribadi, 3 Mar 2027]".
    pub mark: String,
    /// Why, and on whose asking.
    pub reason: String,
    /// For each passage in turn the places where it stood, as JSON.
    pub spots: String,
    /// Ids of the photos, as JSON.
    pub photos: String,
    /// Ids of the files, as JSON.
    pub files: String,
    /// In how many texts something was erased.
    pub places: i32,
    /// Who.
    pub account_id: Option<i64>,
    /// In which office.
    pub term_id: Option<i64>,
    /// "Bagian Tata Pemerintahan Kab. Garut".
    pub unit_name: String,
    /// When.
    pub erased_at: ChronoDateTimeUtc,
}

/// Nothing is joined by declared relations: stores write their own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
