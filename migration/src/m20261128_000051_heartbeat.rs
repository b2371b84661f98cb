//! Every running practice is asked after, words of the ledger may be hidden, and a study counts its entries and reactions.

use sea_orm_migration::prelude::*;

use crate::columns::{big_or_none, count, index, time_or_none, words};

/// Adds the question and its answer to `case_study`, who hid a step to `adoption_step`, and the step to `report`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in [
            ("case_study", time_or_none("asked_at")),
            ("case_study", time_or_none("answered_at")),
            ("case_study", words("running_answer")),
            ("case_study", words("running_note")),
            ("case_study", words("running_byline")),
            ("case_study", count("adoption_count")),
            ("case_study", count("reaction_count")),
            ("adoption_step", time_or_none("hidden_at")),
            ("adoption_step", big_or_none("hidden_by")),
            ("adoption_step", words("hidden_reason")),
            ("report", big_or_none("adoption_step_id")),
        ] {
            manager.alter_table(Table::alter().table(table).add_column(column).to_owned()).await?;
        }
        manager.create_index(index("case_study", &["updated_at"])).await?;
        manager.create_index(index("report", &["adoption_step_id"])).await?;
        manager.create_index(index("adoption_step", &["photo_id"])).await?;
        for known in [
            "UPDATE case_study SET adoption_count = \
             (SELECT COUNT(*) FROM adoption WHERE adoption.case_study_id = case_study.id)",
            "UPDATE case_study SET reaction_count = (SELECT COUNT(*) FROM reaction \
             WHERE reaction.subject_kind = 'case_study' AND reaction.subject_id = case_study.id)",
        ] {
            manager.get_connection().execute_unprepared(known).await?;
        }
        Ok(())
    }
}
