//! Studi tiru: a time that is offered stands beside the one that is agreed, and a guest who did not come is an end of its own.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::columns::{
    big, big_or_none, day, day_or_none, flag_false, id, index, number, one_of, refers, text, time, time_or_none, words,
};

/// Adds `visit.offered_at`, `offered_place` and `offered_link`; widens `visit.state` and `visit_word.act`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DbBackend::Sqlite {
            anew(manager).await?;
        } else {
            each(manager, IN_PLACE).await?;
        }
        each(manager, &[OFFERED]).await
    }
}

/// What was offered before anything was agreed stood where the agreed time stands.
const OFFERED: &str = "UPDATE visit SET offered_at = scheduled_at, offered_place = place, offered_link = link, \
                       scheduled_at = NULL, place = '', link = '' WHERE state = 'diminta'";

/// What PostgreSQL changes in its place.
const IN_PLACE: &[&str] = &[
    "ALTER TABLE visit ADD COLUMN offered_at timestamp with time zone NULL",
    "ALTER TABLE visit ADD COLUMN offered_place text NOT NULL DEFAULT ''",
    "ALTER TABLE visit ADD COLUMN offered_link text NOT NULL DEFAULT ''",
    "ALTER TABLE visit DROP CONSTRAINT visit_state_check",
    "ALTER TABLE visit ADD CONSTRAINT visit_state_check \
     CHECK (state IN ('diminta', 'dijadwalkan', 'ditolak', 'dibatalkan', 'selesai', 'tidak_datang'))",
    "ALTER TABLE visit_word DROP CONSTRAINT visit_word_act_check",
    "ALTER TABLE visit_word ADD CONSTRAINT visit_word_act_check \
     CHECK (act IN ('ajukan', 'usul', 'jadwal', 'tetap', 'tempat', 'tolak', 'batal', 'tidak_datang', 'pesan', \
     'laporan', 'perbaikan'))",
];

const VISIT: &str = "id, case_study_id, asking_code, host_code, kind, state, turn, purpose, contact, people, first_day, \
                     second_day, third_day, scheduled_at, place, link, report_seen, report_applied, report_unfit, \
                     report_team, reported_at, asked_by, term_id, byline, version, is_sample, created_at, updated_at, \
                     turn_since, answered_at, escalated_at, report_asked_at, report_hidden_at, report_hidden_by, \
                     report_hidden_reason";
const WORD: &str = "id, visit_id, side, act, offered_at, body, account_id, term_id, byline, created_at";

// SQLite changes no column: the tables are made anew, and a renamed one takes the keys that refer to it along.
async fn anew(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    visits(manager).await?;
    visit_words(manager).await?;
    each(
        manager,
        &[
            &format!("INSERT INTO visit_next ({VISIT}) SELECT {VISIT} FROM visit"),
            &format!("INSERT INTO visit_word_next ({WORD}) SELECT {WORD} FROM visit_word"),
            &counted_on("visit"),
            &counted_on("visit_word"),
            "DROP TABLE visit_word",
            "DROP TABLE visit",
            "ALTER TABLE visit_next RENAME TO visit",
            "ALTER TABLE visit_word_next RENAME TO visit_word",
        ],
    )
    .await?;
    manager.create_index(index("visit", &["host_code", "state"])).await?;
    manager.create_index(index("visit", &["asking_code", "state"])).await?;
    manager.create_index(index("visit", &["case_study_id"])).await?;
    manager.create_index(index("visit", &["state", "turn_since"])).await?;
    manager.create_index(index("visit_word", &["visit_id"])).await
}

async fn visits(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let states = &["diminta", "dijadwalkan", "ditolak", "dibatalkan", "selesai", "tidak_datang"];
    manager
        .create_table(
            Table::create()
                .table("visit_next")
                .col(id("id"))
                .col(big("case_study_id"))
                .col(text("asking_code"))
                .col(text("host_code"))
                .col(one_of("kind", &["kunjungan", "daring"]))
                .col(one_of("state", states))
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
                .col(time_or_none("offered_at"))
                .col(words("offered_place"))
                .col(words("offered_link"))
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
        .await
}

async fn visit_words(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let acts = &[
        "ajukan",
        "usul",
        "jadwal",
        "tetap",
        "tempat",
        "tolak",
        "batal",
        "tidak_datang",
        "pesan",
        "laporan",
        "perbaikan",
    ];
    manager
        .create_table(
            Table::create()
                .table("visit_word_next")
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
                .foreign_key(&mut refers("visit_word", "visit_id", "visit_next", "id"))
                .foreign_key(&mut refers("visit_word", "account_id", "account", "id"))
                .foreign_key(&mut refers("visit_word", "term_id", "office_term", "id"))
                .to_owned(),
        )
        .await
}

/// The number of a row is never given again, also when the last row is gone.
fn counted_on(table: &str) -> String {
    format!(
        "DELETE FROM sqlite_sequence WHERE name = '{table}_next'; \
         INSERT INTO sqlite_sequence (name, seq) SELECT '{table}_next', seq FROM sqlite_sequence WHERE name = '{table}'"
    )
}

async fn each(manager: &SchemaManager<'_>, steps: &[&str]) -> Result<(), DbErr> {
    for step in steps {
        manager.get_connection().execute_unprepared(step).await?;
    }
    Ok(())
}
