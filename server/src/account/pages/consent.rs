//! `POST /ketentuan/setuju`: agreeing to the terms of use, from the banner that every page shows until then.

use axum::extract::State;
use axum::response::Response;

use crate::account::consent;
use crate::app::App;
use crate::error::Result;
use crate::viewer::Viewer;
use crate::web::{Posted, local_path, see_other};

pub(super) async fn agree(State(app): State<App>, viewer: Viewer, form: Posted) -> Result<Response> {
    let person = viewer.require_own("/ketentuan")?;
    consent::agree(&app, person, form.get("versi").parse().unwrap_or_default()).await?;
    Ok(see_other(local_path(form.get("kembali")), "Persetujuan atas ketentuan penggunaan dicatat."))
}
