//! `/pilihan` with its public history, and the form that puts one study forward.

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use sea_orm::EntityTrait;
use serde::Deserialize;

use super::entity::feature as table;
use super::{Form, Past, Typed, desk_pages, feature, featured, history};
use crate::app::App;
use crate::case_study::entity::case_study;
use crate::case_study::{Card, card, store};
use crate::error::{Error, Problems, Result};
use crate::format;
use crate::ids::{CaseStudyId, FeatureId};
use crate::policy::Act;
use crate::viewer::Viewer;
use crate::web::filters;
use crate::web::layout::neighbours;
use crate::web::{Html, IdPath, Layout, Posted, encode, flash, local_path, see_other};

/// The addresses of curation.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/pilihan", get(chosen))
        .route("/praktik/{id}/pilihan", get(form).post(put_forward))
        .route("/praktik/{id}/pilihan/cabut", post(withdraw))
        .route("/praktik/{id}/pilihan/urungkan", post(undo))
        .route("/praktik/{id}/pilihan/lanjutkan", post(resume))
        .merge(desk_pages::routes())
}

/// Cards on the page; more at once are no choice.
const MOST_CARDS: usize = 60;

/// Lines of history on one page.
const PAST_PER_PAGE: u64 = 30;

#[derive(Template)]
#[template(path = "curation/chosen.html")]
struct ChosenPage {
    layout: Layout,
    cards: Vec<Card>,
    past: Vec<Past>,
    page: u64,
    pages: u64,
    newer: Option<u64>,
    older: Option<u64>,
}

#[derive(Deserialize)]
struct Paging {
    halaman: Option<u64>,
}

async fn chosen(State(app): State<App>, layout: Layout, Query(paging): Query<Paging>) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let page = paging.halaman.unwrap_or(1).clamp(1, 1000);
    let cards = featured(db, &layout.viewer, &layout.catalogue, today, MOST_CARDS).await?;
    let offset = (page - 1) * PAST_PER_PAGE;
    let (past, total) = history(db, &layout.viewer, &layout.catalogue, &app.clock, offset, PAST_PER_PAGE).await?;
    let pages = total.div_ceil(PAST_PER_PAGE);
    let (newer, older) = neighbours(page, pages);
    Ok(Html(ChosenPage { layout, cards, past, page, pages, newer, older }).into_response())
}

#[derive(Template)]
#[template(path = "curation/feature.html")]
struct FeaturePage {
    layout: Layout,
    study: case_study::Model,
    place: String,
    url: String,
    form: Form,
    running: Option<table::Model>,
    until: String,
    is_plan: bool,
    withdraw_reason: String,
}

/// Where the form was opened from: a week of the calendar fills in its days and its theme.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct From {
    minggu: String,
    tema: String,
    kembali: String,
}

async fn form(
    State(app): State<App>,
    layout: Layout,
    IdPath { id, .. }: IdPath<CaseStudyId>,
    Query(from): Query<From>,
) -> Result<Response> {
    let mut page = feature_page(&app, layout, id).await?;
    let week = from.minggu.parse().ok().filter(|week| *week > app.clock.today());
    if let Some(week) = week.filter(|_| !page.form.is_change) {
        page.form = page.form.planned(week, &from.tema);
    } else if !page.form.is_change {
        page.form.typed.theme.clone_from(&from.tema);
    }
    if local_path(&from.kembali) != "/" {
        page.form.back = from.kembali;
    }
    Ok(Html(page).into_response())
}

async fn feature_page(app: &App, layout: Layout, id: CaseStudyId) -> Result<FeaturePage> {
    let study = store::find(app.db.read(), &layout.viewer, id).await?;
    let url = card::url(study.id, &study.title);
    layout.viewer.require(&layout.path)?;
    let place = study.kecamatan_code.clone().unwrap_or_else(|| layout.catalogue.places.province.clone());
    if !layout.viewer.may(Act::Feature, &place) {
        return Err(Error::Forbidden);
    }
    let today = app.clock.today();
    let scope = layout.viewer.acting_term().map_or("", |term| term.region.as_str());
    let running = feature::open_in(app.db.read(), study.id, scope, today).await?;
    let form = Form::new(study.id, today, app.config.limits.reason_chars, &url);
    Ok(FeaturePage {
        form: running.as_ref().map_or_else(|| form.clone(), |running| form.clone().changing(running, today)),
        until: running.as_ref().map_or_else(String::new, |running| format::date(running.ends_on)),
        is_plan: running.as_ref().is_some_and(|running| running.starts_on > today),
        place: layout.catalogue.places.full_name(&place),
        withdraw_reason: String::new(),
        running,
        url,
        study,
        layout,
    })
}

