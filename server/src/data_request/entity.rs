//! The table of requests about one's own data.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// Somebody asks to have data about himself put right or erased.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "data_request")]
pub struct Model {
    /// Number of the row.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Who asks.
    pub account_id: i64,
    /// perbaikan or penghapusan.
    pub kind: String,
    /// What is asked, in the person's words.
    pub body: String,
    /// The region whose coordinators answer: the person's own.
    pub scope_code: String,
    /// When.
    pub created_at: ChronoDateTimeUtc,
    /// Until when it must be answered.
    pub due_at: ChronoDateTimeUtc,
    /// When the province and the administrators were told that it is late.
    pub escalated_at: Option<ChronoDateTimeUtc>,
    /// dipenuhi, sebagian or ditolak; none while it is open.
    pub outcome: Option<String>,
    /// What was done, or why not.
    pub answer: String,
    /// Who answered.
    pub answered_by: Option<i64>,
    /// In which office.
    pub answered_term: Option<i64>,
    /// "Bagian Tata Pemerintahan Kab. Garut".
    pub unit_name: String,
    /// When.
    pub answered_at: Option<ChronoDateTimeUtc>,
}

/// Nothing is joined by declared relations: stores write their own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
