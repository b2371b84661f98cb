//! Provinces, kabupaten/kota and kecamatan by their Kemendagri code, and the other spellings of their names.

use sea_orm_migration::prelude::*;

use crate::columns::{decimal_or_none, index, one_of, one_of_or_none, refers, text, text_or_none};

/// Makes `region` and `region_variant`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("region")
                    .col(text("code").primary_key())
                    .col(text_or_none("parent_code"))
                    .col(one_of("level", &["provinsi", "kabupaten_kota", "kecamatan"]))
                    .col(one_of_or_none("kind", &["kabupaten", "kota"]))
                    .col(text("name"))
                    .col(text_or_none("replaced_by"))
                    .col(decimal_or_none("lat"))
                    .col(decimal_or_none("lon"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("region", &["parent_code"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("region_variant")
                    .col(text("code"))
                    .col(text("name"))
                    .primary_key(Index::create().col("code").col("name"))
                    .foreign_key(&mut refers("region_variant", "code", "region", "code"))
                    .to_owned(),
            )
            .await
    }
}
