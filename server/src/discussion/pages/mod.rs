//! The forms of the conversation: to comment, to answer, to change, to hide. The conversation itself stands on the page
//! of its study, drawn by `discussion/thread.html`.

mod earlier;
mod mentions;
mod react;

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use sea_orm::EntityTrait;
use serde::Deserialize;

use super::speak::Words;
use super::{address_of, entity, mention, place_of, speak};
use crate::app::App;
use crate::case_study::content::Content;
use crate::case_study::entity::case_study;
use crate::case_study::pages::StudyView;
use crate::case_study::{card, store};
use crate::error::{Error, Problems, Result};
use crate::ids::{AccountId, CaseStudyId, CommentId};
use crate::policy::Act;
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
        .route("/komentar/{id}/tanggapan", post(react::to_comment))
        .route("/komentar/{id}/riwayat", get(earlier::list))
        .route("/sebutan", get(mentions::offer))
        .route("/komentar/{id}/ubah", get(edit_form).post(edit))
        .route("/komentar/{id}/hapus", post(delete))
        .route("/komentar/{id}/hapus/batal", post(undelete))
        .route("/komentar/{id}/sembunyikan", get(hide_form).post(hide_comment))
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
    study_title: String,
    back: String,
    /// The comment that is answered or hidden: who, and its first words.
    quoted: Option<(String, String)>,
    parent: Option<i64>,
    /// Anchors and headings of the sections that a new comment may be about; none for an answer.
    sections: Vec<(String, &'static str)>,
    section: String,
    text: String,
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
    let words = Words { parent, section: answering.bagian, body: String::new() };
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

/// `GET /praktik/{id}/komentar/{comment}`: to the page of the conversation that has it.
async fn find_on_page(
    State(app): State<App>,
    viewer: Viewer,
    IdPath { id, .. }: IdPath<CaseStudyId>,
    Path((_, comment)): Path<(String, String)>,
) -> Result<Response> {
    let study = store::find_cared_for(app.db.read(), &viewer, id).await?;
    let comment = comment.parse().map_err(|_| Error::NotFound)?;
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
        study_title: study.title.clone(),
        back,
        quoted: quoted.map(|row| quote(&row, &layout)),
        parent,
        sections,
        section: words.section,
        text: words.body,
        limit: app.config.limits.comment_chars,
        problems,
        layout,
    })
}

/// What is typed about a comment that stands there already.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Typing {
    /// Its new words, by who wrote it.
    Words,
    /// Why it is hidden, by a coordinator.
    Reason,
}

impl Typing {
    fn field(self) -> &'static str {
        if self == Self::Words { "body" } else { "reason" }
    }
}

async fn edit_form(State(app): State<App>, layout: Layout, IdPath { id, .. }: IdPath<CommentId>) -> Result<Response> {
    blank(&app, layout, id, Typing::Words).await
}

async fn edit(
    State(app): State<App>,
    layout: Layout,
    IdPath { id, .. }: IdPath<CommentId>,
    form: Posted,
) -> Result<Response> {
    typed(&app, layout, id, Typing::Words, &form).await
}

async fn hide_form(State(app): State<App>, layout: Layout, IdPath { id, .. }: IdPath<CommentId>) -> Result<Response> {
    blank(&app, layout, id, Typing::Reason).await
}

async fn hide_comment(
    State(app): State<App>,
    layout: Layout,
    IdPath { id, .. }: IdPath<CommentId>,
    form: Posted,
) -> Result<Response> {
    typed(&app, layout, id, Typing::Reason, &form).await
}

/// The form before anything is typed: the comment as it stands, or no reason yet.
async fn blank(app: &App, layout: Layout, id: CommentId, typing: Typing) -> Result<Response> {
    let (comment, study) = find(app, &layout.viewer, id, typing).await?;
    let text = if typing == Typing::Words { comment.body.clone() } else { String::new() };
    draw(app, layout, typing, &comment, &study, text, Problems::default()).await
}

