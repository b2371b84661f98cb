//! `/akun/tarik-persetujuan`: what ends with the account and what stays, then the end.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::{unkept, with_cookie};
use crate::account::address::Address;
use crate::account::{close, session};
use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::web::{Html, Layout, Posted, see_other};

#[derive(Template)]
#[template(path = "account/close.html")]
struct Page {
    layout: Layout,
    sure: bool,
    problems: Problems,
}

pub(super) async fn ask(layout: Layout) -> Result<Response> {
    layout.viewer.require_account("/akun/tarik-persetujuan")?;
    Ok(unkept(Html(Page { layout, sure: false, problems: Problems::default() }).into_response()))
}

pub(super) async fn go(State(app): State<App>, address: Address, layout: Layout, form: Posted) -> Result<Response> {
    let person = layout.viewer.require_account("/akun/tarik-persetujuan")?.clone();
    let sure = form.get("sure") == "ya";
    match close::close(&app, &person, form.get("password"), sure, address).await {
        Ok(()) => Ok(with_cookie(see_other("/", "Akun Bapak/Ibu sudah ditutup."), session::closing_cookie(&app)?)),
        Err(Error::Invalid(problems)) => {
            let page = Page { layout, sure, problems };
            Ok(unkept((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response()))
        }
        Err(error) => Err(error),
    }
}
