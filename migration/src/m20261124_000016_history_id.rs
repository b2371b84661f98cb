//! The random name of this database's history, by which an index knows that it follows the right log. A restore gives
//! a new one.

use sea_orm_migration::prelude::*;

use crate::seed;

/// Writes `history_id` into `site_state`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let history_id = format!("{:032x}", rand::random::<u128>());
        let row = ["history_id".into(), history_id.into()];
        seed::insert(manager, "site_state", &["key"], ["key", "value"], vec![row]).await
    }
}
