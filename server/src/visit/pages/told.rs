//! `/studi-tiru/{id}/laporan`: what the guest tells afterwards and corrects, and what a coordinator hides of it.

use axum::extract::State;
use axum::response::Response;

use super::acts::other_office;
use super::show::{Refused, finish};
use crate::app::App;
use crate::error::Result;
use crate::ids::VisitId;
use crate::visit::store::url;
use crate::visit::{hide as hiding, report};
use crate::web::{IdPath, Layout, Posted, see_other};

/// `POST /studi-tiru/{id}/laporan`.
pub(super) async fn send(
    State(app): State<App>,
    path: IdPath<VisitId>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    layout.viewer.require(&url(path.id.get()))?;
    let told = report::Typed::of(&posted);
    let other = other_office(&app, &layout, path.id).await?;
    let done = match report::report(&app, &layout.viewer, path.id, &told).await {
        Ok(Some(entry)) => {
            let said = if entry.is_new {
                "Laporan tersimpan, dan replikasinya tercatat di sini."
            } else {
                "Laporan tersimpan. Catatan replikasi kantor ini sudah ada di sini dan tidak berubah."
            };
            return Ok(see_other(&crate::adoption::store::url(entry.id.get()), said));
        }
        Ok(None) => Ok(()),
        Err(error) => Err(error),
    };
    let refused = Refused { sent: "laporan", told: Some(told), ..Refused::default() };
    finish(&app, layout, path.id, done, &format!("Laporan tersimpan. {}", other.told), refused).await
}

/// `POST /studi-tiru/{id}/laporan/sembunyikan`.
pub(super) async fn hide(
    State(app): State<App>,
    path: IdPath<VisitId>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    layout.viewer.require(&url(path.id.get()))?;
    let reason = posted.get("hide").to_owned();
    let done = hiding::report(&app, &layout.viewer, path.id, Some(&reason)).await;
    let refused = Refused { sent: "sembunyi", reason, ..Refused::default() };
    finish(&app, layout, path.id, done, "Laporan disembunyikan. Kedua kantor diberi tahu alasannya.", refused).await
}

/// `POST /studi-tiru/{id}/laporan/pulihkan`.
pub(super) async fn restore(State(app): State<App>, path: IdPath<VisitId>, layout: Layout) -> Result<Response> {
    layout.viewer.require(&url(path.id.get()))?;
    hiding::report(&app, &layout.viewer, path.id, None).await?;
    Ok(see_other(&url(path.id.get()), "Laporan tampil lagi di halaman praktik."))
}
