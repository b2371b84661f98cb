//! What the ledger of replication adds to a pack: words beside the criteria, and tables with every entry.

use super::Pack;
use super::parts::{number, table};
use crate::adoption::Stage;
use crate::adoption::dossier::{Entry, Origin};
use crate::format;
use crate::web::table_file::{Cell, Table};

/// Where the table of all entries lies in the pack.
pub const RECORD: &str = "05-replikasi/replikasi.xlsx";

/// Where the figures of the entries lie.
pub const FIGURES: &str = "05-replikasi/angka-replikasi.xlsx";

/// Kecamatan that the draft names; the table has all of them.
const MOST_NAMED: usize = 30;

/// What the ledger says beside the criteria; empty where it says nothing.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// In which kecamatan the practice runs beside its own.
    pub replications: String,
    /// Which practice of another kecamatan it replicates.
    pub lineage: String,
}

impl Words {
    /// The words of these entries; `site` is the site's address.
    pub fn of(entries: &[Entry], origin: Option<&Origin>, site: &str) -> Self {
        Self {
            replications: replications(entries),
            lineage: origin.map_or_else(String::new, |origin| lineage(origin, site)),
        }
    }
}

fn replications(entries: &[Entry]) -> String {
    let running: Vec<&Entry> = entries.iter().filter(|entry| entry.stage == Stage::Running).collect();
    if running.is_empty() {
        return String::new();
    }
    let mut lines = vec![format!("Berjalan di {} kecamatan lain.", format::integer(running.len()))];
    lines.extend(running.iter().take(MOST_NAMED).map(|entry| format!("{}, {}", entry.place, told(entry))));
    if running.len() > MOST_NAMED {
        let others = format::integer(running.len() - MOST_NAMED);
        lines.push(format!("Dan {others} kecamatan lain; semuanya ada di {RECORD}."));
    }
    lines.join("\n")
}

/// "sejak 24 Nov 2026. Dikonfirmasi 24 Mei 2027".
fn told(entry: &Entry) -> String {
    let since = format!("sejak {}", entry.since);
    if entry.confirmed.is_empty() { since } else { format!("{since}. {}", entry.confirmed) }
}

fn lineage(origin: &Origin, site: &str) -> String {
    let entry = &origin.entry;
    let original =
        if origin.url.is_empty() { origin.title.clone() } else { format!("{}: {site}{}", origin.title, origin.url) };
    let state = format!("{} {}", entry.stage.label(), told(entry));
    format!("Direplikasi dari {original}\n{state}\nCatatan replikasi: {site}{}", entry.url)
}

/// Every entry with the title of the practice that it replicates, the one that the study grew from first.
fn entries(pack: &Pack) -> impl Iterator<Item = (&str, &Entry)> {
    let origin = pack.origin.iter().map(|origin| (origin.title.as_str(), &origin.entry));
    origin.chain(pack.entries.iter().map(|entry| (pack.study.title.as_str(), entry)))
}

/// The record: how far each kecamatan got, whether that was confirmed, and where it is read.
pub fn record(pack: &Pack) -> Option<Table> {
    let row = |(title, entry): (&str, &Entry)| {
        let address = format!("{}{}", pack.site, entry.url);
        let texts =
            [entry.place.as_str(), title, entry.stage.label(), &entry.since, &entry.confirmed, &entry.note, &address];
        texts.map(Cell::text).into()
    };
    let headings =
        ["Kecamatan", "Praktik yang direplikasi", "Tahap", "Sejak", "Konfirmasi", "Catatan terakhir", "Alamat"];
    table("Replikasi", &headings, entries(pack).map(row).collect())
}

/// The figures before and after, a line each.
pub fn figures(pack: &Pack) -> Option<Table> {
    let mut rows = Vec::new();
    for (title, entry) in entries(pack) {
        for figure in &entry.figures {
            rows.push(vec![
                Cell::text(&entry.place),
                Cell::text(title),
                Cell::text(&figure.name),
                Cell::text(&figure.unit),
                number(&figure.first),
                number(&figure.last),
                Cell::text(&figure.source),
                Cell::text(&figure.on),
                Cell::text(format!("{}{}", pack.site, entry.url)),
            ]);
        }
    }
    let headings = [
        "Kecamatan",
        "Praktik yang direplikasi",
        "Ukuran",
        "Satuan",
        "Sebelum",
        "Sesudah",
        "Sumber",
        "Tanggal",
        "Alamat",
    ];
    table("Angka replikasi", &headings, rows)
}
