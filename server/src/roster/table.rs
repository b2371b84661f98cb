//! Reading a roster as spreadsheets write it: XLSX, or CSV with a byte order mark, semicolons, Windows-1252, and headers
//! in many words.

use std::io::Cursor;

use anyhow::Context;
use calamine::{Data, Reader, Xlsx};
use serde::{Deserialize, Serialize};

use crate::attachment::package::Package;

/// Columns of a table that are looked at.
const MAX_COLUMNS: usize = 40;

/// Columns by their own name and the names that lists of officials have for them.
const COLUMNS: [(&str, &[&str]); 10] = [
    ("nama", &["nama", "namalengkap", "namapejabat", "name"]),
    (
        "telepon",
        &[
            "telepon",
            "telp",
            "notelepon",
            "notelp",
            "nomortelepon",
            "hp",
            "nohp",
            "nomorhp",
            "ponsel",
            "nomorponsel",
            "noponsel",
            "wa",
            "nowa",
            "whatsapp",
            "phone",
        ],
    ),
    ("email", &["email", "surel", "alamatemail", "alamatsurel", "mail"]),
    ("nip", &["nip", "nippppk", "nipnipppk", "nipppk", "nomorindukpegawai"]),
    ("peran", &["peran", "role", "jenisjabatan"]),
    ("kode_wilayah", &["kodewilayah", "kode", "kodekecamatan", "wilayah", "region", "kodekemendagri"]),
    ("jabatan", &["jabatan", "namajabatan", "title"]),
    ("unit", &["unit", "unitkerja", "bagian", "perangkatdaerah"]),
    ("tmt", &["tmt", "mulai", "tanggalmulai", "started"]),
    ("sampai", &["sampai", "sampaidengan", "berakhir", "hariterakhir", "ended"]),
];
const PAPER: [&str; 8] = [
    "nomorsk",
    "nosk",
    "sk",
    "nomorsksuratperintah",
    "suratperintah",
    "nomorsuratperintah",
    "paper",
    "nomorskataussuratperintah",
];

/// One line of the table, cells cleaned.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields carry the names of the columns")]
pub struct Row {
    pub line: u64,
    pub nama: String,
    pub telepon: String,
    pub email: String,
    pub nip: String,
    pub peran: String,
    pub kode_wilayah: String,
    pub jabatan: String,
    pub unit: String,
    pub tmt: String,
    pub sampai: String,
    pub nomor_sk: String,
}

/// Reads the table; a line that can't be read at all is an error of its own.
pub fn read(bytes: &[u8]) -> anyhow::Result<Vec<Result<Row, (u64, String)>>> {
    if bytes.starts_with(b"PK") {
        return rows(sheet(bytes)?);
    }
    let text = decode(bytes);
    let delimiter = delimiter(&text);
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(text.as_bytes());
    let records = reader.records().map(|record| match record {
        Ok(record) => {
            let line = record.position().map_or(0, csv::Position::line);
            Ok((line, record.iter().take(MAX_COLUMNS).map(str::to_owned).collect()))
        }
        Err(error) => Err((error.position().map_or(0, csv::Position::line), error.to_string())),
    });
    rows(records.collect())
}

type Record = Result<(u64, Vec<String>), (u64, String)>;

/// The first sheet of a workbook. Numbers come as they are written, so that a phone number keeps its digits.
fn sheet(bytes: &[u8]) -> anyhow::Result<Vec<Record>> {
    // The container is checked first: a bomb is refused before anything of it is inflated.
    Package::open(bytes).map_err(anyhow::Error::msg)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).context("the workbook can't be read")?;
    let range = book.worksheet_range_at(0).context("the workbook has no sheet")?.context("the sheet can't be read")?;
    let first = u64::from(range.start().map_or(0, |(row, _)| row));
    let cell = |cell: &Data| match cell {
        Data::Empty | Data::Error(_) => String::new(),
        // 15 digits are exact; a NIP typed as a number is not, and is refused by its length.
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        Data::DateTime(day) => date_of(day.as_f64()),
        other => other.to_string(),
    };
    let records = range
        .rows()
        .zip(first + 1..)
        .map(|(cells, line)| Ok((line, cells.iter().take(MAX_COLUMNS).map(cell).collect())));
    Ok(records.collect())
}

/// A day as workbooks count it: since the thirtieth of December 1899.
fn date_of(days: f64) -> String {
    let first = chrono::NaiveDate::from_ymd_opt(1899, 12, 30);
    #[expect(clippy::cast_possible_truncation, reason = "a float beyond i64 becomes the largest, which is no date")]
    let days = chrono::TimeDelta::try_days(days as i64);
    first
        .zip(days)
        .and_then(|(first, days)| first.checked_add_signed(days))
        .map_or_else(String::new, |day| day.to_string())
}

