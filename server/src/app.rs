//! What every request shares: configuration, clock, database, index, files, kept pages.

use std::ops::Deref;
use std::sync::Arc;

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tokio::sync::Semaphore;

use crate::attachment::files::Files;
use crate::catalogue::{Catalogue, Shared};
use crate::clock::Clock;
use crate::config::Config;
use crate::db::Db;
use crate::impact::kept::Kept;
use crate::keyword_search::Engine;
use crate::rate_limit::RateLimits;
use crate::topic::log::Log;
use crate::web::cache::Pages;

/// The running site; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// The parts of a running site.
pub struct Parts {
    /// Settings.
    pub config: Config,
    /// Time.
    pub clock: Clock,
    /// The truth.
    pub db: Db,
    /// Places and words we classify by.
    pub catalogue: Shared,
    /// Bytes of photos and files.
    pub files: Files,
    /// This node's search index.
    pub search: Engine,
    /// What is searched today, counted without persons.
    pub search_log: Log,
    /// Pages kept whole for visitors.
    pub pages: Pages,
    /// What the exchange brought, counted once for all who read it.
    pub impact: Kept,
    /// How fast people may send.
    pub rates: RateLimits,
    /// Measurements.
    pub metrics: PrometheusHandle,
    /// Passwords hashed at once: never more than cores, so that a flood of sign-ins can't stop reading.
    pub hashing: Semaphore,
    /// Photos re-encoded at once: each takes a core and up to 256 MiB.
    pub pictures: Semaphore,
    /// Held while places and words are read anew, so that the last to finish has read last.
    reading: tokio::sync::Mutex<()>,
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl App {
    /// Opens the stores. The schema must be there: `command::open` migrates the embedded database first.
    pub async fn open(config: Config, clock: Clock) -> anyhow::Result<Self> {
        let db = Db::open(&config, clock.clone()).await?;
        Self::with_db(config, clock, db).await
    }

    /// As [`open`](Self::open), on a database that is open already.
    pub async fn with_db(config: Config, clock: Clock, db: Db) -> anyhow::Result<Self> {
        let catalogue = Shared::default();
        catalogue.set(Catalogue::load(db.read(), &config.province).await?);
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Ok(Self(Arc::new(Parts {
            files: Files::open(&config)?,
            search: Engine::default(),
            search_log: Log::default(),
            pages: Pages::new(config.page_cache_bytes),
            impact: Kept::default(),
            rates: RateLimits::new(config.rates.clone()),
            metrics: recorder(),
            hashing: Semaphore::new(cores),
            // One core stays for whoever reads.
            pictures: Semaphore::new(cores.saturating_sub(1).clamp(1, 2)),
            reading: tokio::sync::Mutex::default(),
            config,
            clock,
            db,
            catalogue,
        })))
    }

    /// Name of the session's cookie; the browser enforces the prefix on HTTPS.
    pub fn session_cookie(&self) -> &'static str {
        if self.config.is_https() { "__Host-sesi" } else { "sesi" }
    }

    /// After a commit that changed places, words or settings: whoever did it sees it on the next page of this node.
    pub async fn catalogue_changed(&self) {
        // It is committed: where the database is away for a moment, the follower of the log reads it soon.
        if let Err(error) = self.reload_catalogue().await {
            tracing::warn!(%error, "what an administrator changed can't be read just now");
        }
        self.db.bump_generation();
    }

    /// Reads places and words again after they changed.
    pub async fn reload_catalogue(&self) -> anyhow::Result<()> {
        let _reading = self.reading.lock().await;
        self.catalogue.set(Catalogue::load(self.db.read(), &self.config.province).await?);
        Ok(())
    }
}

/// One recorder a process: tests open many sites in one.
fn recorder() -> PrometheusHandle {
    static HANDLE: std::sync::OnceLock<PrometheusHandle> = std::sync::OnceLock::new();
    HANDLE
        .get_or_init(|| {
            let recorder = PrometheusBuilder::new().build_recorder();
            let handle = recorder.handle();
            if metrics::set_global_recorder(recorder).is_err() {
                tracing::warn!("another recorder of metrics is already set");
            }
            handle
        })
        .clone()
}
