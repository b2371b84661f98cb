//! The office's work on drafts: publish, hand in, pass on, return, take back, and the list `/draf`.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Deserialize;

use super::clash;
use super::desk::class_of;
use super::discard;
use super::form::{Showing, draw, study_url};
use super::form_save::{depth_of, save_posted};
use super::photos;
use super::preview;
use crate::account::entity::account;
use crate::app::App;
use crate::case_study::card;
use crate::case_study::content::Content;
use crate::case_study::draft::{self, Step};
use crate::case_study::entity::{case_study, draft as table};
use crate::case_study::fields;
use crate::case_study::hand_in::{self, Move};
use crate::case_study::publish::{self as verb, Published};
use crate::error::{Error, Problems, Result};
use crate::ids::{CaseStudyId, DraftKey};
use crate::policy::Act;
use crate::product::{standing, taken_down};
use crate::web::{DraftKeyPath, Html, IdPath, Layout, Posted, see_other};

/// `POST /tulis/{key}/terbitkan`: saves what the form carries, then publishes. Twice is once.
pub async fn publish(
    State(app): State<App>,
    DraftKeyPath(key): DraftKeyPath,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    layout.viewer.require(&format!("/tulis/{key}"))?;
    let mut seen = posted.get("seen").parse().ok();
    if posted.find("fields").is_some() {
        match save_posted(&app, &layout, key, &posted).await? {
            Ok(row) => seen = Some(row.version),
            Err(response) => return Ok(response),
        }
        if let Some(page) = photos::left_behind(&app, &layout, key, &posted).await? {
            return Ok(page);
        }
    }
    match verb::publish(&app, &layout.viewer, key, seen, posted.get("reason")).await {
        Ok(Published::Study(study)) => {
            Ok(see_other(&study_url(&study), "Praktik baik sudah terbit. Terima kasih sudah berbagi."))
        }
        Ok(Published::UnderReview(_)) => Ok(see_other(
            "/draf",
            "Diajukan ke pembina. Jawabannya tampil di Notifikasi, dan naskah ini bisa ditarik selama belum dijawab.",
        )),
        Ok(Published::Incomplete(row, problems)) => refused(&app, layout, key, Some(row), &posted, problems).await,
        Ok(Published::Outdated(outdated)) => clash::with_revision(layout, key, *outdated),
        Err(Error::Invalid(problems)) => {
            let row = draft::find(&app, &layout.viewer, key).await?;
            refused(&app, layout, key, row, &posted, problems).await
        }
        Err(error) => Err(error),
    }
}

/// The page that a refused move came from, with what was typed: the form for who writes, the preview for who reviews.
async fn refused(
    app: &App,
    layout: Layout,
    key: DraftKey,
    row: Option<table::Model>,
    posted: &Posted,
    problems: Problems,
) -> Result<Response> {
    let may_write = row.as_ref().is_none_or(|row| layout.viewer.may(Act::WriteDraft, &row.kecamatan_code));
    if !may_write && let Some(row) = row {
        return preview::preview_page(
            app,
            layout,
            row,
            problems,
            preview::Typed { reason: posted.get("reason"), ..preview::Typed::default() },
            StatusCode::UNPROCESSABLE_ENTITY,
        )
        .await;
    }
    let full = posted.find("bentuk").map(|_| depth_of(posted) == "lengkap");
    let showing = Showing { full, problems, note: posted.get("note").to_owned(), ..Showing::default() };
    draw(app, layout, key, row, showing, StatusCode::UNPROCESSABLE_ENTITY).await
}

/// `POST /tulis/{key}/ajukan`, with `kepada=sekcam` or `camat`.
pub async fn hand_in(State(app): State<App>, key: DraftKeyPath, layout: Layout, posted: Posted) -> Result<Response> {
    let motion = if posted.get("kepada") == "camat" { Move::ToCamat } else { Move::ToSekcam };
    let said = if motion == Move::ToCamat { "Diajukan ke Camat." } else { "Diajukan ke Sekcam." };
    go(app, key, layout, posted, motion, said).await
}

