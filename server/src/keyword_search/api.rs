//! `GET /api/v1/search`: the same search for programs. Read-only; sees what the session sees.

use axum::extract::{RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use forum_search::{Facets, Filters, Request, Sort};
use serde_json::{Value, json};

use super::asked::{Group, audience, pairs, tidy};
use super::found::{Found, found};
use crate::app::App;
use crate::catalogue::Catalogue;
use crate::error::Result;
use crate::viewer::Viewer;

/// At most so many hits in one answer.
const MAX_LIMIT: usize = 50;

/// At most so many hits are passed over.
const MAX_OFFSET: usize = 10_000;

/// The routes of this page.
pub fn routes() -> Router<App> {
    Router::new().route("/api/v1/search", get(search))
}

async fn search(State(app): State<App>, viewer: Viewer, RawQuery(query): RawQuery) -> Result<Response> {
    let catalogue = app.catalogue.get();
    let request = match read(query.as_deref().unwrap_or_default(), &catalogue, viewer.is_member()) {
        Ok(request) => request,
        Err(problem) => return Ok(refusal(StatusCode::BAD_REQUEST, "Permintaan tidak dapat dibaca", &problem)),
    };
    let Some(answer) = app.search.search(request).await? else {
        let problem = "Pencarian sedang disiapkan. Coba lagi beberapa saat lagi.";
        let mut response = refusal(StatusCode::SERVICE_UNAVAILABLE, "Belum siap", problem);
        response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("5"));
        return Ok(response);
    };
    let hits = found(app.db.read(), &viewer, &catalogue, app.clock.today(), &answer).await?;
    let hits: Vec<Value> = hits.iter().map(|found| described(found, &app.config.base_url)).collect();
    let body = json!({
        "total": answer.total,
        "hits": hits,
        "facets": facets(&answer.facets),
        "relaxed": answer.relaxed,
        "corrected_query": answer.correction.filter(|correction| correction.applied).map(|correction| correction.text),
    });
    Ok(Json(body).into_response())
}

fn refusal(status: StatusCode, error: &str, detail: &str) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], Json(json!({ "error": error, "detail": detail }))).into_response()
}

fn described(found: &Found, base_url: &str) -> Value {
    json!({
        "kind": "praktik",
        "id": found.card.id,
        "ref": found.key,
        "title": found.card.title,
        "url": format!("{base_url}{}", found.card.url),
        "score": found.score,
        "snippet": found.snippet_text(),
        "why": found.why,
    })
}

fn facets(facets: &Facets) -> Value {
    let group = |counts: &[(String, u64)]| -> Vec<Value> {
        counts.iter().map(|(value, count)| json!({ "value": value, "count": count })).collect()
    };
    json!({
        "sector": group(&facets.sectors),
        "indicator": group(&facets.indicators),
        "kabupaten_kota": group(&facets.kabupaten_kota),
        "stage": group(&facets.stages),
        "year": group(&facets.years),
        "evidence": group(&facets.evidence),
    })
}

/// Reads a request; the error is a sentence that names the parameter and its limits. A person's odd address is
/// harmless, a program's mistake is told.
fn read(query: &str, catalogue: &Catalogue, is_member: bool) -> std::result::Result<Request, String> {
    let mut filters = Filters::default();
    let mut request = Request { audience: audience(is_member), ..Request::new("") };
    for (name, value) in pairs(query) {
        match name.as_str() {
            "q" => request.text = tidy(&value),
            "kind" if value == "praktik" => {}
            "kind" => return Err("kind: hanya praktik.".to_owned()),
            "sector" => filters.sectors.push(known(Group::Sector, value, &name, catalogue)?),
            "indicator" => filters.indicators.push(known(Group::Indicator, value, &name, catalogue)?),
            "kabupaten_kota" => filters.kabupaten_kota.push(known(Group::KabupatenKota, value, &name, catalogue)?),
            "kecamatan" => filters.kecamatan.push(known(Group::Kecamatan, value, &name, catalogue)?),
            "stage" => filters.stages.push(known(Group::Stage, value, &name, catalogue)?),
            "year" => filters.years.push(number(&value, &name, 1900, 2199)?.try_into().unwrap_or_default()),
            "sort" => request.sort = sort(&value)?,
            "limit" => request.limit = number(&value, &name, 1, MAX_LIMIT)?,
            "offset" => request.offset = number(&value, &name, 0, MAX_OFFSET)?,
            _ => {}
        }
    }
    request.filters = filters;
    Ok(request)
}

fn known(group: Group, value: String, name: &str, catalogue: &Catalogue) -> std::result::Result<String, String> {
    match group.name(&value, catalogue) {
        Some(_) => Ok(value),
        None => Err(format!("{name}: tidak ada \"{}\".", tidy(&value))),
    }
}

fn sort(value: &str) -> std::result::Result<Sort, String> {
    match value {
        "relevance" => Ok(Sort::Relevance),
        "newest" => Ok(Sort::Newest),
        _ => Err("sort: relevance atau newest.".to_owned()),
    }
}

fn number(value: &str, name: &str, least: usize, most: usize) -> std::result::Result<usize, String> {
    let number = value.parse().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| format!("{name}: bilangan bulat {least} sampai {most}."))
}
