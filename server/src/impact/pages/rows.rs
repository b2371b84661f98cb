//! `/dampak/baris`: the rows behind a number, paged, and as a file.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};

use super::months::{self, MonthLine};
use super::{Asked, address};
use crate::adoption::Stage;
use crate::adoption::spread::shown;
use crate::app::App;
use crate::catalogue::Catalogue;
use crate::coverage::Filter;
use crate::error::{Error, Result};
use crate::impact::is_addable;
use crate::impact::rows::{self, Item, Of, Rows};
use crate::web::pager::{Pager, page_number};
use crate::web::table_file::{self, Cell, Kind, Table};
use crate::web::{Html, Layout, filters};

const PER_PAGE: u64 = 50;

/// Rows of a file.
const MOST_ROWS: u64 = 50_000;

/// Rows that are held at once while a file is written.
const STRETCH: usize = 2_000;

#[derive(Template)]
#[template(path = "impact/rows.html")]
struct RowsPage {
    layout: Layout,
    heading: String,
    headings: Vec<&'static str>,
    rows: Vec<Vec<Item>>,
    total: i64,
    /// What they are.
    noun: &'static str,
    /// What the rows add up to, in words.
    sum: String,
    /// The months of a measure on the first page, unless one of them is shown.
    months: Vec<MonthLine>,
    csv: String,
    pager: Pager,
}

impl RowsPage {
    fn heading_of(&self, column: &usize) -> &'static str {
        self.headings.get(*column).copied().unwrap_or_default()
    }

    /// True for a column of numbers, whose heading stands above them.
    fn is_number(&self, column: &usize) -> bool {
        self.rows.iter().any(|row| row.get(*column).is_some_and(|item| item.number.is_some()))
    }
}

/// What an address asks for; `NotFound` for a kind or measure that does not exist.
async fn of(app: &App, asked: &Asked, filter: &Filter, catalogue: &Catalogue) -> Result<Of> {
    match asked.jenis.as_str() {
        "" | "replikasi" => {
            let place = catalogue.places.kecamatan(&asked.kecamatan).map(|place| place.code.clone());
            Ok(Of::Entries(Stage::parse(&asked.tahap), asked.period(&app.clock), place))
        }
        "belum-ditandai" => Ok(Of::Untagged),
        "praktik" => Ok(Of::Practices),
        "tertulis" => Ok(Of::Written),
        "kecamatan" => Ok(Of::Places(app.impact.figures(&app.db, filter).await?)),
        "ukuran" => {
            let measure = catalogue.measure(&asked.ukuran).cloned().ok_or(Error::NotFound)?;
            Ok(Of::Measure(Box::new(measure), asked.period(&app.clock)))
        }
        _ => Err(Error::NotFound),
    }
}

fn heading(of: &Of, filter: &Filter, catalogue: &Catalogue) -> String {
    let what = match of {
        Of::Entries(stage, period, place) => {
            let stage = stage.map_or_else(String::new, |stage| format!(" pada tahap {}", stage.label().to_lowercase()));
            let since = period.as_ref().map_or_else(String::new, |period| format!(" sejak {}", period.words()));
            let by =
                place.as_ref().map_or_else(String::new, |code| format!(" oleh {}", catalogue.places.full_name(code)));
            format!("Replikasi{by}{stage}{since}")
        }
        Of::Untagged => "Replikasi berjalan, praktiknya belum ditandai sektor".to_owned(),
        Of::Written => "Praktik baik tertulis".to_owned(),
        Of::Practices => "Praktik yang berjalan di kecamatan lain".to_owned(),
        Of::Places(_) => "Kecamatan yang ikut serta".to_owned(),
        Of::Measure(measure, period) => {
            let told = period.as_ref().map_or_else(String::new, |period| format!(", {}", period.words()));
            format!("{} ({}){told}", measure.name, measure.unit)
        }
    };
    let words = filter.words();
    if words.is_empty() { what } else { format!("{what}, praktik{words}") }
}

