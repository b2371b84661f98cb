//! `/replikasi/konfirmasi`: everything that the office is asked about on one page, its own practices and those that it
//! takes up, each answered by one tap.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::take_back::undo;
use crate::adoption::store::{self, unconfirmed};
use crate::adoption::{NOTE_CHARS, Stage, confirm, lineage, running, stage_of};
use crate::app::App;
use crate::case_study::card;
use crate::case_study::entity::case_study;
use crate::case_study::personal_data::{KEEPS_PHONE, is_asked};
use crate::case_study::store as studies;
use crate::error::{Error, Problems, Result};
use crate::format;
use crate::ids::{AdoptionId, CaseStudyId};
use crate::policy::{self, Act};
use crate::web::flash::see_other_with_undo;
use crate::web::{Html, Layout, Posted, see_other};

const PAGE: &str = "/replikasi/konfirmasi";

const SAID: &str = "Terima kasih, jawaban tersimpan.";

/// What the address may name: an own practice that is not asked about just now.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Named {
    praktik: String,
}

/// One practice that waits for an answer.
struct Question {
    /// "praktik-12" or "replikasi-7".
    key: String,
    title: String,
    url: String,
    /// Whose practice it is.
    about: String,
    /// Since when nobody said that it runs.
    last: String,
    /// The answer that the form is drawn with.
    version: String,
    is_sample: bool,
}

#[derive(Template)]
#[template(path = "adoption/questions.html")]
struct QuestionsPage {
    layout: Layout,
    place: String,
    questions: Vec<Question>,
    /// Other offices of the same person: term, name, and how many practices wait there.
    others: Vec<(i64, String, usize)>,
    /// The question whose form was refused.
    sent: String,
    why: String,
    problems: Problems,
    limit: usize,
}

impl QuestionsPage {
    fn is_sent(&self, key: &str) -> bool {
        self.sent == key
    }

    fn problem(&self, key: &str, field: &str) -> &str {
        if self.sent == key { self.problems.of(field).unwrap_or_default() } else { "" }
    }

    fn asks_about_phone(&self, key: &str) -> bool {
        self.sent == key && is_asked(&self.problems)
    }

    fn typed(&self, key: &str) -> &str {
        if self.sent == key { &self.why } else { "" }
    }
}

/// A form that comes back.
#[derive(Default)]
struct Refused {
    key: String,
    why: String,
    problems: Problems,
}

impl Refused {
    fn entry(&self) -> Option<i64> {
        self.key.strip_prefix("replikasi-")?.parse().ok()
    }
}

/// The kecamatan whose office the viewer acts for.
fn office(layout: &Layout) -> Result<String> {
    layout.viewer.require(PAGE)?;
    let term = layout.viewer.acting_term().filter(|term| layout.viewer.may(Act::Adopt, &term.region));
    term.map(|term| term.region.clone()).ok_or(Error::Forbidden)
}

pub(super) async fn show(State(app): State<App>, layout: Layout, Query(named): Query<Named>) -> Result<Response> {
    Ok(Html(page(&app, layout, named.praktik.parse().ok(), Refused::default()).await?).into_response())
}

