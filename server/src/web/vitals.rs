//! Signs of life for whoever runs the site: `/healthz`, `/readyz`, `/metrics`, and the measuring of every request.

use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use metrics::{Counter, Histogram};
use tokio::sync::watch;

use super::error_page::AsItIs;
use crate::app::App;
use crate::{content_change, job};

const GATHERED_EVERY: Duration = Duration::from_secs(5);

/// The routes of this page.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
}

async fn ready(State(app): State<App>) -> Response {
    let database = app.db.read().ping().await.is_ok();
    let index = app.search.is_ready();
    let storage = app.files.is_ready().await;
    let word = |fine: bool| if fine { "ok" } else { "failing" };
    let body = format!("database {}\nindex {}\nstorage {}\n", word(database), word(index), word(storage));
    let status = if database && index && storage { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, [(header::CACHE_CONTROL, "no-store")], Extension(AsItIs), body).into_response()
}

async fn metrics(State(app): State<App>) -> Response {
    if let Ok(newest) = content_change::newest(app.db.read()).await {
        let lag = u32::try_from((newest - app.search.seq()).max(0)).unwrap_or(u32::MAX);
        metrics::gauge!("forum_index_lag_changes").set(f64::from(lag));
    }
    if let Ok((waiting, dead)) = job::counts(app.db.read()).await {
        metrics::gauge!("forum_jobs_waiting").set(f64::from(u32::try_from(waiting).unwrap_or(u32::MAX)));
        metrics::gauge!("forum_jobs_dead").set(f64::from(u32::try_from(dead).unwrap_or(u32::MAX)));
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], app.metrics.render()).into_response()
}

/// Header of the number that a request has in the log.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The pattern of the address that answered: "/praktik/{study}".
#[derive(Clone, Debug)]
pub struct Route(String);

impl Default for Route {
    fn default() -> Self {
        Self("other".to_owned())
    }
}

impl Route {
    /// Where answers from kept pages are counted: looked up once, since a look-up costs more than the answer.
    pub fn handles(&self) -> Handles {
        let route = || self.0.clone();
        let counter = |status: &'static str| metrics::counter!("forum_requests_total", "route" => route(), "method" => "GET", "status" => status);
        Handles {
            sent: counter("200"),
            unchanged: counter("304"),
            seconds: metrics::histogram!("forum_request_seconds", "route" => route()),
        }
    }
}

/// Where answers of one route are counted.
pub struct Handles {
    sent: Counter,
    unchanged: Counter,
    seconds: Histogram,
}

impl Handles {
    /// Counts an answer.
    pub fn record(&self, status: StatusCode, began: Instant) {
        if status == StatusCode::NOT_MODIFIED { &self.unchanged } else { &self.sent }.increment(1);
        self.seconds.record(began.elapsed().as_secs_f64());
    }
}

/// Counts every request and its time by route and kind of answer.
pub async fn measure(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map(|path| Route(path.as_str().to_owned()));
    let route = route.unwrap_or_default();
    let method = request.method().as_str().to_owned();
    let began = Instant::now();
    let mut response = next.run(request).await;
    let status = response.status().as_u16().to_string();
    let label = route.0.clone();
    metrics::counter!("forum_requests_total", "route" => label.clone(), "method" => method, "status" => status)
        .increment(1);
    metrics::histogram!("forum_request_seconds", "route" => label).record(began.elapsed().as_secs_f64());
    response.extensions_mut().insert(route);
    response
}

/// Measured times pile up until they are gathered, also where nobody reads `/metrics`.
pub async fn gather(app: App, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        tokio::select! {
            () = tokio::time::sleep(GATHERED_EVERY) => app.metrics.run_upkeep(),
            _ = stopped.changed() => {}
        }
    }
}
