//! Writing without a signal: the service worker, the empty forms that a browser keeps, and the page of who is offline.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::form::{Depth, Showing, draw};
use crate::app::App;
use crate::error::Result;
use crate::ids::DraftKey;
use crate::web::{Html, Layout, assets};

/// The files that a form needs; the rest is kept when it is first used.
const FILES: [&str; 29] = [
    "styles/main.css",
    "styles/work.css",
    "vendor/plus-jakarta-sans-5.3.0/plus-jakarta-sans.woff2",
    "icons.svg",
    "logo.svg",
    "vendor/idb-keyval-6.3.0/index.js",
    "vendor/markdown-toolbar-element-2.2.3/index.js",
    "scripts/main.js",
    "scripts/character-count.js",
    "scripts/device-drafts.js",
    "scripts/device-store.js",
    "scripts/draft.js",
    "scripts/draft-advice.js",
    "scripts/draft-form.js",
    "scripts/draft-notice.js",
    "scripts/draft-send.js",
    "scripts/editor.js",
    "scripts/file-upload.js",
    "scripts/measures.js",
    "scripts/offline.js",
    "scripts/partial.js",
    "scripts/photo-queue.js",
    "scripts/repeat-rows.js",
    "scripts/shortcuts.js",
    "scripts/steps.js",
    "scripts/submit-once.js",
    "scripts/suggest.js",
    "scripts/toc.js",
    "scripts/leave-warning.js",
];

/// The key in the addresses of an empty form; its script puts the draft's own there.
const NO_DRAFT: &str = "00000000-0000-7000-8000-000000000000";

/// `GET /sw.js`.
pub async fn worker(State(app): State<App>) -> Response {
    let code = assets::bytes("sw.js").unwrap_or_default();
    let mut files: Vec<String> = FILES.iter().map(|file| assets::url(file)).collect();
    files.push("/luring".to_owned());
    let code = String::from_utf8_lossy(&code)
        .replace(
            "__SITE__",
            &serde_json::to_string(&app.catalogue.get().settings.site.short_name()).unwrap_or_default(),
        )
        .replace("__ICON__", &assets::url("icons/icon-192.png"))
        .replace("__VERSION__", assets::version())
        .replace("__FILES__", &serde_json::to_string(&files).unwrap_or_default());
    let headers = [(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    (headers, code).into_response()
}

#[derive(Template)]
#[template(path = "home/offline.html")]
struct OfflinePage {
    main_css: String,
    site: String,
}

/// `GET /luring`: what a browser shows where nothing arrives.
pub async fn offline(State(app): State<App>) -> Response {
    let site = app.catalogue.get().settings.site.name.clone();
    Html(OfflinePage { main_css: assets::url("styles/main.css"), site }).into_response()
}

#[derive(Template)]
#[template(path = "case_study/offline_start.html")]
struct StartPage {
    layout: Layout,
    account: i64,
}

/// `GET /tulis/kerangka`: the form of no draft in particular, or the page that begins one.
pub async fn shell(State(app): State<App>, Query(depth): Query<Depth>, mut layout: Layout) -> Result<Response> {
    let account = layout.viewer.require("/tulis")?.account.get();
    // What a browser keeps for later must not tell of today's notifications.
    layout.flash = None;
    layout.viewer = layout.viewer.without_news();
    if depth.bentuk == "mulai" {
        return Ok(Html(StartPage { layout, account }).into_response());
    }
    let key: DraftKey = NO_DRAFT.parse().map_err(|_| crate::error::Error::NotFound)?;
    let showing = Showing { full: Some(depth.bentuk == "lengkap"), shell: true, ..Showing::default() };
    draw(&app, layout, key, None, showing, StatusCode::OK).await
}
