//! `serve` and `migrate`.

use std::process::ExitCode;

use anyhow::Context;
use sea_orm_migration::MigratorTrait;
use tokio::net::TcpListener;

use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::serving::{self, FolderLock};

/// Serves the site until it is asked to stop.
pub async fn serve(config: Config) -> anyhow::Result<ExitCode> {
    let _lock = FolderLock::take(&config.data_dir)?;
    let listener = listen(&config).await?;
    let clock = Clock::system(config.utc_offset_hours);
    let app = serving::open(config, clock).await?;
    run(app, listener).await
}

/// Serves an open site.
pub async fn run(app: App, listener: TcpListener) -> anyhow::Result<ExitCode> {
    tracing::info!(address = %listener.local_addr()?, "serving");
    serving::serve(app, listener, serving::asked_to_stop()).await?;
    Ok(ExitCode::SUCCESS)
}

/// Takes the address, or says who has it.
pub async fn listen(config: &Config) -> anyhow::Result<TcpListener> {
    TcpListener::bind(config.bind)
        .await
        .with_context(|| format!("can't listen on {}; set FORUM_BIND to a free address", config.bind))
}

/// Brings the schema up to date. On the embedded database no server may run beside it.
pub async fn migrate(config: Config) -> anyhow::Result<ExitCode> {
    let _lock = if config.is_embedded() { Some(FolderLock::take(&config.data_dir)?) } else { None };
    let db = serving::open_database(&config, Clock::system(config.utc_offset_hours)).await?;
    let pending = forum_migration::Migrator::get_pending_migrations(db.migrator()).await?;
    forum_migration::migrate(db.migrator()).await?;
    tracing::info!(applied = pending.len(), "the database has this version's schema");
    Ok(ExitCode::SUCCESS)
}
