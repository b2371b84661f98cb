//! Files of drafts and studies (the bytes are in the object store), and uploads on their way.

use sea_orm_migration::prelude::*;

use crate::columns::{big, big_or_none, id, index, one_of, refers, text, time, unique, words};

/// Makes `attached_file` and `upload`.
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
                    .table("attached_file")
                    .col(id("id"))
                    .col(big_or_none("draft_id"))
                    .col(big_or_none("case_study_id"))
                    .col(text("sha256"))
                    .col(words("original_name"))
                    .col(one_of("kind", &["pdf", "docx", "xlsx", "pptx"]))
                    .col(big("size_bytes"))
                    .col(one_of("text_state", &["waiting", "read", "unreadable"]))
                    .col(text("pages").default("[]"))
                    .col(big_or_none("uploaded_by"))
                    .col(time("created_at"))
                    .foreign_key(&mut refers("attached_file", "case_study_id", "case_study", "id"))
                    .foreign_key(&mut refers("attached_file", "uploaded_by", "account", "id"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("attached_file", &["case_study_id"])).await?;
        manager.create_index(index("attached_file", &["draft_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("upload")
                    .col(id("id"))
                    .col(text("token"))
                    .col(text("draft_key"))
                    .col(big("account_id"))
                    .col(words("name"))
                    .col(big("size_bytes"))
                    .col(big("received_bytes"))
                    .col(time("created_at"))
                    .index(&mut unique("upload", &["token"]))
                    .foreign_key(&mut refers("upload", "account_id", "account", "id"))
                    .to_owned(),
            )
            .await
    }
}
