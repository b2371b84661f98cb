//! A table as a file to take home: CSV for machines, XLSX for spreadsheets. Numbers stay numbers, and text stays text:
//! no spreadsheet may take what people wrote for a formula.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use rust_xlsxwriter::{Format, Workbook, XlsxError};

use crate::error::{Error, Result};

/// XLSX takes no longer text in one cell.
const MAX_CELL_CHARS: usize = 32_767;

/// Columns wider than this (in pixels) are cut on the screen, not in the file.
const MAX_COLUMN_PIXELS: u32 = 420;

/// One field of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Words, whatever they look like.
    Text(String),
    /// A number.
    Number(f64),
    /// Nothing is known.
    Empty,
}

impl Cell {
    /// Words.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A count.
    pub fn count(count: i64) -> Self {
        // Counts of rows stay far below 2^53, where a float begins to skip integers.
        Self::Number(count as f64)
    }
}

/// A table with one row of headings.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Name of the sheet, at most 31 characters.
    pub name: &'static str,
    /// Names of the columns.
    pub headings: Vec<String>,
    /// The rows; each has as many cells as there are headings.
    pub rows: Vec<Vec<Cell>>,
}

/// The kinds of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Comma-separated, a dot in decimals, UTF-8.
    Csv,
    /// Office Open XML.
    Xlsx,
}

impl Kind {
    fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    fn media_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        })
    }
}

impl Table {
    /// The table as a file that a browser saves under `name` and keeps nowhere else. `name` is plain ASCII.
    pub fn download(&self, kind: Kind, name: &str) -> Result<Response> {
        let bytes = match kind {
            Kind::Csv => self.csv()?,
            Kind::Xlsx => self.xlsx()?,
        };
        answer(bytes, kind, name)
    }

    /// The table as CSV.
    pub fn csv(&self) -> Result<Vec<u8>> {
        self.written(true)
    }

    /// The rows alone as CSV, for a table that is written a stretch at a time.
    pub fn more_csv(&self) -> Result<Vec<u8>> {
        self.written(false)
    }

    fn written(&self, with_headings: bool) -> Result<Vec<u8>> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let broken = |error: csv::Error| Error::Internal(error.into());
        if with_headings {
            writer.write_record(self.headings.iter().map(|heading| harmless(heading))).map_err(broken)?;
        }
        for row in &self.rows {
            let fields = row.iter().map(|cell| match cell {
                Cell::Text(text) => harmless(text),
                Cell::Number(number) => number.to_string(),
                Cell::Empty => String::new(),
            });
            writer.write_record(fields).map_err(broken)?;
        }
        writer.into_inner().map_err(|error| Error::Internal(error.into_error().into()))
    }

    /// The table as XLSX, its headings bold and always in sight.
    pub fn xlsx(&self) -> Result<Vec<u8>> {
        self.workbook().map_err(|error| Error::Internal(error.into()))
    }

    fn workbook(&self) -> std::result::Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        sheet.set_name(self.name)?;
        let bold = Format::new().set_bold();
        for (column, heading) in (0_u16..).zip(&self.headings) {
            sheet.write_string_with_format(0, column, fitting(heading), &bold)?;
        }
        for (line, row) in (1_u32..).zip(&self.rows) {
            for (column, cell) in (0_u16..).zip(row) {
                match cell {
                    Cell::Text(text) => sheet.write_string(line, column, fitting(text))?,
                    Cell::Number(number) => sheet.write_number(line, column, *number)?,
                    Cell::Empty => sheet,
                };
            }
        }
        sheet.set_freeze_panes(1, 0)?;
        sheet.set_autofit_max_width(MAX_COLUMN_PIXELS);
        sheet.autofit();
        workbook.save_to_buffer()
    }
}

/// Bytes as a file that a browser saves under `name` and keeps nowhere else. `name` is plain ASCII.
pub fn answer(bytes: Vec<u8>, kind: Kind, name: &str) -> Result<Response> {
    let told = format!("attachment; filename=\"{name}.{}\"", kind.ending());
    let told = HeaderValue::try_from(told).map_err(|error| Error::Internal(error.into()))?;
    let headers = [
        (header::CONTENT_TYPE, kind.media_type()),
        (header::CONTENT_DISPOSITION, told),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((headers, bytes).into_response())
}

/// Text that a spreadsheet would take for a formula gets a quote in front, which it shows as text.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

/// XLSX counts UTF-16 units.
fn fitting(text: &str) -> String {
    let mut units = 0;
    let fits = |letter: &char| {
        units += letter.len_utf16();
        units <= MAX_CELL_CHARS
    };
    text.chars().take_while(fits).collect()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::*;

    const TRAP: &str = "=HYPERLINK(\"http://jahat.example\")";

    fn table() -> Table {
        Table {
            name: "Cakupan",
            headings: vec!["Nama".to_owned(), "Angka".to_owned()],
            rows: vec![
                vec![Cell::text("Kab. Garut, \"selatan\""), Cell::Number(9.68)],
                vec![Cell::text(TRAP), Cell::count(12)],
                vec![Cell::text("-2+3"), Cell::Number(-0.5)],
                vec![Cell::text("32.05"), Cell::Empty],
                vec![Cell::text("é".repeat(40_000)), Cell::Empty],
            ],
        }
    }

    #[test]
    fn a_spreadsheet_gets_numbers_as_numbers_and_text_as_text() {
        let bytes = table().xlsx().unwrap();
        let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
        let sheet = book.worksheet_range("Cakupan").unwrap();
        let cell = |row, column| sheet.get_value((row, column)).cloned().unwrap_or_default();
        assert_eq!(cell(0, 1), Data::String("Angka".to_owned()));
        assert_eq!(cell(1, 1), Data::Float(9.68));
        assert_eq!(cell(2, 0), Data::String(TRAP.to_owned()));
        assert_eq!(cell(2, 1), Data::Float(12.0));
        assert_eq!(cell(3, 0), Data::String("-2+3".to_owned()));
        assert_eq!(cell(4, 0), Data::String("32.05".to_owned()), "a code is no number");
        assert_eq!(cell(4, 1), Data::Empty);
        assert_eq!(cell(5, 0).to_string().chars().count(), MAX_CELL_CHARS);
        let formulas = book.worksheet_formula("Cakupan").unwrap();
        assert!(formulas.used_cells().next().is_none(), "no cell is a formula");
    }

    #[test]
    fn a_csv_has_no_cell_that_becomes_a_formula() {
        let text = String::from_utf8(table().csv().unwrap()).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "Nama,Angka");
        assert_eq!(lines[1], "\"Kab. Garut, \"\"selatan\"\"\",9.68");
        assert_eq!(lines[2], "\"'=HYPERLINK(\"\"http://jahat.example\"\")\",12");
        assert_eq!(lines[3], "'-2+3,-0.5", "a negative number is a number");
        assert_eq!(lines[4], "32.05,");
        let more = String::from_utf8(table().more_csv().unwrap()).unwrap();
        assert_eq!(format!("Nama,Angka\n{more}"), text, "a stretch is the same without headings");
    }
}
