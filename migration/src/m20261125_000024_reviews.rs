//! Review before publishing: which scopes ask for it, and each review from its hand-in to its answer.

use sea_orm_migration::prelude::*;

use crate::columns::{big, big_or_none, id, index, one_of, refers, text, time, time_or_none, unique, words};

/// Makes `review_mode` and `review`.
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
                    .table("review_mode")
                    .col(id("id"))
                    .col(text("region_code"))
                    .col(one_of("mode", &["direct", "review"]))
                    .col(big("set_by"))
                    .col(time("set_at"))
                    .index(&mut unique("review_mode", &["region_code"]))
                    .foreign_key(&mut refers("review_mode", "region_code", "region", "code"))
                    .foreign_key(&mut refers("review_mode", "set_by", "account", "id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("review")
                    .col(id("id"))
                    .col(big("draft_id"))
                    .col(text("kecamatan_code"))
                    .col(big("version"))
                    .col(text("byline"))
                    .col(big("account_id"))
                    .col(big("term_id"))
                    .col(time("handed_in_at"))
                    .col(time_or_none("escalated_at"))
                    .col(one_of("answer", &["open", "approved", "returned", "unsuitable", "taken_back", "replaced"]))
                    .col(time_or_none("answered_at"))
                    .col(big_or_none("answered_by"))
                    .col(words("unit_name"))
                    .col(words("reason"))
                    .col(words("checked"))
                    .foreign_key(refers("review", "draft_id", "draft", "id").on_delete(ForeignKeyAction::Cascade))
                    .foreign_key(&mut refers("review", "kecamatan_code", "region", "code"))
                    .foreign_key(&mut refers("review", "account_id", "account", "id"))
                    .foreign_key(&mut refers("review", "term_id", "office_term", "id"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("review", &["draft_id"])).await?;
        manager.create_index(index("review", &["answer", "handed_in_at"])).await?;
        manager.create_index(index("review", &["kecamatan_code", "answered_at"])).await
    }
}
