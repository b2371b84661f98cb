//! The table of synonyms.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// Two words, or short phrases, that stand for one another in searches.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "synonym")]
pub struct Model {
    /// Number of the row.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// What people type.
    pub term: String,
    /// What is searched for as well.
    pub synonym: String,
    /// Whether typing the synonym searches for the term, too.
    pub both_ways: bool,
}

/// Nothing is joined by declared relations: stores write their own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
