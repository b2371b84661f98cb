//! The sectors and duties that a site starts with; both are data and may be edited.

use sea_orm_migration::prelude::*;
use serde::Deserialize;

use crate::seed;

/// Fills `sector` and `duty`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(Deserialize)]
struct Sector {
    slug: String,
    name: String,
    description: String,
    is_main: u8,
}

#[derive(Deserialize)]
struct Duty {
    slug: String,
    name: String,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sectors = seed::read::<Sector>(include_str!("seed/sector.csv"))?;
        let rows = (1..).zip(sectors).map(|(position, sector): (i32, Sector)| {
            let is_main = sector.is_main == 1;
            [sector.slug.into(), sector.name.into(), sector.description.into(), is_main.into(), position.into()]
        });
        let columns = ["slug", "name", "description", "is_main", "position"];
        seed::insert(manager, "sector", &["slug"], columns, rows.collect()).await?;

        let duties = seed::read::<Duty>(include_str!("seed/duty.csv"))?;
        let rows = (1..)
            .zip(duties)
            .map(|(position, duty): (i32, Duty)| [duty.slug.into(), duty.name.into(), position.into()]);
        seed::insert(manager, "duty", &["slug"], ["slug", "name", "position"], rows.collect()).await
    }
}
