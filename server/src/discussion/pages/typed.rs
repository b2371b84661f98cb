//! What is typed about a comment that stands there already: its new words, or why it is hidden.

use axum::extract::State;
use axum::response::Response;
use sea_orm::EntityTrait;

use super::{WritePage, anchor, may_speak, quote};
use crate::app::App;
use crate::case_study::entity::case_study;
use crate::case_study::personal_data::KEEPS_PHONE;
use crate::case_study::store;
use crate::discussion::{address_of, entity, place_of, speak};
use crate::error::{Error, Problems, Result};
use crate::ids::{AccountId, CaseStudyId, CommentId};
use crate::policy::Act;
use crate::rate_limit::{self, Kind};
use crate::report::direct;
use crate::viewer::Viewer;
use crate::web::{IdPath, Layout, Posted, flash, pace, see_other};

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

pub(super) async fn edit_form(
    State(app): State<App>,
    layout: Layout,
    IdPath { id, .. }: IdPath<CommentId>,
) -> Result<Response> {
    blank(&app, layout, id, Typing::Words).await
}

pub(super) async fn edit(
    State(app): State<App>,
    layout: Layout,
    IdPath { id, .. }: IdPath<CommentId>,
    form: Posted,
) -> Result<Response> {
    typed(&app, layout, id, Typing::Words, &form).await
}

pub(super) async fn hide_form(
    State(app): State<App>,
    layout: Layout,
    IdPath { id, .. }: IdPath<CommentId>,
) -> Result<Response> {
    blank(&app, layout, id, Typing::Reason).await
}

pub(super) async fn hide_comment(
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
    draw(app, layout, typing, &comment, &study, (text, false), Problems::default()).await
}

/// Does what the form says, or draws it again with what was typed and what is wrong with it.
async fn typed(app: &App, layout: Layout, id: CommentId, typing: Typing, form: &Posted) -> Result<Response> {
    let text = form.get(typing.field());
    let keeps_phone = form.find(KEEPS_PHONE).is_some();
    if typing == Typing::Words
        && let Some(account) = layout.viewer.account()
        && let Err((problems, welcome)) = rate_limit::in_form(app, Kind::Comment, account, typing.field()).await
    {
        let (comment, study) = find(app, &layout.viewer, id, typing).await?;
        let page = draw(app, layout, typing, &comment, &study, (text.to_owned(), keeps_phone), problems).await?;
        return Ok(pace::slowed_down(app, page, welcome));
    }
    let done = match typing {
        Typing::Words => speak::edit(app, &layout.viewer, id, text, keeps_phone).await,
        Typing::Reason => direct::hide_comment(app, &layout.viewer, id, text).await,
    };
    let study = match done {
        Ok(study) => study,
        Err(Error::Invalid(problems)) => {
            let (comment, study) = find(app, &layout.viewer, id, typing).await?;
            return draw(app, layout, typing, &comment, &study, (text.to_owned(), keeps_phone), problems).await;
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
    (text, keeps_phone): (String, bool),
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
        study: study.id,
        title: study.title.clone(),
        back: address_of(app.db.read(), study, comment).await?,
        quoted,
        parent: None,
        sections: Vec::new(),
        section: String::new(),
        text,
        keeps_phone,
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
