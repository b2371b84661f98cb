//! "Cabe" is what people say and write; the samples and the reports say "cabai".

use sea_orm_migration::prelude::*;

use crate::seed;

/// Adds the pair to the table of synonyms, unless an administrator did.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let rows = vec![["cabe".into(), "cabai".into(), true.into()]];
        seed::insert(manager, "synonym", &["term", "synonym"], ["term", "synonym", "both_ways"], rows).await
    }
}
