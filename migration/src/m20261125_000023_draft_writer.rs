//! Which device wrote the latest versions of a draft without a break: a device whose answer got lost on the way goes on
//! from its own text instead of meeting itself in a conflict.

use sea_orm_migration::prelude::*;

use crate::columns::{big, words};

/// Adds `draft.writer` and `draft.writer_from`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("draft").add_column(words("writer")).to_owned()).await?;
        let from = big("writer_from").default(0).take();
        manager.alter_table(Table::alter().table("draft").add_column(from).to_owned()).await
    }
}
