//! Devices that somebody has signed in from, so that a new one is told.

use sea_orm_migration::prelude::*;

use crate::columns::{big, id, refers, text, time, unique};

/// Makes `known_device`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("known_device")
                    .col(id("id"))
                    .col(big("account_id"))
                    .col(text("token_hash"))
                    .col(time("first_seen_at"))
                    .col(time("last_seen_at"))
                    .index(&mut unique("known_device", &["account_id", "token_hash"]))
                    .foreign_key(&mut refers("known_device", "account_id", "account", "id"))
                    .to_owned(),
            )
            .await
    }
}
