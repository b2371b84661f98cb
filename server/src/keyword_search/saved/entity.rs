//! The table of saved searches.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A search that a member keeps.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "saved_search")]
pub struct Model {
    /// Number of the row.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Whose it is.
    pub account_id: i64,
    /// Its address: words and filters.
    pub address: String,
    /// When it was kept.
    pub created_at: ChronoDateTimeUtc,
    /// When its results were looked at last.
    pub seen_at: ChronoDateTimeUtc,
}

/// Nothing is joined by declared relations: stores write their own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
