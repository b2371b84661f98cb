//! `/dampak`: the numbers as tables and bars, and how they are counted.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};

use super::months::{self, Year};
use super::{Asked, address, rows_url, slugs};
use crate::adoption::Stage;
use crate::adoption::spread::{change, range, shown, unit_of_change};
use crate::app::App;
use crate::catalogue::Catalogue;
use crate::coverage::Filter;
use crate::error::Result;
use crate::format;
use crate::impact::period::Period;
use crate::impact::rows::rounded;
use crate::impact::store::{Figures, Sum};
use crate::impact::{MONTHS, is_addable};
use crate::web::table_file::{Cell, Kind, Table};
use crate::web::{Html, Layout, filters};

/// A number on top of the page.
struct Tile {
    label: &'static str,
    value: i64,
    url: String,
}

/// A bar, with its words and its number beside it.
struct Bar {
    label: String,
    value: i64,
    url: String,
    /// Its length in hundredths of the longest.
    share: String,
}

/// Bars that are counted alike.
struct Drawing {
    id: &'static str,
    heading: &'static str,
    /// What the drawing shows, in words.
    finding: String,
    bars: Vec<Bar>,
    csv: String,
}

/// A measure in the table of sums.
struct SumLine {
    indicator: String,
    name: String,
    unit: String,
    url: String,
    kecamatan: i64,
    rows: i64,
    /// True when it is added up.
    is_sum: bool,
    first: String,
    last: String,
    change: String,
    numbers: (f64, f64, f64, f64),
}

#[derive(Template)]
#[template(path = "impact/show.html")]
struct ImpactPage {
    layout: Layout,
    /// Where the filter leads.
    path: String,
    filter: Filter,
    years: Vec<Year>,
    /// The year that is chosen, as the address names it; empty for all time.
    year: String,
    tiles: Vec<Tile>,
    drawings: Vec<Drawing>,
    sums: Vec<SumLine>,
    sums_csv: String,
    sums_by_month_csv: String,
    is_empty: bool,
    months: usize,
}

/// What an address asks for, and its numbers.
pub(super) struct Read {
    pub(super) filter: Filter,
    /// Only this year; none for all time.
    pub(super) year: Option<Period>,
    pub(super) figures: Arc<Figures>,
    /// The sums of the year.
    sums: Arc<Vec<Sum>>,
}

pub(super) async fn read(app: &App, layout: &Layout, asked: &Asked) -> Result<Read> {
    let filter = asked.filter(&layout.catalogue);
    let year = Period::year(&app.clock, &asked.tahun);
    let figures = app.impact.figures(&app.db, &filter).await?;
    let sums = match &year {
        Some(year) => app.impact.sums(&app.db, &filter, Some(year)).await?,
        None => figures.sums.clone(),
    };
    Ok(Read { filter, year, figures, sums })
}

pub(super) async fn show(State(app): State<App>, layout: Layout, Query(asked): Query<Asked>) -> Result<Response> {
    let Read { filter, year, figures, sums: told } = read(&app, &layout, &asked).await?;
    let catalogue = &layout.catalogue;
    let chosen = year.as_ref().map_or_else(String::new, Period::words);
    let by_month = months::counted(&filter, &figures, &months::drawn(year.as_ref(), app.clock.today()));
    let file = |name: &str| file_url(&filter, name, "");
    let page = ImpactPage {
        path: "/dampak".to_owned(),
        years: months::years(&app.clock, &filter, &figures, year.as_ref()),
        tiles: tiles(&filter, &figures),
        drawings: vec![
            drawing("tahap", "Menurut tahap", stages(&filter, &figures), file("tahap")),
            drawing("bulan", "Mulai berjalan, menurut bulan", by_month, file_url(&filter, "bulan", &chosen)),
            drawing("sektor", "Berjalan, menurut sektor", sectors(catalogue, &filter, &figures), file("sektor")),
            drawing(
                "indikator",
                "Berjalan, menurut indikator strategis",
                indicators(catalogue, &filter, &figures),
                file("indikator"),
            ),
        ],
        sums: sums(catalogue, &filter, &told, &chosen),
        sums_csv: file_url(&filter, "ukuran", &chosen),
        sums_by_month_csv: file_url(&filter, "ukuran-bulan", &chosen),
        is_empty: figures.stages.all() == 0,
        months: MONTHS,
        year: chosen,
        filter,
        layout,
    };
    Ok(Html(page).into_response())
}

