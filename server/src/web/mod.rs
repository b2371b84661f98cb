//! HTTP that is not a page: layout, paths, redirects with notices, assets, kept pages, headers and error pages.

pub mod assets;
pub mod cache;
pub mod compression;
pub mod docx;
pub mod error_page;
pub mod filters;
pub mod flash;
pub mod forms;
pub mod headers;
pub mod json_ld;
pub mod layout;
pub mod menu;
pub mod pace;
pub mod pager;
pub mod path;
pub mod qr;
pub mod reopened;
pub mod sent_form;
pub mod share_card;
pub mod table_file;
pub mod vitals;

use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};

pub use flash::{Flash, see_other};
pub use forms::Posted;
pub use json_ld::JsonLd;
pub use layout::Layout;
pub use path::{DraftKeyPath, IdPath};
pub use sent_form::{SentForm, read_form};

use crate::error::Error;

/// A page drawn from its template.
pub struct Html<T: Template>(pub T);

impl<T: Template> IntoResponse for Html<T> {
    fn into_response(self) -> Response {
        match self.0.render() {
            Ok(markup) => ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], markup).into_response(),
            Err(error) => Error::from(error).into_response(),
        }
    }
}

/// Leads for good from an old address of a thing to the one that it has by its name.
pub fn moved(url: &str) -> Response {
    let mut response = Redirect::permanent(url).into_response();
    // Browsers keep a permanent redirect for ever, and a name may change back.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// Percent-encodes a value for a query string.
pub fn encode(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(byte as char),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// An address with the values that are not empty: "/dampak/baris?jenis=ukuran&sektor=pertanian".
pub fn address(path: &str, pairs: &[(&str, &str)]) -> String {
    let said = pairs.iter().filter(|(_, value)| !value.is_empty());
    let query: Vec<String> = said.map(|(name, value)| format!("{name}={}", encode(value))).collect();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

/// Reverses [`encode`]; broken sequences are kept as they are.
pub fn decode(value: &str) -> String {
    let bytes = value.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes.get(at + 1..at + 3).and_then(|pair| std::str::from_utf8(pair).ok());
        match (bytes[at], hex.and_then(|pair| u8::from_str_radix(pair, 16).ok())) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 3;
            }
            (byte, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// A path of this site to return to; anything that could lead elsewhere becomes "/".
pub fn local_path(path: &str) -> &str {
    let safe = path.starts_with('/')
        && !path.starts_with("//")
        && !path.starts_with("/\\")
        && !path.chars().any(|letter| letter.is_control() || letter == '\\');
    if safe { path } else { "/" }
}
