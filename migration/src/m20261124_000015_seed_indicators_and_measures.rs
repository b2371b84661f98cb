//! The five strategic indicators, and below each the measures that a kecamatan can count by itself.

use std::collections::HashMap;

use sea_orm_migration::prelude::*;
use serde::Deserialize;

use crate::seed;

/// Fills `indicator` and `measure`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(Deserialize)]
struct Indicator {
    slug: String,
    name: String,
    official_name: String,
    unit: String,
    good_direction: String,
    source: String,
    description: String,
}

#[derive(Deserialize)]
struct Measure {
    slug: String,
    indicator: String,
    name: String,
    unit: String,
    good_direction: String,
    note: String,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let indicators = seed::read::<Indicator>(include_str!("seed/indicator.csv"))?;
        let rows = (1..).zip(indicators).map(|(position, indicator): (i32, Indicator)| {
            [
                indicator.slug.into(),
                indicator.name.into(),
                indicator.official_name.into(),
                indicator.unit.into(),
                indicator.good_direction.into(),
                indicator.source.into(),
                indicator.description.into(),
                position.into(),
            ]
        });
        let columns = ["slug", "name", "official_name", "unit", "good_direction", "source", "description", "position"];
        seed::insert(manager, "indicator", &["slug"], columns, rows.collect()).await?;
        fill_measures(manager).await
    }
}

async fn fill_measures(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let ids = indicator_ids(manager).await?;
    let mut rows: Vec<[Value; 7]> = Vec::new();
    for (position, measure) in (1..).zip(seed::read::<Measure>(include_str!("seed/measure.csv"))?) {
        let position: i32 = position;
        let indicator = *ids.get(&measure.indicator).ok_or_else(|| {
            DbErr::Migration(format!("measure {} names the unknown indicator {}", measure.slug, measure.indicator))
        })?;
        rows.push([
            measure.slug.into(),
            indicator.into(),
            measure.name.into(),
            measure.unit.into(),
            measure.good_direction.into(),
            measure.note.into(),
            position.into(),
        ]);
    }
    let columns = ["slug", "indicator_id", "name", "unit", "good_direction", "note", "position"];
    seed::insert(manager, "measure", &["slug"], columns, rows).await
}

async fn indicator_ids(manager: &SchemaManager<'_>) -> Result<HashMap<String, i64>, DbErr> {
    let select = Query::select().columns(["slug", "id"]).from("indicator").to_owned();
    let rows = manager.get_connection().query_all(&select).await?;
    rows.iter().map(|row| Ok((row.try_get("", "slug")?, row.try_get("", "id")?))).collect()
}
