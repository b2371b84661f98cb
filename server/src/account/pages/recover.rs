//! `/lupa-sandi`.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::unkept;
use crate::account::address::Address;
use crate::account::{invitation, recover};
use crate::app::App;
use crate::error::{Problems, Result};
use crate::web::{Html, Layout};

#[derive(Template)]
#[template(path = "account/recover.html")]
struct Page {
    layout: Layout,
    login: String,
    sends_mail: bool,
    asked: bool,
    hours: i64,
    problems: Problems,
}

pub(super) async fn show(State(app): State<App>, layout: Layout) -> Response {
    Html(page(&app, layout, String::new(), false, Problems::default())).into_response()
}

/// The form as it was sent.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Fields {
    login: String,
}

pub(super) async fn send(
    State(app): State<App>,
    address: Address,
    layout: Layout,
    Form(form): Form<Fields>,
) -> Result<Response> {
    if form.login.trim().is_empty() {
        let problems = Problems::one("login", "Isi nomor ponsel, surel, atau NIP.");
        let page = page(&app, layout, form.login, false, problems);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response());
    }
    recover::ask(&app, &form.login, address).await?;
    Ok(unkept(Html(page(&app, layout, String::new(), true, Problems::default())).into_response()))
}

fn page(app: &App, layout: Layout, login: String, asked: bool, problems: Problems) -> Page {
    let sends_mail = !app.config.mail_url.is_empty();
    Page { layout, login, sends_mail, asked, hours: invitation::RECOVERY_HOURS, problems }
}
