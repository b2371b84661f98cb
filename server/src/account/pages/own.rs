//! `/akun`: one's own name, offices, e-mail address, password and open sessions.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use sea_orm::EntityTrait;
use serde::Deserialize;

use super::{unkept, with_cookie};
use crate::account::address::Address;
use crate::account::entity::account;
use crate::account::{change_email, change_password, consent, contact, device, second_factor, session, sign_out};
use crate::app::App;
use crate::digest;
use crate::error::{Error, Problems, Result};
use crate::format;
use crate::ids::{SessionId, TermId};
use crate::office;
use crate::sanction;
use crate::viewer::Viewer;
use crate::web::{Html, IdPath, Layout, Posted, local_path, see_other};

#[derive(Template)]
#[template(path = "account/own.html")]
struct Page {
    layout: Layout,
    name: String,
    phone: Option<String>,
    email: Option<String>,
    /// When the mailbox last refused a mail for good.
    mail_refused: Option<String>,
    /// The address as it was typed, while it has to be mended; else as it is kept.
    typed_email: String,
    terms: Vec<Own>,
    past: Vec<String>,
    sessions: Vec<Open>,
    second_factor: bool,
    digest: digest::choice::Setting,
    /// The newest version of the terms that was agreed to, and when.
    agreed: Option<(i32, String)>,
    /// What was decided about the person, the newest first.
    sanctions: Vec<sanction::Line>,
    problems: Problems,
}

/// A current term of one's own.
struct Own {
    id: i64,
    label: String,
    since: String,
    acting: bool,
    officials: Option<(String, String)>,
}

/// An open session in plain words.
struct Open {
    id: i64,
    device: String,
    seen: String,
    since: String,
    office_computer: bool,
    here: bool,
}

pub(super) async fn show(State(app): State<App>, layout: Layout) -> Result<Response> {
    Ok(unkept(Html(page(&app, layout, None, Problems::default()).await?).into_response()))
}

async fn page(app: &App, layout: Layout, typed_email: Option<&str>, problems: Problems) -> Result<Page> {
    let person = layout.viewer.require_account("/akun")?.clone();
    let row = account::Entity::find_by_id(person.account.get()).one(app.db.read()).await?.ok_or(Error::NotFound)?;
    let all = office::terms_ever(app.db.read(), person.account).await?;
    let acting = layout.viewer.acting_term().map(|term| term.id);
    let terms = person.terms.iter().map(|term| Own {
        id: term.id.get(),
        label: place_of(app, &term.label, &term.region),
        since: all
            .iter()
            .find(|row| row.id == term.id.get())
            .map_or_else(String::new, |row| format::date(row.started_on)),
        acting: Some(term.id) == acting,
        officials: office::pages::address(&term.region)
            .map(|address| (address, app.catalogue.get().places.full_name(&term.region))),
    });
    let terms: Vec<_> = terms.collect();
    let today = app.clock.today();
    let catalogue = app.catalogue.get();
    let past = all.iter().filter(|row| row.ended_on.is_some_and(|end| end < today)).filter_map(|row| {
        let until = format::date(row.ended_on?);
        let term = office::described(row.clone(), &catalogue)?;
        Some(format!("{}, {} sampai {until}", place_of(app, &term.label, &term.region), format::date(row.started_on)))
    });
    let past = past.collect();
    let given = consent::of(app.db.read(), person.account).await?;
    let agreed = given.iter().find(|row| row.document == consent::TERMS && row.withdrawn_at.is_none());
    let agreed = agreed.map(|row| (row.version, layout.date_time(&row.given_at)));
    let sanctions = sanction::of_person(app.db.read(), person.account).await?;
    let sessions = session::open_of(app, person.account).await?;
    let sessions = sessions.into_iter().map(|row| Open {
        id: row.id,
        device: device::in_words(&row.user_agent),
        seen: layout.ago(&row.last_seen_at),
        since: layout.date(&row.created_at),
        office_computer: row.office_computer,
        here: row.id == person.session.get(),
    });
    Ok(Page {
        name: row.name,
        phone: row.phone.as_deref().map(contact::shown),
        typed_email: typed_email.or(row.email.as_deref()).unwrap_or_default().to_owned(),
        mail_refused: row.mail_refused_at.map(|at| layout.date_time(&at)),
        email: row.email,
        terms,
        past,
        sessions: sessions.collect(),
        second_factor: second_factor::is_on(app.db.read(), person.account).await?,
        digest: digest::choice::of(app, person.account).await?,
        agreed,
        sanctions: sanctions.iter().map(|row| sanction::Line::of(row, String::new(), &app.clock)).collect(),
        problems,
        layout,
    })
}

