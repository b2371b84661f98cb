//! `/replikasi`: what the own office or scope takes up, and who takes up the office's own practices; the same as a file.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::adoption::store::{self, Line, Of};
use crate::adoption::{Stage, running};
use crate::app::App;
use crate::error::{Error, Result};
use crate::web::pager::{Pager, address_of_page, page_number};
use crate::web::table_file::{Cell, Kind, Table};
use crate::web::{Html, Layout, filters};

const PER_PAGE: u64 = 20;

/// Rows of a file: more than the province has kecamatan and practices for years to come.
const MOST_ROWS: u64 = 20_000;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    tahap: String,
    /// "kami": who takes up the office's own practices.
    praktik: String,
    halaman: String,
}

impl Asked {
    fn stage(&self) -> Option<Stage> {
        Stage::parse(&self.tahap)
    }

    fn is_of_own_studies(&self) -> bool {
        self.praktik == "kami"
    }

    fn url(&self, base: &str, stage: Option<Stage>, page: u64) -> String {
        let own = if self.is_of_own_studies() { "kami" } else { "" };
        address_of_page(base, &[("praktik", own), ("tahap", stage.map_or("", Stage::as_str))], page)
    }
}

/// A choice above the list.
struct Choice {
    label: &'static str,
    url: String,
    is_chosen: bool,
}

#[derive(Template)]
#[template(path = "adoption/list.html")]
struct ListPage {
    layout: Layout,
    place: String,
    is_office: bool,
    is_of_own_studies: bool,
    stage: Option<Stage>,
    choices: Vec<Choice>,
    lines: Vec<Line>,
    /// Practices of the office whose question waits for its answer.
    waiting: usize,
    total: i64,
    csv: String,
    xlsx: String,
    pager: Pager,
}

/// Whose ledger the viewer reads: the acting office's, or that of the scope.
fn of(layout: &Layout, asked: &Asked) -> Result<(Of, String, bool)> {
    layout.viewer.require("/replikasi")?;
    let term = layout.viewer.acting_term().ok_or(Error::Forbidden)?;
    let is_office = term.role.is_of_kecamatan();
    let own = is_office && asked.is_of_own_studies();
    let of = if own { Of::Studies(term.region.clone()) } else { Of::Adopters(term.region.clone()) };
    Ok((of, layout.catalogue.places.full_name(&term.region), is_office))
}

pub(super) async fn show(State(app): State<App>, layout: Layout, Query(asked): Query<Asked>) -> Result<Response> {
    let (of, place, is_office) = of(&layout, &asked)?;
    let stage = asked.stage();
    let page = page_number(Some(&asked.halaman));
    let stretch = ((page - 1) * PER_PAGE, PER_PAGE);
    let (lines, total) =
        store::listed(app.db.read(), &layout.viewer, (&layout.catalogue, &app.clock), &of, stage, stretch).await?;
    let waiting = match &of {
        Of::Adopters(region) if is_office => running::waiting(app.db.read(), region).await?,
        _ => 0,
    };
    let all = Choice { label: "Semua", url: asked.url("/replikasi", None, 1), is_chosen: stage.is_none() };
    let choice = |known: Stage| Choice {
        label: known.label(),
        url: asked.url("/replikasi", Some(known), 1),
        is_chosen: stage == Some(known),
    };
    let page = ListPage {
        choices: std::iter::once(all).chain(Stage::ALL.into_iter().map(choice)).collect(),
        csv: asked.url("/replikasi.csv", stage, 1),
        xlsx: asked.url("/replikasi.xlsx", stage, 1),
        pager: Pager::new(page, total, PER_PAGE, |page| asked.url("/replikasi", stage, page)),
        is_of_own_studies: matches!(of, Of::Studies(_)),
        total: i64::try_from(total).unwrap_or(i64::MAX),
        place,
        is_office,
        stage,
        lines,
        waiting,
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
    let whole = (0, MOST_ROWS);
    let (lines, _) =
        store::listed(app.db.read(), &layout.viewer, (&layout.catalogue, &app.clock), &of, asked.stage(), whole)
            .await?;
    let headings = [
        "Kecamatan",
        "Praktik",
        "Tahap",
        "Sejak",
        "Ada angka sebelum dan sesudah",
        "Konfirmasi",
        "Kecamatan asal",
        "Alamat",
    ];
    let row = |line: &Line| {
        vec![
            Cell::text(&line.place),
            Cell::text(line.study.as_ref().map_or("tidak ditayangkan", |(title, _)| title)),
            Cell::text(line.stage.label()),
            Cell::text(&line.since),
            Cell::text(if line.has_results { "ya" } else { "belum" }),
            Cell::text(&line.unconfirmed),
            Cell::text(&line.origin),
            Cell::text(format!("{}{}", layout.base_url, line.url)),
        ]
    };
    let table = Table {
        name: "Replikasi",
        headings: headings.map(str::to_owned).to_vec(),
        rows: lines.iter().map(row).collect(),
    };
    table.download(kind, "replikasi")
}
