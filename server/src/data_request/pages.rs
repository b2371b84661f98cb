//! `/akun/permintaan-data` for who asks, `/permintaan-data` and `/permintaan-data/{id}` for who answers.

use askama::Template;
use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use sea_orm::EntityTrait;

use super::entity::Model;
use super::{Kind, MAX_CHARS, Outcome, answer, ask, correct, store};
use crate::account::entity::account;
use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::format;
use crate::policy::Act;
use crate::rate_limit;
use crate::web::{Html, IdPath, Layout, Posted, pace, see_other};

/// The addresses of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/akun/permintaan-data", get(own).post(send))
        .route("/permintaan-data", get(list))
        .route("/permintaan-data/{id}", get(show))
        .route("/permintaan-data/{id}/data", post(put_right))
        .route("/permintaan-data/{id}/jawab", post(give_answer))
}

/// A request in a list.
struct Line {
    url: String,
    title: &'static str,
    who: String,
    teaser: String,
    due: String,
    is_late: bool,
    outcome: &'static str,
}

fn line(layout: &Layout, row: &Model, who: String) -> Line {
    Line {
        url: format!("/permintaan-data/{}", row.id),
        title: Kind::parse(&row.kind).map_or("", Kind::label),
        who,
        teaser: row.body.chars().take(140).collect(),
        due: layout.date_time(&row.due_at),
        is_late: row.outcome.is_none() && row.due_at < layout.now,
        outcome: outcome(row),
    }
}

fn outcome(row: &Model) -> &'static str {
    row.outcome.as_deref().and_then(Outcome::parse).map_or("", Outcome::label)
}

#[derive(Template)]
#[template(path = "data_request/own.html")]
struct OwnPage {
    layout: Layout,
    lines: Vec<Line>,
    kind: String,
    body: String,
    problems: Problems,
    limit: usize,
}

async fn own(State(app): State<App>, layout: Layout, RawQuery(query): RawQuery) -> Result<Response> {
    let kind = query.as_deref().and_then(|query| query.strip_prefix("jenis=")).unwrap_or_default().to_owned();
    Ok(Html(own_page(&app, layout, kind, String::new(), Problems::default()).await?).into_response())
}

async fn own_page(app: &App, layout: Layout, kind: String, body: String, problems: Problems) -> Result<OwnPage> {
    let person = layout.viewer.require_account("/akun/permintaan-data")?;
    let rows = store::of_person(app.db.read(), person.account.get()).await?;
    let lines = rows.iter().map(|row| line(&layout, row, String::new())).collect();
    Ok(OwnPage { lines, kind, body, problems, limit: MAX_CHARS, layout })
}

async fn send(State(app): State<App>, layout: Layout, form: Posted) -> Result<Response> {
    let account = layout.viewer.require_account("/akun/permintaan-data")?.account;
    if let Err((problems, welcome)) = rate_limit::in_form(&app, rate_limit::Kind::Comment, account, "body").await {
        let answer = again(&app, layout, &form, problems).await?;
        return Ok(pace::slowed_down(&app, answer, welcome));
    }
    match ask::ask(&app, &layout.viewer, form.get("kind"), form.get("body")).await {
        Ok(id) => Ok(see_other(
            "/akun/permintaan-data",
            &format!("Permintaan {id} sudah diterima dan akan dijawab paling lama 3 × 24 jam."),
        )),
        Err(Error::Invalid(problems)) => again(&app, layout, &form, problems).await,
        Err(error) => Err(error),
    }
}

async fn again(app: &App, layout: Layout, form: &Posted, problems: Problems) -> Result<Response> {
    let page = own_page(app, layout, form.get("kind").to_owned(), form.get("body").to_owned(), problems).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
}

#[derive(Template)]
#[template(path = "data_request/list.html")]
struct ListPage {
    layout: Layout,
    scope: String,
    open: Vec<Line>,
    answered: Vec<Line>,
}

