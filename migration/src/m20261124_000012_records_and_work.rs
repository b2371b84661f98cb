//! What is written inside the transactions of others: the log of content, jobs, the audit, notifications.

use sea_orm_migration::prelude::*;

use crate::columns::{big, big_or_none, count, id, index, one_of, refers, text, time, time_or_none, unique, words};

/// Makes `content_change`, `site_state`, `job`, `audit_entry` and `notification`.
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
                    .table("content_change")
                    .col(id("seq"))
                    .col(text("subject_kind"))
                    .col(text("subject_id"))
                    .col(time("at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create().table("site_state").col(text("key").primary_key()).col(text("value")).to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("job")
                    .col(id("id"))
                    .col(text("kind"))
                    .col(text("payload"))
                    .col(one_of("state", &["waiting", "dead"]))
                    .col(count("attempts"))
                    .col(time("run_at"))
                    .col(time_or_none("lease_until"))
                    .col(words("last_error"))
                    .col(time("created_at"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("job", &["state", "run_at"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("audit_entry")
                    .col(id("id"))
                    .col(time("at"))
                    .col(big_or_none("account_id"))
                    .col(big_or_none("term_id"))
                    .col(text("act"))
                    .col(text("subject_kind"))
                    .col(text("subject_id"))
                    .col(words("reason"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("audit_entry", &["at"])).await?;
        manager.create_index(index("audit_entry", &["subject_kind", "subject_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("notification")
                    .col(id("id"))
                    .col(big("account_id"))
                    .col(text("kind"))
                    .col(text("subject_kind"))
                    .col(text("subject_id"))
                    .col(words("reason"))
                    .col(text("event_key"))
                    .col(time("created_at"))
                    .col(time_or_none("read_at"))
                    .index(&mut unique("notification", &["account_id", "event_key"]))
                    .foreign_key(&mut refers("notification", "account_id", "account", "id"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("notification", &["account_id", "read_at"])).await
    }
}
