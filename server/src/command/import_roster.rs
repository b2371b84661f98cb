//! `import roster FILE.csv`: officials from a table, each with an invitation link.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use crate::account::contact;
use crate::account::invitation;
use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::config::Config;
use crate::content_change::Subject;
use crate::db::Effect;
use crate::office::invite::{self, Person, Placed, Post, WayIn};
use crate::office::typed;
use crate::roster::table::{self, Row, harmless};
use crate::serving;

/// Officials from a table.
#[derive(Args)]
#[command(
    after_help = "Columns (first line; other spellings are understood): nama, telepon, email, nip, peran, kode_wilayah,\n\
jabatan, unit, tmt, nomor_sk. Needed: nama, peran, kode_wilayah, and one of telepon, email, nip.\n\
Separated by commas, semicolons or tabs; UTF-8 or Windows-1252. Running it twice adds nobody twice.\n\
The links are printed as CSV on standard output; refused lines are named on standard error, the exit status is then 3."
)]
pub struct ImportRoster {
    /// The table.
    file: PathBuf,
}

/// Places everybody of the table in one transaction and prints the links.
pub async fn run(config: Config, command: ImportRoster) -> anyhow::Result<ExitCode> {
    let bytes = std::fs::read(&command.file).with_context(|| format!("{} can't be read", command.file.display()))?;
    let rows = table::read(&bytes).with_context(|| command.file.display().to_string())?;
    let db = serving::open_database(&config, Clock::system(config.utc_offset_hours)).await?;
    super::require_schema(&db).await?;
    let catalogue = Catalogue::load(db.read(), &config.province).await?;
    let progress = progress(rows.len() as u64);
    let mut refused = 0_usize;
    let mut placed = Vec::new();
    let mut regions = BTreeSet::new();
    let tx = db.begin_write().await?;
    for row in rows {
        progress.inc(1);
        let row = match row {
            Ok(row) => row,
            Err((line, why)) => {
                refused += 1;
                complain(&progress, line, &why);
                continue;
            }
        };
        let (person, post) = match understand(&row, &catalogue, tx.today()) {
            Ok(read) => read,
            Err(why) => {
                refused += 1;
                complain(&progress, row.line, &why);
                continue;
            }
        };
        match invite::place(&tx, &config, &catalogue, &person, &post, None).await.map_err(anyhow::Error::from)? {
            Ok(outcome) => {
                if outcome.way_in != WayIn::KnownBefore {
                    regions.insert(post.region.clone());
                }
                placed.push((person, post, outcome));
            }
            Err(refusal) => {
                refused += 1;
                complain(&progress, row.line, &refusal.to_string());
            }
        }
    }
    let effect = Effect::Visible(regions.into_iter().map(Subject::Region).collect());
    tx.commit(effect).await?;
    progress.finish_and_clear();
    print(&config, &catalogue, &placed)?;
    tracing::info!(recorded = placed.len(), refused, "the roster is read");
    Ok(if refused > 0 { ExitCode::from(super::SOME_REFUSED) } else { ExitCode::SUCCESS })
}

/// The person and the post of a line, or in English what is wrong with it.
fn understand(row: &Row, catalogue: &Catalogue, today: chrono::NaiveDate) -> Result<(Person, Post), String> {
    if row.nama.chars().count() < 2 {
        return Err("nama is empty".to_owned());
    }
    for (name, cell) in
        [("nama", &row.nama), ("jabatan", &row.jabatan), ("unit", &row.unit), ("nomor_sk", &row.nomor_sk)]
    {
        let count = cell.chars().count();
        if count > 120 {
            return Err(format!("{name} is longer than 120 characters: {count}"));
        }
    }
    let region = typed::region_code(&row.kode_wilayah);
    let depth = region.split('.').count();
    let known = match depth {
        3 => catalogue.places.kecamatan(&region).is_some(),
        2 => catalogue.places.kabupaten_kota(&region).is_some(),
        _ => region == catalogue.places.province,
    };
    if !known {
        return Err(format!("kode_wilayah {:?} is no region of this province", row.kode_wilayah));
    }
    let role = typed::role(&row.peran, depth).ok_or_else(|| format!("peran {:?} is no role", row.peran))?;
    let person = Person {
        name: row.nama.clone(),
        phone: contact("telepon", &row.telepon, contact::phone)?,
        email: contact("email", &row.email, contact::email)?,
        nip: contact("nip", &row.nip, contact::nip)?,
    };
    let started_on = match row.tmt.as_str() {
        "" => today,
        text => typed::date(text).ok_or_else(|| format!("tmt {text:?} is no date; write it as 2026-11-24"))?,
    };
    let post = Post {
        role,
        region,
        title: if role == crate::policy::Role::Staf { row.jabatan.clone() } else { String::new() },
        unit_name: if role.is_coordinator() { row.unit.clone() } else { String::new() },
        started_on,
        ended_on: None,
        paper: row.nomor_sk.clone(),
    };
    Ok((person, post))
}

fn contact(name: &str, cell: &str, read: fn(&str) -> Option<String>) -> Result<Option<String>, String> {
    if cell.is_empty() || cell == "-" {
        return Ok(None);
    }
    match read(cell) {
        Some(known) => Ok(Some(known)),
        None if cell.contains(['E', 'e']) && cell.contains('+') && !cell.contains('@') => Err(format!(
            "{name} {cell:?} was rounded by the spreadsheet; format the column as text and fill it in again"
        )),
        None => Err(format!("{name} {cell:?} can't be read")),
    }
}

fn print(config: &Config, catalogue: &Catalogue, placed: &[(Person, Post, Placed)]) -> anyhow::Result<()> {
    let mut out = csv::Writer::from_writer(std::io::stdout().lock());
    out.write_record(["nama", "telepon", "peran", "kode_wilayah", "wilayah", "status", "tautan"])?;
    for (person, post, outcome) in placed {
        let (status, link) = match &outcome.way_in {
            WayIn::Invitation(token) => ("diundang", invitation::link(config, token)),
            WayIn::HasPassword => ("jabatan ditambahkan", String::new()),
            WayIn::EarlierInvitation => ("undangan lama berlaku", String::new()),
            WayIn::KnownBefore => ("sudah tercatat", String::new()),
        };
        let phone = person.phone.as_deref().map(contact::shown).unwrap_or_default();
        let place = catalogue.places.full_name(&post.region);
        let cells = [&outcome.name, &phone, post.role.as_str(), &post.region, &place, status, &link];
        out.write_record(cells.map(harmless))?;
    }
    out.flush().context("standard output is closed")?;
    Ok(())
}

/// A bar on a terminal, nothing elsewhere.
fn progress(lines: u64) -> ProgressBar {
    let bar = ProgressBar::new(lines);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} lines") {
        bar.set_style(style);
    }
    bar
}

#[expect(clippy::print_stderr, reason = "refused lines are for the operator's eyes")]
fn complain(progress: &ProgressBar, line: u64, why: &str) {
    progress.suspend(|| eprintln!("line {line}: {why}"));
}
