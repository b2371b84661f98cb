//! Photos of drafts and studies; the bytes are in the object store.

use sea_orm_migration::prelude::*;

use crate::columns::{big, big_or_none, id, index, number, one_of, refers, text, time, time_or_none, words};

/// Makes `attachment`.
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
                    .table("attachment")
                    .col(id("id"))
                    .col(one_of("kind", &["photo"]))
                    .col(big_or_none("draft_id"))
                    .col(big_or_none("case_study_id"))
                    .col(text("sha256"))
                    .col(words("original_name"))
                    .col(text("media_type"))
                    .col(number("width"))
                    .col(number("height"))
                    .col(big("size_bytes"))
                    .col(words("alt"))
                    .col(words("caption"))
                    .col(one_of("consent", &["none_recognisable", "agreed", "children_permitted"]))
                    .col(big_or_none("consent_by"))
                    .col(time_or_none("consent_at"))
                    .col(big_or_none("uploaded_by"))
                    .col(time("created_at"))
                    .foreign_key(&mut refers("attachment", "case_study_id", "case_study", "id"))
                    .foreign_key(&mut refers("attachment", "uploaded_by", "account", "id"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("attachment", &["case_study_id"])).await?;
        manager.create_index(index("attachment", &["draft_id"])).await
    }
}
