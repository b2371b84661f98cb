//! Searches that found nothing useful and were left for the coordinators, and who wants to hear of an answer.

use sea_orm_migration::prelude::*;

use crate::columns::{
    big, big_or_none, count, id, index, one_of, refers, text, text_or_none, time, time_or_none, unique, words,
};

/// Makes `search_topic` and `search_request`.
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
                    .table("search_topic")
                    .col(id("id"))
                    .col(text("key"))
                    .col(text("text"))
                    .col(count("asked"))
                    .col(one_of("state", &["open", "answered", "handed", "closed"]))
                    .col(big_or_none("case_study_id"))
                    .col(text_or_none("kecamatan_code"))
                    .col(words("reason"))
                    .col(time("created_at"))
                    .col(time("last_asked_at"))
                    .col(time_or_none("settled_at"))
                    .col(big_or_none("settled_by"))
                    .index(&mut unique("search_topic", &["key"]))
                    .foreign_key(&mut refers("search_topic", "case_study_id", "case_study", "id"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("search_topic", &["state", "last_asked_at"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("search_request")
                    .col(id("id"))
                    .col(big("topic_id"))
                    .col(big("account_id"))
                    .col(time("created_at"))
                    .index(&mut unique("search_request", &["topic_id", "account_id"]))
                    .foreign_key(&mut refers("search_request", "topic_id", "search_topic", "id"))
                    .foreign_key(&mut refers("search_request", "account_id", "account", "id"))
                    .to_owned(),
            )
            .await
    }
}
