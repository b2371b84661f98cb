//! `/praktik/{id}/laporkan`, `/tanya/{id}/laporkan`, `/laporan/{id}` and the coordinators' list `/meja/laporan`.

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use sea_orm::EntityTrait;
use serde::Deserialize;

use super::entity::{report, report_word};
use super::file::{self, Typed};
use super::store::{self, Waiting, waiting};
use super::{About, DIRECT, Ground, MAX_CHARS, Outcome, Root, STEP, answer, heading};
use crate::account::contact;
use crate::account::entity::account;
use crate::adoption::hide as steps;
use crate::app::App;
use crate::case_study::content::Content;
use crate::case_study::store as studies;
use crate::discussion;
use crate::error::{Error, Problems, Result};
use crate::format;
use crate::ids::{AnswerId, CaseStudyId, QuestionId};
use crate::policy::Act;
use crate::question;
use crate::rate_limit::{self, Kind};
use crate::sanction;
use crate::web::{Html, IdPath, Layout, Posted, pace, see_other};

/// So many writers of a study are offered at most.
const MOST_WRITERS: usize = 10;

/// The addresses of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/praktik/{study}/laporkan", get(ask).post(hand_in))
        .route("/tanya/{id}/laporkan", get(ask_of_question).post(hand_in_of_question))
        .route("/meja/laporan", get(list))
        .route("/laporan/{id}", get(show))
        .route("/laporan/{id}/jawab", post(give_answer))
        .route("/laporan/{id}/tanggapi", post(give_reply))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
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

async fn ask(
    State(app): State<App>,
    path: IdPath<CaseStudyId>,
    layout: Layout,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let target = asked.komentar.map_or_else(|| "praktik".to_owned(), |id| format!("komentar-{id}"));
    blank(&app, layout, About::Study(path.id), target).await
}

async fn ask_of_question(
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

async fn hand_in(State(app): State<App>, path: IdPath<CaseStudyId>, layout: Layout, form: Posted) -> Result<Response> {
    sent(&app, layout, About::Study(path.id), &form).await
}

async fn hand_in_of_question(
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
            Ok(see_other(&root.url(), &format!("Laporan {} sudah diterima pembina.{due}", row.id)))
        }
        Err(Error::Invalid(problems)) => {
            let page = file_page(app, layout, about, typed, problems).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
        Err(error) => Err(error),
    }
}

#[derive(Template)]
#[template(path = "report/list.html")]
struct ListPage {
    layout: Layout,
    scope: String,
    open: Vec<Waiting>,
    answered: Vec<Waiting>,
}

async fn list(State(app): State<App>, layout: Layout) -> Result<Response> {
    layout.viewer.require("/meja/laporan")?;
    let term = layout.viewer.acting_term().filter(|term| term.role.is_coordinator()).ok_or(Error::Forbidden)?;
    let (db, now) = (app.db.read(), layout.now);
    let page = ListPage {
        scope: layout.catalogue.places.full_name(&term.region),
        open: waiting(db, (&layout.viewer, &layout.catalogue), &term.region, "open", now).await?,
        answered: waiting(db, (&layout.viewer, &layout.catalogue), &term.region, "answered", now).await?,
        layout,
    };
    Ok(Html(page).into_response())
}

#[derive(Template)]
#[template(path = "report/show.html")]
struct ReportPage {
    layout: Layout,
    report: report::Model,
    words: Vec<report_word::Model>,
    heading: String,
    place: String,
    /// Path and title of the study or question, while the viewer may see it.
    root: Option<(String, String)>,
    /// The comment, question, answer or step that was reported: who, and what.
    quoted: Option<(String, String)>,
    /// Who reported, for coordinators.
    reporter: String,
    /// Opens WhatsApp with the answer, for a visitor who left a number.
    whatsapp: String,
    /// Where it is erased, when that is the remedy and the viewer may.
    erase: Option<String>,
    /// "Penulis komentar".
    whose: &'static str,
    /// Who hid it from its own page, where nobody reported it.
    hidden_by: Option<String>,
    /// Who wrote it, for who may warn or suspend them once it was answered: number and name.
    writers: Vec<(i64, String)>,
    due: String,
    is_late: bool,
    /// True while what was reported is hidden.
    is_hidden: bool,
    /// True for a coordinator of the place.
    may_answer: bool,
    /// True for who is concerned.
    may_reply: bool,
    typed_outcome: String,
    typed_body: String,
    problems: Problems,
    limit: usize,
}

