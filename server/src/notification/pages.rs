//! `/kabar`: what one was told, the newest first.

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;

use super::Item;
use crate::app::App;
use crate::error::Result;
use crate::viewer::Viewer;
use crate::web::layout::neighbours;
use crate::web::{Html, IdPath, Layout, see_other};

/// The addresses of notifications.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/kabar", get(list))
        .route("/kabar/terbaca", post(mark_all_read))
        .route("/kabar/{id}", get(open))
}

/// Lines on one page.
const PER_PAGE: u64 = 30;

#[derive(Template)]
#[template(path = "notification/list.html")]
struct ListPage {
    layout: Layout,
    items: Vec<Item>,
    page: u64,
    pages: u64,
    newer: Option<u64>,
    older: Option<u64>,
}

#[derive(Deserialize)]
struct Paging {
    halaman: Option<u64>,
}

async fn list(State(app): State<App>, layout: Layout, Query(paging): Query<Paging>) -> Result<Response> {
    let account = layout.viewer.require_own(&layout.path)?.account;
    let page = paging.halaman.unwrap_or(1).clamp(1, 100_000);
    let (items, total) = super::page(&app, &layout.viewer, account, (page - 1) * PER_PAGE, PER_PAGE).await?;
    let pages = total.div_ceil(PER_PAGE);
    let (newer, older) = neighbours(page, pages);
    Ok(Html(ListPage { layout, items, page, pages, newer, older }).into_response())
}

async fn open(State(app): State<App>, viewer: Viewer, IdPath { id, .. }: IdPath<i64>) -> Result<Response> {
    let account = viewer.require_own(&format!("/kabar/{id}"))?.account;
    Ok(match super::open(&app, &viewer, account, id).await? {
        Some(url) => Redirect::to(&url).into_response(),
        None => see_other("/kabar", "Isinya sudah tidak ditayangkan."),
    })
}

async fn mark_all_read(State(app): State<App>, viewer: Viewer) -> Result<Response> {
    let account = viewer.require_own("/kabar")?.account;
    super::mark_all_read(&app, account).await?;
    Ok(see_other("/kabar", "Semua notifikasi ditandai terbaca."))
}
