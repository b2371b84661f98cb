//! `/berkas/…`: photos, behind the gate of the study or the draft they belong to.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use sea_orm::EntityTrait;

use super::{entity, picture, upload};
use crate::app::App;
use crate::case_study::{draft, store};
use crate::error::{Error, Result};
use crate::ids::CaseStudyId;
use crate::viewer::Viewer;

/// The routes of this page.
pub fn routes() -> Router<App> {
    Router::new().route("/berkas/{id}/{hash}/{variant}", get(show))
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
    let is_public = may_see(&app, &viewer, &row).await?;
    let bytes = app.files.get(&upload::key(&row.sha256, &file)).await?;
    // What members, an office or a coordinator may see must not stay in any cache on the way.
    let keep = if is_public { "public, max-age=31536000, immutable" } else { "private, no-store" };
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
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
async fn may_see(app: &App, viewer: &Viewer, row: &entity::Model) -> Result<bool> {
    if let Some(study) = row.case_study_id {
        let id = CaseStudyId(study);
        if store::find(app.db.read(), &Viewer::visitor(), id).await.is_ok() {
            return Ok(true);
        }
        store::find_cared_for(app.db.read(), viewer, id).await?;
        return Ok(false);
    }
    let draft = row.draft_id.ok_or(Error::NotFound)?;
    draft::find_by_id(app, viewer, draft).await?;
    Ok(false)
}
