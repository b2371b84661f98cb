//! `/rapat/saya`: the meetings of one's office, and what they left open.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::{Entry, entry};
use crate::app::App;
use crate::case_study::card;
use crate::case_study::store::by_ids;
use crate::error::Result;
use crate::format;
use crate::ids::CaseStudyId;
use crate::meeting::store;
use crate::web::pager::{Pager, page_number};
use crate::web::{Html, Layout};

/// Meetings on one page of the list.
const PER_PAGE: u64 = 20;

#[derive(Template)]
#[template(path = "meeting/own.html")]
struct OwnPage {
    layout: Layout,
    office: String,
    lines: Vec<Line>,
    open: Vec<Entry>,
    pager: Pager,
    page: u64,
}

/// A meeting in the list.
struct Line {
    id: i64,
    title: String,
    day: String,
    place: String,
    open: i64,
    is_concluded: bool,
    is_sample: bool,
}

#[derive(Deserialize)]
pub struct Paging {
    halaman: Option<String>,
}

/// `GET /rapat/saya`.
pub async fn list(State(app): State<App>, layout: Layout, Query(paging): Query<Paging>) -> Result<Response> {
    layout.viewer.require(&layout.path)?;
    let db = app.db.read();
    let page = page_number(paging.halaman.as_deref());
    let (rows, total) = store::own(db, &layout.viewer, (page - 1) * PER_PAGE, PER_PAGE).await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let counts = store::open_counts(db, &ids).await?;
    let lines = rows.into_iter().map(|row| Line {
        open: counts.get(&row.id).copied().unwrap_or(0),
        id: row.id,
        title: row.title,
        day: format::long_date(row.held_on),
        place: row.place,
        is_concluded: row.concluded_at.is_some(),
        is_sample: row.is_sample,
    });
    let lines = lines.collect();
    let office = layout.viewer.acting_term().map(|term| layout.catalogue.places.full_name(&term.region));
    let view = OwnPage {
        open: open(&app, &layout).await?,
        office: office.unwrap_or_default(),
        pager: Pager::new(page, total, PER_PAGE, |page| format!("/rapat/saya?halaman={page}")),
        lines,
        page,
        layout,
    };
    Ok(Html(view).into_response())
}

async fn open(app: &App, layout: &Layout) -> Result<Vec<Entry>> {
    let (db, today) = (app.db.read(), app.clock.today());
    let items = store::open(db, &layout.viewer).await?;
    let ids: Vec<CaseStudyId> = items.iter().map(|item| CaseStudyId(item.case_study_id)).collect();
    let studies = by_ids(db, &layout.viewer, &ids).await?;
    let cards = card::cards(db, &layout.viewer, &layout.catalogue, today, studies).await?;
    let of = |study: i64| cards.iter().find(|card| card.id == study).cloned();
    let nowhere = HashMap::new();
    Ok(items
        .into_iter()
        .map(|item| (of(item.case_study_id), item))
        .map(|(card, item)| entry(item, card, false, &nowhere, today))
        .collect())
}
