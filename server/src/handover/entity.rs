//! The table of handovers.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// An office passes from one head to the next.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "handover")]
pub struct Model {
    /// Number of the row.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The office.
    pub kecamatan_code: String,
    /// The term that ends.
    pub from_term_id: i64,
    /// The term that begins.
    #[sea_orm(unique)]
    pub to_term_id: i64,
    /// The coordinator who recorded it.
    pub created_by: Option<i64>,
    /// When.
    pub created_at: ChronoDateTimeUtc,
    /// What the one who leaves wants the other to know.
    pub from_note: String,
    /// What the one who comes adds.
    pub to_note: String,
    /// When the one who leaves confirmed.
    pub from_confirmed_at: Option<ChronoDateTimeUtc>,
    /// When the one who comes confirmed.
    pub to_confirmed_at: Option<ChronoDateTimeUtc>,
    /// What was open when both had confirmed, as JSON; empty until then.
    pub contents: String,
}

/// Nothing is joined by declared relations: stores write their own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
