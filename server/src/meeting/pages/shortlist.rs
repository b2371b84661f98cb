//! `/rapat`: the marked studies with their figures, to talk about, to print on one page, and to open on other phones.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::case_study::card::{self, Card};
use crate::case_study::store;
use crate::error::Result;
use crate::format;
use crate::ids::CaseStudyId;
use crate::meeting::{MAX_MARKED, ON_ONE_PAGE, Shortlist};
use crate::policy::Act;
use crate::web::qr::Qr;
use crate::web::{Html, Layout, decode, encode};

#[derive(Template)]
#[template(path = "meeting/shortlist.html")]
struct ShortlistPage {
    layout: Layout,
    list: Shortlist,
    studies: Vec<Marked>,
    /// Marked ones that this viewer may not see, or that are gone.
    unseen: usize,
    absolute: String,
    whatsapp: String,
    code: Option<Qr>,
    printed_on: String,
    is_too_long_for_one_page: bool,
    most: usize,
    /// True for who may save the list as a meeting of the own office.
    may_save: bool,
}

struct Marked {
    card: Card,
    absolute: String,
    code: Option<Qr>,
    without: String,
    raised: String,
}

/// `GET /rapat?praktik=12,34`.
pub async fn shortlist(State(app): State<App>, layout: Layout, RawQuery(query): RawQuery) -> Result<Response> {
    let list = listed(query.as_deref());
    let db = app.db.read();
    let rows = store::by_ids(db, &layout.viewer, list.ids()).await?;
    let cards = card::cards(db, &layout.viewer, &layout.catalogue, app.clock.today(), rows).await?;
    let absolute = format!("{}{}", layout.base_url, list.url());
    let marked = |card: Card| {
        // The short address makes a code of fewer, larger squares; it leads to the long one.
        let address = format!("{}/praktik/{}", layout.base_url, card.id);
        Marked {
            // Said even when nothing is left, or the browser would bring back what it kept.
            without: format!("/rapat?praktik={}", list.toggled(CaseStudyId(card.id)).text()),
            raised: list.raised(CaseStudyId(card.id)).url(),
            code: Qr::of(&address),
            absolute: address,
            card,
        }
    };
    let studies: Vec<Marked> = cards.into_iter().map(marked).collect();
    let page = ShortlistPage {
        unseen: list.len() - studies.len(),
        whatsapp: format!("https://wa.me/?text={}", encode(&format!("Bahan Rapat\n{absolute}"))),
        code: Qr::of(&absolute),
        printed_on: format::long_date(app.clock.local(layout.now).date_naive()),
        is_too_long_for_one_page: studies.len() > ON_ONE_PAGE,
        most: MAX_MARKED,
        may_save: layout.viewer.acting_term().is_some_and(|term| layout.viewer.may(Act::HoldMeeting, &term.region)),
        absolute,
        studies,
        list,
        layout,
    };
    Ok(Html(page).into_response())
}

/// The list that an address names.
pub fn listed(query: Option<&str>) -> Shortlist {
    let ids = query.unwrap_or_default().split('&').find_map(|pair| pair.strip_prefix("praktik=")).map(decode);
    Shortlist::read(&ids.unwrap_or_default())
}
