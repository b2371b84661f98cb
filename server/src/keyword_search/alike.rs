//! What may answer a question already, or asks the same: shown while somebody asks, below the practices of a search, and
//! to know who may answer. Ids come from the indexes; titles and permission from the database.

use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use forum_search::{Filters, Request, Response as Found, query};
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

/// So many are looked at for them: what is the asker's own, or has few of the words, is left out.
const LOOKED_AT: usize = 16;

/// Questions below the practices of a search.
const BELOW: usize = 3;

/// Studies whose offices may know the answer.
const NEAREST: usize = 50;

/// The route of this answer.
pub fn routes() -> Router<App> {
    Router::new().route("/tanya/mirip", get(while_typing))
}

/// What may have to do with a question that is asked.
#[derive(Clone, Debug, Default)]
pub struct Alike {
    /// Title, place and address of studies.
    pub studies: Vec<(String, String, String)>,
    /// Questions.
    pub questions: Vec<Model>,
}

impl Alike {
    /// True when there is nothing.
    pub fn is_empty(&self) -> bool {
        self.studies.is_empty() && self.questions.is_empty()
    }
}

/// Studies and questions that have at least half of these words and that the viewer may see, but not what he asked himself
/// or his own office wrote, which he knows; nothing for no words.
pub async fn alike(app: &App, viewer: &Viewer, text: &str) -> Result<Alike> {
    let text = tidy(question::about(text));
    if text.chars().count() < 2 {
        return Ok(Alike::default());
    }
    let catalogue = app.catalogue.get();
    let wanted = || request(&text, audience(viewer.is_member()), 0, LOOKED_AT);
    let found = app.search.search(wanted()).await?.unwrap_or_default();
    let ids: Vec<CaseStudyId> = near(&found, &text).into_iter().map(CaseStudyId).collect();
    let mut rows = store::by_ids(app.db.read(), viewer, &ids).await?;
    rows.retain(|row| !is_of_own_office(viewer, row));
    rows.truncate(SHOWN);
    let studies = rows.into_iter().map(|row| {
        let place = row.kecamatan_code.as_deref().map_or_else(String::new, |code| catalogue.places.full_name(code));
        let url = card::url(row.id, &row.title);
        (row.title, place, url)
    });
    let found = app.search.search_questions(wanted()).await?;
    let mut questions = question::store::by_ids(app.db.read(), viewer, &near(&found, &text)).await?;
    questions.retain(|row| viewer.account().is_none_or(|account| account.get() != row.account_id));
    questions.truncate(SHOWN);
    Ok(Alike { studies: studies.collect(), questions })
}

/// Ids of the hits that have at least half of the words that are sought.
fn near(found: &Found, text: &str) -> Vec<i64> {
    let words = query::parse(text).words.len();
    found.hits.iter().filter(|hit| hit.missing.len() * 2 <= words).map(|hit| hit.id).collect()
}

fn is_of_own_office(viewer: &Viewer, study: &case_study::Model) -> bool {
    let terms = viewer.signed_in().map_or(&[][..], |person| &person.terms);
    terms.iter().any(|term| study.kecamatan_code.as_deref() == Some(term.region.as_str()))
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
    studies_about(app, &row.title).await
}

/// The same of a question that is still typed.
pub async fn studies_about(app: &App, title: &str) -> Result<Vec<i64>> {
    let about = question::about(title);
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
        Listed { heading: "Praktik yang mungkin terkait", items: studies.collect() },
        Listed { heading: "Pertanyaan yang mungkin terkait", items: asked.collect() },
    ];
    groups.retain(|group| !group.items.is_empty());
    let mut response = Json(serde_json::json!({ "groups": groups })).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("private, no-store"));
    Ok(response)
}

/// "3 jawaban", with what makes one of them sure, or that nobody answered yet.
pub fn said(row: &Model) -> String {
    match row.answer_count {
        0 => "belum dijawab".to_owned(),
        count if !row.summary.is_empty() => format!("{count} jawaban, ada rangkuman"),
        count if row.accepted_answer_id.is_some() => format!("{count} jawaban, satu diterima penanya"),
        count => format!("{count} jawaban"),
    }
}
