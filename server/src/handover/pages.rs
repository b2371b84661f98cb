//! `/kecamatan/{kode}/serah-terima`: mutasi; `/serah-terima/{id}`: what is handed over, and its print.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Form, Router};

use super::contents::{self, Contents, Line};
use super::{Handover, confirm, succeed};
use crate::account::invitation::Purpose;
use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::format;
use crate::office::form::Fields;
use crate::office::invite::WayIn;
use crate::office::link_pages::{Sent, result};
use crate::office::officials;
use crate::office::pages::unkept;
use crate::policy::{Act, Role};
use crate::rate_limit::{self, Kind};
use crate::web::{Html, Layout, Posted, see_other};

/// The routes of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/kecamatan/{kode}/serah-terima", get(show).post(send))
        .route("/serah-terima/{id}", get(one))
        .route("/serah-terima/{id}/cetak", get(print))
        .route("/serah-terima/{id}/sahkan", post(agree))
}

#[derive(Template)]
#[template(path = "handover/office.html")]
struct OfficePage {
    layout: Layout,
    code: String,
    name: String,
    heads: Vec<(String, String)>,
    past: Vec<Past>,
    may_move: bool,
    form: Fields,
    problems: Problems,
}

struct Past {
    id: i64,
    leaving: String,
    coming: String,
    on: String,
    state: &'static str,
}

async fn show(State(app): State<App>, layout: Layout, Path(code): Path<String>) -> Result<Response> {
    layout.viewer.require(&layout.path)?;
    let page = office_page(&app, layout, code, Fields::default(), Problems::default()).await?;
    Ok(unkept(Html(page).into_response()))
}

async fn office_page(app: &App, layout: Layout, code: String, form: Fields, problems: Problems) -> Result<OfficePage> {
    let place = layout.catalogue.places.kecamatan(&code).map(|_| ()).ok_or(Error::NotFound);
    place?;
    let may_move = layout.viewer.may(Act::ManageCamat, &code);
    if !may_move && !layout.viewer.may(Act::WriteDraft, &code) {
        return Err(Error::Forbidden);
    }
    let (running, _) = officials::of_office(app.db.read(), &code, app.clock.today()).await?;
    let heads = running.into_iter().filter(|one| one.role.leads_kecamatan());
    let past = super::of_office(app.db.read(), &code).await?;
    Ok(OfficePage {
        heads: heads
            .map(|one| (one.name, format!("{}, TMT {}", one.role.label(), format::date(one.term.started_on))))
            .collect(),
        past: past.into_iter().map(line).collect(),
        name: layout.catalogue.places.full_name(&code),
        may_move,
        form,
        problems,
        code,
        layout,
    })
}

fn line(handover: Handover) -> Past {
    Past {
        state: match (handover.row.from_confirmed_at.is_some(), handover.row.to_confirmed_at.is_some()) {
            (true, true) => "Disahkan keduanya",
            (true, false) => "Menunggu pejabat baru",
            (false, true) => "Menunggu pejabat lama",
            (false, false) => "Belum disahkan",
        },
        id: handover.row.id,
        leaving: handover.leaving.name,
        coming: handover.coming.name,
        on: format::date(handover.to.started_on),
    }
}

async fn send(
    State(app): State<App>,
    layout: Layout,
    Path(code): Path<String>,
    Form(mut form): Form<Fields>,
) -> Result<Response> {
    let account = layout.viewer.require(&layout.path)?.account;
    if layout.catalogue.places.kecamatan(&code).is_none() {
        return Err(Error::NotFound);
    }
    if !layout.viewer.may(Act::ManageCamat, &code) {
        return Err(Error::Forbidden);
    }
    rate_limit::by_account(&app, Kind::Invite, account).await?;
    Role::Camat.as_str().clone_into(&mut form.role);
    let (person, post) = match form.read(&code, &[Role::Camat], app.clock.today()) {
        Ok(read) => read,
        Err(problems) => return refused(&app, layout, code, form, problems).await,
    };
    let succession = match succeed::succeed(&app, &layout.viewer, &person, &post).await {
        Ok(succession) => succession,
        Err(Error::Invalid(problems)) => return refused(&app, layout, code, form, problems).await,
        Err(error) => return Err(error),
    };
    let placed = succession.placed;
    let next = succession
        .handover
        .map_or_else(|| format!("/kecamatan/{code}/pejabat"), |handover| format!("/serah-terima/{handover}"));
    let token = match placed.way_in {
        WayIn::Invitation(token) => token,
        _ => return Ok(see_other(&next, &format!("{} tercatat sebagai Camat. Serah terima dibuka.", placed.name))),
    };
    let sent = Sent { phone: person.phone, token: Some(token), purpose: Purpose::Join, region: code };
    let heading = format!("Undangan untuk {}", placed.name);
    let sentence = format!(
        "{} tercatat sebagai Camat, dan lembar serah terima sudah dibuka di halaman Serah terima jabatan. Kirim tautan \
         ini kepada orangnya sendiri.",
        placed.name
    );
    Ok(result(&app, layout, heading, sentence, sent, None))
}