async fn list(State(app): State<App>, layout: Layout) -> Result<Response> {
    layout.viewer.require("/permintaan-data")?;
    let term = layout.viewer.acting_term().ok_or(Error::Forbidden)?;
    if !layout.viewer.may(Act::AnswerDataRequest, &term.region) {
        return Err(Error::Forbidden);
    }
    let region = term.region.clone();
    let open = lines(&app, &layout, &region, true).await?;
    let answered = lines(&app, &layout, &region, false).await?;
    Ok(Html(ListPage { scope: layout.catalogue.places.full_name(&region), open, answered, layout }).into_response())
}

async fn lines(app: &App, layout: &Layout, region: &str, open: bool) -> Result<Vec<Line>> {
    use sea_orm::{ColumnTrait, QueryFilter};
    let own = layout.viewer.account().map(|account| account.get());
    let mut rows = store::of_scope(app.db.read(), region, open).await?;
    rows.retain(|row| Some(row.account_id) != own);
    let ids = rows.iter().map(|row| row.account_id);
    let people = account::Entity::find().filter(account::Column::Id.is_in(ids)).all(app.db.read()).await?;
    let name = |id: i64| people.iter().find(|row| row.id == id).map_or_else(String::new, |row| row.name.clone());
    Ok(rows.iter().map(|row| line(layout, row, name(row.account_id))).collect())
}

#[derive(Template)]
#[template(path = "data_request/show.html")]
struct ShowPage {
    layout: Layout,
    row: Model,
    heading: &'static str,
    who: String,
    place: String,
    due: String,
    is_late: bool,
    outcome: &'static str,
    may_answer: bool,
    correction: Option<correct::Form>,
    typed_outcome: String,
    typed_answer: String,
    problems: Problems,
    limit: usize,
}

async fn show_page(app: &App, layout: Layout, id: i64, form: &Posted, problems: Problems) -> Result<ShowPage> {
    layout.viewer.require_own(&layout.path)?;
    let db = app.db.read();
    let (row, may_answer) = store::find(db, &layout.viewer, id).await?;
    let person = account::Entity::find_by_id(row.account_id).one(db).await?;
    let correction = if may_answer { correct::form(app, &layout.viewer, &row, form, &problems).await? } else { None };
    Ok(ShowPage {
        heading: Kind::parse(&row.kind).map_or("", Kind::label),
        who: person.map_or_else(String::new, |person| person.name),
        place: layout.catalogue.places.full_name(&row.scope_code),
        due: format::date_time(app.clock.local(row.due_at)),
        is_late: row.outcome.is_none() && row.due_at < layout.now,
        outcome: outcome(&row),
        may_answer,
        correction,
        typed_outcome: form.get("outcome").to_owned(),
        typed_answer: form.get("answer").to_owned(),
        problems,
        limit: MAX_CHARS,
        row,
        layout,
    })
}

async fn show(State(app): State<App>, path: IdPath<i64>, layout: Layout) -> Result<Response> {
    let page = show_page(&app, layout, path.id, &Posted::default(), Problems::default()).await?;
    Ok(Html(page).into_response())
}

async fn put_right(State(app): State<App>, path: IdPath<i64>, layout: Layout, form: Posted) -> Result<Response> {
    let back = format!("/permintaan-data/{}", path.id);
    layout.viewer.require(&back)?;
    match correct::correct(&app, &layout.viewer, path.id, &form).await {
        Ok(()) => Ok(see_other(&back, "Data akun diperbaiki. Sekarang jawab permintaannya.")),
        Err(Error::Invalid(problems)) => {
            let page = show_page(&app, layout, path.id, &form, problems).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
        Err(error) => Err(error),
    }
}

async fn give_answer(State(app): State<App>, path: IdPath<i64>, layout: Layout, form: Posted) -> Result<Response> {
    layout.viewer.require(&format!("/permintaan-data/{}", path.id))?;
    match answer::answer(&app, &layout.viewer, path.id, form.get("outcome"), form.get("answer")).await {
        Ok(()) => Ok(see_other(&format!("/permintaan-data/{}", path.id), "Jawaban terkirim. Pemohon diberi tahu.")),
        Err(Error::Invalid(problems)) => {
            let page = show_page(&app, layout, path.id, &form, problems).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
        Err(error) => Err(error),
    }
}
