//! What lies in a pack, in its order, under names of ours: no name that somebody gave to a file becomes a path.

use sea_orm::ConnectionTrait;

use super::{Pack, ledger, text};
use crate::app::App;
use crate::attachment;
use crate::attachment::file;
use crate::attachment::file_entity::attached_file;
use crate::case_study::content::{AttachedFile, Money, Photo};
use crate::error::{Error, Result};
use crate::format;
use crate::web::table_file::{Cell, Table};

/// A photo is not larger than that once it is smaller than 1,600 pixels (in bytes); for the sum alone.
const PHOTO_BYTES: i64 = 1_048_576;

/// Longest piece of a title in the name of a file (in characters).
const NAME_CHARS: usize = 60;

/// Where the bytes of a part come from.
pub enum Source {
    /// They are made already.
    Made(Vec<u8>),
    /// A stored file, as it is.
    Stored(String),
    /// A stored photo, which becomes a JPEG: forms of contests take no WebP.
    Photo(String),
}

/// One file of the pack.
pub struct Entry {
    /// Its path in the archive.
    pub path: String,
    /// Its bytes.
    pub source: Source,
}

/// The parts of a pack; `TooLarge` when the stored ones are more than the configured limit together.
pub async fn entries(app: &App, pack: &Pack) -> Result<Vec<Entry>> {
    let (db, most) = (app.db.read(), app.config.limits.evidence_pack_bytes);
    let made = |path: String, bytes: Vec<u8>| Entry { path, source: Source::Made(bytes) };
    let name = pack.asked.slug();
    let mut entries = vec![
        made(format!("01-naskah/naskah-{name}.docx"), text::docx(pack).finish()?),
        made(format!("01-naskah/naskah-{name}.txt"), text::plain(pack).into_bytes()),
    ];
    if let Some(table) = figures(pack) {
        entries.push(made("02-angka/angka.xlsx".to_owned(), table.xlsx()?));
    }
    if let Some(table) = money(pack) {
        entries.push(made("02-angka/biaya.xlsx".to_owned(), table.xlsx()?));
    }
    let photos = photos(db, pack).await?;
    let files = files(db, pack).await?;
    let bytes = PHOTO_BYTES * i64::try_from(photos.len()).unwrap_or(i64::MAX)
        + files.iter().map(|(_, bytes)| bytes).sum::<i64>();
    check_size(bytes, most)?;
    entries.extend(photos);
    entries.extend(files.into_iter().map(|(entry, _)| entry));
    for (path, table) in [(ledger::RECORD, ledger::record(pack)), (ledger::FIGURES, ledger::figures(pack))] {
        if let Some(table) = table {
            entries.push(made(path.to_owned(), table.xlsx()?));
        }
    }
    Ok(entries)
}

fn check_size(bytes: i64, most: usize) -> Result<()> {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    if bytes <= most {
        return Ok(());
    }
    let megabytes = |bytes: i64| format::integer(bytes / 1_048_576);
    Err(Error::TooLarge(format!(
        "Foto dan berkas praktik ini {} MB, paling besar {} MB. Unduh berkasnya satu per satu dari halaman praktik.",
        megabytes(bytes),
        megabytes(most)
    )))
}

/// Every value of every measure, a line each; none without figures.
fn figures(pack: &Pack) -> Option<Table> {
    let mut rows = Vec::new();
    for result in &pack.content.results {
        for value in &result.values {
            rows.push(vec![
                Cell::text(&result.name),
                Cell::text(&result.unit),
                Cell::text(&value.period),
                number(&value.value),
                Cell::text(if result.estimate { "ya" } else { "tidak" }),
                Cell::text(&result.level),
                Cell::text(&result.source),
                Cell::text(&result.measured_by),
            ]);
        }
    }
    let headings = ["Ukuran", "Satuan", "Waktu", "Nilai", "Perkiraan", "Tingkat", "Sumber", "Diukur oleh"];
    table("Angka", &headings, rows)
}

fn money(pack: &Pack) -> Option<Table> {
    let row = |row: &Money| vec![Cell::text(&row.source), number(&row.amount), Cell::text(&row.year)];
    table("Biaya", &["Sumber", "Rupiah", "Tahun"], pack.content.money.iter().map(row).collect())
}

/// A table; none without rows.
pub(super) fn table(name: &'static str, headings: &[&str], rows: Vec<Vec<Cell>>) -> Option<Table> {
    let headings = headings.iter().map(|heading| (*heading).to_owned()).collect();
    (!rows.is_empty()).then_some(Table { name, headings, rows })
}

/// A number as one, other words as text.
pub(super) fn number(exact: &str) -> Cell {
    match exact.parse::<f64>() {
        Ok(number) if number.is_finite() => Cell::Number(number),
        _ => Cell::text(exact),
    }
}

/// The photos of the published text in their order.
async fn photos(db: &impl ConnectionTrait, pack: &Pack) -> Result<Vec<Entry>> {
    let ids: Vec<i64> = pack.content.photos.iter().map(|photo| photo.attachment).collect();
    let mut keys = attachment::picture_keys(db, &ids).await?;
    let known = pack.content.photos.iter().filter_map(|photo| Some((photo, keys.remove(&photo.attachment)?)));
    let entry = |(number, (photo, key)): (usize, (&Photo, String))| Entry {
        path: format!("03-foto/foto-{number:02}{}.jpg", named(&photo.caption)),
        source: Source::Photo(key),
    };
    Ok((1..).zip(known).map(entry).collect())
}

/// The files of the published text in their order, with their sizes in bytes.
async fn files(db: &impl ConnectionTrait, pack: &Pack) -> Result<Vec<(Entry, i64)>> {
    let ids: Vec<i64> = pack.content.files.iter().map(|file| file.file).collect();
    let rows = file::files(db, &ids).await?;
    let known = pack.content.files.iter().filter_map(|offered| Some((offered, rows.get(&offered.file)?)));
    let entry = |(number, (offered, row)): (usize, (&AttachedFile, &attached_file::Model))| {
        let path = format!("04-berkas/berkas-{number:02}{}.{}", named(&offered.title), row.kind);
        (Entry { path, source: Source::Stored(file::file_key(row)) }, row.size_bytes)
    };
    Ok((1..).zip(known).map(entry).collect())
}

/// "-kalender-tanam" from "Kalender tanam": plain letters, figures and dashes.
fn named(title: &str) -> String {
    let slug: String = format::slug(title).chars().take(NAME_CHARS).collect();
    let slug = slug.trim_matches('-');
    if slug.is_empty() { String::new() } else { format!("-{slug}") }
}
