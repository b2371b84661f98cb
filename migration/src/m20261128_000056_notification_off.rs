//! What a person switched off of what is told, one by one; and notices that such a person wants by mail alone.

use sea_orm_migration::prelude::*;

use crate::columns::{big, flag_false, id, one_of, refers, text, unique};

/// Makes `notification_off` and adds `notification.mail_only`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let off = Table::create()
            .table("notification_off")
            .col(id("id"))
            .col(big("account_id"))
            .col(text("matter"))
            .col(one_of("way", &["app", "mail", "push"]))
            .index(&mut unique("notification_off", &["account_id", "matter", "way"]))
            .foreign_key(&mut refers("notification_off", "account_id", "account", "id"))
            .to_owned();
        manager.create_table(off).await?;
        let unlisted = Table::alter().table("notification").add_column(flag_false("mail_only")).to_owned();
        manager.alter_table(unlisted).await
    }
}
