//! `/cari?tampilan=rapat`: the same search for a projector, read from the back row and led by the keyboard.

use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use forum_search::Correction;

use super::asked::{Asked, LAST_PAGE, PER_SCREEN};
use super::found::Found;
use crate::web::{Html, Layout, encode, filters};

#[derive(Template)]
#[template(path = "keyword_search/room.html")]
struct RoomPage {
    layout: Layout,
    asked: Asked,
    is_ready: bool,
    total: i64,
    filters: Vec<(&'static str, String, String)>,
    correction: Option<Correction>,
    is_partial: bool,
    hits: Vec<Found>,
    previous: Option<String>,
    next: Option<String>,
}

impl RoomPage {
    /// Where a hit opens as one screen; it leads back to this list and this row.
    fn screen(&self, hit: &Found, number: &usize) -> String {
        let back = format!("{}#h{number}", self.asked.url());
        format!("/praktik/{}/layar?kembali={}", hit.card.id, encode(&back))
    }
}

/// The page for the projector.
pub fn page(
    layout: Layout,
    asked: Asked,
    answer: forum_search::Response,
    hits: Vec<Found>,
    is_ready: bool,
) -> Response {
    let total = u64::try_from(answer.total).unwrap_or(u64::MAX);
    let last = total.min(LAST_PAGE * PER_SCREEN).div_ceil(PER_SCREEN);
    let named = |(group, value): (super::asked::Group, &str)| {
        (group.parameter(), value.to_owned(), group.name(value, &layout.catalogue).unwrap_or_default())
    };
    let page = RoomPage {
        is_ready,
        total: i64::try_from(total).unwrap_or(i64::MAX),
        filters: asked.chosen().map(named).collect(),
        correction: answer.correction,
        is_partial: answer.relaxed,
        hits,
        previous: (asked.page > 1).then(|| asked.at_page(asked.page - 1).url()),
        next: (asked.page < last).then(|| asked.at_page(asked.page + 1).url()),
        layout,
        asked,
    };
    let mut response = Html(page).into_response();
    if !is_ready {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}
