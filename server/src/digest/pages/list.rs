//! `/ringkasan`: the digests that went, the latest first.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::app::App;
use crate::digest::store::{self, Line};
use crate::digest::{period, scope_name};
use crate::error::Result;
use crate::web::pager::Pager;
use crate::web::{Html, Layout, encode};

/// Digests on one page.
const PER_PAGE: u64 = 20;

#[derive(Template)]
#[template(path = "digest/list.html")]
struct Page {
    layout: Layout,
    lines: Vec<Shown>,
    scope: String,
    pager: Pager,
}

/// A digest in the list.
pub(super) struct Shown {
    pub line: Line,
    pub scope: String,
    pub period: String,
}

impl Shown {
    pub fn of(app: &App, layout: &Layout, line: Line) -> Self {
        Self { scope: scope_name(&line.digest, &layout.catalogue), period: period(&line.digest, &app.clock), line }
    }

    /// "Irigasi tetes; Curug dikelola BUM Desa; dan 3 praktik lain".
    pub fn contents(&self) -> String {
        let mut parts = self.line.titles.clone();
        match self.line.studies - self.line.titles.len() {
            0 => {}
            more => parts.push(format!("dan {more} praktik lain")),
        }
        parts.join("; ")
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    kabupaten_kota: String,
    halaman: Option<u64>,
}

pub(super) async fn show(State(app): State<App>, layout: Layout, Query(asked): Query<Asked>) -> Result<Response> {
    let number = asked.halaman.unwrap_or(1).clamp(1, 100_000);
    let places = &layout.catalogue.places;
    let known = |code: &String| *code == places.province || places.kabupaten_kota(code).is_some();
    let scope = Some(asked.kabupaten_kota).filter(known).unwrap_or_default();
    let offset = (number - 1) * PER_PAGE;
    let (lines, total) = store::page(app.db.read(), &layout.viewer, &scope, offset, PER_PAGE).await?;
    let pager = Pager::new(number, total, PER_PAGE, |page| {
        let narrowed = if scope.is_empty() { String::new() } else { format!("kabupaten_kota={}&", encode(&scope)) };
        format!("/ringkasan?{narrowed}halaman={page}")
    });
    let lines = lines.into_iter().map(|line| Shown::of(&app, &layout, line)).collect();
    Ok(Html(Page { layout, lines, scope, pager }).into_response())
}
