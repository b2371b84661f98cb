//! What is done on the page of an office: a term ends, a link is made anew, the sekcam publishes for the camat, and the way
//! that papers go.

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use chrono::NaiveDate;
use serde::Deserialize;

use super::link_pages::{Sent, result};
use super::pages::{address, kecamatan_of};
use super::{delegate, end_term, new_link, paper_way, reset_factor, typed};
use crate::account::invitation::Purpose;
use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::ids::TermId;
use crate::rate_limit::{self, Kind};
use crate::viewer::Viewer;
use crate::web::{IdPath, Layout, Posted, flash, see_other};

/// The end of a term as it was sent.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct End {
    reason: String,
    ended_on: String,
}

pub(super) async fn end(
    State(app): State<App>,
    viewer: Viewer,
    IdPath { id, .. }: IdPath<TermId>,
    Form(form): Form<End>,
) -> Result<Response> {
    viewer.require("/akun")?;
    let last_day = match form.ended_on.trim() {
        "" => None,
        text => Some(typed::date(text).ok_or_else(|| {
            Error::Invalid(Problems::one(
                "ended_on",
                "Tanggal tidak terbaca. Tulis seperti 24-11-2026, atau kosongkan.",
            ))
        })?),
    };
    let ended = end_term::end(&app, &viewer, id, last_day, &form.reason).await?;
    let back = address(&ended.region).unwrap_or_else(|| "/akun".to_owned());
    let planned = ended.planned.map(|day| format!("?sampai={day}")).unwrap_or_default();
    let undo = format!("/pejabat/{id}/akhiri/batal{planned}");
    Ok(flash::see_other_with_undo(&back, "Jabatan itu sudah diakhiri dan tercatat di riwayat.", &undo))
}

/// What the address of taking an ending back says: the last day that was planned before.
#[derive(Deserialize)]
pub(super) struct Planned {
    sampai: Option<NaiveDate>,
}

pub(super) async fn undo_end(
    State(app): State<App>,
    viewer: Viewer,
    IdPath { id, .. }: IdPath<TermId>,
    Query(planned): Query<Planned>,
) -> Result<Response> {
    viewer.require("/akun")?;
    let region = end_term::undo(&app, &viewer, id, planned.sampai).await?;
    let back = address(&region).unwrap_or_else(|| "/akun".to_owned());
    Ok(see_other(&back, "Jabatan itu berlaku kembali."))
}

pub(super) async fn again(
    State(app): State<App>,
    layout: Layout,
    IdPath { id, .. }: IdPath<TermId>,
) -> Result<Response> {
    let account = layout.viewer.require("/akun")?.account;
    rate_limit::by_account(&app, Kind::Invite, account).await?;
    let made = new_link::make(&app, &layout.viewer, id).await?;
    let name = &made.person.name;
    let (heading, sentence) = match made.purpose {
        Purpose::Join => (
            format!("Undangan baru untuk {name}"),
            "Tautan yang lama tidak berlaku lagi. Kirim tautan ini kepada orangnya sendiri.".to_owned(),
        ),
        Purpose::Recover => (
            format!("Kata sandi baru untuk {name}"),
            "Pastikan dulu bahwa yang meminta memang orangnya, misalnya dengan menelepon. Kata sandi lama berlaku sampai \
             tautan ini dipakai."
                .to_owned(),
        ),
    };
    let sent =
        Sent { phone: made.person.phone.clone(), token: Some(made.token), purpose: made.purpose, region: made.region };
    Ok(result(&app, layout, heading, sentence, sent, None))
}

pub(super) async fn reset_second_factor(
    State(app): State<App>,
    viewer: Viewer,
    IdPath { id, .. }: IdPath<TermId>,
    posted: Posted,
) -> Result<Response> {
    viewer.require("/akun")?;
    let (name, region) = reset_factor::reset(&app, &viewer, id, posted.get("reason")).await?;
    let back = address(&region).unwrap_or_else(|| "/akun".to_owned());
    Ok(see_other(&back, &format!("Verifikasi dua langkah {name} dimatikan; semua perangkatnya dikeluarkan.")))
}

pub(super) async fn grant(State(app): State<App>, viewer: Viewer, Path(code): Path<String>) -> Result<Response> {
    kecamatan_of(&app, &code)?;
    viewer.require("/akun")?;
    delegate::grant(&app, &viewer, &code).await?;
    let back = format!("/kecamatan/{code}/pejabat");
    Ok(see_other_undone(&back, "Sekcam sekarang boleh menerbitkan atas nama Camat.", &code))
}

fn see_other_undone(back: &str, text: &str, code: &str) -> Response {
    flash::see_other_with_undo(back, text, &format!("/kecamatan/{code}/delegasi/cabut"))
}

pub(super) async fn revoke(State(app): State<App>, viewer: Viewer, Path(code): Path<String>) -> Result<Response> {
    kecamatan_of(&app, &code)?;
    viewer.require("/akun")?;
    delegate::revoke(&app, &viewer, &code).await?;
    Ok(see_other(&format!("/kecamatan/{code}/pejabat"), "Sekarang hanya Camat yang menerbitkan."))
}

pub(super) async fn set_paper_way(
    State(app): State<App>,
    viewer: Viewer,
    Path(code): Path<String>,
    posted: Posted,
) -> Result<Response> {
    kecamatan_of(&app, &code)?;
    viewer.require("/akun")?;
    let via_sekcam = posted.get("lewat") != "camat";
    paper_way::set(&app, &viewer, &code, via_sekcam).await?;
    let said =
        if via_sekcam { "Naskah staf sekarang lewat Sekcam." } else { "Naskah staf sekarang langsung ke Camat." };
    Ok(see_other(&format!("/kecamatan/{code}/pejabat"), said))
}
