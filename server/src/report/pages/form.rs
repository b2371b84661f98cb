//! The form in which something is reported: `/praktik/{id}/laporkan` and `/tanya/{id}/laporkan`.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::app::App;
use crate::case_study::content::Content;
use crate::case_study::store as studies;
use crate::discussion;
use crate::error::{Error, Problems, Result};
use crate::format;
use crate::ids::{AnswerId, CaseStudyId, QuestionId};
use crate::question;
use crate::rate_limit::{self, Kind};
use crate::report::file::{self, Typed};
use crate::report::{About, Ground, MAX_CHARS, Root};
use crate::web::{Html, IdPath, Layout, Posted, pace, see_other};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    komentar: Option<i64>,
    jawaban: Option<i64>,
}

#[derive(Template)]
#[template(path = "report/file.html")]
struct FilePage {
    layout: Layout,
    /// "Laporkan komentar".
    heading: &'static str,
    /// Where the form goes.
    action: String,
    url: String,
    title: String,
    /// What can be reported: value and words. What one person said stands alone.
    targets: Vec<(String, String)>,
    /// The comment, question or answer that is reported: who, and its first words.
    quoted: Option<(String, String)>,
    typed: Typed,
    problems: Problems,
    is_visitor: bool,
    limit: usize,
}

pub(super) async fn ask(
    State(app): State<App>,
    path: IdPath<CaseStudyId>,
    layout: Layout,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let target = asked.komentar.map_or_else(|| "praktik".to_owned(), |id| format!("komentar-{id}"));
    blank(&app, layout, About::Study(path.id), target).await
}

pub(super) async fn ask_of_question(
    State(app): State<App>,
    path: IdPath<QuestionId>,
    layout: Layout,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let target = asked.jawaban.map_or_else(|| "pertanyaan".to_owned(), |id| format!("jawaban-{id}"));
    blank(&app, layout, About::Question(path.id), target).await
}

async fn blank(app: &App, layout: Layout, about: About, target: String) -> Result<Response> {
    let typed = Typed { target, ..Typed::default() };
    Ok(Html(file_page(app, layout, about, typed, Problems::default()).await?).into_response())
}

async fn file_page(app: &App, layout: Layout, about: About, typed: Typed, problems: Problems) -> Result<FilePage> {
    let db = app.db.read();
    let root = about.find(db, &layout.viewer).await?;
    let number = |prefix: &str| typed.target.strip_prefix(prefix).and_then(|id| id.parse::<i64>().ok());
    let first = |text: &str| text.chars().take(200).collect::<String>();
    let (mut targets, mut quoted) = (Vec::new(), None);
    let heading = match &root {
        Root::Study(study) => match number("komentar-") {
            Some(comment) => {
                let row = discussion::shown(db, comment, study.id).await?.ok_or(Error::NotFound)?;
                quoted = Some((row.byline, first(&row.body)));
                "Laporkan komentar"
            }
            None => {
                let content = Content::parse(&studies::revision(db, study).await?.document)?;
                targets.push(("praktik".to_owned(), "Tulisan ini".to_owned()));
                targets.extend((1..).zip(&content.photos).map(|(number, photo)| {
                    (format!("foto-{}", photo.attachment), format!("Foto {number}: {}", photo.alt))
                }));
                "Laporkan tulisan"
            }
        },
        Root::Question(asked) if !question::store::is_open(asked) => return Err(Error::NotFound),
        Root::Question(asked) => match number("jawaban-") {
            Some(id) => {
                let row = question::store::shown_answer(db, asked, AnswerId(id)).await?.ok_or(Error::NotFound)?;
                quoted = Some((row.byline, first(&row.body)));
                "Laporkan jawaban"
            }
            None => {
                quoted = Some((asked.byline.clone(), asked.title.clone()));
                "Laporkan pertanyaan"
            }
        },
    };
    Ok(FilePage {
        heading,
        action: format!("{}/laporkan", about.path()),
        url: root.url(),
        title: root.title().to_owned(),
        targets,
        quoted,
        typed,
        problems,
        is_visitor: layout.viewer.signed_in().is_none(),
        limit: MAX_CHARS,
        layout,
    })
}

pub(super) async fn hand_in(
    State(app): State<App>,
    path: IdPath<CaseStudyId>,
    layout: Layout,
    form: Posted,
) -> Result<Response> {
    sent(&app, layout, About::Study(path.id), &form).await
}

pub(super) async fn hand_in_of_question(
    State(app): State<App>,
    path: IdPath<QuestionId>,
    layout: Layout,
    form: Posted,
) -> Result<Response> {
    sent(&app, layout, About::Question(path.id), &form).await
}

async fn sent(app: &App, layout: Layout, about: About, form: &Posted) -> Result<Response> {
    let typed = Typed {
        target: form.get("target").to_owned(),
        ground: form.get("ground").to_owned(),
        body: form.get("body").to_owned(),
        name: form.get("name").to_owned(),
        contact: form.get("contact").to_owned(),
    };
    if let Some(account) = layout.viewer.account()
        && let Err((problems, welcome)) = rate_limit::in_form(app, Kind::Comment, account, "body").await
    {
        let page = file_page(app, layout, about, typed, problems).await?;
        let answer = (StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response();
        return Ok(pace::slowed_down(app, answer, welcome));
    }
    match file::file(app, &layout.viewer, about, &typed).await {
        Ok(row) => {
            let root = about.find(app.db.read(), &layout.viewer).await?;
            let due = row.due_at.map_or_else(String::new, |due| {
                format!(" Dijawab paling lambat {}.", format::date_time(app.clock.local(due)))
            });
            Ok(see_other(&root.url(), &format!("Laporan nomor {} terkirim kepada pembina.{due}", row.id)))
        }
        Err(Error::Invalid(problems)) => {
            let page = file_page(app, layout, about, typed, problems).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
        Err(error) => Err(error),
    }
}
