//! The table of who did what.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// Who did what, when and why. Only ever added to; ids, never NIK or phone numbers.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "audit_entry")]
pub struct Model {
    /// Number of the row.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// When.
    pub at: ChronoDateTimeUtc,
    /// Who; none for the command line.
    pub account_id: Option<i64>,
    /// The office term that acted.
    pub term_id: Option<i64>,
    /// Name of the act in the policy.
    pub act: String,
    /// What kind of thing it was done to.
    pub subject_kind: String,
    /// Which one.
    pub subject_id: String,
    /// Why.
    pub reason: String,
}

/// Nothing is joined by declared relations: stores write their own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
