//! Published studies, their revisions, and what is projected from the current one.

use sea_orm_migration::prelude::*;

use crate::columns::{
    big, big_or_none, count, flag_false, id, index, number, number_or_none, one_of, one_of_or_none, refers, text,
    text_or_none, time, time_or_none, unique, words,
};

/// Makes `case_study` and the tables below it.
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
                    .table("case_study")
                    .col(id("id"))
                    .col(text_or_none("kecamatan_code"))
                    .col(one_of("state", &["tayang", "tidak_ditayangkan"]))
                    .col(words("state_reason"))
                    .col(one_of("visibility", &["public", "members"]))
                    .col(time_or_none("hidden_at"))
                    .col(big_or_none("hidden_by"))
                    .col(words("hidden_reason"))
                    .col(big_or_none("revision_id"))
                    .col(count("revision_number"))
                    .col(text("title"))
                    .col(words("summary"))
                    .col(big_or_none("sector_id"))
                    .col(one_of_or_none("stage", &["inisiatif", "uji-coba", "penerapan", "dihentikan"]))
                    .col(number_or_none("year"))
                    .col(words("byline"))
                    .col(big_or_none("lead_photo_id"))
                    .col(count("comment_count"))
                    .col(time("published_at"))
                    .col(time("updated_at"))
                    .col(text_or_none("ref").unique_key())
                    .col(flag_false("is_sample"))
                    .foreign_key(&mut refers("case_study", "kecamatan_code", "region", "code"))
                    .foreign_key(&mut refers("case_study", "sector_id", "sector", "id"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("case_study", &["published_at", "id"])).await?;
        manager.create_index(index("case_study", &["sector_id", "published_at"])).await?;
        manager.create_index(index("case_study", &["kecamatan_code", "published_at"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("case_study_revision")
                    .col(id("id"))
                    .col(big("case_study_id"))
                    .col(number("number"))
                    .col(text("document"))
                    .col(big_or_none("account_id"))
                    .col(big_or_none("term_id"))
                    .col(words("byline"))
                    .col(words("note"))
                    .col(time("created_at"))
                    .index(&mut unique("case_study_revision", &["case_study_id", "number"]))
                    .foreign_key(&mut refers("case_study_revision", "case_study_id", "case_study", "id"))
                    .foreign_key(&mut refers("case_study_revision", "account_id", "account", "id"))
                    .foreign_key(&mut refers("case_study_revision", "term_id", "office_term", "id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("case_study_indicator")
                    .col(big("case_study_id"))
                    .col(big("indicator_id"))
                    .primary_key(Index::create().col("case_study_id").col("indicator_id"))
                    .foreign_key(&mut refers("case_study_indicator", "case_study_id", "case_study", "id"))
                    .foreign_key(&mut refers("case_study_indicator", "indicator_id", "indicator", "id"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("case_study_indicator", &["indicator_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("case_study_duty")
                    .col(big("case_study_id"))
                    .col(big("duty_id"))
                    .primary_key(Index::create().col("case_study_id").col("duty_id"))
                    .foreign_key(&mut refers("case_study_duty", "case_study_id", "case_study", "id"))
                    .foreign_key(&mut refers("case_study_duty", "duty_id", "duty", "id"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("case_study_duty", &["duty_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("case_study_author")
                    .col(big("case_study_id"))
                    .col(big("account_id"))
                    .col(text_or_none("kecamatan_code"))
                    .primary_key(Index::create().col("case_study_id").col("account_id"))
                    .foreign_key(&mut refers("case_study_author", "case_study_id", "case_study", "id"))
                    .foreign_key(&mut refers("case_study_author", "account_id", "account", "id"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("case_study_author", &["account_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("result")
                    .col(id("id"))
                    .col(big("case_study_id"))
                    .col(count("position"))
                    .col(big_or_none("measure_id"))
                    .col(text("name"))
                    .col(words("unit"))
                    .col(words("first_value"))
                    .col(words("first_period"))
                    .col(words("last_value"))
                    .col(words("last_period"))
                    .col(words("source"))
                    .col(words("level"))
                    .col(words("measured_by"))
                    .col(flag_false("estimate"))
                    .foreign_key(&mut refers("result", "case_study_id", "case_study", "id"))
                    .foreign_key(&mut refers("result", "measure_id", "measure", "id"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("result", &["case_study_id"])).await
    }
}
