//! `/admin`: what administrators look after, and the forms of the site's name, its texts and its terms of use.

mod front;
mod history;
mod regions;
mod site;
mod text;

use axum::Router;
use axum::routing::{get, post};

use crate::app::App;
use crate::error::{Error, Result};
use crate::policy::Act;
use crate::web::Layout;

/// The routes of these pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/admin", get(front::show))
        .route("/admin/wilayah", get(regions::show))
        .route("/admin/situs", get(site::show).post(site::send))
        .route("/admin/situs/{slug}", get(text::show).post(text::send))
        .route("/admin/situs/{slug}/pratinjau", post(text::preview))
        .route("/admin/situs/{slug}/bawaan", post(text::built_in))
        .route("/admin/situs/{slug}/riwayat", get(history::list))
        .route("/admin/situs/{slug}/riwayat/{number}", get(history::one))
}

/// Only administrators go on.
fn administrator(app: &App, layout: &Layout) -> Result<()> {
    layout.viewer.require(&layout.path)?;
    if layout.viewer.may(Act::EditSite, &app.config.province) { Ok(()) } else { Err(Error::Forbidden) }
}
