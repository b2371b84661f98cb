//! A site for one story: its own database, index and files, a clock that stands still, and people with names.

pub mod bench_exchange;
pub mod bench_notices;
pub mod bench_pages;
pub mod bench_work;
pub mod bench_writing;
mod browser;
pub mod crash;
mod database;
pub mod load;
pub mod mail;
pub mod object_store;
mod people;
pub mod process;
pub mod proxy;
pub mod quality;
mod studies;
#[cfg(test)]
mod tests;

pub use browser::{Answer, Browser};
pub use database::{is_postgres, prepared};
pub use people::{Person, settle_in};
pub use studies::{CIKAJANG, Study, StudyBuilder, a_study};

use std::net::SocketAddr;

use chrono::{DateTime, Duration, Utc};
use forum_camat::app::App;
use forum_camat::clock::Clock;
use forum_camat::config::Config;
use forum_camat::web::cache::Kept;
use forum_camat::{keyword_search, routes, worker};
use tempfile::TempDir;
use tokio::task::JoinHandle;

/// A running site on loopback. Jobs and the index move only when the story says so, by [`settle`](Self::settle).
pub struct TestApp {
    /// The site, for what a story prepares behind its back.
    pub app: App,
    /// Scheme, host and port.
    pub url: String,
    folder: TempDir,
    server: JoinHandle<()>,
    _database: Option<database::StoryDatabase>,
}

impl TestApp {
    /// Starts a site on the database that the run is for: SQLite, or PostgreSQL when `FORUM_TEST_DATABASE=postgres`.
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// Starts a site with other settings.
    pub async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut config = Config::for_tests(folder.path());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        config.base_url = format!("http://{address}");
        config.read_connections = 4;
        let database = prepared(&mut config).await;
        change(&mut config);
        let clock = Clock::stopped_at(story_begins());
        let app = App::open(config, clock).await.expect("the site opens");
        keyword_search::open(&app).await.expect("the index opens");
        let site = routes::site(&app).expect("routes").into_make_service();
        let server = tokio::spawn(async move {
            axum_serve(listener, site).await;
        });
        Self { app, url: format!("http://{address}"), folder, server, _database: database }
    }

    /// Does every job that is due and brings the index up to the log of content.
    pub async fn settle(&self) {
        worker::run_due(&self.app).await.expect("jobs run");
        keyword_search::catch_up(&self.app).await.expect("the index follows");
    }

    /// Moves the clock.
    pub fn forward(&self, by: Duration) {
        self.app.clock.forward(by);
    }

    /// A browser of somebody without an account.
    pub fn visitor(&self) -> Browser {
        Browser::new(&self.url)
    }

    /// The folder of the site's data.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// Every story begins on Tuesday, 24 November 2026, at nine in the morning in Bandung.
pub fn story_begins() -> DateTime<Utc> {
    DateTime::parse_from_rfc3339("2026-11-24T09:00:00+07:00").expect("a date").to_utc()
}

async fn axum_serve(
    listener: tokio::net::TcpListener,
    site: axum::extract::connect_info::IntoMakeServiceWithConnectInfo<Kept, SocketAddr>,
) {
    let _ = axum::serve(listener, site).await;
}
