//! `GET /sebutan?q=`: whom somebody who types an @ may mean. For members, paced, names and offices only.

use axum::Json;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::app::App;
use crate::discussion::offer;
use crate::error::{Error, Result};
use crate::rate_limit::{self, Kind};
use crate::viewer::Viewer;

#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    q: String,
}

pub(super) async fn offer(State(app): State<App>, viewer: Viewer, Query(typed): Query<Typed>) -> Result<Response> {
    let account = viewer.require("/sebutan")?.account;
    if !viewer.is_member() {
        return Err(Error::Forbidden);
    }
    rate_limit::by_account(&app, Kind::MentionLookup, account).await?;
    let (now, today) = (app.clock.now(), app.clock.today());
    let items = offer::offered(app.db.read(), &app.catalogue.get(), now, today, &typed.q).await?;
    let mut response = Json(serde_json::json!({ "items": items })).into_response();
    // On an office computer nothing of what members see may stay behind.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}
