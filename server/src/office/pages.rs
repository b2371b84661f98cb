//! `/kecamatan/{kode}/pejabat` and `/kabupaten-kota/{kode}/pejabat`: who serves, who served, inviting and ending.

use std::collections::HashSet;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Form, Router};
use chrono::NaiveDate;
use sea_orm::EntityTrait;

use super::entity::office_term;
use super::form::Fields;
use super::invite::{WayIn, act_for, plt_is_overdue};
use super::link_pages::{Sent, result};
use super::officials::{self, Official};
use super::{act_pages, invite, paper_way};
use crate::account::invitation::Purpose;
use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::format;
use crate::ids::TermId;
use crate::policy::{Act, Role};
use crate::rate_limit::{self, Kind};
use crate::sanction;
use crate::viewer::Viewer;
use crate::web::{Html, IdPath, Layout, pace};

/// The routes of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/kecamatan/{kode}/pejabat", get(show_kecamatan).post(invite_into_kecamatan))
        .route("/kecamatan/{kode}/delegasi", post(act_pages::grant))
        .route("/kecamatan/{kode}/delegasi/cabut", post(act_pages::revoke))
        .route("/kecamatan/{kode}/jalur-naskah", post(act_pages::set_paper_way))
        .route("/kabupaten-kota/{kode}/pejabat", get(show_kabupaten_kota).post(invite_into_kabupaten_kota))
        .route("/pejabat/{id}", get(place))
        .route("/pejabat/{id}/akhiri", post(act_pages::end))
        .route("/pejabat/{id}/akhiri/batal", post(act_pages::undo_end))
        .route("/pejabat/{id}/undangan", post(act_pages::again))
        .route("/pejabat/{id}/dua-langkah/matikan", post(act_pages::reset_second_factor))
}

/// Address of the page of an office; the province's own officials are the operator's business.
pub fn address(region: &str) -> Option<String> {
    match region.split('.').count() {
        3 => Some(format!("/kecamatan/{region}/pejabat")),
        2 => Some(format!("/kabupaten-kota/{region}/pejabat")),
        _ => None,
    }
}

#[derive(Template)]
#[template(path = "office/officials.html")]
struct Page {
    layout: Layout,
    code: String,
    name: String,
    short_name: String,
    address: String,
    parent: Option<(String, String)>,
    running: Vec<Line>,
    ended: Vec<Line>,
    roles: Vec<Role>,
    form: Fields,
    problems: Problems,
    delegated: bool,
    via_sekcam: bool,
    may_delegate: bool,
    offices: Vec<Office>,
    is_kecamatan: bool,
}

/// One term in words.
struct Line {
    id: i64,
    name: String,
    role: String,
    since: String,
    until: Option<String>,
    paper: String,
    joined: bool,
    may_manage: bool,
    /// Path of the form to warn or suspend the person, for who may.
    sanction: Option<String>,
    to_come: bool,
    overdue: bool,
}

/// A kecamatan of the kabupaten/kota and who leads it.
struct Office {
    code: String,
    name: String,
    head: Option<String>,
}

async fn show_kecamatan(State(app): State<App>, layout: Layout, Path(code): Path<String>) -> Result<Response> {
    kecamatan_of(&app, &code)?;
    show(&app, layout, code).await
}

async fn show_kabupaten_kota(State(app): State<App>, layout: Layout, Path(code): Path<String>) -> Result<Response> {
    kabupaten_kota_of(&app, &code)?;
    show(&app, layout, code).await
}

/// `GET /pejabat/{id}`: leads to the page of the office, where the forms about a term stand; so do, by way of it, the
/// addresses below that are only posted to. Those of the province stand nowhere.
async fn place(State(app): State<App>, layout: Layout, IdPath { id, .. }: IdPath<TermId>) -> Result<Response> {
    layout.viewer.require(&layout.path)?;
    if !layout.viewer.is_member() {
        return Err(Error::Forbidden);
    }
    let term = office_term::Entity::find_by_id(id.get()).one(app.db.read()).await?.ok_or(Error::NotFound)?;
    let office = address(&term.region_code).ok_or(Error::NotFound)?;
    Ok(Redirect::to(&office).into_response())
}

