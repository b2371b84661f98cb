//! `/praktik/{id}/laporkan`, `/tanya/{id}/laporkan`, `/laporan/{id}` and the coordinators' list `/meja/laporan`.

mod case;
mod form;
mod list;

use axum::Router;
use axum::routing::{get, post};

use crate::app::App;

/// The addresses of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/praktik/{study}/laporkan", get(form::ask).post(form::hand_in))
        .route("/tanya/{id}/laporkan", get(form::ask_of_question).post(form::hand_in_of_question))
        .route("/meja/laporan", get(list::list))
        .route("/laporan/{id}", get(case::show))
        .route("/laporan/{id}/jawab", post(case::give_answer))
        .route("/laporan/{id}/tanggapi", post(case::give_reply))
}
