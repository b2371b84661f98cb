//! `/tulis/{key}/hapus`: the question before a draft is thrown away, on a page of its own, so that it needs no script.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use sea_orm::EntityTrait;

use crate::account::entity::account;
use crate::app::App;
use crate::case_study::content::Content;
use crate::case_study::draft;
use crate::case_study::entity::draft as table;
use crate::error::{Error, Result};
use crate::ids::DraftKey;
use crate::policy::Act;
use crate::web::{DraftKeyPath, Html, Layout, Posted, see_other};

#[derive(Template)]
#[template(path = "case_study/discard.html")]
struct DiscardPage {
    layout: Layout,
    key: DraftKey,
    version: i64,
    title: String,
    words: &'static str,
    edits: bool,
    photos: usize,
    who: String,
    at: String,
}

/// What throwing a draft away is called.
fn words(edits: bool) -> &'static str {
    if edits { "Buang perubahan" } else { "Hapus draf" }
}

/// Words of the button that throws a draft away; empty while that can't be.
pub fn offered(row: &table::Model) -> &'static str {
    if draft::obstacle(row).is_some() { "" } else { words(row.case_study_id.is_some()) }
}

/// `GET /tulis/{key}/hapus`.
pub async fn ask(State(app): State<App>, DraftKeyPath(key): DraftKeyPath, layout: Layout) -> Result<Response> {
    layout.viewer.require(&layout.path)?;
    page(&app, layout, key).await
}

async fn page(app: &App, layout: Layout, key: DraftKey) -> Result<Response> {
    let row = draft::find(app, &layout.viewer, key).await?.ok_or(Error::NotFound)?;
    if !layout.viewer.may(Act::WriteDraft, &row.kecamatan_code) {
        return Err(Error::Forbidden);
    }
    if let Some(obstacle) = draft::obstacle(&row) {
        return Err(Error::Conflict(obstacle.to_owned()));
    }
    let content = Content::parse(&row.document)?;
    let who = account::Entity::find_by_id(row.updated_by).one(app.db.read()).await?;
    let edits = row.case_study_id.is_some();
    let page = DiscardPage {
        version: row.version,
        title: if content.title.is_empty() { "Tanpa judul".to_owned() } else { content.title },
        words: words(edits),
        edits,
        photos: content.photos.len(),
        who: who.map_or_else(String::new, |person| person.name),
        at: layout.date_time(&row.updated_at),
        key,
        layout,
    };
    Ok(Html(page).into_response())
}

/// `POST /tulis/{key}/hapus`, with the version that was shown; without one it asks.
pub async fn go(
    State(app): State<App>,
    DraftKeyPath(key): DraftKeyPath,
    layout: Layout,
    posted: Posted,
) -> Result<Response> {
    layout.viewer.require(&format!("/tulis/{key}/hapus"))?;
    if draft::find(&app, &layout.viewer, key).await?.is_none() {
        return Ok(see_other("/draf", "Draf ini sudah dihapus."));
    }
    let Ok(seen) = posted.get("seen").parse() else {
        return page(&app, layout, key).await;
    };
    let row = draft::discard(&app, &layout.viewer, key, seen).await?;
    let edited = row.case_study_id.is_some();
    Ok(see_other("/draf", if edited { "Perubahan dibuang. Praktiknya tetap seperti semula." } else { "Draf dihapus." }))
}
