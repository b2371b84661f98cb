//! Tanya Jawab: what members ask each other, what they answer, and the answer drawn together from the replies.

use sea_orm_migration::prelude::*;

use crate::columns::{big, big_or_none, count, flag_false, id, index, one_of, refers, text, time, time_or_none, words};

/// Makes `question`, `question_indicator` and `answer`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        questions(manager).await?;
        indicators(manager).await?;
        answers(manager).await
    }
}

async fn questions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("question")
                .col(id("id"))
                .col(big("account_id"))
                .col(big_or_none("term_id"))
                .col(words("byline"))
                .col(text("scope_code"))
                .col(text("title"))
                .col(words("body"))
                .col(one_of("visibility", &["public", "members"]))
                .col(big_or_none("sector_id"))
                .col(big_or_none("topic_id"))
                .col(count("answer_count"))
                .col(big_or_none("accepted_answer_id"))
                .col(words("summary"))
                .col(big("summary_version").default(0).take())
                .col(big_or_none("summary_by"))
                .col(words("summary_byline"))
                .col(time_or_none("summary_at"))
                .col(flag_false("is_sample"))
                .col(time("created_at"))
                .col(time_or_none("edited_at"))
                .col(time_or_none("escalated_at"))
                .col(time_or_none("deleted_at"))
                .col(time_or_none("hidden_at"))
                .col(big_or_none("hidden_by"))
                .col(words("hidden_reason"))
                .foreign_key(&mut refers("question", "account_id", "account", "id"))
                .foreign_key(&mut refers("question", "term_id", "office_term", "id"))
                .foreign_key(&mut refers("question", "scope_code", "region", "code"))
                .foreign_key(&mut refers("question", "sector_id", "sector", "id"))
                .foreign_key(&mut refers("question", "topic_id", "search_topic", "id"))
                .foreign_key(&mut refers("question", "summary_by", "account", "id"))
                .foreign_key(&mut refers("question", "hidden_by", "account", "id"))
                .to_owned(),
        )
        .await?;
    manager.create_index(index("question", &["created_at"])).await?;
    manager.create_index(index("question", &["sector_id"])).await?;
    manager.create_index(index("question", &["topic_id"])).await?;
    manager.create_index(index("question", &["account_id"])).await?;
    manager.create_index(index("question", &["answer_count", "escalated_at"])).await
}

async fn indicators(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("question_indicator")
                .col(big("question_id"))
                .col(big("indicator_id"))
                .primary_key(Index::create().col("question_id").col("indicator_id"))
                .foreign_key(&mut refers("question_indicator", "question_id", "question", "id"))
                .foreign_key(&mut refers("question_indicator", "indicator_id", "indicator", "id"))
                .to_owned(),
        )
        .await?;
    manager.create_index(index("question_indicator", &["indicator_id"])).await
}

// Which answers the drawn-together one rests on is a mark of theirs: a credit goes when its answer goes.
async fn answers(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("answer")
                .col(id("id"))
                .col(big("question_id"))
                .col(big("account_id"))
                .col(big_or_none("term_id"))
                .col(words("byline"))
                .col(text("body"))
                .col(flag_false("is_credited"))
                .col(time("created_at"))
                .col(time_or_none("edited_at"))
                .col(time_or_none("deleted_at"))
                .col(time_or_none("hidden_at"))
                .col(big_or_none("hidden_by"))
                .col(words("hidden_reason"))
                .foreign_key(&mut refers("answer", "question_id", "question", "id"))
                .foreign_key(&mut refers("answer", "account_id", "account", "id"))
                .foreign_key(&mut refers("answer", "term_id", "office_term", "id"))
                .foreign_key(&mut refers("answer", "hidden_by", "account", "id"))
                .to_owned(),
        )
        .await?;
    manager.create_index(index("answer", &["question_id", "created_at"])).await?;
    manager.create_index(index("answer", &["account_id"])).await
}
