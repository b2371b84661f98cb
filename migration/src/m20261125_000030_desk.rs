//! Themes of a week, what a coordinator has seen study by study, and silent offices that were asked to write again.

use sea_orm_migration::prelude::*;

use crate::columns::{big, big_or_none, day, id, index, refers, text, time, time_or_none, unique, words};

/// Makes `week_theme`, `desk_seen` and `nudge`.
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
                    .table("week_theme")
                    .col(id("id"))
                    .col(text("scope_code"))
                    .col(day("starts_on"))
                    .col(text("theme"))
                    .col(words("note"))
                    .col(big("account_id"))
                    .col(time("changed_at"))
                    .index(&mut unique("week_theme", &["scope_code", "starts_on"]))
                    .foreign_key(&mut refers("week_theme", "scope_code", "region", "code"))
                    .foreign_key(&mut refers("week_theme", "account_id", "account", "id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("desk_seen")
                    .col(big("account_id"))
                    .col(big("case_study_id"))
                    .col(time("seen_at"))
                    .primary_key(Index::create().col("account_id").col("case_study_id"))
                    .foreign_key(&mut refers("desk_seen", "account_id", "account", "id"))
                    .foreign_key(&mut refers("desk_seen", "case_study_id", "case_study", "id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("nudge")
                    .col(id("id"))
                    .col(text("kecamatan_code"))
                    .col(big("account_id"))
                    .col(big("term_id"))
                    .col(words("unit_name"))
                    .col(time("sent_at"))
                    .col(time_or_none("taken_back_at"))
                    .col(big_or_none("taken_back_by"))
                    .foreign_key(&mut refers("nudge", "kecamatan_code", "region", "code"))
                    .foreign_key(&mut refers("nudge", "account_id", "account", "id"))
                    .foreign_key(&mut refers("nudge", "term_id", "office_term", "id"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("nudge", &["kecamatan_code", "sent_at"])).await
    }
}
