//! `GET /api/v1/suggest`: what may be meant while somebody types, in one answer. Titles come from the index and are read
//! again from the database, so that nobody sees what the database would not show.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use forum_search::{Request, Suggestions};
use serde::Serialize;

use super::asked::{Asked, Group, audience, pairs, tidy};
use crate::app::App;
use crate::case_study::card;
use crate::case_study::store;
use crate::catalogue::Catalogue;
use crate::error::Result;
use crate::ids::CaseStudyId;
use crate::question;
use crate::topic;
use crate::viewer::Viewer;

/// At most so many of each sort; the list must fit above a phone's keyboard.
const MAX_TITLES: usize = 4;
const MAX_QUESTIONS: usize = 2;
const MAX_NAMES: usize = 3;
const MAX_WORDS: usize = 3;
const MAX_POPULAR: u64 = 3;

/// The route of this answer.
pub fn routes() -> Router<App> {
    Router::new().route("/api/v1/suggest", get(suggest))
}

/// A group of suggestions.
#[derive(Debug, Serialize)]
pub(super) struct Listed {
    pub heading: &'static str,
    pub items: Vec<Item>,
}

/// Something that may be meant.
#[derive(Debug, Serialize)]
pub(super) struct Item {
    pub text: String,
    /// What stands below it: the place of a study.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Where it leads.
    pub url: String,
}

async fn suggest(State(app): State<App>, viewer: Viewer, RawQuery(query): RawQuery) -> Result<Response> {
    let query = query.unwrap_or_default();
    let typed = pairs(&query).find(|(name, _)| name == "q").map_or_else(String::new, |(_, value)| tidy(&value));
    let catalogue = app.catalogue.get();
    let found = app.search.suggest(&typed, audience(viewer.is_member()), MAX_TITLES.max(MAX_WORDS)).await?;
    let mut groups = vec![
        Listed { heading: "Sering dicari", items: popular(&app, &typed, viewer.is_member()).await? },
        Listed { heading: "Kata", items: words(&found) },
        Listed { heading: "Praktik baik", items: titles(&app, &viewer, &catalogue, &found).await? },
        Listed { heading: "Tanya Jawab", items: questions(&app, &viewer, &typed).await? },
        Listed { heading: "Saring menurut", items: names(&typed, &catalogue) },
    ];
    groups.retain(|group| !group.items.is_empty());
    let mut response = Json(serde_json::json!({ "groups": groups })).into_response();
    // On an office computer nothing of what members see may stay behind.
    let kept = if viewer.is_member() { "private, no-store" } else { "private, max-age=60" };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    Ok(response)
}

/// What enough people searched lately, as far as it finds something for this viewer.
async fn popular(app: &App, typed: &str, is_member: bool) -> Result<Vec<Item>> {
    let typed = typed.to_lowercase();
    if typed.chars().count() < 2 {
        return Ok(Vec::new());
    }
    let mut items = Vec::new();
    for text in topic::often(app.db.read(), app.clock.today(), &typed, true, MAX_POPULAR).await? {
        let asked = Asked::only(&text);
        let request = Request { limit: 0, verbatim: true, ..asked.request(is_member) };
        if text != typed && app.search.search(request).await?.is_some_and(|answer| answer.total > 0) {
            items.push(Item { url: asked.url(), note: String::new(), text });
        }
    }
    Ok(items)
}

fn words(found: &Suggestions) -> Vec<Item> {
    let item = |text: &String| Item { text: text.clone(), note: String::new(), url: Asked::only(text).url() };
    found.words.iter().take(MAX_WORDS).map(item).collect()
}

async fn titles(app: &App, viewer: &Viewer, catalogue: &Arc<Catalogue>, found: &Suggestions) -> Result<Vec<Item>> {
    let ids: Vec<CaseStudyId> = found.titles.iter().take(MAX_TITLES).map(|title| CaseStudyId(title.id)).collect();
    let rows = store::by_ids(app.db.read(), viewer, &ids).await?;
    let place = |code: Option<String>| code.map_or_else(String::new, |code| catalogue.places.full_name(&code));
    let item = |row: crate::case_study::entity::case_study::Model| Item {
        url: card::url(row.id, &row.title),
        note: [if row.is_sample { "contoh".to_owned() } else { String::new() }, place(row.kecamatan_code)]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · "),
        text: row.title,
    };
    Ok(rows.into_iter().map(item).collect())
}

async fn questions(app: &App, viewer: &Viewer, typed: &str) -> Result<Vec<Item>> {
    let found = app.search.suggest_questions(typed, audience(viewer.is_member()), MAX_QUESTIONS).await?;
    let ids: Vec<i64> = found.titles.iter().map(|title| title.id).collect();
    let rows = question::store::by_ids(app.db.read(), viewer, &ids).await?;
    let item = |row: question::entity::question::Model| Item {
        url: question::url(row.id, &row.title),
        note: row.byline,
        text: row.title,
    };
    Ok(rows.into_iter().map(item).collect())
}

/// Places, sectors and indicators with a word that begins so.
fn names(typed: &str, catalogue: &Catalogue) -> Vec<Item> {
    let typed = typed.to_lowercase();
    let typed = ["kab. ", "kabupaten ", "kec. ", "kecamatan "]
        .iter()
        .find_map(|kind| typed.strip_prefix(kind))
        .unwrap_or(&typed);
    if typed.chars().count() < 2 {
        return Vec::new();
    }
    let begins = |name: &str| {
        let name = name.to_lowercase();
        name.starts_with(typed) || name.match_indices(' ').any(|(at, _)| name[at + 1..].starts_with(typed))
    };
    let mut found: Vec<(Group, &str)> = Vec::new();
    let sectors = catalogue.offered_sectors().filter(|sector| begins(&sector.name));
    found.extend(sectors.map(|sector| (Group::Sector, sector.slug.as_str())));
    let indicators = catalogue.offered_indicators().filter(|indicator| begins(&indicator.name));
    found.extend(indicators.map(|indicator| (Group::Indicator, indicator.slug.as_str())));
    let upper = catalogue.places.all_kabupaten_kota().iter().filter(|place| begins(&place.name));
    found.extend(upper.map(|place| (Group::KabupatenKota, place.code.as_str())));
    let lower = catalogue.places.all_kecamatan().filter(|place| begins(&place.name));
    found.extend(lower.map(|place| (Group::Kecamatan, place.code.as_str())));
    let item = |(group, value): (Group, &str)| Item {
        text: group.name(value, catalogue).unwrap_or_default(),
        note: String::new(),
        url: Asked::only("").toggled(group, value).url(),
    };
    found.into_iter().take(MAX_NAMES).map(item).collect()
}
