//! Words that stand for one another in searches: a table that an administrator edits.

use sea_orm_migration::prelude::*;
use serde::Deserialize;

use crate::columns::{flag, id, text, unique};
use crate::seed;

/// Makes and fills `synonym`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(Deserialize)]
struct Synonym {
    term: String,
    synonym: String,
    direction: String,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("synonym")
                    .col(id("id"))
                    .col(text("term"))
                    .col(text("synonym"))
                    .col(flag("both_ways"))
                    .index(&mut unique("synonym", &["term", "synonym"]))
                    .to_owned(),
            )
            .await?;
        let rows = seed::read::<Synonym>(include_str!("seed/synonym.csv"))?;
        let rows = rows.into_iter().map(|row| [row.term.into(), row.synonym.into(), (row.direction == "both").into()]);
        seed::insert(manager, "synonym", &["term", "synonym"], ["term", "synonym", "both_ways"], rows.collect()).await
    }
}
