//! Acts on several lines of the desk at once, each with its undo.

use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::post;
use chrono::{DateTime, NaiveDate};
use serde::Deserialize;

use super::desk_pages::coordinator;
use super::{DEFAULT_DAYS, extend, seen, silent};
use crate::app::App;
use crate::error::Result;
use crate::viewer::Viewer;
use crate::web::flash::see_other_with_undo;
use crate::web::{Posted, local_path, see_other};

/// More lines than a page has are no choice of a person.
const MOST: usize = 200;

/// The addresses of the acts.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/meja/terlihat", post(mark_seen))
        .route("/meja/terlihat/urungkan", post(undo_seen))
        .route("/meja/perpanjang", post(extend_features))
        .route("/meja/perpanjang/urungkan", post(undo_extend))
        .route("/meja/ajakan", post(ask))
        .route("/meja/ajakan/urungkan", post(undo_ask))
}

/// What an undo takes back: values joined by commas.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Undo {
    praktik: String,
    sejak: String,
    pilihan: String,
    ajakan: String,
}

fn numbers(joined: &str) -> Vec<i64> {
    joined.split(',').filter_map(|part| part.parse().ok()).take(MOST).collect()
}

fn joined<T: ToString>(ids: &[T]) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

fn chosen(form: &Posted, name: &str) -> Vec<i64> {
    form.all(name).filter_map(|id| id.parse().ok()).take(MOST).collect()
}

/// The desk with the filters that it had.
fn back(form: &Posted) -> String {
    let path = local_path(form.get("kembali"));
    if path.starts_with("/meja") { path.to_owned() } else { "/meja".to_owned() }
}

async fn mark_seen(State(app): State<App>, viewer: Viewer, form: Posted) -> Result<Response> {
    let person = viewer.require("/meja")?;
    coordinator(&viewer)?;
    if !form.get("semua").is_empty() {
        let before = seen::mark_all(&app, person.account).await?;
        let before = before.map_or_else(String::new, |before| before.timestamp_millis().to_string());
        let undo = format!("/meja/terlihat/urungkan?sejak={before}");
        return Ok(see_other_with_undo("/meja", "Antrean ditandai sudah dilihat.", &undo));
    }
    let marked = seen::mark(&app, &viewer, person.account, &chosen(&form, "praktik")).await?;
    if marked.is_empty() {
        return Ok(see_other(&back(&form), "Pilih dulu praktiknya, lalu tandai."));
    }
    let undo = format!("/meja/terlihat/urungkan?praktik={}", joined(&marked));
    Ok(see_other_with_undo(&back(&form), &format!("{} praktik ditandai sudah dilihat.", marked.len()), &undo))
}

async fn undo_seen(State(app): State<App>, viewer: Viewer, Query(undo): Query<Undo>) -> Result<Response> {
    let person = viewer.require("/meja")?;
    coordinator(&viewer)?;
    let studies = numbers(&undo.praktik);
    if studies.is_empty() {
        let before = undo.sejak.parse().ok().and_then(DateTime::from_timestamp_millis);
        seen::unmark_all(&app, person.account, before).await?;
    } else {
        seen::unmark(&app, person.account, &studies).await?;
    }
    Ok(see_other("/meja", "Diurungkan: antrean seperti semula."))
}

async fn extend_features(State(app): State<App>, viewer: Viewer, form: Posted) -> Result<Response> {
    coordinator(&viewer)?;
    let before = extend::extend(&app, &viewer, &chosen(&form, "pilihan")).await?;
    if before.is_empty() {
        return Ok(see_other(&back(&form), "Pilih dulu praktik pilihannya, lalu perpanjang."));
    }
    let ends: Vec<String> = before.iter().map(|(id, day)| format!("{id}:{day}")).collect();
    let undo = format!("/meja/perpanjang/urungkan?pilihan={}", joined(&ends));
    let said = format!("{} pilihan diperpanjang {DEFAULT_DAYS} hari.", before.len());
    Ok(see_other_with_undo(&back(&form), &said, &undo))
}

async fn undo_extend(State(app): State<App>, viewer: Viewer, Query(undo): Query<Undo>) -> Result<Response> {
    coordinator(&viewer)?;
    let parts = undo.pilihan.split(',').take(MOST).filter_map(|part| part.split_once(':'));
    let before: Vec<(i64, NaiveDate)> =
        parts.filter_map(|(id, day)| Some((id.parse().ok()?, day.parse().ok()?))).collect();
    extend::shorten(&app, &viewer, &before).await?;
    Ok(see_other("/meja", "Diurungkan: hari terakhir pilihan seperti semula."))
}

async fn ask(State(app): State<App>, viewer: Viewer, form: Posted) -> Result<Response> {
    coordinator(&viewer)?;
    let codes: Vec<String> = form.all("kecamatan").take(MOST).map(str::to_owned).collect();
    let asked = silent::ask(&app, &viewer, &codes).await?;
    if asked.is_empty() {
        let said = if codes.is_empty() { "Pilih dulu kecamatannya." } else { "Kecamatan itu baru saja diajak." };
        return Ok(see_other(&back(&form), said));
    }
    let undo = format!("/meja/ajakan/urungkan?ajakan={}", joined(&asked));
    let said = format!("{} kecamatan diajak menulis; pesannya terkirim dua menit lagi.", asked.len());
    Ok(see_other_with_undo(&back(&form), &said, &undo))
}

async fn undo_ask(State(app): State<App>, viewer: Viewer, Query(undo): Query<Undo>) -> Result<Response> {
    coordinator(&viewer)?;
    let taken = silent::take_back(&app, &viewer, &numbers(&undo.ajakan)).await?;
    let said = if taken == 0 { "Ajakan itu sudah terkirim." } else { "Diurungkan: ajakan tidak dikirim." };
    Ok(see_other("/meja", said))
}
