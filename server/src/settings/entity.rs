//! The table of what administrators wrote for the whole site.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// One version of a text of the site. Versions are only added; the newest holds, of the terms of use the newest whose
/// day has come. Version 1 of each is built in and stands in no row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "site_text")]
pub struct Model {
    /// Number of the row.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Which text: "privasi", "ketentuan"; "situs" is the name and the short sentences, as JSON.
    pub slug: String,
    /// Number of the version, from 2.
    pub number: i32,
    /// Markdown whose first line is the heading; empty means the built-in text again.
    pub body: String,
    /// What changed, in the words of who changed it.
    pub note: String,
    /// First local day; of the terms of use only.
    pub holds_from: Option<ChronoDate>,
    /// Who wrote it.
    pub account_id: Option<i64>,
    /// When.
    pub created_at: ChronoDateTimeUtc,
}

/// Nothing is joined by declared relations: stores write their own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
