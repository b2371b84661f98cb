//! `/rapat/{id}/ubah`: title, day, place, participants, opening and closing.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::begin::typed;
use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::ids::MeetingId;
use crate::meeting::edit::{Faster, edit};
use crate::meeting::{Typed, store};
use crate::web::{Html, IdPath, Layout, Posted, see_other};

#[derive(Template)]
#[template(path = "meeting/edit.html")]
struct EditPage {
    layout: Layout,
    id: i64,
    version: i64,
    form: Typed,
    /// What stands in the table.
    kept: Typed,
    problems: Problems,
    faster: Option<Faster>,
}

impl EditPage {
    /// What stands in the table, where somebody was faster and wrote something else.
    fn other<'a>(&self, typed: &str, kept: &'a str) -> Option<&'a str> {
        (self.faster.is_some() && typed != kept).then_some(kept)
    }
}

/// What was sent and not kept.
#[derive(Default)]
struct Refused {
    form: Option<Typed>,
    started_from: Option<i64>,
    problems: Problems,
    faster: Option<Faster>,
}

/// `GET /rapat/{id}/ubah`.
pub async fn form(State(app): State<App>, path: IdPath<MeetingId>, layout: Layout) -> Result<Response> {
    page(&app, path.id, layout, Refused::default()).await
}

async fn page(app: &App, id: MeetingId, layout: Layout, refused: Refused) -> Result<Response> {
    layout.viewer.require(&format!("/rapat/{id}/ubah"))?;
    let row = store::find(app.db.read(), &layout.viewer, id).await?;
    if !store::may_write(&layout.viewer, &row) {
        return Err(Error::Forbidden);
    }
    let status = match (&refused.faster, refused.problems.is_empty()) {
        (Some(_), _) => StatusCode::CONFLICT,
        (None, true) => StatusCode::OK,
        (None, false) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let kept = Typed::of(&row);
    let page = EditPage {
        id: row.id,
        version: refused.started_from.unwrap_or(row.version),
        form: refused.form.unwrap_or_else(|| kept.clone()),
        problems: refused.problems,
        faster: refused.faster,
        kept,
        layout,
    };
    Ok((status, Html(page)).into_response())
}

/// `POST /rapat/{id}/ubah`.
pub async fn save(State(app): State<App>, path: IdPath<MeetingId>, layout: Layout, posted: Posted) -> Result<Response> {
    layout.viewer.require(&format!("/rapat/{}/ubah", path.id))?;
    let form = typed(&posted);
    let started_from = posted.get("versi").parse().unwrap_or_default();
    match edit(&app, &layout.viewer, path.id, started_from, &form).await {
        Ok(None) => Ok(see_other(&format!("/rapat/{}", path.id), "Tersimpan.")),
        Ok(Some(faster)) => {
            // Who saves again has seen what stands there: the form starts from the newest version.
            let refused = Refused { form: Some(form), faster: Some(faster), ..Refused::default() };
            page(&app, path.id, layout, refused).await
        }
        Err(Error::Invalid(problems)) => {
            let refused =
                Refused { form: Some(form), started_from: Some(started_from), problems, ..Refused::default() };
            page(&app, path.id, layout, refused).await
        }
        Err(error) => Err(error),
    }
}
