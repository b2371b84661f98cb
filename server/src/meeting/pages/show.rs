//! `/rapat/{id}`: a meeting with its studies, decisions and follow-ups, and the buttons that change it.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::{Entry, Opened, Refused};
use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::ids::MeetingId;
use crate::meeting::{Decision, MAX_MARKED, agenda, conclude as concluding, done, next as following};
use crate::web::flash::see_other_with_undo;
use crate::web::{Html, IdPath, Layout, Posted, see_other};

#[derive(Template)]
#[template(path = "meeting/show.html")]
struct ShowPage {
    layout: Layout,
    id: i64,
    meeting: Opened,
    open: usize,
    /// What was typed to add a study, when it was refused.
    study: String,
    problems: Problems,
    most: usize,
    decisions: [Decision; 3],
}

impl ShowPage {
    /// The part of the page that a decision exchanges.
    fn part(&self, entry: &Entry) -> String {
        format!("putusan-{}", entry.item.id)
    }
}

/// `GET /rapat/{id}`.
pub async fn show(State(app): State<App>, path: IdPath<MeetingId>, layout: Layout) -> Result<Response> {
    page(&app, path.id, layout, None).await
}

/// The page, with the form of a study as it was sent where it was not kept.
pub(super) async fn page(app: &App, id: MeetingId, layout: Layout, refused: Option<Refused>) -> Result<Response> {
    let status = match &refused {
        None => StatusCode::OK,
        Some(refused) if refused.faster.is_some() => StatusCode::CONFLICT,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = drawn(app, id, layout, refused, String::new(), Problems::default()).await?;
    Ok((status, Html(page)).into_response())
}

async fn drawn(
    app: &App,
    id: MeetingId,
    layout: Layout,
    refused: Option<Refused>,
    study: String,
    problems: Problems,
) -> Result<ShowPage> {
    let meeting = Opened::read(app, &layout, id).await?.with(refused);
    Ok(ShowPage {
        open: meeting.entries.iter().filter(|entry| entry.is_open()).count(),
        id: meeting.row.id,
        most: MAX_MARKED,
        decisions: Decision::ALL,
        meeting,
        study,
        problems,
        layout,
    })
}

/// `POST /rapat/{id}/praktik`.
pub async fn add(State(app): State<App>, path: IdPath<MeetingId>, layout: Layout, posted: Posted) -> Result<Response> {
    layout.viewer.require(&format!("/rapat/{}", path.id))?;
    match agenda::add(&app, &layout.viewer, path.id, posted.get("praktik")).await {
        Ok((study, is_new)) => {
            let said = if is_new { "Praktik ditambahkan." } else { "Praktik ini sudah ada di rapat ini." };
            Ok(see_other(&format!("/rapat/{}#praktik-{study}", path.id), said))
        }
        Err(Error::Invalid(problems)) => {
            let typed = posted.get("praktik").to_owned();
            let page = drawn(&app, path.id, layout, None, typed, problems).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
        Err(error) => Err(error),
    }
}

/// `POST /rapat/{id}/keluarkan`.
pub async fn remove(
    State(app): State<App>,
    path: IdPath<MeetingId>,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    layout.viewer.require(&format!("/rapat/{}", path.id))?;
    agenda::remove(&app, &layout.viewer, path.id, item(&posted)?).await?;
    Ok(see_other(&format!("/rapat/{}", path.id), "Praktik dikeluarkan dari rapat ini."))
}

/// The number of a study's row in a form.
pub(super) fn item(posted: &Posted) -> Result<i64> {
    posted.get("item").parse().map_err(|_| Error::NotFound)
}

/// `POST /rapat/{id}/selesai`.
pub async fn tick(State(app): State<App>, path: IdPath<MeetingId>, layout: Layout, posted: Posted) -> Result<Response> {
    layout.viewer.require(&format!("/rapat/{}", path.id))?;
    let item = item(&posted)?;
    let is_done = posted.get("selesai") != "belum";
    done::tick(&app, &layout.viewer, path.id, item, is_done).await?;
    let said = if is_done { "Tindak lanjut ditandai selesai." } else { "Tindak lanjut dibuka lagi." };
    let back = if posted.get("kembali") == "saya" {
        "/rapat/saya".to_owned()
    } else {
        format!("/rapat/{}#putusan-{item}", path.id)
    };
    Ok(see_other(&back, said))
}

/// `POST /rapat/{id}/tutup`.
pub async fn conclude(State(app): State<App>, path: IdPath<MeetingId>, layout: Layout) -> Result<Response> {
    layout.viewer.require(&format!("/rapat/{}", path.id))?;
    concluding::conclude(&app, &layout.viewer, path.id).await?;
    let undo = format!("/rapat/{}/buka", path.id);
    Ok(see_other_with_undo(&format!("/rapat/{}", path.id), "Rapat ditutup. Notulennya tetap.", &undo))
}

/// `POST /rapat/{id}/buka`.
pub async fn reopen(State(app): State<App>, path: IdPath<MeetingId>, layout: Layout) -> Result<Response> {
    layout.viewer.require(&format!("/rapat/{}", path.id))?;
    concluding::reopen(&app, &layout.viewer, path.id).await?;
    Ok(see_other(&format!("/rapat/{}", path.id), "Rapat dibuka lagi."))
}

/// `POST /rapat/{id}/berikutnya`.
pub async fn next(State(app): State<App>, path: IdPath<MeetingId>, layout: Layout) -> Result<Response> {
    layout.viewer.require(&format!("/rapat/{}", path.id))?;
    let (id, carried) = following::next(&app, &layout.viewer, path.id).await?;
    let said = match carried {
        0 => "Rapat berikutnya. Periksa tanggalnya.".to_owned(),
        carried => {
            format!("Rapat berikutnya dimulai dengan {carried} tindak lanjut yang belum selesai. Periksa tanggalnya.")
        }
    };
    Ok(see_other(&format!("/rapat/{id}"), &said))
}
