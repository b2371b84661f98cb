//! `/kumpulan`, `/kumpulan/{id}` and its booklet for readers; the pages on which collections are made.

mod booklet;
mod edit;
mod work;

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Deserialize;

use super::cover::{self, Cover};
use super::entity::{collection, collection_curator, collection_item};
use super::may_edit;
use super::store::{self, Card};
use crate::app::App;
use crate::case_study::card;
use crate::case_study::content::shortened;
use crate::case_study::entity::case_study;
use crate::error::{Error, Result};
use crate::follow::{self, Button, Subject};
use crate::ids::CollectionId;
use crate::markdown::{self, SafeHtml};
use crate::viewer::Viewer;
use crate::web::pager::{Pager, page_number};
use crate::web::qr::Qr;
use crate::web::{Html, IdPath, Layout, encode, filters, moved};

/// Collections on one page of the list.
const PER_PAGE: u64 = 12;

/// The routes of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/kumpulan", get(list))
        .route("/kumpulan/baru", get(work::ask).post(work::begin))
        .route("/kumpulan/{id}", get(show))
        .route("/kumpulan/{id}/cetak", get(booklet::print))
        .route("/kumpulan/{id}/ubah", get(edit::form).post(edit::save))
        .route("/kumpulan/{id}/praktik/urungkan", post(edit::bring_back))
        .route("/kumpulan/{id}/buang", post(work::discard))
        .route("/kumpulan/{id}/pulihkan", post(work::restore))
        .route("/meja/kumpulan", get(work::desk))
        .route("/praktik/{id}/kumpulan", get(work::choose).post(work::add))
}

#[derive(Template)]
#[template(path = "collection/list.html")]
struct ListPage {
    layout: Layout,
    cards: Vec<Card>,
    pager: Pager,
}

#[derive(Deserialize)]
struct Paging {
    halaman: Option<String>,
}

async fn list(State(app): State<App>, layout: Layout, Query(paging): Query<Paging>) -> Result<Response> {
    let db = app.db.read();
    let page = page_number(paging.halaman.as_deref());
    let (rows, total) = store::shown(db, &layout.viewer, (page - 1) * PER_PAGE, PER_PAGE).await?;
    let cards = store::cards(db, &layout.viewer, &layout.catalogue, rows).await?;
    let pager = Pager::new(page, total, PER_PAGE, |page| format!("/kumpulan?halaman={page}"));
    Ok(Html(ListPage { layout, cards, pager }).into_response())
}

/// A collection with what this viewer sees of it.
struct Opened {
    row: collection::Model,
    curators: Vec<collection_curator::Model>,
    items: Vec<collection_item::Model>,
    /// The studies that this viewer may see, in their order.
    studies: Vec<case_study::Model>,
    cover: Cover,
    may_edit: bool,
}

impl Opened {
    /// Opens a collection for reading: a draft only for who may edit it. Six statements, however much is in it.
    async fn read(app: &App, layout: &Layout, id: CollectionId) -> Result<Self> {
        let opened = Self::any(app, layout, id).await?;
        let is_there = opened.row.state == "tayang" || (opened.row.state == "draf" && opened.may_edit);
        if is_there { Ok(opened) } else { Err(Error::NotFound) }
    }

    /// Opens a collection in whatever state.
    async fn any(app: &App, layout: &Layout, id: CollectionId) -> Result<Self> {
        let db = app.db.read();
        let row = store::find(db, id).await?;
        let curators = store::curators(db, row.id).await?;
        let items = store::items(db, row.id).await?;
        let studies = store::studies(db, &layout.viewer, &items).await?;
        let known = studies.iter().map(|study| (study.id, study.clone())).collect();
        let photo: Vec<i64> = row.cover_photo_id.into_iter().collect();
        let photos = cover::photos(db, &photo, &known).await?;
        let within: Vec<&case_study::Model> = studies.iter().collect();
        let cover = cover::of(&row, &within, &photos, &layout.catalogue);
        let may_edit = edits(&layout.viewer, &row, &curators);
        Ok(Self { row, curators, items, studies, cover, may_edit })
    }

    /// The note at a study.
    fn note(&self, study: i64) -> &str {
        self.items.iter().find(|item| item.case_study_id == study).map_or("", |item| item.note.as_str())
    }

    fn url(&self) -> String {
        store::url(self.row.id, &self.row.title)
    }

    fn who(&self) -> String {
        store::who(&self.row, &self.curators)
    }
}

/// True when the viewer's acting office lets this one edit the collection.
fn edits(viewer: &Viewer, row: &collection::Model, curators: &[collection_curator::Model]) -> bool {
    let (Some(term), Some(account)) = (viewer.acting_term(), viewer.account()) else {
        return false;
    };
    may_edit(row, curators, &term.acting(), account)
}

#[derive(Template)]
#[template(path = "collection/show.html")]
struct ShowPage {
    layout: Layout,
    id: i64,
    title: String,
    absolute: String,
    whatsapp: String,
    description: String,
    image: String,
    introduction: SafeHtml,
    who: String,
    changed_at: chrono::DateTime<chrono::Utc>,
    cover: Cover,
    entries: Vec<Entry>,
    is_draft: bool,
    is_sample: bool,
    may_edit: bool,
    /// None for a draft: nobody can follow what does not appear.
    follow: Option<Button>,
    code: Option<Qr>,
}

/// A study with the curator's note.
struct Entry {
    card: card::Card,
    note: String,
}

async fn show(State(app): State<App>, path: IdPath<CollectionId>, layout: Layout) -> Result<Response> {
    let opened = Opened::read(&app, &layout, path.id).await?;
    let url = opened.url();
    if format!("/kumpulan/{}-{}", path.id, path.slug).trim_end_matches('-') != url {
        return Ok(moved(&url));
    }
    let absolute = format!("{}{url}", layout.base_url);
    let today = app.clock.today();
    let studies = opened.studies.clone();
    let cards = card::cards(app.db.read(), &layout.viewer, &layout.catalogue, today, studies).await?;
    let entries = cards.into_iter().map(|card| Entry { note: opened.note(card.id).to_owned(), card }).collect();
    let follow = if opened.row.state == "tayang" {
        follow::store::button(app.db.read(), &layout.viewer, &Subject::Collection(opened.row.id)).await?
    } else {
        None
    };
    let picture = opened.cover.picture.as_ref();
    let page = ShowPage {
        id: opened.row.id,
        whatsapp: format!("https://wa.me/?text={}", encode(&format!("{}\n{absolute}", opened.row.title))),
        description: shortened(&markdown::plain(&opened.row.introduction).replace('\n', " "), 200),
        image: picture.map(|picture| format!("{}{}", layout.base_url, picture.share_card())).unwrap_or_default(),
        introduction: markdown::render(&opened.row.introduction),
        who: opened.who(),
        changed_at: opened.row.updated_at,
        is_draft: opened.row.state != "tayang",
        is_sample: opened.row.is_sample,
        may_edit: opened.may_edit,
        follow,
        // The short address makes a code of fewer, larger squares; it leads to the long one.
        code: Qr::of(&format!("{}/kumpulan/{}", layout.base_url, opened.row.id)),
        title: opened.row.title,
        cover: opened.cover,
        entries,
        absolute,
        layout,
    };
    Ok(Html(page).into_response())
}
