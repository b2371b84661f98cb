//! `/replikasi/langkah/{id}/urungkan`: the newest step is taken back, from the notice of what was done or from the entry.

use axum::extract::State;
use axum::response::Response;

use super::show::{Refused, finish};
use crate::adoption::hide;
use crate::adoption::store::url;
use crate::adoption::take_back::{self as act, Left};
use crate::app::App;
use crate::case_study::card;
use crate::case_study::store as studies;
use crate::error::{Error, Result};
use crate::ids::{AdoptionId, CaseStudyId};
use crate::web::{IdPath, Layout, see_other};

const LIST: &str = "/replikasi";

/// Path of the form post that takes a step back.
pub(super) fn undo(step: i64) -> String {
    format!("/replikasi/langkah/{step}/urungkan")
}

/// `POST /replikasi/langkah/{id}/urungkan`.
pub(super) async fn take_back(State(app): State<App>, path: IdPath<i64>, layout: Layout) -> Result<Response> {
    layout.viewer.require(LIST)?;
    match act::take_back(&app, &layout.viewer, path.id).await {
        Ok(Left::Entry(entry, stage)) => {
            let said = format!("Langkah diurungkan. Tahapnya kembali: {}.", stage.label().to_lowercase());
            Ok(see_other(&url(entry.get()), &said))
        }
        Ok(Left::Nothing(study)) => {
            let said = "Replikasi diurungkan. Kecamatan ini tidak lagi ada dalam catatan replikasi praktik ini.";
            Ok(see_other(&page_of(&app, &layout, study).await?, said))
        }
        Err(Error::NotFound) => Ok(see_other(LIST, "Langkah itu sudah diurungkan.")),
        Err(Error::Conflict(sentence)) => {
            let entry = AdoptionId(hide::find(app.db.read(), path.id).await?.adoption_id);
            let refused = Refused { sent: "urungkan", ..Refused::default() };
            finish(&app, layout, entry, Err(Error::Conflict(sentence)), "", refused).await
        }
        Err(error) => Err(error),
    }
}

/// The study's page, where the office may still see it.
async fn page_of(app: &App, layout: &Layout, study: CaseStudyId) -> Result<String> {
    match studies::find_cared_for(app.db.read(), &layout.viewer, study).await {
        Ok(study) => Ok(card::url(study.id, &study.title)),
        Err(Error::NotFound) => Ok(LIST.to_owned()),
        Err(error) => Err(error),
    }
}