/// `POST /tulis/{key}/teruskan`.
pub async fn pass_on(State(app): State<App>, key: DraftKeyPath, layout: Layout, posted: Posted) -> Result<Response> {
    go(app, key, layout, posted, Move::PassOn, "Diteruskan ke Camat.").await
}

/// `POST /tulis/{key}/kembalikan`.
pub async fn send_back(State(app): State<App>, key: DraftKeyPath, layout: Layout, posted: Posted) -> Result<Response> {
    go(app, key, layout, posted, Move::Return, "Dikembalikan untuk diperbaiki.").await
}

/// `POST /tulis/{key}/tarik`.
pub async fn take_back(State(app): State<App>, key: DraftKeyPath, layout: Layout, posted: Posted) -> Result<Response> {
    go(app, key, layout, posted, Move::TakeBack, "Pengajuan ditarik.").await
}

async fn go(
    app: App,
    DraftKeyPath(key): DraftKeyPath,
    layout: Layout,
    posted: Posted,
    motion: Move,
    said: &str,
) -> Result<Response> {
    layout.viewer.require(&format!("/tulis/{key}"))?;
    if posted.find("fields").is_some() {
        if let Err(response) = save_posted(&app, &layout, key, &posted).await? {
            return Ok(response);
        }
        if let Some(page) = photos::left_behind(&app, &layout, key, &posted).await? {
            return Ok(page);
        }
    }
    match hand_in::go(&app, &layout.viewer, key, motion, posted.get("note")).await {
        Ok(_) => Ok(see_other("/draf", said)),
        Err(Error::Invalid(problems)) => {
            let row = draft::find(&app, &layout.viewer, key).await?;
            refused(&app, layout, key, row, &posted, problems).await
        }
        Err(error) => Err(error),
    }
}

/// Where in the form somebody wants to go on.
#[derive(Deserialize)]
pub struct Place {
    #[serde(default)]
    bagian: String,
}

/// `POST /praktik/{id}/ubah`: a draft of the current text, opened at the field that `bagian` names.
pub async fn edit(
    State(app): State<App>,
    study: IdPath<CaseStudyId>,
    Query(place): Query<Place>,
    layout: Layout,
) -> Result<Response> {
    layout.viewer.require(&format!("/praktik/{}", study.id))?;
    let row = draft::edit(&app, &layout.viewer, study.id).await?;
    let field = place.bagian.as_str();
    let is_known = fields::long().split_whitespace().any(|known| known == field);
    let at = if is_known { format!("?bentuk=lengkap#{field}") } else { String::new() };
    Ok(Redirect::to(&format!("/tulis/{}{at}", row.key)).into_response())
}

/// A line of the list.
pub struct Line {
    pub url: String,
    pub title: String,
    pub state: &'static str,
    pub state_class: &'static str,
    pub who: String,
    pub ago: String,
    pub at: String,
    pub note: String,
    /// True for what waits for who reads the list.
    pub waits: bool,
    /// True for what waits for somebody else.
    pub is_elsewhere: bool,
    pub edits: bool,
    pub discard: &'static str,
}

/// A published study of the office.
pub struct Own {
    pub url: String,
    pub title: String,
    pub state: &'static str,
    pub state_class: &'static str,
    pub revision: i32,
    pub edit_url: String,
    pub members_only: bool,
}

