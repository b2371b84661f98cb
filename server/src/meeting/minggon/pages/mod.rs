//! `/minggon`: the theme and the studies of a month, to read, print, paste into WhatsApp and show on the projector.

mod set;

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Deserialize;

use super::entity::minggon;
use super::{month_key, month_name, month_of, parse_month, store};
use crate::app::App;
use crate::case_study::card::{self, Card};
use crate::case_study::store::by_ids;
use crate::error::Result;
use crate::format;
use crate::ids::CaseStudyId;
use crate::meeting::Shortlist;
use crate::web::qr::Qr;
use crate::web::{Html, Layout, encode};

/// The routes of these pages.
pub fn routes() -> Router<App> {
    Router::new().route("/minggon", get(show)).route("/meja/minggon", get(set::form).post(set::save))
}

#[derive(Template)]
#[template(path = "meeting/minggon.html")]
struct ShowPage {
    layout: Layout,
    month: String,
    row: Option<minggon::Model>,
    scope: String,
    studies: Vec<Proposed>,
    /// Proposed ones that this viewer does not see.
    unseen: usize,
    list: Shortlist,
    text: String,
    whatsapp: String,
    code: Option<Qr>,
    absolute: String,
    printed_on: String,
    history: Vec<(String, String)>,
    may_set: bool,
}

/// A study of the month.
struct Proposed {
    card: Card,
    questions: Vec<String>,
    absolute: String,
    code: Option<Qr>,
}

/// Which month, and of which scope.
#[derive(Deserialize)]
pub struct Asked {
    bulan: Option<String>,
    wilayah: Option<String>,
}

/// `GET /minggon?bulan=2026-11&wilayah=32.05`.
async fn show(State(app): State<App>, layout: Layout, Query(asked): Query<Asked>) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let month = asked.bulan.as_deref().and_then(parse_month).unwrap_or_else(|| month_of(today));
    let place = place(&layout, asked.wilayah.as_deref());
    let province = layout.catalogue.places.province.as_str();
    let row = store::of_place(db, place.as_deref(), province, month).await?;
    // What was set ahead appears with its month; until then its coordinators see it at their desk.
    let row = row.filter(|row| row.month <= today);
    let scopes: Vec<&str> = place.as_deref().into_iter().chain([province]).collect();
    let history = store::months(db, &scopes, month_of(today)).await?;
    let history = history.iter().filter(|other| Some(other.id) != row.as_ref().map(|row| row.id));
    let history: Vec<(String, String)> =
        history.map(|row| (address(row), format!("{}: {}", month_name(row.month), row.theme))).collect();
    let (studies, listed) = proposed(&app, &layout, row.as_ref()).await?;
    let absolute = match &row {
        Some(row) => format!("{}{}", layout.base_url, address(row)),
        None => format!("{}/minggon", layout.base_url),
    };
    let text = row.as_ref().map_or_else(String::new, |row| message(row, &studies, &absolute));
    let ids: Vec<String> = studies.iter().map(|study| study.card.id.to_string()).collect();
    let page = ShowPage {
        month: month_name(month),
        scope: row.as_ref().map_or_else(String::new, |row| layout.catalogue.places.full_name(&row.scope_code)),
        unseen: listed - studies.len(),
        list: Shortlist::read(&ids.join(",")),
        whatsapp: format!("https://wa.me/?text={}", encode(&text)),
        code: Qr::of(&absolute),
        printed_on: format::long_date(app.clock.local(layout.now).date_naive()),
        may_set: set::scope_of(&layout.viewer).is_some(),
        history,
        row,
        studies,
        text,
        absolute,
        layout,
    };
    Ok(Html(page).into_response())
}

/// The kabupaten/kota whose month is shown: the one that the address names, else the viewer's.
fn place(layout: &Layout, named: Option<&str>) -> Option<String> {
    let places = &layout.catalogue.places;
    match named {
        Some(code) => places.kabupaten_kota(code).map(|place| place.code.clone()),
        None => {
            let region = &layout.viewer.acting_term()?.region;
            let code: Vec<&str> = region.split('.').take(2).collect();
            places.kabupaten_kota(&code.join(".")).map(|place| place.code.clone())
        }
    }
}

fn address(row: &minggon::Model) -> String {
    format!("/minggon?bulan={}&wilayah={}", month_key(row.month), row.scope_code)
}

/// The studies that this viewer sees, and how many there are.
async fn proposed(app: &App, layout: &Layout, row: Option<&minggon::Model>) -> Result<(Vec<Proposed>, usize)> {
    let Some(row) = row else { return Ok((Vec::new(), 0)) };
    let db = app.db.read();
    let items = store::items(db, row.id).await?;
    let ids: Vec<CaseStudyId> = items.iter().map(|item| CaseStudyId(item.case_study_id)).collect();
    let studies = by_ids(db, &layout.viewer, &ids).await?;
    let cards = card::cards(db, &layout.viewer, &layout.catalogue, app.clock.today(), studies).await?;
    let questions = |id: i64| {
        let item = items.iter().find(|item| item.case_study_id == id);
        item.map_or_else(Vec::new, |item| item.question.lines().map(str::to_owned).collect())
    };
    let proposed = cards.into_iter().map(|card| {
        let absolute = format!("{}/praktik/{}", layout.base_url, card.id);
        Proposed { questions: questions(card.id), code: Qr::of(&absolute), absolute, card }
    });
    Ok((proposed.collect(), items.len()))
}

/// The text to paste into a group: only what is open to everybody.
fn message(row: &minggon::Model, studies: &[Proposed], absolute: &str) -> String {
    let mut lines = vec![format!("*Bahan minggon {}*", month_name(row.month)), format!("Tema: {}", row.theme)];
    if !row.introduction.is_empty() {
        lines.extend([String::new(), row.introduction.clone()]);
    }
    for (number, study) in (1..).zip(studies.iter().filter(|study| !study.card.members_only)) {
        lines.extend([String::new(), format!("{number}. {} ({})", study.card.title, study.card.place)]);
        match study.questions.as_slice() {
            [] => {}
            [only] => lines.push(format!("Untuk dibahas: {only}")),
            several => {
                lines.push("Untuk dibahas:".to_owned());
                lines.extend(several.iter().map(|question| format!("- {question}")));
            }
        }
        lines.push(study.absolute.clone());
    }
    lines.extend([String::new(), format!("Lembar A4 dan tampilan layar: {absolute}"), row.unit_name.clone()]);
    lines.join("\n")
}

impl ShowPage {
    /// Rows of the field that holds the text.
    fn lines(&self) -> usize {
        self.text.lines().count() + 2
    }
}