/// A kecamatan is never shown without its kabupaten/kota.
fn place_of(app: &App, label: &str, region: &str) -> String {
    let places = &app.catalogue.get().places;
    match places.kecamatan(region) {
        Some(kecamatan) => format!("{label}, {}", places.full_name(&kecamatan.kabupaten_kota)),
        None => label.to_owned(),
    }
}

/// The term to act by.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ActAs {
    term: i64,
    kembali: String,
}

pub(super) async fn act_as(State(app): State<App>, viewer: Viewer, Form(form): Form<ActAs>) -> Result<Response> {
    let person = viewer.require_account("/akun")?;
    let term = TermId(form.term);
    sign_out::act_as(&app, person, term).await?;
    let label = person.terms.iter().find(|own| own.id == term).map_or("", |own| own.label.as_str());
    let back = if form.kembali.is_empty() { "/akun" } else { local_path(&form.kembali) };
    Ok(see_other(back, &format!("Sekarang Bapak/Ibu bertindak sebagai {label}.")))
}

/// The form as it was sent.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Passwords {
    current: String,
    password: String,
    password_again: String,
}

pub(super) async fn change_password(
    State(app): State<App>,
    address: Address,
    layout: Layout,
    Form(form): Form<Passwords>,
) -> Result<Response> {
    let person = layout.viewer.require_account("/akun")?.clone();
    let typed =
        change_password::Typed { current: &form.current, password: &form.password, again: &form.password_again };
    match change_password::change(&app, &person, typed, address).await {
        Ok(()) => Ok(see_other("/akun", "Kata sandi sudah diganti. Perangkat lain sudah dikeluarkan.")),
        Err(Error::Invalid(problems)) => {
            let page = page(&app, layout, None, problems).await?;
            Ok(unkept((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response()))
        }
        Err(error) => Err(error),
    }
}

pub(super) async fn change_email(
    State(app): State<App>,
    address: Address,
    layout: Layout,
    form: Posted,
) -> Result<Response> {
    let person = layout.viewer.require_account("/akun")?.clone();
    match change_email::change(&app, &person, form.get("email"), form.get("email_password"), address).await {
        Ok(Some(email)) => Ok(see_other("/akun", &format!("Surel disimpan: {email}."))),
        Ok(None) => Ok(see_other("/akun", "Akun ini sekarang tanpa surel.")),
        Err(Error::Invalid(problems)) => {
            let page = page(&app, layout, Some(form.get("email")), problems).await?;
            Ok(unkept((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response()))
        }
        Err(error) => Err(error),
    }
}

pub(super) async fn end_session(
    State(app): State<App>,
    viewer: Viewer,
    IdPath { id, .. }: IdPath<SessionId>,
) -> Result<Response> {
    let person = viewer.require_account("/akun")?;
    sign_out::elsewhere(&app, person, id).await?;
    if id == person.session {
        return Ok(with_cookie(see_other("/", "Bapak/Ibu sudah keluar."), session::closing_cookie(&app)?));
    }
    Ok(see_other("/akun", "Perangkat itu sudah dikeluarkan."))
}

pub(super) async fn end_all_sessions(State(app): State<App>, viewer: Viewer) -> Result<Response> {
    let person = viewer.require_account("/akun")?;
    sign_out::everywhere(&app, person).await?;
    let notice = "Bapak/Ibu sudah keluar dari semua perangkat.";
    Ok(with_cookie(see_other("/masuk", notice), session::closing_cookie(&app)?))
}
