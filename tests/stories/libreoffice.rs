//! The files to take home, opened in a real office suite: LibreOffice reads the same numbers and the same text, and runs
//! nothing. Letters and minutes are opened where their stories are told.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::Command;

use calamine::{Data, Reader, Xlsx};
use forum_camat::case_study::content::Money;
use forum_tests::{CIKAJANG, Person, Study, TestApp, a_study};

use super::adoption::{BAYONGBONG, adopts, day, tells};
use super::letters::{self, words_of};
use super::{evidence_pack, visits};
use crate::invariants;

/// An address that gives a table.
struct Export {
    /// Without its ending; `{id}` is the number of a study.
    path: &'static str,
    /// The kinds of files that there are of it.
    endings: &'static [&'static str],
    /// What it needs to be asked.
    query: &'static str,
    /// True where each of [`TRAPS`] stands in it.
    has_traps: bool,
}

const BOTH: &[&str] = &["xlsx", "csv"];
const CSV: &[&str] = &["csv"];

const fn export(path: &'static str, endings: &'static [&'static str], has_traps: bool) -> Export {
    Export { path, endings, query: "", has_traps }
}

/// Every one of them.
static EXPORTS: [Export; 12] = [
    export("/cakupan", BOTH, false),
    export("/meja/audit", BOTH, true),
    export("/replikasi", BOTH, true),
    export("/studi-tiru", BOTH, false),
    export("/praktik/{id}/keluarga", CSV, false),
    export("/dampak/tahap", CSV, false),
    export("/dampak/ukuran", CSV, false),
    export("/dampak/sektor", CSV, false),
    export("/dampak/indikator", CSV, false),
    export("/dampak/bulan", CSV, false),
    export("/dampak/ukuran-bulan", CSV, false),
    Export { path: "/dampak/baris", endings: CSV, query: "?jenis=replikasi", has_traps: true },
];

/// What else is taken home for an office suite, and the story in which LibreOffice opens it.
const DOCUMENTS: [(&str, &str); 4] = [
    ("/praktik/{study}/berkas-bukti.zip", "libreoffice"),
    ("/praktik/{study}/keterangan-kontribusi/{letter}/surat.docx", "letters"),
    ("/praktik/{study}/surat-permohonan.docx", "letters"),
    ("/rapat/{id}/notulen.docx", "meetings"),
];

/// The tables in an evidence pack.
const OF_PACK: [&str; 4] =
    ["02-angka/angka.xlsx", "02-angka/biaya.xlsx", "05-replikasi/angka-replikasi.xlsx", "05-replikasi/replikasi.xlsx"];

/// The sources that make tables or hand them out.
const MAKERS: [&str; 12] = [
    "adoption/pages/family.rs",
    "adoption/pages/list.rs",
    "audit/pages/export.rs",
    "audit/pages/mod.rs",
    "coverage/export.rs",
    "coverage/pages/province.rs",
    "evidence_pack/ledger.rs",
    "evidence_pack/parts.rs",
    "impact/pages/months.rs",
    "impact/pages/rows.rs",
    "impact/pages/show.rs",
    "visit/pages/list.rs",
];

/// The sources that begin a document for Word.
const WRITERS: [&str; 4] =
    ["evidence_pack/text.rs", "letter/certificate.rs", "letter/request.rs", "meeting/pages/minutes.rs"];

/// Sheets without a number.
const WORDS_ALONE: [&str; 3] = ["Catatan audit", "Replikasi", "Studi tiru"];

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
    let study = trapped(&app, &hendra).await;
    let folder = tempfile::tempdir().unwrap();
    let mut with_traps = Vec::new();
    for export in &EXPORTS {
        let path = export.path.replace("{id}", &study.id.to_string());
        for ending in export.endings {
            let bytes = hendra.bytes(&format!("{path}.{ending}{}", export.query)).await;
            let file = put(folder.path(), &path, ending, &bytes);
            with_traps.extend(export.has_traps.then_some(file));
        }
    }
    let pack = evidence_pack::parts(&hendra.bytes(&study.path("berkas-bukti.zip")).await);
    let tables: Vec<&str> = pack.keys().map(String::as_str).filter(|name| name.ends_with(".xlsx")).collect();
    assert_eq!(tables, OF_PACK);
    for name in tables {
        put(folder.path(), &format!("/pack/{}", name.replace(".xlsx", "")), "xlsx", &pack[name]);
    }
    let (_, draft) = pack.iter().find(|(name, _)| name.ends_with(".docx")).expect("a draft");
    let draft = draft.clone();
    tokio::task::spawn_blocking(move || {
        let workbooks = opened(folder.path(), "xlsx");
        assert_eq!(workbooks.len(), EXPORTS.iter().filter(|export| export.endings.contains(&"xlsx")).count() + 4);
        for (file, seen) in workbooks {
            compare_workbook(&fs::read(&file).unwrap(), &seen, with_traps.contains(&file));
        }
        let texts = opened(folder.path(), "csv");
        assert_eq!(texts.len(), EXPORTS.len());
        for (file, seen) in texts {
            compare_csv(&fs::read_to_string(&file).unwrap(), &seen, with_traps.contains(&file));
        }
        let read = letters::opened(&[("naskah", draft.clone())]);
        for words in ["Yang belum ada", TRAPS[0], "Bayongbong"] {
            assert!(read["naskah"].contains(words) && words_of(&draft).contains(words), "{words}: {}", read["naskah"]);
        }
    })
    .await
    .unwrap();
}

