//! In how many kecamatan a practice runs beside its own. Nothing counts that as long as no ledger of replications does, and
//! a letter says nothing of it then.

use sea_orm::ConnectionTrait;

use crate::error::Result;

/// The number, none where nothing counts.
pub async fn running(_db: &impl ConnectionTrait, _study: i64) -> Result<Option<i32>> {
    Ok(None)
}

/// Kecamatan, stage and date of each replication, for the evidence pack; none where nothing records them.
pub async fn record(_db: &impl ConnectionTrait, _study: i64) -> Result<Option<Vec<[String; 3]>>> {
    Ok(None)
}
