//! A coordinator vouches for the figures of a study.

use sea_orm_migration::prelude::*;

use crate::columns::{big, big_or_none, id, index, refers, text, time, time_or_none, words};

/// Makes `verification`.
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
                    .table("verification")
                    .col(id("id"))
                    .col(big("case_study_id"))
                    .col(text("ground"))
                    .col(big("account_id"))
                    .col(big("term_id"))
                    .col(words("unit_name"))
                    .col(text("note"))
                    .col(time("verified_at"))
                    .col(time_or_none("withdrawn_at"))
                    .col(big_or_none("withdrawn_by"))
                    .col(words("withdraw_reason"))
                    .foreign_key(&mut refers("verification", "case_study_id", "case_study", "id"))
                    .foreign_key(&mut refers("verification", "account_id", "account", "id"))
                    .foreign_key(&mut refers("verification", "term_id", "office_term", "id"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("verification", &["case_study_id"])).await
    }
}