fn rows(records: Vec<Record>) -> anyhow::Result<Vec<Result<Row, (u64, String)>>> {
    let mut records = records.into_iter().skip_while(|record| {
        let blank = |cells: &[String]| cells.iter().all(|cell| cell.trim().is_empty());
        record
            .as_ref()
            .is_ok_and(|(_, cells)| blank(cells) || cells.first().is_some_and(|cell| cell.starts_with("sep=")))
    });
    let headers = match records.next() {
        Some(Ok((_, headers))) => headers,
        _ => Vec::new(),
    };
    let place = |names: &[&str]| headers.iter().position(|header| names.contains(&folded(header).as_str()));
    let places = COLUMNS.map(|(_, names)| place(names));
    let paper = place(&PAPER);
    let needed = [0_usize, 4, 5].into_iter().filter(|column| places[*column].is_none());
    let missing: Vec<&str> = needed.map(|column| COLUMNS[column].0).collect();
    anyhow::ensure!(
        missing.is_empty(),
        "the first line must name the columns; missing: {} (known: {}, nomor_sk)",
        missing.join(", "),
        COLUMNS.map(|(name, _)| name).join(", ")
    );
    let read = records.filter_map(|record| {
        let (line, cells) = match record {
            Ok(record) => record,
            Err(refused) => return Some(Err(refused)),
        };
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return None;
        }
        let cell = |at: Option<usize>| at.and_then(|at| cells.get(at)).map(|cell| clean(cell)).unwrap_or_default();
        let [nama, telepon, email, nip, peran, kode_wilayah, jabatan, unit, tmt, sampai] = places.map(cell);
        let nomor_sk = cell(paper);
        Some(Ok(Row { line, nama, telepon, email, nip, peran, kode_wilayah, jabatan, unit, tmt, sampai, nomor_sk }))
    });
    Ok(read.collect())
}

/// UTF-8 with or without its mark, else Windows-1252, as old Excel writes it; lines end with a line feed alone, since the
/// reader of tables counts them by it.
fn decode(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text: String = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| windows_1252(*byte)).collect(),
    };
    text.replace("\r\n", "\n").replace('\r', "\n")
}

fn windows_1252(byte: u8) -> char {
    const UPPER: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => UPPER[usize::from(byte - 0x80)],
        other => char::from(other),
    }
}

/// The separator that the first line has most of; `sep=;` as Excel's own first line is not a header.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    [b';', b'\t', b','].into_iter().max_by_key(|mark| first.bytes().filter(|byte| byte == mark).count()).unwrap_or(b',')
}

fn folded(header: &str) -> String {
    header.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A cell on one line; `="0812…"`, by which Excel keeps a number's zero, and a leading quote are taken off.
fn clean(cell: &str) -> String {
    let cell = cell.trim();
    let cell = cell.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(cell);
    crate::office::form::one_line(cell.strip_prefix('\'').unwrap_or(cell))
}

/// A cell that no spreadsheet takes for a formula.
pub fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excel_in_indonesia_writes_a_mark_and_semicolons() {
        let table =
            "\u{feff}Nama Lengkap;No. HP;Peran;Kode Wilayah\r\nSiti;=\"081234567890\";camat;32.05.22\r\n;;;\r\n";
        let rows = read(table.as_bytes()).unwrap();
        let [Ok(row)] = rows.as_slice() else { panic!("{rows:?}") };
        assert_eq!((row.line, row.nama.as_str(), row.telepon.as_str()), (2, "Siti", "081234567890"));
        assert_eq!((row.peran.as_str(), row.kode_wilayah.as_str()), ("camat", "32.05.22"));
    }

    #[test]
    fn old_excel_writes_windows_1252_and_tabs() {
        let rows = read(b"nama\tperan\tkode\nNyi M\xe9\x92in\tstaf\t32.05.22\n").unwrap();
        assert_eq!(rows[0].as_ref().unwrap().nama, "Nyi Mé’in");
    }

    #[test]
    fn a_table_without_the_needed_columns_is_refused() {
        let error = read(b"nama,hp\nSiti,0812\n").unwrap_err().to_string();
        assert!(error.contains("missing: peran, kode_wilayah"), "{error}");
    }

    #[test]
    fn formulas_do_no_harm_in_what_is_printed() {
        assert_eq!(harmless("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(harmless("Siti"), "Siti");
    }
}
