//! `/admin/sektor`, `/admin/indikator` and `/admin/ukuran/{id}`: what we classify by, and what was changed in it.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use super::edit::{self, Row, Typed};
use super::kind::{Field, Kind, Shape};
use crate::app::App;
use crate::audit::pages::{Told, concerning};
use crate::error::{Error, Problems, Result};
use crate::policy::Act;
use crate::web::flash::see_other_with_undo;
use crate::web::forms::Posted;
use crate::web::{Html, IdPath, Layout, see_other};

/// The routes of these pages.
pub fn routes() -> Router<App> {
    let mut routes = Router::new().route("/admin/indikator/{id}/ukuran", post(add_measure));
    for kind in [Kind::Sector, Kind::Indicator] {
        let show = move |State(app): State<App>, layout: Layout| async move {
            list(&app, layout, kind, &Typed::default(), Problems::default()).await
        };
        let send = move |State(app): State<App>, layout: Layout, form: Posted| async move {
            add(&app, layout, kind, &form).await
        };
        routes = routes.route(&list_of(kind), get(show).post(send));
    }
    for kind in [Kind::Sector, Kind::Indicator, Kind::Measure] {
        let page = format!("/admin/{}/{{id}}", kind.word());
        let show = move |State(app): State<App>, path: IdPath<i64>, layout: Layout| async move {
            one(&app, layout, kind, path.id, Shown::default()).await
        };
        let send = move |State(app): State<App>, path: IdPath<i64>, layout: Layout, form: Posted| async move {
            change(&app, layout, kind, path.id, &form).await
        };
        let order = move |State(app): State<App>, path: IdPath<i64>, layout: Layout, form: Posted| async move {
            shift(&app, &layout, kind, path.id, form.get("arah") == "naik").await
        };
        let retire = move |State(app): State<App>, path: IdPath<i64>, layout: Layout| async move {
            offer(&app, &layout, kind, path.id, false).await
        };
        let resume = move |State(app): State<App>, path: IdPath<i64>, layout: Layout| async move {
            offer(&app, &layout, kind, path.id, true).await
        };
        routes = routes
            .route(&page, get(show).post(send))
            .route(&format!("{page}/urutan"), post(order))
            .route(&format!("{page}/hentikan"), post(retire))
            .route(&format!("{page}/pakai"), post(resume));
    }
    routes
}

/// A field of a form, with what stands in it.
struct Filled {
    field: &'static Field,
    value: String,
    /// What is stored, where somebody else changed it meanwhile.
    stored: Option<String>,
    problem: Option<String>,
}

impl Filled {
    fn is_text(&self) -> bool {
        self.field.shape == Shape::Text
    }

    fn is_direction(&self) -> bool {
        self.field.shape == Shape::Direction
    }
}

fn filled(kind: Kind, values: &[String], problems: &Problems, stored: Option<&Row>) -> Vec<Filled> {
    let value = |at: usize| values.get(at).cloned().unwrap_or_default();
    let one = |(at, field): (usize, &'static Field)| Filled {
        field,
        value: value(at),
        stored: stored.and_then(|row| row.values.get(at)).filter(|stored| **stored != value(at)).cloned(),
        problem: problems.of(field.column).map(str::to_owned),
    };
    kind.fields().iter().enumerate().map(one).collect()
}

#[derive(Template)]
#[template(path = "catalogue/list.html")]
struct ListPage {
    layout: Layout,
    kind: Kind,
    rows: Vec<Line>,
    form: Vec<Filled>,
    problems: Problems,
    history: Vec<Told>,
}

/// A row of a list.
struct Line {
    row: Row,
    /// What stands below its name.
    about: String,
}

impl ListPage {
    fn is_sector(&self) -> bool {
        self.kind == Kind::Sector
    }

    fn id_of(&self, prefix: &str, filled: &Filled) -> String {
        format!("{prefix}-{}", filled.field.column)
    }
}

