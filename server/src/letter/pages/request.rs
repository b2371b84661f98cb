//! `/praktik/{id}/surat`: the request to another office, read before it is taken home. What was chosen is sent with each
//! button and kept nowhere.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::case_study::card;
use crate::case_study::entity::case_study;
use crate::case_study::store;
use crate::error::{Error, Problems, Result};
use crate::ids::CaseStudyId;
use crate::letter::letterhead::{self, Office};
use crate::letter::may_request;
use crate::letter::request::{About, CONTACT_CHARS, Purpose, RequestLetter, Typed, WISH_CHARS};
use crate::letter::{BLANK, SIGNED_ELSEWHERE};
use crate::policy::Act;
use crate::viewer::Term;
use crate::web::qr::Qr;
use crate::web::{Html, IdPath, Layout, Posted, see_other};

#[derive(Template)]
#[template(path = "letter/request.html")]
struct RequestPage {
    layout: Layout,
    id: i64,
    title: String,
    url: String,
    typed: Typed,
    problems: Problems,
    letter: RequestLetter,
    code: Option<Qr>,
    is_signed_by_nobody: bool,
}

/// The study, and the office that asks for it.
struct Asked {
    study: case_study::Model,
    term: Term,
}

/// `GET /praktik/{id}/surat`.
pub async fn begin(State(app): State<App>, path: IdPath<CaseStudyId>, layout: Layout) -> Result<Response> {
    match asked(&app, &layout, path.id).await? {
        Ok(asked) => page(&app, layout, asked, None).await,
        Err(own) => Ok(own),
    }
}

/// `POST /praktik/{id}/surat`: the same letter with what was chosen.
pub async fn preview(
    State(app): State<App>,
    path: IdPath<CaseStudyId>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    match asked(&app, &layout, path.id).await? {
        Ok(asked) => page(&app, layout, asked, Some(Typed::of(&posted))).await,
        Err(own) => Ok(own),
    }
}

/// `GET /praktik/{id}/surat-permohonan.docx`: with what the form proposes.
pub async fn take(State(app): State<App>, path: IdPath<CaseStudyId>, layout: Layout) -> Result<Response> {
    match asked(&app, &layout, path.id).await? {
        Ok(asked) => file(&app, layout, asked, None).await,
        Err(own) => Ok(own),
    }
}

/// `POST /praktik/{id}/surat-permohonan.docx`.
pub async fn download(
    State(app): State<App>,
    path: IdPath<CaseStudyId>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    match asked(&app, &layout, path.id).await? {
        Ok(asked) => file(&app, layout, asked, Some(Typed::of(&posted))).await,
        Err(own) => Ok(own),
    }
}

/// Who may ask, and for what; the way back for who looks at the own office's study.
async fn asked(app: &App, layout: &Layout, id: CaseStudyId) -> Result<Result<Asked, Response>> {
    layout.viewer.require(&format!("/praktik/{id}/surat"))?;
    let term = layout.viewer.acting_term().filter(|term| layout.viewer.may(Act::WriteDraft, &term.region));
    let term = term.cloned().ok_or(Error::Forbidden)?;
    let study = store::find(app.db.read(), &layout.viewer, id).await?;
    if may_request(&layout.viewer, &study) {
        return Ok(Ok(Asked { study, term }));
    }
    let sentence = if study.kecamatan_code.is_some() {
        "Praktik ini milik kantor Bapak/Ibu sendiri, sehingga tidak perlu surat permohonan."
    } else {
        "Praktik ini belum ditandai milik kecamatan mana, sehingga belum ada kantor yang dapat dimohon."
    };
    Ok(Err(see_other(&card::url(study.id, &study.title), sentence)))
}

async fn write(app: &App, layout: &Layout, asked: &Asked, typed: &Typed) -> Result<RequestLetter> {
    let places = &layout.catalogue.places;
    let office = |code: &str| Office::of(places, code).ok_or(Error::NotFound);
    let to = office(asked.study.kecamatan_code.as_deref().unwrap_or_default())?;
    let from = office(&asked.term.region)?;
    let (today, acting) = (app.clock.today(), Some(asked.term.id));
    let about = About {
        signatory: letterhead::signatory(app.db.read(), &from, &asked.term.region, today, acting).await?,
        title: &asked.study.title,
        address: &format!("{}/praktik/{}", layout.base_url, asked.study.id),
        site: layout.site_name(),
        from: &from,
        to: &to,
        today,
    };
    Ok(RequestLetter::write(about, typed))
}

/// Whom the other office reaches unless something else is typed.
fn proposed(layout: &Layout, asked: &Asked) -> Typed {
    let name = layout.viewer.signed_in().map_or("", |person| person.name.as_str());
    Typed { contact: format!("{name} ({})", asked.term.label), ..Typed::default() }
}

async fn page(app: &App, layout: Layout, asked: Asked, typed: Option<Typed>) -> Result<Response> {
    let typed = typed.unwrap_or_else(|| proposed(&layout, &asked));
    let problems = match typed.check() {
        Ok(()) => Problems::default(),
        Err(Error::Invalid(problems)) => problems,
        Err(error) => return Err(error),
    };
    let letter = write(app, &layout, &asked, &typed).await?;
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = RequestPage {
        id: asked.study.id,
        url: card::url(asked.study.id, &asked.study.title),
        title: asked.study.title,
        code: Qr::of(&letter.address),
        is_signed_by_nobody: letter.signatory.name.is_empty(),
        typed,
        problems,
        letter,
        layout,
    };
    Ok((status, Html(page)).into_response())
}

async fn file(app: &App, layout: Layout, asked: Asked, typed: Option<Typed>) -> Result<Response> {
    let typed = typed.unwrap_or_else(|| proposed(&layout, &asked));
    if typed.check().is_err() {
        return page(app, layout, asked, Some(typed)).await;
    }
    let letter = write(app, &layout, &asked, &typed).await?;
    letter.docx().download(&format!("surat-permohonan-{}-praktik-{}", typed.purpose.as_str(), asked.study.id))
}
