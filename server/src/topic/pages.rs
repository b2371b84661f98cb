//! Leaving a search for the coordinators, and `/meja/topik`, their board "Topik yang dibutuhkan".

use std::collections::HashMap;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use super::entity::search_topic;
use super::settle::{self, Way};
use super::{leave, listed, often};
use crate::app::App;
use crate::case_study::card;
use crate::case_study::store;
use crate::error::{Error, Problems, Result};
use crate::ids::{CaseStudyId, TopicId};
use crate::question;
use crate::viewer::{Term, Viewer};
use crate::web::flash::see_other_with_undo;
use crate::web::forms::Posted;
use crate::web::{Html, IdPath, Layout, encode, local_path, see_other};

/// Topics on the board.
const LISTED: u64 = 100;

/// Searches without hits that are shown below them.
const IN_VAIN: u64 = 20;

/// The routes of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/topik", get(find_first).post(leave))
        .route("/meja/topik", get(board))
        .route("/meja/topik/{id}/jawab", post(answer))
        .route("/meja/topik/{id}/teruskan", post(hand))
        .route("/meja/topik/{id}/tutup", post(close))
        .route("/meja/topik/{id}/buka", post(reopen))
}

/// `GET /topik`, from the history or a typed address: a search is left with the coordinators where it found nothing.
async fn find_first(viewer: Viewer) -> Response {
    let said = if viewer.signed_in().is_some() {
        "Cari dahulu. Yang tidak ditemukan dapat dititipkan di hasil pencarian."
    } else {
        ""
    };
    see_other("/cari", said)
}

async fn leave(State(app): State<App>, viewer: Viewer, form: Posted) -> Result<Response> {
    let text = form.get("titipan");
    let back = local_path(form.get("kembali"));
    let person = viewer.require(back)?;
    let tell = (form.get("kabari") == "1").then_some(person.account);
    match leave::leave(&app, text, tell).await {
        Ok(()) => {
            let told = "Pencarian dititipkan kepada pembina. Bapak/Ibu akan diberi tahu bila jawabannya ada.";
            let plain = "Pencarian dititipkan kepada pembina kecamatan.";
            Ok(see_other(back, if tell.is_some() { told } else { plain }))
        }
        Err(Error::Invalid(problems)) => Ok(see_other(back, problems.of("titipan").unwrap_or_default())),
        Err(error) => Err(error),
    }
}

#[derive(Template)]
#[template(path = "topic/board.html")]
struct BoardPage {
    layout: Layout,
    open: Vec<search_topic::Model>,
    settled: Vec<Settled>,
    in_vain: Vec<String>,
    /// Paths of the questions that grew from topics.
    questions: HashMap<i64, String>,
    /// Kecamatan that the coordinator may ask.
    kecamatan: Vec<(String, String)>,
    /// The topic whose form is told something.
    own: Option<i64>,
    problems: Problems,
    form: Posted,
}

struct Settled {
    id: i64,
    text: String,
    asked: i32,
    line: String,
    url: String,
}

impl BoardPage {
    fn question(&self, topic: &i64) -> Option<&str> {
        self.questions.get(topic).map(String::as_str)
    }

    fn problem(&self, topic: &i64, field: &str) -> Option<&str> {
        if self.own == Some(*topic) { self.problems.of(field) } else { None }
    }

    fn typed(&self, topic: &i64, field: &str) -> &str {
        if self.own == Some(*topic) { self.form.get(field) } else { "" }
    }
}

async fn board(State(app): State<App>, layout: Layout) -> Result<Response> {
    page(&app, layout, None, Problems::default(), Posted::default(), StatusCode::OK).await
}

async fn page(
    app: &App,
    layout: Layout,
    own: Option<i64>,
    problems: Problems,
    form: Posted,
    status: StatusCode,
) -> Result<Response> {
    layout.viewer.require("/meja/topik")?;
    let region = coordinator(&layout.viewer)?.region.clone();
    let db = app.db.read();
    let open = listed(db, &["open"], LISTED).await?;
    let topics: Vec<i64> = open.iter().map(|topic| topic.id).collect();
    let questions = question::store::of_topics(db, &layout.viewer, &topics).await?;
    let mut in_vain = often(db, app.clock.today(), "", false, IN_VAIN).await?;
    in_vain.retain(|text| !open.iter().any(|topic| topic.key == super::key(text)));
    let places = &layout.catalogue.places;
    let own_kecamatan = places.all_kecamatan().filter(|place| crate::policy::reaches(&region, &place.code));
    let page = BoardPage {
        kecamatan: own_kecamatan.map(|place| (place.code.clone(), places.full_name(&place.code))).collect(),
        settled: settled(app, &layout).await?,
        questions: questions.into_iter().map(|(topic, row)| (topic, question::url(row.id, &row.title))).collect(),
        open,
        in_vain,
        own,
        problems,
        form,
        layout,
    };
    Ok((status, Html(page)).into_response())
}

