//! Styles, scripts, fonts and icons: built into the binary, compressed at the first request, under one hash of the
//! whole folder, so that relative imports hold and browsers may keep them for ever.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bytes::Bytes;
use rust_embed::Embed;
use sha2::{Digest, Sha256};

use super::compression::{Encoding, compress};
use crate::app::App;

#[derive(Embed)]
#[folder = "../frontend/"]
#[exclude = "templates/*"]
#[exclude = "*.md"]
struct Frontend;

static HASH: LazyLock<String> = LazyLock::new(|| {
    let mut names: Vec<_> = Frontend::iter().collect();
    names.sort();
    let mut digest = Sha256::new();
    for name in names {
        if let Some(file) = Frontend::get(&name) {
            digest.update(name.as_bytes());
            digest.update(file.metadata.sha256_hash());
        }
    }
    hex::encode(&digest.finalize()[..6])
});

static COMPRESSED: LazyLock<Mutex<HashMap<(String, Encoding), Bytes>>> = LazyLock::new(Mutex::default);

/// The routes of assets.
pub fn routes() -> Router<App> {
    Router::new()
        .route(
            "/aset/{hash}/{*file}",
            get(|Path((_, file)): Path<(String, String)>, headers: HeaderMap| async move {
                serve(&file, &headers, "public, max-age=31536000, immutable")
            }),
        )
        .route(
            "/favicon.ico",
            get(|headers: HeaderMap| async move { serve("icons/favicon.ico", &headers, "public, max-age=86400") }),
        )
}

/// Address of a file of the folder.
pub fn url(file: &str) -> String {
    format!("/aset/{}/{file}", *HASH)
}

/// Changes with any file of the folder.
pub fn version() -> &'static str {
    &HASH
}

/// The bytes of a file of the folder, for drawing.
pub fn bytes(file: &str) -> Option<std::borrow::Cow<'static, [u8]>> {
    Frontend::get(file).map(|file| file.data)
}

/// Answers with a file, compressed when the browser can read it.
pub fn serve(file: &str, headers: &HeaderMap, keep: &'static str) -> Response {
    let Some(found) = Frontend::get(file) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let (kind, compressible) = content_type(file);
    let encoding = if compressible { Encoding::accepted(headers) } else { Encoding::Identity };
    let key = (file.to_owned(), encoding);
    let mut kept = COMPRESSED.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let body = kept.entry(key).or_insert_with(|| compress(Bytes::from(found.data.into_owned()), encoding, 11)).clone();
    drop(kept);
    let mut response = ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, keep)], body).into_response();
    encoding.mark(response.headers_mut());
    response
}

fn content_type(file: &str) -> (&'static str, bool) {
    match file.rsplit('.').next().unwrap_or_default() {
        "css" => ("text/css; charset=utf-8", true),
        "js" => ("text/javascript; charset=utf-8", true),
        "svg" => ("image/svg+xml", true),
        "json" | "webmanifest" => ("application/json", true),
        "txt" => ("text/plain; charset=utf-8", true),
        "woff2" => ("font/woff2", false),
        "png" => ("image/png", false),
        "ico" => ("image/x-icon", false),
        _ => ("application/octet-stream", false),
    }
}