fn file_url(filter: &Filter, name: &str, year: &str) -> String {
    let (sector, indicator) = slugs(filter);
    address(&format!("/dampak/{name}.csv"), &[("sektor", sector), ("indikator", indicator), ("tahun", year)])
}

fn tiles(filter: &Filter, figures: &Figures) -> Vec<Tile> {
    let places = i64::try_from(figures.places.len()).unwrap_or(i64::MAX);
    vec![
        Tile {
            label: "praktik berjalan di kecamatan lain",
            value: figures.practices,
            url: rows_url(filter, "praktik", &[]),
        },
        Tile {
            label: "replikasi berjalan",
            value: figures.stages.running,
            url: rows_url(filter, "replikasi", &[("tahap", Stage::Running.as_str())]),
        },
        Tile { label: "kecamatan ikut serta", value: places, url: rows_url(filter, "kecamatan", &[]) },
        Tile {
            label: "praktik baik tertulis, terbuka untuk umum",
            value: figures.studies,
            url: rows_url(filter, "tertulis", &[]),
        },
    ]
}

/// A label, its number and the way to its rows.
pub(super) type Counted = (String, i64, String);

fn stages(filter: &Filter, figures: &Figures) -> Vec<Counted> {
    let counts = &figures.stages;
    let count = |stage: Stage| match stage {
        Stage::Interested => counts.interested,
        Stage::Planned => counts.planned,
        Stage::Trial => counts.trial,
        Stage::Running => counts.running,
        Stage::Stopped => counts.stopped,
    };
    let line = |stage: Stage| {
        (stage.label().to_owned(), count(stage), rows_url(filter, "replikasi", &[("tahap", stage.as_str())]))
    };
    Stage::ALL.into_iter().map(line).collect()
}

fn sectors(catalogue: &Catalogue, filter: &Filter, figures: &Figures) -> Vec<Counted> {
    let running = |id: Option<i64>| figures.sectors.get(&id).map_or(0, |group| group.running);
    let asked = catalogue.sectors.iter().filter(|sector| filter.sector_id().is_none_or(|id| id == sector.id));
    let known = asked.filter(|sector| sector.retired_at.is_none() || running(Some(sector.id)) > 0).map(|sector| {
        let narrowed = Filter { sector: Some(sector.clone()), ..filter.clone() };
        (sector.name.clone(), running(Some(sector.id)), running_url(&narrowed))
    });
    let none = Some(("Belum ditandai".to_owned(), running(None), rows_url(filter, "belum-ditandai", &[])))
        .filter(|(_, count, _)| *count > 0);
    known.chain(none).collect()
}

fn indicators(catalogue: &Catalogue, filter: &Filter, figures: &Figures) -> Vec<Counted> {
    let running = |id: i64| figures.indicators.get(&id).map_or(0, |group| group.running);
    let asked = catalogue.indicators.iter().filter(|row| filter.indicator_id().is_none_or(|id| id == row.id));
    let known = asked.filter(|row| row.retired_at.is_none() || running(row.id) > 0).map(|row| {
        let narrowed = Filter { indicator: Some(row.clone()), ..filter.clone() };
        (row.name.clone(), running(row.id), running_url(&narrowed))
    });
    known.collect()
}

fn running_url(filter: &Filter) -> String {
    rows_url(filter, "replikasi", &[("tahap", Stage::Running.as_str())])
}

fn drawing(id: &'static str, heading: &'static str, counted: Vec<Counted>, csv: String) -> Drawing {
    let most = counted.iter().map(|(_, count, _)| *count).max().unwrap_or_default();
    let top: Vec<&str> =
        counted.iter().filter(|(_, count, _)| *count == most).map(|(label, ..)| label.as_str()).take(3).collect();
    let finding = if most == 0 {
        "Belum ada.".to_owned()
    } else {
        format!("Terbanyak: {}, {} replikasi.", top.join(", "), format::integer(most))
    };
    let bar = |(label, value, url): Counted| {
        let share = if most > 0 { value as f64 / most as f64 } else { 0.0 };
        Bar { label, value, url, share: format!("{:.1}", 100.0 * share) }
    };
    Drawing { id, heading, finding, bars: counted.into_iter().map(bar).collect(), csv }
}

