//! `/undangan/{token}`: joining, or choosing another password.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::{unkept, with_cookie};
use crate::account::address::Address;
use crate::account::contact;
use crate::account::invitation::{self, Chosen, Opened, Purpose, Valid};
use crate::account::known_device::Device;
use crate::account::second_factor::step::Entered;
use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::office;
use crate::policy::Role;
use crate::rate_limit::{self, Kind};
use crate::web::{Html, Layout, see_other};

#[derive(Template)]
#[template(path = "account/invitation.html")]
struct Page {
    layout: Layout,
    token: String,
    name: String,
    joins: bool,
    office: Option<String>,
    invited_by: Option<String>,
    sign_in_by: Option<String>,
    until: String,
    /// The version of the terms of use that the tick stands for.
    holds: i32,
    agrees: bool,
    problems: Problems,
}

#[derive(Template)]
#[template(path = "account/invitation_over.html")]
struct Over {
    layout: Layout,
    heading: &'static str,
    sentence: &'static str,
    may_sign_in: bool,
}

pub(super) async fn show(
    State(app): State<App>,
    address: Address,
    layout: Layout,
    Path(token): Path<String>,
) -> Result<Response> {
    in_time(&app, address).await?;
    let opened = invitation::open(app.db.read(), &app, &token).await?;
    let valid = match opened {
        Opened::Valid(valid) => valid,
        over => return Ok(unkept(ended(layout, &over).into_response())),
    };
    let page = page(&app, layout, token, *valid, Problems::default(), false).await?;
    Ok(unkept(Html(page).into_response()))
}

/// The form as it was sent.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Fields {
    password: String,
    password_again: String,
    office_computer: String,
    /// The version of the terms of use that stood on the page, when ticked.
    setuju: String,
}

pub(super) async fn send(
    State(app): State<App>,
    address: Address,
    layout: Layout,
    Path(token): Path<String>,
    headers: HeaderMap,
    Form(form): Form<Fields>,
) -> Result<Response> {
    in_time(&app, address).await?;
    let valid = match invitation::open(app.db.read(), &app, &token).await? {
        Opened::Valid(valid) => *valid,
        over => return Ok(unkept(ended(layout, &over).into_response())),
    };
    rate_limit::by_account(&app, Kind::UseLink, valid.person.id.into()).await?;
    let agrees: Option<i32> = form.setuju.parse().ok();
    let chosen = Chosen {
        password: &form.password,
        again: &form.password_again,
        agrees,
        device: Device::of(&headers, !form.office_computer.is_empty()),
    };
    match invitation::accept(&app, &token, chosen).await {
        Ok(Entered::NeedsCode(cookie)) => {
            Ok(with_cookie(see_other("/masuk/kode", "Kata sandi baru sudah berlaku."), cookie))
        }
        Ok(Entered::Session(cookies)) => {
            let greeting = greeting(&valid);
            let lands = landing(&valid);
            Ok(cookies.into_iter().fold(see_other(lands, &greeting), with_cookie))
        }
        Err(Error::Invalid(problems)) => {
            // A tick that stood for another version is not taken over.
            let agrees = agrees.is_some() && problems.of("setuju").is_none();
            let page = page(&app, layout, token, valid, problems, agrees).await?;
            Ok(unkept((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response()))
        }
        // Somebody was faster with the same link.
        Err(Error::NotFound) => Ok(unkept(ended(layout, &Opened::Used).into_response())),
        Err(error) => Err(error),
    }
}

/// Whoever opens links is not signed in, so the address is counted.
async fn in_time(app: &App, address: Address) -> Result<()> {
    app.rates.take(Kind::OpenLink, address.key(), app.clock.now()).await.map_err(Error::SentTooFast)
}

/// Who joins to write lands on the form; everybody else on the home page.
fn landing(valid: &Valid) -> &'static str {
    let role = valid.term.as_ref().and_then(|term| Role::parse(&term.role));
    let joins = valid.row.purpose == Purpose::Join.as_str();
    if joins && role.is_some_and(Role::is_of_kecamatan) { "/tulis" } else { "/" }
}

fn greeting(valid: &Valid) -> String {
    let by = sign_in_by(valid).map_or_else(String::new, |by| format!(" Lain kali masuk dengan {by}."));
    if valid.row.purpose == Purpose::Join.as_str() {
        // "…, M.Si." has its full stop.
        format!("Selamat datang, {}.{by}", valid.person.name.trim_end_matches('.'))
    } else {
        format!("Kata sandi baru sudah berlaku.{by}")
    }
}

fn sign_in_by(valid: &Valid) -> Option<String> {
    let phone = valid.person.phone.as_deref().map(contact::shown);
    phone.or_else(|| valid.person.email.clone()).or_else(|| valid.person.nip.as_ref().map(|_| "NIP".to_owned()))
}

async fn page(
    app: &App,
    layout: Layout,
    token: String,
    valid: Valid,
    problems: Problems,
    agrees: bool,
) -> Result<Page> {
    let catalogue = app.catalogue.get();
    let office = valid.term.as_ref().and_then(|term| {
        let described = office::described(term.clone(), &catalogue)?;
        let place = match catalogue.places.kecamatan(&described.region) {
            Some(kecamatan) => catalogue.places.full_name(&kecamatan.kabupaten_kota),
            None => return Some(described.label),
        };
        Some(format!("{}, {place}", described.label))
    });
    let invited_by = match &valid.invited_by {
        Some(person) => {
            let terms = office::current_terms(app.db.read(), person.id.into(), app.clock.today()).await?;
            let mut terms: Vec<_> = terms.into_iter().filter_map(|term| office::described(term, &catalogue)).collect();
            terms.sort_by_key(|term| office::rank(term.role));
            Some(terms.first().map_or_else(|| person.name.clone(), |term| format!("{} ({})", person.name, term.label)))
        }
        None => None,
    };
    Ok(Page {
        token,
        joins: valid.row.purpose == Purpose::Join.as_str(),
        sign_in_by: sign_in_by(&valid),
        until: layout.date_time(&valid.row.expires_at),
        name: valid.person.name,
        holds: layout.catalogue.settings.terms_on(layout.today()).number,
        office,
        invited_by,
        agrees,
        problems,
        layout,
    })
}

fn ended(layout: Layout, opened: &Opened) -> (StatusCode, Html<Over>) {
    let (status, heading, sentence, may_sign_in) = match opened {
        Opened::Used => (
            StatusCode::GONE,
            "Tautan ini sudah dipakai",
            "Setiap tautan hanya berlaku satu kali. Bila Bapak/Ibu yang memakainya, silakan masuk dengan kata sandi yang \
             sudah dibuat. Bila bukan, segera hubungi yang mengundang atau pembina kecamatan.",
            true,
        ),
        Opened::Unknown | Opened::Valid(_) => (
            StatusCode::NOT_FOUND,
            "Tautan ini tidak dikenali",
            "Mungkin terpotong saat disalin. Buka lagi dari pesan aslinya, atau minta tautan baru kepada yang mengundang.",
            false,
        ),
        Opened::Expired => (
            StatusCode::GONE,
            "Tautan ini tidak berlaku lagi",
            "Masa berlakunya habis, atau sudah diganti tautan yang lebih baru. Minta tautan baru kepada yang mengundang \
             atau pembina kecamatan; membuatnya hanya sebentar.",
            false,
        ),
    };
    (status, Html(Over { layout, heading, sentence, may_sign_in }))
}
