//! The ledger of replication: which kecamatan takes a practice up, and each step of it with its date.

use sea_orm_migration::prelude::*;

use crate::columns::{
    big, big_or_none, count, day, flag_false, id, index, one_of, refers, text, time, time_or_none, unique, words,
};

/// The stages of an adoption, in their order.
const STAGES: &[&str] = &["berminat", "direncanakan", "uji_coba", "berjalan", "dihentikan"];

/// Makes `adoption` and `adoption_step`, and counts beside the study what cards show.
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
                    .table("adoption")
                    .col(id("id"))
                    .col(big("case_study_id"))
                    .col(text("kecamatan_code"))
                    .col(one_of("stage", STAGES))
                    .col(day("since"))
                    .col(flag_false("has_results"))
                    .col(big("opened_by"))
                    .col(big_or_none("term_id"))
                    .col(text("byline"))
                    .col(big_or_none("own_study_id"))
                    .col(big("version"))
                    .col(time("created_at"))
                    .col(time("updated_at"))
                    .col(time_or_none("asked_at"))
                    .col(time_or_none("confirmed_at"))
                    .index(&mut unique("adoption", &["case_study_id", "kecamatan_code"]))
                    .foreign_key(&mut refers("adoption", "case_study_id", "case_study", "id"))
                    .foreign_key(&mut refers("adoption", "kecamatan_code", "region", "code"))
                    .foreign_key(&mut refers("adoption", "opened_by", "account", "id"))
                    .foreign_key(&mut refers("adoption", "term_id", "office_term", "id"))
                    .foreign_key(&mut refers("adoption", "own_study_id", "case_study", "id"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("adoption", &["kecamatan_code", "stage"])).await?;
        manager.create_index(index("adoption", &["stage", "confirmed_at"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("adoption_step")
                    .col(id("id"))
                    .col(big("adoption_id"))
                    .col(one_of("stage", STAGES))
                    .col(day("happened_on"))
                    .col(words("note"))
                    .col(text("figures").default("[]").take())
                    .col(big_or_none("photo_id"))
                    .col(big("account_id"))
                    .col(big_or_none("term_id"))
                    .col(text("byline"))
                    .col(time("recorded_at"))
                    .foreign_key(&mut refers("adoption_step", "adoption_id", "adoption", "id"))
                    .foreign_key(&mut refers("adoption_step", "photo_id", "attachment", "id"))
                    .foreign_key(&mut refers("adoption_step", "account_id", "account", "id"))
                    .foreign_key(&mut refers("adoption_step", "term_id", "office_term", "id"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("adoption_step", &["adoption_id"])).await?;
        for column in [count("replications"), flag_false("replicated_with_results")] {
            manager.alter_table(Table::alter().table("case_study").add_column(column).to_owned()).await?;
        }
        Ok(())
    }
}