#[derive(Template)]
#[template(path = "catalogue/edit.html")]
struct EditPage {
    layout: Layout,
    kind: Kind,
    row: Row,
    /// The indicator of a measure: number and name.
    above: Option<(i64, String)>,
    form: Vec<Filled>,
    problems: Problems,
    is_clash: bool,
    /// The measures of an indicator.
    measures: Vec<Line>,
    measure_form: Vec<Filled>,
    measure_problems: Problems,
    history: Vec<Told>,
}

impl EditPage {
    fn is_indicator(&self) -> bool {
        self.kind == Kind::Indicator
    }

    fn id_of(&self, prefix: &str, filled: &Filled) -> String {
        format!("{prefix}-{}", filled.field.column)
    }
}

/// `NotFound` and `Forbidden` as everywhere; only administrators go on.
fn administrator(app: &App, layout: &Layout) -> Result<()> {
    layout.viewer.require(&layout.path)?;
    if layout.viewer.may(Act::EditSite, &app.config.province) { Ok(()) } else { Err(Error::Forbidden) }
}

async fn list(app: &App, layout: Layout, kind: Kind, typed: &Typed, problems: Problems) -> Result<Response> {
    administrator(app, &layout)?;
    let rows = edit::rows(app.db.read(), kind, None).await?;
    let measures = if kind == Kind::Indicator { edit::rows(app.db.read(), Kind::Measure, None).await? } else { vec![] };
    let about = |row: &Row| match kind {
        Kind::Indicator => {
            let own = measures.iter().filter(|measure| measure.above == Some(row.id)).count();
            format!("{} · {own} ukuran", row.values.get(1).map_or("", String::as_str))
        }
        _ => row.values.get(1).cloned().unwrap_or_default(),
    };
    let status = status_of(&problems);
    let page = ListPage {
        rows: rows.into_iter().map(|row| Line { about: about(&row), row }).collect(),
        form: filled(kind, &typed.0, &problems, None),
        history: concerning(app, &layout, &[kind.table()], &[], "").await?,
        kind,
        problems,
        layout,
    };
    Ok((status, Html(page)).into_response())
}

fn status_of(problems: &Problems) -> StatusCode {
    if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
}

async fn add(app: &App, layout: Layout, kind: Kind, form: &Posted) -> Result<Response> {
    layout.viewer.require(&list_of(kind))?;
    let typed = Typed::of(kind, form);
    match edit::add(app, &layout.viewer, kind, None, &typed).await {
        Ok(_) => Ok(see_other(&list_of(kind), &format!("“{}” ditambahkan dan langsung dipakai.", typed.0[0]))),
        Err(Error::Invalid(problems)) => list(app, layout, kind, &typed, problems).await,
        Err(error) => Err(error),
    }
}

fn list_of(kind: Kind) -> String {
    format!("/admin/{}", kind.word())
}

fn page_of(kind: Kind, id: i64) -> String {
    format!("/admin/{}/{id}", kind.word())
}

/// What the page shows of a form that could not be kept.
#[derive(Default)]
struct Shown {
    typed: Option<Typed>,
    problems: Problems,
    is_clash: bool,
    measure: Typed,
    measure_problems: Problems,
}

