//! What the buttons of the form do: each saves first, and loses nothing of what was typed.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::form::{SENDING, Showing, Typed, Upload, draw};
use super::other_office::changed_office;
use super::{clash, other_office, photos};
use crate::app::App;
use crate::case_study::check;
use crate::case_study::content::Content;
use crate::case_study::draft::{self, Change, Saved};
use crate::case_study::entity::draft as table;
use crate::case_study::fields;
use crate::error::{Error, Result};
use crate::format;
use crate::ids::DraftKey;
use crate::policy::Act;
use crate::rate_limit::{self, Kind};
use crate::web::{DraftKeyPath, Layout, Posted, pace, see_other};

/// `POST /tulis/{key}`: saves, then does what the button says.
pub async fn save(
    State(app): State<App>,
    DraftKeyPath(key): DraftKeyPath,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    layout.viewer.require(&format!("/tulis/{key}"))?;
    let layout = changed_office(&app, layout, &posted).await?;
    let row = match save_posted(&app, &layout, key, &posted).await? {
        Ok(row) => row,
        Err(response) => return Ok(response),
    };
    if let Some(study) = row.published_case_study_id {
        return Ok(see_other(&format!("/praktik/{study}"), "Draf ini sudah terbit."));
    }
    let depth = depth_of(&posted);
    let back = format!("/tulis/{key}?bentuk={depth}");
    let content = Content::parse(&row.document)?;
    let limits = &app.config.limits;
    let act = posted.get("do");
    if act != "hapus"
        && let Some(page) = photos::left_behind(&app, &layout, key, &posted).await?
    {
        return Ok(page);
    }
    let problems = match act {
        "ringkas" | "lengkap" => return Ok(Redirect::to(&format!("/tulis/{key}?bentuk={act}")).into_response()),
        "pratinjau" => return Ok(Redirect::to(&format!("/tulis/{key}/pratinjau")).into_response()),
        "hapus" => return Ok(Redirect::to(&format!("/tulis/{key}/hapus")).into_response()),
        "periksa" => check::complete(&content, limits, &layout.catalogue),
        _ => check::format(&content, limits, &layout.catalogue),
    };
    if let Some(group) = act.strip_prefix("tambah.") {
        let group: String = group.chars().filter(char::is_ascii_lowercase).collect();
        return Ok(Redirect::to(&format!("{back}&baris={group}#{group}")).into_response());
    }
    if !problems.is_empty() {
        let showing = Showing { full: Some(depth == "lengkap"), problems, ..Showing::default() };
        return draw(&app, layout, key, Some(row), showing, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let at = format::time(app.clock.local(row.updated_at));
    let said = if act == "periksa" { "Isian sudah lengkap." } else { "Draf tersimpan." };
    Ok(see_other(&back, &format!("{said} Tersimpan di server {at}.")))
}

/// The name that the writing device gave itself; empty without scripts.
pub fn writer_of(posted: &Posted) -> String {
    let name = posted.get("writer");
    let is_name = name.len() <= 64 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if is_name { name.to_owned() } else { String::new() }
}

/// What a form of the draft changes.
pub fn change_of(posted: &Posted) -> Change<'_> {
    let visibility = |word: &str| if word == "members" { "members" } else { "public" }.to_owned();
    Change {
        base: posted.get("base").parse().ok(),
        apply: Box::new(move |content| fields::apply(posted, content)),
        visibility: posted.find("visibility").map(visibility),
        base_revision: None,
        writer: writer_of(posted),
    }
}

/// The depth that a form was in.
pub fn depth_of(posted: &Posted) -> &'static str {
    if posted.get("bentuk") == "lengkap" { "lengkap" } else { "ringkas" }
}

/// Saves what a form carries; a form without fields changes nothing. The inner error is a page that has to be shown first.
pub async fn save_posted(
    app: &App,
    layout: &Layout,
    key: DraftKey,
    posted: &Posted,
) -> Result<std::result::Result<table::Model, Response>> {
    if posted.find(fields::CARRIED).is_none() {
        let row = draft::find(app, &layout.viewer, key).await?;
        return row.map(Ok).ok_or(Error::NotFound);
    }
    if let Err(response) = in_time(app, layout, key, posted, None).await? {
        return Ok(Err(response));
    }
    match draft::save(app, &layout.viewer, key, change_of(posted)).await? {
        Saved::Stored(row) => Ok(Ok(row)),
        Saved::Clash(clash) => Ok(Err(clash::between_drafts(app, layout.clone(), key, *clash)?)),
        Saved::Reopened(row) => {
            let said = "Draf ini sudah terbit; perubahan Bapak/Ibu disimpan sebagai draf perbaikan.";
            Ok(Err(see_other(&format!("/tulis/{}?bentuk={}", row.key, depth_of(posted)), said)))
        }
        Saved::Elsewhere(found) => {
            let upload = Upload::default();
            Ok(Err(other_office::form_again(app, layout.clone(), key, *found, posted, upload).await?))
        }
    }
}

/// Counts a save of a draft; the inner error is the form with what was typed, also beside a photo, when saves come too
/// fast.
pub async fn in_time(
    app: &App,
    layout: &Layout,
    key: DraftKey,
    posted: &Posted,
    photo: Option<Upload>,
) -> Result<std::result::Result<(), Response>> {
    let account = layout.viewer.require(&format!("/tulis/{key}"))?.account;
    let Err((problems, welcome)) = rate_limit::in_form(app, Kind::Draft, account, SENDING).await else {
        return Ok(Ok(()));
    };
    let row = draft::find(app, &layout.viewer, key).await?;
    let kecamatan = row.as_ref().map(|row| row.kecamatan_code.as_str());
    let kecamatan = kecamatan.or_else(|| layout.viewer.acting_term().map(|term| term.region.as_str()));
    if !kecamatan.is_some_and(|kecamatan| layout.viewer.may(Act::WriteDraft, kecamatan)) {
        return Err(Error::Forbidden);
    }
    let mut content = row.as_ref().map(|row| Content::parse(&row.document)).transpose()?.unwrap_or_default();
    fields::apply(posted, &mut content);
    let typed = Typed {
        content,
        base: posted.get("base").parse().unwrap_or_default(),
        members_only: posted.get("visibility") == "members",
        notice: None,
    };
    // The script that uploads exchanges only the part with the photos, so the sentence stands there too.
    let said = problems.of(SENDING).unwrap_or_default().to_owned();
    let upload = photo.map(|upload| Upload { photo_problem: said, ..upload }).unwrap_or_default();
    let showing = Showing {
        full: Some(depth_of(posted) == "lengkap"),
        problems,
        upload,
        note: posted.get("note").to_owned(),
        typed: Some(typed),
        ..Showing::default()
    };
    let page = draw(app, layout.clone(), key, row, showing, StatusCode::TOO_MANY_REQUESTS).await?;
    Ok(Err(pace::slowed_down(app, page, welcome)))
}
