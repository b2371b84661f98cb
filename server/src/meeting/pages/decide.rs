//! `/rapat/{id}/layar`: one study after the other in large type, with three buttons, who is in charge and by when; and
//! the form of a decision, which this page and the meeting's own share.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::show::item;
use super::{Entry, Opened, Refused, show};
use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::ids::MeetingId;
use crate::meeting::Decision;
use crate::meeting::decide::{self as deciding, Outcome, Typed};
use crate::web::{Html, IdPath, Layout, Posted, see_other};

#[derive(Template)]
#[template(path = "meeting/decide.html")]
struct ScreenPage {
    layout: Layout,
    id: i64,
    meeting: Opened,
    /// The study on the screen, from 0; as many as there are for the list at the end.
    at: usize,
    decisions: [Decision; 3],
}

impl ScreenPage {
    /// The study on the screen.
    fn entry(&self) -> Option<&Entry> {
        self.meeting.entries.get(self.at)
    }

    /// The number of the study before, from 1; 0 for none.
    fn before(&self) -> usize {
        self.at
    }

    /// The number of what comes next, from 1.
    fn after(&self) -> usize {
        self.at + 2
    }
}

/// Which study is on the screen.
#[derive(Deserialize)]
pub struct At {
    ke: Option<usize>,
}

/// `GET /rapat/{id}/layar?ke=2`.
pub async fn screen(
    State(app): State<App>,
    path: IdPath<MeetingId>,
    layout: Layout,
    Query(at): Query<At>,
) -> Result<Response> {
    screen_page(&app, path.id, layout, at.ke, None).await
}

async fn screen_page(
    app: &App,
    id: MeetingId,
    layout: Layout,
    at: Option<usize>,
    refused: Option<Refused>,
) -> Result<Response> {
    let status = match &refused {
        None => StatusCode::OK,
        Some(refused) if refused.faster.is_some() => StatusCode::CONFLICT,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let meeting = Opened::read(app, &layout, id).await?.with(refused);
    let all = meeting.entries.len();
    // Without a number it begins where the meeting stands: at the first study that nothing was decided about.
    let undecided = || meeting.entries.iter().position(|entry| entry.decision.is_none()).unwrap_or(all);
    let at = at.map_or_else(undecided, |number| number.saturating_sub(1).min(all));
    let page = ScreenPage { id: meeting.row.id, decisions: Decision::ALL, meeting, at, layout };
    Ok((status, Html(page)).into_response())
}

/// `POST /rapat/{id}/putusan`.
pub async fn decide(
    State(app): State<App>,
    path: IdPath<MeetingId>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    layout.viewer.require(&format!("/rapat/{}", path.id))?;
    let (item, typed) = (item(&posted)?, typed(&posted));
    let started_from = posted.get("versi").parse().unwrap_or_default();
    let at: Option<usize> = posted.get("ke").parse().ok();
    let refused = match deciding::decide(&app, &layout.viewer, path.id, item, started_from, &typed).await {
        Ok(Outcome::Kept { opens_ledger: true, .. }) => {
            return Ok(back(path.id, item, at, "Tersimpan. Minat replikasi kantor dicatat."));
        }
        Ok(Outcome::Kept { is_decided: true, .. }) => return Ok(back(path.id, item, at, "Tersimpan.")),
        Ok(Outcome::Kept { .. }) => return Ok(back(path.id, item, at, "Tersimpan, belum diputuskan.")),
        Ok(Outcome::Same { is_decided: true }) => return Ok(back(path.id, item, at, "Tidak ada yang berubah.")),
        Ok(Outcome::Same { .. }) => return Ok(back(path.id, item, at, "Belum ada putusan. Pilih salah satu.")),
        Ok(Outcome::Clash(faster)) => {
            Refused { item, typed, version: None, problems: Problems::default(), faster: Some(faster) }
        }
        Err(Error::Invalid(problems)) => Refused { item, typed, version: Some(started_from), problems, faster: None },
        Err(error) => return Err(error),
    };
    match at {
        Some(_) => screen_page(&app, path.id, layout, at, Some(refused)).await,
        None => show::page(&app, path.id, layout, Some(refused)).await,
    }
}

/// Back to the study that was decided about, and what came of it.
fn back(id: MeetingId, item: i64, at: Option<usize>, said: &str) -> Response {
    match at {
        Some(at) => see_other(&format!("/rapat/{id}/layar?ke={at}"), said),
        None => see_other(&format!("/rapat/{id}#putusan-{item}"), said),
    }
}

/// What the form says: the button that was pressed, else the decision that stood there.
fn typed(posted: &Posted) -> Typed {
    let decision = posted.find("putusan").unwrap_or_else(|| posted.get("putusan_kini"));
    Typed {
        decision: if decision == "batal" { String::new() } else { decision.to_owned() },
        who: posted.get("who").to_owned(),
        due: posted.get("due").to_owned(),
        note: posted.get("note").to_owned(),
    }
}
