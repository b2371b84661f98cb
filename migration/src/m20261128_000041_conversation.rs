//! The conversation grows up: comments at a section, whom they mention, what they said before, and reactions.

use sea_orm_migration::prelude::*;

use crate::columns::{big, big_or_none, id, index, one_of, refers, text, text_or_none, time, unique};

/// Adds `comment.section`; makes `comment_revision`, `comment_mention` and `reaction`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let section = Table::alter().table("comment").add_column(text_or_none("section")).to_owned();
        manager.alter_table(section).await?;
        // A page reads the first comments of a study and the first answers of each, in the order of time.
        manager.create_index(index("comment", &["case_study_id", "parent_id", "created_at"])).await?;
        manager.create_index(index("comment", &["parent_id", "created_at"])).await?;
        manager.create_index(index("comment", &["case_study_id", "section"])).await?;
        revisions(manager).await?;
        mentions(manager).await?;
        reactions(manager).await
    }
}

async fn revisions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("comment_revision")
                .col(id("id"))
                .col(big("comment_id"))
                .col(big("case_study_id"))
                .col(text("body"))
                .col(time("written_at"))
                .col(time("replaced_at"))
                .foreign_key(&mut refers("comment_revision", "comment_id", "comment", "id"))
                .foreign_key(&mut refers("comment_revision", "case_study_id", "case_study", "id"))
                .to_owned(),
        )
        .await?;
    manager.create_index(index("comment_revision", &["comment_id"])).await?;
    manager.create_index(index("comment_revision", &["case_study_id"])).await
}

async fn mentions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("comment_mention")
                .col(id("id"))
                .col(big("comment_id"))
                .col(big("account_id"))
                .col(big_or_none("person_id"))
                .col(text_or_none("kecamatan_code"))
                .col(time("created_at"))
                .foreign_key(&mut refers("comment_mention", "comment_id", "comment", "id"))
                .foreign_key(&mut refers("comment_mention", "account_id", "account", "id"))
                .foreign_key(&mut refers("comment_mention", "person_id", "account", "id"))
                .foreign_key(&mut refers("comment_mention", "kecamatan_code", "region", "code"))
                .to_owned(),
        )
        .await?;
    manager.create_index(index("comment_mention", &["comment_id"])).await?;
    manager.create_index(index("comment_mention", &["account_id", "created_at"])).await
}

async fn reactions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("reaction")
                .col(id("id"))
                .col(one_of("subject_kind", &["case_study", "comment"]))
                .col(big("subject_id"))
                .col(big("account_id"))
                .col(one_of("kind", &["useful", "here_too"]))
                .col(time("created_at"))
                .index(&mut unique("reaction", &["subject_kind", "subject_id", "kind", "account_id"]))
                .foreign_key(&mut refers("reaction", "account_id", "account", "id"))
                .to_owned(),
        )
        .await?;
    manager.create_index(index("reaction", &["account_id"])).await
}