async fn page(app: &App, layout: Layout, named: Option<i64>, refused: Refused) -> Result<QuestionsPage> {
    let region = office(&layout)?;
    let db = app.db.read();
    let mut own = running::open(db, &region).await?;
    if let Some(named) = named.filter(|named| own.iter().all(|study| study.id != *named)) {
        let study = studies::find(db, &layout.viewer, CaseStudyId(named)).await?;
        let entry = lineage::entry_of(db, study.id).await?;
        let is_in_ledger = entry.is_some_and(|entry| stage_of(&entry) == Stage::Running);
        if study.kecamatan_code.as_ref() != Some(&region) || !running::is_lasting(&study) || is_in_ledger {
            return Err(Error::NotFound);
        }
        own.insert(0, study);
    }
    let mut entries = store::open_entries(db, &region).await?;
    // A colleague answered meanwhile: the form comes back all the same, with what was typed.
    if let Some(id) = refused.entry().filter(|id| entries.iter().all(|row| row.id != *id)) {
        let row = store::find(db, AdoptionId(id)).await?;
        if row.kecamatan_code == region {
            entries.insert(0, row);
        }
    }
    let lines = store::lines(db, &layout.viewer, &layout.catalogue, &app.clock, &entries).await?;
    let of_entry = |(row, line): (&crate::adoption::entity::adoption::Model, store::Line)| Question {
        key: format!("replikasi-{}", row.id),
        title: line.study.map_or_else(|| "Praktik yang sudah tidak ditayangkan".to_owned(), |(title, _)| title),
        about: if line.origin.is_empty() {
            "Praktik yang kecamatan ini replikasi".to_owned()
        } else {
            format!("Kecamatan ini mereplikasinya dari {}", line.origin)
        },
        last: if line.unconfirmed.is_empty() {
            row.confirmed_at.map(|at| last(app, at)).unwrap_or_default()
        } else {
            line.unconfirmed
        },
        url: line.url,
        version: String::new(),
        is_sample: line.is_sample,
    };
    let mut questions: Vec<Question> = own.iter().map(|study| of_study(app, study)).collect();
    questions.extend(entries.iter().zip(lines).map(of_entry));
    let others = others(app, &layout, &region).await?;
    Ok(QuestionsPage {
        place: layout.catalogue.places.full_name(&region),
        questions,
        others,
        sent: refused.key,
        why: refused.why,
        problems: refused.problems,
        limit: NOTE_CHARS,
        layout,
    })
}

/// Who serves in two offices is told once a day, and finds here what waits in the other one.
async fn others(app: &App, layout: &Layout, here: &str) -> Result<Vec<(i64, String, usize)>> {
    let mut found = Vec::new();
    let Some(person) = layout.viewer.signed_in() else { return Ok(found) };
    let elsewhere = person.terms.iter().filter(|term| term.region != here);
    for term in elsewhere.filter(|term| policy::may(Act::Adopt, &term.acting(), &term.region)) {
        let waiting = running::waiting(app.db.read(), &term.region).await?;
        if waiting > 0 {
            found.push((term.id.get(), term.label.clone(), waiting));
        }
    }
    Ok(found)
}

fn of_study(app: &App, study: &case_study::Model) -> Question {
    let late = running::unconfirmed_since(study, app.clock.now());
    Question {
        key: format!("praktik-{}", study.id),
        title: study.title.clone(),
        url: card::url(study.id, &study.title),
        about: if running::is_stopped(study) {
            "Praktik kecamatan ini, dinyatakan sudah berhenti".to_owned()
        } else {
            "Praktik kecamatan ini".to_owned()
        },
        last: late.map_or_else(|| last(app, running::confirmed_at(study)), |since| unconfirmed(since, &app.clock)),
        version: running::version(study),
        is_sample: study.is_sample,
    }
}

fn last(app: &App, at: chrono::DateTime<chrono::Utc>) -> String {
    format!("Kabar terakhir {}", format::date(app.clock.local(at).date_naive()))
}

/// `POST /replikasi/konfirmasi`.
pub(super) async fn answer(State(app): State<App>, layout: Layout, posted: Posted) -> Result<Response> {
    office(&layout)?;
    let (key, why) = (posted.get("key").to_owned(), posted.get("why").to_owned());
    let (kind, id) = key.split_once('-').ok_or(Error::NotFound)?;
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let said = posted.get("answer");
    let keeps_phone = posted.find(KEEPS_PHONE).is_some();
    let is_own = kind == "praktik";
    let done = match kind {
        "praktik" => {
            let known = posted.get("version");
            let who = &layout.viewer;
            running::answer(&app, who, CaseStudyId(id), (said, why.as_str()), known, keeps_phone).await.map(|()| None)
        }
        "replikasi" => confirm::confirm(&app, &layout.viewer, AdoptionId(id), (said, why.as_str()), keeps_phone).await,
        _ => Err(Error::NotFound),
    };
    let (status, problems) = match done {
        Ok(Some(step)) => return Ok(see_other_with_undo(PAGE, SAID, &undo(step))),
        Ok(None) => return Ok(see_other(PAGE, SAID)),
        Err(Error::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, problems),
        // A colleague was faster: what was typed stays.
        Err(Error::Conflict(sentence)) => (StatusCode::CONFLICT, Problems::one("answer", sentence)),
        Err(error) => return Err(error),
    };
    let page = page(&app, layout, is_own.then_some(id), Refused { key, why, problems }).await;
    Ok((status, Html(page?)).into_response())
}
