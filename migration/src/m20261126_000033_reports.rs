//! Reports about studies, comments and photos, and what was said about each.

use sea_orm_migration::prelude::*;

use crate::columns::{big, big_or_none, id, index, one_of, refers, text, time, time_or_none, words};

/// Makes `report` and `report_word`.
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
                    .table("report")
                    .col(id("id"))
                    .col(one_of("subject_kind", &["case_study", "comment", "photo"]))
                    .col(big("subject_id"))
                    .col(big("case_study_id"))
                    .col(text("scope_code"))
                    .col(text("ground"))
                    .col(text("body"))
                    .col(big_or_none("reporter_id"))
                    .col(words("reporter_name"))
                    .col(words("reporter_contact"))
                    .col(time("created_at"))
                    .col(time_or_none("due_at"))
                    .col(time_or_none("escalated_at"))
                    .col(one_of("state", &["open", "answered"]))
                    .foreign_key(&mut refers("report", "case_study_id", "case_study", "id"))
                    .foreign_key(&mut refers("report", "scope_code", "region", "code"))
                    .foreign_key(&mut refers("report", "reporter_id", "account", "id"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("report", &["state", "scope_code"])).await?;
        manager.create_index(index("report", &["case_study_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("report_word")
                    .col(id("id"))
                    .col(big("report_id"))
                    .col(one_of("kind", &["answer", "reply"]))
                    .col(words("outcome"))
                    .col(text("body"))
                    .col(big("account_id"))
                    .col(big_or_none("term_id"))
                    .col(text("byline"))
                    .col(time("said_at"))
                    .foreign_key(&mut refers("report_word", "report_id", "report", "id"))
                    .foreign_key(&mut refers("report_word", "account_id", "account", "id"))
                    .foreign_key(&mut refers("report_word", "term_id", "office_term", "id"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("report_word", &["report_id"])).await
    }
}
