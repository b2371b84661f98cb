//! The coverage as a table to take home: a row for each kabupaten/kota, with a column for each sector and
//! each indicator where none is chosen.

use super::official::{self, LABEL, Series};
use super::{Coverage, Filter, Line};
use crate::catalogue::Catalogue;
use crate::web::table_file::{Cell, Table};

/// The table of a coverage; every column obeys the filter.
pub fn table(catalogue: &Catalogue, filter: &Filter, coverage: &Coverage) -> Table {
    // One indicator is asked for: its figures alone, also when there are none.
    let series: Vec<&Series> = match &filter.indicator {
        Some(_) => filter.series().into_iter().collect(),
        None => official::all().iter().collect(),
    };
    Table {
        name: "Peta Cakupan",
        headings: headings(catalogue, filter, &series),
        rows: coverage.lines.iter().map(|line| row(line, filter, &series)).collect(),
    }
}

fn headings(catalogue: &Catalogue, filter: &Filter, series: &[&Series]) -> Vec<String> {
    let mut headings: Vec<String> = ["Kode", "Kabupaten/kota"].map(str::to_owned).to_vec();
    headings.push(format!("Praktik{}", filter.words()));
    headings.extend(["Kecamatan dengan praktik", "Jumlah kecamatan"].map(str::to_owned));
    if filter.sector.is_none() {
        headings.extend(catalogue.sectors.iter().map(|sector| format!("Sektor {}", sector.name)));
    }
    if filter.indicator.is_none() {
        headings.extend(catalogue.indicators.iter().map(|indicator| format!("Indikator {}", indicator.name)));
    }
    for series in series {
        headings.push(format!("{} ({})", series.name, series.unit));
        headings
            .extend(["Tahun", "Sumber", "Disalin dari", "Keterangan"].map(|part| format!("{part}: {}", series.name)));
    }
    headings
}

fn row(line: &Line, filter: &Filter, series: &[&Series]) -> Vec<Cell> {
    let mut row = vec![
        Cell::text(&line.code),
        Cell::text(&line.name),
        Cell::count(line.studies),
        Cell::count(line.kecamatan),
        Cell::count(line.all_kecamatan),
    ];
    if filter.sector.is_none() {
        row.extend(line.by_sector.iter().map(|studies| Cell::count(*studies)));
    }
    if filter.indicator.is_none() {
        row.extend(line.by_indicator.iter().map(|studies| Cell::count(*studies)));
    }
    for series in series {
        match series.figure(&line.code) {
            Some(figure) => row.extend([
                Cell::Number(figure.value),
                Cell::count(i64::from(figure.year)),
                Cell::text(&figure.source),
                Cell::text(&figure.copy),
                Cell::text(LABEL),
            ]),
            None => row.extend([Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty, Cell::text("belum ada data")]),
        }
    }
    row
}
