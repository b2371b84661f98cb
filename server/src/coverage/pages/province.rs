//! The province: table, map, gaps, and the table as a file.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};

use super::{Asked, Matrix, Shown, Source, matrix, sources};
use crate::app::App;
use crate::case_study::counts::{self, ByPlace};
use crate::catalogue::Catalogue;
use crate::coverage::official::LABEL;
use crate::coverage::store::{self, Tally};
use crate::coverage::{Coverage, Filter, Line, export};
use crate::error::Result;
use crate::format;
use crate::kecamatan::kabupaten_kota_of;
use crate::kecamatan::pages::shapes;
use crate::web::table_file::Kind;
use crate::web::{Html, Layout, filters};

/// A kabupaten/kota in the table and on the map.
struct Row {
    code: String,
    name: String,
    url: String,
    studies: i64,
    kecamatan: i64,
    all_kecamatan: i64,
    /// Name of each indicator with its studies; empty while one is chosen.
    by_indicator: Vec<(String, i64)>,
    official: Option<Shown>,
    is_gap: bool,
    /// 0 for no study, 4 for the most.
    shade: i64,
    /// The line in words, for who does not see the map.
    label: String,
}

#[derive(Template)]
#[template(path = "coverage/province.html")]
struct ProvincePage {
    layout: Layout,
    /// Where the filters lead.
    path: String,
    filter: Filter,
    total: i64,
    nowhere: i64,
    covered: usize,
    rows: Vec<Row>,
    gap_heading: &'static str,
    gap_intro: String,
    /// Address and sentence of each gap.
    gaps: Vec<(String, String)>,
    /// Name of the official figures that the table shows, or empty.
    series_name: &'static str,
    matrix: Matrix,
    sources: Vec<Source>,
    /// The viewer's own kabupaten/kota: address and name.
    own: Option<(String, String)>,
}

async fn coverage(app: &App, layout: &Layout, filter: &Filter) -> Result<(Coverage, Tally, ByPlace)> {
    let db = app.db.read();
    let counts = counts::by_place(db, &layout.viewer, &filter.listing(None)).await?;
    let tally = store::tally(db, &layout.viewer).await?;
    Ok((Coverage::new(&layout.catalogue, filter, &tally, &counts), tally, counts))
}

pub(super) async fn show(State(app): State<App>, layout: Layout, Query(asked): Query<Asked>) -> Result<Response> {
    let filter = asked.filter(&layout)?;
    let (coverage, tally, counts) = coverage(&app, &layout, &filter).await?;
    let shapes = shapes(&layout.catalogue.places, &counts);
    let shade = |code: &str| shapes.iter().find(|shape| shape.code == code).map_or(0, |shape| shape.shade);
    let row = |line: &Line| row(line, &layout.catalogue, &filter, shade(&line.code));
    let (gap_heading, gap_intro) = gap_words(&filter, &coverage);
    let page = ProvincePage {
        path: "/cakupan".to_owned(),
        total: coverage.total,
        nowhere: coverage.nowhere,
        covered: coverage.lines.iter().filter(|line| line.studies > 0).count(),
        rows: coverage.lines.iter().map(row).collect(),
        gaps: coverage
            .gaps()
            .map(|line| (filter.url(&format!("/cakupan/{}", line.code)), gap(line, &filter)))
            .collect(),
        gap_heading,
        gap_intro,
        series_name: filter.series().map_or("", |series| series.name),
        matrix: matrix(&layout.catalogue, &filter, &tally, "/cakupan", None),
        sources: sources(&layout.catalogue, &filter),
        own: own(&layout, &filter),
        filter,
        layout,
    };
    Ok(Html(page).into_response())
}

/// The kabupaten/kota of the viewer's office; people of the province have none.
fn own(layout: &Layout, filter: &Filter) -> Option<(String, String)> {
    let places = &layout.catalogue.places;
    let region = &layout.viewer.acting_term()?.region;
    let code = if places.kecamatan(region).is_some() { kabupaten_kota_of(region) } else { region };
    let place = places.kabupaten_kota(code)?;
    Some((filter.url(&format!("/cakupan/{}", place.code)), place.name.clone()))
}

