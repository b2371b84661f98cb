//! `/pembelajaran`: the lessons, one of them with what was said to it, and the forms of the Ruang Pembelajaran. Whoever is
//! no member learns nothing here, not even which addresses exist: visitors are led to the sign-in page.

mod form;
mod speak;

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Deserialize;

use super::entity::lesson;
use super::shown::{Shown, shown, when};
use super::store::{self, Listing};
use super::window::{self, WORDS};
use super::{COUNTED_FROM, UNNAMED, url, withdraw, words};
use crate::app::App;
use crate::case_study::content::shortened;
use crate::error::{Error, Result};
use crate::markdown;
use crate::policy::Act;
use crate::viewer::SignedIn;
use crate::web::flash::see_other_with_undo;
use crate::web::pager::{Pager, address_of_page, page_number};
use crate::web::{Html, Layout, address, filters, see_other};

/// Lessons on one page of the list.
const PER_PAGE: u64 = 20;

/// So many lessons of the own office, or hidden ones of the own scope, stand above the list at once.
const OWN_SHOWN: u64 = 20;

/// The routes of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/pembelajaran", get(list))
        .route("/pembelajaran/tulis", get(form::blank).post(form::send))
        .route("/pembelajaran/{key}", get(show))
        .route("/pembelajaran/{key}/ubah", get(form::change_form).post(form::change))
        .route("/pembelajaran/{key}/tarik", post(take_back))
        .route("/pembelajaran/{key}/tampilkan", post(show_again))
        .route("/pembelajaran/{key}/sembunyikan", get(speak::hide_form).post(speak::hide))
        .route("/pembelajaran/{key}/pulihkan", post(speak::restore))
        .route("/pembelajaran/{key}/lapor", get(speak::report_form).post(speak::report))
        .route("/pembelajaran/{key}/tanggapan", get(speak::form).post(speak::send))
        .route("/pembelajaran/{key}/tanggapan/{id}/hapus", post(speak::delete))
        .route("/pembelajaran/{key}/tanggapan/{id}/hapus/batal", post(speak::undelete))
        .route("/pembelajaran/{key}/tanggapan/{id}/sembunyikan", get(speak::hide_word_form).post(speak::hide_word))
        .route("/pembelajaran/{key}/tanggapan/{id}/pulihkan", post(speak::restore_word))
        .layer(from_fn(unkept))
}

/// No browser keeps a page of this room, and no machine lists one.
async fn unkept(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow"));
    response
}

/// The member who asks; a visitor signs in first, and who never served reads nothing.
fn member<'a>(layout: &'a Layout, back: &str) -> Result<&'a SignedIn> {
    let person = layout.viewer.require(back)?;
    if layout.viewer.is_member() { Ok(person) } else { Err(Error::Forbidden) }
}

/// A lesson in a list.
pub struct Line {
    url: String,
    title: String,
    teaser: String,
    who: String,
    sector_slug: String,
    sector_name: String,
    when: String,
    words: i64,
    is_sample: bool,
    is_withdrawn: bool,
    is_hidden: bool,
}

fn line(app: &App, layout: &Layout, row: lesson::Model, words: i64) -> Line {
    let sector = row.sector_id.and_then(|id| layout.catalogue.sector_by_id(id));
    Line {
        url: url(&row.key),
        teaser: shortened(&markdown::plain(&row.happened).replace('\n', " "), 180),
        who: if row.is_unnamed { UNNAMED.to_owned() } else { row.byline },
        sector_slug: sector.map_or_else(String::new, |sector| sector.slug.clone()),
        sector_name: sector.map_or_else(String::new, |sector| sector.name.clone()),
        when: when(&app.clock, row.created_at, row.is_unnamed),
        words,
        is_sample: row.is_sample,
        is_withdrawn: row.withdrawn_at.is_some(),
        is_hidden: row.hidden_at.is_some(),
        title: row.title,
    }
}

/// A choice of a filter: its slug, what it says, and whether it is chosen.
struct Choice {
    slug: String,
    label: String,
    is_chosen: bool,
}

impl Choice {
    /// "Pertanian (4)", or "Pertanian" where a number could point to somebody.
    fn new(slug: &str, name: &str, lessons: Option<&i64>, chosen: &str) -> Self {
        let label = lessons.map_or_else(|| name.to_owned(), |lessons| format!("{name} ({lessons})"));
        Self { slug: slug.to_owned(), label, is_chosen: slug == chosen }
    }
}

#[derive(Template)]
#[template(path = "lesson/list.html")]
struct ListPage {
    layout: Layout,
    text: String,
    sectors: Vec<Choice>,
    indicators: Vec<Choice>,
    is_narrowed: bool,
    total: i64,
    is_counted: bool,
    lines: Vec<Line>,
    own: Vec<Line>,
    own_heading: &'static str,
    own_pager: Pager,
    may_write: bool,
    pager: Pager,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    q: String,
    sektor: String,
    indikator: String,
    halaman: Option<String>,
    sendiri: Option<String>,
}

impl Asked {
    fn at(&self, page: u64) -> String {
        let pairs = [("q", self.q.as_str()), ("sektor", self.sektor.as_str()), ("indikator", self.indikator.as_str())];
        address_of_page("/pembelajaran", &pairs, page)
    }
}

