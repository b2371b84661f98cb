//! `/admin/situs/{slug}/riwayat`: every version of a text, and what it changed.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::administrator;
use crate::account::entity::account;
use crate::app::App;
use crate::case_study::difference::{Piece, by_words};
use crate::error::{Error, Result};
use crate::settings::entity::Model;
use crate::settings::{self, edit};
use crate::web::{Html, Layout};

#[derive(Template)]
#[template(path = "settings/versions.html")]
struct ListPage {
    layout: Layout,
    slug: String,
    name: &'static str,
    lines: Vec<Line>,
}

/// A version that was written.
struct Line {
    number: i32,
    who: String,
    at: DateTime<Utc>,
    note: String,
    holds_from: Option<NaiveDate>,
}

#[derive(Template)]
#[template(path = "settings/version.html")]
struct OnePage {
    layout: Layout,
    slug: String,
    name: &'static str,
    line: Line,
    pieces: Vec<Piece>,
}

pub(super) async fn list(State(app): State<App>, layout: Layout, Path(slug): Path<String>) -> Result<Response> {
    administrator(&app, &layout)?;
    let name = settings::text(&slug).ok_or(Error::NotFound)?.name;
    let lines = lines(&app, edit::versions(app.db.read(), &slug).await?).await?;
    Ok(Html(ListPage { layout, slug, name, lines }).into_response())
}

pub(super) async fn one(
    State(app): State<App>,
    layout: Layout,
    Path((slug, number)): Path<(String, i32)>,
) -> Result<Response> {
    administrator(&app, &layout)?;
    let name = settings::text(&slug).ok_or(Error::NotFound)?.name;
    let rows = edit::versions(app.db.read(), &slug).await?;
    let row = rows.into_iter().find(|row| row.number == number).ok_or(Error::NotFound)?;
    let (before, after) = (said(&app, &layout, &slug, number - 1).await?, said(&app, &layout, &slug, number).await?);
    let line = lines(&app, vec![row]).await?.pop().ok_or(Error::NotFound)?;
    let pieces = by_words(before.trim(), after.trim());
    Ok(Html(OnePage { layout, slug, name, line, pieces }).into_response())
}

/// What a version says; version 1 is built in.
pub(super) async fn said(app: &App, layout: &Layout, slug: &str, number: i32) -> Result<String> {
    let settings = &layout.catalogue.settings;
    let built_in = settings.built_in(slug);
    if number <= 1 {
        return Ok(built_in);
    }
    let rows = edit::versions(app.db.read(), slug).await?;
    let row = rows.into_iter().find(|row| row.number == number).ok_or(Error::NotFound)?;
    Ok(if row.body.is_empty() { built_in } else { row.body })
}

async fn lines(app: &App, rows: Vec<Model>) -> Result<Vec<Line>> {
    let ids: Vec<i64> = rows.iter().filter_map(|row| row.account_id).collect();
    let people = account::Entity::find().filter(account::Column::Id.is_in(ids)).all(app.db.read()).await?;
    let people: HashMap<i64, String> = people.into_iter().map(|person| (person.id, person.name)).collect();
    let line = |row: Model| Line {
        number: row.number,
        who: row.account_id.and_then(|id| people.get(&id)).cloned().unwrap_or_else(|| "Sistem".to_owned()),
        at: row.created_at,
        note: row.note,
        holds_from: row.holds_from,
    };
    Ok(rows.into_iter().map(line).collect())
}
