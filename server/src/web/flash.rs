//! Notices that the next page shows once, with "Urungkan" where the act has a reverse; kept in a cookie, so that they
//! work without scripts and on any node.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};

use super::{decode, encode};

/// Name of the cookie.
pub const COOKIE: &str = "pesan";

/// One notice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// A sentence.
    pub text: String,
    /// Path of a form post that reverses the act.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub undo: String,
}

/// Sends the browser to `path` after a form was done, with a notice when there is something to say.
pub fn see_other(path: &str, text: &str) -> Response {
    with_flash(path, &Flash { text: text.to_owned(), undo: String::new() })
}

/// As [`see_other`], with a button that reverses the act by posting to `undo`.
pub fn see_other_with_undo(path: &str, text: &str, undo: &str) -> Response {
    with_flash(path, &Flash { text: text.to_owned(), undo: undo.to_owned() })
}

fn with_flash(path: &str, flash: &Flash) -> Response {
    let mut response = Redirect::to(path).into_response();
    if !flash.text.is_empty() {
        let value = encode(&serde_json::to_string(flash).unwrap_or_default());
        if let Ok(cookie) =
            HeaderValue::from_str(&format!("{COOKIE}={value}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax"))
        {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    response
}

/// Reads a cookie's value; a forged one shows at most a sentence to its forger, and undoes only on this site.
pub fn parse(value: &str) -> Option<Flash> {
    let flash: Flash = serde_json::from_str(&decode(value)).ok()?;
    (flash.undo.is_empty() || super::local_path(&flash.undo) == flash.undo).then_some(flash)
}

/// The header that forgets the notice.
pub fn forget() -> HeaderValue {
    HeaderValue::from_static("pesan=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax")
}
