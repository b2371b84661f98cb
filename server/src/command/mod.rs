//! The commands of the binary. Errors are one line on standard error; the exit status is 0 when all went well, 1 when the
//! command failed, 2 when the command line is wrong, 3 when some lines of an import were refused.

mod serve;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

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
    /// Bring the database to this version's schema.
    Migrate,
}

/// Reads the command line, runs the command, and says in one line what went wrong.
pub fn main() -> ExitCode {
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
        }
    })
}

fn start_logging(config: &Config) -> anyhow::Result<()> {
    let filter = tracing_subscriber::EnvFilter::try_new(&config.log_filter)
        .map_err(|error| anyhow::anyhow!("configuration: log_filter: {error}"))?;
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
