//! Letters that certify who contributed to a study, so that anybody can check one.

use sea_orm_migration::prelude::*;

use crate::columns::{
    big, big_or_none, id, index, number, number_or_none, refers, text, time, time_or_none, unique, words,
};

/// Makes `contribution_letter`.
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
                    .table("contribution_letter")
                    .col(id("id"))
                    .col(text("register_number"))
                    .col(text("token"))
                    .col(big("case_study_id"))
                    .col(number("revision_number"))
                    .col(text("kecamatan_code"))
                    .col(text("evidence"))
                    .col(number_or_none("replications"))
                    .col(text("document"))
                    .col(big("issued_by"))
                    .col(big("issued_term"))
                    .col(time("issued_at"))
                    .col(time_or_none("revoked_at"))
                    .col(big_or_none("revoked_by"))
                    .col(words("revoked_reason"))
                    .foreign_key(&mut refers("contribution_letter", "case_study_id", "case_study", "id"))
                    .foreign_key(&mut refers("contribution_letter", "kecamatan_code", "region", "code"))
                    .foreign_key(&mut refers("contribution_letter", "issued_by", "account", "id"))
                    .foreign_key(&mut refers("contribution_letter", "issued_term", "office_term", "id"))
                    .foreign_key(&mut refers("contribution_letter", "revoked_by", "account", "id"))
                    .index(&mut unique("contribution_letter", &["register_number"]))
                    .index(&mut unique("contribution_letter", &["token"]))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("contribution_letter", &["case_study_id"])).await?;
        manager.create_index(index("contribution_letter", &["kecamatan_code"])).await
    }
}
