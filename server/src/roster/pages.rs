//! `/meja/pejabat`: the officials of a scope, and a table of them that is looked at before it is recorded.

use askama::Template;
use axum::Router;
use axum::extract::multipart::Multipart;
use axum::extract::{DefaultBodyLimit, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Deserialize;

use super::people::{self, One, PER_PAGE};
use super::run::{Kind, Line, Mode, Outcome, run};
use super::table::{self, Row};
use super::{MAX_LINES, people::State as Joining};
use crate::account::{contact, invitation};
use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::office::pages::unkept;
use crate::policy::Role;
use crate::rate_limit::{self, Kind as Rate};
use crate::sector::pages::address;
use crate::viewer::Term;
use crate::web::pager::Pager;
use crate::web::qr::Qr;
use crate::web::{Html, Layout, Posted, encode, filters, read_form};

/// Largest table in bytes.
const MAX_BYTES: usize = 5 * 1024 * 1024;

/// The routes of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/meja/pejabat", get(list))
        .route("/meja/pejabat/impor", get(ask).post(look).layer(DefaultBodyLimit::disable()))
        .route("/meja/pejabat/impor/terapkan", post(record).layer(DefaultBodyLimit::max(3 * MAX_BYTES)))
}

fn seat(layout: &Layout) -> Result<&Term> {
    layout.viewer.require(&layout.path)?;
    let may = |term: &&Term| term.role.is_coordinator() || term.role == Role::Admin;
    layout.viewer.acting_term().filter(may).ok_or(Error::Forbidden)
}

#[derive(Template)]
#[template(path = "roster/people.html")]
struct PeoplePage {
    layout: Layout,
    scope: String,
    people: Vec<One>,
    total: i64,
    only_waiting: bool,
    pager: Pager,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    tampil: String,
    halaman: Option<u64>,
}

async fn list(State(app): State<App>, layout: Layout, Query(asked): Query<Asked>) -> Result<Response> {
    let scope = seat(&layout)?.region.clone();
    let page = asked.halaman.unwrap_or(1).clamp(1, 10_000);
    let only_waiting = asked.tampil == "belum-bergabung";
    let (people, total) =
        people::of_scope(app.db.read(), &scope, only_waiting, app.clock.today(), layout.now, page).await?;
    let base = if only_waiting { "/meja/pejabat?tampil=belum-bergabung" } else { "/meja/pejabat" };
    let url = |page: u64| match only_waiting {
        true if page > 1 => format!("{base}&halaman={page}"),
        _ => address(base, page),
    };
    let page = PeoplePage {
        pager: Pager::new(page, total, PER_PAGE, url),
        scope: layout.catalogue.places.full_name(&scope),
        people,
        total: i64::try_from(total).unwrap_or(i64::MAX),
        only_waiting,
        layout,
    };
    Ok(Html(page).into_response())
}

#[derive(Template)]
#[template(path = "roster/ask.html")]
struct AskPage {
    layout: Layout,
    problem: String,
    megabytes: usize,
    max_lines: usize,
}

fn asking(layout: Layout, problem: &str, status: StatusCode) -> Response {
    let page =
        AskPage { problem: problem.to_owned(), megabytes: MAX_BYTES / (1024 * 1024), max_lines: MAX_LINES, layout };
    (status, Html(page)).into_response()
}

async fn ask(layout: Layout) -> Result<Response> {
    seat(&layout)?;
    Ok(asking(layout, "", StatusCode::OK))
}

