//! Who serves in which office, and what a camat lets the sekcam do.

use sea_orm_migration::prelude::*;

use crate::columns::{big, big_or_none, day, day_or_none, id, index, one_of, refers, text, time, time_or_none, words};

/// Makes `office_term` and `delegation`.
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
                    .table("office_term")
                    .col(id("id"))
                    .col(big("account_id"))
                    .col(one_of(
                        "role",
                        &[
                            "staf",
                            "sekcam",
                            "camat",
                            "plt_camat",
                            "plh_camat",
                            "pembina_kabupaten_kota",
                            "inovasi_kabupaten_kota",
                            "pembina_provinsi",
                            "inovasi_provinsi",
                            "admin",
                        ],
                    ))
                    .col(text("region_code"))
                    .col(words("title"))
                    .col(words("unit_name"))
                    .col(day("started_on"))
                    .col(day_or_none("ended_on"))
                    .col(words("paper"))
                    .col(big_or_none("created_by"))
                    .col(time("created_at"))
                    .col(big_or_none("ended_by"))
                    .foreign_key(&mut refers("office_term", "account_id", "account", "id"))
                    .foreign_key(&mut refers("office_term", "region_code", "region", "code"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("office_term", &["region_code", "role"])).await?;
        manager.create_index(index("office_term", &["account_id"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("delegation")
                    .col(id("id"))
                    .col(text("kecamatan_code"))
                    .col(big("granted_by"))
                    .col(time("granted_at"))
                    .col(time_or_none("revoked_at"))
                    .col(big_or_none("revoked_by"))
                    .foreign_key(&mut refers("delegation", "kecamatan_code", "region", "code"))
                    .foreign_key(&mut refers("delegation", "granted_by", "account", "id"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("delegation", &["kecamatan_code"])).await
    }
}
