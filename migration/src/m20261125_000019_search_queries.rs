//! What was searched on a day, how often and with how many hits; never by whom.

use sea_orm_migration::prelude::*;

use crate::columns::{count, day, id, text, unique};

/// Makes `search_query`.
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
                    .table("search_query")
                    .col(id("id"))
                    .col(day("day"))
                    .col(text("text"))
                    .col(count("hits"))
                    .col(count("searches"))
                    .col(count("askers"))
                    .index(&mut unique("search_query", &["day", "text"]))
                    .to_owned(),
            )
            .await
    }
}
