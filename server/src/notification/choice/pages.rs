//! `/akun/notifikasi`: how one wants to be told, and the button that turns pushes on for a device.

use std::collections::HashSet;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use sea_orm::EntityTrait;

use super::{Mail, Matter, Quiet, Topic, Way, Wish, save, store};
use crate::account::entity::account;
use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::notification::push::{key::Key, subscribe};
use crate::viewer::Viewer;
use crate::web::{Html, Layout, Posted, see_other};

const HERE: &str = "/akun/notifikasi";

/// The addresses of choices.
pub fn routes() -> Router<App> {
    Router::new()
        .route(HERE, get(show).post(choose))
        .route("/akun/notifikasi/perangkat", post(turn_on))
        .route("/akun/notifikasi/perangkat/hapus", post(turn_off))
}

/// One topic with what is chosen.
struct Row {
    topic: Topic,
    mail: Mail,
    push: bool,
    lines: Vec<Line>,
}

impl Row {
    fn of(topic: Topic, Wish { mail, push }: Wish, off: &HashSet<(Matter, Way)>) -> Self {
        Self { topic, mail, push, lines: Matter::within(topic).map(|matter| Line::of(matter, off)).collect() }
    }

    /// Lines of which a switch is off.
    fn off(&self) -> usize {
        self.lines.iter().filter(|line| line.switches.iter().any(|switch| !switch.is_on)).count()
    }
}

/// One matter with its switches; without the one for the app where it always comes.
struct Line {
    matter: Matter,
    switches: Vec<Switch>,
}

struct Switch {
    way: Way,
    is_on: bool,
}

impl Line {
    fn of(matter: Matter, off: &HashSet<(Matter, Way)>) -> Self {
        let ways = Way::ALL.into_iter().filter(|way| way.may_be_off(matter));
        let switches = ways.map(|way| Switch { way, is_on: !off.contains(&(matter, way)) });
        Self { matter, switches: switches.collect() }
    }
}

/// The name of a switch in the form: "satu_comments_app".
fn name_of(matter: Matter, way: Way) -> String {
    format!("satu_{}_{}", matter.as_str(), way.as_str())
}

/// What is off after this form: an empty box says it only where the form names the matter, so that a page that was opened
/// before there was such a box, or that has none, switches nothing off.
fn off_after(posted: &Posted, before: HashSet<(Matter, Way)>) -> HashSet<(Matter, Way)> {
    let named: HashSet<Matter> = posted.all("satu").filter_map(Matter::parse).collect();
    let untouched = before.into_iter().filter(|(matter, _)| !named.contains(matter));
    let boxes = named.iter().flat_map(|matter| Way::ALL.map(|way| (*matter, way)));
    let empty = boxes.filter(|(matter, way)| way.may_be_off(*matter) && posted.get(&name_of(*matter, *way)) != "ya");
    untouched.chain(empty).collect()
}

#[derive(Template)]
#[template(path = "notification/choices.html")]
struct Page {
    layout: Layout,
    email: Option<String>,
    /// When the mailbox last refused a mail for good.
    mail_refused: Option<String>,
    /// False on a site that sends no mail.
    mails_are_sent: bool,
    rows: Vec<Row>,
    quiet: Quiet,
    devices: u64,
    /// The public key for subscribing; empty on an office computer, on which nothing stays.
    key: String,
    problems: Problems,
}

impl Page {
    /// "satu_comments_app".
    fn switch(&self, line: &Line, switch: &Switch) -> String {
        name_of(line.matter, switch.way)
    }

    /// "21.00".
    fn hour(&self, hour: &u32) -> String {
        format!("{hour:02}.00")
    }
}

async fn show(State(app): State<App>, layout: Layout) -> Result<Response> {
    let person = layout.viewer.require_account(HERE)?.account;
    let chosen = store::of_person(app.db.read(), person).await?;
    let off = store::off(app.db.read(), person).await?;
    let rows = Topic::CHOSEN
        .into_iter()
        .map(|topic| Row::of(topic, chosen.get(topic.as_str()).copied().unwrap_or_default(), &off));
    let quiet = store::quiet_of(app.db.read(), person).await?;
    page(&app, layout, rows.collect(), quiet, Problems::default()).await
}

async fn page(app: &App, layout: Layout, rows: Vec<Row>, quiet: Quiet, problems: Problems) -> Result<Response> {
    let person = layout.viewer.require_account(HERE)?.clone();
    let row = account::Entity::find_by_id(person.account.get()).one(app.db.read()).await?.ok_or(Error::NotFound)?;
    let key = if person.office_computer { String::new() } else { Key::of(app).await?.public() };
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Page {
        mail_refused: row.mail_refused_at.map(|at| layout.date_time(&at)),
        email: row.email,
        mails_are_sent: !app.config.mail_url.is_empty(),
        rows,
        quiet,
        devices: subscribe::devices(app.db.read(), &person).await?,
        key,
        problems,
        layout,
    };
    let mut response = (status, Html(page)).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

async fn choose(State(app): State<App>, layout: Layout, posted: Posted) -> Result<Response> {
    let person = layout.viewer.require_account(HERE)?.account;
    let (mut rows, mut problems) = (Vec::new(), Problems::default());
    let off = off_after(&posted, store::off(app.db.read(), person).await?);
    for topic in Topic::CHOSEN {
        let mail = Mail::parse(posted.get(&format!("surel_{}", topic.as_str())));
        if mail.is_none() {
            problems.add(topic.as_str(), format!("Pilih cara surel untuk {}.", topic.label()));
        }
        let push = posted.get(&format!("perangkat_{}", topic.as_str())) == "ya";
        rows.push(Row::of(topic, Wish { mail: mail.unwrap_or(Mail::Daily), push }, &off));
    }
    let hour = |name: &str| posted.get(name).parse::<u32>().ok().filter(|hour| *hour < 24);
    let typed = (hour("tenang_dari"), hour("tenang_sampai"));
    if typed.0.is_none() || typed.1.is_none() {
        problems.add("tenang", "Pilih jam tenang dari 00.00 sampai 23.00.");
    }
    let default = Quiet::default();
    let quiet = Quiet {
        is_on: posted.get("tenang") == "ya",
        from: typed.0.unwrap_or(default.from),
        until: typed.1.unwrap_or(default.until),
    };
    if quiet.is_on && quiet.from == quiet.until {
        problems.add(
            "tenang",
            "Jam mulai dan jam selesainya sama, jadi tidak ada jam yang tenang. Pilih dua jam yang berbeda.",
        );
    }
    if !problems.is_empty() {
        return page(&app, layout, rows, quiet, problems).await;
    }
    let wishes: Vec<(Topic, Wish)> =
        rows.iter().map(|row| (row.topic, Wish { mail: row.mail, push: row.push })).collect();
    save::save(&app, person, &wishes, &off, quiet).await?;
    Ok(see_other(HERE, "Pilihan disimpan."))
}

async fn turn_on(State(app): State<App>, viewer: Viewer, posted: Posted) -> Result<StatusCode> {
    let person = viewer.require_account(HERE)?;
    subscribe::on(&app, person, posted.get("endpoint")).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn turn_off(State(app): State<App>, viewer: Viewer, posted: Posted) -> Result<StatusCode> {
    let person = viewer.require_account(HERE)?;
    subscribe::off(&app, person, posted.get("endpoint")).await?;
    Ok(StatusCode::NO_CONTENT)
}
