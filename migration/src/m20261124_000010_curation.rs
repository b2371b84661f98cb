//! Studies put forward by coordinators, and when a coordinator last looked at the desk.

use sea_orm_migration::prelude::*;

use crate::columns::{big, big_or_none, count, day, id, index, refers, text, time, time_or_none, words};

/// Makes `feature` and `desk_visit`.
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
                    .table("feature")
                    .col(id("id"))
                    .col(big("case_study_id"))
                    .col(text("reason"))
                    .col(words("theme"))
                    .col(text("scope_code"))
                    .col(words("unit_name"))
                    .col(big("account_id"))
                    .col(big_or_none("term_id"))
                    .col(day("starts_on"))
                    .col(day("ends_on"))
                    .col(count("position"))
                    .col(time("created_at"))
                    .col(time_or_none("withdrawn_at"))
                    .col(big_or_none("withdrawn_by"))
                    .col(words("withdrawn_reason"))
                    .foreign_key(&mut refers("feature", "case_study_id", "case_study", "id"))
                    .foreign_key(&mut refers("feature", "scope_code", "region", "code"))
                    .foreign_key(&mut refers("feature", "account_id", "account", "id"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("feature", &["case_study_id"])).await?;
        manager.create_index(index("feature", &["ends_on"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("desk_visit")
                    .col(big("account_id").primary_key())
                    .col(time("visited_at"))
                    .foreign_key(&mut refers("desk_visit", "account_id", "account", "id"))
                    .to_owned(),
            )
            .await
    }
}
