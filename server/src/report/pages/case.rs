//! One report with what was said about it, and its answer and reply: `/laporan/{id}`.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use sea_orm::EntityTrait;

use crate::account::contact;
use crate::account::entity::account;
use crate::adoption::hide as steps;
use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::format;
use crate::policy::Act;
use crate::report::entity::{report, report_word};
use crate::report::{About, DIRECT, Ground, MAX_CHARS, Outcome, STEP, answer, heading, store};
use crate::sanction;
use crate::web::{Html, IdPath, Layout, Posted, see_other};

/// So many writers of a study are offered at most.
const MOST_WRITERS: usize = 10;

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

pub(super) async fn show(State(app): State<App>, path: IdPath<i64>, layout: Layout) -> Result<Response> {
    let page = report_page(&app, layout, path.id, &Posted::default(), Problems::default()).await?;
    Ok(Html(page).into_response())
}

pub(super) async fn give_answer(
    State(app): State<App>,
    path: IdPath<i64>,
    layout: Layout,
    form: Posted,
) -> Result<Response> {
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

pub(super) async fn give_reply(
    State(app): State<App>,
    path: IdPath<i64>,
    layout: Layout,
    form: Posted,
) -> Result<Response> {
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
