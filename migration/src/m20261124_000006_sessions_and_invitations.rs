//! Signed-in browsers, and links by which people join or choose a new password.

use sea_orm_migration::prelude::*;

use crate::columns::{big, big_or_none, flag_false, id, index, one_of, refers, text, time, time_or_none, words};

/// Makes `session` and `invitation`.
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
                    .table("session")
                    .col(id("id"))
                    .col(text("token_hash").unique_key())
                    .col(big("account_id"))
                    .col(big_or_none("acting_term_id"))
                    .col(time("created_at"))
                    .col(time("last_seen_at"))
                    .col(time("expires_at"))
                    .col(words("user_agent"))
                    .col(flag_false("office_computer"))
                    .foreign_key(&mut refers("session", "account_id", "account", "id"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("session", &["account_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("invitation")
                    .col(id("id"))
                    .col(text("token_hash").unique_key())
                    .col(one_of("purpose", &["join", "recover"]))
                    .col(big("account_id"))
                    .col(big_or_none("term_id"))
                    .col(big_or_none("created_by"))
                    .col(time("created_at"))
                    .col(time("expires_at"))
                    .col(time_or_none("used_at"))
                    .foreign_key(&mut refers("invitation", "account_id", "account", "id"))
                    .foreign_key(&mut refers("invitation", "term_id", "office_term", "id"))
                    .foreign_key(&mut refers("invitation", "created_by", "account", "id"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("invitation", &["account_id"])).await
    }
}
