//! `/berkas/…`: photos, behind the gate of the study or the draft they belong to.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use sea_orm::EntityTrait;

use super::file_entity::attached_file;
use super::kind::FileKind;
use super::{entity, file, picture, upload};
use crate::adoption::hide::entry_of_photo;
use crate::adoption::store::is_cared_for;
use crate::app::App;
use crate::case_study::{draft, store};
use crate::error::{Error, Result};
use crate::ids::CaseStudyId;
use crate::policy::Act;
use crate::viewer::Viewer;

/// The routes of this page.
pub fn routes() -> Router<App> {
    Router::new().route("/berkas/{id}/{hash}/{variant}", get(show)).route("/berkas/f/{id}/{hash}/{name}", get(fetch))
}

async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path((id, hash, variant)): Path<(String, String, String)>,
) -> Result<Response> {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let row = entity::Entity::find_by_id(id).one(app.db.read()).await?.ok_or(Error::NotFound)?;
    if hash.len() != 16 || !row.sha256.starts_with(&hash) {
        return Err(Error::NotFound);
    }
    let (file, kind) = file_of(&variant, &row).ok_or(Error::NotFound)?;
    let is_seen = may_see(&app, &viewer, row.case_study_id, row.draft_id).await?;
    let is_hidden = row.hidden_at.is_some();
    if is_hidden {
        require_care(&app, &viewer, &row).await?;
    }
    let is_public = is_seen && !is_hidden;
    let bytes = app.files.get(&upload::key(&row.sha256, &file)).await?;
    // What members, an office or a coordinator may see must not stay in any cache on the way.
    let keep = if is_public { "public, max-age=31536000, immutable" } else { "private, no-store" };
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    Ok(response)
}

/// A file, always as something to keep on the device and never as a page of this site.
async fn fetch(
    State(app): State<App>,
    viewer: Viewer,
    Path((id, hash, _)): Path<(String, String, String)>,
) -> Result<Response> {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let row = attached_file::Entity::find_by_id(id).one(app.db.read()).await?.ok_or(Error::NotFound)?;
    let kind = FileKind::parse(&row.kind).ok_or(Error::NotFound)?;
    if hash.len() != 16 || !row.sha256.starts_with(&hash) {
        return Err(Error::NotFound);
    }
    let is_public = may_see(&app, &viewer, row.case_study_id, row.draft_id).await?;
    let bytes = app.files.get(&file::file_key(&row)).await?;
    let keep = if is_public { "public, max-age=31536000, immutable" } else { "private, no-store" };
    let name = format!("{}.{}", file::without_ending(&row.original_name), row.kind);
    let plain: String = name
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() || ".-_ ".contains(letter) { letter } else { '_' })
        .collect();
    let told = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", crate::web::encode(&name));
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind.media_type()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    headers.insert(header::CONTENT_DISPOSITION, told.parse().map_err(|_| Error::NotFound)?);
    Ok(response)
}

/// The stored file of a variant; a wider one than the photo is the photo itself.
fn file_of(variant: &str, row: &entity::Model) -> Option<(String, &'static str)> {
    if variant == "og.jpg" {
        return Some((variant.to_owned(), "image/jpeg"));
    }
    let wanted: u32 = variant.strip_suffix(".webp")?.parse().ok()?;
    let kept = picture::widths(u32::try_from(row.width).ok()?);
    let width = kept.iter().find(|width| **width >= wanted).or(kept.last())?;
    super::WIDTHS.contains(&wanted).then(|| (format!("{width}.webp"), "image/webp"))
}

/// True when everybody may see it, false when this viewer may; else it is not there.
async fn may_see(app: &App, viewer: &Viewer, case_study: Option<i64>, draft: Option<i64>) -> Result<bool> {
    if let Some(study) = case_study {
        let id = CaseStudyId(study);
        if store::find(app.db.read(), &Viewer::visitor(), id).await.is_ok() {
            return Ok(true);
        }
        store::find_cared_for(app.db.read(), viewer, id).await?;
        return Ok(false);
    }
    let draft = draft.ok_or(Error::NotFound)?;
    draft::find_by_id(app, viewer, draft).await?;
    Ok(false)
}

/// A photo whose step or product is hidden or put away: `NotFound` for everybody but the office that wrote it and the
/// coordinators above that. A step is written by the office that replicates, a product by that of the study.
async fn require_care(app: &App, viewer: &Viewer, photo: &entity::Model) -> Result<()> {
    if let Some(entry) = entry_of_photo(app.db.read(), photo.id).await? {
        return if is_cared_for(viewer, &entry) { Ok(()) } else { Err(Error::NotFound) };
    }
    let study = photo.case_study_id.map(CaseStudyId).ok_or(Error::NotFound)?;
    let study = store::find_cared_for(app.db.read(), viewer, study).await?;
    let place = study.kecamatan_code.ok_or(Error::NotFound)?;
    let may = viewer.may(Act::WriteDraft, &place) || viewer.may(Act::HideStudy, &place);
    if may { Ok(()) } else { Err(Error::NotFound) }
}
