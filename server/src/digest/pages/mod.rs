//! The pages of the weekly digest: the list and one of them for everybody, the desk and the form for coordinators, and
//! how a person chooses and stops its mails.

mod desk;
mod edit;
mod list;
mod show;
mod stop;

use axum::Router;
use axum::routing::{get, post};

use super::store::{self, Entry};
use super::{entity::digest, period, title, whatsapp};
use crate::app::App;
use crate::error::Result;
use crate::viewer::Viewer;
use crate::web::encode;

/// The addresses of the digest.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/ringkasan", get(list::show))
        .route("/ringkasan/{id}", get(show::show))
        .route("/ringkasan/{id}/ubah", get(edit::form).post(edit::save))
        .route("/ringkasan/{id}/kirim", post(edit::send))
        .route("/ringkasan/{id}/tahan", post(edit::hold))
        .route("/ringkasan/{id}/lanjutkan", post(edit::release))
        .route("/ringkasan/berhenti/{token}", get(stop::ask).post(stop::stop))
        .route("/meja/ringkasan", get(desk::show))
        .route("/akun/ringkasan", post(stop::choose))
}

/// The text that is passed on in WhatsApp.
struct Share {
    text: String,
    whatsapp: String,
    lines: usize,
}

impl Share {
    /// Of what everybody may see; nothing when that is nothing.
    async fn of(app: &App, digest: &digest::Model) -> Result<Option<Self>> {
        let (db, everybody, catalogue) = (app.db.read(), Viewer::visitor(), app.catalogue.get());
        let items = store::shown(db, &everybody, digest.id).await?;
        let entries: Vec<Entry> = store::entries(db, &everybody, &catalogue, app.clock.today(), items).await?;
        if entries.is_empty() {
            return Ok(None);
        }
        let base = &app.config.base_url;
        let url = format!("{base}/ringkasan/{}", digest.id);
        let (title, period) = (title(digest, &catalogue), period(digest, &app.clock));
        let text = whatsapp::text(&title, &period, &digest.opening, &entries, base, &url);
        let whatsapp = format!("https://wa.me/?text={}", encode(&text));
        Ok(Some(Self { lines: text.lines().count().clamp(6, 16), text, whatsapp }))
    }
}