async fn put_forward(
    State(app): State<App>,
    layout: Layout,
    IdPath { id, .. }: IdPath<CaseStudyId>,
    form: Posted,
) -> Result<Response> {
    let typed = Typed {
        reason: form.get("reason").to_owned(),
        theme: form.get("theme").to_owned(),
        starts_on: form.get("starts_on").to_owned(),
        ends_on: form.get("ends_on").to_owned(),
    };
    match feature::feature(&app, &layout.viewer, id, &typed).await {
        Ok(done) => {
            let back = back_or(&form, &done.study);
            let until = format::date(done.feature.ends_on);
            if done.is_change {
                return Ok(see_other(&back, &format!("Pilihan diubah; tampil sampai {until}.")));
            }
            let said = if done.feature.starts_on > app.clock.today() {
                format!("Direncanakan tampil {} sampai {until}.", format::date(done.feature.starts_on))
            } else {
                format!("Sudah menjadi praktik pilihan sampai {until}.")
            };
            let undo = format!("/praktik/{id}/pilihan/urungkan?kembali={}", encode(&back));
            Ok(flash::see_other_with_undo(&back, &said, &undo))
        }
        Err(Error::Invalid(problems)) => {
            let mut page = feature_page(&app, layout, id).await?;
            page.form.typed = typed;
            page.form.problems = problems;
            page.form.back = back_or(&form, &page.study);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
        Err(error) => Err(error),
    }
}

async fn withdraw(
    State(app): State<App>,
    layout: Layout,
    IdPath { id, .. }: IdPath<CaseStudyId>,
    form: Posted,
) -> Result<Response> {
    let chosen = form.get("feature").parse().ok().map(FeatureId);
    match feature::withdraw(&app, &layout.viewer, id, chosen, form.get("withdraw_reason")).await {
        Ok((study, ended)) => {
            let back = back_or(&form, &study);
            let undo = format!("/praktik/{id}/pilihan/lanjutkan?pilihan={ended}&kembali={}", encode(&back));
            Ok(flash::see_other_with_undo(&back, "Pilihan diakhiri.", &undo))
        }
        Err(Error::Invalid(problems)) => {
            let mut page = feature_page(&app, layout, id).await?;
            if let Some(chosen) = chosen {
                page.running = table::Entity::find_by_id(chosen.get()).one(app.db.read()).await?;
            }
            page.withdraw_reason = form.get("withdraw_reason").to_owned();
            page.form.problems = problems;
            page.form.back = back_or(&form, &page.study);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
        Err(error) => Err(error),
    }
}

#[derive(Deserialize)]
struct Back {
    #[serde(default)]
    kembali: String,
    pilihan: Option<i64>,
}

async fn undo(
    State(app): State<App>,
    viewer: Viewer,
    IdPath { id, .. }: IdPath<CaseStudyId>,
    Query(back): Query<Back>,
) -> Result<Response> {
    feature::undo(&app, &viewer, id).await?;
    Ok(see_other(local_path(&back.kembali), "Diurungkan: praktik itu tidak menjadi pilihan."))
}

async fn resume(
    State(app): State<App>,
    viewer: Viewer,
    IdPath { id, .. }: IdPath<CaseStudyId>,
    Query(back): Query<Back>,
) -> Result<Response> {
    let chosen = back.pilihan.ok_or(Error::NotFound)?;
    feature::resume(&app, &viewer, id, FeatureId(chosen)).await?;
    Ok(see_other(local_path(&back.kembali), "Praktik itu menjadi pilihan lagi."))
}

fn back_or(form: &Posted, study: &case_study::Model) -> String {
    match local_path(form.get("kembali")) {
        "/" => card::url(study.id, &study.title),
        path => path.to_owned(),
    }
}

impl FeaturePage {
    fn problems(&self) -> &Problems {
        &self.form.problems
    }

    /// The unit in whose name it is put forward.
    fn unit(&self) -> &str {
        self.layout.viewer.acting_term().map_or("", |term| term.label.as_str())
    }
}
