//! The pages of letters: `/praktik/{id}/surat`, `/praktik/{id}/keterangan-kontribusi` and the public `/periksa/{token}`.

mod check;
mod contribution;
mod request;

use axum::Router;
use axum::routing::{get, post};

use crate::app::App;

/// The routes of these pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/praktik/{study}/surat", get(request::begin).post(request::preview))
        .route("/praktik/{study}/surat-permohonan.docx", get(request::take).post(request::download))
        .route("/praktik/{study}/keterangan-kontribusi", get(contribution::list).post(contribution::issue))
        .route("/praktik/{study}/keterangan-kontribusi/{letter}", get(contribution::print))
        .route("/praktik/{study}/keterangan-kontribusi/{letter}/surat.docx", get(contribution::download))
        .route("/praktik/{study}/keterangan-kontribusi/{letter}/cabut", post(contribution::revoke))
        .route("/periksa/{token}", get(check::check))
}
