//! What people ask about their own data, and the answers.

use sea_orm_migration::prelude::*;

use crate::columns::{big, big_or_none, id, index, one_of, one_of_or_none, refers, text, time, time_or_none, words};

/// Makes `data_request`, and `account.closed_at`.
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
                    .table("data_request")
                    .col(id("id"))
                    .col(big("account_id"))
                    .col(one_of("kind", &["perbaikan", "penghapusan"]))
                    .col(text("body"))
                    .col(text("scope_code"))
                    .col(time("created_at"))
                    .col(time("due_at"))
                    .col(time_or_none("escalated_at"))
                    .col(one_of_or_none("outcome", &["dipenuhi", "sebagian", "ditolak"]))
                    .col(words("answer"))
                    .col(big_or_none("answered_by"))
                    .col(big_or_none("answered_term"))
                    .col(words("unit_name"))
                    .col(time_or_none("answered_at"))
                    .foreign_key(&mut refers("data_request", "account_id", "account", "id"))
                    .foreign_key(&mut refers("data_request", "answered_by", "account", "id"))
                    .foreign_key(&mut refers("data_request", "answered_term", "office_term", "id"))
                    .foreign_key(&mut refers("data_request", "scope_code", "region", "code"))
                    .to_owned(),
            )
            .await?;
        manager.alter_table(Table::alter().table("account").add_column(time_or_none("closed_at")).to_owned()).await?;
        manager.create_index(index("data_request", &["account_id"])).await?;
        manager.create_index(index("data_request", &["scope_code"])).await
    }
}
