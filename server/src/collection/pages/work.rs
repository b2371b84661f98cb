//! `/meja/kumpulan`: a coordinator's collections; beginning one, throwing one away, and adding the study that is open.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::edit::typed;
use crate::app::App;
use crate::case_study::store::find as find_study;
use crate::case_study::{card, entity::case_study};
use crate::collection::store::{self, Card};
use crate::collection::{MAX_STUDIES, Typed, add as adding, begin as beginning, standing};
use crate::error::{Error, Problems, Result};
use crate::ids::{CaseStudyId, CollectionId};
use crate::policy::{Act, Role};
use crate::viewer::Term;
use crate::web::flash::see_other_with_undo;
use crate::web::{Html, IdPath, Layout, Posted, filters, see_other};

#[derive(Template)]
#[template(path = "collection/desk.html")]
struct DeskPage {
    layout: Layout,
    /// Begun by oneself, or with this one as curator.
    own: Vec<Card>,
    /// Of others in the scope.
    others: Vec<Card>,
    scope: String,
    may_begin: bool,
}

/// `GET /meja/kumpulan`.
pub async fn desk(State(app): State<App>, layout: Layout) -> Result<Response> {
    let account = layout.viewer.require("/meja/kumpulan")?.account;
    let term = keeper(&layout)?;
    let db = app.db.read();
    let rows = store::own(db, account, Some(&term.region)).await?;
    let mine = store::own(db, account, None).await?;
    let scope = layout.catalogue.places.full_name(&term.region);
    let cards = store::cards(db, &layout.viewer, &layout.catalogue, rows).await?;
    let (own, others) = cards.into_iter().partition(|card| mine.iter().any(|row| row.id == card.row.id));
    Ok(Html(DeskPage { may_begin: layout.may_curate(), own, others, scope, layout }).into_response())
}

/// The term by which the viewer keeps collections: coordinators, and administrators for all of them.
fn keeper(layout: &Layout) -> Result<&Term> {
    let keeps = |term: &&Term| term.role.is_coordinator() || term.role == Role::Admin;
    layout.viewer.acting_term().filter(keeps).ok_or(Error::Forbidden)
}

#[derive(Template)]
#[template(path = "collection/begin.html")]
struct BeginPage {
    layout: Layout,
    form: Typed,
    /// The study that it begins with.
    study: Option<(i64, String)>,
    problems: Problems,
}

/// What the address names.
#[derive(Deserialize)]
pub struct Named {
    #[serde(default)]
    praktik: String,
}

/// `GET /kumpulan/baru?praktik=12`.
pub async fn ask(State(app): State<App>, layout: Layout, Query(named): Query<Named>) -> Result<Response> {
    begin_page(&app, layout, &named.praktik, Typed::default(), Problems::default()).await
}

async fn begin_page(app: &App, layout: Layout, study: &str, form: Typed, problems: Problems) -> Result<Response> {
    layout.viewer.require(&layout.path)?;
    if !layout.may_curate() {
        return Err(Error::Forbidden);
    }
    let study = match study.parse::<i64>() {
        Ok(id) => find_study(app.db.read(), &layout.viewer, CaseStudyId(id)).await.ok(),
        Err(_) => None,
    };
    let study = study.map(|study| (study.id, study.title));
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, Html(BeginPage { layout, form, study, problems })).into_response())
}

/// `POST /kumpulan/baru`.
pub async fn begin(State(app): State<App>, layout: Layout, posted: Posted) -> Result<Response> {
    layout.viewer.require("/kumpulan/baru")?;
    let form = Typed { study: String::new(), ..typed(&posted) };
    let study = posted.get("praktik").parse::<i64>().ok().map(CaseStudyId);
    match beginning::begin(&app, &layout.viewer, &form, study).await {
        Ok(id) => Ok(see_other(&format!("/kumpulan/{id}/ubah"), "Draf kumpulan dibuat. Sekarang isi praktiknya.")),
        Err(Error::Invalid(problems)) => begin_page(&app, layout, posted.get("praktik"), form, problems).await,
        Err(error) => Err(error),
    }
}