/// The sums in the catalogue's order, each measure in its own unit only.
fn sums(catalogue: &Catalogue, filter: &Filter, told: &[Sum], year: &str) -> Vec<SumLine> {
    let mut lines = Vec::new();
    for measure in &catalogue.measures {
        let own = told.iter().find(|sum| sum.measure == measure.id && sum.unit == measure.unit);
        let Some(sum) = own else { continue };
        let is_sum = is_addable(measure);
        let range = format!("{} {}", range(sum.least, sum.most), unit_of_change(&measure.unit));
        lines.push(SumLine {
            indicator: catalogue.indicator_by_id(measure.indicator_id).map_or_else(String::new, |row| row.name.clone()),
            name: measure.name.clone(),
            unit: measure.unit.clone(),
            url: rows_url(filter, "ukuran", &[("ukuran", measure.slug.as_str()), ("tahun", year)]),
            kecamatan: sum.kecamatan,
            rows: sum.rows,
            is_sum,
            first: shown(sum.first),
            last: shown(sum.last),
            change: if is_sum { change(sum.last - sum.first) } else { range },
            numbers: (sum.first, sum.last, sum.least, sum.most),
        });
    }
    lines
}

pub(super) async fn stages_csv(State(app): State<App>, layout: Layout, Query(asked): Query<Asked>) -> Result<Response> {
    let Read { filter, figures, .. } = read(&app, &layout, &asked).await?;
    counted_file(&layout, "tahap", "Tahap", stages(&filter, &figures))
}

pub(super) async fn sectors_csv(
    State(app): State<App>,
    layout: Layout,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let Read { filter, figures, .. } = read(&app, &layout, &asked).await?;
    counted_file(&layout, "sektor", "Sektor", sectors(&layout.catalogue, &filter, &figures))
}

pub(super) async fn indicators_csv(
    State(app): State<App>,
    layout: Layout,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let Read { filter, figures, .. } = read(&app, &layout, &asked).await?;
    counted_file(&layout, "indikator", "Indikator", indicators(&layout.catalogue, &filter, &figures))
}

pub(super) fn counted_file(layout: &Layout, name: &str, what: &str, counted: Vec<Counted>) -> Result<Response> {
    let row = |(label, count, url): &Counted| {
        let address = if url.is_empty() { String::new() } else { format!("{}{url}", layout.base_url) };
        vec![Cell::text(label), Cell::count(*count), Cell::text(address)]
    };
    let headings = [what, "Replikasi", "Alamat"].map(str::to_owned).to_vec();
    let table = Table { name: "Capaian", headings, rows: counted.iter().map(row).collect() };
    table.download(Kind::Csv, &format!("capaian-{name}"))
}

pub(super) async fn sums_csv(State(app): State<App>, layout: Layout, Query(asked): Query<Asked>) -> Result<Response> {
    let Read { filter, year, sums: told, .. } = read(&app, &layout, &asked).await?;
    let chosen = year.as_ref().map_or_else(String::new, Period::words);
    let row = |line: &SumLine| {
        let (first, last, least, most) = line.numbers;
        let sum = |number: f64| if line.is_sum { Cell::Number(rounded(number)) } else { Cell::Empty };
        vec![
            Cell::text(&line.indicator),
            Cell::text(&line.name),
            Cell::text(&line.unit),
            Cell::count(line.rows),
            Cell::count(line.kecamatan),
            sum(first),
            sum(last),
            Cell::Number(rounded(least)),
            Cell::Number(rounded(most)),
            Cell::text(format!("{}{}", layout.base_url, line.url)),
        ]
    };
    let headings = [
        "Indikator",
        "Ukuran",
        "Satuan",
        "Hasil",
        "Kecamatan",
        "Jumlah sebelum",
        "Jumlah sesudah",
        "Perubahan terkecil",
        "Perubahan terbesar",
        "Alamat",
    ];
    let lines = sums(&layout.catalogue, &filter, &told, &chosen);
    let table = Table {
        name: "Capaian",
        headings: headings.map(str::to_owned).to_vec(),
        rows: lines.iter().map(row).collect(),
    };
    table.download(Kind::Csv, "capaian-ukuran")
}