async fn one(app: &App, layout: Layout, kind: Kind, id: i64, shown: Shown) -> Result<Response> {
    administrator(app, &layout)?;
    let rows = edit::rows(app.db.read(), kind, None).await?;
    let row = rows.into_iter().find(|row| row.id == id).ok_or(Error::NotFound)?;
    let status = match (shown.is_clash, &shown.problems, &shown.measure_problems) {
        (true, ..) => StatusCode::CONFLICT,
        (_, own, measure) if own.is_empty() => status_of(measure),
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let measures = match kind {
        Kind::Indicator => edit::rows(app.db.read(), Kind::Measure, Some(id)).await?,
        _ => Vec::new(),
    };
    let about = |row: &Row| format!("{}, lebih baik bila {}", row.values[1], row.values[2]);
    let name = |above: i64| (above, layout.catalogue.indicator_by_id(above).map_or("", |row| &row.name).to_owned());
    let values = shown.typed.map_or_else(|| row.values.clone(), |typed| typed.0);
    let page = EditPage {
        above: row.above.map(name),
        form: filled(kind, &values, &shown.problems, shown.is_clash.then_some(&row)),
        measures: measures.into_iter().map(|row| Line { about: about(&row), row }).collect(),
        measure_form: filled(Kind::Measure, &shown.measure.0, &shown.measure_problems, None),
        history: concerning(app, &layout, &[kind.table()], &[], &id.to_string()).await?,
        problems: shown.problems,
        measure_problems: shown.measure_problems,
        is_clash: shown.is_clash,
        kind,
        row,
        layout,
    };
    Ok((status, Html(page)).into_response())
}

async fn change(app: &App, layout: Layout, kind: Kind, id: i64, form: &Posted) -> Result<Response> {
    layout.viewer.require(&page_of(kind, id))?;
    let typed = Typed::of(kind, form);
    let version = form.get("version").parse().unwrap_or_default();
    match edit::change(app, &layout.viewer, kind, id, version, &typed).await {
        Ok(()) => Ok(see_other(&page_of(kind, id), "Perubahan disimpan dan langsung berlaku.")),
        Err(Error::Invalid(problems)) => {
            one(app, layout, kind, id, Shown { typed: Some(typed), problems, ..Shown::default() }).await
        }
        Err(Error::Conflict(_)) => {
            one(app, layout, kind, id, Shown { typed: Some(typed), is_clash: true, ..Shown::default() }).await
        }
        Err(error) => Err(error),
    }
}

async fn add_measure(State(app): State<App>, path: IdPath<i64>, layout: Layout, form: Posted) -> Result<Response> {
    let id = path.id;
    layout.viewer.require(&page_of(Kind::Indicator, id))?;
    let typed = Typed::of(Kind::Measure, &form);
    match edit::add(&app, &layout.viewer, Kind::Measure, Some(id), &typed).await {
        Ok(_) => {
            let said = format!("“{}” ditambahkan dan langsung dipakai.", typed.0[0]);
            Ok(see_other(&format!("{}#ukuran", page_of(Kind::Indicator, id)), &said))
        }
        Err(Error::Invalid(problems)) => {
            let shown = Shown { measure: typed, measure_problems: problems, ..Shown::default() };
            one(&app, layout, Kind::Indicator, id, shown).await
        }
        Err(error) => Err(error),
    }
}

/// Where a row stands in a list: measures below their indicator.
async fn place_of(app: &App, kind: Kind, id: i64) -> Result<(String, String)> {
    let rows = edit::rows(app.db.read(), kind, None).await?;
    let row = rows.into_iter().find(|row| row.id == id).ok_or(Error::NotFound)?;
    let list = row.above.map_or_else(|| list_of(kind), |above| format!("{}#ukuran", page_of(Kind::Indicator, above)));
    Ok((list, row.name().to_owned()))
}

async fn shift(app: &App, layout: &Layout, kind: Kind, id: i64, up: bool) -> Result<Response> {
    layout.viewer.require(&list_of(kind))?;
    edit::shift(app, &layout.viewer, kind, id, up).await?;
    let (list, name) = place_of(app, kind, id).await?;
    Ok(see_other(&list, &format!("“{name}” dipindahkan.")))
}

async fn offer(app: &App, layout: &Layout, kind: Kind, id: i64, offered: bool) -> Result<Response> {
    layout.viewer.require(&list_of(kind))?;
    edit::offer(app, &layout.viewer, kind, id, offered).await?;
    let (list, name) = place_of(app, kind, id).await?;
    let (said, undo) = if offered { ("dipakai lagi", "hentikan") } else { ("tidak ditawarkan lagi", "pakai") };
    Ok(see_other_with_undo(&list, &format!("“{name}” {said}."), &format!("{}/{undo}", page_of(kind, id))))
}