/// `POST /kumpulan/{id}/buang`.
pub async fn discard(State(app): State<App>, path: IdPath<CollectionId>, layout: Layout) -> Result<Response> {
    layout.viewer.require(&format!("/kumpulan/{}/ubah", path.id))?;
    let title = standing::discard(&app, &layout.viewer, path.id).await?;
    let undo = format!("/kumpulan/{}/pulihkan", path.id);
    Ok(see_other_with_undo("/meja/kumpulan", &format!("Kumpulan “{title}” dibuang."), &undo))
}

/// `POST /kumpulan/{id}/pulihkan`.
pub async fn restore(State(app): State<App>, path: IdPath<CollectionId>, layout: Layout) -> Result<Response> {
    layout.viewer.require(&format!("/kumpulan/{}/ubah", path.id))?;
    standing::restore(&app, &layout.viewer, path.id).await?;
    Ok(see_other(&format!("/kumpulan/{}/ubah", path.id), "Kumpulan dikembalikan sebagai draf."))
}

#[derive(Template)]
#[template(path = "collection/choose.html")]
struct ChoosePage {
    layout: Layout,
    study: case_study::Model,
    url: String,
    place: String,
    /// Each with whether the study is in it.
    choices: Vec<(Card, bool)>,
    chosen: String,
    problems: Problems,
}

/// `GET /praktik/{id}/kumpulan`.
pub async fn choose(State(app): State<App>, path: IdPath<CaseStudyId>, layout: Layout) -> Result<Response> {
    choose_page(&app, path.id, layout, String::new(), Problems::default()).await
}

async fn choose_page(
    app: &App,
    id: CaseStudyId,
    layout: Layout,
    chosen: String,
    problems: Problems,
) -> Result<Response> {
    let account = layout.viewer.require(&layout.path)?.account;
    let db = app.db.read();
    let study = find_study(db, &layout.viewer, id).await?;
    let region = keeper(&layout)?.region.clone();
    let above = layout.viewer.may(Act::EditCollection, &region).then_some(region.as_str());
    let rows = store::own(db, account, above).await?;
    let holding = store::holding(db, study.id).await?;
    let cards = store::cards(db, &layout.viewer, &layout.catalogue, rows).await?;
    let page = ChoosePage {
        url: card::url(study.id, &study.title),
        place: study.kecamatan_code.as_deref().map_or_else(String::new, |code| layout.catalogue.places.full_name(code)),
        choices: cards
            .into_iter()
            .map(|card| (holding.contains(&card.row.id), card))
            .map(|(is, card)| (card, is))
            .collect(),
        study,
        chosen,
        problems,
        layout,
    };
    let status = if page.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, Html(page)).into_response())
}

/// `POST /praktik/{id}/kumpulan`.
pub async fn add(
    State(app): State<App>,
    path: IdPath<CaseStudyId>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    layout.viewer.require(&format!("/praktik/{}/kumpulan", path.id))?;
    let chosen = posted.get("kumpulan").to_owned();
    let problem = |sentence: &str| Problems::one("kumpulan", sentence);
    let Ok(id) = chosen.parse::<i64>() else {
        return choose_page(&app, path.id, layout, chosen, problem("Pilih kumpulannya.")).await;
    };
    match adding::add(&app, &layout.viewer, CollectionId(id), path.id).await {
        Ok((row, is_new)) => {
            let title = &row.title;
            let said = if is_new {
                format!("Ditambahkan ke kumpulan “{title}”.")
            } else {
                format!("Praktik ini sudah ada di kumpulan “{title}”.")
            };
            Ok(see_other(&format!("/kumpulan/{id}/ubah#praktik-{}", path.id), &said))
        }
        Err(Error::Invalid(problems)) => {
            let sentence = problems.iter().next().map(|(_, sentence)| sentence.to_owned()).unwrap_or_default();
            choose_page(&app, path.id, layout, chosen, problem(&sentence)).await
        }
        Err(error) => Err(error),
    }
}

impl ChoosePage {
    fn most(&self) -> usize {
        MAX_STUDIES
    }
}
