//! `/admin/audit` for administrators and `/meja/audit` for coordinators: who did what, searchable and to take home.

mod asked;
mod concerning;
mod export;
mod line;
mod names;
mod scope;

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use sea_orm::{Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::entity::{Column, Entity, Model};
use super::words;
use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::format;
use crate::policy::Role;
use crate::viewer::Viewer;
use crate::web::table_file::Kind;
use crate::web::{Html, Layout, pager};
use asked::Asked;
use line::{Line, Reader};
use scope::Scope;

pub use concerning::{Told, concerning};

/// Entries on a page.
const PER_PAGE: u64 = 50;

/// Entries in a file, the newest; the page says when there are more.
const MOST_IN_A_FILE: u64 = 50_000;

/// Entries whose names are read together for a file: SQLite takes 32,766 values in one statement.
const AT_ONCE: usize = 1_000;

/// The routes of this page.
pub fn routes() -> Router<App> {
    let mut routes = Router::new();
    for address in [ADMIN, DESK] {
        routes = routes
            .route(address, get(show))
            .route(&format!("{address}.csv"), get(csv))
            .route(&format!("{address}.xlsx"), get(xlsx));
    }
    routes
}

const ADMIN: &str = "/admin/audit";
const DESK: &str = "/meja/audit";

/// The address of the audit for this viewer.
fn address(viewer: &Viewer) -> &'static str {
    if viewer.acting_term().is_some_and(|term| term.role == Role::Admin) { ADMIN } else { DESK }
}

#[derive(Template)]
#[template(path = "audit/list.html")]
struct ListPage {
    layout: Layout,
    address: &'static str,
    /// "Kab. Garut"; empty for administrators.
    scope: String,
    asked: Asked,
    problems: Problems,
    groups: Vec<(&'static str, Vec<(&'static str, String)>)>,
    lines: Vec<Line>,
    total: u64,
    pager: pager::Pager,
}

impl ListPage {
    fn file(&self, ending: &str) -> String {
        let query = self.asked.query();
        let query = query.strip_prefix('&').map_or_else(String::new, |query| format!("?{query}"));
        format!("{}.{ending}{query}", self.address)
    }

    fn total_in_words(&self) -> String {
        format::integer(self.total)
    }

    fn fits_in_a_file(&self) -> bool {
        self.total <= MOST_IN_A_FILE
    }

    fn most_in_a_file(&self) -> String {
        format::integer(MOST_IN_A_FILE)
    }
}

async fn show(State(app): State<App>, layout: Layout, Query(asked): Query<Asked>) -> Result<Response> {
    let scope = reader(&app, &layout)?;
    let asked = asked.tidied();
    let number = pager::page_number(asked.halaman.as_deref());
    match asked.condition(&scope, &app.clock) {
        Ok(condition) => {
            let total = Entity::find().filter(condition.clone()).count(app.db.read()).await?;
            let entries = newest(&app, condition, (number - 1) * PER_PAGE, PER_PAGE).await?;
            let lines = sentences(&app, &layout, &scope, entries).await?;
            Ok(page(layout, &scope, asked, Problems::default(), lines, total, number).into_response())
        }
        Err(problems) => {
            let page = page(layout, &scope, asked, problems, Vec::new(), 0, number);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

fn page(
    layout: Layout,
    scope: &Scope,
    asked: Asked,
    problems: Problems,
    lines: Vec<Line>,
    total: u64,
    number: u64,
) -> Html<ListPage> {
    let address = address(&layout.viewer);
    let query = asked.query();
    let named = |acts: &'static [words::Words]| acts.iter().map(|words| (words.act, words.label())).collect();
    Html(ListPage {
        scope: match scope {
            Scope::Everything => String::new(),
            Scope::Region { code, .. } => layout.catalogue.places.full_name(code),
        },
        groups: words::GROUPS.iter().map(|(name, acts)| (*name, named(acts))).collect(),
        pager: pager::Pager::new(number, total, PER_PAGE, |page| format!("{address}?halaman={page}{query}")),
        layout,
        address,
        asked,
        problems,
        lines,
        total,
    })
}

async fn csv(State(app): State<App>, layout: Layout, Query(asked): Query<Asked>) -> Result<Response> {
    file(&app, layout, asked.tidied(), Kind::Csv).await
}

async fn xlsx(State(app): State<App>, layout: Layout, Query(asked): Query<Asked>) -> Result<Response> {
    file(&app, layout, asked.tidied(), Kind::Xlsx).await
}

async fn file(app: &App, layout: Layout, asked: Asked, kind: Kind) -> Result<Response> {
    let scope = reader(app, &layout)?;
    let condition = asked.condition(&scope, &app.clock).map_err(Error::Invalid)?;
    let mut entries = newest(app, condition, 0, MOST_IN_A_FILE).await?;
    let mut lines = Vec::with_capacity(entries.len());
    while !entries.is_empty() {
        let later = entries.split_off(entries.len().min(AT_ONCE));
        lines.extend(sentences(app, &layout, &scope, entries).await?);
        entries = later;
    }
    let name = format!("catatan-audit-{}", app.clock.today());
    let clock = app.clock.clone();
    // A large table takes a while to write.
    let written = tokio::task::spawn_blocking(move || export::table(&lines, &clock).download(kind, &name)).await;
    written.map_err(|error| Error::Internal(error.into()))?
}

/// Whose entries the viewer reads.
fn reader(app: &App, layout: &Layout) -> Result<Scope> {
    layout.viewer.require(&layout.path)?;
    Scope::of(&layout.viewer, &app.config.province)
}

async fn newest(app: &App, condition: Condition, offset: u64, limit: u64) -> Result<Vec<Model>> {
    let rows = Entity::find().filter(condition).order_by_desc(Column::Id).offset(offset).limit(limit);
    Ok(rows.all(app.db.read()).await?)
}

async fn sentences(app: &App, layout: &Layout, scope: &Scope, entries: Vec<Model>) -> Result<Vec<Line>> {
    let reader = Reader { viewer: &layout.viewer, scope, catalogue: &layout.catalogue };
    reader.lines(app.db.read(), entries).await
}
