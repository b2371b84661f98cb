//! Remarks at a section of a draft: said on the review page, marked as done in the form.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::form_save::{depth_of, save_posted};
use super::preview;
use crate::app::App;
use crate::case_study::draft::{self, remark};
use crate::case_study::fields;
use crate::error::{Error, Result};
use crate::ids::DraftKey;
use crate::web::{DraftKeyPath, Layout, Posted, see_other};

/// `POST /tulis/{key}/catatan`.
pub async fn say(
    State(app): State<App>,
    DraftKeyPath(key): DraftKeyPath,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    layout.viewer.require(&format!("/tulis/{key}/pratinjau"))?;
    match remark::say(&app, &layout.viewer, key, posted.get("remark_field"), posted.get("remark")).await {
        Ok(_) => Ok(see_other(&format!("/tulis/{key}/pratinjau#catatan"), "Catatan tersimpan.")),
        Err(Error::Invalid(problems)) => {
            let row = draft::find(&app, &layout.viewer, key).await?.ok_or(Error::NotFound)?;
            preview::preview_page(
                &app,
                layout,
                row,
                problems,
                preview::Typed::default(),
                StatusCode::UNPROCESSABLE_ENTITY,
            )
            .await
        }
        Err(error) => Err(error),
    }
}

/// `POST /tulis/{key}/catatan/{remark}/selesai`.
pub async fn done(state: State<App>, path: Path<(String, i64)>, layout: Layout, posted: Posted) -> Result<Response> {
    settle(state, path, layout, posted, true, "Catatan ditandai sudah diperbaiki.").await
}

/// `POST /tulis/{key}/catatan/{remark}/buka`.
pub async fn open_again(
    state: State<App>,
    path: Path<(String, i64)>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    settle(state, path, layout, posted, false, "Catatan dibuka lagi.").await
}

async fn settle(
    State(app): State<App>,
    Path((key, id)): Path<(String, i64)>,
    layout: Layout,
    posted: Posted,
    done: bool,
    said: &str,
) -> Result<Response> {
    let key: DraftKey = key.parse().map_err(|_| Error::NotFound)?;
    layout.viewer.require(&format!("/tulis/{key}"))?;
    if posted.find(fields::CARRIED).is_some()
        && let Err(response) = save_posted(&app, &layout, key, &posted).await?
    {
        return Ok(response);
    }
    remark::settle(&app, &layout.viewer, key, id, done).await?;
    Ok(see_other(&format!("/tulis/{key}?bentuk={}", depth_of(&posted)), said))
}
