//! A form that came back with what is wrong leaves the address that it was posted to in the browser's history. Who opens it
//! again there finds the nearest page above it, which has the form, instead of a page that does not exist.

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use tower::ServiceExt;

use super::local_path;

/// Answers a method that an address does not know: opening leads to the nearest page above it, in the end to the front page;
/// anything else, and a program's call, stays refused. `pages` are all addresses without their layers.
pub async fn lead_back(pages: Router, method: Method, uri: Uri) -> Response {
    let mut path = uri.path();
    if ![Method::GET, Method::HEAD].contains(&method) || path.starts_with("/api/") {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    while let Some((above, _)) = path.rsplit_once('/') {
        if !above.is_empty() && is_page(&pages, above).await {
            return Redirect::to(local_path(above)).into_response();
        }
        path = above;
    }
    Redirect::to("/").into_response()
}

/// True for an address that can be opened. It is asked by a method that none has: the router answers with those that it
/// knows, and no page is drawn.
async fn is_page(pages: &Router, path: &str) -> bool {
    let Ok(request) = Request::builder().method(Method::TRACE).uri(path).body(Body::empty()) else {
        return false;
    };
    let answer = pages.clone().oneshot(request).await.unwrap_or_else(|never| match never {});
    let known = answer.headers().get(header::ALLOW).and_then(|known| known.to_str().ok()).unwrap_or_default();
    known.split(',').any(|method| method == "GET")
}