#[derive(Template)]
#[template(path = "roster/plan.html")]
struct PlanPage {
    layout: Layout,
    lines: Vec<Line>,
    counts: Vec<(&'static str, usize)>,
    changes: usize,
    digest: String,
    rows: String,
    changed_meanwhile: bool,
}

async fn look(State(app): State<App>, layout: Layout, form: Multipart) -> Result<Response> {
    seat(&layout)?;
    let account = layout.viewer.require(&layout.path)?.account;
    rate_limit::by_account(&app, Rate::Invite, account).await?;
    let sent = read_form(&app, form, "file", MAX_BYTES).await?;
    if sent.file_bytes > MAX_BYTES {
        return Ok(asking(layout, "Daftar paling besar 5 MB.", StatusCode::PAYLOAD_TOO_LARGE));
    }
    let Some((_, bytes)) = sent.file else {
        return Ok(asking(layout, "Pilih berkasnya lebih dulu.", StatusCode::UNPROCESSABLE_ENTITY));
    };
    let read = tokio::task::spawn_blocking(move || table::read(&bytes)).await;
    let read = read.map_err(|error| Error::Internal(error.into()))?;
    let rows = match read.map_err(|error| error.to_string()).and_then(whole) {
        Ok(rows) => rows,
        Err(problem) => return Ok(asking(layout, &told(&problem), StatusCode::UNPROCESSABLE_ENTITY)),
    };
    let outcome = run(&app, &layout.viewer, &rows, Mode::Look).await?;
    plan(layout, &rows, outcome, false)
}

/// All lines, or which one can't be read: half a table is nothing to record.
fn whole(rows: Vec<std::result::Result<Row, (u64, String)>>) -> std::result::Result<Vec<Row>, String> {
    if rows.is_empty() {
        return Err("Daftarnya kosong.".to_owned());
    }
    if rows.len() > MAX_LINES {
        return Err(format!("Paling banyak {MAX_LINES} baris sekali impor; yang ini {}. Bagi berkasnya.", rows.len()));
    }
    rows.into_iter().collect::<std::result::Result<_, _>>().map_err(|(line, _)| format!("Baris {line} tidak terbaca."))
}

/// What a reader of tables says in English, for who sent the table.
fn told(problem: &str) -> String {
    if let Some(rest) = problem.split("missing: ").nth(1) {
        let missing = rest.split(" (").next().unwrap_or_default();
        return format!("Baris pertama harus berisi nama kolom. Yang belum ada: {missing}.");
    }
    if problem.starts_with("the ") { "Berkas tidak terbaca sebagai tabel.".to_owned() } else { problem.to_owned() }
}

fn plan(layout: Layout, rows: &[Row], outcome: Outcome, changed_meanwhile: bool) -> Result<Response> {
    let kinds = [Kind::New, Kind::Added, Kind::Replaces, Kind::Ends, Kind::Known, Kind::Refused];
    let of = |kind: Kind| outcome.lines.iter().filter(|line| line.kind == kind).count();
    let counts = kinds.map(|kind| (kind.label(), of(kind)));
    let page = PlanPage {
        changes: outcome.lines.len() - of(Kind::Known) - of(Kind::Refused),
        counts: counts.into_iter().filter(|(_, count)| *count > 0).collect(),
        rows: serde_json::to_string(rows)?,
        digest: outcome.digest,
        lines: outcome.lines,
        changed_meanwhile,
        layout,
    };
    let status = if changed_meanwhile { StatusCode::CONFLICT } else { StatusCode::OK };
    Ok(unkept((status, Html(page)).into_response()))
}

#[derive(Template)]
#[template(path = "roster/links.html")]
struct LinksPage {
    layout: Layout,
    groups: Vec<Group>,
    invited: usize,
    recorded: usize,
    refused: Vec<Line>,
    days: i64,
}

/// The invitations of a kabupaten/kota.
struct Group {
    name: String,
    links: Vec<Link>,
}

struct Link {
    name: String,
    office: String,
    url: String,
    whatsapp: String,
    code: Option<Qr>,
}

async fn record(State(app): State<App>, layout: Layout, posted: Posted) -> Result<Response> {
    seat(&layout)?;
    let rows: Vec<Row> = serde_json::from_str(posted.get("rows"))
        .map_err(|_| Error::Invalid(Problems::one("file", "Daftar tidak terbaca. Unggah lagi berkasnya.")))?;
    if rows.len() > MAX_LINES {
        return Err(Error::NotFound);
    }
    let outcome = run(&app, &layout.viewer, &rows, Mode::Record(posted.get("digest"))).await?;
    if !outcome.recorded {
        return plan(layout, &rows, outcome, true);
    }
    let (refused, lines): (Vec<_>, Vec<_>) = outcome.lines.into_iter().partition(|line| line.kind == Kind::Refused);
    let recorded = lines.iter().filter(|line| line.kind != Kind::Known).count();
    let groups = groups(&app, &layout, &lines);
    let page = LinksPage {
        invited: groups.iter().map(|group| group.links.len()).sum(),
        days: app.config.session.invitation_days,
        groups,
        recorded,
        refused,
        layout,
    };
    Ok(unkept(Html(page).into_response()))
}

fn groups(app: &App, layout: &Layout, lines: &[Line]) -> Vec<Group> {
    let mut groups: Vec<(String, Group)> = Vec::new();
    let mut lines: Vec<&Line> = lines.iter().collect();
    lines.sort_by(|one, other| one.region.cmp(&other.region));
    for line in lines {
        let Some(token) = &line.token else { continue };
        let above: String = line.region.split('.').take(2).collect::<Vec<_>>().join(".");
        if groups.last().is_none_or(|(code, _)| *code != above) {
            let name = layout.catalogue.places.full_name(&above);
            groups.push((above, Group { name, links: Vec::new() }));
        }
        let url = invitation::link(&app.config, token);
        let text = format!(
            "Yth. {}, Bapak/Ibu diundang ke {} sebagai {}. Buka tautan ini dan buat kata sandi \
             (berlaku {} hari, untuk satu orang): {url}",
            line.name,
            layout.site_name(),
            line.office,
            app.config.session.invitation_days
        );
        let number = line.phone.as_deref().map(contact::for_whatsapp).unwrap_or_default();
        if let Some((_, group)) = groups.last_mut() {
            group.links.push(Link {
                name: line.name.clone(),
                office: line.office.clone(),
                whatsapp: format!("https://wa.me/{number}?text={}", encode(&text)),
                code: Qr::of(&url),
                url,
            });
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}
