//! The site's own texts, and the two files that browsers and crawlers ask for.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;

use crate::app::App;
use crate::error::{Error, Result};
use crate::markdown::{self, SafeHtml};
use crate::settings::{TERMS, TEXTS, Terms, split};
use crate::web::{Html, Layout, assets, filters};

/// The routes of these pages.
pub fn routes() -> Router<App> {
    let mut routes = Router::new()
        .route("/robots.txt", get(robots))
        .route("/manifest.webmanifest", get(manifest))
        .route("/ketentuan", get(terms))
        .route("/ketentuan/riwayat", get(all_terms))
        .route("/ketentuan/riwayat/{number}", get(older_terms));
    for text in TEXTS.iter().filter(|text| text.slug != TERMS) {
        let show = move |layout: Layout| async move {
            let body = layout.catalogue.settings.body(text.slug);
            Html(Page::of(layout, format!("/{}", text.slug), &body, None))
        };
        routes = routes.route(&format!("/{}", text.slug), get(show));
    }
    routes
}

/// Paths of the texts, for the site map.
pub fn paths() -> impl Iterator<Item = String> {
    TEXTS.iter().map(|text| format!("/{}", text.slug))
}

#[derive(Template)]
#[template(path = "home/text.html")]
struct Page {
    layout: Layout,
    path: String,
    heading: String,
    body: SafeHtml,
    /// Of the terms of use.
    terms: Option<Terms>,
}

impl Page {
    /// The first line is the heading.
    fn of(layout: Layout, path: String, text: &str, terms: Option<Terms>) -> Self {
        let (heading, body) = split(text);
        Self { layout, path, heading: heading.to_owned(), body: markdown::render_page(body), terms }
    }

    /// The terms that hold today, where this page shows others.
    fn current(&self) -> Option<&Terms> {
        let holds = self.layout.catalogue.settings.terms_on(self.layout.today());
        Some(holds).filter(|holds| self.terms.as_ref().is_some_and(|shown| shown.number != holds.number))
    }

    /// Terms that are announced and hold later.
    fn announced(&self) -> Option<&Terms> {
        let next = self.layout.catalogue.settings.announced(self.layout.today())?;
        let shown = self.terms.as_ref()?;
        Some(next).filter(|next| next.number > shown.number)
    }
}

async fn terms(layout: Layout) -> Html<Page> {
    let terms = layout.catalogue.settings.terms_on(layout.today()).clone();
    of_terms(layout, "/ketentuan".to_owned(), terms)
}

async fn older_terms(layout: Layout, Path(number): Path<String>) -> Result<Html<Page>> {
    let all = layout.catalogue.settings.terms();
    let found = all.iter().find(|terms| terms.number.to_string() == number).cloned().ok_or(Error::NotFound)?;
    Ok(of_terms(layout, format!("/ketentuan/riwayat/{number}"), found))
}

fn of_terms(layout: Layout, path: String, terms: Terms) -> Html<Page> {
    let body = layout.catalogue.settings.terms_text(&terms);
    Html(Page::of(layout, path, &body, Some(terms)))
}

#[derive(Template)]
#[template(path = "home/terms.html")]
struct AllTerms {
    layout: Layout,
    /// Newest first, without those that were overtaken before they held.
    versions: Vec<Terms>,
    current: i32,
}

impl AllTerms {
    fn is_current(&self, terms: &Terms) -> bool {
        terms.number == self.current
    }
}

async fn all_terms(layout: Layout) -> Html<AllTerms> {
    let settings = &layout.catalogue.settings;
    let current = settings.terms_on(layout.today()).number;
    let versions = settings.terms().iter().rev().filter(|terms| !settings.is_overtaken(terms)).cloned().collect();
    Html(AllTerms { versions, current, layout })
}

async fn robots(State(app): State<App>) -> Response {
    let text = format!(
        "User-agent: *\nDisallow: /cari?\nDisallow: /api/\nDisallow: /masuk\nDisallow: /tulis\nDisallow: /tampilan\nDisallow: /produk/*/kontak\n\n\
         Sitemap: {}/sitemap.xml\n",
        app.config.base_url
    );
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=3600")], text)
        .into_response()
}

async fn manifest(State(app): State<App>) -> Response {
    let site = &app.catalogue.get().settings.site;
    let icon = |file: &str, size: &str, purpose: &str| json!({ "src": assets::url(file), "sizes": size, "type": "image/png", "purpose": purpose });
    let body = json!({
        "name": site.name,
        "short_name": site.short_name(),
        "description": format!("{}.", site.line),
        "lang": "id",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#fbfaf5",
        "theme_color": "#fbfaf5",
        "icons": [
            icon("icons/icon-192.png", "192x192", "any"),
            icon("icons/icon-512.png", "512x512", "any"),
            icon("icons/icon-maskable-512.png", "512x512", "maskable"),
        ],
    });
    ([(header::CONTENT_TYPE, "application/manifest+json")], Json(body).into_response().into_body()).into_response()
}
