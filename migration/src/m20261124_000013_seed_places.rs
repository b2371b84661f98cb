//! The 38 provinces, 514 kabupaten/kota and 7,285 kecamatan of the decree of 2025, and other spellings of their names.

use sea_orm_migration::prelude::*;
use serde::Deserialize;

use crate::seed;

/// Fills `region` and `region_variant`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(Deserialize)]
struct Region {
    code: String,
    kind: Option<String>,
    name: String,
    lat: Option<f64>,
    lon: Option<f64>,
}

impl Region {
    /// The code says it: "32", "32.05", "32.05.06".
    fn level(&self) -> &'static str {
        match self.code.matches('.').count() {
            0 => "provinsi",
            1 => "kabupaten_kota",
            _ => "kecamatan",
        }
    }

    fn parent_code(&self) -> Option<String> {
        self.code.rsplit_once('.').map(|(parent, _)| parent.to_owned())
    }
}

#[derive(Deserialize)]
struct Variant {
    code: String,
    name: String,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let regions = seed::read::<Region>(include_str!("seed/region.csv"))?;
        let rows = regions.into_iter().map(|region| {
            [
                region.parent_code().into(),
                region.level().into(),
                region.code.into(),
                region.kind.into(),
                region.name.into(),
                region.lat.into(),
                region.lon.into(),
            ]
        });
        let columns = ["parent_code", "level", "code", "kind", "name", "lat", "lon"];
        seed::insert(manager, "region", &["code"], columns, rows.collect()).await?;

        let variants = seed::read::<Variant>(include_str!("seed/region_variant.csv"))?;
        let rows = variants.into_iter().map(|variant| [variant.code.into(), variant.name.into()]);
        seed::insert(manager, "region_variant", &["code", "name"], ["code", "name"], rows.collect()).await
    }
}
