//! `/tulis/{key}/pratinjau`: the study page drawn from a draft, for who decides on it.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::crumbs::{Crumbs, crumbs};
use super::desk::{Desk, desk};
use super::view::StudyView;
use crate::app::App;
use crate::attachment;
use crate::case_study::check;
use crate::case_study::content::{Content, SECTIONS};
use crate::case_study::difference::{self, Differing};
use crate::case_study::draft::{self, remark::Remark};
use crate::case_study::entity::{case_study_revision, draft as table, draft_version};
use crate::case_study::review;
use crate::error::{Error, Problems, Result};
use crate::ids::DraftKey;
use crate::web::filters;
use crate::web::{DraftKeyPath, Html, Layout};

#[derive(Template)]
#[template(path = "case_study/preview.html")]
struct PreviewPage {
    layout: Layout,
    key: DraftKey,
    version: i64,
    view: StudyView,
    crumbs: Option<Crumbs>,
    desk: Desk,
    missing: usize,
    reason: String,
    reason_problem: String,
    note_problem: String,
    problems: Vec<String>,
    since: String,
    differing: Vec<Differing>,
    remarks: Vec<Remark>,
    remark_fields: Vec<(&'static str, &'static str)>,
    remark_problem: String,
    checklist: Vec<(String, bool)>,
    observed: Vec<String>,
    reviews: Vec<review::Shown>,
}

/// `GET /tulis/{key}/pratinjau`.
pub async fn preview(State(app): State<App>, DraftKeyPath(key): DraftKeyPath, layout: Layout) -> Result<Response> {
    layout.viewer.require(&layout.path)?;
    let row = draft::find(&app, &layout.viewer, key).await?.ok_or(Error::NotFound)?;
    if let Some(study) = row.published_case_study_id {
        return Ok(Redirect::to(&format!("/praktik/{study}")).into_response());
    }
    preview_page(&app, layout, row, Problems::default(), Typed::default(), StatusCode::OK).await
}

/// What somebody typed before the page was refused.
#[derive(Default)]
pub struct Typed<'a> {
    /// The reason.
    pub reason: &'a str,
    /// Points of the checklist.
    pub ticked: Vec<&'a str>,
}

/// The study page drawn from a draft, with the moves that its reader may make.
pub async fn preview_page(
    app: &App,
    layout: Layout,
    row: table::Model,
    problems: Problems,
    typed: Typed<'_>,
    status: StatusCode,
) -> Result<Response> {
    let key = row.key.parse().map_err(|_| Error::NotFound)?;
    let content = Content::parse(&row.document)?;
    let ids: Vec<i64> = content.photos.iter().map(|photo| photo.attachment).collect();
    let mut pictures = attachment::pictures(app.db.read(), &ids).await?;
    let missing = check::complete(&content, &app.config.limits, &layout.catalogue).iter().count();
    let said = |field: &str| problems.of(field).unwrap_or_default().to_owned();
    let (since, differing) = since_approval(app, &layout, &row, &content).await?;
    let desk = desk(app, &layout.viewer, Some(&row), &row.kecamatan_code).await?;
    let checklist = if desk.review { app.config.review.checklist.clone() } else { Vec::new() };
    let page = PreviewPage {
        checklist: checklist
            .into_iter()
            .map(|point| (typed.ticked.contains(&point.as_str()), point))
            .map(|(ticked, point)| (point, ticked))
            .collect(),
        observed: if desk.review { review::observed(&content) } else { Vec::new() },
        reviews: review::of_draft(app.db.read(), row.id).await?,
        since,
        differing,
        remarks: draft::remark::of_draft(app.db.read(), row.id).await?,
        remark_fields: remark_fields(),
        remark_problem: said("remark"),
        version: row.version,
        view: StudyView::of(&content, &layout.catalogue, &mut pictures).with_files(app.db.read(), &content).await?,
        crumbs: crumbs(&layout, Some(&row.kecamatan_code)),
        desk,
        missing,
        reason: typed.reason.to_owned(),
        reason_problem: said("reason"),
        note_problem: said("note"),
        problems: problems.iter().map(|(_, sentence)| sentence.to_owned()).collect(),
        key,
        layout,
    };
    Ok((status, Html(page)).into_response())
}

/// What changed since somebody approved: since the revision that readers see, else since the last reviewer.
async fn since_approval(
    app: &App,
    layout: &Layout,
    row: &table::Model,
    content: &Content,
) -> Result<(String, Vec<Differing>)> {
    let db = app.db.read();
    let (since, before) = match (row.case_study_id, row.reviewed_version) {
        (Some(study), _) => {
            let newest = case_study_revision::Entity::find()
                .filter(case_study_revision::Column::CaseStudyId.eq(study))
                .order_by_desc(case_study_revision::Column::Number);
            let revision = newest.one(db).await?.ok_or(Error::NotFound)?;
            (format!("sejak revisi {} yang tayang", revision.number), Some(revision.document))
        }
        (None, Some(version)) => {
            let seen = draft_version::Entity::find()
                .filter(draft_version::Column::DraftId.eq(row.id))
                .filter(draft_version::Column::Version.eq(version))
                .one(db)
                .await?;
            ("sejak diperiksa terakhir kali".to_owned(), seen.map(|seen| seen.document))
        }
        (None, None) => return Ok((String::new(), Vec::new())),
    };
    let Some(before) = before else {
        return Ok((String::new(), Vec::new()));
    };
    Ok((since, difference::between(&Content::parse(&before)?, content, &layout.catalogue)))
}

/// The sections that a remark may be about.
fn remark_fields() -> Vec<(&'static str, &'static str)> {
    let first = ["title", "summary", "results", "steps", "photos"].map(|field| (field, difference::label(field)));
    first.into_iter().chain(SECTIONS.iter().map(|section| (section.field, section.heading))).collect()
}
