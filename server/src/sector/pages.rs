//! `/sektor/{slug}`: what was written in a sector.

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::routing::get;
use serde::Deserialize;

use super::Sector;
use crate::app::App;
use crate::case_study::counts::{self, ByPlace};
use crate::case_study::store::Listing;
use crate::case_study::{Card, card};
use crate::error::{Error, Result};
use crate::follow::{self, Button, Subject};
use crate::web::pager::{Pager, page_number};
use crate::web::{Html, Layout, filters};

const PER_PAGE: u64 = 12;

/// The routes of this page.
pub fn routes() -> Router<App> {
    Router::new().route("/sektor/{slug}", get(show))
}

/// Which page of a list is asked for.
#[derive(Deserialize)]
pub struct PageQuery {
    halaman: Option<String>,
}

impl PageQuery {
    /// The page, from 1.
    pub fn page(&self) -> u64 {
        page_number(self.halaman.as_deref())
    }
}

#[derive(Template)]
#[template(path = "sector/show.html")]
struct Page {
    layout: Layout,
    sector: Sector,
    counts: ByPlace,
    chosen: Vec<Card>,
    cards: Vec<Card>,
    follow: Option<Button>,
    page: u64,
    pager: Pager,
}

async fn show(
    State(app): State<App>,
    layout: Layout,
    Path(slug): Path<String>,
    Query(query): Query<PageQuery>,
) -> Result<Html<Page>> {
    let (db, viewer, catalogue, today) = (app.db.read(), &layout.viewer, &layout.catalogue, app.clock.today());
    let sector = catalogue.sector(&slug).cloned().ok_or(Error::NotFound)?;
    let listing = Listing { sector: Some(sector.id), ..Listing::default() };
    let page = query.page();
    let (rows, total) = listing.page(db, viewer, (page - 1) * PER_PAGE, PER_PAGE).await?;
    let counts = counts::by_place(db, viewer, &listing).await?;
    let chosen =
        if page == 1 { crate::curation::featured(db, viewer, catalogue, today, 60).await? } else { Vec::new() };
    let chosen = chosen.into_iter().filter(|card| card.sector_slug == slug).take(3).collect();
    let cards = card::cards(db, viewer, catalogue, today, rows).await?;
    let follow = follow::store::button(db, viewer, &Subject::Sector(slug.clone())).await?;
    let pager = Pager::new(page, total, PER_PAGE, |page| address(&format!("/sektor/{slug}"), page));
    Ok(Html(Page { sector, counts, chosen, cards, follow, page, pager, layout }))
}

/// Address of a page of a list.
pub fn address(path: &str, page: u64) -> String {
    if page > 1 { format!("{path}?halaman={page}") } else { path.to_owned() }
}
