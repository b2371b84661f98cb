//! `/admin/sinonim`: the table of synonyms.

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Deserialize;

use super::entity::Model;
use super::{MAX_CHARS, MAX_WORDS, Pair, edit};
use crate::app::App;
use crate::audit::pages::{Told, concerning};
use crate::error::{Error, Problems, Result};
use crate::policy::Act;
use crate::web::flash::see_other_with_undo;
use crate::web::forms::Posted;
use crate::web::{Html, IdPath, Layout, encode, pager, see_other};

/// Pairs on a page.
const PER_PAGE: u64 = 50;

/// The routes of this page.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/admin/sinonim", get(list).post(add))
        .route("/admin/sinonim/{id}", get(one).post(change))
        .route("/admin/sinonim/{id}/hapus", post(remove))
}

#[derive(Template)]
#[template(path = "synonym/list.html")]
struct ListPage {
    layout: Layout,
    sought: String,
    rows: Vec<Model>,
    total: usize,
    pager: pager::Pager,
    form: Pair,
    /// The row that is changed; none when the form adds.
    own: Option<i64>,
    problems: Problems,
    max_chars: usize,
    max_words: usize,
    history: Vec<Told>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    q: String,
    halaman: Option<String>,
}

async fn list(State(app): State<App>, layout: Layout, Query(asked): Query<Asked>) -> Result<Response> {
    let form = Pair { both_ways: true, ..Pair::default() };
    page(&app, layout, &asked, form, None, Problems::default(), StatusCode::OK).await
}

async fn one(State(app): State<App>, path: IdPath<i64>, layout: Layout) -> Result<Response> {
    administrator(&app, &layout)?;
    let all = super::all(app.db.read()).await?;
    let row = all.into_iter().find(|row| row.id == path.id).ok_or(Error::NotFound)?;
    let form = Pair { term: row.term, synonym: row.synonym, both_ways: row.both_ways };
    page(&app, layout, &Asked::default(), form, Some(path.id), Problems::default(), StatusCode::OK).await
}

async fn page(
    app: &App,
    layout: Layout,
    asked: &Asked,
    form: Pair,
    own: Option<i64>,
    problems: Problems,
    status: StatusCode,
) -> Result<Response> {
    administrator(app, &layout)?;
    let sought = asked.q.trim().to_lowercase();
    let all = super::all(app.db.read()).await?;
    let fits = |row: &Model| row.term.to_lowercase().contains(&sought) || row.synonym.to_lowercase().contains(&sought);
    let found: Vec<Model> = all.into_iter().filter(fits).collect();
    let number = pager::page_number(asked.halaman.as_deref());
    let start = usize::try_from((number - 1) * PER_PAGE).unwrap_or(usize::MAX);
    let total = found.len();
    let url = |page: u64| format!("/admin/sinonim?q={}&halaman={page}", encode(&sought));
    let page = ListPage {
        pager: pager::Pager::new(number, u64::try_from(total).unwrap_or_default(), PER_PAGE, url),
        rows: found.into_iter().skip(start).take(usize::try_from(PER_PAGE).unwrap_or(50)).collect(),
        sought: asked.q.trim().to_owned(),
        total,
        form,
        own,
        problems,
        max_chars: MAX_CHARS,
        max_words: MAX_WORDS,
        history: concerning(app, &layout, &["synonym"], &[], "").await?,
        layout,
    };
    Ok((status, Html(page)).into_response())
}

fn administrator(app: &App, layout: &Layout) -> Result<()> {
    layout.viewer.require(&layout.path)?;
    if layout.viewer.may(Act::EditSynonyms, &app.config.province) { Ok(()) } else { Err(Error::Forbidden) }
}

fn typed(form: Posted) -> Pair {
    Pair::tidy(form.get("term"), form.get("synonym"), form.get("arah") != "satu")
}

/// "Urungkan" sends no form: what it puts back stands in its address.
async fn add(
    State(app): State<App>,
    layout: Layout,
    Query(removed): Query<Vec<(String, String)>>,
    form: Posted,
) -> Result<Response> {
    layout.viewer.require("/admin/sinonim")?;
    let pair = typed(if form.pairs().is_empty() { Posted::new(removed) } else { form });
    match edit::add(&app, &layout.viewer, &pair).await {
        Ok(_) => Ok(see_other("/admin/sinonim", &format!("“{}” ditambahkan dan langsung berlaku.", pair.term))),
        Err(Error::Invalid(problems)) => {
            page(&app, layout, &Asked::default(), pair, None, problems, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(error),
    }
}

async fn change(State(app): State<App>, path: IdPath<i64>, layout: Layout, form: Posted) -> Result<Response> {
    layout.viewer.require("/admin/sinonim")?;
    let pair = typed(form);
    match edit::change(&app, &layout.viewer, path.id, &pair).await {
        Ok(()) => Ok(see_other("/admin/sinonim", &format!("“{}” disimpan dan langsung berlaku.", pair.term))),
        Err(Error::Invalid(problems)) => {
            page(&app, layout, &Asked::default(), pair, Some(path.id), problems, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(error),
    }
}

async fn remove(State(app): State<App>, path: IdPath<i64>, layout: Layout) -> Result<Response> {
    layout.viewer.require("/admin/sinonim")?;
    let pair = edit::remove(&app, &layout.viewer, path.id).await?;
    let way = if pair.both_ways { "dua" } else { "satu" };
    let undo = format!("/admin/sinonim?term={}&synonym={}&arah={way}", encode(&pair.term), encode(&pair.synonym));
    Ok(see_other_with_undo("/admin/sinonim", &format!("“{}” dihapus.", pair.term), &undo))
}
