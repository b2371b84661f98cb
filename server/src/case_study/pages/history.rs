//! `/praktik/{id}/riwayat`: every revision of a study, each readable, with what it changed.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::Deserialize;

use super::crumbs::{Crumbs, crumbs};
use super::form::study_url;
use super::view::StudyView;
use crate::app::App;
use crate::attachment;
use crate::case_study::content::Content;
use crate::case_study::difference::{self, Differing};
use crate::case_study::draft::{self, Change};
use crate::case_study::entity::{case_study, case_study_revision};
use crate::case_study::store;
use crate::error::{Error, Result};
use crate::ids::{CaseStudyId, DraftKey};
use crate::policy::Act;
use crate::web::filters;
use crate::web::{Html, IdPath, Layout, see_other};

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
    note: String,
    compared: Option<i32>,
    others: Vec<(i32, bool)>,
    may_restore: bool,
}

/// The revision that another is compared with.
#[derive(Deserialize)]
pub struct Against {
    banding: Option<i32>,
}

/// `POST /praktik/{id}/riwayat/{number}/pulihkan`: the old text becomes a draft that edits the study; publishing it makes a
/// new revision.
pub async fn restore(
    State(app): State<App>,
    Path((id, number)): Path<(String, i32)>,
    layout: Layout,
) -> Result<Response> {
    let id = CaseStudyId(id.split('-').next().unwrap_or_default().parse().map_err(|_| Error::NotFound)?);
    layout.viewer.require(&format!("/praktik/{id}/riwayat/{number}"))?;
    let old = case_study_revision::Entity::find()
        .filter(case_study_revision::Column::CaseStudyId.eq(id.get()))
        .filter(case_study_revision::Column::Number.eq(number))
        .one(app.db.read())
        .await?
        .ok_or(Error::NotFound)?;
    let row = draft::edit(&app, &layout.viewer, id).await?;
    let key: DraftKey = row.key.parse().map_err(|_| Error::NotFound)?;
    let note = format!("Memulihkan revisi {number}");
    let content = Content { change_note: note, ..Content::parse(&old.document)? };
    let change = Change {
        base: Some(row.version),
        apply: Box::new(|target| *target = content.clone()),
        visibility: None,
        base_revision: None,
        writer: String::new(),
    };
    draft::save(&app, &layout.viewer, key, change).await?;
    let said = format!("Isi revisi {number} ada di draf ini. Periksa, lalu terbitkan sebagai revisi baru.");
    Ok(see_other(&format!("/tulis/{key}?digabung=ya"), &said))
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
    Query(against): Query<Against>,
    layout: Layout,
) -> Result<Response> {
    let id: i64 = id.split('-').next().unwrap_or_default().parse().map_err(|_| Error::NotFound)?;
    let number: i32 = number.parse().ok().filter(|number| *number > 0).ok_or(Error::NotFound)?;
    let db = app.db.read();
    let study = store::find_cared_for(db, &layout.viewer, CaseStudyId(id)).await?;
    let rows = case_study_revision::Entity::find()
        .filter(case_study_revision::Column::CaseStudyId.eq(study.id))
        .filter(case_study_revision::Column::Number.is_in([number, against.banding.unwrap_or(number - 1)]))
        .all(db)
        .await?;
    let row = rows.iter().find(|row| row.number == number).ok_or(Error::NotFound)?;
    let content = Content::parse(&row.document)?;
    let before = rows.iter().find(|row| row.number != number);
    let compared = before.map(|before| before.number);
    let differing = match before {
        Some(before) => difference::between(&Content::parse(&before.document)?, &content, &layout.catalogue),
        None => Vec::new(),
    };
    let ids: Vec<i64> = content.photos.iter().map(|photo| photo.attachment).collect();
    let mut pictures = attachment::pictures(db, &ids).await?;
    let mut page = revision_page(layout, &study, row, &content, differing, &mut pictures);
    page.others =
        (1..=page.newest).filter(|other| *other != number).map(|other| (other, Some(other) == compared)).collect();
    page.compared = compared;
    page.view = page.view.with_files(db, &content).await?;
    Ok(Html(page).into_response())
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
        note: row.note.clone(),
        compared: None,
        others: Vec::new(),
        may_restore: row.number != study.revision_number
            && study.kecamatan_code.as_deref().is_some_and(|code| layout.viewer.may(Act::WriteDraft, code)),
        differing,
        layout,
    }
}
