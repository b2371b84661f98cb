//! `/praktik/{id}/berkas-bukti`: what a contest looks at and what is missing, and the pack itself.

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use chrono::Datelike;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde::Deserialize;

use super::checklist::{self, Point, State as Answered};
use super::ledger::Words;
use super::{Asked, CONTESTS, Pack, YEARS, archive, parts, text, year_of};
use crate::adoption::dossier;
use crate::app::App;
use crate::case_study::card;
use crate::case_study::content::Content;
use crate::case_study::store;
use crate::error::{Error, Result};
use crate::ids::CaseStudyId;
use crate::kecamatan::kabupaten_kota_of;
use crate::letter::day;
use crate::letter::letterhead::Office;
use crate::office::entity::office_term;
use crate::office::officials::{self, Official};
use crate::office::reach::in_use;
use crate::policy::{Act, Role};
use crate::web::{Html, IdPath, Layout, encode};

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
    /// The year as it was typed.
    typed_year: String,
    /// What is wrong with it; empty when it is a year.
    year_problem: String,
    url: String,
    missing: usize,
    partly: usize,
    unsure: usize,
    ready: usize,
    photos: usize,
    files: usize,
    may_edit: bool,
    /// "Kab. Garut".
    region: String,
    /// Who cares for innovation there, by name and unit.
    innovators: Vec<String>,
    /// What they are told, to paste.
    message: String,
    whatsapp: String,
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

    /// What is not there, the wholly missing first.
    fn gaps(&self) -> Vec<Gap<'_>> {
        let mut gaps: Vec<Gap> = Vec::new();
        for point in text::missing(&self.pack) {
            let alike = |gap: &&mut Gap| gap.is_of(point);
            match gaps.iter_mut().find(alike) {
                Some(gap) => gap.points.push(point),
                None => gaps.push(Gap { first: point, points: vec![point] }),
            }
        }
        gaps
    }

    /// Entries of the ledger in the pack: those of the study, and the one that it grew from.
    fn entries(&self) -> usize {
        self.pack.entries.len() + usize::from(self.pack.origin.is_some())
    }

    /// Rows of the field that holds the message.
    fn lines(&self) -> usize {
        self.message.lines().count() + 2
    }

    /// What is there.
    fn points_ready(&self) -> Vec<&Point> {
        self.pack.points.iter().filter(|point| point.state() == Answered::Ready).collect()
    }
}

/// Criteria that lack the same fields, so that what is to be written is said once.
struct Gap<'a> {
    /// The first of them.
    first: &'a Point,
    /// All of them.
    points: Vec<&'a Point>,
}

impl Gap<'_> {
    /// "Aktor, Jejaring".
    fn names(&self) -> String {
        self.points.iter().map(|point| point.criterion.name.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// True for a criterion that needs the same, from the same fields where one answer serves several.
    fn is_of(&self, point: &Point) -> bool {
        let is_same = self.first.state() == point.state() && self.first.needs() == point.needs();
        is_same && (point.state() != Answered::Unsure || self.first.criterion.fields == point.criterion.fields)
    }
}

/// `GET /praktik/{id}/berkas-bukti?ajang=iga&tahun=2026`.
pub async fn show(
    State(app): State<App>,
    path: IdPath<CaseStudyId>,
    Query(wanted): Query<Wanted>,
    layout: Layout,
) -> Result<Response> {
    let this_year = this_year(&app);
    let year = year_of(&wanted.tahun, this_year);
    let pack = read(&app, &layout, path.id, &wanted.ajang, Some(year.unwrap_or(this_year))).await?;
    let place = pack.study.kecamatan_code.as_deref().map_or(app.config.province.as_str(), kabupaten_kota_of);
    let region = layout.catalogue.places.full_name(place);
    let address = format!("{}/berkas-bukti?ajang={}&tahun={}", pack.address, pack.asked.contest.slug, pack.asked.year);
    let innovators = innovators(&app, place).await?;
    let address = (!innovators.is_empty()).then_some(address.as_str());
    let message = text::message(&pack, &region, layout.site_name(), address);
    let count = |state: Answered| pack.points.iter().filter(|point| point.state() == state).count();
    let page = PackPage {
        missing: count(Answered::Missing),
        partly: count(Answered::Partly),
        unsure: count(Answered::Unsure),
        ready: count(Answered::Ready),
        photos: pack.content.photos.len(),
        files: pack.content.files.len(),
        may_edit: pack.study.kecamatan_code.as_deref().is_some_and(|code| layout.viewer.may(Act::WriteDraft, code)),
        innovators,
        whatsapp: format!("https://wa.me/?text={}", encode(&message)),
        region,
        message,
        url: card::url(pack.study.id, &pack.study.title),
        typed_year: year.map_or(wanted.tahun, |year| year.to_string()),
        year_problem: year.map_or_else(|| year_problem(this_year), |_| String::new()),
        pack,
        layout,
    };
    let status = if year.is_some() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, Html(page)).into_response())
}

