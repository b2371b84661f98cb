//! The short forms beside a lesson: to say something to it, to tell the coordinators, to hide with a reason.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::member;
use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::lesson::entity::lesson;
use crate::lesson::{hide as hiding, say, store, url, window, words};
use crate::rate_limit::{self, Kind};
use crate::web::flash::see_other_with_undo;
use crate::web::{Html, Layout, Posted, pace, see_other};

#[derive(Template)]
#[template(path = "lesson/speak.html")]
struct SpeakPage {
    layout: Layout,
    heading: &'static str,
    label: &'static str,
    button: &'static str,
    hint: &'static str,
    action: String,
    title: String,
    back: String,
    text: String,
    limit: usize,
    problems: Problems,
}

impl SpeakPage {
    fn answer(self) -> Response {
        let status = if self.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        (status, Html(self)).into_response()
    }

    fn problem(&self, field: &str) -> String {
        self.problems.all_of(field)
    }
}

/// What is typed.
#[derive(Clone, Copy)]
enum Form {
    Say,
    Report,
    Hide,
    HideWord(i64),
}

impl Form {
    fn page(self, app: &App, layout: Layout, row: &lesson::Model, text: &str, problems: Problems) -> Response {
        let back = url(&row.key);
        let (heading, label, button, hint, below) = match self {
            Self::Say => (
                "Tulis tanggapan",
                "Tanggapan",
                "Kirim tanggapan",
                "Pengalaman serupa atau saran. Jangan menebak siapa penulisnya.",
                "tanggapan".to_owned(),
            ),
            Self::Report => (
                "Beri tahu pembina",
                "Yang perlu diketahui pembina",
                "Kirim kepada pembina",
                "Hanya dibaca pembina kecamatan. Penulis catatan tidak melihat siapa yang memberi tahu.",
                "lapor".to_owned(),
            ),
            Self::Hide => (
                "Sembunyikan catatan",
                "Alasan",
                "Sembunyikan",
                "Penulisnya membaca alasan ini.",
                "sembunyikan".to_owned(),
            ),
            Self::HideWord(id) => (
                "Sembunyikan tanggapan",
                "Alasan",
                "Sembunyikan",
                "Penulisnya membaca alasan ini di halaman catatan.",
                format!("tanggapan/{id}/sembunyikan"),
            ),
        };
        let limits = &app.config.limits;
        let is_said = matches!(self, Self::Say | Self::Report);
        let page = SpeakPage {
            heading,
            label,
            button,
            hint,
            action: format!("{back}/{below}"),
            title: row.title.clone(),
            back,
            text: text.to_owned(),
            limit: if is_said { limits.comment_chars } else { limits.reason_chars },
            problems,
            layout,
        };
        page.answer()
    }
}

/// `GET /pembelajaran/{key}/tanggapan`.
pub async fn form(State(app): State<App>, Path(key): Path<String>, layout: Layout) -> Result<Response> {
    blank(&app, &key, layout, Form::Say).await
}

/// `GET /pembelajaran/{key}/lapor`.
pub async fn report_form(State(app): State<App>, Path(key): Path<String>, layout: Layout) -> Result<Response> {
    blank(&app, &key, layout, Form::Report).await
}

async fn blank(app: &App, key: &str, layout: Layout, form: Form) -> Result<Response> {
    member(&layout, &layout.path)?;
    let row = store::find(app.db.read(), &layout.viewer, key).await?;
    Ok(form.page(app, layout, &row, "", Problems::default()))
}

/// `POST /pembelajaran/{key}/tanggapan`.
pub async fn send(State(app): State<App>, Path(key): Path<String>, layout: Layout, posted: Posted) -> Result<Response> {
    said(&app, &key, layout, &posted, Form::Say).await
}

/// `POST /pembelajaran/{key}/lapor`.
pub async fn report(
    State(app): State<App>,
    Path(key): Path<String>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    said(&app, &key, layout, &posted, Form::Report).await
}

async fn said(app: &App, key: &str, layout: Layout, posted: &Posted, form: Form) -> Result<Response> {
    let account = member(&layout, "/pembelajaran")?.account;
    let text = posted.get("body");
    let row = match store::find(app.db.read(), &layout.viewer, key).await {
        Err(Error::NotFound) if !text.trim().is_empty() => return Ok(gone(app, layout, text, StatusCode::NOT_FOUND)),
        found => found?,
    };
    if let Err((problems, welcome)) = rate_limit::in_form(app, Kind::Comment, account, "body").await {
        return Ok(pace::slowed_down(app, form.page(app, layout, &row, text, problems), welcome));
    }
    let is_report = matches!(form, Form::Report);
    match say::say(app, &layout.viewer, key, text, is_report).await {
        Ok(_) if is_report => Ok(see_other(&url(key), "Pembina kecamatan diberi tahu.")),
        Ok(word) => Ok(see_other(&place(app, &layout, key, word).await?, "Tanggapan sudah tampil.")),
        Err(Error::Invalid(problems)) => Ok(form.page(app, layout, &row, text, problems)),
        Err(Error::Conflict(_)) => Ok(gone(app, layout, text, StatusCode::CONFLICT)),
        Err(Error::NotFound) => Ok(gone(app, layout, text, StatusCode::NOT_FOUND)),
        Err(error) => Err(error),
    }
}

