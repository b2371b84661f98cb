//! A kabupaten/kota: its kecamatan, the silent ones first, and its official figures.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};

use super::{Asked, Matrix, Shown, Source, matrix, sources};
use crate::app::App;
use crate::case_study::counts;
use crate::catalogue::Catalogue;
use crate::coverage::store::{self, Tally};
use crate::coverage::{Filter, address, official};
use crate::error::{Error, Result};
use crate::indicator::Indicator;
use crate::kecamatan::KabupatenKota;
use crate::web::{Html, Layout, filters};

#[derive(Template)]
#[template(path = "coverage/kabupaten_kota.html")]
struct KabupatenKotaPage {
    layout: Layout,
    path: String,
    filter: Filter,
    place: KabupatenKota,
    total: i64,
    silent: usize,
    kecamatan: Vec<Kecamatan>,
    indicators: Vec<IndicatorLine>,
    matrix: Matrix,
    sources: Vec<Source>,
}

struct Kecamatan {
    code: String,
    name: String,
    studies: i64,
}

/// An indicator with what was written and what is published about it in a kabupaten/kota.
struct IndicatorLine {
    name: String,
    url: String,
    studies: i64,
    is_chosen: bool,
    series: &'static str,
    official: Option<Shown>,
}

pub(super) async fn show(
    State(app): State<App>,
    layout: Layout,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let filter = asked.filter(&layout)?;
    let (db, catalogue) = (app.db.read(), &layout.catalogue);
    let place = catalogue.places.kabupaten_kota(&code).cloned().ok_or(Error::NotFound)?;
    let counts = counts::by_place(db, &layout.viewer, &filter.listing(Some(&code))).await?;
    let tally = store::tally(db, &layout.viewer).await?;
    let own = place.kecamatan.iter().filter_map(|code| catalogue.places.kecamatan(code));
    let mut kecamatan: Vec<Kecamatan> = own
        .map(|found| Kecamatan {
            code: found.code.clone(),
            name: found.name.clone(),
            studies: counts.kecamatan(&found.code),
        })
        .collect();
    // The silent ones first; each part stays in the order of names.
    kecamatan.sort_by_key(|line| line.studies > 0);
    let path = format!("/cakupan/{code}");
    let page = KabupatenKotaPage {
        total: counts.kabupaten_kota(&code),
        silent: kecamatan.iter().filter(|line| line.studies == 0).count(),
        kecamatan,
        indicators: indicator_lines(catalogue, &filter, &tally, &code),
        matrix: matrix(catalogue, &filter, &tally, &path, Some(&code)),
        sources: sources(catalogue, &Filter::default()),
        path,
        filter,
        place,
        layout,
    };
    Ok(Html(page).into_response())
}

fn indicator_lines(catalogue: &Catalogue, filter: &Filter, tally: &Tally, code: &str) -> Vec<IndicatorLine> {
    let sector = filter.sector.as_ref();
    let line = |indicator: &Indicator| {
        let series = official::series(&indicator.slug);
        let slug = sector.map_or("", |sector| sector.slug.as_str());
        IndicatorLine {
            name: indicator.name.clone(),
            url: address(&format!("/cakupan/{code}"), slug, &indicator.slug),
            studies: tally.studies(Some(code), filter.sector_id(), Some(indicator.id)),
            is_chosen: filter.indicator_id() == Some(indicator.id),
            series: series.map_or("", |series| series.name),
            official: series.and_then(|series| Some(Shown::new(series, series.figure(code)?))),
        }
    };
    catalogue.indicators.iter().map(line).collect()
}
