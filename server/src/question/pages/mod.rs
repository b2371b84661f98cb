//! `/tanya`: the questions, one of them with its answers, and the forms of Tanya Jawab.

mod ask;
mod summary;
mod write;

use std::collections::HashMap;

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use chrono::{DateTime, Duration, Utc};
use forum_search::Filters;
use sea_orm::EntityTrait;
use serde::Deserialize;

use super::entity::question;
use super::searchable::stage;
use super::store::{self, Listing};
use super::thread::{Answer, Thread, thread};
use super::window::{self, address_of};
use super::{entity::answer, url};
use crate::app::App;
use crate::case_study::content::shortened;
use crate::error::{Error, Result};
use crate::follow::{self, Button, Subject};
use crate::ids::{AnswerId, QuestionId};
use crate::keyword_search::alike;
use crate::markdown;
use crate::notification::tell;
use crate::report;
use crate::sanction;
use crate::web::pager::{Pager, page_number};
use crate::web::{Html, IdPath, Layout, encode, filters, moved};

/// Questions on one page of the list.
const PER_PAGE: u64 = 20;

/// So soon after a question those whom it reaches are told, unless the server is late.
const TOLD_WITHIN: Duration = Duration::minutes(10);

/// The routes of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/tanya", get(list))
        .route("/tanya/baru", get(ask::blank).post(ask::send))
        .route("/tanya/{id}", get(show))
        .route("/tanya/{id}/ubah", get(ask::change_form).post(ask::change))
        .route("/tanya/{id}/tarik", post(ask::take_back))
        .route("/tanya/{id}/tarik/batal", post(ask::ask_again))
        .route("/tanya/{id}/jawaban", get(write::answer_form).post(write::answer))
        .route("/tanya/{id}/terima", post(write::accept))
        .route("/tanya/{id}/rangkuman", get(summary::form).post(summary::save))
        .route("/tanya/{id}/sembunyikan", get(write::hide_form).post(write::hide))
        .route("/tanya/{id}/pulihkan", post(write::restore))
        .route("/tanya/{id}/jawaban/{answer}", get(find_on_page))
        .route("/jawaban/{id}", get(answer_place))
        .route("/jawaban/{id}/ubah", get(write::edit_answer_form).post(write::edit_answer))
        .route("/jawaban/{id}/hapus", post(write::delete_answer))
        .route("/jawaban/{id}/hapus/batal", post(write::undelete_answer))
        .route("/jawaban/{id}/sembunyikan", get(write::hide_answer_form).post(write::hide_answer))
        .route("/jawaban/{id}/pulihkan", post(write::restore_answer))
}

/// A question in a list.
pub struct Line {
    url: String,
    title: String,
    teaser: String,
    who: String,
    sector_slug: String,
    sector_name: String,
    at: DateTime<Utc>,
    answers: i64,
    is_accepted: bool,
    is_summarised: bool,
    members_only: bool,
    is_sample: bool,
}

fn line(row: question::Model, layout: &Layout) -> Line {
    let sector = row.sector_id.and_then(|id| layout.catalogue.sector_by_id(id));
    Line {
        url: url(row.id, &row.title),
        teaser: shortened(&markdown::plain(&row.body).replace('\n', " "), 180),
        who: row.byline,
        sector_slug: sector.map_or_else(String::new, |sector| sector.slug.clone()),
        sector_name: sector.map_or_else(String::new, |sector| sector.name.clone()),
        at: row.created_at,
        answers: i64::from(row.answer_count),
        is_accepted: row.accepted_answer_id.is_some(),
        is_summarised: !row.summary.is_empty() && row.answer_count > 0,
        members_only: row.visibility == "members",
        is_sample: row.is_sample,
        title: row.title,
    }
}

#[derive(Template)]
#[template(path = "question/list.html")]
struct ListPage {
    layout: Layout,
    text: String,
    sector: String,
    answered: String,
    total: i64,
    lines: Vec<Line>,
    pager: Pager,
}

