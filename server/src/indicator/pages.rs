//! `/indikator/{slug}`: what an indicator means, and the studies that serve it.

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::routing::get;

use super::{Indicator, Measure};
use crate::app::App;
use crate::case_study::store::Listing;
use crate::case_study::{Card, card};
use crate::error::{Error, Result};
use crate::follow::{self, Button, Subject};
use crate::sector::pages::{PageQuery, address};
use crate::web::pager::Pager;
use crate::web::{Html, Layout, filters};

const PER_PAGE: u64 = 12;

/// The routes of this page.
pub fn routes() -> Router<App> {
    Router::new().route("/indikator/{slug}", get(show))
}

#[derive(Template)]
#[template(path = "indicator/show.html")]
struct Page {
    layout: Layout,
    indicator: Indicator,
    measures: Vec<Measure>,
    total: i64,
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
    let (db, catalogue, page) = (app.db.read(), &layout.catalogue, query.page());
    let indicator = catalogue.indicator(&slug).cloned().ok_or(Error::NotFound)?;
    let listing = Listing { indicator: Some(indicator.id), ..Listing::default() };
    let (rows, total) = listing.page(db, &layout.viewer, (page - 1) * PER_PAGE, PER_PAGE).await?;
    let cards = card::cards(db, &layout.viewer, catalogue, app.clock.today(), rows).await?;
    let measures = catalogue
        .measures
        .iter()
        .filter(|measure| measure.indicator_id == indicator.id && measure.retired_at.is_none())
        .cloned()
        .collect();
    Ok(Html(Page {
        measures,
        total: i64::try_from(total).unwrap_or(i64::MAX),
        cards,
        follow: follow::store::button(db, &layout.viewer, &Subject::Indicator(slug.clone())).await?,
        page,
        pager: Pager::new(page, total, PER_PAGE, |page| address(&format!("/indikator/{slug}"), page)),
        indicator,
        layout,
    }))
}
