//! What people are called.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::entity::account;
use crate::error::Result;

/// The names of people by their accounts, in one statement; none for nobody. Whoever is asked for twice is read once.
pub async fn names(db: &impl ConnectionTrait, accounts: impl IntoIterator<Item = i64>) -> Result<HashMap<i64, String>> {
    let mut ids: Vec<i64> = accounts.into_iter().collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found: Vec<(i64, String)> = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .column(account::Column::Name)
        .filter(account::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().collect())
}
