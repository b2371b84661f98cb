//! What the form's script asks for: saving the fields that changed, and whether somebody else has saved meanwhile. Every
//! answer is JSON and says truthfully what is stored.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use sea_orm::EntityTrait;
use serde::Serialize;

use super::advice::{Advice, advice};
use super::form_save::{change_of, depth_of};
use crate::account::entity::account as people;
use crate::app::App;
use crate::case_study::content::Content;
use crate::case_study::draft::{self, Change, Saved};
use crate::case_study::entity::draft as table;
use crate::error::{Error, Problems, Result};
use crate::format;
use crate::rate_limit::{self, Kind};
use crate::web::{DraftKeyPath, Layout, Posted};

/// What came of a save.
#[derive(Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub(super) enum Answer {
    /// The database has it.
    Stored { version: i64, writer_from: i64, at: String, advice: Box<Advice> },
    /// Somebody else saved in between; nothing was stored.
    Clash { by: String, at: String, own: bool },
    /// The key is published; what changed became a draft of its own there.
    Reopened { url: String },
    /// The key is published, and nothing changed.
    Published { url: String },
    /// It belongs to an office that the person does not act for; nothing was stored.
    Elsewhere { place: String },
    /// The session is over; nothing was stored.
    SignIn,
    /// Too many saves; nothing was stored.
    Wait { seconds: i64 },
    /// It can't be stored as it is; the sentence says why.
    Refused { sentence: String },
}

/// `PUT /tulis/{key}`: stores the fields named in `fields`; an unknown key begins a draft.
pub async fn save(
    State(app): State<App>,
    DraftKeyPath(key): DraftKeyPath,
    layout: Layout,
    posted: Result<Posted>,
) -> Result<Response> {
    let Some(account) = layout.viewer.account() else {
        return Ok(answer(StatusCode::UNAUTHORIZED, &Answer::SignIn));
    };
    let posted = match posted {
        Ok(posted) => posted,
        Err(Error::TooLarge(sentence)) => {
            return Ok(answer(StatusCode::PAYLOAD_TOO_LARGE, &Answer::Refused { sentence }));
        }
        Err(error) => return Err(error),
    };
    if let Err(welcome) = app.rates.take(Kind::Draft, account.to_string(), app.clock.now()).await {
        return Ok(Answer::wait(&app, welcome));
    }
    let change = Change { base: Some(posted.get("base").parse().unwrap_or(0)), ..change_of(&posted) };
    let saved = match draft::save(&app, &layout.viewer, key, change).await {
        Ok(saved) => saved,
        Err(Error::TooLarge(sentence)) => {
            return Ok(answer(StatusCode::PAYLOAD_TOO_LARGE, &Answer::Refused { sentence }));
        }
        Err(error) => return Err(error),
    };
    let (status, told) = match saved {
        Saved::Stored(row) if row.published_case_study_id.is_some() => {
            let url = format!("/praktik/{}", row.published_case_study_id.unwrap_or_default());
            (StatusCode::OK, Answer::Published { url })
        }
        Saved::Stored(row) => (StatusCode::OK, stored(&app, &layout, &row, depth_of(&posted) == "lengkap")?),
        Saved::Clash(clash) => {
            let own = clash.draft.updated_by == account.get();
            let at = format::time(app.clock.local(clash.saved_at));
            (StatusCode::CONFLICT, Answer::Clash { by: clash.saved_by, at, own })
        }
        Saved::Reopened(row) => (StatusCode::OK, Answer::Reopened { url: format!("/tulis/{}", row.key) }),
        Saved::Elsewhere(found) => {
            let place = layout.catalogue.places.full_name(&found.kecamatan);
            (StatusCode::CONFLICT, Answer::Elsewhere { place })
        }
    };
    Ok(answer(status, &told))
}

fn stored(app: &App, layout: &Layout, row: &table::Model, full: bool) -> Result<Answer> {
    let content = Content::parse(&row.document)?;
    Ok(Answer::Stored {
        version: row.version,
        writer_from: row.writer_from,
        at: format::time(app.clock.local(row.updated_at)),
        advice: Box::new(advice(&content, &layout.catalogue, &app.config.limits, full)),
    })
}

impl Answer {
    /// The draft is stored as its row says.
    pub(super) fn stored(app: &App, layout: &Layout, row: &table::Model, full: bool) -> Result<Response> {
        Ok(answer(StatusCode::OK, &stored(app, layout, row, full)?))
    }

    /// Nothing was stored, since nobody is signed in.
    pub(super) fn sign_in() -> Response {
        answer(StatusCode::UNAUTHORIZED, &Self::SignIn)
    }

    /// Nothing was stored, and the first problem says why.
    pub(super) fn refused(status: StatusCode, problems: &Problems) -> Response {
        let sentence = problems.iter().next().map_or_else(String::new, |(_, sentence)| sentence.to_owned());
        answer(status, &Self::Refused { sentence })
    }

    /// Nothing was stored, since too much was sent.
    pub(super) fn wait(app: &App, welcome: DateTime<Utc>) -> Response {
        let seconds = rate_limit::seconds_until(app, welcome);
        let mut response = answer(StatusCode::TOO_MANY_REQUESTS, &Self::Wait { seconds });
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        response
    }
}

fn answer(status: StatusCode, told: &Answer) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], Json(told)).into_response()
}

/// Where a draft stands.
#[derive(Serialize)]
struct Now {
    version: i64,
    writer: String,
    writer_from: i64,
    by: String,
    at: String,
    published: Option<String>,
}

/// `GET /tulis/{key}/keadaan`: which version the draft has and who saved it, so that an open form sees at once that
/// another device has newer text.
pub async fn now(State(app): State<App>, DraftKeyPath(key): DraftKeyPath, layout: Layout) -> Result<Response> {
    if layout.viewer.account().is_none() {
        return Ok(answer(StatusCode::UNAUTHORIZED, &Answer::SignIn));
    }
    let told = match draft::find(&app, &layout.viewer, key).await? {
        None => Now {
            version: 0,
            writer: String::new(),
            writer_from: 0,
            by: String::new(),
            at: String::new(),
            published: None,
        },
        Some(row) => {
            let by = people::Entity::find_by_id(row.updated_by).one(app.db.read()).await?;
            Now {
                version: row.version,
                by: by.map_or_else(String::new, |person| person.name),
                at: format::time(app.clock.local(row.updated_at)),
                published: row.published_case_study_id.map(|id| format!("/praktik/{id}")),
                writer_from: row.writer_from,
                writer: row.writer,
            }
        }
    };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(told)).into_response())
}