async fn refused(app: &App, layout: Layout, code: String, form: Fields, problems: Problems) -> Result<Response> {
    let page = office_page(app, layout, code, form, problems).await?;
    Ok(unkept((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response()))
}

#[derive(Template)]
#[template(path = "handover/sheet.html")]
struct Sheet {
    layout: Layout,
    id: i64,
    code: String,
    place: String,
    leaving: Side,
    coming: Side,
    contents: Contents,
    is_done: bool,
    /// The viewer may still confirm.
    may_confirm: bool,
    note: String,
    problem: String,
    printing: bool,
    printed_on: String,
}

/// One of the two.
struct Side {
    name: String,
    office: String,
    paper: String,
    note: String,
    confirmed: String,
}

async fn one(State(app): State<App>, layout: Layout, Path(id): Path<i64>) -> Result<Response> {
    sheet(&app, layout, id, false, "", "").await
}

async fn print(State(app): State<App>, layout: Layout, Path(id): Path<i64>) -> Result<Response> {
    sheet(&app, layout, id, true, "", "").await
}

async fn sheet(app: &App, layout: Layout, id: i64, printing: bool, note: &str, problem: &str) -> Result<Response> {
    layout.viewer.require(&layout.path)?;
    let db = app.db.read();
    let handover = super::find(db, &layout.viewer, id).await?;
    let mut contents = match handover.row.contents.as_str() {
        "" => contents::of(db, &handover.row.kecamatan_code, handover.to.started_on, app.clock.today()).await?,
        kept => serde_json::from_str(kept)?,
    };
    let at =
        |time: Option<chrono::DateTime<chrono::Utc>>| time.map_or_else(String::new, |time| layout.date_time(&time));
    if !layout.viewer.may(Act::WriteDraft, &handover.row.kecamatan_code) {
        // Drafts are the office's own: whoever has left it reads their titles here, and no more.
        contents.drafts.iter_mut().for_each(|draft| draft.url.clear());
        contents.follow_ups.iter_mut().for_each(|work| work.url.clear());
    }
    keep_within_office(&layout, &handover, &mut contents);
    let account = layout.viewer.account().map(crate::ids::AccountId::get);
    let (row, from, to) = (&handover.row, &handover.from, &handover.to);
    let may_confirm = (account == Some(handover.leaving.id) && row.from_confirmed_at.is_none())
        || (account == Some(handover.coming.id) && row.to_confirmed_at.is_none());
    let side = |name: &str, term: &crate::office::entity::office_term::Model, note: &str, confirmed: String| Side {
        name: name.to_owned(),
        office: format!(
            "{}, TMT {}{}",
            Role::parse(&term.role).map_or("", Role::label),
            format::date(term.started_on),
            term.ended_on.map_or_else(String::new, |end| format!(", sampai dengan {}", format::date(end)))
        ),
        paper: term.paper.clone(),
        note: note.to_owned(),
        confirmed,
    };
    let page = Sheet {
        id,
        place: layout.catalogue.places.full_name(&row.kecamatan_code),
        code: row.kecamatan_code.clone(),
        leaving: side(&handover.leaving.name, from, &row.from_note, at(row.from_confirmed_at)),
        coming: side(&handover.coming.name, to, &row.to_note, at(row.to_confirmed_at)),
        is_done: handover.is_done(),
        contents,
        may_confirm,
        note: note.to_owned(),
        problem: problem.to_owned(),
        printing,
        printed_on: format::long_date(app.clock.local(layout.now).date_naive()),
        layout,
    };
    let status = if page.problem.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(unkept((status, Html(page)).into_response()))
}

/// A meeting is its office's own, and how many lessons an office has is for who knows which ones: whoever else reads the
/// sheet learns no more than that something is to be done.
fn keep_within_office(layout: &Layout, handover: &Handover, contents: &mut Contents) {
    let (viewer, code) = (&layout.viewer, handover.row.kecamatan_code.as_str());
    let account = viewer.account().map(crate::ids::AccountId::get);
    let is_party = account == Some(handover.leaving.id) || account == Some(handover.coming.id);
    let serves = viewer.may(Act::WriteDraft, code);
    if !is_party && !serves && !contents.follow_ups.is_empty() {
        let name = format!("{} tindak lanjut", contents.follow_ups.len());
        let state = "Isinya hanya dibaca kantor ini dan kedua pejabatnya".to_owned();
        contents.follow_ups = vec![Line { name, state, url: String::new() }];
    }
    if !serves && !viewer.may(Act::HideComment, code) {
        contents.lessons = 0;
    }
}

async fn agree(State(app): State<App>, layout: Layout, Path(id): Path<i64>, posted: Posted) -> Result<Response> {
    layout.viewer.require(&format!("/serah-terima/{id}"))?;
    match confirm::confirm(&app, &layout.viewer, id, posted.get("note")).await {
        Ok(()) => Ok(see_other(&format!("/serah-terima/{id}"), "Serah terima disahkan atas nama Bapak/Ibu.")),
        Err(Error::Invalid(problems)) => {
            let problem = problems.of("note").unwrap_or_default().to_owned();
            sheet(&app, layout, id, false, posted.get("note"), &problem).await
        }
        Err(error) => Err(error),
    }
}
