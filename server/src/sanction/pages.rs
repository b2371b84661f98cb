//! `/orang/{id}/teguran` to warn or suspend, `/teguran/{id}` for the person and for who answers for it, the list
//! `/meja/teguran`, and `/penangguhan` for who is suspended.

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use chrono::Duration;
use sea_orm::EntityTrait;
use serde::Deserialize;

use super::answer::{self, Step};
use super::decide::{self, Typed};
use super::entity::{sanction, sanction_word};
use super::store::{self, Line, what};
use super::{Kind, MAX_CHARS, MAX_DAYS, may_judge, of_person, reached_among};
use crate::account::entity::account;
use crate::app::App;
use crate::discussion::speak::office_of;
use crate::error::{Error, Problems, Result};
use crate::format;
use crate::ids::AccountId;
use crate::office;
use crate::rate_limit;
use crate::web::{Html, IdPath, Layout, Posted, pace, see_other};

/// The addresses of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/orang/{id}/teguran", get(ask).post(decide_about))
        .route("/meja/teguran", get(list))
        .route("/penangguhan", get(own))
        .route("/teguran/{id}", get(show))
        .route("/teguran/{id}/tanggapi", post(give_answer))
        .route("/teguran/{id}/jawab", post(reply))
        .route("/teguran/{id}/cabut", post(lift))
        .route("/teguran/{id}/perpendek", post(shorten))
        .route("/teguran/{id}/terbaca", post(seen))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct About {
    /// The report that it follows.
    laporan: String,
    /// The kind that is offered first.
    jenis: String,
}

#[derive(Template)]
#[template(path = "sanction/decide.html")]
struct DecidePage {
    layout: Layout,
    person: i64,
    name: String,
    /// "Camat Cikajang, Kab. Garut"; none for who serves nowhere.
    offices: Vec<String>,
    /// "5 Des 2026" while a suspension runs: the new one takes its place.
    runs_until: Option<String>,
    /// Who decided it, where that is on record.
    runs_by: String,
    /// False where the acting term may not change it.
    may_replace: bool,
    /// Its number, 0 for none: the form says which one it was drawn with.
    running: i64,
    typed: Typed,
    problems: Problems,
    first_day: String,
    last_day: String,
    limit: usize,
}

async fn ask(
    State(app): State<App>,
    path: IdPath<AccountId>,
    layout: Layout,
    Query(about): Query<About>,
) -> Result<Response> {
    let typed = Typed { kind: about.jenis, report: about.laporan, ..Typed::default() };
    Ok(Html(decide_page(&app, layout, path.id, typed, Problems::default()).await?).into_response())
}

async fn decide_page(
    app: &App,
    layout: Layout,
    person: AccountId,
    typed: Typed,
    problems: Problems,
) -> Result<DecidePage> {
    layout.viewer.require(&layout.path)?;
    if !reached_among(app, &layout.viewer, &[person.get()]).await?.contains(&person.get()) {
        return Err(Error::Forbidden);
    }
    let (db, today) = (app.db.read(), app.clock.today());
    let row = account::Entity::find_by_id(person.get()).one(db).await?.ok_or(Error::NotFound)?;
    let terms = office::current_terms(db, person, today).await?;
    let offices = terms.into_iter().filter_map(|term| office::described(term, &layout.catalogue));
    let until = row.suspended_until.filter(|until| *until > layout.now);
    let runs = store::running(db, person, app.clock.now()).await?;
    let acting = layout.viewer.acting_term().ok_or(Error::Forbidden)?.acting();
    let own = layout.viewer.account().ok_or(Error::Forbidden)?;
    Ok(DecidePage {
        person: person.get(),
        name: row.name,
        offices: offices.map(|term| office_of(&term, &layout.catalogue)).collect(),
        runs_until: until.map(|until| format::date(app.clock.last_day(until))),
        may_replace: runs.as_ref().is_none_or(|row| may_judge(&acting, own, row)),
        running: runs.as_ref().map_or(0, |row| row.id),
        runs_by: runs.map_or_else(String::new, |row| row.byline),
        typed,
        problems,
        first_day: (today + Duration::days(1)).to_string(),
        last_day: (today + Duration::days(MAX_DAYS)).to_string(),
        limit: MAX_CHARS,
        layout,
    })
}

