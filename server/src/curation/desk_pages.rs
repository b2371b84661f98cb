//! `/meja`, the coordinator's desk.

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Deserialize;

use super::desk::{self, Desk, Filter, PER_PAGE, Seat};
use super::{calendar_pages, desk_acts};
use crate::app::App;
use crate::error::{Error, Result};
use crate::question::entity::question::Model;
use crate::question::store;
use crate::viewer::{Term, Viewer};
use crate::web::layout::neighbours;
use crate::web::{Html, Layout, encode};

/// Questions that are listed.
const MOST_QUESTIONS: u64 = 10;

/// The addresses of the desk.
pub fn routes() -> Router<App> {
    Router::new().route("/meja", get(show)).merge(desk_acts::routes()).merge(calendar_pages::routes())
}

#[derive(Template)]
#[template(path = "curation/desk.html")]
struct DeskPage {
    layout: Layout,
    desk: Desk,
    /// Questions of the scope that nobody answered for days, the oldest first.
    questions: Vec<Model>,
    /// "Bagian Tata Pemerintahan Kab. Garut".
    unit: String,
    /// "Kab. Garut".
    scope: String,
    is_provincial: bool,
    asked: Asked,
    page: u64,
    pages: u64,
    newer: Option<String>,
    older: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    kabupaten_kota: String,
    sektor: String,
    tampil: String,
    halaman: Option<u64>,
}

impl Asked {
    fn everything(&self) -> bool {
        self.tampil == "semua"
    }

    fn is_narrowed(&self) -> bool {
        !self.kabupaten_kota.is_empty() || !self.sektor.is_empty()
    }
}

impl Asked {
    /// The address of another page of the queue, with the same filters.
    fn page_url(&self, page: u64) -> String {
        let asked = self;
        let mut url = format!("/meja?halaman={page}");
        for (name, value) in
            [("kabupaten_kota", &asked.kabupaten_kota), ("sektor", &asked.sektor), ("tampil", &asked.tampil)]
        {
            if !value.is_empty() {
                url.push_str(&format!("&{name}={}", encode(value)));
            }
        }
        url
    }
}

async fn show(State(app): State<App>, layout: Layout, Query(asked): Query<Asked>) -> Result<Response> {
    let person = layout.viewer.require("/meja")?;
    let term = coordinator(&layout.viewer)?;
    let page = asked.halaman.unwrap_or(1).clamp(1, 100_000);
    let filter = Filter {
        region: Some(asked.kabupaten_kota.clone()).filter(|code| !code.is_empty()),
        sector: layout.catalogue.sector(&asked.sektor).map(|sector| sector.id),
        everything: asked.everything(),
        page,
    };
    let seat = Seat {
        account: person.account,
        scope: &term.region,
        clock: &app.clock,
        reason_chars: app.config.limits.reason_chars,
        back: &layout.path,
    };
    let desk = desk::desk(app.db.read(), &layout.viewer, &layout.catalogue, &seat, &filter).await?;
    let questions = store::waiting_in(app.db.read(), &layout.viewer, &term.region, MOST_QUESTIONS).await?;
    let pages = desk.fresh_total.div_ceil(PER_PAGE);
    let (newer, older) = neighbours(page, pages);
    let page = DeskPage {
        newer: newer.map(|page| asked.page_url(page)),
        older: older.map(|page| asked.page_url(page)),
        unit: term.label.clone(),
        scope: layout.catalogue.places.full_name(&term.region),
        is_provincial: term.role.is_provincial(),
        pages,
        page,
        asked,
        desk,
        questions,
        layout,
    };
    Ok(Html(page).into_response())
}

/// The term by which the viewer sits at the desk; nobody else may.
pub(super) fn coordinator(viewer: &Viewer) -> Result<&Term> {
    viewer.acting_term().filter(|term| term.role.is_coordinator()).ok_or(Error::Forbidden)
}