async fn settled(app: &App, layout: &Layout) -> Result<Vec<Settled>> {
    let rows = listed(app.db.read(), &["answered", "handed", "closed"], LISTED).await?;
    let ids: Vec<CaseStudyId> = rows.iter().filter_map(|row| row.case_study_id).map(CaseStudyId).collect();
    let studies = store::by_ids(app.db.read(), &layout.viewer, &ids).await?;
    let line = |row: search_topic::Model| {
        let study = studies.iter().find(|study| Some(study.id) == row.case_study_id);
        let place = row.kecamatan_code.as_deref().map(|code| layout.catalogue.places.full_name(code));
        let line = match (row.state.as_str(), study, place) {
            ("answered", Some(study), _) => format!("Dijawab: {}", study.title),
            ("answered", None, _) => "Dijawab; praktiknya tidak ditayangkan lagi".to_owned(),
            ("handed", _, Some(place)) => format!("Diteruskan ke {place}"),
            _ => format!("Ditutup: {}", row.reason),
        };
        let url = study.map_or_else(String::new, |study| card::url(study.id, &study.title));
        Settled { id: row.id, text: row.text, asked: row.asked, line, url }
    };
    Ok(rows.into_iter().map(line).collect())
}

/// Reads the number of a study from its address or from the number alone.
fn study_of(typed: &str) -> Option<CaseStudyId> {
    let last = typed.trim().rsplit('/').next()?;
    let number = last.split(['-', '?', '#']).next()?;
    number.parse().ok().map(CaseStudyId)
}

async fn answer(State(app): State<App>, path: IdPath<TopicId>, layout: Layout, form: Posted) -> Result<Response> {
    let Some(study) = study_of(form.get("study")) else {
        coordinator(&layout.viewer)?;
        let problems = Problems::one("study", "Salin alamat halaman praktiknya ke sini.");
        return page(&app, layout, Some(path.id.get()), problems, form, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    go(&app, path.id, layout, form, &Way::Answer(study), "Jawaban ditautkan. Yang menitipkan akan diberi tahu.").await
}

async fn hand(State(app): State<App>, path: IdPath<TopicId>, layout: Layout, form: Posted) -> Result<Response> {
    let way = Way::Hand(form.get("kecamatan").to_owned());
    go(&app, path.id, layout, form, &way, "Topik diteruskan; kecamatannya diberi tahu.").await
}

async fn close(State(app): State<App>, path: IdPath<TopicId>, layout: Layout, form: Posted) -> Result<Response> {
    let way = Way::Close(form.get("reason").to_owned());
    go(&app, path.id, layout, form, &way, "Topik ditutup.").await
}

async fn reopen(State(app): State<App>, path: IdPath<TopicId>, layout: Layout, form: Posted) -> Result<Response> {
    go(&app, path.id, layout, form, &Way::Reopen, "Topik dibuka lagi.").await
}

async fn go(app: &App, id: TopicId, layout: Layout, form: Posted, way: &Way, said: &str) -> Result<Response> {
    layout.viewer.require("/meja/topik")?;
    match settle::settle(app, &layout.viewer, id, way).await {
        Ok(()) if *way == Way::Reopen => Ok(see_other("/meja/topik", said)),
        Ok(()) => Ok(see_other_with_undo("/meja/topik", said, &format!("/meja/topik/{id}/buka"))),
        Err(Error::Invalid(problems)) => {
            page(app, layout, Some(id.get()), problems, form, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(error),
    }
}

/// The address that searches for a topic again.
fn search_url(text: &str) -> String {
    format!("/cari?q={}", encode(text))
}

fn coordinator(viewer: &Viewer) -> Result<&Term> {
    viewer.acting_term().filter(|term| term.role.is_coordinator()).ok_or(Error::Forbidden)
}
