//! The files to take home, opened in a real spreadsheet: LibreOffice reads the same numbers and the same text, and runs
//! nothing.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::Command;

use calamine::{Data, Reader, Xlsx};
use forum_tests::{TestApp, a_study};

use crate::invariants;

/// Every address that gives a table, without its ending.
const EXPORTS: [&str; 2] = ["/cakupan", "/meja/audit"];

/// The sources that make them.
const MAKERS: [&str; 2] = ["audit/pages/mod.rs", "coverage/pages/province.rs"];

/// What people write that a spreadsheet could take for a formula or a number.
const TRAPS: [&str; 6] = ["=1+1", "=HYPERLINK(\"http://jahat.example\")", "+62811", "-2+3", "@SUM(1;2)", "007"];

/// Fields between commas, UTF-8; the last words: all text in quotes, numbers and dates without, no formula written out.
const AS_CSV: &str = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false";

/// What the window that LibreOffice opens for a CSV has chosen beforehand for such a file.
const FROM_CSV: &str = "--infilter=CSV:44,34,76,1";

/// A field, and whether it stood in quotes.
type Field = (String, bool);

#[tokio::test]
async fn a_spreadsheet_reads_what_the_site_wrote_and_runs_nothing() {
    let app = TestApp::start().await;
    let hendra = app.coordinator("Hendra", "32.05").await;
    for trap in TRAPS {
        let study = app.has(a_study(trap).supporting(&["kemiskinan"])).await;
        hendra.post(&study.path("pilihan"), &[("reason", trap)]).await.expect(303);
    }
    let folder = tempfile::tempdir().unwrap();
    for path in EXPORTS {
        for ending in ["xlsx", "csv"] {
            let bytes = hendra.bytes(&format!("{path}.{ending}")).await;
            let into = folder.path().join(ending);
            fs::create_dir_all(&into).unwrap();
            fs::write(into.join(format!("{}.{ending}", path.replace('/', "-"))), bytes).unwrap();
        }
    }
    let folder_of_run = folder.path().to_owned();
    tokio::task::spawn_blocking(move || {
        for (name, seen) in opened(&folder_of_run, "xlsx") {
            compare_workbook(&fs::read(name).unwrap(), &seen);
        }
        for (name, seen) in opened(&folder_of_run, "csv") {
            compare_csv(&fs::read_to_string(name).unwrap(), &seen);
        }
    })
    .await
    .unwrap();
}

/// No export is forgotten here.
#[test]
fn every_maker_of_tables_is_known() {
    let makers = invariants::server_sources().into_iter().filter(|(_, text)| text.contains("table_file::Kind"));
    let mut makers: Vec<String> = makers.map(|(path, _)| path).collect();
    makers.sort();
    assert_eq!(makers, MAKERS, "add its address to EXPORTS and its source to MAKERS");
}

