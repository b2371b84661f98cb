//! `/cari/tersimpan`: a member's own searches.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use super::Saved;
use crate::app::App;
use crate::error::{Error, Result};
use crate::viewer::Viewer;
use crate::web::forms::Posted;
use crate::web::{Html, IdPath, Layout, local_path, see_other};

/// The routes of this page.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/cari/tersimpan", get(list).post(keep))
        .route("/cari/tersimpan/{id}", get(open))
        .route("/cari/tersimpan/{id}/hapus", post(remove))
}

#[derive(Template)]
#[template(path = "keyword_search/saved.html")]
struct SavedPage {
    layout: Layout,
    saved: Vec<Saved>,
    most: u64,
}

async fn list(State(app): State<App>, layout: Layout) -> Result<Response> {
    let account = layout.viewer.require("/cari/tersimpan")?.account;
    let saved = super::all(&app, account, &layout.catalogue).await?;
    Ok(Html(SavedPage { saved, most: super::MOST, layout }).into_response())
}

async fn keep(State(app): State<App>, viewer: Viewer, form: Posted) -> Result<Response> {
    let address = local_path(form.get("alamat")).to_owned();
    let account = viewer.require(&address)?.account;
    let asked = super::read(&address, &app.catalogue.get());
    match super::keep(&app, account, &asked).await {
        Ok(()) => Ok(see_other(&asked.url(), "Pencarian disimpan.")),
        Err(Error::Conflict(sentence)) => Ok(see_other(&asked.url(), &sentence)),
        Err(error) => Err(error),
    }
}

/// Counts from now on what is new, and shows the results.
async fn open(State(app): State<App>, path: IdPath<i64>, viewer: Viewer) -> Result<Response> {
    let account = viewer.require("/cari/tersimpan")?.account;
    let address = super::see(&app, account, path.id).await?.ok_or(Error::NotFound)?;
    Ok(Redirect::to(&address).into_response())
}

async fn remove(State(app): State<App>, path: IdPath<i64>, viewer: Viewer) -> Result<Response> {
    let account = viewer.require("/cari/tersimpan")?.account;
    super::remove(&app, account, path.id).await?;
    Ok(see_other("/cari/tersimpan", "Pencarian dihapus dari simpanan."))
}
