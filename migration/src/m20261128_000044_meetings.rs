//! Meetings that an office keeps: what was looked at, what was decided, by whom it is done and by when; and the theme
//! with three studies that coordinators set for a month.

use sea_orm_migration::prelude::*;

use crate::columns::{
    big, big_or_none, count, day, day_or_none, flag_false, id, index, one_of, refers, text, time, time_or_none, unique,
    words,
};

/// Makes `meeting`, `meeting_item`, `minggon` and `minggon_item`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        meetings(manager).await?;
        items(manager).await?;
        minggon(manager).await?;
        minggon_items(manager).await
    }
}

async fn meetings(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("meeting")
                .col(id("id"))
                .col(text("key"))
                .col(text("office_code"))
                .col(big("account_id"))
                .col(big("term_id"))
                .col(text("title"))
                .col(day("held_on"))
                .col(words("place"))
                .col(words("participants"))
                .col(words("opening"))
                .col(words("closing"))
                .col(big("version"))
                .col(big_or_none("previous_id"))
                .col(time_or_none("concluded_at"))
                .col(flag_false("is_sample"))
                .col(time("created_at"))
                .col(time("updated_at"))
                .col(big("updated_by"))
                .index(&mut unique("meeting", &["account_id", "key"]))
                .index(&mut unique("meeting", &["previous_id"]))
                .foreign_key(&mut refers("meeting", "office_code", "region", "code"))
                .foreign_key(&mut refers("meeting", "account_id", "account", "id"))
                .foreign_key(&mut refers("meeting", "term_id", "office_term", "id"))
                .foreign_key(&mut refers("meeting", "previous_id", "meeting", "id"))
                .foreign_key(&mut refers("meeting", "updated_by", "account", "id"))
                .to_owned(),
        )
        .await?;
    manager.create_index(index("meeting", &["office_code", "held_on"])).await
}

async fn items(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("meeting_item")
                .col(id("id"))
                .col(big("meeting_id"))
                .col(big("case_study_id"))
                .col(count("position"))
                .col(one_of("decision", &["", "replikasi", "pelajari", "tidak_cocok"]).default("").take())
                .col(words("who"))
                .col(day_or_none("due_on"))
                .col(words("note"))
                .col(big("version"))
                .col(big("updated_by"))
                .col(time("updated_at"))
                .col(time_or_none("done_at"))
                .col(big_or_none("done_by"))
                .col(big_or_none("carried_from"))
                .col(big_or_none("adoption_id"))
                .index(&mut unique("meeting_item", &["meeting_id", "case_study_id"]))
                .foreign_key(&mut refers("meeting_item", "meeting_id", "meeting", "id"))
                .foreign_key(&mut refers("meeting_item", "case_study_id", "case_study", "id"))
                .foreign_key(&mut refers("meeting_item", "updated_by", "account", "id"))
                .foreign_key(&mut refers("meeting_item", "done_by", "account", "id"))
                .foreign_key(&mut refers("meeting_item", "carried_from", "meeting_item", "id"))
                .to_owned(),
        )
        .await?;
    manager.create_index(index("meeting_item", &["carried_from"])).await?;
    manager.create_index(index("meeting_item", &["case_study_id"])).await
}

async fn minggon(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("minggon")
                .col(id("id"))
                .col(text("scope_code"))
                .col(day("month"))
                .col(text("theme"))
                .col(words("introduction"))
                .col(words("unit_name"))
                .col(big("version"))
                .col(big("account_id"))
                .col(big("term_id"))
                .col(flag_false("is_sample"))
                .col(time("created_at"))
                .col(time("updated_at"))
                .index(&mut unique("minggon", &["scope_code", "month"]))
                .foreign_key(&mut refers("minggon", "scope_code", "region", "code"))
                .foreign_key(&mut refers("minggon", "account_id", "account", "id"))
                .foreign_key(&mut refers("minggon", "term_id", "office_term", "id"))
                .to_owned(),
        )
        .await?;
    manager.create_index(index("minggon", &["month"])).await
}

async fn minggon_items(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("minggon_item")
                .col(id("id"))
                .col(big("minggon_id"))
                .col(big("case_study_id"))
                .col(count("position"))
                .col(words("question"))
                .index(&mut unique("minggon_item", &["minggon_id", "case_study_id"]))
                .foreign_key(&mut refers("minggon_item", "minggon_id", "minggon", "id"))
                .foreign_key(&mut refers("minggon_item", "case_study_id", "case_study", "id"))
                .to_owned(),
        )
        .await?;
    manager.create_index(index("minggon_item", &["case_study_id"])).await
}
