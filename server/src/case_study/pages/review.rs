//! `/meja/tinjauan`: what waits for a coordinator's review, and the answer given on the page of the draft.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};

use super::form::study_url;
use super::preview;
use crate::app::App;
use crate::audit::pages::{Told, concerning};
use crate::case_study::content::Content;
use crate::case_study::draft;
use crate::case_study::publish::Published;
use crate::case_study::review::{self, Answer, Answered, Times};
use crate::error::{Error, Problems, Result};
use crate::web::{DraftKeyPath, Html, Layout, Posted, see_other};

#[derive(Template)]
#[template(path = "case_study/reviews.html")]
struct ReviewsPage {
    layout: Layout,
    scope: String,
    is_on: bool,
    is_provincial: bool,
    lines: Vec<Line>,
    times: Times,
    late_days: i64,
    history: Vec<Told>,
}

struct Line {
    url: String,
    title: String,
    place: String,
    byline: String,
    at: DateTime<Utc>,
    is_late: bool,
    changed_since: bool,
}

/// What the audit calls a change of the way to publish.
const MODES: [&str; 2] = ["review_first", "publish_directly"];

/// `GET /meja/tinjauan`.
pub async fn list(State(app): State<App>, layout: Layout) -> Result<Response> {
    layout.viewer.require("/meja/tinjauan")?;
    let term = layout.viewer.acting_term().filter(|term| term.role.is_coordinator()).ok_or(Error::Forbidden)?;
    let (db, late_days) = (app.db.read(), app.config.review.late_days);
    let line = |waiting: review::Waiting| {
        let title = Content::parse(&waiting.draft.document).map(|content| content.title).unwrap_or_default();
        Line {
            url: format!("/tulis/{}/pratinjau", waiting.draft.key),
            title: if title.trim().is_empty() { "Tanpa judul".to_owned() } else { title },
            place: layout.catalogue.places.full_name(&waiting.review.kecamatan_code),
            is_late: (layout.now - waiting.review.handed_in_at).num_days() >= late_days,
            changed_since: waiting.draft.version != waiting.review.version,
            byline: waiting.review.byline,
            at: waiting.review.handed_in_at,
        }
    };
    let page = ReviewsPage {
        lines: review::waiting(db, &term.region).await?.into_iter().map(line).collect(),
        times: review::times(db, &term.region, layout.now).await?,
        is_on: review::is_on(db, &term.region).await?,
        scope: layout.catalogue.places.full_name(&term.region),
        is_provincial: term.role.is_provincial(),
        late_days,
        history: concerning(&app, &layout, &["region"], &MODES, &term.region).await?,
        layout,
    };
    Ok(Html(page).into_response())
}

/// `POST /meja/tinjauan/cara`, with `cara=tinjau` or `langsung`.
pub async fn set_mode(State(app): State<App>, layout: Layout, posted: Posted) -> Result<Response> {
    layout.viewer.require("/meja/tinjauan")?;
    let reviews = posted.get("cara") == "tinjau";
    review::set_mode(&app, &layout.viewer, reviews).await?;
    let said = if reviews {
        "Mulai sekarang praktik ditinjau dulu sebelum terbit."
    } else {
        "Mulai sekarang praktik langsung terbit. Yang sudah diajukan tetap menunggu jawaban."
    };
    Ok(see_other("/meja/tinjauan", said))
}

/// `POST /tulis/{key}/tinjau`, with `jawaban=setujui`, `kembalikan` or `tidak-sesuai`.
pub async fn answer(
    State(app): State<App>,
    DraftKeyPath(key): DraftKeyPath,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    layout.viewer.require(&format!("/tulis/{key}/pratinjau"))?;
    let answer = match posted.get("jawaban") {
        "setujui" => Answer::Approve,
        "tidak-sesuai" => Answer::Decline,
        _ => Answer::Return,
    };
    let said = Answered {
        answer,
        reason: posted.get("reason"),
        checked: posted.all("periksa").collect(),
        seen: posted.get("seen").parse().ok(),
    };
    match review::answer(&app, &layout.viewer, key, said).await {
        Ok(Published::Study(study)) => Ok(see_other(&study_url(&study), "Disetujui. Praktik ini sekarang tayang.")),
        Ok(Published::Incomplete(row, problems)) => again(&app, layout, row, problems, &posted).await,
        Ok(Published::Outdated(_)) => Err(Error::Conflict(
            "Praktik ini mendapat revisi lain selama ditinjau. Kembalikan naskahnya agar kantor menggabungkannya."
                .to_owned(),
        )),
        Ok(Published::UnderReview(_)) => Ok(see_other("/meja/tinjauan", "Dikembalikan ke kantor dengan alasan.")),
        Err(Error::Invalid(problems)) => {
            let row = draft::find(&app, &layout.viewer, key).await?.ok_or(Error::NotFound)?;
            again(&app, layout, row, problems, &posted).await
        }
        Err(error) => Err(error),
    }
}

async fn again(
    app: &App,
    layout: Layout,
    row: crate::case_study::entity::draft::Model,
    problems: Problems,
    posted: &Posted,
) -> Result<Response> {
    let typed = preview::Typed { reason: posted.get("reason"), ticked: posted.all("periksa").collect() };
    preview::preview_page(app, layout, row, problems, typed, StatusCode::UNPROCESSABLE_ENTITY).await
}
