//! `/`: search first, then what coordinators chose, sectors, the newest, indicators.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::get;

use crate::app::App;
use crate::case_study::counts::{self, ByPlace};
use crate::case_study::store::Listing;
use crate::case_study::{Card, card};
use crate::error::Result;
use crate::impact::store::Headline;
use crate::kecamatan::pages::{Shape, shapes};
use crate::web::{Html, Layout, filters};

/// Cards of the newest studies.
const NEWEST: u64 = 6;

/// Cards of featured studies.
const FEATURED: usize = 3;

/// The routes of this page.
pub fn routes() -> Router<App> {
    Router::new().route("/", get(home))
}

#[derive(Template)]
#[template(path = "home/home.html")]
struct Page {
    layout: Layout,
    kecamatan: i64,
    counts: ByPlace,
    shapes: Vec<Shape>,
    chosen: Vec<Card>,
    newest: Vec<Card>,
    sectors: Vec<Line>,
    indicators: Vec<Line>,
    headline: Headline,
}

/// A sector or an indicator with its number of studies.
struct Line {
    slug: String,
    name: String,
    studies: i64,
}

async fn home(State(app): State<App>, layout: Layout) -> Result<Html<Page>> {
    let (db, viewer, catalogue, today) = (app.db.read(), &layout.viewer, &layout.catalogue, app.clock.today());
    let counts = counts::by_place(db, viewer, &Listing::default()).await?;
    let by_sector = counts::by_sector(db, viewer).await?;
    let by_indicator = counts::by_indicator(db, viewer).await?;
    let chosen = crate::curation::featured(db, viewer, catalogue, today, FEATURED).await?;
    let newest = Listing::default().newest(db, viewer, NEWEST).await?;
    let newest = card::cards(db, viewer, catalogue, today, newest).await?;
    let sectors = catalogue.offered_sectors().map(|sector| Line {
        slug: sector.slug.clone(),
        name: sector.name.clone(),
        studies: by_sector.get(&sector.id).copied().unwrap_or_default(),
    });
    let indicators = catalogue.offered_indicators().map(|indicator| Line {
        slug: indicator.slug.clone(),
        name: indicator.name.clone(),
        studies: by_indicator.get(&indicator.id).copied().unwrap_or_default(),
    });
    Ok(Html(Page {
        kecamatan: i64::try_from(catalogue.places.kecamatan_count()).unwrap_or_default(),
        shapes: shapes(&catalogue.places, &counts),
        counts,
        chosen,
        headline: app.impact.headline(&app.db).await?,
        newest,
        sectors: sectors.collect(),
        indicators: indicators.collect(),
        layout,
    }))
}
