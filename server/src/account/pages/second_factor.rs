//! `/masuk/kode`, the second step of signing in; `/akun/dua-langkah`, where it is turned on and off.

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::sign_in::Back;
use super::{unkept, with_cookie};
use crate::account::address::Address;
use crate::account::second_factor::step;
use crate::account::second_factor::{self, Setup, Standing};
use crate::account::throttle;
use crate::app::App;
use crate::db::Effect;
use crate::error::{Error, Problems, Result};
use crate::viewer::SignedIn;
use crate::web::qr::Qr;
use crate::web::{Html, Layout, local_path, see_other};

#[derive(Template)]
#[template(path = "account/code.html")]
struct CodePage {
    layout: Layout,
    back: String,
    problems: Problems,
}

/// `GET /masuk/kode`.
pub(super) async fn ask(
    State(app): State<App>,
    layout: Layout,
    headers: HeaderMap,
    Query(back): Query<Back>,
) -> Result<Response> {
    let back = local_path(&back.kembali).to_owned();
    if !step::waits(&app, &headers).await? {
        return Ok(Redirect::to("/masuk").into_response());
    }
    Ok(unkept(Html(CodePage { layout, back, problems: Problems::default() }).into_response()))
}

/// A code, and where to go afterwards.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Code {
    code: String,
    kembali: String,
}

/// `POST /masuk/kode`.
pub(super) async fn pass(
    State(app): State<App>,
    address: Address,
    layout: Layout,
    headers: HeaderMap,
    Form(form): Form<Code>,
) -> Result<Response> {
    let back = local_path(&form.kembali).to_owned();
    match step::pass(&app, &headers, &form.code, address).await {
        Ok(cookies) => Ok(cookies.into_iter().fold(Redirect::to(&back).into_response(), with_cookie)),
        Err(Error::Invalid(problems)) => {
            Ok(unkept((StatusCode::UNPROCESSABLE_ENTITY, Html(CodePage { layout, back, problems })).into_response()))
        }
        Err(Error::NotFound) => Ok(see_other("/masuk", "Waktunya habis. Masukkan kata sandi sekali lagi.")),
        Err(error) => Err(error),
    }
}

#[derive(Template)]
#[template(path = "account/second_factor.html")]
struct OwnPage {
    layout: Layout,
    standing: Standing,
    setup: Option<Setup>,
    code: Option<Qr>,
    owes: bool,
    is_obligatory: bool,
    codes: Vec<String>,
    problems: Problems,
}

async fn own_page(app: &App, layout: Layout, codes: Vec<String>, problems: Problems) -> Result<Response> {
    let person = person(&layout)?;
    let standing = second_factor::standing(app.db.read(), person.account).await?;
    let setup = if standing.is_on { None } else { Some(second_factor::set_up(app, &person).await?) };
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = OwnPage {
        code: setup.as_ref().and_then(|setup| Qr::of(&setup.url)),
        owes: person.owes_second_factor,
        is_obligatory: is_obligatory(app, &person),
        setup,
        standing,
        codes,
        problems,
        layout,
    };
    Ok(unkept((status, Html(page)).into_response()))
}

fn is_obligatory(app: &App, person: &SignedIn) -> bool {
    app.config.session.second_factor_is_obligatory() && person.terms.iter().any(|term| term.role.is_powerful())
}

fn person(layout: &Layout) -> Result<SignedIn> {
    Ok(layout.viewer.require_account("/akun/dua-langkah")?.clone())
}

/// `GET /akun/dua-langkah`.
pub(super) async fn show(State(app): State<App>, layout: Layout) -> Result<Response> {
    own_page(&app, layout, Vec::new(), Problems::default()).await
}

/// `POST /akun/dua-langkah`: the first code of the app.
pub(super) async fn turn_on(
    State(app): State<App>,
    address: Address,
    layout: Layout,
    Form(form): Form<Code>,
) -> Result<Response> {
    let person = person(&layout)?;
    let done = guarded(&app, &person, address, second_factor::turn_on(&app, &person, &form.code)).await;
    with_codes(&app, layout, done).await
}

/// `POST /akun/dua-langkah/kode`: new recovery codes.
pub(super) async fn renew(
    State(app): State<App>,
    address: Address,
    layout: Layout,
    Form(form): Form<Code>,
) -> Result<Response> {
    let person = person(&layout)?;
    let done = guarded(&app, &person, address, second_factor::renew_codes(&app, &person, &form.code)).await;
    with_codes(&app, layout, done).await
}

/// `POST /akun/dua-langkah/matikan`.
pub(super) async fn turn_off(
    State(app): State<App>,
    address: Address,
    layout: Layout,
    Form(form): Form<Code>,
) -> Result<Response> {
    let person = person(&layout)?;
    if is_obligatory(&app, &person) {
        return Err(Error::Forbidden);
    }
    match guarded(&app, &person, address, second_factor::turn_off(&app, &person, &form.code)).await {
        Ok(()) => Ok(see_other("/akun", "Verifikasi dua langkah dimatikan.")),
        Err(Error::Invalid(problems)) => own_page(&app, layout, Vec::new(), problems).await,
        Err(error) => Err(error),
    }
}

async fn with_codes(app: &App, layout: Layout, done: Result<Vec<String>>) -> Result<Response> {
    match done {
        Ok(codes) => own_page(app, layout, codes, Problems::default()).await,
        Err(Error::Invalid(problems)) => own_page(app, layout, Vec::new(), problems).await,
        Err(error) => Err(error),
    }
}

/// Codes are guessed no faster here than at sign-in.
async fn guarded<T>(app: &App, person: &SignedIn, address: Address, act: impl Future<Output = Result<T>>) -> Result<T> {
    let admitted = throttle::admit(app, &throttle::Keys::of(&format!("code {}", person.account), address)).await?;
    let done = act.await;
    match &done {
        Ok(_) => {
            let tx = app.db.begin_write().await?;
            throttle::forgiven(&tx, &admitted).await?;
            tx.commit(Effect::Private).await?;
        }
        Err(Error::Invalid(_)) => throttle::failed(app, &admitted, Some(person.account)).await?,
        Err(_) => {}
    }
    done
}
