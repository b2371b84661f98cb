//! The table of verifications.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A coordinator vouches for the figures of a study, as they stood then.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "verification")]
pub struct Model {
    /// Number of the row.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The study.
    pub case_study_id: i64,
    /// Hash of the results that were looked at; a study with other results is not verified.
    pub ground: String,
    /// Who vouches.
    pub account_id: i64,
    /// In which office.
    pub term_id: i64,
    /// "Bagian Tata Pemerintahan Kab. Garut".
    pub unit_name: String,
    /// What was looked at, in the coordinator's words.
    pub note: String,
    /// When.
    pub verified_at: ChronoDateTimeUtc,
    /// When it was taken back.
    pub withdrawn_at: Option<ChronoDateTimeUtc>,
    /// By whom.
    pub withdrawn_by: Option<i64>,
    /// Why.
    pub withdraw_reason: String,
}

/// Nothing is joined by declared relations: stores write their own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