impl ReportPage {
    fn outcome(word: &report_word::Model) -> &'static str {
        Outcome::parse(&word.outcome).map_or("", Outcome::label)
    }

    /// What a coordinator can decide, and the words of the choice.
    fn choices(&self) -> impl Iterator<Item = (Outcome, &'static str)> {
        let is_hidden = self.is_hidden;
        let is_of_data = Ground::parse(&self.report.ground) == Some(Ground::PersonalData);
        let fitting = Outcome::ALL
            .into_iter()
            .filter(move |outcome| outcome.fits(is_hidden) && (*outcome != Outcome::Erased || is_of_data));
        fitting.map(move |outcome| (outcome, outcome.choice(is_hidden)))
    }
}

/// A report is seen by the coordinators of its place, by its reporter, and by who is concerned once somebody decided;
/// to everybody else it does not exist. Who reported is for coordinators only.
async fn report_page(app: &App, layout: Layout, id: i64, form: &Posted, problems: Problems) -> Result<ReportPage> {
    let person = layout.viewer.require_own(&layout.path)?;
    let db = app.db.read();
    let (row, mut words) = store::find(db, id).await?;
    let may_answer =
        layout.viewer.may(Act::AnswerReport, &row.scope_code) && !store::is_by(db, &layout.viewer, &row).await?;
    let is_reporter = row.reporter_id == Some(person.account.get());
    let may_reply = !may_answer && store::concerns(db, &layout.viewer, &row).await?;
    if !may_answer && !is_reporter && !may_reply {
        return Err(Error::NotFound);
    }
    if !may_answer && !may_reply {
        words.retain(|word| word.kind == "answer");
    }
    let is_hidden = store::is_hidden(db, &row).await?;
    let ground_of_data = Ground::parse(&row.ground) == Some(Ground::PersonalData);
    let root = store::root_of(db, &layout.viewer, &row).await;
    // Who reported it reads it here no longer than where it stood.
    let is_readable = root.is_some() && store::is_shown(db, &row).await?;
    let about = About::from_columns(row.case_study_id, row.question_id).filter(|_| may_answer && ground_of_data);
    let reporter = match row.reporter_id {
        _ if !may_answer => String::new(),
        None if row.ground == DIRECT => String::new(),
        None => format!("{}, {}", row.reporter_name, row.reporter_contact),
        Some(id) => account::Entity::find_by_id(id).one(db).await?.map_or_else(String::new, |person| person.name),
    };
    let whatsapp = match words.iter().rev().find(|word| word.kind == "answer") {
        Some(word) if may_answer && row.reporter_id.is_none() => told_by_whatsapp(&layout, &row, word),
        _ => String::new(),
    };
    let writers = if may_answer && words.iter().any(|word| word.kind == "answer") {
        within_reach(app, &layout, &row).await?
    } else {
        Vec::new()
    };
    Ok(ReportPage {
        heading: heading(&row),
        hidden_by: words.first().filter(|_| row.ground == DIRECT).map(|word| word.byline.clone()),
        writers,
        place: layout.catalogue.places.full_name(&row.scope_code),
        root: match row.subject_kind.as_str() {
            STEP => Some((steps::place(db, row.subject_id).await?, "Catatan replikasi".to_owned())),
            _ => root.map(|root| (root.url(), root.title().to_owned())),
        },
        quoted: if may_answer || may_reply || is_readable { store::quoted(db, &row).await? } else { None },
        erase: about.map(|about| format!("{}/hapus-data-pribadi", about.path())),
        whose: whose(&row.subject_kind),
        due: row.due_at.map_or_else(String::new, |due| format::date_time(app.clock.local(due))),
        is_late: row.state == "open" && row.due_at.is_some_and(|due| due < layout.now),
        // Who is concerned reads the decision, not the reporter's words: they could tell who reported.
        report: if may_answer || is_reporter { row } else { report::Model { body: String::new(), ..row } },
        words,
        reporter,
        is_hidden,
        whatsapp,
        may_answer,
        may_reply,
        typed_outcome: form.get("outcome").to_owned(),
        typed_body: form.get("body").to_owned(),
        problems,
        limit: MAX_CHARS,
        layout,
    })
}