/// Does what the form says, or draws it again with what was typed and what is wrong with it.
async fn typed(app: &App, layout: Layout, id: CommentId, typing: Typing, form: &Posted) -> Result<Response> {
    let text = form.get(typing.field());
    if typing == Typing::Words
        && let Some(account) = layout.viewer.account()
        && let Err((problems, welcome)) = rate_limit::in_form(app, Kind::Comment, account, typing.field()).await
    {
        let (comment, study) = find(app, &layout.viewer, id, typing).await?;
        let page = draw(app, layout, typing, &comment, &study, text.to_owned(), problems).await?;
        return Ok(pace::slowed_down(app, page, welcome));
    }
    let done = match typing {
        Typing::Words => speak::edit(app, &layout.viewer, id, text).await,
        Typing::Reason => direct::hide_comment(app, &layout.viewer, id, text).await,
    };
    let study = match done {
        Ok(study) => study,
        Err(Error::Invalid(problems)) => {
            let (comment, study) = find(app, &layout.viewer, id, typing).await?;
            return draw(app, layout, typing, &comment, &study, text.to_owned(), problems).await;
        }
        Err(error) => return Err(error),
    };
    let back = anchor(app, &study, id.get()).await?;
    Ok(match typing {
        Typing::Words => see_other(&back, "Komentar sudah diubah."),
        Typing::Reason => {
            flash::see_other_with_undo(&back, "Komentar disembunyikan.", &format!("/komentar/{id}/pulihkan"))
        }
    })
}

async fn draw(
    app: &App,
    layout: Layout,
    typing: Typing,
    comment: &entity::Model,
    study: &case_study::Model,
    text: String,
    problems: Problems,
) -> Result<Response> {
    may_type(&layout.viewer, typing, comment, study, place_of(study, &layout.catalogue))?;
    let limits = &app.config.limits;
    let (heading, button, verb, hint, quoted, limit) = match typing {
        Typing::Words => (
            "Ubah komentar",
            "Simpan perubahan",
            "ubah",
            "Pembaca melihat bahwa komentar ini diubah, dan anggota dapat membaca versi sebelumnya.",
            None,
            limits.comment_chars,
        ),
        Typing::Reason => (
            "Sembunyikan komentar",
            "Sembunyikan komentar",
            "sembunyikan",
            "Alasan terbaca oleh penulis komentar dan pembina kecamatan. Komentar bisa ditampilkan kembali.",
            Some(quote(comment, &layout)),
            limits.reason_chars,
        ),
    };
    let page = WritePage {
        heading,
        button,
        action: format!("/komentar/{}/{verb}", comment.id),
        field: typing.field(),
        hint: hint.to_owned(),
        study_title: study.title.clone(),
        back: address_of(app.db.read(), study, comment).await?,
        quoted,
        parent: None,
        sections: Vec::new(),
        section: String::new(),
        text,
        limit,
        problems,
        layout,
    };
    Ok(page.answer())
}

/// Who wrote a comment changes it while it is shown; a coordinator of its place hides it.
fn may_type(
    viewer: &Viewer,
    typing: Typing,
    comment: &entity::Model,
    study: &case_study::Model,
    place: &str,
) -> Result<()> {
    let allowed = match typing {
        Typing::Words => {
            may_speak(viewer, study)?;
            viewer.account().map(AccountId::get) == Some(comment.account_id) && comment.hidden_at.is_none()
        }
        Typing::Reason => viewer.may(Act::HideComment, place),
    };
    if allowed && comment.deleted_at.is_none() { Ok(()) } else { Err(Error::Forbidden) }
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

/// A comment whose study the viewer may see; a coordinator hides comments under a hidden study too.
async fn find(app: &App, viewer: &Viewer, id: CommentId, typing: Typing) -> Result<(entity::Model, case_study::Model)> {
    let comment = entity::Entity::find_by_id(id.get()).one(app.db.read()).await?.ok_or(Error::NotFound)?;
    let study = CaseStudyId(comment.case_study_id);
    let study = match typing {
        Typing::Words => store::find(app.db.read(), viewer, study).await?,
        Typing::Reason => store::find_cared_for(app.db.read(), viewer, study).await?,
    };
    viewer.require(&format!("/praktik/{}/komentar/{}", study.id, comment.id))?;
    Ok((comment, study))
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
