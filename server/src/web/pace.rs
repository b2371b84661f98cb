//! Slows down who sends too fast: a layer around every write of a signed-in person. Forms that hold a text count by
//! themselves before, at a lower rate, so that the text comes back in its form.

use axum::extract::{FromRequestParts, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};

use super::forms;
use crate::app::App;
use crate::rate_limit::{self, Kind};
use crate::viewer::Viewer;

/// Ending sessions is never put off: it may be what stops whoever sends too much.
fn always_passes(path: &str) -> bool {
    path == "/keluar" || path.starts_with("/akun/sesi/")
}

/// Counts a write for the account that sends it.
pub async fn keep(State(app): State<App>, request: Request, next: Next) -> Response {
    if request.method().is_safe() || always_passes(request.uri().path()) {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let viewer = match Viewer::from_request_parts(&mut parts, &app).await {
        Ok(viewer) => viewer,
        Err(error) => return error.into_response(),
    };
    if let Some(account) = viewer.account()
        && let Err(error) = rate_limit::by_account(&app, Kind::Write, account).await
    {
        // A browser that is still sending would see a broken connection instead of the answer.
        forms::discard(body).await;
        return error.into_response();
    }
    next.run(Request::from_parts(parts, body)).await
}

/// Marks a form that came back with its text because it was sent too fast.
pub fn slowed_down(app: &App, mut response: Response, welcome: DateTime<Utc>) -> Response {
    *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
    response.headers_mut().insert(header::RETRY_AFTER, rate_limit::seconds_until(app, welcome).into());
    response
}
