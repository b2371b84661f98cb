//! Pressing "Bermanfaat" and "Kami alami juga". The form says which state is wanted, so that sending it twice does it once.

use axum::extract::State;
use axum::response::Response;

use crate::app::App;
use crate::discussion::reaction::{self, Kind};
use crate::error::{Error, Result};
use crate::ids::{CaseStudyId, CommentId};
use crate::viewer::Viewer;
use crate::web::{IdPath, Posted, local_path, see_other};

/// `POST /praktik/{id}/tanggapan`.
pub async fn to_study(
    State(app): State<App>,
    viewer: Viewer,
    IdPath { id, .. }: IdPath<CaseStudyId>,
    form: Posted,
) -> Result<Response> {
    let (kind, wanted) = pressed(&form)?;
    let page = format!("/praktik/{id}");
    viewer.require(&page)?;
    reaction::to_study(&app, &viewer, id, kind, wanted).await?;
    Ok(see_other(&format!("{}#tanggapan", back(&form, &page)), ""))
}

/// `POST /komentar/{id}/tanggapan`.
pub async fn to_comment(
    State(app): State<App>,
    viewer: Viewer,
    IdPath { id, .. }: IdPath<CommentId>,
    form: Posted,
) -> Result<Response> {
    let (kind, wanted) = pressed(&form)?;
    viewer.require("/")?;
    reaction::to_comment(&app, &viewer, id, kind, wanted).await?;
    Ok(see_other(&format!("{}#k-{id}", back(&form, "/")), ""))
}

fn pressed(form: &Posted) -> Result<(Kind, bool)> {
    let wanted = form.find("beri").map(|kind| (kind, true)).or_else(|| form.find("cabut").map(|kind| (kind, false)));
    wanted.and_then(|(kind, wanted)| Some((Kind::parse(kind)?, wanted))).ok_or(Error::NotFound)
}

/// The part of the conversation in which the button stood.
fn back<'a>(form: &'a Posted, otherwise: &'a str) -> &'a str {
    let path = local_path(form.get("kembali"));
    if path.starts_with("/praktik/") && !path.contains('#') { path } else { otherwise }
}
