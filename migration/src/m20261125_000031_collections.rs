//! Collections: an ordered, introduced list of studies, and those who may edit it.

use sea_orm_migration::prelude::*;

use crate::columns::{
    big, big_or_none, count, flag_false, id, index, one_of, refers, text, time, time_or_none, unique, words,
};

/// Makes `collection`, `collection_item` and `collection_curator`.
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
                    .table("collection")
                    .col(id("id"))
                    .col(text("title"))
                    .col(words("introduction"))
                    .col(one_of("state", &["draf", "tayang", "dibuang"]))
                    .col(big_or_none("cover_photo_id"))
                    .col(words("cover_alt"))
                    .col(text("scope_code"))
                    .col(words("unit_name"))
                    .col(big("account_id"))
                    .col(big_or_none("term_id"))
                    .col(big("version"))
                    .col(flag_false("is_sample"))
                    .col(time("created_at"))
                    .col(time("updated_at"))
                    .col(big("updated_by"))
                    .col(time_or_none("published_at"))
                    .foreign_key(&mut refers("collection", "scope_code", "region", "code"))
                    .foreign_key(&mut refers("collection", "account_id", "account", "id"))
                    .foreign_key(&mut refers("collection", "term_id", "office_term", "id"))
                    .foreign_key(&mut refers("collection", "updated_by", "account", "id"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("collection", &["state", "published_at"])).await?;
        manager.create_index(index("collection", &["account_id"])).await?;
        manager.create_index(index("collection", &["scope_code"])).await?;
        items(manager).await?;
        curators(manager).await
    }
}

// A study that was taken out stays with its note, so that this can be taken back.
async fn items(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("collection_item")
                .col(id("id"))
                .col(big("collection_id"))
                .col(big("case_study_id"))
                .col(count("position"))
                .col(words("note"))
                .col(big("added_by"))
                .col(time("added_at"))
                .col(time_or_none("removed_at"))
                .index(&mut unique("collection_item", &["collection_id", "case_study_id"]))
                .foreign_key(&mut refers("collection_item", "collection_id", "collection", "id"))
                .foreign_key(&mut refers("collection_item", "case_study_id", "case_study", "id"))
                .foreign_key(&mut refers("collection_item", "added_by", "account", "id"))
                .to_owned(),
        )
        .await?;
    manager.create_index(index("collection_item", &["case_study_id"])).await
}

async fn curators(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("collection_curator")
                .col(big("collection_id"))
                .col(big("account_id"))
                .col(words("unit_name"))
                .col(big("added_by"))
                .col(time("added_at"))
                .primary_key(Index::create().col("collection_id").col("account_id"))
                .foreign_key(&mut refers("collection_curator", "collection_id", "collection", "id"))
                .foreign_key(&mut refers("collection_curator", "account_id", "account", "id"))
                .foreign_key(&mut refers("collection_curator", "added_by", "account", "id"))
                .to_owned(),
        )
        .await?;
    manager.create_index(index("collection_curator", &["account_id"])).await
}
