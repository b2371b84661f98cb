//! `/dampak`, the rows behind its numbers, and its tables as files: for everybody.

mod months;
mod rows;
mod show;

use axum::Router;
use axum::routing::get;
use serde::Deserialize;

use crate::app::App;
use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::coverage::Filter;
use crate::impact::period::Period;
use crate::web::address;

/// The routes of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/dampak", get(show::show))
        .route("/dampak/tahap.csv", get(show::stages_csv))
        .route("/dampak/ukuran.csv", get(show::sums_csv))
        .route("/dampak/sektor.csv", get(show::sectors_csv))
        .route("/dampak/indikator.csv", get(show::indicators_csv))
        .route("/dampak/bulan.csv", get(months::csv))
        .route("/dampak/ukuran-bulan.csv", get(months::measures_csv))
        .route("/dampak/baris", get(rows::show))
        .route("/dampak/baris.csv", get(rows::csv))
}

/// What an address may ask for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    sektor: String,
    indikator: String,
    jenis: String,
    tahap: String,
    bulan: String,
    tahun: String,
    kecamatan: String,
    ukuran: String,
    halaman: String,
}

impl Asked {
    fn filter(&self, catalogue: &Catalogue) -> Filter {
        Filter::read(&self.sektor, &self.indikator, catalogue)
    }

    /// The month that it asks for, or else the year.
    fn period(&self, clock: &Clock) -> Option<Period> {
        Period::month(clock, &self.bulan).or_else(|| Period::year(clock, &self.tahun))
    }
}

/// The slugs of a filter.
fn slugs(filter: &Filter) -> (&str, &str) {
    (
        filter.sector.as_ref().map_or("", |sector| sector.slug.as_str()),
        filter.indicator.as_ref().map_or("", |indicator| indicator.slug.as_str()),
    )
}

/// The address of the rows behind a number.
fn rows_url(filter: &Filter, kind: &str, more: &[(&str, &str)]) -> String {
    let (sector, indicator) = slugs(filter);
    let mut pairs = vec![("jenis", kind), ("sektor", sector), ("indikator", indicator)];
    pairs.extend_from_slice(more);
    address("/dampak/baris", &pairs)
}
