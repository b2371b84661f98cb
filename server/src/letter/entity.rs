//! The table of letters that certify who contributed.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A letter that an office issued. What it names is kept as it was on that day.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "contribution_letter")]
pub struct Model {
    /// Number of the row.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Number in our register: "32.05.22/2026/0003". The number of the letter itself is the office's.
    #[sea_orm(unique)]
    pub register_number: String,
    /// Its part of the public address that checks it.
    #[sea_orm(unique)]
    pub token: String,
    /// The study.
    pub case_study_id: i64,
    /// The published text that it is about.
    pub revision_number: i32,
    /// The office that issued it.
    pub kecamatan_code: String,
    /// How far the result was shown to be true: cerita, ada-angka, ada-sumber or diverifikasi.
    pub evidence: String,
    /// In how many kecamatan the practice ran; none where nothing counted them.
    pub replications: Option<i32>,
    /// What it names, as JSON.
    pub document: String,
    /// Who issued it.
    pub issued_by: i64,
    /// In which office.
    pub issued_term: i64,
    /// When.
    pub issued_at: ChronoDateTimeUtc,
    /// When it was taken back.
    pub revoked_at: Option<ChronoDateTimeUtc>,
    /// Who took it back.
    pub revoked_by: Option<i64>,
    /// Why.
    pub revoked_reason: String,
}

/// Nothing is joined by declared relations: stores write their own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