#[derive(Template)]
#[template(path = "case_study/drafts.html")]
struct DraftsPage {
    layout: Layout,
    place: String,
    waiting: Vec<Line>,
    /// Name and path of the products that this viewer may show to readers for the first time.
    products: Vec<(String, String)>,
    drafts: Vec<Line>,
    /// "Menunggu Camat", with what waits for others there.
    elsewhere: Vec<(&'static str, Vec<Line>)>,
    studies: Vec<Own>,
}

/// `GET /draf`.
pub async fn drafts(State(app): State<App>, layout: Layout) -> Result<Response> {
    layout.viewer.require("/draf")?;
    let Some(term) = layout.viewer.acting_term().filter(|_| layout.may_write()).cloned() else {
        return Ok(Redirect::to("/tulis").into_response());
    };
    let lines = lines(&app, &layout, &term.region).await?;
    let (waiting, others): (Vec<_>, Vec<_>) = lines.into_iter().partition(|line| line.waits);
    let (handed_in, drafts): (Vec<_>, Vec<_>) = others.into_iter().partition(|line| line.is_elsewhere);
    let studies = case_study::Entity::find()
        .filter(case_study::Column::KecamatanCode.eq(term.region.as_str()))
        .order_by_desc(case_study::Column::UpdatedAt)
        .order_by_desc(case_study::Column::Id)
        .limit(200)
        .all(app.db.read())
        .await?;
    let studies = studies.into_iter().map(|row| {
        let (state, state_class) = match (row.hidden_at.is_some(), row.state.as_str()) {
            (true, _) => ("Disembunyikan pembina", "state-henti"),
            (false, "tayang") => ("Tayang", "state-tayang"),
            _ => ("Tidak ditayangkan", "state-henti"),
        };
        Own {
            url: card::url(row.id, &row.title),
            edit_url: format!("/praktik/{}/ubah", row.id),
            title: row.title,
            state,
            state_class,
            revision: row.revision_number,
            members_only: row.visibility == "members",
        }
    });
    let place = layout.catalogue.places.full_name(&term.region);
    let products = products_to_show(&app, &layout, &term.region).await?;
    let elsewhere = by_state(handed_in);
    Ok(Html(DraftsPage { place, waiting, products, drafts, elsewhere, studies: studies.collect(), layout })
        .into_response())
}

/// What staff prepared waits where the camat looks for drafts.
async fn products_to_show(app: &App, layout: &Layout, kecamatan: &str) -> Result<Vec<(String, String)>> {
    if !standing::may_show(app, &layout.viewer, kecamatan).await? {
        return Ok(Vec::new());
    }
    let rows = taken_down::waiting(app.db.read(), kecamatan).await?;
    Ok(rows.into_iter().map(|row| (row.name.clone(), row.url())).collect())
}

/// Lines below the state that they have in common, in their order.
fn by_state(lines: Vec<Line>) -> Vec<(&'static str, Vec<Line>)> {
    let mut groups: Vec<(&'static str, Vec<Line>)> = Vec::new();
    for line in lines {
        match groups.iter().position(|(state, _)| *state == line.state) {
            Some(at) => groups[at].1.push(line),
            None => groups.push((line.state, vec![line])),
        }
    }
    groups
}

/// The office's drafts as lines: two statements, however many there are.
pub async fn lines(app: &App, layout: &Layout, kecamatan: &str) -> Result<Vec<Line>> {
    let rows = draft::of_office(app.db.read(), kecamatan).await?;
    let writers: Vec<i64> = rows.iter().map(|row| row.updated_by).collect();
    let writers = match writers.is_empty() {
        true => Vec::new(),
        false => account::Entity::find().filter(account::Column::Id.is_in(writers)).all(app.db.read()).await?,
    };
    rows.into_iter()
        .map(|row| {
            let content = Content::parse(&row.document)?;
            let step = Step::parse(&row.step);
            let waits = match step {
                Step::WithSekcam => layout.viewer.may(Act::PassOn, kecamatan),
                Step::WithCamat => layout.viewer.may(Act::Publish, kecamatan),
                Step::Returned => !layout.viewer.may(Act::PassOn, kecamatan),
                _ => false,
            };
            Ok(Line {
                discard: discard::offered(&row),
                url: format!("/tulis/{}", row.key),
                title: if content.title.is_empty() { "Tanpa judul".to_owned() } else { content.title },
                state: step.label(),
                state_class: class_of(step),
                who: writers
                    .iter()
                    .find(|writer| writer.id == row.updated_by)
                    .map_or_else(String::new, |writer| writer.name.clone()),
                ago: layout.ago(&row.updated_at),
                at: layout.date_time(&row.updated_at),
                note: row.note,
                waits,
                is_elsewhere: !waits && (step.is_handed_in() || step == Step::UnderReview),
                edits: row.case_study_id.is_some(),
            })
        })
        .collect()
}
