//! Working on a draft together: what a reviewer has seen, remarks at a section, whether papers pass the sekcam, and the
//! offices that wrote a study together.

use sea_orm_migration::prelude::*;

use crate::columns::{big, big_or_none, flag, id, index, one_of, refers, text, time, time_or_none, unique};

/// Adds `draft.reviewed_version`; makes `draft_remark`, `paper_way` and `case_study_partner`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let reviewed = big_or_none("reviewed_version");
        manager.alter_table(Table::alter().table("draft").add_column(reviewed).to_owned()).await?;
        manager
            .create_table(
                Table::create()
                    .table("draft_remark")
                    .col(id("id"))
                    .col(big("draft_id"))
                    .col(text("field"))
                    .col(text("body"))
                    .col(big("author_id"))
                    .col(time("created_at"))
                    .col(time_or_none("done_at"))
                    .col(big_or_none("done_by"))
                    .foreign_key(refers("draft_remark", "draft_id", "draft", "id").on_delete(ForeignKeyAction::Cascade))
                    .foreign_key(&mut refers("draft_remark", "author_id", "account", "id"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("draft_remark", &["draft_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("paper_way")
                    .col(id("id"))
                    .col(text("kecamatan_code"))
                    .col(flag("via_sekcam"))
                    .col(big("set_by"))
                    .col(time("set_at"))
                    .index(&mut unique("paper_way", &["kecamatan_code"]))
                    .foreign_key(&mut refers("paper_way", "kecamatan_code", "region", "code"))
                    .foreign_key(&mut refers("paper_way", "set_by", "account", "id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("case_study_partner")
                    .col(id("id"))
                    .col(big("case_study_id"))
                    .col(text("kecamatan_code"))
                    .col(one_of("state", &["asked", "agreed", "declined"]))
                    .col(time("asked_at"))
                    .col(big_or_none("answered_by"))
                    .col(time_or_none("answered_at"))
                    .index(&mut unique("case_study_partner", &["case_study_id", "kecamatan_code"]))
                    .foreign_key(&mut refers("case_study_partner", "case_study_id", "case_study", "id"))
                    .foreign_key(&mut refers("case_study_partner", "kecamatan_code", "region", "code"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("case_study_partner", &["kecamatan_code", "state"])).await
    }
}
