//! What is reported in a coordinator's place: `/meja/laporan`.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::error::{Error, Result};
use crate::report::{Waiting, waiting};
use crate::web::{Html, Layout};

#[derive(Template)]
#[template(path = "report/list.html")]
struct ListPage {
    layout: Layout,
    scope: String,
    open: Vec<Waiting>,
    answered: Vec<Waiting>,
}

pub(super) async fn list(State(app): State<App>, layout: Layout) -> Result<Response> {
    layout.viewer.require("/meja/laporan")?;
    let term = layout.viewer.acting_term().filter(|term| term.role.is_coordinator()).ok_or(Error::Forbidden)?;
    let (db, now) = (app.db.read(), layout.now);
    let page = ListPage {
        scope: layout.catalogue.places.full_name(&term.region),
        open: waiting(db, (&layout.viewer, &layout.catalogue), &term.region, "open", now).await?,
        answered: waiting(db, (&layout.viewer, &layout.catalogue), &term.region, "answered", now).await?,
        layout,
    };
    Ok(Html(page).into_response())
}