/// Six practices of Cikajang that are called like formulas; Dedi takes up all of them, tells of the first in the same manner,
/// and asks to see it. That one is given back.
async fn trapped(app: &TestApp, hendra: &Person) -> Study {
    let siti = app.camat("Siti", CIKAJANG).await;
    let dedi = app.camat("Dedi", BAYONGBONG).await;
    let mut studies = Vec::new();
    for trap in TRAPS {
        let money = Money { source: trap.to_owned(), amount: "2500000".to_owned(), year: "2025".to_owned() };
        let study = a_study(trap).by(&siti).supporting(&["kemiskinan"]).saying(|content| content.money.push(money));
        let study = app.has(study).await;
        hendra.post(&study.path("pilihan"), &[("reason", trap)]).await.expect(303);
        studies.push((adopts(&dedi, &study).await, study));
    }
    let (entry, study) = studies.swap_remove(0);
    let today = day(app, 0);
    let running = [
        ("stage", "berjalan"),
        ("on", today.as_str()),
        ("note", TRAPS[1]),
        ("figures.0.name", TRAPS[0]),
        ("figures.0.unit", TRAPS[3]),
        ("figures.0.first", "2,8"),
        ("figures.0.last", "4,1"),
        ("figures.0.source", TRAPS[4]),
    ];
    tells(&dedi, &entry, &running).await.expect(303);
    visits::sends(app, &dedi, &study, &[("purpose", TRAPS[1])]).await.expect(303);
    study
}

/// Puts a file beside those of its ending.
fn put(folder: &Path, path: &str, ending: &str, bytes: &[u8]) -> PathBuf {
    let into = folder.join(ending);
    fs::create_dir_all(&into).unwrap();
    let file = into.join(format!("{}.{ending}", path.replace('/', "-")));
    fs::write(&file, bytes).unwrap();
    file
}

/// The sources outside of `web` whose code has these words, however they import them; tests aside.
fn sources_with(words: &str) -> Vec<String> {
    let has = |text: &str| text.lines().any(|line| !line.trim_start().starts_with("//") && line.contains(words));
    let sources = invariants::server_sources()
        .into_iter()
        .filter(|(path, text)| !path.starts_with("web/") && !path.ends_with("tests.rs") && has(text));
    let mut sources: Vec<String> = sources.map(|(path, _)| path).collect();
    sources.sort();
    sources
}

