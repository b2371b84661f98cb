//! Studi tiru: an office asks the office of a study for a visit or a call, and what both write about it.

use sea_orm_migration::prelude::*;

use crate::columns::{
    big, big_or_none, day, day_or_none, flag_false, id, index, number, one_of, refers, text, time, time_or_none, words,
};

/// Makes `visit` and `visit_word`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        visits(manager).await?;
        visit_words(manager).await
    }
}

async fn visits(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("visit")
                .col(id("id"))
                .col(big("case_study_id"))
                .col(text("asking_code"))
                .col(text("host_code"))
                .col(one_of("kind", &["kunjungan", "daring"]))
                .col(one_of("state", &["diminta", "dijadwalkan", "ditolak", "dibatalkan", "selesai"]))
                .col(one_of("turn", &["pemohon", "tuan_rumah"]))
                .col(text("purpose"))
                .col(text("contact"))
                .col(number("people"))
                .col(day("first_day"))
                .col(day_or_none("second_day"))
                .col(day_or_none("third_day"))
                .col(time_or_none("scheduled_at"))
                .col(words("place"))
                .col(words("link"))
                .col(words("report_seen"))
                .col(words("report_applied"))
                .col(words("report_unfit"))
                .col(words("report_team"))
                .col(time_or_none("reported_at"))
                .col(big("asked_by"))
                .col(big("term_id"))
                .col(text("byline"))
                .col(big("version"))
                .col(flag_false("is_sample"))
                .col(time("created_at"))
                .col(time("updated_at"))
                .col(time("turn_since"))
                .col(time_or_none("answered_at"))
                .col(time_or_none("escalated_at"))
                .col(time_or_none("report_asked_at"))
                .col(time_or_none("report_hidden_at"))
                .col(big_or_none("report_hidden_by"))
                .col(words("report_hidden_reason"))
                .foreign_key(&mut refers("visit", "case_study_id", "case_study", "id"))
                .foreign_key(&mut refers("visit", "asking_code", "region", "code"))
                .foreign_key(&mut refers("visit", "host_code", "region", "code"))
                .foreign_key(&mut refers("visit", "asked_by", "account", "id"))
                .foreign_key(&mut refers("visit", "term_id", "office_term", "id"))
                .foreign_key(&mut refers("visit", "report_hidden_by", "account", "id"))
                .to_owned(),
        )
        .await?;
    manager.create_index(index("visit", &["host_code", "state"])).await?;
    manager.create_index(index("visit", &["asking_code", "state"])).await?;
    manager.create_index(index("visit", &["case_study_id"])).await?;
    // What waits too long is looked for every few seconds.
    manager.create_index(index("visit", &["state", "turn_since"])).await
}

async fn visit_words(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let acts = &["ajukan", "usul", "jadwal", "tempat", "tolak", "batal", "pesan", "laporan", "perbaikan"];
    manager
        .create_table(
            Table::create()
                .table("visit_word")
                .col(id("id"))
                .col(big("visit_id"))
                .col(one_of("side", &["pemohon", "tuan_rumah"]))
                .col(one_of("act", acts))
                .col(time_or_none("offered_at"))
                .col(words("body"))
                .col(big("account_id"))
                .col(big("term_id"))
                .col(text("byline"))
                .col(time("created_at"))
                .foreign_key(&mut refers("visit_word", "visit_id", "visit", "id"))
                .foreign_key(&mut refers("visit_word", "account_id", "account", "id"))
                .foreign_key(&mut refers("visit_word", "term_id", "office_term", "id"))
                .to_owned(),
        )
        .await?;
    manager.create_index(index("visit_word", &["visit_id"])).await
}
