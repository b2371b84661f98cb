//! `/replikasi`, `/replikasi/{id}` and the button on a study's page.

mod family;
mod list;
mod mend;
mod questions;
mod show;
mod steps;
mod take_back;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::response::Response;
use axum::routing::{get, post};

use super::begin::{self, Typed};
use super::store::url;
use crate::app::App;
use crate::error::Result;
use crate::ids::CaseStudyId;
use crate::web::flash::see_other_with_undo;
use crate::web::{IdPath, Layout, Posted, see_other};

/// The addresses of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/praktik/{id}/replikasi", post(adopt))
        .route("/praktik/{id}/keluarga", get(family::show))
        .route("/praktik/{id}/keluarga.csv", get(family::csv))
        .route("/replikasi/{id}/tulis", post(family::write))
        .route("/replikasi/{id}/praktik", post(family::link))
        .route("/replikasi/{id}/praktik/lepas", post(family::unlink))
        .route("/replikasi", get(list::show))
        .route("/replikasi.csv", get(list::csv))
        .route("/replikasi.xlsx", get(list::xlsx))
        .route("/replikasi/{id}", get(show::show))
        .route("/replikasi/{id}/langkah", post(show::record))
        .route("/replikasi/{id}/konfirmasi", post(show::confirm))
        // The form is read piece by piece against its own limits, so that a photo that is too large gets a sentence.
        .route("/replikasi/{id}/foto", post(steps::add_photo).layer(DefaultBodyLimit::disable()))
        .route("/replikasi/langkah/{id}/urungkan", get(steps::place).post(take_back::take_back))
        .route("/replikasi/langkah/{id}/ubah", get(mend::form).post(mend::mend))
        .route("/replikasi/langkah/{id}/foto/hapus", get(mend::form).post(mend::remove_photo))
        .route("/replikasi/langkah/{id}/sembunyikan", get(steps::place).post(steps::hide))
        .route("/replikasi/langkah/{id}/pulihkan", get(steps::place).post(steps::restore))
        .route("/replikasi/konfirmasi", get(questions::show).post(questions::answer))
}

/// `POST /praktik/{id}/replikasi`: "Kami berminat mereplikasi".
async fn adopt(State(app): State<App>, path: IdPath<CaseStudyId>, layout: Layout, posted: Posted) -> Result<Response> {
    layout.viewer.require(&format!("/praktik/{}", path.id))?;
    let typed = Typed {
        stage: posted.get("stage").to_owned(),
        on: posted.get("on").to_owned(),
        note: posted.get("note").to_owned(),
    };
    let begun = begin::express_interest(&app, &layout.viewer, path.id, &typed).await?;
    let page = url(begun.id.get());
    Ok(match begun.step {
        Some(step) => {
            let said = "Tercatat. Kantor penulis dan pembina kecamatan diberi tahu.";
            see_other_with_undo(&page, said, &take_back::undo(step))
        }
        None => see_other(&page, "Praktik ini sudah ada dalam catatan replikasi kecamatan ini."),
    })
}
