//! Produk unggulan: what a kecamatan makes, tied to the study that made it grow.

use sea_orm_migration::prelude::*;

use crate::columns::{
    big, big_or_none, day_or_none, id, index, one_of, one_of_or_none, refers, text, time, time_or_none, words,
};

/// Makes `product`.
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
                    .table("product")
                    .col(id("id"))
                    .col(text("kecamatan_code"))
                    .col(big("case_study_id"))
                    .col(text("name"))
                    .col(text("folded_name"))
                    .col(words("description"))
                    .col(big_or_none("photo_id"))
                    .col(big_or_none("price_from"))
                    .col(big_or_none("price_to"))
                    .col(words("price_unit"))
                    .col(words("capacity"))
                    .col(words("capacity_unit"))
                    .col(text("certificates").default("[]").take())
                    .col(words("order_url"))
                    .col(one_of("state", &["tayang", "tidak_ditayangkan"]))
                    .col(time_or_none("hidden_at"))
                    .col(big_or_none("hidden_by"))
                    .col(words("hidden_reason"))
                    .col(words("contact_name"))
                    .col(words("contact_phone"))
                    .col(one_of_or_none("consent_how", &["lisan", "tertulis"]))
                    .col(day_or_none("consent_on"))
                    .col(big_or_none("consent_by"))
                    .col(time_or_none("consent_asked_at"))
                    .col(time_or_none("contact_revoked_at"))
                    .col(big("created_by"))
                    .col(big_or_none("term_id"))
                    .col(big("version"))
                    .col(time("created_at"))
                    .col(time("updated_at"))
                    .foreign_key(&mut refers("product", "kecamatan_code", "region", "code"))
                    .foreign_key(&mut refers("product", "case_study_id", "case_study", "id"))
                    .foreign_key(&mut refers("product", "photo_id", "attachment", "id"))
                    .foreign_key(&mut refers("product", "hidden_by", "account", "id"))
                    .foreign_key(&mut refers("product", "consent_by", "account", "id"))
                    .foreign_key(&mut refers("product", "created_by", "account", "id"))
                    .foreign_key(&mut refers("product", "term_id", "office_term", "id"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("product", &["kecamatan_code", "folded_name"])).await?;
        manager.create_index(index("product", &["case_study_id"])).await?;
        manager.create_index(index("product", &["photo_id"])).await?;
        manager.create_index(index("product", &["state", "updated_at"])).await?;
        manager.create_index(index("product", &["consent_on"])).await
    }
}
