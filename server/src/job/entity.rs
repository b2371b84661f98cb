//! The table of promised work.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// Work that a row promises: done after the commit, perhaps twice.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "job")]
pub struct Model {
    /// Number of the row.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Name of the job.
    pub kind: String,
    /// The job as JSON: ids, not copies.
    pub payload: String,
    /// waiting, or dead after too many tries.
    pub state: String,
    /// Tries so far.
    pub attempts: i32,
    /// Not before this time.
    pub run_at: ChronoDateTimeUtc,
    /// Until when a worker has it.
    pub lease_until: Option<ChronoDateTimeUtc>,
    /// Why the last try failed.
    pub last_error: String,
    /// When it was promised.
    pub created_at: ChronoDateTimeUtc,
}

/// Nothing is joined by declared relations: stores write their own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
