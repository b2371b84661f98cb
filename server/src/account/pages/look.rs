//! `/tampilan`: theme and text size, kept in cookies for a year.

use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::app::App;
use crate::web::layout::{text_size, theme};
use crate::web::local_path;

/// What was chosen; what is missing stays as it is.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Choice {
    tema: Option<String>,
    huruf: Option<String>,
    kembali: String,
}

pub(super) async fn choose(State(app): State<App>, Query(choice): Query<Choice>) -> Response {
    let mut response = Redirect::to(local_path(&choice.kembali)).into_response();
    let cookies = [
        choice.tema.map(|chosen| ("tema", theme(&chosen).to_owned())),
        choice.huruf.map(|chosen| ("huruf", text_size(&chosen).to_string())),
    ];
    let secure = if app.config.is_https() { "; Secure" } else { "" };
    for (name, value) in cookies.into_iter().flatten() {
        let life = if value.is_empty() { 0 } else { 365 * 86_400 };
        let cookie = format!("{name}={value}; Path=/; Max-Age={life}; HttpOnly; SameSite=Lax{secure}");
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    response
}
