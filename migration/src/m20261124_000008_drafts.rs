//! What is being written, and each saved state of it.

use sea_orm_migration::prelude::*;

use crate::columns::{big, big_or_none, id, index, one_of, refers, text, time, unique, words};

/// Makes `draft` and `draft_version`.
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
                    .table("draft")
                    .col(id("id"))
                    .col(text("key"))
                    .col(big("creator_id"))
                    .col(text("kecamatan_code"))
                    .col(big_or_none("case_study_id"))
                    .col(big_or_none("base_revision_id"))
                    .col(one_of(
                        "step",
                        &["ditulis", "diajukan_sekcam", "diajukan_camat", "perlu_diperbaiki", "ditinjau_pembina"],
                    ))
                    .col(text("document"))
                    .col(big("version"))
                    .col(words("note"))
                    .col(one_of("visibility", &["public", "members"]))
                    .col(time("updated_at"))
                    .col(big("updated_by"))
                    .col(time("created_at"))
                    .col(big_or_none("published_case_study_id"))
                    .index(&mut unique("draft", &["key", "creator_id"]))
                    .foreign_key(&mut refers("draft", "creator_id", "account", "id"))
                    .foreign_key(&mut refers("draft", "kecamatan_code", "region", "code"))
                    .foreign_key(&mut refers("draft", "case_study_id", "case_study", "id"))
                    .foreign_key(&mut refers("draft", "updated_by", "account", "id"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("draft", &["kecamatan_code", "step"])).await?;
        manager.create_index(index("draft", &["case_study_id"])).await?;
        manager.create_index(index("draft", &["creator_id", "updated_at"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("draft_version")
                    .col(id("id"))
                    .col(big("draft_id"))
                    .col(big("version"))
                    .col(text("document"))
                    .col(big("saved_by"))
                    .col(time("saved_at"))
                    .index(&mut unique("draft_version", &["draft_id", "version"]))
                    .foreign_key(
                        refers("draft_version", "draft_id", "draft", "id").on_delete(ForeignKeyAction::Cascade),
                    )
                    .foreign_key(&mut refers("draft_version", "saved_by", "account", "id"))
                    .to_owned(),
            )
            .await
    }
}
