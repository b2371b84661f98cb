//! A photo knows by itself that what shows it was hidden or put away: a request for it asks its own row and no other table.

use sea_orm_migration::prelude::*;

use crate::columns::time_or_none;

/// What is hidden already: a step of the ledger, and a product that readers don't see.
const KNOWN: [&str; 2] = [
    "UPDATE attachment SET hidden_at = \
     (SELECT MAX(s.hidden_at) FROM adoption_step s WHERE s.photo_id = attachment.id) \
     WHERE id IN (SELECT photo_id FROM adoption_step WHERE photo_id IS NOT NULL AND hidden_at IS NOT NULL)",
    "UPDATE attachment SET hidden_at = \
     (SELECT MAX(COALESCE(p.hidden_at, p.updated_at)) FROM product p WHERE p.photo_id = attachment.id) \
     WHERE id IN (SELECT photo_id FROM product \
     WHERE photo_id IS NOT NULL AND (hidden_at IS NOT NULL OR state <> 'tayang'))",
];

/// Adds `attachment.hidden_at`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let hidden = Table::alter().table("attachment").add_column(time_or_none("hidden_at")).to_owned();
        manager.alter_table(hidden).await?;
        for known in KNOWN {
            manager.get_connection().execute_unprepared(known).await?;
        }
        Ok(())
    }
}
