//! `/minggon`: the theme and the studies of a month, to read, print, paste into WhatsApp and show on the projector; and
//! `/meja/minggon`, on which coordinators set them.

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use chrono::{Months, NaiveDate};
use serde::Deserialize;

use super::entity::minggon;
use super::{MONTHS_AHEAD, STUDIES, Typed, month_key, month_name, month_of, parse_month, set as setting, store};
use crate::app::App;
use crate::case_study::card::{self, Card};
use crate::case_study::store::by_ids;
use crate::error::{Error, Problems, Result};
use crate::format;
use crate::ids::CaseStudyId;
use crate::meeting::Shortlist;
use crate::meeting::edit::Faster;
use crate::policy::Act;
use crate::viewer::Viewer;
use crate::web::qr::Qr;
use crate::web::{Html, Layout, Posted, encode, see_other};

/// The routes of these pages.
pub fn routes() -> Router<App> {
    Router::new().route("/minggon", get(show)).route("/meja/minggon", get(form).post(save))
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
    question: String,
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
        may_set: sets(&layout.viewer).is_some(),
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
    let question = |id: i64| {
        items.iter().find(|item| item.case_study_id == id).map_or_else(String::new, |item| item.question.clone())
    };
    let proposed = cards.into_iter().map(|card| {
        let absolute = format!("{}/praktik/{}", layout.base_url, card.id);
        Proposed { question: question(card.id), code: Qr::of(&absolute), absolute, card }
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
        if !study.question.is_empty() {
            lines.push(format!("Untuk dibahas: {}", study.question));
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

#[derive(Template)]
#[template(path = "meeting/minggon_set.html")]
struct SetPage {
    layout: Layout,
    scope: String,
    month: String,
    key: String,
    /// Key and name of the months that may be set.
    months: Vec<(String, String)>,
    version: i64,
    form: Typed,
    is_set: bool,
    problems: Problems,
    faster: Option<Faster>,
    /// The theme and studies that stand in the tables, when somebody was faster.
    kept: Option<Typed>,
}

/// A study of the form, with where it stands.
struct Field<'a> {
    number: usize,
    study: &'a str,
    question: &'a str,
    study_problem: Option<&'a str>,
    question_problem: Option<&'a str>,
}

impl SetPage {
    fn fields(&self) -> impl Iterator<Item = Field<'_>> {
        (1..).zip(&self.form.studies).map(|(number, (study, question))| Field {
            number,
            study,
            question,
            study_problem: self.problems.of(&format!("study-{number}")),
            question_problem: self.problems.of(&format!("question-{number}")),
        })
    }
}

/// The scope that the viewer sets months of.
fn sets(viewer: &Viewer) -> Option<String> {
    let term = viewer.acting_term()?;
    viewer.may(Act::Feature, &term.region).then(|| term.region.clone())
}

/// What was sent and not kept.
#[derive(Default)]
struct Refused {
    form: Option<Typed>,
    started_from: Option<i64>,
    problems: Problems,
    faster: Option<Faster>,
}

/// `GET /meja/minggon?bulan=2026-12`.
async fn form(State(app): State<App>, layout: Layout, Query(asked): Query<Asked>) -> Result<Response> {
    let month = asked.bulan.as_deref().and_then(parse_month).unwrap_or_else(|| month_of(app.clock.today()));
    set_page(&app, layout, month, Refused::default()).await
}

async fn set_page(app: &App, layout: Layout, month: NaiveDate, refused: Refused) -> Result<Response> {
    layout.viewer.require("/meja/minggon")?;
    let scope = sets(&layout.viewer).ok_or(Error::Forbidden)?;
    let db = app.db.read();
    let row = store::of_scope(db, &scope, month).await?;
    let kept = match &row {
        Some(row) => Some(typed_of(row, store::items(db, row.id).await?)),
        None => None,
    };
    let status = match (&refused.faster, refused.problems.is_empty()) {
        (Some(_), _) => StatusCode::CONFLICT,
        (None, true) => StatusCode::OK,
        (None, false) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let this_month = month_of(app.clock.today());
    let ahead = (0..=MONTHS_AHEAD).filter_map(|ahead| this_month.checked_add_months(Months::new(ahead.unsigned_abs())));
    let page = SetPage {
        scope: layout.catalogue.places.full_name(&scope),
        month: month_name(month),
        key: month_key(month),
        months: ahead.map(|month| (month_key(month), month_name(month))).collect(),
        version: refused.started_from.unwrap_or_else(|| row.as_ref().map_or(0, |row| row.version)),
        is_set: row.is_some(),
        form: refused.form.or_else(|| kept.clone()).unwrap_or_default(),
        problems: refused.problems,
        kept: kept.filter(|_| refused.faster.is_some()),
        faster: refused.faster,
        layout,
    };
    Ok((status, Html(page)).into_response())
}

fn typed_of(row: &minggon::Model, items: Vec<super::entity::minggon_item::Model>) -> Typed {
    let mut typed =
        Typed { theme: row.theme.clone(), introduction: row.introduction.clone(), studies: Default::default() };
    for (at, item) in items.into_iter().take(STUDIES).enumerate() {
        typed.studies[at] = (item.case_study_id.to_string(), item.question);
    }
    typed
}

/// `POST /meja/minggon`.
async fn save(State(app): State<App>, layout: Layout, posted: Posted) -> Result<Response> {
    layout.viewer.require("/meja/minggon")?;
    let month = parse_month(posted.get("bulan")).ok_or(Error::NotFound)?;
    let form = Typed {
        theme: posted.get("theme").to_owned(),
        introduction: posted.get("introduction").to_owned(),
        studies: std::array::from_fn(|at| {
            let word = |name: &str| posted.get(&format!("{name}-{}", at + 1)).to_owned();
            (word("study"), word("question"))
        }),
    };
    let started_from = posted.get("versi").parse().unwrap_or_default();
    match setting::set(&app, &layout.viewer, month, started_from, &form).await {
        Ok(None) => {
            let said = if month <= app.clock.today() {
                "Bahan minggon tersimpan dan terbit.".to_owned()
            } else {
                format!("Bahan minggon tersimpan dan terbit pada {}.", format::long_date(month))
            };
            Ok(see_other(&format!("/meja/minggon?bulan={}", month_key(month)), &said))
        }
        Ok(Some(faster)) => {
            let refused = Refused { form: Some(form), faster: Some(faster), ..Refused::default() };
            set_page(&app, layout, month, refused).await
        }
        Err(Error::Invalid(problems)) => {
            let refused =
                Refused { form: Some(form), started_from: Some(started_from), problems, ..Refused::default() };
            set_page(&app, layout, month, refused).await
        }
        Err(error) => Err(error),
    }
}