/// No export is forgotten here.
#[test]
fn every_maker_of_tables_is_known() {
    assert_eq!(sources_with("table_file"), MAKERS, "add its address to EXPORTS and its source to MAKERS");
}

/// No document is forgotten either.
#[test]
fn every_writer_of_documents_is_known() {
    assert_eq!(sources_with("Docx::new("), WRITERS, "let LibreOffice open it in a story, and add it to WRITERS");
}

/// Every address that ends like a file of an office suite is opened in a story.
#[test]
fn every_address_of_a_file_is_known() {
    let mut routed = Vec::new();
    for (_, text) in invariants::server_sources() {
        for rest in text.split(".route(").skip(1) {
            let path = rest.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next()).unwrap_or_default();
            if [".csv", ".xlsx", ".docx", ".zip"].iter().any(|ending| path.ends_with(ending)) {
                routed.push(path.to_owned());
            }
        }
    }
    routed.sort();
    // The audit's addresses are made from a list: the same pages for two readers.
    let tables = EXPORTS.iter().filter(|export| export.path != "/meja/audit");
    let mut known: Vec<String> =
        tables.flat_map(|export| export.endings.iter().map(|ending| format!("{}.{ending}", export.path))).collect();
    known.extend(DOCUMENTS.iter().map(|(path, _)| (*path).to_owned()));
    known.sort();
    assert_eq!(routed, known, "add it to EXPORTS or DOCUMENTS");
    for (path, story) in DOCUMENTS {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("stories/{story}.rs"));
        let told = fs::read_to_string(file).unwrap();
        let name = path.rsplit('/').next().expect("a name");
        assert!(told.contains(name) && told.contains("opened("), "{story} opens {path}");
    }
}

/// The files of an ending, each with what LibreOffice makes of it.
fn opened(folder: &Path, ending: &str) -> BTreeMap<PathBuf, Vec<Vec<Field>>> {
    let files = fs::read_dir(folder.join(ending)).unwrap().map(|file| file.unwrap().path());
    let files: Vec<PathBuf> = files.collect();
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
fn compare_workbook(bytes: &[u8], seen: &[Vec<Field>], has_traps: bool) {
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
    assert!(numbers > 0 || WORDS_ALONE.contains(&name.as_str()), "{name} has numbers");
    if has_traps {
        for trap in TRAPS {
            assert!(
                seen.iter().flatten().any(|field| *field == (trap.to_owned(), true)),
                "{trap} stays text: {seen:?}"
            );
        }
    }
}

/// A CSV has no types: what reads as a number is one ("32.10" is 32.1 then), and all else is the same text as before.
fn compare_csv(own: &str, seen: &[Vec<Field>], has_traps: bool) {
    let own = fields(own);
    assert_eq!(own.len(), seen.len());
    for (row, seen_row) in own.iter().zip(seen) {
        assert_eq!(row.len(), seen_row.len());
        for ((text, _), (seen, is_text)) in row.iter().zip(seen_row) {
            match text.parse::<f64>() {
                Ok(number) if !is_text => assert_eq!(seen.parse(), Ok(number)),
                // A day in words may become one of the spreadsheet's own, in its own writing.
                _ if !is_text && is_day(text) => {}
                _ => assert_eq!(seen, text),
            }
        }
    }
    for trap in TRAPS.into_iter().filter(|trap| trap.starts_with(['=', '+', '-', '@'])) {
        let stays = seen.iter().flatten().any(|field| *field == (format!("'{trap}"), true));
        assert!(stays || !has_traps, "{trap} stays text: {seen:?}");
    }
}

/// True for "24 Nov 2026" and "November 2026".
fn is_day(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    let is_number = |word: &str| word.chars().all(|letter| letter.is_ascii_digit());
    let is_month = |word: &str| word.chars().all(char::is_alphabetic);
    match words[..] {
        [day, month, year] => is_number(day) && is_month(month) && is_number(year) && year.len() == 4,
        [month, year] => is_month(month) && is_number(year) && year.len() == 4,
        _ => false,
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
