//! What members say under a study.

use sea_orm_migration::prelude::*;

use crate::columns::{big, big_or_none, id, index, refers, text, time, time_or_none, words};

/// Makes `comment`.
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
                    .table("comment")
                    .col(id("id"))
                    .col(big("case_study_id"))
                    .col(big_or_none("parent_id"))
                    .col(big("account_id"))
                    .col(big_or_none("term_id"))
                    .col(words("byline"))
                    .col(text("body"))
                    .col(time("created_at"))
                    .col(time_or_none("edited_at"))
                    .col(time_or_none("deleted_at"))
                    .col(time_or_none("hidden_at"))
                    .col(big_or_none("hidden_by"))
                    .col(words("hidden_reason"))
                    .foreign_key(&mut refers("comment", "case_study_id", "case_study", "id"))
                    .foreign_key(&mut refers("comment", "account_id", "account", "id"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("comment", &["case_study_id", "created_at"])).await
    }
}
