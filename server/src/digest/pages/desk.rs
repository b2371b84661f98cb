//! `/meja/ringkasan`: the digests that coordinators of a scope look at before they go.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

use super::list::Shown;
use crate::app::App;
use crate::digest::store;
use crate::error::{Error, Result};
use crate::policy::Act;
use crate::web::{Html, Layout};

/// Drafts that are listed: one for each scope of a province, and those held longer.
const MOST: u64 = 100;

/// Those that went, below them.
const LATEST: u64 = 10;

#[derive(Template)]
#[template(path = "digest/desk.html")]
struct Page {
    layout: Layout,
    scope: String,
    open: Vec<Shown>,
    sent: Vec<Shown>,
    sends_mail: bool,
    /// "Senin pukul 05.00".
    made: String,
}

pub(super) async fn show(State(app): State<App>, layout: Layout) -> Result<Response> {
    layout.viewer.require("/meja/ringkasan")?;
    let term = layout.viewer.acting_term().ok_or(Error::Forbidden)?.clone();
    if !layout.viewer.may(Act::EditDigest, &term.region) {
        return Err(Error::Forbidden);
    }
    let db = app.db.read();
    let drafts = store::drafts(db, &term.region, MOST).await?;
    let open = store::lines(db, &layout.viewer, drafts).await?;
    let (sent, _) = store::page(db, &layout.viewer, &term.region, 0, LATEST).await?;
    let rules = &app.config.digest;
    let shown = |lines: Vec<store::Line>| lines.into_iter().map(|line| Shown::of(&app, &layout, line)).collect();
    let page = Page {
        open: shown(open),
        sent: shown(sent),
        scope: layout.catalogue.places.full_name(&term.region),
        sends_mail: !app.config.mail_url.is_empty(),
        made: format!("{} pukul {:02}.00", crate::format::weekday_name(rules.weekday as usize - 1), rules.made_at_hour),
        layout,
    };
    Ok(Html(page).into_response())
}
