//! All addresses of the site, and the layers around them.

use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::{from_fn, from_fn_with_state};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::classify::ServerErrorsFailureClass;
use tower_http::csrf::CsrfLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;
use tracing::Span;

use crate::app::App;
use crate::notification::post;
use crate::web::cache::Kept;
use crate::web::{assets, error_page, headers, pace, reopened, vitals};
use crate::{
    account, adoption, attachment, audit, case_study, catalogue, collection, coverage, curation, data_request, digest,
    discussion, erasure, evidence_pack, follow, handover, home, impact, indicator, kecamatan, keyword_search, lesson,
    letter, meeting, notification, office, product, question, report, roster, sanction, sector, settings, synonym,
    topic, verification, visit,
};

/// Longer requests are given up; uploads on a weak network take their time.
const LONGEST_REQUEST: Duration = Duration::from_secs(120);

/// A path for the log: the token of an invitation sets a password, that of a mail ends it, so they stay out.
fn without_secret(path: &str) -> &str {
    const INVITATION: &str = "/undangan/";
    [INVITATION, digest::STOP, post::STOP].into_iter().find(|secret| path.starts_with(secret)).unwrap_or(path)
}

/// True for what a mail program posts by itself (RFC 8058), from its own site: the token is its permission.
fn stops_a_mail(method: &Method, uri: &Uri) -> bool {
    let token = [digest::STOP, post::STOP].into_iter().find_map(|stop| uri.path().strip_prefix(stop));
    method == Method::POST && token.is_some_and(|token| !token.contains('/'))
}

/// The whole site: kept pages in front of the rooms and their layers.
pub fn site(app: &App) -> anyhow::Result<Kept> {
    let csrf = CsrfLayer::new().add_trusted_origin(&app.config.base_url)?.with_insecure_bypass(stops_a_mail);
    let rooms = Router::new()
        .merge(assets::routes())
        .merge(vitals::routes())
        .merge(home::pages::routes())
        .merge(home::feeds::routes())
        .merge(home::changes::routes())
        .merge(home::sitemap::routes())
        .merge(home::texts::routes())
        .merge(sector::pages::routes())
        .merge(indicator::pages::routes())
        .merge(kecamatan::pages::routes())
        .merge(keyword_search::pages::routes())
        .merge(keyword_search::api::routes())
        .merge(keyword_search::suggest::routes())
        .merge(keyword_search::saved::pages::routes())
        .merge(catalogue::pages::routes())
        .merge(settings::pages::routes())
        .merge(synonym::pages::routes())
        .merge(audit::pages::routes())
        .merge(topic::pages::routes())
        .merge(case_study::pages::routes())
        .merge(attachment::pages::routes())
        .merge(account::pages::routes())
        .merge(office::pages::routes())
        .merge(handover::pages::routes())
        .merge(report::pages::routes())
        .merge(erasure::pages::routes())
        .merge(data_request::pages::routes())
        .merge(sanction::pages::routes())
        .merge(roster::pages::routes())
        .merge(curation::pages::routes())
        .merge(collection::pages::routes())
        .merge(adoption::pages::routes())
        .merge(visit::pages::routes())
        .merge(product::pages::routes())
        .merge(digest::pages::routes())
        .merge(verification::pages::routes())
        .merge(letter::pages::routes())
        .merge(evidence_pack::pages::routes())
        .merge(coverage::pages::routes())
        .merge(impact::pages::routes())
        .merge(discussion::pages::routes())
        .merge(question::pages::routes())
        .merge(lesson::pages::routes())
        .merge(keyword_search::alike::routes())
        .merge(notification::pages::routes())
        .merge(notification::choice::pages::routes())
        .merge(post::pages::routes())
        .merge(follow::pages::routes())
        .merge(meeting::pages::routes());
    let pages = rooms.clone().with_state(app.clone());
    let rooms = rooms
        .method_not_allowed_fallback(move |method: Method, uri: Uri| reopened::lead_back(pages.clone(), method, uri));
    let layers = ServiceBuilder::new()
        .layer(SetRequestIdLayer::new(vitals::REQUEST_ID, MakeRequestUuid))
        .layer(TraceLayer::new_for_http().make_span_with(span).on_failure(log_failure))
        .layer(PropagateRequestIdLayer::new(vitals::REQUEST_ID))
        .layer(from_fn(vitals::measure))
        .layer(from_fn_with_state(app.clone(), headers::secure))
        .layer(from_fn_with_state(app.clone(), error_page::draw))
        .layer(CatchPanicLayer::new())
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, LONGEST_REQUEST))
        .layer(csrf)
        .layer(from_fn_with_state(app.clone(), pace::keep))
        .layer(DefaultBodyLimit::max(app.config.limits.document_bytes * 2));
    Ok(Kept::new(app.clone(), rooms.layer(layers).with_state(app.clone())))
}

fn span(request: &Request) -> Span {
    let id = request.headers().get(vitals::REQUEST_ID).and_then(|id| id.to_str().ok()).unwrap_or_default();
    tracing::info_span!("request", method = %request.method(), path = without_secret(request.uri().path()), id)
}

/// A site that is not ready yet says so with 503; that is no error of ours.
fn log_failure(failure: ServerErrorsFailureClass, latency: Duration, _: &Span) {
    let duration_ms = u64::try_from(latency.as_millis()).unwrap_or(u64::MAX);
    if failure.to_string().contains("503") {
        tracing::warn!(%failure, duration_ms, "not ready");
    } else {
        tracing::error!(%failure, duration_ms, "a response failed");
    }
}