fn row(line: &Line, catalogue: &Catalogue, filter: &Filter, shade: i64) -> Row {
    let names = catalogue.indicators.iter().map(|indicator| indicator.name.clone());
    let official = filter.series().zip(line.figure);
    let mut label = format!("{}: {}", line.name, studies_in_words(line));
    if let Some((series, figure)) = official {
        label.push_str(&format!("; {}", series.in_a_sentence(figure)));
    }
    Row {
        code: line.code.clone(),
        name: line.name.clone(),
        url: filter.url(&format!("/cakupan/{}", line.code)),
        studies: line.studies,
        kecamatan: line.kecamatan,
        all_kecamatan: line.all_kecamatan,
        by_indicator: match filter.indicator {
            Some(_) => Vec::new(),
            None => names.zip(line.by_indicator.iter().copied()).collect(),
        },
        official: official.map(|(series, figure)| Shown::new(series, figure)),
        is_gap: line.is_gap,
        shade,
        label,
    }
}

fn studies_in_words(line: &Line) -> String {
    if line.studies == 0 {
        return "belum ada praktik".to_owned();
    }
    let (studies, kecamatan) = (format::integer(line.studies), format::integer(line.kecamatan));
    format!("{studies} praktik, di {kecamatan} dari {} kecamatan", format::integer(line.all_kecamatan))
}

/// "Kab. Garut: kemiskinan 9,68% (2024), belum ada praktik".
fn gap(line: &Line, filter: &Filter) -> String {
    match filter.series().zip(line.figure) {
        Some((series, figure)) => format!("{}: {}, belum ada praktik", line.name, series.in_a_sentence(figure)),
        None => format!("{}: belum ada praktik", line.name),
    }
}

/// Heading and sentence above the gaps, also when there are none.
fn gap_words(filter: &Filter, coverage: &Coverage) -> (&'static str, String) {
    let words = filter.words();
    let is_empty = coverage.gaps().next().is_none();
    let Some((series, benchmark)) = filter.series().zip(coverage.benchmark.as_ref()) else {
        let sentence = if is_empty {
            format!("Setiap kabupaten/kota sudah mempunyai praktik{words}.")
        } else {
            format!("Kabupaten/kota berikut belum mempunyai praktik{words}.")
        };
        let unknown = filter.indicator.as_ref().map_or_else(String::new, |indicator| {
            format!(" Angka resmi {} belum ada data, sehingga urutannya menurut kode wilayah.", indicator.name)
        });
        return ("Yang belum ditulis", sentence + if is_empty { "" } else { &unknown });
    };
    let source = coverage.lines.iter().find_map(|line| line.figure).map_or("", |figure| figure.source.as_str());
    let condition = format!("{} {} {}", series.short, series.bad_side(), benchmark.words);
    let sentence = if is_empty {
        format!("Setiap kabupaten/kota dengan {condition} sudah mempunyai praktik{words}.")
    } else {
        format!("{}, dan belum ada praktik{words}.", capital(&condition))
    };
    ("Perlu didahulukan", format!("{sentence} Sumber: {source}; {LABEL}."))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

pub(super) async fn csv(State(app): State<App>, layout: Layout, Query(asked): Query<Asked>) -> Result<Response> {
    file(&app, &layout, &asked, Kind::Csv).await
}

pub(super) async fn xlsx(State(app): State<App>, layout: Layout, Query(asked): Query<Asked>) -> Result<Response> {
    file(&app, &layout, &asked, Kind::Xlsx).await
}

async fn file(app: &App, layout: &Layout, asked: &Asked, kind: Kind) -> Result<Response> {
    let filter = asked.filter(layout)?;
    let (coverage, ..) = coverage(app, layout, &filter).await?;
    let mut name = "peta-cakupan".to_owned();
    let slugs = [filter.sector.as_ref().map(|found| &found.slug), filter.indicator.as_ref().map(|found| &found.slug)];
    for slug in slugs.into_iter().flatten() {
        name.push_str(&format!("-{slug}"));
    }
    export::table(&layout.catalogue, &filter, &coverage).download(kind, &name)
}
