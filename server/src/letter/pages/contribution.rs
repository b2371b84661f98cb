//! `/praktik/{id}/keterangan-kontribusi`: what would be certified, the certificates that were issued, and each of them on
//! paper and for Word.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::case_study::card;
use crate::case_study::content::Content;
use crate::case_study::entity::case_study;
use crate::case_study::evidence::Evidence;
use crate::case_study::store as studies;
use crate::error::{Error, Problems, Result};
use crate::ids::CaseStudyId;
use crate::letter::certificate::Certificate;
use crate::letter::contribution::Contribution;
use crate::letter::entity::Model;
use crate::letter::letterhead::{self, Office};
use crate::letter::team::{self, NAME_CHARS, PART_CHARS, Row, Share};
use crate::letter::{BLANK, SIGNED_ELSEWHERE, certify, may_read, store};
use crate::policy::Act;
use crate::web::forms::text;
use crate::web::qr::Qr;
use crate::web::{Html, IdPath, Layout, Posted, see_other};

/// An issued certificate in the list.
struct Line {
    id: i64,
    number: String,
    issued_on: String,
    revision: i32,
    is_revoked: bool,
}

#[derive(Template)]
#[template(path = "letter/contribution.html")]
struct ListPage {
    layout: Layout,
    id: i64,
    title: String,
    url: String,
    /// What a certificate of today would name; none while the study is not shown.
    named: Option<Contribution>,
    revision: i32,
    /// True for who is named: who certifies then says it of himself.
    is_author: bool,
    evidence: &'static str,
    lines: Vec<Line>,
    may_issue: bool,
    /// The rows of the form, with empty ones to fill in.
    rows: Vec<Row>,
    problems: Problems,
}

impl ListPage {
    /// Rows that stand open: those with a name, and one more.
    fn open(&self) -> usize {
        self.rows.iter().filter(|row| !row.is_empty()).count() + 1
    }

    fn shares(&self) -> Vec<(&'static str, &'static str)> {
        Share::ALL.into_iter().map(|share| (share.as_str(), share.label())).collect()
    }

    fn field(&self, index: &usize) -> String {
        format!("people-{index}")
    }

    fn problem(&self, field: &str) -> &str {
        self.problems.of(field).unwrap_or_default()
    }

    fn problem_of_row(&self, index: &usize) -> &str {
        self.problem(&self.field(index))
    }
}

#[derive(Template)]
#[template(path = "letter/certificate.html")]
struct CertificatePage {
    layout: Layout,
    id: i64,
    letter: i64,
    certificate: Certificate,
    code: Option<Qr>,
    may_revoke: bool,
    reason: String,
    problems: Problems,
}

/// `GET /praktik/{id}/keterangan-kontribusi`.
pub async fn list(State(app): State<App>, path: IdPath<CaseStudyId>, layout: Layout) -> Result<Response> {
    draw_list(&app, layout, path.id, None, Problems::default()).await
}

async fn draw_list(
    app: &App,
    layout: Layout,
    id: CaseStudyId,
    typed: Option<Vec<Row>>,
    problems: Problems,
) -> Result<Response> {
    let study = readable(app, &layout, id).await?;
    let db = app.db.read();
    let office = study.kecamatan_code.clone().unwrap_or_default();
    let is_author = match layout.viewer.account() {
        Some(account) => store::is_author(db, study.id, account).await?,
        None => false,
    };
    let content = Content::parse(&studies::revision(db, &study).await?.document)?;
    let named = match studies::find(db, &layout.viewer, id).await {
        Ok(_) => Some(would_name(app, &layout, &study, &content, &office).await?),
        Err(Error::NotFound) => None,
        Err(error) => return Err(error),
    };
    let line = |row: Model| Line {
        id: row.id,
        issued_on: layout.date(&row.issued_at),
        number: row.register_number,
        revision: row.revision_number,
        is_revoked: row.revoked_at.is_some(),
    };
    let authors = named.as_ref().map_or(&[][..], |named| named.people.as_slice());
    let rows = team::drawn(typed.unwrap_or_else(|| team::proposed(authors)), authors);
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = ListPage {
        rows,
        problems,
        id: study.id,
        url: card::url(study.id, &study.title),
        may_issue: named.is_some() && layout.viewer.may(Act::Publish, &office),
        lines: store::of_study(db, id).await?.into_iter().map(line).collect(),
        evidence: Evidence::of_study(&study).label(),
        revision: study.revision_number,
        is_author,
        title: study.title,
        named,
        layout,
    };
    Ok((status, Html(page)).into_response())
}

