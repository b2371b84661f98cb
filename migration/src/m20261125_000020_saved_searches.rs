//! Searches that a member keeps, and when their results were last looked at.

use sea_orm_migration::prelude::*;

use crate::columns::{big, id, refers, text, time, unique};

/// Makes `saved_search`.
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
                    .table("saved_search")
                    .col(id("id"))
                    .col(big("account_id"))
                    .col(text("address"))
                    .col(time("created_at"))
                    .col(time("seen_at"))
                    .index(&mut unique("saved_search", &["account_id", "address"]))
                    .foreign_key(&mut refers("saved_search", "account_id", "account", "id"))
                    .to_owned(),
            )
            .await
    }
}