async fn show(app: &App, layout: Layout, code: String) -> Result<Response> {
    layout.viewer.require(&layout.path)?;
    if !layout.viewer.is_member() {
        return Err(Error::Forbidden);
    }
    let form = Fields::default();
    Ok(unkept(Html(page(app, layout, code, form, Problems::default()).await?).into_response()))
}

pub(super) fn kecamatan_of(app: &App, code: &str) -> Result<()> {
    app.catalogue.get().places.kecamatan(code).map(|_| ()).ok_or(Error::NotFound)
}

fn kabupaten_kota_of(app: &App, code: &str) -> Result<()> {
    app.catalogue.get().places.kabupaten_kota(code).map(|_| ()).ok_or(Error::NotFound)
}

async fn page(app: &App, layout: Layout, code: String, form: Fields, problems: Problems) -> Result<Page> {
    let catalogue = app.catalogue.get();
    let today = app.clock.today();
    let is_kecamatan = catalogue.places.kecamatan(&code).is_some();
    let (running, ended) = officials::of_office(app.db.read(), &code, today).await?;
    let people: Vec<i64> = running.iter().map(|official| official.term.account_id).collect();
    let reached = sanction::reached_among(app, &layout.viewer, &people).await?;
    let parent = catalogue
        .places
        .kecamatan(&code)
        .map(|kecamatan| (kecamatan.kabupaten_kota.clone(), catalogue.places.full_name(&kecamatan.kabupaten_kota)));
    let mut offices = Vec::new();
    if let Some(place) = catalogue.places.kabupaten_kota(&code) {
        let mut heads = officials::heads_within(app.db.read(), &code, today).await?;
        offices.extend(place.kecamatan.iter().filter_map(|code| {
            let kecamatan = catalogue.places.kecamatan(code)?;
            Some(Office { code: code.clone(), name: kecamatan.name.clone(), head: heads.remove(code) })
        }));
    }
    let name = catalogue.places.full_name(&code);
    Ok(Page {
        short_name: name.split(',').next().unwrap_or_default().to_owned(),
        name,
        address: address(&code).unwrap_or_default(),
        parent,
        running: running.into_iter().map(|official| line(&layout.viewer, official, today, &reached)).collect(),
        ended: ended.into_iter().map(|official| line(&layout.viewer, official, today, &reached)).collect(),
        roles: roles_offered(&layout.viewer, &code),
        via_sekcam: !is_kecamatan || paper_way::passes_sekcam(app.db.read(), &code).await?,
        delegated: is_kecamatan && super::is_delegated(app.db.read(), &code, today).await?,
        may_delegate: is_kecamatan && layout.viewer.may(Act::Delegate, &code),
        offices,
        is_kecamatan,
        form,
        problems,
        code,
        layout,
    })
}

fn line(viewer: &Viewer, official: Official, today: NaiveDate, reached: &HashSet<i64>) -> Line {
    let Official { term, role, name, joined } = official;
    Line {
        id: term.id,
        name,
        role: match role {
            Role::Staf if !term.title.is_empty() => term.title,
            role if role.is_coordinator() && !term.unit_name.is_empty() => {
                format!("{}, {}", role.label(), term.unit_name)
            }
            role => role.label().to_owned(),
        },
        since: format::date(term.started_on),
        until: term.ended_on.map(format::date),
        paper: term.paper,
        joined,
        may_manage: act_for(role).is_some_and(|act| viewer.may(act, &term.region_code)),
        sanction: reached.contains(&term.account_id).then(|| format!("/orang/{}/teguran", term.account_id)),
        to_come: term.started_on > today,
        overdue: term.ended_on.is_none_or(|end| end >= today) && plt_is_overdue(role, term.started_on, today),
    }
}

