//! Handing an office over: what the one who leaves and the one who comes confirm together.

use sea_orm_migration::prelude::*;

use crate::columns::{big, big_or_none, id, index, refers, text, time, time_or_none, unique, words};

/// Makes `handover`.
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
                    .table("handover")
                    .col(id("id"))
                    .col(text("kecamatan_code"))
                    .col(big("from_term_id"))
                    .col(big("to_term_id"))
                    .col(big_or_none("created_by"))
                    .col(time("created_at"))
                    .col(words("from_note"))
                    .col(words("to_note"))
                    .col(time_or_none("from_confirmed_at"))
                    .col(time_or_none("to_confirmed_at"))
                    .col(words("contents"))
                    .index(&mut unique("handover", &["to_term_id"]))
                    .foreign_key(&mut refers("handover", "kecamatan_code", "region", "code"))
                    .foreign_key(&mut refers("handover", "from_term_id", "office_term", "id"))
                    .foreign_key(&mut refers("handover", "to_term_id", "office_term", "id"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("handover", &["kecamatan_code", "created_at"])).await
    }
}
