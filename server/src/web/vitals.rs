//! Signs of life for whoever runs the site: `/healthz`, `/readyz`, `/metrics`, and the measuring of every request.

use std::time::Instant;

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::app::App;
use crate::{content_change, job};

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
    (status, [(header::CACHE_CONTROL, "no-store")], body).into_response()
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

/// Counts every request and its time by route and kind of answer.
pub async fn measure(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("other".to_owned(), |path| path.as_str().to_owned());
    let method = request.method().as_str().to_owned();
    let began = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16().to_string();
    metrics::counter!("forum_requests_total", "route" => route.clone(), "method" => method, "status" => status)
        .increment(1);
    metrics::histogram!("forum_request_seconds", "route" => route).record(began.elapsed().as_secs_f64());
    response
}