impl ListPage {
    /// True with a sector, or with answers or without.
    fn is_narrowed(&self) -> bool {
        !self.sector.is_empty() || !self.answered.is_empty()
    }
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Asked {
    q: String,
    sektor: String,
    jawaban: String,
    halaman: Option<String>,
}

impl Asked {
    fn at(&self, page: u64) -> String {
        let pairs = [("q", self.q.as_str()), ("sektor", self.sektor.as_str()), ("jawaban", self.jawaban.as_str())];
        crate::web::pager::address_of_page("/tanya", &pairs, page)
    }
}

async fn list(State(app): State<App>, layout: Layout, Query(mut asked): Query<Asked>) -> Result<Response> {
    asked.q = asked.q.trim().chars().take(200).collect();
    let sector = layout.catalogue.sector(&asked.sektor).map(|sector| sector.id);
    if sector.is_none() {
        asked.sektor = String::new();
    }
    let answered = match asked.jawaban.as_str() {
        "sudah" => Some(true),
        "belum" => Some(false),
        _ => None,
    };
    if answered.is_none() {
        asked.jawaban = String::new();
    }
    let page = page_number(asked.halaman.as_deref());
    let offset = (page - 1) * PER_PAGE;
    let (rows, total) = if asked.q.is_empty() {
        Listing { sector, answered }.page(app.db.read(), &layout.viewer, offset, PER_PAGE).await?
    } else {
        let filters = Filters {
            sectors: Some(&asked.sektor).filter(|slug| !slug.is_empty()).cloned().into_iter().collect(),
            stages: answered.map(|is_answered| stage(is_answered).to_owned()).into_iter().collect(),
            ..Filters::default()
        };
        alike::page(&app, &layout.viewer, (asked.q.as_str(), filters), offset, PER_PAGE).await?
    };
    let page = ListPage {
        lines: rows.into_iter().map(|row| line(row, &layout)).collect(),
        total: i64::try_from(total).unwrap_or(i64::MAX),
        pager: Pager::new(page, total, PER_PAGE, |page| asked.at(page)),
        text: asked.q,
        sector: asked.sektor,
        answered: asked.jawaban,
        layout,
    };
    Ok(Html(page).into_response())
}

#[derive(Template)]
#[template(path = "question/show.html")]
struct ShowPage {
    layout: Layout,
    id: i64,
    title: String,
    absolute: String,
    whatsapp: String,
    description: String,
    /// What a messenger shows below the question.
    shared: String,
    /// True while everybody may read it.
    is_public: bool,
    office: String,
    at: DateTime<Utc>,
    is_edited: bool,
    members_only: bool,
    is_sample: bool,
    is_taken_back: bool,
    sector: Option<(String, String)>,
    indicators: Vec<(String, String)>,
    thread: Thread,
    count: i64,
    /// What the asker reads about whom the question reached, while nobody answered; empty until that is known.
    told: String,
    /// None for who is no member, while no member sees the question, and for who asked: the asker is told anyway.
    follow: Option<Button>,
}

async fn show(
    State(app): State<App>,
    path: IdPath<QuestionId>,
    layout: Layout,
    Query(asked): Query<window::Asked>,
) -> Result<Response> {
    let db = app.db.read();
    let row = store::find(db, &layout.viewer, path.id).await?;
    let url = url(row.id, &row.title);
    if format!("/tanya/{}-{}", path.id, path.slug).trim_end_matches('-') != url {
        let page = asked.jawaban.parse::<i64>().ok();
        return Ok(moved(&window::page_from(&row, page)));
    }
    let thread = thread(db, &layout.viewer, &layout.catalogue, app.clock.today(), &row, &asked).await?;
    let thread = with_ways_on(&app, &layout, &row, thread).await?;
    let catalogue = &layout.catalogue;
    let indicators = store::indicators(db, row.id).await?;
    let indicators = indicators.into_iter().filter_map(|id| catalogue.indicator_by_id(id));
    let is_own = layout.viewer.account().is_some_and(|account| account.get() == row.account_id);
    let follow = if store::is_open(&row) && !is_own {
        follow::store::button(db, &layout.viewer, &Subject::Question(row.id)).await?
    } else {
        None
    };
    let told = if is_own { told(&app, &row).await? } else { String::new() };
    let absolute = format!("{}{url}", layout.base_url);
    // A chat is read by more than members; who may read it finds the words behind the address.
    let text = if row.visibility == "public" { format!("{}\n{absolute}", row.title) } else { absolute.clone() };
    let description = shortened(&markdown::plain(&row.body).replace('\n', " "), 200);
    let page = ShowPage {
        id: row.id,
        whatsapp: format!("https://wa.me/?text={}", encode(&text)),
        shared: if description.is_empty() { about(&row) } else { description.clone() },
        is_public: row.visibility == "public" && store::is_open(&row),
        description,
        sector: row
            .sector_id
            .and_then(|id| catalogue.sector_by_id(id))
            .map(|sector| (sector.slug.clone(), sector.name.clone())),
        indicators: indicators.map(|indicator| (indicator.slug.clone(), indicator.name.clone())).collect(),
        office: row.byline,
        at: row.created_at,
        is_edited: row.edited_at.is_some(),
        members_only: row.visibility == "members",
        is_sample: row.is_sample,
        is_taken_back: row.deleted_at.is_some(),
        count: i64::from(row.answer_count),
        told,
        follow,
        title: row.title,
        absolute,
        thread,
        layout,
    };
    Ok(Html(page).into_response())
}

/// What a messenger shows of a question without an explanation: whose it is, and whether it was answered.
fn about(row: &question::Model) -> String {
    let by = if row.byline.is_empty() { String::new() } else { format!(" dari {}", row.byline) };
    format!("Pertanyaan{by}, {}.", alike::said(row))
}

/// "Pejabat di 3 kantor sudah diberi tahu.", while nobody answered. The telling is a job after the question: nothing is
/// said of it while it may not have run.
async fn told(app: &App, row: &question::Model) -> Result<String> {
    if row.answer_count > 0 || row.is_sample || !store::is_open(row) {
        return Ok(String::new());
    }
    let is_new = row.created_at > app.clock.now() - TOLD_WITHIN;
    Ok(match tell::offices_told(app.db.read(), row, app.clock.today()).await? {
        None if is_new => String::new(),
        None => "Belum ada kantor yang diberi tahu tentang pertanyaan ini.".to_owned(),
        // Those who were told serve nowhere any more.
        Some(0) => String::new(),
        Some(offices) => format!("Pejabat di {offices} kantor sudah diberi tahu."),
    })
}

/// `GET /jawaban/{id}`: leads to the answer on the page of its question.
async fn answer_place(State(app): State<App>, path: IdPath<AnswerId>, layout: Layout) -> Result<Response> {
    let db = app.db.read();
    let answer = store::find_answer(db, path.id).await?;
    let row = store::find(db, &layout.viewer, QuestionId(answer.question_id)).await?;
    Ok(Redirect::to(&address_of(db, &row, &answer).await?).into_response())
}

/// `GET /tanya/{id}/jawaban/{answer}`: the same, below the address of its question.
async fn find_on_page(
    State(app): State<App>,
    path: IdPath<QuestionId>,
    layout: Layout,
    Path((_, answer)): Path<(String, String)>,
) -> Result<Response> {
    let db = app.db.read();
    let row = store::find(db, &layout.viewer, path.id).await?;
    let answer: i64 = answer.parse().map_err(|_| Error::NotFound)?;
    let answer = store::find_answer(db, AnswerId(answer)).await?;
    if answer.question_id != row.id {
        return Err(Error::NotFound);
    }
    Ok(Redirect::to(&address_of(db, &row, &answer).await?).into_response())
}

/// The page of the conversation that shows an answer, at the answer.
async fn anchor(app: &App, row: &question::Model, id: AnswerId) -> Result<String> {
    let db = app.db.read();
    // What was accepted or taken back just now changed where it stands.
    let row = question::Entity::find_by_id(row.id).one(db).await?.ok_or(Error::NotFound)?;
    match answer::Entity::find_by_id(id.get()).one(db).await? {
        Some(answer) => address_of(db, &row, &answer).await,
        None => Ok(row.url()),
    }
}

/// The conversation, with the ways on that other rooms have: from what is hidden to its case, and from what was said to
/// the form to warn or suspend who said it.
async fn with_ways_on(app: &App, layout: &Layout, row: &question::Model, mut thread: Thread) -> Result<Thread> {
    let db = app.db.read();
    let readable = |one: &&Answer| one.gone.is_empty();
    let writers = thread.answers.iter().filter(readable).map(|one| one.writer).chain([row.account_id]);
    let reached = sanction::reached_among(app, &layout.viewer, &writers.collect::<Vec<_>>()).await?;
    let hidden: Vec<i64> = thread.answers.iter().filter(|one| one.hidden.is_some()).map(|one| one.id).collect();
    let cases = if hidden.is_empty() { HashMap::new() } else { report::cases_of(db, "answer", &hidden).await? };
    let form = |writer: i64| reached.contains(&writer).then(|| format!("/orang/{writer}/teguran"));
    let case = |case: &i64| format!("/laporan/{case}");
    for one in thread.answers.iter_mut().filter(|one| one.gone.is_empty()) {
        one.sanction = form(one.writer);
        one.case = cases.get(&one.id).map(case);
    }
    thread.sanction = form(row.account_id);
    if thread.hidden.is_some() {
        thread.case = report::cases_of(db, "question", &[row.id]).await?.get(&row.id).map(case);
    }
    Ok(thread)
}