/// The lesson went while somebody wrote; the same for one that never was, so that nobody learns which there are. No browser
/// keeps a page of this room: what was typed stands here or nowhere.
fn gone(app: &App, layout: Layout, text: &str, status: StatusCode) -> Response {
    let page = SpeakPage {
        heading: "Catatan ini tidak tampil lagi",
        label: "Yang sudah diketik",
        button: "",
        hint: "Salin tulisannya bila masih diperlukan.",
        action: "/pembelajaran".to_owned(),
        title: "Ruang Pembelajaran".to_owned(),
        back: "/pembelajaran".to_owned(),
        text: text.to_owned(),
        limit: app.config.limits.comment_chars,
        problems: Problems::default(),
        layout,
    };
    (status, Html(page)).into_response()
}

/// `POST /pembelajaran/{key}/tanggapan/{id}/hapus`.
pub async fn delete(State(app): State<App>, Path((key, id)): Path<(String, i64)>, layout: Layout) -> Result<Response> {
    member(&layout, "/pembelajaran")?;
    say::take_back(&app, &layout.viewer, &key, id, true).await?;
    let undo = format!("{}/tanggapan/{id}/hapus/batal", url(&key));
    Ok(see_other_with_undo(&place(&app, &layout, &key, id).await?, "Tanggapan dihapus.", &undo))
}

/// `POST /pembelajaran/{key}/tanggapan/{id}/hapus/batal`.
pub async fn undelete(
    State(app): State<App>,
    Path((key, id)): Path<(String, i64)>,
    layout: Layout,
) -> Result<Response> {
    member(&layout, "/pembelajaran")?;
    say::take_back(&app, &layout.viewer, &key, id, false).await?;
    Ok(see_other(&place(&app, &layout, &key, id).await?, "Tanggapan tampil lagi."))
}

/// Where a word stands, for who has just said or changed it.
async fn place(app: &App, layout: &Layout, key: &str, id: i64) -> Result<String> {
    let db = app.db.read();
    let row = store::find(db, &layout.viewer, key).await?;
    let word = words::find(db, row.id, id).await?;
    window::address_of(db, key, &word).await
}

/// The lesson for who may hide it and what stands under it; everybody else learns no more than what he sees.
async fn cared_for(app: &App, layout: &Layout, key: &str) -> Result<lesson::Model> {
    let row = store::find(app.db.read(), &layout.viewer, key).await?;
    if store::cares(&layout.viewer, &row) { Ok(row) } else { Err(Error::Forbidden) }
}

/// `GET /pembelajaran/{key}/sembunyikan`.
pub async fn hide_form(State(app): State<App>, Path(key): Path<String>, layout: Layout) -> Result<Response> {
    member(&layout, &layout.path)?;
    let row = cared_for(&app, &layout, &key).await?;
    Ok(Form::Hide.page(&app, layout, &row, "", Problems::default()))
}

/// `POST /pembelajaran/{key}/sembunyikan`.
pub async fn hide(State(app): State<App>, Path(key): Path<String>, layout: Layout, posted: Posted) -> Result<Response> {
    member(&layout, "/pembelajaran")?;
    let row = cared_for(&app, &layout, &key).await?;
    let reason = posted.get("body");
    match hiding::lesson(&app, &layout.viewer, &key, Some(reason)).await {
        Ok(()) => {
            let undo = format!("{}/pulihkan", url(&key));
            Ok(see_other_with_undo(&url(&key), "Catatan disembunyikan.", &undo))
        }
        Err(Error::Invalid(problems)) => Ok(Form::Hide.page(&app, layout, &row, reason, problems)),
        Err(error) => Err(error),
    }
}

/// `POST /pembelajaran/{key}/pulihkan`.
pub async fn restore(State(app): State<App>, Path(key): Path<String>, layout: Layout) -> Result<Response> {
    member(&layout, "/pembelajaran")?;
    hiding::lesson(&app, &layout.viewer, &key, None).await?;
    Ok(see_other(&url(&key), "Catatan tampil lagi."))
}

/// `GET /pembelajaran/{key}/tanggapan/{id}/sembunyikan`.
pub async fn hide_word_form(
    State(app): State<App>,
    Path((key, id)): Path<(String, i64)>,
    layout: Layout,
) -> Result<Response> {
    member(&layout, &layout.path)?;
    let row = cared_for(&app, &layout, &key).await?;
    words::find(app.db.read(), row.id, id).await?;
    Ok(Form::HideWord(id).page(&app, layout, &row, "", Problems::default()))
}

/// `POST /pembelajaran/{key}/tanggapan/{id}/sembunyikan`.
pub async fn hide_word(
    State(app): State<App>,
    Path((key, id)): Path<(String, i64)>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    member(&layout, "/pembelajaran")?;
    let row = cared_for(&app, &layout, &key).await?;
    let reason = posted.get("body");
    match hiding::word(&app, &layout.viewer, &key, id, Some(reason)).await {
        Ok(()) => {
            let undo = format!("{}/tanggapan/{id}/pulihkan", url(&key));
            Ok(see_other_with_undo(&place(&app, &layout, &key, id).await?, "Tanggapan disembunyikan.", &undo))
        }
        Err(Error::Invalid(problems)) => Ok(Form::HideWord(id).page(&app, layout, &row, reason, problems)),
        Err(error) => Err(error),
    }
}

/// `POST /pembelajaran/{key}/tanggapan/{id}/pulihkan`.
pub async fn restore_word(
    State(app): State<App>,
    Path((key, id)): Path<(String, i64)>,
    layout: Layout,
) -> Result<Response> {
    member(&layout, "/pembelajaran")?;
    hiding::word(&app, &layout.viewer, &key, id, None).await?;
    Ok(see_other(&place(&app, &layout, &key, id).await?, "Tanggapan tampil lagi."))
}
