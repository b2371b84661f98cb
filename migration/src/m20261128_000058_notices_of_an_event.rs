//! Who was told of one event is found without reading all notices: whom a question reached, and what a step that is taken
//! back was told to.

use sea_orm_migration::prelude::*;

use crate::columns::index;

/// Adds the index of `notification.event_key`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_index(index("notification", &["event_key"])).await
    }
}
