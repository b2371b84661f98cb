//! The words and places we classify by, held in memory: regions, sectors, duties, indicators and measures.

pub mod edit;
pub mod kind;
pub mod pages;

use std::sync::{Arc, RwLock};

use sea_orm::{ConnectionTrait, DbErr};

use crate::indicator::{self, Indicator, Measure};
use crate::kecamatan::Places;
use crate::sector::{self, Duty, Sector};
use crate::settings::Settings;

/// One state of the reference data.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// Places of the province.
    pub places: Places,
    /// Sectors in their order.
    pub sectors: Vec<Sector>,
    /// Duties in their order.
    pub duties: Vec<Duty>,
    /// Indicators in their order.
    pub indicators: Vec<Indicator>,
    /// Measures in their order.
    pub measures: Vec<Measure>,
    /// What administrators say for the whole site.
    pub settings: Settings,
}

impl Catalogue {
    /// Reads all of it.
    pub async fn load(db: &impl ConnectionTrait, province: &str) -> Result<Self, DbErr> {
        Ok(Self {
            places: Places::load(db, province).await?,
            sectors: sector::all(db).await?,
            duties: sector::duties(db).await?,
            indicators: indicator::all(db).await?,
            measures: indicator::measures(db).await?,
            settings: Settings::load(db).await?,
        })
    }

    /// The sectors that new studies choose from.
    pub fn offered_sectors(&self) -> impl Iterator<Item = &Sector> {
        self.sectors.iter().filter(|sector| sector.retired_at.is_none())
    }

    /// The indicators that new studies choose from.
    pub fn offered_indicators(&self) -> impl Iterator<Item = &Indicator> {
        self.indicators.iter().filter(|indicator| indicator.retired_at.is_none())
    }

    /// The measures that new studies choose from: those of offered indicators.
    pub fn offered_measures(&self) -> impl Iterator<Item = &Measure> {
        let is_offered = |measure: &&Measure| {
            self.indicator_by_id(measure.indicator_id).is_some_and(|indicator| indicator.retired_at.is_none())
        };
        self.measures.iter().filter(|measure| measure.retired_at.is_none()).filter(is_offered)
    }

    /// A sector by its slug.
    pub fn sector(&self, slug: &str) -> Option<&Sector> {
        self.sectors.iter().find(|sector| sector.slug == slug)
    }

    /// A sector by its id.
    pub fn sector_by_id(&self, id: i64) -> Option<&Sector> {
        self.sectors.iter().find(|sector| sector.id == id)
    }

    /// An indicator by its slug.
    pub fn indicator(&self, slug: &str) -> Option<&Indicator> {
        self.indicators.iter().find(|indicator| indicator.slug == slug)
    }

    /// The ids of the indicators with these slugs, each once.
    pub fn indicator_ids(&self, slugs: &[String]) -> Vec<i64> {
        let mut ids: Vec<i64> = slugs.iter().filter_map(|slug| Some(self.indicator(slug)?.id)).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// An indicator by its id.
    pub fn indicator_by_id(&self, id: i64) -> Option<&Indicator> {
        self.indicators.iter().find(|indicator| indicator.id == id)
    }

    /// A duty by its slug.
    pub fn duty(&self, slug: &str) -> Option<&Duty> {
        self.duties.iter().find(|duty| duty.slug == slug)
    }

    /// A measure by its slug.
    pub fn measure(&self, slug: &str) -> Option<&Measure> {
        self.measures.iter().find(|measure| measure.slug == slug)
    }
}

/// The current reference data; swapped whole when the log of content names a sector, an indicator or a region.
#[derive(Clone, Default)]
pub struct Shared(Arc<RwLock<Arc<Catalogue>>>);

impl Shared {
    /// The state now.
    pub fn get(&self) -> Arc<Catalogue> {
        self.0.read().unwrap_or_else(|poisoned| poisoned.into_inner()).clone()
    }

    /// Replaces it.
    pub fn set(&self, catalogue: Catalogue) {
        *self.0.write().unwrap_or_else(|poisoned| poisoned.into_inner()) = Arc::new(catalogue);
    }
}
