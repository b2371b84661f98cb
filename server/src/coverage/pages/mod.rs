//! `/cakupan`, `/cakupan/{kode}` and the files of the first: for members, coordinators above all.

mod kabupaten_kota;
mod province;

use axum::Router;
use axum::routing::get;
use serde::Deserialize;

use super::official::{self, Figure, LABEL, Series};
use super::store::Tally;
use super::{Filter, address};
use crate::app::App;
use crate::catalogue::Catalogue;
use crate::error::{Error, Result};
use crate::indicator::Indicator;
use crate::web::Layout;

/// The routes of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/cakupan", get(province::show))
        .route("/cakupan.csv", get(province::csv))
        .route("/cakupan.xlsx", get(province::xlsx))
        .route("/cakupan/{code}", get(kabupaten_kota::show))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    sektor: String,
    indikator: String,
}

impl Asked {
    /// The filter, for members only.
    fn filter(&self, layout: &Layout) -> Result<Filter> {
        layout.viewer.require(&layout.path)?;
        if !layout.viewer.is_member() {
            return Err(Error::Forbidden);
        }
        Ok(Filter::read(&self.sektor, &self.indikator, &layout.catalogue))
    }
}

/// An official value as pages show it.
struct Shown {
    value: String,
    /// "2024, BPS (Susenas Maret); salinan, belum dicocokkan".
    origin: String,
}

impl Shown {
    fn new(series: &Series, figure: &Figure) -> Self {
        Self { value: series.shown(figure), origin: format!("{}, {}; {LABEL}", figure.year, figure.source) }
    }
}

/// Sectors by indicators.
struct Matrix {
    lines: Vec<MatrixLine>,
}

struct MatrixLine {
    name: String,
    url: String,
    studies: i64,
    cells: Vec<MatrixCell>,
}

struct MatrixCell {
    indicator: String,
    url: String,
    studies: i64,
    is_chosen: bool,
}

/// What is said about the figures of an indicator.
struct Source {
    indicator: String,
    text: String,
}

/// Numbers of every sector and indicator, of a kabupaten/kota or of all, each a way to the page that shows them.
fn matrix(catalogue: &Catalogue, filter: &Filter, tally: &Tally, path: &str, place: Option<&str>) -> Matrix {
    let line = |name: &str, slug: &str, sector: Option<i64>| {
        let cell = |indicator: &Indicator| MatrixCell {
            indicator: indicator.name.clone(),
            url: address(path, slug, &indicator.slug),
            studies: tally.studies(place, sector, Some(indicator.id)),
            is_chosen: filter.indicator_id() == Some(indicator.id) && filter.sector_id() == sector,
        };
        MatrixLine {
            name: name.to_owned(),
            url: address(path, slug, ""),
            studies: tally.studies(place, sector, None),
            cells: catalogue.indicators.iter().map(cell).collect(),
        }
    };
    let sectors = catalogue.sectors.iter().map(|sector| line(&sector.name, &sector.slug, Some(sector.id)));
    Matrix { lines: sectors.chain([line("Semua sektor", "", None)]).collect() }
}

/// What a reader must know about the figures: of the chosen indicator, else of all.
fn sources(catalogue: &Catalogue, filter: &Filter) -> Vec<Source> {
    let chosen = |id: i64| filter.indicator_id().is_none_or(|chosen| chosen == id);
    let source = |indicator: &Indicator| Source {
        indicator: indicator.name.clone(),
        text: official::series(&indicator.slug).map_or_else(
            || "belum ada data per kabupaten/kota.".to_owned(),
            |series| {
                let copy = catalogue.places.all_kabupaten_kota().iter().find_map(|place| series.figure(&place.code));
                let copy = copy.map_or_else(String::new, |figure| {
                    format!(
                        " Tahun {}, {}, disalin dari {}; belum dicocokkan.",
                        figure.year, figure.source, figure.copy
                    )
                });
                format!("{}.{copy} {}", series.name, series.note)
            },
        ),
    };
    catalogue.indicators.iter().filter(|indicator| chosen(indicator.id)).map(source).collect()
}
