//! The two ways in which a study is sorted: by sector and by duty of the kecamatan.

use sea_orm_migration::prelude::*;

use crate::columns::{count, flag_false, id, text, words};

/// Makes `sector` and `duty`.
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
                    .table("sector")
                    .col(id("id"))
                    .col(text("slug").unique_key())
                    .col(text("name"))
                    .col(words("description"))
                    .col(count("position"))
                    .col(flag_false("is_main"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("duty")
                    .col(id("id"))
                    .col(text("slug").unique_key())
                    .col(text("name"))
                    .col(count("position"))
                    .to_owned(),
            )
            .await
    }
}
