//! `/praktik/{id}/verifikasi`: a coordinator vouches for the figures of a study, or takes that back.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use super::{Standing, standing, verify};
use crate::app::App;
use crate::case_study::content::Content;
use crate::case_study::entity::case_study;
use crate::case_study::{card, store};
use crate::error::{Error, Problems, Result};
use crate::ids::CaseStudyId;
use crate::policy::Act;
use crate::web::{Html, IdPath, Layout, Posted, see_other};

/// The routes of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/praktik/{study}/verifikasi", get(ask).post(vouch))
        .route("/praktik/{study}/verifikasi/cabut", post(withdraw))
}

/// A result as it is looked at.
struct Line {
    name: String,
    values: String,
    source: String,
}

#[derive(Template)]
#[template(path = "verification/form.html")]
struct FormPage {
    layout: Layout,
    id: i64,
    url: String,
    title: String,
    standing: Standing,
    lines: Vec<Line>,
    note: String,
    reason: String,
    problems: Problems,
    limit: usize,
}

async fn ask(State(app): State<App>, path: IdPath<CaseStudyId>, layout: Layout) -> Result<Response> {
    layout.viewer.require(&layout.path)?;
    page(&app, path.id, layout, &Posted::default(), Problems::default()).await
}

async fn page(app: &App, id: CaseStudyId, layout: Layout, posted: &Posted, problems: Problems) -> Result<Response> {
    let db = app.db.read();
    let study = store::find(db, &layout.viewer, id).await?;
    let place = study.kecamatan_code.clone().unwrap_or_else(|| app.config.province.clone());
    if !layout.viewer.may(Act::Verify, &place) {
        return Err(Error::Forbidden);
    }
    let content = Content::parse(&store::revision(db, &study).await?.document)?;
    let line = |row: &crate::case_study::content::Measured| Line {
        name: row.name.clone(),
        values: row
            .values
            .iter()
            .map(|point| format!("{} ({})", crate::format::decimal(&point.value), point.period))
            .collect::<Vec<_>>()
            .join(" → "),
        source: row.source.clone(),
    };
    let page = FormPage {
        id: study.id,
        url: card::url(study.id, &study.title),
        standing: standing(db, study.id, &content).await?,
        lines: content.results.iter().map(line).collect(),
        title: study.title,
        note: posted.get("note").to_owned(),
        reason: posted.get("withdraw_reason").to_owned(),
        limit: app.config.limits.reason_chars,
        problems,
        layout,
    };
    let status = if page.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, Html(page)).into_response())
}

async fn vouch(State(app): State<App>, path: IdPath<CaseStudyId>, layout: Layout, posted: Posted) -> Result<Response> {
    layout.viewer.require(&layout.path)?;
    let done = verify::verify(&app, &layout.viewer, path.id, posted.get("note")).await;
    answer(&app, path.id, layout, &posted, done, "Terverifikasi. Catatannya tampil untuk pembaca.").await
}

async fn withdraw(
    State(app): State<App>,
    path: IdPath<CaseStudyId>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    layout.viewer.require(&layout.path)?;
    let done = verify::withdraw(&app, &layout.viewer, path.id, posted.get("withdraw_reason")).await;
    answer(&app, path.id, layout, &posted, done, "Verifikasi dicabut.").await
}

async fn answer(
    app: &App,
    id: CaseStudyId,
    layout: Layout,
    posted: &Posted,
    done: Result<case_study::Model>,
    said: &str,
) -> Result<Response> {
    match done {
        Ok(study) => Ok(see_other(&card::url(study.id, &study.title), said)),
        Err(Error::Invalid(problems)) => page(app, id, layout, posted, problems).await,
        Err(error) => Err(error),
    }
}
