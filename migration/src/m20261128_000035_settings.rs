//! What administrators keep: sectors, indicators and measures that retire, the texts of the site with all their versions,
//! and who agreed to the terms of use.

use sea_orm_migration::prelude::*;

use crate::columns::{
    big, big_or_none, day_or_none, id, index, number, refers, text, time, time_or_none, unique, words,
};

/// Makes `site_text` and `consent`; adds `retired_at` and `version` to `sector`, `indicator` and `measure`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["sector", "indicator", "measure"] {
            for mut column in [time_or_none("retired_at"), big("version").default(1).take()] {
                manager.alter_table(Table::alter().table(table).add_column(&mut column).to_owned()).await?;
            }
        }
        manager
            .create_table(
                Table::create()
                    .table("site_text")
                    .col(id("id"))
                    .col(text("slug"))
                    .col(number("number"))
                    .col(words("body"))
                    .col(words("note"))
                    .col(day_or_none("holds_from"))
                    .col(big_or_none("account_id"))
                    .col(time("created_at"))
                    .foreign_key(&mut refers("site_text", "account_id", "account", "id"))
                    .index(&mut unique("site_text", &["slug", "number"]))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("consent")
                    .col(id("id"))
                    .col(big("account_id"))
                    .col(text("document"))
                    .col(number("version"))
                    .col(time("given_at"))
                    .col(time_or_none("withdrawn_at"))
                    .foreign_key(&mut refers("consent", "account_id", "account", "id"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("consent", &["account_id", "document"])).await
    }
}