async fn would_name(
    app: &App,
    layout: &Layout,
    study: &case_study::Model,
    content: &Content,
    code: &str,
) -> Result<Contribution> {
    let (db, catalogue) = (app.db.read(), &layout.catalogue);
    let office = Office::of(&catalogue.places, code).ok_or(Error::NotFound)?;
    let acting = layout.viewer.acting_term().map(|term| term.id);
    let signatory = letterhead::signatory(db, &office, code, app.clock.today(), acting).await?;
    Contribution::gather(db, catalogue, app.clock.today(), study, content, signatory).await
}

/// `POST /praktik/{id}/keterangan-kontribusi`.
pub async fn issue(
    State(app): State<App>,
    path: IdPath<CaseStudyId>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    layout.viewer.require(&format!("/praktik/{}/keterangan-kontribusi", path.id))?;
    let rows = (!posted.rows("people").is_empty()).then(|| team::typed(&posted));
    let letter = match certify::issue(&app, &layout.viewer, path.id, rows.as_deref()).await {
        Ok(letter) => letter,
        Err(Error::Invalid(problems)) => return draw_list(&app, layout, path.id, rows, problems).await,
        Err(error) => return Err(error),
    };
    let address = format!("/praktik/{}/keterangan-kontribusi/{letter}", path.id);
    Ok(see_other(
        &address,
        "Surat keterangan dibuat. Unduh, lalu beri nomor dan tanda tangani di aplikasi naskah dinas.",
    ))
}

/// `GET /praktik/{id}/keterangan-kontribusi/{letter}`.
pub async fn print(
    State(app): State<App>,
    Path((study, letter)): Path<(String, String)>,
    layout: Layout,
) -> Result<Response> {
    let (id, letter) = numbers(&study, &letter)?;
    draw(&app, layout, id, letter, String::new(), Problems::default()).await
}

async fn draw(
    app: &App,
    layout: Layout,
    id: CaseStudyId,
    letter: i64,
    reason: String,
    problems: Problems,
) -> Result<Response> {
    let (study, row) = own(app, &layout, id, letter).await?;
    let certificate = Certificate::of(app, &layout.catalogue.places, &layout.base_url, &row)?;
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = CertificatePage {
        id: study.id,
        letter,
        code: Qr::of(&certificate.check_address),
        may_revoke: row.revoked_at.is_none() && layout.viewer.may(Act::Publish, &row.kecamatan_code),
        certificate,
        reason,
        problems,
        layout,
    };
    Ok((status, Html(page)).into_response())
}

/// `GET /praktik/{id}/keterangan-kontribusi/{letter}/surat.docx`. One that was taken back is no longer handed out.
pub async fn download(
    State(app): State<App>,
    Path((study, letter)): Path<(String, String)>,
    layout: Layout,
) -> Result<Response> {
    let (id, letter) = numbers(&study, &letter)?;
    let (_, row) = own(&app, &layout, id, letter).await?;
    if row.revoked_at.is_some() {
        return Err(Error::NotFound);
    }
    let certificate = Certificate::of(&app, &layout.catalogue.places, &layout.base_url, &row)?;
    certificate.docx().download(&format!("keterangan-kontribusi-praktik-{id}-{letter}"))
}

/// `POST /praktik/{id}/keterangan-kontribusi/{letter}/cabut`.
pub async fn revoke(
    State(app): State<App>,
    Path((study, letter)): Path<(String, String)>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    let (id, letter) = numbers(&study, &letter)?;
    let address = format!("/praktik/{id}/keterangan-kontribusi/{letter}");
    layout.viewer.require(&address)?;
    let reason = text(posted.get("reason"));
    match certify::revoke(&app, &layout.viewer, id, letter, &reason).await {
        Ok(()) => Ok(see_other(&address, "Surat keterangan dicabut. Halaman pemeriksaannya mengatakan itu.")),
        Err(Error::Invalid(problems)) => draw(&app, layout, id, letter, reason, problems).await,
        Err(error) => Err(error),
    }
}

fn numbers(study: &str, letter: &str) -> Result<(CaseStudyId, i64)> {
    let study = study.split('-').next().unwrap_or_default();
    match (study.parse(), letter.parse()) {
        (Ok(study), Ok(letter)) => Ok((CaseStudyId(study), letter)),
        _ => Err(Error::NotFound),
    }
}

/// The study, for its office and its authors.
async fn readable(app: &App, layout: &Layout, id: CaseStudyId) -> Result<case_study::Model> {
    layout.viewer.require(&format!("/praktik/{id}/keterangan-kontribusi"))?;
    let study = studies::find_cared_for(app.db.read(), &layout.viewer, id).await?;
    if may_read(app.db.read(), &layout.viewer, &study).await? { Ok(study) } else { Err(Error::Forbidden) }
}

async fn own(app: &App, layout: &Layout, id: CaseStudyId, letter: i64) -> Result<(case_study::Model, Model)> {
    let study = readable(app, layout, id).await?;
    let row = store::find(app.db.read(), id, letter).await?;
    Ok((study, row))
}
