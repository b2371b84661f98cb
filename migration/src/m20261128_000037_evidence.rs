//! How far the result of a study is shown to be true stands beside the study, for cards and the search.

use sea_orm_migration::prelude::*;

use crate::columns::text;

/// Adds `case_study.evidence`.
#[derive(DeriveMigrationName)]
pub struct Migration;

/// From the lowest rung up. Whether the figures of a verification changed since can't be told here: with a newer revision the
/// study waits for the next one, or for the next verification, to be called verified.
const CLIMB: [&str; 3] = [
    "UPDATE case_study SET evidence = 'ada-angka' WHERE id IN (SELECT case_study_id FROM result WHERE last_value <> '')",
    "UPDATE case_study SET evidence = 'ada-sumber' WHERE id IN (SELECT case_study_id FROM result \
     WHERE first_value <> '' AND last_value <> '' AND TRIM(source) <> '')",
    "UPDATE case_study SET evidence = 'diverifikasi' WHERE evidence = 'ada-sumber' AND id IN \
     (SELECT v.case_study_id FROM verification v WHERE v.withdrawn_at IS NULL AND NOT EXISTS \
     (SELECT 1 FROM case_study_revision r WHERE r.case_study_id = v.case_study_id AND r.created_at > v.verified_at))",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = text("evidence").default("cerita").take();
        manager.alter_table(Table::alter().table("case_study").add_column(column).to_owned()).await?;
        for step in CLIMB {
            manager.get_connection().execute_unprepared(step).await?;
        }
        Ok(())
    }
}
