//! Ruang Pembelajaran: what did not work yet, for members only, and what other members say to it.

use sea_orm_migration::prelude::*;

use crate::columns::{big, big_or_none, flag_false, id, index, refers, text, time, time_or_none, unique, words};

/// Makes `lesson`, `lesson_indicator` and `lesson_word`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        lessons(manager).await?;
        indicators(manager).await?;
        said(manager).await
    }
}

// The account goes when its owner closes it; the lesson stays with the office.
async fn lessons(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("lesson")
                .col(id("id"))
                .col(text("key"))
                .col(big_or_none("account_id"))
                .col(big_or_none("term_id"))
                .col(text("kecamatan_code"))
                .col(words("byline"))
                .col(flag_false("is_unnamed"))
                .col(text("title"))
                .col(big_or_none("sector_id"))
                .col(words("tried"))
                .col(words("happened"))
                .col(words("hindrance"))
                .col(words("differently"))
                .col(big_or_none("case_study_id"))
                .col(big("version").default(1).take())
                .col(flag_false("is_sample"))
                .col(time("created_at"))
                .col(time("updated_at"))
                .col(time_or_none("withdrawn_at"))
                .col(time_or_none("hidden_at"))
                .col(big_or_none("hidden_by"))
                .col(words("hidden_reason"))
                .index(&mut unique("lesson", &["key"]))
                .foreign_key(&mut refers("lesson", "account_id", "account", "id"))
                .foreign_key(&mut refers("lesson", "term_id", "office_term", "id"))
                .foreign_key(&mut refers("lesson", "kecamatan_code", "region", "code"))
                .foreign_key(&mut refers("lesson", "sector_id", "sector", "id"))
                .foreign_key(&mut refers("lesson", "case_study_id", "case_study", "id"))
                .foreign_key(&mut refers("lesson", "hidden_by", "account", "id"))
                .to_owned(),
        )
        .await?;
    manager.create_index(index("lesson", &["created_at"])).await?;
    manager.create_index(index("lesson", &["sector_id"])).await?;
    manager.create_index(index("lesson", &["kecamatan_code"])).await?;
    manager.create_index(index("lesson", &["account_id"])).await
}

async fn indicators(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("lesson_indicator")
                .col(big("lesson_id"))
                .col(big("indicator_id"))
                .primary_key(Index::create().col("lesson_id").col("indicator_id"))
                .foreign_key(&mut refers("lesson_indicator", "lesson_id", "lesson", "id"))
                .foreign_key(&mut refers("lesson_indicator", "indicator_id", "indicator", "id"))
                .to_owned(),
        )
        .await?;
    manager.create_index(index("lesson_indicator", &["indicator_id"])).await
}

// What is told to the coordinators alone stands here too: it is said about the same lesson and cared for by the same.
async fn said(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("lesson_word")
                .col(id("id"))
                .col(big("lesson_id"))
                .col(big_or_none("account_id"))
                .col(big_or_none("term_id"))
                .col(words("byline"))
                .col(flag_false("is_author"))
                .col(flag_false("is_report"))
                .col(text("body"))
                .col(time("created_at"))
                .col(time_or_none("deleted_at"))
                .col(time_or_none("hidden_at"))
                .col(big_or_none("hidden_by"))
                .col(words("hidden_reason"))
                .foreign_key(&mut refers("lesson_word", "lesson_id", "lesson", "id"))
                .foreign_key(&mut refers("lesson_word", "account_id", "account", "id"))
                .foreign_key(&mut refers("lesson_word", "term_id", "office_term", "id"))
                .foreign_key(&mut refers("lesson_word", "hidden_by", "account", "id"))
                .to_owned(),
        )
        .await?;
    manager.create_index(index("lesson_word", &["lesson_id", "created_at"])).await?;
    manager.create_index(index("lesson_word", &["account_id"])).await
}
