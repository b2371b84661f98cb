//! The table of comments.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// What a member says under a study.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "comment")]
pub struct Model {
    /// Number of the row.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The study.
    pub case_study_id: i64,
    /// The comment that it answers.
    pub parent_id: Option<i64>,
    /// Who wrote it.
    pub account_id: i64,
    /// The office term that spoke.
    pub term_id: Option<i64>,
    /// Person and office as shown.
    pub byline: String,
    /// Markdown.
    pub body: String,
    /// When it was written.
    pub created_at: ChronoDateTimeUtc,
    /// When it was last edited.
    pub edited_at: Option<ChronoDateTimeUtc>,
    /// When its writer took it back.
    pub deleted_at: Option<ChronoDateTimeUtc>,
    /// When a coordinator hid it.
    pub hidden_at: Option<ChronoDateTimeUtc>,
    /// Who hid it.
    pub hidden_by: Option<i64>,
    /// Why.
    pub hidden_reason: String,
}

/// Nothing is joined by declared relations: stores write their own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
