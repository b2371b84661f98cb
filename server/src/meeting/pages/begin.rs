//! `/rapat/baru?praktik=12,34`: saving a shortlist as a meeting.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::shortlist::listed;
use crate::app::App;
use crate::case_study::store::by_ids;
use crate::error::{Error, Problems, Result};
use crate::ids::DraftKey;
use crate::meeting::{Shortlist, Typed, begin as beginning};
use crate::policy::Act;
use crate::web::{Html, Layout, Posted, encode, see_other};

#[derive(Template)]
#[template(path = "meeting/begin.html")]
struct BeginPage {
    layout: Layout,
    key: String,
    form: Typed,
    list: Shortlist,
    /// Titles of the studies that the viewer sees.
    studies: Vec<String>,
    problems: Problems,
}

/// `GET /rapat/baru?praktik=12,34`.
pub async fn ask(State(app): State<App>, layout: Layout, RawQuery(query): RawQuery) -> Result<Response> {
    let list = listed(query.as_deref());
    layout.viewer.require(&layout.path)?;
    let office = office(&layout)?;
    let form = Typed::prefilled(&layout.catalogue, &office, app.clock.today());
    page(&app, layout, DraftKey::new().to_string(), form, list, Problems::default()).await
}

/// The region of the office in whose name a meeting is saved.
fn office(layout: &Layout) -> Result<String> {
    let term = layout.viewer.acting_term().ok_or(Error::Forbidden)?;
    if layout.viewer.may(Act::HoldMeeting, &term.region) { Ok(term.region.clone()) } else { Err(Error::Forbidden) }
}

async fn page(
    app: &App,
    layout: Layout,
    key: String,
    form: Typed,
    list: Shortlist,
    problems: Problems,
) -> Result<Response> {
    let studies = by_ids(app.db.read(), &layout.viewer, list.ids()).await?;
    let studies = studies.into_iter().map(|study| study.title).collect();
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, Html(BeginPage { layout, key, form, list, studies, problems })).into_response())
}

/// `POST /rapat/baru`.
pub async fn begin(State(app): State<App>, layout: Layout, posted: Posted) -> Result<Response> {
    let list = Shortlist::read(posted.get("praktik"));
    let back = format!("/rapat/baru?praktik={}", encode(&list.text()));
    layout.viewer.require(&back)?;
    let form = typed(&posted);
    // A form without its key is one that somebody made; it gets a key of its own.
    let key: DraftKey = posted.get("key").parse().unwrap_or_default();
    match beginning::begin(&app, &layout.viewer, key, &form, &list).await {
        Ok(id) => Ok(see_other(&format!("/rapat/{id}"), "Rapat disimpan.")),
        Err(Error::Invalid(problems)) => page(&app, layout, key.to_string(), form, list, problems).await,
        Err(error) => Err(error),
    }
}

/// The words of a meeting as a form sent them.
pub fn typed(posted: &Posted) -> Typed {
    let word = |name: &str| posted.get(name).to_owned();
    Typed {
        title: word("title"),
        held_on: word("held_on"),
        place: word("place"),
        participants: word("participants"),
        opening: word("opening"),
        closing: word("closing"),
    }
}
