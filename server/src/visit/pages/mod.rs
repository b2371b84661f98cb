//! `/studi-tiru`, one request at `/studi-tiru/{id}`, and the form on a study.

mod acts;
mod ask;
mod list;
mod show;
mod told;

use axum::Router;
use axum::routing::{get, post};

use crate::app::App;

/// The addresses of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/praktik/{id}/studi-tiru", get(ask::form).post(ask::send))
        .route("/studi-tiru", get(list::show))
        .route("/studi-tiru.csv", get(list::csv))
        .route("/studi-tiru.xlsx", get(list::xlsx))
        .route("/studi-tiru/{id}", get(show::show))
        .route("/studi-tiru/{id}/jadwal", post(acts::arrange))
        .route("/studi-tiru/{id}/jadwal.ics", get(show::calendar))
        .route("/studi-tiru/{id}/tolak", post(acts::decline))
        .route("/studi-tiru/{id}/batal", post(acts::cancel))
        .route("/studi-tiru/{id}/tidak-datang", post(acts::miss))
        .route("/studi-tiru/{id}/pesan", post(acts::say))
        .route("/studi-tiru/{id}/laporan", post(told::send))
        .route("/studi-tiru/{id}/laporan/sembunyikan", post(told::hide))
        .route("/studi-tiru/{id}/laporan/pulihkan", post(told::restore))
}
