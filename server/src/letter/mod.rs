//! Letters of an office about a study: the request to replicate it, and the certificate of who contributed. Both are
//! drafts for the office's own letter system, which gives the number and the signature.

pub mod certificate;
pub mod certify;
pub mod contribution;
pub mod entity;
pub mod letterhead;
pub mod pages;
pub mod request;
pub mod store;
pub mod team;
#[cfg(test)]
mod tests;

use chrono::{Datelike, NaiveDate};
use sea_orm::ConnectionTrait;

use crate::case_study::entity::case_study;
use crate::error::Result;
use crate::format;
use crate::policy::Act;
use crate::viewer::Viewer;

/// Where an office's letter system puts what is its own.
pub const BLANK: &str = "……";

/// What stands where a signature would: the letter is signed in the office's own application, and needs no stamp.
pub const SIGNED_ELSEWHERE: &str = "(ditandatangani secara elektronik melalui aplikasi naskah dinas kantor)";

/// "3 November 2026", as letters write a day.
pub fn day(date: NaiveDate) -> String {
    format!("{} {} {}", date.day(), format::month_name(date.month0() as usize), date.year())
}

/// "…… November 2026": the day is that of the signature.
pub fn day_to_fill_in(date: NaiveDate) -> String {
    format!("{BLANK} {} {}", format::month_name(date.month0() as usize), date.year())
}

/// True for people of an office who may ask the office of a study: every office but its own.
pub fn may_request(viewer: &Viewer, study: &case_study::Model) -> bool {
    let Some(own) = viewer.acting_term().map(|term| term.region.as_str()) else { return false };
    study.kecamatan_code.as_deref().is_some_and(|office| office != own) && viewer.may(Act::WriteDraft, own)
}

/// True for who may read what an office certified about a study: its people, and who is named as an author.
pub async fn may_read(db: &impl ConnectionTrait, viewer: &Viewer, study: &case_study::Model) -> Result<bool> {
    let Some(office) = study.kecamatan_code.as_deref() else { return Ok(false) };
    if viewer.may(Act::WriteDraft, office) {
        return Ok(true);
    }
    match viewer.account().filter(|_| viewer.is_member()) {
        Some(account) => store::is_author(db, study.id, account).await,
        None => Ok(false),
    }
}
