//! `/praktik/{id}/layar`: a study on one screen for a meeting: figures, photo, three steps, whom to ask, and a code that
//! opens it on the phones in the room.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};

use super::crumbs::{Crumbs, crumbs};
use super::form::study_url;
use super::view::StudyView;
use crate::app::App;
use crate::attachment;
use crate::case_study::content::{Content, shortened};
use crate::case_study::store;
use crate::error::Result;
use crate::ids::CaseStudyId;
use crate::markdown;
use crate::meeting::Shortlist;
use crate::web::qr::Qr;
use crate::web::{Html, IdPath, Layout, decode, local_path};

/// So many steps fit on a screen that is read from the back row.
const STEPS: usize = 3;

/// Longer steps (in characters) are cut.
const STEP_CHARS: usize = 110;

/// So many figures fit.
const FIGURES: usize = 3;

#[derive(Template)]
#[template(path = "meeting/screen.html")]
struct ScreenPage {
    layout: Layout,
    id: i64,
    url: String,
    back: String,
    /// The list for a meeting that was carried along, with this study.
    mark_url: String,
    view: StudyView,
    words: String,
    steps: Vec<String>,
    crumbs: Option<Crumbs>,
    is_sample: bool,
    members_only: bool,
    code: Option<Qr>,
}

/// `GET /praktik/{id}/layar?kembali=/cari…`.
pub async fn screen(
    State(app): State<App>,
    path: IdPath<CaseStudyId>,
    layout: Layout,
    RawQuery(query): RawQuery,
) -> Result<Response> {
    let db = app.db.read();
    let study = store::find(db, &layout.viewer, path.id).await?;
    let content = Content::parse(&store::revision(db, &study).await?.document)?;
    let ids: Vec<i64> = content.photos.iter().map(|photo| photo.attachment).collect();
    let mut pictures = attachment::pictures(db, &ids).await?;
    let mut view = StudyView::of(&content, &layout.catalogue, &mut pictures);
    view.figures.truncate(FIGURES);
    let query = query.unwrap_or_default();
    let back = query.split('&').find_map(|pair| pair.strip_prefix("kembali=")).map(decode);
    let back = back.as_deref().map_or("/cari?tampilan=rapat", local_path).to_owned();
    let carried = back.split(['?', '&', '#']).find_map(|pair| pair.strip_prefix("rapat=")).map(decode);
    let marked = Shortlist::read(&carried.unwrap_or_default());
    let page = ScreenPage {
        id: study.id,
        mark_url: marked.with(CaseStudyId(study.id)).url(),
        words: if view.words.is_empty() { shortened(&plain(&content.summary), 260) } else { view.words.clone() },
        steps: steps(&content),
        crumbs: crumbs(&layout, study.kecamatan_code.as_deref()),
        is_sample: study.is_sample,
        members_only: study.visibility == "members",
        code: Qr::of(&format!("{}/praktik/{}", layout.base_url, study.id)),
        url: study_url(&study),
        back,
        view,
        layout,
    };
    Ok(Html(page).into_response())
}

fn plain(text: &str) -> String {
    markdown::plain(text).replace('\n', " ")
}

/// The first steps; of a study that tells them in one text, its first sentences.
fn steps(content: &Content) -> Vec<String> {
    let told: Vec<String> = content.steps.iter().map(|step| step.text.clone()).collect();
    let sentences = || plain(&content.action).split(". ").map(|part| part.trim().to_owned()).collect::<Vec<_>>();
    let told = if told.is_empty() { sentences() } else { told };
    told.iter().filter(|step| !step.is_empty()).take(STEPS).map(|step| shortened(step, STEP_CHARS)).collect()
}
