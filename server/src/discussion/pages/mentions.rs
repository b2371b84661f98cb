//! `GET /sebutan?praktik=&q=`: whom somebody who types an @ may mean. For members, paced, names and offices only.

use axum::Json;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::app::App;
use crate::case_study::store::by_ids;
use crate::catalogue::Catalogue;
use crate::discussion::offer::{self, Near};
use crate::error::{Error, Result};
use crate::ids::CaseStudyId;
use crate::rate_limit::{self, Kind};
use crate::viewer::Viewer;

#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    q: String,
    /// The study under which is written.
    #[serde(default)]
    praktik: String,
}

pub(super) async fn offer(State(app): State<App>, viewer: Viewer, Query(typed): Query<Typed>) -> Result<Response> {
    let account = viewer.require("/sebutan")?.account;
    if !viewer.is_member() {
        return Err(Error::Forbidden);
    }
    rate_limit::by_account(&app, Kind::MentionLookup, account).await?;
    let (now, today) = (app.clock.now(), app.clock.today());
    let catalogue = app.catalogue.get();
    let near = near(&app, &viewer, &catalogue, &typed.praktik).await?;
    let items = offer::offered(app.db.read(), &catalogue, now, today, &typed.q, &near).await?;
    let mut response = Json(serde_json::json!({ "items": items })).into_response();
    // On an office computer nothing of what members see may stay behind.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}

/// What is near to the viewer: the own kabupaten/kota, and the conversation under a study that the viewer sees.
async fn near(app: &App, viewer: &Viewer, catalogue: &Catalogue, praktik: &str) -> Result<Near> {
    let own = viewer.acting_term().map(|term| term.region.split('.').take(2).collect::<Vec<_>>().join("."));
    let own = own.filter(|code| catalogue.places.kabupaten_kota(code).is_some());
    let ids: Vec<CaseStudyId> = praktik.parse().ok().map(CaseStudyId).into_iter().collect();
    let study = by_ids(app.db.read(), viewer, &ids).await?.pop().map(|study| study.id);
    Ok(Near { kabupaten_kota: own, study })
}
