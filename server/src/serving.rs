//! Running the site: one process a data folder, background work beside the web, and a stop that loses nothing.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use sea_orm_migration::MigratorTrait;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::db::Db;
use crate::web::vitals;
use crate::{attachment, case_study, keyword_search, routes, worker};

/// Requests in flight and the index's last commit get this long after the signal.
const LONGEST_GOODBYE: Duration = Duration::from_secs(10);

/// Holds the data folder for one process that serves it.
#[derive(Debug)]
pub struct FolderLock(#[expect(dead_code, reason = "the lock lives as long as the open file")] File);

impl FolderLock {
    /// Takes the folder, or says in one line who is in the way.
    pub fn take(folder: &Path) -> anyhow::Result<Self> {
        Self::try_take(folder)?.with_context(|| {
            format!(
                "another process already serves the folder {}; stop it first, or set FORUM_DATA_DIR to another folder",
                folder.display()
            )
        })
    }

    /// Takes the folder unless another process holds it.
    pub fn try_take(folder: &Path) -> anyhow::Result<Option<Self>> {
        std::fs::create_dir_all(folder).with_context(|| {
            format!("the data folder {} can't be made; set FORUM_DATA_DIR to a writable one", folder.display())
        })?;
        let path = folder.join("serve.lock");
        let file = File::options().create(true).truncate(false).write(true).open(&path).with_context(|| {
            format!("the data folder {} is not writable; set FORUM_DATA_DIR to a writable one", folder.display())
        })?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error).context("the data folder can't be locked"),
        }
    }
}

/// Opens the site. The embedded database is migrated here; a shared one by the command `migrate`, since other nodes may
/// still run the old version.
pub async fn open(config: Config, clock: Clock) -> anyhow::Result<App> {
    let db = open_database(&config, clock.clone()).await?;
    if config.is_embedded() {
        forum_migration::migrate(db.migrator()).await.context("the database can't be migrated")?;
    } else {
        let pending = forum_migration::Migrator::get_pending_migrations(db.migrator()).await?;
        anyhow::ensure!(
            pending.is_empty(),
            "the database lacks {} migrations; run: forum-camat migrate",
            pending.len()
        );
    }
    App::with_db(config, clock, db).await
}

/// Opens the database alone.
pub async fn open_database(config: &Config, clock: Clock) -> anyhow::Result<Db> {
    if config.is_embedded() {
        std::fs::create_dir_all(&config.data_dir)
            .with_context(|| format!("the data folder {} can't be made", config.data_dir.display()))?;
    }
    Db::open(config, clock).await.with_context(|| {
        if config.is_embedded() {
            format!("the database {} can't be opened", config.sqlite_file().display())
        } else {
            "the database at FORUM_DATABASE_URL can't be reached; is it running, and is the address right?".to_owned()
        }
    })
}

/// Background work of a node; stops when told.
pub struct Background {
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
}

impl Background {
    /// Starts the indexer, the worker of jobs, the sweeper of files that nothing knows and the gathering of measurements.
    pub fn start(app: &App) -> Self {
        let (stop, stopped) = watch::channel(false);
        let mut tasks = JoinSet::new();
        tasks.spawn(keyword_search::follow(app.clone(), stopped.clone()));
        tasks.spawn(worker::run(app.clone(), stopped.clone()));
        tasks.spawn(attachment::sweep_daily(app.clone(), stopped.clone()));
        tasks.spawn(case_study::draft::thin_hourly(app.clone(), stopped.clone()));
        tasks.spawn(vitals::gather(app.clone(), stopped));
        Self { stop, tasks }
    }

    /// Lets the current job and the index's commit finish.
    pub async fn stop(mut self) {
        let _ = self.stop.send(true);
        let goodbye = async { while self.tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(LONGEST_GOODBYE, goodbye).await.is_err() {
            tracing::warn!("background work did not finish in time; it goes on at the next start");
        }
    }
}

/// Serves until `stop` ends; then requests in flight finish, the index commits, within ten seconds.
pub async fn serve(
    app: App,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    let site = routes::site(&app)?.into_make_service();
    // An index that is whole serves from the first request on; the follower makes a missing one.
    if let Err(error) = keyword_search::attach(&app).await {
        tracing::warn!(error = format!("{error:#}"), "the search index can't be opened yet");
    }
    let background = Background::start(&app);
    let (told, tell) = tokio::sync::oneshot::channel::<()>();
    let server = axum::serve(listener, site).with_graceful_shutdown(async move {
        stop.await;
        let _ = told.send(());
    });
    let server = tokio::spawn(server.into_future());
    let _ = tell.await;
    tracing::info!("stopping");
    match tokio::time::timeout(LONGEST_GOODBYE, server).await {
        Ok(ended) => ended??,
        Err(_) => tracing::warn!("requests were still running after {} s", LONGEST_GOODBYE.as_secs()),
    }
    background.stop().await;
    Ok(())
}

/// Ends with the first SIGTERM or Ctrl+C.
pub async fn asked_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut terminated) => {
            tokio::select! { _ = interrupted => {}, _ = terminated.recv() => {} }
        }
        Err(_) => {
            let _ = interrupted.await;
        }
    }
}
