//! `/praktik/{id}/riwayat`: every revision of a study, each readable, with what it changed.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::form::study_url;
use super::show::{Crumbs, crumbs};
use super::view::StudyView;
use crate::app::App;
use crate::attachment;
use crate::case_study::content::Content;
use crate::case_study::difference::{self, Differing};
use crate::case_study::entity::{case_study, case_study_revision};
use crate::case_study::store;
use crate::error::{Error, Result};
use crate::ids::CaseStudyId;
use crate::web::filters;
use crate::web::{Html, IdPath, Layout};

/// A revision in the list.
struct Line {
    number: i32,
    byline: String,
    at: String,
    note: String,
    is_current: bool,
    url: String,
}

#[derive(Template)]
#[template(path = "case_study/history.html")]
struct HistoryPage {
    layout: Layout,
    title: String,
    url: String,
    crumbs: Option<Crumbs>,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "case_study/revision.html")]
struct RevisionPage {
    layout: Layout,
    url: String,
    history: String,
    crumbs: Option<Crumbs>,
    view: StudyView,
    number: i32,
    newest: i32,
    byline: String,
    at: String,
    differing: Vec<Differing>,
}

/// `GET /praktik/{id}/riwayat`.
pub async fn list(State(app): State<App>, path: IdPath<CaseStudyId>, layout: Layout) -> Result<Response> {
    let study = store::find_cared_for(app.db.read(), &layout.viewer, path.id).await?;
    let rows = case_study_revision::Entity::find()
        .filter(case_study_revision::Column::CaseStudyId.eq(study.id))
        .order_by_desc(case_study_revision::Column::Number)
        .all(app.db.read())
        .await?;
    let lines = rows.into_iter().map(|row| Line {
        number: row.number,
        at: layout.date_time(&row.created_at),
        byline: row.byline,
        note: row.note,
        is_current: row.number == study.revision_number,
        url: format!("/praktik/{}/riwayat/{}", study.id, row.number),
    });
    let page = HistoryPage {
        lines: lines.collect(),
        crumbs: crumbs(&layout, study.kecamatan_code.as_deref()),
        url: study_url(&study),
        title: study.title,
        layout,
    };
    Ok(Html(page).into_response())
}

/// `GET /praktik/{id}/riwayat/{number}`.
pub async fn one(
    State(app): State<App>,
    Path((id, number)): Path<(String, String)>,
    layout: Layout,
) -> Result<Response> {
    let id: i64 = id.split('-').next().unwrap_or_default().parse().map_err(|_| Error::NotFound)?;
    let number: i32 = number.parse().ok().filter(|number| *number > 0).ok_or(Error::NotFound)?;
    let db = app.db.read();
    let study = store::find_cared_for(db, &layout.viewer, CaseStudyId(id)).await?;
    let rows = case_study_revision::Entity::find()
        .filter(case_study_revision::Column::CaseStudyId.eq(study.id))
        .filter(case_study_revision::Column::Number.is_in([number, number - 1]))
        .all(db)
        .await?;
    let row = rows.iter().find(|row| row.number == number).ok_or(Error::NotFound)?;
    let content = Content::parse(&row.document)?;
    let differing = match rows.iter().find(|row| row.number == number - 1) {
        Some(before) => difference::between(&Content::parse(&before.document)?, &content, &layout.catalogue),
        None => Vec::new(),
    };
    let ids: Vec<i64> = content.photos.iter().map(|photo| photo.attachment).collect();
    let mut pictures = attachment::pictures(db, &ids).await?;
    Ok(Html(revision_page(layout, &study, row, &content, differing, &mut pictures)).into_response())
}

fn revision_page(
    layout: Layout,
    study: &case_study::Model,
    row: &case_study_revision::Model,
    content: &Content,
    differing: Vec<Differing>,
    pictures: &mut std::collections::HashMap<i64, attachment::Picture>,
) -> RevisionPage {
    RevisionPage {
        view: StudyView::of(content, &layout.catalogue, pictures),
        crumbs: crumbs(&layout, study.kecamatan_code.as_deref()),
        url: study_url(study),
        history: format!("/praktik/{}/riwayat", study.id),
        number: row.number,
        newest: study.revision_number,
        byline: row.byline.clone(),
        at: layout.date_time(&row.created_at),
        differing,
        layout,
    }
}
