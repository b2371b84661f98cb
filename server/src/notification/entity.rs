//! The table of what people are told.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// What a person is told, once.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "notification")]
pub struct Model {
    /// Number of the row.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Who is told.
    pub account_id: i64,
    /// What happened.
    pub kind: String,
    /// What kind of thing it is about.
    pub subject_kind: String,
    /// Which one.
    pub subject_id: String,
    /// Why, in a sentence.
    pub reason: String,
    /// The same event is told once.
    pub event_key: String,
    /// When.
    pub created_at: ChronoDateTimeUtc,
    /// When it was read.
    pub read_at: Option<ChronoDateTimeUtc>,
    /// The mail that carried it, or will; none for one that no mail carries.
    pub mail_id: Option<i64>,
    /// True for one that its reader wants by mail and not in the list.
    pub mail_only: bool,
}

/// Nothing is joined by declared relations: stores write their own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
