//! A second factor at sign-in: the secret of an authenticator app, recovery codes, and the step between password and code.

use sea_orm_migration::prelude::*;

use crate::columns::{big, flag_false, id, index, refers, text, time, time_or_none};

/// Makes `second_factor`, `recovery_code` and `sign_in_step`.
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
                    .table("second_factor")
                    .col(big("account_id").primary_key())
                    .col(text("secret"))
                    .col(big("last_step"))
                    .col(time("created_at"))
                    .col(time_or_none("confirmed_at"))
                    .foreign_key(&mut refers("second_factor", "account_id", "account", "id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("recovery_code")
                    .col(id("id"))
                    .col(big("account_id"))
                    .col(text("code_hash"))
                    .col(time_or_none("used_at"))
                    .foreign_key(&mut refers("recovery_code", "account_id", "account", "id"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("recovery_code", &["account_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("sign_in_step")
                    .col(id("id"))
                    .col(text("token_hash").unique_key())
                    .col(big("account_id"))
                    .col(time("expires_at"))
                    .col(flag_false("office_computer"))
                    .foreign_key(&mut refers("sign_in_step", "account_id", "account", "id"))
                    .to_owned(),
            )
            .await
    }
}
