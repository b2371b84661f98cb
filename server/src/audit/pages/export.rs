//! The entries as a table to take home.

use super::line::Line;
use crate::clock::Clock;
use crate::web::table_file::{Cell, Table};

/// The table of these lines, the newest first.
pub(super) fn table(lines: &[Line], clock: &Clock) -> Table {
    let headings = ["Waktu", "Nama", "Jabatan", "Tindakan", "Jenis", "Perihal", "Catatan", "Alasan"];
    Table { name: "Catatan audit", headings: headings.map(str::to_owned).to_vec(), rows: rows(lines, clock) }
}

fn rows(lines: &[Line], clock: &Clock) -> Vec<Vec<Cell>> {
    let row = |line: &Line| {
        vec![
            // Text that sorts by itself; a spreadsheet's dates know no zone.
            Cell::text(clock.local(line.at).format("%Y-%m-%d %H:%M:%S").to_string()),
            Cell::text(&line.who),
            Cell::text(&line.post),
            Cell::text(&line.label),
            Cell::text(&line.kind),
            Cell::text(&line.subject.text),
            Cell::text(line.sentence()),
            Cell::text(&line.reason),
        ]
    };
    lines.iter().map(row).collect()
}
