//! The site's own texts, and the two files that browsers and crawlers ask for.

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;

use crate::app::App;
use crate::markdown::{self, SafeHtml};
use crate::web::{Html, Layout, assets, filters};

const TEXTS: [(&str, &str); 4] = [
    ("/bantuan", include_str!("../../../frontend/texts/bantuan.md")),
    ("/tentang", include_str!("../../../frontend/texts/tentang.md")),
    ("/privasi", include_str!("../../../frontend/texts/privasi.md")),
    ("/aksesibilitas", include_str!("../../../frontend/texts/aksesibilitas.md")),
];

/// The routes of these pages.
pub fn routes() -> Router<App> {
    let mut routes = Router::new().route("/robots.txt", get(robots)).route("/manifest.webmanifest", get(manifest));
    for (path, text) in TEXTS {
        routes = routes.route(path, get(move |layout: Layout| async move { Html(Page::of(layout, path, text)) }));
    }
    routes
}

/// Paths of the texts, for the site map.
pub fn paths() -> impl Iterator<Item = &'static str> {
    TEXTS.into_iter().map(|(path, _)| path)
}

#[derive(Template)]
#[template(path = "home/text.html")]
struct Page {
    layout: Layout,
    path: &'static str,
    heading: String,
    body: SafeHtml,
}

impl Page {
    /// The first line is the heading.
    fn of(layout: Layout, path: &'static str, text: &str) -> Self {
        let (heading, body) = text.split_once('\n').unwrap_or((text, ""));
        Self {
            layout,
            path,
            heading: heading.trim_start_matches('#').trim().to_owned(),
            body: markdown::render_page(body),
        }
    }
}

async fn robots(State(app): State<App>) -> Response {
    let text = format!(
        "User-agent: *\nDisallow: /cari?\nDisallow: /api/\nDisallow: /masuk\nDisallow: /tulis\nDisallow: /tampilan\n\n\
         Sitemap: {}/sitemap.xml\n",
        app.config.base_url
    );
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=3600")], text)
        .into_response()
}

async fn manifest() -> Response {
    let icon = |file: &str, size: &str, purpose: &str| json!({ "src": assets::url(file), "sizes": size, "type": "image/png", "purpose": purpose });
    let body = json!({
        "name": "Forum Camat Jawa Barat",
        "short_name": "Forum Camat",
        "description": "Berbagi praktik baik antarkecamatan.",
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
