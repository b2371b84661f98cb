//! `/tulis/{key}/versi`: the saved states of a draft, each compared with what stands there now, and put back on request.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::clash;
use crate::account::entity::account;
use crate::app::App;
use crate::case_study::content::Content;
use crate::case_study::difference::{self, Differing};
use crate::case_study::draft::{self, Change, Saved};
use crate::case_study::entity::{draft as table, draft_version};
use crate::error::{Error, Result};
use crate::ids::DraftKey;
use crate::policy::Act;
use crate::web::flash::see_other_with_undo;
use crate::web::{DraftKeyPath, Html, Layout, see_other};

/// So many are listed; older ones are reached as these are thinned.
const LISTED: u64 = 120;

struct Line {
    number: i64,
    at: String,
    ago: String,
    who: String,
    changed: String,
    is_current: bool,
}

#[derive(Template)]
#[template(path = "case_study/versions.html")]
struct VersionsPage {
    layout: Layout,
    key: DraftKey,
    title: String,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "case_study/version.html")]
struct VersionPage {
    layout: Layout,
    key: DraftKey,
    title: String,
    number: i64,
    at: String,
    differing: Vec<Differing>,
}

/// `GET /tulis/{key}/versi`.
pub async fn list(State(app): State<App>, DraftKeyPath(key): DraftKeyPath, layout: Layout) -> Result<Response> {
    let row = own(&app, &layout, key).await?;
    let rows = draft_version::Entity::find()
        .filter(draft_version::Column::DraftId.eq(row.id))
        .order_by_desc(draft_version::Column::Version)
        .limit(LISTED)
        .all(app.db.read())
        .await?;
    let people: Vec<i64> = rows.iter().map(|row| row.saved_by).collect();
    let people = account::Entity::find().filter(account::Column::Id.is_in(people)).all(app.db.read()).await?;
    let contents: Vec<Content> = rows.iter().map(|row| Content::parse(&row.document)).collect::<Result<_, _>>()?;
    let lines = rows.iter().enumerate().map(|(index, version)| Line {
        number: version.version,
        at: layout.date_time(&version.saved_at),
        ago: layout.ago(&version.saved_at),
        who: people.iter().find(|one| one.id == version.saved_by).map_or_else(String::new, |one| one.name.clone()),
        changed: match contents.get(index + 1) {
            Some(before) => headings(&difference::between(before, &contents[index], &layout.catalogue)),
            None => String::new(),
        },
        is_current: version.version == row.version,
    });
    let page = VersionsPage { lines: lines.collect(), title: title_of(&row)?, key, layout };
    Ok(Html(page).into_response())
}

fn headings(differing: &[Differing]) -> String {
    let names: Vec<&str> = differing.iter().map(|part| part.label.as_str()).take(4).collect();
    let more = if differing.len() > 4 { ", …" } else { "" };
    format!("{}{more}", names.join(", "))
}

/// `GET /tulis/{key}/versi/{number}`.
pub async fn one(State(app): State<App>, Path((key, number)): Path<(String, i64)>, layout: Layout) -> Result<Response> {
    let key: DraftKey = key.parse().map_err(|_| Error::NotFound)?;
    let row = own(&app, &layout, key).await?;
    let version = version(&app, &row, number).await?;
    let (then, now) = (Content::parse(&version.document)?, Content::parse(&row.document)?);
    let page = VersionPage {
        title: title_of(&row)?,
        at: layout.date_time(&version.saved_at),
        differing: difference::between(&now, &then, &layout.catalogue),
        number,
        key,
        layout,
    };
    Ok(Html(page).into_response())
}

/// `POST /tulis/{key}/versi/{number}/pulihkan`: the old text becomes the newest version; nothing is lost by it.
pub async fn restore(
    State(app): State<App>,
    Path((key, number)): Path<(String, i64)>,
    layout: Layout,
) -> Result<Response> {
    let key: DraftKey = key.parse().map_err(|_| Error::NotFound)?;
    let row = own(&app, &layout, key).await?;
    let then = Content::parse(&version(&app, &row, number).await?.document)?;
    let before = row.version;
    let change = Change {
        base: Some(row.version),
        apply: Box::new(|content| *content = then.clone()),
        visibility: None,
        base_revision: None,
        writer: String::new(),
    };
    match draft::save(&app, &layout.viewer, key, change).await? {
        Saved::Stored(_) => {
            let undo = format!("/tulis/{key}/versi/{before}/pulihkan");
            Ok(see_other_with_undo(&format!("/tulis/{key}?digabung=ya"), "Versi itu dipulihkan.", &undo))
        }
        Saved::Reopened(row) => {
            Ok(see_other(&format!("/tulis/{}", row.key), "Versi itu dipulihkan sebagai draf perbaikan."))
        }
        Saved::Clash(found) => clash::between_drafts(&app, layout, key, *found),
        Saved::Elsewhere(_) => Err(Error::Conflict("Naskah ini milik kantor lain.".to_owned())),
    }
}

async fn own(app: &App, layout: &Layout, key: DraftKey) -> Result<table::Model> {
    layout.viewer.require(&format!("/tulis/{key}/versi"))?;
    let row = draft::find(app, &layout.viewer, key).await?.ok_or(Error::NotFound)?;
    if layout.viewer.may(Act::WriteDraft, &row.kecamatan_code) { Ok(row) } else { Err(Error::Forbidden) }
}

async fn version(app: &App, row: &table::Model, number: i64) -> Result<draft_version::Model> {
    let found = draft_version::Entity::find()
        .filter(draft_version::Column::DraftId.eq(row.id))
        .filter(draft_version::Column::Version.eq(number))
        .one(app.db.read())
        .await?;
    found.ok_or(Error::NotFound)
}

fn title_of(row: &table::Model) -> Result<String> {
    let title = Content::parse(&row.document)?.title;
    Ok(if title.is_empty() { "Tanpa judul".to_owned() } else { title })
}
