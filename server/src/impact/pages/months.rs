//! What happened in which month: the bars of `/dampak`, the months of a measure, and both as files.

use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{Datelike, Months, NaiveDate};

use super::show::{Counted, Read, counted_file, read};
use super::{Asked, address, rows_url, slugs};
use crate::adoption::Stage;
use crate::adoption::spread::{change, range, shown, unit_of_change};
use crate::app::App;
use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::coverage::Filter;
use crate::error::Result;
use crate::impact::months::{self, Told};
use crate::impact::period::{Period, month_key, month_words, months_between};
use crate::impact::rows::rounded;
use crate::impact::store::Figures;
use crate::impact::{MONTHS, is_addable};
use crate::indicator::Measure;
use crate::web::Layout;
use crate::web::table_file::{Cell, Kind, Table};

/// A year that the page can be narrowed to; without a number it is all time.
pub(super) struct Year {
    pub(super) label: String,
    pub(super) url: String,
    pub(super) is_chosen: bool,
}

/// All time and each year from the first number on, the latest first.
pub(super) fn years(clock: &Clock, filter: &Filter, figures: &Figures, chosen: Option<&Period>) -> Vec<Year> {
    let this = clock.today().year();
    let appeared = figures.first.map(|at| clock.local(at).year());
    let began = figures.months.keys().next().and_then(|month| month.get(..4)?.parse().ok());
    let asked = chosen.map(|period| period.from.year());
    let first = [appeared, began, asked].into_iter().flatten().min().unwrap_or(this);
    let (sector, indicator) = slugs(filter);
    let year = |year: Option<i32>| {
        let number = year.map_or_else(String::new, |year| year.to_string());
        let pairs = [("sektor", sector), ("indikator", indicator), ("tahun", number.as_str())];
        Year { url: address("/dampak", &pairs), is_chosen: year == asked, label: number }
    };
    let all = Year { label: "Semua tahun".to_owned(), ..year(None) };
    [all].into_iter().chain((first..=this).rev().map(|number| year(Some(number)))).collect()
}

/// The months that the bars show: those of a year as far as they have begun, or the last twelve.
pub(super) fn drawn(year: Option<&Period>, today: NaiveDate) -> Vec<NaiveDate> {
    match year {
        Some(year) => months_between(year.from, today.min(year.until.pred_opt().unwrap_or(year.until))),
        None => months_between(back(today), today),
    }
}

/// Eleven months before a day.
fn back(today: NaiveDate) -> NaiveDate {
    let before = u32::try_from(MONTHS).unwrap_or(12) - 1;
    let first = today.with_day(1).unwrap_or(today);
    first.checked_sub_months(Months::new(before)).unwrap_or(first)
}

/// What began to run in these months, each month with the way to its entries.
pub(super) fn counted(filter: &Filter, figures: &Figures, months: &[NaiveDate]) -> Vec<Counted> {
    let line = |month: &NaiveDate| {
        let key = month_key(*month);
        let count = figures.months.get(&key).copied().unwrap_or_default();
        let running = [("tahap", Stage::Running.as_str()), ("bulan", key.as_str())];
        (month_words(*month), count, rows_url(filter, "replikasi", &running))
    };
    months.iter().map(line).collect()
}

/// `GET /dampak/bulan.csv`: every month from the first entry that runs to now, or those of a year.
pub(super) async fn csv(State(app): State<App>, layout: Layout, Query(asked): Query<Asked>) -> Result<Response> {
    let Read { filter, year, figures, .. } = read(&app, &layout, &asked).await?;
    let today = app.clock.today();
    let known = figures.months.keys().next().and_then(|month| format!("{month}-01").parse::<NaiveDate>().ok());
    let all = match &year {
        Some(year) => drawn(Some(year), today),
        None => months_between(known.map_or(back(today), |first| first.min(back(today))), today),
    };
    counted_file(&layout, "bulan", "Bulan", counted(&filter, &figures, &all))
}

/// A month of a measure.
pub(super) struct MonthLine {
    pub(super) label: String,
    pub(super) url: String,
    pub(super) rows: i64,
    pub(super) first: String,
    pub(super) last: String,
    pub(super) change: String,
}

/// The months in which a measure was told, the latest first.
pub(super) async fn of_measure(
    app: &App,
    filter: &Filter,
    measure: &Measure,
    period: Option<&Period>,
) -> Result<Vec<MonthLine>> {
    let told = months::told(app.db.read(), &app.clock, filter, Some(measure), period).await?;
    let line = |((month, ..), told): (months::Of, Told)| {
        let is_sum = is_addable(measure);
        let sum = |number: f64| if is_sum { shown(number) } else { "tidak dijumlahkan".to_owned() };
        let ranging = || format!("{} {}", range(told.least, told.most), unit_of_change(&measure.unit));
        MonthLine {
            label: month_words(month),
            url: month_url(filter, measure, month),
            rows: told.rows,
            first: sum(told.first),
            last: sum(told.last),
            change: if is_sum { change(told.last - told.first) } else { ranging() },
        }
    };
    Ok(told.into_iter().rev().map(line).collect())
}

fn month_url(filter: &Filter, measure: &Measure, month: NaiveDate) -> String {
    let key = month_key(month);
    rows_url(filter, "ukuran", &[("ukuran", measure.slug.as_str()), ("bulan", key.as_str())])
}

/// `GET /dampak/ukuran-bulan.csv`: each measure in each month, in the catalogue's unit only.
pub(super) async fn measures_csv(
    State(app): State<App>,
    layout: Layout,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let filter = asked.filter(&layout.catalogue);
    let year = Period::year(&app.clock, &asked.tahun);
    let told = months::told(app.db.read(), &app.clock, &filter, None, year.as_ref()).await?;
    let row = |((month, id, unit), told): (&months::Of, &Told)| {
        let measure = layout.catalogue.measures.iter().find(|one| one.id == *id && one.unit == *unit)?;
        Some(file_row(&layout.catalogue, measure, *month, told, &layout.base_url, &filter))
    };
    let headings = [
        "Bulan",
        "Indikator",
        "Ukuran",
        "Satuan",
        "Hasil",
        "Jumlah sebelum",
        "Jumlah sesudah",
        "Perubahan terkecil",
        "Perubahan terbesar",
        "Alamat",
    ];
    let table = Table {
        name: "Capaian",
        headings: headings.map(str::to_owned).to_vec(),
        rows: told.iter().filter_map(row).collect(),
    };
    table.download(Kind::Csv, "capaian-ukuran-bulan")
}

fn file_row(
    catalogue: &Catalogue,
    measure: &Measure,
    month: NaiveDate,
    told: &Told,
    base_url: &str,
    filter: &Filter,
) -> Vec<Cell> {
    let sum = |number: f64| if is_addable(measure) { Cell::Number(rounded(number)) } else { Cell::Empty };
    let indicator = catalogue.indicator_by_id(measure.indicator_id).map_or_else(String::new, |row| row.name.clone());
    vec![
        Cell::text(month_words(month)),
        Cell::text(indicator),
        Cell::text(&measure.name),
        Cell::text(&measure.unit),
        Cell::count(told.rows),
        sum(told.first),
        sum(told.last),
        Cell::Number(rounded(told.least)),
        Cell::Number(rounded(told.most)),
        Cell::text(format!("{base_url}{}", month_url(filter, measure, month))),
    ]
}
