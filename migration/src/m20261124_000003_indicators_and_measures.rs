//! Strategic indicators as tags, and below each what a kecamatan can really count.

use sea_orm_migration::prelude::*;

use crate::columns::{big, count, id, index, one_of, refers, text, words};

/// Makes `indicator` and `measure`.
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
                    .table("indicator")
                    .col(id("id"))
                    .col(text("slug").unique_key())
                    .col(text("name"))
                    .col(text("official_name"))
                    .col(text("unit"))
                    .col(one_of("good_direction", &["naik", "turun"]))
                    .col(text("source"))
                    .col(words("description"))
                    .col(count("position"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("measure")
                    .col(id("id"))
                    .col(text("slug").unique_key())
                    .col(big("indicator_id"))
                    .col(text("name"))
                    .col(text("unit"))
                    .col(one_of("good_direction", &["naik", "turun"]))
                    .col(words("note"))
                    .col(count("position"))
                    .foreign_key(&mut refers("measure", "indicator_id", "indicator", "id"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("measure", &["indicator_id"])).await
    }
}
