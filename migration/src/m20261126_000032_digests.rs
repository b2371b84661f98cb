//! The weekly digest: what it holds, who was sent it, and how often a person wants it.

use sea_orm_migration::prelude::*;

use crate::columns::{
    big, big_or_none, flag_false, id, index, number, one_of, one_of_or_none, refers, text, time, time_or_none, unique,
    words,
};

/// Makes `digest`, `digest_item`, `digest_delivery` and `digest_choice`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(digest()).await?;
        manager.create_index(index("digest", &["state", "goes_at"])).await?;
        manager.create_table(item()).await?;
        manager.create_index(index("digest_item", &["case_study_id"])).await?;
        manager.create_table(delivery()).await?;
        manager.create_index(index("digest_delivery", &["account_id", "queued_at"])).await?;
        manager.create_table(choice()).await
    }
}

fn digest() -> TableCreateStatement {
    Table::create()
        .table("digest")
        .col(id("id"))
        .col(text("scope_code"))
        .col(text("week"))
        .col(time("since"))
        .col(time("until"))
        .col(one_of("state", &["draft", "held", "sent"]))
        .col(words("opening"))
        .col(words("hold_reason"))
        .col(big("version"))
        .col(time("made_at"))
        .col(time("goes_at"))
        .col(big_or_none("edited_by"))
        .col(time_or_none("edited_at"))
        .col(words("unit_name"))
        .col(time_or_none("sent_at"))
        .col(big_or_none("sent_by"))
        .index(&mut unique("digest", &["scope_code", "week"]))
        .foreign_key(&mut refers("digest", "scope_code", "region", "code"))
        .foreign_key(&mut refers("digest", "edited_by", "account", "id"))
        .foreign_key(&mut refers("digest", "sent_by", "account", "id"))
        .to_owned()
}

fn item() -> TableCreateStatement {
    Table::create()
        .table("digest_item")
        .col(id("id"))
        .col(big("digest_id"))
        .col(big("case_study_id"))
        .col(number("position"))
        .col(one_of("origin", &["featured", "new", "added"]))
        .col(flag_false("left_out"))
        .col(words("unit_name"))
        .col(words("theme"))
        .col(words("reason"))
        .index(&mut unique("digest_item", &["digest_id", "case_study_id"]))
        .foreign_key(&mut refers("digest_item", "digest_id", "digest", "id"))
        .foreign_key(&mut refers("digest_item", "case_study_id", "case_study", "id"))
        .to_owned()
}

fn delivery() -> TableCreateStatement {
    Table::create()
        .table("digest_delivery")
        .col(id("id"))
        .col(big("digest_id"))
        .col(big("account_id"))
        .col(one_of("frequency", &["weekly", "monthly"]))
        .col(text("token_hash"))
        .col(time("queued_at"))
        .col(one_of_or_none("outcome", &["sent", "skipped"]))
        .col(time_or_none("settled_at"))
        .index(&mut unique("digest_delivery", &["digest_id", "account_id"]))
        .index(&mut unique("digest_delivery", &["token_hash"]))
        .foreign_key(&mut refers("digest_delivery", "digest_id", "digest", "id"))
        .foreign_key(&mut refers("digest_delivery", "account_id", "account", "id"))
        .to_owned()
}

fn choice() -> TableCreateStatement {
    Table::create()
        .table("digest_choice")
        .col(big("account_id").primary_key())
        .col(one_of("frequency", &["weekly", "monthly", "never"]))
        .col(time("chosen_at"))
        .foreign_key(&mut refers("digest_choice", "account_id", "account", "id"))
        .to_owned()
}
