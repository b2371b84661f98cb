//! `/produk`: the catalogue, one product, and the pages on which an office keeps its own.

mod act;
mod form;
mod list;
mod manage;
mod revoke;
mod show;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::app::App;

/// The addresses of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/produk", get(list::show))
        .route("/produk/kelola", get(manage::show))
        .route("/produk/baru", get(form::blank).post(form::begin))
        .route("/produk/{id}", get(show::show))
        .route("/produk/{id}/kartu.png", get(show::share_card))
        .route("/produk/{id}/ubah", get(form::change).post(form::edit))
        // The form is read piece by piece against its own limits, so that a photo that is too large gets a sentence.
        .route("/produk/{id}/foto", post(form::add_photo).layer(DefaultBodyLimit::disable()))
        .route("/produk/{id}/kontak", get(show::contact).post(form::keep_contact))
        .route("/produk/{id}/kontak/masih", post(act::confirm_contact))
        .route("/produk/{id}/kontak/cabut", get(revoke::ask).post(revoke::revoke))
        .route("/produk/{id}/tayangkan", post(act::show))
        .route("/produk/{id}/hentikan", post(act::withdraw))
        .route("/produk/{id}/sembunyikan", get(act::ask_hide).post(act::hide))
        .route("/produk/{id}/pulihkan", post(act::restore))
}
