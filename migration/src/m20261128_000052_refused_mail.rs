//! When a mailbox refused our mail for good: its owner is told in the account, and nothing more is sent there for a while.

use sea_orm_migration::prelude::*;

use crate::columns::time_or_none;

/// Adds `account.mail_refused_at`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let refused = Table::alter().table("account").add_column(time_or_none("mail_refused_at")).to_owned();
        manager.alter_table(refused).await
    }
}
