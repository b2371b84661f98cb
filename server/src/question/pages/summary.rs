//! `/tanya/{id}/rangkuman`: the answers in one text that begins with their words, each with a box that credits it.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::case_study;
use crate::case_study::personal_data::{KEEPS_PHONE, is_asked};
use crate::error::{Error, Problems, Result};
use crate::ids::{CaseStudyId, QuestionId};
use crate::markdown::{self, SafeHtml};
use crate::question::entity::{answer, question};
use crate::question::summarise::{Outcome, draft, may, summarise};
use crate::question::{REPLIES_TO_SUMMARISE, SUMMARY_CHARS, store, studies_in, url, without_addresses};
use crate::rate_limit::{self, Kind};
use crate::viewer::Viewer;
use crate::web::{Html, IdPath, Layout, Posted, filters, pace, see_other};

#[derive(Template)]
#[template(path = "question/summary.html")]
struct SummaryPage {
    layout: Layout,
    id: i64,
    title: String,
    url: String,
    version: i64,
    text: String,
    replies: Vec<Reply>,
    /// How many answers there are beside those that stand here.
    others: i64,
    /// What stands there by now, and who wrote it, when somebody was faster.
    clash: Option<(String, SafeHtml)>,
    limit: usize,
    keeps_phone: bool,
    problems: Problems,
}

/// An answer that may be credited.
struct Reply {
    id: i64,
    who: String,
    body: SafeHtml,
    is_credited: bool,
}

impl SummaryPage {
    fn problem(&self, field: &str) -> &str {
        self.problems.of(field).unwrap_or_default()
    }

    /// The box comes back with each form, ticked where it was: what was said is not asked again.
    fn asks_about_phone(&self) -> bool {
        self.keeps_phone || is_asked(&self.problems)
    }
}

/// What the form shows beside what stands in the tables.
#[derive(Default)]
struct Shown<'a> {
    posted: Option<&'a Posted>,
    clash: bool,
    problems: Problems,
}

/// `GET /tanya/{id}/rangkuman`.
pub async fn form(State(app): State<App>, path: IdPath<QuestionId>, layout: Layout) -> Result<Response> {
    layout.viewer.require(&format!("/tanya/{}/rangkuman", path.id))?;
    let row = store::find(app.db.read(), &layout.viewer, path.id).await?;
    page(&app, layout, row, Shown::default()).await
}

/// `POST /tanya/{id}/rangkuman`.
pub async fn save(
    State(app): State<App>,
    path: IdPath<QuestionId>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    let id = path.id;
    let account = layout.viewer.require(&format!("/tanya/{id}/rangkuman"))?.account;
    let row = store::find(app.db.read(), &layout.viewer, id).await?;
    if let Err((problems, welcome)) = rate_limit::in_form(&app, Kind::Comment, account, "body").await {
        let shown = Shown { posted: Some(&posted), clash: false, problems };
        let page = page(&app, layout, row, shown).await?;
        return Ok(pace::slowed_down(&app, page, welcome));
    }
    let version = posted.get("versi").parse().unwrap_or_default();
    let credited: Vec<i64> = posted.all("jawaban").filter_map(|id| id.parse().ok()).collect();
    let typed = (posted.get("body"), posted.find(KEEPS_PHONE).is_some());
    match summarise(&app, &layout.viewer, id, version, typed, &credited).await {
        Ok(Outcome::Kept(row)) => {
            Ok(see_other(&format!("{}#rangkuman", url(row.id, &row.title)), "Rangkuman jawaban tampil."))
        }
        Ok(Outcome::Clash(row)) => {
            let shown = Shown { posted: Some(&posted), clash: true, problems: Problems::default() };
            page(&app, layout, row, shown).await
        }
        Err(Error::Invalid(problems)) => {
            page(&app, layout, row, Shown { posted: Some(&posted), clash: false, problems }).await
        }
        Err(error) => Err(error),
    }
}

async fn page(app: &App, layout: Layout, row: question::Model, shown: Shown<'_>) -> Result<Response> {
    if !may(&layout.viewer, &row) {
        return Err(Error::Forbidden);
    }
    let answers = store::to_summarise(app.db.read(), &row, REPLIES_TO_SUMMARISE).await?;
    // A Rangkuman of answers that are all gone is not shown: it is written anew, without their words.
    let is_first = row.summary.is_empty() || answers.iter().all(|one| !one.is_credited);
    let text = match shown.posted {
        Some(posted) => posted.get("body").to_owned(),
        None if is_first => {
            let titles = titles(app, &layout.viewer, &row, &answers).await?;
            draft(answers.iter().map(|one| (one.byline.as_str(), one.body.as_str())), &titles)
        }
        None => row.summary.clone(),
    };
    // Who saves after a clash has seen what stands there, so the form goes on from it; else from where it began.
    let started = shown.posted.filter(|_| !shown.clash).and_then(|posted| posted.get("versi").parse().ok());
    let replies = answers.iter().map(|one| Reply {
        id: one.id,
        who: if one.byline.is_empty() { "Anggota".to_owned() } else { one.byline.clone() },
        body: markdown::render(&without_addresses(&one.body)),
        is_credited: match shown.posted {
            Some(posted) => posted.all("jawaban").any(|id| id == one.id.to_string()),
            None => is_first || one.is_credited,
        },
    });
    let clash = shown.clash.then(|| (row.summary_byline.clone(), markdown::render(&row.summary)));
    let status = match (shown.clash, shown.problems.is_empty()) {
        (true, _) => StatusCode::CONFLICT,
        (false, true) => StatusCode::OK,
        (false, false) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = SummaryPage {
        id: row.id,
        url: url(row.id, &row.title),
        version: started.unwrap_or(row.summary_version),
        text,
        others: i64::from(row.answer_count) - i64::try_from(answers.len()).unwrap_or(i64::MAX),
        replies: replies.collect(),
        clash,
        keeps_phone: shown.posted.is_some_and(|posted| posted.find(KEEPS_PHONE).is_some()),
        limit: SUMMARY_CHARS,
        problems: shown.problems,
        title: row.title,
        layout,
    };
    Ok((status, Html(page)).into_response())
}

/// Titles of the studies that the answers point to, as far as all who read the question may read them.
async fn titles(
    app: &App,
    viewer: &Viewer,
    row: &question::Model,
    answers: &[answer::Model],
) -> Result<HashMap<i64, String>> {
    let visitor = Viewer::visitor();
    let reader = if row.visibility == "members" { viewer } else { &visitor };
    let mut ids: Vec<i64> = answers.iter().flat_map(|one| studies_in(&one.body)).collect();
    ids.sort_unstable();
    ids.dedup();
    let ids: Vec<CaseStudyId> = ids.into_iter().map(CaseStudyId).collect();
    let rows = case_study::store::by_ids(app.db.read(), reader, &ids).await?;
    Ok(rows.into_iter().map(|study| (study.id, study.title)).collect())
}
