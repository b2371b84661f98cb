//! The forms that stop showing a study and show it again, hide and restore it.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::form::study_url;
use crate::app::App;
use crate::case_study::entity::case_study;
use crate::case_study::standing::{self, Turn};
use crate::case_study::store;
use crate::error::{Error, Result};
use crate::ids::CaseStudyId;
use crate::report::direct;
use crate::viewer::Viewer;
use crate::web::flash::see_other_with_undo;
use crate::web::{Html, IdPath, Layout, Posted, see_other};

#[derive(Template)]
#[template(path = "case_study/standing.html")]
struct StandingPage {
    layout: Layout,
    url: String,
    title: String,
    action: String,
    heading: &'static str,
    lead: &'static str,
    button: &'static str,
    reason: String,
    problem: String,
    limit: usize,
}

/// `GET /praktik/{id}/hentikan`.
pub async fn ask_withdraw(State(app): State<App>, path: IdPath<CaseStudyId>, layout: Layout) -> Result<Response> {
    ask(&app, path.id, layout, Turn::Withdraw).await
}

/// `GET /praktik/{id}/sembunyikan`.
pub async fn ask_hide(State(app): State<App>, path: IdPath<CaseStudyId>, layout: Layout) -> Result<Response> {
    ask(&app, path.id, layout, Turn::Hide).await
}

async fn ask(app: &App, id: CaseStudyId, layout: Layout, turn: Turn) -> Result<Response> {
    layout.viewer.require(&layout.path)?;
    page(app, id, layout, turn, "", "", StatusCode::OK).await
}

async fn page(
    app: &App,
    id: CaseStudyId,
    layout: Layout,
    turn: Turn,
    reason: &str,
    problem: &str,
    status: StatusCode,
) -> Result<Response> {
    let study = store::find_cared_for(app.db.read(), &layout.viewer, id).await?;
    let place = study.kecamatan_code.clone().unwrap_or_else(|| app.config.province.clone());
    if !layout.viewer.may(turn.act(), &place) {
        return Err(Error::Forbidden);
    }
    let (heading, lead, button, verb) = if turn == Turn::Withdraw {
        (
            "Hentikan penayangan",
            "Praktik ini tidak lagi terlihat oleh pembaca. Teks dan revisinya tetap tersimpan, dan bisa ditayangkan lagi kapan saja.",
            "Hentikan penayangan",
            "hentikan",
        )
    } else {
        (
            "Sembunyikan dari pembaca",
            "Praktik ini tidak lagi terlihat oleh pembaca sampai dipulihkan. Kantor kecamatannya tetap melihatnya, beserta alasan Bapak/Ibu.",
            "Sembunyikan",
            "sembunyikan",
        )
    };
    let page = StandingPage {
        url: study_url(&study),
        title: study.title,
        action: format!("/praktik/{id}/{verb}"),
        heading,
        lead,
        button,
        reason: reason.to_owned(),
        problem: problem.to_owned(),
        limit: app.config.limits.reason_chars,
        layout,
    };
    Ok((status, Html(page)).into_response())
}

/// `POST /praktik/{id}/hentikan`.
pub async fn withdraw(
    State(app): State<App>,
    path: IdPath<CaseStudyId>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    go(&app, path.id, layout, Turn::Withdraw, posted.get("reason")).await
}

/// `POST /praktik/{id}/tayangkan`.
pub async fn show_again(State(app): State<App>, path: IdPath<CaseStudyId>, layout: Layout) -> Result<Response> {
    go(&app, path.id, layout, Turn::ShowAgain, "").await
}

/// `POST /praktik/{id}/sembunyikan`.
pub async fn hide(
    State(app): State<App>,
    path: IdPath<CaseStudyId>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    go(&app, path.id, layout, Turn::Hide, posted.get("reason")).await
}

/// `POST /praktik/{id}/pulihkan`.
pub async fn restore(State(app): State<App>, path: IdPath<CaseStudyId>, layout: Layout) -> Result<Response> {
    go(&app, path.id, layout, Turn::Restore, "").await
}

/// A coordinator's turn opens a case, or is recorded in it.
async fn turned(app: &App, viewer: &Viewer, id: CaseStudyId, turn: Turn, reason: &str) -> Result<case_study::Model> {
    match turn {
        Turn::Withdraw | Turn::ShowAgain => standing::turn(app, viewer, id, turn, reason).await,
        Turn::Hide => direct::hide_study(app, viewer, id, reason).await,
        Turn::Restore => direct::restore_study(app, viewer, id).await,
    }
}

async fn go(app: &App, id: CaseStudyId, layout: Layout, turn: Turn, reason: &str) -> Result<Response> {
    layout.viewer.require(&format!("/praktik/{id}"))?;
    let study = match turned(app, &layout.viewer, id, turn, reason).await {
        Ok(study) => study,
        Err(Error::Invalid(problems)) => {
            let problem = problems.of("reason").unwrap_or_default().to_owned();
            return page(app, id, layout, turn, reason, &problem, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
        Err(error) => return Err(error),
    };
    let url = study_url(&study);
    Ok(match turn {
        Turn::Withdraw => see_other_with_undo(&url, "Penayangan dihentikan.", &format!("/praktik/{id}/tayangkan")),
        Turn::Hide => {
            see_other_with_undo(&url, "Praktik disembunyikan dari pembaca.", &format!("/praktik/{id}/pulihkan"))
        }
        Turn::ShowAgain => see_other(&url, "Praktik tayang lagi."),
        Turn::Restore => see_other(&url, "Praktik dipulihkan."),
    })
}
