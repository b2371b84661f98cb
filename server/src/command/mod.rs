//! The commands of the binary. Errors are one line on standard error; the exit status is 0 when all went well, 1 when the
//! command failed, 2 when the command line is wrong, 3 when some lines of an import were refused.

mod account;
mod backup;
mod case_study_line;
mod check;
mod demo;
mod import_case_studies;
mod import_roster;
mod jsonl;
mod progress;
mod reindex;
mod serve;

pub use backup::tables;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::attachment::reader;
use crate::config::{Config, LogFormat};

/// Some of an import's lines were refused, the others went in.
pub const SOME_REFUSED: u8 = 3;

/// Forum Camat: the camat of a province exchange what worked.
#[derive(Parser)]
#[command(name = "forum-camat", version, about)]
struct Line {
    /// Configuration file (TOML); config/default.toml documents every key.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the site.
    Serve,
    /// Serve a site with sample people and studies, on this machine only; prints how to sign in.
    #[command(
        after_help = "Obeys FORUM_DATA_DIR and FORUM_BIND like `serve`, and keeps what was written at the next start."
    )]
    Demo,
    /// Bring the database to this version's schema.
    Migrate,
    /// Create and list accounts, and help people who forgot their password.
    #[command(subcommand)]
    Account(account::AccountCommand),
    /// Bring in what exists elsewhere.
    #[command(subcommand)]
    Import(Import),
    /// Write everything into one file, also while the site is being served.
    Backup(backup::Backup),
    /// Read a backup into an empty site.
    Restore(backup::Restore),
    /// Look at configuration, database, index, storage and disk, and say how to mend what is wrong (then exit status 1).
    Check,
    /// Make the search index anew; beside a server, asks it to do so.
    Reindex,
}

#[derive(Subcommand)]
enum Import {
    /// Studies from elsewhere, one JSON object a line.
    CaseStudies(import_case_studies::ImportCaseStudies),
    /// Officials from a table (CSV), each with an invitation link.
    Roster(import_roster::ImportRoster),
}

/// Reads the command line, runs the command, and says in one line what went wrong.
pub fn main() -> ExitCode {
    // Before the configuration, which has secrets, and before any thread: what comes now may be hostile.
    let words: Vec<String> = std::env::args().take(3).collect();
    if let [_, command, kind] = words.as_slice()
        && command == reader::COMMAND
    {
        return match reader::run(kind) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        };
    }
    let line = Line::parse();
    match run(line) {
        Ok(code) => code,
        Err(error) => {
            complain(&error);
            ExitCode::FAILURE
        }
    }
}

fn run(line: Line) -> anyhow::Result<ExitCode> {
    let config = Config::load(line.config.as_deref())?;
    start_logging(&config)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match line.command {
            Command::Serve => serve::serve(config).await,
            Command::Migrate => serve::migrate(config).await,
            Command::Account(command) => account::run(config, command).await,
            Command::Demo => demo::run(config).await,
            Command::Backup(command) => backup::backup(config, command).await,
            Command::Restore(command) => backup::restore(config, command).await,
            Command::Check => check::run(config, line.config.as_deref()).await,
            Command::Reindex => reindex::run(config).await,
            Command::Import(Import::CaseStudies(command)) => import_case_studies::run(config, command).await,
            Command::Import(Import::Roster(command)) => import_roster::run(config, command).await,
        }
    })
}

fn start_logging(config: &Config) -> anyhow::Result<()> {
    let filter = tracing_subscriber::EnvFilter::try_new(&config.log_filter)
        .map_err(|error| anyhow::anyhow!("configuration: log_filter: {error}"))?
        // At trace it writes whole paths, and that of an invitation holds a secret; above, next to nothing.
        .add_directive("tower_http::csrf=off".parse()?);
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match config.log_format {
        LogFormat::Json => builder.json().init(),
        LogFormat::Pretty => builder.with_target(false).init(),
    }
    Ok(())
}

#[expect(clippy::print_stderr, reason = "the one line that tells an operator what went wrong")]
fn complain(error: &anyhow::Error) {
    eprintln!("forum-camat: {error:#}");
}

/// Commands beside the server write to the database as it is; they never migrate it under the server's feet.
async fn require_schema(db: &crate::db::Db) -> anyhow::Result<()> {
    use sea_orm_migration::MigratorTrait;
    let pending = forum_migration::Migrator::get_pending_migrations(db.migrator()).await?;
    anyhow::ensure!(pending.is_empty(), "the database lacks {} migrations; run: forum-camat migrate", pending.len());
    Ok(())
}

/// Commands that need a site refuse to make an empty one by the way.
fn require_database(config: &Config) -> anyhow::Result<()> {
    anyhow::ensure!(
        !config.is_embedded() || config.sqlite_file().is_file() || !config.database_url.is_empty(),
        "there is no database in the folder {}; set FORUM_DATA_DIR, or run: forum-camat migrate",
        config.data_dir.display()
    );
    Ok(())
}
