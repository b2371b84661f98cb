//! The text of a table: each sheet is a page.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

/// Cells of a sheet that are read.
const MAX_CELLS: usize = 200_000;

pub(super) fn pages(bytes: &[u8]) -> Result<Vec<String>, String> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let names = book.sheet_names();
    let mut pages = Vec::new();
    for name in names.into_iter().take(super::MAX_PAGES) {
        let Ok(range) = book.worksheet_range(&name) else {
            pages.push(name);
            continue;
        };
        let cells = range.used_cells().take(MAX_CELLS).map(|(_, _, cell)| match cell {
            Data::Empty | Data::Error(_) => String::new(),
            other => other.to_string(),
        });
        pages.push(std::iter::once(name).chain(cells.filter(|cell| !cell.is_empty())).collect::<Vec<_>>().join(" "));
    }
    Ok(pages)
}