/// The files of an ending, each with what LibreOffice makes of it.
fn opened(folder: &Path, ending: &str) -> BTreeMap<PathBuf, Vec<Vec<Field>>> {
    let files = fs::read_dir(folder.join(ending)).unwrap().map(|file| file.unwrap().path());
    let files: Vec<PathBuf> = files.collect();
    assert_eq!(files.len(), EXPORTS.len());
    let out = folder.join(format!("{ending}-opened"));
    // A profile of its own: another LibreOffice that runs on this machine would take the files over.
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let mut command = Command::new("timeout");
    command.args(["--kill-after=5", "100", "soffice", &profile, "--headless", "--norestore"]);
    if ending == "csv" {
        command.arg(FROM_CSV);
    }
    command.args(["--convert-to", AS_CSV, "--outdir"]).arg(&out).args(&files).env("HOME", folder);
    let ran = command.output().unwrap();
    assert!(
        ran.status.code() != Some(127),
        "LibreOffice is missing, and without it nobody knows how a spreadsheet reads the files; bin/setup installs \
         libreoffice-calc-nogui"
    );
    let told = format!("{}{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert!(ran.status.success(), "{}: {told}", ran.status);
    let read = |file: PathBuf| {
        let converted = out.join(file.with_extension("csv").file_name().unwrap());
        let text =
            fs::read_to_string(&converted).unwrap_or_else(|_| panic!("{} is missing: {told}", converted.display()));
        (file, fields(&text))
    };
    files.into_iter().map(read).collect()
}

/// Numbers are numbers, text is text, cell by cell.
fn compare_workbook(bytes: &[u8], seen: &[Vec<Field>]) {
    let mut book = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let (name, sheet) = book.worksheets().into_iter().next().unwrap();
    assert!(!has_formula(bytes), "{name} has a formula");
    assert_eq!(sheet.height(), seen.len(), "{name}");
    let mut numbers = 0;
    for (row, seen) in sheet.rows().zip(seen) {
        assert_eq!(row.len(), seen.len(), "{name}");
        for (cell, (text, is_text)) in row.iter().zip(seen) {
            match cell {
                Data::Float(number) => {
                    numbers += 1;
                    assert_eq!((text.parse(), is_text), (Ok(*number), &false), "{name}");
                }
                Data::String(own) => assert_eq!((text, is_text), (own, &true), "{name}"),
                other => assert_eq!((text.as_str(), other), ("", &Data::Empty), "{name}"),
            }
        }
    }
    assert!(numbers > 0 || name == "Catatan audit", "{name} has numbers");
    if name == "Catatan audit" {
        for trap in TRAPS {
            assert!(
                seen.iter().flatten().any(|field| *field == (trap.to_owned(), true)),
                "{trap} stays text: {seen:?}"
            );
        }
    }
}

/// A CSV has no types: what reads as a number is one ("32.10" is 32.1 then), and all else is the same text as before.
fn compare_csv(own: &str, seen: &[Vec<Field>]) {
    let own = fields(own);
    assert_eq!(own.len(), seen.len());
    for (row, seen_row) in own.iter().zip(seen) {
        assert_eq!(row.len(), seen_row.len());
        for ((text, _), (seen, is_text)) in row.iter().zip(seen_row) {
            match text.parse::<f64>() {
                Ok(number) if !is_text => assert_eq!(seen.parse(), Ok(number)),
                _ => assert_eq!(seen, text),
            }
        }
    }
    for trap in TRAPS.into_iter().filter(|trap| trap.starts_with(['=', '+', '-', '@'])) {
        let is_audit = own[0][0].0 == "Waktu";
        let stays = seen.iter().flatten().any(|field| *field == (format!("'{trap}"), true));
        assert!(stays || !is_audit, "{trap} stays text: {seen:?}");
    }
}

/// True when a sheet of the workbook holds a formula.
fn has_formula(bytes: &[u8]) -> bool {
    let mut parts = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = parts.file_names().map(|name| name.unwrap().into_owned()).collect();
    let sheets: Vec<&String> = names.iter().filter(|name| name.starts_with("xl/worksheets/")).collect();
    assert!(!sheets.is_empty());
    sheets.into_iter().any(|name| {
        let mut text = String::new();
        parts.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text.contains("<f>") || text.contains("<f ")
    })
}

/// The fields of a CSV.
fn fields(text: &str) -> Vec<Vec<Field>> {
    let (mut rows, mut row) = (Vec::new(), Vec::new());
    let (mut field, mut was_quoted, mut is_open) = (String::new(), false, false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_open && letters.peek() == Some(&'"') => field.extend(letters.next()),
            '"' => (is_open, was_quoted) = (!is_open, true),
            ',' | '\n' if !is_open => {
                row.push((std::mem::take(&mut field), std::mem::take(&mut was_quoted)));
                if letter == '\n' {
                    rows.push(std::mem::take(&mut row));
                }
            }
            '\r' if !is_open => {}
            other => field.push(other),
        }
    }
    if !row.is_empty() || !field.is_empty() {
        row.push((field, was_quoted));
        rows.push(row);
    }
    rows
}
