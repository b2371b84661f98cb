//! How often a person gets the digest by mail: chosen on the account's page, or stopped by the link in each mail. Opening
//! the link changes nothing, since programs that look through mails open every link; a POST stops it, without signing in.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::digest::{Frequency, choice};
use crate::error::{Error, Result};
use crate::viewer::Viewer;
use crate::web::{Html, Layout, Posted, see_other};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Asks,
    Stopped,
    Unknown,
}

#[derive(Template)]
#[template(path = "digest/stop.html")]
struct Page {
    layout: Layout,
    step: Step,
    token: String,
}

pub(super) async fn ask(State(app): State<App>, layout: Layout, Path(token): Path<String>) -> Result<Response> {
    let step = match choice::holder(app.db.read(), &token).await {
        Ok(person) if choice::chosen(app.db.read(), person).await? == Some(Frequency::Never) => Step::Stopped,
        Ok(_) => Step::Asks,
        Err(Error::NotFound) => Step::Unknown,
        Err(error) => return Err(error),
    };
    Ok(answer(layout, step, token))
}

/// What was posted is not looked at: mail programs send `List-Unsubscribe=One-Click` in several ways, and the token says
/// all. There is no redirect, since they follow none.
pub(super) async fn stop(State(app): State<App>, layout: Layout, Path(token): Path<String>) -> Result<Response> {
    let step = match choice::stop(&app, &token).await {
        Ok(()) => Step::Stopped,
        Err(Error::NotFound) => Step::Unknown,
        Err(error) => return Err(error),
    };
    Ok(answer(layout, step, token))
}

fn answer(layout: Layout, step: Step, token: String) -> Response {
    let status = if step == Step::Unknown { StatusCode::NOT_FOUND } else { StatusCode::OK };
    let mut response = (status, Html(Page { layout, step, token })).into_response();
    // The address is a secret of the mail's reader: kept nowhere and told to nobody.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

pub(super) async fn choose(State(app): State<App>, viewer: Viewer, posted: Posted) -> Result<Response> {
    let person = viewer.require_account("/akun")?.account;
    let way = Frequency::parse(posted.get("ringkasan")).ok_or(Error::NotFound)?;
    let setting = choice::of(&app, person).await?;
    if setting.email.is_none() && way != Frequency::Never {
        return Ok(see_other(
            "/akun#ringkasan",
            "Akun ini belum mempunyai alamat surel, jadi ringkasan tidak dikirim.",
        ));
    }
    choice::choose(&app, person, way).await?;
    let said = match way {
        Frequency::Weekly => "Ringkasan dikirim setiap minggu.",
        Frequency::Monthly => "Ringkasan dikirim sekali sebulan.",
        Frequency::Never => "Ringkasan tidak dikirim lagi lewat surel.",
    };
    Ok(see_other("/akun#ringkasan", said))
}
