//! The table of what people follow.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A person wants to hear of something.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "follow")]
pub struct Model {
    /// Number of the row.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Who.
    pub account_id: i64,
    /// study, kecamatan, sector, indicator, collection or question.
    pub kind: String,
    /// Which one: a number, a code or a slug.
    pub subject: String,
    /// Since when.
    pub since: ChronoDateTimeUtc,
}

/// Nothing is joined by declared relations: stores write their own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
