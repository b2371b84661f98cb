//! `/umpan.atom`, and those of a kecamatan, a sector, an indicator and a collection: the newest studies that everybody may
//! see. Sessions change nothing here.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;

use super::atom::{Entry, Feed, IN_FEED, atom};
use crate::app::App;
use crate::case_study::card;
use crate::case_study::content::shortened;
use crate::case_study::entity::case_study;
use crate::case_study::store::Listing;
use crate::collection;
use crate::error::{Error, Result};
use crate::ids::CollectionId;
use crate::kecamatan::Places;
use crate::markdown;
use crate::viewer::Viewer;
use crate::web::IdPath;

/// The routes of these files.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/umpan.atom", get(feed))
        .route("/kecamatan/{code}/umpan.atom", get(of_kecamatan))
        .route("/sektor/{slug}/umpan.atom", get(of_sector))
        .route("/indikator/{slug}/umpan.atom", get(of_indicator))
        .route("/kumpulan/{id}/umpan.atom", get(of_collection))
}

async fn feed(State(app): State<App>) -> Result<Response> {
    let title = format!("Praktik baik terbaru – {}", app.catalogue.get().settings.site.name);
    let feed = Feed { title, own: "/umpan.atom".to_owned(), page: "/".to_owned() };
    newest(&app, feed, Listing::default()).await
}

async fn of_kecamatan(State(app): State<App>, Path(code): Path<String>) -> Result<Response> {
    let catalogue = app.catalogue.get();
    catalogue.places.kecamatan(&code).ok_or(Error::NotFound)?;
    let name = format!("Praktik baru dari {}", catalogue.places.full_name(&code));
    let feed = Feed::below(name, &format!("/kecamatan/{code}"));
    newest(&app, feed, Listing { region: Some(code), ..Listing::default() }).await
}

async fn of_sector(State(app): State<App>, Path(slug): Path<String>) -> Result<Response> {
    let catalogue = app.catalogue.get();
    let sector = catalogue.sector(&slug).ok_or(Error::NotFound)?;
    let name = format!("Praktik baru di sektor {}", sector.name);
    let feed = Feed::below(name, &format!("/sektor/{slug}"));
    newest(&app, feed, Listing { sector: Some(sector.id), ..Listing::default() }).await
}

async fn of_indicator(State(app): State<App>, Path(slug): Path<String>) -> Result<Response> {
    let catalogue = app.catalogue.get();
    let indicator = catalogue.indicator(&slug).ok_or(Error::NotFound)?;
    let name = format!("Praktik baru untuk {}", indicator.name);
    let feed = Feed::below(name, &format!("/indikator/{slug}"));
    newest(&app, feed, Listing { indicator: Some(indicator.id), ..Listing::default() }).await
}

/// The studies of a published collection in its order. What only members may see is not there.
async fn of_collection(State(app): State<App>, path: IdPath<CollectionId>) -> Result<Response> {
    let db = app.db.read();
    let row = collection::store::find(db, path.id).await?;
    if row.state != "tayang" {
        return Err(Error::NotFound);
    }
    let items = collection::store::items(db, row.id).await?;
    let studies = collection::store::studies(db, &Viewer::visitor(), &items).await?;
    let page = format!("/kumpulan/{}", row.id);
    Ok(of_studies(&app, &Feed::below(row.title, &page), &studies))
}

async fn newest(app: &App, feed: Feed, listing: Listing) -> Result<Response> {
    let studies = listing.newest(app.db.read(), &Viewer::visitor(), IN_FEED).await?;
    Ok(of_studies(app, &feed, &studies))
}

fn of_studies(app: &App, feed: &Feed, studies: &[case_study::Model]) -> Response {
    let catalogue = app.catalogue.get();
    let entries: Vec<Entry> = studies.iter().map(|study| entry(study, &catalogue.places)).collect();
    atom(app, feed, &entries)
}

fn entry(study: &case_study::Model, places: &Places) -> Entry {
    let place = study.kecamatan_code.as_deref().map_or_else(String::new, |code| places.full_name(code));
    Entry {
        title: study.title.clone(),
        id: format!("/praktik/{}", study.id),
        url: card::url(study.id, &study.title),
        published: study.published_at,
        updated: study.updated_at,
        author: if study.byline.is_empty() { place } else { study.byline.clone() },
        summary: shortened(&markdown::plain(&study.summary).replace('\n', " "), 400),
    }
}
