//! What was erased because it was personal data: where it stood, never what it said.

use sea_orm_migration::prelude::*;

use crate::columns::{big, big_or_none, id, index, number, refers, text, time, unique, words};

/// Makes `erasure`.
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
                    .table("erasure")
                    .col(id("id"))
                    .col(text("key"))
                    .col(big("case_study_id"))
                    .col(time("study_published_at"))
                    .col(text("mark"))
                    .col(words("reason"))
                    .col(text("spots"))
                    .col(text("photos"))
                    .col(text("files"))
                    .col(number("places"))
                    // Without keys: an erasure that is done again after a restore may be older than the account.
                    .col(big_or_none("account_id"))
                    .col(big_or_none("term_id"))
                    .col(words("unit_name"))
                    .col(time("erased_at"))
                    .index(&mut unique("erasure", &["key"]))
                    .foreign_key(&mut refers("erasure", "case_study_id", "case_study", "id"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("erasure", &["case_study_id"])).await
    }
}
