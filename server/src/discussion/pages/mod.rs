//! The forms of the conversation: to comment, to answer, to change, to hide. The conversation itself stands on the page
//! of its study, drawn by `discussion/thread.html`.

mod earlier;
mod mentions;
mod react;
mod typed;

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use sea_orm::EntityTrait;
use serde::Deserialize;

use super::speak::Words;
use super::{address_of, entity, mention, speak};
use crate::app::App;
use crate::case_study::content::Content;
use crate::case_study::entity::case_study;
use crate::case_study::pages::StudyView;
use crate::case_study::personal_data::{KEEPS_PHONE, is_asked};
use crate::case_study::{card, store};
use crate::error::{Error, Problems, Result};
use crate::ids::{CaseStudyId, CommentId};
use crate::rate_limit::{self, Kind};
use crate::report::direct;
use crate::viewer::Viewer;
use crate::web::{Html, IdPath, Layout, Posted, flash, pace, see_other};

/// The addresses of the conversation.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/praktik/{id}/komentar", get(comment_form).post(say))
        .route("/praktik/{id}/komentar/{comment}", get(find_on_page))
        .route("/praktik/{id}/tanggapan", post(react::to_study))
        .route("/komentar/{id}", get(place))
        .route("/komentar/{id}/tanggapan", post(react::to_comment))
        .route("/komentar/{id}/riwayat", get(earlier::list))
        .route("/sebutan", get(mentions::offer))
        .route("/komentar/{id}/ubah", get(typed::edit_form).post(typed::edit))
        .route("/komentar/{id}/hapus", post(delete))
        .route("/komentar/{id}/hapus/batal", post(undelete))
        .route("/komentar/{id}/sembunyikan", get(typed::hide_form).post(typed::hide_comment))
        .route("/komentar/{id}/pulihkan", post(restore))
}

#[derive(Template)]
#[template(path = "discussion/write.html")]
struct WritePage {
    layout: Layout,
    heading: &'static str,
    button: &'static str,
    action: String,
    field: &'static str,
    hint: String,
    study: i64,
    title: String,
    back: String,
    /// The comment that is answered or hidden: who, and its first words.
    quoted: Option<(String, String)>,
    parent: Option<i64>,
    /// Anchors and headings of the sections that a new comment may be about; none for an answer.
    sections: Vec<(String, &'static str)>,
    section: String,
    text: String,
    keeps_phone: bool,
    limit: usize,
    problems: Problems,
}

impl WritePage {
    fn answer(self) -> Response {
        let status = if self.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        (status, Html(self)).into_response()
    }

    fn problem(&self) -> Option<&str> {
        self.problems.of(self.field)
    }

