//! The answer of another office that a study names as one that wrote it too.

use axum::extract::State;
use axum::response::Response;

use crate::app::App;
use crate::case_study::partner;
use crate::error::Result;
use crate::ids::CaseStudyId;
use crate::web::{IdPath, Layout, Posted, see_other};

/// `POST /praktik/{id}/bersama`: the office that a study names agrees or declines.
pub async fn answer_partner(
    State(app): State<App>,
    path: IdPath<CaseStudyId>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    layout.viewer.require(&format!("/praktik/{}", path.id))?;
    let agrees = posted.get("setuju") == "ya";
    partner::answer(&app, &layout.viewer, path.id, posted.get("kecamatan"), agrees).await?;
    let said =
        if agrees { "Kantor Bapak/Ibu disebut sebagai penulis bersama." } else { "Kantor Bapak/Ibu tidak disebut." };
    Ok(see_other(&format!("/praktik/{}", path.id), said))
}
