//! The table `product`.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// What a kecamatan makes.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "product")]
pub struct Model {
    /// Number of the row.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The kecamatan it comes from.
    pub kecamatan_code: String,
    /// The study that made it grow; who may see that sees the product.
    pub case_study_id: i64,
    /// Its name.
    pub name: String,
    /// The name as it is looked for.
    pub folded_name: String,
    /// In a few sentences, Markdown.
    pub description: String,
    /// A photo, which hangs on the study.
    pub photo_id: Option<i64>,
    /// The lowest price in whole rupiah.
    pub price_from: Option<i64>,
    /// The highest price in whole rupiah.
    pub price_to: Option<i64>,
    /// What that buys: "bungkus".
    pub price_unit: String,
    /// How much can be made in a month, as exact decimal text; empty when nobody said.
    pub capacity: String,
    /// Its unit: "kg".
    pub capacity_unit: String,
    /// Certificates as JSON.
    pub certificates: String,
    /// Where it is ordered, https only.
    pub order_url: String,
    /// tayang or tidak_ditayangkan.
    pub state: String,
    /// When a coordinator hid it.
    pub hidden_at: Option<ChronoDateTimeUtc>,
    /// Who hid it.
    pub hidden_by: Option<i64>,
    /// Why it was hidden.
    pub hidden_reason: String,
    /// The maker or the group; kept only with a consent.
    pub contact_name: String,
    /// "+6281234567890"; kept only with a consent.
    pub contact_phone: String,
    /// lisan or tertulis.
    pub consent_how: Option<String>,
    /// The local day on which the maker agreed, or last said that it still holds.
    pub consent_on: Option<ChronoDate>,
    /// Who recorded that.
    pub consent_by: Option<i64>,
    /// When the office was asked whether it still holds; none when nothing is asked.
    pub consent_asked_at: Option<ChronoDateTimeUtc>,
    /// When the maker took the consent back.
    pub contact_revoked_at: Option<ChronoDateTimeUtc>,
    /// Who wrote it down first.
    pub created_by: i64,
    /// In which office.
    pub term_id: Option<i64>,
    /// Grows with each change; a form names the one it started from.
    pub version: i64,
    /// When it was written down.
    pub created_at: ChronoDateTimeUtc,
    /// When it last changed.
    pub updated_at: ChronoDateTimeUtc,
}

/// Nothing is joined by declared relations: stores write their own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
