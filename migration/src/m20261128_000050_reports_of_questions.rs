//! Questions and answers are reported, and personal data is erased from them, as from studies and comments.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::columns::{big, big_or_none, id, index, number, one_of, refers, text, time, time_or_none, unique, words};

/// Adds `report.question_id` and `erasure.question_id`; a report and an erasure are about a study or about a question.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DbBackend::Sqlite {
            reports(manager).await?;
            erasures(manager).await?;
        } else {
            each(manager, IN_PLACE).await?;
        }
        manager.create_index(index("report", &["question_id"])).await?;
        manager.create_index(index("erasure", &["question_id"])).await
    }
}

/// What PostgreSQL changes in its place.
const IN_PLACE: &[&str] = &[
    "ALTER TABLE report ALTER COLUMN case_study_id DROP NOT NULL",
    "ALTER TABLE report ADD COLUMN question_id bigint NULL CONSTRAINT fk_report_question_id REFERENCES question (id)",
    "ALTER TABLE report DROP CONSTRAINT report_subject_kind_check",
    "ALTER TABLE report ADD CONSTRAINT report_subject_kind_check \
     CHECK (subject_kind IN ('case_study', 'comment', 'photo', 'question', 'answer', 'adoption_step'))",
    "ALTER TABLE erasure ALTER COLUMN case_study_id DROP NOT NULL",
    "ALTER TABLE erasure ADD COLUMN question_id bigint NULL CONSTRAINT fk_erasure_question_id REFERENCES question (id)",
];

const REPORT: &str = "id, subject_kind, subject_id, case_study_id, scope_code, ground, body, reporter_id, \
                      reporter_name, reporter_contact, created_at, due_at, escalated_at, state";
const WORD: &str = "id, report_id, kind, outcome, body, account_id, term_id, byline, said_at";
const ERASURE: &str = "id, key, case_study_id, study_published_at, mark, reason, spots, photos, files, places, \
                       account_id, term_id, unit_name, erased_at";

// SQLite changes no column: the table is made anew. What refers to it waits beside it meanwhile, or the old one could
// not go; a renamed table takes the keys that refer to it along.
async fn reports(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("report_next")
                .col(id("id"))
                .col(one_of("subject_kind", &["case_study", "comment", "photo", "question", "answer", "adoption_step"]))
                .col(big("subject_id"))
                .col(big_or_none("case_study_id"))
                .col(text("scope_code"))
                .col(text("ground"))
                .col(text("body"))
                .col(big_or_none("reporter_id"))
                .col(words("reporter_name"))
                .col(words("reporter_contact"))
                .col(time("created_at"))
                .col(time_or_none("due_at"))
                .col(time_or_none("escalated_at"))
                .col(one_of("state", &["open", "answered"]))
                .col(big_or_none("question_id"))
                .foreign_key(&mut refers("report", "case_study_id", "case_study", "id"))
                .foreign_key(&mut refers("report", "scope_code", "region", "code"))
                .foreign_key(&mut refers("report", "reporter_id", "account", "id"))
                .foreign_key(&mut refers("report", "question_id", "question", "id"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("report_word_next")
                .col(id("id"))
                .col(big("report_id"))
                .col(one_of("kind", &["answer", "reply"]))
                .col(words("outcome"))
                .col(text("body"))
                .col(big("account_id"))
                .col(big_or_none("term_id"))
                .col(text("byline"))
                .col(time("said_at"))
                .foreign_key(&mut refers("report_word", "report_id", "report_next", "id"))
                .foreign_key(&mut refers("report_word", "account_id", "account", "id"))
                .foreign_key(&mut refers("report_word", "term_id", "office_term", "id"))
                .to_owned(),
        )
        .await?;
    let beside = Table::create().table("sanction_report").col(big("sanction_id")).col(big("report_id")).to_owned();
    manager.create_table(beside).await?;
    each(
        manager,
        &[
            &format!("INSERT INTO report_next ({REPORT}) SELECT {REPORT} FROM report"),
            &format!("INSERT INTO report_word_next ({WORD}) SELECT {WORD} FROM report_word"),
            "INSERT INTO sanction_report (sanction_id, report_id) \
             SELECT id, report_id FROM sanction WHERE report_id IS NOT NULL",
            "UPDATE sanction SET report_id = NULL",
            &counted_on("report"),
            &counted_on("report_word"),
            "DROP TABLE report_word",
            "DROP TABLE report",
            "ALTER TABLE report_next RENAME TO report",
            "ALTER TABLE report_word_next RENAME TO report_word",
            "UPDATE sanction SET report_id = \
             (SELECT kept.report_id FROM sanction_report kept WHERE kept.sanction_id = sanction.id) \
             WHERE id IN (SELECT sanction_id FROM sanction_report)",
            "DROP TABLE sanction_report",
        ],
    )
    .await?;
    manager.create_index(index("report", &["state", "scope_code"])).await?;
    manager.create_index(index("report", &["case_study_id"])).await?;
    manager.create_index(index("report_word", &["report_id"])).await
}

async fn erasures(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("erasure_next")
                .col(id("id"))
                .col(text("key"))
                .col(big_or_none("case_study_id"))
                .col(time("study_published_at"))
                .col(text("mark"))
                .col(words("reason"))
                .col(text("spots"))
                .col(text("photos"))
                .col(text("files"))
                .col(number("places"))
                .col(big_or_none("account_id"))
                .col(big_or_none("term_id"))
                .col(words("unit_name"))
                .col(time("erased_at"))
                .col(big_or_none("question_id"))
                .index(&mut unique("erasure", &["key"]))
                .foreign_key(&mut refers("erasure", "case_study_id", "case_study", "id"))
                .foreign_key(&mut refers("erasure", "question_id", "question", "id"))
                .to_owned(),
        )
        .await?;
    each(
        manager,
        &[
            &format!("INSERT INTO erasure_next ({ERASURE}) SELECT {ERASURE} FROM erasure"),
            &counted_on("erasure"),
            "DROP TABLE erasure",
            "ALTER TABLE erasure_next RENAME TO erasure",
        ],
    )
    .await?;
    manager.create_index(index("erasure", &["case_study_id"])).await
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
