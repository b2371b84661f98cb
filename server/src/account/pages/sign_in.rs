//! `/masuk` and `/keluar`.

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Deserialize;

use super::{unkept, with_cookie};
use crate::account::address::Address;
use crate::account::entity::account;
use crate::account::known_device::Device;
use crate::account::second_factor::step::Entered;
use crate::account::{contact, login, password, session, sign_out};
use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::office;
use crate::office::entity::office_term;
use crate::policy::Role;
use crate::viewer::Viewer;
use crate::web::{Html, Layout, encode, local_path, see_other};

/// More sample accounts than this only fill the page.
const MOST_SAMPLES: usize = 12;

#[derive(Template)]
#[template(path = "account/sign_in.html")]
struct Page {
    layout: Layout,
    back: String,
    login: String,
    office_computer: bool,
    problems: Problems,
    samples: Vec<Sample>,
    sample_password: &'static str,
}

/// A sample account that anybody may try.
struct Sample {
    name: String,
    label: String,
    phone: String,
    login: String,
}

/// Where to go afterwards.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Back {
    pub(super) kembali: String,
}

pub(super) async fn show(State(app): State<App>, layout: Layout, Query(back): Query<Back>) -> Result<Response> {
    let back = local_path(&back.kembali).to_owned();
    if layout.viewer.signed_in().is_some() {
        return Ok(Redirect::to(&back).into_response());
    }
    let form = Fields { kembali: back, ..Fields::default() };
    Ok(Html(page(&app, layout, form, Problems::default()).await?).into_response())
}

/// The form as it was sent.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Fields {
    login: String,
    password: String,
    office_computer: String,
    kembali: String,
}

pub(super) async fn send(
    State(app): State<App>,
    address: Address,
    layout: Layout,
    headers: HeaderMap,
    Form(mut form): Form<Fields>,
) -> Result<Response> {
    let attempt = login::Attempt {
        login: &form.login,
        password: std::mem::take(&mut form.password),
        address,
        device: Device::of(&headers, !form.office_computer.is_empty()),
    };
    match login::sign_in(&app, attempt).await {
        Ok(Entered::Session(cookies)) => {
            let response = Redirect::to(local_path(&form.kembali)).into_response();
            Ok(cookies.into_iter().fold(response, with_cookie))
        }
        Ok(Entered::NeedsCode(cookie)) => {
            let back = encode(local_path(&form.kembali));
            Ok(with_cookie(Redirect::to(&format!("/masuk/kode?kembali={back}")).into_response(), cookie))
        }
        Err(Error::Invalid(problems)) => {
            let page = page(&app, layout, form, problems).await?;
            Ok(unkept((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response()))
        }
        Err(error) => Err(error),
    }
}

async fn page(app: &App, layout: Layout, form: Fields, problems: Problems) -> Result<Page> {
    let samples = if app.config.show_samples { samples(app).await? } else { Vec::new() };
    Ok(Page {
        layout,
        back: local_path(&form.kembali).to_owned(),
        login: form.login,
        office_computer: !form.office_computer.is_empty(),
        problems,
        samples,
        sample_password: password::OF_SAMPLES,
    })
}

/// Sample accounts with a current term, those who write first.
async fn samples(app: &App) -> Result<Vec<Sample>> {
    let people = account::Entity::find()
        .filter(account::Column::IsSample.eq(true))
        .filter(account::Column::Phone.is_not_null())
        .order_by_asc(account::Column::Id)
        .limit(400)
        .all(app.db.read())
        .await?;
    let terms = office_term::Entity::find()
        .filter(office_term::Column::AccountId.is_in(people.iter().map(|person| person.id)))
        .filter(office::current_on(app.clock.today()))
        .all(app.db.read())
        .await?;
    let catalogue = app.catalogue.get();
    let mut described: Vec<_> =
        terms.into_iter().filter_map(|term| Some((term.account_id, office::described(term, &catalogue)?))).collect();
    described.sort_by_key(|(_, term)| (term.role != Role::Camat, term.role));
    // One or two of each role, so that every role can be tried.
    let mut samples: Vec<Sample> = Vec::new();
    let mut of_role = std::collections::HashMap::new();
    for (account, term) in described {
        let count = of_role.entry(term.role).or_insert(0);
        *count += 1;
        if *count > 2 || samples.len() >= MOST_SAMPLES {
            continue;
        }
        let person = people.iter().find(|person| person.id == account);
        if let Some((person, login)) = person.and_then(|person| Some((person, person.phone.clone()?))) {
            let phone = contact::shown(&login);
            samples.push(Sample { name: person.name.clone(), label: term.label, phone, login });
        }
    }
    Ok(samples)
}

pub(super) async fn leave(State(app): State<App>, viewer: Viewer) -> Result<Response> {
    if let Some(person) = viewer.signed_in() {
        match sign_out::here(&app, person).await {
            Ok(()) | Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(with_cookie(see_other("/", "Bapak/Ibu sudah keluar."), session::closing_cookie(&app)?))
}
