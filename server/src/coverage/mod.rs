//! Peta Cakupan: what is written about in which kabupaten/kota, where there is silence, and the official values beside
//! it, so that a coordinator goes from a gap to the kecamatan concerned.

pub mod export;
pub mod official;
pub mod pages;
pub mod store;

use crate::case_study::counts::ByPlace;
use crate::case_study::store::Listing;
use crate::catalogue::Catalogue;
use crate::indicator::Indicator;
use crate::sector::Sector;
use official::{Benchmark, Figure, Series};
use store::Tally;

/// What is asked for: everything, a sector, an indicator, or both.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only this sector.
    pub sector: Option<Sector>,
    /// Only this indicator.
    pub indicator: Option<Indicator>,
}

impl Filter {
    /// Reads the slugs of an address; what does not exist asks for nothing.
    pub fn read(sector: &str, indicator: &str, catalogue: &Catalogue) -> Self {
        Self { sector: catalogue.sector(sector).cloned(), indicator: catalogue.indicator(indicator).cloned() }
    }

    /// Its studies, of a region or of everywhere.
    pub fn listing(&self, region: Option<&str>) -> Listing {
        Listing { sector: self.sector_id(), indicator: self.indicator_id(), region: region.map(str::to_owned) }
    }

    /// Id of the sector.
    pub fn sector_id(&self) -> Option<i64> {
        self.sector.as_ref().map(|sector| sector.id)
    }

    /// Id of the indicator.
    pub fn indicator_id(&self) -> Option<i64> {
        self.indicator.as_ref().map(|indicator| indicator.id)
    }

    /// The official figures of the indicator.
    pub fn series(&self) -> Option<&'static Series> {
        official::series(&self.indicator.as_ref()?.slug)
    }

    /// " tentang Kemiskinan di sektor Pertanian", or nothing: goes behind "praktik".
    pub fn words(&self) -> String {
        let indicator = self.indicator.as_ref().map_or_else(String::new, |found| format!(" tentang {}", found.name));
        let sector = self.sector.as_ref().map_or_else(String::new, |found| format!(" di sektor {}", found.name));
        format!("{indicator}{sector}")
    }

    /// The address of a page or file with these filters.
    pub fn url(&self, path: &str) -> String {
        let slug = |slug: Option<&str>| slug.unwrap_or_default().to_owned();
        address(
            path,
            &slug(self.sector.as_ref().map(|sector| sector.slug.as_str())),
            &slug(self.indicator.as_ref().map(|indicator| indicator.slug.as_str())),
        )
    }
}

/// An address with the slugs of a sector and an indicator, each left out when empty.
pub fn address(path: &str, sector: &str, indicator: &str) -> String {
    crate::web::address(path, &[("sektor", sector), ("indikator", indicator)])
}

/// A kabupaten/kota with what was written there.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its code.
    pub code: String,
    /// "Kab. Garut".
    pub name: String,
    /// Studies that the filter lets through.
    pub studies: i64,
    /// Kecamatan with such studies.
    pub kecamatan: i64,
    /// All its kecamatan.
    pub all_kecamatan: i64,
    /// Studies of each indicator, of the filter's sector.
    pub by_indicator: Vec<i64>,
    /// Studies of each sector, with the filter's indicator.
    pub by_sector: Vec<i64>,
    /// The official value of the filter's indicator.
    pub figure: Option<&'static Figure>,
    /// True for a bad value about which nothing was written.
    pub is_gap: bool,
}

/// The whole province as the filter asks for it.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// The kabupaten/kota: gaps first, the worst at the top; then by their codes.
    pub lines: Vec<Line>,
    /// Studies everywhere.
    pub total: i64,
    /// Those that name no kecamatan, and so stand in no line.
    pub nowhere: i64,
    /// What values are compared with.
    pub benchmark: Option<Benchmark>,
}

impl Coverage {
    /// Lays out the counts.
    pub fn new(catalogue: &Catalogue, filter: &Filter, tally: &Tally, counts: &ByPlace) -> Self {
        let places = &catalogue.places;
        let regions = places.all_kabupaten_kota().iter().map(|place| place.code.as_str());
        let province = (places.province.as_str(), places.province_name.as_str());
        let benchmark = filter.series().and_then(|series| series.benchmark(province, regions));
        let mut lines = lines(catalogue, filter, tally, counts);
        if let (Some(series), Some(benchmark)) = (filter.series(), &benchmark) {
            for line in &mut lines {
                line.is_gap = line.studies == 0 && line.figure.is_some_and(|figure| series.is_bad(figure, benchmark));
            }
            // A stable sort: what is no gap keeps the order of the codes.
            let order = |line: &Line| line.figure.filter(|_| line.is_gap).map(|figure| series.worst_first(figure));
            lines.sort_by(|a, b| match (order(a), order(b)) {
                (Some(a), Some(b)) => a.total_cmp(&b),
                (a, b) => b.is_some().cmp(&a.is_some()),
            });
        }
        let placed: i64 = lines.iter().map(|line| line.studies).sum();
        Self { lines, total: counts.total, nowhere: counts.total - placed, benchmark }
    }

    /// The lines without a study that come first: those with a bad value where values are known, else all.
    pub fn gaps(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| if self.benchmark.is_some() { line.is_gap } else { line.studies == 0 })
    }
}

fn lines(catalogue: &Catalogue, filter: &Filter, tally: &Tally, counts: &ByPlace) -> Vec<Line> {
    let (sector, indicator) = (filter.sector_id(), filter.indicator_id());
    let line = |place: &crate::kecamatan::KabupatenKota| {
        let here = Some(place.code.as_str());
        let with_studies = place.kecamatan.iter().filter(|code| counts.kecamatan(code) > 0).count();
        let of_indicator = |found: &Indicator| tally.studies(here, sector, Some(found.id));
        let of_sector = |found: &Sector| tally.studies(here, Some(found.id), indicator);
        Line {
            code: place.code.clone(),
            name: place.name.clone(),
            studies: counts.kabupaten_kota(&place.code),
            kecamatan: i64::try_from(with_studies).unwrap_or_default(),
            all_kecamatan: i64::try_from(place.kecamatan.len()).unwrap_or_default(),
            by_indicator: catalogue.indicators.iter().map(of_indicator).collect(),
            by_sector: catalogue.sectors.iter().map(of_sector).collect(),
            figure: filter.series().and_then(|series| series.figure(&place.code)),
            is_gap: false,
        }
    };
    catalogue.places.all_kabupaten_kota().iter().map(line).collect()
}
