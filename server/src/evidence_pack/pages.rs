//! `/praktik/{id}/berkas-bukti`: what a contest looks at and what is missing, and the pack itself.

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use chrono::Datelike;
use serde::Deserialize;

use super::checklist::{self, State as Answered};
use super::{Asked, CONTESTS, Pack, archive, parts, text};
use crate::app::App;
use crate::case_study::card;
use crate::case_study::content::Content;
use crate::case_study::store;
use crate::error::{Error, Result};
use crate::ids::CaseStudyId;
use crate::letter::day;
use crate::letter::letterhead::Office;
use crate::policy::Act;
use crate::web::{Html, IdPath, Layout};

/// The routes of these pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/praktik/{study}/berkas-bukti", get(show))
        .route("/praktik/{study}/berkas-bukti.zip", get(download))
}

/// What an address asks for.
#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    ajang: String,
    #[serde(default)]
    tahun: String,
}

#[derive(Template)]
#[template(path = "evidence_pack/show.html")]
struct PackPage {
    layout: Layout,
    pack: Pack,
    url: String,
    missing: usize,
    partly: usize,
    ready: usize,
    photos: usize,
    files: usize,
    may_edit: bool,
}

impl PackPage {
    /// The contests with their names, for the choice.
    fn contests(&self) -> Vec<(&'static str, String)> {
        let year = self.pack.asked.year;
        let named = |slug: &'static str| {
            let contest = crate::case_study::criteria::CRITERIA.contest(slug, year)?;
            Some((slug, format!("{} ({})", contest.name, contest.full_name)))
        };
        CONTESTS.into_iter().filter_map(named).collect()
    }

    /// What is not there first, then what is.
    fn points(&self) -> Vec<&checklist::Point> {
        let ready = self.pack.points.iter().filter(|point| point.state() == Answered::Ready);
        text::missing(&self.pack).chain(ready).collect()
    }
}

/// `GET /praktik/{id}/berkas-bukti?ajang=iga&tahun=2026`.
pub async fn show(
    State(app): State<App>,
    path: IdPath<CaseStudyId>,
    Query(wanted): Query<Wanted>,
    layout: Layout,
) -> Result<Response> {
    let pack = read(&app, &layout, path.id, &wanted).await?;
    let count = |state: Answered| pack.points.iter().filter(|point| point.state() == state).count();
    let page = PackPage {
        missing: count(Answered::Missing),
        partly: count(Answered::Partly),
        ready: count(Answered::Ready),
        photos: pack.content.photos.len(),
        files: pack.content.files.len(),
        may_edit: pack.study.kecamatan_code.as_deref().is_some_and(|code| layout.viewer.may(Act::WriteDraft, code)),
        url: card::url(pack.study.id, &pack.study.title),
        pack,
        layout,
    };
    Ok(Html(page).into_response())
}

/// `GET /praktik/{id}/berkas-bukti.zip?ajang=iga&tahun=2026`.
pub async fn download(
    State(app): State<App>,
    path: IdPath<CaseStudyId>,
    Query(wanted): Query<Wanted>,
    layout: Layout,
) -> Result<Response> {
    let pack = read(&app, &layout, path.id, &wanted).await?;
    let entries = parts::entries(&app, &pack).await?;
    let told = format!("attachment; filename=\"berkas-bukti-{}-praktik-{}.zip\"", pack.asked.slug(), pack.study.id);
    let told = HeaderValue::try_from(told).map_err(|error| Error::Internal(error.into()))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/zip")),
        (header::CONTENT_DISPOSITION, told),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((headers, archive::send(&app, entries, text::head(&pack))).into_response())
}

/// The pack, for the people of the study's office and the coordinators above it, as long as the study is shown.
async fn read(app: &App, layout: &Layout, id: CaseStudyId, wanted: &Wanted) -> Result<Pack> {
    layout.viewer.require(&layout.path)?;
    let db = app.db.read();
    let study = store::find(db, &layout.viewer, id).await?;
    let place = study.kecamatan_code.as_deref().unwrap_or(&app.config.province);
    if !(layout.viewer.may(Act::WriteDraft, place) || layout.viewer.may(Act::HideStudy, place)) {
        return Err(Error::Forbidden);
    }
    let today = app.clock.today();
    let this_year = u16::try_from(today.year()).unwrap_or_default();
    let asked = Asked::of(&wanted.ajang, &wanted.tahun, this_year).ok_or(Error::NotFound)?;
    let content = Content::parse(&store::revision(db, &study).await?.document)?;
    let office = Office::of(&layout.catalogue.places, place);
    Ok(Pack {
        points: checklist::of(asked.contest, &content, &layout.catalogue, study.replications),
        office: office.map_or_else(|| study.byline.clone(), |office| office.name()),
        address: format!("{}/praktik/{}", layout.base_url, study.id),
        made_on: day(today),
        study,
        content,
        asked,
    })
}
