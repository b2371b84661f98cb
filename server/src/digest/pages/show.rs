//! `/ringkasan/{id}`: one digest, as far as its reader may see it.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

use super::Share;
use crate::app::App;
use crate::digest::entity::digest;
use crate::digest::letter::paragraphs;
use crate::digest::store::{self, Entry};
use crate::digest::{State as Standing, period, scope_name, title};
use crate::error::{Error, Result};
use crate::ids::DigestId;
use crate::policy::Act;
use crate::web::{Html, IdPath, Layout, filters};

#[derive(Template)]
#[template(path = "digest/show.html")]
struct Page {
    layout: Layout,
    digest: digest::Model,
    title: String,
    scope: String,
    period: String,
    standing: Standing,
    entries: Vec<Entry>,
    share: Option<Share>,
    absolute: String,
}

impl Page {
    fn opening(&self) -> Vec<&str> {
        paragraphs(&self.digest.opening)
    }
}

pub(super) async fn show(State(app): State<App>, layout: Layout, path: IdPath<DigestId>) -> Result<Response> {
    let (db, viewer) = (app.db.read(), &layout.viewer);
    let digest = store::find(db, viewer, path.id).await?;
    let items: Vec<_> = store::items(db, &[digest.id]).await?.into_iter().filter(|item| !item.left_out).collect();
    let entries = store::entries(db, viewer, &layout.catalogue, app.clock.today(), items).await?;
    // Who may see nothing of it does not learn that it exists.
    if entries.is_empty() && !viewer.may(Act::EditDigest, &digest.scope_code) {
        return Err(Error::NotFound);
    }
    let page = Page {
        title: title(&digest, &layout.catalogue),
        scope: scope_name(&digest, &layout.catalogue),
        period: period(&digest, &app.clock),
        standing: Standing::parse(&digest.state),
        share: Share::of(&app, &digest).await?,
        absolute: format!("{}/ringkasan/{}", app.config.base_url, digest.id),
        entries,
        digest,
        layout,
    };
    Ok(Html(page).into_response())
}