/// Who submits for a kabupaten/kota, as far as they read with an account.
async fn innovators(app: &App, region: &str) -> Result<Vec<String>> {
    let today = app.clock.today();
    let db = app.db.read();
    let here: Vec<i64> = office_term::Entity::find()
        .select_only()
        .column(office_term::Column::Id)
        .filter(office_term::Column::RegionCode.eq(region))
        .filter(office_term::Column::Role.eq(Role::InovasiKabupatenKota.as_str()))
        .filter(in_use(office_term::Column::AccountId))
        .into_tuple()
        .all(db)
        .await?;
    let (running, _) = officials::of_office(db, region, today).await?;
    let serves = |official: &Official| here.contains(&official.term.id) && official.term.started_on <= today;
    let told = |official: Official| match official.term.unit_name.as_str() {
        "" => official.name,
        unit => format!("{} ({unit})", official.name),
    };
    Ok(running.into_iter().filter(serves).map(told).collect())
}

fn year_problem(shown: u16) -> String {
    format!("Tulis tahun dari {} sampai {}. Yang ditampilkan di sini tahun {shown}.", YEARS.start(), YEARS.end())
}

fn this_year(app: &App) -> u16 {
    u16::try_from(app.clock.today().year()).unwrap_or_default()
}

/// `GET /praktik/{id}/berkas-bukti.zip?ajang=iga&tahun=2026`.
pub async fn download(
    State(app): State<App>,
    path: IdPath<CaseStudyId>,
    Query(wanted): Query<Wanted>,
    layout: Layout,
) -> Result<Response> {
    let year = year_of(&wanted.tahun, this_year(&app));
    let pack = read(&app, &layout, path.id, &wanted.ajang, year).await?;
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
/// `NotFound` for a contest or a year that there is not.
async fn read(app: &App, layout: &Layout, id: CaseStudyId, contest: &str, year: Option<u16>) -> Result<Pack> {
    layout.viewer.require(&layout.path)?;
    let db = app.db.read();
    let study = store::find(db, &layout.viewer, id).await?;
    let place = study.kecamatan_code.as_deref().unwrap_or(&app.config.province);
    if !(layout.viewer.may(Act::WriteDraft, place) || layout.viewer.may(Act::HideStudy, place)) {
        return Err(Error::Forbidden);
    }
    let asked = year.and_then(|year| Asked::of(contest, year)).ok_or(Error::NotFound)?;
    let content = Content::parse(&store::revision(db, &study).await?.document)?;
    let looked_at = asked.looked_at(app.clock.today());
    let office = Office::of(&layout.catalogue.places, place);
    let entries = dossier::of_study(db, &layout.catalogue, &app.clock, &study).await?;
    let origin = dossier::origin(db, &layout.catalogue, &app.clock, study.id).await?;
    let told = Words::of(&entries, origin.as_ref(), &layout.base_url);
    Ok(Pack {
        points: checklist::of(asked.contest, &content, &layout.catalogue, &told),
        site: layout.base_url.clone(),
        entries,
        origin,
        office: office.map_or_else(|| study.byline.clone(), |office| office.name()),
        address: format!("{}/praktik/{}", layout.base_url, study.id),
        made_on: day(app.clock.today()),
        study,
        content,
        asked,
    }
    .aged(looked_at))
}