/// What the rows are called, behind their number.
fn noun(of: &Of) -> &'static str {
    match of {
        Of::Entries(..) | Of::Untagged => "entri replikasi",
        Of::Practices | Of::Written => "praktik",
        Of::Places(_) => "kecamatan",
        Of::Measure(..) => "hasil",
    }
}

fn url(asked: &Asked, path: &str, page: u64) -> String {
    let page = if page > 1 { page.to_string() } else { String::new() };
    let pairs = [
        ("jenis", asked.jenis.as_str()),
        ("sektor", asked.sektor.as_str()),
        ("indikator", asked.indikator.as_str()),
        ("tahap", asked.tahap.as_str()),
        ("bulan", asked.bulan.as_str()),
        ("tahun", asked.tahun.as_str()),
        ("kecamatan", asked.kecamatan.as_str()),
        ("ukuran", asked.ukuran.as_str()),
        ("halaman", page.as_str()),
    ];
    address(path, &pairs)
}

pub(super) async fn show(State(app): State<App>, layout: Layout, Query(asked): Query<Asked>) -> Result<Response> {
    let (db, catalogue) = (app.db.read(), &layout.catalogue);
    let filter = asked.filter(catalogue);
    let of = of(&app, &asked, &filter, catalogue).await?;
    let page = page_number(Some(&asked.halaman));
    let Rows { headings, rows, total } =
        rows::read(db, catalogue, &filter, &of, ((page - 1) * PER_PAGE, PER_PAGE)).await?;
    let sum = match &of {
        Of::Measure(measure, period) => {
            let sums = app.impact.sums(&app.db, &filter, period.as_ref()).await?;
            let own = sums.iter().find(|sum| sum.measure == measure.id && sum.unit == measure.unit);
            own.filter(|_| is_addable(measure)).map_or_else(String::new, |sum| {
                format!("Jumlah sebelum {}, sesudah {} {}.", shown(sum.first), shown(sum.last), measure.unit)
            })
        }
        _ => String::new(),
    };
    let months = match &of {
        Of::Measure(measure, period) if page == 1 && !period.is_some_and(|period| period.is_month()) => {
            months::of_measure(&app, &filter, measure, period.as_ref()).await?
        }
        _ => Vec::new(),
    };
    let page = RowsPage {
        months,
        heading: heading(&of, &filter, catalogue),
        noun: noun(&of),
        csv: url(&asked, "/dampak/baris.csv", 1),
        pager: Pager::new(page, total, PER_PAGE, |page| url(&asked, "/dampak/baris", page)),
        total: i64::try_from(total).unwrap_or(i64::MAX),
        headings,
        rows,
        sum,
        layout,
    };
    Ok(Html(page).into_response())
}

pub(super) async fn csv(State(app): State<App>, layout: Layout, Query(asked): Query<Asked>) -> Result<Response> {
    let catalogue = &layout.catalogue;
    let filter = asked.filter(catalogue);
    let of = of(&app, &asked, &filter, catalogue).await?;
    let row = |items: &Vec<Item>| {
        let address = items.iter().find(|item| !item.url.is_empty());
        let address = address.map_or_else(String::new, |item| format!("{}{}", layout.base_url, item.url));
        let cell = |item: &Item| item.number.map_or_else(|| Cell::text(&item.text), Cell::Number);
        items.iter().map(cell).chain([Cell::text(address)]).collect::<Vec<_>>()
    };
    let mut bytes = Vec::new();
    for offset in (0..MOST_ROWS).step_by(STRETCH) {
        let found = rows::read(app.db.read(), catalogue, &filter, &of, (offset, STRETCH as u64)).await?;
        let headings = found.headings.iter().map(|heading| (*heading).to_owned()).chain(["Alamat".to_owned()]);
        let table = Table { name: "Capaian", headings: headings.collect(), rows: found.rows.iter().map(row).collect() };
        bytes.extend(if offset == 0 { table.csv()? } else { table.more_csv()? });
        if offset + STRETCH as u64 >= found.total {
            break;
        }
    }
    table_file::answer(bytes, Kind::Csv, "capaian-baris")
}