async fn list(State(app): State<App>, layout: Layout, Query(mut asked): Query<Asked>) -> Result<Response> {
    member(&layout, &layout.path)?;
    let (db, viewer, catalogue) = (app.db.read(), &layout.viewer, layout.catalogue.clone());
    asked.q = asked.q.trim().chars().take(200).collect();
    let sector = catalogue.sector(&asked.sektor).map(|sector| sector.id);
    let indicator = catalogue.indicator(&asked.indikator).map(|indicator| indicator.id);
    if sector.is_none() {
        asked.sektor = String::new();
    }
    if indicator.is_none() {
        asked.indikator = String::new();
    }
    let page = page_number(asked.halaman.as_deref());
    let listing = Listing { sector, indicator, words: asked.q.clone() };
    let is_narrowed = listing != Listing::default();
    let (rows, total) = listing.page(db, viewer, (page - 1) * PER_PAGE, PER_PAGE).await?;
    let own_page = page_number(asked.sendiri.as_deref());
    let (own, own_total) = if is_narrowed || page > 1 {
        (Vec::new(), 0)
    } else {
        store::cared_for(db, viewer, (own_page - 1) * OWN_SHOWN, OWN_SHOWN).await?
    };
    let ids: Vec<i64> = rows.iter().chain(&own).map(|row| row.id).collect();
    let words = words::counts(db, &ids).await?;
    let of_sector = store::by_sector(db, viewer).await?;
    let of_indicator = store::by_indicator(db, viewer).await?;
    let sectors = catalogue.offered_sectors();
    let indicators = catalogue.offered_indicators();
    let drawn = |rows: Vec<lesson::Model>| -> Vec<Line> {
        let count = |row: &lesson::Model| words.get(&row.id).copied().unwrap_or_default();
        rows.into_iter().map(|row| (count(&row), row)).map(|(words, row)| line(&app, &layout, row, words)).collect()
    };
    let may_write = may_write(&layout);
    let total_shown = i64::try_from(total).unwrap_or(i64::MAX);
    let page = ListPage {
        sectors: sectors.map(|row| Choice::new(&row.slug, &row.name, of_sector.get(&row.id), &asked.sektor)).collect(),
        indicators: indicators
            .map(|row| Choice::new(&row.slug, &row.name, of_indicator.get(&row.id), &asked.indikator))
            .collect(),
        is_narrowed,
        total: total_shown,
        is_counted: total_shown >= COUNTED_FROM,
        lines: drawn(rows),
        own: drawn(own),
        own_heading: if may_write { "Dari kantor ini" } else { "Disembunyikan di wilayah ini" },
        own_pager: Pager::new(own_page, own_total, OWN_SHOWN, own_at),
        may_write,
        pager: Pager::new(page, total, PER_PAGE, |page| asked.at(page)),
        text: asked.q.clone(),
        layout: layout.clone(),
    };
    Ok(Html(page).into_response())
}

/// The address of a page of the office's own lessons.
fn own_at(page: u64) -> String {
    let number = if page > 1 { page.to_string() } else { String::new() };
    format!("{}#sendiri", address("/pembelajaran", &[("sendiri", number.as_str())]))
}

fn may_write(layout: &Layout) -> bool {
    layout.viewer.acting_term().is_some_and(|term| layout.viewer.may(Act::WriteLesson, &term.region))
}

#[derive(Template)]
#[template(path = "lesson/show.html")]
struct ShowPage {
    layout: Layout,
    key: String,
    title: String,
    sector: Option<(String, String)>,
    indicators: Vec<(String, String)>,
    is_sample: bool,
    is_withdrawn: bool,
    lesson: Shown,
    count: i64,
    /// Path of the page with the newest answers, when this is none.
    newest: Option<String>,
    pager: Pager,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct AskedWords {
    halaman: Option<String>,
}

async fn show(
    State(app): State<App>,
    Path(key): Path<String>,
    Query(asked): Query<AskedWords>,
    layout: Layout,
) -> Result<Response> {
    member(&layout, &layout.path)?;
    let (db, catalogue) = (app.db.read(), layout.catalogue.clone());
    let row = store::find(db, &layout.viewer, &key).await?;
    let lesson = shown(db, &layout.viewer, &app.clock, &row, page_number(asked.halaman.as_deref())).await?;
    let counts = words::counts(db, &[row.id]).await?;
    let at = |page| format!("{}#tanggapan-bagian", window::page_at(&row.key, page));
    let last = lesson.total.div_ceil(WORDS);
    let newest = (lesson.page < last).then(|| at(last));
    let pager = Pager::new(lesson.page, lesson.total, WORDS, at);
    let tags = store::indicators(db, row.id).await?;
    let tags = tags.into_iter().filter_map(|id| catalogue.indicator_by_id(id));
    let sector = row.sector_id.and_then(|id| catalogue.sector_by_id(id));
    let page = ShowPage {
        sector: sector.map(|sector| (sector.slug.clone(), sector.name.clone())),
        indicators: tags.map(|indicator| (indicator.slug.clone(), indicator.name.clone())).collect(),
        is_sample: row.is_sample,
        is_withdrawn: row.withdrawn_at.is_some(),
        count: counts.get(&row.id).copied().unwrap_or_default(),
        newest,
        pager,
        key: row.key,
        title: row.title,
        lesson,
        layout,
    };
    Ok(Html(page).into_response())
}

async fn take_back(State(app): State<App>, Path(key): Path<String>, layout: Layout) -> Result<Response> {
    member(&layout, "/pembelajaran")?;
    withdraw::withdraw(&app, &layout.viewer, &key, true).await?;
    Ok(see_other_with_undo(&url(&key), "Catatan ditarik.", &format!("{}/tampilkan", url(&key))))
}

async fn show_again(State(app): State<App>, Path(key): Path<String>, layout: Layout) -> Result<Response> {
    member(&layout, "/pembelajaran")?;
    withdraw::withdraw(&app, &layout.viewer, &key, false).await?;
    Ok(see_other(&url(&key), "Catatan tampil lagi."))
}