    /// The box comes back with each form, ticked where it was: what was said is not asked again.
    fn asks_about_phone(&self) -> bool {
        self.keeps_phone || is_asked(&self.problems)
    }
}

#[derive(Deserialize)]
struct Answering {
    balas: Option<i64>,
    #[serde(default)]
    bagian: String,
}

async fn comment_form(
    State(app): State<App>,
    layout: Layout,
    IdPath { id, .. }: IdPath<CaseStudyId>,
    Query(answering): Query<Answering>,
) -> Result<Response> {
    let study = store::find(app.db.read(), &layout.viewer, id).await?;
    let parent = answering.balas.map(CommentId);
    let words = Words { parent, section: answering.bagian, ..Words::default() };
    Ok(writing(&app, layout, &study, words, Problems::default()).await?.answer())
}

async fn say(
    State(app): State<App>,
    layout: Layout,
    IdPath { id, .. }: IdPath<CaseStudyId>,
    form: Posted,
) -> Result<Response> {
    let study = store::find(app.db.read(), &layout.viewer, id).await?;
    may_speak(&layout.viewer, &study)?;
    let words = Words {
        parent: form.get("parent").parse().ok().map(CommentId),
        section: form.get("section").to_owned(),
        body: form.get("body").to_owned(),
        keeps_phone: form.find(KEEPS_PHONE).is_some(),
    };
    let account = layout.viewer.require(&anchor_of_all(&study))?.account;
    if let Err((problems, welcome)) = rate_limit::in_form(&app, Kind::Comment, account, "body").await {
        let page = writing(&app, layout, &study, words, problems).await?;
        return Ok(pace::slowed_down(&app, page.answer(), welcome));
    }
    match speak::say(&app, &layout.viewer, id, &words).await {
        Ok((comment, study)) => Ok(see_other(&anchor(&app, &study, comment.get()).await?, "Komentar sudah tampil.")),
        Err(Error::Invalid(problems)) => Ok(writing(&app, layout, &study, words, problems).await?.answer()),
        Err(error) => Err(error),
    }
}

/// `GET /komentar/{id}`: leads to the comment on the page of its study, for who may see that; so do, by way of it, the
/// addresses below that are only posted to.
async fn place(State(app): State<App>, viewer: Viewer, IdPath { id, .. }: IdPath<CommentId>) -> Result<Response> {
    let row = entity::Entity::find_by_id(id.get()).one(app.db.read()).await?.ok_or(Error::NotFound)?;
    let study = store::find_cared_for(app.db.read(), &viewer, CaseStudyId(row.case_study_id)).await?;
    Ok(Redirect::to(&address_of(app.db.read(), &study, &row).await?).into_response())
}

/// `GET /praktik/{id}/komentar/{comment}`: the same, below the address of its study.
async fn find_on_page(
    State(app): State<App>,
    viewer: Viewer,
    IdPath { id, .. }: IdPath<CaseStudyId>,
    Path((_, comment)): Path<(String, String)>,
) -> Result<Response> {
    let study = store::find_cared_for(app.db.read(), &viewer, id).await?;
    let comment: i64 = comment.parse().map_err(|_| Error::NotFound)?;
    let row = entity::Entity::find_by_id(comment).one(app.db.read()).await?;
    let row = row.filter(|row| row.case_study_id == study.id).ok_or(Error::NotFound)?;
    Ok(Redirect::to(&address_of(app.db.read(), &study, &row).await?).into_response())
}

async fn writing(
    app: &App,
    layout: Layout,
    study: &case_study::Model,
    words: Words,
    problems: Problems,
) -> Result<WritePage> {
    may_speak(&layout.viewer, study)?;
    let parent = words.parent.map(CommentId::get);
    let quoted = match parent {
        Some(parent) => entity::Entity::find_by_id(parent).one(app.db.read()).await?,
        None => None,
    };
    let quoted =
        quoted.filter(|row| row.case_study_id == study.id && row.hidden_at.is_none() && row.deleted_at.is_none());
    let sections = match parent {
        Some(_) => Vec::new(),
        None => {
            let revision = store::revision(app.db.read(), study).await?;
            StudyView::sections(&Content::parse(&revision.document)?)
        }
    };
    let speaks_as = match (layout.viewer.acting_term(), layout.viewer.signed_in()) {
        (Some(term), _) => speak::office_of(term, &layout.catalogue),
        (None, person) => person.map_or_else(String::new, |person| person.name.clone()),
    };
    let back = match &quoted {
        Some(row) => address_of(app.db.read(), study, row).await?,
        None => anchor_of_all(study),
    };
    Ok(WritePage {
        heading: if parent.is_some() { "Balas komentar" } else { "Tulis komentar" },
        button: if parent.is_some() { "Kirim balasan" } else { "Kirim komentar" },
        action: format!("/praktik/{}/komentar", study.id),
        field: "body",
        hint: format!(
            "Bertanya, menambahkan pengalaman, atau memberi saran. Ketik @ untuk menyebut pejabat atau kecamatan. Tampil \
             atas nama {speaks_as}."
        ),
        study: study.id,
        title: study.title.clone(),
        back,
        quoted: quoted.map(|row| quote(&row, &layout)),
        parent,
        sections,
        section: words.section,
        text: words.body,
        keeps_phone: words.keeps_phone,
        limit: app.config.limits.comment_chars,
        problems,
        layout,
    })
}

async fn delete(State(app): State<App>, viewer: Viewer, IdPath { id, .. }: IdPath<CommentId>) -> Result<Response> {
    let study = speak::delete(&app, &viewer, id).await?;
    let undo = format!("/komentar/{id}/hapus/batal");
    Ok(flash::see_other_with_undo(&anchor(&app, &study, id.get()).await?, "Komentar dihapus.", &undo))
}

async fn undelete(State(app): State<App>, viewer: Viewer, IdPath { id, .. }: IdPath<CommentId>) -> Result<Response> {
    let study = speak::undelete(&app, &viewer, id).await?;
    Ok(see_other(&anchor(&app, &study, id.get()).await?, "Komentar tampil kembali."))
}

async fn restore(State(app): State<App>, viewer: Viewer, IdPath { id, .. }: IdPath<CommentId>) -> Result<Response> {
    let study = direct::restore_comment(&app, &viewer, id).await?;
    Ok(see_other(&anchor(&app, &study, id.get()).await?, "Komentar tampil kembali."))
}

/// Members may; a visitor signs in first and comes back.
fn may_speak(viewer: &Viewer, study: &case_study::Model) -> Result<()> {
    viewer.require(&anchor_of_all(study))?;
    if viewer.is_member() { Ok(()) } else { Err(Error::Forbidden) }
}

fn quote(comment: &entity::Model, layout: &Layout) -> (String, String) {
    let words = mention::plain(&comment.body, &layout.catalogue.places);
    (comment.byline.clone(), crate::case_study::content::shortened(&words, 300))
}

/// The page of the conversation that shows a comment, at the comment.
async fn anchor(app: &App, study: &case_study::Model, comment: i64) -> Result<String> {
    match entity::Entity::find_by_id(comment).one(app.db.read()).await? {
        Some(row) => address_of(app.db.read(), study, &row).await,
        None => Ok(anchor_of_all(study)),
    }
}

fn anchor_of_all(study: &case_study::Model) -> String {
    format!("{}#komentar-bagian", card::url(study.id, &study.title))
}
