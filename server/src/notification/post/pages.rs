//! The link in each mail that stops them. Opening it changes nothing, since programs that look through mails open every
//! link; a POST stops them, without signing in (RFC 8058).

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::deliver;
use crate::app::App;
use crate::error::{Error, Result};
use crate::notification::choice::save;
use crate::web::{Html, Layout};

/// The address of stopping.
pub fn routes() -> Router<App> {
    Router::new().route("/kabar/berhenti/{token}", get(ask).post(stop))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Asks,
    Stopped,
    Unknown,
}

#[derive(Template)]
#[template(path = "notification/stop.html")]
struct Page {
    layout: Layout,
    step: Step,
    token: String,
}

async fn ask(State(app): State<App>, layout: Layout, Path(token): Path<String>) -> Result<Response> {
    let step = match deliver::holder(app.db.read(), &token).await {
        Ok(_) => Step::Asks,
        Err(Error::NotFound) => Step::Unknown,
        Err(error) => return Err(error),
    };
    Ok(answer(layout, step, token))
}

/// What was posted is not looked at: mail programs send it in several ways, and the token says all. There is no redirect,
/// since they follow none.
async fn stop(State(app): State<App>, layout: Layout, Path(token): Path<String>) -> Result<Response> {
    let step = match deliver::holder(app.db.read(), &token).await {
        Ok(person) => {
            save::stop_mails(&app, person).await?;
            Step::Stopped
        }
        Err(Error::NotFound) => Step::Unknown,
        Err(error) => return Err(error),
    };
    Ok(answer(layout, step, token))
}

fn answer(layout: Layout, step: Step, token: String) -> Response {
    let status = if step == Step::Unknown { StatusCode::NOT_FOUND } else { StatusCode::OK };
    let mut response = (status, Html(Page { layout, step, token })).into_response();
    // The address is a secret of the mail's reader: kept nowhere and told to nobody.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
