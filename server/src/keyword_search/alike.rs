//! What answers a question already, or asks the same: shown while somebody asks, below the practices of a search, and to
//! know who may answer. Ids come from the indexes; titles and permission from the database.

use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use forum_search::{Filters, Request, query};
use sea_orm::EntityTrait;

use super::asked::{Asked, audience, pairs, tidy};
use super::questions::request;
use super::suggest::{Item, Listed};
use crate::app::App;
use crate::case_study::entity::case_study;
use crate::case_study::{card, store};
use crate::error::Result;
use crate::ids::{CaseStudyId, QuestionId};
use crate::question;
use crate::question::entity::question::{Entity, Model};
use crate::viewer::Viewer;
use crate::web::encode;

/// Studies and questions that are shown to who asks.
const SHOWN: usize = 4;

/// Questions below the practices of a search.
const BELOW: usize = 3;

/// Studies whose offices may know the answer.
const NEAREST: usize = 50;

/// The route of this answer.
pub fn routes() -> Router<App> {
    Router::new().route("/tanya/mirip", get(while_typing))
}

/// What may answer a question already.
#[derive(Clone, Debug, Default)]
pub struct Alike {
    /// Title, place and address of studies.
    pub studies: Vec<(String, String, String)>,
    /// Questions.
    pub questions: Vec<Model>,
}

impl Alike {
    /// True when nothing answers it yet.
    pub fn is_empty(&self) -> bool {
        self.studies.is_empty() && self.questions.is_empty()
    }
}

/// Studies and questions about these words that the viewer may see; nothing for no words.
pub async fn alike(app: &App, viewer: &Viewer, text: &str) -> Result<Alike> {
    let text = tidy(question::about(text));
    if text.chars().count() < 2 {
        return Ok(Alike::default());
    }
    let catalogue = app.catalogue.get();
    let rows = studies(app, viewer, &text, SHOWN).await?;
    let studies = rows.into_iter().map(|row| {
        let place = row.kecamatan_code.as_deref().map_or_else(String::new, |code| catalogue.places.full_name(code));
        let url = card::url(row.id, &row.title);
        (row.title, place, url)
    });
    let asks_as = audience(viewer.is_member());
    let (questions, _) = questions(app, viewer, request(&text, asks_as, 0, SHOWN)).await?;
    Ok(Alike { studies: studies.collect(), questions })
}

/// Studies about these words that the viewer may see, the nearest first; none for fewer than two letters.
pub async fn studies(app: &App, viewer: &Viewer, text: &str, limit: usize) -> Result<Vec<case_study::Model>> {
    let text = tidy(text);
    if text.chars().count() < 2 {
        return Ok(Vec::new());
    }
    let wanted = request(&text, audience(viewer.is_member()), 0, limit);
    let found = app.search.search(wanted).await?.unwrap_or_default();
    let ids: Vec<CaseStudyId> = found.hits.iter().map(|hit| CaseStudyId(hit.id)).collect();
    store::by_ids(app.db.read(), viewer, &ids).await
}

/// Questions that a search finds, in its order, and how many there are.
pub async fn questions(app: &App, viewer: &Viewer, request: Request) -> Result<(Vec<Model>, u64)> {
    let found = app.search.search_questions(request).await?;
    let ids: Vec<i64> = found.hits.iter().map(|hit| hit.id).collect();
    let rows = question::store::by_ids(app.db.read(), viewer, &ids).await?;
    Ok((rows, u64::try_from(found.total).unwrap_or(u64::MAX)))
}

/// A stretch of the questions about these words, narrowed as the list without words is, and how many there are.
pub async fn page(
    app: &App,
    viewer: &Viewer,
    (text, filters): (&str, Filters),
    offset: u64,
    limit: u64,
) -> Result<(Vec<Model>, u64)> {
    let place = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let words = request(&tidy(text), audience(viewer.is_member()), place(offset), place(limit));
    questions(app, viewer, Request { filters, ..words }).await
}

/// Questions below the practices.
#[derive(Clone, Debug, Default)]
pub(super) struct Questions {
    /// How many there are.
    pub total: i64,
    /// The first of them.
    pub rows: Vec<Model>,
    /// Where all of them are.
    pub url: String,
}

/// The questions about the words of a search; none for filters alone, for later pages and for the projector.
pub(super) async fn questions_found(app: &App, viewer: &Viewer, asked: &Asked) -> Result<Questions> {
    if asked.text.is_empty() || asked.page > 1 || asked.filter_count() > 0 {
        return Ok(Questions::default());
    }
    let wanted = Request { verbatim: asked.verbatim, ..request(&asked.text, audience(viewer.is_member()), 0, BELOW) };
    let (rows, total) = questions(app, viewer, wanted).await?;
    let total = if rows.is_empty() { 0 } else { i64::try_from(total).unwrap_or(i64::MAX) };
    Ok(Questions { total, rows, url: format!("/tanya?q={}", encode(&asked.text)) })
}

/// Ids of the studies that say what a question says, the nearest first. All who are told of it are members.
pub async fn studies_like(app: &App, id: QuestionId) -> Result<Vec<i64>> {
    let Some(row) = Entity::find_by_id(id.get()).one(app.db.read()).await? else {
        return Ok(Vec::new());
    };
    let about = question::about(&row.title);
    let words = query::parse(about).words.len();
    let found = app.search.search(request(about, audience(true), 0, NEAREST)).await?;
    // One word of many in common is no reason to ask an office.
    let hits = found.unwrap_or_default().hits.into_iter().filter(|hit| hit.missing.len() * 2 < words);
    Ok(hits.map(|hit| hit.id).collect())
}

async fn while_typing(State(app): State<App>, viewer: Viewer, RawQuery(query): RawQuery) -> Result<Response> {
    let query = query.unwrap_or_default();
    let typed = pairs(&query).find(|(name, _)| name == "q").map_or_else(String::new, |(_, value)| value);
    let found = alike(&app, &viewer, &typed).await?;
    let studies = found.studies.into_iter().map(|(text, note, url)| Item { text, note, url });
    let asked = found.questions.into_iter().map(|row| Item {
        url: question::url(row.id, &row.title),
        note: said(&row),
        text: row.title,
    });
    let mut groups = vec![
        Listed { heading: "Mungkin sudah ada praktiknya", items: studies.collect() },
        Listed { heading: "Sudah pernah ditanyakan", items: asked.collect() },
    ];
    groups.retain(|group| !group.items.is_empty());
    let mut response = Json(serde_json::json!({ "groups": groups })).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("private, no-store"));
    Ok(response)
}

/// "3 jawaban", or that nobody answered yet.
pub fn said(row: &Model) -> String {
    if row.answer_count == 0 { "belum dijawab".to_owned() } else { format!("{} jawaban", row.answer_count) }
}
