//! The people who may sign in, their passwords, and the tries to guess one.

use sea_orm_migration::prelude::*;

use crate::columns::{big, flag, flag_false, id, index, refers, text, text_or_none, time, time_or_none};

/// Makes `account`, `credential` and `login_attempt`.
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
                    .table("account")
                    .col(id("id"))
                    .col(text("name"))
                    .col(text_or_none("phone").unique_key())
                    .col(text_or_none("email").unique_key())
                    .col(text_or_none("nip").unique_key())
                    .col(time_or_none("suspended_until"))
                    .col(flag_false("is_sample"))
                    .col(time("created_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("credential")
                    .col(big("account_id").primary_key())
                    .col(text("password_hash"))
                    .col(time("changed_at"))
                    .foreign_key(&mut refers("credential", "account_id", "account", "id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("login_attempt")
                    .col(id("id"))
                    .col(text("account_key"))
                    .col(text("address_key"))
                    .col(time("at"))
                    .col(flag("succeeded"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("login_attempt", &["account_key", "at"])).await?;
        manager.create_index(index("login_attempt", &["address_key", "at"])).await
    }
}
