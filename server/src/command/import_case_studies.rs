//! `import case-studies FILE.jsonl`: studies from elsewhere, one JSON object a line.

use std::io::BufRead;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Context;
use clap::Args;
use indicatif::ProgressBar;
use sea_orm::TransactionTrait;

use super::case_study_line::{Defaults, understood};
use super::{jsonl, progress};
use crate::case_study::import::{self, Imported, Outcome};
use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::config::Config;
use crate::content_change::Subject;
use crate::db::{Db, Effect};
use crate::error::Error;
use crate::serving;

/// Lines of one transaction: a server beside waits for it at most a moment.
const BATCH_LINES: usize = 500;

/// Refusals that are printed; the others are counted.
const SHOWN_REFUSALS: u64 = 50;

/// Studies from elsewhere.
#[derive(Args)]
#[command(after_help = "One JSON object a line (UTF-8, at most 1 MB each), for example:\n\
{\"ref\": \"garut-17\", \"title\": \"Irigasi tetes dari botol bekas\", \"body\": \"Markdown …\", \"kecamatan\": \"32.05.22\",\n \
\"sector\": \"pertanian\", \"indicators\": [\"ekonomi-lokal\"], \"author\": \"Camat Cikajang\", \"published_at\": \"2026-10-12\"}\n\n\
Needed: ref (your own key), title, and body or a named section (problem, action, outcome, lessons, …).\n\
The same ref unchanged does nothing; changed it becomes a new revision. May run beside the server.\n\
Refused lines are named on standard error with number and reason, the others go in; the exit status is then 3.")]
pub struct ImportCaseStudies {
    /// The file; - reads standard input.
    file: PathBuf,
    /// Kecamatan code for lines that name none (32.05.22).
    #[arg(long, value_name = "CODE")]
    kecamatan: Option<String>,
    /// Sector slug for lines that name none (pertanian).
    #[arg(long, value_name = "SLUG")]
    sector: Option<String>,
    /// Indicator slug for lines that name none (stunting); may be given several times.
    #[arg(long = "indicator", value_name = "SLUG")]
    indicators: Vec<String>,
}

/// Reads the file into the database.
pub async fn run(config: Config, command: ImportCaseStudies) -> anyhow::Result<ExitCode> {
    super::require_database(&config)?;
    let (input, size): (Box<dyn BufRead>, u64) = if command.file.as_os_str() == "-" {
        (Box::new(std::io::BufReader::new(std::io::stdin())), 0)
    } else {
        let file = std::fs::File::open(&command.file);
        let file = file.with_context(|| format!("{} can't be read", command.file.display()))?;
        let size = file.metadata()?.len();
        (Box::new(std::io::BufReader::new(file)), size)
    };
    let db = serving::open_database(&config, Clock::system(config.utc_offset_hours)).await?;
    super::require_schema(&db).await?;
    let catalogue = Catalogue::load(db.read(), &config.province).await?;
    let defaults = Defaults { kecamatan: command.kecamatan, sector: command.sector, indicators: command.indicators };
    defaults.check(&catalogue)?;
    let mut run =
        Run { db: &db, catalogue: &catalogue, bar: progress::bar(size, "studies"), counts: Counts::default() };
    let started = Instant::now();
    let mut batch = Vec::new();
    for line in jsonl::Lines::new(input) {
        let line = line.with_context(|| format!("{} can't be read", command.file.display()))?;
        run.bar.set_position(if size == 0 { line.number } else { line.end });
        let study = line.bytes.map_err(str::to_owned);
        let study = study.and_then(|bytes| understood(&bytes, &defaults, &catalogue, &config.limits, db.clock().now()));
        match study {
            Ok(study) => batch.push((line.number, study)),
            Err(why) => run.refuse(line.number, &why),
        }
        if batch.len() == BATCH_LINES {
            run.write(std::mem::take(&mut batch)).await?;
        }
    }
    run.write(batch).await?;
    run.bar.finish_and_clear();
    run.counts.report(started.elapsed())?;
    Ok(if run.counts.refused > 0 { ExitCode::from(super::SOME_REFUSED) } else { ExitCode::SUCCESS })
}

struct Run<'a> {
    db: &'a Db,
    catalogue: &'a Catalogue,
    bar: ProgressBar,
    counts: Counts,
}

impl Run<'_> {
    /// Writes up to [`BATCH_LINES`] in one transaction, each in a savepoint of its own.
    async fn write(&mut self, batch: Vec<(u64, Imported)>) -> anyhow::Result<()> {
        if batch.is_empty() {
            return Ok(());
        }
        let tx = self.db.begin_write().await?;
        let mut subjects = Vec::new();
        for (number, study) in batch {
            let savepoint = tx.begin().await?;
            match import::import(&savepoint, self.catalogue, tx.now(), study).await {
                Ok(outcome) => {
                    savepoint.commit().await?;
                    self.counts.add(outcome);
                    subjects.extend(outcome.changed().map(Subject::CaseStudy));
                }
                Err(Error::Invalid(problems)) => {
                    savepoint.rollback().await?;
                    let problems: Vec<_> = problems.iter().map(|(field, why)| format!("{field}: {why}")).collect();
                    self.refuse(number, &problems.join("; "));
                }
                Err(error) => return Err(anyhow::Error::from(error).context(format!("stopped at line {number}"))),
            }
        }
        let effect = if subjects.is_empty() { Effect::Private } else { Effect::Visible(subjects) };
        tx.commit(effect).await?;
        Ok(())
    }

    fn refuse(&mut self, line: u64, why: &str) {
        self.counts.refused += 1;
        if self.counts.refused <= SHOWN_REFUSALS {
            progress::note(&self.bar, &format!("line {line}: {why}"));
        }
    }
}

#[derive(Default)]
struct Counts {
    created: u64,
    revised: u64,
    unchanged: u64,
    refused: u64,
}

impl Counts {
    fn add(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Created(_) => self.created += 1,
            Outcome::Revised(_) => self.revised += 1,
            Outcome::Unchanged(_) => self.unchanged += 1,
        }
    }

    fn report(&self, took: Duration) -> anyhow::Result<()> {
        let Self { created, revised, unchanged, refused } = self;
        if *refused > SHOWN_REFUSALS {
            progress::note(&ProgressBar::hidden(), &format!("{} more lines were refused", refused - SHOWN_REFUSALS));
        }
        let written = created + revised + unchanged;
        let seconds = took.as_secs_f64().max(0.001);
        progress::say(&format!(
            "{created} created, {revised} revised, {unchanged} unchanged, {refused} refused in {seconds:.1} s ({:.0} studies/s)",
            written as f64 / seconds
        ))
    }
}
