//! `/komentar/{id}/riwayat`: what a comment said before. For members, while it is shown.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use sea_orm::EntityTrait;

use crate::app::App;
use crate::case_study::store;
use crate::discussion::{address_of, entity, history, mention};
use crate::error::{Error, Result};
use crate::ids::{CaseStudyId, CommentId};
use crate::markdown::SafeHtml;
use crate::web::filters;
use crate::web::{Html, IdPath, Layout};

#[derive(Template)]
#[template(path = "discussion/earlier.html")]
struct EarlierPage {
    layout: Layout,
    study_title: String,
    back: String,
    byline: String,
    /// When it was written and the text, the newest first.
    versions: Vec<(DateTime<Utc>, SafeHtml)>,
}

pub(super) async fn list(
    State(app): State<App>,
    layout: Layout,
    IdPath { id, .. }: IdPath<CommentId>,
) -> Result<Response> {
    let db = app.db.read();
    layout.viewer.require(&format!("/komentar/{id}/riwayat"))?;
    let comment = entity::Entity::find_by_id(id.get()).one(db).await?.ok_or(Error::NotFound)?;
    let study = store::find(db, &layout.viewer, CaseStudyId(comment.case_study_id)).await?;
    if !layout.viewer.is_member() {
        return Err(Error::Forbidden);
    }
    if comment.deleted_at.is_some() || comment.hidden_at.is_some() {
        return Err(Error::NotFound);
    }
    let versions = history::versions(db, &comment).await?;
    let places = &layout.catalogue.places;
    let page = EarlierPage {
        versions: versions.iter().map(|(at, body)| (*at, mention::rendered(body, places))).collect(),
        back: address_of(db, &study, &comment).await?,
        byline: comment.byline,
        study_title: study.title,
        layout,
    };
    Ok(Html(page).into_response())
}