async fn decide_about(
    State(app): State<App>,
    path: IdPath<AccountId>,
    layout: Layout,
    form: Posted,
) -> Result<Response> {
    layout.viewer.require(&format!("/orang/{}/teguran", path.id))?;
    let typed = Typed {
        kind: form.get("kind").to_owned(),
        until: form.get("until").to_owned(),
        reason: form.get("reason").to_owned(),
        report: form.get("report").to_owned(),
        running: form.get("running").to_owned(),
    };
    match decide::decide(&app, &layout.viewer, path.id, &typed).await {
        Ok(id) => {
            Ok(see_other(&format!("/teguran/{id}"), "Tersimpan. Yang bersangkutan diberi tahu dan bisa menanggapi."))
        }
        Err(Error::Invalid(problems)) => {
            let page = decide_page(&app, layout, path.id, typed, problems).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
        Err(error) => Err(error),
    }
}

#[derive(Template)]
#[template(path = "sanction/list.html")]
struct ListPage {
    layout: Layout,
    scope: String,
    is_coordinator: bool,
    waiting: Vec<Line>,
    running: Vec<Line>,
    warnings: Vec<Line>,
    over: Vec<Line>,
}

async fn list(State(app): State<App>, layout: Layout) -> Result<Response> {
    layout.viewer.require("/meja/teguran")?;
    let term = layout.viewer.acting_term().filter(|_| layout.may_sanction()).ok_or(Error::Forbidden)?;
    let (scope, is_coordinator) = (layout.catalogue.places.full_name(&term.region), term.role.is_coordinator());
    let (waiting, rest): (Vec<_>, Vec<_>) =
        store::of_scope(&app, &layout.viewer).await?.into_iter().partition(|line| line.waits);
    let (running, rest): (Vec<_>, Vec<_>) = rest.into_iter().partition(|line| line.runs);
    let (warnings, over): (Vec<_>, Vec<_>) =
        rest.into_iter().partition(|line| line.is_warning && line.state.is_empty());
    Ok(Html(ListPage { layout, scope, is_coordinator, waiting, running, warnings, over }).into_response())
}

#[derive(Template)]
#[template(path = "sanction/show.html")]
struct ShowPage {
    layout: Layout,
    row: sanction::Model,
    words: Vec<sanction_word::Model>,
    /// "Teguran", "Penangguhan sampai dengan 5 Des 2026".
    what: String,
    name: String,
    is_suspension: bool,
    /// True for a suspension that runs, and a warning that stands.
    stands: bool,
    /// "dicabut", "diganti", "selesai", "berlaku", or empty.
    state: &'static str,
    /// True for the person whom it concerns.
    is_own: bool,
    may_answer: bool,
    /// True for who answers for it.
    may_judge: bool,
    /// The day before the planned last one, for the field of an earlier end.
    today: String,
    /// Which form was sent, when something is wrong with it.
    sent: &'static str,
    typed_body: String,
    typed_until: String,
    problems: Problems,
    limit: usize,
}

impl ShowPage {
    fn said(&self, word: &sanction_word::Model) -> String {
        match (word.kind.as_str(), word.ends_at.as_ref()) {
            ("answer", _) => "tanggapan".to_owned(),
            ("lift", _) => "dicabut".to_owned(),
            (_, Some(end)) => format!("diperpendek sampai dengan {}", self.layout.last_day(end)),
            _ => "balasan".to_owned(),
        }
    }

    /// The words that a form had when it was refused.
    fn body_of(&self, form: &str) -> &str {
        if self.sent == form { &self.typed_body } else { "" }
    }

    fn problem_of(&self, form: &str, field: &str) -> &str {
        if self.sent == form { self.problems.of(field).unwrap_or_default() } else { "" }
    }

    /// Below a reply: only while the decision stands there is more to answer.
    fn reply_hint(&self) -> &'static str {
        if self.stands {
            "Yang bersangkutan membaca ini dan bisa menanggapi lagi."
        } else {
            "Yang bersangkutan membaca ini."
        }
    }

    /// True for a form that was just refused: it stays with what was typed, also when the decision ended meanwhile.
    fn keeps(&self, form: &str) -> bool {
        self.sent == form
    }
}

/// The page of a decision.
fn address(id: i64) -> String {
    format!("/teguran/{id}")
}

/// The person sees it, and who answers for it; to everybody else it does not exist.
async fn show_page(
    app: &App,
    layout: Layout,
    id: i64,
    sent: &'static str,
    form: &Posted,
    problems: Problems,
) -> Result<ShowPage> {
    let own = layout.viewer.require_own(&address(id))?.account;
    let db = app.db.read();
    let row = store::find(db, id).await?;
    let is_own = own.get() == row.account_id;
    let may_judge = layout.viewer.acting_term().is_some_and(|term| may_judge(&term.acting(), own, &row));
    if !is_own && !may_judge {
        return Err(Error::NotFound);
    }
    let words = store::words_of(db, id).await?;
    let person = account::Entity::find_by_id(row.account_id).one(db).await?.ok_or(Error::NotFound)?;
    let line = Line::of(&row, person.name, &app.clock);
    Ok(ShowPage {
        what: what(&row, &app.clock),
        name: line.person,
        is_suspension: row.kind == Kind::Suspension.as_str(),
        stands: line.runs || (line.is_warning && line.state.is_empty()),
        state: line.state,
        is_own,
        may_answer: is_own && row.state == "standing",
        may_judge,
        today: app.clock.today().to_string(),
        sent,
        typed_body: form.get("body").to_owned(),
        typed_until: form.get("until").to_owned(),
        problems,
        limit: MAX_CHARS,
        row,
        words,
        layout,
    })
}

