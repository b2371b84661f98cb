//! What people follow, how they want to be told, the mails that carry it, and the devices that are pushed to.

use sea_orm_migration::prelude::*;

use crate::columns::{
    big, big_or_none, count, flag, id, index, number, one_of, one_of_or_none, refers, text, time, time_or_none, unique,
};

/// Makes `follow`, `notification_choice`, `notification_setting`, `notification_mail`, `notification_round`,
/// `push_subscription` and `push_key`; a notification names the mail that carried it.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(follow()).await?;
        manager.create_index(index("follow", &["kind", "subject", "account_id"])).await?;
        manager.create_table(choice()).await?;
        manager.create_table(setting()).await?;
        manager.create_table(mail()).await?;
        manager.create_table(round()).await?;
        let carried = Table::alter().table("notification").add_column(big_or_none("mail_id")).to_owned();
        manager.alter_table(carried).await?;
        manager.create_index(index("notification", &["mail_id"])).await?;
        manager.create_table(subscription()).await?;
        manager.create_index(index("push_subscription", &["account_id"])).await?;
        manager.create_index(index("push_subscription", &["session_id"])).await?;
        manager.create_table(key()).await
    }
}

fn follow() -> TableCreateStatement {
    Table::create()
        .table("follow")
        .col(id("id"))
        .col(big("account_id"))
        .col(one_of("kind", &["study", "kecamatan", "sector", "indicator", "collection", "question"]))
        .col(text("subject"))
        .col(time("since"))
        .index(&mut unique("follow", &["account_id", "kind", "subject"]))
        .foreign_key(&mut refers("follow", "account_id", "account", "id"))
        .to_owned()
}

fn choice() -> TableCreateStatement {
    Table::create()
        .table("notification_choice")
        .col(id("id"))
        .col(big("account_id"))
        .col(text("topic"))
        .col(one_of("mail", &["now", "daily", "never"]))
        .col(flag("push"))
        .index(&mut unique("notification_choice", &["account_id", "topic"]))
        .foreign_key(&mut refers("notification_choice", "account_id", "account", "id"))
        .to_owned()
}

fn setting() -> TableCreateStatement {
    Table::create()
        .table("notification_setting")
        .col(big("account_id").primary_key())
        .col(flag("quiet"))
        .col(number("quiet_from"))
        .col(number("quiet_until"))
        .col(time_or_none("push_planned_at"))
        .foreign_key(&mut refers("notification_setting", "account_id", "account", "id"))
        .to_owned()
}

fn mail() -> TableCreateStatement {
    Table::create()
        .table("notification_mail")
        .col(id("id"))
        .col(big("account_id"))
        .col(text("slot"))
        .col(text("token_hash").unique_key())
        .col(time("queued_at"))
        .col(one_of_or_none("outcome", &["sent", "skipped"]))
        .col(time_or_none("settled_at"))
        .index(&mut unique("notification_mail", &["account_id", "slot"]))
        .foreign_key(&mut refers("notification_mail", "account_id", "account", "id"))
        .to_owned()
}

fn round() -> TableCreateStatement {
    Table::create()
        .table("notification_round")
        .col(id("id"))
        .col(text("day").unique_key())
        .col(time("begun_at"))
        .to_owned()
}

/// A device is told only while the session lives that it subscribed in: whatever ends the session ends the row.
fn subscription() -> TableCreateStatement {
    Table::create()
        .table("push_subscription")
        .col(id("id"))
        .col(big("account_id"))
        .col(big("session_id"))
        .col(text("endpoint").unique_key())
        .col(time("created_at"))
        .col(time_or_none("last_ok_at"))
        .col(count("failures"))
        .foreign_key(&mut refers("push_subscription", "account_id", "account", "id"))
        .foreign_key(refers("push_subscription", "session_id", "session", "id").on_delete(ForeignKeyAction::Cascade))
        .to_owned()
}

fn key() -> TableCreateStatement {
    Table::create().table("push_key").col(id("id")).col(text("secret")).col(time("created_at")).to_owned()
}