/// The roles of an office's level that the viewer's acting term may invite into it.
fn roles_offered(viewer: &Viewer, code: &str) -> Vec<Role> {
    let depth = code.split('.').count();
    let order = [
        Role::Camat,
        Role::PltCamat,
        Role::PlhCamat,
        Role::Sekcam,
        Role::Staf,
        Role::PembinaKabupatenKota,
        Role::InovasiKabupatenKota,
    ];
    let offered = order.into_iter().filter(|role| role.region_depth() == depth);
    offered.filter(|role| act_for(*role).is_some_and(|act| viewer.may(act, code))).collect()
}

async fn invite_into_kecamatan(
    State(app): State<App>,
    layout: Layout,
    Path(code): Path<String>,
    Form(form): Form<Fields>,
) -> Result<Response> {
    kecamatan_of(&app, &code)?;
    send(&app, layout, code, form).await
}

async fn invite_into_kabupaten_kota(
    State(app): State<App>,
    layout: Layout,
    Path(code): Path<String>,
    Form(form): Form<Fields>,
) -> Result<Response> {
    kabupaten_kota_of(&app, &code)?;
    send(&app, layout, code, form).await
}

async fn send(app: &App, layout: Layout, code: String, form: Fields) -> Result<Response> {
    layout.viewer.require(&layout.path)?;
    let today = app.clock.today();
    let roles = roles_offered(&layout.viewer, &code);
    // Who may invite nobody here hears that, not what is wrong with the form; a role out of reach is refused likewise.
    let out_of_reach = Role::parse(&form.role).is_some_and(|role| !roles.contains(&role));
    if roles.is_empty() || out_of_reach {
        return Err(Error::Forbidden);
    }
    let account = layout.viewer.require(&layout.path)?.account;
    if let Err((problems, welcome)) = rate_limit::in_form(app, Kind::Invite, account, "role").await {
        let page = refused(app, layout, code, form, problems).await?;
        return Ok(pace::slowed_down(app, page, welcome));
    }
    let (person, post) = match form.read(&code, &roles, today) {
        Ok(read) => read,
        Err(problems) => return refused(app, layout, code, form, problems).await,
    };
    let placed = match invite::invite(app, &layout.viewer, &person, &post).await {
        Ok(placed) => placed,
        Err(Error::Invalid(problems)) => return refused(app, layout, code, form, problems).await,
        Err(error) => return Err(error),
    };
    let last_day = post.ended_on.unwrap_or(today);
    let warning = plt_is_overdue(post.role, post.started_on, last_day)
        .then_some("Plt. Camat ini menjabat lebih dari 3 + 3 bulan. Periksa apakah perpanjangannya masih berlaku.");
    let office = app.catalogue.get().places.full_name(&code);
    let role = post.role.label();
    let (heading, sentence, token) = match placed.way_in {
        WayIn::Invitation(token) => (
            format!("Undangan untuk {}", placed.name),
            format!(
                "{} sudah tercatat sebagai {role}, {office}. {}Kirim tautan ini kepada orangnya sendiri.",
                placed.name,
                placed.mailed_to.map(|to| format!("Undangan juga dikirim ke {to}. ")).unwrap_or_default()
            ),
            Some(token),
        ),
        WayIn::HasPassword => (
            format!("{} sudah punya akun", placed.name),
            format!(
                "Jabatan {role}, {office}, sudah ditambahkan. Orangnya masuk seperti biasa, lalu memilihnya di halaman Akun."
            ),
            None,
        ),
        WayIn::EarlierInvitation | WayIn::KnownBefore => (
            format!("{} sudah diundang", placed.name),
            format!(
                "Jabatan {role}, {office}, sudah ditambahkan. Undangan yang lebih dulu tetap berlaku; bila hilang, minta yang baru kepada pembina."
            ),
            None,
        ),
    };
    let person = Sent { phone: person.phone, token, purpose: Purpose::Join, region: code };
    Ok(result(app, layout, heading, sentence, person, warning))
}

async fn refused(app: &App, layout: Layout, code: String, form: Fields, problems: Problems) -> Result<Response> {
    let page = page(app, layout, code, form, problems).await?;
    Ok(unkept((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response()))
}

/// Marks an answer as one that no browser or proxy keeps.
pub fn unkept(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}