async fn show(State(app): State<App>, path: IdPath<i64>, layout: Layout) -> Result<Response> {
    let page = show_page(&app, layout, path.id, "", &Posted::default(), Problems::default()).await?;
    Ok(Html(page).into_response())
}

#[derive(Template)]
#[template(path = "sanction/own.html")]
struct OwnPage {
    layout: Layout,
    until: String,
}

/// Where the banner leads: the suspension that runs.
async fn own(State(app): State<App>, layout: Layout) -> Result<Response> {
    let account = layout.viewer.require_own("/penangguhan")?.account;
    let Some(until) = layout.suspended_until() else {
        return Ok(Redirect::to("/akun").into_response());
    };
    let rows = of_person(app.db.read(), account).await?;
    let runs = |row: &&sanction::Model| row.state == "standing" && row.ends_at.is_some_and(|end| end > app.clock.now());
    match rows.iter().find(runs) {
        Some(row) => Ok(Redirect::to(&format!("/teguran/{}", row.id)).into_response()),
        None => Ok(Html(OwnPage { layout, until }).into_response()),
    }
}

async fn give_answer(State(app): State<App>, path: IdPath<i64>, layout: Layout, form: Posted) -> Result<Response> {
    let account = layout.viewer.require_own(&address(path.id))?.account;
    if let Err((problems, welcome)) = rate_limit::in_form(&app, rate_limit::Kind::Comment, account, "body").await {
        let page = show_page(&app, layout, path.id, "tanggapi", &form, problems).await?;
        let answer = (StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response();
        return Ok(pace::slowed_down(&app, answer, welcome));
    }
    let done = answer::answer(&app, &layout.viewer, path.id, form.get("body")).await;
    finish(&app, path.id, layout, "tanggapi", &form, done.map(|()| "Tanggapan terkirim kepada yang memutuskan.")).await
}

async fn reply(State(app): State<App>, path: IdPath<i64>, layout: Layout, form: Posted) -> Result<Response> {
    take(&app, path.id, layout, &form, Step::Reply, "jawab", "Balasan terkirim.").await
}

async fn lift(State(app): State<App>, path: IdPath<i64>, layout: Layout, form: Posted) -> Result<Response> {
    take(&app, path.id, layout, &form, Step::Lift, "cabut", "Dicabut. Yang bersangkutan diberi tahu.").await
}

async fn shorten(State(app): State<App>, path: IdPath<i64>, layout: Layout, form: Posted) -> Result<Response> {
    take(&app, path.id, layout, &form, Step::Shorten, "perpendek", "Diperpendek. Yang bersangkutan diberi tahu.").await
}

async fn take(
    app: &App,
    id: i64,
    layout: Layout,
    form: &Posted,
    step: Step,
    sent: &'static str,
    said: &str,
) -> Result<Response> {
    layout.viewer.require(&address(id))?;
    let done = answer::step(app, &layout.viewer, id, step, form.get("until"), form.get("body")).await;
    finish(app, id, layout, sent, form, done.map(|()| said)).await
}

async fn seen(State(app): State<App>, path: IdPath<i64>, layout: Layout) -> Result<Response> {
    layout.viewer.require(&address(path.id))?;
    answer::seen(&app, &layout.viewer, path.id).await?;
    Ok(see_other("/meja/teguran", "Ditandai sudah dibaca."))
}

async fn finish(
    app: &App,
    id: i64,
    layout: Layout,
    sent: &'static str,
    form: &Posted,
    done: Result<&str>,
) -> Result<Response> {
    match done {
        Ok(said) => Ok(see_other(&address(id), said)),
        Err(Error::Invalid(problems)) => {
            let page = show_page(app, layout, id, sent, form, problems).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
        // Somebody was faster: what was typed stays to be read and copied.
        Err(Error::Conflict(sentence)) => {
            let page = show_page(app, layout, id, sent, form, Problems::one("body", sentence)).await?;
            Ok((StatusCode::CONFLICT, Html(page)).into_response())
        }
        Err(error) => Err(error),
    }
}
