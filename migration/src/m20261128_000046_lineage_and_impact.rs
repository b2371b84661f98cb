//! Where a practice came from, and what can be summed of its results.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::columns::{big, big_or_none, decimal, id, index, refers, text, text_or_none, unique};

/// Adds `draft.adoption_id` and `adoption.family_root_id`; makes `measured_change`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let adoption = Table::alter().table("draft").add_column(big_or_none("adoption_id")).to_owned();
        manager.alter_table(adoption).await?;
        let root = Table::alter().table("adoption").add_column(big_or_none("family_root_id")).to_owned();
        manager.alter_table(root).await?;
        // A study grows from one entry at most, so that a family is a tree.
        let own = unique("adoption", &["own_study_id"]).table("adoption").take();
        manager.create_index(own).await?;
        manager.create_index(index("adoption", &["family_root_id"])).await?;
        manager.create_index(index("draft", &["adoption_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("measured_change")
                    .col(id("id"))
                    .col(big("case_study_id"))
                    .col(big_or_none("adoption_id"))
                    .col(text_or_none("kecamatan_code"))
                    .col(big("measure_id"))
                    .col(text("unit"))
                    .col(decimal("first_value"))
                    .col(decimal("last_value"))
                    .foreign_key(&mut refers("measured_change", "case_study_id", "case_study", "id"))
                    .foreign_key(&mut refers("measured_change", "adoption_id", "adoption", "id"))
                    .foreign_key(&mut refers("measured_change", "measure_id", "measure", "id"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("measured_change", &["measure_id"])).await?;
        manager.create_index(index("measured_change", &["case_study_id"])).await?;
        manager.create_index(index("measured_change", &["adoption_id"])).await?;
        let fill = known_results(manager.get_database_backend());
        manager.get_connection().execute_unprepared(&fill).await?;
        Ok(())
    }
}

/// Results that are written already; one value alone, which stands there as the first and the last, tells of no change.
/// PostgreSQL refuses to read a text that is no number, and may try before a condition
/// of WHERE holds; CASE keeps the order.
fn known_results(backend: DbBackend) -> String {
    let number = |column: &str| match backend {
        DbBackend::Postgres => {
            format!("CASE WHEN r.{column} ~ '^-?[0-9]+(\\.[0-9]+)?$' THEN CAST(r.{column} AS DOUBLE PRECISION) END")
        }
        _ => format!("CASE WHEN r.{column} <> '' THEN CAST(r.{column} AS REAL) END"),
    };
    let (first, last) = (number("first_value"), number("last_value"));
    format!(
        "INSERT INTO measured_change (case_study_id, kecamatan_code, measure_id, unit, first_value, last_value) \
         SELECT r.case_study_id, s.kecamatan_code, m.id, m.unit, {first}, {last} FROM result r \
         JOIN case_study s ON s.id = r.case_study_id JOIN measure m ON m.id = r.measure_id \
         WHERE NOT r.estimate AND LOWER(TRIM(r.unit)) = LOWER(TRIM(m.unit)) \
         AND NOT (r.first_value = r.last_value AND r.first_period = r.last_period) \
         AND ({first}) IS NOT NULL AND ({last}) IS NOT NULL"
    )
}
