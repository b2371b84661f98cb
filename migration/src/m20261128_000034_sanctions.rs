//! Warnings and suspensions of people, and what was said about each.

use sea_orm_migration::prelude::*;

use crate::columns::{big, big_or_none, flag_false, id, index, one_of, refers, text, time, time_or_none};

/// Makes `sanction` and `sanction_word`.
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
                    .table("sanction")
                    .col(id("id"))
                    .col(big("account_id"))
                    .col(one_of("kind", &["warning", "suspension"]))
                    .col(text("role"))
                    .col(text("scope_code"))
                    .col(text("reason"))
                    .col(big_or_none("report_id"))
                    .col(big("decided_by"))
                    .col(big_or_none("term_id"))
                    .col(text("byline"))
                    .col(time("decided_at"))
                    .col(time_or_none("ends_at"))
                    .col(one_of("state", &["standing", "lifted", "replaced"]))
                    .col(flag_false("answer_waits"))
                    .foreign_key(&mut refers("sanction", "account_id", "account", "id"))
                    .foreign_key(&mut refers("sanction", "scope_code", "region", "code"))
                    .foreign_key(&mut refers("sanction", "report_id", "report", "id"))
                    .foreign_key(&mut refers("sanction", "decided_by", "account", "id"))
                    .foreign_key(&mut refers("sanction", "term_id", "office_term", "id"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("sanction", &["account_id"])).await?;
        manager.create_index(index("sanction", &["answer_waits", "scope_code"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("sanction_word")
                    .col(id("id"))
                    .col(big("sanction_id"))
                    .col(one_of("kind", &["answer", "reply", "lift", "shorten"]))
                    .col(text("body"))
                    .col(time_or_none("ends_at"))
                    .col(big("account_id"))
                    .col(big_or_none("term_id"))
                    .col(text("byline"))
                    .col(time("said_at"))
                    .foreign_key(&mut refers("sanction_word", "sanction_id", "sanction", "id"))
                    .foreign_key(&mut refers("sanction_word", "account_id", "account", "id"))
                    .foreign_key(&mut refers("sanction_word", "term_id", "office_term", "id"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("sanction_word", &["sanction_id"])).await
    }
}
