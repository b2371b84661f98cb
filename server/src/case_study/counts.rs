//! How many studies a viewer may see of each sector, indicator and place: grouped by the database, through the gate.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use super::entity::{case_study, case_study_indicator};
use super::store::{Listing, visible_to};
use crate::error::Result;
use crate::kecamatan::kabupaten_kota_of;
use crate::viewer::Viewer;

/// Studies of each sector by its id; those without one are not counted.
pub async fn by_sector(db: &impl ConnectionTrait, viewer: &Viewer) -> Result<HashMap<i64, i64>> {
    let rows: Vec<(Option<i64>, i64)> = visible_to(viewer)
        .select_only()
        .column(case_study::Column::SectorId)
        .column_as(case_study::Column::Id.count(), "studies")
        .group_by(case_study::Column::SectorId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|(sector, studies)| Some((sector?, studies))).collect())
}

/// Studies with each indicator by its id.
pub async fn by_indicator(db: &impl ConnectionTrait, viewer: &Viewer) -> Result<HashMap<i64, i64>> {
    let seen = visible_to(viewer).select_only().column(case_study::Column::Id).into_query();
    let rows: Vec<(i64, i64)> = case_study_indicator::Entity::find()
        .select_only()
        .column(case_study_indicator::Column::IndicatorId)
        .column_as(case_study_indicator::Column::CaseStudyId.count(), "studies")
        .filter(case_study_indicator::Column::CaseStudyId.in_subquery(seen))
        .group_by(case_study_indicator::Column::IndicatorId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Studies by place.
#[derive(Clone, Debug, Default)]
pub struct ByPlace {
    kecamatan: HashMap<String, i64>,
    kabupaten_kota: HashMap<String, i64>,
    /// All studies, those without a place included.
    pub total: i64,
    /// How many kabupaten/kota have a study.
    pub places: i64,
    /// How many kecamatan have a study.
    pub kecamatan_with_studies: i64,
}

impl ByPlace {
    /// Studies of a kecamatan.
    pub fn kecamatan(&self, code: &str) -> i64 {
        self.kecamatan.get(code).copied().unwrap_or_default()
    }

    /// Studies of all kecamatan of a kabupaten/kota.
    pub fn kabupaten_kota(&self, code: &str) -> i64 {
        self.kabupaten_kota.get(code).copied().unwrap_or_default()
    }
}

/// Studies of a list by place.
pub async fn by_place(db: &impl ConnectionTrait, viewer: &Viewer, listing: &Listing) -> Result<ByPlace> {
    let rows: Vec<(Option<String>, i64)> = listing
        .narrowed(viewer)
        .select_only()
        .column(case_study::Column::KecamatanCode)
        .column_as(case_study::Column::Id.count(), "studies")
        .group_by(case_study::Column::KecamatanCode)
        .into_tuple()
        .all(db)
        .await?;
    let mut counts = ByPlace::default();
    for (code, studies) in rows {
        counts.total += studies;
        if let Some(code) = code {
            *counts.kabupaten_kota.entry(kabupaten_kota_of(&code).to_owned()).or_default() += studies;
            counts.kecamatan.insert(code, studies);
        }
    }
    counts.places = i64::try_from(counts.kabupaten_kota.len()).unwrap_or_default();
    counts.kecamatan_with_studies = i64::try_from(counts.kecamatan.len()).unwrap_or_default();
    Ok(counts)
}
