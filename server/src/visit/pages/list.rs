//! `/studi-tiru`: what the own office is asked and asks, or what is asked in the scope; the same as a file.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::app::App;
use crate::error::{Error, Result};
use crate::visit::lines::{Line, Of, listed};
use crate::visit::{Credit, State as Step, credit, due_of_office};
use crate::web::pager::{Pager, address_of_page, page_number};
use crate::web::table_file::{Cell, Kind, Table};
use crate::web::{Html, Layout, filters};

const PER_PAGE: u64 = 20;

/// Rows of a file.
const MOST_ROWS: u64 = 20_000;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// "keluar": what the own office asks others.
    arah: String,
    keadaan: String,
    halaman: String,
}

impl Asked {
    fn state(&self) -> Option<Step> {
        Step::parse(&self.keadaan)
    }

    fn is_outgoing(&self) -> bool {
        self.arah == "keluar"
    }

    fn url(&self, base: &str, state: Option<Step>, page: u64) -> String {
        let way = if self.is_outgoing() { "keluar" } else { "" };
        address_of_page(base, &[("arah", way), ("keadaan", state.map_or("", Step::as_str))], page)
    }
}

/// A choice above the list.
struct Choice {
    label: &'static str,
    url: String,
    is_chosen: bool,
}

#[derive(Template)]
#[template(path = "visit/list.html")]
struct ListPage {
    layout: Layout,
    place: String,
    is_office: bool,
    is_outgoing: bool,
    is_narrowed: bool,
    /// How many requests wait for the office: of those that it is asked, and of those that it makes.
    due: (u64, u64),
    credit: Credit,
    choices: Vec<Choice>,
    lines: Vec<Line>,
    total: i64,
    csv: String,
    xlsx: String,
    pager: Pager,
}

/// Whose requests the viewer reads: the acting office's, or those of the scope.
fn of(layout: &Layout, asked: &Asked) -> Result<(Of, String, bool)> {
    layout.viewer.require("/studi-tiru")?;
    let term = layout.viewer.acting_term().ok_or(Error::Forbidden)?;
    let of = match (term.role.is_of_kecamatan(), asked.is_outgoing()) {
        (true, true) => Of::Asking(term.region.clone()),
        (true, false) => Of::Host(term.region.clone()),
        (false, _) if term.role.is_coordinator() => Of::Scope(term.region.clone()),
        (false, _) => return Err(Error::Forbidden),
    };
    Ok((of, layout.catalogue.places.full_name(&term.region), term.role.is_of_kecamatan()))
}

pub(super) async fn show(State(app): State<App>, layout: Layout, Query(asked): Query<Asked>) -> Result<Response> {
    let (of, place, is_office) = of(&layout, &asked)?;
    let (state, page) = (asked.state(), page_number(Some(&asked.halaman)));
    let stretch = ((page - 1) * PER_PAGE, PER_PAGE);
    let known = (&*layout.catalogue, app.clock.now());
    let (lines, total) = listed(app.db.read(), &layout.viewer, known, &of, state, stretch).await?;
    let today = app.clock.today();
    let own = if let Of::Host(code) = &of { credit(app.db.read(), code, today).await? } else { Credit::default() };
    let due = match &of {
        Of::Host(code) | Of::Asking(code) => due_of_office(app.db.read(), code, app.clock.now()).await?,
        Of::Scope(_) => (0, 0),
    };
    let all = Choice { label: "Semua", url: asked.url("/studi-tiru", None, 1), is_chosen: state.is_none() };
    let choice = |known: Step| Choice {
        label: known.label(),
        url: asked.url("/studi-tiru", Some(known), 1),
        is_chosen: state == Some(known),
    };
    let page = ListPage {
        choices: std::iter::once(all).chain(Step::ALL.into_iter().map(choice)).collect(),
        csv: asked.url("/studi-tiru.csv", state, 1),
        xlsx: asked.url("/studi-tiru.xlsx", state, 1),
        pager: Pager::new(page, total, PER_PAGE, |page| asked.url("/studi-tiru", state, page)),
        is_outgoing: matches!(of, Of::Asking(_)),
        is_narrowed: state.is_some(),
        total: i64::try_from(total).unwrap_or(i64::MAX),
        credit: own,
        due,
        place,
        is_office,
        lines,
        layout,
    };
    Ok(Html(page).into_response())
}

pub(super) async fn csv(State(app): State<App>, layout: Layout, Query(asked): Query<Asked>) -> Result<Response> {
    file(&app, &layout, &asked, Kind::Csv).await
}

pub(super) async fn xlsx(State(app): State<App>, layout: Layout, Query(asked): Query<Asked>) -> Result<Response> {
    file(&app, &layout, &asked, Kind::Xlsx).await
}

async fn file(app: &App, layout: &Layout, asked: &Asked, kind: Kind) -> Result<Response> {
    let (of, ..) = of(layout, asked)?;
    let known = (&*layout.catalogue, app.clock.now());
    let (lines, _) = listed(app.db.read(), &layout.viewer, known, &of, asked.state(), (0, MOST_ROWS)).await?;
    let headings =
        ["Pemohon", "Tuan rumah", "Praktik", "Bentuk", "Keadaan", "Yang ditunggu", "Waktu", "Diajukan", "Alamat"];
    let row = |line: &Line| {
        vec![
            Cell::text(&line.asking),
            Cell::text(&line.host),
            Cell::text(line.study.as_ref().map_or("tidak ditayangkan", |(title, _)| title)),
            Cell::text(line.kind),
            Cell::text(line.state.label()),
            Cell::text(line.waits),
            Cell::text(line.at.map(|at| layout.date_time(&at)).unwrap_or_default()),
            Cell::text(layout.date(&line.asked_at)),
            Cell::text(format!("{}{}", layout.base_url, line.url)),
        ]
    };
    let table = Table {
        name: "Studi tiru",
        headings: headings.map(str::to_owned).to_vec(),
        rows: lines.iter().map(row).collect(),
    };
    table.download(kind, "studi-tiru")
}