/// Whose the thing is, above the buttons to warn or suspend.
fn whose(kind: &str) -> &'static str {
    match kind {
        "comment" => "Penulis komentar",
        "question" => "Penanya",
        "answer" => "Penulis jawaban",
        STEP => "Penulis catatan",
        _ => "Penulis praktik",
    }
}

/// Those who wrote what was reported and whom the viewer may warn or suspend.
async fn within_reach(app: &App, layout: &Layout, row: &report::Model) -> Result<Vec<(i64, String)>> {
    let writers = store::writers(app.db.read(), row).await?;
    let reached = sanction::reached_among(app, &layout.viewer, &writers).await?;
    let mut named = Vec::new();
    for writer in writers.into_iter().filter(|writer| reached.contains(writer)).take(MOST_WRITERS) {
        let person = account::Entity::find_by_id(writer).one(app.db.read()).await?;
        named.extend(person.map(|person| (writer, person.name)));
    }
    Ok(named)
}

/// The address that opens WhatsApp with the answer in it; empty when the visitor left no number.
fn told_by_whatsapp(layout: &Layout, row: &report::Model, word: &report_word::Model) -> String {
    let Some(number) = contact::phone(&row.reporter_contact) else {
        return String::new();
    };
    let outcome = Outcome::parse(&word.outcome).map_or("", Outcome::label);
    let text = format!(
        "Yth. {}, laporan nomor {} di {} sudah dijawab. {outcome}: {}",
        row.reporter_name,
        row.id,
        layout.site_name(),
        word.body
    );
    format!("https://wa.me/{}?text={}", contact::for_whatsapp(&number), crate::web::encode(&text))
}

async fn show(State(app): State<App>, path: IdPath<i64>, layout: Layout) -> Result<Response> {
    let page = report_page(&app, layout, path.id, &Posted::default(), Problems::default()).await?;
    Ok(Html(page).into_response())
}

async fn give_answer(State(app): State<App>, path: IdPath<i64>, layout: Layout, form: Posted) -> Result<Response> {
    layout.viewer.require(&format!("/laporan/{}", path.id))?;
    let done = answer::answer(&app, &layout.viewer, path.id, form.get("outcome"), form.get("body")).await;
    finish(
        &app,
        path.id,
        layout,
        &form,
        done.map(|row| {
            if row.subject_kind == "answer" && form.get("outcome") == Outcome::Hidden.as_str() {
                "Dijawab. Periksa juga rangkumannya: kata-katanya mungkin masih ada di sana."
            } else if row.ground == DIRECT {
                "Dijawab. Penulisnya diberi tahu."
            } else if row.reporter_id.is_some() {
                "Dijawab. Pelapor diberi tahu."
            } else {
                "Dijawab. Sampaikan jawabannya kepada pelapor lewat kontaknya."
            }
        }),
    )
    .await
}

async fn give_reply(State(app): State<App>, path: IdPath<i64>, layout: Layout, form: Posted) -> Result<Response> {
    layout.viewer.require_own(&format!("/laporan/{}", path.id))?;
    let done = answer::reply(&app, &layout.viewer, path.id, form.get("body")).await;
    finish(&app, path.id, layout, &form, done.map(|()| "Tanggapan terkirim kepada pembina.")).await
}

async fn finish(app: &App, id: i64, layout: Layout, form: &Posted, done: Result<&str>) -> Result<Response> {
    match done {
        Ok(said) => Ok(see_other(&format!("/laporan/{id}"), said)),
        Err(Error::Invalid(problems)) => {
            let page = report_page(app, layout, id, form, problems).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
        // A colleague was faster: what was typed stays on the page.
        Err(Error::Conflict(sentence)) => {
            let page = report_page(app, layout, id, form, Problems::one("body", sentence)).await?;
            Ok((StatusCode::CONFLICT, Html(page)).into_response())
        }
        Err(error) => Err(error),
    }
}
